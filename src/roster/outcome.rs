//! A roster as it was read: its values, where each stands, and what is to be said about it.

use std::collections::BTreeMap;

use super::assemble::Raw;
use super::code::{self, CreditCode};
use super::log::Source;
use super::total::ControlTotal;
use crate::dataset::{Dataset, Provenance};
use crate::diagnostic::{Finding, Severity};
use crate::exact::{Exact, pow10};
use crate::schema::{ENTERPRISES, FieldId, Role, Schema, TableId};
use crate::source::CellPlace;
use crate::value::{Data, Type, Value};

/// A roster: its values, where each stands, and what is to be said about it.
#[derive(Clone, Debug)]
pub struct Roster {
    /// The values.
    pub dataset: Dataset,
    /// What was found, in input order.
    pub findings: Vec<Finding>,
    /// What became of every row, a line for each table.
    pub accounting: Vec<TableAccount>,
    /// The totals that stand in the sheets.
    pub control_totals: Vec<ControlTotal>,
    pub(super) codes: Vec<CreditCode>,
    pub(super) schema: Schema,
    pub(super) sources: Vec<Source>,
    pub(super) origins: Vec<Vec<(u32, u32)>>,
    /// Where a field of an enterprise stands, if its row's sheet has no such column: by field and enterprise.
    pub(super) elsewhere: BTreeMap<(usize, usize), (u32, u32)>,
    pub(super) raw: Vec<Vec<Raw>>,
}

/// What became of the rows of a table, headings not counted: rows = used + merged + excluded + rejected.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct TableAccount {
    /// The table.
    pub table: String,
    /// Rows in the files.
    pub rows: u64,
    /// Rows in the dataset.
    pub used: u64,
    /// Further rows of the same enterprise, and identical records.
    pub merged: u64,
    /// Titles, notes, totals, repeated headings, blank rows in between.
    pub excluded: u64,
    /// Rows that cannot be used; each has a finding.
    pub rejected: u64,
}

impl TableAccount {
    /// Is every row accounted for?
    #[must_use]
    pub fn balances(&self) -> bool {
        let known = [self.used, self.merged, self.excluded, self.rejected];
        known.into_iter().try_fold(0u64, u64::checked_add) == Some(self.rows)
    }
}

impl Roster {
    /// The credit code of an enterprise.
    #[must_use]
    pub fn code(&self, enterprise: usize) -> &str {
        self.codes.get(enterprise).map_or("", CreditCode::as_str)
    }

    /// The enterprise with that code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<usize> {
        let code = code::parse(code).ok()?.code;
        self.codes.binary_search(&code).ok()
    }

    /// The name of an enterprise.
    #[must_use]
    pub fn name(&self, enterprise: usize) -> &str {
        let field = self.role(Role::Name);
        match field.and_then(|f| self.dataset.column(ENTERPRISES, f)) {
            Some(column) => match &column.data {
                Data::Text(symbols) => symbols.get(enterprise).map_or("", |s| self.dataset.texts.text(*s)),
                _ => "",
            },
            None => "",
        }
    }

    /// The county of an enterprise; none when it is missing or contradictory.
    #[must_use]
    pub fn county(&self, enterprise: usize) -> Option<&str> {
        let field = self.role(Role::County)?;
        let value = self.dataset.value(ENTERPRISES, field, enterprise)?.ok()?;
        match (value, &self.schema.field(ENTERPRISES, field)?.ty) {
            (Value::Choice(option), Type::Choice(choice)) => choice.options.get(option as usize).map(String::as_str),
            (Value::Text(text), _) => {
                let symbol = self.dataset.texts.symbol(&text)?;
                Some(self.dataset.texts.text(symbol))
            }
            _ => None,
        }
    }

    fn role(&self, role: Role) -> Option<FieldId> {
        self.schema.get(ENTERPRISES)?.role(role)
    }

    /// Where a row of a table stands: file, sheet and row. Of identical rows it is the first.
    #[must_use]
    pub fn origin(&self, table: TableId, row: usize) -> CellPlace {
        self.origins
            .get(table.0)
            .and_then(|rows| rows.get(row))
            .and_then(|(source, number)| {
                let source = self.sources.get(*source as usize)?;
                Some(source.cell(*number, 0))
            })
            .unwrap_or_default()
    }

    /// The most severe of the findings.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(Finding::severity).min()
    }
}

impl Provenance for Roster {
    fn cell(&self, table: TableId, field: FieldId, row: usize) -> Option<(CellPlace, Option<String>)> {
        let other = self.elsewhere.get(&(field.0, row)).filter(|_| table == ENTERPRISES);
        let (source, number) = *other.or_else(|| self.origins.get(table.0)?.get(row))?;
        let source = self.sources.get(source as usize)?;
        let Some((column, power)) = *source.columns.get(field.0)? else {
            // there is no such column, but there is the row
            return Some((source.cell(number, 0), None));
        };
        let raw = self.raw.get(table.0)?.get(field.0)?.get(row);
        let raw = match raw {
            Some(raw) => Some(raw.to_owned()),
            // the digits of a column in 万元 are the value moved by the unit
            None if power != 0 => match self.dataset.value(table, field, row)? {
                Ok(Value::Number(yuan)) => {
                    let unit = pow10(u32::from(power.unsigned_abs()))?;
                    yuan.div(Exact::from(unit)).map(|v| v.to_string())
                }
                _ => None,
            },
            None => None,
        };
        Some((source.cell(number, column), raw))
    }

    fn tables_in(&self, file: &str, sheet: &str) -> Vec<(TableId, u32)> {
        let here = self.sources.iter().filter(|s| *s.file == *file && *s.sheet == *sheet);
        here.map(|s| (TableId(s.table), s.headings)).collect()
    }
}
