//! What makes a run checkable: its manifest, totals that a clerk states before it, the pack's own cases.

pub mod control;
pub mod coverage;
pub mod manifest;
pub mod trial;
