//! A settlement as files: tables of typed cells first, then CSV and the workbook for the bureau.
//!
//! ```text
//! Run ─► awards, payments, items, estimates, statuses, findings ─► csv
//!    └─► summary ─────────────────────────────────────────────────► xlsx
//! ```
//!
//! Which columns there are and what stands in them is decided in the tables; the writers only
//! translate. Nothing here knows a path, a clock or the number of threads.

pub mod awards;
pub mod csv;
pub mod detail;
pub mod estimates;
pub mod fill;
pub mod findings;
pub mod items;
pub mod number;
pub mod overview;
pub mod payments;
pub mod problems;
pub mod refused;
pub mod results;
pub mod rulebook;
mod sentences;
pub mod sheet;
pub mod statuses;
pub mod summary;
pub mod table;
pub mod words;
pub mod xlsx;

pub use results::Results;
