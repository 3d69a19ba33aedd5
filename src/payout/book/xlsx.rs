//! A workbook as the bytes of an `.xlsx` file, ready to print on A4.
//!
//! Titles, headings, short tables and page set-up are made by the writing library; the rows of long
//! tables are filled in afterwards ([`fill`](super::fill)), which takes a tenth of the time and memory.
//! The same workbook always gives the same bytes. Strings stay strings: a formula is only what a table gives as one.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::block::{put_block, widths_of};
use super::cell::column_number;
use super::fill::{self, Fill, Gap};
use super::long::put_long;
use super::looks::Looks;
use super::page::set_page;
use super::widths::set_widths;
use super::{Block, Body, Book, Sheet};
use crate::calendar::Date;
use crate::diagnostic::Lang;

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
pub(super) struct Cursor(pub u32);

impl Cursor {
    pub fn take(&mut self) -> u32 {
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
    let (letterhead, title) = sheet.title.rsplit_once('\n').map_or((None, sheet.title.as_str()), |(l, t)| (Some(l), t));
    for (line, look, height) in [(letterhead, &looks.letterhead, 20), (Some(title), &looks.title, 30)] {
        let Some(line) = line else { continue };
        let row = at.take();
        out.merge_range(row, 0, row, last.max(1), line, look)?;
        out.set_row_height(row, height)?;
    }
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
    out.set_print_area(0, 0, at.0.saturating_sub(1), last.max(1))?;
    Ok(gap)
}
