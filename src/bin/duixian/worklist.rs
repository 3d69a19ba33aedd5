//! What `check` says to people: how much there is, what has to be done, by file and county, what is doubtful, and
//! at the end how much else was noticed. The formats for programs list everything in input order.

use std::collections::BTreeMap;

use duixian::diagnostic::codes::settle as codes;
use duixian::diagnostic::{Bilingual, Finding, Severity, render};
use duixian::policy::pack::Pack;
use duixian::roster::Roster;
use duixian::say;
use duixian::settle::enterprises::Enterprises;
use duixian::settle::notice;
use duixian::source::{CellPlace, Place};

use crate::console::Console;
use crate::first;

/// So many things to do are seen at once.
const SCREEN: usize = 10;

/// Who and what the findings are about: what a reader calls it.
#[derive(Default)]
pub struct Known {
    files: Vec<String>,
    enterprises: BTreeMap<String, Enterprise>,
    titles: BTreeMap<String, String>,
}

struct Enterprise {
    name: String,
    county: String,
    /// In the pack's order of counties, those that are not known first.
    rank: Option<usize>,
}

impl Known {
    /// All of a roster; `files` are in the order in which they were handed in.
    pub fn of(files: Vec<String>, roster: &Roster, pack: &Pack) -> Self {
        let who = Enterprises::of(&roster.dataset, &pack.schema);
        let one = |e| Enterprise {
            name: who.name(e).to_owned(),
            county: who.county(e).to_owned(),
            rank: who.county_index(e),
        };
        let enterprises = (0..roster.dataset.enterprises()).map(|e| (who.code(e).to_owned(), one(e))).collect();
        let titles = pack.measures.iter().map(|m| (m.id.clone(), m.title.clone())).collect();
        Self { files, enterprises, titles }
    }

    /// The name of an enterprise.
    pub fn name(&self, code: &str) -> Option<String> {
        self.enterprises.get(code).map(|e| e.name.clone())
    }

    fn of_finding(&self, finding: &Finding) -> Option<&Enterprise> {
        self.enterprises.get(&finding.uscc)
    }

    /// A finding in the words of its reader: names beside codes, titles for ids, and neither twice.
    fn shown(&self, finding: &Finding) -> Finding {
        let mut shown = finding.clone();
        if let Some(enterprise) = self.of_finding(finding) {
            shown.uscc = format!("{} {}", enterprise.name, finding.uscc);
        }
        if let Some(title) = self.titles.get(&finding.measure) {
            shown.measure = if finding.message.zh.contains(title.as_str()) { String::new() } else { title.clone() };
        }
        shown
    }
}

/// Everything in its place; nothing when there is nothing.
pub fn text(console: &Console, findings: &[Finding], known: &Known) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut text = format!("{}\n", console.say(&first::counted(findings)));
    let work = work(findings, known);
    if work.len() > SCREEN {
        text.push_str(&first::cells(console, findings, Severity::Hold, &|code| known.name(code)));
    }
    let at = Order::of(findings, known);
    for part in at.sorted(&work, true).chunk_by(|a, b| at.part(a, true) == at.part(b, true)) {
        let Some(head) = part.first() else { continue };
        text.push_str(&format!("\n═ {}\n", console.say(&at.named(head, part.len()))));
        text.push_str(&listed(console, part, known));
    }
    let warnings: Vec<Finding> = findings.iter().filter(|f| f.severity() == Severity::Warning).cloned().collect();
    if !warnings.is_empty() {
        let count = warnings.len();
        text.push_str(&format!("\n═ {}\n", console.say(&say!("要核对的（{count} 条）", "to check ({count})"))));
        text.push_str(&listed(console, &at.sorted(&warnings, false), known));
    }
    text.push_str(&notes(console, findings, &at));
    text
}

fn listed(console: &Console, findings: &[Finding], known: &Known) -> String {
    let shown: Vec<Finding> = findings.iter().map(|f| known.shown(f)).collect();
    console.rendered(&shown)
}

/// What has to be done, each thing once: what waits for a column, or for a row of which nobody knows whose it is, is
/// counted behind it; that a cell cannot be read is said by the reader, and whoever waits for it is counted.
fn work(findings: &[Finding], known: &Known) -> Vec<Finding> {
    let mut things: Vec<(Finding, usize)> = Vec::new();
    let mut causes: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    let mut unread: BTreeMap<CellPlace, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|f| f.severity() <= Severity::Hold) {
        let cell = match &finding.place {
            Place::Cell(cell) => Some(cell),
            Place::Nowhere | Place::Rule(_) => None,
        };
        if finding.code == &codes::COLUMN_ABSENT || finding.code == &codes::UNATTRIBUTED {
            let (file, sheet) = cell.map(|c| (c.file.to_string(), c.sheet.to_string())).unwrap_or_default();
            let thing = *causes.entry((file, sheet, finding.remedy.zh.clone())).or_insert(things.len());
            if let Some((_, waiting)) = things.get_mut(thing) {
                *waiting = waiting.saturating_add(1);
                continue;
            }
            let place = cell.map_or(Place::Nowhere, |c| Place::Cell(CellPlace { row: 0, column: 0, ..c.clone() }));
            let whole = Finding { place, uscc: String::new(), measure: String::new(), ..finding.clone() };
            things.push((without_measure(whole, known.titles.get(&finding.measure)), 1));
            continue;
        }
        let said = cell.filter(|_| finding.code == &codes::VALUE_UNREADABLE).and_then(|c| unread.get(c));
        if let Some((_, waiting)) = said.and_then(|thing| things.get_mut(*thing)) {
            *waiting = waiting.saturating_add(1);
            continue;
        }
        if let Some(cell) = cell.filter(|c| c.column > 0 && finding.measure.is_empty()) {
            unread.insert(cell.clone(), things.len());
        }
        things.push((finding.clone(), 0));
    }
    things.into_iter().map(|(finding, waiting)| with_waiting(finding, waiting)).collect()
}

/// What is wrong, without the first of the measures that wait for it.
fn without_measure(mut finding: Finding, title: Option<&String>) -> Finding {
    if let Some(title) = title {
        finding.message = notice::without_measure(&finding.message, title);
    }
    finding
}

fn with_waiting(mut finding: Finding, waiting: usize) -> Finding {
    if waiting > 0 {
        let Bilingual { zh, en } = say!("（因此待核 {waiting} 笔）", " (awards that wait for it: {waiting})");
        finding.message.zh.push_str(&zh);
        finding.message.en.push_str(&en);
    }
    finding
}

/// Where findings stand in the order of a reader.
struct Order<'a> {
    known: &'a Known,
    files: BTreeMap<String, usize>,
    sheets: BTreeMap<(String, String), usize>,
}

/// The file and the county that a finding belongs to.
type Part<'a> = (usize, Option<usize>, &'a str);

impl<'a> Order<'a> {
    fn of(findings: &[Finding], known: &'a Known) -> Self {
        let mut files: BTreeMap<String, usize> = BTreeMap::new();
        for file in &known.files {
            let next = files.len();
            files.entry(file.clone()).or_insert(next);
        }
        let mut sheets = BTreeMap::new();
        for finding in findings {
            let (next_file, next_sheet) = (files.len(), sheets.len());
            let (file, sheet) = sheet(finding);
            if !file.is_empty() {
                files.entry(file.clone()).or_insert(next_file);
            }
            sheets.entry((file, sheet)).or_insert(next_sheet);
        }
        Self { known, files, sheets }
    }

    fn part<'f>(&self, finding: &'f Finding, by_county: bool) -> Part<'f>
    where
        'a: 'f,
    {
        let file = self.files.get(&sheet(finding).0).copied().unwrap_or(usize::MAX);
        let enterprise = self.known.of_finding(finding).filter(|_| by_county);
        (file, enterprise.and_then(|e| e.rank), enterprise.map_or("", |e| &e.county))
    }

    fn sorted(&self, findings: &[Finding], by_county: bool) -> Vec<Finding> {
        let mut sorted = findings.to_vec();
        sorted.sort_by_cached_key(|f| {
            let (file, rank, county) = self.part(f, by_county);
            let (row, column) = match &f.place {
                Place::Cell(cell) => (cell.row, cell.column),
                Place::Nowhere | Place::Rule(_) => (0, 0),
            };
            (file, rank, county.to_owned(), self.sheets.get(&sheet(f)).copied(), row, column)
        });
        sorted
    }

    /// The heading of a part.
    fn named(&self, finding: &Finding, count: usize) -> Bilingual {
        let (file, county) = (sheet(finding).0, self.part(finding, true).2);
        let parts: Vec<String> =
            [file.as_str(), county].into_iter().filter(|p| !p.is_empty()).map(render::visible).collect();
        if parts.is_empty() {
            return say!("总体（要改 {count} 处）", "in general ({count} to correct)");
        }
        let name = parts.join(" · ");
        say!("{name}（要改 {count} 处）", "{name} ({count} to correct)")
    }
}

fn sheet(finding: &Finding) -> (String, String) {
    match &finding.place {
        Place::Cell(cell) => (cell.file.to_string(), cell.sheet.to_string()),
        Place::Rule(span) => (span.file.name.clone(), String::new()),
        Place::Nowhere => Default::default(),
    }
}

/// How many notes of which kind each sheet has.
fn notes(console: &Console, findings: &[Finding], at: &Order<'_>) -> String {
    let notes: Vec<Finding> = findings.iter().filter(|f| f.severity() == Severity::Note).cloned().collect();
    if notes.is_empty() {
        return String::new();
    }
    let count = notes.len();
    let mut text = format!(
        "\n═ {}\n",
        console.say(&say!(
            "提示 {count} 条，不影响核定；逐条看加 --format csv",
            "{count} notes, which change no award; --format csv lists them"
        ))
    );
    for here in at.sorted(&notes, false).chunk_by(|a, b| sheet(a) == sheet(b)) {
        let (file, name) = here.first().map(sheet).unwrap_or_default();
        let parts: Vec<String> = [file, name].iter().filter(|p| !p.is_empty()).map(|p| render::visible(p)).collect();
        let place = if parts.is_empty() { console.say(&say!("总体", "in general")) } else { parts.join(" › ") };
        let mut kinds: Vec<(Bilingual, usize)> = Vec::new();
        for note in here {
            let kind = Bilingual { zh: note.code.zh.to_owned(), en: note.code.en.to_owned() };
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, count)) => *count = count.saturating_add(1),
                None => kinds.push((kind, 1)),
            }
        }
        let said = |(kind, count): &(Bilingual, usize)| match count {
            1 => console.say(kind),
            _ => console.say(&say!("{} {count} 条", "{} ({count})", console.say(kind))),
        };
        let said: Vec<String> = kinds.iter().map(said).collect();
        text.push_str(&format!("  {place}  {}\n", said.join(&console.say(&say!("；", "; ")))));
    }
    text
}
