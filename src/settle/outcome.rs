//! Estimates and statuses: conditions and one expression; they have no veto, no cuts and no payers.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::lang::{self, Cause, Frame, Typed};
use crate::money::Money;
use crate::policy::pack::MeasureKind;
use crate::value::Value;

use super::amount::Batch;
use super::causes::{frame_of_one, of_conditions, ordered, reason};
use super::eligibility::{self, Verdict};
use super::plan::{Plan, Yielding};
use super::reconcile::Bug;
use super::run::{Hold, Outcome, Reason};

/// Settles the estimates and statuses of a batch.
pub fn settle(plan: &Plan<'_>, frame: &Frame<'_>, batch: &mut Batch) -> Result<(), Bug> {
    for estimate in &plan.estimates {
        let MeasureKind::Estimate { amount, round } = &estimate.measure.kind else { continue };
        let decide = |value: Value| match value {
            Value::Number(gross) => {
                let rounded = round.apply(gross).filter(|m| !m.is_negative()).unwrap_or(Money::ZERO);
                Some(if rounded.is_zero() { Outcome::Refused(Reason::NothingDue) } else { Outcome::Value(rounded) })
            }
            _ => None,
        };
        let outcomes = outcomes(plan, estimate, amount, frame, batch, &decide)?;
        batch.estimates.push(outcomes);
    }
    for status in &plan.statuses {
        let MeasureKind::Status { value } = &status.measure.kind else { continue };
        let decide = |found: Value| match found {
            Value::Text(text) => Some(Outcome::Value(text)),
            Value::Choice(option) => match &value.ty {
                crate::value::Type::Choice(choice) => {
                    choice.options.get(option as usize).map(|o| Outcome::Value(Arc::from(o.as_str())))
                }
                _ => None,
            },
            _ => None,
        };
        let outcomes = outcomes(plan, status, value, frame, batch, &decide)?;
        batch.statuses.push(outcomes);
    }
    Ok(())
}

fn outcomes<T>(
    plan: &Plan<'_>,
    yielding: &Yielding<'_>,
    expression: &Typed,
    frame: &Frame<'_>,
    batch: &mut Batch,
    decide: &dyn Fn(Value) -> Option<Outcome<T>>,
) -> Result<Vec<Outcome<T>>, Bug> {
    let verdicts = eligibility::verdicts(yielding.measure, None, frame, batch.range.len());
    let lanes = lang::evaluate(expression, frame);
    let mut outcomes = Vec::with_capacity(verdicts.len());
    for (lane, verdict) in verdicts.into_iter().enumerate() {
        let decided = match (verdict, lanes.value(lane)) {
            (Verdict::Refused(reason), _) => Some(Outcome::Refused(reason)),
            (Verdict::Eligible, Ok(value)) => decide(value),
            _ => None,
        };
        let outcome = match decided {
            Some(outcome) => outcome,
            None => hold(plan, yielding, expression, batch, lane)?,
        };
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

fn hold<T>(
    plan: &Plan<'_>,
    yielding: &Yielding<'_>,
    expression: &Typed,
    batch: &mut Batch,
    lane: usize,
) -> Result<Outcome<T>, Bug> {
    let enterprise = batch.range.start + lane;
    let frame = frame_of_one(plan, batch, enterprise, lane);
    let mut causes: BTreeSet<Cause> = of_conditions(plan, yielding.measure, &frame);
    causes.extend(lang::causes(expression, &frame));
    let reason = reason(plan, &causes).ok_or_else(|| {
        Bug::new(format!("`{}` is undecided without a cause for enterprise {enterprise}", yielding.measure.id))
    })?;
    let enterprise = u32::try_from(enterprise).unwrap_or(u32::MAX);
    batch.holds.push(Hold { enterprise, measure: yielding.version, causes: ordered(causes) });
    Ok(Outcome::Held(reason))
}
