//! Where the value of an expression can lie: stretches of numbers, or labels of a closed or open list, and whether it
//! can be "there is none". What [`possible`](super::possible) reasons with; nothing here knows expressions.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ast::Binary;
use crate::exact::Exact;
use crate::value::Value;

/// Values that an expression can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Domain {
    values: Values,
    /// Can it be "there is none"?
    none: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Values {
    /// In any of these stretches.
    Numbers(Vec<Stretch>),
    /// One of these.
    OneOf(BTreeSet<Label>),
    /// Anything but these.
    NoneOf(BTreeSet<Label>),
}

/// A value that is no number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    YesNo(bool),
    Choice(u32),
    Text(Arc<str>),
}

/// Numbers between two edges; an open side has none. The flag says whether the edge belongs to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stretch {
    low: Option<(Exact, bool)>,
    high: Option<(Exact, bool)>,
}

impl Label {
    /// The label that a value is, if it is one.
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::YesNo(answer) => Some(Self::YesNo(*answer)),
            Value::Choice(option) => Some(Self::Choice(*option)),
            Value::Text(text) => Some(Self::Text(Arc::clone(text))),
            Value::Number(_) | Value::Date(_) | Value::None => None,
        }
    }
}

impl Domain {
    /// Numbers between bounds that belong to it.
    pub fn between(low: Option<Exact>, high: Option<Exact>, none: bool) -> Self {
        let edge = |bound: Option<Exact>| bound.map(|bound| (bound, true));
        Self { values: Values::Numbers(vec![Stretch { low: edge(low), high: edge(high) }]), none }
    }

    /// The numbers that stand so to another: `超过 5` are those above five.
    pub fn comparing(op: Binary, with: Exact) -> Self {
        let above = |included| Stretch { low: Some((with, included)), high: None };
        let below = |included| Stretch { low: None, high: Some((with, included)) };
        let stretches = match op {
            Binary::AtLeast => vec![above(true)],
            Binary::MoreThan => vec![above(false)],
            Binary::AtMost => vec![below(true)],
            Binary::LessThan => vec![below(false)],
            Binary::Unequal => vec![below(false), above(false)],
            _ => vec![Stretch { low: Some((with, true)), high: Some((with, true)) }],
        };
        Self { values: Values::Numbers(stretches), none: op == Binary::Unequal }
    }

    /// The same, with "there is none" in it or not.
    pub fn with_none(self, none: bool) -> Self {
        Self { none, ..self }
    }

    /// One of these numbers, or (`inside` is false) none of them.
    pub fn among(numbers: &[Exact], inside: bool) -> Self {
        if inside {
            let points = numbers.iter().map(|n| Stretch { low: Some((*n, true)), high: Some((*n, true)) });
            return Self { values: Values::Numbers(points.collect()), none: false };
        }
        let all = Self::between(None, None, true);
        numbers.iter().fold(all, |left, n| left.and(&Self::comparing(Binary::Unequal, *n)))
    }

    /// One of these labels, or (`inside` is false) none of them.
    pub fn labels(labels: BTreeSet<Label>, inside: bool, none: bool) -> Self {
        Self { values: if inside { Values::OneOf(labels) } else { Values::NoneOf(labels) }, none }
    }

    /// What lies in both.
    pub fn and(&self, other: &Self) -> Self {
        let values = match (&self.values, &other.values) {
            (Values::Numbers(a), Values::Numbers(b)) => {
                Values::Numbers(a.iter().flat_map(|a| b.iter().filter_map(|b| a.and(*b))).collect())
            }
            (Values::OneOf(a), Values::OneOf(b)) => Values::OneOf(a.intersection(b).cloned().collect()),
            (Values::OneOf(a), Values::NoneOf(b)) | (Values::NoneOf(b), Values::OneOf(a)) => {
                Values::OneOf(a.difference(b).cloned().collect())
            }
            (Values::NoneOf(a), Values::NoneOf(b)) => Values::NoneOf(a.union(b).cloned().collect()),
            // a number is never compared with a label
            (Values::Numbers(_), _) => other.values.clone(),
            (_, Values::Numbers(_)) => self.values.clone(),
        };
        Self { values, none: self.none && other.none }
    }

    /// Is nothing in it?
    pub fn is_empty(&self) -> bool {
        let empty = match &self.values {
            Values::Numbers(stretches) => stretches.is_empty(),
            Values::OneOf(labels) => labels.is_empty(),
            Values::NoneOf(_) => false,
        };
        empty && !self.none
    }

    /// With edges moved inward to whole numbers, for what is counted and not measured.
    pub fn whole(mut self) -> Self {
        if let Values::Numbers(stretches) = &mut self.values {
            *stretches = stretches.iter().filter_map(|s| s.whole()).collect();
        }
        self
    }
}

impl Stretch {
    fn and(self, other: Self) -> Option<Self> {
        let inner = |a: Option<(Exact, bool)>, b: Option<(Exact, bool)>, later: fn(&Exact, &Exact) -> bool| match (a, b)
        {
            (Some(a), Some(b)) if a.0 == b.0 => Some((a.0, a.1 && b.1)),
            (Some(a), Some(b)) => Some(if later(&a.0, &b.0) { a } else { b }),
            (a, b) => a.or(b),
        };
        let both = Self { low: inner(self.low, other.low, Exact::gt), high: inner(self.high, other.high, Exact::lt) };
        both.filled()
    }

    fn filled(self) -> Option<Self> {
        match (self.low, self.high) {
            (Some((low, at_low)), Some((high, at_high))) => {
                (low < high || (low == high && at_low && at_high)).then_some(self)
            }
            _ => Some(self),
        }
    }

    fn whole(self) -> Option<Self> {
        // an edge that is too large to be moved stays: the stretch is then only wider
        let low = self.low.map(|edge| inward(edge, 1).unwrap_or(edge));
        let high = self.high.map(|edge| inward(edge, -1).unwrap_or(edge));
        Self { low, high }.filled()
    }
}

/// The first whole number on the inner side of an edge; `step` is the way inward.
fn inward((edge, included): (Exact, bool), step: i128) -> Option<(Exact, bool)> {
    let (floor, rest) = edge.floor_units(Exact::ONE)?;
    let whole = match (rest.is_zero(), included, step > 0) {
        (true, true, _) => floor,
        (true, false, _) => floor.checked_add(step)?,
        (false, _, true) => floor.checked_add(1)?,
        (false, _, false) => floor,
    };
    Some((Exact::from(whole), true))
}
