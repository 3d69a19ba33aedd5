//! The blocks of totals: by measure, by county, by payer. A row sums the sheet of awards, the last row the rows above it.

use crate::money::Money;
use crate::policy::pack::{Payer, PayerUnit};
use crate::say;
use crate::settle::run::Status;
use crate::settle::tally::{Tallies, Tally};
use crate::source::column_letters;

use crate::payout::book::{Block, Row};
use crate::payout::results::Results;
use crate::payout::table::{Cell, Kind};

use super::labels::{Words, measures};
use super::live::{Live, matchable};

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

pub(super) fn by_measure(results: Results<'_>, tallies: &Tallies, live: Option<&Live>) -> Block {
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

pub(super) fn by_county(results: Results<'_>, tallies: &Tallies, live: Option<&Live>) -> Block {
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
pub(super) fn by_payer(results: Results<'_>, tallies: &Tallies, live: Option<&Live>) -> Block {
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
