//! The pack's list of fields, from its file.

use std::path::Path;
use std::sync::Arc;

use duixian::schema::{Absent, ENTERPRISES, Empty, Field, Role, Schema, Table};
use duixian::value::{Choice, Type};
use toml::de::{DeTable, DeValue};

/// Reads the fields.
pub fn read(path: &Path) -> Result<Schema, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let root = DeTable::parse(&text)
        .map_err(|e| e.to_string())?
        .into_inner();
    let mut schema = Schema::default();
    for table in list(&root, "table") {
        let Some(table) = table.as_table() else {
            continue;
        };
        let name = word(table, "name");
        let mut sheets = words(table, "sheets");
        if sheets.is_empty() {
            sheets.push(name.clone());
        }
        let fields = list(table, "field")
            .iter()
            .filter_map(|v| v.as_table())
            .map(field)
            .collect();
        schema.tables.push(Table {
            name,
            sheets,
            fields,
            absent: Absent::Empty,
        });
    }
    Ok(schema)
}

fn field(table: &DeTable<'_>) -> Field {
    let name = word(table, "name");
    let ty = match word(table, "type").as_str() {
        "money" => Type::Money,
        "integer" => Type::Integer,
        "date" => Type::Date,
        "yes/no" => Type::YesNo,
        "choice" => Type::Choice(Arc::new(Choice {
            name: name.clone(),
            options: words(table, "choices"),
        })),
        _ => Type::Text,
    };
    let role = word(table, "role");
    let year = table
        .iter()
        .find(|(k, _)| k.get_ref() == "year")
        .map(|(_, v)| {
            v.get_ref()
                .as_integer()
                .map_or(0, |i| i.as_str().parse().unwrap_or(0))
        });
    Field {
        name,
        ty,
        headings: words(table, "headings"),
        year_offset: year,
        empty: Empty::Missing,
        role: Role::ALL.into_iter().find(|r| r.id() == role),
        spellings: Vec::new(),
        fill_down: false,
    }
}

fn list<'a>(table: &'a DeTable<'_>, key: &str) -> Vec<&'a DeValue<'a>> {
    let found = table.iter().find(|(k, _)| k.get_ref() == key);
    found
        .and_then(|(_, v)| v.get_ref().as_array())
        .map(|a| a.iter().map(|v| v.get_ref()).collect())
        .unwrap_or_default()
}

fn word(table: &DeTable<'_>, key: &str) -> String {
    let found = table.iter().find(|(k, _)| k.get_ref() == key);
    found
        .and_then(|(_, v)| v.get_ref().as_str())
        .unwrap_or_default()
        .to_owned()
}

fn words(table: &DeTable<'_>, key: &str) -> Vec<String> {
    list(table, key)
        .iter()
        .filter_map(|v| v.as_str())
        .map(str::to_owned)
        .collect()
}

/// The counties, as the choices of the field that says where an enterprise belongs.
pub fn counties(schema: &Schema) -> Result<Vec<String>, String> {
    let table = schema.get(ENTERPRISES).ok_or("no table of enterprises")?;
    let field = table.fields.iter().find(|f| f.role == Some(Role::County));
    match field.map(|f| &f.ty) {
        Some(Type::Choice(choice)) => Ok(choice.options.clone()),
        _ => Err("no field with the role county".to_owned()),
    }
}
