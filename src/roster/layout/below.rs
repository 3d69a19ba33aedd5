//! Tables that stand one under the other in a sheet: where the next one begins, and what of the rows between
//! them is its title.

use super::super::code::{is_like, may_be as is_code};
use super::super::fault::Fault;
use super::super::grid::{Cell, Grid, Kind};
use super::super::heading::{Lexicon, unit_note};
use super::super::label::{is_labelled, is_note, is_total};
use super::super::text::{fold, is_blank};
use super::reading::{self, Reading};
use super::{Stated, choose, is_table, stated};
use crate::schema::{Role, Schema};

/// The next headings below a table that are not its own over again, and the row from which what is above
/// them is no longer part of that table.
pub fn next(
    grid: &Grid,
    above: &Reading,
    note: Stated,
    schema: &Schema,
    lexicon: &Lexicon,
) -> Option<(usize, Result<Reading, Fault>)> {
    let code = schema.tables.get(above.table).and_then(|t| t.role(Role::Code));
    let code = code.and_then(|code| above.column_of(code.0));
    let after = above.last + 1;
    for row in after..grid.rows() {
        // nearly all rows are data: their code says so at once
        if code.is_some_and(|c| grid.cell(row, c).is_some_and(|cell| is_like(cell.text))) {
            continue;
        }
        let is_heading = |cell: Cell| cell.kind == Kind::Text && lexicon.is_code(cell.text);
        if !grid.row(row).any(is_heading) {
            continue;
        }
        if repeats(grid, above, row) {
            let said_since = stated(grid, title(grid, above, row, code)..row);
            if said_since == Stated::Nothing || said_since == note {
                continue;
            }
        }
        let places = [(row, row), (row, row + 1), (row - 1, row)];
        let places: Vec<(usize, usize)> =
            places.into_iter().filter(|(first, last)| *first >= after && *last < grid.rows()).collect();
        let readings = (0..schema.tables.len()).filter_map(|table| reading::best(grid, table, lexicon, None, &places));
        let readings: Vec<Reading> = readings.filter(|r| is_table(r, schema)).collect();
        let first = readings.iter().map(|r| r.first).min().unwrap_or(row);
        match choose(readings, schema) {
            Ok(None) => {}
            Ok(Some(reading)) => return Some((title(grid, above, reading.first, code), Ok(reading))),
            Err(fault) => return Some((title(grid, above, first, code), Err(fault.at(grid.number(row), 0)))),
        }
    }
    None
}

/// Are these the headings of a table over again?
fn repeats(grid: &Grid, above: &Reading, row: usize) -> bool {
    let said = |cell: &Cell| {
        (above.first..=above.last)
            .any(|r| grid.cell(r, cell.column).is_some_and(|own| fold(own.text) == fold(cell.text)))
    };
    grid.row(row).filter(|c| !is_blank(c.text)).all(|c| said(&c))
}

/// The first of the rows directly above headings that are their title and notes: blank, a single text, or
/// texts that begin with a note or state a unit. A row that may be data of the table above is none of these.
fn title(grid: &Grid, above: &Reading, first: usize, code: Option<u32>) -> usize {
    let leftmost = above.columns.keys().next().copied();
    // a field of the table above says something of a record; a title stands in front, beside, or across
    let of_record = |row: usize, cell: &Cell| {
        let number = grid.number(row);
        let across = grid.merges.iter().any(|a| {
            (a.top..=a.bottom).contains(&number) && a.left == cell.column && a.right > a.left.saturating_add(1)
        });
        above.columns.contains_key(&cell.column)
            && Some(cell.column) != leftmost
            && Some(cell.column) != code
            && !across
    };
    let is_title = |row: &usize| {
        let filled: Vec<Cell> = grid.row(*row).filter(|c| !is_blank(c.text)).collect();
        let Some(begins) = filled.first() else { return true };
        let texts = filled.iter().all(|c| c.kind == Kind::Text && !is_total(c.text));
        let coded = filled.iter().any(|c| Some(c.column) == code && is_code(c.text));
        let alone = filled.len() == 1 && !coded && !of_record(*row, begins);
        let noted = is_labelled(begins.text) || (is_note(begins.text) && !of_record(*row, begins));
        texts && (alone || noted || filled.iter().any(|c| unit_note(c.text).is_some()))
    };
    (above.last + 1..first).rev().take_while(is_title).last().unwrap_or(first)
}
