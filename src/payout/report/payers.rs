//! The totals: the year in one sentence, who pays, when it is due.

use crate::money::Money;
use crate::payout::sentences::{sentences, wan};
use crate::payout::table::{Cell, Kind};
use crate::say;
use crate::settle::tally::DueKey;

use super::chart::{Chart, ChartRow, Fill, Picture};
use super::context::Context;
use super::figures::{share, width};
use super::grid::{Grid, GridRow};
use super::html::Html;

/// Writes the section.
pub fn write(context: &Context<'_>, html: &mut Html) {
    if let Some((_, whole)) = sentences(context.results, context.tallies).first() {
        context.paragraph(html, whole);
    }
    let all = &context.tallies.all;
    if all.recover > 0 {
        let (lines, amount) = (all.recover, all.recoverable.neg().map(wan).unwrap_or_default());
        context.paragraph(
            html,
            &say!(
                "另有{lines}笔应追回，共{amount}万元；应付和应追回分开列，不相抵。",
                "{lines} more awards are to be recovered, {amount} wan yuan in all; what is paid and what is recovered are never netted."
            ),
        );
    }
    by_payer(context, html);
    by_due(context, html);
}

fn by_payer(context: &Context<'_>, html: &mut Html) {
    let all = &context.tallies.all;
    let (total, most) = (all.payable.fen(), all.by_payer.iter().map(|m| m.fen()).max().unwrap_or(0));
    let row = |name: &str, sum: Money| {
        let part = share(sum.fen(), total);
        let amount = sum.grouped();
        let title = context.say(&say!("{name}：{amount} 元，{part}", "{name}: {amount} yuan, {part}"));
        ChartRow {
            name: name.to_owned(),
            pictures: vec![Picture::stacked(title, &[(width(sum.fen(), most), Fill::Paid)])],
            cells: vec![Cell::Money(sum), Cell::from(part)],
            total: false,
        }
    };
    let pack = context.results.run.edition.pack;
    let mut rows: Vec<ChartRow> = pack.payers.iter().zip(&all.by_payer).map(|(p, sum)| row(&p.id, *sum)).collect();
    rows.push(ChartRow {
        name: context.say(&say!("合计", "total")),
        pictures: vec![Picture::stacked(String::new(), &[])],
        cells: vec![Cell::Money(all.payable), Cell::from(share(total, total))],
        total: true,
    });
    Chart {
        id: "by-payer",
        caption: context.say(&say!("应付由谁出", "Who pays")),
        legend: Vec::new(),
        names: context.say(&say!("承担方", "payer")),
        pictures: vec![context.say(&say!("金额", "amount"))],
        columns: vec![
            context.column(&say!("应付（元）", "payable (yuan)"), Kind::Money),
            context.column(&say!("占比", "share"), Kind::Integer),
        ],
        rows,
    }
    .write(html);
}

fn by_due(context: &Context<'_>, html: &mut Html) {
    let due = &context.tallies.due;
    if due.is_empty() {
        return;
    }
    let names: Vec<String> = due
        .keys()
        .map(|key| match key {
            DueKey::Year(year) => context.say(&say!("{year}年", "{year}")),
            DueKey::Stage { name, .. } => context.say(&say!("“{name}”阶段", "stage {name}")),
        })
        .collect();
    let sums: Vec<Money> = due.values().map(|parts| Money::sum(parts.iter().copied()).unwrap_or_default()).collect();
    let total = context.tallies.all.payable;
    let most = sums.iter().map(|m| m.fen()).max().unwrap_or(0);
    let year = i32::from(context.results.run.edition.year);
    let now = due.get(&DueKey::Year(year)).and_then(|parts| Money::sum(parts.iter().copied())).unwrap_or_default();
    let (now_wan, now_share) = (wan(now), share(now.fen(), total.fen()));
    let later = total.sub(now).unwrap_or_default();
    let later_wan = wan(later);
    if later.is_zero() {
        context.paragraph(html, &say!("全部在{year}年到期。", "All of it is due in {year}."));
    } else {
        context.paragraph(
            html,
            &say!(
                "{year}年到期{now_wan}万元，占{now_share}；分期到以后年度或阶段的{later_wan}万元。",
                "{now_wan} wan yuan ({now_share}) are due in {year}; {later_wan} wan yuan fall due in later years or stages."
            ),
        );
    }
    let rows = names.iter().zip(&sums).map(|(name, sum)| {
        let (part, amount) = (share(sum.fen(), total.fen()), sum.grouped());
        let title = context.say(&say!("{name}：{amount} 元，{part}", "{name}: {amount} yuan, {part}"));
        ChartRow {
            name: name.clone(),
            pictures: vec![Picture::stacked(title, &[(width(sum.fen(), most), Fill::Paid)])],
            cells: vec![Cell::Money(*sum), Cell::from(part)],
            total: false,
        }
    });
    Chart {
        id: "by-due",
        caption: context.say(&say!("什么时候到期", "When it is due")),
        legend: Vec::new(),
        names: context.say(&say!("到期", "due")),
        pictures: vec![context.say(&say!("金额", "amount"))],
        columns: vec![
            context.column(&say!("应付（元）", "payable (yuan)"), Kind::Money),
            context.column(&say!("占比", "share"), Kind::Integer),
        ],
        rows: rows.collect(),
    }
    .write(html);
    due_by_payer(context, &names, html);
}

/// When each payer has to have the money.
fn due_by_payer(context: &Context<'_>, names: &[String], html: &mut Html) {
    let pack = context.results.run.edition.pack;
    if names.len() < 2 || pack.payers.len() < 2 {
        return;
    }
    let mut columns = vec![context.column(&say!("到期", "due"), Kind::Text)];
    columns.extend(pack.payers.iter().map(|p| context.column(&say!("{}", "{}", p.id), Kind::Money)));
    let rows = names.iter().zip(context.tallies.due.values()).map(|(name, sums)| {
        let mut cells = vec![Cell::from(name.clone())];
        cells.extend(sums.iter().map(|m| Cell::Money(*m)));
        GridRow::plain(cells)
    });
    let mut rows: Vec<GridRow> = rows.collect();
    let mut total = vec![Cell::from(context.say(&say!("合计", "total")))];
    total.extend(context.tallies.all.by_payer.iter().map(|m| Cell::Money(*m)));
    rows.push(GridRow::total(total));
    let caption = context.say(&say!("各承担方的到期金额（元）", "Due by payer (yuan)"));
    Grid { id: "due-by-payer", caption, columns, rows }.write(context, html);
}
