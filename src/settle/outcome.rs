//! Estimates and statuses: conditions and one expression; they have no veto, no cuts and no payers.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::lang::{self, Cause, Frame, Trouble, Typed};
use crate::policy::pack::MeasureKind;
use crate::value::Value;

use super::amount::{Batch, LARGEST};
use super::causes::{frame_of_one, in_batch, of_conditions, ordered, reason, through_awards};
use super::eligibility::{self, Verdict};
use super::plan::{Plan, Yielding};
use super::reconcile::Bug;
use super::run::{Hold, Notice, Outcome, Reason};

/// Settles the estimates and statuses of a batch.
pub fn settle(plan: &Plan<'_>, frame: &Frame<'_>, batch: &mut Batch) -> Result<(), Bug> {
    for estimate in &plan.estimates {
        let MeasureKind::Estimate { amount, round } = &estimate.measure.kind else { continue };
        let mut negative = Vec::new();
        let outcomes = outcomes(plan, estimate, amount, frame, batch, &mut |lane, value| match value {
            Value::Number(gross) if gross.is_positive() => {
                let rounded = round.apply(gross).filter(|m| *m <= LARGEST)?;
                Some(if rounded.is_zero() { Outcome::Refused(Reason::RoundedToZero) } else { Outcome::Value(rounded) })
            }
            Value::Number(gross) => {
                negative.extend(gross.is_negative().then_some((lane, gross)));
                Some(Outcome::Refused(Reason::NothingDue))
            }
            _ => None,
        })?;
        let start = batch.range.start;
        batch
            .notices
            .extend(negative.iter().map(|(lane, gross)| Notice::negative(start + lane, estimate.version, *gross)));
        batch.estimates.push(outcomes);
    }
    for status in &plan.statuses {
        let MeasureKind::Status { value } = &status.measure.kind else { continue };
        let outcomes = outcomes(plan, status, value, frame, batch, &mut |_, found| match found {
            Value::Text(text) => Some(Outcome::Value(text)),
            Value::Choice(option) => match &value.ty {
                crate::value::Type::Choice(choice) => {
                    choice.options.get(option as usize).map(|o| Outcome::Value(Arc::from(o.as_str())))
                }
                _ => None,
            },
            _ => None,
        })?;
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
    decide: &mut dyn FnMut(usize, Value) -> Option<Outcome<T>>,
) -> Result<Vec<Outcome<T>>, Bug> {
    let verdicts = eligibility::verdicts(yielding.measure, None, frame, batch.range.len());
    let lanes = lang::evaluate(expression, frame);
    let mut outcomes = Vec::with_capacity(verdicts.len());
    for (lane, verdict) in verdicts.into_iter().enumerate() {
        let decided = match (verdict, lanes.value(lane)) {
            (Verdict::Refused(reason), _) => Some(Outcome::Refused(reason)),
            (Verdict::Eligible, Ok(value)) => decide(lane, value),
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
    let frame = frame_of_one(plan, &batch.awarded, enterprise);
    let mut causes: BTreeSet<Cause> = of_conditions(plan, yielding.measure, &frame);
    causes.extend(lang::causes(expression, &frame));
    if causes.is_empty() {
        // all is known and the verdict is clear: the number is too large to be meant
        let field = lang::largest_field(&[expression], &frame);
        causes.insert(Cause::Arithmetic { kind: Trouble::Overflow, field });
    }
    let causes = through_awards(causes, plan, &in_batch(&batch.holds, enterprise));
    let reason = reason(plan, &causes).ok_or_else(|| {
        Bug::new(format!("`{}` is undecided without a cause for enterprise {enterprise}", yielding.measure.id))
    })?;
    let enterprise = u32::try_from(enterprise).unwrap_or(u32::MAX);
    batch.holds.push(Hold { enterprise, measure: yielding.version, causes: ordered(causes) });
    Ok(Outcome::Held(reason))
}
