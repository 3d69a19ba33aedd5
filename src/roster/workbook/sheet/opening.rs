//! What the tags of rows and cells say: positions, kinds and formats, each within the bounds of a sheet.

use super::super::super::fault::Fault;
use super::super::super::grid::{Area, Format};
use super::super::fault;
use super::super::xml::{Attributes, attribute};
use crate::source::column_letters;

const LAST_ROW: u32 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;

/// What the opening tag of a cell says.
#[derive(Clone, Copy)]
pub struct Opening {
    /// Column from 1.
    pub column: u32,
    /// What kind of value it has.
    pub kind: CellKind,
    /// How its number is shown.
    pub format: Format,
}

/// The kinds of values that a file knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    Number,
    Shared,
    Text,
    Inline,
    Logical,
    Error,
    Day,
}

/// The number of a row, and whether it is hidden.
pub fn row_opening(attributes: &[u8], before: u32) -> Result<(u32, bool), Fault> {
    let (mut number, mut hidden) = (None, false);
    for pair in Attributes(attributes) {
        match pair? {
            (b"r", value) => {
                let parsed = digits(value)
                    .filter(|n| (1..=LAST_ROW).contains(n))
                    .ok_or_else(|| fault::position(&String::from_utf8_lossy(value)))?;
                if number.replace(parsed).is_some() {
                    return Err(fault::xml("r"));
                }
            }
            (b"hidden", value) => hidden = matches!(value, b"1" | b"true"),
            _ => {}
        }
    }
    let number = number.unwrap_or(before + 1);
    if number <= before {
        return Err(fault::cell_twice(&number.to_string()));
    }
    if number > LAST_ROW {
        return Err(fault::position(&number.to_string()));
    }
    Ok((number, hidden))
}

/// What the opening tag of a cell says; it must stand in its row, behind the one before.
pub fn cell_opening(attributes: &[u8], row: u32, before: u32, formats: &[Format]) -> Result<Opening, Fault> {
    let (mut column, mut kind, mut format) = (None, None, None);
    for pair in Attributes(attributes) {
        let (name, value) = pair?;
        let again = match name {
            b"r" => {
                let (found, in_row) = address(value).ok_or_else(|| fault::position(&String::from_utf8_lossy(value)))?;
                if in_row != row {
                    return Err(fault::cell_twice(&String::from_utf8_lossy(value)).at(row, found));
                }
                column.replace(found).is_some()
            }
            b"t" => kind.replace(cell_kind(value)?).is_some(),
            b"s" => {
                let style = digits(value).and_then(|s| formats.get(s as usize).copied());
                // a workbook without styles has style 0 all the same
                let style = match style {
                    Some(style) => style,
                    None if formats.is_empty() => Format::Plain,
                    None => return Err(fault::xml(&String::from_utf8_lossy(value)).at(row, 0)),
                };
                format.replace(style).is_some()
            }
            _ => false,
        };
        if again {
            return Err(fault::xml(&String::from_utf8_lossy(name)).at(row, 0));
        }
    }
    let column = column.unwrap_or(before + 1);
    let address = || format!("{}{row}", column_letters(column));
    if column <= before {
        return Err(fault::cell_twice(&address()).at(row, column));
    }
    if column > LAST_COLUMN {
        return Err(fault::position(&address()).at(row, 0));
    }
    Ok(Opening {
        column,
        kind: kind.unwrap_or(CellKind::Number),
        format: format.unwrap_or_else(|| formats.first().copied().unwrap_or_default()),
    })
}

fn cell_kind(value: &[u8]) -> Result<CellKind, Fault> {
    Ok(match value {
        b"n" => CellKind::Number,
        b"s" => CellKind::Shared,
        b"str" => CellKind::Text,
        b"inlineStr" => CellKind::Inline,
        b"b" => CellKind::Logical,
        b"e" => CellKind::Error,
        b"d" => CellKind::Day,
        other => return Err(fault::xml(&String::from_utf8_lossy(other))),
    })
}

/// The columns that a `col` element hides.
pub fn hidden_columns(attributes: &[u8]) -> Result<Option<(u32, u32)>, Fault> {
    let hidden = matches!(attribute(attributes, b"hidden")?, Some(b"1" | b"true"));
    let bound = |name: &[u8]| -> Result<u32, Fault> {
        let value = attribute(attributes, name)?.unwrap_or_default();
        digits(value)
            .filter(|n| (1..=LAST_COLUMN).contains(n))
            .ok_or_else(|| fault::position(&String::from_utf8_lossy(value)))
    };
    Ok(if hidden { Some((bound(b"min")?, bound(b"max")?)) } else { None })
}

/// A number of at most nine plain digits.
pub fn digits(bytes: &[u8]) -> Option<u32> {
    digits_in_front(bytes).filter(|(_, rest)| rest.is_empty()).map(|(number, _)| number)
}

/// The number of at most nine plain digits in front, and what follows it.
pub fn digits_in_front(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (mut number, mut rest) = (0, bytes);
    while let Some((digit @ b'0'..=b'9', tail)) = rest.split_first() {
        if bytes.len() - tail.len() > 9 {
            return None;
        }
        number = number * 10 + u32::from(*digit - b'0');
        rest = tail;
    }
    (rest.len() < bytes.len()).then_some((number, rest))
}

/// `B12` as (column, row), within a sheet.
pub fn address(bytes: &[u8]) -> Option<(u32, u32)> {
    address_in_front(bytes).filter(|(.., rest)| rest.is_empty()).map(|(column, row, _)| (column, row))
}

/// The `B12` in front as column and row, within a sheet, and what follows it.
pub fn address_in_front(bytes: &[u8]) -> Option<(u32, u32, &[u8])> {
    let (mut column, mut rest) = (0, bytes);
    while let Some((letter @ b'A'..=b'Z', tail)) = rest.split_first() {
        column = column * 26 + u32::from(*letter - b'A') + 1;
        if column > LAST_COLUMN {
            return None;
        }
        rest = tail;
    }
    let (row, tail) = digits_in_front(rest).filter(|_| !rest.starts_with(b"0"))?;
    (column > 0 && (1..=LAST_ROW).contains(&row)).then_some((column, row, tail))
}

/// `A1:C3`, within a sheet.
pub fn area(bytes: &[u8]) -> Option<Area> {
    let mut ends = bytes.split(|b| *b == b':');
    let (left, top) = address(ends.next()?)?;
    let (right, bottom) = match ends.next() {
        Some(end) => address(end)?,
        None => (left, top),
    };
    (ends.next().is_none() && left <= right && top <= bottom).then_some(Area { top, left, bottom, right })
}

/// `-1.5E+3` and the like: what a number cell may hold.
pub fn is_number(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let mut parts = bytes.splitn(2, |b| matches!(b, b'E' | b'e'));
    let mantissa = parts.next().unwrap_or_default();
    let exponent = parts.next();
    let mut digits = 0;
    let mut points = 0;
    for byte in mantissa {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' => points += 1,
            _ => return false,
        }
    }
    let exponent_fits = exponent.is_none_or(|e| {
        let e = e.strip_prefix(b"+").or(e.strip_prefix(b"-")).unwrap_or(e);
        (1..=3).contains(&e.len()) && e.iter().all(u8::is_ascii_digit)
    });
    digits > 0 && points <= 1 && exponent_fits
}
