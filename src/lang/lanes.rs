//! What an expression gives for a batch: one lane a row, each a value, "none" or missing.
//!
//! A value that is the same for the whole batch is held once; numbers share one denominator where they
//! can, so that adding and comparing are plain loops over integers.

use std::sync::Arc;

use crate::calendar::Date;
use crate::exact::{Exact, gcd};
use crate::value::{State, Type, Value};

/// The results of a batch.
#[derive(Clone, Debug)]
pub struct Lanes {
    pub(super) len: usize,
    pub(super) states: States,
    pub(super) data: Data,
}

/// One for all lanes, or one each.
#[derive(Clone, Debug)]
pub(super) enum Cells<T> {
    One(T),
    Each(Vec<T>),
}

pub(super) type States = Cells<State>;

/// The values by type; those of lanes that are not known are arbitrary.
#[derive(Clone, Debug)]
pub(super) enum Data {
    Numbers(Numbers),
    /// [`Date::number`].
    Dates(Cells<i32>),
    /// Symbols of the frame.
    Texts(Cells<u32>),
    /// Texts of results that have left their frame.
    Spelled(Cells<Arc<str>>),
    YesNo(Cells<bool>),
    Choices(Cells<u32>),
}

/// Fractions `n / d` with `d > 0`.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    pub n: Cells<i128>,
    pub d: Cells<i128>,
}

impl<T: Clone> Cells<T> {
    pub fn get(&self, i: usize) -> Option<&T> {
        match self {
            Self::One(value) => Some(value),
            Self::Each(values) => values.get(i),
        }
    }

    pub fn map<U>(&self, f: impl Fn(&T) -> U) -> Cells<U> {
        match self {
            Self::One(value) => Cells::One(f(value)),
            Self::Each(values) => Cells::Each(values.iter().map(f).collect()),
        }
    }

    pub fn try_map<U>(&self, f: impl Fn(&T) -> Option<U>) -> Option<Cells<U>> {
        Some(match self {
            Self::One(value) => Cells::One(f(value)?),
            Self::Each(values) => Cells::Each(all(values.len(), values.iter().map(f))?),
        })
    }

    /// Lane by lane with another.
    pub fn zip<U: Clone, V>(&self, other: &Cells<U>, f: impl Fn(&T, &U) -> V) -> Cells<V> {
        match (self, other) {
            (Self::One(a), Cells::One(b)) => Cells::One(f(a, b)),
            (Self::One(a), Cells::Each(b)) => Cells::Each(b.iter().map(|b| f(a, b)).collect()),
            (Self::Each(a), Cells::One(b)) => Cells::Each(a.iter().map(|a| f(a, b)).collect()),
            (Self::Each(a), Cells::Each(b)) => Cells::Each(a.iter().zip(b).map(|(a, b)| f(a, b)).collect()),
        }
    }

    /// Lane by lane with another; `None` if any lane fails.
    pub fn try_zip<U: Clone, V>(&self, other: &Cells<U>, f: impl Fn(&T, &U) -> Option<V>) -> Option<Cells<V>> {
        Some(match (self, other) {
            (Self::One(a), Cells::One(b)) => Cells::One(f(a, b)?),
            (Self::One(a), Cells::Each(b)) => Cells::Each(all(b.len(), b.iter().map(|b| f(a, b)))?),
            (Self::Each(a), Cells::One(b)) => Cells::Each(all(a.len(), a.iter().map(|a| f(a, b)))?),
            (Self::Each(a), Cells::Each(b)) => Cells::Each(all(a.len(), a.iter().zip(b).map(|(a, b)| f(a, b)))?),
        })
    }

    /// Those of the lanes with these indexes.
    pub fn gather(&self, indexes: &[usize]) -> Self {
        match self {
            Self::One(value) => Self::One(value.clone()),
            Self::Each(values) => Self::Each(indexes.iter().filter_map(|i| values.get(*i).cloned()).collect()),
        }
    }
}

impl Cells<bool> {
    /// Lane by lane the one where the answer is yes, the other where it is no.
    pub fn choose<T: Copy>(&self, yes: &Cells<T>, no: &Cells<T>) -> Cells<T> {
        let answers = match self {
            Self::One(true) => return yes.clone(),
            Self::One(false) => return no.clone(),
            Self::Each(answers) => answers.iter(),
        };
        Cells::Each(match (yes, no) {
            (Cells::One(y), Cells::One(n)) => answers.map(|a| if *a { *y } else { *n }).collect(),
            (Cells::One(y), Cells::Each(n)) => answers.zip(n).map(|(a, n)| if *a { *y } else { *n }).collect(),
            (Cells::Each(y), Cells::One(n)) => answers.zip(y).map(|(a, y)| if *a { *y } else { *n }).collect(),
            (Cells::Each(y), Cells::Each(n)) => {
                answers.zip(y).zip(n).map(|((a, y), n)| if *a { *y } else { *n }).collect()
            }
        })
    }
}

/// All lanes, unless one fails. How many there are is said, because an iterator of options cannot tell.
fn all<T>(len: usize, lanes: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let mut found = Vec::with_capacity(len);
    for lane in lanes {
        found.push(lane?);
    }
    Some(found)
}

impl States {
    pub fn known() -> Self {
        Self::One(State::Known)
    }

    pub fn all_known(&self) -> bool {
        matches!(self, Self::One(State::Known))
    }

    pub fn at(&self, i: usize) -> State {
        self.get(i).copied().unwrap_or(State::Unreadable)
    }

    /// One for all if all are known.
    pub fn of(states: Vec<State>) -> Self {
        if states.iter().all(|s| s.is_known()) { Self::known() } else { Self::Each(states) }
    }

    /// The larger of the two, lane by lane.
    pub fn with(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::One(State::Known), states) | (states, Self::One(State::Known)) => states.clone(),
            _ => self.zip(other, |a, b| *a.max(b)),
        }
    }

    /// With "there is none" as missing: arithmetic has no use for it.
    pub fn strict(self) -> Self {
        let strict = |s: State| if s == State::None { State::Empty } else { s };
        match self {
            Self::One(state) => Self::One(strict(state)),
            Self::Each(states) => Self::Each(states.into_iter().map(strict).collect()),
        }
    }
}

impl Numbers {
    pub fn one(value: Exact) -> Self {
        let value = value.reduced();
        Self { n: Cells::One(value.numerator()), d: Cells::One(value.denominator()) }
    }

    pub fn at(&self, i: usize) -> Option<Exact> {
        Exact::new(*self.n.get(i)?, *self.d.get(i)?)
    }

    /// Numbers with one denominator if it fits, otherwise each with its own.
    pub fn collect(values: &[Exact]) -> Self {
        let mut common = Some(1i128);
        for value in values {
            let d = value.denominator();
            common = common.and_then(|c| {
                if c % d == 0 {
                    Some(c)
                } else {
                    c.checked_mul(d / gcd(c, d)).filter(|c| *c < 1_000_000_000_000_000_000)
                }
            });
        }
        let scaled = common.and_then(|c| {
            values
                .iter()
                .map(|v| v.numerator().checked_mul(c / v.denominator()))
                .collect::<Option<Vec<i128>>>()
                .map(|n| (n, c))
        });
        match scaled {
            Some((n, d)) => Self { n: Cells::Each(n), d: Cells::One(d) },
            None => Self {
                n: Cells::Each(values.iter().map(|v| v.numerator()).collect()),
                d: Cells::Each(values.iter().map(|v| v.denominator()).collect()),
            },
        }
    }
}

impl Lanes {
    /// How many lanes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Are there none?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What a lane holds.
    #[must_use]
    pub fn state(&self, i: usize) -> State {
        self.states.at(i)
    }

    /// The number of a lane (money in 元), if it is known and one.
    #[must_use]
    pub fn number(&self, i: usize) -> Option<Exact> {
        match &self.data {
            Data::Numbers(numbers) if self.state(i).is_known() => numbers.at(i),
            _ => None,
        }
    }

    /// The answer of a lane, if it is known and one.
    #[must_use]
    pub fn yes_no(&self, i: usize) -> Option<bool> {
        match &self.data {
            Data::YesNo(answers) if self.state(i).is_known() => answers.get(i).copied(),
            _ => None,
        }
    }

    /// The value of a lane, or how it is missing.
    pub fn value(&self, i: usize) -> Result<Value, State> {
        match self.state(i) {
            State::Known => self.known(i).ok_or(State::Unreadable),
            State::None => Ok(Value::None),
            missing => Err(missing),
        }
    }

    fn known(&self, i: usize) -> Option<Value> {
        Some(match &self.data {
            Data::Numbers(numbers) => Value::Number(numbers.at(i)?.reduced()),
            Data::Dates(days) => Value::Date(Date::from_number(*days.get(i)?)?),
            Data::Spelled(texts) => Value::Text(Arc::clone(texts.get(i)?)),
            Data::YesNo(answers) => Value::YesNo(*answers.get(i)?),
            Data::Choices(options) => Value::Choice(*options.get(i)?),
            // symbols are spelled out before lanes leave the evaluator
            Data::Texts(_) => return None,
        })
    }

    /// Lanes of numbers that were computed elsewhere, for [`Frame::set_award`](super::Frame::set_award).
    #[must_use]
    pub fn numbers(values: Vec<Result<Exact, State>>) -> Self {
        let states = values.iter().map(|v| v.map_or_else(|state| state, |_| State::Known)).collect();
        let numbers: Vec<Exact> = values.iter().map(|v| v.unwrap_or(Exact::ZERO).reduced()).collect();
        Self { len: values.len(), states: States::of(states), data: Data::Numbers(Numbers::collect(&numbers)) }
    }

    /// Lanes that are all missing in one way (or none).
    pub(super) fn all(state: State, ty: &Type, len: usize) -> Self {
        let data = match ty {
            Type::Money | Type::Number | Type::Integer => Data::Numbers(Numbers::one(Exact::ZERO)),
            Type::Date => Data::Dates(Cells::One(0)),
            Type::Text => Data::Texts(Cells::One(0)),
            Type::YesNo => Data::YesNo(Cells::One(false)),
            Type::Choice(_) => Data::Choices(Cells::One(0)),
        };
        Self { len, states: Cells::One(state), data }
    }

    pub(super) fn gather(&self, indexes: &[usize]) -> Self {
        let data = match &self.data {
            Data::Numbers(numbers) => {
                Data::Numbers(Numbers { n: numbers.n.gather(indexes), d: numbers.d.gather(indexes) })
            }
            Data::Dates(cells) => Data::Dates(cells.gather(indexes)),
            Data::Texts(cells) => Data::Texts(cells.gather(indexes)),
            Data::Spelled(cells) => Data::Spelled(cells.gather(indexes)),
            Data::YesNo(cells) => Data::YesNo(cells.gather(indexes)),
            Data::Choices(cells) => Data::Choices(cells.gather(indexes)),
        };
        Self { len: indexes.len(), states: self.states.gather(indexes), data }
    }
}
