//! What a measure in force next year needs and no date covers then: parameters, tables, budgets, enterprise caps. Next
//! year is the one after the last of which the pack speaks, or after the year that is asked for.

use std::collections::BTreeSet;

use super::super::dated;
use super::super::mistake::first_line;
use super::super::pack::{Dated, Measure};
use super::super::usage;
use super::found::Found;
use super::ground::Ground;
use crate::calendar::Date;
use crate::diagnostic::codes::lint as codes;
use crate::lang::Typed;
use crate::say;
use crate::source::Span;

pub(super) fn look(ground: &Ground<'_>, all: &mut Vec<Found>) {
    let next = ground.year.unwrap_or(ground.latest).saturating_add(1);
    let Some(day) = Date::year_end(next) else { return };
    let pack = ground.pack;
    let measures: Vec<&Measure> = pack.measures.iter().filter(|m| m.effective.contains(day)).collect();
    if measures.is_empty() {
        return;
    }
    let mut expressions: Vec<&Typed> = measures.iter().flat_map(|m| usage::expressions(m)).collect();
    expressions.extend(pack.veto.as_ref().map(|v| &v.when));
    let used = usage::reached(&expressions, &pack.definitions);
    let mut missing = Vec::new();
    for p in used.parameters.iter().filter_map(|id| pack.parameters.get(id.0)) {
        missing.extend(absent(&p.values, day, ("参数", "parameter"), &p.name, &p.span));
    }
    for l in used.lookups.iter().filter_map(|id| pack.lookups.get(id.0)) {
        missing.extend(absent_table(&l.versions, day, ("对照表", "lookup table"), &l.name));
    }
    for b in used.bands.iter().filter_map(|id| pack.bands.get(id.0)) {
        missing.extend(absent_table(&b.versions, day, ("分段表", "table of bands"), &b.name));
    }
    let runs: BTreeSet<_> = measures.iter().map(|m| m.number).collect();
    for cap in pack.enterprise_caps.iter().filter(|c| c.measures.iter().any(|m| runs.contains(m))) {
        missing.extend(absent(&cap.values, day, ("企业年度总额", "enterprise cap"), &cap.id, &cap.span));
    }
    for pool in pack.pools.iter().filter(|p| measures.iter().any(|m| m.draws_on(&p.id))) {
        missing.extend(absent(&pool.budgets, day, ("资金池预算", "budget of the pool"), &pool.id, &pool.span));
    }
    all.append(&mut missing);
}

fn absent_table<T>(versions: &[Dated<T>], day: Date, what: (&str, &str), name: &str) -> Option<Found> {
    let span = first_line(&versions.last()?.span);
    absent(versions, day, what, name, &span)
}

fn absent<T>(values: &[Dated<T>], day: Date, (zh, en): (&str, &str), name: &str, at: &Span) -> Option<Found> {
    if dated::on(values, day).is_some() {
        return None;
    }
    let year = day.year();
    let (periods_zh, periods_en) = dated::periods(values);
    let message = say!(
        "{zh}“{name}”没有 {year} 年的值（现有：{periods_zh}），用到它的措施到时仍然有效",
        "the {en} `{name}` has no value for {year} (it has: {periods_en}), and what uses it is still in force then"
    );
    let remedy = say!(
        "定下来就补上 {year} 年的一条；还没有定就写一节 [[allow]]，说明等什么",
        "add one for {year} once it is settled; until then write an [[allow]] that says what it waits for"
    );
    Some(Found::new(&codes::NEXT_YEAR, at, name, message, remedy))
}
