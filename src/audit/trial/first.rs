//! The first expectations of a case that has none: what comes out for each of its enterprises.

use std::collections::BTreeMap;

use super::Difference;
use super::bless::{Change, Written};
use crate::exact::Exact;
use crate::policy::case::Case;
use crate::policy::pack::Measure;
use crate::say;
use crate::settle::run::{Outcome, Reason, Run, Status};
use crate::settle::tally::payer_of;

/// The keys of one expectation, in their order.
type Keys = Vec<(String, Written)>;

/// The difference between nothing and what comes out.
pub fn expectations(case: &Case, run: &Run<'_>) -> Difference {
    let id = case.measure.as_deref().unwrap_or_default();
    let several = case.enterprises.len() > 1;
    let each: Vec<Written> = case
        .enterprises
        .iter()
        .enumerate()
        .map(|(number, enterprise)| {
            let name = several.then(|| ("enterprise".to_owned(), Written::Text(enterprise.name.clone())));
            Written::Keys(name.into_iter().chain(of_enterprise(run, id, case.row(number))).collect())
        })
        .collect();
    let known = each.iter().any(|keys| !matches!(keys, Written::Keys(keys) if keys.is_empty()));
    let change = Change { expectation: None, path: vec!["expect".to_owned()], value: Written::Several(each) };
    Difference {
        what: say!("{id} 期望", "{id} expectations"),
        expected: say!("写明应有的结果", "what must come out"),
        got: say!("还没有写（可用 --bless 写入）", "nothing yet (--bless can write it)"),
        change: known.then_some(change),
    }
}

fn of_enterprise(run: &Run<'_>, id: &str, row: usize) -> Keys {
    let is_it = |measure: usize| run.edition.pack.measures.get(measure).filter(|m| m.id == id);
    if let Some((award, measure)) = run.awards.iter().enumerate().find_map(|(i, a)| Some((i, is_it(a.measure)?))) {
        return of_award(run, award, measure, row);
    }
    if let Some((e, measure)) = run.estimates.iter().find_map(|e| Some((e, is_it(e.measure)?))) {
        return e
            .outcomes
            .get(row)
            .map(|o| outcome(run, measure, o, |a| ("amount", Written::Amount(a.exact()))))
            .unwrap_or_default();
    }
    if let Some((s, measure)) = run.statuses.iter().find_map(|s| Some((s, is_it(s.measure)?))) {
        return s
            .outcomes
            .get(row)
            .map(|o| outcome(run, measure, o, |v| ("value", Written::Text(v.to_string()))))
            .unwrap_or_default();
    }
    Vec::new()
}

fn of_award(run: &Run<'_>, award: usize, measure: &Measure, row: usize) -> Keys {
    let Some(line) = run.awards.get(award).and_then(|a| a.lines.get(row)) else { return Vec::new() };
    let mut keys = vec![("status".to_owned(), Written::Text(line.status.id().to_owned()))];
    keys.extend(reason(run, line.reason, measure));
    let Some(w) = line.waterfall.as_ref().filter(|_| line.status != Status::Held) else { return keys };
    keys.push(("payable".to_owned(), Written::Amount(w.payable.exact())));
    let mut paid: BTreeMap<usize, Exact> = BTreeMap::new();
    for payment in run.payments.iter().filter(|p| p.enterprise as usize == row && usize::from(p.award) == award) {
        let Some(payer) = payer_of(run, payment) else { continue };
        let sum = paid.entry(payer).or_insert(Exact::ZERO);
        *sum = sum.add(payment.amount.exact()).unwrap_or(*sum);
    }
    let payers = &run.edition.pack.payers;
    let named = paid.into_iter().filter_map(|(i, sum)| Some((payers.get(i)?.id.clone(), Written::Amount(sum))));
    let payments: Keys = named.collect();
    if !payments.is_empty() {
        keys.push(("payments".to_owned(), Written::Keys(payments)));
    }
    keys.extend(Exact::scaled(w.gross, 6).map(|gross| ("gross".to_owned(), Written::Amount(gross))));
    keys
}

fn outcome<T>(
    run: &Run<'_>,
    measure: &Measure,
    outcome: &Outcome<T>,
    value: impl Fn(&T) -> (&'static str, Written),
) -> Keys {
    match outcome {
        Outcome::Value(v) => {
            let (key, written) = value(v);
            vec![(key.to_owned(), written)]
        }
        Outcome::Refused(why) | Outcome::Held(why) => reason(run, *why, measure).into_iter().collect(),
    }
}

fn reason(run: &Run<'_>, why: Reason, measure: &Measure) -> Option<(String, Written)> {
    let id = run.reason_id(why, measure);
    (!id.is_empty()).then(|| ("reason".to_owned(), Written::Text(id)))
}
