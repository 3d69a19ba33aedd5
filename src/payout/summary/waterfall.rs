//! A waterfall on the sheet of awards: what was computed, what all cuts took, what was offset; their sums, and the cuts in
//! words.

use crate::diagnostic::Lang;
use crate::money::Money;
use crate::say;
use crate::settle::run::{Line, Waterfall};

use crate::payout::table::Cell;

/// Sums of a measure, in millionths of a 元.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    pub gross: i128,
    pub cut: i128,
    pub offset: i128,
}

impl Sums {
    pub fn add(&mut self, w: &Waterfall) {
        *self = self.with(Self { gross: w.gross, cut: cut(w), offset: in_millionths(w.offset) });
    }

    /// The run has been reconciled: its sums do not overflow.
    pub const fn with(self, other: Self) -> Self {
        Self {
            gross: self.gross.saturating_add(other.gross),
            cut: self.cut.saturating_add(other.cut),
            offset: self.offset.saturating_add(other.offset),
        }
    }
}

const fn in_millionths(amount: Money) -> i128 {
    amount.fen().saturating_mul(10_000)
}

/// All that rounding and cuts change.
fn cut(w: &Waterfall) -> i128 {
    let cuts = [w.cap, w.floor, w.adjustment, w.stacking, w.enterprise_cap, w.budget];
    cuts.into_iter().fold(w.rounding, |sum, c| sum.saturating_add(in_millionths(c)))
}

/// Computed, cuts, offset: they add up to what is payable.
pub(super) fn amounts(w: &Waterfall) -> [Cell<'static>; 3] {
    [Cell::Millionths(w.gross), Cell::Millionths(cut(w)), Cell::Money(w.offset)]
}

/// Which steps cut a paid line.
#[must_use]
pub fn cuts(line: &Line, lang: Lang) -> String {
    let Some(w) = line.waterfall.as_deref() else {
        return String::new();
    };
    let steps = [
        (w.cap, say!("封顶", "cap")),
        (w.adjustment, say!("审查调整", "adjusted")),
        (w.stacking, say!("不重复享受", "stacking")),
        (w.enterprise_cap, say!("企业年度限额", "enterprise limit")),
        (w.budget, say!("总额控制", "budget")),
        (w.offset, say!("已拨付抵扣", "offset")),
    ];
    let said: Vec<String> = steps
        .iter()
        .filter(|(amount, _)| !amount.is_zero())
        .map(|(amount, word)| format!("{} {}", word.get(lang), amount.grouped()))
        .collect();
    said.join(if lang == Lang::Zh { "；" } else { "; " })
}
