//! The sheet of awards: what is paid, held or to be recovered, with the payers' parts.

use crate::diagnostic::Lang;
use crate::money::Money;
use crate::say;
use crate::settle::enterprises::Enterprises;
use crate::settle::run::{Line, Status, Waterfall};
use crate::settle::tally::payer_of;

use crate::payout::results::{ReasonWords, Results};
use crate::payout::table::{self, Cell, Column, Kind, Table};
use crate::payout::words;

/// The lines that are not zero, in the order of `awards.csv`.
pub struct Detail<'a> {
    results: Results<'a>,
    enterprises: Enterprises<'a>,
}

impl<'a> Detail<'a> {
    /// The lines of a settlement.
    #[must_use]
    pub fn of(results: Results<'a>) -> Self {
        Self { results, enterprises: results.enterprises() }
    }

    /// What each payer pays of one award.
    fn by_payer(&self, enterprise: usize, award: usize) -> Vec<Cell<'static>> {
        let run = self.results.run;
        let mut parts = vec![Money::ZERO; run.edition.pack.payers.len()];
        for payment in self.results.payments(enterprise, award) {
            let part = payer_of(run, payment).and_then(|payer| parts.get_mut(payer));
            if let Some(part) = part {
                // the run has been reconciled: its parts do not overflow
                *part = part.add(payment.amount).unwrap_or(*part);
            }
        }
        parts.into_iter().map(Cell::Money).collect()
    }
}

impl Table for Detail<'_> {
    fn columns(&self) -> Vec<Column> {
        let lang = self.results.lang;
        let column = |text: crate::diagnostic::Bilingual, kind| Column { name: text.get(lang).to_owned().into(), kind };
        let mut columns = vec![
            column(say!("统一社会信用代码", "code"), Kind::Code),
            column(say!("企业名称", "enterprise"), Kind::Text),
            column(say!("县市区", "county"), Kind::Text),
            column(say!("政策措施", "measure"), Kind::Text),
            column(say!("状态", "status"), Kind::State),
            column(say!("计算金额", "computed"), Kind::Money),
            column(say!("取整和扣减", "rounding and cuts"), Kind::Money),
            column(say!("已拨付抵扣", "offset"), Kind::Money),
            column(say!("应付金额", "payable"), Kind::Money),
        ];
        for payer in &self.results.run.edition.pack.payers {
            let payer = &payer.id;
            columns.push(column(say!("其中：{payer}", "of which {payer}"), Kind::Money));
        }
        columns.push(column(say!("说明", "remark"), Kind::Text));
        columns
    }

    fn batches(&self) -> usize {
        table::batches(self.results.run.enterprises)
    }

    fn rows(&self, batch: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        let run = self.results.run;
        let mut reasons = ReasonWords::default();
        for enterprise in table::lines_of(batch, run.enterprises) {
            for (index, award) in run.awards.iter().enumerate() {
                let (Some(line), Some(measure)) = (award.lines.get(enterprise), self.results.measure(award.measure))
                else {
                    continue;
                };
                if line.status == Status::Zero {
                    continue;
                }
                let mut cells = vec![
                    Cell::text(self.enterprises.code(enterprise)),
                    Cell::text(self.enterprises.name(enterprise)),
                    Cell::text(self.enterprises.county(enterprise)),
                    Cell::text(&measure.title),
                    Cell::from(words::status(line.status).get(self.results.lang).to_owned()),
                ];
                match line.waterfall.as_deref() {
                    Some(waterfall) if line.status != Status::Held => {
                        cells.extend(amounts(waterfall));
                        cells.extend(self.by_payer(enterprise, index));
                    }
                    _ => cells.resize(self.columns_before_remark(), Cell::Empty),
                }
                let reason = reasons.get(line.reason, award.measure, || {
                    words::reason(run, line.reason, measure).get(self.results.lang).to_owned()
                });
                cells.push(if line.status == Status::Paid {
                    Cell::from(cuts(line, self.results.lang))
                } else {
                    Cell::text(reason)
                });
                row(&cells);
            }
        }
    }
}

impl Detail<'_> {
    fn columns_before_remark(&self) -> usize {
        self.results.run.edition.pack.payers.len().saturating_add(9)
    }
}

/// Computed, cuts, offset, payable: the first three add up to the last.
fn amounts(w: &Waterfall) -> [Cell<'static>; 4] {
    let cuts = [w.cap, w.floor, w.adjustment, w.stacking, w.enterprise_cap, w.budget];
    let in_millionths = |m: Money| m.fen().saturating_mul(10_000);
    let cut = cuts.into_iter().fold(w.rounding, |sum, c| sum.saturating_add(in_millionths(c)));
    [Cell::Millionths(w.gross), Cell::Millionths(cut), Cell::Money(w.offset), Cell::Money(w.payable)]
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
