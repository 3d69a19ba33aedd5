//! Where anything came from: rule files and their spans, roster files and their cells.

use std::sync::Arc;

/// A place in a rule file: byte offsets into its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The rule file.
    pub file: Arc<RuleText>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A rule file as it was read.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleText {
    /// Its name within the pack, with `/`.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl RuleText {
    /// Line and column, both from 1, of a byte offset; columns count characters.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        (line, before.get(line_start..).map_or(0, |s| s.chars().count()) + 1)
    }
}

impl Span {
    /// The words that the span covers.
    #[must_use]
    pub fn text(&self) -> &str {
        self.file.text.get(self.start..self.end).unwrap_or_default()
    }

    /// The smallest span over both.
    #[must_use]
    pub fn to(&self, other: &Self) -> Self {
        Self { file: Arc::clone(&self.file), start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A place in a roster: as much of it as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellPlace {
    /// The file's name.
    pub file: Arc<str>,
    /// The sheet's name; empty for CSV or for the file as a whole.
    pub sheet: Arc<str>,
    /// Row from 1; 0 when the place is a whole sheet.
    pub row: u32,
    /// Column from 1; 0 when the place is a whole row.
    pub column: u32,
}

impl CellPlace {
    /// `B12`, `12` for a row, empty for a sheet.
    #[must_use]
    pub fn address(&self) -> String {
        match (self.row, self.column) {
            (0, _) => String::new(),
            (row, 0) => row.to_string(),
            (row, column) => format!("{}{row}", column_letters(column)),
        }
    }
}

/// `A` for 1, `AA` for 27.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Nowhere in particular: the run as a whole.
    Nowhere,
    /// A rule file.
    Rule(Span),
    /// A roster file.
    Cell(CellPlace),
}
