//! A printed list before any format: lines above, a table in groups with subtotals and a total, lines below.

use crate::calendar::Date;
use crate::payout::table::{Cell, Kind};

/// A file of printed lists.
pub struct Paper<'a> {
    /// Its title, for the file's properties.
    pub title: String,
    /// The day that it bears as its creation date.
    pub created: Date,
    /// What stands at the foot of every page.
    pub foot: String,
    /// Its lists, a sheet each.
    pub lists: Vec<List<'a>>,
}

/// A printed list.
pub struct List<'a> {
    /// The name of its sheet; what a sheet's name cannot hold is left out.
    pub name: String,
    /// The large line on top.
    pub title: String,
    /// The lines under it.
    pub before: Vec<Line>,
    /// Its columns.
    pub columns: Vec<Heading>,
    /// Its rows.
    pub groups: Vec<Group<'a>>,
    /// What the groups are, as a heading: where there is no room for groups it heads a column.
    pub grouped: String,
    /// What the total is called; without it there is none.
    pub total: Option<String>,
    /// What the amounts of the column with the main sum are called in capital numerals, with which column that is.
    pub capitals: Option<(String, usize)>,
    /// The lines under the table.
    pub after: Vec<Line>,
    /// Upright?
    pub portrait: bool,
}

/// A column.
pub struct Heading {
    /// What stands over it and its neighbours.
    pub over: Option<String>,
    /// Its own heading.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Is it added up?
    pub sum: bool,
    /// At how many digits its texts wrap.
    pub most: usize,
}

/// Rows that belong together.
pub struct Group<'a> {
    /// The line above them.
    pub title: Option<String>,
    /// What they are, in a word.
    pub name: String,
    /// What their subtotal is called; without it there is none.
    pub subtotal: Option<String>,
    /// How many there are.
    pub len: usize,
    /// The cells of one; `{row}` in a formula is the number of the row on the sheet.
    pub row: Box<dyn Fn(usize) -> Vec<Cell<'a>> + Sync + 'a>,
}

/// A line of words.
pub struct Line {
    /// How it looks.
    pub style: Style,
    /// The words.
    pub words: String,
}

impl Line {
    /// A line.
    pub const fn new(style: Style, words: String) -> Self {
        Self { style, words }
    }
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Small.
    Note,
    /// Not to be overlooked.
    Warning,
    /// Running text.
    Text,
    /// On the right: who issues it, and when.
    Right,
    /// Who signs.
    Signature,
}

/// Letters of a column by its index from 0.
pub fn letters(column: usize) -> String {
    crate::source::column_letters(u32::try_from(column.saturating_add(1)).unwrap_or(u32::MAX))
}
