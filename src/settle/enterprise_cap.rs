//! Step 6: at most so much an enterprise and year, cut from the last measure of the list upward.

use crate::exact::Exact;
use crate::money::{Money, Rounding, RoundingMode};
use crate::policy::edition::CapInForce;

use super::amount::Batch;
use super::ledger::Ledger;
use super::plan::Plan;
use super::reconcile::Bug;
use super::run::{Notice, Reason, Status};

/// Applies every cap to every enterprise of a batch. Held awards, and those that wait for earlier
/// payments, reserve nothing; where releasing one would cut what is paid now, a notice says so.
pub fn settle(plan: &Plan<'_>, ledger: &Ledger, batch: &mut Batch) -> Result<(), Bug> {
    for &CapInForce { cap, limit } in &plan.edition.caps {
        let rule =
            plan.edition.pack.enterprise_caps.get(cap).ok_or_else(|| Bug::new("an enterprise cap that is none"))?;
        let members = plan.members(&rule.measures);
        for lane in 0..batch.range.len() {
            let enterprise = batch.range.start + lane;
            let claims: Vec<Claim> =
                members.iter().filter_map(|p| claim(plan, ledger, batch, *p, enterprise, lane)).collect();
            let certain: Vec<Money> = claims.iter().map(Claim::certain).collect();
            let granted =
                grant(&certain, limit).ok_or_else(|| Bug::new("an enterprise cap does not fit in 128 bits"))?;
            for (claim, granted) in claims.iter().zip(&granted) {
                cut(batch, claim.payout, lane, claim.certain(), *granted)?;
            }
            for (place, held) in claims.iter().enumerate() {
                if let Claim { waits: Some(maximum), payout, .. } = held
                    && would_cut(&certain, &granted, place, *maximum, limit)
                {
                    batch.notices.push(Notice::CapWouldCut {
                        enterprise: u32::try_from(enterprise).unwrap_or(u32::MAX),
                        cap,
                        award: u16::try_from(*payout).unwrap_or(u16::MAX),
                    });
                }
            }
        }
    }
    Ok(())
}

/// What a member claims of a cap.
struct Claim {
    payout: usize,
    payable: Money,
    /// For a member that waits: the most it could be (none: unbounded).
    waits: Option<Option<Money>>,
}

impl Claim {
    fn certain(&self) -> Money {
        if self.waits.is_some() { Money::ZERO } else { self.payable }
    }
}

fn claim(
    plan: &Plan<'_>,
    ledger: &Ledger,
    batch: &Batch,
    payout: usize,
    enterprise: usize,
    lane: usize,
) -> Option<Claim> {
    let line = batch.lines.get(payout)?.get(lane)?;
    let payable = line.waterfall.as_ref().map_or(Money::ZERO, |w| w.payable);
    let waits = if line.status == Status::Held {
        Some(plan.payouts.get(payout)?.maximum.and_then(whole_fen))
    } else if payable.is_positive() && ledger.holds(enterprise, payout) {
        Some(Some(payable))
    } else {
        None
    };
    Some(Claim { payout, payable, waits })
}

fn whole_fen(yuan: Exact) -> Option<Money> {
    Rounding { mode: RoundingMode::Up, unit: Money::from_fen(1) }.apply(yuan)
}

/// Who keeps how much: the earlier first.
fn grant(claims: &[Money], limit: Money) -> Option<Vec<Money>> {
    let mut left = limit.max(Money::ZERO);
    let mut granted = Vec::with_capacity(claims.len());
    for claim in claims {
        let part = (*claim).min(left);
        left = left.sub(part.max(Money::ZERO))?;
        granted.push(part);
    }
    Some(granted)
}

fn would_cut(certain: &[Money], granted: &[Money], place: usize, maximum: Option<Money>, limit: Money) -> bool {
    let mut with = certain.to_vec();
    if let Some(slot) = with.get_mut(place) {
        *slot = maximum.unwrap_or(limit);
    }
    grant(&with, limit)
        .is_some_and(|now| now.iter().zip(granted).enumerate().any(|(i, (now, before))| i != place && now < before))
}

fn cut(batch: &mut Batch, payout: usize, lane: usize, claim: Money, granted: Money) -> Result<(), Bug> {
    if granted == claim {
        return Ok(());
    }
    let line = batch.lines.get_mut(payout).and_then(|l| l.get_mut(lane));
    let line = line.ok_or_else(|| Bug::new("an enterprise cap cuts a line that is none"))?;
    let waterfall =
        line.waterfall.as_mut().ok_or_else(|| Bug::new("an enterprise cap cuts a line without an amount"))?;
    let overflow = || Bug::new("an enterprise cap does not fit in 128 bits");
    let cut = granted.sub(claim).ok_or_else(overflow)?;
    waterfall.enterprise_cap = waterfall.enterprise_cap.add(cut).ok_or_else(overflow)?;
    waterfall.payable = granted;
    if granted.is_zero() {
        line.status = Status::Zero;
        line.reason = Reason::EnterpriseCap;
    }
    Ok(())
}
