//! The pack's list of fields, from its file.

use std::path::Path;
use std::sync::Arc;

use duixian::diagnostic::Lang;
use duixian::policy::fields;
use duixian::schema::{ENTERPRISES, Role, Schema};
use duixian::source::RuleText;
use duixian::value::Type;

/// Reads the fields.
pub fn read(path: &Path) -> Result<Schema, String> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| format!("{name}: {e}"))?;
    fields::read(&Arc::new(RuleText { name: name.clone(), text })).map_err(|found| {
        let told: Vec<&str> = found.iter().map(|f| f.message.get(Lang::En)).collect();
        format!("{name}: {}", told.join("; "))
    })
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
