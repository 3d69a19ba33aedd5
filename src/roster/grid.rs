//! A sheet as it stands in its file: filled cells by row, with their texts in one piece of memory.
//! It knows nothing of tables or types; a CSV file is one grid, a workbook has one for each sheet.

use std::sync::Arc;

use super::number::Unit;

/// What a cell is, before anybody asks what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A number, in the digits that the file has (`12.5`, `1.2E+3`).
    Number,
    /// TRUE or FALSE: the text is `1` or `0`.
    Logical,
    /// A day written out in the file (`2022-12-12`), as strict workbooks have it.
    Day,
    /// An error value such as `#REF!`.
    Error,
    /// A formula without a calculated value.
    Uncalculated,
    /// Called a number, but not one (`NaN`, `1.2.3`).
    NotANumber,
}

/// How a number is shown, as far as it changes what a person reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// As it is.
    #[default]
    Plain,
    /// Times one hundred with a percent sign.
    Percent,
    /// A day.
    Day,
    /// A month without a day.
    Month,
    /// A time of day.
    Time,
    /// With leading zeros that the number does not have.
    ZeroPadded,
    /// In thousands, or otherwise moved by powers of ten, or with a sign behind it that moves it (`50%`).
    Scaled,
    /// With a unit behind it: `1500000` as 1,500,000元.
    Unit(Unit),
}

/// One cell, as it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Column from 1.
    pub column: u32,
    /// What it is.
    pub kind: Kind,
    /// How it is shown.
    pub format: Format,
    /// Its text, or the digits of its number.
    pub text: &'a str,
}

/// Twelve bytes a cell: a province has tens of millions of them.
#[derive(Clone, Copy, Debug)]
struct Packed {
    at: u32,
    /// The text's length; [`SHARED`] is added where it stands among the shared texts.
    length: u32,
    column: u16,
    kind: Kind,
    format: Format,
}

const SHARED: u32 = 1 << 31;

#[derive(Clone, Copy, Debug)]
struct Head {
    number: u32,
    first: u32,
    hidden: bool,
}

/// A rectangle of cells, all ends included, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

/// Texts that many cells share.
#[derive(Debug, Default)]
pub struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Adds a text; `false` when there are more than 4 GiB of them.
    pub fn push(&mut self, text: &str) -> bool {
        self.text.push_str(text);
        u32::try_from(self.text.len()).is_ok_and(|end| {
            self.ends.push(end);
            true
        })
    }

    /// Where the text with this index stands.
    fn span(&self, index: usize) -> Option<(u32, u32)> {
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        Some((start, self.ends.get(index)?.checked_sub(start)?))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

/// The filled cells of a sheet.
#[derive(Debug, Default)]
pub struct Grid {
    /// The sheet's name; empty for CSV.
    pub sheet: Arc<str>,
    /// Is the sheet hidden?
    pub hidden: bool,
    /// Do its serial dates count from 1904?
    pub date1904: bool,
    /// Merged areas of more than one cell.
    pub merges: Vec<Area>,
    /// Hidden columns, as ranges from 1.
    pub hidden_columns: Vec<(u32, u32)>,
    text: String,
    shared: Arc<Strings>,
    rows: Vec<Head>,
    cells: Vec<Packed>,
}

impl Grid {
    /// An empty sheet.
    pub fn new(sheet: Arc<str>, shared: Arc<Strings>) -> Self {
        Self { sheet, shared, ..Self::default() }
    }

    /// Begins the next row. Rows come in ascending order.
    pub fn begin_row(&mut self, number: u32, hidden: bool) {
        let first = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        self.rows.push(Head { number, first, hidden });
    }

    /// Adds a cell to the row begun last; `false` when the sheet's texts exceed 4 GiB.
    pub fn push(&mut self, column: u16, kind: Kind, format: Format, text: &str) -> bool {
        let (Ok(at), Ok(length)) = (u32::try_from(self.text.len()), u32::try_from(text.len())) else {
            return false;
        };
        self.text.push_str(text);
        self.cells.push(Packed { at, length, column, kind, format });
        true
    }

    /// Adds a cell that holds a shared text; `false` when there is no such text.
    pub fn push_shared(&mut self, column: u16, format: Format, index: usize) -> bool {
        let Some((at, length)) = self.shared.span(index) else {
            return false;
        };
        self.cells.push(Packed { at, length: length | SHARED, column, kind: Kind::Text, format });
        true
    }

    /// How many rows stand in the file (filled ones, and empty ones that it lists).
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many filled cells.
    pub fn filled(&self) -> usize {
        self.cells.len()
    }

    /// The row's number in the file, from 1.
    pub fn number(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |r| r.number)
    }

    /// Is the row hidden or filtered away?
    pub fn is_hidden(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|r| r.hidden)
    }

    /// The index of the row with this number.
    pub fn index_of(&self, number: u32) -> Option<usize> {
        self.rows.binary_search_by_key(&number, |r| r.number).ok()
    }

    /// The filled cells of a row, by column.
    pub fn row(&self, row: usize) -> impl Iterator<Item = Cell<'_>> {
        let first = self.rows.get(row).map_or(0, |r| r.first as usize);
        let end = self.rows.get(row + 1).map_or(self.cells.len(), |r| r.first as usize);
        let packed = self.cells.get(first..end).unwrap_or_default();
        packed.iter().map(|p| self.open(p))
    }

    fn open(&self, packed: &Packed) -> Cell<'_> {
        let store = if packed.length & SHARED != 0 { &self.shared.text } else { &self.text };
        let start = packed.at as usize;
        Cell {
            column: u32::from(packed.column),
            kind: packed.kind,
            format: packed.format,
            text: store.get(start..start + (packed.length & !SHARED) as usize).unwrap_or_default(),
        }
    }

    /// The cell at a row's index and a column.
    pub fn cell(&self, row: usize, column: u32) -> Option<Cell<'_>> {
        self.row(row).find(|c| c.column == column)
    }
}
