//! Amounts that look as if a decimal point was lost, or 万元 filled in as 元: a warning, never a correction.
//!
//! An amount near 10, 100 or 10,000 times (or a tenth, …) of the same enterprise's figure of the year before is
//! named; so is one that lies far outside of its column's middle half and would lie within it after such a shift.

use super::Roster;
use super::log::Log;
use super::text::fold;
use crate::dataset::Provenance;
use crate::diagnostic::Finding;
use crate::diagnostic::codes::roster as codes;
use crate::exact::product;
use crate::money::Money;
use crate::say;
use crate::schema::{ENTERPRISES, Field, FieldId};
use crate::source::Place;
use crate::value::{Column, Data, Type};

/// The factors that slips of the pen produce.
const FACTORS: [i128; 3] = [10, 100, 10_000];
/// A column needs so many amounts before its spread says anything.
const ENOUGH: usize = 20;

/// Looks through all columns of money of the enterprises.
pub fn look(roster: &Roster, log: &mut Log) {
    let Some(table) = roster.schema.get(ENTERPRISES) else {
        return;
    };
    for (index, field) in table.fields.iter().enumerate() {
        let Some(lanes) = amounts(roster, FieldId(index), field) else {
            continue;
        };
        let earlier = year_before(&table.fields, index)
            .and_then(|before| amounts(roster, FieldId(before), table.fields.get(before)?));
        if let Some(earlier) = &earlier {
            against_last_year(roster, index, &lanes, earlier, log);
        }
        if earlier.is_none() {
            against_column(roster, index, &lanes, log);
        }
    }
}

/// The amounts of a column of money in 元 × 10^scale, where they are known and above zero.
struct Amounts {
    values: Vec<Option<i128>>,
    scale: u32,
}

fn amounts(roster: &Roster, id: FieldId, field: &Field) -> Option<Amounts> {
    if field.ty != Type::Money {
        return None;
    }
    let Column { states, data } = roster.dataset.column(ENTERPRISES, id)?;
    let Data::Number { mantissas, scale } = data else {
        return None;
    };
    let values = states.iter().zip(mantissas).map(|(state, m)| (state.is_known() && *m > 0).then_some(*m)).collect();
    Some(Amounts { values, scale: *scale })
}

/// The field that is the same of the year before: their headings differ in the year alone.
fn year_before(fields: &[Field], index: usize) -> Option<usize> {
    let field = fields.get(index)?;
    let before = field.year_offset?.checked_sub(1)?;
    let keys = |field: &Field| -> Vec<String> {
        field
            .headings
            .iter()
            .filter_map(|h| {
                let (start, rest) = h.split_once("{年")?;
                let (_, end) = rest.split_once('}')?;
                Some(fold(&format!("{start}{{年}}{end}")))
            })
            .collect()
    };
    let own = keys(field);
    fields.iter().position(|other| {
        other.year_offset == Some(before) && other.ty == Type::Money && keys(other).iter().any(|key| own.contains(key))
    })
}

fn against_last_year(roster: &Roster, field: usize, now: &Amounts, before: &Amounts, log: &mut Log) {
    let (shift_now, shift_before) = (
        crate::exact::pow10(before.scale.saturating_sub(now.scale)),
        crate::exact::pow10(now.scale.saturating_sub(before.scale)),
    );
    for (row, (a, b)) in now.values.iter().zip(&before.values).enumerate() {
        let pair = a.zip(*b).and_then(|(a, b)| Some((a.checked_mul(shift_now?)?, b.checked_mul(shift_before?)?)));
        let Some((a, b)) = pair else { continue };
        if let Some((factor, larger)) = FACTORS.into_iter().find_map(|f| near(a, b, f).map(|larger| (f, larger))) {
            warn(roster, field, row, factor, larger, true, log);
        }
    }
}

/// Is `a` within a tenth of `factor` times `b` (then `true`), or the other way round (`false`)?
fn near(a: i128, b: i128, factor: i128) -> Option<bool> {
    let within = |large: i128, small: i128| {
        let times = product(small, factor)?;
        let gap = product(large.checked_sub(times)?.checked_abs()?, 10)?;
        Some(gap <= times)
    };
    if within(a, b) == Some(true) {
        return Some(true);
    }
    (within(b, a) == Some(true)).then_some(false)
}

fn against_column(roster: &Roster, field: usize, amounts: &Amounts, log: &mut Log) {
    let mut known: Vec<i128> = amounts.values.iter().flatten().copied().collect();
    let count = known.len();
    if count < ENOUGH {
        return;
    }
    // the quarters in their places, the rest not sorted
    let mut quarter = |n: usize| *known.select_nth_unstable(count * n / 4).1;
    let (low, middle, high) = (quarter(1), quarter(2), quarter(3));
    // the middle half of a column must be narrow against the factor: its square, doubled, stays below it
    let Some(spread) = high.checked_mul(high).zip(low.checked_mul(low)) else {
        return;
    };
    let narrow = |factor: &i128| {
        let (high, low) = spread;
        high.checked_mul(2).zip(low.checked_mul(*factor)).is_some_and(|(h, l)| h < l)
    };
    let factors: Vec<i128> = FACTORS.into_iter().filter(narrow).collect();
    for (row, amount) in amounts.values.iter().enumerate() {
        let Some(amount) = amount else { continue };
        let found = factors.iter().find_map(|f| near(*amount, middle, *f).map(|larger| (*f, larger)));
        if let Some((factor, larger)) = found {
            warn(roster, field, row, factor, larger, false, log);
        }
    }
}

fn warn(roster: &Roster, field: usize, row: usize, factor: i128, larger: bool, last_year: bool, log: &mut Log) {
    let id = FieldId(field);
    let Some((place, raw)) = roster.cell(ENTERPRISES, id, row) else {
        return;
    };
    let Some(&(source, _)) = roster.origins.first().and_then(|rows| rows.get(row)) else {
        return;
    };
    let name = roster.schema.field(ENTERPRISES, id).map_or("", |f| f.name.as_str());
    let value = match roster.dataset.value(ENTERPRISES, id, row) {
        Some(Ok(crate::value::Value::Number(yuan))) => {
            Money::from_exact(yuan).map_or_else(|| yuan.to_string(), Money::grouped)
        }
        _ => raw.unwrap_or_default(),
    };
    let (than_zh, than_en) =
        if last_year { ("上年", "the year before") } else { ("同列的中间水平", "the middle of its column") };
    let (how_zh, how_en) = if larger {
        (format!("约为{than_zh}的 {factor} 倍"), format!("about {factor} times {than_en}"))
    } else {
        (format!("约为{than_zh}的 {factor} 分之一"), format!("about one {factor}th of {than_en}"))
    };
    let finding = Finding::new(
        &codes::FACTOR,
        Place::Cell(place),
        say!("“{name}”读作 {value} 元，{how_zh}", "`{name}` reads {value} yuan, {how_en}"),
    )
    .remedy(say!(
        "核对小数点和单位（元、万元）；没有错就不用改",
        "check the decimal point and the unit; if it is right nothing need be done"
    ))
    .of(roster.code(row));
    log.add((source, 0), &roster.sources, finding);
}
