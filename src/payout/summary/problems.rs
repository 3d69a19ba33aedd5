//! The sheet of findings in the order in which one works through them: what has to be corrected as
//! [`returned::task`](crate::payout::returned::task) lists it, then what is only worth knowing.
//!
//! What is wrong with one cell stands here once, with all the awards that wait for it; `findings.csv` has every finding.

use crate::diagnostic::codes::settle as codes;
use crate::diagnostic::{Bilingual, Finding, Lang, Severity};
use crate::money::Money;
use crate::say;
use crate::settle::enterprises::Enterprises;
use crate::source::Place;

use crate::payout::csv::findings::place;
use crate::payout::dossier::Dossier;
use crate::payout::results::Results;
use crate::payout::returned::task::{Task, tasks};
use crate::payout::table::{self, Cell, Column, Kind, Table};

/// Findings for people.
pub struct Problems<'a> {
    results: Results<'a>,
    enterprises: Enterprises<'a>,
    /// What has to be corrected.
    tasks: Vec<Task>,
    /// The findings that no roster's correction cures: notes, and what is to be said about rules.
    others: Vec<&'a Finding>,
}

impl<'a> Problems<'a> {
    /// The findings of a settlement.
    #[must_use]
    pub fn of(dossier: Dossier<'a>) -> Self {
        let results = dossier.results;
        let mut others: Vec<&Finding> = results.findings.iter().filter(|f| !is_task(f)).collect();
        others.sort_by_key(|f| f.severity());
        Self { results, enterprises: results.enterprises(), tasks: tasks(dossier), others }
    }

    /// The titles of measures.
    fn titles(&self, measures: impl Iterator<Item = usize>) -> String {
        let titles = measures.filter_map(|m| self.results.measure(m)).map(|m| m.title.as_str());
        titles.collect::<Vec<_>>().join(if self.results.lang == Lang::Zh { "、" } else { ", " })
    }

    fn task<'t>(&'t self, number: usize, task: &'t Task) -> Vec<Cell<'t>> {
        let lang = self.results.lang;
        let [file, sheet, cell] = match &task.place {
            Some(cell) => place(&Place::Cell(cell.clone())),
            None => Default::default(),
        };
        let also = task.also.len();
        let cell = match also {
            0 => cell,
            _ => say!("{cell} 和另外 {also} 行", "{cell} and {also} more rows").get(lang).to_owned(),
        };
        let between = if lang == Lang::Zh { "；" } else { "; " };
        let wrong: Vec<&str> = task.said.iter().map(|(wrong, _)| wrong.as_str()).collect();
        let mut cures: Vec<&str> = task.said.iter().map(|(_, cure)| cure.as_str()).collect();
        cures.dedup();
        let most = task.waiting.most.filter(|most| most.is_positive()).and_then(Money::from_exact);
        let awards = task.waiting.awards;
        vec![
            number_cell(number),
            Cell::from(severity(task.severity).get(lang).to_owned()),
            Cell::text(task.enterprise.map_or("", |e| self.enterprises.name(e))),
            Cell::text(task.enterprise.map_or("", |e| self.enterprises.county(e))),
            Cell::text(task.enterprise.map_or(&task.code, |e| self.enterprises.code(e))),
            Cell::from(file),
            Cell::from(sheet),
            Cell::from(cell),
            Cell::from(wrong.join(between)),
            Cell::from(cures.join(between)),
            Cell::from(self.titles(task.measures.iter().copied())),
            if awards == 0 { Cell::Empty } else { Cell::Integer(i128::from(awards)) },
            most.map_or(Cell::Empty, Cell::Money),
        ]
    }

    fn other(&self, number: usize, finding: &'a Finding) -> Vec<Cell<'a>> {
        let lang = self.results.lang;
        let [file, sheet, cell] = place(&finding.place);
        let measure = self.results.run.edition.pack.measures.iter().find(|m| m.id == finding.measure);
        vec![
            number_cell(number),
            Cell::from(severity(finding.severity()).get(lang).to_owned()),
            Cell::Empty,
            Cell::Empty,
            Cell::text(&finding.uscc),
            Cell::from(file),
            Cell::from(sheet),
            Cell::from(cell),
            Cell::text(finding.message.get(lang)),
            Cell::text(finding.remedy.get(lang)),
            Cell::text(measure.map_or(finding.measure.as_str(), |m| &m.title)),
            Cell::Empty,
            Cell::Empty,
        ]
    }
}

/// Does [`tasks`] tell of it?
fn is_task(finding: &Finding) -> bool {
    let of_rules =
        matches!(finding.place, Place::Rule(_)) && (finding.uscc.is_empty() || finding.code == &codes::CAP_WOULD_CUT);
    finding.severity() < Severity::Note && !of_rules
}

fn number_cell(number: usize) -> Cell<'static> {
    Cell::Integer(i128::try_from(number.saturating_add(1)).unwrap_or(0))
}

impl Table for Problems<'_> {
    fn columns(&self) -> Vec<Column> {
        let lang = self.results.lang;
        let column = |text: Bilingual, kind| Column { name: text.get(lang).to_owned().into(), kind };
        vec![
            column(say!("序号", "no."), Kind::Integer),
            column(say!("级别", "severity"), Kind::State),
            column(say!("企业名称", "enterprise"), Kind::Text),
            column(say!("县市区", "county"), Kind::Text),
            column(say!("统一社会信用代码", "code"), Kind::Code),
            column(say!("文件", "file"), Kind::Text),
            column(say!("工作表", "sheet"), Kind::Text),
            column(say!("单元格", "cell"), Kind::Text),
            column(say!("问题", "what is wrong"), Kind::Text),
            column(say!("怎么办", "what to do"), Kind::Text),
            column(say!("有关政策", "measures"), Kind::Text),
            column(say!("待核笔数", "awards that wait"), Kind::Integer),
            column(say!("涉及金额（最多）", "at most at stake"), Kind::Money),
        ]
    }

    fn batches(&self) -> usize {
        table::batches(self.tasks.len().saturating_add(self.others.len()))
    }

    fn count(&self, batch: usize) -> usize {
        table::lines_of(batch, self.tasks.len().saturating_add(self.others.len())).len()
    }

    fn rows(&self, batch: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        for number in table::lines_of(batch, self.tasks.len().saturating_add(self.others.len())) {
            if let Some(task) = self.tasks.get(number) {
                row(&self.task(number, task));
            } else if let Some(other) = self.others.get(number.saturating_sub(self.tasks.len())) {
                row(&self.other(number, other));
            }
        }
    }
}

/// What a severity is called.
#[must_use]
pub fn severity(severity: Severity) -> Bilingual {
    match severity {
        Severity::Error => say!("错误", "error"),
        Severity::Hold => say!("待核", "hold"),
        Severity::Warning => say!("警告", "warning"),
        Severity::Note => say!("提示", "note"),
    }
}
