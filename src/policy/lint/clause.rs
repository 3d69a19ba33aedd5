//! The figures in the words of a clause: `7万元`, `70,000元`, `１０％`, `百分之十`, `十万元`, `千分之五`, `1.5倍`, `1：1`.
//!
//! A figure is kept as every value that a rule file could mean by it: a list shares the unit that stands behind its
//! last number (`2、5、10万元`), a ratio is also the share of each side, 一半 is 50%.

use std::collections::BTreeSet;

use crate::exact::Exact;

/// Every value that the words can mean.
pub(super) fn figures(words: &str) -> BTreeSet<Exact> {
    let text: Vec<char> = words.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
    let mut found = BTreeSet::new();
    // numbers without a unit, as long as only signs of a list or a span have come since
    let mut bare: Vec<Exact> = Vec::new();
    // the side of a ratio that came before
    let mut ratio: Option<Exact> = None;
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        if let Some((share, length)) = fraction(rest) {
            found.insert(share);
            (bare, ratio, at) = (Vec::new(), None, at + length);
            continue;
        }
        if let Some(half) = HALVES.iter().find(|half| starts(rest, half)) {
            found.insert(Exact::HALF);
            (bare, ratio, at) = (Vec::new(), None, at + half.chars().count());
            continue;
        }
        let Some((value, length)) = number(rest) else {
            let here = rest.first().copied().unwrap_or_default();
            let before = at.checked_sub(1).and_then(|i| text.get(i));
            if !before.is_some_and(|c| VAGUE.contains(c)) {
                found.extend(alone(rest));
            }
            ratio = ratio.filter(|_| here == ':');
            if !JOINS.contains(&here) {
                bare.clear();
            }
            at += 1;
            continue;
        };
        let in_words = rest.first().is_some_and(|c| !c.is_ascii_digit());
        at += length;
        if in_words && length == 1 && !counts(value, text.get(at..).unwrap_or_default()) {
            continue; // 一定, 统一, 第三方
        }
        found.insert(value);
        if let Some(first) = ratio.take()
            && let Some(whole) = first.add(value)
        {
            found.extend([first.div(whole), value.div(whole)].into_iter().flatten());
        }
        let (factor, length) = unit(text.get(at..).unwrap_or_default());
        at += length;
        match factor {
            Some(factor) => {
                found.extend(bare.drain(..).chain([value]).filter_map(|v| v.mul(factor)));
            }
            None => bare.push(value),
        }
        let colon = text.get(at) == Some(&':');
        ratio = colon.then_some(value);
    }
    found
}

/// Signs and words between the numbers of a list or a span.
const JOINS: &[char] = &['、', '/', '和', '或', '与', '至', '到', '-', '~', '—', '－', '～', ',', ';'];

/// Words before a unit that leave open how many.
const VAGUE: &[char] = &['数', '几', '多', '余', '上', '近'];

/// A unit that stands alone is one of it: `产值亿元以上`.
fn alone(text: &[char]) -> Option<Exact> {
    const LARGE: &[(&str, i128)] = &[("亿元", 100_000_000), ("千万元", 10_000_000), ("百万元", 1_000_000)];
    LARGE.iter().find(|(word, _)| starts(text, word)).map(|(_, n)| Exact::from(*n))
}

/// Words for half.
const HALVES: &[&str] = &["一半", "各半", "对半", "减半"];

/// Words that stand behind a number and multiply it.
const UNITS: &[(&str, i128, i128)] = &[
    ("亿", 100_000_000, 1),
    ("千万", 10_000_000, 1),
    ("百万", 1_000_000, 1),
    ("万", 10_000, 1),
    ("%", 1, 100),
    ("‰", 1, 1000),
    ("成", 1, 10),
    ("角", 1, 10),
    ("分", 1, 100),
];

/// Words that stand behind a number and leave it as it is.
const PLAIN: &[&str] = &["元", "倍"];

/// What can be counted: a single numeral before one of these is a figure.
const COUNTERS: &[char] = &['年', '个', '家', '人', '次', '项', '件', '名', '期', '档'];

/// Is a single numeral in words a figure, and not a part of another word?
fn counts(value: Exact, behind: &[char]) -> bool {
    let before_unit = unit(behind).0.is_some();
    before_unit || (value != Exact::ONE && behind.first().is_some_and(|c| COUNTERS.contains(c)))
}

fn unit(text: &[char]) -> (Option<Exact>, usize) {
    if let Some((word, n, d)) = UNITS.iter().find(|(word, ..)| starts(text, word)) {
        return (Exact::new(*n, *d), word.chars().count());
    }
    let plain = PLAIN.iter().find(|word| starts(text, word));
    (plain.map(|_| Exact::ONE), plain.map_or(0, |word| word.chars().count()))
}

/// `百分之十`, `千分之五`, `三分之一`: the share and how many characters it takes.
fn fraction(text: &[char]) -> Option<(Exact, usize)> {
    const OF: &str = "分之";
    let (whole, before) = match text.first()? {
        '百' => (Exact::from(100), 1),
        '千' => (Exact::from(1_000), 1),
        '万' => (Exact::from(10_000), 1),
        _ => number(text)?,
    };
    let behind = text.get(before..)?;
    if !starts(behind, OF) {
        return None;
    }
    let (part, length) = number(behind.get(OF.chars().count()..)?)?;
    Some((part.div(whole)?, before + OF.chars().count() + length))
}

fn number(text: &[char]) -> Option<(Exact, usize)> {
    digits(text).or_else(|| numerals(text))
}

/// `1234.5`, `1,234.5`.
fn digits(text: &[char]) -> Option<(Exact, usize)> {
    let digit = |i: usize| text.get(i).and_then(|c| c.to_digit(10)).map(i128::from);
    digit(0)?;
    let (mut mantissa, mut scale, mut at) = (0i128, 0u32, 0usize);
    let mut add = |d: i128| -> Option<()> {
        mantissa = mantissa.checked_mul(10)?.checked_add(d)?;
        Some(())
    };
    loop {
        if let Some(d) = digit(at) {
            add(d)?;
            at += 1;
        } else if text.get(at) == Some(&',') && (1..=3).all(|i| digit(at + i).is_some()) && digit(at + 4).is_none() {
            at += 1;
        } else {
            break;
        }
    }
    if text.get(at) == Some(&'.') && digit(at + 1).is_some() {
        at += 1;
        while let Some(d) = digit(at) {
            add(d)?;
            scale = scale.checked_add(1)?;
            at += 1;
        }
    }
    Some((Exact::scaled(mantissa, scale)?, at))
}

/// `十`, `二十`, `一百二十`, `两千`, `一点五`, up to 亿; the multiplier in `十万` is part of it.
fn numerals(text: &[char]) -> Option<(Exact, usize)> {
    let (mut total, mut section, mut digit): (i128, i128, Option<i128>) = (0, 0, None);
    let mut at = 0;
    while let Some(c) = text.get(at) {
        if let Some(value) = numeral(*c) {
            // two digits in a row are a year or a code, not a number in words
            if digit.is_some_and(|d| d != 0) {
                return None;
            }
            digit = Some(value);
        } else if let Some(power) = power(*c) {
            let begins = at == 0 && power != 10;
            if begins {
                return None;
            }
            if power >= 10_000 {
                let all = section.checked_add(digit.take().unwrap_or(0))?;
                total = total.checked_add(all.checked_mul(power)?)?;
                section = 0;
            } else {
                section = section.checked_add(digit.take().unwrap_or(1).checked_mul(power)?)?;
            }
        } else {
            break;
        }
        at += 1;
    }
    if at == 0 {
        return None;
    }
    let whole = total.checked_add(section)?.checked_add(digit.unwrap_or(0))?;
    let (mut mantissa, mut scale) = (whole, 0u32);
    if text.get(at) == Some(&'点') && text.get(at + 1).copied().and_then(numeral).is_some() {
        at += 1;
        while let Some(d) = text.get(at).copied().and_then(numeral) {
            mantissa = mantissa.checked_mul(10)?.checked_add(d)?;
            scale = scale.checked_add(1)?;
            at += 1;
        }
    }
    Some((Exact::scaled(mantissa, scale)?, at))
}

fn numeral(c: char) -> Option<i128> {
    const NUMERALS: [&str; 10] = ["零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"];
    NUMERALS.iter().position(|same| same.contains(c)).and_then(|i| i128::try_from(i).ok())
}

const fn power(c: char) -> Option<i128> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

fn starts(text: &[char], word: &str) -> bool {
    word.chars().enumerate().all(|(i, c)| text.get(i) == Some(&c))
}

/// Full-width digits and signs in half width.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '％' | '．' | '，' | '：' | '／' | '；' => {
            char::from_u32(u32::from(c).wrapping_sub(0xfee0)).unwrap_or(c)
        }
        c => c,
    }
}
