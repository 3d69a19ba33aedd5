//! What undecided lines wait for: the cells, and the one that the reason names.

use std::collections::BTreeSet;

use crate::exact::Exact;
use crate::lang::{self, Cause, Frame, Trouble, Typed};
use crate::policy::pack::{Amount, Award, Component, Measure, MeasureKind};
use crate::schema::ENTERPRISES;
use crate::value::State;

use super::amount::{self, Batch};
use super::awarded::Awarded;
use super::plan::{Payout, Plan};
use super::reconcile::Bug;
use super::run::{Hold, Reason, Status};
use super::weights::Weights;

/// Gives each held line of a batch its reason and its hold.
pub fn explain(plan: &Plan<'_>, batch: &mut Batch) -> Result<(), Bug> {
    for lane in 0..batch.range.len() {
        let is_held = |lines: &Vec<super::run::Line>| lines.get(lane).is_some_and(|l| l.status == Status::Held);
        let waiting: Vec<usize> =
            (0..plan.payouts.len()).filter(|i| batch.lines.get(*i).is_some_and(is_held)).collect();
        if waiting.is_empty() {
            continue;
        }
        let enterprise = batch.range.start + lane;
        let frame = frame_of_one(plan, &batch.awarded, enterprise);
        for index in waiting {
            let Some(payout) = plan.payouts.get(index) else { continue };
            let own = of_award(plan, payout, enterprise, &frame);
            let causes = through_awards(own, plan, &in_batch(&batch.holds, enterprise));
            let reason = reason(plan, &causes).ok_or_else(|| {
                Bug::new(format!("`{}` is held without a cause for enterprise {enterprise}", payout.measure.id))
            })?;
            if let Some(line) = batch.lines.get_mut(index).and_then(|l| l.get_mut(lane)) {
                line.reason = reason;
            }
            let enterprise = u32::try_from(enterprise).unwrap_or(u32::MAX);
            batch.holds.push(Hold { enterprise, measure: payout.version, causes: ordered(causes) });
        }
    }
    Ok(())
}

/// Replaces "the award of another measure is missing" by what that award waits for: `waiting` adds that of a version.
pub fn through_awards(
    causes: BTreeSet<Cause>,
    plan: &Plan<'_>,
    waiting: &dyn Fn(usize, &mut BTreeSet<Cause>),
) -> BTreeSet<Cause> {
    let (awards, mut own): (BTreeSet<_>, BTreeSet<_>) = causes.into_iter().partition(|c| matches!(c, Cause::Award(_)));
    for award in awards {
        let Cause::Award(measure) = award else { continue };
        if let Some(payout) = plan.index.get(&measure).and_then(|i| plan.payouts.get(*i)) {
            waiting(payout.version, &mut own);
        }
    }
    own
}

/// What an enterprise's award by a version waits for, by the holds of its batch.
pub fn in_batch(holds: &[Hold], enterprise: usize) -> impl Fn(usize, &mut BTreeSet<Cause>) {
    move |version, causes| {
        let waits = |h: &&Hold| h.enterprise as usize == enterprise && h.measure == version;
        causes.extend(holds.iter().rfind(waits).into_iter().flat_map(|h| h.causes.iter().cloned()));
    }
}

/// A frame over one enterprise that knows what its measures give at step 4.
pub fn frame_of_one<'a>(plan: &'a Plan<'a>, awarded: &Awarded, enterprise: usize) -> Frame<'a> {
    let frame = plan.frame(enterprise..enterprise + 1);
    awarded.tell(&frame, enterprise..enterprise + 1);
    frame
}

/// Everything that is missing and matters, or may: veto, conditions, amount; and where the amount may pay
/// something, cap, floor and payers.
fn of_award(plan: &Plan<'_>, payout: &Payout<'_>, enterprise: usize, frame: &Frame<'_>) -> BTreeSet<Cause> {
    let mut causes = of_conditions(plan, payout.measure, frame);
    let award = payout.award;
    let whole = match &award.amount {
        Amount::Whole(amount) => Some(amount),
        Amount::OfComponents => None,
    };
    causes.extend(whole.into_iter().flat_map(|amount| lang::causes(amount, frame)));
    let gross = amount::gross(award, frame);
    if gross.is_some_and(|gross| !gross.is_positive() || below_floor(award, frame, gross)) {
        return causes;
    }
    let rounded = gross.and_then(|gross| amount::rounded(award, gross));
    if gross.is_some() && rounded.is_none() {
        let amounts = whole.into_iter().chain(award.components.iter().filter_map(Component::own));
        let field = lang::largest_field(&amounts.collect::<Vec<_>>(), frame);
        causes.insert(Cause::Arithmetic { kind: Trouble::Overflow, field });
    }
    let relieved = rounded.is_some_and(|(rounded, _)| amount::relieved(award, frame, rounded).is_some());
    causes.extend(award.cap.iter().filter(|_| !relieved).chain(&award.floor).flat_map(|e| lang::causes(e, frame)));
    causes.extend(of_bearing(plan, payout, enterprise, frame));
    if gross.is_none() && causes.is_empty() {
        let own: Vec<_> = award.components.iter().filter_map(Component::own).collect();
        let field = lang::largest_field(&own, frame);
        causes.insert(Cause::Arithmetic { kind: Trouble::Overflow, field });
    }
    causes
}

/// What it waits for to be known who bears how much.
pub fn of_bearing(plan: &Plan<'_>, payout: &Payout<'_>, enterprise: usize, frame: &Frame<'_>) -> BTreeSet<Cause> {
    let award = payout.award;
    let weights = Weights::of(award, frame);
    let mut causes = BTreeSet::new();
    let mut apply = Vec::new();
    for (i, component) in award.components.iter().enumerate() {
        let applies = weights.applies(i, 0);
        if applies.is_none() {
            causes.extend(component.when.iter().flat_map(|e| lang::causes(e, frame)));
        }
        if applies != Some(false) {
            causes.extend(component.own().into_iter().flat_map(|e| lang::causes(e, frame)));
            apply.push(component);
        }
    }
    let parts = weights.at(award, 0);
    if causes.is_empty() && parts.is_none() {
        // all is known, but a share is below zero, or they are more or less than the whole
        let own: Vec<_> = apply.iter().filter_map(|c| c.own()).collect();
        let below = |e: &&&Typed| lang::evaluate(e, frame).number(0).is_some_and(|share| share.is_negative());
        let negative: Vec<_> = own.iter().filter(below).copied().collect();
        let wrong = if negative.is_empty() { own } else { negative };
        let fields: Vec<_> = wrong.into_iter().filter_map(|e| lang::largest_field(&[e], frame)).collect();
        let trouble = |field| Cause::Arithmetic { kind: Trouble::OutOfRange, field };
        causes.extend(fields.iter().map(|field| trouble(Some(*field))));
        if fields.is_empty() {
            causes.insert(trouble(None));
        }
    }
    if parts.is_none_or(|parts| !plan.can_pay(payout, &parts, enterprise)) && payout.county_pays {
        causes.extend(of_county(plan, enterprise));
    }
    causes
}

fn below_floor(award: &Award, frame: &Frame<'_>, gross: Exact) -> bool {
    let floor = award.floor.as_ref().and_then(|e| lang::evaluate(e, frame).number(0));
    floor.is_some_and(|floor| gross < floor)
}

/// What the veto and the conditions wait for.
pub fn of_conditions(plan: &Plan<'_>, measure: &Measure, frame: &Frame<'_>) -> BTreeSet<Cause> {
    let mut causes = BTreeSet::new();
    if let Some(veto) = plan.edition.pack.veto.as_ref().filter(|_| measure.vetoed && is_payout(measure)) {
        causes.extend(lang::causes(&veto.when, frame));
    }
    for condition in &measure.conditions {
        causes.extend(lang::causes(&condition.when, frame));
    }
    causes
}

fn is_payout(measure: &Measure) -> bool {
    matches!(measure.kind, MeasureKind::Payout(_))
}

/// The county, if it is missing.
pub fn of_county(plan: &Plan<'_>, enterprise: usize) -> Option<Cause> {
    let field = plan.county?;
    let state = *plan.data.column(ENTERPRISES, field)?.states.get(enterprise)?;
    (!state.is_known()).then_some(Cause::Field { table: ENTERPRISES, field, row: enterprise, state })
}

/// The reason that stands for the causes: the field that stands first in the pack's list of fields,
/// an empty one before an unreadable before a contradictory one; a missing table row only if no field is.
pub fn reason(plan: &Plan<'_>, causes: &BTreeSet<Cause>) -> Option<Reason> {
    let field = causes.iter().filter_map(|cause| named(plan, cause)).min();
    let reason = field.map(|(table, field, state)| Reason::of_field(table, field, state));
    reason.or_else(|| {
        causes.iter().find_map(|cause| match cause {
            Cause::NoRow { lookup, .. } => Some(Reason::NoRow(u16::try_from(lookup.0).unwrap_or(u16::MAX))),
            _ => None,
        })
    })
}

/// The field that a cause names, and how it is missing.
fn named(plan: &Plan<'_>, cause: &Cause) -> Option<(crate::schema::TableId, crate::schema::FieldId, State)> {
    match cause {
        Cause::Field { table, field, state, .. } => Some((*table, *field, *state)),
        Cause::Unattributed { table, state } => {
            let code = plan.edition.pack.schema.get(*table)?.role(crate::schema::Role::Code)?;
            Some((*table, code, *state))
        }
        Cause::Arithmetic { field, .. } => {
            let (table, field) = field.map(|(table, field, _)| (table, field)).or_else(|| {
                let code = plan.edition.pack.schema.get(ENTERPRISES)?.role(crate::schema::Role::Code)?;
                Some((ENTERPRISES, code))
            })?;
            Some((table, field, State::Unreadable))
        }
        Cause::NoRow { .. } | Cause::Award(_) => None,
    }
}

/// The causes in the order in which they are reported.
pub fn ordered(causes: BTreeSet<Cause>) -> Vec<Cause> {
    causes.into_iter().collect()
}
