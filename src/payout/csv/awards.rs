//! `awards.csv`: a line for every enterprise and payout measure in force, with its whole waterfall.

use crate::money::Money;
use crate::settle::enterprises::Enterprises;
use crate::settle::run::{Line, Status, Waterfall};

use crate::payout::results::{ReasonWords, Results};
use crate::payout::table::{self, Cell, Column, Kind, Table};

/// The columns of the file.
pub const COLUMNS: [Column; 16] = [
    Column::new("uscc", Kind::Code),
    Column::new("name", Kind::Text),
    Column::new("county", Kind::Text),
    Column::new("measure", Kind::Text),
    Column::new("status", Kind::Text),
    Column::new("reason", Kind::Text),
    Column::new("gross", Kind::Money),
    Column::new("rounding", Kind::Money),
    Column::new("cap", Kind::Money),
    Column::new("floor", Kind::Money),
    Column::new("adjustment", Kind::Money),
    Column::new("stacking", Kind::Money),
    Column::new("enterprise_cap", Kind::Money),
    Column::new("budget", Kind::Money),
    Column::new("offset", Kind::Money),
    Column::new("payable", Kind::Money),
];

/// All lines, by credit code, then by the pack's order of measures.
pub struct Awards<'a> {
    results: Results<'a>,
    enterprises: Enterprises<'a>,
}

impl<'a> Awards<'a> {
    /// The lines of a settlement.
    #[must_use]
    pub fn of(results: Results<'a>) -> Self {
        Self { results, enterprises: results.enterprises() }
    }
}

impl Table for Awards<'_> {
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
            let [code, name, county] = [
                self.enterprises.code(enterprise),
                self.enterprises.name(enterprise),
                self.enterprises.county(enterprise),
            ];
            for award in &run.awards {
                let (Some(line), Some(measure)) = (award.lines.get(enterprise), self.results.measure(award.measure))
                else {
                    continue;
                };
                let reason = words.get(line.reason, award.measure, || run.reason_id(line.reason, measure));
                let [gross, rounding, cuts @ ..] = amounts(line);
                let [cap, floor, adjustment, stacking, enterprise_cap, budget, offset, payable] = cuts;
                row(&[
                    Cell::text(code),
                    Cell::text(name),
                    Cell::text(county),
                    Cell::text(&measure.id),
                    Cell::text(line.status.id()),
                    Cell::text(reason),
                    gross,
                    rounding,
                    cap,
                    floor,
                    adjustment,
                    stacking,
                    enterprise_cap,
                    budget,
                    offset,
                    payable,
                ]);
            }
        }
    }
}

/// The ten amounts of a line: empty while it is held, zeros when there is no money in it.
fn amounts(line: &Line) -> [Cell<'static>; 10] {
    if line.status == Status::Held {
        return [const { Cell::Empty }; 10];
    }
    let none = Waterfall::default();
    let w = line.waterfall.as_deref().unwrap_or(&none);
    let money = |amount: Money| Cell::Money(amount);
    [
        Cell::Millionths(w.gross),
        Cell::Millionths(w.rounding),
        money(w.cap),
        money(w.floor),
        money(w.adjustment),
        money(w.stacking),
        money(w.enterprise_cap),
        money(w.budget),
        money(w.offset),
        money(w.payable),
    ]
}
