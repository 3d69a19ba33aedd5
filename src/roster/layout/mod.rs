//! Where in a sheet its tables stand: which table, which rows are the headings, which column is which
//! field, and in which unit. What is ambiguous is a finding; nothing is guessed.
//!
//! A sheet may hold several tables one under the other: each begins with headings of its own and ends
//! where the headings of the next begin, or the title and notes above them. Headings that stand again
//! as they stood before (on every printed page) begin nothing, unless the note above them states another unit.

mod below;
mod columns;
mod reading;

use std::ops::Range;

use super::fault::Fault;
use super::grid::Grid;
use super::heading::{Lexicon, unit_note};
use super::listed;
use super::mapping::Pin;
use super::number::Unit;
use super::text::{fold, quoted};
use crate::diagnostic::Bilingual;
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::{Role, Schema};
use reading::Reading;

/// How many rows of a sheet are looked at for its headings.
const HEAD_ROWS: usize = 15;

/// A table as it stands in a sheet.
#[derive(Debug)]
pub struct Layout {
    /// Index of the table.
    pub table: usize,
    /// All rows that belong to it, those above its headings among them, as indices into the grid.
    pub rows: Range<usize>,
    /// The first row of the headings.
    pub first: usize,
    /// The last row of the headings.
    pub last: usize,
    /// The columns that are fields, by column.
    pub columns: Vec<Planned>,
    /// The column of the enterprises' names; records may have one that is no field of theirs.
    pub named: Option<u32>,
    /// The fields that have no column.
    pub absent: Vec<usize>,
    /// Why it cannot stand alone: columns are missing that every enterprise needs.
    pub supplement: Option<Fault>,
    /// What is worth saying about the headings.
    pub faults: Vec<Fault>,
}

/// A column that is a field.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Column from 1.
    pub column: u32,
    /// Index of the field.
    pub field: usize,
    /// The heading as it is written.
    pub heading: String,
    /// The unit of its amounts.
    pub unit: Option<Unit>,
    /// Are its numbers percentages?
    pub percent: bool,
}

/// What a part of a sheet is.
#[derive(Debug)]
pub enum Found {
    /// A table.
    Table(Layout),
    /// Nothing of ours; with what is to be said about it, if anything.
    Nothing(Option<Fault>),
    /// It cannot be used, and why; with the table that it would be, where that is known.
    Broken(Vec<Fault>, Option<usize>),
}

/// The unit that the notes above a table give.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stated {
    #[default]
    Nothing,
    One(Unit),
    /// Notes that contradict each other.
    Several,
}

/// Finds the tables of a sheet, from top to bottom. `name` is the sheet's, or a CSV file's.
pub fn find(grid: &Grid, name: &str, schema: &Schema, lexicon: &Lexicon, pin: Option<&Pin>) -> Vec<Found> {
    let best = match best(grid, name, schema, lexicon, pin) {
        Ok(reading) => reading,
        Err(found) => return vec![found],
    };
    let mut found = Vec::new();
    let (mut start, mut current) = (0, best);
    loop {
        let note = match pin.and_then(|p| p.unit).filter(|_| start == 0) {
            Some(unit) => Stated::One(unit),
            None => match stated(grid, start..current.first) {
                // what holds for the sheet is said on top, unless something else was said since
                Stated::Nothing => stated(grid, 0..current.first),
                own => own,
            },
        };
        let next = below::next(grid, &current, note, schema, lexicon);
        let end = next.as_ref().map_or(grid.rows(), |(start, _)| *start);
        found.push(columns::settle(grid, current, start..end, (schema, lexicon), note));
        match next {
            Some((_, Err(fault))) => {
                found.push(Found::Broken(vec![fault], None));
                return found;
            }
            Some((at, Ok(reading))) => (start, current) = (at, reading),
            None => return found,
        }
    }
}

/// The table that bears this name, which a sheet or a CSV file may have.
pub fn by_name(schema: &Schema, name: &str) -> Option<usize> {
    let name = fold(name);
    schema.tables.iter().position(|table| std::iter::once(&table.name).chain(&table.sheets).any(|n| fold(n) == name))
}

/// The first table of a sheet: the uppermost headings that name a code, whatever else may stand below.
fn best(grid: &Grid, name: &str, schema: &Schema, lexicon: &Lexicon, pin: Option<&Pin>) -> Result<Reading, Found> {
    let by_name = by_name(schema, name);
    let pinned = pin.and_then(|p| p.table);
    let unfit = |found| pin.and_then(|p| p.header).map_or(found, |rows| Found::Broken(vec![pinned_away(rows)], pinned));
    let tables: Vec<usize> = pinned.map_or_else(|| (0..schema.tables.len()).collect(), |table| vec![table]);
    let places = reading::places(grid, HEAD_ROWS, pin);
    let of = |places: &[(usize, usize)]| -> Vec<Reading> {
        tables.iter().filter_map(|table| reading::best(grid, *table, lexicon, pin, places)).collect()
    };
    let named = |(first, last): &(usize, usize)| of(&[(*first, *last)]).iter().any(|r| is_table(r, schema));
    let top = places.iter().find(|place| named(place)).map(|(_, last)| *last);
    let mut readings = match top {
        Some(top) => {
            let there: Vec<_> =
                places.iter().copied().filter(|(first, last)| (*first..=*last).contains(&top)).collect();
            of(&there)
        }
        None => of(&places),
    };
    let wanted = |r: &Reading| Some(r.table) == by_name || Some(r.table) == pinned;
    readings.retain(|r| keyed(r, schema) || r.hits() >= 3 || wanted(r));
    let best = match readings.iter().position(|r| Some(r.table) == by_name && is_table(r, schema)) {
        Some(index) => readings.swap_remove(index),
        None => match choose(readings, schema) {
            Ok(Some(reading)) => reading,
            Ok(None) => return Err(unfit(unrecognised(grid, name, by_name, schema))),
            Err(fault) => return Err(Found::Broken(vec![fault], None)),
        },
    };
    if !wanted(&best) && best.hits() < 2 {
        return Err(unfit(unrecognised(grid, name, None, schema)));
    }
    Ok(best)
}

/// The unit that is stated in some rows, outside of the headings.
fn stated(grid: &Grid, rows: Range<usize>) -> Stated {
    let mut units: Vec<Unit> = rows.flat_map(|row| grid.row(row)).filter_map(|c| unit_note(c.text)).collect();
    units.sort_unstable();
    units.dedup();
    match units.as_slice() {
        [] => Stated::Nothing,
        [unit] => Stated::One(*unit),
        _ => Stated::Several,
    }
}

fn keyed(reading: &Reading, schema: &Schema) -> bool {
    let code = schema.tables.get(reading.table).and_then(|t| t.role(Role::Code));
    code.is_some_and(|code| reading.has(code.0))
}

/// Do the headings name the table's code, and something else of it?
fn is_table(reading: &Reading, schema: &Schema) -> bool {
    keyed(reading, schema) && reading.hits() >= 2
}

/// The table whose headings are hit most often; an error when two are hit alike.
fn choose(readings: Vec<Reading>, schema: &Schema) -> Result<Option<Reading>, Fault> {
    let rank = |r: &Reading| (keyed(r, schema), r.hits());
    let Some(most) = readings.iter().map(rank).max() else {
        return Ok(None);
    };
    let mut best = readings.into_iter().filter(|r| rank(r) == most);
    let first = best.next();
    let rivals: Vec<Reading> = best.collect();
    let (Some(reading), false) = (&first, rivals.is_empty() || most.1 < 2) else {
        return Ok(first.filter(|r| rank(r).1 >= 2 || rivals.is_empty()));
    };
    let tables = std::iter::once(reading).chain(&rivals).filter_map(|r| schema.tables.get(r.table));
    let names: Vec<&str> = tables.map(|t| t.name.as_str()).collect();
    let (zh, en) = listed::names(&names);
    Err(Fault::new(
        &codes::TABLE_AMBIGUOUS,
        say!("表头与{zh}都相符，分不清是哪张表", "the headings fit {en} alike, so it is unclear which table this is"),
        say!(
            "把工作表（CSV 则为文件）改名为其中一张表的名字，或补齐该表的表头",
            "name the sheet (or the CSV file) after one of them, or complete its headings"
        ),
    ))
}

fn unrecognised(grid: &Grid, name: &str, by_name: Option<usize>, schema: &Schema) -> Found {
    if grid.filled() == 0 {
        return Found::Nothing(None);
    }
    let name = quoted(name);
    if let Some(table) = by_name.and_then(|i| schema.tables.get(i)) {
        let code = table.role(Role::Code).and_then(|c| table.fields.get(c.0));
        let code = code.map_or("", |f| f.name.as_str());
        let fault = Fault::new(
            &codes::COLUMN_REQUIRED,
            say!(
                "“{name}”前 {HEAD_ROWS} 行里找不到表头",
                "no headings are found in the first {HEAD_ROWS} rows of `{name}`"
            ),
            say!("补上表头一行，至少要有“{code}”", "add a row of headings, with `{code}` at least"),
        );
        return Found::Broken(vec![fault], by_name);
    }
    let Bilingual { zh, en } = wanted(schema);
    Found::Nothing(Some(Fault::new(
        &codes::SHEET_UNKNOWN,
        say!("“{name}”不是本政策包要用的表，没有读取", "`{name}` is no table of this pack and was not read"),
        say!("确实要用的话，{zh}", "if it should be used, {en}"),
    )))
}

/// How the tables are named and headed: each with its first headings.
pub fn wanted(schema: &Schema) -> Bilingual {
    const HEADINGS: usize = 3;
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    let mut key = "";
    for table in &schema.tables {
        let code = table.role(Role::Code);
        key = code.and_then(|c| table.fields.get(c.0)).map_or(key, |f| f.name.as_str());
        let headings = table.fields.iter().enumerate().filter(|(i, _)| code.is_none_or(|c| c.0 != *i));
        let headings: Vec<&str> = headings.map(|(_, f)| f.name.as_str()).collect();
        let more = if headings.len() > HEADINGS { "…" } else { "" };
        let first = headings.iter().take(HEADINGS).copied().collect::<Vec<_>>();
        zh.push(format!("{}（{}{more}）", table.name, first.join("、")));
        en.push(format!("{} ({}{more})", table.name, first.join(", ")));
    }
    let (zh, en) = (zh.join("；"), en.join("; "));
    say!(
        "工作表用这些名字之一，表头要有“{key}”和该表的列：{zh}",
        "name the sheet as one of these, with `{key}` and the table's columns as headings: {en}"
    )
}

/// The mapping file points to rows that are no headings.
fn pinned_away((first, last): (u32, u32)) -> Fault {
    let (zh, en) = listed::rows(&if first == last { vec![first] } else { vec![first, last] });
    Fault::new(
        &codes::MAPPING,
        say!(
            "对照文件说表头在第 {zh} 行，那里没有这张表的表头",
            "the mapping file says that the headings are in row {en}, where none of this table are found"
        ),
        say!(
            "改正对照文件里的 header，或删去让程序自己找",
            "correct `header` in the mapping file, or remove it to have them found"
        ),
    )
}
