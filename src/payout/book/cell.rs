//! One cell into a worksheet: numbers only where a spreadsheet holds them exactly, strings always as strings, formulas with
//! their results.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use super::fill;
use crate::payout::number;
use crate::payout::table::Cell;

/// Puts a cell.
///
/// # Errors
/// What the writing library refuses.
pub fn put_cell(out: &mut Worksheet, row: u32, column: u16, cell: &Cell<'_>, look: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => out.write_blank(row, column, look)?,
        Cell::Text(words) => out.write_string_with_format(row, column, words.as_ref(), look)?,
        Cell::Formula { formula, result } => {
            // without its result a viewer that does not calculate shows 0
            let formula = Formula::new(at_row(formula, row.saturating_add(1))).set_result(plain(result));
            out.write_formula_with_format(row, column, formula, look)?
        }
        other => {
            let plain = plain(other);
            match exact_float(&plain) {
                Some(number) => out.write_number_with_format(row, column, number, look)?,
                None => out.write_string_with_format(row, column, plain, look)?,
            }
        }
    };
    Ok(())
}

/// A formula with the rows that are written by their distance (`{-1}`) as the row `row` (from 1) sees them.
#[must_use]
pub fn at_row(formula: &str, row: u32) -> Cow<'_, str> {
    if !formula.contains('{') {
        return Cow::Borrowed(formula);
    }
    let mut out = String::with_capacity(formula.len().saturating_add(8));
    let mut rest = formula;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let distance = after.split_once('}').filter(|(d, _)| d.starts_with(['-', '+']));
        let distance = distance.and_then(|(d, behind)| Some((d.parse::<i32>().ok()?, behind)));
        match distance.and_then(|(d, behind)| Some((row.checked_add_signed(d)?, behind))) {
            Some((row, behind)) => {
                out.push_str(&row.to_string());
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A cell's plain text: of a number its digits, of a day its serial number, of a formula its result.
#[must_use]
pub fn plain(cell: &Cell<'_>) -> String {
    let mut out = Vec::new();
    match cell {
        Cell::Empty => {}
        Cell::Text(words) => return words.to_string(),
        Cell::Money(amount) => number::money(*amount, &mut out),
        Cell::Millionths(amount) => number::millionths(*amount, &mut out),
        Cell::Exact(amount) => match number::to_millionths(*amount) {
            Some(amount) => number::millionths(amount, &mut out),
            None => return amount.to_string(),
        },
        Cell::Integer(count) => number::integer(*count, &mut out),
        Cell::Formula { result, .. } => return plain(result),
        Cell::Date(day) => number::integer(fill::serial(*day), &mut out),
    }
    String::from_utf8(out).unwrap_or_default()
}

/// The binary number that reads back as this text, if there is one; a cell can hold no other.
fn exact_float(text: &str) -> Option<f64> {
    fill::fits_in_binary(text).then(|| text.parse().ok()).flatten()
}

/// A column's number as the writing library wants it.
#[must_use]
pub fn column_number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}
