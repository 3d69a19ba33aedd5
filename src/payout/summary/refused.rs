//! The sheet of refusals (不予补助及原因): every line that is decided to give nothing, why, and how far off it was.

use crate::diagnostic::Bilingual;
use crate::say;
use crate::settle::enterprises::Enterprises;
use crate::settle::run::Status;

use crate::payout::results::{ReasonWords, Results};
use crate::payout::shortfall::Shortfalls;
use crate::payout::table::{self, Cell, Column, Kind, Table};
use crate::payout::words;

/// The zero lines, in the order of `awards.csv`.
pub struct Refused<'a> {
    results: Results<'a>,
    enterprises: Enterprises<'a>,
    shortfalls: Shortfalls<'a>,
}

impl<'a> Refused<'a> {
    /// The lines of a settlement.
    #[must_use]
    pub fn of(results: Results<'a>) -> Self {
        Self { results, enterprises: results.enterprises(), shortfalls: Shortfalls::of(results) }
    }
}

impl Table for Refused<'_> {
    fn columns(&self) -> Vec<Column> {
        let column = |text: Bilingual, kind| Column { name: text.get(self.results.lang).to_owned().into(), kind };
        vec![
            column(say!("统一社会信用代码", "code"), Kind::Code),
            column(say!("企业名称", "enterprise"), Kind::Text),
            column(say!("县市区", "county"), Kind::Text),
            column(say!("政策措施", "measure"), Kind::Text),
            column(say!("原因", "reason"), Kind::Text),
            column(say!("差多少", "how far off"), Kind::Text),
            column(say!("计算金额", "computed"), Kind::Money),
            column(say!("原因代号", "reason id"), Kind::Text),
        ]
    }

    fn batches(&self) -> usize {
        table::batches(self.results.run.enterprises)
    }

    fn count(&self, batch: usize) -> usize {
        let of = |e: usize| self.results.run.awards.iter().filter_map(move |a| a.lines.get(e));
        let lines = table::lines_of(batch, self.results.run.enterprises).flat_map(of);
        lines.filter(|line| line.status == Status::Zero).count()
    }

    fn rows(&self, batch: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        let run = self.results.run;
        let (mut said, mut ids) = (ReasonWords::default(), ReasonWords::default());
        let enterprises = table::lines_of(batch, run.enterprises);
        let off = self.shortfalls.batch(enterprises.clone());
        for (lane, enterprise) in enterprises.enumerate() {
            for (award, off) in run.awards.iter().zip(&off) {
                let (Some(line), Some(measure)) = (award.lines.get(enterprise), self.results.measure(award.measure))
                else {
                    continue;
                };
                if line.status != Status::Zero {
                    continue;
                }
                let said = said.get(line.reason, award.measure, || {
                    words::reason(run, line.reason, measure).get(self.results.lang).to_owned()
                });
                let id = ids.get(line.reason, award.measure, || run.reason_id(line.reason, measure));
                row(&[
                    Cell::text(self.enterprises.code(enterprise)),
                    Cell::text(self.enterprises.name(enterprise)),
                    Cell::text(self.enterprises.county(enterprise)),
                    Cell::text(&measure.title),
                    Cell::text(said),
                    Cell::text(off.get(lane).map_or("", String::as_str)),
                    Cell::Millionths(line.waterfall.as_ref().map_or(0, |w| w.gross)),
                    Cell::text(id),
                ]);
            }
        }
    }
}
