//! Days in all the ways in which they are written.

use duixian::calendar::Date;

use crate::city::Cell;
use crate::sheet::{Draft, Stroke};

/// Every `n`-th day, from a turn on, drawn in a way.
fn days(draft: &mut Draft, n: usize, from: usize, draw: impl Fn(Date) -> Stroke) {
    draft.redraw(|_, turn, value| match value {
        Cell::Date(day) if turn % n == from => Some(draw(*day)),
        _ => None,
    });
}

/// `2022.12.12`, one digit where one is enough.
pub fn dots(draft: &mut Draft) {
    days(draft, 2, 0, |d| Stroke::Text(format!("{}.{}.{}", d.year(), d.month(), d.day())));
}

/// `2022/12/12`
pub fn strokes(draft: &mut Draft) {
    days(draft, 3, 1, |d| Stroke::Text(format!("{}/{}/{}", d.year(), d.month(), d.day())));
}

/// `2022年12月12日` as text.
pub fn chinese(draft: &mut Draft) {
    days(draft, 2, 1, |d| Stroke::Text(format!("{}年{}月{}日", d.year(), d.month(), d.day())));
}

/// A true day, shown as `2022年12月12日`.
pub fn shown_in_chinese(draft: &mut Draft) {
    days(draft, 2, 0, |d| Stroke::Serial(d, "yyyy\"年\"m\"月\"d\"日\""));
}

/// `20221212`, by turns as text and as a number.
pub fn eight_digits(draft: &mut Draft) {
    days(draft, 4, 0, |d| Stroke::Text(compact(d)));
    days(draft, 4, 1, |d| Stroke::Number(compact(d), ""));
}

fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// The bare number of the day, because somebody changed the format of the column.
pub fn bare_serials(draft: &mut Draft) {
    days(draft, 2, 0, |d| Stroke::Serial(d, ""));
}

/// `2022-12-12 00:00:00`, as an export writes it.
pub fn midnight(draft: &mut Draft) {
    days(draft, 1, 0, |d| Stroke::Text(format!("{d} 00:00:00")));
}

/// `2022-12-12` as text.
pub fn as_text(draft: &mut Draft) {
    days(draft, 1, 0, |d| Stroke::Text(d.to_string()));
}
