//! The rows of one entry against what stands in its file: which stay, change, come and go.

use std::collections::BTreeMap;

use super::super::layout::rewrite;
use super::cells::{check, described, overlaps, quoted, type_of, value, written_dates};
use super::compare::Change;
use super::entry::{Entry, Kind, Record, records};
use super::given::{Read, Row};
use super::pairs::{pair, slots};
use super::sheet::{identity, limit_word};
use crate::diagnostic::{Finding, codes::workbook as codes};
use crate::say;
use crate::value::Type;

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

pub(super) struct Work<'a> {
    pub entry: &'a Entry,
    pub read: &'a Read<'a>,
    pub olds: &'a [Record],
    pub changes: Vec<Change>,
    pub order: Vec<u32>,
    pub touched: Option<u32>,
    pub offset: usize,
}

const DATED: &[&str] = &["from", "to", "value"];

pub(super) type Keys = BTreeMap<String, Option<rewrite::Plan>>;

impl Work<'_> {
    /// Does a cell say what it said?
    pub fn same(&self, part: usize, old: &str, new: &str) -> bool {
        let ty = self.entry.parts.get(part).and_then(type_of);
        old == new || ty.is_some_and(|ty| matches!((value(old, ty), value(new, ty)), (Ok(a), Ok(b)) if a == b))
    }

    /// A cell as it is written in the file.
    pub fn raw(&self, part: usize, text: &str, bare: bool) -> String {
        let ty = self.entry.parts.get(part).and_then(type_of);
        match ty {
            Some(Type::YesNo) if bare => (text == "是").to_string(),
            Some(Type::Date) if bare => text.to_owned(),
            Some(Type::Integer | Type::Number) if bare && text.parse::<i64>().is_ok() => text.to_owned(),
            _ => quoted(text),
        }
    }

    pub fn bare(&self, part: usize) -> bool {
        self.olds.first().and_then(|r| r.bare.get(part)).copied().unwrap_or(false)
    }

    pub fn change(&mut self, row: Option<u32>, old: Option<&[String]>, new: Option<&[String]>) {
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

    pub fn dates(&self, old: &[String], new: &[String]) -> Keys {
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
    pub fn values(&mut self, rows: &[Row]) -> rewrite::Plan {
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
    pub fn compare(&mut self, olds: &[Record], news: &[&Row], pairs: &[Option<usize>], from: usize) {
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
}
