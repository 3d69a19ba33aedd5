//! How much money waits: of held awards only what is known beforehand is said, the most that each can give. What nothing
//! bounds is counted and not guessed at.

use std::collections::BTreeMap;

use crate::exact::Exact;
use crate::policy::edition::Edition;
use crate::policy::pack::StackingRule;
use crate::settle;
use crate::settle::run::Run;

/// Awards that wait for one correction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// How many.
    pub awards: u64,
    /// How many of them nothing bounds.
    pub unknown: u64,
    /// The most that the others give together, in 元; none where it does not fit.
    pub most: Option<Exact>,
}

impl Waiting {
    /// Nothing.
    pub const NONE: Self = Self { awards: 0, unknown: 0, most: Some(Exact::ZERO) };

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        let most = self.most.zip(other.most).and_then(|(a, b)| a.add(b));
        let [awards, unknown] =
            [(self.awards, other.awards), (self.unknown, other.unknown)].map(|(a, b)| a.saturating_add(b));
        Self { awards, unknown, most }
    }

    /// The amount that things are ordered by: what is known.
    pub fn known(self) -> Exact {
        self.most.unwrap_or(Exact::ZERO)
    }
}

/// What an award can give, and which of them exclude one another.
pub struct Worth {
    /// The most that each payout measure in force gives, in the order of the run's awards.
    maxima: Vec<Option<Exact>>,
    /// The stacking group of each, if only one of its members is paid in full.
    groups: Vec<Option<usize>>,
}

impl Worth {
    /// Of the measures of a run.
    pub fn of(run: &Run<'_>) -> Self {
        let edition: &Edition<'_> = run.edition;
        let excludes = |award: usize| {
            let measure = run.award_measure(award)?;
            let groups = edition.pack.stacking.iter();
            groups.enumerate().find_map(|(i, group)| {
                (group.rule != StackingRule::Sum && group.measures.contains(&measure.number)).then_some(i)
            })
        };
        Self { maxima: settle::maxima(edition), groups: (0..run.awards.len()).map(excludes).collect() }
    }

    /// What waits with these awards of one enterprise: of those that exclude one another, the one that gives most.
    pub fn of_enterprise(&self, awards: impl IntoIterator<Item = usize>) -> Waiting {
        let mut waiting = Waiting::NONE;
        let mut highest: BTreeMap<usize, Exact> = BTreeMap::new();
        for award in awards {
            let mut one = Waiting { awards: 1, ..Waiting::NONE };
            match (self.maxima.get(award).copied().flatten(), self.groups.get(award).copied().flatten()) {
                (None, _) => one.unknown = 1,
                (Some(most), None) => one.most = Some(most),
                (Some(most), Some(group)) => {
                    let known = highest.entry(group).or_insert(most);
                    *known = most.max(*known);
                }
            }
            waiting = waiting.and(one);
        }
        highest.into_values().fold(waiting, |sum, most| sum.and(Waiting { most: Some(most), ..Waiting::NONE }))
    }
}
