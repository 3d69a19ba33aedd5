//! Rule files → a checked, typed pack. Bytes and names go in; paths and clocks are not known here.
//!
//! ```text
//! files ─ document ─► trees with places
//!          ├─ fields ─► Schema            tables and fields
//!          ├─ frame                       pack.toml: order, payers, veto, stacking, caps, pools, offset
//!          ├─ stationery                  layout.toml: letterhead, signatories, columns of lists, the bank's file
//!          ├─ shared ─► parameter, lookup, bands, definition
//!          ├─ measure ─► award            each against the names of its file and the pack
//!          └─ case_file ─► case           the pack's own tests
//! compile puts them together and looks at the whole (usage, rates) ─► Pack ─ on(year) ─► Edition (mid_year)
//!
//! grammar ─► layout (rules fmt) · editor (rules schema)      what may stand in a rule file, as data
//! Pack ─► meaning (its digest) · workbook (rules export, import) · lint (what is allowed and suspicious)
//! ```
//! What is broken is a `Silenced`: it cannot be had without a recorded error, and what uses it is one too.
//!
//! To add a key to a rule file: read it where its section is read (`Section::text` and the like); `finish` then knows it.
//! Then its row in `grammar.rs`, and what the pack says by it in `meaning.rs`.
//! To add a check: a row in `diagnostic/codes/policy.rs`, its finding where the rule is read, an example under `tests/findings/policy/`.

pub mod allow;
pub mod asked;
mod award;
mod bands;
pub mod basis;
mod breaker;
pub mod calculator;
pub mod case;
mod case_file;
pub mod catalogue;
mod compile;
mod dated;
mod definition;
pub mod document;
mod earlier;
pub mod edition;
pub mod editor;
pub mod fields;
mod frame;
pub mod grammar;
pub mod layout;
pub mod lint;
pub mod listing;
mod literal;
mod lookup;
pub mod meaning;
mod measure;
mod mid_year;
mod mistake;
mod names;
mod offset;
pub mod pack;
mod parameter;
mod rates;
mod section;
mod shared;
pub mod showing;
mod silenced;
pub mod stationery;
mod taking;
pub mod usage;
pub(crate) mod wording;
pub mod workbook;
mod worth;

pub use compile::{Source, compile};
