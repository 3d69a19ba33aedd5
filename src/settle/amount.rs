//! Steps 1 to 4 for a batch: verdict, amount, rounding, cap, floor; and what undecided lines wait for.

use std::ops::Range;

use crate::exact::Exact;
use crate::lang::{self, Frame, Lanes};
use crate::money::{Money, Rounding, RoundingMode, round_units};
use crate::policy::pack::{Amount, Award};

use super::awarded::Awarded;
use super::eligibility::{self, Verdict};
use super::plan::{Payout, Plan};
use super::reconcile::Bug;
use super::run::{Hold, Line, Notice, Outcome, Reason, Status, Waterfall};
use super::weights::{self, Weights};
use super::{causes, outcome};

/// What a batch of enterprises has got so far.
pub struct Batch {
    /// The enterprises.
    pub range: Range<usize>,
    /// For each payout measure in force, a line an enterprise.
    pub lines: Vec<Vec<Line>>,
    pub estimates: Vec<Vec<Outcome<Money>>>,
    pub statuses: Vec<Vec<Outcome<std::sync::Arc<str>>>>,
    pub holds: Vec<Hold>,
    pub notices: Vec<Notice>,
    pub awarded: Awarded,
}

/// Settles a batch up to step 4.
pub fn settle(plan: &Plan<'_>, range: Range<usize>) -> Result<Batch, Bug> {
    let frame = plan.frame(range.clone());
    let veto = plan.edition.pack.veto.as_ref().map(|v| lang::evaluate(&v.when, &frame));
    let mut batch = Batch {
        lines: Vec::with_capacity(plan.payouts.len()),
        estimates: Vec::new(),
        statuses: Vec::new(),
        holds: Vec::new(),
        notices: Vec::new(),
        awarded: Awarded::from(range.start),
        range,
    };
    for payout in &plan.payouts {
        let vetoes = veto.as_ref().filter(|_| payout.measure.vetoed);
        let lines = lines(plan, payout, vetoes, &frame, &mut batch)?;
        if plan.asked.contains(&payout.measure.number) {
            batch.awarded.keep(payout.measure.number, &lines);
            batch.awarded.tell(&frame, batch.range.clone());
        }
        batch.lines.push(lines);
    }
    causes::explain(plan, &mut batch)?;
    outcome::settle(plan, &frame, &mut batch)?;
    Ok(batch)
}

/// No award is larger: a thousand million million 元, more than any treasury has. What exceeds it is a slip in
/// a cell, and sums of what does not can never leave 128 bits.
pub const LARGEST: Money = Money::from_fen(100_000_000_000_000_000);

/// Columns of an award over a batch.
struct Columns {
    /// What is not missing.
    amount: Vec<Option<Exact>>,
    weights: Weights,
    cap: Option<Lanes>,
    floor: Option<Lanes>,
}

fn lines(
    plan: &Plan<'_>,
    payout: &Payout<'_>,
    veto: Option<&Lanes>,
    frame: &Frame<'_>,
    batch: &mut Batch,
) -> Result<Vec<Line>, Bug> {
    let count = batch.range.len();
    let verdicts = eligibility::verdicts(payout.measure, veto, frame, count);
    if verdicts.iter().all(|v| matches!(v, Verdict::Refused(_))) {
        return Ok(verdicts.into_iter().map(refused).collect());
    }
    let columns = columns(payout.award, frame, count);
    let mut lines = Vec::with_capacity(count);
    for (lane, verdict) in verdicts.into_iter().enumerate() {
        let line = match (verdict, columns.amount.get(lane)) {
            (Verdict::Refused(_), _) => refused(verdict),
            (Verdict::Eligible, Some(Some(gross))) => {
                let enterprise = batch.range.start + lane;
                if gross.is_negative() {
                    batch.notices.push(Notice::negative(enterprise, payout.version, *gross));
                }
                decide(plan, payout, &columns, *gross, enterprise, batch)?
            }
            _ => held(),
        };
        lines.push(line);
    }
    Ok(lines)
}

fn refused(verdict: Verdict) -> Line {
    let Verdict::Refused(reason) = verdict else { return held() };
    Line { status: Status::Zero, reason, waterfall: None }
}

/// A held line; its reason is filled in by `causes`.
fn held() -> Line {
    Line { status: Status::Held, reason: Reason::None, waterfall: None }
}

fn columns(award: &Award, frame: &Frame<'_>, count: usize) -> Columns {
    let weights = Weights::of(award, frame);
    let parts = |lane| weights::sum(&weights.at(award, lane)?);
    let amount = match &award.amount {
        Amount::Whole(expression) => {
            let lanes = lang::evaluate(expression, frame);
            let conditional = award.components.iter().any(|c| c.when.is_some());
            let amount = |lane| {
                let whole = lanes.number(lane)?;
                if conditional && whole.is_positive() { whole.mul(parts(lane)?) } else { Some(whole) }
            };
            (0..count).map(amount).collect()
        }
        Amount::OfComponents => (0..count).map(parts).collect(),
    };
    Columns {
        amount,
        weights,
        cap: award.cap.as_ref().map(|e| lang::evaluate(e, frame)),
        floor: award.floor.as_ref().map(|e| lang::evaluate(e, frame)),
    }
}

/// Step 4 for one eligible enterprise whose amount is known.
fn decide(
    plan: &Plan<'_>,
    payout: &Payout<'_>,
    columns: &Columns,
    gross: Exact,
    enterprise: usize,
    batch: &Batch,
) -> Result<Line, Bug> {
    if !gross.is_positive() {
        return Ok(Line { status: Status::Zero, reason: Reason::NothingDue, waterfall: None });
    }
    let (award, lane) = (payout.award, enterprise - batch.range.start);
    let Some((rounded, mut waterfall)) = rounded(award, gross) else {
        let of_whole_fen =
            award.round.is_some() || gross.mul(Exact::from(100)).is_none_or(|f| f.as_integer().is_some());
        return if of_whole_fen {
            Ok(held())
        } else {
            Err(Bug::new("an award is not of whole 分 without a rounding"))
        };
    };
    let floored = match columns.floor.as_ref().map(|floor| floor.number(lane)) {
        None => false,
        Some(Some(floor)) => gross < floor,
        Some(None) => return Ok(held()),
    };
    let capped = match columns.cap.as_ref().map(|cap| cap.number(lane)) {
        None => Some(rounded),
        Some(Some(cap)) => Some(under(cap, rounded)?),
        Some(None) => relieved(award, &causes::frame_of_one(plan, &batch.awarded, enterprise), rounded),
    };
    // below the floor nothing is paid whatever the cap would be
    let Some(capped) = capped.or(floored.then_some(rounded)) else { return Ok(held()) };

    waterfall.cap = capped.sub(rounded).ok_or_else(too_large)?;
    let reason = if floored {
        waterfall.floor = capped.neg().ok_or_else(too_large)?;
        Reason::BelowFloor
    } else if rounded.is_zero() {
        Reason::RoundedToZero
    } else if capped.is_zero() {
        Reason::NothingDue
    } else {
        let borne = columns.weights.at(award, lane).is_some_and(|parts| plan.can_pay(payout, &parts, enterprise));
        if !borne {
            return Ok(held());
        }
        waterfall.payable = capped;
        Reason::None
    };
    let status = if waterfall.payable.is_positive() { Status::Paid } else { Status::Zero };
    Ok(Line { status, reason, waterfall: Some(Box::new(waterfall)) })
}

fn too_large() -> Bug {
    Bug::new("an amount does not fit in 128 bits")
}

/// An amount under its cap, in whole 分 and never below zero.
fn under(cap: Exact, amount: Money) -> Result<Money, Bug> {
    if cap >= amount.exact() {
        return Ok(amount);
    }
    let whole = Rounding { mode: RoundingMode::Down, unit: Money::from_fen(1) }.apply(cap).ok_or_else(too_large)?;
    Ok(whole.max(Money::ZERO))
}

/// A missing cap holds the award only if the rounded amount exceeds the smallest value it could take.
pub fn relieved(award: &Award, frame_of_one: &Frame<'_>, rounded: Money) -> Option<Money> {
    let smallest = lang::smallest(award.cap.as_ref()?, frame_of_one)?;
    (rounded.exact() <= smallest).then_some(rounded)
}

/// The rounded amount and how it is written down; none where it is too large, or not of whole 分 without a
/// declared rounding.
pub fn rounded(award: &Award, gross: Exact) -> Option<(Money, Waterfall)> {
    let rounded = match award.round {
        Some(rounding) => rounding.apply(gross)?,
        None => Money::from_exact(gross)?,
    };
    // millionths of a 元 are what a line shows
    let gross = round_units(gross, Exact::scaled(1, 6)?, RoundingMode::HalfUp)?;
    let rounding = rounded.fen().checked_mul(10_000)?.checked_sub(gross)?;
    (rounded <= LARGEST).then_some((rounded, Waterfall { gross, rounding, ..Waterfall::default() }))
}

/// The amount of one enterprise, if it is known.
pub fn gross(award: &Award, frame_of_one: &Frame<'_>) -> Option<Exact> {
    columns(award, frame_of_one, 1).amount.into_iter().next()?
}
