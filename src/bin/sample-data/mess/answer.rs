//! Yes and no.

use crate::city::Cell;
use crate::sheet::{Draft, Stroke};

fn answers(draft: &mut Draft, yes: &'static [&str], no: &'static [&str]) {
    draft.redraw(|_, turn, value| match value {
        Cell::YesNo(answer) => {
            let words = if *answer { yes } else { no };
            words.get(turn % words.len()).map(|word| Stroke::Text((*word).to_owned()))
        }
        _ => None,
    });
}

/// √ and ×.
pub fn ticks(draft: &mut Draft) {
    answers(draft, &["√"], &["×"]);
}

/// Y and N, of either width.
pub fn letters(draft: &mut Draft) {
    answers(draft, &["Y", "y", "Ｙ"], &["N", "n", "Ｎ"]);
}

/// 有 and 无, 是 and 否, with stray spaces.
pub fn words(draft: &mut Draft) {
    answers(draft, &["有", "是 ", "是"], &["无", "\u{3000}否", "否"]);
}

/// 1 and 0, as numbers.
pub fn digits(draft: &mut Draft) {
    draft.redraw(|_, _, value| match value {
        Cell::YesNo(answer) => Some(Stroke::Number(u8::from(*answer).to_string(), "")),
        _ => None,
    });
}
