//! Who bears how much of an award: the weight of each of its components for one enterprise.
//!
//! A component whose condition is not met is not paid, and the others do not pay it either: the award is
//! what those that apply add up to. Only a component without a share bears what the others leave.

use crate::exact::Exact;
use crate::lang::{self, Frame, Lanes};
use crate::policy::pack::{Amount, Award, Weight};

/// Columns of an award's components.
#[derive(Default)]
pub struct Weights {
    whens: Vec<Option<Lanes>>,
    values: Vec<Option<Lanes>>,
}

/// A weight for each component that applies.
pub type Parts = Vec<Option<Exact>>;

impl Weights {
    /// The columns of an award over a frame.
    pub fn of(award: &Award, frame: &Frame<'_>) -> Self {
        let whens = award.components.iter().map(|c| c.when.as_ref().map(|e| lang::evaluate(e, frame))).collect();
        let values = award
            .components
            .iter()
            .map(|c| match &c.weight {
                Weight::Amount(e) | Weight::Share(e) => Some(lang::evaluate(e, frame)),
                Weight::Rest => None,
            })
            .collect();
        Self { whens, values }
    }

    /// Does a component apply? None: not decided.
    pub fn applies(&self, component: usize, lane: usize) -> Option<bool> {
        self.whens.get(component).and_then(Option::as_ref).map_or(Some(true), |lanes| lanes.yes_no(lane))
    }

    /// The weights of one enterprise; none when they are not decided, when one is below zero, or when shares
    /// do not make a whole.
    pub fn at(&self, award: &Award, lane: usize) -> Option<Parts> {
        let mut parts = Vec::with_capacity(award.components.len());
        for component in 0..award.components.len() {
            parts.push(if self.applies(component, lane)? { Some(self.weight(award, component, lane)?) } else { None });
        }
        let given = sum(&parts)?;
        match award.amount {
            Amount::OfComponents => Some(parts),
            Amount::Whole(_) => self.with_rest(award, parts, given),
        }
    }

    /// The weights by which something is recovered from one enterprise: where no component applies any
    /// more, the declared ones.
    pub fn to_recover(&self, award: &Award, lane: usize) -> Option<Parts> {
        let parts = self.at(award, lane)?;
        if sum(&parts)?.is_positive() {
            return Some(parts);
        }
        let declared = (0..award.components.len()).map(|i| self.weight(award, i, lane).map(Some));
        let mut parts = declared.collect::<Option<Parts>>()?;
        let left = Exact::ONE.sub(sum(&parts)?)?;
        if let Some(rest) = award.components.iter().position(|c| matches!(c.weight, Weight::Rest)) {
            *parts.get_mut(rest)? = Some(left.max(Exact::ZERO));
        }
        sum(&parts)?.is_positive().then_some(parts)
    }

    /// What one component weighs by itself: nothing where it is what the others leave.
    fn weight(&self, award: &Award, component: usize, lane: usize) -> Option<Exact> {
        match award.components.get(component)?.weight {
            Weight::Rest => Some(Exact::ZERO),
            Weight::Amount(_) | Weight::Share(_) => {
                self.values.get(component)?.as_ref()?.number(lane).filter(|weight| !weight.is_negative())
            }
        }
    }

    /// Shares of a whole: at most all of it, and all of it where every component applies.
    fn with_rest(&self, award: &Award, mut parts: Parts, given: Exact) -> Option<Parts> {
        if given > Exact::ONE {
            return None;
        }
        let rest = award.components.iter().position(|c| matches!(c.weight, Weight::Rest));
        if let Some(Some(rest)) = rest.and_then(|i| parts.get_mut(i)) {
            *rest = Exact::ONE.sub(given)?;
            return Some(parts);
        }
        let whole = given == Exact::ONE || parts.iter().any(Option::is_none);
        whole.then_some(parts)
    }
}

/// The sum of the weights that apply.
pub fn sum(parts: &[Option<Exact>]) -> Option<Exact> {
    parts.iter().flatten().try_fold(Exact::ZERO, |sum, weight| sum.add(*weight))
}
