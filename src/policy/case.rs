//! A pack's own tests: worked cases, as a clerk would put them. Running them is `settle`'s.
//!
//! ```toml
//! # tests/hnte.toml
//! [[case]]
//! name    = "首次认定，证书当年颁发"
//! year    = 2023
//! as_of   = 2023-12-31                 # 31 December of the year if left out
//! basis   = "“7+3”：市级 7 万元，县级 3 万元"     # how a person gets it; without it the case covers nothing
//! measure = "hnte-first"               # of every expectation that names none; `expect` may then wait for --bless
//! enterprise = { "所属县市区" = "天元区", "高企认定类型" = "首次认定", "高企发证日期" = 2023-06-01 }
//! expect  = [{ status = "paid", payable = "10万元", payments = { "市级" = "7万元", "县级" = "3万元" } }]
//!
//! [[case]]
//! # …
//! [[case.enterprise]]                  # several enterprises: a section each
//! "企业名称" = "甲公司"
//! count = 80                            # so many alike, 甲公司1 to 甲公司80 with codes of their own; one if left out
//! "技术合同" = [{ "当年实付金额" = "150万元", "关联方" = "否" }]    # records of a related table
//! "产值" = { state = "unreadable" }     # a cell that cannot be read; "conflict": two rows differ
//! [[case.expect]]
//! enterprise = "甲公司"                 # by name or code; the first if left out; with count: each of them
//! status = "held"                       # paid, zero, held, recover
//! reason = "missing:产值"
//! held   = ["产值"]                      # every field that is missing and matters
//! gross  = "…"
//! waterfall = { cap = "-5万元" }        # steps as in awards.csv
//! payments = { "市级" = ["4万元", "3万元"], "县级" = "0元" }    # each instalment, or their sum
//! due    = { 2023 = "7万元", "验收" = "3万元" }              # by year or stage
//! recipients = { "企业" = "7万元", "服务机构" = "3万元" }     # by recipient
//! total  = "770万元"                    # what is payable to all enterprises of the case, or to those named
//! amount = "…"                          # of an estimate
//! value  = "已覆盖"                      # of a status
//! ```
//! A field that is not given is an empty cell, and means what `fields.toml` says an empty cell means.

use std::collections::BTreeMap;
use std::ops::Range;

use super::mistake;
use crate::calendar::Date;
use crate::dataset::{Dataset, Records, Texts, fits};
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::exact::Exact;
use crate::say;
use crate::schema::{ENTERPRISES, Empty, Field, Role, Schema, Table};
use crate::source::{Place, Span};
use crate::value::{Column, State, Value};

/// A worked case.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// Why the expectation is right: a clause, a calculation. Empty: nobody has said.
    pub basis: String,
    /// The policy year.
    pub year: i16,
    /// The as-of date.
    pub as_of: Date,
    /// The enterprises, as listed.
    pub enterprises: Vec<CaseEnterprise>,
    /// What must come out; nothing yet: `duixian test --bless` writes what does.
    pub expectations: Vec<Expectation>,
    /// The measure of every expectation that names none.
    pub measure: Option<String>,
    /// Where it is written: its name.
    pub span: Span,
}

/// One row's cells, in the order of the schema: a value, or how it is missing.
pub type Cells = Vec<Result<Value, State>>;

/// An enterprise of a case.
#[derive(Clone, Debug)]
pub struct CaseEnterprise {
    /// Its credit code, made up from its position if the case gives none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its fields.
    pub cells: Cells,
    /// Its records, by table of the schema; `[0]` is empty.
    pub records: Vec<Vec<Cells>>,
    /// Where it is written.
    pub span: Span,
}

/// What must come out of one measure for one enterprise. What is `None` or empty is not looked at.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Position in [`Case::enterprises`].
    pub enterprise: usize,
    /// How many from there on are alike, and must come out alike.
    pub alike: usize,
    /// The measure's id.
    pub measure: String,
    /// The status of a payout.
    pub status: Option<ExpectedStatus>,
    /// Its reason; `Some("")`: there must be none.
    pub reason: Option<String>,
    /// The amount before any step.
    pub gross: Option<Exact>,
    /// What is payable.
    pub payable: Option<Exact>,
    /// What each payer pays.
    pub payments: BTreeMap<String, ExpectedPayments>,
    /// Steps of the waterfall, by their name in `awards.csv`.
    pub waterfall: BTreeMap<String, Exact>,
    /// The fields that are missing and matter; `None`: not looked at.
    pub held: Option<Vec<String>>,
    /// What is paid by year or stage.
    pub due: BTreeMap<String, Exact>,
    /// What each recipient gets.
    pub recipients: BTreeMap<String, Exact>,
    /// What is payable to several enterprises together.
    pub total: Option<ExpectedTotal>,
    /// The amount of an estimate.
    pub amount: Option<Exact>,
    /// The value of a status.
    pub value: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// What a measure pays several enterprises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedTotal {
    /// Their positions in [`Case::enterprises`].
    pub enterprises: Range<usize>,
    /// The sum of what is payable.
    pub payable: Exact,
}

/// What one payer pays of an award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedPayments {
    /// Over all instalments.
    Sum(Exact),
    /// Instalment by instalment.
    Each(Vec<Exact>),
}

/// The status of a payout in `awards.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedStatus {
    /// Something is payable.
    Paid,
    /// Nothing is.
    Zero,
    /// It waits for a value.
    Held,
    /// Something is to be paid back.
    Recover,
}

/// The steps of the waterfall that an expectation may name.
pub const STEPS: [&str; 8] =
    ["rounding", "cap", "floor", "adjustment", "stacking", "enterprise_cap", "budget", "offset"];

impl Case {
    /// Has a person said why the expectation is right?
    #[must_use]
    pub fn has_basis(&self) -> bool {
        !self.basis.trim().is_empty()
    }

    /// The row of an enterprise of the case in its dataset, which is sorted by credit code.
    #[must_use]
    pub fn row(&self, enterprise: usize) -> usize {
        self.order().iter().position(|i| *i == enterprise).unwrap_or(enterprise)
    }

    /// The row of every enterprise in the case's dataset, as listed.
    #[must_use]
    pub fn rows(&self) -> Vec<usize> {
        let order = self.order();
        let mut rows: Vec<usize> = vec![0; order.len()];
        for (row, at) in order.into_iter().enumerate() {
            if let Some(slot) = rows.get_mut(at) {
                *slot = row;
            }
        }
        rows
    }

    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.enterprises.len()).collect();
        order.sort_by(|a, b| {
            let code = |i: &usize| self.enterprises.get(*i).map(|e| e.code.as_str());
            code(a).cmp(&code(b))
        });
        order
    }
}

/// The roster that a case describes.
///
/// # Errors
/// The case was read with another schema than this one.
pub fn dataset(case: &Case, schema: &Schema) -> Result<Dataset, Vec<Finding>> {
    let mut texts = Texts::default();
    let mut tables = Vec::with_capacity(schema.tables.len());
    let order = case.order();
    for (i, table) in schema.tables.iter().enumerate() {
        let mut records =
            Records { columns: table.fields.iter().map(|f| Column::empty(&f.ty)).collect(), ..Records::default() };
        for (parent, at) in order.iter().enumerate() {
            let Some(enterprise) = case.enterprises.get(*at) else {
                continue;
            };
            if i == ENTERPRISES.0 {
                push(&mut records, &enterprise.cells, &mut texts);
                continue;
            }
            records.starts.push(u32::try_from(records.len).unwrap_or(u32::MAX));
            for row in enterprise.records.get(i).into_iter().flatten() {
                push(&mut records, row, &mut texts);
                records.parents.push(u32::try_from(parent).unwrap_or(u32::MAX));
            }
        }
        if i != ENTERPRISES.0 {
            records.starts.push(u32::try_from(records.len).unwrap_or(u32::MAX));
        }
        tables.push(records);
    }
    let dataset = Dataset { tables, texts };
    if fits(&dataset, schema) {
        Ok(dataset)
    } else {
        let place = Place::Rule(mistake::first_line(&case.span));
        let message = say!("案例“{}”与字段表不符", "the case `{}` does not fit the fields of the pack", case.name);
        let remedy = say!("用同一个政策包的字段表", "use the fields of the same pack");
        Err(vec![Finding::new(&codes::CASE, place, message).remedy(remedy)])
    }
}

pub(super) fn push(records: &mut Records, cells: &Cells, texts: &mut Texts) {
    for (column, cell) in records.columns.iter_mut().zip(cells) {
        column.push(cell.clone(), texts);
    }
    records.len += 1;
}

/// The cells of a row from those that are given: the others are empty, and mean what the fields say.
pub(super) fn complete(table: &Table, given: &BTreeMap<usize, Result<Value, State>>, code: &str) -> Cells {
    let zero = |id: crate::schema::FieldId| matches!(given.get(&id.0), Some(Ok(Value::Number(n))) if n.is_zero());
    let empty = |field: &Field| match &field.empty {
        Empty::None { unless_filled, only_if_zero } => {
            let filled = unless_filled.iter().any(|id| given.contains_key(&id.0));
            if filled || only_if_zero.is_some_and(|id| !zero(id)) { Err(State::Empty) } else { Ok(Value::None) }
        }
        Empty::Reject | Empty::Missing => Err(State::Empty),
    };
    table
        .fields
        .iter()
        .enumerate()
        .map(|(i, field)| match given.get(&i) {
            Some(cell) => cell.clone(),
            None if field.role == Some(Role::Code) => Ok(Value::Text(code.into())),
            None => empty(field),
        })
        .collect()
}
