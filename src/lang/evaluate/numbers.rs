//! Arithmetic on lanes: plain checked loops while denominators are shared, fractions lane by lane
//! where they are not or where 128 bits are not enough.

use std::cmp::Ordering;

use super::super::ast::Binary;
use super::super::lanes::{Cells, Data, Lanes, Numbers, States};
use crate::exact::{Exact, gcd, product as fitting};
use crate::value::{State, Type};

/// `a op b` for the four operations.
pub(super) fn arithmetic(op: Binary, left: &Lanes, right: &Lanes) -> Lanes {
    let states = left.states.with(&right.states).strict();
    let (Data::Numbers(a), Data::Numbers(b)) = (&left.data, &right.data) else {
        return Lanes::all(State::Unreadable, &Type::Number, left.len);
    };
    let fast = match op {
        Binary::Add => sum(a, b, false),
        Binary::Subtract => sum(a, b, true),
        Binary::Multiply => product(a, b),
        _ => quotient(a, b),
    };
    if let Some(numbers) = fast {
        let states = match op {
            Binary::Divide => without_zeros(states, &b.n),
            _ => states,
        };
        return Lanes { len: left.len, states, data: Data::Numbers(numbers) };
    }
    let exact = |a: Exact, b: Exact| match op {
        Binary::Add => a.add(b),
        Binary::Subtract => a.sub(b),
        Binary::Multiply => a.mul(b),
        _ => a.div(b),
    };
    // what a shared denominator made too large may fit in lowest terms: whether a lane has a result must
    // not depend on the other lanes of its batch
    each(left.len, &states, |i| {
        let (x, y) = (a.at(i)?, b.at(i)?);
        exact(x, y).or_else(|| exact(x.reduced(), y.reduced()))
    })
}

/// A known lane whose divisor is zero has no result.
fn without_zeros(states: States, divisors: &Cells<i128>) -> States {
    let any = match divisors {
        Cells::One(n) => *n == 0,
        Cells::Each(n) => n.contains(&0),
    };
    if !any {
        return states;
    }
    states.zip(divisors, |state, n| match state {
        State::Known if *n == 0 => State::Unreadable,
        state => *state,
    })
}

/// Lane by lane, the known ones only; what has no result becomes missing.
pub(in super::super) fn each(len: usize, states: &States, result: impl Fn(usize) -> Option<Exact>) -> Lanes {
    let lane = |i: usize| match states.at(i) {
        State::Known => result(i).ok_or(State::Unreadable),
        state => Err(state),
    };
    Lanes::numbers((0..len).map(lane).collect())
}

/// Both with one common denominator, if it fits.
fn aligned(a: &Numbers, b: &Numbers) -> Option<(i128, i128, i128)> {
    match (&a.d, &b.d) {
        (Cells::One(da), Cells::One(db)) if da == db => Some((1, 1, *da)),
        (Cells::One(da), Cells::One(db)) => {
            let g = gcd(*da, *db);
            let (fa, fb) = (db / g, da / g);
            Some((fa, fb, fitting(*da, fa)?))
        }
        _ => None,
    }
}

fn sum(a: &Numbers, b: &Numbers, negative: bool) -> Option<Numbers> {
    let (fa, fb, d) = aligned(a, b)?;
    let n = match (fa, fb, negative) {
        (1, 1, false) => a.n.try_zip(&b.n, |x, y| x.checked_add(*y))?,
        (1, 1, true) => a.n.try_zip(&b.n, |x, y| x.checked_sub(*y))?,
        (_, _, false) => a.n.try_zip(&b.n, |x, y| fitting(*x, fa)?.checked_add(fitting(*y, fb)?))?,
        (_, _, true) => a.n.try_zip(&b.n, |x, y| fitting(*x, fa)?.checked_sub(fitting(*y, fb)?))?,
    };
    Some(Numbers { n, d: Cells::One(d) })
}

fn product(a: &Numbers, b: &Numbers) -> Option<Numbers> {
    let (Cells::One(da), Cells::One(db)) = (&a.d, &b.d) else {
        return None;
    };
    Some(Numbers { n: a.n.try_zip(&b.n, |x, y| fitting(*x, *y))?, d: Cells::One(fitting(*da, *db)?) })
}

fn quotient(a: &Numbers, b: &Numbers) -> Option<Numbers> {
    if let (Cells::One(n), Cells::One(d)) = (&b.n, &b.d) {
        // a fixed divisor keeps the common denominator
        let inverse = Exact::new(*d, *n)?;
        return product(a, &Numbers::one(inverse));
    }
    let (Cells::One(da), Cells::One(db)) = (&a.d, &b.d) else {
        return None;
    };
    let g = gcd(*da, *db);
    let (fa, fb) = (db / g, da / g);
    // a lane that is divided by zero is arbitrary here; its state says so
    let parts = a.n.try_zip(&b.n, |x, y| {
        let (n, d) = (fitting(*x, fa)?, fitting(*y, fb)?);
        match d.cmp(&0) {
            Ordering::Greater => Some((n, d)),
            Ordering::Less => Some((n.checked_neg()?, d.checked_neg()?)),
            Ordering::Equal => Some((0, 1)),
        }
    })?;
    Some(Numbers { n: parts.map(|p| p.0), d: parts.map(|p| p.1) })
}

pub(super) fn negate(lanes: Lanes) -> Lanes {
    let Data::Numbers(numbers) = &lanes.data else {
        return lanes;
    };
    let states = lanes.states.clone().strict();
    match numbers.n.try_map(|n| n.checked_neg()) {
        Some(n) => Lanes { len: lanes.len, states, data: Data::Numbers(Numbers { n, d: numbers.d.clone() }) },
        None => each(lanes.len, &states, |i| numbers.at(i)?.reduced().neg()),
    }
}

pub(super) fn magnitude(lanes: &Lanes) -> Lanes {
    let Data::Numbers(numbers) = &lanes.data else {
        return lanes.clone();
    };
    let states = lanes.states.clone().strict();
    match numbers.n.try_map(|n| n.checked_abs()) {
        Some(n) => Lanes { len: lanes.len, states, data: Data::Numbers(Numbers { n, d: numbers.d.clone() }) },
        None => each(lanes.len, &states, |i| numbers.at(i)?.reduced().abs()),
    }
}

/// How two columns of numbers compare.
pub(super) fn order(a: &Numbers, b: &Numbers, len: usize, holds: fn(Ordering) -> bool) -> Cells<bool> {
    let fast = aligned(a, b).and_then(|(fa, fb, _)| match (fa, fb) {
        (1, 1) => Some(a.n.zip(&b.n, |x, y| holds(x.cmp(y)))),
        _ => a.n.try_zip(&b.n, |x, y| Some(holds(fitting(*x, fa)?.cmp(&fitting(*y, fb)?)))),
    });
    fast.unwrap_or_else(|| {
        let lane = |i| match (a.at(i), b.at(i)) {
            (Some(x), Some(y)) => holds(x.cmp(&y)),
            _ => false,
        };
        Cells::Each((0..len).map(lane).collect())
    })
}

/// For each lane the number of `a` where `first` is true, of `b` where it is not.
pub(super) fn pick(first: &Cells<bool>, a: &Numbers, b: &Numbers, len: usize) -> Numbers {
    let scaled = aligned(a, b).and_then(|(fa, fb, d)| {
        let grow = |n: &Cells<i128>, f: i128| match f {
            1 => Some(n.clone()),
            _ => n.try_map(|n| fitting(*n, f)),
        };
        Some((grow(&a.n, fa)?, grow(&b.n, fb)?, d))
    });
    match scaled {
        Some((x, y, d)) => Numbers { n: first.choose(&x, &y), d: Cells::One(d) },
        None => {
            let lane = |i| {
                let numbers = if first.get(i) == Some(&true) { a } else { b };
                numbers.at(i).unwrap_or(Exact::ZERO)
            };
            Numbers::collect(&(0..len).map(lane).collect::<Vec<_>>())
        }
    }
}
