//! Three-valued logic, comparisons and choices between two lanes.
//!
//! A comparison with a missing value is missing. One with "there is none" is decided: nothing equals it,
//! and it is neither above nor below anything.

use std::cmp::Ordering;

use super::super::ast::Binary;
use super::super::lanes::{Cells, Data, Lanes, States};
use super::numbers;
use crate::value::{State, Type};

pub(super) fn constant(answer: bool, len: usize) -> Lanes {
    Lanes { len, states: States::known(), data: Data::YesNo(Cells::One(answer)) }
}

/// The answer, if all lanes are known and the same by construction.
pub(super) fn uniform(lanes: &Lanes) -> Option<bool> {
    match (&lanes.states, &lanes.data) {
        (Cells::One(State::Known), Data::YesNo(Cells::One(answer))) => Some(*answer),
        _ => None,
    }
}

/// Does the left operand alone decide all lanes?
pub(super) fn decides(left: &Lanes, and: bool) -> bool {
    uniform(left) == Some(!and)
}

fn answers(lanes: &Lanes) -> Cells<bool> {
    match &lanes.data {
        Data::YesNo(answers) => answers.clone(),
        _ => Cells::One(false),
    }
}

pub(super) fn not(lanes: Lanes) -> Lanes {
    Lanes { len: lanes.len, data: Data::YesNo(answers(&lanes).map(|a| !a)), states: lanes.states.strict() }
}

/// 且 (`and`) or 或: a decided no of the one, a decided yes of the other settles it.
pub(super) fn both(and: bool, left: &Lanes, right: &Lanes) -> Lanes {
    let (a, b) = (answers(left), answers(right));
    let combine = |x: &bool, y: &bool| if and { *x && *y } else { *x || *y };
    if left.states.all_known() && right.states.all_known() {
        return Lanes { len: left.len, states: States::known(), data: Data::YesNo(a.zip(&b, combine)) };
    }
    let settles = !and;
    let lane = |i: usize| {
        let side = |lanes: &Lanes, answers: &Cells<bool>| match lanes.state(i) {
            State::Known => Ok(answers.get(i).copied().unwrap_or(false)),
            State::None => Err(State::Empty),
            missing => Err(missing),
        };
        match (side(left, &a), side(right, &b)) {
            (Ok(x), _) | (_, Ok(x)) if x == settles => Ok(settles),
            (Ok(x), Ok(y)) => Ok(combine(&x, &y)),
            (Err(x), Err(y)) => Err(x.max(y)),
            (Err(x), _) | (_, Err(x)) => Err(x),
        }
    };
    from_answers((0..left.len).map(lane).collect())
}

pub(super) fn from_answers(lanes: Vec<Result<bool, State>>) -> Lanes {
    let states = lanes.iter().map(|l| l.map_or_else(|state| state, |_| State::Known)).collect();
    Lanes {
        len: lanes.len(),
        states: States::of(states),
        data: Data::YesNo(Cells::Each(lanes.into_iter().map(|l| l.unwrap_or(false)).collect())),
    }
}

/// One of the six comparisons.
pub(super) fn compare(op: Binary, left: &Lanes, right: &Lanes) -> Lanes {
    let holds = op.test();
    let results = values(left, right, holds);
    if left.states.all_known() && right.states.all_known() {
        return Lanes { len: left.len, states: States::known(), data: Data::YesNo(results) };
    }
    let unequal = op == Binary::Unequal;
    let lane = |i: usize| match left.state(i).max(right.state(i)) {
        State::Known => Ok(results.get(i).copied().unwrap_or(false)),
        State::None => Ok(unequal),
        missing => Err(missing),
    };
    from_answers((0..left.len).map(lane).collect())
}

/// How the values compare, whatever the states.
fn values(left: &Lanes, right: &Lanes, holds: fn(Ordering) -> bool) -> Cells<bool> {
    match (&left.data, &right.data) {
        (Data::Numbers(a), Data::Numbers(b)) => numbers::order(a, b, left.len, holds),
        (Data::Dates(a), Data::Dates(b)) => a.zip(b, |x, y| holds(x.cmp(y))),
        (Data::Texts(a), Data::Texts(b)) | (Data::Choices(a), Data::Choices(b)) => a.zip(b, |x, y| holds(x.cmp(y))),
        (Data::YesNo(a), Data::YesNo(b)) => a.zip(b, |x, y| holds(x.cmp(y))),
        _ => Cells::One(false),
    }
}

/// 若: a missing condition leaves a value only if both sides are decided and equal.
pub(super) fn choose(condition: &Lanes, then: &Lanes, otherwise: &Lanes) -> Lanes {
    let first = answers(condition);
    let len = condition.len;
    let data = pick(&first, then, otherwise, len);
    if condition.states.all_known() {
        let states = if then.states.all_known() && otherwise.states.all_known() {
            States::known()
        } else {
            let lane = |i: usize| match first.get(i) {
                Some(true) => then.state(i),
                _ => otherwise.state(i),
            };
            States::of((0..len).map(lane).collect())
        };
        return Lanes { len, states, data };
    }
    let same = values(then, otherwise, Ordering::is_eq);
    let lane = |i: usize| match (condition.state(i), first.get(i)) {
        (State::Known, Some(true)) => then.state(i),
        (State::Known, _) => otherwise.state(i),
        (missing, _) => {
            let missing = missing.max(State::Empty);
            match (then.state(i), otherwise.state(i)) {
                (State::Known, State::Known) if same.get(i) == Some(&true) => State::Known,
                (State::None, State::None) => State::None,
                (a, b) => missing.max(a).max(b),
            }
        }
    };
    Lanes { len, states: States::of((0..len).map(lane).collect()), data }
}

/// The value of one side or the other, lane by lane.
pub(super) fn pick(first: &Cells<bool>, a: &Lanes, b: &Lanes, len: usize) -> Data {
    match (&a.data, &b.data) {
        (Data::Numbers(a), Data::Numbers(b)) => Data::Numbers(numbers::pick(first, a, b, len)),
        (Data::Dates(a), Data::Dates(b)) => Data::Dates(first.choose(a, b)),
        (Data::Texts(a), Data::Texts(b)) => Data::Texts(first.choose(a, b)),
        (Data::Choices(a), Data::Choices(b)) => Data::Choices(first.choose(a, b)),
        (Data::YesNo(a), Data::YesNo(b)) => Data::YesNo(first.choose(a, b)),
        _ => Lanes::all(State::Unreadable, &Type::Number, 0).data,
    }
}

/// The smaller or larger of two, lane by lane. "There is none" stays so for dates.
pub(super) fn extreme(largest: bool, left: &Lanes, right: &Lanes) -> Lanes {
    let states = left.states.with(&right.states);
    let states = match &left.data {
        Data::Numbers(_) => states.strict(),
        _ => states,
    };
    let first = values(left, right, if largest { Ordering::is_ge } else { Ordering::is_le });
    Lanes { len: left.len, states, data: pick(&first, left, right, left.len) }
}
