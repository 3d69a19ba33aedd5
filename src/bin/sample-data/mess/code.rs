//! Credit codes and account numbers as they are copied from elsewhere.

use duixian::schema::Role;

use super::amount::wide;
use crate::city::Cell;
use crate::sheet::{Draft, Stroke};

fn texts(draft: &mut Draft, role: Role, n: usize, from: usize, draw: impl Fn(&str) -> Stroke) {
    draft.redraw(|column, turn, value| {
        let of_role = column.field.as_ref().is_some_and(|(_, f)| f.role == Some(role));
        match value {
            Cell::Text(text) if of_role && turn % n == from => Some(draw(text)),
            _ => None,
        }
    });
}

/// In groups, with spaces or hyphens between.
pub fn grouped(draft: &mut Draft) {
    texts(draft, Role::Code, 4, 0, |code| Stroke::Text(groups(code, ' ')));
    texts(draft, Role::Code, 4, 2, |code| Stroke::Text(groups(code, '-')));
}

fn groups(text: &str, between: char) -> String {
    let mut grouped = String::new();
    for (place, c) in text.chars().enumerate() {
        if matches!(place, 2 | 8 | 17) {
            grouped.push(between);
        }
        grouped.push(c);
    }
    grouped
}

/// In lower case.
pub fn lower_case(draft: &mut Draft) {
    texts(draft, Role::Code, 2, 1, |code| Stroke::Text(code.to_lowercase()));
}

/// In full width.
pub fn full_width(draft: &mut Draft) {
    texts(draft, Role::Code, 3, 1, |code| Stroke::Text(wide(code)));
}

/// With white space that nobody sees around them.
pub fn padded(draft: &mut Draft) {
    texts(draft, Role::Code, 5, 1, |code| Stroke::Text(format!("\t{code}")));
    texts(draft, Role::Code, 5, 3, |code| Stroke::Text(format!("{code}\u{A0}")));
    texts(draft, Role::Code, 5, 4, |code| Stroke::Text(format!("\u{FEFF}{code}\n")));
}

/// Behind an apostrophe, accounts too.
pub fn apostrophe(draft: &mut Draft) {
    texts(draft, Role::Code, 1, 0, |code| Stroke::Apostrophe(code.to_owned()));
    texts(draft, Role::BankAccount, 1, 0, |account| Stroke::Apostrophe(account.to_owned()));
}

/// The apostrophe itself in the text.
pub fn quote_in_text(draft: &mut Draft) {
    texts(draft, Role::Code, 2, 0, |code| Stroke::Text(format!("'{code}")));
}
