//! Bounds of a number that is not known: the smallest it could still be, the largest it could ever be.
//!
//! Interval arithmetic, so a bound is safe and not always the tightest. Cells are unbounded; what a rule
//! itself limits (fixed amounts, tables, steps, 若, min and max) is.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::ast::{Aggregate, Binary};
use super::bands::{BandKind, Bands};
use super::builtins::Function;
use super::frame::{Binding, Frame, MAX_DEFINITIONS_DEEP};
use super::name::DefinitionId;
use super::row::Row;
use super::typed::{Kind, Typed};
use crate::exact::Exact;
use crate::money::{RoundingMode, round_units};
use crate::value::Value;

/// The smallest value that a missing number could still take; its value when it is known. `None` when no
/// bound is known.
#[must_use]
pub fn smallest(expr: &Typed, frame_of_one: &Frame) -> Option<Exact> {
    let world = World {
        binding: frame_of_one.binding,
        definitions: frame_of_one.definitions,
        row: Some(Row::enterprise(frame_of_one)),
        known: &RefCell::default(),
    };
    world.range(expr, MAX_DEFINITIONS_DEEP).low
}

/// The largest value that an expression can take for any enterprise; `None` when it is unbounded.
#[must_use]
pub fn largest_possible(expr: &Typed, binding: &Binding, definitions: &[Option<Typed>]) -> Option<Exact> {
    let world = World { binding, definitions, row: None, known: &RefCell::default() };
    world.range(expr, MAX_DEFINITIONS_DEEP).high
}

/// Between what an expression lies for any enterprise; `known` are the ranges of the definitions, by id.
pub(super) fn possible_range(expr: &Typed, binding: &Binding, known: &[Range]) -> Range {
    let known = known.iter().enumerate().map(|(i, range)| ((DefinitionId(i), false), *range)).collect();
    World { binding, definitions: &[], row: None, known: &RefCell::new(known) }.range(expr, MAX_DEFINITIONS_DEEP)
}

/// Is the value the same for every enterprise of a run? (Definitions count as not.)
#[must_use]
pub fn is_constant(expr: &Typed) -> bool {
    let mut constant = true;
    expr.visit(&mut |part| {
        constant &= !matches!(
            part.kind,
            Kind::Field { .. }
                | Kind::Filled { .. }
                | Kind::Default { .. }
                | Kind::Pending { .. }
                | Kind::Definition(..)
                | Kind::Award(_)
                | Kind::Aggregate { .. }
        );
    });
    constant
}

/// From `low` to `high`, either open.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Range {
    pub low: Option<Exact>,
    pub high: Option<Exact>,
}

impl Range {
    pub const ANY: Self = Self { low: None, high: None };

    const fn point(value: Exact) -> Self {
        Self { low: Some(value), high: Some(value) }
    }

    fn hull(self, other: Self) -> Self {
        Self { low: both(self.low, other.low, Ord::min), high: both(self.high, other.high, Ord::max) }
    }

    fn of(values: impl IntoIterator<Item = Exact>) -> Self {
        values.into_iter().map(Self::point).reduce(Self::hull).unwrap_or(Self::ANY)
    }

    fn negative(self) -> Self {
        Self { low: self.high.and_then(Exact::neg), high: self.low.and_then(Exact::neg) }
    }

    fn with(self, other: Self, op: fn(Exact, Exact) -> Option<Exact>) -> Self {
        let side = |a: Option<Exact>, b: Option<Exact>| op(a?, b?).map(Exact::reduced);
        Self { low: side(self.low, other.low), high: side(self.high, other.high) }
    }

    pub fn is_point(self) -> Option<Exact> {
        self.low.filter(|low| self.high == Some(*low))
    }

    fn at_least_zero(self) -> bool {
        self.low.is_some_and(|low| !low.is_negative())
    }

    fn times(self, other: Self) -> Self {
        if let (Some(a), Some(b), Some(c), Some(d)) = (self.low, self.high, other.low, other.high) {
            let corners = [a.mul(c), a.mul(d), b.mul(c), b.mul(d)];
            let corners: Option<Vec<Exact>> = corners.into_iter().collect();
            return corners.map_or(Self::ANY, Self::of);
        }
        if self.at_least_zero() && other.at_least_zero() {
            return self.with(other, Exact::mul);
        }
        match (self.is_point(), other.is_point()) {
            (Some(factor), _) => other.scaled(factor),
            (_, Some(factor)) => self.scaled(factor),
            _ => Self::ANY,
        }
    }

    fn scaled(self, factor: Exact) -> Self {
        let scaled =
            Self { low: self.low.and_then(|low| low.mul(factor)), high: self.high.and_then(|high| high.mul(factor)) };
        if factor.is_zero() {
            Self::point(Exact::ZERO)
        } else if factor.is_negative() {
            Self { low: scaled.high, high: scaled.low }
        } else {
            scaled
        }
    }

    fn magnitude(self) -> Self {
        if self.at_least_zero() {
            return self;
        }
        let high = both(self.low.and_then(Exact::abs), self.high.and_then(Exact::abs), Ord::max);
        match self.high {
            Some(top) if top.is_negative() => self.negative(),
            _ => Self { low: Some(Exact::ZERO), high },
        }
    }
}

fn both(a: Option<Exact>, b: Option<Exact>, pick: fn(Exact, Exact) -> Exact) -> Option<Exact> {
    Some(pick(a?, b?))
}

fn either(a: Option<Exact>, b: Option<Exact>, pick: fn(Exact, Exact) -> Exact) -> Option<Exact> {
    both(a, b, pick).or(a).or(b)
}

/// The ranges of definitions: where the cells of a row are known, and where they are not.
type Known = BTreeMap<(DefinitionId, bool), Range>;

/// What is known: the values in force, and the cells of one row if there is one.
#[derive(Clone, Copy)]
struct World<'a> {
    binding: &'a Binding,
    definitions: &'a [Option<Typed>],
    row: Option<Row<'a>>,
    /// Each definition is gone into once.
    known: &'a RefCell<Known>,
}

impl World<'_> {
    fn range(self, expr: &Typed, deep: usize) -> Range {
        if let Some(row) = self.row
            && let Ok(Value::Number(known)) = row.value(expr)
        {
            return Range::point(known);
        }
        match &expr.kind {
            Kind::Literal(Value::Number(n)) => Range::point(*n),
            Kind::Parameter(id) => match self.binding.parameters.get(id.0) {
                Some(Some(Value::Number(n))) => Range::point(*n),
                _ => Range::ANY,
            },
            Kind::PolicyYear => Range::point(i128::from(self.binding.year).into()),
            Kind::Definition(id, of) => {
                // the row, if there is one, is the enterprise's
                let spot = (*id, self.row.is_some());
                if let Some(known) = self.known.borrow().get(&spot) {
                    return *known;
                }
                let body = self.definitions.get(id.0).and_then(Option::as_ref);
                let row = self.row.map(|row| if *of == row.table { row } else { Row::enterprise(row.frame) });
                let range = match (body, deep.checked_sub(1)) {
                    (Some(body), Some(deep)) => Self { row, ..self }.range(body, deep),
                    _ => Range::ANY,
                };
                self.known.borrow_mut().insert(spot, range);
                range
            }
            Kind::Negate(inner) => self.range(inner, deep).negative(),
            Kind::Arithmetic { op, left, right } => {
                let (a, b) = (self.range(left, deep), self.range(right, deep));
                match op {
                    Binary::Add => a.with(b, Exact::add),
                    Binary::Subtract => a.with(b.negative(), Exact::add),
                    Binary::Multiply => a.times(b),
                    _ => match b.is_point().and_then(|d| Exact::ONE.div(d)) {
                        Some(factor) => a.scaled(factor),
                        None => Range::ANY,
                    },
                }
            }
            Kind::If { condition, then, otherwise } => match self.answer(condition) {
                Some(true) => self.range(then, deep),
                Some(false) => self.range(otherwise, deep),
                None => self.range(then, deep).hull(self.range(otherwise, deep)),
            },
            Kind::Call { function, args } => self.call(*function, args, deep),
            Kind::Lookup { table, .. } => match self.binding.lookups.get(table.0) {
                Some(Some(table)) => Range::of(table.rows.values().filter_map(|v| match v {
                    Value::Number(n) => Some(*n),
                    _ => None,
                })),
                _ => Range::ANY,
            },
            Kind::Bands { bands, input, .. } => match self.binding.bands.get(bands.0) {
                Some(Some(bands)) => banded(bands, self.range(input, deep)),
                _ => Range::ANY,
            },
            Kind::Aggregate { aggregate, value, .. } => self.aggregate(*aggregate, value.as_deref(), deep),
            _ => Range::ANY,
        }
    }

    fn answer(self, condition: &Typed) -> Option<bool> {
        match (self.row, &condition.kind) {
            (Some(row), _) => row.yes_no(condition).ok(),
            (None, Kind::Literal(Value::YesNo(answer))) => Some(*answer),
            _ => None,
        }
    }

    fn call(self, function: Function, args: &[Typed], deep: usize) -> Range {
        let ranges: Vec<Range> = args.iter().map(|arg| self.range(arg, deep)).collect();
        let rounded = |mode: RoundingMode| match ranges.as_slice() {
            [value, unit] => match unit.is_point().filter(|u| u.is_positive()) {
                Some(unit) => {
                    let round = |x: Exact| Exact::from(round_units(x, unit, mode)?).mul(unit);
                    Range { low: value.low.and_then(round), high: value.high.and_then(round) }
                }
                None => Range::ANY,
            },
            _ => Range::ANY,
        };
        let fold = |f: fn(Range, Range) -> Range| ranges.iter().copied().reduce(f).unwrap_or(Range::ANY);
        match function {
            Function::Min => {
                fold(|a, b| Range { low: both(a.low, b.low, Ord::min), high: either(a.high, b.high, Ord::min) })
            }
            Function::Max => {
                fold(|a, b| Range { low: either(a.low, b.low, Ord::max), high: both(a.high, b.high, Ord::max) })
            }
            Function::Month => Range { low: Some(Exact::ONE), high: Some(Exact::from(12)) },
            Function::Day => Range { low: Some(Exact::ONE), high: Some(Exact::from(31)) },
            Function::Abs => fold(|a, _| a).magnitude(),
            Function::RoundDown => rounded(RoundingMode::Down),
            Function::RoundUp => rounded(RoundingMode::Up),
            Function::RoundHalfUp => rounded(RoundingMode::HalfUp),
            _ => Range::ANY,
        }
    }

    /// Over any number of records, none among them; which ones, is left open.
    fn aggregate(self, aggregate: Aggregate, value: Option<&Typed>, deep: usize) -> Range {
        let nothing = Range::point(Exact::ZERO);
        // what any record could give, whatever its cells hold
        let anywhere = Self { row: None, ..self };
        let each = value.map_or(Range::ANY, |value| anywhere.range(value, deep));
        match aggregate {
            Aggregate::Count => Range { low: Some(Exact::ZERO), high: None },
            Aggregate::Sum if each.at_least_zero() => {
                Range { low: Some(Exact::ZERO), high: each.high.filter(|h| h.is_zero()) }
            }
            Aggregate::Sum => Range { low: None, high: each.high.filter(|h| !h.is_positive()).map(|_| Exact::ZERO) },
            Aggregate::Max | Aggregate::Min => each.hull(nothing),
            Aggregate::Exists => Range::ANY,
        }
    }
}

/// What bands can give for a range of amounts.
fn banded(bands: &Bands, input: Range) -> Range {
    let below = bands.bands.first().is_some_and(|first| first.from.is_some());
    let nothing = below.then_some(Exact::ZERO);
    let rising = bands.bands.iter().all(|b| !b.value.is_negative() && b.cap.is_none_or(|cap| !cap.is_negative()));
    match bands.kind {
        BandKind::Step => Range {
            high: bands.largest(),
            ..Range::of(bands.bands.iter().map(|b| b.cap.map_or(b.value, |cap| b.value.min(cap))).chain(nothing))
        },
        BandKind::Marginal if rising => Range {
            low: input.low.map_or(Some(Exact::ZERO), |low| bands.apply(low)),
            high: match input.high {
                Some(high) => bands.apply(high),
                None => bands.largest(),
            },
        },
        BandKind::Whole if rising => {
            let from_zero = bands.bands.first().and_then(|first| first.from).is_some_and(|from| !from.is_negative());
            Range { low: (from_zero || input.at_least_zero()).then_some(Exact::ZERO), high: bands.largest() }
        }
        _ => Range::ANY,
    }
}
