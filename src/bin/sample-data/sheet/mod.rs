//! A sheet as somebody would draw it on paper: columns with headings, rows, words above and below.
//!
//! It starts plain ([`draft`]); messes change how it looks and never what it says; then it is written as a
//! sheet of a workbook ([`book`]) or as a text file ([`text`]).

pub mod book;
pub mod draft;
pub mod package;
pub mod text;
pub mod total;

use duixian::schema::{Field, FieldId};

use crate::city::Cell;

/// A file with its sheets.
pub struct File {
    /// Its name, without the extension.
    pub name: String,
    /// Its sheets.
    pub sheets: Vec<Draft>,
    /// What it is made as.
    pub form: Form,
}

/// What a file is inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A workbook that counts days from 1900.
    Workbook,
    /// A workbook that counts days from 1904, as Excel on old Macs did.
    Workbook1904,
    /// Text in UTF-8 with a byte-order mark, of the first sheet.
    Utf8,
    /// Text in GB18030, of the first sheet.
    Gb18030,
}

/// One sheet.
#[derive(Clone)]
pub struct Draft {
    /// The table that it holds, as the pack names it.
    pub table: String,
    /// Which of several sheets of that table it is.
    pub part: usize,
    /// Who sends it.
    pub office: String,
    /// Its name.
    pub name: String,
    /// Is it hidden?
    pub hidden: bool,
    /// Lines above the headings.
    pub above: Vec<Line>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows below the headings.
    pub rows: Vec<Row>,
    /// The policy year.
    pub year: i16,
    /// Areas that are merged besides those that the columns ask for: first row, last row (as places in
    /// [`Draft::rows`]) and column.
    pub merged: Vec<(usize, usize, usize)>,
}

/// A line above the headings.
#[derive(Clone)]
pub enum Line {
    /// One text, merged across all columns.
    Across(String),
    /// A text in the first column.
    Left(String),
    /// A text in the last column.
    Right(String),
}

/// A column.
#[derive(Clone)]
pub struct Column {
    /// Its field; none for columns that no rule reads.
    pub field: Option<(FieldId, Field)>,
    /// The words of its heading, without the unit.
    pub words: String,
    /// The heading above it, merged across its neighbours with the same one.
    pub group: Option<String>,
    /// The unit of its amounts.
    pub unit: Unit,
    /// How the heading says the unit.
    pub mark: Mark,
    /// Are equal cells below each other merged into one?
    pub merged: bool,
    /// Is it hidden?
    pub hidden: bool,
}

/// The unit of amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 元
    Yuan,
    /// 万元
    Wan,
}

/// How a heading says its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Not at all.
    Silent,
    /// `产值(万元)`
    Brackets,
    /// `产值（单位：万元）`
    Wide,
    /// `产值`, a line break and `(万元)`
    Below,
}

/// A row below the headings.
#[derive(Clone)]
pub enum Row {
    /// Data.
    Data(Entry),
    /// The sum of the rows since the last such row.
    Subtotal(Sum),
    /// The sum of all rows above.
    Total(Sum),
    /// The headings again.
    Headings,
    /// Nothing.
    Blank,
    /// A text in the first column.
    Words(String),
}

/// A row of sums.
#[derive(Clone)]
pub struct Sum {
    /// Its label.
    pub label: String,
    /// Is it added up by formulas, or typed in?
    pub formula: bool,
}

/// A row of data.
#[derive(Clone)]
pub struct Entry {
    /// A square for each column.
    pub squares: Vec<Square>,
    /// Is the row hidden?
    pub hidden: bool,
}

/// A cell: what it says, and how it is written where that is not the plain way of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Square {
    /// What it says.
    pub value: Cell,
    /// How it is written.
    pub stroke: Option<Stroke>,
}

/// How a cell is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// A text.
    Text(String),
    /// A text typed behind an apostrophe, which Excel keeps as a mark of the cell.
    Apostrophe(String),
    /// A number by its digits, and the format it is shown in; an empty format is Excel's own.
    Number(String, &'static str),
    /// The number of a day, shown in a format; an empty format shows the bare number.
    Serial(duixian::calendar::Date, &'static str),
    /// A formula, `{row}` being its row, and the result that was saved with it.
    Formula(String, String),
    /// A formula that was never calculated.
    Uncalculated(String),
}

impl Unit {
    /// Its word.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::Wan => "万元",
        }
    }

    /// The digits of an amount in this unit.
    pub fn digits(self, cents: i64) -> String {
        match self {
            Self::Yuan => crate::write::amount::yuan(cents),
            Self::Wan => crate::write::amount::wan(cents),
        }
    }
}

impl Square {
    /// A value in the plain way of its column.
    pub const fn plain(value: Cell) -> Self {
        Self { value, stroke: None }
    }

    /// A cell without a value that counts.
    pub const fn drawn(stroke: Stroke) -> Self {
        Self { value: Cell::Empty, stroke: Some(stroke) }
    }
}

impl Column {
    /// A column that no rule reads.
    pub fn extra(words: &str) -> Self {
        Self {
            field: None,
            words: words.to_owned(),
            group: None,
            unit: Unit::Wan,
            mark: Mark::Silent,
            merged: false,
            hidden: false,
        }
    }

    /// Its heading as written.
    pub fn heading(&self) -> String {
        let unit = self.unit.zh();
        match self.mark {
            Mark::Silent => self.words.clone(),
            Mark::Brackets => format!("{}({unit})", self.words),
            Mark::Wide => format!("{}（单位：{unit}）", self.words),
            Mark::Below => format!("{}\n({unit})", self.words),
        }
    }

    /// Is it the column of a field of that name?
    pub fn is(&self, name: &str) -> bool {
        self.field.as_ref().is_some_and(|(_, f)| f.name == name)
    }
}

impl Draft {
    /// How many rows the headings take.
    pub fn heading_rows(&self) -> usize {
        if self.columns.iter().any(|c| c.group.is_some()) { 2 } else { 1 }
    }

    /// The entries of the data rows, in order.
    pub fn entries(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.rows.iter_mut().filter_map(|row| match row {
            Row::Data(entry) => Some(entry),
            _ => None,
        })
    }

    /// Draws cells that are still plain: a function of the column, the row's turn and the value.
    pub fn redraw(&mut self, mut draw: impl FnMut(&Column, usize, &Cell) -> Option<Stroke>) {
        let columns = std::mem::take(&mut self.columns);
        for (turn, entry) in self.entries().enumerate() {
            for (column, square) in columns.iter().zip(&mut entry.squares) {
                if square.stroke.is_none() {
                    square.stroke = draw(column, turn, &square.value);
                }
            }
        }
        self.columns = columns;
    }
}
