//! What people write where there is nothing.

use duixian::value::Type;

use crate::city::Cell;
use crate::sheet::{Draft, Stroke};

/// A dash or two, and spaces that look like nothing.
pub fn dashes(draft: &mut Draft) {
    fill(draft, &["—", "——", "-", "\u{3000}", "\u{A0}"]);
}

/// A stroke.
pub fn slashes(draft: &mut Draft) {
    fill(draft, &["/", "／"]);
}

/// 无, except where 无 would be an answer.
pub fn none(draft: &mut Draft) {
    draft.redraw(|column, _, value| {
        let asks = column.field.as_ref().is_some_and(|(_, f)| f.ty == Type::YesNo);
        (*value == Cell::Empty && column.field.is_some() && !asks).then(|| Stroke::Text("无".to_owned()))
    });
}

fn fill(draft: &mut Draft, marks: &[&str]) {
    let mut turn = 0;
    draft.redraw(|column, _, value| {
        if *value != Cell::Empty || column.field.is_none() {
            return None;
        }
        turn += 1;
        marks.get(turn % marks.len()).map(|mark| Stroke::Text((*mark).to_owned()))
    });
}
