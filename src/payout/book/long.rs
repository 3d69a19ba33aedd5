//! One long table on a worksheet: its totals, its headings, a filter, and a gap that its rows are filled into.

use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, Format, IgnoreError, Worksheet, XlsxError,
};

use super::cell::{column_number, put_cell};
use super::fill::{self, Gap};
use super::looks::Looks;
use super::widths::{comfortable, measure, set_widths};
use super::xlsx::{Cursor, ROWS};
use crate::diagnostic::{Lang, Severity};
use crate::payout::summary::problems;
use crate::payout::table::{Column, Kind, Table};
use crate::payout::words;
use crate::say;
use crate::settle::run::Status;

/// The headings of a long table, and a gap for its rows.
pub(super) fn put_long(
    out: &mut Worksheet,
    at: &mut Cursor,
    table: &dyn Table,
    whole: &str,
    looks: &Looks,
    lang: Lang,
) -> Result<Gap, XlsxError> {
    let columns = table.columns();
    let counts = fill::count(table);
    let total: usize = counts.iter().sum();
    // one line for the note about the cut, one for totals, one for the headings
    let room = ROWS.saturating_sub(at.0 as usize).saturating_sub(3);
    if total > room {
        let note = say!(
            "共 {total} 行，一张工作表放不下，这里只列前 {room} 行，全部内容见 {whole}",
            "{total} rows do not fit on a sheet: the first {room} are here, all of them in {whole}"
        );
        out.write_with_format(at.take(), 0, note.get(lang), &looks.note)?;
    }
    let rows = total.min(room);
    // the totals stand where they are seen whatever is filtered: above the headings, which stay
    let (from, to) = (at.0.saturating_add(3), at.0.saturating_add(2));
    let totals = table.totals(from, to.saturating_add(u32::try_from(rows.max(1)).unwrap_or(1)));
    if !totals.is_empty() {
        let here = at.take();
        for (i, (cell, column)) in totals.iter().zip(&columns).enumerate() {
            put_cell(out, here, column_number(i), cell, &looks.body(column.kind, true))?;
        }
    }
    let head = at.take();
    put_head(out, head, &columns, looks)?;
    let first = at.take();
    for (i, column) in columns.iter().enumerate() {
        for (row, total) in [(first, false), (first.saturating_add(1), true)] {
            out.write_blank(row, column_number(i), &looks.body(column.kind, total))?;
        }
    }
    let last = first.saturating_add(u32::try_from(rows.max(1)).unwrap_or(1).saturating_sub(1));
    at.0 = last.saturating_add(1);
    out.set_freeze_panes(first, 0)?;
    out.set_repeat_rows(head, head)?;
    out.autofilter(head, 0, last, column_number(columns.len().saturating_sub(1)))?;
    for (i, column) in columns.iter().enumerate() {
        let i = column_number(i);
        if matches!(column.kind, Kind::Code | Kind::Text) {
            out.ignore_error_range(first, i, last, i, IgnoreError::NumberStoredAsText)?;
        }
        if column.kind == Kind::State {
            mark_states(out, first, last, i, lang)?;
        }
    }
    let mut widths = vec![0; columns.len()];
    measure(&columns, &mut widths, |each| {
        each(&totals);
        if table.batches() > 0 {
            table.rows(0, each);
        }
    });
    let widths: Vec<usize> = widths.into_iter().map(comfortable).collect();
    set_widths(out, &widths)?;
    Ok(Gap { row: first.saturating_add(1), rows, counts, widths })
}

/// Words that a tired reader should not miss get a colour.
fn mark_states(out: &mut Worksheet, first: u32, last: u32, column: u16, lang: Lang) -> Result<(), XlsxError> {
    let marked = [
        (words::status(Status::Held), 0x00FF_EB9C),
        (problems::severity(Severity::Hold), 0x00FF_EB9C),
        (words::status(Status::Recover), 0x00FF_C7CE),
        (problems::severity(Severity::Error), 0x00FF_C7CE),
    ];
    for (word, colour) in marked {
        let rule = ConditionalFormatText::new()
            .set_rule(ConditionalFormatTextRule::BeginsWith(word.get(lang).to_owned()))
            .set_format(Format::new().set_background_color(Color::RGB(colour)));
        out.add_conditional_format(first, column, last, column, &rule)?;
    }
    Ok(())
}

fn put_head(out: &mut Worksheet, row: u32, columns: &[Column], looks: &Looks) -> Result<(), XlsxError> {
    out.set_row_height(row, 30)?;
    for (i, column) in columns.iter().enumerate() {
        out.write_with_format(row, column_number(i), column.name.as_ref(), &looks.head)?;
    }
    Ok(())
}
