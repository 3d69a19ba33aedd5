//! A workbook as the bytes of an `.xlsx` file, ready to print on A4.
//!
//! Titles, headings, short tables and page set-up are made by the writing library; the rows of long
//! tables are filled in afterwards ([`fill`](super::fill)), which takes a tenth of the time and memory.
//! The same workbook always gives the same bytes. Strings stay strings: nothing here makes a formula.

use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, IgnoreError, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Lang, Severity};
use crate::say;
use crate::settle::run::Status;

use super::fill::{self, Fill, Gap};
use super::number;
use super::sheet::{Block, Body, Book, Sheet};
use super::table::{Cell, Column, Kind, Table};
use super::{problems, words};

/// The rows of a sheet.
pub const ROWS: usize = 1_048_576;

/// The workbook as bytes.
///
/// # Errors
/// What the writing library refuses, in its own words: a mistake of ours.
pub fn write(book: &Book<'_>, lang: Lang) -> Result<Vec<u8>, String> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(
        u16::try_from(book.created.year()).unwrap_or(1900),
        u8::try_from(book.created.month()).unwrap_or(1),
        u8::try_from(book.created.day()).unwrap_or(1),
    )
    .map_err(told)?;
    workbook.set_properties(&DocProperties::new().set_title(&book.title).set_creation_datetime(&created));
    let looks = Looks::new();
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

fn told(error: XlsxError) -> String {
    error.to_string()
}

/// The formats of a workbook.
struct Looks {
    title: Format,
    note: Format,
    warning: Format,
    caption: Format,
    head: Format,
    cell: Format,
    total: Format,
    after: Format,
}

impl Looks {
    fn new() -> Self {
        let base = Format::new().set_font_name("宋体").set_font_size(10);
        let boxed = base
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00A6_A6A6))
            .set_align(FormatAlign::VerticalCenter);
        Self {
            title: base
                .clone()
                .set_font_name("黑体")
                .set_font_size(16)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            note: base.clone().set_font_color(Color::RGB(0x0040_4040)),
            warning: base.clone().set_bold().set_font_color(Color::RGB(0x00C0_0000)),
            caption: base.clone().set_font_name("黑体").set_font_size(12),
            head: boxed
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00DD_E8F3)),
            total: boxed.clone().set_bold().set_background_color(Color::RGB(0x00F2_F2F2)),
            cell: boxed,
            after: base.set_font_size(11),
        }
    }

    /// The format of a cell in a column of that kind.
    fn body(&self, kind: Kind, total: bool) -> Format {
        let base = if total { &self.total } else { &self.cell }.clone();
        match kind {
            Kind::Code => base.set_num_format("@"),
            Kind::Text => base.set_text_wrap().set_align(FormatAlign::Left).set_indent(1),
            Kind::State => base.set_align(FormatAlign::Center),
            Kind::Money => base.set_num_format("#,##0.00").set_align(FormatAlign::Right),
            Kind::Integer => base.set_num_format("#,##0").set_align(FormatAlign::Right),
            Kind::Date => base.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        }
    }
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

fn put_cell(out: &mut Worksheet, row: u32, column: u16, cell: &Cell<'_>, look: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => out.write_blank(row, column, look)?,
        Cell::Text(words) => out.write_string_with_format(row, column, words.as_ref(), look)?,
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

/// A number's plain text.
pub(super) fn plain(cell: &Cell<'_>) -> String {
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
        Cell::Date(day) => number::integer(fill::serial(*day), &mut out),
    }
    String::from_utf8(out).unwrap_or_default()
}

/// The binary number that reads back as this text, if there is one; a cell can hold no other.
fn exact_float(text: &str) -> Option<f64> {
    fill::fits_in_binary(text).then(|| text.parse().ok()).flatten()
}

fn column_number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// Widens each column to its headings and what `rows` hands over.
fn measure(columns: &[Column], widths: &mut [usize], rows: impl FnOnce(&mut dyn FnMut(&[Cell<'_>]))) {
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
            let width = match cell {
                Cell::Empty => 0,
                Cell::Text(words) => words.width(),
                Cell::Money(amount) => amount.grouped().len(),
                Cell::Date(_) => 10,
                other => plain(other).len(),
            };
            widen(i, width);
        }
    });
}

/// Room to breathe, and a limit past which text wraps.
fn comfortable(width: usize) -> usize {
    width.saturating_add(3).clamp(8, 44)
}

fn set_widths(out: &mut Worksheet, widths: &[usize]) -> Result<(), XlsxError> {
    for (i, width) in widths.iter().enumerate() {
        out.set_column_width(column_number(i), u16::try_from(*width).unwrap_or(44))?;
    }
    Ok(())
}

/// A4 across, as wide as the page, numbered.
fn set_page(out: &mut Worksheet, foot: &str, lang: Lang) {
    // & starts a code in a footer
    let foot = foot.replace('&', "&&");
    let pages = say!("第 &P 页 共 &N 页", "page &P of &N");
    out.set_paper_size(9)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_footer(format!("&L&8{foot}&R&8{}", pages.get(lang)));
}
