//! `findings.csv`: everything that was found, in the order in which the inputs were read.

use crate::diagnostic::{Finding, Lang};
use crate::source::Place;

use crate::payout::table::{self, Cell, Column, Kind, Table};

/// The columns of the file.
pub const COLUMNS: [Column; 9] = [
    Column::new("severity", Kind::Text),
    Column::new("code", Kind::Text),
    Column::new("file", Kind::Text),
    Column::new("sheet", Kind::Text),
    Column::new("cell", Kind::Text),
    Column::new("uscc", Kind::Code),
    Column::new("measure", Kind::Text),
    Column::new("message", Kind::Text),
    Column::new("remedy", Kind::Text),
];

/// Findings as a table.
pub struct Findings<'a> {
    /// The findings.
    pub findings: &'a [Finding],
    /// The language of messages and remedies.
    pub lang: Lang,
}

impl Table for Findings<'_> {
    fn columns(&self) -> Vec<Column> {
        COLUMNS.to_vec()
    }

    fn batches(&self) -> usize {
        table::batches(self.findings.len())
    }

    fn rows(&self, batch: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        let lines = table::lines_of(batch, self.findings.len());
        for finding in lines.filter_map(|i| self.findings.get(i)) {
            let [file, sheet, cell] = place(&finding.place);
            row(&[
                Cell::text(finding.severity().id()),
                Cell::text(finding.code.id),
                Cell::from(file),
                Cell::from(sheet),
                Cell::from(cell),
                Cell::text(&finding.uscc),
                Cell::text(&finding.measure),
                Cell::text(finding.message.get(self.lang)),
                Cell::text(finding.remedy.get(self.lang)),
            ]);
        }
    }
}

/// File, sheet and cell of a place; in a rule file the cell is line:column.
#[must_use]
pub fn place(place: &Place) -> [String; 3] {
    match place {
        Place::Nowhere => Default::default(),
        Place::Rule(span) => {
            let (line, column) = span.file.line_column(span.start);
            [span.file.name.clone(), String::new(), format!("{line}:{column}")]
        }
        Place::Cell(cell) => [cell.file.to_string(), cell.sheet.to_string(), cell.address()],
    }
}
