//! Typed sheets into one roster: rows tied to enterprises, duplicates merged, contradictions marked,
//! every row accounted for. What comes out does not depend on the order of rows, sheets or files.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::batch::{Batch, Lanes, Values};
use super::code::CreditCode;
use super::log::{Log, Source};
use super::text::quoted;
use super::{Roster, TableAccount};
use crate::dataset::{Dataset, Records, Texts};
use crate::diagnostic::codes::roster as codes;
use crate::diagnostic::{Code, Finding};
use crate::say;
use crate::schema::{Absent, Field, Role, Schema, Table};
use crate::source::Place;
use crate::value::{Column, Data, State};

/// A row of a batch: which batch, which row of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    batch: u32,
    row: u32,
}

/// All batches of one table.
struct Tables<'a> {
    table: &'a Table,
    batches: Vec<(usize, &'a Batch)>,
}

/// The rows of a table that are used, in their final order.
#[derive(Default)]
struct Chosen {
    rows: Vec<Row>,
    /// Lanes that contradict each other: field and final row.
    conflicts: Vec<(usize, usize)>,
    parents: Vec<u32>,
    merged: u64,
    rejected: u64,
    orphan_hole: bool,
}

/// Puts the sheets of all files together.
pub fn assemble(schema: &Schema, sources: Vec<Source>, batches: Vec<(usize, Batch)>, log: &mut Log) -> Roster {
    let mut texts = Texts::default();
    let mut dataset = Dataset::default();
    let mut accounting = Vec::new();
    let (mut origins, mut raw) = (Vec::new(), Vec::new());
    let mut keys: Vec<CreditCode> = Vec::new();
    for (index, table) in schema.tables.iter().enumerate() {
        let of_table = Tables {
            table,
            batches: batches.iter().filter(|(_, b)| b.table == index).map(|(source, b)| (*source, b)).collect(),
        };
        let chosen = if index == 0 {
            let chosen = of_table.enterprises(&sources, log);
            keys = chosen.rows.iter().filter_map(|r| of_table.code(*r)).collect();
            chosen
        } else {
            of_table.records(&keys, &sources, log)
        };
        let (records, table_raw) = of_table.gather(&chosen, keys.len(), index > 0, &mut texts);
        accounting.push(of_table.account(&chosen));
        origins.push(chosen.rows.iter().map(|r| of_table.origin(*r)).collect::<Vec<(u32, u32)>>());
        raw.push(table_raw);
        dataset.tables.push(records);
    }
    dataset.texts = texts;
    let control_totals = batches
        .iter()
        .flat_map(|(source, batch)| {
            let source = sources.get(*source);
            batch.totals.iter().map(move |total| {
                let mut total = total.clone();
                if let Some(source) = source {
                    total.place.file = source.file.clone();
                    total.place.sheet = source.sheet.clone();
                }
                total
            })
        })
        .collect();
    Roster {
        dataset,
        findings: Vec::new(),
        accounting,
        control_totals,
        codes: keys,
        schema: schema.clone(),
        sources,
        origins,
        raw,
    }
}

impl Tables<'_> {
    fn batch(&self, row: Row) -> Option<&Batch> {
        self.batches.get(row.batch as usize).map(|(_, b)| *b)
    }

    fn code(&self, row: Row) -> Option<CreditCode> {
        *self.batch(row)?.codes.get(row.row as usize)?
    }

    /// Index of the source and row number.
    fn origin(&self, row: Row) -> (u32, u32) {
        let source = self.batches.get(row.batch as usize).map_or(0, |(s, _)| *s);
        let number = self.batch(row).and_then(|b| b.rows.get(row.row as usize));
        (u32::try_from(source).unwrap_or(u32::MAX), number.copied().unwrap_or(0))
    }

    fn lanes(&self, row: Row, field: usize) -> Option<&Lanes> {
        self.batch(row)?.lanes.get(field)
    }

    fn compare_field(&self, a: Row, b: Row, field: usize) -> Ordering {
        match (self.lanes(a, field), self.lanes(b, field)) {
            (Some(x), Some(y)) => x.compare(a.row as usize, y, b.row as usize),
            (x, y) => x.is_some().cmp(&y.is_some()),
        }
    }

    fn compare_content(&self, a: Row, b: Row) -> Ordering {
        (0..self.table.fields.len())
            .map(|field| self.compare_field(a, b, field))
            .find(|o| o.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    /// All rows that are not rejected, by code, content, and place in the input.
    fn sorted(&self) -> Vec<(CreditCode, Row)> {
        let mut rows: Vec<(CreditCode, Row)> = Vec::new();
        for (batch, (_, b)) in self.batches.iter().enumerate() {
            let batch = u32::try_from(batch).unwrap_or(u32::MAX);
            for (row, code) in b.codes.iter().enumerate() {
                let row = u32::try_from(row).unwrap_or(u32::MAX);
                if let Some(code) = code {
                    rows.push((*code, Row { batch, row }));
                }
            }
        }
        rows.par_sort_unstable_by(|(x, a), (y, b)| {
            x.cmp(y).then_with(|| self.compare_content(*a, *b)).then_with(|| (a.batch, a.row).cmp(&(b.batch, b.row)))
        });
        rows
    }

    fn rejected(&self) -> u64 {
        let none = |b: &Batch| b.codes.iter().filter(|c| c.is_none()).count() as u64;
        self.batches.iter().map(|(_, b)| none(b)).sum()
    }

    fn finding(
        &self,
        code: &'static Code,
        row: Row,
        field: Option<usize>,
        sources: &[Source],
        say: (crate::diagnostic::Bilingual, crate::diagnostic::Bilingual),
    ) -> Finding {
        let place = self.place(row, field, sources);
        let finding = Finding::new(code, place, say.0).remedy(say.1);
        match self.code(row) {
            Some(code) => finding.of(code.as_str()),
            None => finding,
        }
    }

    fn place(&self, row: Row, field: Option<usize>, sources: &[Source]) -> Place {
        let (source, number) = self.origin(row);
        let column = field.and_then(|f| self.batch(row)?.columns.get(f)?.as_ref()).map_or(0, |p| p.column);
        match sources.get(source as usize) {
            Some(source) => Place::Cell(source.cell(number, column)),
            None => Place::Nowhere,
        }
    }

    /// One row for each code: identical rows merged, contradicting fields marked.
    fn enterprises(&self, sources: &[Source], log: &mut Log) -> Chosen {
        let rows = self.sorted();
        let mut chosen = Chosen { rejected: self.rejected(), ..Chosen::default() };
        let name = self.table.role(Role::Name).map(|f| f.0);
        for same in rows.chunk_by(|a, b| a.0 == b.0) {
            let Some(((_, first), others)) = same.split_first() else {
                continue;
            };
            let at = chosen.rows.len();
            chosen.rows.push(*first);
            chosen.merged += others.len() as u64;
            for (field, definition) in self.table.fields.iter().enumerate() {
                let differing =
                    others.iter().map(|(_, row)| *row).find(|row| self.compare_field(*first, *row, field).is_ne());
                let Some(other) = differing else { continue };
                let is_name = Some(field) == name;
                if !is_name {
                    chosen.conflicts.push((field, at));
                }
                let (earlier, later) = self.in_order(*first, other);
                let finding = self
                    .contradiction(definition, is_name, earlier, later, field, sources)
                    .and_at(self.place(earlier, Some(field), sources));
                log.add(self.origin(later), sources, finding);
            }
            self.note_merged(same, sources, log);
        }
        if let Some(name) = name {
            self.shared_names(&chosen, name, sources, log);
        }
        chosen
    }

    fn in_order(&self, a: Row, b: Row) -> (Row, Row) {
        if (a.batch, a.row) <= (b.batch, b.row) { (a, b) } else { (b, a) }
    }

    fn shown(&self, row: Row, field: usize) -> String {
        let Some(lanes) = self.lanes(row, field) else {
            return String::new();
        };
        let index = row.row as usize;
        if let Some(raw) = lanes.raw(index) {
            return quoted(raw);
        }
        if !lanes.state(index).is_known() {
            return "空".to_owned();
        }
        match &lanes.values {
            Values::Number(..) => lanes.figure(index).to_string(),
            Values::Text(..) => quoted(lanes.text(index)),
            Values::Day(days) => days
                .get(index)
                .and_then(|d| crate::calendar::Date::from_number(*d))
                .map(|d| d.to_string())
                .unwrap_or_default(),
            Values::YesNo(answers) => match answers.get(index) {
                Some(true) => "是".to_owned(),
                _ => "否".to_owned(),
            },
            Values::Choice(options) => match self.table.fields.get(field).map(|f| &f.ty) {
                Some(crate::value::Type::Choice(choice)) => {
                    options.get(index).and_then(|o| choice.options.get(*o as usize)).cloned().unwrap_or_default()
                }
                _ => String::new(),
            },
        }
    }

    fn contradiction(
        &self,
        field: &Field,
        is_name: bool,
        earlier: Row,
        later: Row,
        index: usize,
        sources: &[Source],
    ) -> Finding {
        let (x, y) = (self.shown(earlier, index), self.shown(later, index));
        let name = &field.name;
        let (code, said) = if is_name {
            (
                &codes::NAME_DIFFERS,
                (
                    say!("同一代码有两个名称：“{x}”和“{y}”", "one code has two names: `{x}` and `{y}`"),
                    say!(
                        "核对是否更名，两处写成一样",
                        "check whether the enterprise was renamed, and write both alike"
                    ),
                ),
            )
        } else {
            (
                &codes::CONFLICT,
                (
                    say!(
                        "同一企业的“{name}”两处不一致：“{x}”和“{y}”",
                        "two rows of one enterprise differ in `{name}`: `{x}` and `{y}`"
                    ),
                    say!(
                        "核对后删去错的一行，或把两处改成一致",
                        "check them, then delete the wrong row or make them agree"
                    ),
                ),
            )
        };
        self.finding(code, later, Some(index), sources, said)
    }

    /// Notes rows that are identical to an earlier one.
    fn note_merged(&self, same: &[(CreditCode, Row)], sources: &[Source], log: &mut Log) {
        for pair in same.windows(2) {
            let [(_, a), (_, b)] = pair else { continue };
            if self.compare_content(*a, *b).is_ne() {
                continue;
            }
            let said = (
                say!("这一行与前面的一行完全相同，只算一次", "this row is identical to an earlier one and counts once"),
                say!("核对；没有错就不用改", "check it; if it is right nothing need be done"),
            );
            let finding =
                self.finding(&codes::ROWS_MERGED, *b, None, sources, said).and_at(self.place(*a, None, sources));
            log.add(self.origin(*b), sources, finding);
        }
    }

    fn shared_names(&self, chosen: &Chosen, name: usize, sources: &[Source], log: &mut Log) {
        let text = |row: Row| self.lanes(row, name).map_or("", |l| l.text(row.row as usize));
        // asked only, never walked, so its order reaches nothing
        let mut first_of: HashMap<&str, Row> = HashMap::with_capacity(chosen.rows.len());
        for row in &chosen.rows {
            if let Some(first) = first_of.get(text(*row)) {
                let shown = quoted(text(*row));
                let (x, y) = (self.code(*first), self.code(*row));
                let of = |code: Option<CreditCode>| code.map_or(String::new(), |c| c.as_str().to_owned());
                let (x, y) = (of(x), of(y));
                let said = (
                    say!("“{shown}”有两个代码：{x} 和 {y}", "`{shown}` has two codes: {x} and {y}"),
                    say!(
                        "核对是同一企业填错代码，还是总部与分支机构、同名企业",
                        "check whether one code is wrong, or these are head office and branch, or namesakes"
                    ),
                );
                let finding = self.finding(&codes::NAME_SHARED, *row, Some(name), sources, said).and_at(self.place(
                    *first,
                    Some(name),
                    sources,
                ));
                log.add(self.origin(*row), sources, finding);
            } else {
                first_of.insert(text(*row), *row);
            }
        }
    }

    /// Records tied to their enterprises, identical ones merged.
    fn records(&self, keys: &[CreditCode], sources: &[Source], log: &mut Log) -> Chosen {
        let rows = self.sorted();
        let mut chosen = Chosen { rejected: self.rejected(), ..Chosen::default() };
        let identifier = self.table.role(Role::Identifier).map(|f| f.0);
        for same in rows.chunk_by(|a, b| a.0 == b.0) {
            let Some((code, _)) = same.first() else {
                continue;
            };
            let Ok(parent) = keys.binary_search(code) else {
                for (_, row) in same {
                    chosen.rejected += 1;
                    chosen.orphan_hole |= !super::code::parse(code.as_str()).is_ok_and(|r| r.passes);
                    log.add(self.origin(*row), sources, self.orphan(*row, *code, sources));
                }
                continue;
            };
            let parent = u32::try_from(parent).unwrap_or(u32::MAX);
            let mut before: Option<Row> = None;
            for (_, row) in same {
                if let Some(first) = before.filter(|b| self.compare_content(*b, *row).is_eq()) {
                    chosen.merged += 1;
                    let known = identifier
                        .is_some_and(|i| self.lanes(*row, i).is_some_and(|l| l.state(row.row as usize).is_known()));
                    let finding = self.duplicate(first, *row, known, sources);
                    log.add(self.origin(*row), sources, finding);
                    continue;
                }
                before = Some(*row);
                chosen.rows.push(*row);
                chosen.parents.push(parent);
            }
        }
        if let Some(identifier) = identifier {
            self.identifiers(&chosen, identifier, sources, log);
        }
        chosen
    }

    fn orphan(&self, row: Row, code: CreditCode, sources: &[Source]) -> Finding {
        let (code, table) = (code.as_str(), &self.table.name);
        let said = (
            say!(
                "企业名单里没有代码“{code}”，“{table}”的这一行没有用上",
                "no enterprise has the code `{code}`, so this row of `{table}` is not used"
            ),
            say!(
                "核对代码；企业漏报的，补进企业名单",
                "check the code; if the enterprise was left out, add it to the list"
            ),
        );
        let field = self.table.role(Role::Code).map(|f| f.0);
        self.finding(&codes::ORPHAN, row, field, sources, said)
    }

    fn duplicate(&self, first: Row, row: Row, known: bool, sources: &[Source]) -> Finding {
        let (code, remedy) = if known {
            (&codes::ROWS_MERGED, say!("核对；没有错就不用改", "check it; if it is right nothing need be done"))
        } else {
            (
                &codes::DUPLICATE_RECORD,
                say!(
                    "重复填报的删去一行；确是两笔的，填上编号等使两行有所区别",
                    "delete one if it was entered twice; if they are two items, add what tells them apart, such as a number"
                ),
            )
        };
        let message =
            say!("这一行与前面的一行完全相同，只算一次", "this row is identical to an earlier one and counts once");
        self.finding(code, row, None, sources, (message, remedy)).and_at(self.place(first, None, sources))
    }

    /// Records that differ but bear one identifier.
    fn identifiers(&self, chosen: &Chosen, field: usize, sources: &[Source], log: &mut Log) {
        let text = |row: &Row| self.lanes(*row, field).map_or("", |l| l.text(row.row as usize));
        let name = self.table.fields.get(field).map_or("", |f| &f.name);
        let mut first_of: HashMap<&str, Row> = HashMap::new();
        for row in chosen.rows.iter().filter(|r| !text(r).is_empty()) {
            if let Some(first) = first_of.get(text(row)) {
                let shown = quoted(text(row));
                let said = (
                    say!(
                        "“{name}”“{shown}”出现在两行，两行内容不同",
                        "`{name}` `{shown}` stands in two rows that differ"
                    ),
                    say!(
                        "核对是否同一笔重复填报；是则删去一行，不是则改正编号",
                        "check whether one item was entered twice: then delete a row, else correct the number"
                    ),
                );
                let (earlier, later) = self.in_order(*first, *row);
                let finding = self
                    .finding(&codes::IDENTIFIER_TWICE, later, Some(field), sources, said)
                    .and_at(self.place(earlier, Some(field), sources));
                log.add(self.origin(later), sources, finding);
            } else {
                first_of.insert(text(row), *row);
            }
        }
    }

    fn account(&self, chosen: &Chosen) -> TableAccount {
        let sum = |of: fn(&Batch) -> u64| self.batches.iter().map(|(_, b)| of(b)).sum();
        TableAccount {
            table: self.table.name.clone(),
            rows: sum(|b| b.total_rows),
            used: chosen.rows.len() as u64,
            merged: chosen.merged,
            excluded: sum(|b| b.excluded),
            rejected: chosen.rejected,
        }
    }

    /// The columns of the rows chosen, and their raw texts.
    fn gather(&self, chosen: &Chosen, enterprises: usize, related: bool, texts: &mut Texts) -> (Records, Vec<Raw>) {
        let mut columns = Vec::new();
        let mut raws = Vec::new();
        for (field, definition) in self.table.fields.iter().enumerate() {
            let mut column = self.column(chosen, field, definition, texts);
            for (_, row) in chosen.conflicts.iter().filter(|(f, _)| *f == field) {
                if let Some(state) = column.states.get_mut(*row) {
                    *state = State::Conflict;
                }
            }
            columns.push(column);
            let any_raw = self.batches.iter().any(|(_, b)| b.lanes.get(field).is_some_and(|l| !l.raw.is_empty()));
            raws.push(if any_raw { self.raw(chosen, field) } else { Raw::default() });
        }
        let mut starts = Vec::new();
        if related {
            let mut at = 0;
            for enterprise in 0..=enterprises {
                while chosen.parents.get(at).is_some_and(|p| (*p as usize) < enterprise) {
                    at += 1;
                }
                starts.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        let hole = self.batches.iter().filter_map(|(_, b)| b.hole).max();
        let orphan = chosen.orphan_hole.then_some(State::Unreadable);
        let records = Records {
            len: chosen.rows.len(),
            columns,
            parents: chosen.parents.clone(),
            starts,
            unattributed: hole.max(orphan).filter(|_| related && self.table.absent == Absent::Error),
        };
        (records, raws)
    }

    fn raw(&self, chosen: &Chosen, field: usize) -> Raw {
        let mut raw = Raw::default();
        for (at, row) in chosen.rows.iter().enumerate() {
            let text = self.lanes(*row, field).and_then(|l| l.raw(row.row as usize));
            if let Some(text) = text {
                raw.push(at, text);
            }
        }
        raw
    }

    fn column(&self, chosen: &Chosen, field: usize, definition: &Field, texts: &mut Texts) -> Column {
        let mut column = Column::empty(&definition.ty);
        let rows = &chosen.rows;
        let each = || rows.iter().filter_map(|r| Some((self.lanes(*r, field)?, r.row as usize)));
        column.states = each().map(|(lanes, row)| lanes.state(row)).collect();
        match &mut column.data {
            Data::Number { mantissas, scale } => {
                *scale = each()
                    .filter(|(lanes, row)| lanes.state(*row).is_known())
                    .map(|(lanes, row)| lanes.figure(row).scale())
                    .max()
                    .unwrap_or(0);
                mantissas.reserve_exact(rows.len());
                for ((lanes, row), state) in each().zip(&mut column.states) {
                    let known = state.is_known();
                    let digits = lanes.figure(row).at_scale(*scale).filter(|_| known);
                    if known && digits.is_none() {
                        *state = State::Unreadable;
                    }
                    mantissas.push(digits.unwrap_or(0));
                }
            }
            Data::Date(days) => {
                *days = each()
                    .map(|(lanes, row)| match &lanes.values {
                        Values::Day(days) => days.get(row).copied().unwrap_or(0),
                        _ => 0,
                    })
                    .collect();
            }
            Data::YesNo(answers) => {
                *answers = each()
                    .map(|(lanes, row)| match &lanes.values {
                        Values::YesNo(answers) => answers.get(row).copied().unwrap_or(false),
                        _ => false,
                    })
                    .collect();
            }
            Data::Choice(options) => {
                *options = each()
                    .map(|(lanes, row)| match &lanes.values {
                        Values::Choice(options) => options.get(row).copied().unwrap_or(0),
                        _ => 0,
                    })
                    .collect();
            }
            Data::Text(symbols) => {
                *symbols = each()
                    .zip(&column.states)
                    .map(|((lanes, row), state)| if state.is_known() { texts.intern(lanes.text(row)) } else { 0 })
                    .collect();
            }
        }
        column
    }
}

/// Raw texts of one field, by row of the table; sparse.
#[derive(Clone, Debug, Default)]
pub struct Raw {
    text: String,
    rows: Vec<(u32, u32)>,
}

impl Raw {
    fn push(&mut self, row: usize, text: &str) {
        self.text.push_str(text);
        if let (Ok(row), Ok(end)) = (u32::try_from(row), u32::try_from(self.text.len())) {
            self.rows.push((row, end));
        }
    }

    /// The raw text of a row, if it has one.
    pub fn get(&self, row: usize) -> Option<&str> {
        let row = u32::try_from(row).ok()?;
        let at = self.rows.binary_search_by_key(&row, |(r, _)| *r).ok()?;
        let start = match at.checked_sub(1) {
            Some(before) => self.rows.get(before)?.1,
            None => 0,
        };
        let (_, end) = self.rows.get(at)?;
        self.text.get(start as usize..*end as usize)
    }
}

/// The columns that rows share with nothing else: kept for the unit of each source.
pub fn columns_by_source(batches: &[(usize, Batch)], sources: &mut [Source]) {
    let mut found: BTreeMap<usize, Vec<Option<(u32, i8)>>> = BTreeMap::new();
    for (source, batch) in batches {
        let columns =
            batch.columns.iter().map(|c| c.as_ref().map(|p| (p.column, p.unit.map_or(0, |u| u.power())))).collect();
        found.insert(*source, columns);
    }
    for (index, columns) in found {
        if let Some(source) = sources.get_mut(index) {
            source.columns = columns;
        }
    }
}
