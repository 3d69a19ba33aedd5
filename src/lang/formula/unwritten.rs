//! Why an expression cannot be written as a formula.

use super::super::name::{BandsId, DefinitionId, LookupId, MeasureId, ParameterId};
use crate::schema::{FieldId, TableId};

/// Why an expression cannot be written as a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// A field has no cell.
    Field(TableId, FieldId),
    /// A parameter has no cell.
    Parameter(ParameterId),
    /// A definition has no cell.
    Definition(DefinitionId),
    /// What is made of the records of a table has no cell.
    Aggregate(TableId),
    /// A lookup table has no area, or one with another number of keys.
    Lookup(LookupId),
    /// A band table has no area.
    Bands(BandsId),
    /// An award has no cell.
    Award(MeasureId),
    /// A number that is written out has more than the 15 digits that a cell keeps, or no end.
    Digits(String),
    /// A day that is written out lies before March 1900, where the programs count days differently.
    Early(crate::calendar::Date),
    /// Texts cannot be put in an order.
    Order,
    /// So many characters.
    TooLong(usize),
    /// So many levels.
    TooDeep(usize),
}

impl std::fmt::Display for Unwritten {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Field(table, field) => write!(f, "field {} of table {} has no cell", field.0, table.0),
            Self::Parameter(id) => write!(f, "parameter {} has no cell", id.0),
            Self::Definition(id) => write!(f, "definition {} has no cell", id.0),
            Self::Aggregate(table) => write!(f, "what is made of the records of table {} has no cell", table.0),
            Self::Lookup(id) => write!(f, "lookup table {} has no area of as many keys", id.0),
            Self::Bands(id) => write!(f, "band table {} has no area", id.0),
            Self::Award(id) => write!(f, "the award of measure {} has no cell", id.0),
            Self::Digits(number) => write!(f, "a cell cannot hold {number}"),
            Self::Early(day) => write!(f, "{day} lies before March 1900"),
            Self::Order => f.write_str("texts have no order"),
            Self::TooLong(length) => write!(f, "{length} characters are more than a formula may have"),
            Self::TooDeep(deep) => write!(f, "{deep} levels are more than a formula may have"),
        }
    }
}

impl std::error::Error for Unwritten {}
