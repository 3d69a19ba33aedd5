//! Who gets nothing and why: the awards that are decided to give nothing, by measure and reason.

use std::collections::BTreeMap;

use crate::payout::table::{Cell, Kind};
use crate::payout::words;
use crate::say;
use crate::settle::run::{Reason, Status};

use super::chart::{Chart, ChartRow, Fill, Picture};
use super::context::Context;
use super::figures::{count, ranked, share, width};
use super::grid::{Grid, GridRow, RowStyle};
use super::html::Html;

/// A measure's zero lines by reason.
struct Refusals {
    award: usize,
    lines: u64,
    reasons: Vec<(Reason, u64)>,
}

/// Writes the section.
pub fn write(context: &Context<'_>, html: &mut Html) {
    let all = refusals(context);
    said(context, &all, html);
    chart(context, &all, html);
    table(context, &all, html);
}

fn refusals(context: &Context<'_>) -> Vec<Refusals> {
    let awards = context.results.run.awards.iter().enumerate();
    let each = awards.map(|(award, of)| {
        let mut counts: BTreeMap<Reason, u64> = BTreeMap::new();
        for line in of.lines.iter().filter(|line| line.status == Status::Zero) {
            let count = counts.entry(line.reason).or_default();
            *count = count.saturating_add(1);
        }
        let known: Vec<(Reason, u64)> = counts.into_iter().collect();
        let order = ranked(&known.iter().map(|(_, n)| i128::from(*n)).collect::<Vec<_>>());
        let reasons: Vec<_> = order.iter().filter_map(|i| known.get(*i).copied()).collect();
        Refusals { award, lines: reasons.iter().map(|(_, n)| *n).sum(), reasons }
    });
    each.filter(|of| of.lines > 0).collect()
}

fn reason(context: &Context<'_>, award: usize, reason: Reason) -> String {
    let run = context.results.run;
    run.award_measure(award).map_or_else(String::new, |m| context.say(&words::reason(run, reason, m)))
}

/// Enterprises that have nothing at all: nothing paid, nothing waiting, nothing to return.
fn empty_handed(context: &Context<'_>) -> usize {
    let run = context.results.run;
    let nothing = |enterprise: &usize| {
        run.awards.iter().all(|a| a.lines.get(*enterprise).is_some_and(|line| line.status == Status::Zero))
    };
    (0..run.enterprises).filter(nothing).count()
}

fn said(context: &Context<'_>, all: &[Refusals], html: &mut Html) {
    let zero = context.tallies.all.zero;
    if zero == 0 {
        context.paragraph(html, &say!("没有不予补助的。", "No award gives nothing."));
        return;
    }
    let nobody = empty_handed(context);
    let enterprises = context.results.run.enterprises;
    let part = share(nobody as i128, enterprises as i128);
    let (nobody, zero) = (count(nobody as i128), count(zero));
    context.paragraph(
        html,
        &say!(
            "{zero}笔不予补助；{nobody}家企业（{part}）一项也没有得到，也没有待核和应追回的。",
            "{zero} awards give nothing; {nobody} enterprises ({part}) have nothing at all: nothing paid, held or to recover."
        ),
    );
    let largest =
        all.iter().flat_map(|of| of.reasons.iter().map(|(r, n)| (of.award, *r, *n))).max_by_key(|(_, _, n)| *n);
    if let Some((award, why, lines)) = largest {
        let (title, why, lines) = (context.title(award), reason(context, award, why), count(lines));
        context.paragraph(
            html,
            &say!(
                "笔数最多的是“{title}”的“{why}”，{lines}笔。",
                "The most frequent is `{why}` of `{title}`: {lines} awards."
            ),
        );
    }
}

/// The reasons over all measures, the most frequent first.
fn chart(context: &Context<'_>, all: &[Refusals], html: &mut Html) {
    const SHOWN: usize = 12;
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    for of in all {
        for (why, lines) in &of.reasons {
            let sum = sums.entry(reason(context, of.award, *why)).or_default();
            *sum = sum.saturating_add(*lines);
        }
    }
    let known: Vec<(String, u64)> = sums.into_iter().collect();
    let order = ranked(&known.iter().map(|(_, n)| i128::from(*n)).collect::<Vec<_>>());
    let mut groups: Vec<(String, u64)> = order.iter().take(SHOWN).filter_map(|i| known.get(*i).cloned()).collect();
    let named = groups.len();
    let rest: u64 = order.iter().skip(SHOWN).filter_map(|i| known.get(*i)).map(|(_, n)| *n).sum();
    if rest > 0 {
        let more = known.len().saturating_sub(SHOWN);
        groups.push((context.say(&say!("其余{more}种原因", "{more} other reasons")), rest));
    }
    let zero = i128::from(context.tallies.all.zero);
    let most = groups.iter().map(|(_, n)| i128::from(*n)).max().unwrap_or(0);
    let rows = groups.into_iter().enumerate().map(|(i, (name, lines))| {
        let fill = if i < named { Fill::Other } else { Fill::Nothing };
        let (number, part) = (count(lines), share(i128::from(lines), zero));
        let title = context.say(&say!("{name}：{number} 笔，{part}", "{name}: {number} awards, {part}"));
        ChartRow {
            pictures: vec![Picture::stacked(title, &[(width(i128::from(lines), most), fill)])],
            name,
            cells: vec![Cell::Integer(i128::from(lines)), Cell::from(part)],
            total: false,
        }
    });
    Chart {
        id: "by-reason",
        caption: context.say(&say!("不予补助的原因（各项政策合计）", "Why awards give nothing, over all measures")),
        legend: Vec::new(),
        names: context.say(&say!("原因", "reason")),
        pictures: vec![context.say(&say!("笔数", "awards"))],
        columns: vec![
            context.column(&say!("笔数", "awards"), Kind::Integer),
            context.column(&say!("占比", "share"), Kind::Integer),
        ],
        rows: rows.collect(),
    }
    .write(html);
}

/// Each measure with its reasons.
fn table(context: &Context<'_>, all: &[Refusals], html: &mut Html) {
    let run = context.results.run;
    let mut rows = Vec::new();
    for of in all {
        let title = context.title(of.award).to_owned();
        let lines = |n: u64| [Cell::Integer(i128::from(n)), Cell::from(share(i128::from(n), i128::from(of.lines)))];
        let mut head = vec![Cell::from(title), Cell::Empty];
        head.extend(lines(of.lines));
        rows.push(GridRow { cells: head, style: RowStyle::Group });
        for (why, number) in &of.reasons {
            let id = run.award_measure(of.award).map_or_else(String::new, |m| run.reason_id(*why, m));
            let mut cells = vec![Cell::from(reason(context, of.award, *why)), Cell::from(id)];
            cells.extend(lines(*number));
            rows.push(GridRow::plain(cells));
        }
    }
    Grid {
        id: "refused-by-measure",
        caption: context.say(&say!("不予补助：分政策、分原因", "Nothing is paid: by measure and reason")),
        columns: vec![
            context.column(&say!("政策措施和原因", "measure and reason"), Kind::Text),
            context.column(&say!("原因代号", "reason id"), Kind::Code),
            context.column(&say!("笔数", "awards"), Kind::Integer),
            context.column(&say!("占该项", "share"), Kind::Integer),
        ],
        rows,
    }
    .write(context, html);
}
