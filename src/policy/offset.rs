//! `[offset]`: which table says what was paid before; the grammar stands on top of `frame.rs`.

use std::collections::BTreeMap;

use super::mistake;
use super::pack::OffsetRule;
use super::section::Section;
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::say;
use crate::schema::{ENTERPRISES, FieldId, Schema};
use crate::source::Place;
use crate::value::Type;

/// Reads it; nothing where a part of it is wrong.
pub(super) fn read(mut section: Section<'_>, schema: &Schema, found: &mut Vec<Finding>) -> Option<OffsetRule> {
    let name = section.need_text("table");
    let table = name.as_ref().and_then(|said| {
        let id = schema.table(&said.text).filter(|id| *id != ENTERPRISES);
        if id.is_none() {
            let known: Vec<&str> = schema.tables.iter().skip(1).map(|t| t.name.as_str()).collect();
            section.complain(mistake::unknown_name(said, "表", "table", &known));
        }
        id
    });
    let mut field = |key: &'static str, fits: fn(&Type) -> bool, zh: &str, en: &str| -> Option<FieldId> {
        let said = section.need_text(key)?;
        let fields = &schema.get(table?)?.fields;
        let Some(at) = fields.iter().position(|f| f.name == said.text) else {
            let known: Vec<&str> = fields.iter().map(|f| f.name.as_str()).collect();
            section.complain(mistake::unknown_name(&said, "字段", "field", &known));
            return None;
        };
        if !fields.get(at).is_some_and(|f| fits(&f.ty)) {
            section.complain(
                Finding::new(
                    &codes::WRONG_TYPE,
                    Place::Rule(said.span.clone()),
                    say!("字段“{}”不是{zh}", "the field `{}` is no {en}", said.text),
                )
                .remedy(say!("写一个类型为{zh}的字段", "name a field of type {en}")),
            );
        }
        Some(FieldId(at))
    };
    let measure = field("measure", |t| *t == Type::Text, "文本", "text");
    let year = field("year", |t| *t == Type::Integer, "整数", "integer");
    let amount = field("amount", |t| *t == Type::Money, "金额", "money");
    let kind = field("kind", |t| matches!(t, Type::Choice(_)), "选项", "choice");
    let (reduce, restore) = (section.texts("reduce"), section.texts("restore"));
    let mut reduces = BTreeMap::new();
    if let Some(Type::Choice(choice)) = table.zip(kind).and_then(|(t, k)| schema.field(t, k)).map(|f| &f.ty) {
        let known: Vec<&str> = choice.options.iter().map(String::as_str).collect();
        for (said, reduces_it) in reduce.iter().map(|s| (s, true)).chain(restore.iter().map(|s| (s, false))) {
            match choice.index(&said.text) {
                None => section.complain(mistake::unknown_name(said, "选项", "choice", &known)),
                Some(index) if reduces.insert(index, reduces_it).is_some() => {
                    let first = section.span.clone();
                    section.complain(mistake::duplicate(said, "选项", "choice", &mistake::first_line(&first)));
                }
                Some(_) => {}
            }
        }
        let left: Vec<&str> = choice
            .options
            .iter()
            .filter(|o| choice.index(o).is_some_and(|i| !reduces.contains_key(&i)))
            .map(String::as_str)
            .collect();
        if !left.is_empty() {
            let (left, place) = (left.join("、"), mistake::first_line(&section.span));
            section.complain(
                Finding::new(
                    &codes::OFFSET,
                    Place::Rule(place),
                    say!(
                        "没有说明“{left}”是减少还是增加应付金额",
                        "it is not said whether `{left}` reduces or restores what is payable"
                    ),
                )
                .remedy(say!("写进 reduce 或 restore", "add it to reduce or restore")),
            );
        }
    }
    section.finish(found);
    Some(OffsetRule { table: table?, measure: measure?, year: year?, amount: amount?, kind: kind?, reduces })
}
