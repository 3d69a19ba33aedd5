//! A finding whose file and sheet are not known yet: helpers make faults, the caller who knows the
//! place turns them into findings, once.

use std::sync::Arc;

use crate::diagnostic::{Bilingual, Code, Finding};
use crate::source::{CellPlace, Place};

/// What is wrong, and where within its sheet (0 for "the whole of it").
#[derive(Clone, Debug)]
pub struct Fault {
    /// The row of the table of codes.
    pub code: &'static Code,
    /// Row from 1, or 0.
    pub row: u32,
    /// Column from 1, or 0.
    pub column: u32,
    /// What is wrong.
    pub message: Bilingual,
    /// What to do.
    pub remedy: Bilingual,
}

impl Fault {
    /// A fault of a file or a sheet as a whole.
    pub fn new(code: &'static Code, message: Bilingual, remedy: Bilingual) -> Self {
        Self { code, row: 0, column: 0, message, remedy }
    }

    /// The same at a cell, unless it has a place already.
    pub fn at(mut self, row: u32, column: u32) -> Self {
        if self.row == 0 {
            self.row = row;
            self.column = column;
        }
        self
    }

    /// The finding, now that file and sheet are known.
    pub fn in_sheet(self, file: &Arc<str>, sheet: &Arc<str>) -> Finding {
        let place = CellPlace { file: Arc::clone(file), sheet: Arc::clone(sheet), row: self.row, column: self.column };
        Finding::new(self.code, Place::Cell(place), self.message).remedy(self.remedy)
    }
}
