//! 统一社会信用代码, the 18 characters that tie everything to an enterprise (GB 32100-2015).
//!
//! Spaces, hyphens, full width and lower case are normalised. A wrong check character is only doubtful
//! (a few genuine codes fail it); a wrong length or alphabet is an error, and nothing is corrected: a
//! change is suggested when it is the only one of its kind that passes.
//!
//! ```
//! use duixian::roster::code;
//! let read = code::parse(" 91440300-192317458f").unwrap();
//! assert_eq!((read.code.as_str(), read.passes), ("91440300192317458F", true));
//! ```

use unicode_normalization::UnicodeNormalization;

use super::text::{is_direction, is_space};

/// A code of the right length and alphabet. Its order is that of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CreditCode([u8; 18]);

/// A code as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The normalised code.
    pub code: CreditCode,
    /// Does its check character fit?
    pub passes: bool,
}

/// Why a text is not a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It has another number of characters than 18.
    Length(usize),
    /// It holds a character that no code has; with the code that was probably meant, if only one can be.
    Alphabet(char, Option<CreditCode>),
}

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Is it written as nearly all codes are? Others may be codes too, but these are nothing else.
#[must_use]
pub fn is_like(text: &str) -> bool {
    text.len() == 18 && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Could it be a code at all? Words in the place of one (`合计`, `无`) have no digit.
#[must_use]
pub fn may_be(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit() || matches!(c, '０'..='９'))
}

/// Reads a code.
pub fn parse(text: &str) -> Result<Read, Wrong> {
    // the common case needs no folding
    if let Some(read) = as_bytes(text).and_then(of_bytes) {
        return Ok(read);
    }
    let normal: String = text
        .nfkc()
        .filter(|c| !is_space(*c) && !is_direction(*c))
        .filter(|c| !matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | '\'' | '’'))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let length = normal.chars().count();
    if length != 18 {
        return Err(Wrong::Length(length));
    }
    match as_bytes(&normal).and_then(of_bytes) {
        Some(read) => Ok(read),
        None => {
            let strange = normal.chars().find(|c| value_of(*c).is_none()).unwrap_or('?');
            Err(Wrong::Alphabet(strange, suggestion(&normal)))
        }
    }
}

impl CreditCode {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Ord for CreditCode {
    /// As the texts, compared as two numbers: millions of codes are sorted.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let numbers = |[front @ .., x, y]: [u8; 18]| (u128::from_be_bytes(front), u16::from_be_bytes([x, y]));
        numbers(self.0).cmp(&numbers(other.0))
    }
}

impl PartialOrd for CreditCode {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

fn as_bytes(text: &str) -> Option<[u8; 18]> {
    text.as_bytes().try_into().ok()
}

/// The value of each ASCII character, 255 for those that no code has.
const VALUES: [u8; 128] = {
    let mut values = [255; 128];
    let mut i = 0;
    while i < ALPHABET.len() {
        values[ALPHABET[i] as usize] = i as u8;
        i += 1;
    }
    values
};

fn value_of(c: char) -> Option<u32> {
    let value = VALUES.get(usize::try_from(u32::from(c)).ok()?)?;
    (*value != 255).then_some(u32::from(*value))
}

fn of_bytes(bytes: [u8; 18]) -> Option<Read> {
    let mut sum = 0;
    let mut last = 0;
    for (i, byte) in bytes.iter().enumerate() {
        last = value_of(char::from(*byte))?;
        sum += WEIGHTS.get(i).map_or(0, |w| w * last);
    }
    Some(Read {
        code: CreditCode(bytes),
        // the second modulo is what turns 31 into 0
        passes: (31 - sum % 31) % 31 == last,
    })
}

/// The code that passes when characters which no code has are read as those they resemble, if it is the only one.
fn suggestion(normal: &str) -> Option<CreditCode> {
    let mut candidates = vec![Vec::with_capacity(18)];
    for c in normal.chars() {
        let choices: &[u8] = match c {
            'O' => b"0",
            'I' => b"1",
            'Z' => b"2",
            'S' => b"5",
            'V' => b"UY",
            c if value_of(c).is_some() => &[u8::try_from(c).ok()?],
            _ => return None,
        };
        candidates = candidates
            .iter()
            .flat_map(|done: &Vec<u8>| {
                choices.iter().map(move |choice| {
                    let mut longer = done.clone();
                    longer.push(*choice);
                    longer
                })
            })
            .take(64)
            .collect();
    }
    let mut passing =
        candidates.into_iter().filter_map(|bytes| of_bytes(bytes.try_into().ok()?)).filter(|read| read.passes);
    let first = passing.next()?;
    passing.next().is_none().then_some(first.code)
}
