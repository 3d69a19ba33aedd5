//! Which cells a tired clerk should correct first.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use duixian::diagnostic::codes::settle as codes;
use duixian::diagnostic::{Bilingual, Finding, Severity, render};
use duixian::say;
use duixian::source::{CellPlace, Place};

use crate::console::Console;

/// How many cells are named.
const FIRST: usize = 10;

/// A cell and what is wrong with it.
struct Cell<'a> {
    place: &'a CellPlace,
    finding: &'a Finding,
    /// How many findings end with it.
    waiting: usize,
}

impl Cell<'_> {
    /// Is it a column that nobody sent?
    fn is_column(&self) -> bool {
        self.finding.code == &codes::COLUMN_ABSENT
    }
}

/// The first cells to correct among the findings of at least this severity, a line each; empty when there are none.
/// `name` gives an enterprise's by its code.
pub fn cells(
    console: &Console,
    findings: &[Finding],
    least: Severity,
    name: &dyn Fn(&str) -> Option<String>,
) -> String {
    let cells = ranked(findings, least);
    let total = cells.len();
    if total == 0 {
        return String::new();
    }
    let lang = console.language.messages;
    let mut text = console.say(&if total > FIRST {
        say!("先改这 {FIRST} 处（一共 {total} 处要改）：\n", "correct these {FIRST} first (of {total} to correct):\n")
    } else {
        say!("要改的有这 {total} 处：\n", "to correct ({total}):\n")
    });
    let named = |cell: &Cell<'_>| {
        // what is missing has no row of its own
        let whole = CellPlace { row: 0, column: 0, ..cell.place.clone() };
        let cell = if cell.is_column() { &whole } else { cell.place };
        let parts = [cell.file.to_string(), cell.sheet.to_string(), render::spot(cell, lang)];
        let parts: Vec<String> = parts.iter().filter(|p| !p.is_empty()).map(|p| render::visible(p)).collect();
        parts.join(" › ")
    };
    let rows: Vec<(String, &Cell<'_>)> = cells.iter().take(FIRST).map(|cell| (named(cell), cell)).collect();
    let width = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    for (place, cell) in rows {
        let waits = match cell.waiting {
            n if cell.is_column() => say!("（因此待核 {n} 笔）", " (awards that wait for it: {n})"),
            0 | 1 => Bilingual::default(),
            n => say!("（{n} 条问题都因它而起）", " ({n} findings come from it)"),
        };
        let gap = " ".repeat(width.saturating_sub(place.width()));
        let who = name(&cell.finding.uscc).filter(|_| !cell.is_column());
        let who = who.map_or_else(Bilingual::default, |who| say!("{who}：", "{who}: "));
        // a column is named by what cures it; whom it holds is counted
        let message = if cell.is_column() { &cell.finding.remedy } else { &cell.finding.message };
        let [who, message] = [&who, message].map(|words| render::visible(&console.say(words)));
        text.push_str(&format!("  {place}{gap}  {who}{message}{}\n", console.say(&waits)));
    }
    text
}

/// Columns that are not there, then the worst, then those that most findings come from, then in reading order.
fn ranked(findings: &[Finding], least: Severity) -> Vec<Cell<'_>> {
    let mut known: BTreeMap<Cause<'_>, (usize, Cell<'_>)> = BTreeMap::new();
    for (i, finding) in findings.iter().enumerate() {
        let Place::Cell(place) = &finding.place else { continue };
        if finding.severity() <= least {
            let (_, cell) = known.entry(cause(finding, place)).or_insert((i, Cell { place, finding, waiting: 0 }));
            cell.waiting = cell.waiting.saturating_add(1);
        }
    }
    let mut cells: Vec<(usize, Cell<'_>)> = known.into_values().collect();
    cells.sort_by_key(|(i, cell)| (!cell.is_column(), cell.finding.severity(), std::cmp::Reverse(cell.waiting), *i));
    cells.into_iter().map(|(_, cell)| cell).collect()
}

/// What findings have in common that one correction cures.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Cause<'a> {
    Cell(&'a CellPlace),
    /// A column that a sheet lacks: its file and name, and what is to be added to it.
    Column(&'a str, &'a str, &'a str),
    /// An error that follows an enterprise's code through the tables: a code that no enterprise has.
    Enterprise(&'static str, &'a str),
}

fn cause<'a>(finding: &'a Finding, place: &'a CellPlace) -> Cause<'a> {
    if finding.code == &codes::COLUMN_ABSENT {
        Cause::Column(&place.file, &place.sheet, &finding.remedy.zh)
    } else if finding.severity() == Severity::Error && !finding.uscc.is_empty() {
        Cause::Enterprise(finding.code.id, &finding.uscc)
    } else {
        Cause::Cell(place)
    }
}

/// How many findings there are of each severity: `问题 26 条：待核 8、警告 18`.
pub fn counted(findings: &[Finding]) -> Bilingual {
    let mut parts = (Vec::new(), Vec::new());
    for severity in [Severity::Error, Severity::Hold, Severity::Warning, Severity::Note] {
        let count = findings.iter().filter(|f| f.severity() == severity).count();
        if count > 0 {
            let [zh, en] = [duixian::diagnostic::Lang::Zh, duixian::diagnostic::Lang::En]
                .map(|lang| render::severity(severity, lang));
            parts.0.push(format!("{zh} {count}"));
            parts.1.push(format!("{count} {en}{}", if count == 1 { "" } else { "s" }));
        }
    }
    let all = findings.len();
    Bilingual {
        zh: format!("问题 {all} 条：{}", parts.0.join("、")),
        en: format!("{all} finding{}: {}", if all == 1 { "" } else { "s" }, parts.1.join(", ")),
    }
}
