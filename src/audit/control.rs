//! Control totals: what a clerk knows before a run (`--expect 企业数=2600`), compared with what came out.
//!
//! A difference stops the run before anything is published. The names are those under `totals` in
//! `run.json`, or their Chinese twins:
//!
//! | name | Chinese | figure |
//! |---|---|---|
//! | `enterprises` | `企业数` | enterprises that the roster gave |
//! | `rows:技术合同` | `行数:技术合同` | rows of data of a table: used, merged and rejected, without titles and totals |
//! | `paid`, `recover` | `应付合计`, `应追回合计` | amounts in 元; what is to be recovered is negative |
//! | `lines:paid`, `lines:zero`, `lines:held`, `lines:recover` | `笔数:应付` … | lines of `awards.csv` |
//! | `paid:hnte-first` | `应付:hnte-first` | what one measure pays |
//! | `paid:市级` | `应付:市级` | what one payer pays |

use crate::diagnostic::codes::files as codes;
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::{Bilingual, Finding};
use crate::exact::Exact;
use crate::money::Money;
use crate::roster::TableAccount;
use crate::say;
use crate::settle::run::Run;
use crate::settle::tally::Tallies;
use crate::source::Place;

/// A total that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// `paid:hnte-first`.
    pub name: String,
    /// `应付:hnte-first`.
    pub zh: String,
    /// What it is.
    pub figure: Figure,
}

/// A count or an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// A count.
    Count(u64),
    /// An amount.
    Money(Money),
}

impl Figure {
    fn exact(self) -> Exact {
        match self {
            Self::Count(count) => Exact::from(i128::from(count)),
            Self::Money(amount) => amount.exact(),
        }
    }

    /// For people.
    #[must_use]
    pub fn said(self) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Money(amount) => amount.grouped(),
        }
    }
}

/// A stated total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// As it was written.
    pub name: String,
    /// In 元, or a count.
    pub value: Exact,
}

/// Every total that has a name.
#[must_use]
pub fn totals(run: &Run<'_>, tallies: &Tallies, accounting: &[TableAccount]) -> Vec<Total> {
    let all = &tallies.all;
    let mut totals = Vec::new();
    let mut add = |name: String, zh: String, figure| totals.push(Total { name, zh, figure });
    let mut fixed = |name: &str, zh: &str, figure| add(name.to_owned(), zh.to_owned(), figure);
    fixed("enterprises", "企业数", Figure::Count(all.enterprises));
    fixed("paid", "应付合计", Figure::Money(all.payable));
    fixed("recover", "应追回合计", Figure::Money(all.recoverable));
    fixed("lines:paid", "笔数:应付", Figure::Count(all.paid));
    fixed("lines:zero", "笔数:不予补助", Figure::Count(all.zero));
    fixed("lines:held", "笔数:待核", Figure::Count(all.held));
    fixed("lines:recover", "笔数:应追回", Figure::Count(all.recover));
    for (index, tally) in tallies.measures.iter().enumerate() {
        if let Some(measure) = run.award_measure(index) {
            let id = &measure.id;
            add(format!("paid:{id}"), format!("应付:{id}"), Figure::Money(tally.payable));
        }
    }
    for (payer, sum) in run.edition.pack.payers.iter().zip(&all.by_payer) {
        let id = &payer.id;
        add(format!("paid:{id}"), format!("应付:{id}"), Figure::Money(*sum));
    }
    for rows in accounting {
        let table = &rows.table;
        let data = rows.used.saturating_add(rows.merged).saturating_add(rows.rejected);
        add(format!("rows:{table}"), format!("行数:{table}"), Figure::Count(data));
    }
    totals
}

/// What was stated and does not hold, or is not a total; empty when all is well.
#[must_use]
pub fn compare(totals: &[Total], expectations: &[Expectation]) -> Vec<Finding> {
    expectations.iter().filter_map(|expected| differs(totals, expected)).collect()
}

/// The total of that name.
#[must_use]
pub fn find<'a>(totals: &'a [Total], name: &str) -> Option<&'a Total> {
    let name = name.replace('：', ":");
    totals.iter().find(|t| t.name == name || t.zh == name)
}

fn differs(totals: &[Total], expected: &Expectation) -> Option<Finding> {
    let name = &expected.name;
    let Some(total) = find(totals, name) else {
        let names = totals.iter().flat_map(|t| [t.name.as_str(), t.zh.as_str()]);
        let message = say!("没有叫“{name}”的合计数", "there is no total called `{name}`");
        return Some(Finding::new(&codes::CONTROL_NAME, Place::Nowhere, message).remedy(suggestion(name, names)));
    };
    if total.figure.exact() == expected.value {
        return None;
    }
    let value = match total.figure {
        Figure::Money(_) => Money::from_exact(expected.value).map_or(expected.value.to_string(), Money::grouped),
        Figure::Count(_) => expected.value.to_string(),
    };
    let found = total.figure.said();
    let difference = total.figure.exact().sub(expected.value).map_or_else(String::new, |d| {
        Money::from_exact(d).filter(|_| matches!(total.figure, Figure::Money(_))).map_or(d.to_string(), Money::grouped)
    });
    let message = say!(
        "“{name}”事先核对为 {value}，实际是 {found}，相差 {difference}",
        "`{name}` was expected to be {value} and is {found}, a difference of {difference}"
    );
    let remedy = say!(
        "核对名单是否齐全、有无重复，或更正 --expect 的数",
        "check that the rosters are complete and without duplicates, or correct --expect"
    );
    Some(Finding::new(&codes::CONTROL_TOTAL, Place::Nowhere, message).remedy(remedy))
}

fn suggestion<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Bilingual {
    match nearest(name, names) {
        Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
        None => say!(
            "可用的有：企业数、应付合计、应追回合计、笔数:待核、应付:<政策代号或资金来源>、行数:<表名>",
            "there are: enterprises, paid, recover, lines:held, paid:<measure or payer>, rows:<table>"
        ),
    }
}
