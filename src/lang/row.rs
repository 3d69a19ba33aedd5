//! One row of a batch of one enterprise: where explanations look an expression up.

use super::ast::Binary;
use super::evaluate::{evaluate, evaluate_records};
use super::frame::Frame;
use super::typed::{Kind, Typed};
use crate::schema::{ENTERPRISES, FieldId, TableId};
use crate::value::{State, Value};

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

    /// The first field under an expression, for pointing at something.
    pub fn first_field(self, expr: &Typed) -> Option<(TableId, FieldId, usize)> {
        self.first_field_within(expr, super::frame::MAX_DEFINITIONS_DEEP)
    }

    fn first_field_within(self, expr: &Typed, deep: usize) -> Option<(TableId, FieldId, usize)> {
        match &expr.kind {
            Kind::Field { table, field }
            | Kind::Filled { table, field }
            | Kind::Default { table, field, .. }
            | Kind::Pending { table, field } => Some((*table, *field, self.index(*table))),
            Kind::Definition(..) => {
                let (body, row) = self.definition(expr)?;
                row.first_field_within(body, deep.checked_sub(1)?)
            }
            Kind::Aggregate { table, .. } => {
                let row = self.records(*table).next()?;
                expr.children().into_iter().find_map(|child| row.first_field_within(child, deep))
            }
            // a quotient fails because of its divisor
            Kind::Arithmetic { op: Binary::Divide, left, right } => {
                self.first_field_within(right, deep).or_else(|| self.first_field_within(left, deep))
            }
            _ => expr.children().into_iter().find_map(|child| self.first_field_within(child, deep)),
        }
    }
}
