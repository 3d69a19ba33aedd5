//! Steps 1 to 4 for a batch: verdict, amount, rounding, cap, floor; and what undecided lines wait for.

use std::ops::Range;

use crate::exact::Exact;
use crate::lang::{self, Frame, Lanes};
use crate::money::{Money, Rounding, RoundingMode, round_units};
use crate::policy::pack::{Amount, Award, Component, Weight};
use crate::value::State;

use super::eligibility::{self, Verdict};
use super::plan::{Payout, Plan};
use super::reconcile::Bug;
use super::run::{Hold, Line, Notice, Outcome, Reason, Status, Waterfall};
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
        range,
    };
    for payout in &plan.payouts {
        let vetoes = veto.as_ref().filter(|_| payout.measure.vetoed);
        let lines = lines(plan, payout, vetoes, &frame, &mut batch)?;
        if plan.asked.contains(&payout.measure.number) {
            frame.set_award(payout.measure.number, awarded(&lines));
        }
        batch.lines.push(lines);
    }
    causes::explain(plan, &mut batch)?;
    outcome::settle(plan, &frame, &mut batch)?;
    Ok(batch)
}

/// What `核定(measure)` sees of its lines: the payable after step 4.
fn awarded(lines: &[Line]) -> Lanes {
    Lanes::numbers(
        lines
            .iter()
            .map(|line| match (line.status, &line.waterfall) {
                (Status::Held, _) => Err(State::Unreadable),
                (_, Some(waterfall)) => Ok(waterfall.payable.exact()),
                (_, None) => Ok(Exact::ZERO),
            })
            .collect(),
    )
}

/// Columns of an award over a batch.
struct Columns {
    amount: Vec<Result<Exact, State>>,
    /// Whether who pays how much is decided.
    shares: Vec<bool>,
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
            (Verdict::Eligible, Some(Ok(gross))) => {
                let line = decide(plan, payout, &columns, *gross, batch.range.start + lane, lane)?;
                if gross.is_negative() {
                    let enterprise = u32::try_from(batch.range.start + lane).unwrap_or(u32::MAX);
                    batch.notices.push(Notice::NegativeAmount { enterprise, measure: payout.version });
                }
                line
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
    let whens: Vec<Option<Lanes>> =
        award.components.iter().map(|c| c.when.as_ref().map(|e| lang::evaluate(e, frame))).collect();
    let weights: Vec<Option<Lanes>> = award.components.iter().map(|c| weight(c, frame)).collect();
    let amount = match &award.amount {
        Amount::Whole(expression) => {
            let lanes = lang::evaluate(expression, frame);
            (0..count).map(|lane| lanes.number(lane).ok_or(lanes.state(lane))).collect()
        }
        Amount::OfComponents => (0..count).map(|lane| total(lane, &whens, &weights)).collect(),
    };
    let decided = |lanes: &Option<Lanes>, lane| lanes.as_ref().is_none_or(|l| l.state(lane).is_known());
    let shares = (0..count)
        .map(|lane| whens.iter().zip(&weights).all(|(when, weight)| decided(when, lane) && decided(weight, lane)))
        .collect();
    Columns {
        amount,
        shares,
        cap: award.cap.as_ref().map(|e| lang::evaluate(e, frame)),
        floor: award.floor.as_ref().map(|e| lang::evaluate(e, frame)),
    }
}

fn weight(component: &Component, frame: &Frame<'_>) -> Option<Lanes> {
    match &component.weight {
        Weight::Amount(expression) | Weight::Share(expression) => Some(lang::evaluate(expression, frame)),
        Weight::Rest => None,
    }
}

/// The sum of the components' own amounts; a component whose condition is not met adds nothing.
fn total(lane: usize, whens: &[Option<Lanes>], amounts: &[Option<Lanes>]) -> Result<Exact, State> {
    let mut sum = Exact::ZERO;
    for (when, amount) in whens.iter().zip(amounts) {
        let applies = when.as_ref().map_or(Some(true), |lanes| lanes.yes_no(lane)).ok_or(State::Unreadable)?;
        let Some(amount) = amount.as_ref().filter(|_| applies) else { continue };
        let value = amount.number(lane).ok_or(amount.state(lane))?;
        sum = sum.add(value).ok_or(State::Unreadable)?;
    }
    Ok(sum)
}

/// Step 4 for one eligible enterprise whose amount is known.
fn decide(
    plan: &Plan<'_>,
    payout: &Payout<'_>,
    columns: &Columns,
    gross: Exact,
    enterprise: usize,
    lane: usize,
) -> Result<Line, Bug> {
    if !gross.is_positive() {
        return Ok(Line { status: Status::Zero, reason: Reason::NothingDue, waterfall: None });
    }
    let too_large = || Bug::new("an amount does not fit in 128 bits");
    let rounded = rounded(payout.award, gross)
        .ok_or_else(|| Bug::new("an award is too large, or not of whole 分 without a rounding"))?;
    let floored = match &columns.floor {
        None => false,
        Some(floor) => match floor.number(lane) {
            Some(floor) => gross < floor,
            None => return Ok(held()),
        },
    };
    let capped = match &columns.cap {
        None => Some(rounded),
        Some(cap) => match cap.number(lane) {
            Some(cap) => {
                let cap =
                    Rounding { mode: RoundingMode::Down, unit: Money::from_fen(1) }.apply(cap).ok_or_else(too_large)?;
                Some(rounded.min(cap.max(Money::ZERO)))
            }
            None => relieved(payout.award, &plan.frame(enterprise..enterprise + 1), rounded),
        },
    };
    // below the floor nothing is paid whatever the cap would be
    let Some(capped) = capped.or(floored.then_some(rounded)) else { return Ok(held()) };

    let mut waterfall = waterfall(gross, rounded).ok_or_else(too_large)?;
    waterfall.cap = capped.sub(rounded).ok_or_else(too_large)?;
    let reason = if floored {
        waterfall.floor = capped.neg().ok_or_else(too_large)?;
        Reason::BelowFloor
    } else if rounded.is_zero() {
        Reason::RoundedToZero
    } else if capped.is_zero() {
        Reason::NothingDue
    } else {
        waterfall.payable = capped;
        Reason::None
    };
    let county_missing = payout.county_pays && !county_known(plan, enterprise);
    if waterfall.payable.is_positive() && (county_missing || !columns.shares.get(lane).copied().unwrap_or(false)) {
        return Ok(held());
    }
    let status = if waterfall.payable.is_positive() { Status::Paid } else { Status::Zero };
    Ok(Line { status, reason, waterfall: Some(Box::new(waterfall)) })
}

/// Is the county that would pay known?
pub fn county_known(plan: &Plan<'_>, enterprise: usize) -> bool {
    plan.county
        .and_then(|field| plan.data.column(crate::schema::ENTERPRISES, field))
        .and_then(|column| column.states.get(enterprise))
        .is_some_and(|state| state.is_known())
}

/// A missing cap holds the award only if the rounded amount exceeds the smallest value it could take.
pub fn relieved(award: &Award, frame_of_one: &Frame<'_>, rounded: Money) -> Option<Money> {
    let smallest = lang::smallest(award.cap.as_ref()?, frame_of_one)?;
    (rounded.exact() <= smallest).then_some(rounded)
}

/// The rounded amount; none where it does not fit, or is not of whole 分 without a declared rounding.
pub fn rounded(award: &Award, gross: Exact) -> Option<Money> {
    match award.round {
        Some(rounding) => rounding.apply(gross),
        None => Money::from_exact(gross),
    }
}

/// The amount of one enterprise, if it is known.
pub fn gross(award: &Award, frame_of_one: &Frame<'_>) -> Option<Exact> {
    columns(award, frame_of_one, 1).amount.into_iter().next()?.ok()
}

/// Gross and rounding in millionths of a 元.
fn waterfall(gross: Exact, rounded: Money) -> Option<Waterfall> {
    let micro = Exact::scaled(1, 6)?;
    let gross = round_units(gross, micro, RoundingMode::HalfUp)?;
    let rounding = rounded.fen().checked_mul(10_000)?.checked_sub(gross)?;
    Some(Waterfall { gross, rounding, ..Waterfall::default() })
}
