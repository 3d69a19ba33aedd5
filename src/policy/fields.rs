//! `fields.toml` → [`Schema`]: which tables and fields a pack wants, and what the engine knows them as.
//!
//! ```toml
//! [[table]]
//! name   = "企业"              # the first table is the enterprises
//! sheets = ["企业名单"]          # sheet names; the table's own name if left out
//! absent = "error"             # or "empty": there are none
//! field  = [
//!   { name = "产值", type = "money", empty = "missing", headings = ["工业总产值"] },
//! ]
//! ```
//! `empty` is what an empty cell means. `reject`: the row is rejected. `missing`: it should be filled, and an award that
//! needs it is held. `none`: there really is none (no certificate, no end date). A comparison with what there is not is
//! never met (`发证日期 超过 2023-06-30` is no, so is 不超过; only 不等于 is yes), so that a condition on it refuses and does not
//! hold: where an enterprise without it should pass, ask first (`非 已填(截止日期) 或 …`). Arithmetic with it holds.
//!
//! Keys of a field: `name`, `type` (money, number, integer, date, text, yes/no, choice), `empty` (reject, missing, none),
//! `unless_filled`, `only_if_zero`, `role`, `headings`, `choices`, `spellings` (`[["国家", "国家级"]]`), `year`, `fill_down`,
//! `unit_words` (words that may stand behind a number or integer: `["年"]`), `tax_contribution` (true for what the enterprise
//! pays in taxes or leaves to a treasury, false for what only sounds so: see `lint/tax.rs`). `[[allow]]`: see `allow.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::allow;
use super::document::{self, Data};
use super::mistake;
use super::section::{Said, Section};
use crate::diagnostic::{Finding, Severity, codes::policy as codes};
use crate::lang;
use crate::say;
use crate::schema::{Absent, Empty, Field, FieldId, Role, Schema, Table};
use crate::source::{Place, RuleText, Span};
use crate::value::{Choice, Type};

/// Reads `fields.toml`.
///
/// # Errors
/// All mistakes of the file, in its order.
pub fn read(file: &Arc<RuleText>) -> Result<Schema, Vec<Finding>> {
    let document = document::read(file);
    let mut found = document.mistakes.clone();
    let schema = if found.is_empty() { schema(&document.root, &mut found) } else { Schema::default() };
    if found.iter().any(|f| f.severity() == Severity::Error) { Err(found) } else { Ok(schema) }
}

/// As much of the schema as can be understood; mistakes go to `found`.
pub(super) fn schema(root: &document::Node, found: &mut Vec<Finding>) -> Schema {
    let mut schema = Schema::default();
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    let Some(mut top) = Section::of(root, found) else {
        return schema;
    };
    allow::pass(&mut top);
    top.need("table");
    for section in top.sections("table") {
        let place = section.span.clone();
        let Some(table) = table(section, found) else {
            continue;
        };
        let said = Said { text: table.name.clone(), span: place.clone() };
        if let Some(first) = places.get(&table.name) {
            found.push(mistake::duplicate(&said, "表", "table", first));
            continue;
        }
        places.insert(table.name.clone(), place.clone());
        roles(&table, schema.tables.is_empty(), &place, found);
        schema.tables.push(table);
    }
    top.finish(found);
    schema
}

/// A field as read, before the names in its `empty` are looked up.
struct Draft {
    field: Field,
    span: Span,
    headings: Vec<Said>,
    unless_filled: Vec<Said>,
    only_if_zero: Option<Said>,
}

fn table(mut section: Section<'_>, found: &mut Vec<Finding>) -> Option<Table> {
    let name = section.need_text("name");
    let sheets = section.texts("sheets");
    let absent = section.need_word("absent", &[("empty", Absent::Empty), ("error", Absent::Error)]);
    section.need("field");
    let mut drafts: Vec<Draft> = Vec::new();
    for item in section.sections("field") {
        let Some(draft) = field(item, found) else {
            continue;
        };
        let first = drafts.iter().find(|d| d.field.name == draft.field.name);
        if let Some(first) = first {
            let said = Said { text: draft.field.name.clone(), span: draft.span.clone() };
            found.push(mistake::duplicate(&said, "字段", "field", &first.span));
        } else {
            drafts.push(draft);
        }
    }
    one_heading_one_field(&drafts, &mut section);
    section.finish(found);
    let name = name?.text;
    let fields = resolve(drafts, found);
    Some(Table {
        sheets: if sheets.is_empty() { vec![name.clone()] } else { sheets.into_iter().map(|s| s.text).collect() },
        name,
        fields,
        absent: absent.unwrap_or(Absent::Error),
        // what the rules make of the table, they say themselves: see `taking`
        takes_away: false,
    })
}

#[derive(Clone, Copy)]
enum EmptyWord {
    Reject,
    Missing,
    None,
}

const TYPES: [(&str, Option<Type>); 7] = [
    ("money", Some(Type::Money)),
    ("number", Some(Type::Number)),
    ("integer", Some(Type::Integer)),
    ("date", Some(Type::Date)),
    ("text", Some(Type::Text)),
    ("yes/no", Some(Type::YesNo)),
    ("choice", None),
];

fn field(mut section: Section<'_>, found: &mut Vec<Finding>) -> Option<Draft> {
    let span = section.span.clone();
    let name = section.need_text("name");
    let places: Vec<(&'static str, usize)> = TYPES.iter().enumerate().map(|(i, (word, _))| (*word, i)).collect();
    let ty = section.need_word("type", &places).and_then(|i| TYPES.get(i)).map(|(_, ty)| ty.clone());
    let empty = section.need_word(
        "empty",
        &[("reject", EmptyWord::Reject), ("missing", EmptyWord::Missing), ("none", EmptyWord::None)],
    );
    let choices = section.texts("choices");
    let spellings = spellings(&mut section, &choices);
    let unless_filled = section.texts("unless_filled");
    let only_if_zero = section.text("only_if_zero");
    let words: Vec<(&'static str, Role)> = Role::ALL.iter().map(|r| (r.id(), *r)).collect();
    let role = section.word("role", &words);
    let headings = section.texts("headings");
    let year_offset = section.small("year");
    let fill_down = section.yes_no("fill_down", false);
    let unit_words = section.texts("unit_words");
    let tax_contribution = section.get("tax_contribution").is_some().then(|| section.yes_no("tax_contribution", false));
    let ty = match ty {
        Some(Some(ty)) => {
            if let Some(first) = choices.first() {
                section.complain(contradiction(
                    &first.span,
                    say!("类型不是 choice，却写了 choices", "the type is not choice, and yet there are choices"),
                    say!("把 type 改为 \"choice\"，或删去 choices", "make the type \"choice\" or remove the choices"),
                ));
            }
            Some(ty)
        }
        Some(None) => choice(&mut section, name.as_ref(), &choices),
        None => None,
    };
    let meant = match empty {
        Some(EmptyWord::Reject) => Empty::Reject,
        Some(EmptyWord::None) => Empty::None { unless_filled: Vec::new(), only_if_zero: None },
        Some(EmptyWord::Missing) | None => Empty::Missing,
    };
    let conditional = unless_filled.first().or(only_if_zero.as_ref());
    if let (Some(said), Some(EmptyWord::Reject | EmptyWord::Missing)) = (conditional, empty) {
        section.complain(contradiction(
            &said.span,
            say!(
                "unless_filled 和 only_if_zero 只能与 empty = \"none\" 一起用",
                "unless_filled and only_if_zero belong to empty = \"none\" only"
            ),
            say!("改为 empty = \"none\"，或删去这个键", "write empty = \"none\" or remove the key"),
        ));
    }
    if let (true, Some(ty)) = (fill_down, &ty)
        && !matches!(ty, Type::Text | Type::Choice(_))
    {
        section.complain(contradiction(
            &span,
            say!(
                "只有文本和选项可以 fill_down（向下填充合并单元格）",
                "only texts and choices may be filled down from a merged cell"
            ),
            say!("删去 fill_down", "remove fill_down"),
        ));
    }
    if let (Some(said), Some(ty)) = (unit_words.first(), &ty)
        && !matches!(ty, Type::Number | Type::Integer)
    {
        section.complain(contradiction(
            &said.span,
            say!(
                "只有数和整数可以写 unit_words（数字后面的量词）",
                "only numbers and integers may have unit_words behind them"
            ),
            say!("删去 unit_words", "remove unit_words"),
        ));
    }
    if let Some(name) = &name
        && !lang::is_name(&name.text)
    {
        section.complain(mistake::no_name(name));
    }
    section.finish(found);
    Some(Draft {
        field: Field {
            name: name?.text,
            ty: ty?,
            headings: headings.iter().map(|s| s.text.clone()).collect(),
            year_offset,
            empty: meant,
            role,
            spellings,
            unit_words: unit_words.into_iter().map(|s| s.text).collect(),
            fill_down,
            tax_contribution,
        },
        span,
        headings,
        unless_filled,
        only_if_zero,
    })
}

/// A column belongs to one field: a heading that two fields claim is taken by one of them, and nobody knows which.
/// (Fields of different years may share one: the year in the heading tells them apart.)
fn one_heading_one_field(drafts: &[Draft], section: &mut Section<'_>) {
    for (i, draft) in drafts.iter().enumerate() {
        for said in &draft.headings {
            let others = drafts.iter().enumerate().filter(|(j, other)| {
                *j != i && other.field.year_offset == draft.field.year_offset
                    // of two equal synonyms the later is told
                    && (other.field.name == said.text || (*j < i && other.headings.iter().any(|h| h.text == said.text)))
            });
            if let Some((_, other)) = others.min_by_key(|(j, _)| *j) {
                let (heading, mine, name) = (&said.text, &draft.field.name, &other.field.name);
                section.complain(
                    contradiction(
                        &said.span,
                        say!(
                            "表头“{heading}”既给了“{name}”，又给了“{mine}”",
                            "the heading `{heading}` is given to `{name}` and to `{mine}`"
                        ),
                        say!("只留给其中一个字段", "leave it to one of the fields"),
                    )
                    .and_at(Place::Rule(mistake::first_line(&other.span))),
                );
            }
        }
    }
}

fn choice(section: &mut Section<'_>, name: Option<&Said>, choices: &[Said]) -> Option<Type> {
    if choices.is_empty() {
        section.complain(mistake::missing_key(&section.span, "choices"));
        return None;
    }
    for (i, said) in choices.iter().enumerate() {
        if let Some(first) = choices.iter().take(i).find(|c| c.text == said.text) {
            section.complain(mistake::duplicate(said, "选项", "choice", &first.span));
        }
    }
    Some(Type::Choice(Arc::new(Choice {
        name: name.map(|n| n.text.clone()).unwrap_or_default(),
        options: choices.iter().map(|c| c.text.clone()).collect(),
    })))
}

fn spellings(section: &mut Section<'_>, choices: &[Said]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for item in section.items("spellings") {
        let texts: Option<(&str, &str, &Span)> = match &item.data {
            Data::List(pair) => match pair.as_slice() {
                [a, b] => match (&a.data, &b.data) {
                    (Data::Text(spelling), Data::Text(option)) => Some((spelling, option, &b.span)),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        };
        let Some((spelling, option, span)) = texts else {
            section.complain(mistake::wrong_type(item, "[\"另一种写法\", \"选项\"]", "[\"spelling\", \"choice\"]"));
            continue;
        };
        let known: Vec<&str> = choices.iter().map(|c| c.text.as_str()).collect();
        if known.contains(&option) {
            pairs.push((spelling.to_owned(), option.to_owned()));
        } else {
            let said = Said { text: option.to_owned(), span: span.clone() };
            section.complain(mistake::unknown_name(&said, "选项", "choice", &known));
        }
    }
    pairs
}

/// Looks up the field names in `unless_filled` and `only_if_zero`.
fn resolve(drafts: Vec<Draft>, found: &mut Vec<Finding>) -> Vec<Field> {
    let names: Vec<String> = drafts.iter().map(|d| d.field.name.clone()).collect();
    let types: Vec<bool> = drafts.iter().map(|d| d.field.ty.is_numeric()).collect();
    let find = |said: &Said, found: &mut Vec<Finding>| {
        let at = names.iter().position(|n| *n == said.text);
        if at.is_none() {
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            found.push(mistake::unknown_name(said, "字段", "field", &known));
        }
        at.map(FieldId)
    };
    let mut fields = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let mut field = draft.field;
        let filled: Vec<FieldId> = draft.unless_filled.iter().filter_map(|s| find(s, found)).collect();
        let zero = draft.only_if_zero.as_ref().and_then(|s| find(s, found));
        if let (Some(said), Some(FieldId(at))) = (&draft.only_if_zero, zero)
            && types.get(at) == Some(&false)
        {
            let name = &said.text;
            found.push(contradiction(
                &said.span,
                say!(
                    "only_if_zero 的“{name}”不是数，不会为零",
                    "`{name}` of only_if_zero is not a number and is never zero"
                ),
                say!("写一个金额或数的字段", "name a field of money or numbers"),
            ));
        }
        if let Empty::None { unless_filled, only_if_zero } = &mut field.empty {
            *unless_filled = filled;
            *only_if_zero = zero;
        }
        fields.push(field);
    }
    fields
}

/// Every table needs its key, the table of enterprises also a name; no role stands twice.
fn roles(table: &Table, enterprises: bool, place: &Span, found: &mut Vec<Finding>) {
    let name = &table.name;
    let needed: &[Role] = if enterprises { &[Role::Code, Role::Name] } else { &[Role::Code] };
    for role in needed {
        if table.role(*role).is_none() {
            let id = role.id();
            found.push(contradiction(
                place,
                say!("表“{name}”没有 role = \"{id}\" 的字段", "the table `{name}` has no field with role = \"{id}\""),
                say!("给相应字段加上 role = \"{id}\"", "add role = \"{id}\" to the field that it is"),
            ));
        }
    }
    for role in [Role::Code, Role::Name, Role::County, Role::BankName, Role::BankAccount] {
        let id = role.id();
        let fields: Vec<&str> = table.fields.iter().filter(|f| f.role == Some(role)).map(|f| f.name.as_str()).collect();
        if let [first, second, ..] = fields.as_slice() {
            found.push(contradiction(
                place,
                say!(
                    "表“{name}”的“{first}”和“{second}”都是 role = \"{id}\"",
                    "`{first}` and `{second}` of the table `{name}` both have role = \"{id}\""
                ),
                say!("只留一个", "keep one of them"),
            ));
        }
    }
}

fn contradiction(place: &Span, message: crate::diagnostic::Bilingual, remedy: crate::diagnostic::Bilingual) -> Finding {
    Finding::new(&codes::FIELDS, Place::Rule(mistake::first_line(place)), message).remedy(remedy)
}
