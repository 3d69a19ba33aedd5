//! By measure: the sentence, the chart, the sentences of each, and the payers' parts.

use crate::money::Money;
use crate::payout::sentences::{sentences, wan};
use crate::payout::table::{Cell, Column, Kind};
use crate::say;
use crate::settle::tally::Tally;

use super::chart::{Chart, ChartRow, Fill, Picture};
use super::context::Context;
use super::figures::{count, leaders, patterned, ranked, share, width};
use super::grid::{Grid, GridRow};
use super::html::Html;

/// Writes the section.
pub fn write(context: &Context<'_>, html: &mut Html) {
    let tallies = &context.tallies.measures;
    let named: Vec<(&str, &Tally)> = context.measures().map(|m| m.title.as_str()).zip(tallies).collect();
    said(context, &named, html);
    let order = ranked(&named.iter().map(|(_, t)| t.payable.fen()).collect::<Vec<_>>());
    let ordered: Vec<(&str, &Tally)> = order.iter().filter_map(|i| named.get(*i).copied()).collect();
    let words = GroupWords {
        id: "by-measure",
        caption: context.say(&say!("各项政策的应付和应追回", "Payable and to recover by measure")),
        names: context.say(&say!("政策措施", "measure")),
    };
    chart(context, words, &ordered, html);
    context.remark(
        html,
        &say!(
            "按应付金额从多到少排列；待核的金额还没有定，只计笔数。",
            "From the largest amount to the smallest; held awards have no amount yet and are counted only."
        ),
    );
    let ids: Vec<Option<String>> = context.measures().map(|m| Some(m.id.clone())).collect();
    let each = sentences(context.results, context.tallies).into_iter().filter(|(id, _)| ids.contains(id));
    html.element("ul", &[("class", "sentences")], |html| {
        for (_, sentence) in each {
            html.leaf("li", &[], sentence.get(context.results.lang));
        }
    });
    let caption = context.say(&say!("分政策、分承担方的应付金额和笔数", "By measure and payer, with all counts"));
    numbers(context, ("measure-numbers", caption, words_of(context)), &ordered, false, html);
}

fn words_of(context: &Context<'_>) -> Column {
    context.column(&say!("政策措施", "measure"), Kind::Text)
}

fn said(context: &Context<'_>, named: &[(&str, &Tally)], html: &mut Html) {
    let total = context.tallies.all.payable.fen();
    let amounts: Vec<(&str, i128)> = named.iter().map(|(name, t)| (*name, t.payable.fen())).collect();
    let (first, most) = leaders(&amounts);
    let measures = named.len();
    if first.is_empty() {
        context.paragraph(
            html,
            &say!("{measures}项政策都没有应付的金额。", "None of the {measures} measures pays anything."),
        );
        return;
    }
    let (names, amount, part) = (context.listed(&first), wan(Money::from_fen(most)), share(most, total));
    let lines: u64 = named.iter().filter(|(_, t)| t.payable.fen() == most).map(|(_, t)| t.paid).sum();
    let lines = count(lines);
    let mut sorted: Vec<i128> = amounts.iter().map(|(_, a)| *a).collect();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let three = sorted.iter().take(3).try_fold(0i128, |sum, a| sum.checked_add(*a)).unwrap_or(0);
    let three = share(three, total);
    let rest = match measures > 3 {
        true => say!("，前三项合占{three}", "; the first three have {three}"),
        false => Default::default(),
    };
    let (rest_zh, rest_en) = (rest.zh, rest.en);
    context.paragraph(
        html,
        &say!(
            "{measures}项政策中，“{names}”金额最多，{lines}笔，{amount}万元，占{part}{rest_zh}。",
            "Of {measures} measures `{names}` pays most: {lines} awards, {amount} wan yuan, {part} of all{rest_en}."
        ),
    );
    let without = named.iter().filter(|(_, t)| t.paid == 0).map(|(name, _)| *name).collect::<Vec<_>>();
    if !without.is_empty() {
        let (number, names) = (without.len(), context.listed(&without));
        context.paragraph(
            html,
            &say!("没有应付的有{number}项：{names}。", "Measures that pay nothing: {number} ({names})."),
        );
    }
}

/// What a chart of groups is called.
pub struct GroupWords {
    /// Its name within the page.
    pub id: &'static str,
    /// What stands above it.
    pub caption: String,
    /// The heading of the names.
    pub names: String,
}

/// Bars of what is paid and to recover, and of the counts, for each group; the last row is the total.
pub fn chart(context: &Context<'_>, words: GroupWords, groups: &[(&str, &Tally)], html: &mut Html) {
    let all = &context.tallies.all;
    let magnitude = |m: Money| m.fen().checked_abs().unwrap_or(i128::MAX);
    let most = groups.iter().map(|(_, t)| t.payable.fen().max(magnitude(t.recoverable))).max().unwrap_or(0);
    let counted = |t: &Tally| i128::from(t.paid.saturating_add(t.held).saturating_add(t.recover));
    let most_lines = groups.iter().map(|(_, t)| counted(t)).max().unwrap_or(0);
    let row = |name: &str, t: &Tally, total: bool| {
        let part = share(t.payable.fen(), all.payable.fen());
        let (payable, recoverable) = (t.payable.grouped(), t.recoverable.grouped());
        let (paid, held, recover) = (count(t.paid), count(t.held), count(t.recover));
        let money = context.say(&say!(
            "{name}：应付 {payable} 元，{part}；应追回 {recoverable} 元",
            "{name}: payable {payable} yuan, {part}; to recover {recoverable} yuan"
        ));
        let lines = context.say(&say!(
            "{name}：应付 {paid} 笔，待核 {held} 笔，应追回 {recover} 笔",
            "{name}: {paid} paid, {held} held, {recover} to recover"
        ));
        // room for the two patterned bars behind the longest
        let whole = most_lines.saturating_add(most_lines / 8);
        let line = |n: u64| patterned(i128::from(n), whole);
        let mut amounts = Picture::stacked(money, &[(width(t.payable.fen(), most), Fill::Paid)]);
        if t.recoverable.is_negative() {
            let width = patterned(magnitude(t.recoverable), most);
            amounts.bars.push(super::chart::Bar { from: 0, width, fill: Fill::Recover, below: true });
        }
        let parts = [
            (width(i128::from(t.paid), whole), Fill::Paid),
            (line(t.held), Fill::Held),
            (line(t.recover), Fill::Recover),
        ];
        let pictures = match total {
            true => vec![Picture::stacked(String::new(), &[]), Picture::stacked(String::new(), &[])],
            false => vec![amounts, Picture::stacked(lines, &parts)],
        };
        ChartRow {
            name: name.to_owned(),
            pictures,
            cells: vec![
                Cell::Money(t.payable),
                Cell::from(part),
                Cell::Integer(i128::from(t.paid)),
                Cell::Integer(i128::from(t.held)),
                Cell::Money(t.recoverable),
            ],
            total,
        }
    };
    let mut rows: Vec<ChartRow> = groups.iter().map(|(name, tally)| row(name, tally, false)).collect();
    rows.push(row(&context.say(&say!("合计", "total")), all, true));
    let legend = [
        (Fill::Paid, say!("应付", "paid")),
        (Fill::Held, say!("待核（笔数）", "held (count)")),
        (Fill::Recover, say!("应追回", "to recover")),
    ];
    Chart {
        id: words.id,
        caption: words.caption,
        legend: legend.map(|(fill, words)| (fill, context.say(&words))).into(),
        names: words.names,
        pictures: vec![context.say(&say!("金额", "amount")), context.say(&say!("笔数", "awards"))],
        columns: vec![
            context.column(&say!("应付（元）", "payable (yuan)"), Kind::Money),
            context.column(&say!("占比", "share"), Kind::Integer),
            context.column(&say!("应付笔数", "paid"), Kind::Integer),
            context.column(&say!("待核笔数", "held"), Kind::Integer),
            context.column(&say!("应追回（元）", "to recover (yuan)"), Kind::Money),
        ],
        rows,
    }
    .write(html);
}

/// The payers' parts and all counts of each group, and where it is asked for how many enterprises it has.
pub fn numbers(
    context: &Context<'_>,
    (id, caption, first): (&'static str, String, Column),
    groups: &[(&str, &Tally)],
    enterprises: bool,
    html: &mut Html,
) {
    let pack = context.results.run.edition.pack;
    let mut columns = vec![first];
    if enterprises {
        columns.extend([
            context.column(&say!("获补企业", "enterprises paid"), Kind::Integer),
            context.column(&say!("全部企业", "all enterprises"), Kind::Integer),
        ]);
    }
    columns.extend(pack.payers.iter().map(|p| context.column(&say!("{}", "{}", p.id), Kind::Money)));
    columns.extend([
        context.column(&say!("应付笔数", "paid"), Kind::Integer),
        context.column(&say!("待核笔数", "held"), Kind::Integer),
        context.column(&say!("应追回笔数", "to recover"), Kind::Integer),
        context.column(&say!("不予补助笔数", "nothing"), Kind::Integer),
    ]);
    let cells = |name: &str, t: &Tally| {
        let mut cells = vec![Cell::from(name.to_owned())];
        if enterprises {
            cells.extend([t.paid_enterprises, t.enterprises].map(|n| Cell::Integer(i128::from(n))));
        }
        cells.extend(t.by_payer.iter().map(|m| Cell::Money(*m)));
        cells.extend([t.paid, t.held, t.recover, t.zero].map(|n| Cell::Integer(i128::from(n))));
        cells
    };
    let mut rows: Vec<GridRow> = groups.iter().map(|(name, t)| GridRow::plain(cells(name, t))).collect();
    rows.push(GridRow::total(cells(&context.say(&say!("合计", "total")), &context.tallies.all)));
    Grid { id, caption, columns, rows }.write(context, html);
}
