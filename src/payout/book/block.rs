//! Short tables on a worksheet, one under the other.

use rust_xlsxwriter::{Format, IgnoreError, Worksheet, XlsxError};

use super::Block;
use super::cell::{column_number, put_cell};
use super::fill;
use super::looks::Looks;
use super::widths::{comfortable, measure};
use super::xlsx::Cursor;
use crate::payout::table::{Cell, Kind};

/// The widths of a sheet's columns: what takes several columns does not widen them.
pub(super) fn widths_of(blocks: &[Block], columns: usize) -> Vec<usize> {
    let mut widths = vec![0; columns];
    let mut codes = Vec::new();
    for block in blocks {
        let mut own = vec![0; block.columns.len()];
        measure(&block.columns, &mut own, |each| {
            for row in &block.rows {
                each(&row.cells);
            }
        });
        for (((place, span), column), width) in block.places().zip(&block.columns).zip(own) {
            if let Some(known) = widths.get_mut(place).filter(|_| span == 1) {
                *known = width.max(*known);
            }
            // a code never wraps
            codes.extend((span > 1 && column.kind == Kind::Code).then_some((place, span, width)));
        }
    }
    let mut widths: Vec<usize> = widths.iter().map(|width| comfortable(*width)).collect();
    for (place, span, width) in codes {
        let room: usize = widths.iter().skip(place).take(span).sum();
        if let Some(last) = widths.get_mut(place.saturating_add(span).saturating_sub(1)) {
            *last = last.saturating_add(width.saturating_add(4).saturating_sub(room));
        }
    }
    widths
}

/// A short table with its caption.
pub(super) fn put_block(
    out: &mut Worksheet,
    at: &mut Cursor,
    block: &Block,
    looks: &Looks,
    widths: &[usize],
) -> Result<(), XlsxError> {
    at.take();
    out.write_with_format(at.take(), 0, &block.caption, &looks.caption)?;
    let head = at.take();
    out.set_row_height(head, 30)?;
    for ((place, span), column) in block.places().zip(&block.columns) {
        put_wide(out, head, (place, span), &Cell::text(&column.name), &looks.head)?;
    }
    for row in &block.rows {
        let here = at.take();
        let mut lines = 1;
        for (((place, span), cell), column) in block.places().zip(&row.cells).zip(&block.columns) {
            let room = widths.iter().skip(place).take(span).sum();
            lines = lines.max(fill::lines(cell, room));
            put_wide(out, here, (place, span), cell, &looks.body(column.kind, row.total))?;
        }
        if lines > 1 {
            out.set_row_height(here, fill::height(lines))?;
        }
    }
    let last = at.0.saturating_sub(1);
    for ((place, _), column) in block.places().zip(&block.columns).filter(|_| last > head) {
        if matches!(column.kind, Kind::Code | Kind::Text) {
            let place = column_number(place);
            out.ignore_error_range(head.saturating_add(1), place, last, place, IgnoreError::NumberStoredAsText)?;
        }
    }
    Ok(())
}

/// A cell that may take several columns.
fn put_wide(
    out: &mut Worksheet,
    row: u32,
    (place, span): (usize, usize),
    cell: &Cell<'_>,
    look: &Format,
) -> Result<(), XlsxError> {
    let column = column_number(place);
    if span > 1 {
        let last = column_number(place.saturating_add(span).saturating_sub(1));
        out.merge_range(row, column, row, last, "", look)?;
    }
    put_cell(out, row, column, cell, look)
}
