//! Columns: in another order, merged downward, and such as no rule reads.

use duixian::schema::Role;

use crate::city::Cell;
use crate::sheet::{Column, Draft, Square, Stroke};

/// Puts a column in front, or behind all others.
fn add(draft: &mut Draft, words: &str, at: usize, draw: impl Fn(usize, &[Square], &[Column]) -> Option<Stroke>) {
    let columns = std::mem::take(&mut draft.columns);
    let at = at.min(columns.len());
    for (turn, entry) in draft.entries().enumerate() {
        let stroke = draw(turn, &entry.squares, &columns);
        entry.squares.insert(at, Square { value: Cell::Empty, stroke });
    }
    draft.columns = columns;
    draft.columns.insert(at, Column::extra(words));
}

/// 序号 in front.
pub fn running_number(draft: &mut Draft) {
    add(draft, "序号", 0, |turn, _, _| Some(Stroke::Number((turn + 1).to_string(), "")));
}

/// 联系电话 behind: digits as numbers, which no rule reads.
pub fn telephone(draft: &mut Draft) {
    add(draft, "联系电话", usize::MAX, |turn, _, _| Some(Stroke::Number(format!("0731{:08}", turn * 7), "")));
}

/// 备注 behind, with a line break here and there.
pub fn remarks(draft: &mut Draft) {
    add(draft, "备注", usize::MAX, |turn, _, _| match turn % 23 {
        5 => Some(Stroke::Text("已电话核实，\n资料齐全".to_owned())),
        11 => Some(Stroke::Text("2.13 补正".to_owned())),
        _ => None,
    });
}

/// 占比 behind, which no rule reads: percentages as 0.12, as 12 and as `12%`.
pub fn percentages(draft: &mut Draft) {
    add(draft, "研发投入占比(%)", usize::MAX, |turn, squares, columns| {
        let of = |name: &str| {
            columns.iter().zip(squares).find(|(c, _)| c.is(name)).map(|(_, s)| match s.value {
                Cell::Money(cents) => cents,
                _ => 0,
            })
        };
        let (spent, revenue) = (of("本年研发费用")?, of("营业收入")?);
        let per_mille = spent.checked_mul(1000)?.checked_div(revenue)?;
        Some(match turn % 3 {
            0 => Stroke::Number(format!("{}.{:03}", per_mille / 1000, per_mille % 1000), "0.0%"),
            1 => Stroke::Number(format!("{}.{}", per_mille / 10, per_mille % 10), ""),
            _ => Stroke::Text(format!("{}.{}%", per_mille / 10, per_mille % 10)),
        })
    });
}

/// 上年台账 behind, which no rule reads: a lookup that found nothing, and a reference that is gone.
pub fn failed_lookups(draft: &mut Draft) {
    add(draft, "上年台账", usize::MAX, |turn, _, _| {
        Some(match turn % 2 {
            0 => Stroke::Formula("=VLOOKUP(\"无\",A1:B1,2,FALSE)".to_owned(), "#N/A".to_owned()),
            _ => Stroke::Formula("=#REF!+1".to_owned(), "#REF!".to_owned()),
        })
    });
}

/// The code behind everything else, and the rest from back to front.
pub fn backwards(draft: &mut Draft) {
    draft.columns.reverse();
    for entry in draft.entries() {
        entry.squares.reverse();
    }
}

/// The county's cells merged downward, as its column allows.
pub fn merged_county(draft: &mut Draft) {
    for column in &mut draft.columns {
        column.merged |= column.field.as_ref().is_some_and(|(_, f)| f.role == Some(Role::County));
    }
}
