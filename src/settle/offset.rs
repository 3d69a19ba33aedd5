//! Step 8: earlier payments of this policy year and clawbacks, as the ledger has them.

use std::collections::BTreeSet;

use crate::lang::{self, Cause, Trouble};
use crate::money::Money;
use crate::policy::pack::Component;

use super::Whole;
use super::causes::{frame_of_one, of_bearing, of_county, reason, through_awards};
use super::ledger::{Ledger, overflow};
use super::plan::{Payout, Plan};
use super::reconcile::Bug;
use super::run::{Line, Notice, Reason, Status};
use super::weights::Weights;

/// Moves the money: reduces and restores what is payable, and holds what waits for a hole.
pub fn settle(plan: &Plan<'_>, ledger: &Ledger, whole: &mut Whole) -> Result<(), Bug> {
    whole.notices.extend(ledger.unmatched.iter().map(|row| Notice::UnmatchedOffset { row: *row }));
    whole.notices.extend(ledger.unmatched_earlier.iter().map(|row| Notice::UnmatchedEarlier { row: *row }));
    if let Some(cause) = &ledger.anybody {
        for payout in 0..plan.payouts.len() {
            for enterprise in 0..plan.data.enterprises() {
                hold(plan, whole, enterprise, payout, BTreeSet::from([*cause]))?;
            }
        }
    }
    for ((enterprise, payout), entry) in &ledger.entries {
        let (enterprise, payout) = (*enterprise, *payout);
        let offset = entry.restores.sub(entry.reduces).ok_or_else(overflow)?;
        if !entry.causes.is_empty() {
            hold(plan, whole, enterprise, payout, entry.causes.clone())?;
            continue;
        }
        let line = line(whole, enterprise, payout)?;
        if offset.is_zero() {
            continue;
        }
        if line.status == Status::Held {
            whole.notices.push(Notice::HeldWithAdvance {
                enterprise: u32::try_from(enterprise).unwrap_or(u32::MAX),
                award: u16::try_from(payout).unwrap_or(u16::MAX),
                offset,
                rows: entry.rows.clone(),
            });
            continue;
        }
        apply(line, offset).ok_or_else(overflow)?;
        let recovers = line.status == Status::Recover;
        let Some(payout_rule) = plan.payouts.get(payout).filter(|_| recovers) else { continue };
        let waits = of_recovery(plan, whole, payout_rule, enterprise);
        if !waits.is_empty() {
            hold(plan, whole, enterprise, payout, waits)?;
        }
    }
    Ok(())
}

/// What it waits for to be known from whom something is recovered. An award that pays has passed this at
/// step 4, one that was refused has not.
fn of_recovery(plan: &Plan<'_>, whole: &Whole, payout: &Payout<'_>, enterprise: usize) -> BTreeSet<Cause> {
    let frame = frame_of_one(plan, &whole.awarded, enterprise);
    let weights = Weights::of(payout.award, &frame);
    let borne = weights.to_recover(payout.award, 0).is_some_and(|parts| plan.can_pay(payout, &parts, enterprise));
    if borne {
        return BTreeSet::new();
    }
    let mut causes = of_bearing(plan, payout, enterprise, &frame);
    if causes.is_empty() {
        // no component applies any more, and what was declared for them is not known
        let declared = payout.award.components.iter().filter_map(Component::own);
        causes.extend(declared.flat_map(|e| lang::causes(e, &frame)));
        causes.extend(of_county(plan, enterprise).filter(|_| payout.county_pays));
    }
    if causes.is_empty() {
        causes.insert(Cause::Arithmetic { kind: Trouble::OutOfRange, field: None });
    }
    let number = u32::try_from(enterprise).unwrap_or(u32::MAX);
    through_awards(causes, plan, &|version, causes| {
        causes.extend(whole.holds.get(&(number, version)).into_iter().flatten().cloned());
    })
}

/// Offsets a line that is not held.
fn apply(line: &mut Line, offset: Money) -> Option<()> {
    let waterfall = line.waterfall.get_or_insert_default();
    let before = waterfall.payable;
    waterfall.offset = offset;
    waterfall.payable = before.add(offset)?;
    if waterfall.payable.is_positive() {
        line.status = Status::Paid;
        line.reason = Reason::None;
    } else if waterfall.payable.is_negative() {
        line.status = Status::Recover;
        line.reason = Reason::Clawback;
    } else {
        line.status = Status::Zero;
        line.reason = Reason::Offset;
    }
    Some(())
}

/// Holds a line for these causes, beside those that it already waits for.
pub(super) fn hold(
    plan: &Plan<'_>,
    whole: &mut Whole,
    enterprise: usize,
    payout: usize,
    causes: BTreeSet<Cause>,
) -> Result<(), Bug> {
    let version = plan.payouts.get(payout).map(|p| p.version).ok_or_else(|| no_line(enterprise, payout))?;
    let lines = whole.awards.get_mut(payout).map(|a| &mut a.lines);
    let line = lines.and_then(|l| l.get_mut(enterprise)).ok_or_else(|| no_line(enterprise, payout))?;
    let waits = whole.holds.entry((u32::try_from(enterprise).unwrap_or(u32::MAX), version)).or_default();
    // a line held by stacking waits for its rivals' cells; a field of its own is named before that
    let own: BTreeSet<Cause> = if matches!(line.reason, Reason::Stacking(_)) {
        causes.clone()
    } else {
        waits.union(&causes).cloned().collect()
    };
    waits.extend(causes);
    let reason = reason(plan, &own).unwrap_or(line.reason);
    *line = Line { status: Status::Held, reason, waterfall: None };
    Ok(())
}

fn line(whole: &mut Whole, enterprise: usize, payout: usize) -> Result<&mut Line, Bug> {
    let line = whole.awards.get_mut(payout).and_then(|a| a.lines.get_mut(enterprise));
    line.ok_or_else(|| no_line(enterprise, payout))
}

fn no_line(enterprise: usize, payout: usize) -> Bug {
    Bug::new(format!("an earlier payment of award {payout} to enterprise {enterprise}, which has no line"))
}
