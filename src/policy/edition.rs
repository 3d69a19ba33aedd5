//! What one policy year sees of a pack: the measures in force, and the value of everything dated.

use crate::calendar::Date;
use crate::diagnostic::Finding;
use crate::lang::Binding;
use crate::money::Money;

use super::pack::Pack;

/// A pack on the 31 December of a policy year.
#[derive(Debug)]
pub struct Edition<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The policy year.
    pub year: i16,
    /// The as-of date.
    pub as_of: Date,
    /// Indexes into [`Pack::measures`] of the versions in force, in the pack's order.
    pub measures: Vec<usize>,
    /// Parameters, tables and bands of the year.
    pub binding: Binding,
    /// The value of each enterprise cap, if it is in force.
    pub caps: Vec<Option<Money>>,
    /// The budget of each pool, if it is in force.
    pub budgets: Vec<Option<Money>>,
}
