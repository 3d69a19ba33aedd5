//! Two payouts that pay for the same thing and stand in no stacking group together: an enterprise could have both.
//!
//! The same thing is: records of one related table that both count; an amount that both take a share of; or, for fixed
//! amounts, the same facts about an enterprise. Measures whose conditions or filters exclude one another, one that
//! names the other in 核定(…), and versions of one measure are left alone. An enterprise cap limits a sum; it does not
//! say that both are meant to be paid.

use std::collections::{BTreeMap, BTreeSet};

use super::super::pack::{Amount, Measure, MeasureKind};
use super::found::Found;
use super::ground::Ground;
use crate::diagnostic::codes::lint as codes;
use crate::lang::possible::{Possible, Ways};
use crate::lang::{MeasureId, Typed, is_constant, typed::Kind};
use crate::say;
use crate::schema::{ENTERPRISES, FieldId, TableId};

pub(super) fn look(ground: &Ground<'_>, all: &mut Vec<Found>) {
    let payouts: Vec<&Measure> = ground.measures().filter(|m| matches!(m.kind, MeasureKind::Payout(_))).collect();
    let mut pairs: BTreeMap<(MeasureId, MeasureId), Found> = BTreeMap::new();
    for (i, later) in payouts.iter().enumerate() {
        for earlier in payouts.iter().take(i) {
            let pair = (earlier.number, later.number);
            if earlier.number == later.number || pairs.contains_key(&pair) || is_settled(ground, earlier, later) {
                continue;
            }
            if let Some(what) = same(ground, earlier, later) {
                pairs.insert(pair, found(ground, earlier, later, &what));
            }
        }
    }
    all.extend(pairs.into_values());
}

/// Does the pack say already how the two stand to one another?
fn is_settled(ground: &Ground<'_>, a: &Measure, b: &Measure) -> bool {
    let grouped = ground.pack.stacking.iter().any(|g| g.measures.contains(&a.number) && g.measures.contains(&b.number));
    let names = |one: &Measure, other: &Measure| ground.used(one).measures.contains(&other.number);
    grouped || names(a, b) || names(b, a)
}

/// What both pay for.
enum Same {
    Records(TableId),
    Amount(FieldId),
    Facts(BTreeSet<FieldId>),
}

/// What two measures both pay for, in a year that both see.
fn same(ground: &Ground<'_>, a: &Measure, b: &Measure) -> Option<Same> {
    let years = ground.years(b);
    let common = ground.possible(a).into_iter().filter(|(year, _)| years.contains(year));
    common.map(|(_, possible)| possible).find_map(|possible| {
        let both = together(possible, a, b);
        if both.is_impossible() {
            return None;
        }
        let (mine, theirs) = (Basis::of(ground, a), Basis::of(ground, b));
        let overlap = |(x, f): &(TableId, Option<&Typed>), (y, g): &(TableId, Option<&Typed>)| {
            let meets = |filter: &Option<&Typed>| filter.map_or_else(Ways::any, |f| possible.ways(f, true));
            x == y && !both.and(&meets(f)).and(&meets(g)).is_impossible()
        };
        let table = mine.records.iter().find(|r| theirs.records.iter().any(|s| overlap(r, s))).map(|(t, _)| *t);
        let amount = mine.amounts.intersection(&theirs.amounts).next().copied();
        let fixed = mine.is_fixed && theirs.is_fixed && !mine.facts.is_empty() && !theirs.facts.is_empty();
        let within = mine.facts.is_subset(&theirs.facts) || theirs.facts.is_subset(&mine.facts);
        let facts = || (fixed && within).then(|| mine.facts.intersection(&theirs.facts).copied().collect());
        table.map(Same::Records).or_else(|| amount.map(Same::Amount)).or_else(|| facts().map(Same::Facts))
    })
}

/// The conditions of both at once.
fn together(possible: &Possible<'_>, a: &Measure, b: &Measure) -> Ways {
    let conditions = a.conditions.iter().chain(&b.conditions);
    conditions.fold(Ways::any(), |all, c| all.and(&possible.ways(&c.when, true)))
}

/// What a measure's amount rests on.
struct Basis<'p> {
    /// Related tables that it counts, with the filters.
    records: Vec<(TableId, Option<&'p Typed>)>,
    /// Numbers of the enterprise that go into the amount.
    amounts: BTreeSet<FieldId>,
    /// Facts about the enterprise that its conditions look at.
    facts: BTreeSet<FieldId>,
    /// Is the amount the same for all?
    is_fixed: bool,
}

impl<'p> Basis<'p> {
    fn of(ground: &Ground<'p>, measure: &'p Measure) -> Self {
        let MeasureKind::Payout(award) = &measure.kind else {
            return Self { records: Vec::new(), amounts: BTreeSet::new(), facts: BTreeSet::new(), is_fixed: false };
        };
        let yields: Vec<&Typed> = match &award.amount {
            Amount::Whole(amount) => vec![amount],
            Amount::OfComponents => award.components.iter().filter_map(|c| c.own()).collect(),
        };
        let conditions: Vec<&Typed> = measure.conditions.iter().map(|c| &c.when).collect();
        let (of_amount, of_conditions) = (parts(ground, &yields), parts(ground, &conditions));
        let is_fixed = yields.iter().all(|y| is_constant(y));
        // a fixed reward for having a record pays for the record
        let counted = if is_fixed { [of_amount.clone(), of_conditions.clone()].concat() } else { of_amount.clone() };
        let records = counted.iter().filter_map(|part| match &part.kind {
            Kind::Aggregate { table, filter, .. } => Some((*table, filter.as_deref())),
            _ => None,
        });
        let fields = |parts: &[&Typed], numeric: bool| {
            let own = parts.iter().filter_map(|part| match &part.kind {
                Kind::Field { table, field } if *table == ENTERPRISES => {
                    (!numeric || part.ty.is_numeric()).then_some(*field)
                }
                _ => None,
            });
            own.collect()
        };
        Self {
            records: records.collect(),
            amounts: fields(&of_amount, true),
            facts: fields(&of_conditions, false),
            is_fixed,
        }
    }
}

/// All parts of expressions, definitions looked into.
fn parts<'p>(ground: &Ground<'p>, expressions: &[&'p Typed]) -> Vec<&'p Typed> {
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open: Vec<&'p Typed> = expressions.to_vec();
    while let Some(expr) = open.pop() {
        if let Kind::Definition(id, _) = &expr.kind
            && seen.insert(*id)
        {
            open.extend(ground.pack.definitions.get(id.0).map(|d| &d.value));
        }
        open.extend(expr.children());
        all.push(expr);
    }
    all
}

fn found(ground: &Ground<'_>, earlier: &Measure, later: &Measure, what: &Same) -> Found {
    let schema = &ground.pack.schema;
    let field = |id: &FieldId| schema.field(ENTERPRISES, *id).map_or("", |f| f.name.as_str());
    let (zh, en) = match what {
        Same::Records(table) => {
            let name = schema.get(*table).map_or("", |t| t.name.as_str());
            (format!("同一条“{name}”记录"), format!("the same record of `{name}`"))
        }
        Same::Amount(id) => (format!("同一笔“{}”", field(id)), format!("the same `{}`", field(id))),
        Same::Facts(ids) => {
            let names: Vec<&str> = ids.iter().map(field).collect();
            (format!("同一事实（{}）", names.join("、")), format!("the same fact ({})", names.join(", ")))
        }
    };
    let (a, b) = (&earlier.title, &later.title);
    let message = say!(
        "“{a}”和“{b}”会为{zh}各给一次，两项不在一个叠加组里",
        "`{a}` and `{b}` would both pay for {en}, and no stacking group holds the two"
    );
    let remedy = say!(
        "在 pack.toml 写一节 [[stacking]]（highest 就高、exclusive 互斥、top_up 补差额、sum 可以同时享受），或写 [[allow]] 说明条文允许",
        "write a [[stacking]] in pack.toml (highest, exclusive, top_up, or sum if both are due), or an [[allow]] that says the clauses allow it"
    );
    Found::new(&codes::DOUBLE_PAYMENT, &later.span, &earlier.id, message, remedy)
        .and_at(&earlier.span)
        .in_measure(&later.id)
}
