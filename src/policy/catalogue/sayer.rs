//! Expressions and measures in plain Chinese for other papers than the catalogue, as one policy year has them.

use super::clause;
use super::said::Said;
use crate::calendar::{Date, Period};
use crate::lang::Typed;
use crate::policy::edition::Edition;
use crate::policy::pack::{Measure, Pack};
use crate::schema::TableId;

/// Says the rules of a policy year.
#[derive(Clone, Copy, Debug)]
pub struct Sayer<'a> {
    pack: &'a Pack,
    year: i16,
    on: Option<Date>,
}

impl<'a> Sayer<'a> {
    /// For a policy year.
    #[must_use]
    pub fn of(edition: &Edition<'a>) -> Self {
        Self { pack: edition.pack, year: edition.year, on: Date::year_end(edition.year) }
    }

    /// An expression: `本年研发费用 − 上年研发费用`.
    #[must_use]
    pub fn words(self, typed: &Typed) -> String {
        self.in_year(&self.said(Period::default()).words(typed))
    }

    /// The records of a table that count: `批准日期在 2023 年内的创新平台`.
    #[must_use]
    pub fn those(self, table: TableId, filter: Option<&Typed>) -> String {
        self.in_year(&self.said(Period::default()).those(table, filter))
    }

    /// The paragraphs of a clause: who, how much, who pays.
    #[must_use]
    pub fn paragraphs(self, measure: &Measure) -> Vec<String> {
        clause::paragraphs(measure, self.said(measure.effective), &[])
    }

    fn said(self, days: Period) -> Said<'a> {
        Said { pack: self.pack, days, on: self.on }
    }

    /// The policy year by its number.
    fn in_year(self, words: &str) -> String {
        let year = self.year;
        words.replace("在政策年度内", &format!("在 {year} 年内"))
    }
}
