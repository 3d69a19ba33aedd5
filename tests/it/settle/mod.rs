//! Settlement, seen from outside: a small pack and a roster in, the files of a run out.

mod absent;
mod amount;
mod caps;
mod catalogue;
mod cells;
mod division;
mod eligibility;
mod invariance;
mod items;
mod missing;
mod offsets;
mod outcomes;
mod pools;
mod properties;
pub mod random;
mod reconcile;
mod split;
mod stacking;
pub mod world;
