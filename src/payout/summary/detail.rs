//! The sheet of awards (资金拨付明细): what is paid, held or to be recovered, with the payers' parts; by measure, then by
//! county, with a subtotal a measure. The total above the headings follows the filter.
//!
//! What is paid and what is to be recovered stand in columns of their own, so that no total nets them.

use crate::diagnostic::Bilingual;
use crate::money::Money;
use crate::say;
use crate::settle::enterprises::Enterprises;
use crate::settle::run::{Line, Status};
use crate::settle::tally::{Tallies, payer_of};
use crate::source::column_letters;

use crate::payout::results::{ReasonWords, Results};
use crate::payout::table::{self, Cell, Column, Kind, Table};
use crate::payout::words;

use super::waterfall::{Sums, amounts, cuts};

/// Columns before the amounts.
const BEFORE: usize = 6;
/// The amounts between them and the payers' parts: computed, cuts, offset, payable.
const AMOUNTS: usize = 4;

/// Columns of this sheet that other sheets sum over, by their letters.
pub struct Letters {
    /// The county.
    pub county: String,
    /// The measure's title.
    pub measure: String,
    /// The status.
    pub status: String,
    /// What is paid.
    pub payable: String,
    /// What each payer pays of it.
    pub payers: Vec<String>,
    /// What is to be recovered.
    pub recoverable: String,
}

/// The lines that are not zero, measure by measure.
pub struct Detail<'a> {
    results: Results<'a>,
    tallies: &'a Tallies,
    enterprises: Enterprises<'a>,
    /// The enterprises by county, in the pack's order, then by credit code.
    order: Vec<u32>,
    /// How many rows each batch has: for each measure its stretches of enterprises, then its subtotal.
    counts: Vec<usize>,
    /// How many lines stand before each batch.
    numbers: Vec<usize>,
    /// Computed, cuts and offsets of each measure.
    sums: Vec<Sums>,
}

impl<'a> Detail<'a> {
    /// The lines of a settlement.
    #[must_use]
    pub fn of(results: Results<'a>, tallies: &'a Tallies) -> Self {
        let enterprises = results.enterprises();
        let order = by_county(enterprises, results.run.enterprises);
        let (counts, numbers, sums) = (Vec::new(), Vec::new(), Vec::new());
        let mut detail = Self { results, tallies, enterprises, order, counts, numbers, sums };
        let mut number = 0usize;
        for award in &results.run.awards {
            let (mut sums, before) = (Sums::default(), number);
            for stretch in detail.order.chunks(table::BATCH) {
                let lines = stretch.iter().filter_map(|e| award.lines.get(*e as usize));
                let shown: Vec<&Line> = lines.filter(|l| l.status != Status::Zero).collect();
                shown.iter().filter_map(|l| l.waterfall.as_deref()).for_each(|w| sums.add(w));
                detail.counts.push(shown.len());
                detail.numbers.push(number);
                number = number.saturating_add(shown.len());
            }
            detail.counts.push(usize::from(number > before));
            detail.numbers.push(number);
            detail.sums.push(sums);
        }
        detail
    }

    /// How many rows it has, subtotals among them.
    #[must_use]
    pub fn rows_in_all(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The letters of the columns that other sheets sum over.
    #[must_use]
    pub fn letters(&self) -> Letters {
        let payers = self.results.run.edition.pack.payers.len();
        let first = BEFORE.saturating_add(AMOUNTS);
        Letters {
            county: letters(3),
            measure: letters(4),
            status: letters(5),
            payable: letters(first.saturating_sub(1)),
            payers: (0..payers).map(|p| letters(first.saturating_add(p))).collect(),
            recoverable: letters(first.saturating_add(payers)),
        }
    }

    /// The measure that a batch belongs to (an index of the run's awards) and its stretch; none for the subtotal.
    fn place(&self, batch: usize) -> (usize, Option<usize>) {
        let stretches = table::batches(self.order.len()).saturating_add(1);
        let (award, stretch) = (batch.checked_div(stretches).unwrap_or(0), batch.checked_rem(stretches).unwrap_or(0));
        (award, Some(stretch).filter(|s| s.saturating_add(1) < stretches))
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

    /// The cells of sums over the amounts: each made by `cell` from its column's letters and what it gives.
    fn summed(
        &self,
        sums: Sums,
        (payable, payers, recoverable): (Money, &[Money], Money),
        cell: &dyn Fn(&str, Cell<'static>) -> Cell<'static>,
    ) -> Vec<Cell<'static>> {
        let mut results = vec![
            Cell::Millionths(sums.gross),
            Cell::Millionths(sums.cut),
            Cell::Millionths(sums.offset),
            Cell::Money(payable),
        ];
        results.extend(payers.iter().map(|sum| Cell::Money(*sum)));
        results.push(Cell::Money(recoverable));
        results.into_iter().enumerate().map(|(i, result)| cell(&letters(BEFORE.saturating_add(i)), result)).collect()
    }

    /// The subtotal of a measure.
    fn subtotal(&self, award: usize) -> Vec<Cell<'static>> {
        let (Some(measure), Some(tally)) = (self.results.run.award_measure(award), self.tallies.measures.get(award))
        else {
            return Vec::new();
        };
        let lines = tally.paid.saturating_add(tally.held).saturating_add(tally.recover);
        let lang = self.results.lang;
        let said = |text: Bilingual| Cell::from(text.get(lang).to_owned());
        let mut cells = vec![
            Cell::Empty,
            Cell::Empty,
            said(say!("小计（{lines} 笔）", "subtotal ({lines})")),
            Cell::Empty,
            Cell::from(measure.title.clone()),
            Cell::Empty,
        ];
        let sums = self.sums.get(award).copied().unwrap_or_default();
        cells.extend(self.summed(sums, (tally.payable, &tally.by_payer, tally.recoverable), &|column, result| {
            Cell::formula(format!("=SUBTOTAL(109,{column}{{-{lines}}}:{column}{{-1}})"), result)
        }));
        cells.push(Cell::Empty);
        cells
    }

    fn line(&self, (enterprise, award): (usize, usize), number: usize, reasons: &mut ReasonWords) -> Vec<Cell<'_>> {
        let run = self.results.run;
        let (Some(lines), Some(measure)) = (run.awards.get(award), run.award_measure(award)) else {
            return Vec::new();
        };
        let Some(line) = lines.lines.get(enterprise).filter(|l| l.status != Status::Zero) else { return Vec::new() };
        let mut cells = vec![
            Cell::Integer(i128::try_from(number).unwrap_or(0)),
            Cell::text(self.enterprises.code(enterprise)),
            Cell::text(self.enterprises.name(enterprise)),
            Cell::text(self.enterprises.county(enterprise)),
            Cell::text(&measure.title),
            Cell::from(words::status(line.status).get(self.results.lang).to_owned()),
        ];
        let payers = run.edition.pack.payers.len();
        match (line.waterfall.as_deref(), line.status) {
            (Some(w), Status::Paid) => {
                cells.extend(amounts(w));
                cells.push(Cell::Money(w.payable));
                cells.extend(self.by_payer(enterprise, award));
                cells.push(Cell::Empty);
            }
            (Some(w), Status::Recover) => {
                cells.extend(amounts(w));
                cells.extend(std::iter::repeat_n(Cell::Empty, payers.saturating_add(1)));
                cells.push(Cell::Money(w.payable));
            }
            _ => cells.extend(std::iter::repeat_n(Cell::Empty, payers.saturating_add(AMOUNTS).saturating_add(1))),
        }
        cells.push(if line.status == Status::Paid {
            Cell::from(cuts(line, self.results.lang))
        } else {
            let reason = reasons.get(line.reason, lines.measure, || {
                words::reason(run, line.reason, measure).get(self.results.lang).to_owned()
            });
            Cell::from(reason.to_owned())
        });
        cells
    }
}

impl Table for Detail<'_> {
    fn columns(&self) -> Vec<Column> {
        let lang = self.results.lang;
        let column = |text: Bilingual, kind| Column { name: text.get(lang).to_owned().into(), kind };
        let mut columns = vec![
            column(say!("序号", "no."), Kind::Integer),
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
        columns.push(column(say!("应追回", "to recover"), Kind::Money));
        columns.push(column(say!("说明", "remark"), Kind::Text));
        columns
    }

    fn batches(&self) -> usize {
        self.counts.len()
    }

    fn count(&self, batch: usize) -> usize {
        self.counts.get(batch).copied().unwrap_or(0)
    }

    fn rows(&self, batch: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        let (award, stretch) = self.place(batch);
        let Some(stretch) = stretch else {
            if self.count(batch) > 0 {
                row(&self.subtotal(award));
            }
            return;
        };
        let mut number = self.numbers.get(batch).copied().unwrap_or(0);
        let mut reasons = ReasonWords::default();
        let lines = table::lines_of(stretch, self.order.len());
        for enterprise in self.order.get(lines).unwrap_or_default() {
            let cells = self.line((*enterprise as usize, award), number.saturating_add(1), &mut reasons);
            if !cells.is_empty() {
                number = number.saturating_add(1);
                row(&cells);
            }
        }
    }

    fn totals(&self, first: u32, last: u32) -> Vec<Cell<'static>> {
        let all = &self.tallies.all;
        let sums = self.sums.iter().fold(Sums::default(), |all, one| all.with(*one));
        let shown = last.saturating_sub(first).saturating_add(1) as usize;
        let whole = shown >= self.rows_in_all();
        let said = if whole {
            say!("合计（随筛选变化）", "total (of what the filter shows)")
        } else {
            say!("合计（含本表没有列出的）", "total (also of what does not fit here)")
        };
        let lang = self.results.lang;
        let mut cells = vec![Cell::Empty; BEFORE];
        if let Some(cell) = cells.get_mut(2) {
            *cell = Cell::from(said.get(lang).to_owned());
        }
        cells.extend(self.summed(sums, (all.payable, &all.by_payer, all.recoverable), &|column, result| {
            if whole { Cell::formula(format!("=SUBTOTAL(109,{column}{first}:{column}{last})"), result) } else { result }
        }));
        cells.push(Cell::Empty);
        cells
    }
}

/// The enterprises by county, those of no county last; within one as they are, by credit code.
fn by_county(enterprises: Enterprises<'_>, count: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..u32::try_from(count).unwrap_or(u32::MAX)).collect();
    order.sort_by_key(|e| enterprises.county_index(*e as usize).unwrap_or(usize::MAX));
    order
}

fn letters(index: usize) -> String {
    column_letters(u32::try_from(index.saturating_add(1)).unwrap_or(1))
}
