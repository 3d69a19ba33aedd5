//! Writing what came out into the cases that differ from it, comments and layout kept.
//!
//! What was blessed is what the engine says, not what a person has computed: the case loses its `basis`, the old one
//! stays beside it as a comment, and the case covers nothing until somebody has written a new one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Trial;
use crate::exact::Exact;
use crate::policy::document::{self, Data, Entry, Node};
use crate::policy::pack::Pack;
use crate::source::{RuleText, Span};

/// A change to a case that makes it hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which expectation, in its order; none: the case itself.
    pub expectation: Option<usize>,
    /// The keys that lead to the value: `payments`, `市级`.
    pub path: Vec<String>,
    /// The value.
    pub value: Written,
}

/// A value of a case file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// The key is to be removed.
    Nothing,
    /// A text.
    Text(String),
    /// An amount in 元.
    Amount(Exact),
    /// Amounts, instalment by instalment.
    Each(Vec<Exact>),
    /// Texts.
    List(Vec<String>),
    /// Keys with values.
    Keys(Vec<(String, Written)>),
    /// Several of them.
    Several(Vec<Written>),
}

/// The case files that change, with their new text.
#[must_use]
pub fn bless(pack: &Pack, trials: &[Trial<'_>]) -> BTreeMap<String, String> {
    let mut changed = BTreeMap::new();
    for file in &pack.sources {
        let of_file =
            |t: &&Trial<'_>| t.case.span.file.name == file.name && t.differences.iter().any(|d| d.change.is_some());
        let differing: Vec<&Trial<'_>> = trials.iter().filter(of_file).collect();
        if differing.is_empty() {
            continue;
        }
        let edits: Vec<Edit> = differing.iter().flat_map(|trial| edits(file, trial)).collect();
        changed.insert(file.name.clone(), applied(&file.text, edits));
    }
    changed
}

/// A stretch of a file and what shall stand there.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

fn applied(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|e| (e.start, e.end));
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits.iter().filter(|e| e.start <= e.end) {
        // two changes of one stretch: the first holds, the next run shows what is left
        if let Some(before) = text.get(at..edit.start) {
            result.push_str(before);
            result.push_str(&edit.text);
            at = edit.end;
        }
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}

fn edits(file: &Arc<RuleText>, trial: &Trial<'_>) -> Vec<Edit> {
    let root = document::read(file).root;
    let case = entry(&root, "case")
        .and_then(|cases| items(&cases.value).into_iter().find(|case| is_case(case, &trial.case.span)));
    let Some(case) = case else { return Vec::new() };
    let mut edits: Vec<Edit> = Vec::new();
    for change in trial.differences.iter().filter_map(|d| d.change.as_ref()) {
        let place = match change.expectation {
            None => Some(case),
            Some(number) => entry(case, "expect").and_then(|e| items(&e.value).get(number).copied()),
        };
        edits.extend(place.and_then(|place| edit(place, &change.path, &change.value)));
    }
    if !edits.is_empty() {
        edits.extend(basis(case));
    }
    edits
}

fn is_case(node: &Node, name: &Span) -> bool {
    entry(node, "name").is_some_and(|e| e.value.span.start == name.start)
}

fn entry<'a>(node: &'a Node, key: &str) -> Option<&'a Entry> {
    match &node.data {
        Data::Table(entries) => entries.iter().find(|e| e.key == key),
        _ => None,
    }
}

/// The tables of a list of them, or the one that stands alone.
fn items(node: &Node) -> Vec<&Node> {
    match &node.data {
        Data::List(items) => items.iter().collect(),
        _ => vec![node],
    }
}

fn edit(table: &Node, path: &[String], value: &Written) -> Option<Edit> {
    let (key, rest) = path.split_first()?;
    match (entry(table, key), rest.is_empty(), value) {
        (Some(found), true, Written::Nothing) => Some(removal(found)),
        (Some(found), true, value) => {
            let whole = with_quotes(&found.value);
            Some(Edit { start: whole.start, end: whole.end, text: written(value) })
        }
        (Some(found), false, value) => edit(&found.value, rest, value),
        (None, true, Written::Nothing) => None,
        (None, true, value) => insertion(table, key, value),
        (None, false, _) => None,
    }
}

/// Removes a key with its value and the comma or the line that it stands with.
fn removal(entry: &Entry) -> Edit {
    let text = &entry.span.file.text;
    let (mut start, mut end) = (entry.span.start, with_quotes(&entry.value).end);
    let after = text.get(end..).unwrap_or_default();
    let before = text.get(..start).unwrap_or_default();
    let follows = after.trim_start();
    if let Some(rest) = follows.strip_prefix(',') {
        end = text.len() - rest.trim_start_matches([' ', '\t']).len();
    } else if before.trim_end().ends_with(',') {
        start = before.trim_end().len() - 1;
    } else if before.trim_end_matches([' ', '\t']).ends_with('\n')
        && after.trim_start_matches([' ', '\t']).starts_with('\n')
    {
        start = before.trim_end_matches([' ', '\t']).len();
        end = text.len() - after.trim_start_matches([' ', '\t']).len() + 1;
    }
    Edit { start, end, text: String::new() }
}

/// Adds a key behind the last one that stands in the table itself.
fn insertion(table: &Node, key: &str, value: &Written) -> Option<Edit> {
    let Data::Table(entries) = &table.data else { return None };
    let text = &table.span.file.text;
    let (key, value) = (quoted_key(key), written(value));
    let own = |e: &&Entry| !is_section(e, text);
    let Some(last) = entries.iter().rfind(own) else {
        let inside = text.get(..table.span.end)?.trim_end().strip_suffix('}')?.len();
        return Some(Edit { start: inside, end: inside, text: format!(" {key} = {value} ") });
    };
    let end = with_quotes(&last.value).end;
    if table.span.text().starts_with('{') {
        return Some(Edit { start: end, end, text: format!(", {key} = {value}") });
    }
    let line_end = text.get(end..)?.find('\n').map_or(text.len(), |i| end + i);
    Some(Edit { start: line_end, end: line_end, text: format!("\n{key} = {value}") })
}

/// Does a key stand in a heading of its own, `[[case.enterprise]]`?
fn is_section(entry: &Entry, text: &str) -> bool {
    let line = text.get(..entry.span.start).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
    line.trim_start().starts_with('[')
}

/// Takes the basis away; the old one stays as a comment.
fn basis(case: &Node) -> Option<Edit> {
    let found = entry(case, "basis")?;
    let Data::Text(old) = &found.value.data else { return None };
    if old.trim().is_empty() {
        return None;
    }
    let whole = with_quotes(&found.value);
    let rest = whole.file.text.get(whole.end..).and_then(|after| after.lines().next()).unwrap_or_default();
    let kept = if rest.trim().is_empty() {
        format!(" # {}", old.lines().collect::<Vec<_>>().join(" "))
    } else {
        String::new()
    };
    Some(Edit { start: whole.start, end: whole.end, text: format!("\"\"{kept}") })
}

/// A value with its quotes, where its span is that of the words inside.
fn with_quotes(node: &Node) -> Span {
    let (text, span) = (&node.span.file.text, node.span.clone());
    let quote = |c: Option<char>| c.filter(|c| matches!(c, '"' | '\''));
    let (before, after) = (text.get(..span.start).unwrap_or_default(), text.get(span.end..).unwrap_or_default());
    let is_inside = matches!(node.data, Data::Text(_)) && quote(span.text().chars().next()).is_none();
    match quote(before.chars().next_back()).filter(|_| is_inside) {
        Some(mark) if after.starts_with(mark) => {
            let many = before.len() - before.trim_end_matches(mark).len();
            Span { start: span.start - many, end: span.end + many, ..span }
        }
        _ => span,
    }
}

fn written(value: &Written) -> String {
    let list = |items: Vec<String>| format!("[{}]", items.join(", "));
    match value {
        Written::Nothing => String::new(),
        Written::Text(text) => quoted(text),
        Written::Amount(yuan) => quoted(&amount(*yuan)),
        Written::Each(amounts) => list(amounts.iter().map(|a| quoted(&amount(*a))).collect()),
        Written::List(texts) => list(texts.iter().map(|t| quoted(t)).collect()),
        Written::Several(values) => list(values.iter().map(written).collect()),
        Written::Keys(keys) => {
            let each: Vec<String> = keys.iter().map(|(k, v)| format!("{} = {}", quoted_key(k), written(v))).collect();
            format!("{{ {} }}", each.join(", "))
        }
    }
}

/// An amount as a clause writes it: in 万元 where that is a whole number.
fn amount(yuan: Exact) -> String {
    let wan = yuan.div(Exact::from(10_000)).and_then(Exact::as_integer).filter(|n| *n != 0);
    wan.map_or_else(|| format!("{yuan}元"), |n| format!("{n}万元"))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A key as it must be written: quoted unless it is plain.
fn quoted_key(key: &str) -> String {
    let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if plain { key.to_owned() } else { quoted(key) }
}
