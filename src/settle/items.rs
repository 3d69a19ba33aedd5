//! Which related records each measure looks at, which of them count, and why the others do not.
//!
//! A measure looks at a table through its aggregates (合计, 存在 …). Where it has several over one table, the
//! first in its amount, cap, floor or shares speaks, else the first in its conditions.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use crate::lang::typed::Kind;
use crate::lang::{self, Frame, Lanes, Typed};
use crate::policy::pack::Measure;
use crate::policy::usage;
use crate::schema::TableId;

use super::awarded::Awarded;
use super::plan::Plan;
use super::run::Item;

/// One measure's view of one table.
struct View<'a> {
    measure: usize,
    table: TableId,
    /// The parts of the filter that must all hold.
    conjuncts: Vec<&'a Typed>,
    /// The amount of each record, where the measure computes one.
    value: Option<&'a Typed>,
}

/// Every related record and measure that looks at it, by enterprise, measure, table, row.
pub fn list(plan: &Plan<'_>, awarded: &Awarded, ranges: &[Range<usize>]) -> Vec<Item> {
    let views: Vec<View<'_>> = plan
        .edition
        .measures
        .iter()
        .filter_map(|version| Some((*version, plan.edition.pack.measures.get(*version)?)))
        .flat_map(|(version, measure)| views(plan, version, measure))
        .collect();
    let batches: Vec<Vec<Item>> = ranges.par_iter().map(|range| batch(plan, awarded, &views, range)).collect();
    batches.into_iter().flatten().collect()
}

fn views<'a>(plan: &'a Plan<'_>, version: usize, measure: &'a Measure) -> Vec<View<'a>> {
    let mut found: Vec<View<'a>> = Vec::new();
    // what computes the amount speaks before what only asks
    let (own, asking): (Vec<_>, Vec<_>) = usage::expressions(measure).into_iter().partition(|e| e.ty.is_numeric());
    let roots = own.into_iter().chain(asking);
    for root in roots {
        aggregates(plan, root, &mut |table, value, filter| {
            if found.iter().all(|v| v.table != table) {
                let mut conjuncts = Vec::new();
                if let Some(filter) = filter {
                    split(plan, filter, &mut conjuncts);
                }
                found.push(View { measure: version, table, conjuncts, value });
            }
        });
    }
    found.sort_by_key(|v| v.table);
    found
}

/// Calls `see` with every aggregate of an expression, through its definitions, each of which is gone into once.
fn aggregates<'a>(
    plan: &'a Plan<'_>,
    root: &'a Typed,
    see: &mut dyn FnMut(TableId, Option<&'a Typed>, Option<&'a Typed>),
) {
    let (mut open, mut been) = (vec![root], BTreeSet::new());
    while let Some(expression) = open.pop() {
        match &expression.kind {
            Kind::Aggregate { table, value, filter, .. } => see(*table, value.as_deref(), filter.as_deref()),
            Kind::Definition(id, _) if been.insert(*id) => {
                open.extend(plan.definitions.get(id.0).and_then(Option::as_ref));
            }
            Kind::Definition(..) => {}
            _ => {
                let mut children = expression.children();
                children.reverse();
                open.extend(children);
            }
        }
    }
}

/// The parts of a filter that are joined by 且, through its definitions.
fn split<'a>(plan: &'a Plan<'_>, filter: &'a Typed, parts: &mut Vec<&'a Typed>) {
    let (mut open, mut been) = (vec![filter], BTreeSet::new());
    while let Some(expression) = open.pop() {
        match &expression.kind {
            Kind::Logic { and: true, left, right } => open.extend([&**right, &**left]),
            Kind::Definition(id, _) if been.insert(*id) => {
                open.extend(plan.definitions.get(id.0).and_then(Option::as_ref));
            }
            Kind::Definition(..) => {}
            _ => parts.push(expression),
        }
    }
}

fn batch(plan: &Plan<'_>, awarded: &Awarded, views: &[View<'_>], range: &Range<usize>) -> Vec<Item> {
    let frame = plan.frame(range.clone());
    awarded.tell(&frame, range.clone());
    let columns: Vec<(Vec<Lanes>, Option<Lanes>)> = views.iter().map(|view| evaluate(view, &frame)).collect();
    let mut items = Vec::new();
    for enterprise in range.clone() {
        for (view, (conjuncts, values)) in views.iter().zip(&columns) {
            let Some(records) = plan.data.tables.get(view.table.0) else { continue };
            let first = records.of(range.start).start;
            for row in records.of(enterprise) {
                items.push(item(view, conjuncts, values.as_ref(), enterprise, row, row - first));
            }
        }
    }
    items
}

fn evaluate(view: &View<'_>, frame: &Frame<'_>) -> (Vec<Lanes>, Option<Lanes>) {
    let over = |e: &&Typed| lang::evaluate_records(e, view.table, frame);
    (view.conjuncts.iter().map(over).collect(), view.value.as_ref().map(over))
}

fn item(
    view: &View<'_>,
    conjuncts: &[Lanes],
    values: Option<&Lanes>,
    enterprise: usize,
    row: usize,
    lane: usize,
) -> Item {
    let answers: Vec<Option<bool>> = conjuncts.iter().map(|c| c.yes_no(lane)).collect();
    let failed = answers.iter().position(|a| *a == Some(false));
    let used = if failed.is_some() { Some(false) } else { answers.iter().all(Option::is_some).then_some(true) };
    let reason = failed.and_then(|i| view.conjuncts.get(i)).map_or(String::new(), |c| c.span.text().to_owned());
    let amount = values.filter(|_| used == Some(true)).and_then(|v| v.number(lane));
    Item {
        enterprise: u32::try_from(enterprise).unwrap_or(u32::MAX),
        measure: view.measure,
        table: view.table,
        row: u32::try_from(row).unwrap_or(u32::MAX),
        used,
        reason,
        amount,
    }
}
