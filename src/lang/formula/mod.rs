//! A checked expression written as an Excel formula, for the sheets on which an award can be recalculated.
//!
//! ```text
//! Typed ─write─► Piece ─formula─► `=ROUND('数据'!C5*10%,6)>=…`
//!          ▲
//!        Cells: where fields, parameters, definitions, records and tables stand in the workbook
//! ```
//!
//! **What stands in a cell.** Money (元) and numbers are numbers, dates are serial dates, 是/否 are TRUE/FALSE, a
//! choice is the text of its option. A value that says "there is none" is an empty cell, or the empty text where a
//! formula gives it; both are told by `cell=""`.
//!
//! **Missing values never reach a formula.** Whoever places cells writes no formula for what is missing, and leaves the
//! cell of a missing value empty. Where a missing value does not matter (`否 且 缺`), the formula gives what the
//! engine gives, whatever its cell holds.
//!
//! **Exactness.** The engine computes with fractions, Excel in binary. What is compared or rounded is first rounded to
//! far more decimals than an amount has (`guard.rs`), so that 0.29 × 100 is 29 and not a hair less.
//!
//! Only plain functions are used, which WPS, LibreOffice and Excel 2010 have; nothing needs an array formula.
//! Excel's own limits (8,192 characters, 64 levels, dates from March 1900, 15 digits) are [`Unwritten`], never a
//! wrong cell.

mod banded;
mod calls;
mod compare;
mod guard;
mod none;
mod piece;
mod steps;
mod unwritten;
mod write;

use super::name::{BandsId, DefinitionId, LookupId, MeasureId, ParameterId};
use super::typed::Typed;
use crate::schema::{FieldId, TableId};
use piece::Piece;

pub use banded::Edges;
pub use steps::{capped, counted, floored, over_records, remainder, rounded, share};
pub use unwritten::Unwritten;

/// Where what an expression speaks of stands in the workbook: references such as `'申报数据'!$C$5`.
pub trait Cells {
    /// The cell of a field, for the row at hand (or its enterprise).
    fn field(&self, table: TableId, field: FieldId) -> Option<String>;
    /// The cell of a parameter's value.
    fn parameter(&self, id: ParameterId) -> Option<String>;
    /// The cell that holds a definition's value for the row at hand (or its enterprise).
    fn definition(&self, id: DefinitionId, of: TableId) -> Option<String>;
    /// The cell that holds what 合计, 计数, 存在, 最大, 最小 over records gives: see [`over_records`].
    fn aggregate(&self, aggregate: &Typed) -> Option<String>;
    /// A lookup table's columns.
    fn lookup(&self, id: LookupId) -> Option<TableArea>;
    /// A band table's columns.
    fn bands(&self, id: BandsId) -> Option<BandsArea>;
    /// The cell of what an earlier measure gives.
    fn award(&self, id: MeasureId) -> Option<String>;
    /// 政策年度: a cell, or the number itself.
    fn policy_year(&self) -> String;
    /// 核定日: a cell, or `DATE(2023,12,31)`.
    fn as_of(&self) -> String;

    /// Can the field say "there is none"? By the schema: no formula need look for that where it cannot.
    fn can_be_none(&self, _table: TableId, _field: FieldId) -> bool {
        true
    }

    /// Does a band table have an edge below zero? One that has none makes a shorter formula.
    fn below_zero(&self, _id: BandsId) -> bool {
        true
    }

    /// A definition's expression, to see whether it can give "there is none"; without it, it is taken to.
    fn body(&self, _id: DefinitionId) -> Option<&Typed> {
        None
    }
}

/// The columns of a lookup table as ranges of one height, a row for each combination of keys (those of
/// `LookupTable::rest` too), at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableArea {
    /// A range for each key, in their order.
    pub keys: Vec<String>,
    /// The values.
    pub values: String,
}

/// The columns of a band table as ranges of one height, a row for each band in ascending order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BandsArea {
    /// The lower edges; an open one is an empty cell.
    pub from: String,
    /// The upper edges; an open one is an empty cell.
    pub to: String,
    /// The rates of marginal and whole-amount bands, the amounts of steps.
    pub values: String,
    /// The most that a band gives, an empty cell where it has no limit; none if no band has one.
    pub caps: Option<String>,
    /// Which edges belong to their bands: [`Edges::of`].
    pub edges: Edges,
}

/// The most characters of a formula.
pub const MAX_LENGTH: usize = 8_192;

/// The deepest that functions and brackets may stand in one another.
pub const MAX_NESTED: usize = 64;

/// An expression as a formula with its leading `=`.
pub fn formula(expr: &Typed, cells: &dyn Cells) -> Result<String, Unwritten> {
    finished(&write::total(expr, cells)?)
}

/// A formula within Excel's limits.
fn finished(piece: &Piece) -> Result<String, Unwritten> {
    let formula = format!("={}", piece.text);
    let length = formula.encode_utf16().count();
    if length > MAX_LENGTH {
        return Err(Unwritten::TooLong(length));
    }
    let deep = piece::nested(&formula);
    if deep > MAX_NESTED {
        return Err(Unwritten::TooDeep(deep));
    }
    Ok(formula)
}
