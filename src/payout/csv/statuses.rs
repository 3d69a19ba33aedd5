//! `statuses.csv`: what an enterprise is (符合, 已覆盖 …), where a measure says so.

use crate::settle::enterprises::Enterprises;
use crate::settle::run::{Outcome, Reason};

use crate::payout::results::{ReasonWords, Results};
use crate::payout::table::{self, Cell, Column, Kind, Table};

/// The columns of the file.
pub const COLUMNS: [Column; 6] = [
    Column::new("uscc", Kind::Code),
    Column::new("name", Kind::Text),
    Column::new("county", Kind::Text),
    Column::new("measure", Kind::Text),
    Column::new("value", Kind::Text),
    Column::new("reason", Kind::Text),
];

/// All statuses, by credit code, then by the pack's order of measures.
pub struct Statuses<'a> {
    results: Results<'a>,
    enterprises: Enterprises<'a>,
}

impl<'a> Statuses<'a> {
    /// The statuses of a settlement.
    #[must_use]
    pub fn of(results: Results<'a>) -> Self {
        Self { results, enterprises: results.enterprises() }
    }
}

impl Table for Statuses<'_> {
    fn columns(&self) -> Vec<Column> {
        COLUMNS.to_vec()
    }

    fn batches(&self) -> usize {
        table::batches(self.results.run.enterprises)
    }

    fn rows(&self, batch: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        let run = self.results.run;
        let mut words = ReasonWords::default();
        for enterprise in table::lines_of(batch, run.enterprises) {
            for statuses in &run.statuses {
                let (Some(decided), Some(measure)) =
                    (statuses.outcomes.get(enterprise), self.results.measure(statuses.measure))
                else {
                    continue;
                };
                let (value, reason) = match decided {
                    Outcome::Value(value) => (value.as_ref(), Reason::None),
                    Outcome::Refused(reason) | Outcome::Held(reason) => ("", *reason),
                };
                row(&[
                    Cell::text(self.enterprises.code(enterprise)),
                    Cell::text(self.enterprises.name(enterprise)),
                    Cell::text(self.enterprises.county(enterprise)),
                    Cell::text(&measure.id),
                    Cell::text(value),
                    Cell::text(words.get(reason, statuses.measure, || run.reason_id(reason, measure))),
                ]);
            }
        }
    }
}
