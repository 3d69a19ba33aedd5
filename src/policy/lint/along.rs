//! An amount along one value that it depends on: what it is just below an edge, at it, and just above it.
//!
//! Only where the amount depends on nothing else that differs between enterprises; otherwise there is no answer.

use std::cmp::Ordering;

use super::super::pack::Definition;
use crate::exact::Exact;
use crate::lang::possible::Possible;
use crate::lang::{BandKind, Bands, Typed, ast::Binary, builtins::Function, typed::Kind};
use crate::source::Span;
use crate::value::{Type, Value};

/// One value that is moved, at an edge and on one side of it.
pub(super) struct Along<'a, 'p> {
    pub possible: &'a Possible<'p>,
    pub definitions: &'p [Definition],
    pub bands: &'a dyn Fn(usize) -> Option<&'p Bands>,
    /// What the value is called.
    pub key: &'a str,
    pub edge: Exact,
    pub side: Ordering,
}

/// Where a condition turns: the value's key and the edge, and where they are compared.
pub(super) struct Turn {
    pub key: String,
    pub edge: Exact,
    pub at: Span,
}

/// Where the conditions within expressions turn. Only comparisons with a constant.
pub(super) fn turns(expressions: &[&Typed], possible: &Possible<'_>) -> Vec<Turn> {
    let mut found: Vec<Turn> = Vec::new();
    let mut compared = |part: &Typed| {
        let Kind::Compare { left, right, .. } = &part.kind else { return };
        let (moved, edge) = match (possible.constant(left), possible.constant(right)) {
            (None, Some(Value::Number(edge))) => (left, edge),
            (Some(Value::Number(edge)), None) => (right, edge),
            _ => return,
        };
        let key = possible.key(moved);
        if found.iter().all(|turn| turn.key != key || turn.edge != edge) {
            found.push(Turn { key, edge, at: part.span.clone() });
        }
    };
    for expr in expressions {
        expr.visit(&mut compared);
    }
    found
}

impl Along<'_, '_> {
    /// The amount.
    pub fn amount(&self, expr: &Typed) -> Option<Exact> {
        if let Some(Value::Number(known)) = self.possible.constant(expr) {
            return Some(known);
        }
        if self.possible.key(expr) == self.key {
            return Some(self.edge);
        }
        match &expr.kind {
            Kind::Definition(id, _) => self.amount(&self.definitions.get(id.0)?.value),
            Kind::Negate(inner) => self.amount(inner)?.neg(),
            Kind::Arithmetic { op, left, right } => {
                let (a, b) = (self.amount(left)?, self.amount(right)?);
                match op {
                    Binary::Add => a.add(b),
                    Binary::Subtract => a.sub(b),
                    Binary::Multiply => a.mul(b),
                    _ => a.div(b),
                }
            }
            Kind::Call { function, args } => {
                let values: Option<Vec<Exact>> = args.iter().map(|arg| self.amount(arg)).collect();
                match function {
                    Function::Min => values?.into_iter().min(),
                    Function::Max => values?.into_iter().max(),
                    _ => None,
                }
            }
            Kind::If { condition, then, otherwise } => {
                self.amount(if self.answer(condition)? { then } else { otherwise })
            }
            Kind::Bands { bands, input, .. } => {
                let is_moved = self.possible.key(input) == self.key;
                near((self.bands)(bands.0)?, self.edge, self.side).filter(|_| is_moved)
            }
            _ => None,
        }
    }

    fn answer(&self, condition: &Typed) -> Option<bool> {
        match &condition.kind {
            Kind::Not(inner) => self.answer(inner).map(|answer| !answer),
            Kind::Logic { and, left, right } => {
                let (a, b) = (self.answer(left)?, self.answer(right)?);
                Some(if *and { a && b } else { a || b })
            }
            Kind::Definition(id, _) if condition.ty == Type::YesNo => self.answer(&self.definitions.get(id.0)?.value),
            Kind::Compare { op, left, right } => {
                let order = self.stands(left, right).or_else(|| self.stands(right, left).map(Ordering::reverse))?;
                Some(op.test()(order))
            }
            _ => None,
        }
    }

    /// How the value that is moved stands to a constant.
    fn stands(&self, moved: &Typed, constant: &Typed) -> Option<Ordering> {
        match self.possible.constant(constant)? {
            Value::Number(constant) if self.possible.key(moved) == self.key => {
                Some(self.edge.cmp(&constant).then(self.side))
            }
            _ => None,
        }
    }
}

/// What bands give at an edge, or close to it on one side.
pub(super) fn near(bands: &Bands, edge: Exact, side: Ordering) -> Option<Exact> {
    if bands.kind == BandKind::Marginal {
        return bands.apply(edge);
    }
    let begins = |from: Exact, included: bool| match side {
        Ordering::Less => from < edge,
        Ordering::Equal => from < edge || (from == edge && included),
        Ordering::Greater => from <= edge,
    };
    let holds = bands.bands.iter().rev().find(|b| b.from.is_none_or(|from| begins(from, b.from_included)));
    let Some(band) = holds else { return Some(Exact::ZERO) };
    let value = if bands.kind == BandKind::Whole { band.value.mul(edge)? } else { band.value };
    Some(band.cap.map_or(value, |cap| value.min(cap)))
}
