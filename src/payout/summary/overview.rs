//! The blocks of the first sheet: by measure, by county, by the time of payment, pools, reasons, and
//! apart from all totals the estimates and statuses.

use crate::diagnostic::Bilingual;
use crate::exact::Exact;
use crate::money::Money;
use crate::policy::pack::Measure;
use crate::say;
use crate::settle::tally::{DueKey, Tallies, Tally};

use crate::payout::book::{Block, Row};
use crate::payout::results::Results;
use crate::payout::sentences;
use crate::payout::table::{Cell, Column, Kind};
use crate::payout::words;

/// All blocks that have something to show.
#[must_use]
pub fn blocks(results: Results<'_>, tallies: &Tallies) -> Vec<Block> {
    [
        Some(by_measure(results, tallies)),
        Some(by_county(results, tallies)),
        by_due(results, tallies),
        pools(results),
        reasons(results, tallies),
        estimates(results, tallies),
        statuses(results, tallies),
        Some(in_sentences(results, tallies)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Makes texts of one language.
struct Words<'a>(Results<'a>);

impl Words<'_> {
    fn text(&self, text: &Bilingual) -> String {
        text.get(self.0.lang).to_owned()
    }

    fn cell(&self, text: &Bilingual) -> Cell<'static> {
        Cell::from(self.text(text))
    }

    fn column(&self, text: &Bilingual, kind: Kind) -> Column {
        Column { name: self.text(text).into(), kind }
    }

    /// A column for each payer.
    fn payer_columns(&self) -> impl Iterator<Item = Column> {
        self.0.run.edition.pack.payers.iter().map(|payer| {
            let payer = &payer.id;
            self.column(&say!("其中：{payer}", "of which {payer}"), Kind::Money)
        })
    }

    /// The columns of a tally after its first.
    fn tally_columns(&self, first: [Column; 2]) -> Vec<Column> {
        let mut columns = Vec::from(first);
        columns.extend([
            self.column(&say!("应付笔数", "paid"), Kind::Integer),
            self.column(&say!("应付合计", "payable"), Kind::Money),
        ]);
        columns.extend(self.payer_columns());
        columns.extend([
            self.column(&say!("待核笔数", "held"), Kind::Integer),
            self.column(&say!("不予补助笔数", "nothing"), Kind::Integer),
            self.column(&say!("应追回笔数", "to recover"), Kind::Integer),
            self.column(&say!("应追回合计", "recoverable"), Kind::Money),
        ]);
        columns
    }
}

/// The cells of a tally after its first two.
fn tally_cells(first: [Cell<'static>; 2], tally: &Tally) -> Vec<Cell<'static>> {
    let count = |n: u64| Cell::Integer(i128::from(n));
    let mut cells = Vec::from(first);
    cells.extend([count(tally.paid), Cell::Money(tally.payable)]);
    cells.extend(tally.by_payer.iter().map(|m| Cell::Money(*m)));
    cells.extend([count(tally.held), count(tally.zero), count(tally.recover), Cell::Money(tally.recoverable)]);
    cells
}

fn by_measure(results: Results<'_>, tallies: &Tallies) -> Block {
    let w = Words(results);
    let mut rows: Vec<Row> = measures(results)
        .zip(&tallies.measures)
        .map(|(measure, tally)| {
            Row::plain(tally_cells([Cell::from(measure.title.clone()), Cell::from(measure.id.clone())], tally))
        })
        .collect();
    rows.push(Row::total(tally_cells([w.cell(&say!("合计", "total")), Cell::Empty], &tallies.all)));
    Block {
        caption: w.text(&say!("一、分政策汇总", "1. by measure")),
        columns: w.tally_columns([
            w.column(&say!("政策措施", "measure"), Kind::Text),
            w.column(&say!("代号", "id"), Kind::Text),
        ]),
        spans: Vec::new(),
        rows,
    }
}

fn by_county(results: Results<'_>, tallies: &Tallies) -> Block {
    let w = Words(results);
    let elsewhere = w.text(&say!("未确定", "not known"));
    let counties = tallies.counties.iter().map(|(name, tally)| (name, tally));
    let elsewhere = tallies.elsewhere.iter().map(|tally| (&elsewhere, tally));
    let paid = |tally: &Tally| {
        let (paid, all) = (tally.paid_enterprises, tally.enterprises);
        w.cell(&say!("{paid} / {all} 家", "{paid} of {all}"))
    };
    let mut rows: Vec<Row> = counties
        .chain(elsewhere)
        .map(|(name, tally)| Row::plain(tally_cells([Cell::from(name.clone()), paid(tally)], tally)))
        .collect();
    rows.push(Row::total(tally_cells([w.cell(&say!("合计", "total")), paid(&tallies.all)], &tallies.all)));
    Block {
        caption: w.text(&say!("二、分县市区汇总", "2. by county")),
        columns: w.tally_columns([
            w.column(&say!("县市区", "county"), Kind::Text),
            w.column(&say!("获补 / 全部企业", "enterprises paid"), Kind::Text),
        ]),
        spans: Vec::new(),
        rows,
    }
}

/// When the money goes out: an award in instalments is paid over several years.
fn by_due(results: Results<'_>, tallies: &Tallies) -> Option<Block> {
    let w = Words(results);
    if tallies.due.is_empty() {
        return None;
    }
    let row = |first: Cell<'static>, sums: &[Money], total: bool| -> Option<Row> {
        let mut cells = vec![first, Cell::Money(Money::sum(sums.iter().copied())?)];
        cells.extend(sums.iter().map(|m| Cell::Money(*m)));
        Some(if total { Row::total(cells) } else { Row::plain(cells) })
    };
    let mut all = vec![Money::ZERO; results.run.edition.pack.payers.len()];
    let mut rows = Vec::new();
    for (due, sums) in &tallies.due {
        let first = match due {
            DueKey::Year(year) => w.cell(&say!("{year}年", "{year}")),
            DueKey::Stage { name, .. } => w.cell(&say!("“{name}”阶段", "stage {name}")),
        };
        rows.extend(row(first, sums, false));
        for (sum, more) in all.iter_mut().zip(sums) {
            *sum = sum.add(*more)?;
        }
    }
    rows.extend(row(w.cell(&say!("合计", "total")), &all, true));
    let mut columns =
        vec![w.column(&say!("到期", "due"), Kind::Text), w.column(&say!("应付合计", "payable"), Kind::Money)];
    columns.extend(w.payer_columns());
    // the amounts stand under those of the blocks above
    Some(Block { caption: w.text(&say!("三、分期拨付计划", "3. by due date")), columns, spans: vec![3], rows })
}

fn pools(results: Results<'_>) -> Option<Block> {
    let w = Words(results);
    let pack = results.run.edition.pack;
    let rows: Vec<Row> = results
        .run
        .pools
        .iter()
        .filter_map(|outcome| {
            let pool = pack.pools.get(outcome.pool)?;
            let exceeded = outcome.exceeded();
            let tripped = outcome.breaker.as_ref().is_some_and(|b| b.part < Exact::ONE);
            let state = match (exceeded, outcome.held > 0) {
                (false, _) if tripped => say!("熔断，已按规则核减", "breaker tripped, cut by the rule"),
                (true, true) => say!("超出，暂算", "exceeded, provisional"),
                (true, false) => say!("超出，已按规则核减", "exceeded, cut by the rule"),
                (false, _) => say!("未超", "within"),
            };
            Some(Row::plain(vec![
                Cell::from(pool.title.clone()),
                Cell::from(pool.id.clone()),
                Cell::Integer(i128::from(outcome.held)),
                Cell::Money(outcome.budget),
                Cell::Money(outcome.claimed),
                Cell::Money(outcome.granted),
                w.cell(&state),
            ]))
        })
        .collect();
    (!rows.is_empty()).then(|| Block {
        caption: w.text(&say!("四、总额控制", "4. budgets")),
        columns: vec![
            w.column(&say!("资金", "pool"), Kind::Text),
            w.column(&say!("代号", "id"), Kind::Text),
            w.column(&say!("待核笔数", "held"), Kind::Integer),
            w.column(&say!("预算总额", "budget"), Kind::Money),
            w.column(&say!("申请合计", "claimed"), Kind::Money),
            w.column(&say!("核给合计", "granted"), Kind::Money),
            w.column(&say!("情况", "state"), Kind::Text),
        ],
        spans: Vec::new(),
        rows,
    })
}

/// Why lines give nothing or wait, counted.
fn reasons(results: Results<'_>, tallies: &Tallies) -> Option<Block> {
    let w = Words(results);
    let run = results.run;
    let mut rows = Vec::new();
    for (measure, reasons) in measures(results).zip(&tallies.reasons) {
        for (reason, lines) in reasons {
            rows.push(Row::plain(vec![
                Cell::from(measure.title.clone()),
                Cell::from(run.reason_id(*reason, measure)),
                Cell::Integer(i128::from(*lines)),
                w.cell(&words::reason(run, *reason, measure)),
            ]));
        }
    }
    (!rows.is_empty()).then(|| Block {
        caption: w.text(&say!("五、不予补助、待核和追回的原因", "5. reasons")),
        columns: vec![
            w.column(&say!("政策措施", "measure"), Kind::Text),
            w.column(&say!("原因代号", "reason"), Kind::Text),
            w.column(&say!("笔数", "awards"), Kind::Integer),
            w.column(&say!("原因", "in words"), Kind::Text),
        ],
        spans: vec![1, 1, 1, 4],
        rows,
    })
}

fn estimates(results: Results<'_>, tallies: &Tallies) -> Option<Block> {
    let w = Words(results);
    let rows: Vec<Row> = results
        .run
        .estimates
        .iter()
        .zip(&tallies.estimates)
        .filter_map(|(estimate, tally)| {
            let measure = results.measure(estimate.measure)?;
            Some(Row::plain(vec![
                Cell::from(measure.title.clone()),
                Cell::from(measure.id.clone()),
                Cell::Integer(i128::from(tally.counted)),
                Cell::Money(tally.amount),
                Cell::Integer(i128::from(tally.held)),
            ]))
        })
        .collect();
    (!rows.is_empty()).then(|| Block {
        caption: w.text(&say!("六、税收优惠测算（不计入应付合计）", "6. tax estimates (in no total)")),
        columns: vec![
            w.column(&say!("政策措施", "measure"), Kind::Text),
            w.column(&say!("代号", "id"), Kind::Text),
            w.column(&say!("企业数", "enterprises"), Kind::Integer),
            w.column(&say!("测算合计", "estimate"), Kind::Money),
            w.column(&say!("待核企业数", "held"), Kind::Integer),
        ],
        spans: Vec::new(),
        rows,
    })
}

fn statuses(results: Results<'_>, tallies: &Tallies) -> Option<Block> {
    let w = Words(results);
    let mut rows = Vec::new();
    for (status, tally) in results.run.statuses.iter().zip(&tallies.statuses) {
        let Some(measure) = results.measure(status.measure) else {
            continue;
        };
        let held = w.text(&say!("待核", "held"));
        let held = (tally.held > 0).then_some((held.as_str(), &tally.held));
        for (value, count) in tally.values.iter().map(|(v, n)| (v.as_ref(), n)).chain(held) {
            rows.push(Row::plain(vec![
                Cell::from(measure.title.clone()),
                Cell::from(value.to_owned()),
                Cell::Integer(i128::from(*count)),
            ]));
        }
    }
    (!rows.is_empty()).then(|| Block {
        caption: w.text(&say!("七、认定情况", "7. statuses")),
        columns: vec![
            w.column(&say!("政策措施", "measure"), Kind::Text),
            w.column(&say!("情况", "status"), Kind::Text),
            w.column(&say!("企业数", "enterprises"), Kind::Integer),
        ],
        spans: Vec::new(),
        rows,
    })
}

/// The year in sentences.
fn in_sentences(results: Results<'_>, tallies: &Tallies) -> Block {
    let w = Words(results);
    let all = w.text(&say!("合计", "all"));
    let rows = sentences::sentences(results, tallies)
        .into_iter()
        .map(|(id, sentence)| Row::plain(vec![Cell::from(id.unwrap_or_else(|| all.clone())), w.cell(&sentence)]))
        .collect();
    Block {
        caption: w.text(&say!("八、小结（可直接引用）", "8. in sentences, to be quoted")),
        columns: vec![w.column(&say!("代号", "id"), Kind::Text), w.column(&say!("小结", "sentence"), Kind::Text)],
        spans: vec![1, 6],
        rows,
    }
}

/// The payout measures in force, as in the run.
fn measures(results: Results<'_>) -> impl Iterator<Item = &Measure> {
    (0..results.run.awards.len()).filter_map(move |i| results.run.award_measure(i))
}
