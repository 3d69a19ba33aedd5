//! Rosters: from the workbooks and CSV files that counties send to typed columns ([`Dataset`]).
//!
//! ```text
//! bytes ─► format ─► workbook │ csv ─► grid ─► layout ─► rows ─► batch ─► assemble ─► Roster
//!          what is   checked, one     cells    tables,   data or  typed    tied, merged,
//!          it?       pass             as are   headings, aside?   lanes    accounted for
//!                                              units
//!          └──────────────────── file, all at once ─────────────┘
//! ```
//!
//! | | |
//! |---|---|
//! | `file` | one file: what it is, its sheets, its tables |
//! | `format`, `workbook`, `csv` | bytes that are believed only when they are whole, into a `grid` |
//! | `layout`, `heading`, `label`, `mapping` | where tables stand and what their headings mean |
//! | `rows`, `cell` | which rows are data; each cell as a value of its field's type |
//! | [`number`], [`date`], [`answer`], [`code`], [`text`] | the published grammar of each type |
//! | `assemble` | rows of all files into one table: duplicates, contradictions, orphans |
//! | `total`, `suspicion`, `absent` | what the values say about one another: totals, lost points, tables that nobody sent |
//! | `fault`, `log`, `listed` | findings on their way out, in input order |
//! | [`own`] | sheets that the program itself wrote: never taken for a roster |
//!
//! Names and bytes in, never paths. Nothing is guessed: what is ambiguous, unreadable or contradictory
//! becomes a finding with its place and a remedy, and the lane that it concerns is missing. An input that
//! cannot be read at all is an `Err` with all findings of all inputs.
//!
//! How an amount, a day, an answer and a credit code may be written is published in [`number`],
//! [`date`], [`answer`] and [`code`]; how headings are understood, in the module docs of `heading` and `mapping`.

mod absent;
mod assemble;
mod batch;
mod cell;
mod csv;
mod fault;
mod file;
mod format;
mod grid;
mod heading;
mod label;
mod layout;
mod limits;
mod listed;
mod log;
mod mapping;
mod outcome;
pub mod own;
mod rows;
mod suspicion;
mod total;
mod workbook;

pub mod answer;
pub mod code;
pub mod date;
pub mod number;
pub mod plain;
pub mod text;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::Finding;
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::{FieldId, Schema, TableId};
use crate::source::Place;

pub use grid::{Area, Cell, Format, Grid, Kind};
pub use limits::Limits;
pub use outcome::{Roster, TableAccount};
pub use total::ControlTotal;

use file::FileRead;
use heading::Lexicon;
use log::{Log, Source};

/// A file as it was handed in.
#[derive(Clone, Debug, Default)]
pub struct RosterFile {
    /// Its name, without a path.
    pub name: String,
    /// Its content.
    pub bytes: Arc<[u8]>,
}

/// What happens with hidden rows, columns and sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hidden {
    /// They are included, and a warning lists them.
    #[default]
    Report,
    /// They are included.
    Include,
    /// They are left out.
    Skip,
}

/// How a roster is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The policy year: `{年}` in headings.
    pub year: i16,
    /// The mapping file, if there is one.
    pub mapping: Option<RosterFile>,
    /// What happens with hidden cells.
    pub hidden: Hidden,
    /// Tables that are declared to be empty.
    pub assume_empty: Vec<String>,
    /// The columns that somebody asks for; none: all. Nothing is said about others that are not there.
    pub asked: Option<BTreeSet<(TableId, FieldId)>>,
    /// How much is read at most.
    pub limits: Limits,
}

impl Options {
    /// Is a column asked for?
    fn asks(&self, table: usize, field: usize) -> bool {
        self.asked.as_ref().is_none_or(|asked| asked.contains(&(TableId(table), FieldId(field))))
    }
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Files read so far.
    pub done: usize,
    /// Files in all.
    pub files: usize,
}

/// Reads a roster.
///
/// # Errors
/// All findings of all inputs, when one of them cannot be read: the file, a table in it, or a table that must be there.
pub fn read(files: &[RosterFile], schema: &Schema, options: &Options) -> Result<Roster, Vec<Finding>> {
    read_with_progress(files, schema, options, &|_| {})
}

/// The sheets of a file as they stand in it, each with its name (empty for CSV); those that cannot be read are left out.
#[must_use]
pub fn sheets(file: &RosterFile, limits: &Limits) -> Vec<(Arc<str>, Grid)> {
    let sheets = file::open(file, limits).map(|(sheets, _)| sheets).unwrap_or_default();
    sheets.into_iter().filter_map(|(name, grid)| Some((name, grid.ok()?))).collect()
}

/// Reads a roster and tells how far it is.
///
/// # Errors
/// As [`read`].
pub fn read_with_progress(
    files: &[RosterFile],
    schema: &Schema,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Roster, Vec<Finding>> {
    let pins = match &options.mapping {
        Some(file) => mapping::read(file, schema)?,
        None => Vec::new(),
    };
    let lexicon = Lexicon::new(schema, options.year);
    let done = std::sync::atomic::AtomicUsize::new(0);
    let read: Vec<FileRead> = files
        .par_iter()
        .map(|file| {
            let read = file::read(file, schema, options, &lexicon, &pins);
            let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            progress(Progress { done, files: files.len() });
            read
        })
        .collect();
    put_together(read, schema, options)
}

/// The files put together, once each is read.
fn put_together(read: Vec<FileRead>, schema: &Schema, options: &Options) -> Result<Roster, Vec<Finding>> {
    let mut log = Log::default();
    let (mut broken, mut opaque, mut unusable) = (false, false, Vec::new());
    let (mut sources, mut batches) = (Vec::new(), Vec::new());
    for (index, file) in read.into_iter().enumerate() {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        broken |= file.broken;
        opaque |= file.opaque;
        unusable.extend(file.unusable);
        for (sheet, finding) in file.findings {
            log.push(index, sheet, finding);
        }
        for (source, batch) in file.batches {
            batches.push((sources.len(), batch));
            sources.push(Source { file_index: index, ..source });
        }
    }
    let present: Vec<usize> = batches.iter().map(|(_, b)| b.table).chain(unusable).collect();
    // what cannot be read may hold the table that seems to be absent: one thing at a time
    broken |= !opaque && absent::tables(schema, options, &present, &mut log);
    if broken {
        assemble::all_lacking(schema, options, &batches, &sources, &mut log);
        return Err(log.finish());
    }
    let Some(mut roster) = assemble::assemble(schema, options, sources, batches, &mut log) else {
        return Err(log.finish());
    };
    suspicion::look(&roster, &mut log);
    absent::counts(&roster.accounting, options, &mut log);
    for finding in unbalanced(&roster.accounting) {
        log.whole(finding);
        broken = true;
    }
    let findings = log.finish();
    if broken {
        return Err(findings);
    }
    roster.findings = findings;
    Ok(roster)
}

/// The program checks itself: a finding for each table whose rows are not all accounted for. It means a fault of
/// ours, and nothing that was read may be used.
#[must_use]
pub fn unbalanced(accounting: &[TableAccount]) -> Vec<Finding> {
    let accounts = accounting.iter().filter(|account| !account.balances());
    accounts
        .map(|account| {
            let (table, rows) = (&account.table, account.rows);
            let said = say!(
                "“{table}”有 {rows} 行，没有都算清去向：这是程序的错误",
                "not all of the {rows} rows of `{table}` are accounted for: this is a bug of the program"
            );
            let remedy = say!("请把这份名单报告给开发者", "please report it with this roster");
            Finding::new(&codes::BUG, Place::Nowhere, said).remedy(remedy)
        })
        .collect()
}
