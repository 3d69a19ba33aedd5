//! Settlement, seen from outside: a small pack and a roster in, the files of a run out.

mod absent;
mod amount;
mod breaker;
mod caps;
mod catalogue;
mod cells;
mod division;
mod earlier;
mod eligibility;
mod invariance;
mod items;
mod missing;
mod offsets;
mod outcomes;
mod payer_pool;
mod pools;
mod properties;
pub mod random;
mod reconcile;
mod sharing;
mod split;
mod stacking;
mod ties;
pub mod world;
