//! Which related records each measure looks at, which of them count, and why the others do not.
//!
//! A measure looks at a table through its aggregates (合计, 存在 …): those in its amount, cap, floor and shares, or, if
//! these do not look at it, those in its conditions. A record counts if it counts in any of them; where it counts in
//! none, the first says why.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use crate::exact::Exact;
use crate::lang::typed::Kind;
use crate::lang::{self, Frame, Lanes, Typed};
use crate::policy::pack::Measure;
use crate::policy::usage;
use crate::schema::TableId;

use super::awarded::Awarded;
use super::plan::Plan;
use super::run::{Item, number};

/// One measure's view of one table.
struct View<'a> {
    measure: usize,
    table: TableId,
    looks: Vec<Look<'a>>,
}

/// One aggregate over it.
struct Look<'a> {
    filter: Option<&'a Typed>,
    /// The parts of the filter that must all hold; their words stand one after the other from `words` on.
    conjuncts: Vec<&'a Typed>,
    words: u32,
    /// The amount of each record, where the measure computes one.
    value: Option<&'a Typed>,
}

/// What an aggregate gives over a batch: the answers of its conjuncts, and the amounts.
type Looked = (Vec<Lanes>, Option<Lanes>);

/// Every related record and measure that looks at it, by enterprise, measure, table, row; and the words of all conditions
/// that they may fail.
pub fn list(plan: &Plan<'_>, awarded: &Awarded, ranges: &[Range<usize>]) -> (Vec<Item>, Vec<String>) {
    let mut views: Vec<View<'_>> = plan
        .edition
        .measures
        .iter()
        .filter_map(|version| Some((*version, plan.edition.pack.measures.get(*version)?)))
        .flat_map(|(version, measure)| views(plan, version, measure))
        .collect();
    let mut words: Vec<String> = Vec::new();
    for look in views.iter_mut().flat_map(|view| &mut view.looks) {
        look.words = number(words.len());
        words.extend(look.conjuncts.iter().map(|c| c.span.text().to_owned()));
    }
    let batches: Vec<Vec<Item>> = ranges.par_iter().map(|range| batch(plan, awarded, &views, range)).collect();
    // at once as large as it will be: a province's are hundreds of megabytes
    let mut items = Vec::with_capacity(batches.iter().map(Vec::len).sum());
    batches.into_iter().for_each(|batch| items.extend(batch));
    (items, words)
}

fn views<'a>(plan: &'a Plan<'_>, version: usize, measure: &'a Measure) -> Vec<View<'a>> {
    let mut found: Vec<View<'a>> = Vec::new();
    // what computes the amount speaks before what only asks
    let (own, asking): (Vec<_>, Vec<_>) = usage::expressions(measure).into_iter().partition(|e| e.ty.is_numeric());
    for roots in [own, asking] {
        let mut views: Vec<View<'a>> = Vec::new();
        for root in roots {
            aggregates(plan, root, &mut |table, value, filter| {
                if found.iter().any(|v| v.table == table) {
                    return;
                }
                let look = look(plan, value, filter);
                match views.iter_mut().find(|v| v.table == table) {
                    Some(view) if view.looks.iter().any(|l| l.is_like(&look)) => {}
                    Some(view) => view.looks.push(look),
                    None => views.push(View { measure: version, table, looks: vec![look] }),
                }
            });
        }
        found.append(&mut views);
    }
    found.sort_by_key(|v| v.table);
    found
}

fn look<'a>(plan: &'a Plan<'_>, value: Option<&'a Typed>, filter: Option<&'a Typed>) -> Look<'a> {
    let mut conjuncts = Vec::new();
    if let Some(filter) = filter {
        split(plan, filter, &mut conjuncts);
    }
    Look { filter, conjuncts, words: 0, value }
}

impl Look<'_> {
    /// Do both ask the same of a record, so that one of them says it all?
    fn is_like(&self, other: &Self) -> bool {
        let words = |look: &Self| look.filter.map(|f| f.words.get().to_owned());
        words(self) == words(other) && (self.value.is_some() || other.value.is_none())
    }
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
    let columns: Vec<Vec<Looked>> =
        views.iter().map(|view| view.looks.iter().map(|look| evaluate(look, view.table, &frame)).collect()).collect();
    let mut items = Vec::new();
    for enterprise in range.clone() {
        for (view, looked) in views.iter().zip(&columns) {
            let Some(records) = plan.data.tables.get(view.table.0) else { continue };
            let first = records.of(range.start).start;
            for row in records.of(enterprise) {
                let (used, reason, amount) = counted(view, looked, row - first);
                items.push(Item {
                    enterprise: number(enterprise),
                    measure: view.measure,
                    table: view.table,
                    row: number(row),
                    used,
                    reason,
                    amount,
                });
            }
        }
    }
    items
}

fn evaluate(look: &Look<'_>, table: TableId, frame: &Frame<'_>) -> Looked {
    let over = |e: &&Typed| lang::evaluate_records(e, table, frame);
    (look.conjuncts.iter().map(over).collect(), look.value.as_ref().map(over))
}

/// Does a record count; if not, why; and its amount.
fn counted(view: &View<'_>, looked: &[Looked], lane: usize) -> (Option<bool>, Option<u32>, Option<Box<Exact>>) {
    let (mut first, mut open, mut counts, mut amount) = (None, false, false, None);
    for (look, (conjuncts, values)) in view.looks.iter().zip(looked) {
        let answers: Vec<Option<bool>> = conjuncts.iter().map(|c| c.yes_no(lane)).collect();
        match answers.iter().position(|a| *a == Some(false)) {
            Some(failed) => {
                first.get_or_insert(look.words.saturating_add(number(failed)));
            }
            None if answers.iter().all(Option::is_some) => {
                counts = true;
                amount = amount.or_else(|| values.as_ref()?.number(lane).map(Box::new));
            }
            None => open = true,
        }
    }
    match (counts, open, first) {
        (true, _, _) => (Some(true), None, amount),
        (false, false, Some(_)) => (Some(false), first, None),
        // what is not decided may count yet
        (false, _, _) => (None, None, None),
    }
}
