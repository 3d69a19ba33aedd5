//! A workbook before any format: sheets with a title, notes, and short blocks or one long table.

mod block;
pub mod cell;
pub mod fill;
pub mod form;
pub mod leaf;
mod long;
pub mod looks;
pub mod page;
pub mod widths;
pub mod xlsx;

use crate::calendar::Date;

use crate::payout::table::{Cell, Column, Table};

/// A workbook.
pub struct Book<'a> {
    /// Its title, for the file's properties.
    pub title: String,
    /// The day that it bears as its creation date: the as-of date, never today.
    pub created: Date,
    /// What stands at the foot of every page beside the page number.
    pub foot: String,
    /// Its sheets.
    pub sheets: Vec<Sheet<'a>>,
}

/// A sheet.
pub struct Sheet<'a> {
    /// Its name: at most 31 characters, none of `[ ] : * ? / \`.
    pub name: String,
    /// The large line on top. What stands before a line break is the letterhead, a smaller line above it.
    pub title: String,
    /// Smaller lines under it: unit, period, provisional or final, what is left out.
    pub notes: Vec<String>,
    /// Lines that must not be overlooked: not to be paid by.
    pub warnings: Vec<String>,
    /// What it shows.
    pub body: Body<'a>,
    /// Lines under the body: who signs.
    pub after: Vec<String>,
}

/// What a sheet shows.
pub enum Body<'a> {
    /// Short tables, one under the other.
    Blocks(Vec<Block>),
    /// One table that may be as long as a sheet can be, with a filter.
    Long {
        /// The table.
        table: Box<dyn Table + 'a>,
        /// The file that has all of it, named when the sheet cannot.
        whole: &'static str,
    },
}

/// A short table.
pub struct Block {
    /// Its caption.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many columns of the sheet each column takes; one where nothing is said.
    pub spans: Vec<usize>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row of a short table.
pub struct Row {
    /// A cell for each column.
    pub cells: Vec<Cell<'static>>,
    /// Is it a total?
    pub total: bool,
}

/// The lines of a block before its rows: a blank one, its caption, its headings.
pub const HEAD: usize = 3;

/// The line on which the last row of each block stands, counted from where the first block begins.
#[must_use]
pub fn last_lines(blocks: &[Block]) -> Vec<usize> {
    let mut line = 0usize;
    let last = |block: &Block| {
        line = line.saturating_add(HEAD).saturating_add(block.rows.len());
        line
    };
    blocks.iter().map(last).collect()
}

impl Block {
    /// Where each column begins on the sheet, and how many of its columns it takes.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut next = 0usize;
        (0..self.columns.len()).map(move |i| {
            let (start, span) = (next, self.spans.get(i).copied().unwrap_or(1).max(1));
            next = next.saturating_add(span);
            (start, span)
        })
    }

    /// How many columns of the sheet it takes.
    #[must_use]
    pub fn width(&self) -> usize {
        self.places().map(|(_, span)| span).sum()
    }
}

impl Row {
    /// An ordinary row.
    #[must_use]
    pub const fn plain(cells: Vec<Cell<'static>>) -> Self {
        Self { cells, total: false }
    }

    /// A row of totals.
    #[must_use]
    pub const fn total(cells: Vec<Cell<'static>>) -> Self {
        Self { cells, total: true }
    }
}
