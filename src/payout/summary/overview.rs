//! The blocks of the first sheet: by measure, by county, by payer, by the time of payment, pools, reasons, and
//! apart from all totals the estimates and statuses. Sums are live: of the rows above, of the sheet of awards.

use crate::diagnostic::{Bilingual, Lang};
use crate::exact::Exact;
use crate::money::Money;
use crate::policy::pack::{Measure, Payer, PayerUnit};
use crate::say;
use crate::settle::run::Status;
use crate::settle::tally::{DueKey, Tallies, Tally};
use crate::source::column_letters;

use crate::payout::book::{Block, Row};
use crate::payout::results::Results;
use crate::payout::sentences;
use crate::payout::table::{Cell, Column, Kind};
use crate::payout::words;

use super::checks;
use super::live::{Live, matchable};

/// All blocks that have something to show, numbered. `live` says where the awards stand that they can be summed from.
#[must_use]
pub fn blocks(results: Results<'_>, tallies: &Tallies, live: Option<&Live>) -> Vec<Block> {
    let mut blocks =
        vec![by_measure(results, tallies, live), by_county(results, tallies, live), by_payer(results, tallies, live)];
    blocks.push(checks::block(results, tallies, live, &blocks));
    let more = [
        by_due(results, tallies),
        pools(results),
        reasons(results, tallies),
        estimates(results, tallies),
        statuses(results, tallies),
        Some(in_sentences(results, tallies)),
    ];
    blocks.extend(more.into_iter().flatten());
    for (number, block) in blocks.iter_mut().enumerate() {
        block.caption = numbered(number, &block.caption, results.lang);
    }
    blocks
}

/// `一、分政策汇总`
pub(super) fn numbered(index: usize, caption: &str, lang: Lang) -> String {
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match (NUMBERS.get(index), lang) {
        (Some(number), Lang::Zh) => format!("{number}、{caption}"),
        _ => format!("{}. {caption}", index.saturating_add(1)),
    }
}

/// Makes texts of one language.
pub(super) struct Words<'a>(pub Results<'a>);

impl Words<'_> {
    pub fn text(&self, text: &Bilingual) -> String {
        text.get(self.0.lang).to_owned()
    }

    pub fn cell(&self, text: &Bilingual) -> Cell<'static> {
        Cell::from(self.text(text))
    }

    pub fn column(&self, text: &Bilingual, kind: Kind) -> Column {
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

/// The cells of a tally after its first two; `live` gives what can be summed from the awards.
fn tally_cells(first: [Cell<'static>; 2], tally: &Tally, live: Option<(&Live, &str)>) -> Vec<Cell<'static>> {
    let count = |n: u64, status| {
        let result = Cell::Integer(i128::from(n));
        live.map_or(result.clone(), |(live, key)| live.count(key, status, result))
    };
    let money = |m: Money, column: &dyn Fn(&Live) -> Option<&str>, status| {
        let found = live.and_then(|(live, key)| Some((live, key, column(live)?)));
        found.map_or(Cell::Money(m), |(live, key, column)| live.sum(column, key, status, Cell::Money(m)))
    };
    let mut cells = Vec::from(first);
    cells.extend([count(tally.paid, Status::Paid), money(tally.payable, &|l| Some(&l.letters.payable), Status::Paid)]);
    let payers = tally.by_payer.iter().enumerate();
    cells.extend(payers.map(|(p, m)| money(*m, &|l| l.letters.payers.get(p).map(String::as_str), Status::Paid)));
    cells.extend([
        count(tally.held, Status::Held),
        Cell::Integer(i128::from(tally.zero)),
        count(tally.recover, Status::Recover),
        money(tally.recoverable, &|l| Some(&l.letters.recoverable), Status::Recover),
    ]);
    cells
}

/// A row of totals: each amount and count is the sum of the rows above it.
pub(super) fn total_row(mut cells: Vec<Cell<'static>>, spans: &[usize], above: usize) -> Row {
    let mut place = 0usize;
    for (i, cell) in cells.iter_mut().enumerate() {
        let column = column_letters(u32::try_from(place.saturating_add(1)).unwrap_or(1));
        place = place.saturating_add(spans.get(i).copied().unwrap_or(1));
        if above > 0 && matches!(cell, Cell::Money(_) | Cell::Integer(_)) {
            let result = std::mem::replace(cell, Cell::Empty);
            *cell = Cell::formula(format!("=SUM({column}{{-{above}}}:{column}{{-1}})"), result);
        }
    }
    Row::total(cells)
}

fn by_measure(results: Results<'_>, tallies: &Tallies, live: Option<&Live>) -> Block {
    let w = Words(results);
    let mut rows: Vec<Row> = measures(results)
        .zip(&tallies.measures)
        .map(|(measure, tally)| {
            // a title that two measures bear finds the awards of both
            let alone = measures(results).filter(|m| m.title == measure.title).count() == 1;
            let live = live.filter(|_| alone && matchable(&measure.title)).map(|l| (l, l.letters.measure.as_str()));
            Row::plain(tally_cells([Cell::from(measure.title.clone()), Cell::from(measure.id.clone())], tally, live))
        })
        .collect();
    let total = tally_cells([w.cell(&say!("合计", "total")), Cell::Empty], &tallies.all, None);
    rows.push(total_row(total, &[], rows.len()));
    Block {
        caption: w.text(&say!("分政策汇总", "by measure")),
        columns: w.tally_columns([
            w.column(&say!("政策措施", "measure"), Kind::Text),
            w.column(&say!("代号", "id"), Kind::Text),
        ]),
        spans: Vec::new(),
        rows,
    }
}

fn by_county(results: Results<'_>, tallies: &Tallies, live: Option<&Live>) -> Block {
    let w = Words(results);
    let elsewhere = w.text(&say!("未确定", "not known"));
    let counties = tallies.counties.iter().map(|(name, tally)| (name, tally, live.filter(|_| matchable(name))));
    let elsewhere = tallies.elsewhere.iter().map(|tally| (&elsewhere, tally, None));
    let paid = |tally: &Tally| {
        let (paid, all) = (tally.paid_enterprises, tally.enterprises);
        w.cell(&say!("{paid} / {all} 家", "{paid} of {all}"))
    };
    let mut rows: Vec<Row> = counties
        .chain(elsewhere)
        .map(|(name, tally, live)| {
            let live = live.map(|l| (l, l.letters.county.as_str()));
            Row::plain(tally_cells([Cell::from(name.clone()), paid(tally)], tally, live))
        })
        .collect();
    let total = tally_cells([w.cell(&say!("合计", "total")), paid(&tallies.all)], &tallies.all, None);
    rows.push(total_row(total, &[], rows.len()));
    Block {
        caption: w.text(&say!("分县市区汇总", "by county")),
        columns: w.tally_columns([
            w.column(&say!("县市区", "county"), Kind::Text),
            w.column(&say!("获补 / 全部企业", "enterprises paid"), Kind::Text),
        ]),
        spans: Vec::new(),
        rows,
    }
}

/// Who pays how much; the amounts stand under those of the blocks above.
fn by_payer(results: Results<'_>, tallies: &Tallies, live: Option<&Live>) -> Block {
    let w = Words(results);
    let pack = results.run.edition.pack;
    let unit = |payer: &Payer| match &payer.unit {
        PayerUnit::Fixed(name) => Cell::from(name.clone()),
        PayerUnit::County => w.cell(&say!("企业所属县市区", "the enterprise's own county")),
    };
    let spans = vec![1, 2];
    let mut rows: Vec<Row> = pack
        .payers
        .iter()
        .zip(&tallies.all.by_payer)
        .enumerate()
        .map(|(p, (payer, sum))| {
            let column = live.and_then(|l| Some((l, l.letters.payers.get(p)?)));
            let result = Cell::Money(*sum);
            let sum = match column {
                Some((live, column)) => live.all(column, Status::Paid, result),
                None => result,
            };
            Row::plain(vec![Cell::from(payer.id.clone()), unit(payer), sum])
        })
        .collect();
    let total = vec![w.cell(&say!("合计", "total")), Cell::Empty, Cell::Money(tallies.all.payable)];
    rows.push(total_row(total, &spans, rows.len()));
    Block {
        caption: w.text(&say!("分承担方汇总", "by payer")),
        columns: vec![
            w.column(&say!("承担方", "payer"), Kind::Text),
            w.column(&say!("财政", "treasury"), Kind::Text),
            w.column(&say!("应付合计", "payable"), Kind::Money),
        ],
        spans,
        rows,
    }
}

/// When the money goes out: an award in instalments is paid over several years.
fn by_due(results: Results<'_>, tallies: &Tallies) -> Option<Block> {
    let w = Words(results);
    if tallies.due.is_empty() {
        return None;
    }
    // the amounts stand under those of the blocks above
    let spans = vec![3];
    let cells = |first: Cell<'static>, sums: &[Money]| -> Option<Vec<Cell<'static>>> {
        let (from, to) = (column_letters(5), column_letters(u32::try_from(sums.len()).ok()?.saturating_add(4)));
        let whole = Cell::Money(Money::sum(sums.iter().copied())?);
        let mut cells = vec![first, Cell::formula(format!("=SUM({from}{{+0}}:{to}{{+0}})"), whole)];
        cells.extend(sums.iter().map(|m| Cell::Money(*m)));
        Some(cells)
    };
    let mut all = vec![Money::ZERO; results.run.edition.pack.payers.len()];
    let mut rows = Vec::new();
    for (due, sums) in &tallies.due {
        let first = match due {
            DueKey::Year(year) => w.cell(&say!("{year}年", "{year}")),
            DueKey::Stage { name, .. } => w.cell(&say!("“{name}”阶段", "stage {name}")),
        };
        rows.extend(cells(first, sums).map(Row::plain));
        for (sum, more) in all.iter_mut().zip(sums) {
            *sum = sum.add(*more)?;
        }
    }
    let total = cells(w.cell(&say!("合计", "total")), &all);
    let above = rows.len();
    rows.extend(total.map(|total| total_row(total, &spans, above)));
    let mut columns =
        vec![w.column(&say!("到期", "due"), Kind::Text), w.column(&say!("应付合计", "payable"), Kind::Money)];
    columns.extend(w.payer_columns());
    Some(Block { caption: w.text(&say!("分期拨付计划", "by due date")), columns, spans, rows })
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
        caption: w.text(&say!("总额控制", "budgets")),
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
        caption: w.text(&say!("不予补助、待核和追回的原因", "reasons")),
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
        caption: w.text(&say!("税收优惠测算（不计入应付合计）", "tax estimates (in no total)")),
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
        caption: w.text(&say!("认定情况", "statuses")),
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
        caption: w.text(&say!("小结（可直接引用）", "in sentences, to be quoted")),
        columns: vec![w.column(&say!("代号", "id"), Kind::Text), w.column(&say!("小结", "sentence"), Kind::Text)],
        spans: vec![1, 6],
        rows,
    }
}

/// The payout measures in force, as in the run.
fn measures(results: Results<'_>) -> impl Iterator<Item = &Measure> {
    (0..results.run.awards.len()).filter_map(move |i| results.run.award_measure(i))
}
