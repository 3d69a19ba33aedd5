//! `estimates.csv`: tax estimates. They never enter a payout total.

use crate::money::Money;
use crate::settle::enterprises::Enterprises;
use crate::settle::run::{Outcome, Reason, Status};

use crate::payout::results::{ReasonWords, Results};
use crate::payout::table::{self, Cell, Column, Kind, Table};

/// The columns of the file.
pub const COLUMNS: [Column; 7] = [
    Column::new("uscc", Kind::Code),
    Column::new("name", Kind::Text),
    Column::new("county", Kind::Text),
    Column::new("measure", Kind::Text),
    Column::new("status", Kind::Text),
    Column::new("reason", Kind::Text),
    Column::new("amount", Kind::Money),
];

/// All estimates, by credit code, then by the pack's order of measures.
pub struct Estimates<'a> {
    results: Results<'a>,
    enterprises: Enterprises<'a>,
}

impl<'a> Estimates<'a> {
    /// The estimates of a settlement.
    #[must_use]
    pub fn of(results: Results<'a>) -> Self {
        Self { results, enterprises: results.enterprises() }
    }
}

impl Table for Estimates<'_> {
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
            for estimates in &run.estimates {
                let (Some(decided), Some(measure)) =
                    (estimates.outcomes.get(enterprise), self.results.measure(estimates.measure))
                else {
                    continue;
                };
                let (status, reason, amount) = read(decided);
                row(&[
                    Cell::text(self.enterprises.code(enterprise)),
                    Cell::text(self.enterprises.name(enterprise)),
                    Cell::text(self.enterprises.county(enterprise)),
                    Cell::text(&measure.id),
                    Cell::text(status.id()),
                    Cell::text(words.get(reason, estimates.measure, || run.reason_id(reason, measure))),
                    amount.map_or(Cell::Empty, Cell::Money),
                ]);
            }
        }
    }
}

/// An estimate in the words of an award: `paid` means that the relief is above zero.
fn read(decided: &Outcome<Money>) -> (Status, Reason, Option<Money>) {
    match decided {
        Outcome::Value(amount) if amount.is_positive() => (Status::Paid, Reason::None, Some(*amount)),
        Outcome::Value(amount) if amount.is_negative() => (Status::Recover, Reason::None, Some(*amount)),
        Outcome::Value(amount) => (Status::Zero, Reason::NothingDue, Some(*amount)),
        Outcome::Refused(reason) => (Status::Zero, *reason, Some(Money::ZERO)),
        Outcome::Held(reason) => (Status::Held, *reason, None),
    }
}
