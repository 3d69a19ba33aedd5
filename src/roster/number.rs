//! Amounts, numbers and whole numbers as they are written in cells: the published grammar.
//!
//! ```text
//! amount  = sign? digits unit?          unit = 元 | 万元 | 亿元
//! number  = sign? digits "%"?
//! digits  = whole ("." digit*)? | "." digit+
//! whole   = digit+ | digit{1,3} ("," digit{3})+
//! ```
//! Digits, signs, points, commas and the percent sign may be full width; an apostrophe in front, as Excel
//! shows it, is stepped over. Nothing else is an amount: `(500)`, `1.234,5`, `1_000`, `1e3` cannot be read.
//! More than 15 significant digits cannot be read either, because no spreadsheet can hold them.
//!
//! ```
//! use duixian::roster::number::{Unit, money};
//! let amount = money("1,234.5万元", None).unwrap();
//! assert_eq!(amount.value.to_string(), "12345000");
//! ```

use crate::exact::Exact;

use super::text::trim;

/// A decimal of at most 15 significant digits: `mantissa × 10^exponent`, without trailing zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure {
    /// The digits with their sign.
    pub mantissa: i64,
    /// The power of ten.
    pub exponent: i8,
}

/// The unit of an amount, as a power of ten of 元.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// 元.
    Yuan,
    /// 千元 (headings and notes only).
    Thousand,
    /// 万元.
    Wan,
    /// 百万元 (headings and notes only).
    Million,
    /// 亿元.
    Yi,
}

/// Why a text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is not written as one.
    Shape,
    /// It has more digits than a spreadsheet can hold.
    Digits,
    /// It is too large or too small to be meant.
    Size,
    /// An amount, and nothing says in what unit.
    Unit,
    /// It has decimals where there are none.
    Fraction,
}

/// An amount in 元, and the unit if the cell itself names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The amount in 元.
    pub value: Figure,
    /// The unit that the cell names.
    pub own_unit: Option<Unit>,
}

/// Reads an amount of money; a unit in the text wins over `unit`, the column's.
pub fn money(text: &str, unit: Option<Unit>) -> Result<Amount, Wrong> {
    let text = trim(text);
    let (digits, own_unit) = [("亿元", Unit::Yi), ("万元", Unit::Wan), ("元", Unit::Yuan)]
        .iter()
        .find_map(|(word, unit)| text.strip_suffix(word).map(|rest| (trim(rest), Some(*unit))))
        .unwrap_or((text, None));
    let figure = figure(digits)?;
    let unit = own_unit.or(unit).ok_or(Wrong::Unit)?;
    let value = figure.shifted(unit.power()).ok_or(Wrong::Size)?;
    Ok(Amount { value, own_unit })
}

/// Reads a number; `12%` is 0.12. The second value says whether there was a percent sign.
pub fn number(text: &str) -> Result<(Figure, bool), Wrong> {
    let text = trim(text);
    match text.strip_suffix(['%', '％']) {
        Some(rest) => Ok((figure(trim(rest))?.shifted(-2).ok_or(Wrong::Size)?, true)),
        None => Ok((figure(text)?, false)),
    }
}

/// Reads a whole number; `35.0` is one.
pub fn integer(text: &str) -> Result<Figure, Wrong> {
    figure(trim(text))?.whole()
}

/// Reads the digits of a number cell. The file holds the nearest binary number, so more than 15 significant
/// digits are noise: they are rounded to the 15 that Excel shows, and the second value says so.
pub fn stored(digits: &str) -> Result<(Figure, bool), Wrong> {
    if let Some(figure) = scan(digits.as_bytes(), 15) {
        return Ok((figure?, false));
    }
    let nearest: f64 = digits.parse().map_err(|_| Wrong::Shape)?;
    let shortest = format!("{nearest:e}");
    if let Some(figure) = scan(shortest.as_bytes(), 15) {
        return Ok((figure?, false));
    }
    let rounded = format!("{nearest:.14e}");
    Ok((scan(rounded.as_bytes(), 15).ok_or(Wrong::Size)??, true))
}

impl Figure {
    /// The figure times a power of ten.
    #[must_use]
    pub fn shifted(self, power: i8) -> Option<Self> {
        if self.mantissa == 0 {
            return Some(self);
        }
        Self::bounded(self.mantissa, i32::from(self.exponent) + i32::from(power)).ok()
    }

    fn bounded(mantissa: i64, exponent: i32) -> Result<Self, Wrong> {
        let (mut mantissa, mut exponent) = (mantissa, exponent);
        if mantissa == 0 {
            return Ok(Self::default());
        }
        while mantissa % 10 == 0 {
            mantissa /= 10;
            exponent += 1;
        }
        // 15 digits above 10^-18 and below 10^24 fit into one column of 128 bits
        if !(-18..=12).contains(&exponent) {
            return Err(Wrong::Size);
        }
        let exponent = i8::try_from(exponent).map_err(|_| Wrong::Size)?;
        Ok(Self { mantissa, exponent })
    }

    /// The same, if it has no decimals.
    pub fn whole(self) -> Result<Self, Wrong> {
        if self.exponent >= 0 { Ok(self) } else { Err(Wrong::Fraction) }
    }

    /// The exact value.
    #[must_use]
    pub fn exact(self) -> Option<Exact> {
        let mantissa = i128::from(self.mantissa);
        if self.exponent < 0 {
            return Exact::scaled(mantissa, u32::from(self.exponent.unsigned_abs()));
        }
        let power = crate::exact::pow10(u32::from(self.exponent.unsigned_abs()))?;
        mantissa.checked_mul(power).map(Exact::from)
    }

    /// The digits of the value in a column with so many decimals.
    #[must_use]
    pub fn at_scale(self, scale: u32) -> Option<i128> {
        let power = i32::try_from(scale).ok()? + i32::from(self.exponent);
        let factor = crate::exact::pow10(u32::try_from(power).ok()?)?;
        crate::exact::product(i128::from(self.mantissa), factor)
    }

    /// How many decimals it has.
    #[must_use]
    pub fn scale(self) -> u32 {
        u32::from(self.exponent.min(0).unsigned_abs())
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.exact() {
            Some(exact) => exact.fmt(f),
            None => write!(f, "{}e{}", self.mantissa, self.exponent),
        }
    }
}

impl Unit {
    /// The power of ten that makes 元 of it.
    #[must_use]
    pub const fn power(self) -> i8 {
        match self {
            Self::Yuan => 0,
            Self::Thousand => 3,
            Self::Wan => 4,
            Self::Million => 6,
            Self::Yi => 8,
        }
    }

    /// Its word.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::Thousand => "千元",
            Self::Wan => "万元",
            Self::Million => "百万元",
            Self::Yi => "亿元",
        }
    }

    /// The unit that a word names.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        [Self::Yuan, Self::Thousand, Self::Wan, Self::Million, Self::Yi].into_iter().find(|unit| unit.zh() == word)
    }
}

/// Digits as people write them.
fn figure(text: &str) -> Result<Figure, Wrong> {
    let text = text.strip_prefix(['\'', '’']).map_or(text, trim);
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        plain.push(match c {
            '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '．' => '.',
            '，' => ',',
            '－' | '−' => '-',
            '＋' => '+',
            c => c,
        });
    }
    let unsigned = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
    let (whole, decimals) = unsigned.split_once('.').map_or((unsigned, ""), |(w, d)| (w, d));
    if !grouped(whole) || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Wrong::Shape);
    }
    let digits: String = plain.chars().filter(|c| !matches!(c, ',' | '+')).collect();
    scan(digits.as_bytes(), 15).ok_or(Wrong::Digits)?
}

/// Are the thousands commas of a whole number right, if it has any?
fn grouped(whole: &str) -> bool {
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    all_digits(first)
        && (rest.is_empty() || (1..=3).contains(&first.len()))
        && rest.iter().all(|g| g.len() == 3 && all_digits(g))
}

/// `-12.5e-3` exactly; the outer `None` when it has more significant digits than `most`.
fn scan(bytes: &[u8], most: u32) -> Option<Result<Figure, Wrong>> {
    let (negative, bytes) = match bytes.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, bytes),
    };
    let (mut mantissa, mut significant, mut zeros) = (0i64, 0u32, 0u32);
    let (mut exponent, mut point, mut any) = (0i32, false, false);
    let mut rest = bytes;
    while let Some((byte, tail)) = rest.split_first() {
        match byte {
            b'0'..=b'9' => {
                any = true;
                exponent -= i32::from(point);
                if *byte == b'0' {
                    // zeros count only when another digit follows
                    zeros = zeros.saturating_add(u32::from(significant > 0));
                } else {
                    let step = zeros + 1;
                    significant = significant.saturating_add(step);
                    if significant > most {
                        return None;
                    }
                    for _ in 0..step {
                        mantissa *= 10;
                    }
                    mantissa += i64::from(*byte - b'0');
                    zeros = 0;
                }
            }
            b'.' if !point => point = true,
            b'e' | b'E' if any => {
                let power =
                    std::str::from_utf8(tail).ok().and_then(|t| t.strip_prefix('+').unwrap_or(t).parse::<i16>().ok());
                let Some(power) = power else {
                    return Some(Err(Wrong::Shape));
                };
                exponent += i32::from(power);
                break;
            }
            _ => return Some(Err(Wrong::Shape)),
        }
        rest = tail;
    }
    if !any {
        return Some(Err(Wrong::Shape));
    }
    let exponent = exponent.saturating_add(i32::try_from(zeros).unwrap_or(i32::MAX));
    let mantissa = if negative { -mantissa } else { mantissa };
    Some(Figure::bounded(mantissa, exponent))
}
