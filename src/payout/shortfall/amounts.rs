//! Gaps in words and units, exact: `1,200万元`, `230.50元`, `35 天`, `0.9 个百分点`.

use crate::diagnostic::Lang;
use crate::exact::Exact;
use crate::money::{for_people, number_for_people};
use crate::say;
use crate::value::{Type, Value};

/// An amount as one says it: in 亿元 or 万元 where at most two decimals say it exactly, else in 元.
#[must_use]
pub fn money(yuan: Exact, lang: Lang) -> String {
    let size = yuan.abs().unwrap_or(yuan);
    let units = [(100_000_000, "亿元"), (10_000, "万元")];
    let round = units.into_iter().filter(|_| lang == Lang::Zh).find_map(|(unit, word)| {
        let unit = Exact::from(unit);
        let said = yuan.div(unit).filter(|_| size >= unit)?;
        said.decimal_text(2).map(|_| format!("{}{word}", short(&for_people(said))))
    });
    round.unwrap_or_else(|| {
        let (said, word) = (for_people(yuan), if lang == Lang::Zh { "元" } else { " yuan" });
        format!("{}{word}", said.strip_suffix(".00").unwrap_or(&said))
    })
}

/// `1,200.50` without zeros at its end.
fn short(said: &str) -> &str {
    if said.contains('.') { said.trim_end_matches('0').trim_end_matches('.') } else { said }
}

/// A difference of two numbers of a type; of rates in percentage points.
pub(super) fn gap(ty: &Type, gap: Exact, bound: Exact, lang: Lang) -> String {
    match ty {
        Type::Money => money(gap, lang),
        Type::Number if bound.is_positive() && bound <= Exact::ONE => {
            let points = gap.mul(Exact::from(100)).map_or_else(|| gap.to_string(), near);
            say!("{points} 个百分点", "{points} percentage points").get(lang).to_owned()
        }
        _ => near(gap),
    }
}

/// A number, rounded to six decimals where it has no end.
fn near(number: Exact) -> String {
    let said = number_for_people(number);
    match said.split_once(" ≈ ") {
        Some((_, rounded)) => format!("约 {rounded}"),
        None => said,
    }
}

/// A value as it stands in a cell.
pub(super) fn value(ty: &Type, value: &Value, lang: Lang) -> String {
    match (value, ty) {
        (Value::Number(n), Type::Money) => money(*n, lang),
        (Value::Number(n), _) => near(*n),
        (Value::Date(day), _) => day.to_string(),
        (Value::Text(text), _) => text.to_string(),
        (Value::YesNo(answer), _) => answer_word(*answer, lang).to_owned(),
        (Value::Choice(option), Type::Choice(choice)) => {
            choice.options.get(*option as usize).cloned().unwrap_or_default()
        }
        (Value::Choice(_) | Value::None, _) => String::new(),
    }
}

/// 是 or 否.
pub(super) const fn answer_word(answer: bool, lang: Lang) -> &'static str {
    match (answer, lang) {
        (true, Lang::Zh) => "是",
        (false, Lang::Zh) => "否",
        (true, Lang::En) => "yes",
        (false, Lang::En) => "no",
    }
}
