//! The blocks of the first sheet: by measure, by county, by payer, by the time of payment, pools, reasons, and
//! apart from all totals the estimates and statuses. Sums are live: of the rows above, of the sheet of awards.

use crate::exact::Exact;
use crate::money::Money;
use crate::say;
use crate::settle::tally::{DueKey, Tallies};
use crate::source::column_letters;

use crate::payout::book::{Block, Row};
use crate::payout::results::Results;
use crate::payout::sentences;
use crate::payout::table::{Cell, Kind};
use crate::payout::words;

use super::checks;
use super::labels::{Words, measures, numbered};
use super::live::Live;
use super::totals::{by_county, by_measure, by_payer, total_row};

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
