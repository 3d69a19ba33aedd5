//! What a year's run did, in the sentences of a bureau's annual report, to be quoted as they are.

use crate::diagnostic::Bilingual;
use crate::exact::Exact;
use crate::money::{Money, for_people};
use crate::policy::pack::Measure;
use crate::say;
use crate::settle::tally::{EstimateTally, StatusTally, Tallies, Tally};

use super::results::Results;

/// A measure and its sentence; the first is about all of them.
#[must_use]
pub fn sentences(results: Results<'_>, tallies: &Tallies) -> Vec<(Option<String>, Bilingual)> {
    let run = results.run;
    let mut said = vec![(None, whole(results, tallies))];
    let mut say = |measure: Option<&Measure>, sentence: &dyn Fn(&str) -> Bilingual| {
        said.extend(measure.map(|m| (Some(m.id.clone()), sentence(&m.title))));
    };
    for (award, tally) in tallies.measures.iter().enumerate() {
        say(run.award_measure(award), &|title| payout(title, tally));
    }
    for (estimate, tally) in run.estimates.iter().zip(&tallies.estimates) {
        say(results.measure(estimate.measure), &|title| estimated(title, tally));
    }
    for (status, tally) in run.statuses.iter().zip(&tallies.statuses) {
        say(results.measure(status.measure), &|title| stated(title, tally));
    }
    said
}

fn whole(results: Results<'_>, tallies: &Tallies) -> Bilingual {
    let (pack, year) = (&results.run.edition.pack, results.run.edition.year);
    let all = &tallies.all;
    let (enterprises, lines, amount) = (all.paid_enterprises, all.paid, wan(all.payable));
    let shares = pack.payers.iter().zip(&all.by_payer).filter(|(_, sum)| sum.is_positive());
    let (zh, en): (Vec<String>, Vec<String>) = shares
        .map(|(payer, sum)| (format!("{}{}万元", payer.id, wan(*sum)), format!("{} {}", payer.id, wan(*sum))))
        .unzip();
    let (zh, en) = match zh.as_slice() {
        [] => (String::new(), String::new()),
        _ => (format!("，其中{}", zh.join("、")), format!(", of which {}", en.join(", "))),
    };
    let provisional =
        if results.run.provisional { say!("（暂算）", " (provisional)") } else { Bilingual::default() };
    let rest = waiting(all.held);
    let (provisional_zh, provisional_en) = (provisional.zh, provisional.en);
    let (rest_zh, rest_en) = (rest.zh, rest.en);
    say!(
        "{year}年{provisional_zh}支持{enterprises}家企业，兑付{lines}笔，共{amount}万元{zh}{rest_zh}。",
        "In {year}{provisional_en} {enterprises} enterprises are supported by {lines} awards, {amount} wan yuan in all{en}{rest_en}."
    )
}

fn payout(title: &str, tally: &Tally) -> Bilingual {
    let (lines, amount) = (tally.paid, wan(tally.payable));
    let (rest, nobody) = (waiting(tally.held), tally.paid == 0);
    let (rest_zh, rest_en) = (rest.zh, rest.en);
    if nobody {
        return say!("全年没有企业获{title}{rest_zh}。", "Nobody is paid {title} this year{rest_en}.");
    }
    say!(
        "全年支持{lines}家企业获{title}共{amount}万元{rest_zh}。",
        "{lines} enterprises are paid {title} this year, {amount} wan yuan in all{rest_en}."
    )
}

fn estimated(title: &str, tally: &EstimateTally) -> Bilingual {
    let (counted, amount, rest) = (tally.counted, wan(tally.amount), waiting(tally.held));
    let (rest_zh, rest_en) = (rest.zh, rest.en);
    say!(
        "{counted}家企业享受{title}共{amount}万元{rest_zh}。",
        "{counted} enterprises enjoy {title}, {amount} wan yuan in all{rest_en}."
    )
}

fn stated(title: &str, tally: &StatusTally) -> Bilingual {
    let each: Vec<(String, String)> =
        tally.values.iter().map(|(value, n)| (format!("{value}{n}家"), format!("{value} {n}"))).collect();
    let (zh, en): (Vec<String>, Vec<String>) = each.into_iter().unzip();
    let (zh, en, rest) = (zh.join("、"), en.join(", "), waiting(tally.held));
    let (rest_zh, rest_en) = (rest.zh, rest.en);
    say!("{title}：{zh}{rest_zh}。", "{title}: {en}{rest_en}.")
}

/// What is not decided yet is not kept from the reader.
fn waiting(held: u64) -> Bilingual {
    if held == 0 { Bilingual::default() } else { say!("，另有{held}笔待核", ", and {held} more are held") }
}

/// An amount in 万元, exact: the last of its decimals are 分.
#[must_use]
pub(super) fn wan(amount: Money) -> String {
    let wan = amount.exact().div(Exact::from(10_000)).map_or_else(|| amount.grouped(), for_people);
    wan.strip_suffix(".00").map_or(wan.clone(), str::to_owned)
}
