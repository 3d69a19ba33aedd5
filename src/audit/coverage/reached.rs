//! What a worked case reaches: only what the awards that it expects come from.

use std::collections::BTreeSet;

use super::goal::{At, Goal, Reduction, Side};
use super::goals;
use crate::calendar::Date;
use crate::dataset::Dataset;
use crate::exact::Exact;
use crate::lang::{self, Frame, Lanes, Reached, Typed};
use crate::policy::case::Case;
use crate::policy::pack::{Amount, Award, Dated, Measure, MeasureKind, Pack};
use crate::settle::run::{Reason, Run, Status};
use crate::value::State;

/// Adds what a case reaches.
pub fn by(case: &Case, data: &Dataset, run: &Run<'_>, goals: &mut BTreeSet<Goal>) {
    let edition = run.edition;
    let pack = edition.pack;
    let definitions: Vec<Option<Typed>> = pack.definitions.iter().map(|d| Some(d.value.clone())).collect();
    for expectation in &case.expectations {
        let row = case.row(expectation.enterprise);
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
        reach.reductions(number, run, row);
    }
}

fn is_named(pack: &Pack, measure: usize, id: &str) -> bool {
    pack.measures.get(measure).is_some_and(|m| m.id == id)
}

/// What 核定 sees of a line: the amount before stacking.
fn at_step_four(line: Option<&crate::settle::run::Line>) -> Result<Exact, State> {
    let Some(line) = line.filter(|line| line.status != Status::Held) else { return Err(State::Unreadable) };
    let Some(w) = &line.waterfall else { return Ok(Exact::ZERO) };
    let rounded = w.gross.checked_add(w.rounding).and_then(|n| Exact::scaled(n, 6));
    let cut = rounded.and_then(|n| n.add(w.cap.exact())?.add(w.floor.exact()));
    cut.ok_or(State::Unreadable)
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
                return;
            }
        }
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
                let Some(versions) = pack.bands.get(id.0).map(|b| &b.versions) else { return };
                let Some(number) = version(versions, day) else { return };
                let edges = versions.get(number).map(|v| goals::edges(&v.value)).unwrap_or_default();
                let near = beside(&edges, amount);
                self.goals.extend(near.map(|(edge, side)| Goal::Edge { bands: id.0, version: number, edge, side }));
            }
        });
        lang::evaluate(typed, frame).yes_no(0)
    }

    /// Which reductions cut the line, and which leave it whole.
    fn reductions(&mut self, number: usize, run: &Run<'_>, row: usize) {
        let Some(lines) = run.awards.iter().find(|a| a.measure == number) else { return };
        let (Some(line), Some(measure)) = (lines.lines.get(row), self.pack.measures.get(number)) else { return };
        if let Reason::Stacking(group) = line.reason {
            self.cuts(Reduction::Stacking(usize::from(group)));
        }
        let Some(w) = &line.waterfall else { return };
        if w.gross > 0 {
            let bounds = [(Reduction::Cap(number), w.cap), (Reduction::Floor(number), w.floor)];
            // below the floor the cap is not asked
            for (what, cut) in
                bounds.into_iter().filter(|(what, _)| w.floor.is_zero() || *what != Reduction::Cap(number))
            {
                self.goals.insert(Goal::Reduction { what, cuts: !cut.is_zero() });
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

    fn cuts(&mut self, what: Reduction) {
        self.goals.insert(Goal::Reduction { what, cuts: true });
    }
}

/// The version in force.
fn version<T>(versions: &[Dated<T>], day: Option<Date>) -> Option<usize> {
    let day = day?;
    versions.iter().position(|v| v.period.contains(day))
}

/// The edges that an amount is on or next to.
fn beside(edges: &[Exact], amount: Exact) -> impl Iterator<Item = (usize, Side)> {
    let below = edges.partition_point(|edge| *edge < amount);
    let on = edges.get(below) == Some(&amount);
    let sides = if on {
        [Some((below, Side::At)), None]
    } else {
        let above = (below < edges.len()).then_some((below, Side::Below));
        [below.checked_sub(1).map(|edge| (edge, Side::Above)), above]
    };
    sides.into_iter().flatten()
}
