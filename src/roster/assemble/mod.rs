//! Typed sheets into one roster: rows tied to enterprises, duplicates merged, contradictions marked,
//! every row accounted for. What comes out does not depend on the order of rows, sheets or files.
//!
//! ```text
//! enterprises  one row for each code; what contradicts is marked
//! supplements  tables that add columns to those of others
//! records      each tied to its enterprise, once
//! gather       the rows chosen, as columns
//! ```

mod enterprises;
mod gather;
mod records;
mod supplements;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::batch::{Batch, Lanes};
use super::code::CreditCode;
use super::log::{Log, Source};
use super::{Options, Roster, TableAccount};
use crate::dataset::{Dataset, Texts};
use crate::diagnostic::{Bilingual, Code, Finding};
use crate::schema::{Role, Schema, Table};
use crate::source::Place;
use crate::value::State;
pub use gather::Raw;
pub use supplements::all_lacking;

/// A row of a batch: which batch, which row of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    batch: u32,
    row: u32,
}

/// All batches of one table.
struct Tables<'a> {
    table: &'a Table,
    /// The field of the codes.
    code: Option<usize>,
    batches: Vec<(usize, &'a Batch)>,
}

/// The rows of a table that are used, in their final order.
#[derive(Default)]
struct Chosen {
    rows: Vec<Row>,
    /// Fields for which another row speaks, because the row's sheet has no such column: by field and final row.
    elsewhere: BTreeMap<(usize, usize), Row>,
    /// Lanes that contradict each other: field and final row.
    conflicts: Vec<(usize, usize)>,
    parents: Vec<u32>,
    merged: u64,
    rejected: u64,
    orphan_hole: bool,
}

impl Chosen {
    /// The rows that speak for a field.
    fn of(&self, field: usize) -> Cow<'_, [Row]> {
        let mut others = self.elsewhere.range((field, 0)..(field.saturating_add(1), 0)).peekable();
        if others.peek().is_none() {
            return Cow::Borrowed(&self.rows);
        }
        let mut rows = self.rows.clone();
        for ((_, at), row) in others {
            if let Some(slot) = rows.get_mut(*at) {
                *slot = *row;
            }
        }
        Cow::Owned(rows)
    }
}

/// Puts the sheets of all files together. None, when a sheet that cannot stand alone has to.
pub fn assemble(
    schema: &Schema,
    options: &Options,
    sources: Vec<Source>,
    batches: Vec<(usize, Batch)>,
    log: &mut Log,
) -> Option<Roster> {
    if !supplements::complete(&batches, &sources, log) {
        all_lacking(schema, options, &batches, &sources, log);
        return None;
    }
    let mut texts = Texts::default();
    let mut dataset = Dataset::default();
    let mut accounting = Vec::new();
    let (mut origins, mut raw) = (Vec::new(), Vec::new());
    let mut keys: Vec<CreditCode> = Vec::new();
    let mut symbols: Vec<u32> = Vec::new();
    let mut elsewhere = BTreeMap::new();
    for (index, table) in schema.tables.iter().enumerate() {
        let of_table = Tables {
            table,
            code: table.role(Role::Code).map(|f| f.0),
            batches: batches.iter().filter(|(_, b)| b.table == index).map(|(source, b)| (*source, b)).collect(),
        };
        let chosen = if index == 0 {
            let chosen = of_table.enterprises(&sources, log);
            keys = chosen.rows.iter().filter_map(|r| of_table.code(*r)).collect();
            elsewhere = chosen.elsewhere.iter().map(|(at, row)| (*at, of_table.origin(*row))).collect();
            chosen
        } else {
            of_table.records(&keys, &sources, log)
        };
        let (records, table_raw) = of_table.gather(&chosen, (index > 0).then_some(&symbols), &mut texts);
        if index == 0 {
            of_table.shared_names(&chosen, &records, &texts, &sources, log);
            symbols = of_table.code.map_or_else(Vec::new, |code| records.symbols(code).to_vec());
        } else {
            of_table.identifiers(&chosen, &records, &texts, &sources, log);
        }
        of_table.columns_absent(&chosen, options, &sources, log);
        accounting.push(of_table.account(&chosen));
        origins.push(chosen.rows.iter().map(|r| of_table.origin(*r)).collect::<Vec<(u32, u32)>>());
        raw.push(table_raw);
        dataset.tables.push(records);
    }
    dataset.texts = texts;
    let control_totals = batches
        .iter()
        .flat_map(|(source, batch)| {
            let source = sources.get(*source);
            batch.totals.iter().map(move |total| {
                let mut total = total.clone();
                if let Some(source) = source {
                    total.place.file = source.file.clone();
                    total.place.sheet = source.sheet.clone();
                }
                total
            })
        })
        .collect();
    Some(Roster {
        dataset,
        findings: Vec::new(),
        accounting,
        control_totals,
        codes: keys,
        schema: schema.clone(),
        sources,
        origins,
        elsewhere,
        raw,
    })
}

impl Tables<'_> {
    fn batch(&self, row: Row) -> Option<&Batch> {
        self.batches.get(row.batch as usize).map(|(_, b)| *b)
    }

    fn code(&self, row: Row) -> Option<CreditCode> {
        *self.batch(row)?.codes.get(row.row as usize)?
    }

    /// Index of the source and row number.
    fn origin(&self, row: Row) -> (u32, u32) {
        let source = self.batches.get(row.batch as usize).map_or(0, |(s, _)| *s);
        let number = self.batch(row).and_then(|b| b.rows.get(row.row as usize));
        (u32::try_from(source).unwrap_or(u32::MAX), number.copied().unwrap_or(0))
    }

    fn lanes(&self, row: Row, field: usize) -> Option<&Lanes> {
        self.batch(row)?.lanes.get(field)
    }

    /// Has the row's sheet no column for the field?
    fn is_absent(&self, row: Row, field: usize) -> bool {
        self.lanes(row, field).is_none_or(|lanes| lanes.state(row.row as usize) == State::Absent)
    }

    fn compare_field(&self, a: Row, b: Row, field: usize) -> Ordering {
        match (self.lanes(a, field), self.lanes(b, field)) {
            (Some(x), Some(y)) => x.compare(a.row as usize, y, b.row as usize),
            (x, y) => x.is_some().cmp(&y.is_some()),
        }
    }

    /// The order of two rows of one code, by all that they say.
    fn compare_content(&self, a: Row, b: Row) -> Ordering {
        (0..self.table.fields.len())
            .filter(|field| Some(*field) != self.code)
            .map(|field| self.compare_field(a, b, field))
            .find(|o| o.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    /// All rows that are not rejected, by code, content, and place in the input.
    fn sorted(&self) -> Vec<(CreditCode, Row)> {
        let mut rows: Vec<(CreditCode, Row)> = Vec::new();
        for (batch, (_, b)) in self.batches.iter().enumerate() {
            let batch = u32::try_from(batch).unwrap_or(u32::MAX);
            for (row, code) in b.codes.iter().enumerate() {
                let row = u32::try_from(row).unwrap_or(u32::MAX);
                if let Some(code) = code {
                    rows.push((*code, Row { batch, row }));
                }
            }
        }
        rows.par_sort_unstable();
        // what few rows say is looked at only where their codes are one
        for same in rows.chunk_by_mut(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            same.sort_by(|(_, a), (_, b)| self.compare_content(*a, *b));
        }
        rows
    }

    fn rejected(&self) -> u64 {
        let none = |b: &Batch| b.codes.iter().filter(|c| c.is_none()).count() as u64;
        self.batches.iter().map(|(_, b)| none(b)).sum()
    }

    fn finding(
        &self,
        code: &'static Code,
        row: Row,
        field: Option<usize>,
        sources: &[Source],
        say: (Bilingual, Bilingual),
    ) -> Finding {
        let place = self.place(row, field, sources);
        let finding = Finding::new(code, place, say.0).remedy(say.1);
        match self.code(row) {
            Some(code) => finding.of(code.as_str()),
            None => finding,
        }
    }

    fn place(&self, row: Row, field: Option<usize>, sources: &[Source]) -> Place {
        let (source, number) = self.origin(row);
        let column = field.and_then(|f| self.batch(row)?.columns.get(f)?.as_ref()).map_or(0, |p| p.column);
        match sources.get(source as usize) {
            Some(source) => Place::Cell(source.cell(number, column)),
            None => Place::Nowhere,
        }
    }

    fn in_order(&self, a: Row, b: Row) -> (Row, Row) {
        if a <= b { (a, b) } else { (b, a) }
    }

    fn account(&self, chosen: &Chosen) -> TableAccount {
        let sum = |of: fn(&Batch) -> u64| self.batches.iter().map(|(_, b)| of(b)).sum();
        TableAccount {
            table: self.table.name.clone(),
            rows: sum(|b| b.total_rows),
            used: chosen.rows.len() as u64,
            merged: chosen.merged,
            excluded: sum(|b| b.excluded),
            rejected: chosen.rejected,
        }
    }
}
