//! How numbers are shown: which styles make a number a day, a percentage, or something else than it is.

use std::collections::BTreeMap;

use super::super::fault::Fault;
use super::super::grid::Format;
use super::super::number::Unit;
use super::super::text::fold;
use super::fault;
use super::xml::{Scanner, Token, attribute, decode, local};

/// Reads `styles.xml`: the format of each cell style, in order.
pub fn read(bytes: &[u8]) -> Result<Vec<Format>, Fault> {
    let mut scanner = Scanner::new(bytes)?;
    let mut codes: BTreeMap<u32, Format> = BTreeMap::new();
    let mut ids = Vec::new();
    let mut open: Vec<Vec<u8>> = Vec::new();
    loop {
        match scanner.next()? {
            Token::Open { name, attributes, empty } => {
                let parent = open.last().map(|n| local(n));
                match (parent, local(name)) {
                    (Some(b"numFmts"), b"numFmt") => {
                        let mut code = String::new();
                        decode(attribute(attributes, b"formatCode")?.unwrap_or_default(), &mut code)?;
                        if let Some(id) = id(attributes)? {
                            codes.insert(id, classify(&code));
                        }
                    }
                    (Some(b"cellXfs"), b"xf") => ids.push(id(attributes)?.unwrap_or(0)),
                    _ => {}
                }
                if !empty {
                    open.push(name.to_vec());
                    if open.len() > 200 {
                        return Err(fault::xml("styles.xml"));
                    }
                }
            }
            Token::Close(name) => {
                if open.pop().as_deref() != Some(name) {
                    return Err(fault::xml(&String::from_utf8_lossy(name)));
                }
            }
            Token::End if open.is_empty() => break,
            Token::End => return Err(fault::truncated()),
            Token::Text(_) | Token::Other => {}
        }
    }
    Ok(ids.iter().map(|id| codes.get(id).copied().unwrap_or_else(|| built_in(*id))).collect())
}

fn id(attributes: &[u8]) -> Result<Option<u32>, Fault> {
    match attribute(attributes, b"numFmtId")? {
        None => Ok(None),
        Some(value) => std::str::from_utf8(value)
            .ok()
            .and_then(|v| v.parse().ok())
            .map(Some)
            .ok_or_else(|| fault::xml(&String::from_utf8_lossy(value))),
    }
}

/// The formats that a workbook does not spell out, as a Chinese Excel or WPS shows them.
fn built_in(id: u32) -> Format {
    match id {
        9 | 10 => Format::Percent,
        14..=16 | 22 | 28..=31 | 51 | 53 | 54 | 58 => Format::Day,
        17 | 27 | 36 | 50 | 52 | 57 => Format::Month,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Format::Time,
        _ => Format::Plain,
    }
}

/// What a format code makes of a number.
pub fn classify(code: &str) -> Format {
    let mut rest = code.chars().peekable();
    let Section { code: first, literal } = section(&mut rest);
    let has = |wanted: &[char]| first.contains(wanted);
    // what is negative has a section of its own, and may not be shown in another unit
    let negative = if rest.peek().is_some() { section(&mut rest).literal } else { literal.clone() };
    let beside = match (shown(&literal), shown(&negative)) {
        (beside, same) if beside == same => beside,
        _ => Format::Scaled,
    };
    if first.contains("general") || first.is_empty() || first == "@" {
        return beside;
    }
    let (year, day, clock) = (has(&['y', 'e']), has(&['d']), has(&['h', 's']));
    // an exponent (0.00E+00) is not a year of an era
    let number = has(&['0', '#', '?']);
    if !number && day {
        return Format::Day;
    }
    if !number && clock {
        return if year { Format::Day } else { Format::Time };
    }
    if !number && (year || has(&['m'])) {
        return Format::Month;
    }
    if has(&['%']) {
        return Format::Percent;
    }
    let moved = first.trim_end().ends_with(',') || first.contains(",.") || first.contains('!');
    if moved || beside == Format::Scaled {
        return Format::Scaled;
    }
    if beside != Format::Plain {
        return beside;
    }
    let whole = first.split('.').next().unwrap_or_default();
    let zeros = whole.chars().filter(|c| *c == '0').count();
    if zeros > 1 && !whole.contains(['#', ',']) {
        return Format::ZeroPadded;
    }
    Format::Plain
}

/// What the words around a number make of it: a unit, a figure of another size, or nothing.
fn shown(literal: &str) -> Format {
    let folded = fold(literal);
    let word = folded.trim_matches(['(', ')', '-', '+', '¥']);
    let unit = match word {
        "万" => Some(Unit::Wan),
        "亿" => Some(Unit::Yi),
        word => Unit::named(word),
    };
    match unit {
        Some(unit) => Format::Unit(unit),
        None if word.contains(['%', '‰', '十', '百', '千', '万', '亿']) || matches!(word, "k" | "m") => {
            Format::Scaled
        }
        None => Format::Plain,
    }
}

/// A section of a format code.
struct Section {
    /// In lower case, without quoted texts, escapes and brackets; `!` marks a literal point or comma in the
    /// middle of the digits, by which amounts are shown in 万.
    code: String,
    /// The texts that are shown beside the number.
    literal: String,
}

/// The next section of a format code.
fn section(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Section {
    let (mut out, mut literal) = (String::new(), String::new());
    while let Some(c) = characters.next() {
        match c {
            '"' => literal.extend(characters.by_ref().take_while(|c| *c != '"')),
            '[' => {
                let inner: String = characters.by_ref().take_while(|c| *c != ']').collect();
                if inner.chars().all(|c| matches!(c, 'h' | 'H' | 'm' | 'M' | 's' | 'S')) {
                    out.push('h');
                }
                // [$元-804]: a currency
                let currency = inner.strip_prefix('$').map(|c| c.split_once('-').map_or(c, |(sign, _)| sign));
                literal.push_str(currency.unwrap_or_default());
            }
            '\\' | '!' => match characters.next() {
                Some('.' | ',') if out.ends_with('0') => out.push('!'),
                escaped => literal.extend(escaped),
            },
            '_' | '*' => {
                characters.next();
            }
            ';' => break,
            c if !c.is_ascii() => {
                literal.push(c);
                out.push(c);
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    Section { code: out, literal }
}
