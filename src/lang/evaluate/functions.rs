//! Built-in functions on lanes.

use std::collections::BTreeMap;

use super::super::builtins::Function;
use super::super::frame::Frame;
use super::super::lanes::{Cells, Data, Lanes, Numbers, States};
use super::super::lookup::{Key, LookupTable};
use super::super::name::LookupId;
use super::{logic, numbers};
use crate::calendar::Date;
use crate::exact::{Exact, divide, product};
use crate::money::{RoundingMode, round_units};
use crate::value::{State, Type, Value};

/// A function of values.
pub(super) fn call(function: Function, args: &[Lanes], ty: &Type, len: usize, frame: &Frame) -> Lanes {
    match (function, args) {
        (Function::Year, [d]) => date_part(d, |d| i128::from(d.year())),
        (Function::Month, [d]) => date_part(d, |d| i128::from(d.month())),
        (Function::Day, [d]) => date_part(d, |d| i128::from(d.day())),
        (Function::MakeDate, [y, m, d]) => dates(&[y, m, d], |i| {
            let part = |lanes: &Lanes| lanes.number(i)?.as_integer();
            Date::new(i16::try_from(part(y)?).ok()?, i8::try_from(part(m)?).ok()?, i8::try_from(part(d)?).ok()?)
        }),
        (Function::AddYears, [d, n]) => dates(&[d, n], |i| {
            let years = i32::try_from(n.number(i)?.as_integer()?).ok()?;
            day(d, i)?.plus_years(years)
        }),
        (Function::Days, [from, to]) => days_between(from, to),
        (Function::Min | Function::Max, [first, rest @ ..]) => {
            rest.iter().fold(first.clone(), |best, arg| logic::extreme(function == Function::Max, &best, arg))
        }
        (Function::Abs, [a]) => numbers::magnitude(a),
        (Function::RoundDown, [a, unit]) => rounded(a, unit, RoundingMode::Down),
        (Function::RoundUp, [a, unit]) => rounded(a, unit, RoundingMode::Up),
        (Function::RoundHalfUp, [a, unit]) => rounded(a, unit, RoundingMode::HalfUp),
        (Function::Digits, [n]) => digits(n, frame),
        _ => Lanes::all(State::Unreadable, ty, len),
    }
}

/// 文字: a whole number in digits.
fn digits(lanes: &Lanes, frame: &Frame) -> Lanes {
    let Data::Numbers(numbers) = &lanes.data else {
        return Lanes::all(State::Unreadable, &Type::Text, lanes.len);
    };
    let states = lanes.states.clone().strict();
    let symbol = |i: usize| {
        let whole = numbers.at(i).filter(|_| states.at(i).is_known()).and_then(Exact::as_integer);
        whole.map_or(0, |n| frame.symbol(&n.to_string()))
    };
    let symbols = (0..lanes.len).map(symbol).collect();
    Lanes { len: lanes.len, states, data: Data::Texts(Cells::Each(symbols)) }
}

fn day(lanes: &Lanes, i: usize) -> Option<Date> {
    match &lanes.data {
        Data::Dates(days) => Date::from_number(*days.get(i)?),
        _ => None,
    }
}

fn date_part(lanes: &Lanes, part: fn(Date) -> i128) -> Lanes {
    let Data::Dates(days) = &lanes.data else {
        return Lanes::all(State::Unreadable, &Type::Integer, lanes.len);
    };
    Lanes {
        len: lanes.len,
        states: lanes.states.clone(),
        data: Data::Numbers(Numbers { n: days.map(|d| Date::from_number(*d).map_or(0, part)), d: Cells::One(1) }),
    }
}

/// Dates lane by lane; none where an argument is none.
fn dates(args: &[&Lanes], result: impl Fn(usize) -> Option<Date>) -> Lanes {
    let len = args.first().map_or(0, |a| a.len);
    let states = args.iter().fold(States::known(), |all, arg| all.with(&arg.states));
    let mut days = Vec::with_capacity(len);
    let mut found = Vec::with_capacity(len);
    for i in 0..len {
        let (state, day) = match states.at(i) {
            State::Known => match result(i) {
                Some(date) => (State::Known, date.number()),
                None => (State::Unreadable, 0),
            },
            state => (state, 0),
        };
        found.push(state);
        days.push(day);
    }
    Lanes { len, states: States::of(found), data: Data::Dates(Cells::Each(days)) }
}

fn days_between(from: &Lanes, to: &Lanes) -> Lanes {
    let (Data::Dates(a), Data::Dates(b)) = (&from.data, &to.data) else {
        return Lanes::all(State::Unreadable, &Type::Integer, from.len);
    };
    Lanes {
        len: from.len,
        states: from.states.with(&to.states),
        data: Data::Numbers(Numbers { n: a.zip(b, |from, to| i128::from(*to) - i128::from(*from)), d: Cells::One(1) }),
    }
}

fn rounded(lanes: &Lanes, unit: &Lanes, mode: RoundingMode) -> Lanes {
    let (Data::Numbers(a), Data::Numbers(u)) = (&lanes.data, &unit.data) else {
        return Lanes::all(State::Unreadable, &Type::Number, lanes.len);
    };
    let states = lanes.states.with(&unit.states).strict();
    let result = |i: usize| {
        let unit = u.at(i).filter(|u| u.is_positive())?.reduced();
        let value = a.at(i)?;
        let round = |value| Exact::from(round_units(value, unit, mode)?).mul(unit);
        round(value).or_else(|| round(value.reduced()))
    };
    if let (Cells::One(_), Cells::One(_)) = (&u.n, &u.d)
        && let Some(unit) = u.at(0)
        && let Some(n) = rounded_to(a, unit, mode)
    {
        return Lanes { len: lanes.len, states, data: Data::Numbers(n) };
    }
    numbers::each(lanes.len, &states, result)
}

/// A column of one denominator to a fixed unit, in whole numbers.
fn rounded_to(a: &Numbers, unit: Exact, mode: RoundingMode) -> Option<Numbers> {
    let Cells::One(d) = a.d else { return None };
    if !unit.is_positive() {
        return None;
    }
    let ratio = Exact::new(unit.denominator(), unit.numerator().checked_mul(d)?)?.reduced();
    let (factor, divisor) = (ratio.numerator(), ratio.denominator());
    // beyond this the way over fractions would not find the half either
    if divisor > i128::MAX / 2 {
        return None;
    }
    let n = a.n.try_map(|n| {
        let scaled = product(*n, factor)?;
        let (units, rest) = divide(scaled.checked_abs()?, divisor);
        // beyond half of 128 bits, divisors are left to the fractions above
        let half = (2 * rest).cmp(&divisor);
        let up = match mode {
            RoundingMode::Down => false,
            RoundingMode::Up => rest != 0,
            RoundingMode::HalfUp => half.is_ge(),
            RoundingMode::HalfEven => half.is_gt() || (half.is_eq() && units % 2 != 0),
        };
        let units = units.checked_add(i128::from(up))?;
        product(if scaled < 0 { -units } else { units }, unit.numerator())
    })?;
    Some(Numbers { n, d: Cells::One(unit.denominator()) })
}

/// 已填: an empty cell and one that says "none" are not filled; an unreadable one is undecided.
pub(super) fn filled(lanes: &Lanes) -> Lanes {
    let answer = |state: State| match state {
        State::Known => Ok(true),
        State::None | State::Empty => Ok(false),
        missing => Err(missing),
    };
    logic::from_answers((0..lanes.len).map(|i| answer(lanes.state(i))).collect())
}

/// 缺省: another value for an empty cell and for one that says "none".
pub(super) fn default(lanes: &Lanes, default: &Lanes) -> Lanes {
    if lanes.states.all_known() {
        return lanes.clone();
    }
    let empty = |state: State| matches!(state, State::None | State::Empty);
    let keep = Cells::Each((0..lanes.len).map(|i| !empty(lanes.state(i))).collect());
    let states = (0..lanes.len)
        .map(|i| match lanes.state(i) {
            state if empty(state) => default.state(i),
            state => state,
        })
        .collect();
    Lanes { len: lanes.len, states: States::of(states), data: logic::pick(&keep, lanes, default, lanes.len) }
}

/// 查: each combination of keys is looked up once a batch.
pub(super) fn lookup(id: LookupId, keys: &[Lanes], ty: &Type, len: usize, frame: &Frame) -> Lanes {
    let Some(Some(table)) = frame.binding.lookups.get(id.0) else {
        return Lanes::all(State::Unreadable, ty, len);
    };
    let states = keys.iter().fold(States::known(), |all, key| all.with(&key.states));
    // what the batch's combinations give, each once, and which of them each lane has
    let mut found: Vec<Result<Value, State>> = Vec::new();
    let mut seen: BTreeMap<(State, Vec<i128>), usize> = BTreeMap::new();
    let mut lanes = Vec::with_capacity(len);
    let mut key = (State::Known, Vec::with_capacity(keys.len()));
    for i in 0..len {
        key.0 = states.at(i);
        key.1.clear();
        if key.0.is_known() {
            key.1.extend(keys.iter().map_while(|key| code(key, i)));
        }
        lanes.push(match seen.get(&key) {
            Some(combination) => *combination,
            None => {
                found.push(match key.0 {
                    State::Known if key.1.len() == keys.len() => row(table, keys, i, frame).ok_or(State::Unreadable),
                    // neither what is no whole number nor "there is none" has a row in any table
                    State::Known | State::None => Err(State::Unreadable),
                    missing => Err(missing),
                });
                seen.insert(key.clone(), found.len() - 1);
                found.len() - 1
            }
        });
    }
    collected(&found, ty, frame).gather(&lanes)
}

/// A key as a number that is its own within the batch.
fn code(key: &Lanes, i: usize) -> Option<i128> {
    match &key.data {
        Data::Numbers(numbers) => numbers.at(i)?.as_integer(),
        Data::Dates(days) => days.get(i).map(|d| i128::from(*d)),
        Data::Texts(cells) | Data::Choices(cells) => cells.get(i).map(|c| i128::from(*c)),
        Data::YesNo(answers) => answers.get(i).map(|a| i128::from(*a)),
        Data::Spelled(_) => None,
    }
}

fn row(table: &LookupTable, keys: &[Lanes], i: usize, frame: &Frame) -> Option<Value> {
    let keys: Option<Vec<Key>> = keys
        .iter()
        .map(|key| match &key.data {
            Data::Texts(symbols) => Some(Key::Text(frame.text(*symbols.get(i)?))),
            _ => Key::of(&key.value(i).ok()?),
        })
        .collect();
    table.rows.get(&keys?).cloned()
}

/// Lanes of one type from values.
fn collected(values: &[Result<Value, State>], ty: &Type, frame: &Frame) -> Lanes {
    let len = values.len();
    let states: Vec<State> = values
        .iter()
        .map(|v| match v {
            Ok(Value::None) => State::None,
            Ok(_) => State::Known,
            Err(state) => *state,
        })
        .collect();
    let known = || values.iter().map(|v| v.as_ref().ok());
    let data = match ty {
        Type::Money | Type::Number | Type::Integer => {
            let numbers: Vec<Exact> = known()
                .map(|v| match v {
                    Some(Value::Number(n)) => n.reduced(),
                    _ => Exact::ZERO,
                })
                .collect();
            Data::Numbers(Numbers::collect(&numbers))
        }
        Type::Date => Data::Dates(Cells::Each(
            known()
                .map(|v| match v {
                    Some(Value::Date(day)) => day.number(),
                    _ => 0,
                })
                .collect(),
        )),
        Type::Text => Data::Texts(Cells::Each(
            known()
                .map(|v| match v {
                    Some(Value::Text(text)) => frame.symbol(text),
                    _ => 0,
                })
                .collect(),
        )),
        Type::YesNo => Data::YesNo(Cells::Each(known().map(|v| matches!(v, Some(Value::YesNo(true)))).collect())),
        Type::Choice(_) => Data::Choices(Cells::Each(
            known()
                .map(|v| match v {
                    Some(Value::Choice(option)) => *option,
                    _ => 0,
                })
                .collect(),
        )),
    };
    Lanes { len, states: States::of(states), data }
}
