//! What the files are made from: a settlement, its roster, and everything that was found.

use crate::dataset::{Dataset, Provenance};
use crate::diagnostic::{Finding, Lang};
use crate::policy::pack::Measure;
use crate::settle::enterprises::Enterprises;
use crate::settle::run::{Payment, Reason, Run};

use super::csv::{awards, estimates, findings, items, payments, statuses};
use super::table::Table;

/// A settlement with all that its files tell.
#[derive(Clone, Copy)]
pub struct Results<'a> {
    /// The settlement.
    pub run: &'a Run<'a>,
    /// The values it ran on.
    pub data: &'a Dataset,
    /// Where each value stands.
    pub places: &'a (dyn Provenance + Sync),
    /// All findings, in the order in which they are printed.
    pub findings: &'a [Finding],
    /// The language of words in files.
    pub lang: Lang,
}

impl<'a> Results<'a> {
    /// The CSV files of a run, with the names that other programs rely on, in the contract's order.
    #[must_use]
    pub fn tables(self) -> [(&'static str, Box<dyn Table + 'a>); 6] {
        [
            ("awards.csv", Box::new(awards::Awards::of(self))),
            ("payments.csv", Box::new(payments::Payments::of(self))),
            ("items.csv", Box::new(items::Items::of(self))),
            ("estimates.csv", Box::new(estimates::Estimates::of(self))),
            ("statuses.csv", Box::new(statuses::Statuses::of(self))),
            ("findings.csv", Box::new(findings::Findings { findings: self.findings, lang: self.lang })),
        ]
    }

    /// Who the enterprises are.
    #[must_use]
    pub fn enterprises(self) -> Enterprises<'a> {
        Enterprises::of(self.data, &self.run.edition.pack.schema)
    }

    /// The payments of one award.
    #[must_use]
    pub fn payments(self, enterprise: usize, award: usize) -> &'a [Payment] {
        let all = &self.run.payments;
        let key = (enterprise, award);
        let of = |p: &Payment| (p.enterprise as usize, usize::from(p.award));
        let start = all.partition_point(|p| of(p) < key);
        let end = all.partition_point(|p| of(p) <= key);
        all.get(start..end).unwrap_or_default()
    }

    /// A version of a measure.
    #[must_use]
    pub fn measure(self, index: usize) -> Option<&'a Measure> {
        self.run.edition.pack.measures.get(index)
    }
}

/// The words of reasons, each made once: a batch has few different ones.
#[derive(Default)]
pub struct ReasonWords {
    known: Vec<(usize, Reason, String)>,
}

impl ReasonWords {
    /// The word of a reason, made by `make` when it is new.
    pub fn get(&mut self, reason: Reason, measure: usize, make: impl FnOnce() -> String) -> &str {
        let found = self.known.iter().position(|(m, r, _)| *m == measure && *r == reason);
        let at = found.unwrap_or_else(|| {
            self.known.push((measure, reason, make()));
            self.known.len().saturating_sub(1)
        });
        self.known.get(at).map_or("", |(_, _, words)| words)
    }
}
