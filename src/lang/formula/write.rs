//! Every kind of expression as a piece of a formula.

use super::super::ast::Binary;
use super::super::typed::{Kind, Typed};
use super::piece::{Level, Piece, all_or_any};
use super::{Cells, Unwritten, banded, calls, compare, guard, none};
use crate::exact::Exact;
use crate::schema::{FieldId, TableId};
use crate::value::{Type, Value};

/// What an expression gives, the empty text where that is "there is none".
pub(super) fn total(expr: &Typed, cells: &dyn Cells) -> Result<Piece, Unwritten> {
    let piece = value(expr, cells)?;
    Ok(match none::none(expr, cells)? {
        None => piece,
        Some(none) => Piece::call("IF", &[&none, &Piece::text(""), &piece]),
    })
}

/// What an expression gives; anything where that is "there is none".
pub(super) fn value(expr: &Typed, cells: &dyn Cells) -> Result<Piece, Unwritten> {
    let each = |exprs: &[Typed]| exprs.iter().map(|e| value(e, cells)).collect::<Result<Vec<_>, _>>();
    Ok(match &expr.kind {
        Kind::Literal(literal) => written(literal, &expr.ty)?,
        Kind::Field { table, field } => field_cell(*table, *field, cells)?,
        Kind::Parameter(id) => cells.parameter(*id).map(Piece::atom).ok_or(Unwritten::Parameter(*id))?,
        Kind::Definition(id, of) => computed(cells.definition(*id, *of).ok_or(Unwritten::Definition(*id))?, &expr.ty),
        Kind::PolicyYear => Piece::atom(cells.policy_year()),
        Kind::AsOf => Piece::atom(cells.as_of()),
        Kind::Not(inner) => Piece::call("NOT", &[&value(inner, cells)?]),
        Kind::Negate(inner) => value(inner, cells)?.negative(),
        Kind::Logic { and, .. } => {
            let mut operands = Vec::new();
            joined(expr, *and, &mut operands);
            let operands = operands.into_iter().map(|o| value(o, cells)).collect::<Result<Vec<_>, _>>()?;
            all_or_any(*and, operands)
        }
        Kind::Arithmetic { op, left, right } => arithmetic(*op, (left, right), &expr.ty, cells)?,
        Kind::Compare { op, left, right } => compare::compare(*op, left, right, cells)?,
        Kind::In { value, set, negated } => compare::one_of(value, set, *negated, cells)?,
        Kind::If { condition, then, otherwise } => {
            let sides = (value(then, cells)?, value(otherwise, cells)?);
            either(&value(condition, cells)?, sides, &expr.ty)?
        }
        Kind::Call { function, args } => calls::call(*function, args, &each(args)?, &expr.ty)?,
        Kind::Lookup { table, keys } => calls::lookup(*table, keys, &each(keys)?, cells)?,
        Kind::Bands { bands, kind, input } => banded::bands(*bands, *kind, &value(input, cells)?, &input.ty, cells)?,
        Kind::Filled { table, field } => Piece::compare("<>", &field_cell(*table, *field, cells)?, &Piece::text("")),
        Kind::Default { table, field, default } => {
            let cell = field_cell(*table, *field, cells)?;
            Piece::call("IF", &[&cell.is_none(), &value(default, cells)?, &cell])
        }
        Kind::Pending { .. } => Piece::no_value(),
        Kind::Award(id) => cells.award(*id).map(Piece::atom).ok_or(Unwritten::Award(*id))?,
        Kind::Aggregate { table, .. } => computed(cells.aggregate(expr).ok_or(Unwritten::Aggregate(*table))?, &expr.ty),
    })
}

pub(super) fn field_cell(table: TableId, field: FieldId, cells: &dyn Cells) -> Result<Piece, Unwritten> {
    cells.field(table, field).map(Piece::atom).ok_or(Unwritten::Field(table, field))
}

/// A cell whose value a formula computes.
fn computed(cell: String, ty: &Type) -> Piece {
    Piece { clean: !matches!(ty, Type::Money | Type::Number), ..Piece::atom(cell) }
}

/// The operands of a chain of one operator.
fn joined<'a>(expr: &'a Typed, and: bool, operands: &mut Vec<&'a Typed>) {
    match &expr.kind {
        Kind::Logic { and: own, left, right } if *own == and => {
            joined(left, and, operands);
            joined(right, and, operands);
        }
        _ => operands.push(expr),
    }
}

/// A value that is written out.
pub(super) fn written(value: &Value, ty: &Type) -> Result<Piece, Unwritten> {
    Ok(match (value, ty) {
        (Value::Number(number), _) => number_text(*number)?,
        (Value::Date(day), _) => {
            if *day < crate::calendar::Date::new(1900, 3, 1).unwrap_or(*day) {
                return Err(Unwritten::Early(*day));
            }
            Piece::literal(format!("DATE({},{},{})", day.year(), day.month(), day.day()))
        }
        (Value::Text(text), _) => Piece::text(text),
        (Value::YesNo(answer), _) => Piece::yes_no(*answer),
        (Value::Choice(option), Type::Choice(choice)) => {
            let option = usize::try_from(*option).ok().and_then(|i| choice.options.get(i));
            Piece::text(option.map_or("", String::as_str))
        }
        (Value::Choice(_) | Value::None, _) => Piece::text(""),
    })
}

/// The digits of a number; a cell keeps 15 of them.
fn number_text(number: Exact) -> Result<Piece, Unwritten> {
    const DIGITS: usize = 15;
    let text = number.decimal_text(28).ok_or_else(|| Unwritten::Digits(number.to_string()))?;
    let digits = text.trim_start_matches(['-', '0', '.']).chars().filter(char::is_ascii_digit);
    let whole = digits.collect::<String>();
    let significant = if text.contains('.') { whole.len() } else { whole.trim_end_matches('0').len() };
    if significant > DIGITS {
        return Err(Unwritten::Digits(text));
    }
    Ok(Piece { level: if number.is_negative() { Level::Sign } else { Level::Atom }, ..Piece::literal(text) })
}

fn arithmetic(op: Binary, (left, right): (&Typed, &Typed), ty: &Type, cells: &dyn Cells) -> Result<Piece, Unwritten> {
    let (a, b) = (value(left, cells)?, value(right, cells)?);
    let (sign, level) = match op {
        Binary::Add => ("+", Level::Sum),
        Binary::Subtract => ("-", Level::Sum),
        Binary::Multiply => ("*", Level::Product),
        _ => ("/", Level::Product),
    };
    let piece = Piece::binary(sign, level, &a, &b);
    let by_zero = op == Binary::Divide && guard::literal(right).is_none_or(Exact::is_zero);
    Ok(Piece { clean: *ty == Type::Integer, fails: piece.fails || by_zero, ..piece })
}

/// 若: where the condition has no result, a value on which both sides agree.
pub(super) fn either(condition: &Piece, (then, otherwise): (Piece, Piece), ty: &Type) -> Result<Piece, Unwritten> {
    let chosen = Piece::call("IF", &[condition, &then, &otherwise]);
    let chosen = Piece { clean: then.clean && otherwise.clean, ..chosen };
    if !condition.fails {
        return Ok(chosen);
    }
    let same = compare::pieces(Binary::Equal, (&then, ty), (&otherwise, ty))?;
    let agreed = Piece::call("IF", &[&same, &then, condition]);
    Ok(Piece { clean: chosen.clean, ..Piece::call("IFERROR", &[&chosen, &agreed]) })
}
