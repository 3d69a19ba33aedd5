//! The settlement checks itself, in release builds: every enterprise has its lines, every line ties, payments
//! add up by award and by payer, no cap is exceeded, an exceeded pool adds up to its budget, every undecided
//! line names its cells. What does not tie stops the run. (The rows of a roster are counted where it is read.)

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::exact::product;
use crate::money::Money;
use crate::policy::pack::EnterpriseCap;

use super::run::{Line, Outcome, Payment, Reason, Reconciliation, Run, Status};
use super::ties;

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
    check_listed(run)?;
    check_lengths(run)?;
    let counted: Vec<Result<(Reconciliation, u64), Bug>> =
        run.awards.par_iter().enumerate().map(|(award, lines)| check_lines(award, &lines.lines)).collect();
    let mut moving = 0u64;
    for counted in counted {
        let (of_award, moved) = counted?;
        add_lines(&mut totals, &of_award).ok_or_else(overflow)?;
        moving += moved;
    }
    check_payments(run, &mut totals, moving)?;
    for outcome in &run.pools {
        ties::pool(run, outcome)?;
    }
    ties::top_ups(run)?;
    for (number, pool) in run.edition.pack.pools.iter().enumerate() {
        let drawn_on = run.edition.in_force().any(|m| m.draws_on(&pool.id));
        if drawn_on && run.pools.iter().all(|outcome| outcome.pool != number) {
            return Err(Bug::new(format!("the pool `{}` is drawn on without a budget", pool.id)));
        }
    }
    for (number, cap) in run.edition.pack.enterprise_caps.iter().enumerate() {
        match run.edition.caps.iter().find(|c| c.cap == number) {
            Some(in_force) => check_cap(run, cap, in_force.limit)?,
            // without a limit in force it has no member in force: else the year has a gap
            None if run.edition.in_force().any(|m| cap.measures.contains(&m.number)) => {
                return Err(Bug::new(format!("the cap `{}` has no limit in force", cap.id)));
            }
            None => {}
        }
    }
    check_holds(run)?;
    let lines = u64::try_from(run.enterprises).ok().and_then(|e| e.checked_mul(u64::try_from(run.awards.len()).ok()?));
    if Some(totals.lines) != lines || totals.lines != totals.paid.0 + totals.zero + totals.held + totals.recover.0 {
        return Err(Bug::new("the lines do not add up to enterprises × measures"));
    }
    Ok(totals)
}

pub(super) fn overflow() -> Bug {
    Bug::new("a total does not fit in 128 bits")
}

/// The pack has every measure that its pack.toml lists, and no other.
fn check_listed(run: &Run<'_>) -> Result<(), Bug> {
    let pack = run.edition.pack;
    let mut has = vec![false; pack.listed.len()];
    for measure in &pack.measures {
        match pack.listed.get(measure.number.0).zip(has.get_mut(measure.number.0)) {
            Some((id, has)) if *id == measure.id => *has = true,
            _ => return Err(Bug::new(format!("`{}` is not the measure that pack.toml lists there", measure.id))),
        }
    }
    match pack.listed.iter().zip(has).find(|(_, has)| !has) {
        Some((id, _)) => Err(Bug::new(format!("`{id}` of pack.toml is not in the pack"))),
        None => Ok(()),
    }
}

/// Every enterprise has a line for every measure in force, of whatever kind, and no measure is left out.
fn check_lengths(run: &Run<'_>) -> Result<(), Bug> {
    let awards = run.awards.iter().map(|a| (a.measure, a.lines.len()));
    let estimates = run.estimates.iter().map(|e| (e.measure, e.outcomes.len()));
    let statuses = run.statuses.iter().map(|s| (s.measure, s.outcomes.len()));
    let mut measures = Vec::new();
    for (measure, lines) in awards.chain(estimates).chain(statuses) {
        if lines != run.enterprises {
            return Err(Bug::new(format!("measure {measure} has {lines} lines for {} enterprises", run.enterprises)));
        }
        measures.push(measure);
    }
    measures.sort_unstable();
    if measures == run.edition.measures { Ok(()) } else { Err(Bug::new("not every measure in force has its lines")) }
}

/// The lines of one award tie: their counts and sums, and how many move money.
fn check_lines(award: usize, lines: &[Line]) -> Result<(Reconciliation, u64), Bug> {
    let (mut totals, mut moving) = (Reconciliation::default(), 0);
    for (enterprise, line) in lines.iter().enumerate() {
        let payable = tie(line)
            .ok_or_else(|| Bug::new(format!("line {enterprise} of measure {award} does not tie: {line:?}")))?;
        count(&mut totals, line.status, payable)?;
        moving += u64::from(!payable.is_zero());
    }
    Ok((totals, moving))
}

/// Adds the counts and sums of one award's lines.
fn add_lines(totals: &mut Reconciliation, of_award: &Reconciliation) -> Option<()> {
    totals.lines += of_award.lines;
    totals.zero += of_award.zero;
    totals.held += of_award.held;
    totals.paid = (totals.paid.0 + of_award.paid.0, totals.paid.1.add(of_award.paid.1)?);
    totals.recover = (totals.recover.0 + of_award.recover.0, totals.recover.1.add(of_award.recover.1)?);
    Some(())
}

/// Does a line tie, and what does it pay?
fn tie(line: &Line) -> Option<Money> {
    let Some(w) = &line.waterfall else {
        let explained = line.reason != Reason::None;
        return (explained && matches!(line.status, Status::Zero | Status::Held)).then_some(Money::ZERO);
    };
    let micro = |m: Money| product(m.fen(), 10_000);
    let cuts = [w.cap, w.floor, w.stacking, w.enterprise_cap, w.budget];
    // step by step down to the offset nothing may fall below zero
    let mut left = w.gross.checked_add(w.rounding)?;
    let mut sound = w.gross >= 0 && left >= 0 && cuts.iter().all(|c| !c.is_positive());
    for step in [w.cap, w.floor, w.adjustment, w.stacking, w.enterprise_cap, w.budget] {
        left = left.checked_add(micro(step)?)?;
        sound &= left >= 0;
    }
    let status = match w.payable.cmp(&Money::ZERO) {
        std::cmp::Ordering::Greater => line.status == Status::Paid && line.reason == Reason::None,
        std::cmp::Ordering::Equal => line.status == Status::Zero && line.reason != Reason::None,
        std::cmp::Ordering::Less => line.status == Status::Recover && line.reason == Reason::Clawback,
    };
    let ties = left.checked_add(micro(w.offset)?)? == micro(w.payable)?;
    (sound && ties && status).then_some(w.payable)
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

/// The payments of each line, which stand together and in order, add up to its payable; no line is left out,
/// and no payment goes the other way.
fn check_payments(run: &Run<'_>, totals: &mut Reconciliation, moving: u64) -> Result<(), Bug> {
    let mut paid = 0u64;
    let mut last = None;
    for group in run.payments.chunk_by(|a, b| (a.enterprise, a.award) == (b.enterprise, b.award)) {
        let Some(first) = group.first() else { continue };
        let key = Some((first.enterprise, first.award));
        if key <= last {
            return Err(Bug::new(format!("payments out of order: {first:?}")));
        }
        last = key;
        let line = run.awards.get(usize::from(first.award)).and_then(|a| a.lines.get(first.enterprise as usize));
        let payable = line.and_then(|l| l.waterfall.as_ref()).map_or(Money::ZERO, |w| w.payable);
        let sum = Money::sum(group.iter().map(|p| p.amount)).ok_or_else(overflow)?;
        if sum != payable || payable.is_zero() {
            return Err(Bug::new(format!("payments of {sum} on a payable of {payable}: {first:?}")));
        }
        paid += 1;
        for payment in group {
            if payment.amount.is_negative() && payable.is_positive()
                || payment.amount.is_positive() && payable.is_negative()
            {
                return Err(Bug::new(format!("a payment against its award: {payment:?}")));
            }
            add_payment(run, totals, payment)?;
        }
    }
    if paid != moving {
        return Err(Bug::new(format!("{moving} lines move money, {paid} have payments")));
    }
    let by_payer = Money::sum(totals.by_payer.iter().copied()).ok_or_else(overflow)?;
    if (totals.payments, by_payer) != ((totals.paid.1, totals.recover.1), totals.paid.1) {
        return Err(Bug::new("payments, payers and payables do not add up to the same"));
    }
    Ok(())
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

/// What a line had before its pool's cut, and after it.
pub(super) fn around_budget(line: &Line) -> Option<(Money, Money)> {
    let Some(w) = &line.waterfall else { return Some((Money::ZERO, Money::ZERO)) };
    let after = w.payable.sub(w.offset)?;
    Some((after.sub(w.budget)?, after))
}

/// No enterprise keeps more than a cap allows.
fn check_cap(run: &Run<'_>, cap: &EnterpriseCap, limit: Money) -> Result<(), Bug> {
    let number = |measure: usize| run.edition.pack.measures.get(measure).map(|m| m.number);
    let members: Vec<_> =
        run.awards.iter().filter(|a| number(a.measure).is_some_and(|n| cap.measures.contains(&n))).collect();
    for enterprise in 0..run.enterprises {
        let lines = members.iter().filter_map(|a| a.lines.get(enterprise));
        let kept =
            lines.map(|l| around_budget(l).map(|(before, _)| before)).try_fold(Money::ZERO, |sum, more| sum.add(more?));
        if kept.ok_or_else(overflow)? > limit.max(Money::ZERO) {
            return Err(Bug::new(format!("enterprise {enterprise} keeps more than the cap `{}`", cap.id)));
        }
    }
    Ok(())
}

/// Every undecided line says what it waits for, and only undecided lines do.
fn check_holds(run: &Run<'_>) -> Result<(), Bug> {
    let mut held: BTreeMap<usize, Vec<bool>> = BTreeMap::new();
    for award in &run.awards {
        held.insert(award.measure, award.lines.iter().map(|l| l.status == Status::Held).collect());
    }
    for estimate in &run.estimates {
        held.insert(estimate.measure, estimate.outcomes.iter().map(|o| matches!(o, Outcome::Held(_))).collect());
    }
    for status in &run.statuses {
        held.insert(status.measure, status.outcomes.iter().map(|o| matches!(o, Outcome::Held(_))).collect());
    }
    for hold in &run.holds {
        let line = held.get_mut(&hold.measure).and_then(|lines| lines.get_mut(hold.enterprise as usize));
        match line {
            Some(waits) if *waits && !hold.causes.is_empty() => *waits = false,
            _ => return Err(Bug::new(format!("a hold that holds nothing: {hold:?}"))),
        }
    }
    match held.values().flatten().any(|waits| *waits) {
        true => Err(Bug::new("an undecided line without its cells")),
        false => Ok(()),
    }
}
