//! Names and choices with white space in and around them, and letters of another width.

use duixian::schema::Role;
use duixian::value::Type;

use super::amount::wide;
use crate::city::Cell;
use crate::sheet::{Draft, Stroke};

fn said(value: &Cell) -> Option<&str> {
    match value {
        Cell::Text(text) => Some(text),
        Cell::Word(word) => Some(word),
        _ => None,
    }
}

/// No-break and full-width spaces, tabs and line breaks around names.
pub fn padded_names(draft: &mut Draft) {
    draft.redraw(|column, turn, value| {
        let named = column.field.as_ref().is_some_and(|(_, f)| f.role == Some(Role::Name));
        let text = said(value).filter(|_| named)?;
        let padded = match turn % 5 {
            0 => format!("\u{3000}{text}"),
            1 => format!("{text}\u{A0}"),
            2 => format!("{text}\n"),
            3 => format!("\t{text} "),
            _ => return None,
        };
        Some(Stroke::Text(padded))
    });
}

/// Choices with a space inside or in full width.
pub fn loose_choices(draft: &mut Draft) {
    draft.redraw(|column, turn, value| {
        let chosen = column.field.as_ref().is_some_and(|(_, f)| matches!(f.ty, Type::Choice(_)));
        let word = said(value).filter(|_| chosen)?;
        let loose = match turn % 3 {
            0 if word.is_ascii() => wide(word),
            0 => spaced(word),
            1 => format!("{word}\u{3000}"),
            _ => return None,
        };
        Some(Stroke::Text(loose))
    });
}

fn spaced(word: &str) -> String {
    let mut letters = word.chars();
    let first: String = letters.by_ref().take(1).collect();
    format!("{first}\u{3000}{}", letters.as_str())
}

/// A policy's title in quotation marks of another kind, or with spaces.
pub fn loose_policies(draft: &mut Draft) {
    draft.redraw(|column, turn, value| {
        let text = said(value).filter(|_| column.is("政策"))?;
        let loose = match turn % 3 {
            0 => text.replace(['"', '“', '”'], ""),
            1 => format!(" {} ", text.replace('(', "（").replace(')', "）")),
            _ => return None,
        };
        Some(Stroke::Text(loose))
    });
}
