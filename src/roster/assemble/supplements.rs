//! Tables of enterprises that add columns to those of another, and columns that nobody sent.
//!
//! A further table may hold codes and new columns alone, if each of its codes stands in a table that is complete:
//! then there is nothing that its missing columns would have to say.

use std::collections::BTreeSet;

use super::super::Options;
use super::super::batch::Batch;
use super::super::code::CreditCode;
use super::super::listed;
use super::super::log::{Log, Source};
use super::{Chosen, Tables};
use crate::diagnostic::codes::roster as codes;
use crate::diagnostic::{Bilingual, Finding};
use crate::say;
use crate::schema::{Schema, Table};
use crate::source::Place;

/// Is each enterprise of a table that cannot stand alone in a complete one? If not, what is missing is told.
pub fn complete(batches: &[(usize, Batch)], sources: &[Source], log: &mut Log) -> bool {
    if batches.iter().all(|(_, b)| b.supplement.is_none()) {
        return true;
    }
    let complete = || batches.iter().filter(|(_, b)| b.supplement.is_none() && b.table == 0);
    let known: BTreeSet<CreditCode> = complete().flat_map(|(_, b)| b.codes.iter().flatten().copied()).collect();
    let mut all = true;
    for (source, batch) in batches {
        let (Some(fault), Some(from)) = (&batch.supplement, sources.get(*source)) else { continue };
        let unknown = |code: &&(Option<CreditCode>, u32)| code.0.is_some_and(|code| !known.contains(&code));
        let rows: Vec<(Option<CreditCode>, u32)> =
            batch.codes.iter().copied().zip(batch.rows.iter().copied()).collect();
        let strange: Vec<u32> = rows.iter().filter(unknown).map(|(_, row)| *row).collect();
        if complete().next().is_some() && strange.is_empty() {
            continue;
        }
        all = false;
        let mut finding = fault.clone().in_sheet(&from.file, &from.sheet);
        if complete().next().is_some() {
            let (zh, en) = listed::rows(&strange);
            let Bilingual { zh: said_zh, en: said_en } = &finding.message;
            finding.message = say!(
                "{said_zh}；第 {zh} 行的代码在完整的名单里没有，补不上去",
                "{said_en}; the codes of rows {en} stand in no complete table to which these could add"
            );
            finding.remedy = say!(
                "补上这些列，表头照写；只是补充几列的，改正或删去这些行",
                "add the columns with these headings; if the table only adds columns to another, correct or remove these rows"
            );
        }
        log.add((u32::try_from(*source).unwrap_or(u32::MAX), 0), sources, finding);
    }
    all
}

/// The columns that sheets lack, where it does not come to putting them together.
pub fn all_lacking(schema: &Schema, options: &Options, batches: &[(usize, Batch)], sources: &[Source], log: &mut Log) {
    for (source, batch) in batches {
        if let Some(table) = schema.tables.get(batch.table) {
            lacking(table, (*source, batch), |field| options.asks(batch.table, field), sources, log);
        }
    }
}

fn lacking(
    table: &Table,
    (source, batch): (usize, &Batch),
    is_wanting: impl Fn(usize) -> bool,
    sources: &[Source],
    log: &mut Log,
) {
    let Some(from) = sources.get(source).filter(|_| batch.supplement.is_none()) else { return };
    let (absent, headings) = &batch.absent;
    let wanting = absent.iter().filter(|field| is_wanting(**field));
    let names: Vec<&str> = wanting.filter_map(|field| Some(table.fields.get(*field)?.name.as_str())).collect();
    if names.is_empty() {
        return;
    }
    let (table, (zh, en)) = (&table.name, listed::names(&names));
    let message = say!(
        "“{table}”没有这些列，要用到的核定都待核：{zh}",
        "`{table}` lacks these columns, and awards that need them are held: {en}"
    );
    let remedy = say!("有这些数据就补上，表头照写", "if there are such data, add the columns with these headings");
    let finding = Finding::new(&codes::COLUMN_ABSENT, Place::Cell(from.cell(*headings, 0)), message);
    log.add((u32::try_from(source).unwrap_or(u32::MAX), 0), sources, finding.remedy(remedy));
}

impl Tables<'_> {
    /// A finding for each sheet about the columns that it lacks and nobody else has for its enterprises.
    pub(super) fn columns_absent(&self, chosen: &Chosen, options: &Options, sources: &[Source], log: &mut Log) {
        for (index, (source, batch)) in self.batches.iter().enumerate() {
            let is_wanting = |field: usize| options.asks(batch.table, field) && self.is_wanting(index, field, chosen);
            lacking(self.table, (*source, batch), is_wanting, sources, log);
        }
    }

    /// Does a field that a sheet lacks remain unsaid for one of its rows?
    fn is_wanting(&self, batch: usize, field: usize, chosen: &Chosen) -> bool {
        let said_elsewhere = chosen.elsewhere.range((field, 0)..(field.saturating_add(1), 0)).next().is_some();
        if !said_elsewhere {
            return !chosen.parents.is_empty()
                || self.batches.len() == 1
                || chosen.rows.iter().any(|row| row.batch as usize == batch)
                || self.batches.get(batch).is_some_and(|(_, b)| b.rows.is_empty());
        }
        let rows = chosen.of(field);
        chosen
            .rows
            .iter()
            .zip(rows.iter())
            .any(|(own, said)| own.batch as usize == batch && self.is_absent(*said, field))
    }
}
