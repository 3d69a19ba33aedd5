//! Which conditions, branches, band edges and values of a pack its worked cases reach.
//!
//! A case counts if it passes and has a `basis`: only then has a person said what must come out. What it reaches is
//! what the awards that it expects come from, and nothing else: behind a condition that refuses, or in the other branch
//! of 若, nothing is reached.
//!
//! ```text
//! pack ─ goals::of ─► every Goal     case, its settlement ─ reached::by ─► the Goals it reaches     words::say ─► what is missed
//! ```

mod goal;
mod goals;
mod reached;
mod words;

use std::collections::BTreeSet;

use crate::dataset::Dataset;
use crate::diagnostic::Bilingual;
use crate::policy::case::Case;
use crate::policy::pack::Pack;
use crate::settle::run::Run;
use crate::source::Span;

use goal::Goal;
pub use goal::Group;

/// What the cases of a pack reach.
pub struct Coverage<'a> {
    pack: &'a Pack,
    goals: BTreeSet<Goal>,
    reached: BTreeSet<Goal>,
}

/// How many goals of a group are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Which.
    pub group: Group,
    /// How many are reached.
    pub reached: usize,
    /// Of how many.
    pub all: usize,
}

/// Something that no case reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Where it is written.
    pub at: Span,
    /// The measure that it belongs to; empty if it is shared.
    pub measure: String,
    /// What it is.
    pub what: Bilingual,
}

impl<'a> Coverage<'a> {
    /// Nothing reached yet.
    #[must_use]
    pub fn of(pack: &'a Pack) -> Self {
        Self { pack, goals: goals::of(pack), reached: BTreeSet::new() }
    }

    /// Adds what a case reaches. Only for cases that pass and have a basis.
    pub fn add(&mut self, case: &Case, data: &Dataset, run: &Run<'_>) {
        reached::by(case, data, run, &mut self.reached);
    }

    /// How much is reached, group by group; groups of which the pack has nothing are left out.
    #[must_use]
    pub fn shares(&self) -> Vec<Share> {
        let count = |goals: &mut dyn Iterator<Item = &Goal>, group| goals.filter(|g| g.group() == group).count();
        Group::ALL
            .into_iter()
            .map(|group| Share {
                group,
                reached: count(&mut self.goals.intersection(&self.reached), group),
                all: count(&mut self.goals.iter(), group),
            })
            .filter(|share| share.all > 0)
            .collect()
    }

    /// What no case reaches, in the order of the files.
    #[must_use]
    pub fn missed(&self) -> Vec<Missed> {
        let mut missed: Vec<Missed> =
            self.goals.difference(&self.reached).filter_map(|goal| words::say(self.pack, goal)).collect();
        missed.sort_by(|a, b| (&a.at.file.name, a.at.start).cmp(&(&b.at.file.name, b.at.start)));
        missed
    }
}
