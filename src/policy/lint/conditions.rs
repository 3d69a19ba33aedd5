//! Conditions that can never hold or always hold, conditions of one measure that contradict one another, branches of
//! 若 that are never taken.
//!
//! A condition is judged in every policy year of its measure; only what is the same in all of them is found. Within a
//! condition the smallest part that is always the same is named. What holds where a 若 stands (the measure's
//! conditions, the branches before it) is taken into account for the 若, not for conditions.

use std::collections::BTreeMap;

use super::super::pack::Measure;
use super::found::Found;
use super::ground::Ground;
use super::walk::{self, Met};
use crate::diagnostic::codes::lint as codes;
use crate::lang::Typed;
use crate::lang::possible::{Possible, Ways};
use crate::lang::typed::Kind;
use crate::say;
use crate::value::Type;

/// What is made of a condition that is always the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Condition,
    Branch,
}

/// What was seen of one expression over the years.
struct Seen<'e> {
    expr: &'e Typed,
    role: Role,
    name: String,
    measure: Option<&'e str>,
    times: usize,
    yes: usize,
    no: usize,
}

/// Judgements by place.
type Judged<'e> = BTreeMap<(String, usize, usize), Seen<'e>>;

pub(super) fn look(ground: &Ground<'_>, all: &mut Vec<Found>) {
    let mut judged = Judged::new();
    for measure in ground.measures() {
        contradictions(measure, ground, all);
        for (_, possible) in ground.possible(measure) {
            let id = Some(measure.id.as_str());
            for condition in &measure.conditions {
                judge(&condition.when, Role::Condition, &condition.id, id, &Ways::any(), possible, &mut judged);
            }
            walk::measure(measure, possible, &mut |met, holds| {
                come_by(met, &measure.id, id, holds, possible, &mut judged);
            });
            for definition in ground.used(measure).definitions.iter().filter_map(|d| ground.pack.definitions.get(d.0)) {
                let (name, any) = (&definition.name, Ways::any());
                if definition.value.ty == Type::YesNo {
                    judge(&definition.value, Role::Condition, name, None, &any, possible, &mut judged);
                }
                walk::expression(&definition.value, &any, possible, &mut |met, holds| {
                    come_by(met, name, None, holds, possible, &mut judged);
                });
            }
        }
    }
    if let Some(veto) = &ground.pack.veto {
        for possible in ground.every_year() {
            judge(&veto.when, Role::Condition, "veto", None, &Ways::any(), possible, &mut judged);
        }
    }
    all.extend(judged.into_values().filter_map(finding));
}

/// Judges what a walk comes by.
fn come_by<'e>(
    met: &Met<'e>,
    name: &str,
    measure: Option<&'e str>,
    holds: &Ways,
    possible: &Possible<'_>,
    judged: &mut Judged<'e>,
) {
    match met {
        Met::If(condition) => judge(condition, Role::Branch, name, measure, holds, possible, judged),
        Met::Filter(condition) | Met::When(condition) => {
            judge(condition, Role::Condition, name, measure, &Ways::any(), possible, judged)
        }
        Met::Bands(..) => false,
    };
}

/// Judges an expression and, within it, what it is put together from. Says whether it is always the same.
fn judge<'e>(
    expr: &'e Typed,
    role: Role,
    name: &str,
    measure: Option<&'e str>,
    holds: &Ways,
    possible: &Possible<'_>,
    judged: &mut Judged<'e>,
) -> bool {
    let mut settled = false;
    if role == Role::Condition || matches!(expr.kind, Kind::Logic { .. } | Kind::Not(_)) {
        let parts: Vec<&Typed> = match &expr.kind {
            Kind::Logic { left, right, .. } => vec![left, right],
            Kind::Not(inner) => vec![inner],
            // a definition is judged where it stands
            Kind::Definition(..) => {
                return possible.ways(expr, true).is_impossible() || possible.ways(expr, false).is_impossible();
            }
            // its filter is judged by itself
            Kind::Aggregate { filter: Some(filter), .. } if possible.ways(filter, true).is_impossible() => return true,
            _ => Vec::new(),
        };
        for part in parts {
            // what stands before it in the same condition is not looked at
            settled |= judge(part, Role::Condition, name, measure, &Ways::any(), possible, judged);
        }
    }
    if settled {
        return true;
    }
    let never = |answer| holds.and(&possible.ways(expr, answer)).is_impossible();
    let (never_yes, never_no) = (never(true), never(false));
    if never_yes && never_no {
        return false; // nothing is ever computed here
    }
    let key = (expr.span.file.name.clone(), expr.span.start, expr.span.end);
    let seen = judged.entry(key).or_insert_with(|| Seen {
        expr,
        role,
        name: name.to_owned(),
        measure,
        times: 0,
        yes: 0,
        no: 0,
    });
    seen.times += 1;
    seen.yes += usize::from(never_no);
    seen.no += usize::from(never_yes);
    never_yes || never_no
}

fn finding(seen: Seen<'_>) -> Option<Found> {
    let Seen { expr, role, name, measure, times, yes, no } = seen;
    let always = yes == times;
    if !always && no != times {
        return None;
    }
    let words = expr.span.text();
    let (code, message, remedy) = match (role, always) {
        (Role::Condition, true) => (
            &codes::ALWAYS_HOLDS,
            say!("“{words}”永远成立，挡不住任何一家", "`{words}` always holds and keeps nobody out"),
            say!(
                "检查比较的方向、界限和选项；确实不需要就删去",
                "check direction, limit and choices; remove it if it is not needed"
            ),
        ),
        (Role::Condition, false) => (
            &codes::NEVER_HOLDS,
            say!("“{words}”永远不成立", "`{words}` can never hold"),
            say!("检查比较的方向、界限和选项", "check direction, limit and choices"),
        ),
        (Role::Branch, _) => {
            let (zh, en) = if always { ("否则", "otherwise") } else { ("则", "then") };
            let (how_zh, how_en) =
                if always { ("总是成立", "always holds") } else { ("不会成立", "never holds") };
            (
                &codes::BRANCH_NEVER,
                say!(
                    "“{words}”到这里{how_zh}，“{zh}”的一支永远走不到",
                    "`{words}` {how_en} here: the {en} branch is never taken"
                ),
                say!(
                    "检查界限，以及本措施的条件是否已经决定了它；走不到的一支删去",
                    "check the limit, and whether the measure's conditions decide it already; remove what is never taken"
                ),
            )
        }
    };
    let found = Found::new(code, &expr.span, &name, message, remedy);
    Some(match measure {
        Some(id) => found.in_measure(id),
        None => found,
    })
}

/// Conditions that can each hold and never together, in all years of the measure.
fn contradictions(measure: &Measure, ground: &Ground<'_>, all: &mut Vec<Found>) {
    let years = ground.possible(measure);
    let holds: Vec<Vec<Ways>> = years
        .iter()
        .map(|(_, possible)| measure.conditions.iter().map(|c| possible.ways(&c.when, true)).collect())
        .collect();
    if holds.is_empty() || holds.iter().flatten().any(Ways::is_impossible) {
        return; // a condition that never holds by itself is found as such
    }
    let never = |members: &[usize]| {
        holds.iter().all(|ways| {
            members.iter().filter_map(|i| ways.get(*i)).fold(Ways::any(), |all, w| all.and(w)).is_impossible()
        })
    };
    for (i, later) in measure.conditions.iter().enumerate() {
        let before: Vec<usize> = (0..=i).collect();
        if !never(&before) {
            continue;
        }
        let other = (0..i).find(|j| never(&[*j, i])).or_else(|| i.checked_sub(1));
        let Some(earlier) = other.and_then(|j| measure.conditions.get(j)) else {
            continue;
        };
        let (a, b) = (&later.id, &earlier.id);
        let message = say!(
            "条件“{a}”与“{b}”不能同时成立，这项措施不会给任何一家",
            "the conditions `{a}` and `{b}` cannot both hold: the measure gives nothing to anybody"
        );
        let remedy = say!(
            "改其中一个；两种情况各有各的补助时，分成两项措施",
            "change one of them; two cases with grants of their own are two measures"
        );
        all.push(
            Found::new(&codes::CONTRADICTION, &later.when.span, a, message, remedy)
                .or(b)
                .and_at(&earlier.when.span)
                .in_measure(&measure.id),
        );
        return;
    }
}
