//! Where no record fits: that there is none at all, or how far the nearest is from fitting. Where one fits that must not:
//! which one that is.

use crate::lang;
use crate::say;
use crate::schema::ENTERPRISES;
use crate::value::Value;

use super::amounts;
use super::gauge::Records;
use super::reading::{At, Lack, read as read_gauge};

/// What the lanes of enterprises lack for which `fails` holds.
pub(super) fn read(
    records: &Records<'_>,
    want: bool,
    at: At<'_>,
    fails: &[bool],
    lanes: &[usize],
) -> Vec<Option<Lack>> {
    if at.rows != ENTERPRISES || !fails.contains(&true) {
        return vec![None; lanes.len()];
    }
    let rows: Vec<std::ops::Range<usize>> = lanes.iter().map(|lane| rows(records, at, *lane)).collect();
    if !want {
        let counts = counts(records, at);
        let found = |(rows, fails): (&std::ops::Range<usize>, &bool)| {
            let row = rows.clone().find(|row| counts.get(*row).copied().unwrap_or(false));
            fails.then(|| Lack::plain(found(records, at, row)))
        };
        return rows.iter().zip(fails).map(found).collect();
    }
    let asked: Vec<usize> = rows.iter().zip(fails).filter(|(_, fails)| **fails).flat_map(|(r, _)| r.clone()).collect();
    let lacks = match &records.filter {
        Some((_, gauge)) if !asked.is_empty() => read_gauge(gauge, At { rows: records.table, ..at }, &asked),
        _ => Vec::new(),
    };
    let mut at_record = 0usize;
    let mut lack = |(rows, fails): (&std::ops::Range<usize>, &bool)| {
        if !fails {
            return None;
        }
        let own = lacks.get(at_record..at_record.saturating_add(rows.len())).unwrap_or_default();
        at_record = at_record.saturating_add(rows.len());
        Some(nearest(records, at, rows.len(), own))
    };
    rows.iter().zip(fails).map(&mut lack).collect()
}

/// The record that lacks the fewest parts, and of them the least.
fn nearest(records: &Records<'_>, at: At<'_>, count: usize, lacks: &[Option<Lack>]) -> Lack {
    let (name, those) = (&records.name, &records.those);
    if count == 0 {
        return Lack::plain(say!("没有{name}记录", "no record of {name}").get(at.lang).to_owned());
    }
    let best = lacks.iter().flatten().min_by(|a, b| {
        let sized = |lack: &Lack| lack.size.is_none();
        a.parts.cmp(&b.parts).then(sized(a).cmp(&sized(b))).then(a.size.cmp(&b.size))
    });
    let Some(best) = best else {
        return Lack::plain(say!("没有{those}", "no {those}").get(at.lang).to_owned());
    };
    let near = &best.said;
    let said = match count {
        1 => say!("仅有的 1 条{name}：{near}", "the only record of {name}: {near}"),
        _ => {
            say!("{count} 条{name}都不符合，最接近的：{near}", "none of {count} records of {name}, the nearest: {near}")
        }
    };
    Lack { said: said.get(at.lang).to_owned(), parts: best.parts, size: best.size }
}

/// A record that counts and should not, by what stands in it.
fn found(records: &Records<'_>, at: At<'_>, row: Option<usize>) -> String {
    let (name, those) = (&records.name, &records.those);
    let start = at.frame.rows(records.table).start;
    let cells = records.fields.iter().filter_map(|(field, name, ty)| {
        match at.data.value(records.table, *field, start.saturating_add(row?))?.ok()? {
            Value::None => None,
            value => Some(format!("{name} {}", amounts::value(ty, &value, at.lang))),
        }
    });
    let cells: Vec<String> = cells.collect();
    let said = if cells.is_empty() {
        say!("有{those}", "there is {those}")
    } else {
        let cells = cells.join("，");
        say!("{name}：{cells}", "{name}: {cells}")
    };
    said.get(at.lang).to_owned()
}

/// The lanes of an enterprise's records.
fn rows(records: &Records<'_>, at: At<'_>, lane: usize) -> std::ops::Range<usize> {
    let start = at.frame.rows(records.table).start;
    let own =
        at.data.tables.get(records.table.0).map_or(0..0, |t| t.of(at.frame.enterprises().start.saturating_add(lane)));
    own.start.saturating_sub(start)..own.end.saturating_sub(start)
}

/// Which records count for certain.
fn counts(records: &Records<'_>, at: At<'_>) -> Vec<bool> {
    let len = at.frame.rows(records.table).len();
    match &records.filter {
        None => vec![true; len],
        Some((filter, _)) => {
            let answers = lang::evaluate_records(filter, records.table, at.frame);
            (0..len).map(|row| answers.yes_no(row) == Some(true)).collect()
        }
    }
}

/// How many records of each enterprise of the batch count.
pub(super) fn counted(records: &Records<'_>, at: At<'_>) -> Vec<usize> {
    let counts = counts(records, at);
    let of = |lane| rows(records, at, lane).filter(|row| counts.get(*row).copied().unwrap_or(false)).count();
    (0..at.frame.enterprises().len()).map(of).collect()
}
