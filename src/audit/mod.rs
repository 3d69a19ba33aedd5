//! What makes a run checkable afterwards: its manifest, and totals that a clerk states before it.

pub mod control;
pub mod manifest;
