//! The workbook of a pack's parameters, budgets and tables, as bytes. What stands in it is
//! [`policy::workbook`](crate::policy::workbook)'s; here it gets its looks: headings that stay, texts that stay texts, days
//! that are days.

use std::borrow::Cow;

use super::book::xlsx;
use super::book::{Body, Book, Sheet};
use super::table::{Cell, Column, Kind, Table};
use crate::calendar::Date;
use crate::diagnostic::Lang;
use crate::policy::pack::Pack;
use crate::policy::workbook::{self, ColumnKind};

/// The workbook of a pack.
///
/// # Errors
/// What the writing library refuses: a mistake of ours.
pub fn write(pack: &Pack) -> Result<Vec<u8>, String> {
    let sheets = workbook::export(pack);
    // its rules decide its date, never today
    let latest = pack.measures.iter().filter_map(|m| m.effective.from).max();
    let created = latest.or_else(|| Date::new(2000, 1, 1)).ok_or("no date")?;
    let book = Book {
        title: pack.title.clone(),
        created,
        foot: pack.title.clone(),
        sheets: sheets.iter().map(sheet).collect(),
    };
    xlsx::write(&book, Lang::Zh)
}

fn sheet(sheet: &workbook::Sheet) -> Sheet<'_> {
    Sheet {
        name: sheet.name.clone(),
        title: sheet.title.clone(),
        notes: sheet.notes.clone(),
        warnings: Vec::new(),
        body: Body::Long { table: Box::new(Rows(sheet)), whole: "tables/" },
        after: Vec::new(),
    }
}

struct Rows<'a>(&'a workbook::Sheet);

impl Table for Rows<'_> {
    fn columns(&self) -> Vec<Column> {
        let column = |(name, kind): &(String, ColumnKind)| Column {
            name: Cow::Owned(name.clone()),
            kind: match kind {
                ColumnKind::Words => Kind::Text,
                ColumnKind::Value => Kind::Code,
                ColumnKind::Day => Kind::Date,
            },
        };
        self.0.columns.iter().map(column).collect()
    }

    fn batches(&self) -> usize {
        1
    }

    fn rows(&self, _: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        for cells in &self.0.rows {
            let cells: Vec<Cell<'_>> = cells
                .iter()
                .zip(&self.0.columns)
                .map(|(text, (_, kind))| match (kind, Date::parse_iso(text)) {
                    _ if text.is_empty() => Cell::Empty,
                    (ColumnKind::Day, Some(day)) => Cell::Date(day),
                    _ => Cell::text(text),
                })
                .collect();
            row(&cells);
        }
    }
}
