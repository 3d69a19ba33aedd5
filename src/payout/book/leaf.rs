//! The rows of one sheet of a [`Form`](super::form::Form), as they are written: cell by cell, row by row, from the
//! top to the bottom.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::cell::plain;
use super::fill::{escape, fits_in_binary, height, lines_of};
use crate::payout::table::Cell;
use crate::source::column_letters;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ink<'a> {
    /// Nothing.
    Nothing,
    /// Words, which are never a formula.
    Words(Cow<'a, str>),
    /// A number by its decimal digits.
    Number(Cow<'a, str>),
    /// TRUE or FALSE, as formulas compare it.
    Answer(bool),
}

impl<'a> Ink<'a> {
    /// Words.
    pub fn words(words: impl Into<Cow<'a, str>>) -> Self {
        Self::Words(words.into())
    }
}

impl<'a> From<Cell<'a>> for Ink<'a> {
    fn from(cell: Cell<'a>) -> Self {
        match cell {
            Cell::Empty => Self::Nothing,
            Cell::Text(words) => Self::Words(words),
            other => Self::Number(Cow::Owned(plain(&other))),
        }
    }
}

/// A cell to be written: what it shows, and the formula that gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The formula, without its `=`.
    pub formula: Option<Cow<'a, str>>,
    /// What it shows.
    pub ink: Ink<'a>,
}

impl<'a> From<Ink<'a>> for Entry<'a> {
    fn from(ink: Ink<'a>) -> Self {
        Self { formula: None, ink }
    }
}

impl<'a> From<Cell<'a>> for Entry<'a> {
    fn from(cell: Cell<'a>) -> Self {
        Ink::from(cell).into()
    }
}

impl<'a> From<&'a str> for Entry<'a> {
    fn from(words: &'a str) -> Self {
        Ink::words(words).into()
    }
}

impl From<String> for Entry<'_> {
    fn from(words: String) -> Self {
        Ink::Words(Cow::Owned(words)).into()
    }
}

/// The rows of a sheet.
pub struct Leaf<'a> {
    widths: &'a [usize],
    styles: &'a [String],
    rows: String,
    /// The cells of the row that is being written.
    row: String,
    number: u32,
    lines: usize,
    merges: Vec<String>,
    /// Codes, which are not "numbers stored as text".
    codes: Vec<String>,
}

impl<'a> Leaf<'a> {
    /// A sheet with columns of these widths and formats with these numbers.
    #[must_use]
    pub fn new(widths: &'a [usize], styles: &'a [String]) -> Self {
        Self {
            widths,
            styles,
            rows: String::with_capacity(16 * 1024),
            row: String::with_capacity(1024),
            number: 1,
            lines: 1,
            merges: Vec::new(),
            codes: Vec::new(),
        }
    }

    /// The row that is being written, from 1.
    #[must_use]
    pub const fn at(&self) -> u32 {
        self.number
    }

    /// Puts a cell into the row; columns come in ascending order.
    pub fn put<'e>(&mut self, column: usize, style: usize, entry: impl Into<Entry<'e>>) {
        let entry = entry.into();
        let room = self.widths.get(column).copied().unwrap_or(8);
        self.measure(&entry, room);
        self.cell(column, style, &entry);
    }

    /// Puts a cell that takes several columns.
    pub fn wide<'e>(&mut self, column: usize, span: usize, style: usize, entry: impl Into<Entry<'e>>) {
        let entry = entry.into();
        let last = column.saturating_add(span.max(1)).saturating_sub(1);
        let room = self.widths.get(column..=last).unwrap_or_default().iter().sum();
        self.measure(&entry, room);
        self.cell(column, style, &entry);
        for more in column.saturating_add(1)..=last {
            self.cell(more, style, &Ink::Nothing.into());
        }
        if last > column {
            self.merges.push(format!("{}:{}", self.address(column), self.address(last)));
        }
    }

    /// The cell of a column in the row that is being written may look like a number and is none.
    pub fn is_code(&mut self, column: usize) {
        let address = self.address(column);
        self.codes.push(address);
    }

    /// Ends the row, as high as its longest text needs and at least `least` points.
    pub fn end(&mut self, least: u32) {
        let height = height(self.lines).max(least);
        let Self { rows, row, number, .. } = self;
        let _ = write!(rows, "<row r=\"{number}\" ht=\"{height}\" customHeight=\"1\">{row}</row>");
        self.row.clear();
        self.skip();
    }

    /// Leaves a row empty.
    pub fn skip(&mut self) {
        self.number = self.number.saturating_add(1);
        self.lines = 1;
    }

    /// The address of a column in the row that is being written.
    #[must_use]
    pub fn address(&self, column: usize) -> String {
        format!("{}{}", letters(column), self.number)
    }

    /// The same as formulas refer to it from anywhere.
    #[must_use]
    pub fn fixed(&self, column: usize) -> String {
        format!("${}${}", letters(column), self.number)
    }

    /// A column from a row on to the last that was ended.
    #[must_use]
    pub fn range(&self, column: usize, first: u32) -> String {
        self.rows_of(column, first, self.number.saturating_sub(1))
    }

    /// A column from one row to another, both of this sheet.
    #[must_use]
    pub fn rows_of(&self, column: usize, first: u32, last: u32) -> String {
        let letters = letters(column);
        format!("${letters}${first}:${letters}${}", last.max(first))
    }

    fn measure(&mut self, entry: &Entry<'_>, room: usize) {
        if let Ink::Words(words) = &entry.ink {
            self.lines = self.lines.max(lines_of(words, room));
        }
    }

    fn cell(&mut self, column: usize, style: usize, entry: &Entry<'_>) {
        let letters = letters(column);
        let style = self.styles.get(style).map_or("0", String::as_str);
        let row = &mut self.row;
        // writing to a String cannot fail
        let _ = write!(row, "<c r=\"{letters}{}\" s=\"{style}\"", self.number);
        match (&entry.formula, &entry.ink) {
            (None, Ink::Nothing) => row.push_str("/>"),
            (None, Ink::Words(words)) if words.is_empty() => row.push_str("/>"),
            (None, Ink::Words(words)) => string(words, row),
            (None, Ink::Answer(yes)) => {
                let _ = write!(row, " t=\"b\"><v>{}</v></c>", u8::from(*yes));
            }
            (None, Ink::Number(digits)) if !fits_in_binary(digits) => string(digits, row),
            (None, Ink::Number(digits)) => {
                let _ = write!(row, "><v>{digits}</v></c>");
            }
            (Some(formula), Ink::Number(digits)) => {
                row.push_str("><f>");
                escape(formula, &mut |text| row.push_str(text));
                let _ = write!(row, "</f><v>{digits}</v></c>");
            }
            (Some(formula), ink) => {
                row.push_str(" t=\"str\"><f>");
                escape(formula, &mut |text| row.push_str(text));
                row.push_str("</f><v>");
                if let Ink::Words(words) = ink {
                    escape(words, &mut |text| row.push_str(text));
                }
                row.push_str("</v></c>");
            }
        }
    }

    /// The rows as the part of the sheet holds them.
    pub(super) fn rows(&self) -> &str {
        &self.rows
    }

    /// What stands after the rows: cells that take several columns.
    pub(super) fn merged(&self) -> String {
        if self.merges.is_empty() {
            return String::new();
        }
        let mut out = format!("<mergeCells count=\"{}\">", self.merges.len());
        for range in &self.merges {
            let _ = write!(out, "<mergeCell ref=\"{range}\"/>");
        }
        out.push_str("</mergeCells>");
        out
    }

    /// What stands last: cells that look like mistakes and are none.
    pub(super) fn marks(&self) -> String {
        if self.codes.is_empty() {
            return String::new();
        }
        format!(
            "<ignoredErrors><ignoredError sqref=\"{}\" numberStoredAsText=\"1\"/></ignoredErrors>",
            self.codes.join(" ")
        )
    }
}

/// Ends a cell as a string.
fn string(words: &str, row: &mut String) {
    row.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    escape(words, &mut |text| row.push_str(text));
    row.push_str("</t></is></c>");
}

/// The letters of a column.
fn letters(column: usize) -> String {
    column_letters(u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1))
}
