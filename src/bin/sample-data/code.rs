//! Credit codes that are valid by GB 32100 and still nobody's.
//!
//! The last character checks the whole code, as it must. The organisation's part inside has a check
//! character of its own (GB 11714), and that one is wrong on purpose: no real organisation has such a code.

use std::collections::BTreeSet;

use crate::random::Random;

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Makes codes and remembers them, so that none comes twice.
#[derive(Default)]
pub struct Codes {
    taken: BTreeSet<String>,
}

impl Codes {
    /// A new code registered in an area (six digits).
    pub fn invent(&mut self, random: &mut Random, area: &str) -> String {
        loop {
            let code = invented(random, area);
            if self.taken.insert(code.clone()) {
                return code;
            }
        }
    }
}

fn invented(random: &mut Random, area: &str) -> String {
    let mut code = format!("91{area}");
    if random.chance(600) {
        code.push_str("MA");
    } else {
        push(&mut code, random.index(10));
        push(&mut code, random.index(10));
    }
    for place in 0..6 {
        let letters = if place < 2 { 31 } else { 10 };
        push(&mut code, random.index(letters));
    }
    let right = organisation_check(&code);
    let wrong = (right + 1 + random.index(9)) % 10;
    push(&mut code, wrong);
    let check = check_value(&code);
    push(&mut code, check);
    code
}

/// The same code with the next check character, which is wrong.
pub fn unchecked(code: &str) -> String {
    let mut wrong: String = code.chars().take(17).collect();
    push(&mut wrong, (check_value(code) + 1) % ALPHABET.len());
    wrong
}

fn push(code: &mut String, value: usize) {
    code.push(ALPHABET.get(value).map_or('0', |c| char::from(*c)));
}

/// The value of the last character: (31 − Σ mod 31) mod 31.
fn check_value(code: &str) -> usize {
    let sum: usize =
        code.bytes().zip(WEIGHTS).map(|(c, w)| w * ALPHABET.iter().position(|a| *a == c).unwrap_or(0)).sum();
    (31 - sum % 31) % 31
}

/// What GB 11714 would put after the eight characters of the organisation (10 stands for X).
fn organisation_check(code: &str) -> usize {
    let value = |c: u8| match c {
        b'0'..=b'9' => usize::from(c - b'0'),
        _ => usize::from(c.saturating_sub(b'A')) + 10,
    };
    let sum: usize = code.bytes().skip(8).zip([3, 7, 9, 10, 5, 8, 4, 2]).map(|(c, w)| w * value(c)).sum();
    (11 - sum % 11) % 11
}
