//! Parameters, budgets and tables as a workbook, and back: `duixian rules export` and `rules import`.
//!
//! ```text
//! Pack ─ entry ─► lists and tables as rows ─ sheet ─► sheets ─► (writer) workbook
//!                        │                                          │ edited
//!                        └── compare ◄── given ◄── cells ◄──────────┘
//!                               └─► plans ─ rewrite ─► rule files, compiled once more before anybody writes them
//! ```
//! A row is known by what its first columns say (rule file and parameter, kind and id) or by its sheet; within that the
//! value of one `起` is the same value as before. Values are compared by what they mean: `200000元` typed over `20万元` is
//! no change. Everything that is wrong is found at once, and names the sheet and the cell.

mod cells;
mod compare;
mod entry;
mod given;
mod pairs;
mod rows;
mod sheet;
mod versions;

pub use compare::{Change, Imported, import};
pub use given::Given;
pub use sheet::{ColumnKind, Sheet};

use super::pack::Pack;

const ABOUT: &str = "说明";
const PARAMETERS: &str = "参数";
const LIMITS: &str = "总额";
const DIGEST: &str = "含义摘要";

/// The sheets of a pack's workbook.
#[must_use]
pub fn export(pack: &Pack) -> Vec<Sheet> {
    sheet::export(pack)
}
