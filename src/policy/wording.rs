//! Values, periods and roundings in the words of a rule file, for `rules list` and `rules show`.

use super::dated;
use super::pack::Dated;
use crate::calendar::Period;
use crate::diagnostic::Bilingual;
use crate::exact::Exact;
use crate::lang::{Band, Key};
use crate::money::{Rounding, RoundingMode};
use crate::say;
use crate::value::{Type, Value};

/// The same words in both languages: the rule's own.
pub(crate) fn own(text: impl Into<String>) -> Bilingual {
    let zh = text.into();
    Bilingual { en: zh.clone(), zh }
}

/// `2022-01-01 至 2022-12-31`, `2023-01-01 起`.
pub(crate) fn period(period: Period) -> Bilingual {
    match (period.from, period.to) {
        (Some(from), Some(to)) => say!("{from} 至 {to}", "{from} to {to}"),
        (Some(from), None) => say!("{from} 起", "from {from}"),
        (None, Some(to)) => say!("至 {to}", "to {to}"),
        (None, None) => say!("始终", "always"),
    }
}

/// `补助上限（2022-01-01 起）`
pub(crate) fn dated<T>(text: &str, value: &Dated<T>) -> Bilingual {
    let (zh, en) = dated::periods(std::slice::from_ref(value));
    say!("{text}（{zh}）", "{text} ({en})")
}

/// A value as a rule file writes it.
pub(crate) fn value(ty: &Type, value: &Value) -> String {
    match (value, ty) {
        (Value::Number(n), Type::Money) => money(*n),
        (Value::Number(n), Type::Number) if *n <= Exact::ONE && n.is_positive() => percent(*n),
        (Value::Number(n), _) => n.to_string(),
        (Value::Date(day), _) => day.to_string(),
        (Value::Text(text), _) => format!("“{text}”"),
        (Value::YesNo(answer), _) => yes_no(*answer).to_owned(),
        (Value::Choice(option), ty) => self::option(ty, *option),
        (Value::None, _) => String::new(),
    }
}

/// A key of a lookup table.
pub(crate) fn key(ty: &Type, key: &Key) -> String {
    match key {
        Key::Text(text) => text.to_string(),
        Key::Choice(option) => self::option(ty, *option),
        Key::Integer(n) => n.to_string(),
        Key::YesNo(answer) => yes_no(*answer).to_owned(),
        Key::Date(day) => day.to_string(),
    }
}

/// `超过 10万元、不超过 100万元`, in the words of the operators.
pub(crate) fn edges(ty: &Type, band: &Band) -> String {
    let edge = |n: Exact| value(ty, &Value::Number(n));
    let lower = band.from.map(|n| format!("{} {}", if band.from_included { "不低于" } else { "超过" }, edge(n)));
    let upper = band.to.map(|n| format!("{} {}", if band.to_included { "不超过" } else { "不足" }, edge(n)));
    let both: Vec<String> = lower.into_iter().chain(upper).collect();
    if both.is_empty() { "任意".to_owned() } else { both.join(" 且 ") }
}

/// `12%`
pub(crate) fn percent(share: Exact) -> String {
    share.mul(Exact::from(100)).map_or_else(|| share.to_string(), |p| format!("{p}%"))
}

/// `2亿元`, `20万元`, `1000元`
pub(crate) fn money(yuan: Exact) -> String {
    let whole = |unit: i128| yuan.div(Exact::from(unit)).and_then(Exact::as_integer).filter(|n| *n != 0);
    match (whole(100_000_000), whole(10_000)) {
        (Some(yi), _) => format!("{yi}亿元"),
        (_, Some(wan)) => format!("{wan}万元"),
        _ => format!("{yuan}元"),
    }
}

/// `舍去到 1元`
pub(crate) fn rounding(round: Rounding) -> Bilingual {
    let unit = money(round.unit.exact());
    match round.mode {
        RoundingMode::Down => say!("舍去到 {unit}", "rounded down to {unit}"),
        RoundingMode::Up => say!("进位到 {unit}", "rounded up to {unit}"),
        RoundingMode::HalfUp => say!("四舍五入到 {unit}", "rounded half up to {unit}"),
        RoundingMode::HalfEven => say!("四舍六入五成双到 {unit}", "rounded half to even to {unit}"),
    }
}

pub(super) const fn yes_no(answer: bool) -> &'static str {
    if answer { "是" } else { "否" }
}

fn option(ty: &Type, option: u32) -> String {
    match ty {
        Type::Choice(choice) => choice.options.get(option as usize).map(ToString::to_string).unwrap_or_default(),
        _ => String::new(),
    }
}
