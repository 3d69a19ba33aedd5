//! What the names of an expression mean: the ids that a pack gives to its parts, and the scope of an expression.

use std::collections::BTreeMap;

use super::bands::BandKind;
use crate::schema::{Schema, TableId};
use crate::value::Type;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}

ids! {
    /// A parameter of a pack.
    ParameterId
    /// A definition.
    DefinitionId
    /// A lookup table.
    LookupId
    /// A table of bands.
    BandsId
    /// A measure.
    MeasureId
}

/// What a name means that is not a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Name {
    /// A dated value.
    Parameter(ParameterId, Type),
    /// An expression with a name, about the rows of a table.
    Definition(DefinitionId, TableId, Type),
    /// A lookup table with the types of its keys and of its value.
    Lookup(LookupId, Vec<Type>, Type),
    /// Bands with the types of what goes in and comes out.
    Bands(BandsId, BandKind, Type, Type),
    /// A measure, by its id.
    Measure(MeasureId),
}

/// Where an expression is checked.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// All tables and fields.
    pub schema: &'a Schema,
    /// The table whose rows the expression is about.
    pub table: TableId,
    /// Everything else that has a name. Fields go first.
    pub names: &'a BTreeMap<String, Name>,
}
