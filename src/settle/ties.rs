//! The parts of the reconciliation that look across lines: pools with their breakers and shares, and top-ups
//! with what earlier years paid.

use std::collections::BTreeMap;

use crate::exact::Exact;
use crate::money::Money;
use crate::policy::pack::{PayerId, Pool, StackingRule};

use super::breaker;
use super::budget::met;
use super::reconcile::{Bug, around_budget, overflow};
use super::run::{Line, PoolOutcome, Run, Status};

/// The lines of a pool add up to what it says: to its budget exactly, if more is allowed than there is.
pub fn pool(run: &Run<'_>, outcome: &PoolOutcome) -> Result<(), Bug> {
    let pool = run.edition.pack.pools.get(outcome.pool).ok_or_else(|| Bug::new("a pool that is none"))?;
    let wrong = |what: &str| Bug::new(format!("pool `{}` {what}: {outcome:?}", pool.id));
    let part = match &outcome.breaker {
        None => Exact::ONE,
        Some(tripped) => {
            let steps = run.edition.breakers.get(outcome.pool).and_then(Option::as_ref);
            let rate = breaker::rate(tripped.bad, tripped.of);
            if steps.zip(rate).and_then(|(steps, rate)| steps.apply(rate)) != Some(tripped.part) {
                return Err(wrong("meets another part than its breaker says"));
            }
            tripped.part
        }
    };
    let claims = match pool.payer {
        Some(payer) => of_payer(run, pool, payer, outcome)?,
        None => whole(run, pool)?,
    };
    let (mut claimed, mut allowed, mut granted) = (Money::ZERO, Money::ZERO, Money::ZERO);
    for (before, after) in claims {
        let met = met(part, before, pool.unit).ok_or_else(overflow)?;
        if after > met || after.is_negative() {
            return Err(wrong(&format!("gives {after} on a claim of {before}")));
        }
        claimed = claimed.add(before).ok_or_else(overflow)?;
        allowed = allowed.add(met).ok_or_else(overflow)?;
        granted = granted.add(after).ok_or_else(overflow)?;
    }
    let said = (outcome.claimed, outcome.allowed, outcome.granted);
    if (claimed, allowed, granted) != said || granted != allowed.min(outcome.budget) {
        return Err(wrong(&format!("is claimed with {claimed} and gives {granted}")));
    }
    Ok(())
}

fn lines<'r>(run: &'r Run<'_>, pool: &Pool) -> impl Iterator<Item = (usize, &'r [Line])> {
    let draws = |measure: usize| run.edition.pack.measures.get(measure).is_some_and(|m| m.draws_on(&pool.id));
    run.awards.iter().enumerate().filter(move |(_, a)| draws(a.measure)).map(|(i, a)| (i, a.lines.as_slice()))
}

/// What each line of a pool of whole awards had before it, and after it.
fn whole(run: &Run<'_>, pool: &Pool) -> Result<Vec<(Money, Money)>, Bug> {
    let around = |line: &Line| around_budget(line).ok_or_else(overflow);
    lines(run, pool).flat_map(|(_, lines)| lines).map(around).collect()
}

/// The shares of a pool of one payer: each is cut as its line is, and paid as it was granted.
fn of_payer(run: &Run<'_>, pool: &Pool, payer: PayerId, outcome: &PoolOutcome) -> Result<Vec<(Money, Money)>, Bug> {
    let shares: BTreeMap<(usize, usize), (Money, Money)> = outcome
        .shares
        .iter()
        .map(|s| ((usize::from(s.award), s.enterprise as usize), (s.claimed, s.granted)))
        .collect();
    let mut paid: BTreeMap<(usize, usize), Money> = BTreeMap::new();
    for payment in run.payments.iter().filter(|p| run.component(p).is_some_and(|c| c.payer == payer)) {
        let sum = paid.entry((usize::from(payment.award), payment.enterprise as usize)).or_default();
        *sum = sum.add(payment.amount).ok_or_else(overflow)?;
    }
    let mut seen = 0;
    for (award, lines) in lines(run, pool) {
        for (enterprise, line) in lines.iter().enumerate() {
            let share = shares.get(&(award, enterprise));
            seen += usize::from(share.is_some());
            let (claimed, granted) = share.copied().unwrap_or_default();
            let Some(w) = &line.waterfall else { continue };
            let paid = paid.get(&(award, enterprise)).copied().unwrap_or(Money::ZERO);
            // offsets are borne in the proportion of what is left, to the unit of the split
            let as_granted = !w.offset.is_zero() || !w.payable.is_positive() || paid == granted;
            if w.budget != granted.sub(claimed).ok_or_else(overflow)? || !as_granted {
                let message = format!("pool `{}` grants {granted} of a share of {claimed}, {paid} is paid", pool.id);
                return Err(Bug::new(format!("{message}: line {enterprise} of measure {award}, {w:?}")));
            }
        }
    }
    if seen != outcome.shares.len() {
        return Err(Bug::new(format!("pool `{}` has shares of awards that do not draw on it", pool.id)));
    }
    // a line that was held after the pool has kept nothing of it
    let held = |key: &(usize, usize)| {
        let line = run.awards.get(key.0).and_then(|a| a.lines.get(key.1));
        line.is_some_and(|l| l.status == Status::Held)
    };
    if shares.keys().any(held) {
        return Err(Bug::new(format!("pool `{}` has granted a share of a held award", pool.id)));
    }
    Ok(shares.into_values().collect())
}

/// 补差额: what the members of a group give and what earlier years paid come to the highest of them, where
/// every member is decided.
pub fn top_ups(run: &Run<'_>) -> Result<(), Bug> {
    let pack = run.edition.pack;
    let earlier: BTreeMap<(usize, usize), Money> =
        run.earlier.iter().map(|e| ((e.group, e.enterprise as usize), e.paid)).collect();
    for (number, group) in pack.stacking.iter().enumerate().filter(|(_, g)| g.rule == StackingRule::TopUp) {
        let is_member = |measure: usize| pack.measures.get(measure).is_some_and(|m| group.measures.contains(&m.number));
        let members: Vec<_> = run.awards.iter().filter(|a| is_member(a.measure)).collect();
        for enterprise in 0..run.enterprises {
            let lines: Vec<&Line> = members.iter().filter_map(|a| a.lines.get(enterprise)).collect();
            if lines.iter().any(|l| l.status == Status::Held) {
                continue;
            }
            let paid = earlier.get(&(number, enterprise)).copied().unwrap_or(Money::ZERO);
            if topped_up(&lines, paid).ok_or_else(overflow)? {
                continue;
            }
            let id = &group.id;
            return Err(Bug::new(format!("enterprise {enterprise} is not topped up to the highest of `{id}`")));
        }
    }
    Ok(())
}

/// Do the lines give together what the highest of them is above what was paid before?
fn topped_up(lines: &[&Line], paid: Money) -> Option<bool> {
    let (mut highest, mut given) = (Money::ZERO, Money::ZERO);
    for w in lines.iter().filter_map(|l| l.waterfall.as_ref()) {
        // as step 5 left it: before the enterprise cap, the budget and the offsets
        let after = w.payable.sub(w.offset)?.sub(w.budget)?.sub(w.enterprise_cap)?;
        highest = highest.max(after.sub(w.stacking)?);
        given = given.add(after)?;
    }
    Some(given == highest.sub(paid)?.max(Money::ZERO))
}
