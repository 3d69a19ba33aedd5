//! Values as cells: what stands in them, how they look, and what people call them.

use crate::diagnostic::{Bilingual, Lang};
use crate::exact::{Exact, pow10};
use crate::money::{RoundingMode, number_for_people, round_units};
use crate::payout::book::fill::{fits_in_binary, serial};
use crate::payout::book::leaf::Ink;
use crate::policy::wording;
use crate::say;
use crate::value::{State, Type, Value};

use super::looks::Look;

/// A yes or no as it is written in a cell, and as formulas compare it.
#[must_use]
pub const fn answer(answer: bool, lang: Lang) -> &'static str {
    match (answer, lang) {
        (true, Lang::Zh) => "是",
        (false, Lang::Zh) => "否",
        (true, Lang::En) => "yes",
        (false, Lang::En) => "no",
    }
}

/// A known value in a cell; "there is none" is an empty one. None: no cell holds it exactly.
#[must_use]
pub fn ink(ty: &Type, value: &Value, lang: Lang) -> Option<(Ink<'static>, Look)> {
    Some(match value {
        Value::Number(number) => {
            let digits = number.decimal_text(28).filter(|d| fits_in_binary(d))?;
            (Ink::Number(digits.into()), Look::of(ty, *number))
        }
        Value::Date(day) => (Ink::Number(serial(*day).to_string().into()), Look::Date),
        Value::Text(text) => (Ink::words(text.to_string()), Look::Code),
        Value::YesNo(yes) => (Ink::words(answer(*yes, lang)), Look::Centre),
        Value::Choice(option) => match ty {
            Type::Choice(choice) => (Ink::words(choice.options.get(*option as usize)?.clone()), Look::Words),
            _ => return None,
        },
        Value::None => (Ink::Nothing, Look::Words),
    })
}

/// What a formula gives, to be shown until somebody calculates it again: a number has 15 digits there.
#[must_use]
pub fn result(ty: &Type, value: &Value, lang: Lang) -> Option<(Ink<'static>, Look)> {
    match value {
        Value::Number(number) => Some((Ink::Number(digits(*number)?.into()), Look::of(ty, *number))),
        other => ink(ty, other, lang),
    }
}

/// The decimal digits of a number, 15 of them where it has more.
#[must_use]
pub fn digits(number: Exact) -> Option<String> {
    const DIGITS: u32 = 15;
    if let Some(exact) = number.decimal_text(28).filter(|text| fits_in_binary(text)) {
        return Some(exact);
    }
    let whole = number.abs()?.floor_units(Exact::ONE)?.0;
    let before = (0..DIGITS).find(|places| pow10(*places).is_some_and(|p| whole < p)).unwrap_or(DIGITS);
    // a small one has zeros first
    let mut places = DIGITS.saturating_sub(before);
    while whole == 0
        && places < 30
        && number.abs()?.mul(Exact::from(pow10(places)?))? < Exact::from(pow10(DIGITS.saturating_sub(1))?)
    {
        places = places.saturating_add(1);
    }
    let units = round_units(number, Exact::scaled(1, places)?, RoundingMode::HalfUp)?;
    Exact::scaled(units, places)?.decimal_text(places)
}

/// A value in words, with its unit.
#[must_use]
pub fn said(ty: &Type, value: &Result<Value, State>, lang: Lang) -> String {
    match value {
        Ok(Value::Number(number)) if *ty == Type::Money => {
            let amount = crate::money::for_people(*number);
            say!("{amount}元", "{amount} yuan").get(lang).to_owned()
        }
        Ok(Value::Number(number)) => number_for_people(*number),
        Ok(Value::YesNo(yes)) => answer(*yes, lang).to_owned(),
        Ok(Value::Text(text)) => text.to_string(),
        Ok(Value::None) => say!("无", "none").get(lang).to_owned(),
        Ok(other) => wording::value(ty, other),
        Err(missing) => state(*missing).get(lang).to_owned(),
    }
}

/// How a value is missing.
#[must_use]
pub fn state(state: State) -> Bilingual {
    match state {
        State::Empty => say!("没有填", "empty"),
        State::Absent => say!("没有这一列", "no such column"),
        State::Conflict => say!("前后矛盾", "contradicted"),
        State::Unreadable => say!("无法识别", "cannot be read"),
        State::Known | State::None => Bilingual::default(),
    }
}

/// The unit of a type.
#[must_use]
pub fn unit(ty: &Type) -> Bilingual {
    match ty {
        Type::Money => say!("元", "yuan"),
        Type::Number | Type::Integer | Type::Date | Type::Text | Type::YesNo | Type::Choice(_) => Bilingual::default(),
    }
}
