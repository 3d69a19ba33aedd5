//! The sheet of findings in the order in which one works through them: what keeps a whole row out, then what awards wait
//! for, the most money first, then what is doubtful or worth knowing.
//!
//! What is wrong with one cell stands here once, with all the awards that wait for it; `findings.csv` has every finding.

use std::collections::BTreeMap;

use crate::diagnostic::codes::settle as codes;
use crate::diagnostic::{Bilingual, Finding, Lang, Severity};
use crate::money::{Money, Rounding, RoundingMode};
use crate::say;
use crate::settle;
use crate::settle::enterprises::Enterprises;
use crate::source::{CellPlace, Place};

use crate::payout::csv::findings::place;
use crate::payout::results::Results;
use crate::payout::table::{self, Cell, Column, Kind, Table};

/// Findings for people.
pub struct Problems<'a> {
    results: Results<'a>,
    enterprises: Enterprises<'a>,
    /// In the order of the sheet.
    tasks: Vec<Task>,
}

/// One thing to do.
struct Task {
    /// Its first finding.
    finding: usize,
    /// The finding that names the enterprise, if the first does not.
    who: usize,
    /// The measures (index of the version) that wait for it, each with the number of its awards.
    waiting: BTreeMap<usize, u64>,
}

/// What findings have in common that are one thing to do.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// A cell.
    Cell(CellPlace),
    /// A column that is absent, a row of which nobody knows whose it is: sheet and remedy.
    Whole(String, String, String),
}

impl<'a> Problems<'a> {
    /// The findings of a settlement.
    #[must_use]
    pub fn of(results: Results<'a>) -> Self {
        let mut problems = Self { results, enterprises: results.enterprises(), tasks: Vec::new() };
        let versions: BTreeMap<&str, usize> =
            results.run.edition.measures.iter().filter_map(|i| Some((results.measure(*i)?.id.as_str(), *i))).collect();
        let mut known: BTreeMap<Key, usize> = BTreeMap::new();
        for (index, finding) in results.findings.iter().enumerate() {
            let key = key(finding);
            let task = key.as_ref().and_then(|key| known.get(key)).copied().unwrap_or(problems.tasks.len());
            if task == problems.tasks.len() {
                problems.tasks.push(Task { finding: index, who: index, waiting: BTreeMap::new() });
                known.extend(key.map(|key| (key, task)));
            }
            let Some(task) = problems.tasks.get_mut(task) else { continue };
            if results.findings.get(task.who).is_some_and(|who| who.uscc.is_empty()) {
                task.who = index;
            }
            if let Some(version) = versions.get(finding.measure.as_str()).filter(|_| waits(finding)) {
                let count = task.waiting.entry(*version).or_default();
                *count = count.saturating_add(1);
            }
        }
        let maxima = maxima(results);
        let mut tasks = std::mem::take(&mut problems.tasks);
        tasks.sort_by_cached_key(|task| {
            let severity = results.findings.get(task.finding).map(Finding::severity);
            let waiting: u64 = task.waiting.values().sum();
            (severity, std::cmp::Reverse((money(task, &maxima), waiting)), task.finding)
        });
        Self { tasks, ..problems }
    }

    /// Who a finding is about: name and county.
    fn who(&self, code: &str) -> Option<usize> {
        // enterprises are sorted by their codes
        let mut range = 0..self.results.run.enterprises;
        while range.start < range.end {
            let middle = range.start.midpoint(range.end);
            match self.enterprises.code(middle).cmp(code) {
                std::cmp::Ordering::Less => range.start = middle.saturating_add(1),
                std::cmp::Ordering::Greater => range.end = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// The measures that wait, with the number of awards where there are several.
    fn waiting(&self, task: &Task) -> String {
        let said = task.waiting.iter().filter_map(|(version, awards)| {
            let title = &self.results.measure(*version)?.title;
            Some(match awards {
                1 => title.clone(),
                _ => say!("{title}（{awards} 笔）", "{title} ({awards})").get(self.results.lang).to_owned(),
            })
        });
        said.collect::<Vec<_>>().join(if self.results.lang == Lang::Zh { "、" } else { ", " })
    }
}

/// Does an award wait for it?
fn waits(finding: &Finding) -> bool {
    finding.severity() == Severity::Hold
}

fn key(finding: &Finding) -> Option<Key> {
    if !waits(finding) {
        return None;
    }
    let cell = match &finding.place {
        Place::Cell(cell) => Some(cell),
        Place::Nowhere | Place::Rule(_) => None,
    };
    if finding.code == &codes::COLUMN_ABSENT || finding.code == &codes::UNATTRIBUTED {
        let (file, sheet) = cell.map(|c| (c.file.to_string(), c.sheet.to_string())).unwrap_or_default();
        return Some(Key::Whole(file, sheet, finding.remedy.zh.clone()));
    }
    cell.filter(|c| c.column > 0 && c.row > 0).map(|c| Key::Cell(c.clone()))
}

/// The most that each measure in force can give, in whole 分; none where there is no limit.
fn maxima(results: Results<'_>) -> BTreeMap<usize, Money> {
    let fen = Rounding { mode: RoundingMode::Up, unit: Money::from_fen(1) };
    let awards = results.run.awards.iter().zip(settle::maxima(results.run.edition));
    awards.filter_map(|(award, most)| Some((award.measure, fen.apply(most?)?))).collect()
}

/// How much may wait for a thing, as far as that is known.
fn money(task: &Task, maxima: &BTreeMap<usize, Money>) -> Option<Money> {
    let each = task.waiting.iter().filter_map(|(version, awards)| {
        let most = maxima.get(version)?;
        most.fen().checked_mul(i128::from(*awards)).map(Money::from_fen)
    });
    each.reduce(|a, b| a.add(b).unwrap_or(a))
}

/// What is wrong, without the measure that waits for it: those stand in a column of their own.
fn without_measure(message: &Bilingual, title: &str, lang: Lang) -> String {
    let tail = say!("，“{title}”待核", ", so `{title}` is held");
    let said = message.get(lang);
    said.strip_suffix(tail.get(lang)).unwrap_or(said).to_owned()
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
            column(say!("等它核定的政策", "awards that wait"), Kind::Text),
            column(say!("涉及金额（最多）", "at most at stake"), Kind::Money),
            column(say!("编号", "finding"), Kind::Text),
        ]
    }

    fn batches(&self) -> usize {
        table::batches(self.tasks.len())
    }

    fn count(&self, batch: usize) -> usize {
        table::lines_of(batch, self.tasks.len()).len()
    }

    fn rows(&self, batch: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        let lang = self.results.lang;
        let maxima = maxima(self.results);
        for number in table::lines_of(batch, self.tasks.len()) {
            let Some(task) = self.tasks.get(number) else { continue };
            let (Some(finding), Some(who)) =
                (self.results.findings.get(task.finding), self.results.findings.get(task.who))
            else {
                continue;
            };
            let [file, sheet, cell] = place(&finding.place);
            let enterprise = Some(who.uscc.as_str()).filter(|code| !code.is_empty()).and_then(|code| self.who(code));
            let title = self.results.run.edition.pack.measures.iter().find(|m| m.id == finding.measure);
            let whole = matches!(key(finding), Some(Key::Whole(..)));
            let enterprise = enterprise.filter(|_| !whole);
            row(&[
                Cell::Integer(i128::try_from(number.saturating_add(1)).unwrap_or(0)),
                Cell::from(severity(finding.severity()).get(lang).to_owned()),
                Cell::text(enterprise.map_or("", |e| self.enterprises.name(e))),
                Cell::text(enterprise.map_or("", |e| self.enterprises.county(e))),
                Cell::text(if whole { "" } else { &who.uscc }),
                Cell::from(file),
                Cell::from(sheet),
                Cell::from(if whole { String::new() } else { cell }),
                Cell::from(title.map_or_else(
                    || finding.message.get(lang).to_owned(),
                    |m| without_measure(&finding.message, &m.title, lang),
                )),
                Cell::text(finding.remedy.get(lang)),
                Cell::from(match (task.waiting.is_empty(), title) {
                    (true, Some(measure)) => measure.title.clone(),
                    _ => self.waiting(task),
                }),
                money(task, &maxima).map_or(Cell::Empty, Cell::Money),
                Cell::text(finding.code.id),
            ]);
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
