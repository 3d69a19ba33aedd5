//! Step 7: pools. An exceeded pool is divided so that it adds up to its budget exactly.

use crate::money::{Money, largest_remainder};
use crate::policy::pack::{Pool, PoolRule};

use super::Whole;
use super::offset::Ledger;
use super::plan::Plan;
use super::reconcile::Bug;
use super::run::{PoolOutcome, Reason, Status};

/// A claim on a pool: whose, by which award, how much.
#[derive(Clone, Copy)]
struct Claim {
    enterprise: usize,
    payout: usize,
    amount: Money,
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
        let overflow = || Bug::new(format!("the claims on pool `{}` do not fit in 128 bits", pool.id));
        let claimed = Money::sum(claims.iter().map(|c| c.amount)).ok_or_else(overflow)?;
        let mut granted = claimed;
        if claimed > budget {
            let parts = divide(pool, budget, &claims).ok_or_else(overflow)?;
            granted = Money::sum(parts.iter().copied()).ok_or_else(overflow)?;
            for (claim, part) in claims.iter().zip(parts) {
                cut(whole, *claim, part).ok_or_else(overflow)?;
            }
        }
        outcomes.push(PoolOutcome { pool: number, budget, claimed, granted, held });
    }
    Ok(outcomes)
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
                claims.push(Claim { enterprise, payout, amount });
            }
        }
    }
    (claims, held)
}

fn divide(pool: &Pool, budget: Money, claims: &[Claim]) -> Option<Vec<Money>> {
    match pool.rule {
        PoolRule::ProRata => {
            let amounts: Vec<Money> = claims.iter().map(|c| c.amount).collect();
            largest_remainder(budget, &amounts, pool.unit)
        }
        PoolRule::Priority => {
            let mut order: Vec<usize> = (0..claims.len()).collect();
            order.sort_by_key(|i| claims.get(*i).map(|c| (c.payout, c.enterprise)));
            let mut parts = vec![Money::ZERO; claims.len()];
            let mut left = budget;
            for i in order {
                let part = claims.get(i)?.amount.min(left);
                left = left.sub(part)?;
                *parts.get_mut(i)? = part;
            }
            Some(parts)
        }
    }
}

fn cut(whole: &mut Whole, claim: Claim, granted: Money) -> Option<()> {
    let line = whole.awards.get_mut(claim.payout)?.lines.get_mut(claim.enterprise)?;
    let waterfall = line.waterfall.as_mut()?;
    waterfall.budget = waterfall.budget.add(granted.sub(claim.amount)?)?;
    waterfall.payable = granted;
    if granted.is_zero() {
        line.status = Status::Zero;
        line.reason = Reason::Budget;
    }
    Some(())
}
