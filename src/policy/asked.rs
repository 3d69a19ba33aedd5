//! Which tables and columns are asked of those who fill rosters in. Of a year's rules: the tables that something looks at, and
//! those that must be there; of the enterprises the columns that something looks at and those with a role. Records keep
//! all their columns: without a name or a number two of them could not be told apart, and would count once.

use std::collections::{BTreeMap, BTreeSet};

use super::edition::Edition;
use super::pack::{Measure, Pack};
use super::usage;
use crate::schema::{Absent, ENTERPRISES, Empty, FieldId, Table, TableId};

/// The columns that are asked for, each with the titles of the measures that look at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// By table and field, in the pack's order.
    pub fields: BTreeMap<(TableId, FieldId), Vec<&'a str>>,
}

impl Asked<'_> {
    /// Is anything of a table asked for?
    #[must_use]
    pub fn has(&self, table: TableId) -> bool {
        self.fields.range((table, FieldId(0))..).next().is_some_and(|((first, _), _)| *first == table)
    }

    /// The columns alone.
    #[must_use]
    pub fn columns(&self) -> BTreeSet<(TableId, FieldId)> {
        self.fields.keys().copied().collect()
    }
}

impl Edition<'_> {
    /// What the rules of the year ask for.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        of(self.pack, &self.in_force().collect::<Vec<_>>(), true)
    }
}

impl Pack {
    /// Everything, with the measures of all years that look at it.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        of(self, &self.measures.iter().collect::<Vec<_>>(), false)
    }
}

fn of<'a>(pack: &'a Pack, measures: &[&'a Measure], only_looked_at: bool) -> Asked<'a> {
    let looked = looked_at(pack, measures);
    let is_asked = |id: TableId, table: &Table| {
        let there = looked.keys().any(|(table, _)| *table == id);
        !only_looked_at || id == ENTERPRISES || table.absent == Absent::Error || there
    };
    let mut fields = BTreeMap::new();
    for (index, table) in pack.schema.tables.iter().enumerate() {
        let id = TableId(index);
        if !is_asked(id, table) {
            continue;
        }
        let all: BTreeSet<FieldId> = (0..table.fields.len()).map(FieldId).collect();
        let asked = if only_looked_at && id == ENTERPRISES { of_enterprises(table, &looked, all) } else { all };
        for field in asked {
            let titles = looked.get(&(id, Some(field))).cloned().unwrap_or_default();
            fields.insert((id, field), titles);
        }
    }
    Asked { fields }
}

/// The columns of the enterprises that something looks at, that have a role, or that say what an empty one of these means.
fn of_enterprises(table: &Table, looked: &Looked<'_>, all: BTreeSet<FieldId>) -> BTreeSet<FieldId> {
    let is_asked = |id: &FieldId| {
        let field = table.fields.get(id.0);
        looked.contains_key(&(ENTERPRISES, Some(*id)))
            || field.is_some_and(|f| f.role.is_some() || f.empty == Empty::Reject)
    };
    let mut asked: BTreeSet<FieldId> = all.into_iter().filter(is_asked).collect();
    loop {
        let needed: Vec<FieldId> = asked
            .iter()
            .filter_map(|id| table.fields.get(id.0))
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

/// What something looks at: fields, and (without one) tables, each with the titles of the measures that do.
type Looked<'a> = BTreeMap<(TableId, Option<FieldId>), Vec<&'a str>>;

fn looked_at<'a>(pack: &'a Pack, measures: &[&'a Measure]) -> Looked<'a> {
    let mut looked: Looked<'a> = BTreeMap::new();
    for measure in measures {
        let used = usage::reached(&usage::expressions(measure), &pack.definitions);
        let fields = used.fields.into_iter().map(|(table, field)| (table, Some(field)));
        for thing in fields.chain(used.tables.into_iter().map(|table| (table, None))) {
            let titles = looked.entry(thing).or_default();
            if !titles.contains(&measure.title.as_str()) {
                titles.push(&measure.title);
            }
        }
    }
    let draws = |pool: &str| measures.iter().any(|m| m.draws_on(pool));
    let breakers = pack.pools.iter().filter(|pool| draws(&pool.id)).filter_map(|pool| pool.breaker.as_ref());
    let shared = pack.veto.iter().map(|veto| &veto.when).chain(breakers.flat_map(|b| [&b.bad, &b.of]));
    let used = usage::reached(&shared.collect::<Vec<_>>(), &pack.definitions);
    for (table, field) in used.fields {
        looked.entry((table, Some(field))).or_default();
    }
    for table in used.tables.into_iter().chain(pack.offset.as_ref().map(|rule| rule.table)) {
        looked.entry((table, None)).or_default();
    }
    looked
}
