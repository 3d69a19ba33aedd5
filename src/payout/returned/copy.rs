//! A sheet as it was sent, with its problem cells marked. A short sheet is copied whole, cell by cell in its place: it can be
//! corrected and handed in again. Of a long one only the headings and the rows with problems stand there, behind a
//! column with their numbers, and the sheet says that it is an excerpt; the reader refuses it as a roster.
//!
//! Cells are written so that they read again as what they were: texts as texts, numbers as numbers, days as days, and what
//! could not be read still cannot be. A formula is its value.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Format as Face, FormatAlign, FormatBorder, IgnoreError, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::mark::{self, Mark, Marks};
use crate::calendar::Date;
use crate::diagnostic::{Lang, Severity};
use crate::payout::book::fill;
use crate::payout::book::looks::Looks;
use crate::payout::book::page::set_page;
use crate::roster::own;
use crate::roster::{Area, Cell, Format, Grid, Kind};
use crate::say;

/// How many merged areas are kept: titles and groups of headings, not a drawing.
const MERGED: usize = 1_000;

/// The widest column, in digits.
const WIDEST: usize = 36;

/// What is copied of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it, every cell in its place.
    Whole,
    /// Its headings and these rows.
    Excerpt(BTreeSet<u32>),
}

/// A copy to be made.
pub struct Copy<'a> {
    /// The sheet as it was read.
    pub grid: &'a Grid,
    /// The last row of its first headings, if a table stands in it.
    pub headings: Option<u32>,
    /// What is marked.
    pub marks: &'a Marks,
    /// How much is copied.
    pub extent: Extent,
    /// Where it was: file and sheet, for the line on top of an excerpt.
    pub origin: String,
    /// What stands at the foot of each page.
    pub foot: &'a str,
}

/// Where a row and a column of the original stand on the copy.
struct Frame {
    /// The numbers of the rows that are copied, with their row on the copy.
    rows: Vec<(u32, u32)>,
    /// Columns in front of the original's.
    shift: u32,
}

impl Frame {
    fn row(&self, number: u32) -> Option<u32> {
        let at = self.rows.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.rows.get(at).map(|(_, row)| *row)
    }

    fn column(&self, column: u32) -> u16 {
        u16::try_from(column.saturating_add(self.shift).saturating_sub(1)).unwrap_or(u16::MAX)
    }
}

/// Where a cell of the original stands on its copy, as a link names it: row and column from 0.
pub type Target = dyn Fn(u32, u32) -> Option<(u32, u16)>;

/// Puts the copy onto its worksheet; gives back where each cell has gone.
pub fn put(out: &mut Worksheet, copy: &Copy<'_>, looks: &Looks, lang: Lang) -> Result<Box<Target>, XlsxError> {
    let frame = frame(copy);
    let faces = Faces::new(looks);
    let marks = on_merges(copy);
    let columns = columns(copy);
    let width = columns.len();
    for column in 1..=u32::try_from(width).unwrap_or(1) {
        out.set_column_format(frame.column(column), &faces.plain)?;
    }
    if let Extent::Excerpt(rows) = &copy.extent {
        head_of_excerpt(out, copy, &frame, rows.len(), looks, lang)?;
    } else {
        merge(out, copy, &frame, &faces)?;
        hide(out, copy, &marks)?;
    }
    for (number, row) in &frame.rows {
        let is_heading = is_heading(copy, *number);
        let whole_row = marks.get(&(*number, 0));
        if frame.shift > 0 && copy.headings.is_none_or(|headings| *number > headings) {
            out.write_number_with_format(*row, 0, f64::from(*number), &faces.number)?;
        }
        if let Some(mark) = whole_row {
            for column in 1..=u32::try_from(width).unwrap_or(1) {
                out.write_blank(*row, frame.column(column), &faces.coloured(Shown::Plain, mark.severity))?;
            }
        }
        let Some(index) = copy.grid.index_of(*number) else { continue };
        for cell in copy.grid.row(index) {
            let severity = marks.get(&(*number, cell.column)).or(whole_row).map(|mark| mark.severity);
            put_cell(out, *row, frame.column(cell.column), cell, (copy.grid.date1904, severity, is_heading), &faces)?;
        }
    }
    for ((number, column), mark) in &marks {
        let (at, column) = match (number, column) {
            (0, _) => (frame.rows.first().map(|(_, row)| *row), 1),
            (number, 0) => (frame.row(*number), 1),
            (number, column) => (frame.row(*number), *column),
        };
        let Some(row) = at else { continue };
        let column = frame.column(column);
        let is_filled = *number > 0
            && copy.grid.index_of(*number).is_some_and(|i| copy.grid.row(i).any(|c| frame.column(c.column) == column));
        if *number > 0 && !is_filled {
            out.write_blank(row, column, &faces.coloured(Shown::Plain, mark.severity))?;
        }
        mark::note(out, row, column, &mark.said)?;
    }
    for (i, digits) in columns.iter().enumerate() {
        let column = frame.column(u32::try_from(i).unwrap_or(0).saturating_add(1));
        out.set_column_width(column, u16::try_from(*digits).unwrap_or(20))?;
    }
    let last = frame.rows.last().map_or(0, |(_, row)| *row);
    let right = frame.column(u32::try_from(width).unwrap_or(1));
    out.ignore_error_range(0, 0, last, right, IgnoreError::NumberStoredAsText)?;
    if let Some(row) = copy.headings.and_then(|row| frame.row(row)) {
        out.set_freeze_panes(row.saturating_add(1), 0)?;
        out.set_repeat_rows(row, row)?;
    }
    if let Some(worst) = marks.values().map(|mark| mark.severity).min() {
        out.set_tab_color(mark::colour(worst));
    }
    set_page(out, copy.foot, lang);
    out.set_print_gridlines(true);
    Ok(Box::new(move |row, column| {
        let row = if row == 0 { frame.rows.first().map(|(_, row)| *row) } else { frame.row(row) }?;
        Some((row, frame.column(column.max(1))))
    }))
}

/// Which rows are copied, and where to.
fn frame(copy: &Copy<'_>) -> Frame {
    let numbers = (0..copy.grid.rows()).map(|index| copy.grid.number(index));
    match &copy.extent {
        Extent::Whole => {
            // what is missing may stand where the file has no row
            let marked = copy.marks.keys().map(|(row, _)| *row).filter(|row| *row > 0);
            let all: BTreeSet<u32> = numbers.chain(marked).collect();
            let in_place = |number: u32| (number, number.saturating_sub(1));
            let rows: Vec<(u32, u32)> = all.into_iter().map(in_place).collect();
            Frame { rows: if rows.is_empty() { vec![(1, 0)] } else { rows }, shift: 0 }
        }
        Extent::Excerpt(rows) => {
            let headings = copy.headings.unwrap_or(0);
            let head: BTreeSet<u32> = numbers.take_while(|number| *number <= headings).collect();
            let all = head.union(rows).copied();
            Frame { rows: all.zip(2..).collect(), shift: 1 }
        }
    }
}

/// The line on top of an excerpt, and the heading of the column with the rows' numbers.
fn head_of_excerpt(
    out: &mut Worksheet,
    copy: &Copy<'_>,
    frame: &Frame,
    rows: usize,
    looks: &Looks,
    lang: Lang,
) -> Result<(), XlsxError> {
    let (origin, all) = (&copy.origin, copy.grid.rows());
    let title = say!(
        "{origin}：共 {all} 行，这里是有问题的 {rows} 行",
        "{origin}: {all} rows, of which these {rows} have problems"
    );
    let mark = match lang {
        Lang::Zh => own::EXCERPT[0],
        Lang::En => own::EXCERPT[1],
    };
    out.write_string_with_format(0, 0, format!("{}{mark}", title.get(lang)), &looks.warning)?;
    let how = say!(
        "请在原表里按“原行号”找到这一行改正，改好后交回原表",
        "find the row by its number in the original, correct it there, and hand the original in"
    );
    out.write_string_with_format(1, 0, how.get(lang), &looks.note)?;
    let label = say!("原行号", "row");
    if let Some(row) = copy.headings.and_then(|row| frame.row(row)) {
        out.write_string_with_format(row, 0, label.get(lang), &looks.head)?;
    }
    out.set_column_width(0, 8)?;
    Ok(())
}

/// Merged areas as they were; what cannot be merged twice is left.
fn merge(out: &mut Worksheet, copy: &Copy<'_>, frame: &Frame, faces: &Faces) -> Result<(), XlsxError> {
    let mut kept: Vec<Area> = Vec::new();
    for area in copy.grid.merges.iter().take(MERGED) {
        let apart = |other: &Area| {
            other.bottom < area.top || area.bottom < other.top || other.right < area.left || area.right < other.left
        };
        if area.right > 256 || !kept.iter().all(apart) {
            continue;
        }
        kept.push(*area);
        let face = if copy.headings.is_some_and(|row| area.bottom <= row) { &faces.centred } else { &faces.plain };
        let (top, bottom) = (area.top.saturating_sub(1), area.bottom.saturating_sub(1));
        out.merge_range(top, frame.column(area.left), bottom, frame.column(area.right), "", face)?;
    }
    Ok(())
}

/// The marks, each where it can be seen: of a merged area only the first cell is.
fn on_merges(copy: &Copy<'_>) -> Marks {
    let mut marks = Marks::new();
    for ((row, column), mark) in copy.marks {
        let inside = |a: &&Area| (a.top..=a.bottom).contains(row) && (a.left..=a.right).contains(column);
        let spot = match copy.grid.merges.iter().take(MERGED).find(inside) {
            Some(area) if copy.extent == Extent::Whole => (area.top, area.left),
            _ => (*row, *column),
        };
        let known = marks.entry(spot).or_insert(Mark { severity: mark.severity, said: Vec::new() });
        known.severity = known.severity.min(mark.severity);
        known.said.extend(mark.said.iter().cloned());
    }
    marks
}

/// What was hidden stays hidden, unless something in it has to be seen.
fn hide(out: &mut Worksheet, copy: &Copy<'_>, marks: &Marks) -> Result<(), XlsxError> {
    for index in 0..copy.grid.rows() {
        let number = copy.grid.number(index);
        if copy.grid.is_hidden(index) && marks.range((number, 0)..=(number, u32::MAX)).next().is_none() {
            out.set_row_hidden(number.saturating_sub(1))?;
        }
    }
    for (first, last) in &copy.grid.hidden_columns {
        for column in (*first..=*last).take(256) {
            if marks.keys().all(|(_, marked)| *marked != column) {
                out.set_column_hidden(u16::try_from(column.saturating_sub(1)).unwrap_or(u16::MAX))?;
            }
        }
    }
    Ok(())
}

/// Is it the row of the headings, or one of a group above them?
fn is_heading(copy: &Copy<'_>, number: u32) -> bool {
    let Some(last) = copy.headings else { return false };
    let filled = |number: u32| copy.grid.index_of(number).map_or(0, |index| copy.grid.row(index).count());
    number == last || (number.saturating_add(1) == last && filled(number) > 2)
}

/// How wide each column is, by what stands in it; titles and merged cells widen nothing.
fn columns(copy: &Copy<'_>) -> Vec<usize> {
    let headings = copy.headings.unwrap_or(0);
    let mut widths: Vec<usize> = Vec::new();
    let mut widen = |column: u32, width: usize| {
        let at = column.saturating_sub(1) as usize;
        if at >= widths.len() {
            widths.resize(at.saturating_add(1).min(16_384), 0);
        }
        if let Some(known) = widths.get_mut(at) {
            *known = width.max(*known);
        }
    };
    for index in 0..copy.grid.rows() {
        let number = copy.grid.number(index);
        let wanted = match &copy.extent {
            Extent::Whole => true,
            Extent::Excerpt(rows) => number <= headings || rows.contains(&number),
        };
        if !wanted {
            continue;
        }
        // a title or a note says nothing about the column that it begins in
        if copy.grid.row(index).count() < 3 {
            continue;
        }
        for cell in copy.grid.row(index) {
            let width = match (number.cmp(&headings), shown(&cell)) {
                (std::cmp::Ordering::Less, _) => 0,
                // a heading may break into two lines
                (std::cmp::Ordering::Equal, _) => cell.text.width().div_ceil(2).max(6),
                (_, Shown::Day) => 10,
                _ => cell.text.width().min(WIDEST),
            };
            widen(cell.column, width);
        }
    }
    for (_, column) in copy.marks.keys() {
        widen((*column).max(1), 0);
    }
    widths.iter().map(|width| width.saturating_add(2).clamp(7, WIDEST)).collect()
}

/// How a cell is shown on the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Plain,
    Day,
    Month,
    Time,
    Percent,
    Padded,
    Scaled,
    Unit(&'static str),
}

fn shown(cell: &Cell<'_>) -> Shown {
    match (cell.kind, cell.format) {
        (Kind::Day, _) | (Kind::Number, Format::Day) => Shown::Day,
        (Kind::Number, Format::Month) => Shown::Month,
        (Kind::Number, Format::Time) => Shown::Time,
        (Kind::Number, Format::Percent) => Shown::Percent,
        (Kind::Number, Format::ZeroPadded) => Shown::Padded,
        (Kind::Number, Format::Scaled) => Shown::Scaled,
        (Kind::Number, Format::Unit(unit)) => Shown::Unit(unit.zh()),
        _ => Shown::Plain,
    }
}

/// The formats of a copy.
struct Faces {
    plain: Face,
    number: Face,
    heading: Face,
    centred: Face,
}

impl Faces {
    fn new(looks: &Looks) -> Self {
        let plain = Face::new().set_font_name("宋体").set_font_size(10).set_align(FormatAlign::VerticalCenter);
        Self {
            number: plain.clone().set_align(FormatAlign::Center).set_font_color(0x0080_8080u32),
            centred: plain.clone().set_align(FormatAlign::Center),
            heading: looks.head.clone(),
            plain,
        }
    }

    fn coloured(&self, shown: Shown, severity: Severity) -> Face {
        let face = self.plain.clone().set_background_color(mark::colour(severity)).set_border(FormatBorder::Thin);
        with(face.set_border_color(0x00BF_BFBFu32), shown)
    }
}

/// A format that shows a number as it was shown, as far as that is known: it reads again as what it was.
fn with(face: Face, shown: Shown) -> Face {
    match shown {
        Shown::Plain => face,
        Shown::Day => face.set_num_format("yyyy-mm-dd"),
        Shown::Month => face.set_num_format("yyyy-mm"),
        Shown::Time => face.set_num_format("hh:mm:ss"),
        Shown::Percent => face.set_num_format("0.00%"),
        Shown::Padded => face.set_num_format("0000000000"),
        Shown::Scaled => face.set_num_format("General\"（原表按千、万等缩小显示）\""),
        Shown::Unit(unit) => face.set_num_format(format!("General\"{unit}\"")),
    }
}

/// Stands where a formula has no value: an empty cell would say that there is nothing.
const NOT_CALCULATED: &str = "（公式未计算）";

fn put_cell(
    out: &mut Worksheet,
    row: u32,
    column: u16,
    cell: Cell<'_>,
    (from_1904, severity, is_heading): (bool, Option<Severity>, bool),
    faces: &Faces,
) -> Result<(), XlsxError> {
    let shown = shown(&cell);
    let face = match (severity, is_heading) {
        (Some(severity), _) => Some(faces.coloured(shown, severity)),
        (None, true) => Some(faces.heading.clone()),
        (None, false) => (shown != Shown::Plain).then(|| with(faces.plain.clone(), shown)),
    };
    let face = face.as_ref().unwrap_or(&faces.plain);
    match cell.kind {
        Kind::Number => match (number(cell, from_1904), cell.text.parse::<f64>()) {
            (Some(serial), _) => out.write_number_with_format(row, column, serial, face)?,
            (None, Ok(number)) if number.is_finite() => out.write_number_with_format(row, column, number, face)?,
            _ => out.write_string_with_format(row, column, cell.text, face)?,
        },
        Kind::Day => match Date::parse_iso(cell.text).and_then(|day| i32::try_from(fill::serial(day)).ok()) {
            Some(serial) => out.write_number_with_format(row, column, serial, face)?,
            None => out.write_string_with_format(row, column, cell.text, face)?,
        },
        Kind::Logical => out.write_boolean_with_format(row, column, cell.text == "1", face)?,
        Kind::Uncalculated => out.write_string_with_format(row, column, NOT_CALCULATED, face)?,
        Kind::Text | Kind::Error | Kind::NotANumber => out.write_string_with_format(row, column, cell.text, face)?,
    };
    Ok(())
}

/// The serial number of a day that counts from 1904, as it counts from 1900.
fn number(cell: Cell<'_>, from_1904: bool) -> Option<i32> {
    let is_day = matches!(cell.format, Format::Day | Format::Month);
    let serial: i32 = cell.text.parse().ok()?;
    (from_1904 && is_day).then(|| serial.checked_add(1_462)).flatten()
}
