//! Whole-amount and step bands that begin above zero, where an amount below can come in: it gets nothing. (Bands that
//! overlap, have gaps or an upper end are refused before.)

use std::collections::BTreeMap;

use super::super::mistake::first_line;
use super::super::pack::BandTable;
use super::super::wording;
use super::found::Found;
use super::ground::Ground;
use super::walk::{self, Met};
use crate::diagnostic::codes::lint as codes;
use crate::exact::Exact;
use crate::lang::possible::{Possible, Ways};
use crate::lang::{BandKind, BandsId, Typed};
use crate::say;
use crate::source::Span;
use crate::value::Value;

pub(super) fn look(ground: &Ground<'_>, all: &mut Vec<Found>) {
    let mut open: BTreeMap<BandsId, Span> = BTreeMap::new();
    for measure in ground.measures() {
        for (year, possible) in ground.possible(measure) {
            let mut see = |met: &Met<'_>, holds: &Ways| {
                if let Met::Bands(id, input) = met
                    && let Some(span) = begins_above(ground, *id, year, input, holds, possible)
                {
                    open.entry(*id).or_insert(span);
                }
            };
            walk::measure(measure, possible, &mut see);
            for definition in ground.used(measure).definitions.iter().filter_map(|d| ground.pack.definitions.get(d.0)) {
                walk::expression(&definition.value, &Ways::any(), possible, &mut see);
            }
        }
    }
    for (id, span) in open {
        let Some(table) = ground.pack.bands.get(id.0) else { continue };
        let edge = first_edge(table).map(|e| wording::value(&table.input, &Value::Number(e))).unwrap_or_default();
        let name = &table.name;
        let message =
            say!("“{name}”从 {edge} 开始，不到的什么也没有", "`{name}` begins at {edge}: what lies below gets nothing");
        let remedy = say!(
            "条文若有更低的一档，补上；确实如此，写一节 [[allow]]",
            "add a lower band if the clause has one; if it is meant so, write an [[allow]]"
        );
        all.push(Found::new(&codes::BAND_START, &span, name, message, remedy));
    }
}

fn first_edge(table: &BandTable) -> Option<Exact> {
    table.versions.iter().filter_map(|v| v.value.bands.first()?.from).find(|from| from.is_positive())
}

/// Where the bands of that year begin, if that is above zero and what comes in can lie below.
fn begins_above(
    ground: &Ground<'_>,
    id: BandsId,
    year: i16,
    input: &Typed,
    holds: &Ways,
    possible: &Possible<'_>,
) -> Option<Span> {
    let table = ground.pack.bands.get(id.0).filter(|t| t.kind != BandKind::Marginal)?;
    let day = crate::calendar::Date::year_end(year)?;
    let version = table.versions.iter().find(|v| v.period.contains(day))?;
    let first = version.value.bands.first()?;
    let edge = first.from.filter(|from| from.is_positive())?;
    let below = possible.below(input, edge, !first.from_included);
    (!holds.and(&below).is_impossible()).then(|| first_line(&version.span))
}
