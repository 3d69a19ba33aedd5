//! Is this the roster of the policy year? A year's roster that is settled as another's pays whatever does not look at
//! dates, and refuses whatever does: every line looks sound, and all of them are wrong.

use std::collections::BTreeSet;

use crate::calendar::Date;
use crate::dataset::Dataset;
use crate::policy::edition::Edition;
use crate::policy::usage;
use crate::schema::{FieldId, TableId};
use crate::value::{Data, State};

use super::run::Notice;

/// Fewer dates than this say nothing: a small batch may be about anything.
const ENOUGH: u64 = 20;

/// What there is to say about the year and the as-of date.
pub fn notices(edition: &Edition<'_>, data: &Dataset) -> Vec<Notice> {
    let mut notices = Vec::new();
    if edition.as_of.year() < edition.year {
        notices.push(Notice::AsOfBeforeYear);
    }
    let dates = looked_at(edition).into_iter().flat_map(|(table, field)| dates(data, table, field));
    let (mut count, mut latest, mut in_year) = (0u64, None, false);
    for date in dates {
        count = count.saturating_add(1);
        latest = latest.max(Some(date));
        in_year |= date.year() == edition.year;
    }
    if let Some(latest) = latest.filter(|_| !in_year && count >= ENOUGH) {
        notices.push(Notice::NoDateInYear { dates: count, latest });
    }
    notices
}

/// The fields that the measures in force look at.
fn looked_at(edition: &Edition<'_>) -> BTreeSet<(TableId, FieldId)> {
    let expressions: Vec<_> = edition.in_force().flat_map(usage::expressions).collect();
    usage::reached(&expressions, &edition.pack.definitions).fields
}

fn dates(data: &Dataset, table: TableId, field: FieldId) -> impl Iterator<Item = Date> {
    let column = data.tables.get(table.0).and_then(|t| t.columns.get(field.0));
    let days = column.and_then(|c| match &c.data {
        Data::Date(days) => Some(c.states.iter().zip(days)),
        _ => None,
    });
    let known = days.into_iter().flatten().filter(|(state, _)| **state == State::Known);
    known.filter_map(|(_, day)| Date::from_number(*day))
}
