//! `items.csv`: every related record and each measure that looks at it: did it count, and if not, why.

use crate::schema::{FieldId, Role};
use crate::settle::enterprises::Enterprises;
use crate::settle::run::Item;

use crate::payout::results::Results;
use crate::payout::table::{self, Cell, Column, Kind, Table};

/// The columns of the file.
pub const COLUMNS: [Column; 9] = [
    Column::new("uscc", Kind::Code),
    Column::new("measure", Kind::Text),
    Column::new("table", Kind::Text),
    Column::new("file", Kind::Text),
    Column::new("sheet", Kind::Text),
    Column::new("row", Kind::Integer),
    Column::new("used", Kind::Text),
    Column::new("reason", Kind::Text),
    Column::new("amount", Kind::Money),
];

/// All items, in the order of the settlement.
pub struct Items<'a> {
    results: Results<'a>,
    enterprises: Enterprises<'a>,
}

impl<'a> Items<'a> {
    /// The items of a settlement.
    #[must_use]
    pub fn of(results: Results<'a>) -> Self {
        Self { results, enterprises: results.enterprises() }
    }

    fn write(&self, item: &Item, row: &mut dyn FnMut(&[Cell<'_>])) {
        let Some(measure) = self.results.measure(item.measure) else {
            return;
        };
        let table = self.results.run.edition.pack.schema.get(item.table);
        let key = table.and_then(|t| t.role(Role::Code)).unwrap_or(FieldId(0));
        // a record stands where its key stands
        let place =
            self.results.places.cell(item.table, key, item.row as usize).map(|(place, _)| place).unwrap_or_default();
        row(&[
            Cell::text(self.enterprises.code(item.enterprise as usize)),
            Cell::text(&measure.id),
            Cell::text(table.map_or("", |t| &t.name)),
            Cell::text(&place.file),
            Cell::text(&place.sheet),
            if place.row == 0 { Cell::Empty } else { Cell::Integer(i128::from(place.row)) },
            Cell::text(used(item.used)),
            Cell::text(self.results.run.item_reason(item)),
            item.amount.as_deref().map_or(Cell::Empty, |amount| Cell::Exact(*amount)),
        ]);
    }
}

impl Table for Items<'_> {
    fn columns(&self) -> Vec<Column> {
        COLUMNS.to_vec()
    }

    fn batches(&self) -> usize {
        table::batches(self.results.run.items.len())
    }

    fn rows(&self, batch: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        let items = &self.results.run.items;
        for item in table::lines_of(batch, items.len()).filter_map(|i| items.get(i)) {
            self.write(item, row);
        }
    }
}

/// The word for whether a record counted; empty while that cannot be decided.
const fn used(used: Option<bool>) -> &'static str {
    match used {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}
