//! Lookup tables: from keys to a value.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::calendar::Date;
use crate::value::Value;

/// One key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A text.
    Text(Arc<str>),
    /// An option of the key's choice.
    Choice(u32),
    /// A whole number.
    Integer(i128),
    /// Yes or no.
    YesNo(bool),
    /// A day.
    Date(Date),
}

impl Key {
    /// A value as a key; `None` where it is none (a broken number, nothing).
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_integer().map(Self::Integer),
            Value::Date(day) => Some(Self::Date(*day)),
            Value::Text(text) => Some(Self::Text(Arc::clone(text))),
            Value::YesNo(answer) => Some(Self::YesNo(*answer)),
            Value::Choice(option) => Some(Self::Choice(*option)),
            Value::None => None,
        }
    }
}

/// The rows of a lookup table in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookupTable {
    /// From the keys in their order to the value.
    pub rows: BTreeMap<Vec<Key>, Value>,
    /// Those of the rows that are not written out: the rest of all combinations.
    pub rest: BTreeSet<Vec<Key>>,
}
