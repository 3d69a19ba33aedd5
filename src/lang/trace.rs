//! The steps behind one value: every node of an expression with what it gave, for one enterprise.
//!
//! The values are the evaluator's own, on a batch of one, so a trace cannot disagree with an award. The steps of a
//! definition stand where it is first used; where it is used again (for the same row) only its value does.

use super::frame::Frame;
use super::name::{BandsId, DefinitionId, LookupId, MeasureId, ParameterId};
use super::row::{Been, Row};
use super::typed::{Kind, Typed};
use crate::schema::{FieldId, TableId};
use crate::source::Span;
use crate::value::{State, Type, Value};

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// The words it was written with; for a record, the table and its number.
    pub said: String,
    /// Where they stand.
    pub span: Span,
    /// Its type.
    pub ty: Type,
    /// What it gave, or how it is missing.
    pub value: Result<Value, State>,
    /// The steps it was made from.
    pub children: Vec<Step>,
    /// What kind of step it is.
    pub what: What,
}

/// The kinds of steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A value that is written out.
    Literal,
    /// 政策年度 or 核定日.
    Constant,
    /// A cell of the roster.
    Field {
        /// The table.
        table: TableId,
        /// The field.
        field: FieldId,
        /// The row in the dataset.
        row: usize,
    },
    /// A parameter.
    Parameter(ParameterId),
    /// A definition by its name; its only child is its own expression, where it is used first.
    Definition(DefinitionId, String),
    /// An operator, 若, or a function of values.
    Operator,
    /// A lookup; the children are the keys.
    Lookup(LookupId),
    /// Bands; the child is the amount.
    Bands(BandsId),
    /// What another measure gives.
    Award(MeasureId),
    /// Over records; one child a record.
    Aggregate {
        /// The related table.
        table: TableId,
    },
    /// A record of an aggregate; the children are its filter and, unless it does not count, its value.
    Record {
        /// The related table.
        table: TableId,
        /// The row in the dataset.
        row: usize,
        /// Does it count, as far as that is decided?
        counts: Result<bool, State>,
    },
}

/// Traces an expression about the enterprise of a frame of one.
#[must_use]
pub fn trace(expr: &Typed, frame_of_one: &Frame) -> Step {
    step(expr, Row::enterprise(frame_of_one), 0, &mut Been::default())
}

fn step(expr: &Typed, row: Row, deep: usize, been: &mut Been) -> Step {
    let field = |table: TableId, field: FieldId| What::Field { table, field, row: row.index(table) };
    let (what, children) = match &expr.kind {
        Kind::Literal(_) => (What::Literal, Vec::new()),
        Kind::PolicyYear | Kind::AsOf => (What::Constant, Vec::new()),
        Kind::Field { table, field: f }
        | Kind::Filled { table, field: f }
        | Kind::Pending { table, field: f }
        | Kind::Default { table, field: f, .. } => (field(*table, *f), parts(expr, row, deep, been)),
        Kind::Parameter(id) => (What::Parameter(*id), Vec::new()),
        Kind::Definition(id, _) => {
            let body = row
                .definition(expr)
                .filter(|(_, at)| deep < super::frame::MAX_DEFINITIONS_DEEP && been.first(expr, *at))
                .map(|(body, at)| step(body, at, deep + 1, been));
            let name = expr.words.get().to_owned();
            (What::Definition(*id, name), body.into_iter().collect())
        }
        Kind::Lookup { table, .. } => (What::Lookup(*table), parts(expr, row, deep, been)),
        Kind::Bands { bands, .. } => (What::Bands(*bands), parts(expr, row, deep, been)),
        Kind::Award(id) => (What::Award(*id), Vec::new()),
        Kind::Aggregate { table, value, filter, .. } => {
            let parts = (value.as_deref(), filter.as_deref());
            let records = row.records(*table).map(|at| record(expr, parts, at, deep, been)).collect();
            (What::Aggregate { table: *table }, records)
        }
        _ => (What::Operator, parts(expr, row, deep, been)),
    };
    Step {
        said: expr.words.get().to_owned(),
        span: expr.span.clone(),
        ty: expr.ty.clone(),
        value: row.value(expr),
        children,
        what,
    }
}

fn parts(expr: &Typed, row: Row, deep: usize, been: &mut Been) -> Vec<Step> {
    expr.children().into_iter().map(|child| step(child, row, deep, been)).collect()
}

/// A record under an aggregate.
fn record(
    aggregate: &Typed,
    (value, filter): (Option<&Typed>, Option<&Typed>),
    row: Row,
    deep: usize,
    been: &mut Been,
) -> Step {
    let counts = filter.map_or(Ok(true), |filter| row.yes_no(filter));
    let shown = value.filter(|_| counts != Ok(false));
    let children = filter.into_iter().chain(shown).map(|child| step(child, row, deep, been)).collect();
    let name = row.frame.schema.get(row.table).map_or("", |t| t.name.as_str());
    Step {
        said: format!("{name} #{}", row.lane + 1),
        span: aggregate.span.clone(),
        ty: value.map_or(Type::YesNo, |v| v.ty.clone()),
        value: value.map_or(counts.map(Value::YesNo), |value| row.value(value)),
        children,
        what: What::Record { table: row.table, row: row.index(row.table), counts },
    }
}
