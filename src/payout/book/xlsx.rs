//! A workbook as the bytes of an `.xlsx` file, ready to print on A4.
//!
//! Titles, headings, short tables and page set-up are made by the writing library; the rows of long
//! tables are filled in afterwards ([`fill`](super::fill)), which takes a tenth of the time and memory.
//! The same workbook always gives the same bytes. Strings stay strings: a formula is only what a table gives as one.

use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, DocProperties, ExcelDateTime, Format, IgnoreError,
    Workbook, Worksheet, XlsxError,
};

use super::cell::{column_number, put_cell};
use super::fill::{self, Fill, Gap};
use super::looks::Looks;
use super::page::set_page;
use super::widths::{comfortable, measure, set_widths};
use super::{Block, Body, Book, Sheet};
use crate::calendar::Date;
use crate::diagnostic::{Lang, Severity};
use crate::payout::summary::problems;
use crate::payout::table::{Cell, Column, Kind, Table};
use crate::payout::words;
use crate::say;
use crate::settle::run::Status;

/// The rows of a sheet.
pub const ROWS: usize = 1_048_576;

/// The workbook as bytes.
///
/// # Errors
/// What the writing library refuses, in its own words: a mistake of ours.
pub fn write(book: &Book<'_>, lang: Lang) -> Result<Vec<u8>, String> {
    let mut workbook = empty(&book.title, book.created)?;
    let looks = Looks::default();
    let mut gaps = Vec::new();
    for (index, sheet) in book.sheets.iter().enumerate() {
        let gap = lay_out(workbook.add_worksheet(), sheet, &book.foot, &looks, lang)
            .map_err(|error| format!("{}: {error}", sheet.name))?;
        if let (Some(gap), Body::Long { table, .. }) = (gap, &sheet.body) {
            gaps.push(Fill {
                // parts are named in the order of the sheets
                part: format!("xl/worksheets/sheet{}.xml", index.saturating_add(1)),
                table: table.as_ref(),
                gap,
            });
        }
    }
    let prepared = workbook.save_to_buffer().map_err(told)?;
    fill::fill(&prepared, &gaps)
}

/// A workbook without sheets that bears a title and the day of a settlement: a stamp of the clock would make other bytes
/// each time.
///
/// # Errors
/// A day that no workbook can bear.
pub fn empty(title: &str, created: Date) -> Result<Workbook, String> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(
        u16::try_from(created.year()).unwrap_or(1900),
        u8::try_from(created.month()).unwrap_or(1),
        u8::try_from(created.day()).unwrap_or(1),
    )
    .map_err(told)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    Ok(workbook)
}

/// What the writing library says, in its words.
pub fn told(error: XlsxError) -> String {
    error.to_string()
}

/// Where the next thing goes.
struct Cursor(u32);

impl Cursor {
    fn take(&mut self) -> u32 {
        let row = self.0;
        self.0 = self.0.saturating_add(1);
        row
    }
}

/// Puts a sheet onto its worksheet; gives back the gap that its long table is filled into.
fn lay_out(
    out: &mut Worksheet,
    sheet: &Sheet<'_>,
    foot: &str,
    looks: &Looks,
    lang: Lang,
) -> Result<Option<Gap>, XlsxError> {
    out.set_name(&sheet.name)?;
    let columns = match &sheet.body {
        Body::Blocks(blocks) => blocks.iter().map(Block::width).max().unwrap_or(1),
        Body::Long { table, .. } => table.columns().len(),
    };
    let last = column_number(columns.saturating_sub(1));
    let mut at = Cursor(0);
    let row = at.take();
    out.merge_range(row, 0, row, last.max(1), &sheet.title, &looks.title)?;
    out.set_row_height(row, 30)?;
    for note in &sheet.notes {
        out.write_with_format(at.take(), 0, note, &looks.note)?;
    }
    for warning in &sheet.warnings {
        out.write_with_format(at.take(), 0, warning, &looks.warning)?;
    }
    let gap = match &sheet.body {
        Body::Blocks(blocks) => {
            out.set_freeze_panes(at.0, 0)?;
            let widths = widths_of(blocks, columns);
            for block in blocks {
                put_block(out, &mut at, block, looks, &widths)?;
            }
            set_widths(out, &widths)?;
            None
        }
        Body::Long { table, whole } => Some(put_long(out, &mut at, table.as_ref(), whole, looks, lang)?),
    };
    at.take();
    for line in &sheet.after {
        out.write_with_format(at.take(), 0, line, &looks.after)?;
    }
    set_page(out, foot, lang);
    Ok(gap)
}

/// The widths of a sheet's columns: what takes several columns does not widen them.
fn widths_of(blocks: &[Block], columns: usize) -> Vec<usize> {
    let mut widths = vec![0; columns];
    for block in blocks {
        let mut own = vec![0; block.columns.len()];
        measure(&block.columns, &mut own, |each| {
            for row in &block.rows {
                each(&row.cells);
            }
        });
        for ((place, span), width) in block.places().zip(own) {
            if let Some(known) = widths.get_mut(place).filter(|_| span == 1) {
                *known = width.max(*known);
            }
        }
    }
    widths.iter().map(|width| comfortable(*width)).collect()
}

/// A short table with its caption.
fn put_block(
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

/// The headings of a long table, and a gap for its rows.
fn put_long(
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
    // one line for the note about the cut, one for the headings
    let room = ROWS.saturating_sub(at.0 as usize).saturating_sub(2);
    if total > room {
        let note = say!(
            "共 {total} 行，一张工作表放不下，这里只列前 {room} 行，全部内容见 {whole}",
            "{total} rows do not fit on a sheet: the first {room} are here, all of them in {whole}"
        );
        out.write_with_format(at.take(), 0, note.get(lang), &looks.note)?;
    }
    let rows = total.min(room);
    let head = at.take();
    put_head(out, head, &columns, looks)?;
    let first = at.take();
    for (i, column) in columns.iter().enumerate() {
        out.write_blank(first, column_number(i), &looks.body(column.kind, false))?;
    }
    let last = first.saturating_add(u32::try_from(rows.max(1)).unwrap_or(1).saturating_sub(1));
    at.0 = last.saturating_add(1);
    out.set_freeze_panes(first, 0)?;
    out.set_repeat_rows(head, head)?;
    out.autofilter(head, 0, last, column_number(columns.len().saturating_sub(1)))?;
    for (i, column) in columns.iter().enumerate() {
        let i = column_number(i);
        if column.kind == Kind::Code {
            out.ignore_error_range(first, i, last, i, IgnoreError::NumberStoredAsText)?;
        }
        if column.kind == Kind::State {
            mark_states(out, first, last, i, lang)?;
        }
    }
    let mut widths = vec![0; columns.len()];
    measure(&columns, &mut widths, |each| {
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
