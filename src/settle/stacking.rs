//! Step 5: measures that exclude one another. Works on one enterprise at a time.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::exact::Exact;
use crate::lang::Cause;
use crate::money::Money;
use crate::policy::pack::{StackingGroup, StackingRule};

use super::amount::Batch;
use super::causes;
use super::ledger::Ledger;
use super::plan::Plan;
use super::reconcile::Bug;
use super::run::{Hold, Line, Reason, Status, number};

/// A member of a group for one enterprise.
#[derive(Clone, Copy)]
struct Member {
    /// Index in the plan's payouts.
    payout: usize,
    status: Status,
    payable: Money,
}

/// Applies every group to every enterprise of a batch.
pub fn settle(plan: &Plan<'_>, ledger: &Ledger, batch: &mut Batch) -> Result<(), Bug> {
    for (number, group) in plan.edition.pack.stacking.iter().enumerate() {
        let members = plan.members(&group.measures);
        let reason = Reason::Stacking(u16::try_from(number).unwrap_or(u16::MAX));
        for lane in 0..batch.range.len() {
            let now =
                members.iter().map(|payout| member(batch, *payout, lane)).collect::<Result<Vec<Member>, Bug>>()?;
            if now.iter().any(|m| m.payable.is_positive() || m.status == Status::Held) {
                let earlier = ledger.paid_earlier(batch.range.start + lane, number);
                apply(plan, batch, (group, earlier), reason, lane, &now)?;
            }
        }
    }
    drop_settled_holds(plan, batch);
    Ok(())
}

fn member(batch: &Batch, payout: usize, lane: usize) -> Result<Member, Bug> {
    let line = batch.lines.get(payout).and_then(|lines| lines.get(lane)).ok_or_else(no_line)?;
    let payable = line.waterfall.as_ref().map_or(Money::ZERO, |w| w.payable);
    Ok(Member { payout, status: line.status, payable })
}

fn apply(
    plan: &Plan<'_>,
    batch: &mut Batch,
    (group, earlier): (&StackingGroup, Result<Money, &BTreeSet<Cause>>),
    reason: Reason,
    lane: usize,
    members: &[Member],
) -> Result<(), Bug> {
    match group.rule {
        StackingRule::Highest => highest(plan, batch, reason, lane, members),
        StackingRule::Exclusive => exclusive(plan, batch, reason, lane, members),
        StackingRule::TopUp => match earlier {
            Ok(earlier) => top_up(plan, batch, (reason, earlier), lane, members),
            Err(causes) => wait_for_earlier(plan, batch, causes, lane, members),
        },
        StackingRule::Sum => Ok(()),
    }
}

/// 就高不重复: the highest decided member wins, the earlier on a tie; a held member that would win with
/// its maximum makes the winner held too.
fn highest(plan: &Plan<'_>, batch: &mut Batch, reason: Reason, lane: usize, members: &[Member]) -> Result<(), Bug> {
    let winner = members
        .iter()
        .enumerate()
        .filter(|(_, m)| m.payable.is_positive())
        .max_by(|(i, a), (j, b)| a.payable.cmp(&b.payable).then(j.cmp(i)));
    let Some((place, winner)) = winner else { return Ok(()) };
    let mut rivals = Vec::new();
    for (i, member) in members.iter().enumerate() {
        if i == place {
            continue;
        }
        if member.status == Status::Held {
            if would_win(maximum(plan, member.payout), winner.payable, i < place) {
                rivals.push(member.payout);
            } else {
                refuse(batch, member.payout, lane, reason)?;
            }
        } else if member.payable.is_positive() {
            cut(batch, member.payout, lane, member.payable, reason)?;
        }
    }
    if !rivals.is_empty() {
        hold(plan, batch, winner.payout, lane, reason, &rivals)?;
    }
    Ok(())
}

/// Would a member with this maximum (none: unbounded) win against an amount?
fn would_win(maximum: Option<Exact>, amount: Money, earlier: bool) -> bool {
    maximum.is_none_or(|max| match max.cmp(&amount.exact()) {
        Ordering::Greater => true,
        Ordering::Equal => earlier,
        Ordering::Less => false,
    })
}

fn maximum(plan: &Plan<'_>, payout: usize) -> Option<Exact> {
    plan.payouts.get(payout).and_then(|p| p.maximum)
}

/// 互斥: the first of the list that gives anything. Behind an undecided one it waits; what stands behind
/// both gets nothing whichever of the two it is.
fn exclusive(plan: &Plan<'_>, batch: &mut Batch, reason: Reason, lane: usize, members: &[Member]) -> Result<(), Bug> {
    let (mut taken, mut rivals) = (false, Vec::new());
    for member in members {
        match (member.status == Status::Held, member.payable.is_positive()) {
            (true, _) if taken => refuse(batch, member.payout, lane, reason)?,
            (true, _) => rivals.push(member.payout),
            (false, true) if taken => cut(batch, member.payout, lane, member.payable, reason)?,
            (false, true) => {
                taken = true;
                if !rivals.is_empty() {
                    hold(plan, batch, member.payout, lane, reason, &rivals)?;
                }
            }
            (false, false) => {}
        }
    }
    Ok(())
}

/// 补差额: each gives only what it is above the highest before it, earlier years among them. An undecided one
/// matters while its maximum is above what is reached without it.
fn top_up(
    plan: &Plan<'_>,
    batch: &mut Batch,
    (reason, earlier): (Reason, Money),
    lane: usize,
    members: &[Member],
) -> Result<(), Bug> {
    let (mut reached, mut rivals) = (earlier, Vec::new());
    for member in members {
        let exceeds = |rival: &usize| maximum(plan, *rival).is_none_or(|max| max > reached.exact());
        if member.status == Status::Held {
            if exceeds(&member.payout) {
                rivals.push(member.payout);
            } else {
                refuse(batch, member.payout, lane, reason)?;
            }
        } else if member.payable.is_positive() {
            rivals.retain(exceeds);
            if rivals.is_empty() || member.payable <= reached {
                cut(batch, member.payout, lane, member.payable.min(reached), reason)?;
            } else {
                hold(plan, batch, member.payout, lane, reason, &rivals)?;
            }
            reached = reached.max(member.payable);
        }
    }
    Ok(())
}

/// What earlier years paid is not known: whatever would give something waits for it.
fn wait_for_earlier(
    plan: &Plan<'_>,
    batch: &mut Batch,
    causes: &BTreeSet<Cause>,
    lane: usize,
    members: &[Member],
) -> Result<(), Bug> {
    for member in members.iter().filter(|m| m.payable.is_positive()) {
        let reason = causes::reason(plan, causes).ok_or_else(|| Bug::new("a group that waits for nothing"))?;
        *line(batch, member.payout, lane)? = Line { status: Status::Held, reason, waterfall: None };
        wait(plan, batch, member.payout, lane, causes.clone())?;
    }
    Ok(())
}

fn line(batch: &mut Batch, payout: usize, lane: usize) -> Result<&mut Line, Bug> {
    batch.lines.get_mut(payout).and_then(|lines| lines.get_mut(lane)).ok_or_else(no_line)
}

fn no_line() -> Bug {
    Bug::new("a member of a stacking group without its line")
}

/// Takes an amount from a line that has it.
fn cut(batch: &mut Batch, payout: usize, lane: usize, amount: Money, reason: Reason) -> Result<(), Bug> {
    let line = line(batch, payout, lane)?;
    let cut = line.waterfall.as_mut().and_then(|waterfall| {
        (waterfall.stacking, waterfall.payable) = (amount.neg()?, waterfall.payable.sub(amount)?);
        Some(waterfall.payable)
    });
    if cut.ok_or_else(|| Bug::new("a stacking group cuts what a line does not have"))?.is_zero() {
        line.status = Status::Zero;
        line.reason = reason;
    }
    Ok(())
}

/// Turns a held line that cannot win any more into a zero.
fn refuse(batch: &mut Batch, payout: usize, lane: usize, reason: Reason) -> Result<(), Bug> {
    *line(batch, payout, lane)? = Line { status: Status::Zero, reason, waterfall: None };
    Ok(())
}

/// Turns a line held because undecided rivals may take its place; it waits for what they wait for.
fn hold(
    plan: &Plan<'_>,
    batch: &mut Batch,
    payout: usize,
    lane: usize,
    reason: Reason,
    rivals: &[usize],
) -> Result<(), Bug> {
    *line(batch, payout, lane)? = Line { status: Status::Held, reason, waterfall: None };
    let enterprise = number(batch.range.start + lane);
    let versions: BTreeSet<usize> = rivals.iter().filter_map(|r| plan.payouts.get(*r)).map(|p| p.version).collect();
    let waits = |h: &&Hold| h.enterprise == enterprise && versions.contains(&h.measure);
    let causes: BTreeSet<Cause> = batch.holds.iter().filter(waits).flat_map(|h| h.causes.iter().cloned()).collect();
    wait(plan, batch, payout, lane, causes)
}

/// Remembers what a line waits for.
fn wait(plan: &Plan<'_>, batch: &mut Batch, payout: usize, lane: usize, causes: BTreeSet<Cause>) -> Result<(), Bug> {
    let measure = plan.payouts.get(payout).ok_or_else(no_line)?.version;
    let enterprise = number(batch.range.start + lane);
    batch.holds.push(Hold { enterprise, measure, causes: causes.into_iter().collect() });
    Ok(())
}

/// Forgets the holds of lines that are no longer held.
fn drop_settled_holds(plan: &Plan<'_>, batch: &mut Batch) {
    let Batch { range, lines, holds, .. } = batch;
    holds.retain(|hold| {
        let lane = (hold.enterprise as usize).saturating_sub(range.start);
        let line =
            plan.payouts.iter().position(|p| p.version == hold.measure).and_then(|payout| lines.get(payout)?.get(lane));
        line.is_none_or(|line| line.status == Status::Held)
    });
}
