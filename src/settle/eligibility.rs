//! Steps 1 and 2: the veto and the conditions. All are evaluated; a decided no refuses whatever else is missing.

use crate::lang::{self, Frame, Lanes};
use crate::policy::pack::Measure;

use super::run::Reason;

/// Where an enterprise stands before the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All conditions are met.
    Eligible,
    /// One is not; the first refusing step.
    Refused(Reason),
    /// None refuses, but one cannot be decided.
    Undecided,
}

/// The verdict of a measure for each enterprise of the frame; `veto` is none where it does not apply.
pub fn verdicts(measure: &Measure, veto: Option<&Lanes>, frame: &Frame<'_>, count: usize) -> Vec<Verdict> {
    let conditions: Vec<Lanes> = measure.conditions.iter().map(|c| lang::evaluate(&c.when, frame)).collect();
    (0..count)
        .map(|lane| {
            let vetoed = veto.map(|lanes| (lanes.yes_no(lane), Reason::Veto));
            if let Some((Some(true), reason)) = vetoed {
                return Verdict::Refused(reason);
            }
            let mut undecided = matches!(vetoed, Some((None, _)));
            for (condition, lanes) in (0u16..).zip(&conditions) {
                match lanes.yes_no(lane) {
                    Some(false) => return Verdict::Refused(Reason::Condition(condition)),
                    Some(true) => {}
                    None => undecided = true,
                }
            }
            if undecided { Verdict::Undecided } else { Verdict::Eligible }
        })
        .collect()
}
