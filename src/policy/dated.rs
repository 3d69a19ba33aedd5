//! Values with the days on which they are in force: `{ from = 2023-01-01, to = 2023-12-31, value = … }`.
//! Both days are included; without `to` a value stays in force. Two values on one day are an error.

use super::mistake;
use super::pack::Dated;
use super::section::Section;
use crate::calendar::{Date, Period};
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::say;
use crate::source::Place;

/// The period of a section: `from` must be there.
pub(super) fn period(section: &mut Section<'_>) -> Option<Period> {
    section.need("from")?;
    let (from, to) = (section.date("from"), section.date("to"));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        let place = Place::Rule(mistake::first_line(&section.span));
        section.complain(
            Finding::new(
                &codes::REVERSED,
                place,
                say!("止于 {to}，早于开始的 {from}", "it ends on {to}, before it begins on {from}"),
            )
            .remedy(say!("把 from 和 to 的日期改对", "correct the dates of from and to")),
        );
    }
    from.map(|from| Period { from: Some(from), to })
}

/// In the order of their dates; two in force on one day are a finding that shows both.
pub(super) fn in_order<T>(
    mut values: Vec<Dated<T>>,
    zh: &str,
    en: &str,
    name: &str,
    found: &mut Vec<Finding>,
) -> Vec<Dated<T>> {
    values.sort_by_key(|v| v.period.from);
    for (i, later) in values.iter().enumerate() {
        let earlier = values.iter().take(i).find(|e| e.period.overlaps(later.period));
        if let (Some(earlier), Some(day)) = (earlier, later.period.from) {
            found.push(
                Finding::new(
                    &codes::OVERLAP,
                    Place::Rule(mistake::first_line(&later.span)),
                    say!(
                        "{zh}“{name}”在 {day} 有两个版本同时有效",
                        "the {en} `{name}` has two versions in force on {day}"
                    ),
                )
                .and_at(Place::Rule(mistake::first_line(&earlier.span)))
                .remedy(say!("给较早的一个写上 to（最后有效的一天）", "give the earlier one a `to`, its last day")),
            );
        }
    }
    values
}

/// The value in force on a day.
pub(super) fn on<T>(values: &[Dated<T>], day: Date) -> Option<&Dated<T>> {
    values.iter().find(|v| v.period.contains(day))
}

/// The periods for a message: `2022-01-01 至 2022-12-31、2024-01-01 起`.
pub(super) fn periods<T>(values: &[Dated<T>]) -> (String, String) {
    let each = |v: &Dated<T>| match (v.period.from, v.period.to) {
        (Some(from), Some(to)) => (format!("{from} 至 {to}"), format!("{from} to {to}")),
        (Some(from), None) => (format!("{from} 起"), format!("from {from}")),
        (None, Some(to)) => (format!("至 {to}"), format!("to {to}")),
        (None, None) => ("始终".to_owned(), "always".to_owned()),
    };
    let (zh, en): (Vec<String>, Vec<String>) = values.iter().map(each).unzip();
    if zh.is_empty() { ("无".to_owned(), "none".to_owned()) } else { (zh.join("、"), en.join(", ")) }
}
