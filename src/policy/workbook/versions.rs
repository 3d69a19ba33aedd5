//! Tables: rows that share their days are a version, and each version has its own rows.

use std::collections::BTreeMap;

use super::super::layout::rewrite::{self, Slot};
use super::cells::{is_others, written_dates};
use super::entry::{Kind, OTHERS, Part, Record, edge_keys, items};
use super::given::Row;
use super::pairs::{pair, slots};
use super::rows::{Keys, Work};
use crate::diagnostic::{Finding, codes::workbook as codes};
use crate::say;

/// The keys of a version in the order in which they are written.
const VERSION: &[&str] = &["from", "to", "rows", "bands", "csv", "otherwise"];
/// Those of a band.
const BAND: &[&str] = &["from", "over", "to", "below", "rate", "amount", "cap"];

impl Work<'_> {
    /// Tables: rows of one 起 and 止 are a version.
    pub fn versions(&mut self, rows: &[Row], found: &mut Vec<Finding>) -> rewrite::Plan {
        let mut groups: Vec<Vec<&Row>> = Vec::new();
        for row in rows {
            let dates = |r: &Row| (r.cells.first().cloned(), r.cells.get(1).cloned());
            match groups.iter_mut().find(|g| g.first().is_some_and(|first| dates(first) == dates(row))) {
                Some(group) => group.push(row),
                None => groups.push(vec![row]),
            }
        }
        let count = items(Some(&self.entry.list)).len();
        let old_versions: Vec<Vec<Record>> =
            (0..count).map(|v| self.olds.iter().filter(|r| r.version == v).cloned().collect()).collect();
        let pairs = pair(count, groups.len(), |old, new| {
            let from = old_versions.get(old).and_then(|v| v.first()).and_then(|r| r.cells.first());
            from.is_some() && from == groups.get(new).and_then(|g| g.first()).and_then(|r| r.cells.first())
        });
        let mut plans: BTreeMap<usize, (rewrite::Plan, Vec<u32>)> = BTreeMap::new();
        for (new, group) in groups.iter().enumerate() {
            match pairs.get(new).copied().flatten().and_then(|old| old_versions.get(old)) {
                Some(old) => {
                    let plan = self.version(old, group, found);
                    plans.insert(new, plan);
                }
                None => {
                    group.iter().for_each(|row| self.change(Some(row.number), None, Some(&row.cells)));
                    plans.insert(new, (rewrite::Plan::Same, group.iter().map(|r| r.number).collect()));
                }
            }
        }
        for (_, gone) in old_versions.iter().enumerate().filter(|(i, _)| !pairs.contains(&Some(*i))) {
            gone.iter().for_each(|record| self.change(None, Some(&record.cells), None));
        }
        if old_versions.iter().any(Vec::is_empty) && !self.changes.is_empty() {
            // it has no row by which it could be known, and must not be lost
            let row = rows.first().map_or(0, |row| row.number);
            found.push(self.read.wrong(
                &codes::ROW,
                row,
                self.offset,
                say!(
                    "这张表有一个没有行的版本，工作簿改不了",
                    "a version of this table has no rows: a workbook cannot change it"
                ),
                say!("直接在规则文件里改", "make the change in the rule file"),
            ));
        }
        let this = &*self;
        let (slots, news) = slots(
            count,
            &pairs,
            |_, new| plans.get(&new).map_or(rewrite::Plan::Same, |(plan, _)| plan.clone()),
            |new| this.new_version(groups.get(new).map(Vec::as_slice).unwrap_or_default()),
        );
        self.order = news.iter().filter_map(|new| plans.get(new)).flat_map(|(_, order)| order.clone()).collect();
        rewrite::Plan::Members(slots)
    }

    fn version(&mut self, olds: &[Record], group: &[&Row], found: &mut Vec<Finding>) -> (rewrite::Plan, Vec<u32>) {
        let (others, lines): (Vec<&Row>, Vec<&Row>) = group.iter().partition(|row| is_others(self.entry, &row.cells));
        let old_lines: Vec<Record> = olds.iter().filter(|r| r.row.is_some()).cloned().collect();
        let old_others: Vec<Record> = olds.iter().filter(|r| r.row.is_none()).cloned().collect();
        if let [_, second, ..] = others.as_slice() {
            found.push(self.read.wrong(
                &codes::ROW,
                second.number,
                self.offset + 2,
                say!("“{OTHERS}”写了两行", "there are two rows `{OTHERS}`"),
                say!("只留一行", "keep one"),
            ));
        }
        let known = self.known_cells();
        let pairs = pair(old_lines.len(), lines.len(), |old, new| {
            let (Some(old), Some(new)) = (old_lines.get(old), lines.get(new)) else { return false };
            let both = old.cells.iter().zip(&new.cells).enumerate().skip(2).take(known);
            both.into_iter().all(|(i, (a, b))| self.same(i - 2, a, b))
        });
        let other_pairs: Vec<Option<usize>> =
            others.iter().enumerate().map(|(i, _)| (i < old_others.len()).then_some(i)).collect();
        let before = self.changes.len();
        self.compare(&old_lines, &lines, &pairs, 0);
        self.compare(&old_others, &others, &other_pairs, 0);
        let beside = olds.iter().any(|r| r.beside);
        let mut keys = match (olds.first(), group.first()) {
            (Some(old), Some(new)) => self.dates(&old.cells, &new.cells),
            _ => Keys::new(),
        };
        let this = &*self;
        let (slots, news) = slots(
            old_lines.len(),
            &pairs,
            |old, new| match (old_lines.get(old), lines.get(new)) {
                (Some(old), Some(new)) => this.line(old, new),
                _ => rewrite::Plan::Same,
            },
            |new| lines.get(new).map(|row| this.new_line(row)).unwrap_or_default(),
        );
        let mut order: Vec<u32> = news.iter().filter_map(|new| lines.get(*new)).map(|row| row.number).collect();
        order.extend(others.iter().map(|row| row.number));
        let members = rewrite::Plan::Members(slots);
        let list = if self.entry.kind == Kind::Bands { "bands" } else { "rows" };
        if members.changes() {
            let plan = if old_lines.is_empty() {
                let all: Vec<String> = lines.iter().map(|row| self.new_line(row)).collect();
                rewrite::Plan::Text(format!("[{}]", all.join(", ")))
            } else {
                members
            };
            keys.insert(list.to_owned(), Some(plan));
        } else if lines.is_empty() && !old_lines.is_empty() {
            keys.insert(list.to_owned(), None);
        }
        let last = self.entry.parts.len().saturating_sub(1);
        match (old_others.first(), others.first()) {
            (Some(_), None) => {
                keys.insert("otherwise".to_owned(), None);
            }
            (old, Some(new)) => {
                let text = new.cells.get(last + 2).map_or("", String::as_str);
                let was = old.and_then(|o| o.cells.get(last + 2));
                if was.is_none_or(|was| !self.same(last, was, text)) {
                    let bare = old.map_or_else(|| self.bare(last), |o| o.bare.get(last).copied().unwrap_or(false));
                    keys.insert("otherwise".to_owned(), Some(rewrite::Plan::Text(self.raw(last, text, bare))));
                }
            }
            (None, None) => {}
        }
        if beside && self.changes.len() > before && keys.keys().any(|key| key == "rows") {
            let row = group.first().map_or(0, |row| row.number);
            found.push(self.read.wrong(
                &codes::ROW,
                row,
                self.offset,
                say!(
                    "这一版的行写在旁边的 CSV 文件里",
                    "the rows of this version stand in a CSV file beside the rule file"
                ),
                say!("直接改那个 CSV 文件", "change that CSV file itself"),
            ));
        }
        (rewrite::Plan::Keys(keys, VERSION), order)
    }

    /// By how many of its cells a row of a table is known: its keys, or its lower edge.
    fn known_cells(&self) -> usize {
        match self.entry.kind {
            Kind::Lookup => self.entry.parts.iter().filter(|p| matches!(p, Part::Key(_))).count(),
            _ => 1,
        }
    }

    fn line(&self, old: &Record, new: &Row) -> rewrite::Plan {
        let cells = old.cells.iter().zip(&new.cells).skip(2).enumerate();
        if self.entry.kind == Kind::Lookup {
            let slots = cells.map(|(i, (a, b))| {
                let bare = old.bare.get(i).copied().unwrap_or(false);
                let plan =
                    if self.same(i, a, b) { rewrite::Plan::Same } else { rewrite::Plan::Text(self.raw(i, b, bare)) };
                Slot::Old(i, plan)
            });
            return rewrite::Plan::Members(slots.collect());
        }
        let (before, after) = (self.band(&old.cells, Some(old)), self.band(&new.cells, Some(old)));
        let mut keys = Keys::new();
        for (key, part, text, raw) in &after {
            let was = before.iter().find(|(k, ..)| k == key);
            if was.is_none_or(|(_, _, was, _)| !self.same(*part, was, text)) {
                keys.insert((*key).to_owned(), Some(rewrite::Plan::Text(raw.clone())));
            }
        }
        for (key, ..) in before.iter().filter(|(key, ..)| after.iter().all(|(k, ..)| k != key)) {
            keys.insert((*key).to_owned(), None);
        }
        rewrite::Plan::Keys(keys, BAND)
    }

    /// The keys of a band: its part, the text of the cell, and how it is written.
    fn band(&self, cells: &[String], old: Option<&Record>) -> Vec<(&'static str, usize, String, String)> {
        let mut keys = Vec::new();
        for (i, part) in self.entry.parts.iter().enumerate() {
            let text = cells.get(i + 2).cloned().unwrap_or_default();
            let key = match part {
                _ if text.is_empty() => continue,
                Part::Edge(upper, _) => {
                    let [with, without] = edge_keys(*upper);
                    if cells.get(i + 3).is_some_and(|c| c == "否") { without } else { with }
                }
                Part::Worth(key, _) => key,
                Part::Most(_) => "cap",
                _ => continue,
            };
            let bare = old.map_or_else(|| self.bare(i), |o| o.bare.get(i).copied().unwrap_or(false));
            let raw = self.raw(i, &text, bare);
            keys.push((key, i, text, raw));
        }
        keys
    }

    fn new_line(&self, row: &Row) -> String {
        if self.entry.kind == Kind::Lookup {
            let cells = row.cells.iter().skip(2).enumerate().map(|(i, text)| self.raw(i, text, self.bare(i)));
            return format!("[{}]", cells.collect::<Vec<_>>().join(", "));
        }
        let pairs = self.band(&row.cells, None).into_iter().map(|(key, _, _, raw)| format!("{key} = {raw}"));
        format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
    }

    fn new_version(&self, group: &[&Row]) -> String {
        let (others, lines): (Vec<&Row>, Vec<&Row>) = group.iter().partition(|row| is_others(self.entry, &row.cells));
        let dates = group.first().map(|row| written_dates(&row.cells)).unwrap_or_default();
        let mut parts = vec![dates];
        let each: Vec<String> = lines.iter().map(|row| self.new_line(row)).collect();
        match self.entry.kind {
            Kind::Bands => parts.push(format!("bands = [\n{},\n]", each.join(",\n"))),
            _ if !each.is_empty() => parts.push(format!("rows = [{}]", each.join(", "))),
            _ => {}
        }
        let last = self.entry.parts.len().saturating_sub(1);
        if let Some(text) = others.first().and_then(|row| row.cells.get(last + 2)) {
            parts.push(format!("otherwise = {}", self.raw(last, text, self.bare(last))));
        }
        format!("{{ {} }}", parts.join(", "))
    }
}
