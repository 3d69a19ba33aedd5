//! The rows of one entry against what stands in its file: which stay, change, come and go.

use std::collections::BTreeMap;

use super::super::layout::rewrite::{self, Slot};
use super::super::literal;
use super::super::section::Said;
use super::compare::Change;
use super::entry::{Entry, Kind, OTHERS, Part, Record, edge_keys, records};
use super::given::{Read, Row};
use super::sheet::{identity, limit_word};
use crate::calendar::{Date, Period};
use crate::diagnostic::{Finding, codes::workbook as codes};
use crate::say;
use crate::source::{RuleText, Span};
use crate::value::{Type, Value};

/// What becomes of an entry.
pub(super) struct Plan {
    pub rewrite: rewrite::Plan,
    pub changes: Vec<Change>,
    /// The rows of the sheet in the order in which they will stand in the file.
    pub order: Vec<u32>,
    /// The first row that differs.
    pub touched: Option<u32>,
}

/// Compares; findings are about cells.
pub(super) fn plan(entry: &Entry, read: &Read<'_>, rows: &[Row], found: &mut Vec<Finding>) -> Option<Plan> {
    let before = found.len();
    let olds = records(entry, &entry.list);
    if rows.is_empty() {
        if !olds.is_empty() {
            let name = &entry.name;
            found.push(read.wrong(
                &codes::ROW,
                0,
                0,
                say!("“{name}”一行也没有了", "no row of `{name}` is left"),
                say!(
                    "至少留一行；不再执行的，给它写上“止”",
                    "leave one; give it an end (止) if it is no longer in force"
                ),
            ));
        }
        return None;
    }
    let offset = identity(entry.kind).len();
    for row in rows {
        check(entry, read, row, offset, found);
    }
    if found.len() > before {
        return None;
    }
    overlaps(entry, read, rows, offset, found);
    if found.len() > before {
        return None;
    }
    let mut work = Work { entry, read, olds: &olds, changes: Vec::new(), order: Vec::new(), touched: None, offset };
    let rewrite = match entry.kind {
        Kind::Parameter | Kind::Cap | Kind::Pool => work.values(rows),
        Kind::Lookup | Kind::Bands => work.versions(rows, found),
    };
    let Work { changes, order, touched, .. } = work;
    (found.len() == before).then_some(Plan { rewrite, changes, order, touched })
}

fn nowhere(text: &str) -> Said {
    let file = std::sync::Arc::new(RuleText { name: String::new(), text: text.to_owned() });
    Said { text: text.to_owned(), span: Span { file, start: 0, end: text.len() } }
}

/// The value of a cell, read as the rule files read it.
fn value(text: &str, ty: &Type) -> Result<Value, Vec<Finding>> {
    let mut found = Vec::new();
    match literal::of_text(&nowhere(text), Some(ty), &mut found) {
        Some((value, _)) if found.is_empty() => Ok(value),
        _ => Err(found),
    }
}

fn type_of(part: &Part) -> Option<&Type> {
    match part {
        Part::Value(ty) | Part::Key(ty) | Part::Given(ty) | Part::Edge(_, ty) | Part::Worth(_, ty) | Part::Most(ty) => {
            Some(ty)
        }
        Part::Included(_) => None,
    }
}

/// Is a row the one for all options that have none?
fn is_others(entry: &Entry, cells: &[String]) -> bool {
    let mut keys = entry.parts.iter().zip(cells.iter().skip(2)).filter(|(p, _)| matches!(p, Part::Key(_))).peekable();
    keys.peek().is_some() && keys.all(|(_, cell)| cell == OTHERS)
}

fn check(entry: &Entry, read: &Read<'_>, row: &Row, offset: usize, found: &mut Vec<Finding>) {
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

fn period(cells: &[String]) -> Period {
    let day = |at: usize| cells.get(at).and_then(|c| Date::parse_iso(c));
    Period { from: day(0), to: day(1) }
}

/// Two values, or two versions, on one day.
fn overlaps(entry: &Entry, read: &Read<'_>, rows: &[Row], offset: usize, found: &mut Vec<Finding>) {
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

/// Pairs new things with old ones: first those that are the same, then what is left, in order.
fn pair(olds: usize, news: usize, same: impl Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let mut taken = vec![false; olds];
    let mut pairs: Vec<Option<usize>> = vec![None; news];
    for (new, place) in pairs.iter_mut().enumerate() {
        let hit = (0..olds).find(|old| taken.get(*old) == Some(&false) && same(*old, new));
        if let Some(mark) = hit.and_then(|old| taken.get_mut(old)) {
            *mark = true;
        }
        *place = hit;
    }
    let mut left = taken.iter().enumerate().filter(|(_, t)| !**t).map(|(old, _)| old);
    for place in pairs.iter_mut().filter(|p| p.is_none()) {
        *place = left.next();
    }
    pairs
}

/// The new order of a list: what was there keeps its order, what is new follows the row that it followed.
/// Gives the slots and, for each, the position of its new thing.
fn slots(
    olds: usize,
    pairs: &[Option<usize>],
    plan: impl Fn(usize, usize) -> rewrite::Plan,
    text: impl Fn(usize) -> String,
) -> (Vec<Slot>, Vec<usize>) {
    let (mut slots, mut news) = (Vec::new(), Vec::new());
    let fresh = |from: usize, slots: &mut Vec<Slot>, news: &mut Vec<usize>| {
        for (new, _) in pairs.iter().enumerate().skip(from).take_while(|(_, pair)| pair.is_none()) {
            slots.push(Slot::New(text(new)));
            news.push(new);
        }
    };
    fresh(0, &mut slots, &mut news);
    for old in 0..olds {
        if let Some(new) = pairs.iter().position(|pair| *pair == Some(old)) {
            slots.push(Slot::Old(old, plan(old, new)));
            news.push(new);
            fresh(new + 1, &mut slots, &mut news);
        }
    }
    (slots, news)
}

struct Work<'a> {
    entry: &'a Entry,
    read: &'a Read<'a>,
    olds: &'a [Record],
    changes: Vec<Change>,
    order: Vec<u32>,
    touched: Option<u32>,
    offset: usize,
}

const DATED: &[&str] = &["from", "to", "value"];
const VERSION: &[&str] = &["from", "to", "rows", "bands", "csv", "otherwise"];
const BAND: &[&str] = &["from", "over", "to", "below", "rate", "amount", "cap"];

type Keys = BTreeMap<String, Option<rewrite::Plan>>;

impl Work<'_> {
    /// Does a cell say what it said?
    fn same(&self, part: usize, old: &str, new: &str) -> bool {
        let ty = self.entry.parts.get(part).and_then(type_of);
        old == new || ty.is_some_and(|ty| matches!((value(old, ty), value(new, ty)), (Ok(a), Ok(b)) if a == b))
    }

    /// A cell as it is written in the file.
    fn raw(&self, part: usize, text: &str, bare: bool) -> String {
        let ty = self.entry.parts.get(part).and_then(type_of);
        match ty {
            Some(Type::YesNo) if bare => (text == "是").to_string(),
            Some(Type::Date) if bare => text.to_owned(),
            Some(Type::Integer | Type::Number) if bare && text.parse::<i64>().is_ok() => text.to_owned(),
            _ => quoted(text),
        }
    }

    fn bare(&self, part: usize) -> bool {
        self.olds.first().and_then(|r| r.bare.get(part)).copied().unwrap_or(false)
    }

    fn change(&mut self, row: Option<u32>, old: Option<&[String]>, new: Option<&[String]>) {
        self.touched = self.touched.or(row);
        let entry = self.entry;
        let owner = match entry.kind {
            Kind::Cap | Kind::Pool => format!("{} {}", limit_word(entry.kind), entry.id),
            _ if entry.id.is_empty() => entry.file.clone(),
            _ => format!("{} {}", entry.id, entry.title),
        };
        let name = if entry.name == entry.id { entry.title.clone() } else { entry.name.clone() };
        let (old, new) = (old.map(|c| described(entry, c)), new.map(|c| described(entry, c)));
        self.changes.push(Change { owner, name, old, new });
    }

    fn dates(&self, old: &[String], new: &[String]) -> Keys {
        let mut keys = Keys::new();
        for (at, key) in ["from", "to"].into_iter().enumerate() {
            if let (Some(a), Some(b)) = (old.get(at), new.get(at))
                && a != b
            {
                let plan = (!b.is_empty()).then(|| rewrite::Plan::Text(b.clone()));
                keys.insert(key.to_owned(), plan);
            }
        }
        keys
    }

    /// Parameters, budgets and caps: one value a row.
    fn values(&mut self, rows: &[Row]) -> rewrite::Plan {
        let olds = self.olds;
        let pairs = pair(
            olds.len(),
            rows.len(),
            |old, new| matches!((olds.get(old), rows.get(new)), (Some(o), Some(n)) if o.cells.first() == n.cells.first()),
        );
        self.compare(olds, &rows.iter().collect::<Vec<_>>(), &pairs, 0);
        let this = &*self;
        let (slots, news) = slots(
            olds.len(),
            &pairs,
            |old, new| {
                let (Some(old), Some(new)) = (olds.get(old), rows.get(new)) else { return rewrite::Plan::Same };
                let mut keys = this.dates(&old.cells, &new.cells);
                if let (Some(a), Some(b)) = (old.cells.get(2), new.cells.get(2))
                    && !this.same(0, a, b)
                {
                    let bare = old.bare.first().copied().unwrap_or(false);
                    keys.insert("value".to_owned(), Some(rewrite::Plan::Text(this.raw(0, b, bare))));
                }
                rewrite::Plan::Keys(keys, DATED)
            },
            |new| {
                let cells = rows.get(new).map(|row| row.cells.as_slice()).unwrap_or_default();
                let value = cells.get(2).map(|text| this.raw(0, text, this.bare(0))).unwrap_or_default();
                format!("{{ {}, value = {value} }}", written_dates(cells))
            },
        );
        self.order = news.iter().filter_map(|new| rows.get(*new)).map(|row| row.number).collect();
        rewrite::Plan::Members(slots)
    }

    /// Notes which of some records differ, come or go; the first `from` cells are not compared.
    fn compare(&mut self, olds: &[Record], news: &[&Row], pairs: &[Option<usize>], from: usize) {
        for (new, pair) in news.iter().zip(pairs) {
            match pair.and_then(|old| olds.get(old)) {
                None => self.change(Some(new.number), None, Some(&new.cells)),
                Some(old) => {
                    let differs = old.cells.iter().zip(&new.cells).enumerate().skip(from).any(|(i, (a, b))| match i {
                        0 | 1 => a != b,
                        _ => !self.same(i - 2, a, b),
                    });
                    if differs {
                        self.change(Some(new.number), Some(&old.cells), Some(&new.cells));
                    }
                }
            }
        }
        for (i, old) in olds.iter().enumerate().filter(|(i, _)| !pairs.contains(&Some(*i))) {
            let _ = i;
            self.change(None, Some(&old.cells), None);
        }
    }

    /// Tables: rows of one 起 and 止 are a version.
    fn versions(&mut self, rows: &[Row], found: &mut Vec<Finding>) -> rewrite::Plan {
        let mut groups: Vec<Vec<&Row>> = Vec::new();
        for row in rows {
            let dates = |r: &Row| (r.cells.first().cloned(), r.cells.get(1).cloned());
            match groups.iter_mut().find(|g| g.first().is_some_and(|first| dates(first) == dates(row))) {
                Some(group) => group.push(row),
                None => groups.push(vec![row]),
            }
        }
        let count = self.olds.iter().map(|r| r.version + 1).max().unwrap_or(0);
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

fn written_dates(cells: &[String]) -> String {
    let from = cells.first().map_or("", String::as_str);
    match cells.get(1).filter(|to| !to.is_empty()) {
        Some(to) => format!("from = {from}, to = {to}"),
        None => format!("from = {from}"),
    }
}

/// A text of TOML.
fn quoted(text: &str) -> String {
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
fn described(entry: &Entry, cells: &[String]) -> String {
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
