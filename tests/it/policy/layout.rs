//! `rules fmt`: the layout of rule files.

use std::sync::Arc;

use duixian::policy::document::{self, Data, Node};
use duixian::policy::{compile, grammar, layout, meaning};
use duixian::source::RuleText;
use proptest::prelude::*;

use super::folder::{base_with, repository};
use crate::packs::{root, sources};

fn formatted(text: &str) -> String {
    let once = layout::format("measures/x.toml", text).expect("it is TOML");
    let twice = layout::format("measures/x.toml", &once).expect("it still is");
    assert_eq!(once, twice, "not idempotent");
    once
}

/// The packs of the repository that people read and copy.
fn shipped() -> Vec<std::path::PathBuf> {
    let mut packs: Vec<_> = std::fs::read_dir(root().join("rules")).unwrap().map(|e| e.unwrap().path()).collect();
    packs.retain(|path| path.join("pack.toml").is_file());
    packs.sort();
    assert!(!packs.is_empty());
    packs
}

#[test]
fn the_shipped_packs_are_laid_out() {
    for pack in shipped() {
        for source in sources(&pack).iter().filter(|s| grammar::of_file(&s.name).is_some()) {
            let text = layout::format(&source.name, &source.text).unwrap();
            assert!(text == source.text, "{}/{}: run `duixian rules fmt`", pack.display(), source.name);
        }
    }
}

#[test]
fn equals_signs_stand_in_one_column_until_an_empty_line() {
    let text = "id=\"a\"\ntitle   = 'b'\n# of both\nkind = \"payout\"\n\n\n\nlonger_than_all=1\n";
    assert_eq!(formatted(text), "id    = \"a\"\ntitle = 'b'\n# of both\nkind  = \"payout\"\n\nlonger_than_all = 1\n");
    // how wide a Chinese key is, nobody can say
    assert_eq!(formatted("a=1\n\"企业\"   =2\n"), "a = 1\n\"企业\" = 2\n");
}

#[test]
fn sections_have_one_empty_line_before_them_and_their_comment() {
    let text = "\n\n# head\nid = 1\n[award]\na=1\n# of the share\n[[ award . share ]] # why\nb=2\n# end of it\n\n[status]\nc=3";
    let want = "# head\nid = 1\n\n[award]\na = 1\n\n# of the share\n[[award.share]]  # why\nb = 2\n# end of it\n\n[status]\nc = 3\n";
    assert_eq!(formatted(text), want);
}

#[test]
fn lists_stay_broken_or_whole_as_their_author_had_them() {
    assert_eq!(formatted("a = [ 1,2 , 3, ]\n"), "a = [1, 2, 3]\n");
    assert_eq!(formatted("a = [1,\n2\n]\n"), "a = [\n  1,\n  2,\n]\n");
    assert_eq!(formatted("a=[]\nb={}\n"), "a = []\nb = {}\n");
    let nested =
        "versions=[{from=2023-01-01,bands=[\n{from=\"0元\",rate=\"1%\"} ,\n\n# open\n{over=\"1元\",rate=\"2%\"}]}]\n";
    let want = "versions = [{ from = 2023-01-01, bands = [\n  { from = \"0元\", rate = \"1%\" },\n\n  # open\n  { over = \"1元\", rate = \"2%\" },\n] }]\n";
    assert_eq!(formatted(nested), want);
}

#[test]
fn a_comment_in_a_list_stays_with_what_it_is_about() {
    let text = "a = [ # all\n1, # one\n2 # two\n, 3 # three\n# end\n]\n";
    assert_eq!(formatted(text), "a = [\n  # all\n  1,  # one\n  2,  # two\n  3,  # three\n  # end\n]\n");
}

#[test]
fn expressions_get_the_printers_spaces_and_keep_their_words() {
    let when = |words: &str| {
        let text = formatted(&format!("[[condition]]\nwhen = \"{words}\"\n"));
        text.lines().last().unwrap().trim_start_matches("when = ").trim_matches('"').to_owned()
    };
    assert_eq!(when("产值  不低于1亿元  且 (甲+乙)*3>2元"), "产值 不低于 1亿元 且 (甲 + 乙) * 3 > 2元");
    assert_eq!(when("合作单位类型 属于{“高等院校”、“科研院所”}"), "合作单位类型 属于 {“高等院校”, “科研院所”}");
    assert_eq!(when("a  and  b"), "a and b");
    // brackets that change nothing were written for somebody
    assert_eq!(when("(甲  且 乙) 且 丙"), "(甲  且 乙) 且 丙");
    // what is no expression is not touched
    assert_eq!(when("甲  且"), "甲  且");
    let text = "[[condition]]\notherwise = \"甲   乙\"\nid = \"a+b\"\n";
    assert!(formatted(text).contains("\"甲   乙\"") && formatted(text).contains("\"a+b\""));
}

#[test]
fn line_ends_and_the_mark_stay() {
    let text = layout::format("pack.toml", "\u{feff}a=1\r\nbb=2\r\n").unwrap();
    assert_eq!(text, "\u{feff}a  = 1\r\nbb = 2\r\n");
}

#[test]
fn numbers_texts_and_days_keep_every_digit() {
    let text = "a = [+0.10, 1_000, 0x1F, 1e3, 2023-01-01 08:00:00, '''\nx''', \"\"\"\n  y\"\"\"]\n\"b c\".d = 1\n";
    assert_eq!(formatted(text), text);
}

#[test]
fn what_is_not_toml_is_said_and_not_touched() {
    let found = layout::format("pack.toml", "a = \nb = 1\n").unwrap_err();
    assert!(found.iter().all(|f| f.code.id == "policy/syntax"));
}

#[test]
fn laid_out_packs_mean_what_they_meant() {
    for folder in
        [repository().join("rules/zhuzhou"), repository().join("rules/comparisons"), repository().join("benches/rules")]
    {
        let before = sources(&folder);
        let after: Vec<_> = before
            .iter()
            .map(|s| {
                // as ugly as it can be, and back
                let squeezed = if s.name.ends_with(".toml") {
                    s.text.replace(" = ", "=").replace("\n\n", "\n")
                } else {
                    s.text.clone()
                };
                let text = if grammar::of_file(&s.name).is_some() {
                    layout::format(&s.name, &squeezed).unwrap()
                } else {
                    squeezed
                };
                duixian::policy::Source { name: s.name.clone(), text }
            })
            .collect();
        let digest = |files: &[duixian::policy::Source]| meaning::digest(&compile(files).expect("it compiles").0);
        assert_eq!(digest(&before), digest(&after), "{}", folder.display());
    }
}

/// A piece of TOML with comments, odd spaces and all kinds of values.
fn toml() -> impl Strategy<Value = String> {
    let plain = prop_oneof![
        Just("1".to_owned()),
        Just("-0.50".to_owned()),
        Just("2023-01-01".to_owned()),
        Just("true".to_owned()),
        Just("\"甲 # 乙, ]\"".to_owned()),
        Just("'a\"b'".to_owned()),
        Just("\"\"\"\nx ] \\\n  y\"\"\"".to_owned()),
    ];
    let space = prop_oneof![Just(""), Just(" "), Just("\n"), Just(" # c\n"), Just("\n\n\n  # d, ]\n\n")];
    let value = plain.prop_recursive(4, 24, 4, move |inner| {
        let list = prop::collection::vec((space.clone(), inner.clone(), space.clone()), 0..4).prop_map(|items| {
            let each: Vec<String> = items.into_iter().map(|(a, v, b)| format!("{a}{v}{b}")).collect();
            format!("[{}]", each.join(","))
        });
        let table = prop::collection::vec(inner, 0..4).prop_map(|values| {
            let each: Vec<String> = values.into_iter().enumerate().map(|(i, v)| format!(" k{i}={v}  ")).collect();
            format!("{{{}}}", each.join(","))
        });
        prop_oneof![list, table]
    });
    prop::collection::vec((value, 0..6usize), 1..8).prop_map(|lines| {
        let mut text = String::new();
        for (i, (value, kind)) in lines.into_iter().enumerate() {
            text.push_str(match kind {
                0 => "\n\n\n",
                1 => "   # a comment  \n",
                2 => "# x\n\n# y\n",
                _ => "",
            });
            if kind == 3 {
                text.push_str(&format!("[ s{i} . \"名 称\" ]#z\n"));
            }
            if kind == 4 {
                text.push_str(&format!("[[l{i}]]\n"));
            }
            text.push_str(&format!("key{i}={value}{}\n", if kind == 5 { "   # behind" } else { "" }));
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn any_file_keeps_its_values_and_its_comments_and_settles_at_once(text in toml()) {
        let Some(before) = values(&text) else { return Ok(()) };
        let once = layout::format("measures/x.toml", &text).unwrap();
        prop_assert_eq!(&layout::format("measures/x.toml", &once).unwrap(), &once);
        prop_assert_eq!(values(&once), Some(before));
        let comments = |text: &str| {
            let lexed = toml_comments(text);
            let mut sorted = lexed;
            sorted.sort();
            sorted
        };
        prop_assert_eq!(comments(&once), comments(&text));
    }
}

/// All keys and values in their order; `None` where the text is not TOML.
fn values(text: &str) -> Option<String> {
    fn said(node: &Node) -> String {
        match &node.data {
            Data::List(items) => format!("[{}]", items.iter().map(said).collect::<Vec<_>>().join(",")),
            Data::Table(entries) => {
                let each = entries.iter().map(|e| format!("{:?}={}", e.key, said(&e.value)));
                format!("{{{}}}", each.collect::<Vec<_>>().join(","))
            }
            plain => format!("{plain:?}"),
        }
    }
    let file = Arc::new(RuleText { name: String::new(), text: text.to_owned() });
    let read = document::read(&file);
    read.mistakes.is_empty().then(|| said(&read.root))
}

/// Comments found without the formatter's own reader: what follows a # outside of quotes.
fn toml_comments(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['#', '"', '\'']) {
        let here = &rest[at..];
        let skip = if let Some(inner) = here.strip_prefix("\"\"\"") {
            3 + inner.find("\"\"\"").unwrap() + 3
        } else if here.starts_with('#') {
            let end = here.find('\n').unwrap_or(here.len());
            found.push(here[..end].trim_end().to_owned());
            end
        } else {
            let quote = here.chars().next().unwrap();
            1 + here[1..].find(quote).unwrap() + 1
        };
        rest = &here[skip..];
    }
    found
}

#[test]
fn damaged_files_are_findings_or_are_laid_out_but_never_a_panic() {
    for source in base_with(&[]) {
        for (at, _) in source.text.char_indices().filter(|(at, _)| at % 5 == 0) {
            let mut cut = source.text.clone();
            cut.truncate(at);
            let _ = layout::format(&source.name, &cut);
        }
    }
}
