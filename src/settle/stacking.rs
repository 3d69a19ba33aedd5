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
pub fn settle(plan: &Plan<'_>, ledger: &Ledger, batch: &mut Batch) {
    for (number, group) in plan.edition.pack.stacking.iter().enumerate() {
        let members = plan.members(&group.measures);
        let reason = Reason::Stacking(u16::try_from(number).unwrap_or(u16::MAX));
        for lane in 0..batch.range.len() {
            let now: Vec<Member> = members.iter().filter_map(|payout| member(batch, *payout, lane)).collect();
            if now.iter().any(|m| m.payable.is_positive() || m.status == Status::Held) {
                let earlier = ledger.paid_earlier(batch.range.start + lane, number);
                apply(plan, batch, (group, earlier), reason, lane, &now);
            }
        }
    }
    drop_settled_holds(plan, batch);
}

fn member(batch: &Batch, payout: usize, lane: usize) -> Option<Member> {
    let line = batch.lines.get(payout)?.get(lane)?;
    let payable = line.waterfall.as_ref().map_or(Money::ZERO, |w| w.payable);
    Some(Member { payout, status: line.status, payable })
}

fn apply(
    plan: &Plan<'_>,
    batch: &mut Batch,
    (group, earlier): (&StackingGroup, Result<Money, &BTreeSet<Cause>>),
    reason: Reason,
    lane: usize,
    members: &[Member],
) {
    match group.rule {
        StackingRule::Highest => highest(plan, batch, reason, lane, members),
        StackingRule::Exclusive => exclusive(plan, batch, reason, lane, members),
        StackingRule::TopUp => match earlier {
            Ok(earlier) => top_up(plan, batch, (reason, earlier), lane, members),
            Err(causes) => wait_for_earlier(plan, batch, causes, lane, members),
        },
        StackingRule::Sum => {}
    }
}

/// 就高不重复: the highest decided member wins, the earlier on a tie; a held member that would win with
/// its maximum makes the winner held too.
fn highest(plan: &Plan<'_>, batch: &mut Batch, reason: Reason, lane: usize, members: &[Member]) {
    let winner = members
        .iter()
        .enumerate()
        .filter(|(_, m)| m.payable.is_positive())
        .max_by(|(i, a), (j, b)| a.payable.cmp(&b.payable).then(j.cmp(i)));
    let Some((place, winner)) = winner else { return };
    let mut rivals = Vec::new();
    for (i, member) in members.iter().enumerate() {
        if i == place {
            continue;
        }
        if member.status == Status::Held {
            if would_win(maximum(plan, member.payout), winner.payable, i < place) {
                rivals.push(member.payout);
            } else {
                refuse(batch, member.payout, lane, reason);
            }
        } else if member.payable.is_positive() {
            cut(batch, member.payout, lane, member.payable, reason);
        }
    }
    if !rivals.is_empty() {
        hold(plan, batch, winner.payout, lane, reason, &rivals);
    }
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
fn exclusive(plan: &Plan<'_>, batch: &mut Batch, reason: Reason, lane: usize, members: &[Member]) {
    let (mut taken, mut rivals) = (false, Vec::new());
    for member in members {
        match (member.status == Status::Held, member.payable.is_positive()) {
            (true, _) if taken => refuse(batch, member.payout, lane, reason),
            (true, _) => rivals.push(member.payout),
            (false, true) if taken => cut(batch, member.payout, lane, member.payable, reason),
            (false, true) => {
                taken = true;
                if !rivals.is_empty() {
                    hold(plan, batch, member.payout, lane, reason, &rivals);
                }
            }
            (false, false) => {}
        }
    }
}

/// 补差额: each gives only what it is above the highest before it, earlier years among them. An undecided one
/// matters while its maximum is above what is reached without it.
fn top_up(plan: &Plan<'_>, batch: &mut Batch, (reason, earlier): (Reason, Money), lane: usize, members: &[Member]) {
    let (mut reached, mut rivals) = (earlier, Vec::new());
    for member in members {
        let exceeds = |rival: &usize| maximum(plan, *rival).is_none_or(|max| max > reached.exact());
        if member.status == Status::Held {
            if exceeds(&member.payout) {
                rivals.push(member.payout);
            } else {
                refuse(batch, member.payout, lane, reason);
            }
        } else if member.payable.is_positive() {
            rivals.retain(exceeds);
            if rivals.is_empty() || member.payable <= reached {
                cut(batch, member.payout, lane, member.payable.min(reached), reason);
            } else {
                hold(plan, batch, member.payout, lane, reason, &rivals);
            }
            reached = reached.max(member.payable);
        }
    }
}

/// What earlier years paid is not known: whatever would give something waits for it.
fn wait_for_earlier(plan: &Plan<'_>, batch: &mut Batch, causes: &BTreeSet<Cause>, lane: usize, members: &[Member]) {
    for member in members.iter().filter(|m| m.payable.is_positive()) {
        if let (Some(line), Some(reason)) = (line(batch, member.payout, lane), causes::reason(plan, causes)) {
            *line = Line { status: Status::Held, reason, waterfall: None };
        }
        wait(plan, batch, member.payout, lane, causes.clone());
    }
}

fn line(batch: &mut Batch, payout: usize, lane: usize) -> Option<&mut Line> {
    batch.lines.get_mut(payout)?.get_mut(lane)
}

/// Takes an amount from a line that has it.
fn cut(batch: &mut Batch, payout: usize, lane: usize, amount: Money, reason: Reason) {
    let Some(line) = line(batch, payout, lane) else { return };
    let Some(waterfall) = line.waterfall.as_mut() else { return };
    let (Some(forgone), Some(left)) = (amount.neg(), waterfall.payable.sub(amount)) else { return };
    waterfall.stacking = forgone;
    waterfall.payable = left;
    if left.is_zero() {
        line.status = Status::Zero;
        line.reason = reason;
    }
}

/// Turns a held line that cannot win any more into a zero.
fn refuse(batch: &mut Batch, payout: usize, lane: usize, reason: Reason) {
    if let Some(line) = line(batch, payout, lane) {
        *line = Line { status: Status::Zero, reason, waterfall: None };
    }
}

/// Turns a line held because undecided rivals may take its place; it waits for what they wait for.
fn hold(plan: &Plan<'_>, batch: &mut Batch, payout: usize, lane: usize, reason: Reason, rivals: &[usize]) {
    if let Some(line) = line(batch, payout, lane) {
        *line = Line { status: Status::Held, reason, waterfall: None };
    }
    let enterprise = number(batch.range.start + lane);
    let versions: BTreeSet<usize> = rivals.iter().filter_map(|r| plan.payouts.get(*r)).map(|p| p.version).collect();
    let waits = |h: &&Hold| h.enterprise == enterprise && versions.contains(&h.measure);
    let causes: BTreeSet<Cause> = batch.holds.iter().filter(waits).flat_map(|h| h.causes.iter().cloned()).collect();
    wait(plan, batch, payout, lane, causes);
}

/// Remembers what a line waits for.
fn wait(plan: &Plan<'_>, batch: &mut Batch, payout: usize, lane: usize, causes: BTreeSet<Cause>) {
    if let Some(payout) = plan.payouts.get(payout) {
        let enterprise = number(batch.range.start + lane);
        batch.holds.push(Hold { enterprise, measure: payout.version, causes: causes.into_iter().collect() });
    }
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
