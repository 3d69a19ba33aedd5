//! JSON Schemas of a pack's rule files, so that an editor completes keys and names and marks what is wrong while it is
//! being written: `duixian rules schema`.
//!
//! They are made of the [`grammar`], of the built-in functions of [`builtins`] and of the names that the pack gives to
//! its fields, tables, payers, pools, measures and definitions. What only the compiler can know (the inside of an
//! expression, gaps between dates, shares that do not add up) they do not judge: `duixian check --rules` does.
//! Nothing is referred to by `$ref`, because editors differ in how they follow it.

use serde_json::{Map, Value as Json, json};

use super::case::STEPS;
use super::grammar::{self, Key, Named, Shape};
use super::pack::Pack;
use crate::lang::builtins::{self, Form};
use crate::schema::{ENTERPRISES, Field};
use crate::value::Type;

/// The schema of each kind of rule file: `measures.schema.json` and its text.
#[must_use]
pub fn schemas(pack: &Pack) -> Vec<(String, String)> {
    let names = Names::of(pack);
    grammar::KINDS
        .iter()
        .map(|kind| {
            let mut schema = section(kind.keys, &names);
            if let Some(fields) = schema.as_object_mut() {
                fields.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
                fields.insert("title".to_owned(), json!(format!("{}：{}", pack.title, kind.zh)));
                fields.insert("description".to_owned(), json!(kind.en));
            }
            let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
            (file_name(kind), format!("{text}\n"))
        })
        .collect()
}

/// `measures.schema.json`
#[must_use]
pub fn file_name(kind: &grammar::Kind) -> String {
    format!("{}.schema.json", kind.name)
}

/// What tells the editor extension which file has which schema, for a configuration file in the pack's folder;
/// `folder` is where the schemas stand, seen from there.
#[must_use]
pub fn wiring(folder: &str) -> String {
    let rules = grammar::KINDS.iter().map(|kind| {
        let include = if kind.place.ends_with('/') { format!("{}*.toml", kind.place) } else { kind.place.to_owned() };
        let schema = file_name(kind);
        format!("\n[[rule]]\ninclude = [\"{include}\"]\n\n[rule.schema]\npath = \"{folder}/{schema}\"\n")
    });
    format!("# 由 duixian rules schema 写出 · written by duixian rules schema\n{}", rules.collect::<String>())
}

/// A word that can be completed, and what is said of it.
type Known = (String, String);

/// What a pack has names for.
struct Names<'a> {
    pack: &'a Pack,
    /// What an expression may speak of.
    words: Vec<Known>,
}

impl<'a> Names<'a> {
    fn of(pack: &'a Pack) -> Self {
        let mut words: Vec<Known> = Vec::new();
        let mut add = |name: &str, said: String| {
            if words.iter().all(|(known, _)| known != name) {
                words.push((name.to_owned(), said));
            }
        };
        for table in &pack.schema.tables {
            for field in &table.fields {
                add(&field.name, format!("{} · {}", table.name, field.ty.zh()));
            }
        }
        for definition in &pack.definitions {
            add(&definition.name, format!("定义：{}", definition.value.words.get()));
        }
        for parameter in &pack.parameters {
            add(&parameter.name, format!("参数 · {}", parameter.ty.zh()));
        }
        for builtin in builtins::TABLE {
            let said = format!("{}\n{}\n{}", builtin.signature, builtin.meaning_zh, builtin.meaning_en);
            let sample = if matches!(builtin.form, Form::Constant(_)) { builtin.zh } else { builtin.example };
            add(sample, said);
        }
        Self { pack, words }
    }

    fn list(&self, named: Named) -> Vec<Known> {
        let schema = &self.pack.schema;
        let with = |name: &str, said: &str| (name.to_owned(), said.to_owned());
        let mut found: Vec<Known> = match named {
            Named::Measure => self.pack.measures.iter().map(|m| with(&m.id, &m.title)).collect(),
            Named::Payer => self.pack.payers.iter().map(|p| with(&p.id, "")).collect(),
            Named::Pool => self.pack.pools.iter().map(|p| with(&p.id, &p.title)).collect(),
            Named::Table => schema.tables.iter().map(|t| with(&t.name, "")).collect(),
            Named::Field => schema
                .tables
                .iter()
                .flat_map(|t| t.fields.iter().map(|f| with(&f.name, &format!("{} · {}", t.name, f.ty.zh()))))
                .collect(),
            Named::Step => STEPS.iter().map(|step| with(step, "")).collect(),
            Named::LookupKey => {
                let types = [Type::Text, Type::Integer, Type::Date, Type::YesNo];
                let mut keys: Vec<Known> = types.iter().map(|ty| with(ty.id(), ty.zh())).collect();
                let fits = |f: &&Field| !matches!(f.ty, Type::Money | Type::Number);
                for (i, table) in schema.tables.iter().enumerate() {
                    for field in table.fields.iter().filter(fits) {
                        let full = format!("{}.{}", table.name, field.name);
                        let (name, ty) = (&field.name, field.ty.zh());
                        let once = schema.tables.iter().filter(|t| t.field(name).is_some()).count() == 1;
                        if i == ENTERPRISES.0 || once {
                            keys.push(with(name, ty));
                        }
                        keys.push((full, ty.to_owned()));
                    }
                }
                keys
            }
        };
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|(name, _)| seen.insert(name.clone()));
        found
    }
}

/// One of a list of words, each with what is said of it.
fn one_of(known: &[Known]) -> Json {
    if known.is_empty() {
        return json!({ "not": {}, "description": "政策包里还没有 · the pack has none yet" });
    }
    let words: Vec<&str> = known.iter().map(|(word, _)| word.as_str()).collect();
    let docs: Vec<&str> = known.iter().map(|(_, said)| said.as_str()).collect();
    json!({ "enum": words, "x-taplo": { "docs": { "enumValues": docs } } })
}

fn section(keys: &[Key], names: &Names<'_>) -> Json {
    let mut properties = Map::new();
    for key in keys {
        let mut schema = shape(key.shape, names);
        if let Some(fields) = schema.as_object_mut() {
            fields.insert("description".to_owned(), json!(format!("{}\n{}", key.zh, key.en)));
        }
        properties.insert(key.name.to_owned(), schema);
    }
    let needed: Vec<&str> = keys.iter().filter(|k| k.needed).map(|k| k.name).collect();
    json!({ "type": "object", "properties": properties, "required": needed, "additionalProperties": false })
}

/// Several of a kind, or one. What is said of objects does not concern lists, and the other way round: so each mistake is
/// named for itself, which "one of two schemas" would not do.
fn several(one: Json) -> Json {
    let mut both = one.clone();
    if let Some(fields) = both.as_object_mut() {
        fields.insert("type".to_owned(), json!(["array", "object"]));
        fields.insert("items".to_owned(), one);
    }
    both
}

const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

fn shape(shape: Shape, names: &Names<'_>) -> Json {
    match shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Id => json!({ "type": "string", "pattern": "^[a-z]([a-z0-9-]*[a-z0-9])?$" }),
        Shape::Expression => {
            json!({ "anyOf": [{ "type": "string", "pattern": "\\S" }, one_of(&names.words)] })
        }
        Shape::Constant | Shape::Cell => json!({ "type": ["string", "integer", "boolean"] }),
        Shape::Money => json!({ "type": "string", "pattern": "元" }),
        Shape::Number => json!({ "type": ["string", "integer"] }),
        Shape::Integer => json!({ "type": "integer" }),
        Shape::YesNo => json!({ "type": "boolean" }),
        Shape::Date => json!({ "type": "string", "pattern": DAY }),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Name(named) => one_of(&names.list(named)),
        Shape::List(each) => json!({ "type": "array", "items": self::shape(*each, names) }),
        Shape::Section(keys) => section(keys, names),
        Shape::Sections(keys) => several(section(keys, names)),
        Shape::Open(named, value) => {
            let value = self::shape(*value, names);
            let properties: Map<String, Json> =
                names.list(named).into_iter().map(|(name, _)| (name, value.clone())).collect();
            json!({ "type": "object", "properties": properties, "additionalProperties": false })
        }
        Shape::Any(value) => json!({ "type": "object", "additionalProperties": self::shape(*value, names) }),
        Shape::Enterprise => several(enterprise(names)),
        Shape::Either(shapes) => {
            json!({ "anyOf": shapes.iter().map(|s| self::shape(*s, names)).collect::<Vec<_>>() })
        }
    }
}

/// The fields of an enterprise, and each related table as a list of records.
fn enterprise(names: &Names<'_>) -> Json {
    let tables = &names.pack.schema.tables;
    let cells = |fields: &[Field]| -> Map<String, Json> { fields.iter().map(|f| (f.name.clone(), cell(f))).collect() };
    let own = tables.first().map(|t| cells(&t.fields)).unwrap_or_default();
    let mut properties = Map::new();
    properties.insert("count".to_owned(), json!({ "type": "integer", "minimum": 1 }));
    for table in tables.iter().skip(1) {
        let record = json!({ "type": "object", "properties": cells(&table.fields), "additionalProperties": false });
        properties.insert(table.name.clone(), json!({ "type": "array", "items": record }));
    }
    // where a field and a table share a name, the field is meant
    properties.extend(own);
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// A cell of a case: a value of the field's type, nothing, or how it is missing.
fn cell(field: &Field) -> Json {
    let value = match &field.ty {
        Type::Money => json!({ "type": "string", "pattern": "元|^\\s*$" }),
        Type::Number | Type::Integer => json!({ "type": ["string", "integer"] }),
        Type::Date => json!({ "type": "string", "pattern": format!("{DAY}|^\\s*$") }),
        Type::Text => json!({ "type": "string" }),
        Type::YesNo => json!({ "enum": ["是", "否", "", "true", "false", true, false] }),
        Type::Choice(choice) => {
            let options: Vec<&str> = choice.options.iter().map(String::as_str).chain([""]).collect();
            json!({ "enum": options })
        }
    };
    let state = json!({
        "type": "object",
        "properties": { "state": { "enum": ["unreadable", "conflict"] } },
        "required": ["state"],
        "additionalProperties": false
    });
    json!({ "anyOf": [value, state], "description": field.ty.zh() })
}
