//! Everything in a pack that its worked cases should reach.

use std::collections::BTreeSet;

use super::goal::{At, Banded, Goal, Reduction, Side};
use crate::exact::Exact;
use crate::lang::{self, Bands, Key, LookupTable, Typed};
use crate::policy::pack::{Award, Dated, MeasureKind, Pack, StackingRule};
use crate::policy::usage;

/// All goals of a pack.
pub fn of(pack: &Pack) -> BTreeSet<Goal> {
    let mut goals = BTreeSet::new();
    let both = [true, false];
    if let Some(veto) = &pack.veto {
        goals.extend(both.map(Goal::Veto));
        expression(pack, &veto.when, &mut goals);
    }
    for definition in &pack.definitions {
        expression(pack, &definition.value, &mut goals);
    }
    for (number, measure) in pack.measures.iter().enumerate() {
        for condition in 0..measure.conditions.len() {
            goals.extend(both.map(|met| Goal::Condition { measure: number, condition, met }));
        }
        for typed in usage::expressions(measure) {
            expression(pack, typed, &mut goals);
        }
        if let MeasureKind::Payout(award) = &measure.kind {
            payout(number, award, &mut goals);
        }
    }
    for (parameter, p) in pack.parameters.iter().enumerate() {
        goals.extend((0..p.values.len()).map(|version| Goal::Value { parameter, version }));
    }
    for (lookup, table) in pack.lookups.iter().enumerate() {
        for (version, v) in table.versions.iter().enumerate() {
            goals.extend(v.value.rows.keys().map(|keys| row(lookup, version, &v.value, keys)));
        }
    }
    for (i, table) in pack.bands.iter().enumerate() {
        banded(Banded::Table(i), &table.versions, &mut goals);
    }
    for (i, breaker) in pack.pools.iter().enumerate().filter_map(|(i, p)| Some((i, p.breaker.as_ref()?))) {
        expression(pack, &breaker.bad, &mut goals);
        expression(pack, &breaker.of, &mut goals);
        banded(Banded::Breaker(i), &breaker.steps, &mut goals);
    }
    shared(pack, &mut goals);
    goals
}

fn banded(bands: Banded, versions: &[Dated<Bands>], goals: &mut BTreeSet<Goal>) {
    for (version, v) in versions.iter().enumerate() {
        for edge in 0..edges(&v.value).len() {
            let side = |side| Goal::Edge { bands, version, edge, side };
            goals.extend([Side::Below, Side::At, Side::Above].map(side));
        }
    }
}

/// The goal of a row of a lookup table; all rows that are not written out are one.
pub fn row(lookup: usize, version: usize, table: &LookupTable, keys: &[Key]) -> Goal {
    let keys = (!table.rest.contains(keys)).then(|| keys.to_vec());
    Goal::Row { lookup, version, keys }
}

/// The amounts at which a table of bands changes, in ascending order; one that only says that amounts are above zero
/// is none.
pub fn edges(bands: &Bands) -> Vec<Exact> {
    let mut edges: Vec<Exact> =
        bands.bands.iter().flat_map(|b| [b.from, b.to]).flatten().filter(|e| e.is_positive()).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// Is it the side of a table's first edge where the table has no band?
pub fn is_below_all_bands(pack: &Pack, goal: &Goal) -> bool {
    let Goal::Edge { bands: Banded::Table(table), version, edge: 0, side: Side::Below } = goal else { return false };
    let version = pack.bands.get(*table).and_then(|t| t.versions.get(*version));
    version.and_then(|v| v.value.bands.first()).is_some_and(|first| first.from.is_some_and(Exact::is_positive))
}

fn expression(pack: &Pack, typed: &Typed, goals: &mut BTreeSet<Goal>) {
    let mut forks = Vec::new();
    lang::forks(typed, &mut forks);
    for fork in forks {
        goals.extend([true, false].into_iter().filter_map(|yes| Goal::fork(pack, fork, yes)));
    }
    let mut choices = Vec::new();
    lang::choices(typed, &mut choices);
    goals.extend(choices.into_iter().filter_map(|c| At::of(pack, &c.span)).map(Goal::Chosen));
}

fn payout(measure: usize, award: &Award, goals: &mut BTreeSet<Goal>) {
    for (component, c) in award.components.iter().enumerate() {
        if c.when.is_some() {
            goals.extend([true, false].map(|paid| Goal::Component { measure, component, paid }));
        }
    }
    let bounds = [(award.cap.is_some(), Reduction::Cap(measure)), (award.floor.is_some(), Reduction::Floor(measure))];
    for (_, what) in bounds.into_iter().filter(|(there, _)| *there) {
        goals.extend([true, false].map(|cuts| Goal::Reduction { what, cuts }));
    }
}

fn shared(pack: &Pack, goals: &mut BTreeSet<Goal>) {
    let cuts = |what| Goal::Reduction { what, cuts: true };
    let groups = pack.stacking.iter().enumerate().filter(|(_, g)| g.rule != StackingRule::Sum);
    goals.extend(groups.map(|(i, _)| cuts(Reduction::Stacking(i))));
    goals.extend((0..pack.enterprise_caps.len()).map(|i| cuts(Reduction::EnterpriseCap(i))));
    let drawn_on = pack.pools.iter().enumerate().filter(|(_, p)| !p.measures.is_empty());
    goals.extend(drawn_on.map(|(i, _)| cuts(Reduction::Pool(i))));
}
