//! An expression whose names are resolved and whose types fit. Only this can be evaluated.

use std::collections::BTreeSet;

use super::ast::{Aggregate, Binary, Words};
use super::bands::BandKind;
use super::builtins::Function;
use super::name::{BandsId, DefinitionId, LookupId, MeasureId, ParameterId};
use crate::schema::{FieldId, TableId};
use crate::source::Span;
use crate::value::{Type, Value};

/// A checked expression. Made by [`check`](super::check) only.
#[derive(Clone, Debug)]
pub struct Typed {
    /// What it is.
    pub kind: Kind,
    /// Its type.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
    /// The words it was written with.
    pub words: Words,
}

/// What a checked expression is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A value that is written out.
    Literal(Value),
    /// A field of the record or enterprise at hand.
    Field {
        /// Its table.
        table: TableId,
        /// The field.
        field: FieldId,
    },
    /// A parameter.
    Parameter(ParameterId),
    /// A definition about the rows of a table.
    Definition(DefinitionId, TableId),
    /// 政策年度.
    PolicyYear,
    /// 核定日.
    AsOf,
    /// 非.
    Not(Box<Typed>),
    /// The negative of a number.
    Negate(Box<Typed>),
    /// 且 or 或.
    Logic {
        /// Is it 且?
        and: bool,
        /// The left operand.
        left: Box<Typed>,
        /// The right operand.
        right: Box<Typed>,
    },
    /// + - * /.
    Arithmetic {
        /// One of the four.
        op: Binary,
        /// The left operand.
        left: Box<Typed>,
        /// The right operand.
        right: Box<Typed>,
    },
    /// A comparison of two values of one kind.
    Compare {
        /// One of the six.
        op: Binary,
        /// The left operand.
        left: Box<Typed>,
        /// The right operand.
        right: Box<Typed>,
    },
    /// 属于, 不属于.
    In {
        /// The value looked for.
        value: Box<Typed>,
        /// The members.
        set: Vec<Typed>,
        /// Is it 不属于?
        negated: bool,
    },
    /// 若 则 否则.
    If {
        /// The condition.
        condition: Box<Typed>,
        /// The value if it holds.
        then: Box<Typed>,
        /// The value if it does not.
        otherwise: Box<Typed>,
    },
    /// A function of values.
    Call {
        /// Which.
        function: Function,
        /// Its arguments.
        args: Vec<Typed>,
    },
    /// 查.
    Lookup {
        /// The table.
        table: LookupId,
        /// The keys.
        keys: Vec<Typed>,
    },
    /// 超额累进, 全额, 定额.
    Bands {
        /// The bands.
        bands: BandsId,
        /// Which of the three.
        kind: BandKind,
        /// The amount.
        input: Box<Typed>,
    },
    /// 已填.
    Filled {
        /// The field's table.
        table: TableId,
        /// The field.
        field: FieldId,
    },
    /// 缺省.
    Default {
        /// The field's table.
        table: TableId,
        /// The field.
        field: FieldId,
        /// The value for an empty cell.
        default: Box<Typed>,
    },
    /// 待补.
    Pending {
        /// The field's table.
        table: TableId,
        /// The field.
        field: FieldId,
    },
    /// 核定.
    Award(MeasureId),
    /// Over the records of a related table.
    Aggregate {
        /// What is made of them.
        aggregate: Aggregate,
        /// The table.
        table: TableId,
        /// The value of each; none for 存在 and 计数.
        value: Option<Box<Typed>>,
        /// Which count; all if there is none.
        filter: Option<Box<Typed>>,
    },
}

/// Everything that an expression refers to by itself (definitions are not looked into).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// Parameters.
    pub parameters: BTreeSet<ParameterId>,
    /// Definitions.
    pub definitions: BTreeSet<DefinitionId>,
    /// Lookup tables.
    pub lookups: BTreeSet<LookupId>,
    /// Bands.
    pub bands: BTreeSet<BandsId>,
    /// Measures, in 核定.
    pub measures: BTreeSet<MeasureId>,
    /// Fields.
    pub fields: BTreeSet<(TableId, FieldId)>,
    /// Related tables that are counted, summed or searched.
    pub tables: BTreeSet<TableId>,
}

impl Typed {
    /// The operands, arguments and parts, in the order in which they are written (a filter after the value).
    #[must_use]
    pub fn children(&self) -> Vec<&Self> {
        match &self.kind {
            Kind::Literal(_)
            | Kind::Field { .. }
            | Kind::Parameter(_)
            | Kind::Definition(..)
            | Kind::PolicyYear
            | Kind::AsOf
            | Kind::Filled { .. }
            | Kind::Pending { .. }
            | Kind::Award(_) => Vec::new(),
            Kind::Not(a) | Kind::Negate(a) | Kind::Bands { input: a, .. } => vec![a],
            Kind::Default { default, .. } => vec![default],
            Kind::Logic { left, right, .. }
            | Kind::Arithmetic { left, right, .. }
            | Kind::Compare { left, right, .. } => vec![left, right],
            Kind::In { value, set, .. } => std::iter::once(&**value).chain(set).collect(),
            Kind::If { condition, then, otherwise } => vec![condition, then, otherwise],
            Kind::Call { args, .. } | Kind::Lookup { keys: args, .. } => args.iter().collect(),
            Kind::Aggregate { value, filter, .. } => value.as_deref().into_iter().chain(filter.as_deref()).collect(),
        }
    }

    /// Calls `see` with this expression and all within it.
    pub fn visit(&self, see: &mut dyn FnMut(&Self)) {
        see(self);
        for child in self.children() {
            child.visit(see);
        }
    }

    /// Everything that it refers to.
    #[must_use]
    pub fn references(&self) -> References {
        let mut found = References::default();
        self.visit(&mut |typed| match &typed.kind {
            Kind::Field { table, field }
            | Kind::Filled { table, field }
            | Kind::Default { table, field, .. }
            | Kind::Pending { table, field } => {
                found.fields.insert((*table, *field));
            }
            Kind::Parameter(id) => {
                found.parameters.insert(*id);
            }
            Kind::Definition(id, _) => {
                found.definitions.insert(*id);
            }
            Kind::Lookup { table, .. } => {
                found.lookups.insert(*table);
            }
            Kind::Bands { bands, .. } => {
                found.bands.insert(*bands);
            }
            Kind::Award(id) => {
                found.measures.insert(*id);
            }
            Kind::Aggregate { table, .. } => {
                found.tables.insert(*table);
            }
            _ => {}
        });
        found
    }
}
