//! Amounts and whole numbers as people type them, and as Excel stores what it has added up.

use crate::city::{Cell, YUAN};
use crate::sheet::{Column, Draft, Stroke, Unit};
use crate::write::amount::{number, thousands, wan, yuan};

/// Every `n`-th amount, from a turn on, drawn in a way.
fn amounts(draft: &mut Draft, n: usize, from: usize, draw: impl Fn(&Column, i64) -> Option<Stroke>) {
    draft.redraw(|column, turn, value| match value {
        Cell::Money(cents) if turn % n == from => draw(column, *cents),
        _ => None,
    });
}

/// Amounts in 元.
pub fn in_yuan(draft: &mut Draft) {
    draft.in_unit(Unit::Yuan);
}

/// Text with thousands commas and two decimals: `1,234.50`.
pub fn commas(draft: &mut Draft) {
    amounts(draft, 4, 0, |column, cents| Some(Stroke::Text(thousands(&two_decimals(&column.unit.digits(cents))))));
}

/// Full-width digits: `１２３．５`.
pub fn full_width(draft: &mut Draft) {
    amounts(draft, 4, 1, |column, cents| Some(Stroke::Text(wide(&column.unit.digits(cents)))));
}

/// The cell names its own unit, another than its column's: `12.5万元` in a column of 元.
pub fn own_unit(draft: &mut Draft) {
    amounts(draft, 5, 2, |column, cents| match column.unit {
        Unit::Yuan if cents % (100 * YUAN) == 0 => Some(Stroke::Text(format!("{}万元", wan(cents)))),
        Unit::Wan => Some(Stroke::Text(format!("{}元", yuan(cents)))),
        Unit::Yuan => None,
    });
}

/// Typed behind an apostrophe.
pub fn apostrophe(draft: &mut Draft) {
    amounts(draft, 3, 0, |column, cents| Some(Stroke::Apostrophe(column.unit.digits(cents))));
}

/// The apostrophe itself in the text, as it comes out of other programs.
pub fn quote_in_text(draft: &mut Draft) {
    amounts(draft, 5, 1, |column, cents| Some(Stroke::Text(format!("'{}", column.unit.digits(cents)))));
}

/// Spaces that cannot be told from the usual one: no-break, full width, tab, byte-order mark.
pub fn padded(draft: &mut Draft) {
    const PADS: [(&str, &str); 4] = [("\u{A0}", ""), ("", "\u{3000}"), ("\t", "\u{A0}"), ("\u{FEFF}", " ")];
    draft.redraw(|column, turn, value| match value {
        Cell::Money(cents) if turn % 6 == 3 => {
            let (before, after) = PADS.get(turn / 6 % PADS.len())?;
            Some(Stroke::Text(format!("{before}{}{after}", column.unit.digits(*cents))))
        }
        _ => None,
    });
}

/// A sum that Excel has added up binary: `1234.5600000000002`.
pub fn binary_noise(draft: &mut Draft) {
    amounts(draft, 4, 2, |column, cents| {
        let noisy = number(&column.unit.digits(cents)).next_up();
        (cents > YUAN).then(|| Stroke::Number(noisy.to_string(), "#,##0.00"))
    });
}

/// Typed as an addition, with the result that Excel saved.
pub fn typed_sum(draft: &mut Draft) {
    amounts(draft, 5, 3, |column, cents| {
        let part = cents / 3 / (100 * YUAN) * (100 * YUAN);
        let (first, second) = (column.unit.digits(part), column.unit.digits(cents - part));
        (part > 0).then(|| Stroke::Formula(format!("={first}+{second}"), column.unit.digits(cents)))
    });
}

/// Excel's own number format, which shows what it likes.
pub fn general_format(draft: &mut Draft) {
    amounts(draft, 2, 0, |column, cents| Some(Stroke::Number(column.unit.digits(cents), "")));
}

/// Whole numbers as text, some in full width.
pub fn whole_as_text(draft: &mut Draft) {
    draft.redraw(|_, turn, value| match value {
        Cell::Integer(n) if turn % 3 == 0 => Some(Stroke::Text(n.to_string())),
        Cell::Integer(n) if turn % 3 == 1 => Some(Stroke::Text(wide(&n.to_string()))),
        _ => None,
    });
}

/// Everything as text, as an export writes it.
pub fn all_as_text(draft: &mut Draft) {
    draft.redraw(|column, _, value| match value {
        Cell::Money(cents) => Some(Stroke::Text(two_decimals(&column.unit.digits(*cents)))),
        Cell::Integer(n) => Some(Stroke::Text(n.to_string())),
        _ => None,
    });
}

fn two_decimals(plain: &str) -> String {
    let decimals = plain.split_once('.').map_or(0, |(_, d)| d.len());
    let point = if decimals == 0 { "." } else { "" };
    format!("{plain}{point}{}", "0".repeat(2_usize.saturating_sub(decimals)))
}

/// The same in full width.
pub fn wide(plain: &str) -> String {
    plain
        .chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c) } else { c })
        .collect()
}
