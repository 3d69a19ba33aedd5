//! How many days too early or too late: counted to the first or the last day that would do.

use crate::calendar::Date;
use crate::exact::Exact;
use crate::lang::Lanes;
use crate::lang::ast::Binary;
use crate::say;
use crate::value::Value;

use super::gauge::Compared;
use super::reading::{At, Lack, Sides, none, sides};

fn day(lanes: &Lanes, lane: usize) -> Option<Date> {
    match lanes.value(lane) {
        Ok(Value::Date(day)) => Some(day),
        _ => None,
    }
}

/// What a comparison of days lacks.
pub(super) fn days(compared: &Compared<'_>, at: At<'_>, lanes: &[usize]) -> Vec<Option<Lack>> {
    let (left, right) = (at.column(compared.left), at.column(compared.right));
    let years = compared.years.map(|years| at.column(years));
    let subject = &compared.subject;
    lanes
        .iter()
        .map(|lane| {
            let base = day(&left, *lane);
            let shift = match &years {
                Some(years) => i32::try_from(years.number(*lane)?.as_integer()?).ok()?,
                None => 0,
            };
            let values = || Some((base?.plus_years(shift)?, day(&right, *lane)?));
            let (need, a, b) = match sides(compared, [left.state(*lane), right.state(*lane)], values) {
                Sides::Well => return None,
                Sides::None => return Some(Lack::new(&none(subject), at)),
                Sides::Fails(need, a, b) => (need, a, b),
            };
            let gap = if years.is_some() { moved(base?, shift, need, b)? } else { missing_days(need, a, b) };
            let n = gap.unsigned_abs();
            let said = match (&compared.against, gap.cmp(&0)) {
                (_, std::cmp::Ordering::Equal) => say!("{subject}为 {a}", "{subject} is {a}"),
                (None, std::cmp::Ordering::Greater) => say!("{subject}早 {n} 天", "{subject} is {n} days too early"),
                (None, _) => say!("{subject}晚 {n} 天", "{subject} is {n} days too late"),
                (Some(other), _) if a == b => say!("{subject}与{other}同一天", "{subject} is the day of {other}"),
                (Some(other), _) => {
                    let n = a.days_since(b).unsigned_abs();
                    if a < b {
                        say!("{subject}比{other}早 {n} 天", "{subject} is {n} days before {other}")
                    } else {
                        say!("{subject}比{other}晚 {n} 天", "{subject} is {n} days after {other}")
                    }
                }
            };
            Some(Lack { size: Some(Exact::from(i128::from(n))), ..Lack::new(&said, at) })
        })
        .collect()
}

/// How many days later (or, below zero, earlier) a day would have to be; 0 where it may be any other day.
fn missing_days(need: Binary, a: Date, b: Date) -> i32 {
    let later = b.days_since(a);
    match need {
        Binary::MoreThan => later.saturating_add(1),
        Binary::LessThan => later.saturating_sub(1),
        Binary::Unequal => 0,
        _ => later,
    }
}

/// The same for a day of which the same day some years later is compared: leap days make the years unequal.
fn moved(base: Date, years: i32, need: Binary, edge: Date) -> Option<i32> {
    let holds = |moved: i32| {
        let day = base.plus_days(i64::from(moved))?.plus_years(years)?;
        Some(need.test()(day.cmp(&edge)))
    };
    let near = missing_days(need, base.plus_years(years)?, edge);
    let step = if near < 0 { -1 } else { 1 };
    (-3..=3).map(|i: i32| near.saturating_add(i.saturating_mul(step))).find(|moved| holds(*moved) == Some(true))
}

/// What a day lacks whose year is compared.
pub(super) fn year(compared: &Compared<'_>, at: At<'_>, lanes: &[usize]) -> Vec<Option<Lack>> {
    let (left, right) = (at.column(compared.left), at.column(compared.right));
    let subject = &compared.subject;
    lanes
        .iter()
        .map(|lane| {
            let values = || Some((i128::from(day(&left, *lane)?.year()), right.number(*lane)?.as_integer()?));
            let (need, year) = match sides(compared, [left.state(*lane), right.state(*lane)], values) {
                Sides::Well => return None,
                Sides::None => return Some(Lack::new(&none(subject), at)),
                Sides::Fails(need, _, year) => (need, i16::try_from(year).ok()?),
            };
            let day = day(&left, *lane)?;
            let (first, last) = match need {
                Binary::Equal => (Date::new(year, 1, 1), Date::new(year, 12, 31)),
                Binary::AtLeast => (Date::new(year, 1, 1), None),
                Binary::MoreThan => (Date::new(year.checked_add(1)?, 1, 1), None),
                Binary::AtMost => (None, Date::new(year, 12, 31)),
                Binary::LessThan => (None, Date::new(year.checked_sub(1)?, 12, 31)),
                _ => (None, None),
            };
            let early = first.map(|first| first.days_since(day)).filter(|n| *n > 0);
            let late = last.map(|last| day.days_since(last)).filter(|n| *n > 0);
            let said = match (early, late) {
                (Some(n), _) => say!("{subject}早 {n} 天", "{subject} is {n} days too early"),
                (_, Some(n)) => say!("{subject}晚 {n} 天", "{subject} is {n} days too late"),
                _ => say!("{subject}为 {day}", "{subject} is {day}"),
            };
            Some(Lack { size: early.or(late).map(|n| Exact::from(i128::from(n))), ..Lack::new(&said, at) })
        })
        .collect()
}
