//! Tax estimates and statuses, which are in no total of money.

use crate::money::Money;
use crate::payout::sentences::sentences;
use crate::payout::table::{Cell, Kind};
use crate::say;

use super::chart::{Chart, ChartRow, Fill, Picture};
use super::context::Context;
use super::figures::{count, share, width};
use super::html::Html;

/// Writes the section.
pub fn write(context: &Context<'_>, html: &mut Html) {
    context.remark(
        html,
        &say!(
            "以下是税收优惠的测算和企业的认定情况，不是拨款，不计入本报告的任何应付合计。",
            "Below are estimates of tax relief and statuses of enterprises. They are no payments and stand in no total of this report."
        ),
    );
    let run = context.results.run;
    let told: Vec<usize> =
        run.estimates.iter().map(|e| e.measure).chain(run.statuses.iter().map(|s| s.measure)).collect();
    let ids: Vec<Option<String>> = told.iter().map(|m| context.results.measure(*m).map(|m| m.id.clone())).collect();
    for (id, sentence) in sentences(context.results, context.tallies) {
        if id.is_some() && ids.contains(&id) {
            context.paragraph(html, &sentence);
        }
    }
    estimates(context, html);
    statuses(context, html);
}

fn estimates(context: &Context<'_>, html: &mut Html) {
    let tallies = &context.tallies.estimates;
    let most = tallies.iter().map(|t| t.amount.fen()).max().unwrap_or(0);
    let rows = context.results.run.estimates.iter().zip(tallies).filter_map(|(estimate, tally)| {
        let name = context.results.measure(estimate.measure)?.title.clone();
        let amount: Money = tally.amount;
        let yuan = amount.grouped();
        Some(ChartRow {
            pictures: vec![Picture::stacked(
                context.say(&say!("{name}：测算 {yuan} 元", "{name}: estimated {yuan} yuan")),
                &[(width(amount.fen(), most), Fill::Other)],
            )],
            name,
            cells: vec![
                Cell::Money(amount),
                Cell::Integer(i128::from(tally.counted)),
                Cell::Integer(i128::from(tally.held)),
            ],
            total: false,
        })
    });
    Chart {
        id: "estimates",
        caption: context.say(&say!("税收优惠测算（不计入应付）", "Estimates of tax relief (in no total)")),
        legend: Vec::new(),
        names: context.say(&say!("政策措施", "measure")),
        pictures: vec![context.say(&say!("金额", "amount"))],
        columns: vec![
            context.column(&say!("测算（元）", "estimate (yuan)"), Kind::Money),
            context.column(&say!("企业数", "enterprises"), Kind::Integer),
            context.column(&say!("待核", "held"), Kind::Integer),
        ],
        rows: rows.collect(),
    }
    .write(html);
}

fn statuses(context: &Context<'_>, html: &mut Html) {
    let all = context.results.run.enterprises as i128;
    let held = context.say(&say!("待核", "held"));
    let mut rows = Vec::new();
    for (status, tally) in context.results.run.statuses.iter().zip(&context.tallies.statuses) {
        let Some(measure) = context.results.measure(status.measure) else { continue };
        let values = tally.values.iter().map(|(value, n)| (value.as_ref(), *n, Fill::Other));
        let waiting = (tally.held > 0).then_some((held.as_str(), tally.held, Fill::Held));
        for (value, number, fill) in values.chain(waiting) {
            let (title, n, part) = (&measure.title, count(number), share(i128::from(number), all));
            rows.push(ChartRow {
                name: format!("{title} · {value}"),
                pictures: vec![Picture::stacked(
                    context.say(&say!("{title}，{value}：{n} 家，{part}", "{title}, {value}: {n}, {part}")),
                    &[(width(i128::from(number), all), fill)],
                )],
                cells: vec![Cell::Integer(i128::from(number)), Cell::from(part)],
                total: false,
            });
        }
    }
    Chart {
        id: "statuses",
        caption: context.say(&say!("企业认定情况", "Statuses of enterprises")),
        legend: vec![(Fill::Other, context.say(&say!("已认定", "decided"))), (Fill::Held, held)],
        names: context.say(&say!("认定 · 情况", "status")),
        pictures: vec![context.say(&say!("占全部企业", "of all enterprises"))],
        columns: vec![
            context.column(&say!("企业数", "enterprises"), Kind::Integer),
            context.column(&say!("占比", "share"), Kind::Integer),
        ],
        rows,
    }
    .write(html);
}
