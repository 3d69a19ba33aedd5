//! What a heading says: which field of which table, in which unit, of which year.
//!
//! Headings are compared folded (width, white space, line breaks, case do not matter). A unit in brackets or
//! behind a comma or stroke is taken off first. A year in a heading must be the one that the field is of.
//! Words in brackets that say how to fill a column in (18位, 全称) are taken off like a unit. Any other
//! remark in brackets behind the name (`企业名称（盖章）`) is passed over for texts, and said; of what awards are
//! computed from it may say which one is meant (`规上工业（上年）`), so there it is no heading of ours.

use std::collections::{BTreeMap, BTreeSet};

use super::number::Unit;
use super::text::fold;
use crate::schema::{Field, Role, Schema, placeholder};
use crate::value::Type;

/// The headings of all tables of a schema, for one policy year.
#[derive(Debug)]
pub struct Lexicon {
    tables: Vec<Words>,
    /// The headings of codes, of whatever table.
    codes: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Words {
    /// Headings as they stand.
    exact: BTreeMap<String, usize>,
    /// Fields of which a remark in brackets may be passed over.
    remarked: BTreeSet<usize>,
    /// Headings without their year: the fields that they may mean, and the year that each must name.
    yearly: BTreeMap<String, Vec<(usize, i16)>>,
}

/// What stands in a heading besides the field's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The unit of amounts.
    pub unit: Option<Unit>,
    /// Are the numbers percentages?
    pub percent: bool,
    /// Was a remark in brackets passed over?
    pub remark: bool,
}

/// What a heading means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A field.
    Field(usize, Marks),
    /// It would be this field, but names another year.
    OtherYear(usize, i16),
}

impl Lexicon {
    /// Collects the headings of a schema.
    pub fn new(schema: &Schema, year: i16) -> Self {
        let tables = schema
            .tables
            .iter()
            .map(|table| {
                let mut words = Words::default();
                for (i, field) in table.fields.iter().enumerate() {
                    words.add(i, field, year);
                }
                words
            })
            .collect();
        let codes = schema
            .tables
            .iter()
            .flat_map(|table| table.fields.iter().filter(|f| f.role == Some(Role::Code)))
            .flat_map(|field| std::iter::once(&field.name).chain(&field.headings))
            .map(|heading| fold(heading))
            .collect();
        Self { tables, codes }
    }

    /// Is it the heading of a code, in whatever table?
    pub fn is_code(&self, text: &str) -> bool {
        // no heading is that long, but a note may be
        if text.len() > 120 {
            return false;
        }
        let folded = fold(text);
        let name = starless(&folded);
        self.codes.contains(name) || bracketed(name).is_some_and(|(name, _)| self.codes.contains(name))
    }

    /// What a heading means in a table.
    pub fn meaning(&self, table: usize, heading: &str) -> Option<Meaning> {
        let words = self.tables.get(table)?;
        let folded = fold(heading);
        let folded = starless(&folded);
        if let Some(field) = words.exact.get(folded) {
            return Some(Meaning::Field(*field, Marks::default()));
        }
        let (name, marks) = marks(folded);
        if let Some(field) = words.exact.get(&name) {
            return Some(Meaning::Field(*field, marks));
        }
        let remarked = bracketed(folded).and_then(|(name, _)| words.exact.get(name));
        if let Some(field) = remarked.filter(|field| words.remarked.contains(field)) {
            return Some(Meaning::Field(*field, Marks { remark: true, ..Marks::default() }));
        }
        let (named, rest) = year(&name)?;
        let meant = words.yearly.get(&rest)?;
        match meant.iter().find(|(_, year)| *year == named) {
            Some((field, _)) => Some(Meaning::Field(*field, marks)),
            // the field whose year is nearest is the one that was probably meant
            None => meant
                .iter()
                .min_by_key(|(_, year)| year.abs_diff(named))
                .map(|(field, _)| Meaning::OtherYear(*field, named)),
        }
    }

    /// What a column means whose heading stands in two rows, one above the other.
    pub fn meaning_of_two(&self, table: usize, top: &str, bottom: &str) -> Option<Meaning> {
        let (upper, lower) = (fold(top), fold(bottom));
        if lower.is_empty() || upper == lower {
            return self.meaning(table, top);
        }
        if upper.is_empty() {
            return self.meaning(table, bottom);
        }
        let both = marks_of_two(&upper, &lower);
        let (upper, lower) = (marks(&upper).0, marks(&lower).0);
        let wordings = [format!("{lower}{upper}"), format!("{upper}{lower}"), lower.clone()];
        let mut meanings = wordings.iter().filter_map(|wording| self.meaning(table, wording));
        let first = meanings.next()?;
        let best = match first {
            Meaning::Field(..) => first,
            Meaning::OtherYear(..) => meanings.find(|m| matches!(m, Meaning::Field(..))).unwrap_or(first),
        };
        Some(match best {
            Meaning::Field(field, own) if own == Marks::default() => Meaning::Field(field, both),
            other => other,
        })
    }
}

impl Words {
    fn add(&mut self, index: usize, field: &Field, year: i16) {
        if field.ty == Type::Text || field.role == Some(Role::County) {
            self.remarked.insert(index);
        }
        let own_year = year.saturating_add(field.year_offset.unwrap_or(0));
        for heading in std::iter::once(&field.name).chain(&field.headings) {
            match placeholder(heading) {
                Some((before, offset, after)) => {
                    let named = year.saturating_add(offset);
                    self.exact.entry(fold(&format!("{before}{named}{after}"))).or_insert(index);
                    let after = after.strip_prefix("年").unwrap_or(after);
                    let after = after.strip_prefix("度").unwrap_or(after);
                    self.year(fold(&format!("{before}{after}")), index, named);
                }
                None => {
                    let key = fold(heading);
                    self.exact.entry(key.clone()).or_insert(index);
                    self.year(key, index, own_year);
                }
            }
        }
    }

    fn year(&mut self, key: String, field: usize, year: i16) {
        let meant = self.yearly.entry(key).or_default();
        if !meant.contains(&(field, year)) {
            meant.push((field, year));
        }
    }
}

/// Takes a year off a folded heading: `2022年度研发费用` is 2022 and `研发费用`.
fn year(folded: &str) -> Option<(i16, String)> {
    let start = folded.char_indices().find_map(|(i, _)| {
        let four = folded.get(i..i + 4)?;
        let before_is_digit = folded.get(..i).is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()));
        let after_is_digit = folded.get(i + 4..).is_some_and(|a| a.starts_with(|c: char| c.is_ascii_digit()));
        let is_year = (four.starts_with("19") || four.starts_with("20"))
            && four.bytes().all(|b| b.is_ascii_digit())
            && !before_is_digit
            && !after_is_digit;
        is_year.then_some(i)
    })?;
    let named = folded.get(start..start + 4)?.parse().ok()?;
    let before = folded.get(..start)?;
    let after = folded.get(start + 4..)?;
    let after = after.strip_prefix('年').unwrap_or(after);
    let after = after.strip_prefix('度').unwrap_or(after);
    let rest = format!("{before}{after}").replace("()", "");
    Some((named, rest))
}

/// A folded heading without the star that marks what must be filled in.
fn starless(folded: &str) -> &str {
    folded.trim_start_matches(['*', '★'])
}

/// A folded heading that ends in brackets: what stands before them and in them.
fn bracketed(folded: &str) -> Option<(&str, &str)> {
    let pairs = [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕')];
    pairs.iter().find_map(|(open, close)| folded.strip_suffix(*close)?.rsplit_once(*open))
}

/// Takes the unit off a folded heading: `产值(万元)`, `产值,万元`, `产值/万元`.
fn marks(folded: &str) -> (String, Marks) {
    let behind = [',', '/', ':', '_', '、'].iter().filter_map(|separator| folded.rsplit_once(*separator));
    bracketed(folded)
        .into_iter()
        .chain(behind)
        .find_map(|(name, inner)| Some((name.to_owned(), mark(inner)?)))
        .unwrap_or_else(|| (folded.to_owned(), Marks::default()))
}

/// The unit that a heading names, which may stand in two rows; the lower one is nearer to the numbers.
pub fn marks_of_two(top: &str, bottom: &str) -> Marks {
    let [first, second] = [top, bottom].map(|text| marks(starless(&fold(text))).1);
    Marks { unit: second.unit.or(first.unit), percent: first.percent || second.percent, remark: false }
}

fn mark(inner: &str) -> Option<Marks> {
    let inner = inner
        .trim_start_matches("金额")
        .trim_start_matches("单位")
        .trim_start_matches(':')
        .trim_start_matches("人民币");
    match inner {
        "人" | "名" | "个" | "项" | "件" | "家" | "户" | "份" | "年" => Some(Marks::default()),
        word if is_guidance(word) => Some(Marks::default()),
        "%" => Some(Marks { percent: true, ..Marks::default() }),
        word => Unit::named(word).map(|unit| Marks { unit: Some(unit), ..Marks::default() }),
    }
}

/// Words in brackets that say how to fill a column in and do not change what it means: 18位, 全称, 请核对.
fn is_guidance(word: &str) -> bool {
    let digits = word.strip_suffix('位').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    digits || word.starts_with('请') || matches!(word, "全称" | "必填" | "选填" | "是/否" | "填是/否" | "是或否")
}

/// The unit that a note above a table gives: `单位:万元`, `(金额单位：元)`, but not `填报单位：…`.
pub fn unit_note(text: &str) -> Option<Unit> {
    use unicode_normalization::UnicodeNormalization;
    let text: String = text.nfkc().collect();
    text.match_indices("单位").find_map(|(at, word)| {
        let before = text.get(..at)?.chars().next_back();
        let alone = before.is_none_or(|c| c.is_whitespace() || "([【〔,;:。额币量)]".contains(c));
        let rest = text.get(at + word.len()..)?;
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ":为".contains(c));
        let rest = rest.trim_start_matches("人民币");
        let units = [Unit::Million, Unit::Thousand, Unit::Wan, Unit::Yi, Unit::Yuan];
        let unit = units.into_iter().find(|u| rest.starts_with(u.zh()))?;
        alone.then_some(unit)
    })
}
