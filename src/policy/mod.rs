//! Rule files → a checked, typed pack. Bytes and names go in; paths and clocks are not known here.
//!
//! ```text
//! files ─ document ─► trees with places
//!          ├─ fields ─► Schema            tables and fields
//!          ├─ frame                       pack.toml: order, payers, veto, stacking, caps, pools, offset
//!          ├─ shared ─► parameter, lookup, bands, definition
//!          ├─ measure ─► award            each against the names of its file and the pack
//!          └─ case_file ─► case           the pack's own tests
//! compile puts them together and looks at the whole (usage) ─► Pack ─ on(year) ─► Edition
//! ```
//! To add a key to a rule file: read it where its section is read (`Section::text` and the like); `finish` then knows it.
//! To add a check: a row in `diagnostic/codes/policy.rs`, its finding where the rule is read, an example under `tests/findings/policy/`.

mod award;
mod bands;
pub mod calculator;
pub mod case;
mod case_file;
mod compile;
mod dated;
mod definition;
pub mod document;
pub mod edition;
pub mod fields;
mod frame;
pub mod listing;
mod literal;
mod lookup;
mod measure;
mod mistake;
mod names;
pub mod pack;
mod parameter;
mod section;
mod shared;
pub mod showing;
mod taking;
pub mod usage;
mod wording;
mod worth;

pub use compile::{Source, compile};
