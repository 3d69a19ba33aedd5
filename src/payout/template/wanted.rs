//! Which sheets a template has, and which columns: what the rules ask for ([`asked`](crate::policy::asked)).

use super::Source;
use crate::schema::{Field, FieldId, Role, Table, TableId};

/// A table that is asked for.
pub struct Wanted<'a> {
    /// Which.
    pub id: TableId,
    /// The table.
    pub table: &'a Table,
    /// The name of its sheet.
    pub sheet: String,
    /// Its columns, in the pack's order.
    pub columns: Vec<Column<'a>>,
}

impl Wanted<'_> {
    /// How many columns stay in sight: the code, and the name behind it.
    pub fn frozen(&self) -> usize {
        let is_name = |column: &Column<'_>| column.field.role == Some(Role::Name);
        1 + usize::from(self.columns.get(1).is_some_and(is_name))
    }
}

/// A column that is asked for.
pub struct Column<'a> {
    /// Which field.
    pub id: FieldId,
    /// The field.
    pub field: &'a Field,
    /// Its heading without the unit.
    pub heading: String,
    /// The titles of the measures that look at it.
    pub measures: Vec<&'a str>,
}

/// The tables that are asked for, in the pack's order.
pub fn wanted(source: Source<'_>) -> Vec<Wanted<'_>> {
    let asked = source.edition.map_or_else(|| source.pack.asked(), |edition| edition.asked());
    let mut all: Vec<Wanted<'_>> = Vec::new();
    for ((id, field_id), measures) in asked.fields {
        let Some((table, field)) = source.pack.schema.get(id).zip(source.pack.schema.field(id, field_id)) else {
            continue;
        };
        if all.last().is_none_or(|last| last.id != id) {
            let sheet = table.sheets.first().unwrap_or(&table.name).clone();
            all.push(Wanted { id, table, sheet, columns: Vec::new() });
        }
        let column = Column { id: field_id, field, heading: field.heading(source.year()), measures };
        if let Some(of) = all.last_mut() {
            of.columns.push(column);
        }
    }
    all
}
