//! How much the enterprises receive: what each is paid over all measures, counted by size.
//!
//! The sizes are 1, 2, 5, 10 … of the decimal system, as many as the amounts ask for; no policy decides them.

use crate::exact::pow10;
use crate::money::Money;
use crate::payout::sentences::wan;
use crate::payout::table::{Cell, Kind};
use crate::say;
use crate::settle::run::Status;

use super::chart::{Chart, ChartRow, Fill, Picture};
use super::context::Context;
use super::figures::{about_wan, count, share, width};
use super::html::Html;

/// So many sizes are told apart at most, where coarser ones exist.
const SIZES: usize = 12;

/// Writes the section.
pub fn write(context: &Context<'_>, html: &mut Html) {
    let mut paid: Vec<i128> = amounts(context).into_iter().filter(|fen| *fen > 0).collect();
    paid.sort_unstable();
    let (Some(least), Some(most)) = (paid.first().copied(), paid.last().copied()) else {
        context.paragraph(html, &say!("没有企业获得补助。", "No enterprise is paid anything."));
        return;
    };
    said(context, &paid, html);
    let total = context.tallies.all.payable.fen();
    let everybody = i128::try_from(paid.len()).unwrap_or(i128::MAX);
    let edges = edges(least, most);
    let bins: Vec<(String, i128, i128)> = edges
        .windows(2)
        .filter_map(|pair| {
            let [low, high] = *pair else { return None };
            let start = paid.partition_point(|fen| *fen <= low);
            let end = paid.partition_point(|fen| *fen <= high);
            let those = paid.get(start..end)?;
            let sum = those.iter().try_fold(0i128, |sum, fen| sum.checked_add(*fen))?;
            Some((range(context, low, high), i128::try_from(those.len()).ok()?, sum))
        })
        .collect();
    let largest = bins.iter().map(|(_, n, _)| *n).max().unwrap_or(0);
    let largest_sum = bins.iter().map(|(_, _, sum)| *sum).max().unwrap_or(0);
    let rows = bins.iter().map(|(name, number, sum)| {
        let (n, amount) = (count(*number), Money::from_fen(*sum).grouped());
        let enterprises = context.say(&say!("{name}：{n} 家", "{name}: {n} enterprises"));
        let money = context.say(&say!("{name}：共 {amount} 元", "{name}: {amount} yuan in all"));
        ChartRow {
            name: name.clone(),
            pictures: vec![
                Picture::stacked(enterprises, &[(width(*number, largest), Fill::Paid)]),
                Picture::stacked(money, &[(width(*sum, largest_sum), Fill::Other)]),
            ],
            cells: vec![
                Cell::Integer(*number),
                Cell::from(share(*number, everybody)),
                Cell::Money(Money::from_fen(*sum)),
                Cell::from(share(*sum, total)),
            ],
            total: false,
        }
    });
    let mut rows: Vec<ChartRow> = rows.collect();
    rows.push(ChartRow {
        name: context.say(&say!("合计", "total")),
        pictures: vec![Picture::stacked(String::new(), &[]), Picture::stacked(String::new(), &[])],
        cells: vec![
            Cell::Integer(everybody),
            Cell::from(share(everybody, everybody)),
            Cell::Money(context.tallies.all.payable),
            Cell::from(share(total, total)),
        ],
        total: true,
    });
    Chart {
        id: "by-size",
        caption: context.say(&say!("获补企业按所得金额分组", "Enterprises by what they are paid")),
        legend: vec![
            (Fill::Paid, context.say(&say!("企业数", "enterprises"))),
            (Fill::Other, context.say(&say!("金额", "amount"))),
        ],
        names: context.say(&say!("一家所得", "paid to one")),
        pictures: vec![context.say(&say!("企业数", "enterprises")), context.say(&say!("金额", "amount"))],
        columns: vec![
            context.column(&say!("企业数", "enterprises"), Kind::Integer),
            context.column(&say!("占比", "share"), Kind::Integer),
            context.column(&say!("金额合计（元）", "amount (yuan)"), Kind::Money),
            context.column(&say!("占比", "share"), Kind::Integer),
        ],
        rows,
    }
    .write(html);
    context.remark(
        html,
        &say!(
            "每组含上限、不含下限；一家企业的各项应付相加，应追回的不冲减。",
            "Each size includes its upper end, not its lower; all that an enterprise is paid is added, what it has to return is not taken off."
        ),
    );
}

/// What each enterprise is paid, in 分.
fn amounts(context: &Context<'_>) -> Vec<i128> {
    let run = context.results.run;
    let mut amounts = vec![0i128; run.enterprises];
    for award in &run.awards {
        for (amount, line) in amounts.iter_mut().zip(&award.lines) {
            if let Some(waterfall) = line.waterfall.as_ref().filter(|_| line.status == Status::Paid) {
                // the run has been reconciled: its parts do not overflow
                *amount = amount.saturating_add(waterfall.payable.fen());
            }
        }
    }
    amounts
}

fn said(context: &Context<'_>, paid: &[i128], html: &mut Html) {
    let total = context.tallies.all.payable.fen();
    let number = paid.len();
    let most = paid.last().copied().unwrap_or(0);
    // of an even number the lower of the two in the middle, which somebody is really paid
    let middle = paid.get(number.saturating_sub(1) / 2).copied().unwrap_or(0);
    let tenth = number.div_ceil(10);
    let top = paid.iter().rev().take(tenth).try_fold(0i128, |sum, fen| sum.checked_add(*fen)).unwrap_or(0);
    let top = share(top, total);
    let mean = about_wan(total, i128::try_from(number).unwrap_or(i128::MAX));
    let (middle, most) = (wan(Money::from_fen(middle)), wan(Money::from_fen(most)));
    let (number, tenth) = (count(number as i128), count(tenth as i128));
    context.paragraph(
        html,
        &say!(
            "{number}家获补企业平均每家约{mean}万元，居中的一家{middle}万元，最多的一家{most}万元；所得最多的一成（{tenth}家）合占{top}。",
            "{number} enterprises are paid about {mean} wan yuan on average, the one in the middle {middle}, the highest {most}; the upper tenth ({tenth}) has {top} of the money."
        ),
    );
}

/// From the last edge below the least amount to the first at or above the most, in 分.
fn edges(least: i128, most: i128) -> Vec<i128> {
    let series: [&[i128]; 3] = [&[1, 2, 5], &[1, 5], &[1]];
    let mut edges = Vec::new();
    for steps in series {
        let all: Vec<i128> = (0..36)
            .filter_map(pow10)
            .flat_map(|power| steps.iter().filter_map(move |s| power.checked_mul(*s)))
            .collect();
        let above = all.partition_point(|edge| *edge < least);
        let end = all.partition_point(|edge| *edge < most);
        edges = vec![above.checked_sub(1).and_then(|i| all.get(i)).copied().unwrap_or(0)];
        edges.extend(all.get(above..=end).unwrap_or_default());
        if edges.len() <= SIZES {
            break;
        }
    }
    edges
}

/// `5万元—10万元`
fn range(context: &Context<'_>, low: i128, high: i128) -> String {
    let (low_zh, high_zh) = (round(low), round(high));
    let (low_en, high_en) = (plain(low), plain(high));
    context.say(&say!("{low_zh}元—{high_zh}元", "{low_en} – {high_en}"))
}

/// An edge in the unit in which one says it: `5万`, `2亿`.
fn round(fen: i128) -> String {
    const YI: i128 = 10_000_000_000;
    const WAN: i128 = 1_000_000;
    match fen {
        f if f >= YI && f % YI == 0 => format!("{}亿", f / YI),
        f if f >= WAN && f % WAN == 0 => format!("{}万", f / WAN),
        f => plain(f),
    }
}

fn plain(fen: i128) -> String {
    let text = Money::from_fen(fen).grouped();
    text.strip_suffix(".00").map_or(text.clone(), str::to_owned)
}
