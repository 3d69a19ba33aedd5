//! Days as they are written in cells.
//!
//! `2022-12-12`, `2022/12/12`, `2022.12.12`, `2022年12月12日`, `20221212`, with digits of either width and
//! one or two digits for month and day; midnight may follow. A serial number counts days from 1900 or
//! 1904. A month alone (`2022.12`) is no day, and days outside of 1980 to 2100 are not believed.

use crate::calendar::{Date, YEARS};

use super::number::Figure;
use super::text::fold;

/// Why something is not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is not written as one.
    Shape,
    /// It is a month.
    Month,
    /// The calendar has no such day.
    NoSuchDay,
    /// It is not between 1980 and 2100.
    Range,
}

/// Reads a day.
pub fn date(text: &str) -> Result<Date, Wrong> {
    let folded = fold(text);
    let text = folded.strip_prefix('\'').unwrap_or(&folded);
    let text = ["t00:00:00z", "t00:00:00", "00:00:00", "0:00:00", "00:00"]
        .iter()
        .find_map(|midnight| text.strip_suffix(midnight))
        .unwrap_or(text);
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let (year, rest) = text.split_at_checked(4).ok_or(Wrong::Shape)?;
        let (month, day) = rest.split_at_checked(2).ok_or(Wrong::Shape)?;
        return day_of(year, month, Some(day));
    }
    if let Some((year, rest)) = text.split_once('年') {
        let (month, day) = rest.split_once('月').ok_or(Wrong::Month)?;
        let day = day.strip_suffix(['日', '号']).unwrap_or(day);
        return day_of(year, month, Some(day).filter(|d| !d.is_empty()));
    }
    let separator = ['-', '/', '.'].into_iter().find(|s| text.contains(*s)).ok_or(Wrong::Shape)?;
    let mut parts = text.split(separator);
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    match (year, month, parts.next()) {
        (Some(year), Some(month), None) => day_of(year, month, day),
        _ => Err(Wrong::Shape),
    }
}

/// Reads the serial number of a day. The second value says whether a time of day was dropped.
pub fn serial(figure: Figure, from_1904: bool) -> Result<(Date, bool), Wrong> {
    let exact = figure.exact().ok_or(Wrong::Range)?;
    let whole = exact.numerator().div_euclid(exact.denominator());
    let timed = exact.as_integer().is_none();
    let days = i32::try_from(whole).map_err(|_| Wrong::Range)?;
    // 1970-01-01 is day 25569 since 1900 and day 24107 since 1904; day 60 of 1900 does not exist, and is
    // out of range like everything near it
    let epoch = if from_1904 { 24_107 } else { 25_569 };
    let number = days.checked_sub(epoch).ok_or(Wrong::Range)?;
    let day = Date::from_number(number).ok_or(Wrong::Range)?;
    believable(day).map(|day| (day, timed))
}

fn day_of(year: &str, month: &str, day: Option<&str>) -> Result<Date, Wrong> {
    let part = |text: &str, most: usize| -> Result<i16, Wrong> {
        let fits = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if fits { text.parse().map_err(|_| Wrong::Shape) } else { Err(Wrong::Shape) }
    };
    if year.len() != 4 {
        return Err(Wrong::Shape);
    }
    let (year, month) = (part(year, 4)?, part(month, 2)?);
    let Some(day) = day else {
        return Err(Wrong::Month);
    };
    let day = part(day, 2)?;
    let found =
        i8::try_from(month).ok().zip(i8::try_from(day).ok()).and_then(|(month, day)| Date::new(year, month, day));
    believable(found.ok_or(Wrong::NoSuchDay)?)
}

fn believable(day: Date) -> Result<Date, Wrong> {
    if YEARS.contains(&day.year()) { Ok(day) } else { Err(Wrong::Range) }
}
