//! How wide columns are: a Chinese character takes the room of two digits.

use rust_xlsxwriter::{Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::cell::{column_number, plain};
use crate::money::Money;
use crate::payout::table::{Cell, Column};

/// Widens each column to its headings and what `rows` hands over.
pub fn measure(columns: &[Column], widths: &mut [usize], rows: impl FnOnce(&mut dyn FnMut(&[Cell<'_>]))) {
    let mut widen = |i: usize, width: usize| {
        if let Some(known) = widths.get_mut(i) {
            *known = width.max(*known);
        }
    };
    for (i, column) in columns.iter().enumerate() {
        // a long heading may break into two lines
        let heading = column.name.width();
        widen(i, heading.min(heading.div_ceil(2).max(10)));
    }
    rows(&mut |cells| {
        for (i, cell) in cells.iter().enumerate() {
            widen(i, wide(cell));
        }
    });
}

/// Room to breathe, and a limit past which text wraps.
#[must_use]
pub fn comfortable(width: usize) -> usize {
    width.saturating_add(3).clamp(8, 44)
}

/// Sets the widths of columns, in digits.
///
/// # Errors
/// What the writing library refuses.
pub fn set_widths(out: &mut Worksheet, widths: &[usize]) -> Result<(), XlsxError> {
    for (i, width) in widths.iter().enumerate() {
        out.set_column_width(column_number(i), u16::try_from(*width).unwrap_or(44))?;
    }
    Ok(())
}

/// How wide a cell is as people see it.
fn wide(cell: &Cell<'_>) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(words) => words.width(),
        Cell::Money(amount) => amount.grouped().len(),
        Cell::Date(_) => 10,
        Cell::Millionths(amount) => Money::from_fen(amount.saturating_div(10_000)).grouped().len(),
        Cell::Formula { result, .. } => wide(result),
        other => plain(other).len(),
    }
}
