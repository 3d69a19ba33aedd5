//! `[[lookup]]`: a table from keys to a value, in the rule file or in CSV beside it.
//!
//! ```toml
//! [[lookup]]
//! name     = "县级分担"
//! keys     = ["所属县市区"]     # fields whose types the keys have (a related table's: "企业称号.级别"), or text, integer, date, yes/no
//! value    = "number"           # money, number, integer, text, date, yes/no
//! versions = [
//!   { from = 2023-01-01, rows = [["天元区", "70%"], ["茶陵县", "20%"]], otherwise = "50%" },
//! ]                              # or csv = "shares.csv": a heading line, then the keys and the value of each row
//! ```
//! `otherwise` fills in every combination of closed choices that has no row; without it such a row is missing, and holds.

use std::collections::BTreeMap;

use super::dated;
use super::document::{Data, Node};
use super::literal;
use super::mistake;
use super::pack::{Dated, Lookup};
use super::section::{Said, Section};
use super::silenced::Silenced;
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::lang::{Key, LookupTable};
use crate::say;
use crate::schema::{ENTERPRISES, Schema};
use crate::source::{Place, RuleText, Span};
use crate::value::{Type, Value};

/// The most rows that `otherwise` may make.
const MOST_ROWS: usize = 100_000;

/// Reads one; the name is given even where the rest is wrong. `csv` finds the text of a file beside the rule file.
pub(super) fn read(
    mut section: Section<'_>,
    schema: &Schema,
    csv: &dyn Fn(&str) -> Option<std::sync::Arc<RuleText>>,
    found: &mut Vec<Finding>,
) -> (Option<Said>, Result<Lookup, Silenced>) {
    let before = found.len();
    let whole = section.span.clone();
    let name = section.need_text("name");
    section.need_some("keys");
    let said = section.texts("keys");
    let keys: Vec<Type> = said.iter().filter_map(|key| key_type(key, schema, &mut section)).collect();
    let ty = section
        .need_word("value", &[("money", 0), ("number", 1), ("integer", 2), ("text", 3), ("date", 4), ("yes/no", 5)])
        .map(|i| match i {
            0 => Type::Money,
            1 => Type::Number,
            2 => Type::Integer,
            3 => Type::Text,
            4 => Type::Date,
            _ => Type::YesNo,
        });
    section.need_some("versions");
    let versions = section.sections("versions");
    section.finish(found);
    let Some(ty) = ty.filter(|_| keys.len() == said.len() && !keys.is_empty()) else {
        return (name, Err(Silenced::at(before, &whole, found)));
    };
    let mut dated = Vec::new();
    for mut version in versions {
        let period = dated::period(&mut version);
        let span = version.span.clone();
        let table = rows(version, &keys, &ty, csv, found);
        if let (Some(period), value) = (period, table) {
            dated.push(Dated { period, value, span });
        }
    }
    let lookup = match &name {
        Some(name) if Silenced::recorded(before, found).is_none() => Ok(Lookup {
            name: name.text.clone(),
            keys,
            ty,
            versions: dated::in_order(dated, "对照表", "lookup table", &name.text, found),
        }),
        _ => Err(Silenced::at(before, &whole, found)),
    };
    (name, lookup)
}

/// A field's type, or the type of that name.
fn key_type(key: &Said, schema: &Schema, section: &mut Section<'_>) -> Option<Type> {
    let plain = match key.text.as_str() {
        "text" => Some(Type::Text),
        "integer" => Some(Type::Integer),
        "date" => Some(Type::Date),
        "yes/no" => Some(Type::YesNo),
        _ => None,
    };
    let field = match key.text.split_once('.') {
        Some((table, field)) => schema.table(table).and_then(|t| {
            let table = schema.get(t)?;
            schema.field(t, table.field(field)?)
        }),
        None => {
            let main = schema.get(ENTERPRISES).and_then(|t| schema.field(ENTERPRISES, t.field(&key.text)?));
            main.or_else(|| {
                let mut others =
                    schema.tables.iter().skip(1).filter_map(|t| t.fields.iter().find(|f| f.name == key.text));
                others.next().filter(|_| others.next().is_none())
            })
        }
    };
    let ty = plain.or_else(|| field.map(|f| f.ty.clone()));
    match ty {
        Some(Type::Money | Type::Number) => {
            section.complain(
                Finding::new(
                    &codes::WRONG_TYPE,
                    Place::Rule(key.span.clone()),
                    say!("金额和数不能作对照表的键", "money and numbers cannot be keys of a lookup table"),
                )
                .remedy(say!("按金额分档请用 [[bands]]", "use [[bands]] for amounts in steps")),
            );
            None
        }
        Some(ty) => Some(ty),
        None => {
            let names: Vec<String> = schema
                .tables
                .iter()
                .enumerate()
                .flat_map(|(i, t)| {
                    t.fields.iter().map(move |f| if i == 0 { f.name.clone() } else { format!("{}.{}", t.name, f.name) })
                })
                .collect();
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            section.complain(mistake::unknown_name(key, "字段", "field", &known));
            None
        }
    }
}

fn rows(
    mut version: Section<'_>,
    keys: &[Type],
    ty: &Type,
    csv: &dyn Fn(&str) -> Option<std::sync::Arc<RuleText>>,
    found: &mut Vec<Finding>,
) -> LookupTable {
    let mut table = LookupTable::default();
    let mut places: BTreeMap<Vec<Key>, Span> = BTreeMap::new();
    let mut lines: Vec<(Vec<Cell<'_>>, Span)> = Vec::new();
    for item in version.items("rows") {
        match &item.data {
            Data::List(cells) if cells.len() == keys.len() + 1 => {
                lines.push((cells.iter().map(Cell::Node).collect(), item.span.clone()));
            }
            _ => version.complain(length(&item.span, keys.len())),
        }
    }
    let beside = version.text("csv");
    let mut file_found = false;
    if let Some(name) = &beside {
        match csv(&name.text) {
            Some(file) => {
                file_found = true;
                lines.extend(csv_rows(&file, keys.len(), &mut version));
            }
            None => version.complain(
                Finding::new(
                    &codes::MISSING_FILE,
                    Place::Rule(name.span.clone()),
                    say!("没有文件“{}”", "there is no file `{}`", name.text),
                )
                .remedy(say!("CSV 文件要放在这个规则文件旁边", "the CSV file must stand beside this rule file")),
            ),
        }
    }
    let otherwise = version.get("otherwise");
    if lines.is_empty() && otherwise.is_none() {
        match &beside {
            None => {
                version.need_some("rows");
            }
            Some(name) if file_found => version.complain(without_rows(name)),
            Some(_) => {} // a file that is missing has its finding
        }
    }
    version.finish(found);
    for (cells, span) in lines {
        let Some((key, value)) = row(&cells, keys, ty, found) else {
            continue;
        };
        if let Some(first) = places.get(&key) {
            let said = Said { text: span.text().to_owned(), span };
            found.push(mistake::duplicate(&said, "键", "key", first));
        } else {
            places.insert(key.clone(), span);
            table.rows.insert(key, value);
        }
    }
    if let Some(node) = otherwise
        && let Some((value, _)) = literal::read(node, Some(ty), found)
    {
        fill(&mut table, keys, &value, node, found);
    }
    table
}

enum Cell<'a> {
    Node(&'a Node),
    Said(Said),
}

impl Cell<'_> {
    fn read(&self, want: &Type, found: &mut Vec<Finding>) -> Option<Value> {
        match self {
            Self::Node(node) => literal::read(node, Some(want), found),
            Self::Said(said) => literal::of_text(said, Some(want), found),
        }
        .map(|(value, _)| value)
    }

    fn span(&self) -> &Span {
        match self {
            Self::Node(node) => &node.span,
            Self::Said(said) => &said.span,
        }
    }
}

fn row(cells: &[Cell<'_>], keys: &[Type], ty: &Type, found: &mut Vec<Finding>) -> Option<(Vec<Key>, Value)> {
    let mut key = Vec::with_capacity(keys.len());
    for (cell, want) in cells.iter().zip(keys) {
        let value = cell.read(want, found);
        let part = value.as_ref().and_then(Key::of);
        if value.is_some() && part.is_none() {
            found.push(
                Finding::new(
                    &codes::WRONG_TYPE,
                    Place::Rule(cell.span().clone()),
                    say!("这里要写整数", "this must be a whole number"),
                )
                .remedy(say!("改成整数", "write a whole number")),
            );
        }
        key.extend(part);
    }
    let value = cells.get(keys.len())?.read(ty, found)?;
    (key.len() == keys.len()).then_some((key, value))
}

/// Gives every combination of closed choices without a row the value of `otherwise`.
fn fill(table: &mut LookupTable, keys: &[Type], value: &Value, node: &Node, found: &mut Vec<Finding>) {
    let mut all: Vec<Vec<Key>> = vec![Vec::new()];
    for key in keys {
        let options: Vec<Key> = match key {
            Type::Choice(choice) => {
                (0..choice.options.len()).filter_map(|i| u32::try_from(i).ok()).map(Key::Choice).collect()
            }
            Type::YesNo => vec![Key::YesNo(false), Key::YesNo(true)],
            _ => Vec::new(),
        };
        if options.is_empty() || all.len().saturating_mul(options.len()) > MOST_ROWS {
            found.push(
                Finding::new(
                    &codes::WRONG_TYPE,
                    Place::Rule(node.span.clone()),
                    say!(
                        "键不是封闭的选项，otherwise 无法展开",
                        "the keys are no closed choices: otherwise cannot be filled in"
                    ),
                )
                .remedy(say!("逐行写出，删去 otherwise", "write the rows out and remove otherwise")),
            );
            return;
        }
        all = all
            .iter()
            .flat_map(|begun| options.iter().map(move |o| begun.iter().cloned().chain([o.clone()]).collect()))
            .collect();
    }
    for key in all {
        if !table.rows.contains_key(&key) {
            table.rest.insert(key.clone());
            table.rows.insert(key, value.clone());
        }
    }
}

fn csv_rows<'a>(file: &std::sync::Arc<RuleText>, keys: usize, version: &mut Section<'_>) -> Vec<(Vec<Cell<'a>>, Span)> {
    let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
    let skipped = file.text.len() - text.len();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let position = record.as_ref().map_or_else(|e| e.position().cloned(), |r| r.position().cloned());
        let start = position.and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or(0) + skipped;
        // the position of a record may be that of the line end before it
        let rest = file.text.get(start..).unwrap_or_default();
        let start = start + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let whole = Span { file: std::sync::Arc::clone(file), start, end: file.text.len() };
        let span = mistake::first_line(&whole);
        match record {
            Ok(record) if record.iter().all(|c| c.trim().is_empty()) => {}
            Ok(record) if record.len() == keys + 1 => {
                let cells =
                    record.iter().map(|c| Cell::Said(Said { text: c.trim().to_owned(), span: span.clone() })).collect();
                lines.push((cells, span));
            }
            _ => version.complain(length(&span, keys)),
        }
    }
    lines
}

fn without_rows(file: &Said) -> Finding {
    Finding::new(
        &codes::WRONG_TYPE,
        Place::Rule(file.span.clone()),
        say!("“{}”里没有读到一行", "no row was read from `{}`", file.text),
    )
    .remedy(say!("第一行是标题，以下至少要有一行", "its first line is the heading: write at least one row below it"))
}

fn length(span: &Span, keys: usize) -> Finding {
    Finding::new(
        &codes::WRONG_TYPE,
        Place::Rule(mistake::first_line(span)),
        say!("一行应有 {} 格：{keys} 个键和一个值", "a row has {} cells: {keys} keys and a value", keys + 1),
    )
    .remedy(say!("补上或删去多余的格", "add or remove cells"))
}
