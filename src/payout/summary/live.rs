//! Sums over the sheet of awards, as formulas of the first sheet: whoever doubts a sum clicks on it.

use crate::diagnostic::Lang;
use crate::payout::table::Cell;
use crate::payout::words;
use crate::settle::run::Status;

use super::detail::Letters;

/// Where the awards stand.
pub struct Live {
    /// The name of their sheet.
    pub sheet: String,
    /// Their columns.
    pub letters: Letters,
    /// The language of statuses.
    pub lang: Lang,
}

impl Live {
    /// `'明细'!$J:$J`: whole columns, so that a row more or less changes nothing.
    fn column(&self, letters: &str) -> String {
        format!("'{}'!${letters}:${letters}", self.sheet)
    }

    /// The lines of that status.
    fn of(&self, status: Status) -> String {
        format!("{},\"{}\"", self.column(&self.letters.status), words::status(status).get(self.lang))
    }

    /// The sum of a column over the lines of a status whose `key` is what stands in column A of this row.
    pub fn sum(&self, column: &str, key: &str, status: Status, result: Cell<'static>) -> Cell<'static> {
        let (column, key, status) = (self.column(column), self.column(key), self.of(status));
        Cell::formula(format!("=SUMIFS({column},{key},$A{{+0}},{status})"), result)
    }

    /// The number of such lines.
    pub fn count(&self, key: &str, status: Status, result: Cell<'static>) -> Cell<'static> {
        let (key, status) = (self.column(key), self.of(status));
        Cell::formula(format!("=COUNTIFS({key},$A{{+0}},{status})"), result)
    }

    /// The sum of a column over all lines of a status.
    pub fn all(&self, column: &str, status: Status, result: Cell<'static>) -> Cell<'static> {
        Cell::formula(format!("=SUMIFS({},{})", self.column(column), self.of(status)), result)
    }
}

/// Can a formula look for this text? Some characters and beginnings mean something else to it, and it is not to be longer
/// than 255.
#[must_use]
pub fn matchable(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= 255
        && !text.contains(['*', '?', '~'])
        && !text.starts_with(['=', '<', '>'])
}
