//! A typed table of cells, before any format.
//!
//! A table gives its rows in batches, so that a million enterprises can be formatted in parallel and
//! written in order without ever standing in memory. It does not know how a cell will look.

use std::borrow::Cow;

use crate::calendar::Date;
use crate::exact::Exact;
use crate::money::Money;

/// What a column holds; a format decides by it how wide and how aligned a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A code: digits and letters that are never a number.
    Code,
    /// Words.
    Text,
    /// A word from a short list that a reader looks for: a status, a severity.
    State,
    /// An amount in 元.
    Money,
    /// A count.
    Integer,
    /// A day.
    Date,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub name: Cow<'static, str>,
    /// What it holds.
    pub kind: Kind,
}

impl Column {
    /// A column with a fixed heading.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name: Cow::Borrowed(name), kind }
    }
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Words or a code; may come from a roster, and is then not to be trusted.
    Text(Cow<'a, str>),
    /// An amount of whole 分.
    Money(Money),
    /// An amount in millionths of a 元: what a formula gives before it is rounded.
    Millionths(i128),
    /// An exact amount in 元.
    Exact(Exact),
    /// A count.
    Integer(i128),
    /// A day.
    Date(Date),
    /// A live formula of a workbook (`=SUM(B2:B9)`) with what it gives; a CSV file has only that.
    Formula {
        /// The formula, in English functions, with its `=`. A row may be written by its distance from the formula's
        /// own: `{-1}` is the row above, `{+0}` its own (`=SUM(B{-9}:B{-1})`).
        formula: Cow<'a, str>,
        /// What it gives.
        result: Box<Cell<'a>>,
    },
}

impl<'a> Cell<'a> {
    /// A text that lives long enough.
    #[must_use]
    pub const fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl Cell<'static> {
    /// A formula with what it gives.
    #[must_use]
    pub fn formula(formula: impl Into<Cow<'static, str>>, result: Self) -> Self {
        Self::Formula { formula: formula.into(), result: Box::new(result) }
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

/// A table whose rows are made batch by batch.
pub trait Table: Sync {
    /// Its columns.
    fn columns(&self) -> Vec<Column>;

    /// How many batches it has.
    fn batches(&self) -> usize;

    /// Hands over the rows of one batch in order; each has a cell for each column.
    fn rows(&self, batch: usize, row: &mut dyn FnMut(&[Cell<'_>]));

    /// How many rows a batch has. A table whose rows are dear to make tells it without making them.
    fn count(&self, batch: usize) -> usize {
        let mut rows = 0usize;
        self.rows(batch, &mut |_| rows = rows.saturating_add(1));
        rows
    }

    /// The line of totals that stands above the headings of a sheet whose rows run from `first` to `last`, a cell for
    /// each column; empty where there is none.
    fn totals(&self, first: u32, last: u32) -> Vec<Cell<'static>> {
        let _ = (first, last);
        Vec::new()
    }
}

/// How many enterprises, or lines of another kind, a batch has.
pub const BATCH: usize = 1024;

/// The number of batches for so many lines.
#[must_use]
pub const fn batches(lines: usize) -> usize {
    lines.div_ceil(BATCH)
}

/// The lines of one batch.
#[must_use]
pub fn lines_of(batch: usize, lines: usize) -> std::ops::Range<usize> {
    let start = batch.saturating_mul(BATCH).min(lines);
    start..start.saturating_add(BATCH).min(lines)
}
