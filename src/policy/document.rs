//! A rule file as a tree of named values with their places, and reading one section of it by key.
//!
//! The only place that knows TOML. Numbers are kept as they are written: an integer is exact, a number
//! with a decimal point is kept as its text so that it never passes through a float (and is then refused
//! with the remedy to quote it). What the keys mean is not known here.

use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use crate::calendar::Date;
use crate::diagnostic::{Bilingual, Finding, codes::policy as codes};
use crate::say;
use crate::source::{Place, RuleText, Span};

/// How deep sections may be nested; a pack needs five.
const DEEPEST: usize = 32;

/// A value and where it is written. A text's span covers the words inside the quotes, if they stand there as they are.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where.
    pub span: Span,
    /// What.
    pub data: Data,
}

/// What can stand behind a key.
#[derive(Clone, Debug)]
pub enum Data {
    /// A quoted text.
    Text(String),
    /// A whole number.
    Integer(i128),
    /// A number with a decimal point or an exponent, or one too long: its words, never its value.
    Float(String),
    /// `true` or `false`.
    YesNo(bool),
    /// A day.
    Date(Date),
    /// A time of day, alone or with a date: its words.
    Time(String),
    /// A list.
    List(Vec<Node>),
    /// A section or an inline table, in the order of the file.
    Table(Vec<Entry>),
}

/// A key and what stands behind it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key is.
    pub span: Span,
    /// What stands behind it.
    pub value: Node,
}

/// A file as a tree.
#[derive(Clone, Debug)]
pub struct Document {
    /// The whole file: always a table.
    pub root: Node,
    /// What is not TOML in it, all of it. The tree then holds what could be understood all the same.
    pub mistakes: Vec<Finding>,
}

/// Reads a file.
#[must_use]
pub fn read(file: &Arc<RuleText>) -> Document {
    let (root, errors) = DeTable::parse_recoverable(&file.text);
    let mut mistakes: Vec<Finding> = errors.iter().map(|e| syntax(file, e.span(), e.message())).collect();
    let all = Span { file: Arc::clone(file), start: 0, end: file.text.len() };
    let data = table(file, root.get_ref(), 0, &mut mistakes);
    mistakes.sort_by(|a, b| a.place.cmp(&b.place));
    Document { root: Node { span: all, data }, mistakes }
}

fn syntax(file: &Arc<RuleText>, span: Option<std::ops::Range<usize>>, message: &str) -> Finding {
    let end = file.text.len();
    let range = span.unwrap_or(0..end);
    let place = Place::Rule(Span { file: Arc::clone(file), start: range.start.min(end), end: range.end.min(end) });
    // the parser calls a value that is not there an unquoted text
    let message = if range.is_empty() && message.starts_with("string values") { "missing value" } else { message };
    let zh = in_chinese(message);
    let line = line(&file.text, range.start.min(end));
    Finding::new(&codes::SYNTAX, place, say!("这里不是合格的 TOML：{zh}", "this is not TOML: {message}"))
        .remedy(remedy(message, line, file.text.get(range).unwrap_or_default()))
}

/// The line on which a place is.
fn line(text: &str, at: usize) -> &str {
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    let start = before.rfind(['\n', '\r']).map_or(0, |i| i + 1);
    let end = at + after.find(['\n', '\r']).unwrap_or(after.len());
    text.get(start..end).unwrap_or_default()
}

/// What to do about the slips that an author of rules makes; for others, what to look at.
fn remedy(message: &str, line: &str, words: &str) -> Bilingual {
    let date = |text: &str| {
        let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
        let [year, month, day] = parts.as_slice() else { return None };
        let number = |part: &str| part.parse::<i8>().ok();
        Date::new(year.parse().ok()?, number(month)?, number(day)?)
    };
    if let Some(day) = date(words).or_else(|| line.split(['=', ',', '}', ']', '#']).find_map(date))
        && !line.contains(&day.to_string())
    {
        return say!("月、日写两位：{day}", "write two digits for month and day: {day}");
    }
    let key = line.split(['"', '\'']).next().unwrap_or_default();
    if key.contains(['＝', '：']) || (message.starts_with("key with no value") && line.contains(['＝', '：'])) {
        return say!("键和值之间用半角的 =", "write a half-width = between key and value");
    }
    if line.matches('"').count() > 2 && message.starts_with("unexpected") {
        return say!(
            "引号里面的引号用 “ ” 或 「 」，外面的用半角的 \"",
            "write “ ” or 「 」 inside of a quoted text, and \" around it"
        );
    }
    say!(
        "检查引号、括号、等号是否成对，同一个键是否写了两次；文本要加引号",
        "check that quotes, brackets and equals signs are in place and that no key is written twice; texts need quotes"
    )
}

/// The parser's most frequent complaints in Chinese; another stays as it is.
fn in_chinese(message: &str) -> String {
    const KNOWN: &[(&str, &str)] = &[
        ("duplicate key", "同一个键写了两次"),
        ("missing opening quote", "少了前引号"),
        ("invalid basic string", "引号没有配对"),
        ("invalid literal string", "引号没有配对"),
        ("invalid multi-line", "引号没有配对"),
        ("unclosed array table", "节标题的方括号没有配对"),
        ("unclosed array", "方括号没有配对"),
        ("unclosed inline table", "花括号没有配对"),
        ("unclosed table", "节标题的方括号没有配对"),
        ("missing comma", "少了逗号"),
        ("extra comma", "多了逗号"),
        ("missing value", "等号后面没有值"),
        ("missing assignment", "少了等号"),
        ("extra assignment", "多了等号"),
        ("extra `=`", "多了等号"),
        ("unexpected `=`", "多了等号"),
        ("string values must be quoted", "文本要加引号"),
        ("key with no value", "键后面没有等号和值"),
        ("missing key", "少了键"),
        ("unquoted keys cannot", "等号前面没有键"),
        ("invalid unquoted key", "键里有不能用的字符；中文的键要加引号"),
        ("unexpected key or value", "这里多了内容，可能少了换行或逗号"),
        ("unexpected content", "这里多了内容"),
        ("unexpected leading zero", "数不能以 0 开头"),
        ("carriage return must", "换行符不完整"),
        ("invalid date,", "没有这一天"),
        ("invalid date", "日期的写法不对，应当像 2023-01-31"),
        ("invalid time", "时间的写法不对；这里只用日期，如 2023-01-31"),
        ("recursion limit", "嵌套太深"),
        ("cannot recurse further", "嵌套太深"),
    ];
    KNOWN.iter().find(|(en, _)| message.starts_with(en)).map_or_else(|| message.to_owned(), |(_, zh)| (*zh).to_owned())
}

fn table(file: &Arc<RuleText>, table: &DeTable<'_>, depth: usize, mistakes: &mut Vec<Finding>) -> Data {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            span: span(file, key.span()),
            value: node(file, value.get_ref(), value.span(), depth + 1, mistakes),
        })
        .collect();
    entries.sort_by_key(|e| e.span.start);
    Data::Table(entries)
}

fn node(
    file: &Arc<RuleText>,
    value: &DeValue<'_>,
    range: std::ops::Range<usize>,
    depth: usize,
    mistakes: &mut Vec<Finding>,
) -> Node {
    let mut at = span(file, range.clone());
    if depth > DEEPEST {
        mistakes.push(syntax(file, Some(range), "recursion limit"));
        return Node { span: at, data: Data::Table(Vec::new()) };
    }
    let data = match value {
        DeValue::String(text) => {
            at = inside_quotes(at, text);
            Data::Text(text.to_string())
        }
        DeValue::Integer(number) => i128::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Data::Float(number.to_string()), Data::Integer),
        DeValue::Float(number) => Data::Float(number.to_string()),
        DeValue::Boolean(answer) => Data::YesNo(*answer),
        DeValue::Datetime(when) => {
            let words = when.to_string();
            Date::parse_iso(&words).map_or(Data::Time(words), Data::Date)
        }
        DeValue::Array(items) => {
            Data::List(items.iter().map(|item| node(file, item.get_ref(), item.span(), depth + 1, mistakes)).collect())
        }
        DeValue::Table(inner) => table(file, inner, depth, mistakes),
    };
    Node { span: at, data }
}

fn span(file: &Arc<RuleText>, range: std::ops::Range<usize>) -> Span {
    Span { file: Arc::clone(file), start: range.start, end: range.end }
}

/// A text without escapes stands in the file as it is: its place is then exact.
fn inside_quotes(whole: Span, text: &str) -> Span {
    match whole.text().find(text) {
        Some(offset) if !text.is_empty() => {
            Span { start: whole.start + offset, end: whole.start + offset + text.len(), ..whole }
        }
        _ => whole,
    }
}
