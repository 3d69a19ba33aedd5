//! `[[define]]`: an expression with a name.
//!
//! ```toml
//! [[define]]
//! name  = "合格合同"
//! of    = "技术合同"      # for each record of this table; without it, for the enterprise
//! value = "合作单位类型 属于 {“高等院校”, “科研院所”} 且 非 关联方"
//! ```
//! In a measure's file it is known in that file only. Definitions may use one another in any order, but not in a circle.

use std::collections::BTreeMap;

use super::mistake;
use super::names::{Names, mentioned};
use super::pack::Definition;
use super::section::{Said, Section};
use super::silenced::Silenced;
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::lang::{DefinitionId, Name, ast};
use crate::say;
use crate::schema::{ENTERPRISES, Schema, TableId};
use crate::source::Place;

/// A definition as written.
pub(super) struct Draft {
    name: Said,
    of: Result<TableId, Silenced>,
    value: Result<ast::Expr, Silenced>,
}

/// Reads one.
pub(super) fn read(mut section: Section<'_>, schema: &Schema, found: &mut Vec<Finding>) -> Option<Draft> {
    let (before, whole) = (found.len(), section.span.clone());
    let name = section.need_text("name");
    let of = match section.text("of") {
        None => Some(ENTERPRISES),
        Some(said) => {
            let table = schema.table(&said.text);
            if table.is_none() {
                let known: Vec<&str> = schema.tables.iter().map(|t| t.name.as_str()).collect();
                section.complain(mistake::unknown_name(&said, "表", "table", &known));
            }
            table
        }
    };
    let value = section.need_text("value");
    section.finish(found);
    let of = of.ok_or_else(|| Silenced::at(before, &whole, found));
    let value = match value {
        Some(value) => Names::parse(&value, found),
        None => Err(Silenced::at(before, &whole, found)),
    };
    Some(Draft { name: name?, of, value })
}

/// Checks definitions of one scope, each after those it uses, and gives their names a meaning.
pub(super) fn check(
    drafts: Vec<Draft>,
    schema: &Schema,
    names: &mut Names,
    definitions: &mut Vec<Definition>,
    found: &mut Vec<Finding>,
) {
    let mut order: BTreeMap<String, usize> = BTreeMap::new();
    for (i, draft) in drafts.iter().enumerate() {
        if names.reserve(schema, &draft.name, found) {
            order.insert(draft.name.text.clone(), i);
        }
    }
    let uses: Vec<Vec<usize>> = drafts
        .iter()
        .map(|d| d.value.iter().flat_map(mentioned).filter_map(|name| order.get(name).copied()).collect())
        .collect();
    let sorted = after_what_they_use(&drafts, &uses);
    for members in sorted.circles {
        let Some(finding) = circle(&drafts, &members) else { continue };
        let silenced = Silenced::by(finding, found);
        for member in members.iter().filter_map(|i| drafts.get(*i)) {
            names.breaks(&member.name.text, silenced);
        }
    }
    for i in sorted.order {
        let Some(Draft { name, of, value }) = drafts.get(i) else { continue };
        if order.get(&name.text) != Some(&i) || names.broken(&name.text).is_some() {
            continue; // its name is another's, or it is part of a circle: already a finding
        }
        let meaning = match (of, value) {
            (Ok(of), Ok(value)) => names.check(schema, value, *of, None, found).map(|value| {
                let meaning = Name::Definition(DefinitionId(definitions.len()), *of, value.ty.clone());
                definitions.push(Definition { name: name.text.clone(), of: *of, value, span: name.span.clone() });
                meaning
            }),
            (Err(silenced), _) | (_, Err(silenced)) => Err(*silenced),
        };
        names.means(&name.text, meaning);
    }
}

/// Definitions in an order in which each stands after those it uses, and the circles that make that impossible.
struct Sorted {
    order: Vec<usize>,
    circles: Vec<Vec<usize>>,
}

fn after_what_they_use(drafts: &[Draft], uses: &[Vec<usize>]) -> Sorted {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; drafts.len()];
    let mut sorted = Sorted { order: Vec::new(), circles: Vec::new() };
    for start in 0..drafts.len() {
        // the way from the start to where we are: a definition and how many of its uses were followed
        let mut way: Vec<(usize, usize)> = Vec::new();
        if marks.get(start) == Some(&Mark::New) {
            way.push((start, 0));
        }
        while let Some((at, followed)) = way.pop() {
            let Some(mark) = marks.get_mut(at) else {
                continue;
            };
            *mark = Mark::Open;
            let Some(next) = uses.get(at).and_then(|u| u.get(followed)).copied() else {
                *mark = Mark::Done;
                sorted.order.push(at);
                continue;
            };
            way.push((at, followed + 1));
            match marks.get(next) {
                Some(Mark::New) => way.push((next, 0)),
                Some(Mark::Open) => {
                    sorted.circles.push(way.iter().map(|(i, _)| *i).skip_while(|i| *i != next).collect());
                }
                _ => {}
            }
        }
    }
    sorted
}

fn circle(drafts: &[Draft], members: &[usize]) -> Option<Finding> {
    let names: Vec<&str> =
        members.iter().chain(members.first()).filter_map(|i| drafts.get(*i)).map(|d| d.name.text.as_str()).collect();
    let first = drafts.get(*members.first()?)?;
    let whole = names.join(" → ");
    let finding = Finding::new(
        &codes::CYCLE,
        Place::Rule(first.name.span.clone()),
        say!("定义互相引用成了一个圈：{whole}", "these definitions use one another in a circle: {whole}"),
    )
    .remedy(say!("让其中一个不再引用下一个", "let one of them do without the next"));
    Some(match members.get(1).and_then(|i| drafts.get(*i)) {
        Some(second) => finding.and_at(Place::Rule(second.name.span.clone())),
        None => finding,
    })
}
