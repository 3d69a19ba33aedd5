//! A pack's own cases, settled and compared with what they expect.
//!
//! Each case is a settlement of its own with its year and date. Only what a case names is compared. Every difference
//! knows how the case would have to be written to hold: [`bless`] writes it so.

pub mod bless;
mod first;

use std::collections::BTreeMap;

use super::coverage::Coverage;
use bless::{Change, Written};

use crate::diagnostic::{Bilingual, Finding};
use crate::exact::Exact;
use crate::lang::Cause;
use crate::money::{Money, for_people};
use crate::policy::case::{self, Case, Expectation, ExpectedPayments, ExpectedStatus};
use crate::policy::pack::{Due, Pack};
use crate::say;
use crate::settle::run::{Outcome, Payment, Run, Status, Waterfall};
use crate::settle::tally::payer_of;
use crate::settle::{self, Bug};

/// A case and how it came out.
pub struct Trial<'a> {
    /// The case.
    pub case: &'a Case,
    /// Why it could not be settled at all.
    pub findings: Vec<Finding>,
    /// What differs from its expectations.
    pub differences: Vec<Difference>,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Measure and figure: `hnte-first 应付`.
    pub what: Bilingual,
    /// What the case says.
    pub expected: Bilingual,
    /// What the engine says.
    pub got: Bilingual,
    /// What would make the case hold.
    pub change: Option<Change>,
}

impl Trial<'_> {
    /// Did everything come out as expected?
    #[must_use]
    pub fn passed(&self) -> bool {
        self.findings.is_empty() && self.differences.is_empty()
    }
}

/// All cases of a pack.
pub struct Trials<'a> {
    /// Each, in its order.
    pub each: Vec<Trial<'a>>,
    /// What the cases that pass and have a basis reach.
    pub coverage: Coverage<'a>,
}

/// Settles all cases of a pack, in their order.
///
/// # Errors
/// A settlement that does not reconcile.
pub fn run(pack: &Pack) -> Result<Trials<'_>, Bug> {
    let mut coverage = Coverage::of(pack);
    let each = pack.cases.iter().map(|case| try_case(pack, case, &mut coverage)).collect::<Result<_, Bug>>()?;
    Ok(Trials { each, coverage })
}

fn try_case<'a>(pack: &'a Pack, case: &'a Case, coverage: &mut Coverage<'_>) -> Result<Trial<'a>, Bug> {
    let unsettled = |findings| Trial { case, findings, differences: Vec::new() };
    let edition = match pack.on(case.year, case.as_of) {
        Ok(edition) => edition,
        Err(findings) => return Ok(unsettled(findings)),
    };
    let data = match case::dataset(case, &pack.schema) {
        Ok(data) => data,
        Err(findings) => return Ok(unsettled(findings)),
    };
    let run = settle::run(&edition, &data, &settle::Options::default(), &|_| {})?;
    let mut differences = Vec::new();
    let rows = case.rows();
    for (number, expectation) in case.expectations.iter().enumerate() {
        let mut compare = Compare { case, number, expectation, rows: &rows, at: None, differences: &mut differences };
        compare.with(&run);
        compare.total(&run);
    }
    if case.expectations.is_empty() {
        differences.push(first::expectations(case, &run));
    }
    let trial = Trial { case, findings: Vec::new(), differences };
    if trial.passed() && case.has_basis() {
        coverage.add(case, &data, &run);
    }
    Ok(trial)
}

/// The comparison of one expectation.
struct Compare<'a> {
    case: &'a Case,
    /// Position of the expectation in the case.
    number: usize,
    expectation: &'a Expectation,
    /// The row of each enterprise of the case.
    rows: &'a [usize],
    /// The enterprise that is looked at: its position in the case; none: several together.
    at: Option<usize>,
    differences: &'a mut Vec<Difference>,
}

impl Compare<'_> {
    /// Each of the enterprises that are alike, until one differs: the others would say the same.
    fn with(&mut self, run: &Run<'_>) {
        let before = self.differences.len();
        for at in (self.expectation.enterprise..).take(self.expectation.alike) {
            self.one(run, at);
            if self.differences.len() > before {
                break;
            }
        }
    }

    fn one(&mut self, run: &Run<'_>, at: usize) {
        self.at = Some(at);
        let row = self.row(at);
        if let Some(award) = run.awards.iter().position(|a| self.is_it(run, a.measure)) {
            self.award(run, award, row);
        } else if let Some(estimate) = run.estimates.iter().find(|e| self.is_it(run, e.measure)) {
            self.estimate(run, estimate.measure, estimate.outcomes.get(row));
        } else if let Some(status) = run.statuses.iter().find(|s| self.is_it(run, s.measure)) {
            self.status(run, status.measure, status.outcomes.get(row));
        } else {
            let year = run.edition.year;
            let (expected, got) = (say!("执行", "in force"), say!("不在执行期内", "not in force"));
            self.differ(say!("{year} 年度", "in {year}"), expected, got, None);
        }
    }

    fn row(&self, at: usize) -> usize {
        self.rows.get(at).copied().unwrap_or(usize::MAX)
    }

    fn is_it(&self, run: &Run<'_>, measure: usize) -> bool {
        run.edition.pack.measures.get(measure).is_some_and(|m| m.id == self.expectation.measure)
    }

    /// What is payable to several enterprises together; unknown while one of them is held.
    fn total(&mut self, run: &Run<'_>) {
        let Some(total) = &self.expectation.total else { return };
        self.at = None;
        let lines = run.awards.iter().find(|a| self.is_it(run, a.measure)).map(|a| &a.lines);
        let payable = |at: usize| {
            let line = lines?.get(self.row(at)).filter(|line| line.status != Status::Held)?;
            Some(line.waterfall.as_ref().map_or(Money::ZERO, |w| w.payable))
        };
        let each: Option<Vec<Money>> = total.enterprises.clone().map(payable).collect();
        let sum = each.and_then(Money::sum).map(Money::exact);
        self.amount(&["total"], say!("合计应付金额", "total payable"), Some(total.payable), sum);
    }

    fn award(&mut self, run: &Run<'_>, award: usize, row: usize) {
        let (Some(lines), Some(measure)) = (run.awards.get(award), run.award_measure(award)) else { return };
        let Some(line) = lines.lines.get(row) else { return };
        let expectation = self.expectation;
        let reason = run.reason_id(line.reason, measure);
        if let Some(status) = expectation.status.filter(|s| word(*s) != line.status.id()) {
            let got = [line.status.id(), reason.as_str()].join(" ");
            let written = Written::Text(line.status.id().to_owned());
            self.same(&["status"], say!("状态", "status"), (word(status), got.trim_end()), written);
        }
        if let Some(expected) = &expectation.reason {
            self.same(&["reason"], say!("原因", "reason"), (expected, &reason), Written::Text(reason.clone()));
        }
        let none = Waterfall::default();
        let w = (line.status != Status::Held).then(|| line.waterfall.as_deref().unwrap_or(&none));
        self.amount(
            &["gross"],
            say!("计算金额", "gross"),
            expectation.gross,
            w.and_then(|w| Exact::scaled(w.gross, 6)),
        );
        for (step, expected) in &expectation.waterfall {
            self.amount(&["waterfall", step], step_name(step), Some(*expected), w.and_then(|w| step_of(w, step)));
        }
        self.amount(&["payable"], say!("应付金额", "payable"), expectation.payable, w.map(|w| w.payable.exact()));
        self.payments(run, award, row);
        let due = |p: &Payment| match &p.due {
            Due::Year(later) => (i32::from(run.edition.year) + i32::from(*later)).to_string(),
            Due::Stage(stage) => stage.clone(),
        };
        self.parts(run, (award, row), &expectation.due, ("due", say!("付款时间", "due")), &due);
        let recipient = |p: &Payment| run.component(p).map(|c| c.recipient.clone()).unwrap_or_default();
        self.parts(run, (award, row), &expectation.recipients, ("recipients", say!("收款方", "recipient")), &recipient);
        self.held(run, lines.measure, row);
    }

    /// The payments of an award by what they are told apart by; what the case does not name must get nothing.
    fn parts(
        &mut self,
        run: &Run<'_>,
        (award, row): (usize, usize),
        wanted: &BTreeMap<String, Exact>,
        (key, what): (&str, Bilingual),
        part: &dyn Fn(&Payment) -> String,
    ) {
        if wanted.is_empty() {
            return;
        }
        let mut paid: BTreeMap<String, Exact> = wanted.keys().map(|name| (name.clone(), Exact::ZERO)).collect();
        for payment in run.payments.iter().filter(|p| p.enterprise as usize == row && usize::from(p.award) == award) {
            let sum = paid.entry(part(payment)).or_insert(Exact::ZERO);
            // the settlement has been reconciled: its parts do not overflow
            *sum = sum.add(payment.amount.exact()).unwrap_or(*sum);
        }
        for (name, got) in paid {
            let wanted = wanted.get(&name).copied().unwrap_or(Exact::ZERO);
            let Bilingual { zh, en } = &what;
            self.amount(&[key, &name], say!("{zh}“{name}”", "{en} `{name}`"), Some(wanted), Some(got));
        }
    }

    fn payments(&mut self, run: &Run<'_>, award: usize, row: usize) {
        if self.expectation.payments.is_empty() {
            return;
        }
        // by payer, then by instalment, over the components
        let mut paid: BTreeMap<&str, BTreeMap<u16, Exact>> = BTreeMap::new();
        let own = run.payments.iter().filter(|p| p.enterprise as usize == row && usize::from(p.award) == award);
        for payment in own {
            let payer = payer_of(run, payment).and_then(|p| run.edition.pack.payers.get(p));
            if let Some(payer) = payer {
                let sum = paid.entry(&payer.id).or_default().entry(payment.instalment).or_insert(Exact::ZERO);
                // the settlement has been reconciled: its parts do not overflow
                *sum = sum.add(payment.amount.exact()).unwrap_or(*sum);
            }
        }
        let sum = |each: &BTreeMap<u16, Exact>| each.values().fold(Exact::ZERO, |sum, a| sum.add(*a).unwrap_or(sum));
        for payer in &run.edition.pack.payers {
            let (id, got) = (&payer.id, paid.remove(payer.id.as_str()).unwrap_or_default());
            match self.expectation.payments.get(id) {
                Some(ExpectedPayments::Each(wanted)) => {
                    let each = |amounts: &mut dyn Iterator<Item = &Exact>| {
                        amounts.map(|a| for_people(*a)).collect::<Vec<_>>().join(" + ")
                    };
                    let written = Written::Each(got.values().copied().collect());
                    let (wanted, got) = (each(&mut wanted.iter()), each(&mut got.values()));
                    let what = say!("其中{id}各期", "instalments of {id}");
                    self.same(&["payments", id], what, (&wanted, &got), written);
                }
                Some(ExpectedPayments::Sum(wanted)) => {
                    self.amount(&["payments", id], say!("其中{id}", "of which {id}"), Some(*wanted), Some(sum(&got)));
                }
                // a payer that the case does not name must pay nothing
                None => {
                    let wanted = (!got.is_empty()).then_some(Exact::ZERO);
                    self.amount(&["payments", id], say!("其中{id}", "of which {id}"), wanted, Some(sum(&got)));
                }
            }
        }
    }

    fn estimate(&mut self, run: &Run<'_>, measure: usize, outcome: Option<&Outcome<Money>>) {
        let Some(outcome) = outcome else { return };
        let (status, amount) = match outcome {
            Outcome::Value(amount) if amount.is_zero() => ("zero", Some(amount.exact())),
            Outcome::Value(amount) if amount.is_negative() => ("recover", Some(amount.exact())),
            Outcome::Value(amount) => ("paid", Some(amount.exact())),
            Outcome::Refused(_) => ("zero", Some(Exact::ZERO)),
            Outcome::Held(_) => ("held", None),
        };
        if let Some(expected) = self.expectation.status {
            let written = Written::Text(status.to_owned());
            self.same(&["status"], say!("状态", "status"), (word(expected), status), written);
        }
        self.reason(run, measure, outcome);
        self.amount(&["amount"], say!("测算金额", "estimate"), self.expectation.amount, amount);
        self.held(run, measure, self.at.map_or(usize::MAX, |at| self.row(at)));
    }

    fn status(&mut self, run: &Run<'_>, measure: usize, outcome: Option<&Outcome<std::sync::Arc<str>>>) {
        let Some(outcome) = outcome else { return };
        if let Some(expected) = &self.expectation.value {
            let got = match outcome {
                Outcome::Value(value) => value.to_string(),
                Outcome::Refused(_) | Outcome::Held(_) => String::new(),
            };
            self.same(&["value"], say!("认定情况", "status"), (expected, &got), Written::Text(got.clone()));
        }
        self.reason(run, measure, outcome);
        self.held(run, measure, self.at.map_or(usize::MAX, |at| self.row(at)));
    }

    fn reason<T>(&mut self, run: &Run<'_>, measure: usize, outcome: &Outcome<T>) {
        let (Some(expected), Some(rule)) = (&self.expectation.reason, run.edition.pack.measures.get(measure)) else {
            return;
        };
        let got = match outcome {
            Outcome::Value(_) => String::new(),
            Outcome::Refused(reason) | Outcome::Held(reason) => run.reason_id(*reason, rule),
        };
        self.same(&["reason"], say!("原因", "reason"), (expected, &got), Written::Text(got.clone()));
    }

    /// The fields that a line waits for.
    fn held(&mut self, run: &Run<'_>, measure: usize, row: usize) {
        let Some(expected) = &self.expectation.held else { return };
        let schema = &run.edition.pack.schema;
        let hold = run.holds.iter().find(|h| h.enterprise as usize == row && h.measure == measure);
        let mut got: Vec<&str> = hold
            .iter()
            .flat_map(|h| &h.causes)
            .filter_map(|cause| match cause {
                Cause::Field { table, field, .. } => schema.field(*table, *field).map(|f| f.name.as_str()),
                _ => None,
            })
            .collect();
        got.sort_unstable();
        got.dedup();
        let mut wanted: Vec<&str> = expected.iter().map(String::as_str).collect();
        wanted.sort_unstable();
        let written = Written::List(got.iter().map(ToString::to_string).collect());
        self.same(&["held"], say!("等待的字段", "waits for"), (&wanted.join("、"), &got.join("、")), written);
    }

    fn same(&mut self, path: &[&str], what: Bilingual, (expected, got): (&str, &str), value: Written) {
        if expected != got {
            self.differ(what, shown(expected), shown(got), Some(self.change(path, value)));
        }
    }

    fn amount(&mut self, path: &[&str], what: Bilingual, expected: Option<Exact>, got: Option<Exact>) {
        let Some(expected) = expected else { return };
        if got != Some(expected) {
            let change = self.change(path, got.map_or(Written::Nothing, Written::Amount));
            let got = got.map_or_else(|| say!("没有金额", "no amount"), |got| shown(&for_people(got)));
            self.differ(what, shown(&for_people(expected)), got, Some(change));
        }
    }

    fn change(&self, path: &[&str], value: Written) -> Change {
        Change { expectation: Some(self.number), path: path.iter().map(ToString::to_string).collect(), value }
    }

    fn differ(&mut self, what: Bilingual, expected: Bilingual, got: Bilingual, change: Option<Change>) {
        let measure = &self.expectation.measure;
        let several = self.case.enterprises.len() > 1;
        let who = self.at.and_then(|at| self.case.enterprises.get(at)).filter(|_| several);
        let who = who.map_or_else(String::new, |e| format!("{} ", e.name));
        let (zh, en) = (what.zh, what.en);
        let what = say!("{who}{measure} {zh}", "{who}{measure} {en}");
        self.differences.push(Difference { what, expected, got, change });
    }
}

/// The words of a case file, the same in both languages; none of them: a word that says so.
fn shown(text: &str) -> Bilingual {
    if text.is_empty() { say!("无", "none") } else { say!("{text}", "{text}") }
}

const fn word(status: ExpectedStatus) -> &'static str {
    match status {
        ExpectedStatus::Paid => "paid",
        ExpectedStatus::Zero => "zero",
        ExpectedStatus::Held => "held",
        ExpectedStatus::Recover => "recover",
    }
}

/// A step of the waterfall by its name in `awards.csv`.
fn step_of(w: &Waterfall, step: &str) -> Option<Exact> {
    Some(match step {
        "rounding" => Exact::scaled(w.rounding, 6)?,
        "cap" => w.cap.exact(),
        "floor" => w.floor.exact(),
        "adjustment" => w.adjustment.exact(),
        "stacking" => w.stacking.exact(),
        "enterprise_cap" => w.enterprise_cap.exact(),
        "budget" => w.budget.exact(),
        "offset" => w.offset.exact(),
        _ => return None,
    })
}

/// A step of the waterfall for people, beside its name in `awards.csv`.
fn step_name(step: &str) -> Bilingual {
    let zh = match step {
        "rounding" => "取整",
        "cap" => "上限",
        "floor" => "起付线",
        "adjustment" => "调整",
        "stacking" => "叠加（就高、互斥、补差额）",
        "enterprise_cap" => "企业年度总额",
        "budget" => "总额控制",
        "offset" => "抵扣",
        _ => step,
    };
    say!("{zh} {step}", "{step}")
}
