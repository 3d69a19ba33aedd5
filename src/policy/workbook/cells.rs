//! What stands in the cells of a row: whether it can be used, and how it is written in a rule file and said to people.

use super::super::literal;
use super::super::section::Said;
use super::entry::{Entry, Kind, OTHERS, Part};
use super::given::{Read, Row};
use crate::calendar::{Date, Period};
use crate::diagnostic::{Finding, codes::workbook as codes};
use crate::say;
use crate::source::{RuleText, Span};
use crate::value::{Type, Value};

pub(super) fn nowhere(text: &str) -> Said {
    let file = std::sync::Arc::new(RuleText { name: String::new(), text: text.to_owned() });
    Said { text: text.to_owned(), span: Span { file, start: 0, end: text.len() } }
}

/// The value of a cell, read as the rule files read it.
pub(super) fn value(text: &str, ty: &Type) -> Result<Value, Vec<Finding>> {
    let mut found = Vec::new();
    match literal::of_text(&nowhere(text), Some(ty), &mut found) {
        Some((value, _)) if found.is_empty() => Ok(value),
        _ => Err(found),
    }
}

pub(super) fn type_of(part: &Part) -> Option<&Type> {
    match part {
        Part::Value(ty) | Part::Key(ty) | Part::Given(ty) | Part::Edge(_, ty) | Part::Worth(_, ty) | Part::Most(ty) => {
            Some(ty)
        }
        Part::Included(_) => None,
    }
}

/// Is a row the one for all options that have none?
pub(super) fn is_others(entry: &Entry, cells: &[String]) -> bool {
    let mut keys = entry.parts.iter().zip(cells.iter().skip(2)).filter(|(p, _)| matches!(p, Part::Key(_))).peekable();
    keys.peek().is_some() && keys.all(|(_, cell)| cell == OTHERS)
}

pub(super) fn check(entry: &Entry, read: &Read<'_>, row: &Row, offset: usize, found: &mut Vec<Finding>) {
    let mut wrong = |part: usize, message, remedy| {
        found.push(read.wrong(&codes::CELL, row.number, offset + part, message, remedy));
    };
    let cell = |at: usize| row.cells.get(at).map_or("", String::as_str);
    let dates = [0, 1].map(|at| {
        let day = Date::parse_iso(cell(at));
        if day.is_none() && (at == 0 || !cell(at).is_empty()) {
            let message = if cell(at).is_empty() {
                say!("没有填从哪一天起", "the first day is missing")
            } else {
                say!("“{}”不是日期", "`{}` is no day", cell(at))
            };
            wrong(at, message, say!("写成 2024-01-01", "write it like 2024-01-01"));
        }
        day
    });
    if let [Some(from), Some(to)] = dates
        && to < from
    {
        wrong(
            1,
            say!("止于 {to}，早于 {from}", "it ends on {to}, before {from}"),
            say!("把日期改对", "correct the days"),
        );
    }
    let others = is_others(entry, &row.cells);
    for (i, part) in entry.parts.iter().enumerate() {
        let (at, said) = (i + 2, cell(i + 2));
        let edge = entry.parts.get(i.wrapping_sub(1)).zip(row.cells.get(i + 1));
        match part {
            Part::Key(_) if others => {}
            Part::Edge(..) | Part::Most(_) if said.is_empty() => {}
            Part::Included(_) => {
                let has_edge = edge.is_some_and(|(_, edge)| !edge.is_empty());
                if has_edge && !["是", "否"].contains(&said) {
                    wrong(
                        at,
                        say!("没有说本数算不算在内", "it is not said whether the edge itself belongs to the band"),
                        say!("填 是 或 否", "write 是 (yes) or 否 (no)"),
                    );
                }
            }
            _ if said.is_empty() => {
                let heading = entry.headings.get(i).map_or("", String::as_str);
                wrong(
                    at,
                    say!("“{heading}”没有填", "`{heading}` is empty"),
                    say!("填上，或删去整行", "fill it in, or delete the row"),
                );
            }
            _ => {
                if let Some(Err(mistakes)) = type_of(part).map(|ty| value(said, ty)) {
                    for mistake in mistakes {
                        wrong(at, mistake.message, mistake.remedy);
                    }
                }
            }
        }
    }
}

pub(super) fn period(cells: &[String]) -> Period {
    let day = |at: usize| cells.get(at).and_then(|c| Date::parse_iso(c));
    Period { from: day(0), to: day(1) }
}

/// Two values, or two versions, on one day.
pub(super) fn overlaps(entry: &Entry, read: &Read<'_>, rows: &[Row], offset: usize, found: &mut Vec<Finding>) {
    let single = matches!(entry.kind, Kind::Parameter | Kind::Cap | Kind::Pool);
    for (i, later) in rows.iter().enumerate() {
        let (own, number) = (period(&later.cells), later.number);
        let clash = rows.iter().take(i).find(|earlier| {
            let other = period(&earlier.cells);
            other.overlaps(own) && (single || other != own)
        });
        if let Some(earlier) = clash {
            let (name, row) = (&entry.name, earlier.number);
            let finding = read.wrong(
                &codes::OVERLAP,
                number,
                offset,
                say!(
                    "“{name}”的第 {row} 行和第 {number} 行在同一天有效",
                    "rows {row} and {number} of `{name}` are in force on the same day"
                ),
                if single {
                    say!("给较早的一行填上“止”", "give the earlier row an end (止)")
                } else {
                    say!(
                        "同一个版本的各行写同样的“起”和“止”；新旧两个版本的日期不要重叠",
                        "write the same days in all rows of a version, and let no two versions share a day"
                    )
                },
            );
            found.push(finding.and_at(read.place(earlier.number, offset)));
        }
    }
}

pub(super) fn written_dates(cells: &[String]) -> String {
    let from = cells.first().map_or("", String::as_str);
    match cells.get(1).filter(|to| !to.is_empty()) {
        Some(to) => format!("from = {from}, to = {to}"),
        None => format!("from = {from}"),
    }
}

/// A text of TOML.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A row in one line: `天元区：70%（2023-01-01 起）`.
pub(super) fn described(entry: &Entry, cells: &[String]) -> String {
    let cell = |i: usize| cells.get(i + 2).map_or("", String::as_str);
    let (mut keys, mut value) = (Vec::new(), String::new());
    for (i, part) in entry.parts.iter().enumerate() {
        let said = cell(i);
        match part {
            Part::Key(_) => keys.push(said.to_owned()),
            Part::Edge(upper, _) if !said.is_empty() => {
                let word = match (upper, cell(i + 1) == "是") {
                    (false, true) => "不低于",
                    (false, false) => "超过",
                    (true, true) => "不超过",
                    (true, false) => "不足",
                };
                keys.push(format!("{word} {said}"));
            }
            Part::Most(_) if !said.is_empty() => value.push_str(&format!("，最高 {said}")),
            Part::Value(_) | Part::Given(_) | Part::Worth(..) => value.push_str(said),
            _ => {}
        }
    }
    let keys = if keys.is_empty() { String::new() } else { format!("{}：", keys.join(" · ")) };
    let from = cells.first().map_or("", String::as_str);
    let dates = match cells.get(1).filter(|to| !to.is_empty()) {
        Some(to) => format!("{from} 至 {to}"),
        None => format!("{from} 起"),
    };
    format!("{keys}{value}（{dates}）")
}
