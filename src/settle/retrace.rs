//! One enterprise looked at again: what its expressions are evaluated in, with all that the settlement knew at step 4.
//!
//! What is explained is explained by the engine's own evaluator on a batch of one, so that it cannot disagree.

use crate::dataset::Dataset;
use crate::exact::Exact;
use crate::lang::Frame;
use crate::money::Money;
use crate::policy::edition::Edition;
use crate::policy::pack::Award;

use super::amount;
use super::awarded::Awarded;
use super::causes::frame_of_one;
use super::plan::Plan;
use super::reconcile::Bug;

/// A settlement's rules and values, ready to be looked at again.
pub struct Retrace<'a> {
    plan: Plan<'a>,
}

impl<'a> Retrace<'a> {
    /// The rules and values of a settlement.
    #[must_use]
    pub fn of(edition: &'a Edition<'a>, data: &'a Dataset) -> Self {
        Self { plan: Plan::new(edition, data) }
    }

    /// What the expressions of one enterprise are evaluated in; it knows what `核定(…)` saw.
    ///
    /// # Errors
    /// A [`Bug`] when its steps cannot be repeated.
    pub fn frame(&self, enterprise: usize) -> Result<Frame<'_>, Bug> {
        let next = enterprise.saturating_add(1);
        let awarded = if self.plan.asked.is_empty() {
            Awarded::from(enterprise)
        } else {
            amount::settle(&self.plan, enterprise..next)?.awarded
        };
        Ok(frame_of_one(&self.plan, &awarded, enterprise))
    }
}

/// What a measure's formula gives an enterprise, if that is known.
#[must_use]
pub fn gross(award: &Award, frame_of_one: &Frame<'_>) -> Option<Exact> {
    amount::gross(award, frame_of_one)
}

/// The same after rounding, before cap and floor.
#[must_use]
pub fn rounded(award: &Award, gross: Exact) -> Option<Money> {
    amount::rounded(award, gross).map(|(rounded, _)| rounded)
}
