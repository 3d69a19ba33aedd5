//! A sheet that a test fills cell by cell, with what each formula should give.

use std::collections::BTreeMap;

use duixian::exact::Exact;
use duixian::value::{Type, Value};
use rust_xlsxwriter::{Formula, Workbook};

/// The one sheet. Its name needs quotes in a formula.
pub const SHEET: &str = "计 算";

#[derive(Debug, Default)]
pub struct Grid {
    cells: BTreeMap<(u32, u16), Content>,
    next: u32,
}

/// What a cell holds.
#[derive(Clone, Debug)]
pub enum Content {
    Number(f64),
    Text(String),
    YesNo(bool),
    /// A formula with what it should give.
    Formula(String, Box<Content>),
}

impl Content {
    /// A value as a cell holds it; "there is none" is the empty text.
    pub fn of(value: &Value, ty: &Type) -> Self {
        match (value, ty) {
            (Value::Number(number), _) => Self::Number(nearest(*number)),
            // serial dates count from 1899-12-30
            (Value::Date(day), _) => Self::Number(f64::from(day.number() + 25_569)),
            (Value::Text(text), _) => Self::Text(text.to_string()),
            (Value::YesNo(answer), _) => Self::YesNo(*answer),
            (Value::Choice(option), Type::Choice(choice)) => Self::Text(choice.options[*option as usize].clone()),
            _ => Self::Text(String::new()),
        }
    }

    fn cached(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::YesNo(true) => "TRUE".to_owned(),
            Self::YesNo(false) => "FALSE".to_owned(),
            Self::Formula(..) => unreachable!("a result is a value"),
        }
    }
}

/// The float nearest to an exact number.
pub fn nearest(number: Exact) -> f64 {
    match number.decimal_text(28) {
        Some(text) => text.parse().expect("a number"),
        #[expect(clippy::cast_precision_loss, reason = "a fraction without an end is not exact anyway")]
        None => number.numerator() as f64 / number.denominator() as f64,
    }
}

impl Grid {
    /// So many new rows; the first of them.
    pub fn rows(&mut self, count: usize) -> u32 {
        let first = self.next;
        self.next += u32::try_from(count).expect("few");
        first
    }

    pub fn put(&mut self, row: u32, column: u16, content: Content) {
        self.cells.insert((row, column), content);
    }

    /// A value or nothing.
    pub fn put_value(&mut self, row: u32, column: u16, value: Option<&Value>, ty: &Type) {
        if let Some(value) = value.filter(|v| **v != Value::None) {
            self.put(row, column, Content::of(value, ty));
        }
    }

    /// A value in a row of its own, and where it stands.
    pub fn one(&mut self, content: Content) -> String {
        let row = self.rows(1);
        self.put(row, 0, content);
        cell(row, 0)
    }

    pub fn formulas(&self) -> usize {
        self.cells.values().filter(|c| matches!(c, Content::Formula(..))).count()
    }

    pub fn workbook(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name(SHEET).expect("a name");
        // else the empty text is written as 0
        sheet.set_formula_result_default("");
        for ((row, column), content) in &self.cells {
            match content {
                Content::Number(number) => sheet.write_number(*row, *column, *number),
                Content::Text(text) => sheet.write_string(*row, *column, text),
                Content::YesNo(answer) => sheet.write_boolean(*row, *column, *answer),
                Content::Formula(formula, gives) => {
                    sheet.write_formula(*row, *column, Formula::new(formula).set_result(gives.cached()))
                }
            }
            .expect("a cell");
        }
        book.save_to_buffer().expect("a workbook")
    }
}

/// `C5`.
pub fn address(row: u32, column: u32) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(row, u16::try_from(column).expect("a column"))
}

/// `'计 算'!$C$5`.
pub fn cell(row: u32, column: u16) -> String {
    format!("'{SHEET}'!{}", rust_xlsxwriter::utility::row_col_to_cell_absolute(row, column))
}

/// A column of so many rows.
pub fn column(first: u32, rows: usize, column: u16) -> String {
    let last = first + u32::try_from(rows).expect("few") - 1;
    format!("'{SHEET}'!{}", rust_xlsxwriter::utility::cell_range_absolute(first, column, last, column))
}
