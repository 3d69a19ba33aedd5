//! Related records one by one: what is asked of each, whether it counts, and its amount.

use std::collections::BTreeSet;

use crate::lang::formula::counted;
use crate::lang::typed::Kind;
use crate::lang::{DefinitionId, Typed};
use crate::payout::book::leaf::{Entry, Ink};
use crate::say;
use crate::schema::{FieldId, Role, TableId};
use crate::value::{State, Type, Value};

use super::atlas::alike;
use super::looks::Look;
use super::value::{answer, result, said};
use super::working::{COLUMNS, RESULT, Working};

/// What is asked of each record.
#[derive(Clone, Copy)]
pub enum Column<'a> {
    /// A definition about records.
    Definition(DefinitionId, &'a Typed),
    /// Does it count?
    Filter(&'a Typed),
    /// Its amount, if it counts by that filter.
    Value(&'a Typed, Option<&'a Typed>),
}

/// What a column gives, record by record.
type Values = Vec<Result<Value, State>>;

impl<'a> Column<'a> {
    /// Whether a record counts by a filter, which may be a definition's name.
    #[must_use]
    pub fn asking(filter: &'a Typed, table: TableId) -> Self {
        match &filter.kind {
            Kind::Definition(id, of) if *of == table => Self::Definition(*id, filter),
            _ => Self::Filter(filter),
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        let same = |a: Option<&Typed>, b: Option<&Typed>| match (a, b) {
            (Some(a), Some(b)) => alike(a, b),
            (None, None) => true,
            _ => false,
        };
        match (self, other) {
            (Self::Definition(a, _), Self::Definition(b, _)) => a == b,
            (Self::Filter(a), Self::Filter(b)) => alike(a, b),
            (Self::Value(a, f), Self::Value(b, g)) => alike(a, b) && same(*f, *g),
            _ => false,
        }
    }
}

/// A list of records as it stands on the sheet.
#[derive(Default)]
pub struct Block<'a> {
    columns: Vec<(Column<'a>, String, usize)>,
    numbers: Option<String>,
    records: usize,
}

impl<'a> Block<'a> {
    /// The cells of a column.
    #[must_use]
    pub fn range(&self, column: &Column<'a>) -> Option<String> {
        self.columns.iter().find(|(known, ..)| known.is_like(column)).map(|(_, range, _)| range.clone())
    }

    /// The cells of the running numbers; none where there are no records.
    #[must_use]
    pub fn numbers(&self) -> Option<&str> {
        self.numbers.as_deref()
    }

    /// How many records there are, and how many of them count by a filter.
    #[must_use]
    pub fn counted(&self, filter: Option<&Column<'a>>) -> (usize, Option<usize>) {
        let of = |filter: &Column<'a>| self.columns.iter().find(|(known, ..)| known.is_like(filter));
        (self.records, filter.and_then(of).map(|(.., yes)| *yes))
    }
}

impl<'a> Working<'_, 'a, '_> {
    /// Lists an enterprise's records of a table with all that these aggregates ask of them.
    pub fn list(&mut self, table: TableId, aggregates: &[&'a Typed]) -> Block<'a> {
        let rows = self.desk.results.data.tables.get(table.0).map_or(0..0, |t| t.of(self.enterprise));
        if rows.is_empty() {
            return Block::default();
        }
        let columns = self.columns(table, aggregates);
        self.headings(table, &columns);
        let looked_at = self.looked_at(table, &columns);
        let values: Vec<Values> = columns
            .iter()
            .map(|column| {
                let (Column::Definition(_, asked) | Column::Filter(asked) | Column::Value(asked, _)) = column;
                let lanes = crate::lang::evaluate_records(asked, table, self.frame);
                (0..rows.len()).map(|lane| lanes.value(lane)).collect()
            })
            .collect();
        let (first, records) = (self.leaf.at(), rows.len());
        for (lane, row) in rows.enumerate() {
            self.record((table, row, lane), &columns, &values, &looked_at);
        }
        let yes = Ok(Value::YesNo(true));
        let placed = columns.into_iter().zip(values).enumerate().map(|(i, (column, values))| {
            let counted = values.iter().filter(|value| **value == yes).count();
            (column, self.leaf.range(RESULT.saturating_add(i), first), counted)
        });
        Block { columns: placed.collect(), numbers: Some(self.leaf.range(0, first)), records }
    }

    /// All that is asked: definitions, those that others stand on first, then filters, then amounts.
    fn columns(&self, table: TableId, aggregates: &[&'a Typed]) -> Vec<Column<'a>> {
        let mut columns: Vec<Column<'a>> = Vec::new();
        let mut add = |column: Column<'a>| {
            if !columns.iter().any(|known| known.is_like(&column)) {
                columns.push(column);
            }
        };
        let mut been = BTreeSet::new();
        for aggregate in aggregates {
            for part in aggregate.children() {
                self.definitions_of(table, part, &mut been, &mut add);
            }
        }
        for aggregate in aggregates {
            if let Kind::Aggregate { filter: Some(filter), .. } = &aggregate.kind {
                add(Column::asking(filter, table));
            }
        }
        for aggregate in aggregates {
            if let Kind::Aggregate { value: Some(value), filter, .. } = &aggregate.kind {
                add(Column::Value(value, filter.as_deref()));
            }
        }
        columns
    }

    fn definitions_of(
        &self,
        table: TableId,
        root: &'a Typed,
        been: &mut BTreeSet<DefinitionId>,
        add: &mut dyn FnMut(Column<'a>),
    ) {
        // deeper ones are added when they are left, before those that stand on them
        let mut open = vec![(root, false)];
        while let Some((expression, left)) = open.pop() {
            match &expression.kind {
                Kind::Definition(id, of) if *of == table => {
                    if left {
                        add(Column::Definition(*id, expression));
                    } else if been.insert(*id) {
                        open.push((expression, true));
                        open.extend(self.desk.pack.definitions.get(id.0).map(|d| (&d.value, false)));
                    }
                }
                Kind::Definition(..) | Kind::Aggregate { .. } => {}
                _ => open.extend(expression.children().into_iter().rev().map(|child| (child, false))),
            }
        }
    }

    fn headings(&mut self, table: TableId, columns: &[Column<'a>]) {
        let name = self.desk.pack.schema.get(table).map_or("", |t| t.name.as_str());
        let heads =
            [say!("记录", "record"), say!("{name}逐条", "{name}, one by one"), say!("所看的内容", "what is looked at")];
        for (column, head) in heads.iter().enumerate() {
            self.leaf.put(column, Look::Head.style(), self.desk.word(head));
        }
        for (column, asked) in (RESULT..).zip(columns) {
            let head = match asked {
                Column::Definition(id, _) => {
                    let name = self.desk.pack.definitions.get(id.0).map_or("", |d| d.name.as_str());
                    say!("计入：{name}", "counts: {name}")
                }
                Column::Filter(_) => say!("计入", "counts"),
                Column::Value(value, _) => match (&value.kind, &value.ty) {
                    (Kind::Field { table, field }, _) => {
                        let name = self.desk.pack.schema.field(*table, *field).map_or("", |f| f.name.as_str());
                        say!("金额：{name}", "amount: {name}")
                    }
                    (_, Type::Money) => say!("金额", "amount"),
                    _ => say!("数值", "value"),
                },
            };
            self.leaf.put(column, Look::Head.style(), self.desk.word(&head));
        }
        let (column, span) = after(columns.len());
        self.leaf.wide(
            column,
            span,
            Look::Head.style(),
            self.desk.word(&say!("不计入的原因", "why it does not count")),
        );
        self.leaf.end(20);
    }

    /// The fields of a record that the columns look at.
    fn looked_at(&self, table: TableId, columns: &[Column<'a>]) -> BTreeSet<FieldId> {
        let (mut fields, mut been) = (BTreeSet::new(), BTreeSet::new());
        let mut open: Vec<&'a Typed> = columns
            .iter()
            .map(|column| {
                let (Column::Definition(_, asked) | Column::Filter(asked) | Column::Value(asked, _)) = column;
                *asked
            })
            .collect();
        while let Some(expression) = open.pop() {
            match &expression.kind {
                Kind::Field { table: of, field }
                | Kind::Filled { table: of, field }
                | Kind::Default { table: of, field, .. }
                | Kind::Pending { table: of, field }
                    if *of == table =>
                {
                    fields.insert(*field);
                }
                Kind::Definition(id, _) if been.insert(*id) => {
                    open.extend(self.desk.pack.definitions.get(id.0).map(|d| &d.value));
                }
                Kind::Definition(..) => {}
                _ => open.extend(expression.children()),
            }
        }
        fields
    }

    /// One record.
    fn record(
        &mut self,
        (table, row, lane): (TableId, usize, usize),
        columns: &[Column<'a>],
        values: &[Values],
        looked_at: &BTreeSet<FieldId>,
    ) {
        let number = lane.saturating_add(1);
        self.leaf.put(0, Look::Centre.style(), Ink::Number(number.to_string().into()));
        self.leaf.put(1, Look::Words.style(), self.record_name(table, row));
        let contents: Vec<String> = looked_at.iter().filter_map(|field| self.content(table, *field, row)).collect();
        self.leaf.put(2, Look::Words.style(), contents.join("；"));
        let known = |asked: &Column<'a>| {
            let at = columns.iter().position(|column| column.is_like(asked))?;
            Some((at, values.get(at)?.get(lane)?.clone()))
        };
        for (i, column) in columns.iter().enumerate() {
            let place = RESULT.saturating_add(i);
            let value = values.get(i).and_then(|v| v.get(lane)).cloned().unwrap_or(Err(State::Unreadable));
            let entry = match column {
                Column::Definition(id, _) => {
                    self.worked.of_records.insert((*id, row), self.leaf.fixed(place));
                    let body = self.desk.pack.definitions.get(id.0).map(|d| &d.value);
                    body.and_then(|body| self.asked(body, (table, row), &value))
                }
                Column::Filter(filter) => self.asked(filter, (table, row), &value),
                Column::Value(expression, None) => self.asked(expression, (table, row), &value),
                Column::Value(expression, Some(filter)) => {
                    let counts = known(&Column::asking(filter, table));
                    counts.and_then(|(at, counts)| self.amount(expression, (table, row), &value, (at, counts)))
                }
            };
            let (entry, look) = entry.unwrap_or((Ink::Nothing.into(), Look::Held));
            self.leaf.put(place, look.style(), entry);
        }
        let (column, span) = after(columns.len());
        self.leaf.wide(column, span, Look::Words.style(), self.reason(table, row));
        self.leaf.end(18);
    }

    /// The first condition that a record fails, as the rule is written; nothing where it counts.
    fn reason(&self, table: TableId, row: usize) -> &'a str {
        let run = self.desk.results.run;
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let version = run.edition.pack.measures.iter().position(|m| std::ptr::eq(m, self.measure));
        let key = (number(self.enterprise), version.unwrap_or(usize::MAX), table, number(row));
        let at = run.items.binary_search_by_key(&key, |item| (item.enterprise, item.measure, item.table, item.row));
        at.ok().and_then(|at| run.items.get(at)).map_or("", |item| run.item_reason(item))
    }

    /// What a record gives; nothing while that is not known.
    fn asked(
        &self,
        expression: &Typed,
        record: (TableId, usize),
        value: &Result<Value, State>,
    ) -> Option<(Entry<'static>, Look)> {
        let value = value.as_ref().ok()?;
        let formula = self.answer(expression, Some(record), value).map(Into::into);
        let (ink, look) = result(&expression.ty, value, self.desk.lang)?;
        Some((Entry { formula, ink }, look))
    }

    /// The amount of a record that counts; of one that does not an empty cell that would show it if it did.
    fn amount(
        &self,
        expression: &Typed,
        record: (TableId, usize),
        value: &Result<Value, State>,
        (at, counts): (usize, Result<Value, State>),
    ) -> Option<(Entry<'static>, Look)> {
        let Ok(Value::YesNo(counts)) = counts else { return None };
        let shown = match (counts, value) {
            (true, Ok(value)) => result(&expression.ty, value, self.desk.lang)?,
            (true, Err(_)) => return None,
            (false, _) => (Ink::Nothing, Look::Money),
        };
        let (cell, yes) = (self.leaf.fixed(RESULT.saturating_add(at)), answer(true, self.desk.lang));
        let formula = counted(expression, &format!("{cell}=\"{yes}\""), &self.view(Some(record))).ok();
        let formula = formula.and_then(|f| f.strip_prefix('=').map(|f| f.to_owned().into()));
        Some((Entry { formula, ink: shown.0 }, shown.1))
    }

    /// What a record is called: its number on paper, else its first words; else what row it is.
    fn record_name(&self, table: TableId, row: usize) -> String {
        let Some(schema) = self.desk.pack.schema.get(table) else { return String::new() };
        let texts = schema.fields.iter().enumerate().filter(|(_, f)| f.role != Some(Role::Code));
        let named = |identifier: bool| {
            texts.clone().filter(|(_, f)| (f.role == Some(Role::Identifier)) == identifier).find_map(
                |(i, _)| match self.desk.results.data.value(table, FieldId(i), row) {
                    Some(Ok(Value::Text(text))) => Some(text.to_string()),
                    _ => None,
                },
            )
        };
        named(true).or_else(|| named(false)).unwrap_or_else(|| self.desk.source(table, row))
    }

    fn content(&self, table: TableId, field: FieldId, row: usize) -> Option<String> {
        let schema = self.desk.pack.schema.field(table, field)?;
        let known = self.desk.results.data.value(table, field, row).unwrap_or(Err(State::Absent));
        let (name, mut shown) = (&schema.name, said(&schema.ty, &known, self.desk.lang));
        if known.is_err() {
            let place = self.desk.cell_name((table, field, row));
            shown = self.desk.word(&say!("{shown}（待补 {place}）", "{shown} (to fill in: {place})"));
        }
        Some(self.desk.word(&say!("{name}：{shown}", "{name}: {shown}")))
    }
}

/// Where the last column of a list begins and how many it takes: at least to the end of the steps.
fn after(columns: usize) -> (usize, usize) {
    let column = RESULT.saturating_add(columns);
    (column, COLUMNS.saturating_sub(column).max(2))
}
