//! What has to be corrected in the rosters: each thing once, with what waits for it, the most money first.
//!
//! A thing is a cell, a row, a column that a sheet lacks, or a sheet. That a value is held is said by the settlement once
//! for each award; what is wrong with its cell was mostly said by the reader already. Both are one thing here.
//! Rows that are left out altogether come first: nobody can know what waits for them. Then what awards wait for, by the
//! money that is known to wait and by how many awards; then what should be checked. Notes are not things to do.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::waiting::{Waiting, Worth};
use crate::diagnostic::codes::{roster as read, settle as settled};
use crate::diagnostic::{Code, Finding, Severity};
use crate::lang::Cause;
use crate::payout::dossier::Dossier;
use crate::payout::results::Results;
use crate::policy::usage;
use crate::say;
use crate::schema::{ENTERPRISES, TableId};
use crate::settle::enterprises::Enterprises;
use crate::settle::notice::without_measure;
use crate::settle::run::Hold;
use crate::source::{CellPlace, Place};

/// Findings of rows that are left out as a whole.
const LEFT_OUT: [&Code; 6] = [
    &read::CODE_EMPTY,
    &read::CODE_NUMBER,
    &read::CODE_SHAPE,
    &read::REQUIRED_EMPTY,
    &read::CONTROL_CHARACTER,
    &read::ORPHAN,
];

/// One thing to correct.
#[derive(Clone, Debug)]
pub struct Task {
    /// The most severe of what is wrong.
    pub severity: Severity,
    /// Where; a whole row, sheet or file where its numbers are 0.
    pub place: Option<CellPlace>,
    /// Further rows, in the same column, of which the same is said.
    pub also: Vec<u32>,
    /// What is wrong and what to do, in the language of the files.
    pub said: Vec<(String, String)>,
    /// The enterprise, if one is concerned.
    pub enterprise: Option<usize>,
    /// Its code as the finding has it: of rows that are left out, nobody else knows it.
    pub code: String,
    /// The measures that wait, as indexes of [`Pack::measures`](crate::policy::pack::Pack::measures).
    pub measures: BTreeSet<usize>,
    /// The awards that wait.
    pub waiting: Waiting,
    /// Is a row left out?
    left_out: bool,
    /// The awards that wait for it, by enterprise and place in the run's awards.
    awards: BTreeSet<(usize, usize)>,
}

/// What one correction cures.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Cure<'a> {
    Place(&'a CellPlace),
    /// A column that a sheet lacks: its file and name, and what is to be added.
    Column(&'a str, &'a str, &'a str),
    /// A finding that stands alone.
    Alone(usize),
}

/// All things to correct, in the order in which they should be.
#[must_use]
pub fn tasks(dossier: Dossier<'_>) -> Vec<Task> {
    let files: Vec<&str> = dossier.rosters.iter().map(|file| file.name.as_str()).collect();
    let gathered = Gathered::of(dossier.results);
    let in_sheets = |task: &Task| {
        let place = task.place.clone();
        let file = place.as_ref().and_then(|cell| files.iter().position(|name| *name == &*cell.file));
        (file.is_none(), file, place)
    };
    let mut tasks: Vec<(usize, Task)> = gathered.tasks.into_iter().enumerate().collect();
    tasks.sort_by_cached_key(|(i, task)| {
        let Waiting { awards, .. } = task.waiting;
        let known = task.waiting.known();
        (Reverse(task.left_out), Reverse(known), Reverse(awards), task.severity, in_sheets(task), *i)
    });
    tasks.into_iter().map(|(_, task)| task).collect()
}

struct Gathered<'a> {
    results: Results<'a>,
    who: Enterprises<'a>,
    tasks: Vec<Task>,
    by_cure: BTreeMap<Cure<'a>, usize>,
}

impl<'a> Gathered<'a> {
    fn of(results: Results<'a>) -> Self {
        let mut all = Self { results, who: results.enterprises(), tasks: Vec::new(), by_cure: BTreeMap::new() };
        for (index, finding) in results.findings.iter().enumerate() {
            if finding.severity() < Severity::Note && finding.code != &settled::UNATTRIBUTED {
                all.add(index, finding);
            }
        }
        let worth = Worth::of(results.run);
        for task in &mut all.tasks {
            let awards: Vec<(usize, usize)> = task.awards.iter().copied().collect();
            let of_one = |same: &[(usize, usize)]| worth.of_enterprise(same.iter().map(|(_, award)| *award));
            task.waiting = awards.chunk_by(|a, b| a.0 == b.0).map(of_one).fold(Waiting::NONE, Waiting::and);
        }
        all.count_rows_left_out();
        all.wait_for_anybody(&worth);
        all
    }

    fn add(&mut self, index: usize, finding: &'a Finding) {
        let lang = self.results.lang;
        let place = match &finding.place {
            Place::Cell(cell) => Some(cell),
            Place::Nowhere => None,
            // what is wrong with rules is nothing that a county can correct; an enterprise's data may be
            Place::Rule(_) if finding.uscc.is_empty() || finding.code == &settled::CAP_WOULD_CUT => return,
            Place::Rule(_) => None,
        };
        let column_absent = finding.code == &settled::COLUMN_ABSENT;
        let cure = match place {
            Some(cell) if column_absent => Cure::Column(&cell.file, &cell.sheet, &finding.remedy.zh),
            Some(cell) if cell.row > 0 => Cure::Place(cell),
            _ => Cure::Alone(index),
        };
        let measures = self.results.run.edition.measures.iter().copied();
        let version = measures.into_iter().find(|m| self.results.measure(*m).is_some_and(|m| m.id == finding.measure));
        let title = version.and_then(|m| self.results.measure(m)).map_or("", |m| m.title.as_str());
        let enterprise = self.enterprise(&finding.uscc);
        let at = *self.by_cure.entry(cure).or_insert(self.tasks.len());
        if at == self.tasks.len() {
            let whole = |cell: &CellPlace| CellPlace { row: 0, column: 0, ..cell.clone() };
            self.tasks.push(Task {
                severity: finding.severity(),
                place: place.map(|cell| if column_absent { whole(cell) } else { cell.clone() }),
                also: Vec::new(),
                said: Vec::new(),
                enterprise: enterprise.filter(|_| !column_absent),
                code: if column_absent { String::new() } else { finding.uscc.clone() },
                measures: BTreeSet::new(),
                waiting: Waiting::NONE,
                left_out: false,
                awards: BTreeSet::new(),
            });
        }
        let award = self.results.run.awards.iter().position(|a| Some(a.measure) == version);
        let Some(task) = self.tasks.get_mut(at) else { return };
        task.severity = task.severity.min(finding.severity());
        task.left_out |= LEFT_OUT.contains(&finding.code);
        task.also.extend(&finding.also);
        if finding.severity() == Severity::Hold {
            task.measures.extend(version);
            task.awards.extend(enterprise.zip(award));
        }
        let message = without_measure(&finding.message, title).get(lang).to_owned();
        // that a cell cannot be read, the reader said better
        let known = finding.code == &settled::VALUE_UNREADABLE && !task.said.is_empty();
        if !known && task.said.iter().all(|(said, _)| *said != message) {
            task.said.push((message, finding.remedy.get(lang).to_owned()));
        }
    }

    fn enterprise(&self, code: &str) -> Option<usize> {
        if code.is_empty() {
            return None;
        }
        // enterprises are sorted by their codes
        let (mut low, mut high) = (0, self.results.data.enterprises());
        while low < high {
            let middle = low.midpoint(high);
            match self.who.code(middle).cmp(code) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle.saturating_add(1),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The tables in the sheet of a thing.
    fn tables(&self, task: &Task) -> Vec<TableId> {
        let there = task.place.as_ref().map(|cell| self.results.places.tables_in(&cell.file, &cell.sheet));
        there.unwrap_or_default().into_iter().map(|(table, _)| table).collect()
    }

    /// For a row that is left out wait, of its enterprise, all measures that look at its table; how much, nobody knows.
    fn count_rows_left_out(&mut self) {
        let run = self.results.run;
        let pack = run.edition.pack;
        let mut looking: BTreeMap<TableId, BTreeSet<usize>> = BTreeMap::new();
        for award in &run.awards {
            let Some(measure) = self.results.measure(award.measure) else { continue };
            let used = usage::reached(&usage::expressions(measure), &pack.definitions);
            let tables = used.tables.into_iter().chain(used.fields.into_iter().map(|(table, _)| table));
            for table in tables.chain([ENTERPRISES]) {
                looking.entry(table).or_default().insert(award.measure);
            }
        }
        for at in 0..self.tasks.len() {
            let Some(tables) = self.tasks.get(at).filter(|t| t.left_out).map(|t| self.tables(t)) else { continue };
            let Some(task) = self.tasks.get_mut(at) else { continue };
            task.measures.extend(tables.iter().filter_map(|table| looking.get(table)).flatten());
            let rows = 1 + task.also.len() as u64;
            let awards = rows.saturating_mul(task.measures.len() as u64);
            task.waiting = task.waiting.and(Waiting { awards, unknown: awards, ..Waiting::NONE });
        }
    }

    /// A row that may take money away from anybody keeps everybody waiting: whoever cannot tell whose it is.
    fn wait_for_anybody(&mut self, worth: &Worth) {
        let run = self.results.run;
        let mut waits: BTreeMap<TableId, (Waiting, BTreeSet<usize>)> = BTreeMap::new();
        for of_one in run.holds.chunk_by(|a, b| a.enterprise == b.enterprise) {
            let mut tables: BTreeMap<TableId, BTreeSet<usize>> = BTreeMap::new();
            for Hold { measure, causes, .. } in of_one {
                for cause in causes {
                    if let Cause::Unattributed { table, .. } = cause {
                        tables.entry(*table).or_default().insert(*measure);
                    }
                }
            }
            for (table, measures) in tables {
                let awards = run.awards.iter().enumerate().filter(|(_, a)| measures.contains(&a.measure));
                let waiting = worth.of_enterprise(awards.map(|(i, _)| i));
                let (sum, all) = waits.entry(table).or_insert((Waiting::NONE, BTreeSet::new()));
                *sum = sum.and(waiting);
                all.extend(measures);
            }
        }
        for (table, (waiting, measures)) in waits {
            let rows: Vec<usize> = (0..self.tasks.len())
                .filter(|at| self.tasks.get(*at).is_some_and(|t| t.left_out && self.tables(t).contains(&table)))
                .collect();
            let said = say!(
                "不知道是哪家企业的，各家都在等这一行",
                "nobody knows whose it is, so everybody waits for this row"
            );
            for at in &rows {
                let Some(task) = self.tasks.get_mut(*at) else { continue };
                task.waiting = waiting;
                task.measures.extend(&measures);
                if let Some((message, _)) = task.said.first_mut() {
                    message.push_str(&format!(
                        "{}{}",
                        say!("；", "; ").get(self.results.lang),
                        said.get(self.results.lang)
                    ));
                }
            }
            if rows.is_empty() {
                self.tasks.extend(self.of_nobody(table, waiting, measures));
            }
        }
    }

    /// The same where the row is not known either.
    fn of_nobody(&self, table: TableId, waiting: Waiting, measures: BTreeSet<usize>) -> Option<Task> {
        let Results { run, lang, findings, .. } = self.results;
        let name = &run.edition.pack.schema.get(table)?.name;
        let finding = findings
            .iter()
            .find(|f| f.code == &settled::UNATTRIBUTED && f.message.zh.contains(&format!("“{name}”")))?;
        let title = run.edition.pack.measures.iter().find(|m| m.id == finding.measure).map_or("", |m| &m.title);
        let message = without_measure(&finding.message, title).get(lang).to_owned();
        Some(Task {
            severity: finding.severity(),
            place: None,
            also: Vec::new(),
            said: vec![(message, finding.remedy.get(lang).to_owned())],
            enterprise: None,
            code: String::new(),
            measures,
            waiting,
            left_out: true,
            awards: BTreeSet::new(),
        })
    }
}
