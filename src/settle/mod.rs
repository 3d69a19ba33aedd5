//! The calculation: nine steps from a roster's values to payments, pure and parallel.
//!
//! ```text
//!  batch by batch, in parallel                 over everything    batch by batch
//!  1 veto ─ 2 conditions ─ 3 amount ─ 4 round, ─► 7 pools ───────► 8 offsets ─ 9 split ─► reconcile
//!                            cap, floor ─ 5 stacking ─ 6 enterprise cap
//! ```
//!
//! No step looks at the clock, the number of threads or the order of rows; batches are put together in
//! the order of the enterprises.

mod amount;
mod awarded;
mod breaker;
mod budget;
mod causes;
mod eligibility;
mod enterprise_cap;
pub mod enterprises;
mod items;
mod ledger;
pub mod notice;
mod offset;
mod outcome;
mod plan;
pub mod reason;
pub mod reconcile;
pub mod run;
mod split;
mod stacking;
pub mod tally;
mod ties;
mod weights;
mod year;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::dataset::Dataset;
use crate::lang::Cause;
use crate::policy::edition::Edition;

use awarded::Awarded;
use plan::Plan;
pub use plan::maxima;
pub use reconcile::Bug;
use run::{Hold, MeasureEstimates, MeasureLines, MeasureStatuses, Notice, Run};

/// How a settlement runs; nothing here changes its result.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Enterprises a batch.
    pub batch: usize,
    /// List the related records that measures look at.
    pub items: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { batch: 1024, items: true }
    }
}

/// Settles a policy year. `progress` is told how many enterprises more have been computed.
///
/// # Errors
/// A [`Bug`] when the result does not reconcile: nothing of it may be used.
pub fn run<'a>(
    edition: &'a Edition<'a>,
    data: &Dataset,
    options: &Options,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Run<'a>, Bug> {
    if !crate::dataset::fits(data, &edition.pack.schema) {
        return Err(Bug::new("the roster's tables do not have the shape of the pack's fields"));
    }
    let plan = Plan::new(edition, data);
    let ranges = plan.batches(options.batch);
    let ledger = ledger::read(&plan)?;

    let first: Vec<amount::Batch> = ranges
        .par_iter()
        .map(|range| {
            let mut batch = amount::settle(&plan, range.clone())?;
            stacking::settle(&plan, &ledger, &mut batch)?;
            enterprise_cap::settle(&plan, &ledger, &mut batch)?;
            progress(range.len());
            Ok(batch)
        })
        .collect::<Result<_, Bug>>()?;
    let mut whole = Whole::gather(&plan, first);

    let pools = budget::settle(&plan, &ledger, &mut whole)?;
    offset::settle(&plan, &ledger, &mut whole)?;
    let payments = split::settle(&plan, &whole, &ranges)?;
    let (items, item_reasons) =
        if options.items { items::list(&plan, &whole.awarded, &ranges) } else { (Vec::new(), Vec::new()) };

    let Whole { awards, estimates, statuses, holds, mut notices, .. } = whole;
    let provisional = pools.iter().any(|p| p.exceeded() && p.held > 0);
    for pool in pools.iter().filter(|p| p.exceeded() && p.held > 0) {
        notices.push(Notice::PoolProvisional { pool: pool.pool });
    }
    notices.extend(year::notices(edition, data));
    // in batches they come by batch
    notices.sort();
    let holds = holds
        .into_iter()
        .map(|((enterprise, measure), causes)| Hold { enterprise, measure, causes: causes.into_iter().collect() })
        .collect();
    let mut run = Run {
        edition,
        enterprises: data.enterprises(),
        awards,
        estimates,
        statuses,
        payments,
        holds,
        returned: ledger.returned(&plan),
        items,
        item_reasons,
        pools,
        earlier: ledger.all_earlier(),
        provisional,
        notices,
        reconciliation: run::Reconciliation::default(),
    };
    run.reconciliation = reconcile::check(&run)?;
    Ok(run)
}

/// What has been settled so far, over all enterprises.
struct Whole {
    awards: Vec<MeasureLines>,
    estimates: Vec<MeasureEstimates>,
    statuses: Vec<MeasureStatuses>,
    holds: BTreeMap<(u32, usize), BTreeSet<Cause>>,
    notices: Vec<Notice>,
    awarded: Awarded,
    /// Who bears how much of an award (enterprise, payout) that a pool of one payer has looked at.
    borne: BTreeMap<(usize, usize), split::Shares>,
}

impl Whole {
    /// Puts the batches together in the order of the enterprises.
    fn gather(plan: &Plan<'_>, batches: Vec<amount::Batch>) -> Self {
        let lines = |measure| MeasureLines { measure, lines: Vec::with_capacity(plan.data.enterprises()) };
        let mut whole = Self {
            awards: plan.payouts.iter().map(|p| lines(p.version)).collect(),
            estimates: plan
                .estimates
                .iter()
                .map(|e| MeasureEstimates { measure: e.version, outcomes: Vec::new() })
                .collect(),
            statuses: plan
                .statuses
                .iter()
                .map(|s| MeasureStatuses { measure: s.version, outcomes: Vec::new() })
                .collect(),
            holds: BTreeMap::new(),
            notices: Vec::new(),
            awarded: Awarded::from(0),
            borne: BTreeMap::new(),
        };
        for batch in batches {
            for (all, part) in whole.awards.iter_mut().zip(batch.lines) {
                all.lines.extend(part);
            }
            for (all, part) in whole.estimates.iter_mut().zip(batch.estimates) {
                all.outcomes.extend(part);
            }
            for (all, part) in whole.statuses.iter_mut().zip(batch.statuses) {
                all.outcomes.extend(part);
            }
            for hold in batch.holds {
                whole.holds.entry((hold.enterprise, hold.measure)).or_default().extend(hold.causes);
            }
            whole.notices.extend(batch.notices);
            whole.awarded.extend(batch.awarded);
        }
        whole
    }
}
