//! What a settlement needs to know before it starts, worked out once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::dataset::Dataset;
use crate::exact::Exact;
use crate::lang::{self, Frame, MeasureId, Typed};
use crate::policy::edition::Edition;
use crate::policy::pack::{Amount, Award, Measure, MeasureKind, PayerId, PayerUnit, Weight};
use crate::policy::usage;
use crate::schema::{ENTERPRISES, FieldId, Role};

/// The measures in force, by kind, and facts about them.
pub struct Plan<'a> {
    pub edition: &'a Edition<'a>,
    pub data: &'a Dataset,
    pub payouts: Vec<Payout<'a>>,
    pub estimates: Vec<Yielding<'a>>,
    pub statuses: Vec<Yielding<'a>>,
    /// The pack's definitions, as a frame wants them.
    pub definitions: Vec<Option<Typed>>,
    /// Measures that some expression asks for by `核定(…)`.
    pub asked: BTreeSet<MeasureId>,
    /// The field that says which county an enterprise belongs to.
    pub county: Option<FieldId>,
    /// Measures in force → index in `payouts`.
    pub index: BTreeMap<MeasureId, usize>,
}

/// A payout measure in force.
pub struct Payout<'a> {
    /// Index in the pack's measures.
    pub version: usize,
    pub measure: &'a Measure,
    pub award: &'a Award,
    /// The most it can give; none: unbounded.
    pub maximum: Option<Exact>,
    /// Does a county pay a part of it?
    pub county_pays: bool,
}

/// An estimate or status in force.
pub struct Yielding<'a> {
    pub version: usize,
    pub measure: &'a Measure,
}

impl<'a> Plan<'a> {
    pub fn new(edition: &'a Edition<'a>, data: &'a Dataset) -> Self {
        let pack = edition.pack;
        let definitions: Vec<Option<Typed>> = pack.definitions.iter().map(|d| Some(d.value.clone())).collect();
        let mut plan = Self {
            edition,
            data,
            payouts: Vec::new(),
            estimates: Vec::new(),
            statuses: Vec::new(),
            asked: BTreeSet::new(),
            county: pack.schema.get(ENTERPRISES).and_then(|t| t.role(Role::County)),
            index: BTreeMap::new(),
            definitions,
        };
        for definition in plan.definitions.iter().flatten() {
            plan.asked.extend(definition.references().measures);
        }
        for &version in &edition.measures {
            let Some(measure) = pack.measures.get(version) else { continue };
            for expression in usage::expressions(measure) {
                plan.asked.extend(expression.references().measures);
            }
            match &measure.kind {
                MeasureKind::Payout(award) => {
                    plan.index.insert(measure.number, plan.payouts.len());
                    let maximum = declared_maximum(award, edition, &plan.definitions);
                    let county_pays = award.components.iter().any(|c| plan.is_county(c.payer));
                    plan.payouts.push(Payout { version, measure, award, maximum, county_pays });
                }
                MeasureKind::Estimate { .. } => plan.estimates.push(Yielding { version, measure }),
                MeasureKind::Status { .. } => plan.statuses.push(Yielding { version, measure }),
            }
        }
        plan
    }

    /// The enterprises in stretches of at most `size`.
    pub fn batches(&self, size: usize) -> Vec<Range<usize>> {
        let (all, size) = (self.data.enterprises(), size.max(1));
        (0..all).step_by(size).map(|start| start..all.min(start + size)).collect()
    }

    /// A frame over some enterprises.
    pub fn frame(&self, enterprises: Range<usize>) -> Frame<'_> {
        Frame::new(self.data, &self.edition.pack.schema, &self.edition.binding, &self.definitions, enterprises)
    }

    /// Is the payer the enterprise's own county?
    fn is_county(&self, payer: PayerId) -> bool {
        self.edition.pack.payers.get(payer.0).is_some_and(|p| p.unit == PayerUnit::County)
    }

    /// Is everybody known who would pay these parts?
    pub fn can_pay(&self, payout: &Payout<'_>, parts: &[Option<Exact>], enterprise: usize) -> bool {
        let pays = |part: &Option<Exact>| part.is_some_and(|weight| !weight.is_zero());
        let needed = payout.award.components.iter().zip(parts).any(|(c, part)| pays(part) && self.is_county(c.payer));
        !(payout.county_pays && needed) || self.county_known(enterprise)
    }

    fn county_known(&self, enterprise: usize) -> bool {
        let column = self.county.and_then(|field| self.data.column(ENTERPRISES, field));
        column.and_then(|column| column.states.get(enterprise)).is_some_and(|state| state.is_known())
    }

    /// Members of a group that are in force, in the listed order, as indexes into `payouts`.
    pub fn members(&self, measures: &[MeasureId]) -> Vec<usize> {
        measures.iter().filter_map(|m| self.index.get(m).copied()).collect()
    }
}

/// The most that each payout measure in force can give an enterprise, in the order of [`Run::awards`](super::run::Run::awards):
/// its cap, else its fixed amount, else its largest table or step value; none where nothing bounds it.
#[must_use]
pub fn maxima(edition: &Edition<'_>) -> Vec<Option<Exact>> {
    let definitions: Vec<Option<Typed>> = edition.pack.definitions.iter().map(|d| Some(d.value.clone())).collect();
    let payouts = edition.in_force().filter_map(|measure| match &measure.kind {
        MeasureKind::Payout(award) => Some(award),
        MeasureKind::Estimate { .. } | MeasureKind::Status { .. } => None,
    });
    payouts.map(|award| declared_maximum(award, edition, &definitions)).collect()
}

/// The declared maximum (`policies.md` 1.2, Stacking): the cap, else the fixed amount, else the largest
/// table or step value; none when there is no bound.
fn declared_maximum(award: &Award, edition: &Edition<'_>, definitions: &[Option<Typed>]) -> Option<Exact> {
    let largest = |e: &Typed| lang::largest_possible(e, &edition.binding, definitions);
    if let Some(cap) = &award.cap {
        return largest(cap);
    }
    match &award.amount {
        Amount::Whole(amount) => largest(amount),
        Amount::OfComponents => award.components.iter().try_fold(Exact::ZERO, |sum, c| match &c.weight {
            Weight::Amount(amount) => sum.add(largest(amount)?),
            Weight::Share(_) | Weight::Rest => Some(sum),
        }),
    }
}
