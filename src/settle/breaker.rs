//! A pool's breaker (熔断): the rate over the whole roster that decides what part of each claim is met.

use std::collections::BTreeSet;

use crate::exact::Exact;
use crate::lang::{self, Cause, Trouble};
use crate::policy::pack::Breaker;

use super::awarded::Awarded;
use super::causes::frame_of_one;
use super::plan::Plan;
use super::run::Tripped;

/// What a breaker says.
pub enum Trip {
    /// The rate is known, and so is the part that is met.
    At(Tripped),
    /// It waits for these: nothing can be paid from the pool until they are known.
    Undecided(BTreeSet<Cause>),
}

/// Looks at the breaker of a pool (its number in the pack).
pub fn trip(plan: &Plan<'_>, breaker: &Breaker, pool: usize) -> Trip {
    let (mut bad, mut of) = (Some(Exact::ZERO), Some(Exact::ZERO));
    let mut causes = BTreeSet::new();
    // a breaker asks for no award
    let nothing = Awarded::from(0);
    for range in plan.batches(1024) {
        let frame = plan.frame(range.clone());
        let (bads, ofs) = (lang::evaluate(&breaker.bad, &frame), lang::evaluate(&breaker.of, &frame));
        for lane in 0..range.len() {
            let (Some(its_bad), Some(its_of)) = (bads.number(lane), ofs.number(lane)) else {
                let frame = frame_of_one(plan, &nothing, range.start + lane);
                causes.extend([&breaker.bad, &breaker.of].into_iter().flat_map(|e| lang::causes(e, &frame)));
                continue;
            };
            bad = bad.and_then(|sum| sum.add(its_bad));
            of = of.and_then(|sum| sum.add(its_of));
        }
    }
    if !causes.is_empty() {
        return Trip::Undecided(causes);
    }
    let trouble = |kind| Trip::Undecided(BTreeSet::from([Cause::Arithmetic { kind, field: None }]));
    let (Some(bad), Some(of)) = (bad, of) else { return trouble(Trouble::Overflow) };
    let Some(rate) = rate(bad, of) else { return trouble(Trouble::DivisionByZero) };
    let steps = plan.edition.breakers.get(pool).and_then(Option::as_ref);
    match steps.and_then(|steps| steps.apply(rate)) {
        Some(part) => Trip::At(Tripped { bad, of, part }),
        None => trouble(Trouble::OutOfRange),
    }
}

/// The rate of a breaker: nothing gone wrong of nothing is a rate of 0; something of nothing is none.
pub fn rate(bad: Exact, of: Exact) -> Option<Exact> {
    if bad.is_zero() { Some(Exact::ZERO) } else { bad.div(of) }
}
