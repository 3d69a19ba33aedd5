//! The settlement checks itself, in release builds: every line ties, payments add up to payables,
//! an exceeded pool adds up to its budget, every enterprise has its lines. What does not tie stops the run.

use std::collections::BTreeMap;

use crate::money::Money;

use super::run::{Line, Payment, Reason, Reconciliation, Run, Status};

/// A fault of ours: a result that must not be used (exit code 70).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bug {
    /// What does not hold.
    pub message: String,
}

impl Bug {
    /// A fault with its description.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl std::fmt::Display for Bug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Bug {}

/// Checks a whole run and returns its counts and sums.
///
/// # Errors
/// The first thing that does not hold.
pub fn check(run: &Run<'_>) -> Result<Reconciliation, Bug> {
    let mut totals =
        Reconciliation { by_payer: vec![Money::ZERO; run.edition.pack.payers.len()], ..Default::default() };
    let mut moving = 0u64;
    for (award, lines) in (0u16..).zip(&run.awards) {
        if lines.lines.len() != run.enterprises {
            return Err(Bug::new(format!(
                "measure {award} has {} lines for {} enterprises",
                lines.lines.len(),
                run.enterprises
            )));
        }
        for (enterprise, line) in (0u32..).zip(&lines.lines) {
            let payable = tie(line)
                .ok_or_else(|| Bug::new(format!("line {enterprise} of measure {award} does not tie: {line:?}")))?;
            count(&mut totals, line.status, payable)?;
            moving += u64::from(!payable.is_zero());
        }
    }
    check_payments(run, &mut totals, moving)?;
    check_pools(run)?;
    check_holds(run)?;
    let lines = u64::try_from(run.enterprises).ok().and_then(|e| e.checked_mul(u64::try_from(run.awards.len()).ok()?));
    if Some(totals.lines) != lines || totals.lines != totals.paid.0 + totals.zero + totals.held + totals.recover.0 {
        return Err(Bug::new("the lines do not add up to enterprises × measures"));
    }
    Ok(totals)
}

fn overflow() -> Bug {
    Bug::new("a total does not fit in 128 bits")
}

/// Does a line tie, and what does it pay?
fn tie(line: &Line) -> Option<Money> {
    let Some(w) = &line.waterfall else {
        let explained = line.reason != Reason::None;
        return (explained && matches!(line.status, Status::Zero | Status::Held)).then_some(Money::ZERO);
    };
    let cuts = [w.cap, w.floor, w.stacking, w.enterprise_cap, w.budget];
    let moves = cuts.into_iter().chain([w.adjustment, w.offset]);
    let micro = |m: Money| m.fen().checked_mul(10_000);
    let sum = moves.map(micro).try_fold(w.gross.checked_add(w.rounding)?, |sum, m| sum.checked_add(m?))?;
    let status = match w.payable.cmp(&Money::ZERO) {
        std::cmp::Ordering::Greater => line.status == Status::Paid && line.reason == Reason::None,
        std::cmp::Ordering::Equal => line.status == Status::Zero && line.reason != Reason::None,
        std::cmp::Ordering::Less => line.status == Status::Recover && line.reason == Reason::Clawback,
    };
    let ties = sum == micro(w.payable)? && cuts.iter().all(|c| !c.is_positive()) && status;
    ties.then_some(w.payable)
}

fn count(totals: &mut Reconciliation, status: Status, payable: Money) -> Result<(), Bug> {
    totals.lines += 1;
    match status {
        Status::Paid => {
            totals.paid = (totals.paid.0 + 1, totals.paid.1.add(payable).ok_or_else(overflow)?);
        }
        Status::Recover => {
            totals.recover = (totals.recover.0 + 1, totals.recover.1.add(payable).ok_or_else(overflow)?);
        }
        Status::Zero => totals.zero += 1,
        Status::Held => totals.held += 1,
    }
    Ok(())
}

/// The payments of each line, which stand together, add up to its payable; no line is left out.
fn check_payments(run: &Run<'_>, totals: &mut Reconciliation, moving: u64) -> Result<(), Bug> {
    let mut paid = 0u64;
    for group in run.payments.chunk_by(|a, b| (a.enterprise, a.award) == (b.enterprise, b.award)) {
        let Some(first) = group.first() else { continue };
        let line = run.awards.get(usize::from(first.award)).and_then(|a| a.lines.get(first.enterprise as usize));
        let payable = line.and_then(|l| l.waterfall.as_ref()).map_or(Money::ZERO, |w| w.payable);
        let sum = Money::sum(group.iter().map(|p| p.amount)).ok_or_else(overflow)?;
        if sum != payable || payable.is_zero() {
            return Err(Bug::new(format!("payments of {sum} on a payable of {payable}: {first:?}")));
        }
        paid += 1;
        for payment in group {
            add_payment(run, totals, payment)?;
        }
    }
    if paid == moving { Ok(()) } else { Err(Bug::new(format!("{moving} lines move money, {paid} have payments"))) }
}

fn add_payment(run: &Run<'_>, totals: &mut Reconciliation, payment: &Payment) -> Result<(), Bug> {
    let side = if payment.amount.is_negative() { &mut totals.payments.1 } else { &mut totals.payments.0 };
    *side = side.add(payment.amount).ok_or_else(overflow)?;
    let component =
        run.component(payment).ok_or_else(|| Bug::new(format!("a payment without a component: {payment:?}")))?;
    if let Some(sum) = totals.by_payer.get_mut(component.payer.0).filter(|_| payment.amount.is_positive()) {
        *sum = sum.add(payment.amount).ok_or_else(overflow)?;
    }
    Ok(())
}

fn check_pools(run: &Run<'_>) -> Result<(), Bug> {
    for pool in &run.pools {
        let wanted = pool.claimed.min(pool.budget);
        if pool.granted != wanted {
            return Err(Bug::new(format!("pool {} gives {} instead of {wanted}", pool.pool, pool.granted)));
        }
    }
    Ok(())
}

/// Every held line says what it waits for, and only held lines do.
fn check_holds(run: &Run<'_>) -> Result<(), Bug> {
    let payouts: BTreeMap<usize, usize> = run.awards.iter().enumerate().map(|(i, a)| (a.measure, i)).collect();
    let mut explained = 0u64;
    for hold in &run.holds {
        let Some(award) = payouts.get(&hold.measure) else { continue };
        let line = run.awards.get(*award).and_then(|a| a.lines.get(hold.enterprise as usize));
        if line.is_none_or(|l| l.status != Status::Held) || hold.causes.is_empty() {
            return Err(Bug::new(format!("a hold that holds nothing: {hold:?}")));
        }
        explained += 1;
    }
    let held = run.awards.iter().flat_map(|a| &a.lines).filter(|l| l.status == Status::Held).count();
    if u64::try_from(held).ok() == Some(explained) { Ok(()) } else { Err(Bug::new("a held line without its cells")) }
}
