//! `payments.csv`: every instalment of every award, by payer.

use crate::policy::pack::{Component, Due, MeasureKind, PayerUnit};
use crate::settle::enterprises::Enterprises;
use crate::settle::run::Payment;

use crate::payout::results::Results;
use crate::payout::table::{self, Cell, Column, Kind, Table};

/// The columns of the file.
pub const COLUMNS: [Column; 10] = [
    Column::new("uscc", Kind::Code),
    Column::new("name", Kind::Text),
    Column::new("measure", Kind::Text),
    Column::new("component", Kind::Integer),
    Column::new("payer", Kind::Text),
    Column::new("payer_unit", Kind::Text),
    Column::new("recipient", Kind::Text),
    Column::new("instalment", Kind::Integer),
    Column::new("due", Kind::Text),
    Column::new("amount", Kind::Money),
];

/// All payments, in the order of the settlement.
pub struct Payments<'a> {
    results: Results<'a>,
    enterprises: Enterprises<'a>,
}

impl<'a> Payments<'a> {
    /// The payments of a settlement.
    #[must_use]
    pub fn of(results: Results<'a>) -> Self {
        Self { results, enterprises: results.enterprises() }
    }

    fn cells(&self, payment: &'a Payment) -> Option<[Cell<'a>; 10]> {
        let run = self.results.run;
        let enterprise = payment.enterprise as usize;
        let measure = run.award_measure(usize::from(payment.award))?;
        let component = component_of(&measure.kind, payment)?;
        let payer = run.edition.pack.payers.get(component.payer.0)?;
        let unit = match &payer.unit {
            PayerUnit::Fixed(unit) => unit.as_str(),
            PayerUnit::County => self.enterprises.county(enterprise),
        };
        Some([
            Cell::text(self.enterprises.code(enterprise)),
            Cell::text(self.enterprises.name(enterprise)),
            Cell::text(&measure.id),
            Cell::Integer(i128::from(component.number)),
            Cell::text(&payer.id),
            Cell::text(unit),
            Cell::text(&component.recipient),
            Cell::Integer(i128::from(payment.instalment)),
            due(&payment.due, run.edition.year),
            Cell::Money(payment.amount),
        ])
    }
}

impl Table for Payments<'_> {
    fn columns(&self) -> Vec<Column> {
        COLUMNS.to_vec()
    }

    fn batches(&self) -> usize {
        table::batches(self.results.run.payments.len())
    }

    fn rows(&self, batch: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        let payments = &self.results.run.payments;
        for payment in table::lines_of(batch, payments.len()).filter_map(|i| payments.get(i)) {
            if let Some(cells) = self.cells(payment) {
                row(&cells);
            }
        }
    }
}

/// The component behind a payment.
#[must_use]
pub fn component_of<'a>(kind: &'a MeasureKind, payment: &Payment) -> Option<&'a Component> {
    match kind {
        MeasureKind::Payout(award) => award.components.get(usize::from(payment.component)),
        MeasureKind::Estimate { .. } | MeasureKind::Status { .. } => None,
    }
}

/// A year as it is called, or a stage.
fn due(due: &Due, year: i16) -> Cell<'_> {
    match due {
        Due::Year(later) => Cell::from((i32::from(year) + i32::from(*later)).to_string()),
        Due::Stage(stage) => Cell::text(stage),
    }
}
