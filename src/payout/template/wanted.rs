//! Which tables and columns are asked for. Of a year's rules: the tables that something looks at, and those that must be there;
//! of the enterprises the columns that something looks at and those with a role. Records keep all their columns:
//! without a name or a number two of them could not be told apart, and would count once.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;
use crate::policy::pack::Measure;
use crate::policy::usage;
use crate::schema::{Absent, ENTERPRISES, Empty, Field, FieldId, Role, Schema, Table, TableId};

/// A table that is asked for.
pub struct Wanted<'a> {
    /// Which.
    pub id: TableId,
    /// The table.
    pub table: &'a Table,
    /// The name of its sheet.
    pub sheet: String,
    /// Its columns, in the pack's order.
    pub columns: Vec<Column<'a>>,
}

impl Wanted<'_> {
    /// How many columns stay in sight: the code, and the name behind it.
    pub fn frozen(&self) -> usize {
        let is_name = |column: &Column<'_>| column.field.role == Some(Role::Name);
        1 + usize::from(self.columns.get(1).is_some_and(is_name))
    }
}

/// A column that is asked for.
pub struct Column<'a> {
    /// Which field.
    pub id: FieldId,
    /// The field.
    pub field: &'a Field,
    /// Its heading without the unit.
    pub heading: String,
    /// The titles of the measures that look at it.
    pub measures: Vec<&'a str>,
}

/// What a pack's rules look at: each field with the measures that do.
#[derive(Default)]
struct Looks<'a> {
    fields: BTreeMap<(TableId, FieldId), Vec<&'a str>>,
    tables: BTreeSet<TableId>,
}

/// The tables that are asked for, in the pack's order.
pub fn wanted(source: Source<'_>) -> Vec<Wanted<'_>> {
    let looks = looks(source);
    let schema = &source.pack.schema;
    let asked = |id: TableId, table: &Table| {
        source.edition.is_none() || id == ENTERPRISES || table.absent == Absent::Error || looks.tables.contains(&id)
    };
    let tables = schema.tables.iter().enumerate().map(|(i, table)| (TableId(i), table));
    tables
        .filter(|(id, table)| asked(*id, table))
        .map(|(id, table)| {
            let fields = fields(source, schema, id, &looks);
            let columns = fields.into_iter().filter_map(|field_id| {
                let field = table.fields.get(field_id.0)?;
                let measures = looks.fields.get(&(id, field_id)).cloned().unwrap_or_default();
                Some(Column { id: field_id, field, heading: field.heading(source.year()), measures })
            });
            let sheet = table.sheets.first().unwrap_or(&table.name).clone();
            Wanted { id, table, sheet, columns: columns.collect() }
        })
        .collect()
}

/// The fields of a table that are asked for, in its order.
fn fields(source: Source<'_>, schema: &Schema, table: TableId, looks: &Looks<'_>) -> BTreeSet<FieldId> {
    let Some(of) = schema.get(table) else { return BTreeSet::new() };
    let all = (0..of.fields.len()).map(FieldId);
    if source.edition.is_none() || table != ENTERPRISES {
        return all.collect();
    }
    let is_asked = |id: &FieldId| {
        let field = of.fields.get(id.0);
        looks.fields.contains_key(&(table, *id)) || field.is_some_and(|f| f.role.is_some() || f.empty == Empty::Reject)
    };
    let mut asked: BTreeSet<FieldId> = all.filter(is_asked).collect();
    // what an empty cell means may depend on others
    loop {
        let needed: Vec<FieldId> = asked
            .iter()
            .filter_map(|id| of.fields.get(id.0))
            .flat_map(|field| match &field.empty {
                Empty::None { unless_filled, only_if_zero } => {
                    unless_filled.iter().chain(only_if_zero).copied().collect()
                }
                Empty::Reject | Empty::Missing => Vec::new(),
            })
            .filter(|id| !asked.contains(id))
            .collect();
        if needed.is_empty() {
            return asked;
        }
        asked.extend(needed);
    }
}

fn looks(source: Source<'_>) -> Looks<'_> {
    let pack = source.pack;
    let mut looks = Looks::default();
    let versions: Vec<&Measure> = match source.edition {
        Some(edition) => edition.measures.iter().filter_map(|m| pack.measures.get(*m)).collect(),
        None => pack.measures.iter().collect(),
    };
    for measure in &versions {
        let used = usage::reached(&usage::expressions(measure), &pack.definitions);
        for field in &used.fields {
            let titles = looks.fields.entry(*field).or_default();
            if !titles.contains(&measure.title.as_str()) {
                titles.push(&measure.title);
            }
        }
        looks.tables.extend(used.tables);
    }
    let draws = |pool: &str| versions.iter().any(|m| m.draws_on(pool));
    let breakers = pack.pools.iter().filter(|pool| draws(&pool.id)).filter_map(|pool| pool.breaker.as_ref());
    let shared = pack.veto.iter().map(|veto| &veto.when).chain(breakers.flat_map(|b| [&b.bad, &b.of]));
    let used = usage::reached(&shared.collect::<Vec<_>>(), &pack.definitions);
    looks.tables.extend(used.tables);
    for field in used.fields {
        looks.fields.entry(field).or_default();
    }
    looks.tables.extend(pack.offset.as_ref().map(|rule| rule.table));
    looks.tables.extend(looks.fields.keys().map(|(table, _)| *table).collect::<Vec<_>>());
    looks
}
