//! What is missed, in words.

use super::goal::{Banded, ForkKind, Goal, Reduction, Side};
use super::{Missed, goals};
use crate::diagnostic::Bilingual;
use crate::lang::Key;
use crate::money::for_people;
use crate::policy::pack::{Lookup, MeasureKind, Pack};
use crate::say;
use crate::source::Span;
use crate::value::Type;

/// A goal that no case reaches.
pub fn say(pack: &Pack, goal: &Goal) -> Option<Missed> {
    let (at, measure, what) = match goal {
        Goal::Veto(refuses) => {
            let at = pack.veto.as_ref()?.when.span.clone();
            let what = if *refuses {
                say!("一票否决：没有被否决的", "veto: nobody is refused")
            } else {
                say!("一票否决：没有不被否决的", "veto: everybody is refused")
            };
            (at, String::new(), what)
        }
        Goal::Condition { measure, condition, met } => {
            let measure = pack.measures.get(*measure)?;
            let condition = measure.conditions.get(*condition)?;
            let id = &condition.id;
            let what = if *met {
                say!("条件 {id}：没有满足的", "condition {id}: never met")
            } else {
                say!("条件 {id}：没有因它不予补助的", "condition {id}: never the one that refuses")
            };
            (condition.when.span.clone(), measure.id.clone(), what)
        }
        Goal::Fork { kind, at, yes } => {
            let at = at.span(pack)?;
            let what = fork(*kind, *yes, at.text());
            let owner = owner(pack, &at);
            (at, owner, what)
        }
        Goal::Chosen(at) => {
            let at = at.span(pack)?;
            let words = at.text();
            let what = say!("“{words}”从来不是起作用的那个", "`{words}` is never the one that counts");
            let owner = owner(pack, &at);
            (at, owner, what)
        }
        Goal::Component { measure, component, paid } => {
            let measure = pack.measures.get(*measure)?;
            let MeasureKind::Payout(award) = &measure.kind else { return None };
            let when = award.components.get(*component)?.when.as_ref()?;
            let number = component + 1;
            let what = if *paid {
                say!("第 {number} 部分：没有发放的", "component {number}: never paid")
            } else {
                say!("第 {number} 部分：没有不发放的", "component {number}: always paid")
            };
            (when.span.clone(), measure.id.clone(), what)
        }
        Goal::Edge { bands, version, edge, side } => {
            let (name, version) = match bands {
                Banded::Table(i) => {
                    let table = pack.bands.get(*i)?;
                    (&table.name, table.versions.get(*version)?)
                }
                Banded::Breaker(i) => {
                    let pool = pack.pools.get(*i)?;
                    (&pool.title, pool.breaker.as_ref()?.steps.get(*version)?)
                }
            };
            let edge = for_people(*goals::edges(&version.value).get(*edge)?);
            let what = match side {
                Side::Below => say!("“{name}”在 {edge} 以下的一段", "`{name}`: the band below {edge}"),
                Side::At => say!("“{name}”恰好 {edge}", "`{name}`: exactly {edge}"),
                Side::Above => say!("“{name}”在 {edge} 以上的一段", "`{name}`: the band above {edge}"),
            };
            (version.span.clone(), owner(pack, &version.span), what)
        }
        Goal::Value { parameter, version } => {
            let parameter = pack.parameters.get(*parameter)?;
            let value = parameter.values.get(*version)?;
            let name = &parameter.name;
            let what = match value.period.from {
                Some(from) => say!("参数“{name}”{from} 起的值", "the value of the parameter `{name}` from {from}"),
                None => say!("参数“{name}”的值", "the value of the parameter `{name}`"),
            };
            (value.span.clone(), parameter.measure.clone().unwrap_or_default(), what)
        }
        Goal::Row { lookup, version, keys } => {
            let lookup = pack.lookups.get(*lookup)?;
            let at = lookup.versions.get(*version)?.span.clone();
            let name = &lookup.name;
            let what = match keys {
                Some(keys) => {
                    let keys = written(lookup, keys);
                    say!("对照表“{name}”的一行：{keys}", "a row of the table `{name}`: {keys}")
                }
                None => say!("对照表“{name}”的 otherwise", "`otherwise` of the table `{name}`"),
            };
            let owner = owner(pack, &at);
            (at, owner, what)
        }
        Goal::Reduction { what, cuts } => reduction(pack, *what, *cuts)?,
    };
    Some(Missed { at, measure, what })
}

fn fork(kind: ForkKind, yes: bool, words: &str) -> Bilingual {
    match (kind, yes) {
        (ForkKind::If, true) => say!("“{words}”：没有走“则”的", "`{words}`: the condition never holds"),
        (ForkKind::If, false) => say!("“{words}”：没有走“否则”的", "`{words}`: the condition always holds"),
        (ForkKind::Operand, true) => say!("“{words}”：没有为是的", "`{words}`: never yes"),
        (ForkKind::Operand, false) => say!("“{words}”：没有为否的", "`{words}`: never no"),
        (ForkKind::Filter, true) => say!("“{words}”：没有计入的记录", "`{words}`: no record counts"),
        (ForkKind::Filter, false) => say!("“{words}”：没有不计入的记录", "`{words}`: every record counts"),
        (ForkKind::Default, true) => say!("“{words}”：没有空着的", "`{words}`: never empty"),
        (ForkKind::Default, false) => say!("“{words}”：没有填了的", "`{words}`: always empty"),
    }
}

fn reduction(pack: &Pack, what: Reduction, cuts: bool) -> Option<(Span, String, Bilingual)> {
    let bound = |measure: usize, cap: bool| {
        let measure = pack.measures.get(measure)?;
        let MeasureKind::Payout(award) = &measure.kind else { return None };
        let typed = if cap { award.cap.as_ref()? } else { award.floor.as_ref()? };
        Some((typed.span.clone(), measure.id.clone()))
    };
    Some(match what {
        Reduction::Cap(measure) => {
            let (at, id) = bound(measure, true)?;
            let what = if cuts {
                say!("没有达到上限的", "never at the cap")
            } else {
                say!("没有不到上限的", "always at the cap")
            };
            (at, id, what)
        }
        Reduction::Floor(measure) => {
            let (at, id) = bound(measure, false)?;
            let what = if cuts {
                say!("没有不足起付线的", "never below the floor")
            } else {
                say!("没有达到起付线的", "always below the floor")
            };
            (at, id, what)
        }
        Reduction::Stacking(i) => {
            let group = pack.stacking.get(i)?;
            let id = &group.id;
            (group.span.clone(), String::new(), say!("{id}：没有因此放弃的", "{id}: nothing is forgone"))
        }
        Reduction::EnterpriseCap(i) => {
            let cap = pack.enterprise_caps.get(i)?;
            let id = &cap.id;
            (
                cap.span.clone(),
                String::new(),
                say!("企业年度总额 {id}：没有超过的", "enterprise cap {id}: never exceeded"),
            )
        }
        Reduction::Pool(i) => {
            let pool = pack.pools.get(i)?;
            let title = &pool.title;
            (pool.span.clone(), String::new(), say!("“{title}”：没有超过预算的", "`{title}`: never exceeded"))
        }
    })
}

/// The measure in whose file something stands.
fn owner(pack: &Pack, at: &Span) -> String {
    pack.measures.iter().find(|m| m.span.file.name == at.file.name).map(|m| m.id.clone()).unwrap_or_default()
}

fn written(lookup: &Lookup, keys: &[Key]) -> String {
    let one = |(key, ty): (&Key, &Type)| match (key, ty) {
        (Key::Text(text), _) => text.to_string(),
        (Key::Choice(option), Type::Choice(choice)) => {
            choice.options.get(*option as usize).map(ToString::to_string).unwrap_or_default()
        }
        (Key::Choice(option), _) => option.to_string(),
        (Key::Integer(n), _) => n.to_string(),
        (Key::YesNo(true), _) => "是".to_owned(),
        (Key::YesNo(false), _) => "否".to_owned(),
        (Key::Date(day), _) => day.to_string(),
    };
    keys.iter().zip(&lookup.keys).map(one).collect::<Vec<_>>().join("、")
}
