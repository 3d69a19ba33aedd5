//! One row of a batch of one enterprise: where explanations look an expression up.

use std::collections::BTreeSet;

use super::ast::Binary;
use super::evaluate::{evaluate, evaluate_records};
use super::frame::{Frame, MAX_DEFINITIONS_DEEP};
use super::name::DefinitionId;
use super::typed::{Kind, Typed};
use crate::exact::Exact;
use crate::schema::{ENTERPRISES, FieldId, TableId};
use crate::value::{State, Value};

/// A cell: table, field, row.
pub type FieldAt = (TableId, FieldId, usize);

/// A definition at a row: what an explanation goes into once. Definitions may use one another so that there are more
/// ways through them than anybody can walk.
pub(super) type Spot = (DefinitionId, TableId, usize);

/// Where a walk has been.
#[derive(Debug, Default)]
pub(super) struct Been(BTreeSet<Spot>);

impl Been {
    /// Is this the first time that the walk comes to this definition, which is about that row?
    pub fn first(&mut self, definition: &Typed, row: Row) -> bool {
        row.spot(definition).is_none_or(|spot| self.0.insert(spot))
    }
}

/// A row of a table of the frame's enterprise; for the enterprise itself the lane is 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub frame: &'a Frame<'a>,
    pub table: TableId,
    pub lane: usize,
}

impl<'a> Row<'a> {
    pub fn enterprise(frame: &'a Frame<'a>) -> Self {
        Self { frame, table: ENTERPRISES, lane: 0 }
    }

    /// The rows of a related table.
    pub fn records(self, table: TableId) -> impl Iterator<Item = Self> {
        let frame = self.frame;
        (0..frame.rows(table).len()).map(move |lane| Self { frame, table, lane })
    }

    /// What an expression gives here.
    pub fn value(self, expr: &Typed) -> Result<Value, State> {
        if self.table == ENTERPRISES {
            evaluate(expr, self.frame).value(self.lane)
        } else {
            evaluate_records(expr, self.table, self.frame).value(self.lane)
        }
    }

    /// A decided yes or no.
    pub fn yes_no(self, expr: &Typed) -> Result<bool, State> {
        match self.value(expr) {
            Ok(Value::YesNo(answer)) => Ok(answer),
            Ok(_) => Err(State::Empty),
            Err(missing) => Err(missing),
        }
    }

    /// The place in the dataset of a field that is spoken of here.
    pub fn index(self, table: TableId) -> usize {
        let lane = if table == self.table { self.lane } else { 0 };
        self.frame.rows(table).start + lane
    }

    /// How a field that is spoken of here is filled.
    pub fn field(self, table: TableId, field: FieldId) -> Result<Value, State> {
        self.frame.data.value(table, field, self.index(table)).unwrap_or(Err(State::Unreadable))
    }

    /// A definition's expression, with the row that it is about.
    pub fn definition(self, expr: &Typed) -> Option<(&'a Typed, Self)> {
        let Kind::Definition(id, of) = &expr.kind else {
            return None;
        };
        let body = self.frame.definitions.get(id.0)?.as_ref()?;
        let row = if *of == self.table { self } else { Self::enterprise(self.frame) };
        Some((body, row))
    }

    /// What a definition that is about this row is known by.
    pub fn spot(self, definition: &Typed) -> Option<Spot> {
        match &definition.kind {
            Kind::Definition(id, _) => Some((*id, self.table, self.lane)),
            _ => None,
        }
    }

    /// Of the fields that a number comes from, the one that holds the largest: what is too large comes from it.
    /// Only branches that are taken and records that count are looked at.
    pub fn largest_field(self, expr: &Typed) -> Option<(Exact, FieldAt)> {
        let mut best = None;
        self.largest_within(expr, MAX_DEFINITIONS_DEEP, &mut Been::default(), &mut best);
        best
    }

    fn largest_within(self, expr: &Typed, deep: usize, been: &mut Been, best: &mut Option<(Exact, FieldAt)>) {
        match &expr.kind {
            Kind::Field { table, field } | Kind::Default { table, field, .. } => {
                if let Ok(Value::Number(number)) = self.field(*table, *field)
                    && let Some(size) = number.abs()
                    && best.as_ref().is_none_or(|(most, _)| size > *most)
                {
                    *best = Some((size, (*table, *field, self.index(*table))));
                }
            }
            Kind::Definition(..) => {
                if let (Some((body, row)), Some(deep)) = (self.definition(expr), deep.checked_sub(1))
                    && been.first(expr, row)
                {
                    row.largest_within(body, deep, been, best);
                }
            }
            Kind::If { condition, then, otherwise } => match self.yes_no(condition) {
                Ok(true) => self.largest_within(then, deep, been, best),
                Ok(false) => self.largest_within(otherwise, deep, been, best),
                Err(_) => {}
            },
            Kind::Aggregate { table, value: Some(value), filter, .. } => {
                for row in self.records(*table) {
                    if filter.as_ref().is_none_or(|filter| row.yes_no(filter) == Ok(true)) {
                        row.largest_within(value, deep, been, best);
                    }
                }
            }
            Kind::Lookup { .. } | Kind::Aggregate { .. } => {}
            _ => {
                for child in expr.children() {
                    self.largest_within(child, deep, been, best);
                }
            }
        }
    }

    /// The first field under an expression, for pointing at something.
    pub fn first_field(self, expr: &Typed) -> Option<FieldAt> {
        self.first_field_within(expr, MAX_DEFINITIONS_DEEP, &mut Been::default())
    }

    /// A definition that it comes to again had no field the first time.
    fn first_field_within(self, expr: &Typed, deep: usize, been: &mut Been) -> Option<FieldAt> {
        match &expr.kind {
            Kind::Field { table, field }
            | Kind::Filled { table, field }
            | Kind::Default { table, field, .. }
            | Kind::Pending { table, field } => Some((*table, *field, self.index(*table))),
            Kind::Definition(..) => {
                let (body, row) = self.definition(expr)?;
                let deep = deep.checked_sub(1)?;
                been.first(expr, row).then(|| row.first_field_within(body, deep, been)).flatten()
            }
            Kind::Aggregate { table, .. } => {
                let row = self.records(*table).next()?;
                expr.children().into_iter().find_map(|child| row.first_field_within(child, deep, been))
            }
            // a quotient fails because of its divisor
            Kind::Arithmetic { op: Binary::Divide, left, right } => {
                self.first_field_within(right, deep, been).or_else(|| self.first_field_within(left, deep, been))
            }
            _ => expr.children().into_iter().find_map(|child| self.first_field_within(child, deep, been)),
        }
    }
}
