//! What can be known of an expression before any roster: whether its amounts are of whole 分, and the most that a share can be.

use std::collections::BTreeSet;

use super::dated;
use super::shared::Stock;
use super::usage;
use crate::calendar::Date;
use crate::exact::Exact;
use crate::lang::{BandKind, Typed, ast::Aggregate, ast::Binary, builtins::Function, typed::Kind};
use crate::money::Money;
use crate::value::{Type, Value};

/// Is every amount that the expression can give of whole 分, whatever the roster holds?
pub(super) fn is_whole_fen(typed: &Typed, stock: &Stock<'_>) -> bool {
    // a definition stands after those it uses
    let mut known = Vec::with_capacity(stock.definitions.len());
    for definition in &stock.definitions {
        known.push(whole_fen(&definition.value, stock, &known));
    }
    whole_fen(typed, stock, &known)
}

/// The same, where it is known of the definitions.
fn whole_fen(typed: &Typed, stock: &Stock<'_>, definitions: &[bool]) -> bool {
    let whole = |t: &Typed| whole_fen(t, stock, definitions);
    let fits = |v: &Value| matches!(v, Value::Number(n) if Money::from_exact(*n).is_some());
    match &typed.kind {
        Kind::Literal(value) => fits(value),
        Kind::Parameter(id) => stock.parameters.get(id.0).is_some_and(|p| p.values.iter().all(|v| fits(&v.value))),
        Kind::Definition(id, _) => definitions.get(id.0) == Some(&true),
        Kind::Negate(a) => whole(a),
        Kind::Arithmetic { op: Binary::Add | Binary::Subtract, left, right } => whole(left) && whole(right),
        Kind::Arithmetic { op: Binary::Multiply, left, right } => {
            (left.ty == Type::Integer && whole(right)) || (right.ty == Type::Integer && whole(left))
        }
        Kind::If { then, otherwise, .. } => whole(then) && whole(otherwise),
        Kind::Lookup { table, .. } => {
            stock.lookups.get(table.0).is_some_and(|l| l.versions.iter().all(|v| v.value.rows.values().all(fits)))
        }
        Kind::Bands { bands, kind: BandKind::Step, .. } => stock.bands.get(bands.0).is_some_and(|b| {
            b.versions
                .iter()
                .flat_map(|v| &v.value.bands)
                .all(|band| fits(&Value::Number(band.value)) && band.cap.is_none_or(|cap| fits(&Value::Number(cap))))
        }),
        Kind::Aggregate { aggregate: Aggregate::Sum | Aggregate::Max | Aggregate::Min, value: Some(value), .. } => {
            whole(value)
        }
        Kind::Call { function: Function::Min | Function::Max | Function::Abs, args } => args.iter().all(whole),
        Kind::Call { function: Function::RoundDown | Function::RoundUp | Function::RoundHalfUp, args } => {
            args.get(1).is_some_and(whole)
        }
        Kind::Award(_) => true, // after its rounding an award is money
        _ => false,
    }
}

/// The most that a share can be on a day; `None` where that depends on a roster's numbers or nothing is in force.
pub(super) fn most_on(typed: &Typed, day: Date, stock: &Stock<'_>) -> Option<Exact> {
    let mut known = Vec::with_capacity(stock.definitions.len());
    for definition in &stock.definitions {
        known.push(most(&definition.value, day, stock, &known));
    }
    most(typed, day, stock, &known)
}

/// The same, where it is known of the definitions.
fn most(typed: &Typed, day: Date, stock: &Stock<'_>, definitions: &[Option<Exact>]) -> Option<Exact> {
    let number = |v: &Value| match v {
        Value::Number(n) => Some(*n),
        _ => None,
    };
    match &typed.kind {
        Kind::Literal(value) => number(value),
        Kind::Parameter(id) => number(&dated::on(&stock.parameters.get(id.0)?.values, day)?.value),
        Kind::Definition(id, _) => definitions.get(id.0).copied()?,
        Kind::Lookup { table, .. } => {
            dated::on(&stock.lookups.get(table.0)?.versions, day)?.value.rows.values().filter_map(number).max()
        }
        Kind::If { then, otherwise, .. } => {
            Some(most(then, day, stock, definitions)?.max(most(otherwise, day, stock, definitions)?))
        }
        _ => None,
    }
}

/// The days on which what the shares refer to changes; one day if nothing ever does.
pub(super) fn days(shares: &[&Typed], stock: &Stock<'_>) -> BTreeSet<Date> {
    let mut days = BTreeSet::new();
    for share in shares {
        let used = usage::reached(&[share], &stock.definitions);
        let parameters = used
            .parameters
            .iter()
            .filter_map(|id| stock.parameters.get(id.0))
            .flat_map(|p| &p.values)
            .map(|v| v.period);
        let lookups =
            used.lookups.iter().filter_map(|id| stock.lookups.get(id.0)).flat_map(|l| &l.versions).map(|v| v.period);
        days.extend(parameters.chain(lookups).filter_map(|p| p.from));
    }
    if days.is_empty() {
        days.extend(Date::new(2000, 1, 1));
    }
    days
}
