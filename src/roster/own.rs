//! Sheets that the program itself wrote and that are no roster: how to fill a template in, what is to be done, excerpts
//! of long sheets. Their first cell ends with a sentence that says so, and it is the sentence that they are known by.
//!
//! What is only for reading is passed over without a word: the template's own page is no finding. An excerpt looks like a
//! roster and lacks most of its rows, so that it is refused: rows that are not there would be enterprises that are not paid.

use super::fault::Fault;
use super::grid::Grid;
use super::text::trim;
use crate::diagnostic::codes::roster as codes;
use crate::say;

/// Ends the first cell of a sheet that is only for reading, in Chinese and in English.
pub const READING: [&str; 2] = ["【本页只供阅读，核定时不读取】", "[for reading only: never read as a roster]"];

/// Ends the first cell of a sheet that shows only the rows with problems, in Chinese and in English.
pub const EXCERPT: [&str; 2] = [
    "【本页是摘录，只有有问题的行，不能当作名单交回】",
    "[an excerpt with the rows to correct: not to be handed in as a roster]",
];

/// What a sheet of our own is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// It is only for reading.
    Reading,
    /// It shows only some rows of a roster.
    Excerpt,
}

/// What a sheet says of itself in its first cell; none: it is not ours.
pub fn kind(grid: &Grid) -> Option<Own> {
    let first = grid.row(grid.index_of(1)?).next().filter(|cell| cell.column == 1)?;
    let says = |marks: &[&str]| marks.iter().any(|mark| trim(first.text).ends_with(mark));
    match (says(&READING), says(&EXCERPT)) {
        (true, _) => Some(Own::Reading),
        (_, true) => Some(Own::Excerpt),
        _ => None,
    }
}

/// Why an excerpt is not read.
pub fn excerpt() -> Fault {
    Fault::new(
        &codes::EXCERPT,
        say!(
            "这是有问题的行的摘录，不是完整的名单",
            "this is an excerpt with the rows that have problems, not a whole roster"
        ),
        say!("在原来的名单里改，交回改好的原表", "make the corrections in the original file and hand that in"),
    )
}
