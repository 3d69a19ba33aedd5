//! Numbers as the page shows them: parts of a whole, widths of bars, ranks. Whole numbers only, so that every
//! machine draws the same picture.

use crate::exact::Exact;
use crate::money::{Money, RoundingMode, for_people, round_units};

/// The full width of a picture, in hundredths of a per cent.
pub const FULL: i128 = 10_000;

/// How wide a part of a whole is drawn, out of [`FULL`]; what is there at all is never too thin to be seen.
#[must_use]
pub fn width(part: i128, whole: i128) -> i128 {
    const THIN: i128 = 30;
    if part <= 0 || whole <= 0 {
        return 0;
    }
    scaled(part, whole).clamp(THIN, FULL)
}

/// The same for a part that a pattern tells apart: never so thin that the pattern does not show.
#[must_use]
pub fn patterned(part: i128, whole: i128) -> i128 {
    const LEAST: i128 = 500;
    if part <= 0 { 0 } else { width(part, whole).max(LEAST) }
}

/// Where a value lies between 0 and a whole, out of [`FULL`].
#[must_use]
pub fn scaled(part: i128, whole: i128) -> i128 {
    if whole <= 0 {
        return 0;
    }
    match part.checked_mul(FULL) {
        Some(product) => product / whole,
        // amounts near the end of 128 bits: the last digits do not show
        None => part / (whole / FULL).max(1),
    }
    .clamp(0, FULL)
}

/// `63.42%`, as a coordinate.
#[must_use]
pub fn percent(hundredths: i128) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// A part of a whole for people, with one decimal: `34.2%`. What is not quite nothing or all is not shown as
/// such; of nothing there is no part.
#[must_use]
pub fn share(part: i128, whole: i128) -> String {
    if whole <= 0 {
        return "—".to_owned();
    }
    let tenths = Exact::new(part, whole)
        .and_then(|of| of.mul(Exact::from(1000)))
        .and_then(|of| round_units(of, Exact::ONE, RoundingMode::HalfUp));
    match tenths {
        Some(0) if part > 0 => "<0.1%".to_owned(),
        Some(1000) if part < whole => ">99.9%".to_owned(),
        Some(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
        None => "—".to_owned(),
    }
}

/// A count with thousands separators.
#[must_use]
pub fn count(number: impl Into<i128>) -> String {
    let yuan = Money::from_exact(Exact::from(number.into())).map_or_else(String::new, Money::grouped);
    yuan.strip_suffix(".00").map_or(yuan.clone(), str::to_owned)
}

/// An amount in millionths of a 元 for people, with two to six decimals.
#[must_use]
pub fn millionths(amount: i128) -> String {
    Exact::scaled(amount, 6).map_or_else(String::new, for_people)
}

/// An amount that is about so many 万元, with two decimals, for averages.
#[must_use]
pub fn about_wan(fen: i128, parts: i128) -> String {
    let wan = parts.checked_mul(1_000_000).and_then(|parts| Exact::new(fen, parts));
    let hundredths = wan.and_then(|wan| round_units(wan, Exact::new(1, 100)?, RoundingMode::HalfUp));
    hundredths.map_or_else(String::new, |units| Money::from_fen(units).grouped())
}

/// Those with the largest value, if it is above zero, in their order.
#[must_use]
pub fn leaders<'a>(all: &[(&'a str, i128)]) -> (Vec<&'a str>, i128) {
    let most = all.iter().map(|(_, value)| *value).max().unwrap_or(0);
    let names = all.iter().filter(|(_, value)| *value == most && most > 0).map(|(name, _)| *name);
    (names.collect(), most)
}

/// Indexes from the largest value to the smallest; what is equal keeps its order.
#[must_use]
pub fn ranked(values: &[i128]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(values.get(*i).copied().unwrap_or(0)));
    order
}
