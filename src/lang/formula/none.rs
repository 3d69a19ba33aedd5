//! When an expression gives "there is none": a condition of its own, because an empty cell would pass for 0.
//!
//! The rules are those of the evaluator: fields may say so, a function of dates gives none for none, an extreme of dates
//! over no records is none; arithmetic and logic take it as missing.

use super::super::ast::Aggregate;
use super::super::builtins::Function;
use super::super::frame::MAX_DEFINITIONS_DEEP;
use super::super::name::DefinitionId;
use super::super::typed::{Kind, Typed};
use super::piece::{Piece, all_or_any};
use super::write::{either, field_cell, value};
use super::{Cells, Unwritten};
use crate::value::Type;

/// When an expression gives "there is none"; no piece if it never does.
pub(super) fn none(expr: &Typed, cells: &dyn Cells) -> Result<Option<Piece>, Unwritten> {
    if !possible(expr, cells, MAX_DEFINITIONS_DEEP) {
        return Ok(None);
    }
    Ok(match &expr.kind {
        Kind::Field { .. } | Kind::Definition(..) | Kind::Aggregate { .. } => Some(value(expr, cells)?.is_none()),
        Kind::Default { table, field, default } => match none(default, cells)? {
            Some(default) => Some(all_or_any(true, vec![field_cell(*table, *field, cells)?.is_none(), default])),
            None => None,
        },
        Kind::If { condition, then, otherwise } => {
            let side = |side| Ok(none(side, cells)?.unwrap_or_else(|| Piece::yes_no(false)));
            let sides = (side(then)?, side(otherwise)?);
            Some(either(&value(condition, cells)?, sides, &Type::YesNo)?)
        }
        Kind::Call { args, .. } => any_of(args.iter(), cells)?,
        _ => None,
    })
}

/// When one of them gives "there is none".
pub(super) fn any_of<'a>(
    exprs: impl Iterator<Item = &'a Typed>,
    cells: &dyn Cells,
) -> Result<Option<Piece>, Unwritten> {
    let mut found = Vec::new();
    for expr in exprs {
        found.extend(none(expr, cells)?);
    }
    Ok((!found.is_empty()).then(|| all_or_any(false, found)))
}

/// Can an expression give "there is none"?
fn possible(expr: &Typed, cells: &dyn Cells, deep: usize) -> bool {
    let of_dates = expr.ty == Type::Date;
    match &expr.kind {
        Kind::Field { table, field } => cells.can_be_none(*table, *field),
        Kind::Definition(id, _) => in_definition(*id, cells, deep),
        Kind::Default { default, .. } => possible(default, cells, deep),
        Kind::If { then, otherwise, .. } => possible(then, cells, deep) || possible(otherwise, cells, deep),
        Kind::Aggregate { aggregate: Aggregate::Max | Aggregate::Min, .. } => of_dates,
        Kind::Call { function, args } => {
            let passes = match function {
                Function::Year | Function::Month | Function::Day | Function::Days => true,
                Function::MakeDate | Function::AddYears => true,
                Function::Min | Function::Max => of_dates,
                _ => false,
            };
            passes && args.iter().any(|arg| possible(arg, cells, deep))
        }
        _ => false,
    }
}

fn in_definition(id: DefinitionId, cells: &dyn Cells, deep: usize) -> bool {
    match (cells.body(id), deep.checked_sub(1)) {
        (Some(body), Some(deep)) => possible(body, cells, deep),
        _ => true,
    }
}
