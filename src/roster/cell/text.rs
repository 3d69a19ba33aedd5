//! A cell as a text: what cannot be seen is left out and said, or refused.

use std::borrow::Cow;

use super::super::grid::{Cell, Format, Kind};
use super::super::number;
use super::super::text::{is_direction, is_zero_width, quoted, trim};
use super::{Lane, Reading, Remark, day, retype, unreadable, wrong};
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::{Field, Role};

/// Reads a text; of an account or an identifier, whether its digits are still all there.
pub fn read<'a>(cell: Cell<'a>, field: &Field, from_1904: bool) -> Reading<'a> {
    let digits_matter = matches!(field.role, Some(Role::BankAccount | Role::Identifier));
    match cell.kind {
        Kind::Number if cell.format == Format::Day => match day::read(cell, field, from_1904) {
            Reading::Value(Lane::Day(number), ..) => {
                let day = crate::calendar::Date::from_number(number);
                let text = day.map(|d| d.to_string()).unwrap_or_default();
                Reading::Value(Lane::Text(Cow::Owned(text)), false, None)
            }
            other => other,
        },
        Kind::Number => {
            let plain = cell.text.len() <= 15 && cell.text.bytes().all(|b| b.is_ascii_digit());
            let lost = !plain || cell.format == Format::ZeroPadded;
            if digits_matter && (lost || field.role == Some(Role::BankAccount)) {
                return digits_lost(cell, field);
            }
            match number::stored(cell.text) {
                Ok((figure, rounded)) => {
                    let text = figure.to_string();
                    let remark = rounded.then_some(Remark::Rounded);
                    let same = text == cell.text;
                    Reading::Value(Lane::Text(Cow::Owned(text)), same, remark)
                }
                Err(_) => unreadable(cell, field, retype()),
            }
        }
        Kind::Text if digits_matter && is_scientific(cell.text) => digits_lost(cell, field),
        _ => free_text(cell, field),
    }
}

/// Numbers that Excel has rounded: `9.14E+17`.
pub fn is_scientific(text: &str) -> bool {
    if !text.contains('+') {
        return false;
    }
    let text = trim(text);
    let mut parts = text.splitn(2, ['E', 'e']);
    let (mantissa, exponent) = (parts.next().unwrap_or_default(), parts.next());
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    exponent.is_some_and(|e| {
        e.strip_prefix('+').is_some_and(digits)
            && mantissa.starts_with(|c: char| c.is_ascii_digit())
            && digits(&mantissa.replace('.', ""))
    })
}

fn digits_lost<'a>(cell: Cell, field: &Field) -> Reading<'a> {
    let (name, shown) = (&field.name, quoted(cell.text));
    wrong(
        &codes::DIGITS_LOST,
        say!(
            "“{name}”被存成了数字“{shown}”，末位或前面的 0 可能已经丢失",
            "`{name}` is stored as the number `{shown}`, so last digits or leading zeros may be lost"
        ),
        say!(
            "把这一列设为“文本”格式，再按原件重新填写",
            "set the column's format to text and type it again from the original"
        ),
    )
}

fn free_text<'a>(cell: Cell<'a>, field: &Field) -> Reading<'a> {
    // nearly all texts are plain letters, digits and ideographs
    let is_usual = |c: char| c.is_ascii_graphic() || matches!(c, '一'..='龥');
    if cell.text.chars().all(is_usual) {
        return Reading::Value(Lane::Text(Cow::Borrowed(cell.text)), true, None);
    }
    let trimmed = trim(cell.text);
    let name = field.role == Some(Role::Name);
    let is_break = |c: char| matches!(c, '\n' | '\r' | '\t');
    let (mut strange, mut invisible, mut broken, mut alike) = (false, false, false, false);
    for c in trimmed.chars() {
        broken |= is_break(c);
        strange |= is_direction(c) || (c.is_control() && (name || !is_break(c)));
        invisible |= is_zero_width(c);
        alike |= looks_alike(c);
    }
    if strange {
        let (field_name, shown) = (&field.name, quoted(trimmed));
        return wrong(
            &codes::CONTROL_CHARACTER,
            say!(
                "“{field_name}”里有看不见的控制字符：“{shown}”",
                "`{field_name}` holds control characters that cannot be seen: `{shown}`"
            ),
            say!("删去后重新填写", "delete them and type it again"),
        );
    }
    let remark = if invisible {
        Some(Remark::Invisible)
    } else if name && alike {
        Some(Remark::LookAlike)
    } else {
        None
    };
    let value = if invisible || broken {
        let text = trimmed.chars().filter(|c| !is_zero_width(*c));
        Cow::Owned(text.map(|c| if is_break(c) { ' ' } else { c }).collect())
    } else {
        Cow::Borrowed(trimmed)
    };
    let plain = value.as_ref() == cell.text;
    Reading::Value(Lane::Text(value), plain, remark)
}

/// Letters of other scripts, and radicals, that look like Latin letters or Chinese characters.
fn looks_alike(c: char) -> bool {
    matches!(c, '\u{0370}'..='\u{03FF}' | '\u{0400}'..='\u{052F}' | '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}')
}
