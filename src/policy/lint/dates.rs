//! Dates that are allowed and do not fit together: a policy year between two versions of a measure that has no rule, a
//! value that ends before the measure that needs it, versions and values that no policy year sees.
//!
//! A policy year is seen on its 31 December; a hole that covers none is no hole. What begins too late, and gaps between
//! values, are refused before.

use super::super::dated;
use super::super::mistake::first_line;
use super::super::pack::{Dated, Measure};
use super::found::Found;
use super::ground::Ground;
use crate::calendar::{Date, Period};
use crate::diagnostic::codes::lint as codes;
use crate::say;

pub(super) fn look(ground: &Ground<'_>, all: &mut Vec<Found>) {
    if ground.year.is_some() {
        return; // dates are seen over the years
    }
    let pack = ground.pack;
    for measure in &pack.measures {
        if first_year_end(measure.effective).is_none() {
            let (id, title) = (&measure.id, &measure.title);
            let message = say!(
                "“{title}”的有效期不包含任何 12 月 31 日，没有一个政策年度用到它",
                "`{title}` covers no 31 December: no policy year sees it"
            );
            let remedy = say!("改 effective 的日期", "correct the dates of effective");
            all.push(Found::new(&codes::NO_YEAR, &measure.span, id, message, remedy).in_measure(id));
        }
    }
    holes(&pack.measures, all);
    let used: Vec<(&Measure, _)> = pack.measures.iter().map(|m| (m, ground.used(m))).collect();
    let veto = pack.veto.as_ref().map(|v| super::super::usage::reached(&[&v.when], &pack.definitions));
    for (i, item) in pack.parameters.iter().enumerate() {
        let users = users(&used, |u| u.parameters.iter().any(|id| id.0 == i));
        let always = veto.as_ref().is_some_and(|u| u.parameters.iter().any(|id| id.0 == i));
        values(&item.values, ("参数", "parameter"), &item.name, &users, always, all);
    }
    for (i, item) in pack.lookups.iter().enumerate() {
        let users = users(&used, |u| u.lookups.iter().any(|id| id.0 == i));
        let always = veto.as_ref().is_some_and(|u| u.lookups.iter().any(|id| id.0 == i));
        values(&item.versions, ("对照表", "lookup table"), &item.name, &users, always, all);
    }
    for (i, item) in pack.bands.iter().enumerate() {
        let users = users(&used, |u| u.bands.iter().any(|id| id.0 == i));
        let always = veto.as_ref().is_some_and(|u| u.bands.iter().any(|id| id.0 == i));
        values(&item.versions, ("分段表", "table of bands"), &item.name, &users, always, all);
    }
    for pool in &pack.pools {
        let users: Vec<&Measure> = pack.measures.iter().filter(|m| m.draws_on(&pool.id)).collect();
        values(&pool.budgets, ("资金池预算", "budget of the pool"), &pool.id, &users, false, all);
    }
    for cap in &pack.enterprise_caps {
        let users: Vec<&Measure> = pack.measures.iter().filter(|m| cap.measures.contains(&m.number)).collect();
        values(&cap.values, ("企业年度总额", "enterprise cap"), &cap.id, &users, false, all);
    }
}

fn users<'a, U>(used: &[(&'a Measure, U)], uses: impl Fn(&U) -> bool) -> Vec<&'a Measure> {
    used.iter().filter(|(_, u)| uses(u)).map(|(m, _)| *m).collect()
}

/// The first 31 December of a period.
fn first_year_end(period: Period) -> Option<Date> {
    let from = period.from.map_or(1, Date::year);
    Date::year_end(from).filter(|day| period.contains(*day))
}

/// Policy years between two versions of one measure.
fn holes(measures: &[Measure], all: &mut Vec<Found>) {
    // versions of one measure stand together, by date
    for (earlier, later) in measures.iter().zip(measures.iter().skip(1)).filter(|(a, b)| a.number == b.number) {
        let (Some(to), Some(from)) = (earlier.effective.to, later.effective.from) else { continue };
        let between = Period { from: to.plus_days(1), to: from.plus_days(-1) };
        let Some(day) = first_year_end(between) else { continue };
        let (id, year) = (&later.id, day.year());
        let message = say!(
            "“{id}”止于 {to} 的版本与始于 {from} 的版本之间，{year} 年度没有规则",
            "between its version that ends on {to} and the one that begins on {from}, `{id}` has no rule for {year}"
        );
        let remedy = say!("把两个版本的 effective 接上", "let the dates of the two versions meet");
        all.push(
            Found::new(&codes::VERSION_HOLE, &later.span, id, message, remedy).and_at(&earlier.span).in_measure(id),
        );
    }
}

fn values<T>(
    values: &[Dated<T>],
    (zh, en): (&str, &str),
    name: &str,
    users: &[&Measure],
    always: bool,
    all: &mut Vec<Found>,
) {
    if !always && users.iter().all(|m| first_year_end(m.effective).is_none()) {
        return; // that nothing uses it, or that what uses it sees no year, is said already
    }
    for value in values {
        let seen = |m: &&Measure| shared_year(value.period, m.effective);
        let at_all = first_year_end(value.period).is_some();
        if !at_all || !(always || users.iter().any(seen)) {
            all.push(no_year(value, zh, en, name));
        }
    }
    let Some(last) = values.iter().map(|v| v.period.to).max_by_key(|to| (to.is_none(), *to)).flatten() else {
        return; // the last value stays in force
    };
    for measure in users {
        let Some(until) = measure.effective.to else { continue };
        let missing = (last.year()..=until.year())
            .filter_map(Date::year_end)
            .find(|day| measure.effective.contains(*day) && dated::on(values, *day).is_none());
        if let Some(day) = missing {
            all.push(ends(values, zh, en, name, measure, day));
        }
    }
}

/// Is there a 31 December in both?
fn shared_year(a: Period, b: Period) -> bool {
    let to = match (a.to, b.to) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    first_year_end(Period { from: a.from.max(b.from), to }).is_some()
}

fn no_year<T>(value: &Dated<T>, zh: &str, en: &str, name: &str) -> Found {
    let (when_zh, when_en) = dated::periods(std::slice::from_ref(value));
    let message = say!(
        "{zh}“{name}”{when_zh}的一条，没有一个政策年度用到",
        "the value of the {en} `{name}` {when_en} is seen by no policy year"
    );
    let remedy = say!(
        "改它的日期，使它包含用到它的措施有效的某个 12 月 31 日，或删去",
        "correct its dates, so that it covers a 31 December on which a measure that uses it is in force, or remove it"
    );
    Found::new(&codes::NO_YEAR, &first_line(&value.span), name, message, remedy)
}

fn ends<T>(values: &[Dated<T>], zh: &str, en: &str, name: &str, measure: &Measure, day: Date) -> Found {
    let (id, year) = (&measure.id, day.year());
    let (periods_zh, periods_en) = dated::periods(values);
    let message = say!(
        "“{id}”到 {year} 年还有效，它用到的{zh}“{name}”已经没有值（现有：{periods_zh}）",
        "`{id}` is in force in {year}, and the {en} `{name}` that it needs has no value then (it has: {periods_en})"
    );
    let remedy =
        say!("补上 {year} 年的值，或改措施的有效期", "add a value for {year}, or correct the dates of the measure");
    let span = values.last().map_or_else(|| measure.span.clone(), |v| first_line(&v.span));
    Found::new(&codes::DATES_END, &span, name, message, remedy).and_at(&measure.span).in_measure(id)
}
