//! Workbooks as LibreOffice calculates them: what we write beside a formula is what the formula gives.
//!
//! [`disagreements`] takes workbooks, throws every cached result away, has the real LibreOffice calculate them anew and
//! compares what it gets with what we wrote, cell by cell. A test asks for [`Report::agreed`].

mod awards;
mod bands;
mod expressions;
mod grid;
mod placed;
mod soffice;
mod steps;
mod strip;
mod writable;

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

pub use soffice::recalculated;

/// What came of a comparison.
#[derive(Debug, Default)]
pub struct Report {
    /// How many formulas were compared.
    pub formulas: usize,
    /// Those that give something else than what we wrote, or an error.
    pub disagreements: Vec<String>,
}

impl Report {
    /// Every formula gives what we wrote, and there are at least so many of them.
    pub fn agreed(&self, least: usize) {
        let some: Vec<&String> = self.disagreements.iter().take(20).collect();
        let count = self.disagreements.len();
        assert!(count == 0, "{count} of {} formulas disagree:\n{some:#?}", self.formulas);
        assert!(self.formulas >= least.max(1), "only {} formulas", self.formulas);
        // seen with --nocapture
        println!("{} formulas agree", self.formulas);
    }
}

/// Has LibreOffice calculate every formula of the workbooks (name, bytes) and compares it with what we wrote.
pub fn disagreements(books: &[(String, Vec<u8>)]) -> Report {
    let mut report = Report::default();
    for ((name, written), calculated) in books.iter().zip(recalculated(books)) {
        compare(name, written, &calculated, &mut report);
    }
    report
}

fn compare(name: &str, written: &[u8], calculated: &[u8], report: &mut Report) {
    let mut ours = open(written);
    let mut theirs = open(calculated);
    for sheet in ours.sheet_names() {
        let formulas = ours.worksheet_formula(&sheet).expect("formulas");
        let values = ours.worksheet_range(&sheet).expect("a sheet");
        let found = theirs.worksheet_range(&sheet).expect("the same sheet");
        let (top, left) = formulas.start().unwrap_or_default();
        for (row, column, formula) in formulas.cells().filter(|(_, _, formula)| !formula.is_empty()) {
            let row = top + u32::try_from(row).expect("a row");
            let column = left + u32::try_from(column).expect("a column");
            let (wrote, gives) = (values.get_value((row, column)), found.get_value((row, column)));
            report.formulas += 1;
            if !same(wrote.unwrap_or(&Data::Empty), gives.unwrap_or(&Data::Empty)) {
                let cell = grid::address(row, column);
                report
                    .disagreements
                    .push(format!("{name} {sheet}!{cell}: {gives:?} instead of {wrote:?} by ={formula}"));
            }
        }
    }
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

/// Is what a formula gives what we wrote? Amounts to far less than a cent, texts and answers exactly.
fn same(wrote: &Data, gives: &Data) -> bool {
    match (wrote, gives) {
        (Data::Bool(a), Data::Bool(b)) => a == b,
        // the writing library writes a cached text of digits as a number
        (Data::Float(a), Data::String(b)) => b.parse() == Ok(*a),
        (Data::Empty | Data::String(_), Data::Empty | Data::String(_)) => text(wrote) == text(gives),
        _ => match (number(wrote), number(gives)) {
            // a float keeps some 16 digits, and arithmetic loses a few of them
            (Some(a), Some(b)) => (a - b).abs() <= f64::max(1e-6, a.abs() * 1e-13),
            _ => false,
        },
    }
}

fn text(cell: &Data) -> &str {
    match cell {
        Data::String(text) => text,
        _ => "",
    }
}

fn number(cell: &Data) -> Option<f64> {
    match cell {
        Data::Float(number) => Some(*number),
        #[expect(clippy::cast_precision_loss, reason = "a whole number of a cell came from a float")]
        Data::Int(number) => Some(*number as f64),
        Data::DateTime(day) => Some(day.as_f64()),
        _ => None,
    }
}

#[test]
fn a_wrong_result_and_an_error_are_found() {
    let mut grid = grid::Grid::default();
    let mut put = |formula: &str, result: grid::Content| {
        grid.one(grid::Content::Formula(formula.to_owned(), Box::new(result)));
    };
    let text = |text: &str| grid::Content::Text(text.to_owned());
    put("=1+1", grid::Content::Number(2.0));
    put("=1+1", grid::Content::Number(2.01));
    put("=1/0", grid::Content::Number(0.0));
    put("=1=1", grid::Content::YesNo(true));
    put("=1=1", grid::Content::YesNo(false));
    put("=1=1", grid::Content::Number(1.0));
    put("=\"是\"&\"\"", text("是"));
    put("=\"是\"&\"\"", text("否"));
    put("=\"\"", text(""));
    put("=TEXT(76,\"0\")", text("76"));
    put("=NOSUCHFUNCTION(1)", text(""));
    let report = disagreements(&[("wrong".to_owned(), grid.workbook())]);
    assert_eq!(report.formulas, 11);
    let cells: Vec<&str> = report.disagreements.iter().filter_map(|d| d.split([' ', ':']).nth(2)).collect();
    assert_eq!(cells, ["算!A2", "算!A3", "算!A5", "算!A6", "算!A8", "算!A11"], "{:#?}", report.disagreements);
}

#[test]
#[should_panic(expected = "only 0 formulas")]
fn no_formula_at_all_is_a_failure() {
    disagreements(&[("empty".to_owned(), grid::Grid::default().workbook())]).agreed(0);
}
