//! Findings on their way out: whoever finds something first, they are told in the order of the input, and
//! what a clerk has to do in the same way for many cells is told once, with all their rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::listed;
use crate::diagnostic::codes::roster as codes;
use crate::diagnostic::{Bilingual, Code, Finding};
use crate::say;
use crate::source::{CellPlace, Place};

/// From how many cells of a column, or rows of a sheet, on the same fault is told once.
const MANY: usize = 4;

/// A sheet that rows came from.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's index in the input.
    pub file_index: u32,
    /// The sheet's index in its file.
    pub sheet_index: u32,
    /// The file's name.
    pub file: Arc<str>,
    /// The sheet's name; empty for CSV.
    pub sheet: Arc<str>,
    /// Where each field of the table stands, and the power of ten of its unit.
    pub columns: Vec<Option<(u32, i8)>>,
    /// Index of the table.
    pub table: usize,
    /// The row of its headings; the last, if they take several.
    pub headings: u32,
}

impl Source {
    /// A cell of this sheet.
    pub fn cell(&self, row: u32, column: u32) -> CellPlace {
        CellPlace { file: Arc::clone(&self.file), sheet: Arc::clone(&self.sheet), row, column }
    }
}

/// Findings with their place in the input.
#[derive(Debug, Default)]
pub struct Log {
    entries: Vec<((u32, u32), Finding)>,
}

impl Log {
    /// Adds a finding about a sheet (or, with sheet 0, about a file).
    pub fn push(&mut self, file: u32, sheet: u32, finding: Finding) {
        self.entries.push(((file, sheet), finding));
    }

    /// Adds a finding about a row; `origin` is the index of its source and its number.
    pub fn add(&mut self, origin: (u32, u32), sources: &[Source], finding: Finding) {
        let at = sources.get(origin.0 as usize).map_or((u32::MAX, u32::MAX), |s| (s.file_index, s.sheet_index));
        self.entries.push((at, finding));
    }

    /// Adds a finding about the roster as a whole; these come last.
    pub fn whole(&mut self, finding: Finding) {
        self.entries.push(((u32::MAX, u32::MAX), finding));
    }

    /// All findings, in input order.
    pub fn finish(mut self) -> Vec<Finding> {
        self.entries.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| at(x).cmp(&at(y))));
        together(self.entries.into_iter().map(|(_, finding)| finding).collect())
    }
}

/// Row and column of a finding.
fn at(finding: &Finding) -> (u32, u32) {
    match &finding.place {
        Place::Cell(place) => (place.row, place.column),
        Place::Nowhere | Place::Rule(_) => (0, 0),
    }
}

/// A sheet: its file and its name.
type Sheet<'a> = (&'a str, &'a str);

/// What findings have in common that are told once: where they stand, what they are, what is to be done.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kin<'a> {
    sheet: Sheet<'a>,
    column: u32,
    code: &'static str,
    remedy: &'a str,
    /// The sheet that they refer to.
    other: Option<Sheet<'a>>,
}

/// Rows that are told by their numbers alone: what they hold says no more about the fault.
const ROWS: [&Code; 3] = [&codes::ROWS_MERGED, &codes::DUPLICATE_RECORD, &codes::ORPHAN];

impl<'a> Kin<'a> {
    /// None where a finding is of one enterprise, or has a second place that it must name.
    fn of(finding: &'a Finding) -> Option<Self> {
        let Place::Cell(cell) = &finding.place else {
            return None;
        };
        let alone = finding.uscc.is_empty() && finding.related.is_none() && cell.column > 0;
        let other = match &finding.related {
            Some(Place::Cell(other)) => Some((&*other.file, &*other.sheet)),
            _ => None,
        };
        let kin = Self {
            sheet: (&cell.file, &cell.sheet),
            column: cell.column,
            code: finding.code.id,
            remedy: &finding.remedy.zh,
            other,
        };
        (cell.row > 0 && (alone || ROWS.contains(&finding.code))).then_some(kin)
    }
}

/// Tells kin together, at the first of their rows.
fn together(findings: Vec<Finding>) -> Vec<Finding> {
    let mut families: BTreeMap<Kin, Vec<usize>> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        if let Some(kin) = Kin::of(finding) {
            families.entry(kin).or_default().push(index);
        }
    }
    let (mut said, mut also) = (BTreeMap::new(), BTreeSet::new());
    for (kin, family) in &families {
        let (Some((first, others)), true) = (family.split_first(), family.len() >= MANY) else {
            continue;
        };
        let mut rows: Vec<u32> = others.iter().filter_map(|i| findings.get(*i)).map(|f| at(f).0).collect();
        rows.dedup();
        let (count, (zh, en)) = (rows.len(), listed::rows(&rows));
        let more = if kin.column > 0 {
            say!(
                "；这一列还有 {count} 个单元格也是这样：第 {zh} 行",
                "; so do {count} more cells of this column, in rows {en}"
            )
        } else {
            say!("；还有 {count} 行也是这样：第 {zh} 行", "; so are {count} more rows: {en}")
        };
        said.insert(*first, (more, rows));
        also.extend(others.iter().copied());
    }
    let told = findings.into_iter().enumerate().filter(|(index, _)| !also.contains(index));
    told.map(|(index, finding)| match said.get(&index) {
        Some((more, rows)) => told_for_all(finding, more, rows),
        None => finding,
    })
    .collect()
}

fn told_for_all(mut finding: Finding, more: &Bilingual, rows: &[u32]) -> Finding {
    finding.also = rows.to_vec();
    finding.message.zh.push_str(&more.zh);
    finding.message.en.push_str(&more.en);
    finding.uscc.clear();
    finding
}
