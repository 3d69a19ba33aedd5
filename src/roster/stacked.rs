//! Several tables one under the other in one sheet: a row of headings that are not those of the table above
//! begins a table of its own, together with the title and unit note that stand over it.
//!
//! Only rows without a credit code are looked at, so a large sheet costs one look at a cell for each row.

use super::grid::{Cell, Grid, Kind};
use super::heading::{Lexicon, Meaning};
use super::layout::HEAD_ROWS;
use super::rows::{has_digit, is_total};
use super::text::is_blank;
use crate::schema::{Role, Schema};

/// How many headings of one table a row must hold to be its row of headings.
const ENOUGH: usize = 3;

/// A row of headings: which table, and which column is which field.
#[derive(PartialEq, Eq)]
struct Headings {
    table: usize,
    fields: Vec<(u32, usize)>,
    code: u32,
}

/// Takes a sheet apart into its tables, from the top; most sheets hold one.
pub fn split(mut grid: Grid, schema: &Schema, lexicon: &Lexicon) -> Vec<Grid> {
    let mut parts = Vec::new();
    while let Some(row) = next_table(&grid, schema, lexicon) {
        let rest = grid.split_off(row);
        parts.push(grid);
        grid = rest;
    }
    parts.push(grid);
    parts
}

/// The first row that belongs to a second table.
fn next_table(grid: &Grid, schema: &Schema, lexicon: &Lexicon) -> Option<usize> {
    let (first, known) = (0..grid.rows().min(HEAD_ROWS))
        .find_map(|row| headings(grid, row, schema, lexicon).map(|found| (row, found)))?;
    let coded = |row: usize| grid.cell(row, known.code).is_some_and(|c| c.kind != Kind::Text || has_digit(c.text));
    let below = (first + 1..grid.rows())
        .filter(|row| !coded(*row))
        .find(|row| headings(grid, *row, schema, lexicon).is_some_and(|found| found != known))?;
    let over = |row: &usize| !coded(*row) && is_over(grid, *row);
    Some((first + 1..below).rev().take_while(over).last().unwrap_or(below))
}

/// Is the row a title or note that may stand over a table, and not what ends the table above?
fn is_over(grid: &Grid, row: usize) -> bool {
    let filled: Vec<Cell> = grid.row(row).filter(|c| c.kind != Kind::Text || !is_blank(c.text)).collect();
    !filled.is_empty() && filled.iter().all(|c| c.kind == Kind::Text && !is_total(c.text))
}

/// The headings that a row holds, if it is a row of headings.
fn headings(grid: &Grid, row: usize, schema: &Schema, lexicon: &Lexicon) -> Option<Headings> {
    let texts: Vec<Cell> = grid.row(row).filter(|c| c.kind == Kind::Text && !is_blank(c.text)).collect();
    if texts.len() < ENOUGH {
        return None;
    }
    let of_table = |table: usize| {
        let key = schema.tables.get(table)?.role(Role::Code)?;
        let mut fields = Vec::new();
        for cell in &texts {
            if let Some(Meaning::Field(field, _)) = lexicon.meaning(table, cell.text) {
                fields.push((cell.column, field));
            }
        }
        let code = fields.iter().find(|(_, field)| *field == key.0)?.0;
        (fields.len() >= ENOUGH).then_some(Headings { table, fields, code })
    };
    let mut best: Option<Headings> = None;
    for found in (0..schema.tables.len()).filter_map(of_table) {
        if best.as_ref().is_none_or(|b| found.fields.len() > b.fields.len()) {
            best = Some(found);
        }
    }
    best
}
