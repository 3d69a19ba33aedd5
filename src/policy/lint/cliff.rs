//! Cliffs: edges at which a larger amount earns less, each named with its size: tables of whole-amount bands and steps
//! that fall, negative rates, and amounts that fall where a 若 turns.
//!
//! A floor (below it nothing) and the first edge of a table rise; they are no cliffs. Steps that give points or rates
//! may fall as they like: what they are worth is seen only in an amount.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::super::mistake::first_line;
use super::super::pack::{Amount, BandTable, Measure, MeasureKind};
use super::super::wording;
use super::along::{self, Along};
use super::found::Found;
use super::ground::Ground;
use crate::calendar::Date;
use crate::diagnostic::codes::lint as codes;
use crate::exact::Exact;
use crate::lang::{BandKind, Bands, BandsId, Typed, typed::Kind};
use crate::money::for_people;
use crate::say;
use crate::source::Span;
use crate::value::{Type, Value};

/// From just below an edge to just above it.
const ACROSS: [Ordering; 3] = [Ordering::Less, Ordering::Equal, Ordering::Greater];

pub(super) fn look(ground: &Ground<'_>, all: &mut Vec<Found>) {
    let tables = ground.pack.bands.iter().enumerate().filter(|(_, t)| t.output == Type::Money);
    for (i, table) in tables {
        let (uses, ceiling) = uses(ground, BandsId(i));
        if uses {
            in_table(ground, table, ceiling, all);
        }
    }
    for measure in ground.measures() {
        in_measure(measure, ground, all);
    }
}

/// Does a measure that is looked at use the table? And what no amount that it gives can exceed: only where it is the
/// whole amount of every such measure, and each has a cap.
fn uses(ground: &Ground<'_>, id: BandsId) -> (bool, Option<Exact>) {
    let mut ceilings: Vec<Option<Exact>> = Vec::new();
    for measure in ground.measures().filter(|m| ground.used(m).bands.contains(&id)) {
        let plain = match &measure.kind {
            MeasureKind::Payout(award) => match &award.amount {
                Amount::Whole(amount) if is_the_table(amount, id, ground) => award.cap.as_ref(),
                _ => None,
            },
            _ => None,
        };
        let highest = plain.and_then(|cap| {
            let caps: Option<Vec<Exact>> = ground.possible(measure).iter().map(|(_, p)| p.range(cap).1).collect();
            caps?.into_iter().max()
        });
        ceilings.push(highest);
    }
    let all: Option<Vec<Exact>> = ceilings.iter().copied().collect();
    (!ceilings.is_empty(), all.and_then(|all| all.into_iter().max()))
}

fn is_the_table(amount: &Typed, id: BandsId, ground: &Ground<'_>) -> bool {
    match &amount.kind {
        Kind::Bands { bands, .. } => *bands == id,
        Kind::Definition(d, _) => ground.pack.definitions.get(d.0).is_some_and(|d| is_the_table(&d.value, id, ground)),
        _ => false,
    }
}

fn in_table(ground: &Ground<'_>, table: &BandTable, ceiling: Option<Exact>, all: &mut Vec<Found>) {
    let day = ground.year.and_then(Date::year_end);
    for version in table.versions.iter().filter(|v| day.is_none_or(|day| v.period.contains(day))) {
        let (name, span) = (&table.name, first_line(&version.span));
        for band in version.value.bands.iter().filter(|b| b.value.is_negative() && table.kind != BandKind::Step) {
            let (rate, edges) = (wording::percent(band.value), wording::edges(&table.input, band));
            let width = band.from.zip(band.to).and_then(|(from, to)| to.sub(from)?.mul(band.value)?.abs());
            let (zh, en) = match width {
                Some(lost) => (format!("，共少 {}元", for_people(lost)), format!(", {} yuan in all", for_people(lost))),
                None => (String::new(), String::new()),
            };
            let message = say!(
                "“{name}”在 {edges} 的比例是 {rate}，越多越少{zh}",
                "`{name}` has the rate {rate} in the band {edges}: more earns less{en}"
            );
            all.push(Found::new(&codes::CLIFF, &span, name, message, say!("改比例", "correct the rate")));
        }
        for edge in version.value.bands.iter().filter_map(|b| b.from) {
            let value = |side| along::near(&version.value, edge, side).map(|v| ceiling.map_or(v, |c| v.min(c)));
            if let Some((high, low)) = falls(value) {
                let at = wording::value(&table.input, &Value::Number(edge));
                let catches_up = catches_up(&version.value, edge, high);
                all.push(fall(&span, name, &at, high, low, catches_up));
            }
        }
    }
}

/// Where a fall is made good within the band behind it: whole-amount bands only.
fn catches_up(bands: &Bands, edge: Exact, high: Exact) -> Option<Exact> {
    let behind = bands.bands.iter().rev().find(|b| b.from.is_none_or(|from| from <= edge))?;
    let even = high.div(behind.value).filter(|_| bands.kind == BandKind::Whole && behind.value.is_positive())?;
    let within = behind.to.is_none_or(|to| even <= to) && behind.cap.is_none_or(|cap| high <= cap);
    within.then_some(even)
}

/// The larger amount before and the smaller one behind, if it falls across an edge.
fn falls(value: impl Fn(Ordering) -> Option<Exact>) -> Option<(Exact, Exact)> {
    let values: Option<Vec<Exact>> = ACROSS.into_iter().map(value).collect();
    let values = values?;
    let pairs = values.iter().zip(values.iter().skip(1));
    pairs.filter(|(before, after)| after < before).map(|(b, a)| (*b, *a)).next()
}

fn fall(span: &Span, name: &str, at: &str, high: Exact, low: Exact, even: Option<Exact>) -> Found {
    let lost = high.sub(low).map(for_people).unwrap_or_default();
    let (high, low) = (for_people(high), for_people(low));
    let (zh, en) = match even {
        Some(even) => {
            (format!("，到 {} 才追平", wording::money(even)), format!("; it is made good at {}", wording::money(even)))
        }
        None => (String::new(), String::new()),
    };
    let message = say!(
        "“{name}”在 {at} 处从 {high}元 掉到 {low}元，少 {lost}元{zh}",
        "`{name}` falls from {high} to {low} yuan at {at}: {lost} yuan less{en}"
    );
    let remedy = say!(
        "核对条文；若是累进（只对超过的部分用新比例），用 kind = \"marginal\"",
        "check the clause; if the new rate is meant for what lies above only, use kind = \"marginal\""
    );
    Found::new(&codes::CLIFF, span, name, message, remedy)
}

/// Where a 若 turns within an amount, or within what each record gives.
fn in_measure(measure: &Measure, ground: &Ground<'_>, all: &mut Vec<Found>) {
    let mut found: BTreeMap<Span, (Exact, Exact)> = BTreeMap::new();
    let used = ground.used(measure);
    let bodies = used.definitions.iter().filter_map(|d| ground.pack.definitions.get(d.0)).map(|d| &d.value);
    let within: Vec<&Typed> = yields(measure).into_iter().chain(cap(measure)).chain(bodies).collect();
    for (year, possible) in ground.possible(measure) {
        let Some(day) = Date::year_end(year) else { continue };
        let bands =
            |i: usize| ground.pack.bands.get(i)?.versions.iter().find(|v| v.period.contains(day)).map(|v| &v.value);
        for along::Turn { key, edge, at: span } in along::turns(&within, possible) {
            let at = |expr: &Typed, side| {
                let definitions = &ground.pack.definitions;
                Along { possible, definitions, bands: &bands, key: &key, edge, side }.amount(expr)
            };
            let capped = |expr: &Typed, side| {
                let amount = at(expr, side)?;
                let cap = cap(measure).map(|cap| at(cap, side).or_else(|| possible.range(cap).1));
                Some(match cap {
                    Some(Some(cap)) => amount.min(cap),
                    _ => amount,
                })
            };
            let whole =
                yields(measure).into_iter().filter(|e| e.ty == Type::Money).find_map(|e| falls(|s| capped(e, s)));
            let each = || records(&within).into_iter().find_map(|e| falls(|s| at(e, s)));
            if let Some(pair) = whole.or_else(each) {
                found.entry(span).or_insert(pair);
            }
        }
    }
    for (span, (high, low)) in found {
        let at = format!("“{}”", span.text());
        all.push(fall(&span, &measure.title, &at, high, low, None).in_measure(&measure.id));
    }
}

/// The expressions that say how much.
fn yields(measure: &Measure) -> Vec<&Typed> {
    match &measure.kind {
        MeasureKind::Payout(award) => match &award.amount {
            Amount::Whole(amount) => vec![amount],
            Amount::OfComponents => award.components.iter().filter_map(|c| c.own()).collect(),
        },
        MeasureKind::Estimate { amount, .. } => vec![amount],
        MeasureKind::Status { .. } => Vec::new(),
    }
}

fn cap(measure: &Measure) -> Option<&Typed> {
    match &measure.kind {
        MeasureKind::Payout(award) => award.cap.as_ref(),
        _ => None,
    }
}

/// What each record of a table gives.
fn records<'e>(within: &[&'e Typed]) -> Vec<&'e Typed> {
    let mut found = Vec::new();
    let mut open: Vec<&Typed> = within.to_vec();
    while let Some(expr) = open.pop() {
        if let Kind::Aggregate { value: Some(value), .. } = &expr.kind
            && value.ty == Type::Money
        {
            found.push(&**value);
        }
        open.extend(expr.children());
    }
    found
}
