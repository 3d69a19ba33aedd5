//! What a worked case reaches: only what the awards that it expects come from.

use std::collections::BTreeSet;

use super::goal::{At, Banded, Goal, Reduction, Side};
use super::goals;
use crate::calendar::Date;
use crate::dataset::Dataset;
use crate::exact::Exact;
use crate::lang::{self, Bands, Frame, Lanes, Reached, Typed};
use crate::policy::case::Case;
use crate::policy::pack::{Amount, Award, Dated, Measure, MeasureKind, Pack};
use crate::settle::run::{Reason, Run, Status};
use crate::value::{State, Type};

/// Adds what a case reaches.
pub fn by(case: &Case, data: &Dataset, run: &Run<'_>, goals: &mut BTreeSet<Goal>) {
    let edition = run.edition;
    let pack = edition.pack;
    let definitions: Vec<Option<Typed>> = pack.definitions.iter().map(|d| Some(d.value.clone())).collect();
    let rows = case.rows();
    let named = case.expectations.iter().flat_map(|e| {
        let all = e.total.iter().flat_map(|t| t.enterprises.clone());
        let own = e.enterprise..e.enterprise.saturating_add(e.alike);
        let each: BTreeSet<usize> = all.chain(own).collect();
        each.into_iter().map(move |at| (e, at))
    });
    for (expectation, at) in named {
        let Some(row) = rows.get(at).copied() else { continue };
        let measure = edition.measures.iter().copied().find(|i| is_named(pack, *i, &expectation.measure));
        let Some((number, measure)) = measure.and_then(|i| Some((i, pack.measures.get(i)?))) else { continue };
        let frame = Frame::new(data, &pack.schema, &edition.binding, &definitions, row..row + 1);
        for (award, lines) in run.awards.iter().enumerate() {
            if let Some(other) = run.award_measure(award) {
                frame.set_award(other.number, Lanes::numbers(vec![at_step_four(lines.lines.get(row))]));
            }
        }
        let mut reach = Reach { pack, day: Date::year_end(edition.year), goals };
        reach.measure(number, measure, &frame);
        reach.reductions(number, run, (row, &frame));
        let whole = if measure.has_breaker(pack) { rows.as_slice() } else { &[] };
        for row in whole.iter().copied() {
            reach.breakers(measure, run, &Frame::new(data, &pack.schema, &edition.binding, &definitions, row..row + 1));
        }
    }
}

fn is_named(pack: &Pack, measure: usize, id: &str) -> bool {
    pack.measures.get(measure).is_some_and(|m| m.id == id)
}

/// What 核定 sees of a line.
fn at_step_four(line: Option<&crate::settle::run::Line>) -> Result<Exact, State> {
    let Some(line) = line.filter(|line| line.status != Status::Held) else { return Err(State::Unreadable) };
    line.waterfall.as_ref().map_or(Ok(Exact::ZERO), |w| w.at_step_four().ok_or(State::Unreadable))
}

struct Reach<'p, 'g> {
    pack: &'p Pack,
    /// The day on which dated values are in force.
    day: Option<Date>,
    goals: &'g mut BTreeSet<Goal>,
}

impl Reach<'_, '_> {
    /// The steps up to the amount; none behind the one that refuses.
    fn measure(&mut self, number: usize, measure: &Measure, frame: &Frame<'_>) {
        if let Some(veto) = self.pack.veto.as_ref().filter(|_| measure.vetoed) {
            let refuses = self.expression(&veto.when, frame);
            self.goals.extend(refuses.map(Goal::Veto));
            if refuses != Some(false) {
                return;
            }
        }
        for (condition, c) in measure.conditions.iter().enumerate() {
            let met = self.expression(&c.when, frame);
            self.goals.extend(met.map(|met| Goal::Condition { measure: number, condition, met }));
            if met != Some(true) {
                self.edges_behind(number, measure, frame);
                return;
            }
        }
        self.yields(number, measure, frame);
    }

    /// What lies below a table that begins above zero may be what a condition refuses: there that side of its first edge is
    /// reached all the same. No other edge is: the case does not say what the band gives.
    fn edges_behind(&mut self, number: usize, measure: &Measure, frame: &Frame<'_>) {
        let mut behind = BTreeSet::new();
        Reach { pack: self.pack, day: self.day, goals: &mut behind }.yields(number, measure, frame);
        self.goals.extend(behind.into_iter().filter(|goal| goals::is_below_all_bands(self.pack, goal)));
    }

    /// What a measure gives.
    fn yields(&mut self, number: usize, measure: &Measure, frame: &Frame<'_>) {
        match &measure.kind {
            MeasureKind::Estimate { amount: value, .. } | MeasureKind::Status { value } => {
                self.expression(value, frame);
            }
            MeasureKind::Payout(award) => self.award(number, award, frame),
        }
    }

    fn award(&mut self, measure: usize, award: &Award, frame: &Frame<'_>) {
        let whole = match &award.amount {
            Amount::Whole(amount) => Some(amount),
            Amount::OfComponents => None,
        };
        for typed in whole.into_iter().chain(&award.cap).chain(&award.floor) {
            self.expression(typed, frame);
        }
        for (component, c) in award.components.iter().enumerate() {
            let paid = c.when.as_ref().map_or(Some(true), |when| self.expression(when, frame));
            if c.when.is_some() {
                self.goals.extend(paid.map(|paid| Goal::Component { measure, component, paid }));
            }
            if let Some(own) = c.own().filter(|_| paid == Some(true)) {
                self.expression(own, frame);
            }
        }
    }

    /// Goes through an expression; its answer, if it is a decided yes or no.
    fn expression(&mut self, typed: &Typed, frame: &Frame<'_>) -> Option<bool> {
        let (pack, day) = (self.pack, self.day);
        lang::reach(typed, frame, &mut |reached| match reached {
            Reached::Fork(fork, yes) => self.goals.extend(Goal::fork(pack, fork, yes)),
            Reached::Chosen(argument) => self.goals.extend(At::of(pack, &argument.span).map(Goal::Chosen)),
            Reached::Parameter(id) => {
                let version = pack.parameters.get(id.0).and_then(|p| version(&p.values, day));
                self.goals.extend(version.map(|version| Goal::Value { parameter: id.0, version }));
            }
            Reached::Row(id, keys) => {
                let Some(versions) = pack.lookups.get(id.0).map(|l| &l.versions) else { return };
                let Some(number) = version(versions, day) else { return };
                let table = versions.get(number).map(|v| &v.value).filter(|t| t.rows.contains_key(&keys));
                self.goals.extend(table.map(|table| goals::row(id.0, number, table, &keys)));
            }
            Reached::Amount(id, amount) => {
                let Some(table) = pack.bands.get(id.0) else { return };
                let whole = table.input == Type::Integer;
                self.goals.extend(near(Banded::Table(id.0), &table.versions, day, (amount, whole)));
            }
        });
        lang::evaluate(typed, frame).yes_no(0)
    }

    /// Which reductions cut the line, and which leave it whole.
    fn reductions(&mut self, number: usize, run: &Run<'_>, (row, frame): (usize, &Frame<'_>)) {
        let Some(lines) = run.awards.iter().find(|a| a.measure == number) else { return };
        let (Some(line), Some(measure)) = (lines.lines.get(row), self.pack.measures.get(number)) else { return };
        if let Reason::Stacking(group) = line.reason {
            self.cuts(Reduction::Stacking(usize::from(group)));
        }
        let Some(w) = &line.waterfall else { return };
        if w.gross > 0 {
            let below = !w.floor.is_zero();
            self.goals.insert(Goal::Reduction { what: Reduction::Floor(number), cuts: below });
            // below the floor the cap is not asked
            let cap = cap_of(measure).filter(|_| !below).and_then(|cap| lang::evaluate(cap, frame).number(0));
            if let (Some(cap), Some(rounded)) = (cap, w.rounded()) {
                self.goals.insert(Goal::Reduction { what: Reduction::Cap(number), cuts: rounded >= cap });
            }
        }
        let is_in = |members: &[lang::MeasureId]| members.contains(&measure.number);
        for (i, _) in self.pack.stacking.iter().enumerate().filter(|(_, g)| !w.stacking.is_zero() && is_in(&g.measures))
        {
            self.cuts(Reduction::Stacking(i));
        }
        let caps = self.pack.enterprise_caps.iter().enumerate();
        for (i, _) in caps.filter(|(_, c)| !w.enterprise_cap.is_zero() && is_in(&c.measures)) {
            self.cuts(Reduction::EnterpriseCap(i));
        }
        let pools = self.pack.pools.iter().enumerate();
        for (i, _) in pools.filter(|(_, p)| !w.budget.is_zero() && measure.draws_on(&p.id)) {
            self.cuts(Reduction::Pool(i));
        }
    }

    /// What the breakers of the pools that a measure draws on come from: one enterprise of all.
    fn breakers(&mut self, measure: &Measure, run: &Run<'_>, frame: &Frame<'_>) {
        for (number, pool) in self.pack.pools.iter().enumerate().filter(|(_, p)| measure.draws_on(&p.id)) {
            let Some(breaker) = &pool.breaker else { continue };
            let tripped = run.pools.iter().find(|p| p.pool == number).and_then(|p| p.breaker.as_ref());
            let Some(rate) = tripped.and_then(|t| t.bad.div(t.of)) else { continue };
            self.expression(&breaker.bad, frame);
            self.expression(&breaker.of, frame);
            self.goals.extend(near(Banded::Breaker(number), &breaker.steps, self.day, (rate, false)));
        }
    }

    fn cuts(&mut self, what: Reduction) {
        self.goals.insert(Goal::Reduction { what, cuts: true });
    }
}

fn cap_of(measure: &Measure) -> Option<&Typed> {
    match &measure.kind {
        MeasureKind::Payout(award) => award.cap.as_ref(),
        MeasureKind::Estimate { .. } | MeasureKind::Status { .. } => None,
    }
}

/// The version in force.
fn version<T>(versions: &[Dated<T>], day: Option<Date>) -> Option<usize> {
    let day = day?;
    versions.iter().position(|v| v.period.contains(day))
}

/// The edges of the version in force that an amount is on or next to; `whole` where amounts are whole numbers.
fn near(bands: Banded, versions: &[Dated<Bands>], day: Option<Date>, (amount, whole): (Exact, bool)) -> Vec<Goal> {
    let Some(version) = version(versions, day) else { return Vec::new() };
    let edges = versions.get(version).map(|v| goals::edges(&v.value)).unwrap_or_default();
    beside(&edges, amount, whole).map(|(edge, side)| Goal::Edge { bands, version, edge, side }).collect()
}

/// The edges that an amount is on or next to. Between 1 and 2 there is no whole number: there 1 is what lies below 2.
fn beside(edges: &[Exact], amount: Exact, whole: bool) -> impl Iterator<Item = (usize, Side)> {
    let below = edges.partition_point(|edge| *edge < amount);
    let on = edges.get(below) == Some(&amount);
    let next = below.saturating_add(usize::from(on));
    let between = whole || !on;
    [
        on.then_some((below, Side::At)),
        below.checked_sub(1).filter(|_| between).map(|edge| (edge, Side::Above)),
        (between && next < edges.len()).then_some((next, Side::Below)),
    ]
    .into_iter()
    .flatten()
}
