//! Step 7: pools. First a tripped breaker lowers every claim, then an exceeded pool is divided so that it adds up
//! to its budget exactly. The claim on a pool of one payer is that payer's share: only it is cut, the others pay
//! theirs as they were, and the award falls by the cut.

use crate::exact::Exact;
use crate::money::{Money, Rounding, RoundingMode, largest_remainder};
use crate::policy::pack::{PayerId, Pool, PoolRule};

use super::breaker::{self, Trip};
use super::ledger::Ledger;
use super::offset::hold;
use super::plan::Plan;
use super::reconcile::Bug;
use super::run::{PoolOutcome, Reason, ShareClaim, Status};
use super::split::{Shares, shares};
use super::weights::Weights;
use super::{Whole, run};

/// A claim on a pool: whose, by which award, how much.
#[derive(Clone)]
struct Claim {
    enterprise: usize,
    payout: usize,
    amount: Money,
    /// For a pool of one payer: who bears the award before the cut.
    borne: Shares,
}

/// Applies every pool. Held awards, and those that wait for earlier payments, reserve nothing.
pub fn settle(plan: &Plan<'_>, ledger: &Ledger, whole: &mut Whole) -> Result<Vec<PoolOutcome>, Bug> {
    let mut outcomes = Vec::new();
    for (number, pool) in plan.edition.pack.pools.iter().enumerate() {
        let Some(budget) = plan.edition.budgets.get(number).copied().flatten() else { continue };
        let members: Vec<usize> =
            plan.payouts.iter().enumerate().filter(|(_, p)| p.measure.draws_on(&pool.id)).map(|(i, _)| i).collect();
        if members.is_empty() {
            continue;
        }
        let (claims, held) = claims(ledger, whole, &members);
        let mut outcome = PoolOutcome { pool: number, budget, held, ..PoolOutcome::default() };
        let claims = match pool.payer {
            Some(payer) => of_payer(plan, whole, claims, payer)?,
            None => claims,
        };
        one(plan, whole, pool, claims, &mut outcome)?;
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// One pool and the claims on it.
fn one(
    plan: &Plan<'_>,
    whole: &mut Whole,
    pool: &Pool,
    claims: Vec<Claim>,
    outcome: &mut PoolOutcome,
) -> Result<(), Bug> {
    let overflow = || Bug::new(format!("the claims on pool `{}` do not fit in 128 bits", pool.id));
    if let Some(rule) = pool.breaker.as_ref().filter(|_| !claims.is_empty()) {
        match breaker::trip(plan, rule, outcome.pool) {
            Trip::At(tripped) => outcome.breaker = Some(tripped),
            Trip::Undecided(causes) => {
                outcome.held += u64::try_from(claims.len()).unwrap_or(u64::MAX);
                for claim in &claims {
                    hold(plan, whole, claim.enterprise, claim.payout, causes.clone())?;
                }
                return Ok(());
            }
        }
    }
    let part = outcome.breaker.as_ref().map_or(Exact::ONE, |b| b.part);
    let met: Vec<Money> =
        claims.iter().map(|c| met(part, c.amount, pool.unit)).collect::<Option<_>>().ok_or_else(overflow)?;
    outcome.claimed = Money::sum(claims.iter().map(|c| c.amount)).ok_or_else(overflow)?;
    outcome.allowed = Money::sum(met.iter().copied()).ok_or_else(overflow)?;
    let granted =
        if outcome.exceeded() { divide(pool, outcome.budget, &claims, &met).ok_or_else(overflow)? } else { met };
    outcome.granted = Money::sum(granted.iter().copied()).ok_or_else(overflow)?;
    for (claim, granted) in claims.into_iter().zip(granted) {
        if let Some(payer) = pool.payer {
            outcome.shares.push(ShareClaim {
                enterprise: run::number(claim.enterprise),
                award: u16::try_from(claim.payout).unwrap_or(u16::MAX),
                claimed: claim.amount,
                granted,
            });
            let cut = bear(plan, &claim, payer, granted).ok_or_else(overflow)?;
            whole.borne.insert((claim.enterprise, claim.payout), cut);
        }
        cut(whole, &claim, granted).ok_or_else(overflow)?;
    }
    Ok(())
}

/// What a breaker leaves of a claim: the part that it meets, rounded toward zero to the pool's unit; all of it
/// as it is where it meets everything.
pub fn met(part: Exact, claim: Money, unit: Money) -> Option<Money> {
    if part == Exact::ONE {
        return Some(claim);
    }
    Rounding { mode: RoundingMode::Down, unit }.apply(claim.exact().mul(part)?)
}

/// The decided claims in the order of credit codes and then of measures, and how many are held.
fn claims(ledger: &Ledger, whole: &Whole, members: &[usize]) -> (Vec<Claim>, u64) {
    let (mut claims, mut held) = (Vec::new(), 0);
    let enterprises = whole.awards.first().map_or(0, |a| a.lines.len());
    for enterprise in 0..enterprises {
        for &payout in members {
            let Some(line) = whole.awards.get(payout).and_then(|a| a.lines.get(enterprise)) else { continue };
            let amount = line.waterfall.as_ref().map_or(Money::ZERO, |w| w.payable);
            if line.status == Status::Held || (amount.is_positive() && ledger.holds(enterprise, payout)) {
                held += 1;
            } else if amount.is_positive() {
                claims.push(Claim { enterprise, payout, amount, borne: Vec::new() });
            }
        }
    }
    (claims, held)
}

/// The claims on a pool of one payer: what this payer bears of each award.
fn of_payer(plan: &Plan<'_>, whole: &Whole, claims: Vec<Claim>, payer: PayerId) -> Result<Vec<Claim>, Bug> {
    let mut own = Vec::with_capacity(claims.len());
    let mut claims = claims.into_iter().peekable();
    for range in plan.batches(1024) {
        let frame = plan.frame(range.clone());
        whole.awarded.tell(&frame, range.clone());
        let mut weights: Vec<Option<Weights>> = plan.payouts.iter().map(|_| None).collect();
        while let Some(mut claim) = claims.next_if(|c| range.contains(&c.enterprise)) {
            let unsplit =
                || Bug::new(format!("the award {} of enterprise {} cannot be split", claim.payout, claim.enterprise));
            let (Some(payout), Some(weights)) = (plan.payouts.get(claim.payout), weights.get_mut(claim.payout)) else {
                continue;
            };
            let weights = weights.get_or_insert_with(|| Weights::of(payout.award, &frame));
            let parts = weights.at(payout.award, claim.enterprise - range.start).ok_or_else(unsplit)?;
            let borne = shares(payout.award, parts, claim.amount).ok_or_else(unsplit)?;
            let bears = |i: usize| payout.award.components.get(i).is_some_and(|c| c.payer == payer);
            let amount = Money::sum(borne.iter().filter(|(i, _)| bears(*i)).map(|(_, share)| *share));
            claim.amount = amount.ok_or_else(|| Bug::new("a payer's share does not fit in 128 bits"))?;
            claim.borne = borne;
            if claim.amount.is_positive() {
                own.push(claim);
            }
        }
    }
    Ok(own)
}

/// Who bears how much once the payer's share is what it was granted: its own parts keep their proportions.
fn bear(plan: &Plan<'_>, claim: &Claim, payer: PayerId, granted: Money) -> Option<Shares> {
    if granted == claim.amount {
        return Some(claim.borne.clone());
    }
    let award = plan.payouts.get(claim.payout)?.award;
    let own = |i: usize| award.components.get(i).is_some_and(|c| c.payer == payer);
    let (theirs, others): (Shares, Shares) = claim.borne.iter().copied().partition(|(i, _)| own(*i));
    let weights: Vec<Exact> = theirs.iter().map(|(_, share)| share.exact()).collect();
    let parts = crate::money::split_with_lead(granted, &weights, 0, award.split_unit)?;
    let mut all: Shares = theirs.into_iter().map(|(i, _)| i).zip(parts).chain(others).collect();
    all.sort_by_key(|(i, _)| *i);
    Some(all)
}

fn divide(pool: &Pool, budget: Money, claims: &[Claim], amounts: &[Money]) -> Option<Vec<Money>> {
    match pool.rule {
        PoolRule::ProRata => largest_remainder(budget, amounts, pool.unit),
        PoolRule::Priority => {
            let mut order: Vec<usize> = (0..claims.len()).collect();
            order.sort_by_key(|i| claims.get(*i).map(|c| (c.payout, c.enterprise)));
            let mut parts = vec![Money::ZERO; claims.len()];
            let mut left = budget;
            for i in order {
                let part = (*amounts.get(i)?).min(left);
                left = left.sub(part)?;
                *parts.get_mut(i)? = part;
            }
            Some(parts)
        }
    }
}

/// Takes from a line what its claim was not granted.
fn cut(whole: &mut Whole, claim: &Claim, granted: Money) -> Option<()> {
    let line = whole.awards.get_mut(claim.payout)?.lines.get_mut(claim.enterprise)?;
    let waterfall = line.waterfall.as_mut()?;
    let cut = granted.sub(claim.amount)?;
    waterfall.budget = waterfall.budget.add(cut)?;
    waterfall.payable = waterfall.payable.add(cut)?;
    if waterfall.payable.is_zero() {
        line.status = Status::Zero;
        line.reason = Reason::Budget;
    }
    Some(())
}
