//! Findings on their way out: whoever finds something first, they are told in the order of the input.

use std::sync::Arc;

use crate::diagnostic::Finding;
use crate::source::{CellPlace, Place};

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
        let cell = |finding: &Finding| match &finding.place {
            Place::Cell(place) => (place.row, place.column),
            _ => (0, 0),
        };
        self.entries.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| cell(x).cmp(&cell(y))));
        self.entries.into_iter().map(|(_, f)| f).collect()
    }
}
