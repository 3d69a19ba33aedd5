//! By county: who has most enterprises paid, who most money, and the chart of all.

use crate::money::Money;
use crate::payout::sentences::wan;
use crate::payout::table::Kind;
use crate::say;
use crate::settle::tally::Tally;

use super::context::Context;
use super::figures::{count, leaders, ranked, share};
use super::html::Html;
use super::measures::{GroupWords, chart, numbers};

/// Writes the section.
pub fn write(context: &Context<'_>, html: &mut Html) {
    let tallies = context.tallies;
    let elsewhere = context.say(&say!("未确定", "not known"));
    let counties = tallies.counties.iter().map(|(name, tally)| (name.as_str(), tally));
    let named: Vec<(&str, &Tally)> =
        counties.chain(tallies.elsewhere.iter().map(|tally| (elsewhere.as_str(), tally))).collect();
    said(context, &named, html);
    let order = ranked(&named.iter().map(|(_, t)| t.payable.fen()).collect::<Vec<_>>());
    let ordered: Vec<(&str, &Tally)> = order.iter().filter_map(|i| named.get(*i).copied()).collect();
    let words = GroupWords {
        id: "by-county",
        caption: context.say(&say!("各县市区的应付和应追回", "Payable and to recover by county")),
        names: context.say(&say!("县市区", "county")),
    };
    chart(context, words, &ordered, html);
    let caption = context.say(&say!("分县市区、分承担方的应付金额和笔数", "By county and payer, with all counts"));
    let first = context.column(&say!("县市区", "county"), Kind::Text);
    numbers(context, ("county-numbers", caption, first), &ordered, true, html);
}

fn said(context: &Context<'_>, named: &[(&str, &Tally)], html: &mut Html) {
    let total = context.tallies.all.payable.fen();
    let enterprises: Vec<(&str, i128)> =
        named.iter().map(|(name, t)| (*name, i128::from(t.paid_enterprises))).collect();
    let (first, most) = leaders(&enterprises);
    if first.is_empty() {
        context.paragraph(html, &say!("没有县市区有获补企业。", "No county has an enterprise that is paid."));
        return;
    }
    let names = context.listed(&first);
    let each = if first.len() > 1 { say!("各", " each") } else { Default::default() };
    let (each_zh, each_en) = (each.zh, each.en);
    let theirs = named.iter().filter(|(name, _)| first.contains(name)).map(|(_, t)| t.payable);
    let amount = Money::sum(theirs).unwrap_or_default();
    let (most, money, part) = (count(most), wan(amount), share(amount.fen(), total));
    context.paragraph(
        html,
        &say!(
            "{names}获补企业最多，{each_zh}{most}家，共{money}万元，占{part}。",
            "{names} has most enterprises paid: {most}{each_en}, {money} wan yuan, {part} of all."
        ),
    );
    let amounts: Vec<(&str, i128)> = named.iter().map(|(name, t)| (*name, t.payable.fen())).collect();
    let (richest, most) = leaders(&amounts);
    if richest != first {
        let (names, money, part) = (context.listed(&richest), wan(Money::from_fen(most)), share(most, total));
        context.paragraph(
            html,
            &say!(
                "金额最多的是{names}，{money}万元，占{part}。",
                "Most money goes to {names}: {money} wan yuan, {part} of all."
            ),
        );
    }
}
