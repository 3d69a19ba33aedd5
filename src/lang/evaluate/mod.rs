//! Evaluation, column by column: every node of an expression gives the lanes of the whole batch.
//!
//! Lanes say that a value is missing and how, not why: [`causes`](super::causes) asks that afterwards.

mod banded;
pub(super) mod functions;
pub(super) mod logic;
pub(super) mod numbers;
mod records;

use std::rc::Rc;

use super::frame::Frame;
use super::lanes::{Cells, Data, Lanes, Numbers, States};
use super::typed::{Kind, Typed};
use crate::schema::{ENTERPRISES, FieldId, TableId};
use crate::value::{self, State, Type, Value};

/// Evaluates an expression about enterprises: one lane an enterprise of the batch.
#[must_use]
pub fn evaluate(expr: &Typed, frame: &Frame) -> Lanes {
    spelled(lanes(expr, ENTERPRISES, frame), frame)
}

/// Evaluates an expression about a related table's records: one lane a record of the batch's enterprises,
/// in the order of [`Frame::rows`].
#[must_use]
pub fn evaluate_records(expr: &Typed, table: TableId, frame: &Frame) -> Lanes {
    spelled(lanes(expr, table, frame), frame)
}

/// Replaces symbols, which mean something in their frame only, by their texts.
fn spelled(lanes: Lanes, frame: &Frame) -> Lanes {
    match &lanes.data {
        Data::Texts(symbols) => Lanes { data: Data::Spelled(symbols.map(|s| frame.text(*s))), ..lanes },
        _ => lanes,
    }
}

/// The lanes of an expression for the batch's rows of a table.
pub(super) fn lanes(expr: &Typed, rows: TableId, frame: &Frame) -> Lanes {
    let len = frame.rows(rows).len();
    match &expr.kind {
        Kind::Literal(value) => constant(value, &expr.ty, len, frame),
        Kind::Field { table, field } => field_lanes(*table, *field, &expr.ty, rows, frame),
        Kind::Parameter(id) => match frame.binding.parameters.get(id.0) {
            Some(Some(value)) => constant(value, &expr.ty, len, frame),
            _ => Lanes::all(State::Unreadable, &expr.ty, len),
        },
        Kind::Definition(id, of) => frame.definition(*id, *of).map_or_else(
            || Lanes::all(State::Unreadable, &expr.ty, len),
            |found| brought_down(&found, *of, rows, frame),
        ),
        Kind::PolicyYear => constant(&Value::Number(i128::from(frame.binding.year).into()), &expr.ty, len, frame),
        Kind::AsOf => constant(&Value::Date(frame.binding.as_of), &expr.ty, len, frame),
        Kind::Not(inner) => logic::not(lanes(inner, rows, frame)),
        Kind::Negate(inner) => numbers::negate(lanes(inner, rows, frame)),
        Kind::Logic { and, left, right } => {
            let left = lanes(left, rows, frame);
            // a decided operand may decide for the whole batch
            if logic::decides(&left, *and) {
                return left;
            }
            logic::both(*and, &left, &lanes(right, rows, frame))
        }
        Kind::Arithmetic { op, left, right } => {
            numbers::arithmetic(*op, &lanes(left, rows, frame), &lanes(right, rows, frame))
        }
        Kind::Compare { op, left, right } => logic::compare(*op, &lanes(left, rows, frame), &lanes(right, rows, frame)),
        Kind::In { value, set, negated } => {
            let value = lanes(value, rows, frame);
            let found = set.iter().fold(logic::constant(false, len), |found, member| {
                let equal = logic::compare(super::ast::Binary::Equal, &value, &lanes(member, rows, frame));
                logic::both(false, &found, &equal)
            });
            if *negated { logic::not(found) } else { found }
        }
        Kind::If { condition, then, otherwise } => {
            let condition = lanes(condition, rows, frame);
            match logic::uniform(&condition) {
                Some(true) => lanes(then, rows, frame),
                Some(false) => lanes(otherwise, rows, frame),
                None => logic::choose(&condition, &lanes(then, rows, frame), &lanes(otherwise, rows, frame)),
            }
        }
        Kind::Call { function, args } => {
            let args: Vec<Lanes> = args.iter().map(|arg| lanes(arg, rows, frame)).collect();
            functions::call(*function, &args, &expr.ty, len, frame)
        }
        Kind::Lookup { table, keys } => {
            let keys: Vec<Lanes> = keys.iter().map(|key| lanes(key, rows, frame)).collect();
            functions::lookup(*table, &keys, &expr.ty, len, frame)
        }
        Kind::Bands { bands, input, .. } => banded::bands(*bands, &lanes(input, rows, frame), &expr.ty, frame),
        Kind::Filled { table, field } => {
            let ty = field_type(*table, *field, frame);
            functions::filled(&field_lanes(*table, *field, &ty, rows, frame))
        }
        Kind::Default { table, field, default } => {
            functions::default(&field_lanes(*table, *field, &expr.ty, rows, frame), &lanes(default, rows, frame))
        }
        Kind::Pending { .. } => Lanes::all(State::Empty, &expr.ty, len),
        Kind::Award(measure) => frame.award(*measure).map_or_else(
            || Lanes::all(State::Unreadable, &expr.ty, len),
            |award| brought_down(&award, ENTERPRISES, rows, frame),
        ),
        Kind::Aggregate { aggregate, table, value, filter } => {
            let found = records::aggregate(*aggregate, *table, (value.as_deref(), filter.as_deref()), &expr.ty, frame);
            brought_down(&Rc::new(found), ENTERPRISES, rows, frame)
        }
    }
}

/// Lanes of enterprises for the rows of a related table; other lanes as they are.
fn brought_down(found: &Rc<Lanes>, of: TableId, rows: TableId, frame: &Frame) -> Lanes {
    if of == rows { Lanes::clone(found) } else { found.gather(&frame.parents(rows)) }
}

fn field_type(table: TableId, field: FieldId, frame: &Frame) -> Type {
    frame.schema.field(table, field).map_or(Type::Text, |f| f.ty.clone())
}

fn field_lanes(table: TableId, field: FieldId, ty: &Type, rows: TableId, frame: &Frame) -> Lanes {
    let lanes =
        column(table, field, frame).unwrap_or_else(|| Lanes::all(State::Unreadable, ty, frame.rows(table).len()));
    if table == rows { lanes } else { lanes.gather(&frame.parents(rows)) }
}

fn column(table: TableId, field: FieldId, frame: &Frame) -> Option<Lanes> {
    let range = frame.rows(table);
    let len = range.len();
    let column = frame.data.column(table, field)?;
    let states = column.states.get(range.clone())?;
    let states = if states.iter().all(|s| s.is_known()) { States::known() } else { Cells::Each(states.to_vec()) };
    let data = match &column.data {
        value::Data::Number { mantissas, scale } => Data::Numbers(Numbers {
            n: Cells::Each(mantissas.get(range)?.to_vec()),
            d: Cells::One(crate::exact::pow10(*scale)?),
        }),
        value::Data::Date(days) => Data::Dates(Cells::Each(days.get(range)?.to_vec())),
        value::Data::Text(symbols) => Data::Texts(Cells::Each(symbols.get(range)?.to_vec())),
        value::Data::YesNo(answers) => Data::YesNo(Cells::Each(answers.get(range)?.to_vec())),
        value::Data::Choice(options) => Data::Choices(Cells::Each(options.get(range)?.to_vec())),
    };
    Some(Lanes { len, states, data })
}

/// One value for all lanes.
fn constant(value: &Value, ty: &Type, len: usize, frame: &Frame) -> Lanes {
    let data = match value {
        Value::Number(number) => Data::Numbers(Numbers::one(*number)),
        Value::Date(day) => Data::Dates(Cells::One(day.number())),
        Value::Text(text) => Data::Texts(Cells::One(frame.symbol(text))),
        Value::YesNo(answer) => Data::YesNo(Cells::One(*answer)),
        Value::Choice(option) => Data::Choices(Cells::One(*option)),
        Value::None => return Lanes::all(State::None, ty, len),
    };
    Lanes { len, states: States::known(), data }
}
