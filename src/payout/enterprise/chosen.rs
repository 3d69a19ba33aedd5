//! Which enterprises get a workbook, and how much of each measure it tells.

use std::collections::BTreeSet;

use crate::dataset::Dataset;
use crate::lang::Typed;
use crate::lang::typed::Kind;
use crate::payout::results::Results;
use crate::policy::pack::{Measure, Pack};
use crate::schema::ENTERPRISES;
use crate::settle::run::{Line, Reason, Status};
use crate::value::State;

/// Which enterprises get a workbook (`--sheets`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sheets {
    /// None.
    None,
    /// Those with something paid, held or to recover.
    #[default]
    Active,
    /// Every one.
    All,
}

impl Sheets {
    /// Its word on the command line and in `run.json`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Active => "active",
            Self::All => "all",
        }
    }
}

/// The rows of the enterprises that get a workbook, in order.
#[must_use]
pub fn enterprises(results: Results<'_>, sheets: Sheets) -> Vec<usize> {
    let run = results.run;
    match sheets {
        Sheets::None => Vec::new(),
        Sheets::All => (0..run.enterprises).collect(),
        Sheets::Active => {
            let mut active = vec![false; run.enterprises];
            for award in &run.awards {
                for (active, line) in active.iter_mut().zip(&award.lines) {
                    *active |= line.status != Status::Zero;
                }
            }
            active.iter().enumerate().filter_map(|(e, active)| active.then_some(e)).collect()
        }
    }
}

/// How much of a measure is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// All of it: something is paid, held, to be recovered, or was computed and then cut to nothing.
    Full,
    /// Its conditions: one refuses.
    Conditions,
    /// Its name: nothing that the roster says of the enterprise has to do with it.
    Aside,
}

/// How much is told of one line.
#[must_use]
pub fn telling(pack: &Pack, measure: &Measure, line: &Line, data: &Dataset, enterprise: usize) -> Telling {
    match (line.status, line.reason) {
        (Status::Zero, Reason::Veto) => {
            let all = measure.conditions.iter().all(|c| is_spoken_of(pack, &c.when, data, enterprise));
            if all { Telling::Conditions } else { Telling::Aside }
        }
        (Status::Zero, Reason::Condition(index)) => {
            let failed = measure.conditions.get(usize::from(index));
            if failed.is_some_and(|c| is_spoken_of(pack, &c.when, data, enterprise)) {
                Telling::Conditions
            } else {
                Telling::Aside
            }
        }
        _ => Telling::Full,
    }
}

/// Does the roster say anything of what an expression looks at? "There is none" is not anything.
fn is_spoken_of(pack: &Pack, root: &Typed, data: &Dataset, enterprise: usize) -> bool {
    let (mut open, mut been) = (vec![root], BTreeSet::new());
    while let Some(expression) = open.pop() {
        let said = match &expression.kind {
            Kind::Field { table, field }
            | Kind::Filled { table, field }
            | Kind::Default { table, field, .. }
            | Kind::Pending { table, field }
                if *table == ENTERPRISES =>
            {
                let column = data.column(ENTERPRISES, *field);
                column.and_then(|c| c.states.get(enterprise)).is_some_and(|state| *state != State::None)
            }
            Kind::Aggregate { table, .. } => data.tables.get(table.0).is_some_and(|t| !t.of(enterprise).is_empty()),
            Kind::Definition(id, _) => {
                if been.insert(*id) {
                    open.extend(pack.definitions.get(id.0).map(|d| &d.value));
                }
                false
            }
            _ => {
                open.extend(expression.children());
                false
            }
        };
        if said {
            return true;
        }
    }
    false
}
