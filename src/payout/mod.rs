//! A settlement as files: tables of typed cells first, then CSV, workbooks and a page.
//!
//! ```text
//! Run ─► Results ─► csv       the tables that programs read
//!           └─► Dossier ─► papers     what people print, sign and send, each file a room of its own
//!                            └─ book  workbooks as such: sheets, looks, pages, filling
//! ```
//!
//! Which columns there are and what stands in them is decided in the tables; the writers only
//! translate. Nothing here knows a path, a clock or the number of threads.

pub mod book;
pub mod csv;
pub mod dossier;
pub mod enterprise;
pub mod file_name;
pub mod lists;
pub mod number;
pub mod papers;
pub mod report;
pub mod results;
pub mod returned;
pub mod rulebook;
mod sentences;
pub mod shortfall;
pub mod summary;
pub mod table;
pub mod template;
pub mod words;

pub use dossier::Dossier;
pub use results::Results;
