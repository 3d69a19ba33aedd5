//! The mapping file: pins what the reader would otherwise find by itself, for sheets it cannot read alone.
//!
//! ```toml
//! [[sheet]]
//! file   = "天元区.xlsx"        # left out: any file
//! sheet  = "Sheet1"             # left out: any sheet
//! table  = "企业"               # or: skip = true
//! header = 3                    # the row of the headings, or [3, 4] for two rows
//! unit   = "万元"               # where headings name none
//! [sheet.columns]
//! "上一年度研发" = "上年研发费用"                          # heading as written → field
//! "本年度研发"   = { field = "本年研发费用", unit = "元" }
//! ```
//! The first entry that fits a sheet holds. What it does not pin is found as usual.

use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::RosterFile;
use super::fault::Fault;
use super::number::Unit;
use super::text::fold;
use crate::diagnostic::codes::roster as codes;
use crate::diagnostic::{Bilingual, Finding};
use crate::say;
use crate::schema::Schema;

/// What is pinned for one sheet.
#[derive(Clone, Debug, Default)]
pub struct Pin {
    file: Option<String>,
    sheet: Option<String>,
    /// Is the sheet left out?
    pub skip: bool,
    /// The table that it holds.
    pub table: Option<usize>,
    /// Its first and last row of headings, from 1.
    pub header: Option<(u32, u32)>,
    /// The unit of amounts whose heading names none.
    pub unit: Option<Unit>,
    columns: Vec<(String, usize, Option<Unit>)>,
}

impl Pin {
    /// The field and unit that a heading is pinned to.
    pub fn column(&self, heading: &str) -> Option<(usize, Option<Unit>)> {
        let key = fold(heading);
        self.columns.iter().find(|(h, ..)| *h == key).map(|(_, field, unit)| (*field, *unit))
    }
}

/// The entry for a sheet, if there is one.
pub fn pin_for<'a>(pins: &'a [Pin], file: &str, sheet: &str) -> Option<&'a Pin> {
    let fits = |wanted: &Option<String>, name: &str| wanted.as_ref().is_none_or(|w| w == name);
    pins.iter().find(|pin| fits(&pin.file, file) && fits(&pin.sheet, sheet))
}

/// Reads a mapping file.
pub fn read(file: &RosterFile, schema: &Schema) -> Result<Vec<Pin>, Vec<Finding>> {
    let mut faults = Vec::new();
    let text = String::from_utf8_lossy(&file.bytes);
    let (document, errors) = DeTable::parse_recoverable(&text);
    for error in &errors {
        let start = error.span().map_or(0, |s| s.start);
        let detail = error.message();
        faults.push(wrong(&text, start, say!("不是正确的 TOML：{detail}", "this is not proper TOML: {detail}")));
    }
    let mut pins = Vec::new();
    for (key, value) in document.get_ref() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("sheet", DeValue::Array(entries)) => {
                for entry in entries.iter() {
                    match entry.get_ref() {
                        DeValue::Table(table) => {
                            let start = entry.span().start;
                            pins.push(pin(table, start, &text, schema, &mut faults));
                        }
                        _ => faults.push(shape(&text, entry.span().start, "sheet")),
                    }
                }
            }
            (name, _) => faults.push(unknown(&text, key.span().start, name)),
        }
    }
    if faults.is_empty() {
        return Ok(pins);
    }
    faults.sort_by_key(|f| f.row);
    let (name, sheet): (Arc<str>, Arc<str>) = (Arc::from(file.name.as_str()), Arc::from(""));
    Err(faults.into_iter().map(|f| f.in_sheet(&name, &sheet)).collect())
}

fn pin(table: &DeTable, start: usize, text: &str, schema: &Schema, faults: &mut Vec<Fault>) -> Pin {
    let mut pin = Pin::default();
    let mut columns = None;
    for (key, value) in table {
        let at = value.span().start;
        let name = key.get_ref().as_ref();
        match (name, value.get_ref()) {
            ("file", DeValue::String(s)) => pin.file = Some(s.to_string()),
            ("sheet", DeValue::String(s)) => pin.sheet = Some(s.to_string()),
            ("skip", DeValue::Boolean(skip)) => pin.skip = *skip,
            ("table", DeValue::String(s)) => match schema.table(s) {
                Some(id) => pin.table = Some(id.0),
                None => faults.push(nothing_named(text, at, s)),
            },
            ("unit", DeValue::String(s)) => match Unit::named(s) {
                Some(unit) => pin.unit = Some(unit),
                None => faults.push(shape(text, at, "unit")),
            },
            ("header", value) => match header(value) {
                Some(rows) => pin.header = Some(rows),
                None => faults.push(shape(text, at, "header")),
            },
            ("columns", DeValue::Table(table)) => columns = Some(table),
            ("file" | "sheet" | "skip" | "table" | "unit" | "columns", _) => {
                faults.push(shape(text, at, name));
            }
            _ => faults.push(unknown(text, key.span().start, name)),
        }
    }
    match (columns, pin.table) {
        (Some(columns), Some(table)) => {
            for (heading, value) in columns {
                let at = value.span().start;
                let Some((field, unit)) = column(value.get_ref()) else {
                    faults.push(shape(text, at, heading.get_ref()));
                    continue;
                };
                let found = schema.tables.get(table).and_then(|t| t.field(&field));
                match found {
                    Some(id) => pin.columns.push((fold(heading.get_ref()), id.0, unit)),
                    None => faults.push(nothing_named(text, at, &field)),
                }
            }
        }
        (Some(_), None) => faults.push(shape(text, start, "table")),
        (None, _) => {}
    }
    pin
}

fn column(value: &DeValue) -> Option<(String, Option<Unit>)> {
    match value {
        DeValue::String(field) => Some((field.to_string(), None)),
        DeValue::Table(table) => {
            let text = |key: &str| {
                table.iter().find(|(k, _)| k.get_ref().as_ref() == key).and_then(|(_, v)| v.get_ref().as_str())
            };
            let unit = match text("unit") {
                Some(word) => Some(Unit::named(word)?),
                None => None,
            };
            Some((text("field")?.to_owned(), unit))
        }
        _ => None,
    }
}

fn header(value: &DeValue) -> Option<(u32, u32)> {
    let row = |v: &DeValue| -> Option<u32> { v.as_integer()?.as_str().parse().ok() };
    match value {
        DeValue::Array(rows) => {
            let mut rows = rows.iter().map(|v| row(v.get_ref()));
            match (rows.next(), rows.next(), rows.next()) {
                (Some(first), Some(last), None) => {
                    first.zip(last).filter(|(first, last)| last.checked_sub(*first) == Some(1))
                }
                _ => None,
            }
        }
        value => row(value).map(|r| (r, r)),
    }
}

fn wrong(text: &str, start: usize, message: Bilingual) -> Fault {
    let line = text.get(..start).unwrap_or_default().bytes().filter(|b| *b == b'\n').count();
    let line = u32::try_from(line + 1).unwrap_or(0);
    let remedy = say!("改正对照文件第 {line} 行", "correct line {line} of the mapping file");
    Fault::new(&codes::MAPPING, message, remedy).at(line, 0)
}

fn shape(text: &str, start: usize, key: &str) -> Fault {
    let message = say!("“{key}”缺少或写法不对", "`{key}` is missing or not written as it should be");
    wrong(text, start, message)
}

fn unknown(text: &str, start: usize, key: &str) -> Fault {
    let message = say!("不认识“{key}”", "`{key}` means nothing here");
    wrong(text, start, message)
}

fn nothing_named(text: &str, start: usize, name: &str) -> Fault {
    let message = say!("政策包里没有“{name}”", "the pack has nothing named `{name}`");
    wrong(text, start, message)
}
