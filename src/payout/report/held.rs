//! What waits: held awards by what is missing, and by measure with the most that they could come to.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Bilingual;
use crate::exact::Exact;
use crate::lang::{Cause, LookupId};
use crate::money::{Money, Rounding};
use crate::payout::table::{Cell, Kind};
use crate::say;
use crate::schema::{ENTERPRISES, FieldId, TableId};
use crate::settle;
use crate::settle::run::Notice;
use crate::value::State;

use super::chart::{Chart, ChartRow, Fill, Picture};
use super::context::Context;
use super::figures::{count, patterned, ranked};
use super::grid::{Grid, GridRow};
use super::html::Html;

/// What is missing, whoever's it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    Field(TableId, FieldId, Lack),
    NoRow(LookupId),
    Unattributed(TableId),
    Arithmetic,
}

/// How it is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    Empty,
    Column,
    Unreadable,
    Conflict,
}

/// What waits for a gap.
#[derive(Default)]
struct Waiting {
    /// The rows (in their table) whose cell is to be supplied.
    rows: BTreeSet<usize>,
    enterprises: BTreeSet<u32>,
    /// Awards by measure (version).
    awards: BTreeMap<usize, u64>,
    /// Estimates and statuses.
    others: u64,
}

impl Waiting {
    fn lines(&self) -> u64 {
        self.awards.values().sum()
    }
}

/// Writes the section.
pub fn write(context: &Context<'_>, html: &mut Html) {
    let gaps = gaps(context);
    said(context, &gaps, html);
    chart(context, &gaps, html);
    by_measure(context, html);
}

fn gaps(context: &Context<'_>) -> Vec<(Gap, Waiting)> {
    let run = context.results.run;
    let payout: BTreeSet<usize> = run.awards.iter().map(|a| a.measure).collect();
    let mut gaps: BTreeMap<Gap, Waiting> = BTreeMap::new();
    for hold in &run.holds {
        let mut seen = BTreeSet::new();
        for cause in &hold.causes {
            let Some((gap, row)) = gap(cause) else { continue };
            let waiting = gaps.entry(gap).or_default();
            waiting.rows.extend(row);
            // a line waits once for a gap, however many of its cells have it
            if !seen.insert(gap) {
                continue;
            }
            waiting.enterprises.insert(hold.enterprise);
            let lines = match payout.contains(&hold.measure) {
                true => waiting.awards.entry(hold.measure).or_default(),
                false => &mut waiting.others,
            };
            *lines = lines.saturating_add(1);
        }
    }
    let known: Vec<(Gap, Waiting)> = gaps.into_iter().collect();
    let order = ranked(&known.iter().map(|(_, w)| i128::from(w.lines())).collect::<Vec<_>>());
    let mut slots: Vec<Option<(Gap, Waiting)>> = known.into_iter().map(Some).collect();
    order.iter().filter_map(|i| slots.get_mut(*i)?.take()).collect()
}

fn gap(cause: &Cause) -> Option<(Gap, Option<usize>)> {
    Some(match cause {
        Cause::Field { table, field, row, state } => {
            let lack = match state {
                State::Absent => Lack::Column,
                State::Unreadable => Lack::Unreadable,
                State::Conflict => Lack::Conflict,
                State::Empty | State::Known | State::None => Lack::Empty,
            };
            (Gap::Field(*table, *field, lack), (lack != Lack::Column).then_some(*row))
        }
        Cause::NoRow { lookup, field } => (Gap::NoRow(*lookup), field.map(|(_, _, row)| row)),
        Cause::Unattributed { table, .. } => (Gap::Unattributed(*table), None),
        Cause::Arithmetic { field, .. } => (Gap::Arithmetic, field.map(|(_, _, row)| row)),
        Cause::Award(_) => return None,
    })
}

fn named(context: &Context<'_>, gap: Gap) -> Bilingual {
    let pack = context.results.run.edition.pack;
    let table_name = |table: TableId| pack.schema.get(table).map_or("", |t| &t.name);
    match gap {
        Gap::Field(table, field, lack) => {
            let name = pack.schema.field(table, field).map_or("", |f| &f.name);
            let name = match table == ENTERPRISES {
                true => name.to_owned(),
                false => format!("{}·{name}", table_name(table)),
            };
            match lack {
                Lack::Empty => say!("“{name}”没有填", "`{name}` is empty"),
                Lack::Column => say!("没有“{name}”这一列", "there is no column `{name}`"),
                Lack::Unreadable => say!("“{name}”读不出来", "`{name}` cannot be read"),
                Lack::Conflict => say!("“{name}”前后矛盾", "`{name}` is contradicted"),
            }
        }
        Gap::NoRow(lookup) => {
            let name = pack.lookups.get(lookup.0).map_or("", |l| &l.name);
            say!("“{name}”中没有对应的行", "`{name}` has no row for it")
        }
        Gap::Unattributed(table) => {
            let name = table_name(table);
            say!("“{name}”里有认不出是哪家企业的行", "a row of `{name}` cannot be tied to an enterprise")
        }
        Gap::Arithmetic => say!("算不出来（除以零、数字太大等）", "no result (a division by zero, too large a number)"),
    }
}

fn said(context: &Context<'_>, gaps: &[(Gap, Waiting)], html: &mut Html) {
    let held = context.tallies.all.held;
    if held == 0 && gaps.is_empty() {
        context.paragraph(html, &say!("没有待核的，每一笔都已核定。", "Nothing is held; every award is decided."));
        return;
    }
    let run = context.results.run;
    let payout: BTreeSet<usize> = run.awards.iter().map(|a| a.measure).collect();
    let enterprises: BTreeSet<u32> =
        run.holds.iter().filter(|h| payout.contains(&h.measure)).map(|h| h.enterprise).collect();
    let cells: usize = gaps.iter().map(|(_, w)| w.rows.len()).sum();
    let (held, enterprises, cells) = (count(held), count(enterprises.len() as i128), count(cells as i128));
    context.paragraph(
        html,
        &say!(
            "{held}笔待核，涉及{enterprises}家企业；要补或要改的有{cells}处，改好后重新运行。",
            "{held} awards of {enterprises} enterprises are held; {cells} cells are to be filled or corrected before the next run."
        ),
    );
    if let Some((gap, waiting)) = gaps.first().filter(|(_, w)| w.lines() > 0) {
        let Bilingual { zh, en } = named(context, *gap);
        let lines = count(waiting.lines());
        context.paragraph(html, &say!("等得最多的是：{zh}，{lines}笔。", "Most wait for this: {en}, {lines} awards."));
    }
    advances(context, html);
}

/// Money that is already out on held awards.
fn advances(context: &Context<'_>, html: &mut Html) {
    let offsets = context.results.run.notices.iter().filter_map(|notice| match notice {
        Notice::HeldWithAdvance { offset, .. } => Some(*offset),
        _ => None,
    });
    let offsets: Vec<Money> = offsets.collect();
    let out = Money::sum(offsets.iter().copied()).and_then(Money::neg).filter(|sum| !sum.is_zero());
    if let Some(sum) = out {
        let (lines, amount) = (offsets.len(), crate::payout::sentences::wan(sum));
        context.paragraph(
            html,
            &say!(
                "其中{lines}笔此前已经拨付{amount}万元，核定后再抵扣。",
                "On {lines} of them {amount} wan yuan were paid before; they are offset once the awards are decided."
            ),
        );
    }
}

fn chart(context: &Context<'_>, gaps: &[(Gap, Waiting)], html: &mut Html) {
    let most = gaps.iter().map(|(_, w)| i128::from(w.lines())).max().unwrap_or(0);
    let pack = context.results.run.edition.pack;
    let rows = gaps.iter().map(|(gap, waiting)| {
        let name = context.say(&named(context, *gap));
        let lines = waiting.lines();
        let number = count(lines);
        let titles: Vec<&str> =
            waiting.awards.keys().filter_map(|m| pack.measures.get(*m)).map(|m| m.title.as_str()).collect();
        ChartRow {
            pictures: vec![Picture::stacked(
                context.say(&say!("{name}：{number} 笔待核", "{name}: {number} awards held")),
                &[(patterned(i128::from(lines), most), Fill::Held)],
            )],
            name,
            cells: vec![
                Cell::Integer(i128::from(lines)),
                Cell::Integer(waiting.enterprises.len() as i128),
                Cell::Integer(waiting.rows.len() as i128),
                Cell::Integer(i128::from(waiting.others)),
                Cell::from(context.listed(&titles)),
            ],
            total: false,
        }
    });
    let rows: Vec<ChartRow> = rows.collect();
    let any = !rows.is_empty();
    Chart {
        id: "by-gap",
        caption: context.say(&say!("缺什么，多少笔在等", "What is missing, and how many wait for it")),
        legend: vec![(Fill::Held, context.say(&say!("待核笔数", "held awards")))],
        names: context.say(&say!("缺什么", "what is missing")),
        pictures: vec![context.say(&say!("笔数", "awards"))],
        columns: vec![
            context.column(&say!("待核笔数", "awards"), Kind::Integer),
            context.column(&say!("企业数", "enterprises"), Kind::Integer),
            context.column(&say!("要改处数", "cells"), Kind::Integer),
            context.column(&say!("测算认定", "estimates, statuses"), Kind::Integer),
            context.column(&say!("政策措施", "measures"), Kind::Text),
        ],
        rows,
    }
    .write(html);
    if any {
        context.remark(
            html,
            &say!(
                "一笔核定可以同时等几个值，各行都计，所以相加多于待核总笔数。",
                "An award may wait for several values and is counted with each, so the rows add up to more than all held awards."
            ),
        );
    }
}

/// The most that the held awards of each measure could come to.
fn by_measure(context: &Context<'_>, html: &mut Html) {
    let edition = context.results.run.edition;
    let unbounded = context.say(&say!("没有上限", "no upper limit"));
    let (mut rows, mut lines, mut whole, mut bounded) = (Vec::new(), 0u64, Money::ZERO, true);
    let held =
        context.measures().zip(&context.tallies.measures).zip(settle::maxima(edition)).filter(|((_, t), _)| t.held > 0);
    for ((measure, tally), most) in held {
        let each = most.and_then(|most| Rounding::FEN.apply(most));
        let all = each.and_then(|each| Money::from_exact(each.exact().mul(Exact::from(i128::from(tally.held)))?));
        let cell = |amount: Option<Money>| amount.map_or_else(|| Cell::from(unbounded.clone()), Cell::Money);
        rows.push(GridRow::plain(vec![
            Cell::from(measure.title.clone()),
            Cell::Integer(i128::from(tally.held)),
            cell(each),
            cell(all),
        ]));
        lines = lines.saturating_add(tally.held);
        match all.and_then(|all| whole.add(all)) {
            Some(sum) => whole = sum,
            None => bounded = false,
        }
    }
    let any = !rows.is_empty();
    let sum = whole.grouped();
    let total = match bounded {
        true => Cell::Money(whole),
        false => Cell::from(context.say(&say!("有上限的 {sum}", "those with a limit {sum}"))),
    };
    if any {
        rows.push(GridRow::total(vec![
            Cell::from(context.say(&say!("合计", "total"))),
            Cell::Integer(i128::from(lines)),
            Cell::Empty,
            total,
        ]));
    }
    Grid {
        id: "held-by-measure",
        caption: context.say(&say!("待核的最多会是多少（元）", "The most that held awards could come to (yuan)")),
        columns: vec![
            context.column(&say!("政策措施", "measure"), Kind::Text),
            context.column(&say!("待核笔数", "held"), Kind::Integer),
            context.column(&say!("一笔最多", "at most each"), Kind::Money),
            context.column(&say!("合计最多", "at most in all"), Kind::Money),
        ],
        rows,
    }
    .write(context, html);
    if any {
        context.remark(
            html,
            &say!(
                "按规则写明的上限、定额或最高一档计算，是备付的上界，不是预测；不计企业年度限额和预算。",
                "By the cap, fixed amount or highest step of the rule: an upper bound to have ready, no forecast; enterprise caps and budgets are not applied."
            ),
        );
    }
}
