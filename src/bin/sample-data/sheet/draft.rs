//! A plain draft of one table: the rows of some enterprises, with the headings of the template.

use duixian::schema::{FieldId, Schema, TableId};
use duixian::value::Type;

use super::{Column, Draft, Entry, Mark, Row, Square, Unit};
use crate::city::City;

/// Draws the rows of a table whose enterprise is wanted.
pub fn plain(city: &City, schema: &Schema, table: TableId, wanted: impl Fn(&str) -> bool) -> Result<Draft, String> {
    let known = schema.get(table).ok_or("no such table")?;
    let columns = known.fields.iter().enumerate().map(|(i, field)| {
        let mark = if field.ty == Type::Money { Mark::Brackets } else { Mark::Silent };
        Column { field: Some((FieldId(i), field.clone())), mark, ..Column::extra(&field.name) }
    });
    let mut rows = Vec::new();
    for row in 0..city.len(schema, table) {
        if !city.firm_of(schema, table, row).is_some_and(|firm| wanted(&firm.code)) {
            continue;
        }
        let squares: Option<Vec<Square>> = (0..known.fields.len())
            .map(|field| city.cell(schema, table, row, FieldId(field)).map(Square::plain))
            .collect();
        let squares = squares.ok_or_else(|| format!("the city does not know all fields of {}", known.name))?;
        rows.push(Row::Data(Entry { squares, hidden: false }));
    }
    Ok(Draft {
        table: known.name.clone(),
        part: 0,
        office: String::new(),
        name: known.sheets.first().unwrap_or(&known.name).clone(),
        hidden: false,
        above: Vec::new(),
        columns: columns.collect(),
        rows,
        year: city.year,
        merged: Vec::new(),
    })
}

impl Draft {
    /// Changes the unit of the amounts.
    pub fn in_unit(&mut self, unit: Unit) {
        for column in self.columns.iter_mut().filter(|c| c.is_money()) {
            column.unit = unit;
        }
    }
}

impl Column {
    /// Does it hold amounts?
    pub fn is_money(&self) -> bool {
        self.field.as_ref().is_some_and(|(_, f)| f.ty == Type::Money)
    }

    /// Does it hold numbers that a total adds up?
    pub fn is_added(&self) -> bool {
        self.field.as_ref().is_some_and(|(_, f)| matches!(f.ty, Type::Money | Type::Integer))
    }
}
