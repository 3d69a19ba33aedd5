//! Amounts as plain text: no separators, a point, always at least two decimals.
//!
//! Fourteen million lines of ten amounts each pass through here, so digits are put into the buffer
//! directly. For people, with separators, there is [`Money::grouped`](crate::money::Money::grouped).

use crate::exact::Exact;
use crate::money::{Money, RoundingMode, round_units};

/// Writes an amount with two decimals: `1234.50`.
pub fn money(amount: Money, out: &mut Vec<u8>) {
    scaled(amount.fen(), 2, out);
}

/// Writes millionths of a 元 with two to six decimals: `0.333333`, `12.50`.
pub fn millionths(amount: i128, out: &mut Vec<u8>) {
    let (mut digits, mut places) = (amount, 6);
    while places > 2 && digits % 10 == 0 {
        digits /= 10;
        places -= 1;
    }
    scaled(digits, places, out);
}

/// An exact amount in millionths of a 元, half away from zero; `None` when 128 bits are not enough.
#[must_use]
pub fn to_millionths(yuan: Exact) -> Option<i128> {
    round_units(yuan, Exact::new(1, 1_000_000)?, RoundingMode::HalfUp)
}

/// Writes a whole number.
pub fn integer(number: i128, out: &mut Vec<u8>) {
    scaled(number, 0, out);
}

/// Writes `digits × 10^-places`.
fn scaled(digits: i128, places: usize, out: &mut Vec<u8>) {
    if digits < 0 {
        out.push(b'-');
    }
    // i128 has at most 39 digits; the rest of the array is leading zeros for small fractions
    let mut text = [b'0'; 48];
    let mut at = text.len();
    let least = text.len().saturating_sub(places.saturating_add(1));
    let magnitude = digits.unsigned_abs();
    let mut wide = magnitude;
    while wide > u128::from(u64::MAX) {
        at = put(&mut text, at, (wide % 10) as u8);
        wide /= 10;
    }
    // nearly every amount fits in 64 bits, where division is cheap
    let mut narrow = u64::try_from(wide).unwrap_or(u64::MAX);
    while narrow > 0 {
        at = put(&mut text, at, (narrow % 10) as u8);
        narrow /= 10;
    }
    let digits = text.get(at.min(least)..).unwrap_or_default();
    let (whole, fraction) = digits.split_at(digits.len().saturating_sub(places));
    out.extend_from_slice(whole);
    if places > 0 {
        out.push(b'.');
        out.extend_from_slice(fraction);
    }
}

/// Puts one decimal digit before `at`.
fn put(text: &mut [u8], at: usize, digit: u8) -> usize {
    let at = at.saturating_sub(1);
    if let Some(place) = text.get_mut(at) {
        *place = b'0'.saturating_add(digit);
    }
    at
}
