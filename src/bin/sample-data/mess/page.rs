//! Printed pages: the headings again on each, blank rows in between.

use super::total::insert;
use crate::sheet::{Draft, Row};

/// The headings again after so many rows, as on every printed page.
pub fn headings(draft: &mut Draft) {
    insert(draft, 34, |_| Row::Headings);
}

/// A blank row after so many rows.
pub fn blanks(draft: &mut Draft) {
    insert(draft, 17, |_| Row::Blank);
}
