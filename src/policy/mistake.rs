//! The mistakes that can stand in any rule file, as findings with their remedies.
//! Mistakes that only one kind of rule can have are worded where that rule is read.

use super::document::{Data, Entry, Node};
use super::section::Said;
use crate::diagnostic::{Bilingual, Finding, codes::policy as codes, suggest::nearest};
use crate::say;
use crate::source::{Place, Span};

/// A key that nobody reads.
pub(super) fn unknown_key(entry: &Entry, known: &[&str]) -> Finding {
    let (key, list) = (&entry.key, known.join(", "));
    let finding = Finding::new(
        &codes::UNKNOWN_KEY,
        Place::Rule(entry.span.clone()),
        say!("这里没有“{key}”这个键", "there is no key `{key}` here"),
    );
    finding.remedy(match nearest(key, known.iter().copied()) {
        Some(near) => {
            say!("是否想写“{near}”？可用的键：{list}", "did you mean `{near}`? keys that can stand here: {list}")
        }
        None => say!("可用的键：{list}", "keys that can stand here: {list}"),
    })
}

/// A key that must be there.
pub(super) fn missing_key(section: &Span, key: &str) -> Finding {
    Finding::new(
        &codes::MISSING_KEY,
        Place::Rule(first_line(section)),
        say!("这里缺少“{key}”", "`{key}` is missing here"),
    )
    .remedy(match sample(key) {
        Some(sample) => say!("补上，例如：{sample}", "add it, such as: {sample}"),
        None => say!("补上 {key} = …", "add {key} = …"),
    })
}

/// How a key is written behind which no single value stands.
fn sample(key: &str) -> Option<&'static str> {
    const SAMPLES: [(&str, &str); 8] = [
        ("reference", "reference = [{ document = \"文件名称\", text = \"条款原文\", standing = \"demonstration\" }]"),
        ("payer", "payer = [{ id = \"市级\", unit = \"某市\" }]"),
        ("effective", "effective = { from = 2023-01-01 }"),
        ("values", "values = [{ from = 2023-01-01, value = \"10%\" }]"),
        ("budget", "budget = [{ from = 2023-01-01, to = 2023-12-31, value = \"100万元\" }]"),
        ("round", "round = { mode = \"down\", unit = \"1元\" }"),
        (
            "bands",
            "bands = [{ from = \"0元\", to = \"10万元\", rate = \"1%\" }, { over = \"10万元\", rate = \"0.5%\" }]",
        ),
        ("rows", "rows = [[\"天元区\", \"70%\"]]"),
    ];
    SAMPLES.iter().find(|(name, _)| *name == key).map(|(_, sample)| *sample)
}

/// A name that an expression cannot read as one.
pub(super) fn no_name(said: &Said) -> Finding {
    let (message, remedy) = unreadable(&said.text);
    Finding::new(&codes::CLASH, Place::Rule(said.span.clone()), message).remedy(remedy)
}

/// Why a text is no name, and what to do.
pub(super) fn unreadable(name: &str) -> (Bilingual, Bilingual) {
    (
        say!("表达式无法把“{name}”读作一个名称", "an expression cannot read `{name}` as one name"),
        say!(
            "只用汉字、字母和数字，不要空格和标点，不要单用运算词",
            "use letters, Chinese characters and digits only, no spaces or signs, and no operator word alone"
        ),
    )
}

/// A value of another kind than the key wants.
pub(super) fn wrong_type(node: &Node, zh: &str, en: &str) -> Finding {
    if let Data::Float(number) = &node.data {
        return Finding::new(
            &codes::FLOAT,
            Place::Rule(node.span.clone()),
            say!("带小数点的数“{number}”没有加引号", "the number `{number}` has a decimal point and no quotes"),
        )
        .remedy(if number.chars().all(|c| c.is_ascii_digit() || "+-.".contains(c)) {
            say!(
                "写成 \"{number}\"：加引号的数按原样读取，不会丢失精度",
                "write \"{number}\": a quoted number is read as it stands and loses nothing"
            )
        } else {
            say!(
                "写成加引号的普通小数或百分数，如 \"0.1\"、\"10%\"",
                "write a plain decimal or percentage in quotes, such as \"0.1\" or \"10%\""
            )
        });
    }
    let (is_zh, is_en) = kind(&node.data);
    Finding::new(
        &codes::WRONG_TYPE,
        Place::Rule(first_line(&node.span)),
        say!("这里要写{zh}，写的却是{is_zh}", "this must be {en}, not {is_en}"),
    )
    .remedy(match &node.data {
        Data::Integer(number) if en.contains("quote") => say!(
            "加上引号：\"{number}\"；是金额就写上单位：\"{number}元\"",
            "put quotes around it: \"{number}\"; an amount needs its unit: \"{number}元\""
        ),
        _ => say!("改成{zh}", "change it to {en}"),
    })
}

/// A list of which at least one is wanted, and that has none.
pub(super) fn empty(node: &Node, key: &str) -> Finding {
    Finding::new(
        &codes::WRONG_TYPE,
        Place::Rule(first_line(&node.span)),
        say!("“{key}”是空的，至少要有一项", "`{key}` is empty: there must be at least one"),
    )
    .remedy(say!("补上一项；整条用不着就整条删去", "add one, or remove the whole rule if nothing needs it"))
}

/// A word that is not one of a closed list.
pub(super) fn unknown_word(said: &Said, key: &str, words: &[&str]) -> Finding {
    let (word, list) = (&said.text, words.join(", "));
    Finding::new(
        &codes::UNKNOWN_WORD,
        Place::Rule(said.span.clone()),
        say!("{key} 不能是“{word}”", "{key} cannot be `{word}`"),
    )
    .remedy(match nearest(word, words.iter().copied()) {
        Some(near) => say!("是否想写“{near}”？可选：{list}", "did you mean `{near}`? choices: {list}"),
        None => say!("可选：{list}", "choices: {list}"),
    })
}

/// A name that stands for nothing. `zh` and `en` say what kind of thing was looked for.
pub(super) fn unknown_name(said: &Said, zh: &str, en: &str, known: &[&str]) -> Finding {
    let (name, list) = (&said.text, known.join("、"));
    Finding::new(
        &codes::UNKNOWN_NAME,
        Place::Rule(said.span.clone()),
        say!("没有名为“{name}”的{zh}", "there is no {en} `{name}`"),
    )
    .remedy(match (nearest(name, known.iter().copied()), known.is_empty()) {
        (Some(near), _) => say!("是否想写“{near}”？", "did you mean `{near}`?"),
        (None, false) => say!("现有的{zh}：{list}", "those that exist: {list}"),
        (None, true) => say!("这个政策包还没有任何{zh}，请先写上", "the pack has none yet: write one first"),
    })
}

/// Two things of one name.
pub(super) fn duplicate(said: &Said, zh: &str, en: &str, first: &Span) -> Finding {
    let name = &said.text;
    Finding::new(
        &codes::DUPLICATE,
        Place::Rule(said.span.clone()),
        say!("{zh}“{name}”写了两次", "the {en} `{name}` is written twice"),
    )
    .and_at(Place::Rule(first.clone()))
    .remedy(say!("删去一个，或者改名", "remove one of the two or give it another name"))
}

/// The first line of a span: a caret under a whole section helps nobody.
pub(super) fn first_line(span: &Span) -> Span {
    let length = span.text().find(['\n', '\r']).unwrap_or(span.text().len());
    Span { end: span.start + length, ..span.clone() }
}

fn kind(data: &Data) -> (&'static str, &'static str) {
    match data {
        Data::Text(_) => ("文本", "a text"),
        Data::Integer(_) => ("整数", "a whole number"),
        Data::Float(_) => ("小数", "a number with a decimal point"),
        Data::YesNo(_) => ("true 或 false", "true or false"),
        Data::Date(_) => ("日期", "a date"),
        Data::Time(_) => ("时间", "a time of day"),
        Data::List(_) => ("列表", "a list"),
        Data::Table(_) => ("一节", "a section"),
    }
}

/// An id goes into file names and CSV columns: small letters, digits and hyphens.
pub(super) fn id(said: &Said, found: &mut Vec<Finding>) {
    let fits = said.text.starts_with(|c: char| c.is_ascii_lowercase())
        && said.text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !said.text.ends_with('-');
    let text = &said.text;
    if !fits {
        found.push(
            Finding::new(
                &codes::ID,
                Place::Rule(said.span.clone()),
                say!("“{text}”不能作 id", "`{text}` cannot be an id"),
            )
            .remedy(say!(
                "id 只用小写英文字母、数字和连字符，如 rd-award；中文写在 title",
                "an id has small letters, digits and hyphens only, such as rd-award; Chinese goes into the title"
            )),
        );
    }
}
