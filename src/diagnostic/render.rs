//! Findings as text: for people on a terminal (with carets under the words of a rule file).
//!
//! One finding is one block that reads like advice: what is wrong, where, what to do. Chinese characters
//! take two columns, so the carets stand under the words they mean. Many findings are a [`list`], which
//! says a file's name and a piece of advice once. Nothing is sorted or counted here.

use unicode_width::UnicodeWidthChar;

use super::{Bilingual, Finding, Lang, Severity};
use crate::source::{CellPlace, Place, Span};

/// A finding for people.
///
/// ```text
/// 错误：“1000”没有单位，这里需要金额 [lang/unit]
///   measures/rd-award.toml:12:14
///     when = "产值 不低于 1000"
///                         ^^^^
///   建议：写成 1000元 或 1000万元
/// ```
#[must_use]
pub fn people(finding: &Finding, lang: Lang, color: bool) -> String {
    let paint = Paint::of(finding.severity(), color);
    let mut out = format!(
        "{}{}{} [{}]\n",
        paint.over(severity(finding.severity(), lang)),
        colon(lang),
        visible(finding.message.get(lang)),
        finding.code.id
    );
    let about = about(finding, lang);
    place(&finding.place, &about, &paint, &mut out);
    see_also(finding, lang, &paint, &mut out);
    remedy(finding, lang, &mut out);
    out
}

/// Findings for people: a line above each file or sheet where a new one begins, a line a cell, and the
/// advice once where one cell after the other needs the same.
///
/// ```text
/// ── 天元区.xlsx › 企业名单
/// 警告 Q8：“本年研发费用”约为上年的 10 分之一（企业 91430211MAMD814736） [roster/factor]
/// 警告 Q24：“本年研发费用”约为上年的 10 分之一（企业 91430211MAEY066738） [roster/factor]
///   建议：核对小数点和单位；没有错就不用改
/// ```
#[must_use]
pub fn list(findings: &[Finding], lang: Lang, color: bool) -> String {
    let mut out = String::new();
    let mut last = None;
    for (i, finding) in findings.iter().enumerate() {
        let here = group(&finding.place, lang);
        if last.as_ref() != Some(&here) {
            if last.is_some() {
                out.push('\n');
            }
            if !says_its_place(finding, &here) {
                out.push_str(&format!("── {here}\n"));
            }
        }
        let paint = Paint::of(finding.severity(), color);
        match &finding.place {
            Place::Rule(_) => {
                let whole = Finding { remedy: Bilingual::default(), ..finding.clone() };
                out.push_str(&people(&whole, lang, color));
            }
            Place::Nowhere | Place::Cell(_) => {
                line(finding, lang, &paint, &mut out);
                other_cell(finding, &here, lang, &paint, &mut out);
            }
        }
        let next = findings.get(i.saturating_add(1));
        let is_said_below = next.is_some_and(|next| {
            next.code == finding.code && next.remedy == finding.remedy && group(&next.place, lang) == here
        });
        if !is_said_below {
            remedy(finding, lang, &mut out);
        }
        last = Some(here);
    }
    out
}

/// Severity, cell, what is wrong, whom it concerns, code.
fn line(finding: &Finding, lang: Lang, paint: &Paint, out: &mut String) {
    let cell = match &finding.place {
        Place::Cell(cell) => spot(cell, lang),
        Place::Nowhere | Place::Rule(_) => String::new(),
    };
    let gap = if cell.is_empty() { "" } else { " " };
    let about = match (about(finding, lang), lang) {
        (about, _) if about.is_empty() => about,
        (about, Lang::Zh) => format!("（{about}）"),
        (about, Lang::En) => format!(" ({about})"),
    };
    out.push_str(&format!(
        "{}{gap}{cell}{}{}{about} [{}]\n",
        paint.over(severity(finding.severity(), lang)),
        colon(lang),
        visible(finding.message.get(lang)),
        finding.code.id
    ));
}

/// The file and sheet that a place is in.
fn group(place: &Place, lang: Lang) -> String {
    match place {
        Place::Nowhere => if lang == Lang::Zh { "总体" } else { "in general" }.to_owned(),
        Place::Rule(span) => visible(&span.file.name),
        Place::Cell(cell) if cell.sheet.is_empty() => visible(&cell.file),
        Place::Cell(cell) => format!("{} › {}", visible(&cell.file), visible(&cell.sheet)),
    }
}

/// Whether a line above a finding would say nothing new.
fn says_its_place(finding: &Finding, group: &str) -> bool {
    match &finding.place {
        Place::Nowhere => true,
        Place::Cell(cell) => cell.row == 0 && visible(&finding.message.zh).contains(group),
        Place::Rule(_) => false,
    }
}

/// A place within its sheet: `B12`, a whole row, nothing for the whole sheet.
#[must_use]
pub fn spot(cell: &CellPlace, lang: Lang) -> String {
    match (cell.row, cell.column, lang) {
        (1.., 0, Lang::Zh) => format!("第 {} 行", cell.row),
        (1.., 0, Lang::En) => format!("row {}", cell.row),
        _ => cell.address(),
    }
}

/// The second place in a list: only the cell where it lies in the same sheet.
fn other_cell(finding: &Finding, here: &str, lang: Lang, paint: &Paint, out: &mut String) {
    match &finding.related {
        Some(related @ Place::Cell(cell)) if cell.row > 0 => {
            let word = if lang == Lang::Zh { "另见" } else { "see also" };
            let there = group(related, lang);
            let file = if there == here { String::new() } else { format!("{there} › ") };
            out.push_str(&format!("  {word} {file}{}\n", spot(cell, lang)));
        }
        _ => see_also(finding, lang, paint, out),
    }
}

fn see_also(finding: &Finding, lang: Lang, paint: &Paint, out: &mut String) {
    if let Some(related) = &finding.related {
        out.push_str(match lang {
            Lang::Zh => "  另见：\n",
            Lang::En => "  see also:\n",
        });
        place(related, "", paint, out);
    }
}

fn remedy(finding: &Finding, lang: Lang, out: &mut String) {
    let remedy = finding.remedy.get(lang);
    if !remedy.is_empty() {
        let word = if lang == Lang::Zh { "建议" } else { "fix" };
        out.push_str(&format!("  {word}{}{}\n", colon(lang), visible(remedy)));
    }
}

const fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "：",
        Lang::En => ": ",
    }
}

/// The word for a severity.
#[must_use]
pub const fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Error, Lang::En) => "error",
        (Severity::Hold, Lang::Zh) => "待核",
        (Severity::Hold, Lang::En) => "hold",
        (Severity::Warning, Lang::Zh) => "警告",
        (Severity::Warning, Lang::En) => "warning",
        (Severity::Note, Lang::Zh) => "提示",
        (Severity::Note, Lang::En) => "note",
    }
}

struct Paint {
    code: &'static str,
    color: bool,
}

impl Paint {
    const fn of(severity: Severity, color: bool) -> Self {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Hold => "1;35",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        Self { code, color }
    }

    fn over(&self, text: &str) -> String {
        if self.color { format!("\u{1b}[{}m{text}\u{1b}[0m", self.code) } else { text.to_owned() }
    }
}

/// The enterprise and the measure, where one is concerned.
fn about(finding: &Finding, lang: Lang) -> String {
    let mut parts = Vec::new();
    if !finding.uscc.is_empty() {
        let word = if lang == Lang::Zh { "企业" } else { "enterprise" };
        parts.push(format!("{word} {}", visible(&finding.uscc)));
    }
    if !finding.measure.is_empty() {
        let word = if lang == Lang::Zh { "措施" } else { "measure" };
        parts.push(format!("{word} {}", visible(&finding.measure)));
    }
    parts.join(", ")
}

fn place(place: &Place, about: &str, paint: &Paint, out: &mut String) {
    let address = match place {
        Place::Nowhere => String::new(),
        Place::Rule(span) => {
            let (line, column) = span.file.line_column(span.start);
            format!("{}:{line}:{column}", visible(&span.file.name))
        }
        Place::Cell(cell) => {
            let address = cell.address();
            [&*cell.file, &*cell.sheet, address.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .map(visible)
                .collect::<Vec<_>>()
                .join(" › ")
        }
    };
    let parts: Vec<&str> = [address.as_str(), about].into_iter().filter(|part| !part.is_empty()).collect();
    if !parts.is_empty() {
        out.push_str(&format!("  {}\n", parts.join("  ")));
    }
    if let Place::Rule(span) = place {
        snippet(span, paint, out);
    }
}

/// The line of the span and carets under its words; a span of several lines is marked to the end of the first.
fn snippet(span: &Span, paint: &Paint, out: &mut String) {
    let text = &span.file.text;
    let Some(before) = text.get(..span.start) else {
        return;
    };
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let line = text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default();
    if line.trim().is_empty() {
        return;
    }
    let indent = line.len() - line.trim_start().len();
    let from = (span.start - line_start).max(indent).min(line.len());
    let to = span.end.saturating_sub(line_start).clamp(from, line.len());
    let shown = |range: std::ops::Range<usize>| visible(line.get(range).unwrap_or_default());
    let (start, end) = window(line, indent, from, to);
    let (head, tail) = (if start > indent { "…" } else { "" }, if end < line.len() { "…" } else { "" });
    let gap = columns(head) + columns(&shown(start..from));
    let marked = columns(&shown(from..to.min(end))).max(1);
    out.push_str(&format!("    {head}{}{tail}\n", shown(start..end)));
    out.push_str(&format!("    {}{}\n", " ".repeat(gap), paint.over(&"^".repeat(marked))));
}

/// The part of a long line that is shown: what is marked, with something before and after.
fn window(line: &str, indent: usize, from: usize, to: usize) -> (usize, usize) {
    const BEFORE: usize = 40;
    const MARKED: usize = 120;
    const AFTER: usize = 40;
    const WHOLE: usize = BEFORE + MARKED + AFTER;
    if line.get(indent..).is_some_and(|shown| shown.chars().count() <= WHOLE) {
        return (indent, line.len());
    }
    let back = |range: std::ops::Range<usize>, count: usize| {
        line.get(range.clone())
            .and_then(|t| t.char_indices().rev().take(count).last())
            .map_or(range.end, |(i, _)| range.start + i)
    };
    let forth = |range: std::ops::Range<usize>, count: usize| {
        line.get(range.clone()).and_then(|t| t.char_indices().nth(count)).map_or(range.end, |(i, _)| range.start + i)
    };
    let start = back(indent..from, BEFORE);
    let marked = forth(from..to, MARKED);
    (start, if marked < to { marked } else { forth(to..line.len(), AFTER) })
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// Tabs as spaces; other control characters and marks of text direction escaped, so that no name in a
/// roster can rearrange what stands on the terminal.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str("    "),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                out.extend(c.escape_unicode());
            }
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}
