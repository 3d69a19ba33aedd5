//! Step 9: by payer, then by instalment. The lead payer and the first instalment take the residual.

use std::ops::Range;

use rayon::prelude::*;

use crate::exact::Exact;
use crate::money::{Money, split_with_lead};
use crate::policy::pack::{Award, Due, Instalment};

use super::Whole;
use super::plan::{Payout, Plan};
use super::reconcile::Bug;
use super::run::{Line, Payment};
use super::weights::{Parts, Weights};

/// All payments, by enterprise, then measure, component, payer, instalment.
pub fn settle(plan: &Plan<'_>, whole: &Whole, ranges: &[Range<usize>]) -> Result<Vec<Payment>, Bug> {
    let batches: Vec<Vec<Payment>> =
        ranges.par_iter().map(|range| batch(plan, whole, range)).collect::<Result<_, Bug>>()?;
    let mut payments = Vec::with_capacity(batches.iter().map(Vec::len).sum());
    batches.into_iter().for_each(|batch| payments.extend(batch));
    Ok(payments)
}

fn batch(plan: &Plan<'_>, whole: &Whole, range: &Range<usize>) -> Result<Vec<Payment>, Bug> {
    let frame = plan.frame(range.clone());
    whole.awarded.tell(&frame, range.clone());
    let mut payments = Vec::new();
    let weights: Vec<Weights> = plan
        .payouts
        .iter()
        .enumerate()
        .map(|(i, payout)| {
            let moves = whole.awards.get(i).and_then(|a| a.lines.get(range.clone())).unwrap_or_default();
            if moves.iter().any(|line| payable(line).is_some()) {
                Weights::of(payout.award, &frame)
            } else {
                Weights::default()
            }
        })
        .collect();
    for enterprise in range.clone() {
        for (award, (payout, weights)) in plan.payouts.iter().zip(&weights).enumerate() {
            let line = whole.awards.get(award).and_then(|a| a.lines.get(enterprise));
            let Some((payable, offset)) = line.and_then(payable) else { continue };
            let lane = enterprise - range.start;
            let borne = whole.borne.get(&(enterprise, award));
            let parts = parts(payout, weights, borne, lane, (payable, offset)).ok_or_else(|| {
                Bug::new(format!("the award of `{}` to enterprise {enterprise} cannot be split", payout.measure.id))
            })?;
            payments.extend(parts.into_iter().map(|(component, instalment, due, amount)| Payment {
                enterprise: u32::try_from(enterprise).unwrap_or(u32::MAX),
                award: u16::try_from(award).unwrap_or(u16::MAX),
                component,
                instalment,
                due,
                amount,
            }));
        }
    }
    Ok(payments)
}

/// What a line moves, and the offset in it; nothing when it moves nothing.
fn payable(line: &Line) -> Option<(Money, Money)> {
    let waterfall = line.waterfall.as_ref()?;
    (!waterfall.payable.is_zero()).then_some((waterfall.payable, waterfall.offset))
}

type Part = (u16, u16, Due, Money);

/// Who bears how much of an award: index of the component and its share.
pub type Shares = Vec<(usize, Money)>;

/// The shares of an amount by these weights. Who does not apply has none, and cannot lead.
pub fn shares(award: &Award, parts: Parts, total: Money) -> Option<Shares> {
    let (bearers, weights): (Vec<usize>, Vec<Exact>) =
        parts.into_iter().enumerate().filter_map(|(i, weight)| Some((i, weight?))).unzip();
    let lead = bearers.iter().position(|i| *i == award.lead).unwrap_or(0);
    let amounts = split_with_lead(total, &weights, lead, award.split_unit)?;
    Some(bearers.into_iter().zip(amounts).collect())
}

/// Shares as the weights of further amounts; who bears nothing of the whole bears no residual either.
fn as_weights(award: &Award, shares: &Shares) -> Parts {
    let of = |i: usize| shares.iter().find(|(at, _)| *at == i).map(|(_, share)| share.exact());
    (0..award.components.len()).map(|i| of(i).filter(|share| share.is_positive())).collect()
}

/// The payments of one award. Payers keep their proportions whatever was cut, unless a pool of one payer has
/// cut its share (`borne`); the offset of each payer is taken from its first instalment onward; what is
/// negative is one line, due in the policy year.
fn parts(
    payout: &Payout<'_>,
    weights: &Weights,
    borne: Option<&Shares>,
    lane: usize,
    (payable, offset): (Money, Money),
) -> Option<Vec<Part>> {
    let award = payout.award;
    let borne = borne.filter(|shares| shares.iter().any(|(_, share)| share.is_positive()));
    let parts = match borne {
        Some(shares) => as_weights(award, shares),
        None if payable.is_negative() => weights.to_recover(award, lane)?,
        None => weights.at(award, lane)?,
    };
    let split = |total: Money| shares(award, parts.clone(), total);
    let before = match borne {
        Some(shares) => {
            let whole = Money::sum(shares.iter().map(|(_, share)| *share))?;
            let kept: Shares = shares.iter().copied().filter(|(_, share)| share.is_positive()).collect();
            (whole == payable.sub(offset)?).then_some(kept)?
        }
        None => split(payable.sub(offset)?)?,
    };
    let now = if offset.is_zero() { before.clone() } else { split(payable)? };
    let mut order: Vec<(usize, usize)> = now.iter().map(|(i, _)| *i).enumerate().collect();
    order.sort_by_key(|(_, i)| award.components.get(*i).map(|c| (c.number, c.payer)));

    let mut parts = Vec::new();
    for (at, i) in order {
        let (component, now, before) = (award.components.get(i)?, now.get(at)?.1, before.get(at)?.1);
        let number = u16::try_from(i).ok()?;
        if payable.is_negative() {
            parts.push((number, 1, Due::Year(0), now));
            continue;
        }
        let at_once = match (&component.due, award.instalments.as_slice()) {
            (Some(due), _) | (None, [Instalment { due, .. }]) => Some(due),
            (None, _) => None,
        };
        if let Some(due) = at_once {
            parts.push((number, 1, due.clone(), now));
            continue;
        }
        let shares: Vec<Exact> = award.instalments.iter().map(|i| i.share).collect();
        let mut amounts = split_with_lead(before, &shares, 0, award.split_unit)?;
        take(&mut amounts, before.sub(now)?)?;
        for ((instalment, amount), at) in award.instalments.iter().zip(amounts).zip(1u16..) {
            parts.push((number, at, instalment.due.clone(), amount));
        }
    }
    Some(parts)
}

/// Takes an amount from the instalments, the first first; gives a negative one to the first.
fn take(amounts: &mut [Money], amount: Money) -> Option<()> {
    let mut left = amount;
    if left.is_negative() {
        let first = amounts.first_mut()?;
        *first = first.sub(left)?;
        return Some(());
    }
    for part in amounts {
        let taken = left.min((*part).max(Money::ZERO));
        *part = part.sub(taken)?;
        left = left.sub(taken)?;
    }
    left.is_zero().then_some(())
}
