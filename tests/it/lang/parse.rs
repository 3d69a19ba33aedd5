//! What can be read and what cannot, with the words that the caret stands under.

use duixian::lang::{is_name, parse};
use duixian::source::Place;

use super::world::span;

/// The codes of what is wrong, each with the words it is about.
fn wrong(text: &str) -> Vec<(&'static str, String)> {
    let Err(findings) = parse(text, &span(text)) else {
        panic!("should not parse: {text}");
    };
    findings
        .iter()
        .map(|f| {
            assert!(!f.message.zh.is_empty() && !f.message.en.is_empty());
            assert!(!f.remedy.zh.is_empty() && !f.remedy.en.is_empty());
            let Place::Rule(span) = &f.place else {
                panic!("a place in the rule");
            };
            (f.code.id, span.text().to_owned())
        })
        .collect()
}

#[test]
fn mistakes_stand_under_their_caret() {
    for (text, code, words) in [
        ("产值 # 1", "lang/character", "#"),
        ("“甲", "lang/unclosed", "“甲"),
        ("(1 + 2", "lang/unclosed", "("),
        ("1 + 2)", "lang/unclosed", ")"),
        ("最小值(1, 2", "lang/unclosed", "("),
        ("1 属于 {1, 2", "lang/unclosed", "{"),
        ("500万", "lang/literal", "500万"),
        ("产值 超过 5千万元", "lang/literal", "5千万元"),
        ("2023-13-01", "lang/literal", "2023-13-01"),
        ("2023-1-1", "lang/literal", "2023-1-1"),
        ("2023年1月1日", "lang/literal", "2023年1月1日"),
        ("1e3", "lang/literal", "1e3"),
        ("1.2.3", "lang/literal", "1.2.3"),
        ("1 + ", "lang/syntax", "+"),
        ("", "lang/syntax", ""),
        ("1 2", "lang/syntax", "2"),
        ("产值 产值", "lang/syntax", "产值"),
        ("* 2", "lang/syntax", "*"),
        ("若 是 则 1", "lang/syntax", "1"),
        ("若 是 1", "lang/syntax", "1"),
        ("1 < 2 < 3", "lang/syntax", "<"),
        ("1 属于 2", "lang/syntax", "2"),
        ("1 属于 {}", "lang/syntax", "{}"),
        ("合计(产值)", "lang/syntax", ")"),
        ("存在(1)", "lang/syntax", "1"),
        ("存在(甲 乙)", "lang/syntax", "乙"),
        ("核定()", "lang/syntax", ")"),
        ("核定(a + b)", "lang/syntax", "a + b"),
        ("“甲” = “乙”且x", "lang/syntax", "且x"),
    ] {
        let found = wrong(text);
        assert_eq!(found[0], (code, words.to_owned()), "{text}");
    }
}

#[test]
fn advice_says_what_was_probably_meant() {
    for (text, advice) in [
        ("是 && 否", "且"),
        ("是 || 否", "或"),
        ("!是", "非"),
        ("3O %", "12%"),
        ("1元 + 12,345元", "千分位"),
        ("“甲” = “乙”且x", "空格"),
        ("1 < 2 < 3", "且"),
        ("500万", "500万元"),
        ("2023年1月1日", "2023-01-31"),
        ("", "20万元"),
    ] {
        let found = parse(text, &span(text)).expect_err(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].remedy.zh.contains(advice), "{text}: {}", found[0].remedy.zh);
    }
}

#[test]
fn all_mistakes_at_once() {
    let found = wrong("500万 + # + 2023-13-01");
    assert_eq!(found.len(), 3, "{found:?}");
    let found = wrong("最小值(1 +, 2 *, 3)");
    assert_eq!(found.len(), 2, "{found:?}");
    let found = wrong("合计(* 1, 2)");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_run_is_read_whole() {
    for name in [
        "超过部分",
        "非税收入",
        "或有负债",
        "Ⅰ类知识产权数",
        "是否规上",
        "不足额",
        "5G产业",
        "notes",
        "and_more",
        "属于本市",
        "于都县",
        "当年实付金额",
        "等于号",
        "x1",
        "本年研发费用",
    ] {
        assert!(is_name(name), "{name}");
    }
    for text in ["且", "and", "超过", "超过3", "且非", "12", "7万元", "a b", "a-b", "“甲”", "", "2023-01-01"]
    {
        assert!(!is_name(text), "{text}");
    }
}

#[test]
fn limits_hold_without_overflowing_the_stack() {
    let deep = |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(50_000), close.repeat(50_000));
    for text in [
        deep("(", "1", ")"),
        deep("(", "1", ")")[..4_000].to_owned(),
        "最大(".repeat(1_500),
        "若 是 则 ".repeat(1_000),
        "非 ".repeat(4_000) + "是",
        "-".repeat(4_000) + "1",
        vec!["1"; 2_000].join(" + "),
        vec!["1"; 90_000].join(" + "),
        "核定(".repeat(1_000),
        "1 属于 {".repeat(500),
    ] {
        let found = wrong(&text);
        assert!(found.iter().any(|(code, _)| *code == "lang/limit" || *code == "lang/unclosed"), "{}", &text[..20]);
    }
    assert!(parse(&vec!["1"; 100].join(" + "), &span("")).is_ok());
    // nested scalar functions that share their name with an aggregate are read once, not twice a level
    let nested = "最大(1, ".repeat(90) + "1" + &")".repeat(90);
    assert!(parse(&nested, &span(&nested)).is_ok());
}

#[test]
fn places_in_a_rule_file() {
    let file = "when = \"产值 >= 1 +\"\n";
    let mut at = span(file);
    at.start = file.find('"').expect("quote");
    at.end = file.rfind('"').expect("quote") + 1;
    let findings = parse("产值 >= 1 +", &at).expect_err("incomplete");
    let Place::Rule(found) = &findings[0].place else {
        panic!("a place");
    };
    assert_eq!((found.text(), found.start), ("+", file.find('+').expect("plus")));
    // where the text does not stand in the file as it is, the whole span is named
    let findings = parse("“甲” +", &at).expect_err("incomplete");
    assert_eq!(findings[0].place, Place::Rule(at));
}

#[test]
fn another_word_for_an_operator_is_answered_with_the_word() {
    for (said, meant) in [
        ("不晚于", "不超过"),
        ("不早于", "不低于"),
        ("早于", "不足"),
        ("晚于", "超过"),
        ("小于", "不足"),
        ("大于", "超过"),
        ("大于等于", "不低于"),
        ("并且", "且"),
        ("或者", "或"),
    ] {
        let text = format!("甲 {said} 乙");
        let found = parse(&text, &span(&text)).expect_err("no word of the language");
        assert!(found[0].remedy.zh.starts_with(&format!("写“{meant}”")), "{said}: {}", found[0].remedy.zh);
        assert!(found[0].remedy.en.starts_with(&format!("write `{meant}`")), "{said}: {}", found[0].remedy.en);
    }
    let text = "甲 超过 100元 以上";
    let found = parse(text, &span(text)).expect_err("no word of the language");
    assert!(found[0].remedy.zh.contains("不低于"), "{}", found[0].remedy.zh);
    let text = "发证日期 不超过 2023-6-3";
    let found = parse(text, &span(text)).expect_err("no date");
    assert_eq!(found[0].remedy.zh, "月、日写两位：2023-06-03");
}
