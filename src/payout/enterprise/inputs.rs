//! The sheet of data: what the roster says of the enterprise as far as its measures look at it, each value with the
//! cell that it came from, and its related records.

use std::collections::BTreeSet;

use crate::lang::References;
use crate::payout::book::leaf::{Entry, Ink, Leaf};
use crate::say;
use crate::schema::{ENTERPRISES, FieldId, Role, TableId};
use crate::value::{State, Value};

use super::atlas::Atlas;
use super::desk::Desk;
use super::looks::Look;
use super::value;

/// Its columns: a name, a value, and room for the fields of records.
#[must_use]
pub fn widths(fields: usize) -> Vec<usize> {
    let mut widths = vec![30, 24, 16, 20, 16, 18, 24];
    widths.resize(widths.len().max(fields.saturating_add(1)), 18);
    widths
}

/// Writes the sheet, and enters where each value stands.
pub fn write(desk: &Desk<'_>, enterprise: usize, used: &References, leaf: &mut Leaf<'_>, atlas: &mut Atlas) {
    let fields = used.tables.iter().filter_map(|t| desk.pack.schema.get(*t)).map(|t| t.fields.len());
    desk.head(leaf, fields.max().unwrap_or(0).max(7), &say!("申报数据", "data"), enterprise);
    of_enterprise(desk, enterprise, used, leaf, atlas);
    for table in &used.tables {
        of_table(desk, enterprise, *table, leaf, atlas);
    }
}

/// A block of the enterprise's own fields, a row each.
fn of_enterprise(desk: &Desk<'_>, enterprise: usize, used: &References, leaf: &mut Leaf<'_>, atlas: &mut Atlas) {
    let heads = [
        say!("项目", "field"),
        say!("值", "value"),
        say!("单位", "unit"),
        say!("表中原文", "as written"),
        say!("单元格", "cell"),
        say!("工作表", "sheet"),
        say!("文件", "file"),
    ];
    desk.heads(leaf, &heads);
    let table = desk.pack.schema.get(ENTERPRISES);
    let known = [Role::Code, Role::Name, Role::County].into_iter().filter_map(|role| table.and_then(|t| t.role(role)));
    let looked_at = used.fields.iter().filter(|(table, _)| *table == ENTERPRISES).map(|(_, field)| *field);
    let fields: BTreeSet<FieldId> = known.chain(looked_at).collect();
    for field in fields {
        let Some(schema) = desk.pack.schema.field(ENTERPRISES, field) else { continue };
        leaf.put(0, Look::Label.style(), schema.name.as_str());
        put_value(desk, leaf, 1, (ENTERPRISES, field, enterprise), atlas);
        leaf.put(2, Look::Centre.style(), desk.word(&value::unit(&schema.ty)));
        let (place, raw) = desk.results.places.cell(ENTERPRISES, field, enterprise).unwrap_or_default();
        let raw = raw.unwrap_or_else(|| desk.missing(ENTERPRISES, field, enterprise));
        leaf.put(3, Look::Code.style(), raw);
        leaf.is_code(3);
        leaf.put(4, Look::Centre.style(), place.address());
        leaf.put(5, Look::Words.style(), &*place.sheet);
        leaf.put(6, Look::Words.style(), &*place.file);
        leaf.end(18);
    }
}

/// A block of related records: where each stands, then its fields.
fn of_table(desk: &Desk<'_>, enterprise: usize, table: TableId, leaf: &mut Leaf<'_>, atlas: &mut Atlas) {
    let (Some(schema), Some(records)) = (desk.pack.schema.get(table), desk.results.data.tables.get(table.0)) else {
        return;
    };
    let rows = records.of(enterprise);
    let (name, count) = (&schema.name, rows.len());
    desk.caption(leaf, 7, &say!("{name}（{count} 条）", "{name} ({count})"));
    if rows.is_empty() {
        return;
    }
    let key = schema.role(Role::Code);
    let fields: Vec<FieldId> = (0..schema.fields.len()).map(FieldId).filter(|f| Some(*f) != key).collect();
    leaf.put(0, Look::Head.style(), desk.word(&say!("出处", "source")));
    for (column, field) in (1..).zip(&fields) {
        let Some(field) = schema.fields.get(field.0) else { continue };
        let (name, unit) = (&field.name, desk.word(&value::unit(&field.ty)));
        leaf.put(column, Look::Head.style(), if unit.is_empty() { name.clone() } else { format!("{name}\n({unit})") });
    }
    leaf.end(30);
    for row in rows {
        leaf.put(0, Look::Words.style(), desk.source(table, row));
        for (column, field) in (1..).zip(&fields) {
            put_value(desk, leaf, column, (table, *field, row), atlas);
        }
        leaf.end(18);
    }
}

/// Puts a value; what is missing leaves its cell empty, so that no formula takes it for anything.
fn put_value(
    desk: &Desk<'_>,
    leaf: &mut Leaf<'_>,
    column: usize,
    (table, field, row): (TableId, FieldId, usize),
    atlas: &mut Atlas,
) {
    let known = desk.results.data.value(table, field, row).unwrap_or(Err(State::Unreadable));
    let ty = desk.pack.schema.field(table, field).map(|f| &f.ty);
    let inked = match (&known, ty) {
        (Ok(Value::None), _) => Some((Ink::Nothing, Look::Words)),
        (Ok(value), Some(ty)) => value::ink(ty, value, desk.lang),
        _ => None,
    };
    let (entry, look, placed): (Entry<'_>, Look, bool) = match inked {
        Some((ink, look)) => (ink.into(), look, true),
        // a number with more digits than a cell keeps stands there as words, and is computed with nowhere
        None if known.is_ok() => {
            (ty.map(|ty| value::said(ty, &known, desk.lang)).unwrap_or_default().into(), Look::Words, false)
        }
        None => (Ink::Nothing.into(), Look::Held, true),
    };
    if placed {
        atlas.fields.insert((table, field, row), desk.sheets.on_inputs(&leaf.fixed(column)));
    }
    leaf.put(column, look.style(), entry);
    if look == Look::Code {
        leaf.is_code(column);
    }
}
