//! Budgets: what is claimed, what there is, what is given; and the yearly limits of an enterprise.

use crate::exact::Exact;
use crate::money::Money;
use crate::payout::sentences::wan;
use crate::payout::table::{Cell, Kind};
use crate::say;
use crate::settle::run::PoolOutcome;

use super::chart::{Chart, ChartRow, Fill, Picture};
use super::context::Context;
use super::figures::{share, width};
use super::html::Html;

/// Writes the section.
pub fn write(context: &Context<'_>, html: &mut Html) {
    let pack = context.results.run.edition.pack;
    let pools: Vec<(&str, &PoolOutcome)> = context
        .results
        .run
        .pools
        .iter()
        .filter_map(|outcome| Some((pack.pools.get(outcome.pool)?.title.as_str(), outcome)))
        .collect();
    for (title, outcome) in &pools {
        said(context, title, outcome, html);
    }
    let most = pools.iter().flat_map(|(_, o)| [o.budget, o.claimed, o.granted]).map(|m| m.fen()).max().unwrap_or(0);
    let rows = pools.iter().flat_map(|(title, outcome)| {
        let row = |words: crate::diagnostic::Bilingual, amount: Money, fill: Fill, cells: Vec<Cell<'static>>| {
            let (title, kind, yuan) = (*title, context.say(&words), amount.grouped());
            let mut all = vec![Cell::Money(amount), Cell::from(share(amount.fen(), outcome.budget.fen()))];
            all.extend(cells);
            ChartRow {
                name: format!("{title} · {kind}"),
                pictures: vec![Picture::stacked(
                    context.say(&say!("{title}，{kind} {yuan} 元", "{title}, {kind} {yuan} yuan")),
                    &[(width(amount.fen(), most), fill)],
                )],
                cells: all,
                total: false,
            }
        };
        let held = Cell::Integer(i128::from(outcome.held));
        [
            row(say!("预算", "budget"), outcome.budget, Fill::Nothing, vec![Cell::Empty]),
            row(say!("申领", "claimed"), outcome.claimed, Fill::Other, vec![held]),
            row(say!("核给", "granted"), outcome.granted, Fill::Paid, vec![Cell::Empty]),
        ]
    });
    Chart {
        id: "by-pool",
        caption: context.say(&say!("预算、申领和核给", "Budget, claims and what is granted")),
        legend: vec![
            (Fill::Nothing, context.say(&say!("预算", "budget"))),
            (Fill::Other, context.say(&say!("申领", "claimed"))),
            (Fill::Paid, context.say(&say!("核给", "granted"))),
        ],
        names: context.say(&say!("资金", "pool")),
        pictures: vec![context.say(&say!("金额", "amount"))],
        columns: vec![
            context.column(&say!("金额（元）", "yuan"), Kind::Money),
            context.column(&say!("占预算", "of budget"), Kind::Integer),
            context.column(&say!("待核笔数", "held"), Kind::Integer),
        ],
        rows: rows.collect(),
    }
    .write(html);
}

fn said(context: &Context<'_>, title: &str, outcome: &PoolOutcome, html: &mut Html) {
    let (claimed, budget) = (wan(outcome.claimed), wan(outcome.budget));
    let granted = wan(outcome.granted);
    let cut = outcome.claimed.sub(outcome.granted).unwrap_or_default();
    let (cut_wan, part) = (wan(cut), share(outcome.granted.fen(), outcome.claimed.fen()));
    let tripped = outcome.breaker.as_ref().is_some_and(|b| b.part < Exact::ONE);
    let waits = match outcome.held {
        0 => Default::default(),
        held if outcome.exceeded() => say!(
            "；还有{held}笔待核，核定后各家要重新分摊，现在不要拨付这项资金",
            "; {held} of its awards are held: every share changes once they are decided, do not pay from it yet"
        ),
        held => say!("；另有{held}笔待核", "; {held} of its awards are held"),
    };
    let (waits_zh, waits_en) = (waits.zh, waits.en);
    let sentence = if outcome.exceeded() {
        say!(
            "“{title}”申领{claimed}万元，超过预算{budget}万元，核给{granted}万元（申领的{part}），核减{cut_wan}万元{waits_zh}。",
            "`{title}`: {claimed} wan yuan are claimed, above the budget of {budget}; {granted} ({part} of the claims) are granted and {cut_wan} cut{waits_en}."
        )
    } else if tripped {
        say!(
            "“{title}”熔断，申领{claimed}万元，核给{granted}万元（申领的{part}），核减{cut_wan}万元{waits_zh}。",
            "`{title}`: its breaker has tripped; of {claimed} wan yuan claimed {granted} ({part}) are granted and {cut_wan} cut{waits_en}."
        )
    } else {
        let used = share(outcome.granted.fen(), outcome.budget.fen());
        say!(
            "“{title}”申领{claimed}万元，没有超过预算{budget}万元，用去{used}{waits_zh}。",
            "`{title}`: {claimed} wan yuan are claimed, within the budget of {budget}, of which {used} is used{waits_en}."
        )
    };
    context.paragraph(html, &sentence);
}
