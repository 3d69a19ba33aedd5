//! Why a value is missing: the cells, rows and operations that it waits for.
//!
//! Only what matters is named: an operand that cannot change the result any more is no cause.

use std::collections::{BTreeMap, BTreeSet};

use super::ast::Binary;
use super::builtins::Function;
use super::frame::{Frame, MAX_DEFINITIONS_DEEP};
use super::name::{LookupId, MeasureId};
use super::row::{FieldAt, Row, Spot};
use super::typed::{Kind, Typed};
use crate::exact::Exact;
use crate::schema::{FieldId, TableId};
use crate::value::{State, Type, Value};

/// One reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A cell.
    Field {
        /// The table.
        table: TableId,
        /// The field.
        field: FieldId,
        /// The row in the dataset.
        row: usize,
        /// How it is missing.
        state: State,
    },
    /// A lookup table has no row for the keys.
    NoRow {
        /// The table.
        lookup: LookupId,
        /// The first field under the keys: table, field, row.
        field: Option<FieldAt>,
    },
    /// A row of the table is known to exist, but not whose it is.
    Unattributed {
        /// The table.
        table: TableId,
        /// How its key is missing.
        state: State,
    },
    /// An operation has no result.
    Arithmetic {
        /// Why not.
        kind: Trouble,
        /// The first field under the divisor or the operands: table, field, row.
        field: Option<FieldAt>,
    },
    /// Another measure is held.
    Award(MeasureId),
}

/// Why an operation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// A divisor or a rounding unit is zero (or a unit below it).
    DivisionByZero,
    /// 128 bits are not enough, or a date leaves the calendar.
    Overflow,
    /// There is no such day.
    NoSuchDate,
    /// There is nothing to compute with: nothing in force, or no date where one is needed.
    NoValue,
    /// A value is there, but it cannot be what it is used as: a share below zero, shares above the whole.
    OutOfRange,
}

/// Why an expression about the enterprise of a frame of one gives no value to go on with ("there is none" is
/// none); empty when it gives one.
#[must_use]
pub fn causes(expr: &Typed, frame_of_one: &Frame) -> BTreeSet<Cause> {
    let mut found = BTreeSet::new();
    let row = Row::enterprise(frame_of_one);
    Search::default().needs(expr, row, MAX_DEFINITIONS_DEEP, &mut found);
    if found.is_empty() && row.value(expr) == Ok(Value::None) {
        found.insert(Cause::Arithmetic { kind: Trouble::NoValue, field: row.first_field(expr) });
    }
    found
}

/// The first field under an expression about the enterprise of a frame of one: table, field, row.
#[must_use]
pub fn first_field(expr: &Typed, frame_of_one: &Frame) -> Option<FieldAt> {
    Row::enterprise(frame_of_one).first_field(expr)
}

/// Of the fields that these numbers about the enterprise of a frame of one come from, the one that holds the largest; the
/// first field where none holds a number.
#[must_use]
pub fn largest_field(all: &[&Typed], frame_of_one: &Frame) -> Option<FieldAt> {
    let row = Row::enterprise(frame_of_one);
    let mut best: Option<(Exact, FieldAt)> = None;
    for (size, field) in all.iter().filter_map(|expr| row.largest_field(expr)) {
        if best.as_ref().is_none_or(|(most, _)| size > *most) {
            best = Some((size, field));
        }
    }
    best.map(|(_, field)| field).or_else(|| all.iter().find_map(|expr| row.first_field(expr)))
}

type Found = BTreeSet<Cause>;

/// What a definition is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sought {
    /// Why it is missing.
    Missing,
    /// Where it says "there is none".
    Nothing,
}

/// A search for causes, and what it has found in definitions: each is gone into once a row.
#[derive(Default)]
struct Search {
    known: BTreeMap<(Sought, Spot), Found>,
}

impl Search {
    /// What the expression of a definition waits for.
    fn definition(&mut self, sought: Sought, expr: &Typed, row: Row, deep: usize, found: &mut Found) {
        let (Some((body, at)), Some(deep)) = (row.definition(expr), deep.checked_sub(1)) else { return };
        let Some(spot) = at.spot(expr) else { return };
        if let Some(known) = self.known.get(&(sought, spot)) {
            found.extend(known.iter().copied());
            return;
        }
        let mut own = Found::new();
        match sought {
            Sought::Missing => self.why(body, at, deep, &mut own),
            Sought::Nothing => self.nothing(body, at, deep, &mut own),
        }
        found.extend(own.iter().copied());
        self.known.insert((sought, spot), own);
    }

    /// Adds the causes of an expression if it is missing. "There is none" is an answer here.
    fn why(&mut self, expr: &Typed, row: Row, deep: usize, found: &mut Found) {
        if row.value(expr).is_ok() {
            return;
        }
        let mut own = Found::new();
        self.descend(expr, row, deep, &mut own);
        if own.is_empty() {
            let kind = trouble(expr, row);
            // too large is a number because of the largest that it comes from
            let largest = row.largest_field(expr).filter(|_| kind == Trouble::Overflow).map(|(_, field)| field);
            own.insert(Cause::Arithmetic { kind, field: largest.or_else(|| row.first_field(expr)) });
        }
        found.append(&mut own);
    }

    /// The causes of the parts of a missing expression; none if it is itself the trouble.
    fn descend(&mut self, expr: &Typed, row: Row, deep: usize, found: &mut Found) {
        match &expr.kind {
            Kind::Field { table, field } | Kind::Filled { table, field } => {
                cell(*table, *field, row, found);
            }
            Kind::Pending { table, field } => {
                found.insert(Cause::Field {
                    table: *table,
                    field: *field,
                    row: row.index(*table),
                    state: State::Empty,
                });
            }
            Kind::Default { table, field, default } => match row.field(*table, *field) {
                Err(State::Empty) | Ok(_) => self.why(default, row, deep, found),
                Err(_) => cell(*table, *field, row, found),
            },
            Kind::Definition(..) => {
                self.definition(Sought::Missing, expr, row, deep, found);
            }
            Kind::Award(measure) => {
                found.insert(Cause::Award(*measure));
            }
            Kind::If { condition, then, otherwise } => match row.yes_no(condition) {
                Ok(true) => self.why(then, row, deep, found),
                Ok(false) => self.why(otherwise, row, deep, found),
                Err(_) => {
                    self.needs(condition, row, deep, found);
                    self.why(then, row, deep, found);
                    self.why(otherwise, row, deep, found);
                }
            },
            Kind::Lookup { table, keys } => {
                for key in keys {
                    self.why(key, row, deep, found);
                }
                if found.is_empty() {
                    let field = keys.iter().find_map(|key| row.first_field(key));
                    found.insert(Cause::NoRow { lookup: *table, field });
                }
            }
            Kind::Compare { .. } | Kind::In { .. } => {
                for child in expr.children() {
                    self.why(child, row, deep, found);
                }
            }
            Kind::Call { function, args } => {
                let dates = args.iter().any(|arg| arg.ty == Type::Date) || *function == Function::MakeDate;
                for arg in args {
                    if dates {
                        self.why(arg, row, deep, found);
                    } else {
                        self.needs(arg, row, deep, found);
                    }
                }
            }
            Kind::Aggregate { table, value, filter, .. } => {
                if let Some(state) = row.frame.unattributed(*table) {
                    found.insert(Cause::Unattributed { table: *table, state });
                }
                for at in row.records(*table) {
                    self.record((value.as_deref(), filter.as_deref()), at, deep, found);
                }
            }
            _ => {
                for child in expr.children() {
                    self.needs(child, row, deep, found);
                }
                // a divisor of zero stays one whatever the dividend will be
                if trouble(expr, row) == Trouble::DivisionByZero {
                    found.insert(Cause::Arithmetic { kind: Trouble::DivisionByZero, field: row.first_field(expr) });
                }
            }
        }
    }

    /// As [`why`], where "there is none" is not enough to go on with.
    fn needs(&mut self, expr: &Typed, row: Row, deep: usize, found: &mut Found) {
        if row.value(expr) == Ok(Value::None) {
            self.nothing(expr, row, deep, found);
        } else {
            self.why(expr, row, deep, found);
        }
    }

    /// The cells that say "there is none" under an expression.
    fn nothing(&mut self, expr: &Typed, row: Row, deep: usize, found: &mut Found) {
        match &expr.kind {
            Kind::Field { table, field } => {
                found.insert(Cause::Field {
                    table: *table,
                    field: *field,
                    row: row.index(*table),
                    state: State::Empty,
                });
            }
            Kind::Definition(..) => {
                self.definition(Sought::Nothing, expr, row, deep, found);
            }
            _ => {
                for child in expr.children() {
                    if row.value(child) == Ok(Value::None) {
                        self.nothing(child, row, deep, found);
                    }
                }
            }
        }
    }

    /// A record that counts, or may count, and lacks something.
    fn record(&mut self, (value, filter): (Option<&Typed>, Option<&Typed>), row: Row, deep: usize, found: &mut Found) {
        let counts = filter.map_or(Ok(true), |filter| row.yes_no(filter));
        if counts == Ok(false) {
            return;
        }
        if let (Err(_), Some(filter)) = (counts, filter) {
            self.needs(filter, row, deep, found);
        }
        if let Some(value) = value {
            if value.ty == Type::Date {
                self.why(value, row, deep, found);
            } else {
                self.needs(value, row, deep, found);
            }
        }
    }
}

fn cell(table: TableId, field: FieldId, row: Row, found: &mut Found) {
    if let Err(state) = row.field(table, field) {
        found.insert(Cause::Field { table, field, row: row.index(table), state });
    }
}

/// Why an operation whose operands are all there has no result.
fn trouble(expr: &Typed, row: Row) -> Trouble {
    let zero = |expr: &Typed| matches!(row.value(expr), Ok(Value::Number(n)) if !n.is_positive());
    match &expr.kind {
        Kind::Arithmetic { op: Binary::Divide, right, .. } if matches!(row.value(right), Ok(Value::Number(n)) if n.is_zero()) => {
            Trouble::DivisionByZero
        }
        Kind::Call { function: Function::RoundDown | Function::RoundUp | Function::RoundHalfUp, args }
            if args.get(1).is_some_and(zero) =>
        {
            Trouble::DivisionByZero
        }
        Kind::Call { function: Function::MakeDate, .. } => Trouble::NoSuchDate,
        Kind::Parameter(_) | Kind::Definition(..) => Trouble::NoValue,
        _ => Trouble::Overflow,
    }
}
