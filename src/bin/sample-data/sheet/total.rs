//! What the total rows of a sheet say: the sums of the rows above, exactly.

use super::{Draft, Row};
use crate::city::Cell;

/// The sum that a total row states in one column.
pub struct Added {
    /// Its digits, in the unit of the column.
    pub digits: String,
    /// What is added up.
    pub of: Of,
}

/// What a total adds up, by places in the draft's rows.
pub enum Of {
    /// Rows, the first and the last of them.
    Rows(usize, usize),
    /// Subtotals.
    Subtotals(Vec<usize>),
}

/// The sums of one column, for each row of the draft; none for rows that are no totals or add up nothing.
pub fn column(draft: &Draft, at: usize) -> Vec<Option<Added>> {
    let Some(column) = draft.columns.get(at).filter(|c| c.is_added()) else {
        return draft.rows.iter().map(|_| None).collect();
    };
    let digits = |sum: i64| if column.is_money() { column.unit.digits(sum) } else { sum.to_string() };
    let (mut whole, mut part) = (0_i64, 0_i64);
    let mut span: Option<(usize, usize)> = None;
    let mut subtotals = Vec::new();
    let mut added = Vec::with_capacity(draft.rows.len());
    for (place, row) in draft.rows.iter().enumerate() {
        added.push(match row {
            Row::Data(entry) => {
                if let Some(Cell::Money(n) | Cell::Integer(n)) = entry.squares.get(at).map(|s| &s.value) {
                    whole = whole.saturating_add(*n);
                    part = part.saturating_add(*n);
                }
                span = Some((span.map_or(place, |(first, _)| first), place));
                None
            }
            Row::Subtotal(_) => span.take().map(|(first, last)| {
                subtotals.push(place);
                Added { digits: digits(std::mem::take(&mut part)), of: Of::Rows(first, last) }
            }),
            Row::Total(_) if !subtotals.is_empty() => {
                Some(Added { digits: digits(whole), of: Of::Subtotals(subtotals.clone()) })
            }
            Row::Total(_) => span.map(|(first, last)| Added { digits: digits(whole), of: Of::Rows(first, last) }),
            _ => None,
        });
    }
    added
}
