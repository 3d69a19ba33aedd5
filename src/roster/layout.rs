//! Where in a sheet its table stands: which table, which rows are the headings, which column is which
//! field, and in which unit. What is ambiguous is a finding; nothing is guessed.

use std::collections::BTreeMap;

use super::fault::Fault;
use super::grid::Grid;
use super::heading::{Lexicon, Marks, Meaning, unit_note};
use super::mapping::Pin;
use super::number::Unit;
use super::text::{fold, is_blank, quoted};
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::{Empty, Role, Schema, Table};
use crate::source::column_letters;
use crate::value::Type;

/// How many rows of a sheet are looked at for its headings.
pub const HEAD_ROWS: usize = 15;

/// A sheet that holds a table.
#[derive(Debug)]
pub struct Layout {
    /// Index of the table.
    pub table: usize,
    /// The first row of the headings, as an index into the grid.
    pub first: usize,
    /// The last row of the headings.
    pub last: usize,
    /// The columns that are fields, by column.
    pub columns: Vec<Planned>,
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

/// What a sheet is.
#[derive(Debug)]
pub enum Found {
    /// A table.
    Table(Layout),
    /// Nothing of ours; with what is to be said about it, if anything.
    Nothing(Option<Fault>),
    /// It cannot be used, and why; with the table that it would be, where that is known.
    Broken(Vec<Fault>, Option<usize>),
}

/// One way to read the headings of a sheet.
#[derive(Clone, Debug)]
struct Reading {
    table: usize,
    first: usize,
    last: usize,
    columns: BTreeMap<u32, (String, Meaning)>,
}

impl Reading {
    fn hits(&self) -> usize {
        let mut fields: Vec<usize> = self
            .columns
            .values()
            .filter_map(|(_, meaning)| match meaning {
                Meaning::Field(field, _) => Some(*field),
                Meaning::OtherYear(..) => None,
            })
            .collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }

    fn has(&self, wanted: usize) -> bool {
        self.columns.values().any(|(_, m)| matches!(m, Meaning::Field(field, _) if *field == wanted))
    }
}

/// Finds the table of a sheet. `name` is the sheet's, or a CSV file's.
pub fn find(grid: &Grid, name: &str, schema: &Schema, lexicon: &Lexicon, pin: Option<&Pin>) -> Found {
    let by_name = by_name(schema, name);
    let tables: Vec<usize> = match pin.and_then(|p| p.table) {
        Some(table) => vec![table],
        None => (0..schema.tables.len()).collect(),
    };
    let pinned = pin.is_some_and(|p| p.table.is_some());
    let mut readings: Vec<Reading> =
        tables.iter().filter_map(|table| best_of_table(grid, *table, lexicon, pin)).collect();
    let code_of = |table: usize| schema.tables.get(table).and_then(|t| t.role(Role::Code));
    let keyed = |r: &Reading| code_of(r.table).is_some_and(|code| r.has(code.0));
    readings.retain(|r| keyed(r) || r.hits() >= 3 || Some(r.table) == by_name || pinned);
    let preferred = readings.iter().position(|r| Some(r.table) == by_name && r.hits() >= 2 && keyed(r));
    let best = match preferred {
        Some(index) => readings.swap_remove(index),
        None => match choose(readings, schema, keyed) {
            Ok(Some(reading)) => reading,
            Ok(None) => return unrecognised(grid, name, by_name, schema),
            Err(fault) => return Found::Broken(vec![fault], None),
        },
    };
    if !pinned && Some(best.table) != by_name && best.hits() < 2 {
        return unrecognised(grid, name, None, schema);
    }
    match schema.tables.get(best.table) {
        Some(table) => settle(grid, best, table, pin),
        None => Found::Nothing(None),
    }
}

/// The table that bears this name, which a sheet or a CSV file may have.
pub fn by_name(schema: &Schema, name: &str) -> Option<usize> {
    let name = fold(name);
    schema.tables.iter().position(|table| std::iter::once(&table.name).chain(&table.sheets).any(|n| fold(n) == name))
}

/// The table whose headings are hit most often; an error when two are hit alike.
fn choose(readings: Vec<Reading>, schema: &Schema, keyed: impl Fn(&Reading) -> bool) -> Result<Option<Reading>, Fault> {
    let rank = |r: &Reading| (keyed(r), r.hits());
    let Some(most) = readings.iter().map(rank).max() else {
        return Ok(None);
    };
    let mut best = readings.into_iter().filter(|r| rank(r) == most);
    let first = best.next();
    let rivals: Vec<Reading> = best.collect();
    let (Some(reading), false) = (&first, rivals.is_empty() || most.1 < 2) else {
        return Ok(first.filter(|r| rank(r).1 >= 2 || rivals.is_empty()));
    };
    let names: Vec<String> = std::iter::once(reading)
        .chain(&rivals)
        .filter_map(|r| schema.tables.get(r.table))
        .map(|t| format!("“{}”", t.name))
        .collect();
    let names = names.join("、");
    Err(Fault::new(
        &codes::TABLE_AMBIGUOUS,
        say!(
            "表头与 {names} 都相符,分不清是哪张表",
            "the headings fit {names} alike, so it is unclear which table this is"
        ),
        say!(
            "把工作表(CSV 则为文件)改名为其中一张表的名字,或补齐该表的表头",
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
            say!("“{name}”前 15 行里找不到表头", "no headings are found in the first 15 rows of `{name}`"),
            say!("补上表头一行,至少要有“{code}”", "add a row of headings, with `{code}` at least"),
        );
        return Found::Broken(vec![fault], by_name);
    }
    Found::Nothing(Some(Fault::new(
        &codes::SHEET_UNKNOWN,
        say!("“{name}”不是本政策包要用的表,没有读取", "`{name}` is no table of this pack and was not read"),
        say!("确实要用的话,表头请照模板填写", "if it should be used, give it the headings of the template"),
    )))
}

/// The best reading of a sheet as one table, over the first rows and over one or two rows of headings.
fn best_of_table(grid: &Grid, table: usize, lexicon: &Lexicon, pin: Option<&Pin>) -> Option<Reading> {
    let mut best: Option<Reading> = None;
    let last = grid.rows().min(HEAD_ROWS);
    let rows: Vec<(usize, usize)> = match pin.and_then(|p| p.header) {
        Some((first, last)) => {
            let first = grid.index_of(first)?;
            vec![(first, grid.index_of(last)?)]
        }
        None => (0..last).map(|r| (r, r)).chain((0..last.saturating_sub(1)).map(|r| (r, r + 1))).collect(),
    };
    for (first, last) in rows {
        let reading = read_rows(grid, table, lexicon, pin, first, last);
        let better = best.as_ref().is_none_or(|b| reading.hits() > b.hits());
        if better && !reading.columns.is_empty() {
            best = Some(reading);
        }
    }
    best
}

fn read_rows(grid: &Grid, table: usize, lexicon: &Lexicon, pin: Option<&Pin>, first: usize, last: usize) -> Reading {
    let mut columns = BTreeMap::new();
    let upper = if first == last { BTreeMap::new() } else { spread(grid, first, last) };
    let mut seen: BTreeMap<u32, &str> = BTreeMap::new();
    for cell in grid.row(last) {
        if !is_blank(cell.text) {
            seen.insert(cell.column, cell.text);
        }
    }
    for column in upper.keys() {
        seen.entry(*column).or_insert("");
    }
    for (column, bottom) in seen {
        let top = upper.get(&column).copied().unwrap_or_default();
        let shown = [top, bottom].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("/");
        let pinned = pin.and_then(|p| p.column(&shown).or_else(|| p.column(bottom)));
        let meaning = match pinned {
            Some((field, unit)) => Some(Meaning::Field(field, Marks { unit, percent: false })),
            None if first == last => lexicon.meaning(table, bottom),
            None => lexicon.meaning_of_two(table, top, bottom),
        };
        if let Some(meaning) = meaning {
            columns.insert(column, (shown, meaning));
        }
    }
    Reading { table, first, last, columns }
}

/// The upper row of two rows of headings, each merged cell spread over its columns. A file without
/// merged cells (CSV) leaves the other columns of a group empty, so there the group reaches to the next text.
fn spread(grid: &Grid, first: usize, last: usize) -> BTreeMap<u32, &str> {
    let number = grid.number(first);
    let mut upper = BTreeMap::new();
    let below: Vec<u32> = grid.row(last).filter(|c| !is_blank(c.text)).map(|c| c.column).collect();
    let merged: Vec<_> = grid.merges.iter().filter(|a| a.top <= number && number <= a.bottom).collect();
    let texts: Vec<_> = grid.row(first).filter(|c| !is_blank(c.text)).collect();
    for (i, cell) in texts.iter().enumerate() {
        let area = merged.iter().find(|a| a.left <= cell.column && cell.column <= a.right);
        let next = texts.get(i + 1).map_or(u32::MAX, |c| c.column);
        upper.insert(cell.column, cell.text);
        match area {
            Some(area) => {
                for column in area.left..=area.right {
                    upper.insert(column, cell.text);
                }
            }
            None if grid.merges.is_empty() && below.contains(&cell.column) => {
                for column in below.iter().filter(|c| cell.column < **c && **c < next) {
                    upper.insert(*column, cell.text);
                }
            }
            None => {}
        }
    }
    upper
}

/// Checks the chosen reading and completes it with units.
fn settle(grid: &Grid, reading: Reading, table: &Table, pin: Option<&Pin>) -> Found {
    let (mut errors, mut faults) = (Vec::new(), Vec::new());
    let row = grid.number(reading.last);
    let note = pin
        .and_then(|p| p.unit)
        .or_else(|| (0..=reading.last).find_map(|r| grid.row(r).find_map(|c| unit_note(c.text))));
    let mut columns: Vec<Planned> = Vec::new();
    for (column, (heading, meaning)) in &reading.columns {
        let Meaning::Field(index, marks) = meaning else {
            continue;
        };
        let Some(field) = table.fields.get(*index) else {
            continue;
        };
        if let Some(first) = columns.iter().find(|c| c.field == *index) {
            errors.push(twice(&field.name, first, *column, heading).at(row, *column));
            continue;
        }
        let money = field.ty == Type::Money;
        let unit = marks.unit.or(note).filter(|_| money);
        if money && unit.is_none() {
            faults.push(unit_missing(heading).at(row, *column));
        }
        columns.push(Planned {
            column: *column,
            field: *index,
            heading: heading.clone(),
            unit,
            percent: marks.percent,
        });
    }
    let has = |index: usize| columns.iter().any(|c| c.field == index);
    for (column, (heading, meaning)) in &reading.columns {
        if let Meaning::OtherYear(index, named) = meaning
            && !has(*index)
        {
            let name = table.fields.get(*index).map_or("", |f| f.name.as_str());
            errors.push(other_year(heading, name, *named).at(row, *column));
        }
    }
    let mut absent = Vec::new();
    for (index, field) in table.fields.iter().enumerate() {
        if has(index) {
            continue;
        }
        let year_is_wrong = reading.columns.values().any(|(_, m)| matches!(m, Meaning::OtherYear(i, _) if *i == index));
        if year_is_wrong {
            continue;
        }
        if field.empty == Empty::Reject || field.role == Some(Role::Code) {
            errors.push(required(&field.name, &table.name).at(row, 0));
        } else {
            absent.push(field.name.as_str());
        }
    }
    if !absent.is_empty() {
        faults.push(columns_absent(&absent, &table.name).at(row, 0));
    }
    faults.extend(unknown(grid, &reading).map(|f| f.at(row, 0)));
    if !errors.is_empty() {
        return Found::Broken(errors, Some(reading.table));
    }
    Found::Table(Layout { table: reading.table, first: reading.first, last: reading.last, columns, faults })
}

fn twice(field: &str, first: &Planned, column: u32, heading: &str) -> Fault {
    let (a, b) = (column_letters(first.column), column_letters(column));
    let (x, y) = (quoted(&first.heading), quoted(heading));
    Fault::new(
        &codes::COLUMN_TWICE,
        say!(
            "{a} 列“{x}”和 {b} 列“{y}”都是“{field}”,不知用哪一列",
            "column {a} `{x}` and column {b} `{y}` are both `{field}`, so it is unclear which to use"
        ),
        say!("删去一列,或把其中一列的表头改成别的", "delete one of them or change its heading"),
    )
}

fn unit_missing(heading: &str) -> Fault {
    let heading = quoted(heading);
    Fault::new(
        &codes::UNIT_MISSING,
        say!(
            "“{heading}”没有写单位,表头上方也没有“单位:万元”之类的说明,这一列暂不采用",
            "`{heading}` names no unit, and no note such as `单位:万元` stands above the table, so the column is not used"
        ),
        say!(
            "把表头写成“{heading}(万元)”或“{heading}(元)”",
            "write `{heading}(万元)` or `{heading}(元)` as its heading"
        ),
    )
}

fn other_year(heading: &str, field: &str, named: i16) -> Fault {
    let heading = quoted(heading);
    Fault::new(
        &codes::HEADING_YEAR,
        say!(
            "表头“{heading}”写的是 {named} 年,不是“{field}”该用的年度",
            "heading `{heading}` names {named}, which is not the year of `{field}`"
        ),
        say!("换成正确年度的数据,或核对 --year 是否填对", "supply the figures of the right year, or check --year"),
    )
}

fn required(field: &str, table: &str) -> Fault {
    Fault::new(
        &codes::COLUMN_REQUIRED,
        say!("“{table}”缺少必需的列“{field}”", "`{table}` lacks the required column `{field}`"),
        say!("补上这一列,表头写“{field}”", "add the column with the heading `{field}`"),
    )
}

fn columns_absent(fields: &[&str], table: &str) -> Fault {
    let list = |open: &str, close: &str, comma: &str| {
        let quoted: Vec<String> = fields.iter().map(|f| format!("{open}{f}{close}")).collect();
        quoted.join(comma)
    };
    let (zh, en) = (list("“", "”", "、"), list("`", "`", ", "));
    Fault::new(
        &codes::COLUMN_ABSENT,
        say!(
            "“{table}”没有这些列,都按未填处理:{zh}",
            "`{table}` lacks these columns, which count as not filled in: {en}"
        ),
        say!("有这些数据就补上,表头照写", "if there are such data, add the columns with these headings"),
    )
}

/// The headings that are no field, in one note.
fn unknown(grid: &Grid, reading: &Reading) -> Option<Fault> {
    let left: Vec<String> = grid
        .row(reading.last)
        .filter(|c| !is_blank(c.text))
        .filter(|c| match reading.columns.get(&c.column) {
            None => true,
            Some((_, meaning)) => matches!(meaning, Meaning::OtherYear(..)),
        })
        .map(|c| format!("{} 列“{}”", column_letters(c.column), quoted(c.text)))
        .collect();
    let list = left.join("、");
    (!left.is_empty()).then(|| {
        Fault::new(
            &codes::COLUMN_UNKNOWN,
            say!("用不到的列:{list}", "columns that are not used: {list}"),
            say!("确实要用的话,表头请照模板填写", "if one should be used, give it the heading of the template"),
        )
    })
}
