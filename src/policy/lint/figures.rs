//! Parameters whose value does not occur in the clause that their measure quotes. A clause that quotes no figures at
//! all is one finding for the measure, not one for each of its parameters.
//!
//! Parameters of `definitions.toml` belong to no clause and are not looked at; nor are tables, whose figures a clause
//! often sets out in another form.

use std::collections::BTreeSet;

use super::super::pack::{Measure, Parameter};
use super::super::wording;
use super::clause;
use super::found::Found;
use super::ground::Ground;
use crate::calendar::Date;
use crate::diagnostic::{Bilingual, codes::lint as codes};
use crate::exact::Exact;
use crate::say;
use crate::value::Value;

pub(super) fn look(ground: &Ground<'_>, all: &mut Vec<Found>) {
    for measure in ground.measures() {
        let own = |p: &&Parameter| p.measure.is_some() && p.span.file.name == measure.span.file.name;
        let parameters: Vec<&Parameter> = ground.pack.parameters.iter().filter(own).collect();
        if parameters.is_empty() || measure.references.is_empty() {
            continue;
        }
        let words: String = measure.references.iter().map(|r| format!("{}\n", r.text)).collect();
        let quoted = clause::figures(&words);
        let absent: Vec<(&Parameter, Vec<String>)> = parameters
            .iter()
            .map(|p| (*p, not_quoted(p, &quoted, &words, ground.year.and_then(Date::year_end))))
            .filter(|(_, values)| !values.is_empty())
            .collect();
        let remedy = || {
            say!(
                "引用写有这个数的条文，或把数改对；数另有来源就写一节 [[allow]]，说明来源",
                "quote the clause that has the figure, or correct it; if it comes from elsewhere, write an [[allow]] that says so"
            )
        };
        if quoted.is_empty() {
            if let Some(first) = absent.first() {
                let names: Vec<&str> = absent.iter().map(|(p, _)| p.name.as_str()).collect();
                let (list, title) = (names.join("、"), &measure.title);
                let message = say!(
                    "“{title}”引用的条文里没有数字，无从核对：{list}",
                    "the clause that `{title}` quotes has no figures; nothing can be checked of: {list}"
                );
                all.push(found(measure, first.0, &names, message, remedy()));
            }
            continue;
        }
        for (parameter, values) in &absent {
            let (name, list) = (&parameter.name, values.join("、"));
            let message = say!(
                "参数“{name}”的 {list} 在引用的条文里找不到",
                "{list}, the value of the parameter `{name}`, does not occur in the clause that is quoted"
            );
            all.push(found(measure, parameter, &[name.as_str()], message, remedy()));
        }
    }
}

fn found(measure: &Measure, at: &Parameter, names: &[&str], message: Bilingual, remedy: Bilingual) -> Found {
    let found = Found::new(&codes::FIGURE_NOT_QUOTED, &at.span, &measure.id, message, remedy).in_measure(&measure.id);
    names.iter().fold(found, |found, name| found.or(name))
}

/// The values of a parameter that do not occur, as the rule file writes them.
fn not_quoted(parameter: &Parameter, quoted: &BTreeSet<Exact>, words: &str, day: Option<Date>) -> Vec<String> {
    let dated = parameter.values.iter().filter(|v| day.is_none_or(|day| v.period.contains(day)));
    let absent = dated.filter(|v| !occurs(&v.value, quoted, words));
    let mut said: Vec<String> = absent.map(|v| wording::value(&parameter.ty, &v.value)).collect();
    said.dedup();
    said
}

fn occurs(value: &Value, quoted: &BTreeSet<Exact>, words: &str) -> bool {
    match value {
        Value::Number(n) => quoted.contains(n),
        Value::Date(day) => {
            let (y, m, d) = (day.year(), day.month(), day.day());
            [format!("{day}"), format!("{y}年{m}月{d}日"), format!("{y}.{m}.{d}")].iter().any(|w| words.contains(w))
        }
        Value::Text(text) => words.contains(&**text),
        // a clause does not write these out
        Value::YesNo(_) | Value::Choice(_) | Value::None => true,
    }
}
