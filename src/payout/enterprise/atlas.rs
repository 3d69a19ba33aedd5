//! Where everything stands in an enterprise's workbook: what formulas refer to.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Lang;
use crate::lang::formula::{BandsArea, Cells, TableArea};
use crate::lang::typed::Kind;
use crate::lang::{BandsId, DefinitionId, LookupId, MeasureId, ParameterId, Typed};
use crate::policy::pack::Pack;
use crate::policy::usage;
use crate::schema::{ENTERPRISES, Empty, FieldId, TableId};
use crate::value::Type;

use super::value::answer;

/// Places of the sheets of data and parameters.
#[derive(Default)]
pub struct Atlas {
    /// The cell of each field, by table, field and row in the dataset.
    pub fields: BTreeMap<(TableId, FieldId, usize), String>,
    /// The cell of each parameter.
    pub parameters: BTreeMap<ParameterId, String>,
    /// The columns of each lookup table.
    pub lookups: BTreeMap<LookupId, TableArea>,
    /// The columns of each table of bands.
    pub bands: BTreeMap<BandsId, BandsArea>,
    /// The policy year.
    pub year: String,
    /// The as-of date.
    pub as_of: String,
}

/// Places of what has been worked out of the measure at hand.
#[derive(Default)]
pub struct Worked<'a> {
    /// The cell of each definition about enterprises.
    pub definitions: BTreeMap<DefinitionId, String>,
    /// The cell of each definition about records, by row.
    pub of_records: BTreeMap<(DefinitionId, usize), String>,
    /// The cell of each aggregate.
    pub aggregates: Vec<(&'a Typed, String)>,
    /// The cell of what an earlier measure gives.
    pub awards: BTreeMap<MeasureId, String>,
}

/// The places that an expression sees: those of the enterprise, or of one of its records.
pub struct View<'w, 'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// Data and parameters.
    pub atlas: &'w Atlas,
    /// What has been worked out.
    pub worked: &'w Worked<'a>,
    /// The enterprise.
    pub enterprise: usize,
    /// The record, if the expression is about one.
    pub record: Option<(TableId, usize)>,
    /// The yes/no fields whose cell may be empty so that it matters: [`answers_left_empty`].
    pub left_empty: &'w BTreeSet<(TableId, FieldId)>,
    /// How a yes is written.
    pub lang: Lang,
}

impl View<'_, '_> {
    /// A cell that says 是 or 否 as a yes or no. Where it may be empty, that is told from a no.
    fn yes(&self, cell: String, may_be_empty: bool) -> String {
        let yes = answer(true, self.lang);
        if may_be_empty { format!("IF({cell}=\"\",\"\",{cell}=\"{yes}\")") } else { format!("({cell}=\"{yes}\")") }
    }

    fn of_type(&self, cell: String, ty: &Type, may_be_empty: bool) -> String {
        if *ty == Type::YesNo { self.yes(cell, may_be_empty) } else { cell }
    }
}

impl Cells for View<'_, '_> {
    fn field(&self, table: TableId, field: FieldId) -> Option<String> {
        let row = match self.record {
            Some((of, row)) if of == table => row,
            _ if table == ENTERPRISES => self.enterprise,
            _ => return None,
        };
        let cell = self.atlas.fields.get(&(table, field, row))?.clone();
        let schema = self.pack.schema.field(table, field)?;
        Some(self.of_type(cell, &schema.ty, self.left_empty.contains(&(table, field))))
    }

    fn parameter(&self, id: ParameterId) -> Option<String> {
        self.atlas.parameters.get(&id).cloned()
    }

    fn definition(&self, id: DefinitionId, of: TableId) -> Option<String> {
        let cell = match self.record {
            Some((table, row)) if table == of => self.worked.of_records.get(&(id, row)),
            _ => self.worked.definitions.get(&id),
        };
        let body = &self.pack.definitions.get(id.0)?.value;
        Some(self.of_type(cell?.clone(), &body.ty, gives_as_it_is(body)))
    }

    fn aggregate(&self, aggregate: &Typed) -> Option<String> {
        let found = self.worked.aggregates.iter().find(|(known, _)| alike(known, aggregate));
        found.map(|(_, cell)| self.of_type(cell.clone(), &aggregate.ty, false))
    }

    fn lookup(&self, id: LookupId) -> Option<TableArea> {
        self.atlas.lookups.get(&id).cloned()
    }

    fn bands(&self, id: BandsId) -> Option<BandsArea> {
        self.atlas.bands.get(&id).cloned()
    }

    fn award(&self, id: MeasureId) -> Option<String> {
        self.worked.awards.get(&id).cloned()
    }

    fn policy_year(&self) -> String {
        self.atlas.year.clone()
    }

    fn as_of(&self) -> String {
        self.atlas.as_of.clone()
    }

    fn can_be_none(&self, table: TableId, field: FieldId) -> bool {
        self.pack.schema.field(table, field).is_none_or(|f| matches!(f.empty, Empty::None { .. }))
    }

    fn body(&self, id: DefinitionId) -> Option<&Typed> {
        self.pack.definitions.get(id.0).map(|d| &d.value)
    }
}

/// Are two expressions the same words of the same file? Then names mean the same in them.
#[must_use]
pub fn alike(a: &Typed, b: &Typed) -> bool {
    std::ptr::eq(a, b) || (a.span.file.name == b.span.file.name && a.words.get() == b.words.get())
}

/// The yes/no fields that may be empty so that it matters: "there is none" is an answer there, or a rule asks whether
/// they are filled.
#[must_use]
pub fn answers_left_empty(pack: &Pack) -> BTreeSet<(TableId, FieldId)> {
    let mut found = BTreeSet::new();
    for (t, table) in pack.schema.tables.iter().enumerate() {
        let none = table.fields.iter().enumerate().filter(|(_, f)| matches!(f.empty, Empty::None { .. }));
        found.extend(none.map(|(f, _)| (TableId(t), FieldId(f))));
    }
    let measures = pack.measures.iter().flat_map(usage::expressions);
    for root in pack.definitions.iter().map(|d| &d.value).chain(measures) {
        root.visit(&mut |typed| {
            if let Kind::Filled { table, field } | Kind::Default { table, field, .. } = &typed.kind {
                found.insert((*table, *field));
            }
        });
    }
    found.retain(|(table, field)| pack.schema.field(*table, *field).is_some_and(|f| f.ty == Type::YesNo));
    found
}

/// Does an expression hand a value on as it is, so that it may be "there is none"?
fn gives_as_it_is(body: &Typed) -> bool {
    matches!(body.kind, Kind::Field { .. } | Kind::If { .. } | Kind::Default { .. } | Kind::Definition(..))
}
