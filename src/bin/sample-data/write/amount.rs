//! Amounts and days as a sheet shows them. All from integers: no digit is lost on the way.

use duixian::calendar::Date;

/// An amount in 元, without needless zeros.
pub fn yuan(cents: i64) -> String {
    decimal(cents, 2)
}

/// An amount in 万元, without needless zeros.
pub fn wan(cents: i64) -> String {
    decimal(cents, 6)
}

fn decimal(mantissa: i64, places: u32) -> String {
    let unit = 10_u64.pow(places);
    let sign = if mantissa < 0 { "-" } else { "" };
    let size = mantissa.unsigned_abs();
    let (whole, part) = (size / unit, size % unit);
    let width = places as usize;
    let text = format!("{sign}{whole}.{part:0width$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// With a comma after each three digits.
pub fn thousands(plain: &str) -> String {
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |r| ("-", r));
    let (whole, part) = rest.split_once('.').unwrap_or((rest, ""));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let point = if part.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{part}")
}

/// The number that a workbook holds for a decimal: the nearest there is, which reads back the same.
pub fn number(plain: &str) -> f64 {
    plain.parse().unwrap_or(f64::NAN)
}

/// The number of a day in the 1900 date system.
pub fn serial(day: Date) -> i32 {
    day.number() + 25_569
}
