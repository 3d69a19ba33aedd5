//! Rows that add up: 小计, 合计, 总计, by formulas or typed in.

use crate::sheet::{Draft, Row, Sum};

/// A subtotal after so many rows.
pub fn subtotals(draft: &mut Draft, every: usize, formula: bool) {
    insert(draft, every, |draft| Row::Subtotal(Sum { label: format!("{}小计", draft.office), formula }));
    if matches!(draft.rows.last(), Some(Row::Data(_))) {
        draft.rows.push(Row::Subtotal(Sum { label: "小计".to_owned(), formula }));
    }
}

/// Of everything, by formulas.
pub fn by_formulas(draft: &mut Draft) {
    grand(draft, "合计", true);
}

/// Of everything, typed in.
pub fn typed(draft: &mut Draft) {
    grand(draft, "总 计", false);
}

fn grand(draft: &mut Draft, label: &str, formula: bool) {
    if draft.rows.iter().any(|row| matches!(row, Row::Data(_))) {
        draft.rows.push(Row::Total(Sum { label: label.to_owned(), formula }));
    }
}

/// Puts a row after every so many rows of data.
pub fn insert(draft: &mut Draft, every: usize, row: impl Fn(&Draft) -> Row) {
    let rows = std::mem::take(&mut draft.rows);
    let mut count = 0;
    for old in rows {
        let data = matches!(old, Row::Data(_));
        draft.rows.push(old);
        count += usize::from(data);
        if data && count % every == 0 {
            let row = row(draft);
            draft.rows.push(row);
        }
    }
}
