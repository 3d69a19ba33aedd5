//! Which tables can take money away: those that the veto looks at, and that of earlier payments. A row of them
//! that nobody can be named for may be anybody's. A table that must be handed in (`absent = "error"`) is one of
//! them whatever rule looks at it: the pack says so by wanting to know that there is nothing in it.

use super::pack::Pack;
use super::usage;
use crate::schema::Absent;

/// Marks them in the pack's schema.
pub(super) fn mark(pack: &mut Pack) {
    let veto = pack.veto.as_ref().map(|veto| usage::reached(&[&veto.when], &pack.definitions)).unwrap_or_default();
    let looked_at = veto.tables.iter().copied().chain(veto.fields.iter().map(|(table, _)| *table));
    let taking: Vec<_> = looked_at.chain(pack.offset.as_ref().map(|rule| rule.table)).collect();
    for (index, table) in pack.schema.tables.iter_mut().enumerate().skip(1) {
        table.takes_away = table.absent == Absent::Error || taking.iter().any(|t| t.0 == index);
    }
}
