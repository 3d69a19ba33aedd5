//! Hostile and clumsy packs: whatever stands in the folder, there are findings with a place and a remedy, or there is a
//! pack; never a panic, and never the first mistake alone.

use duixian::diagnostic::Finding;
use duixian::policy::{Source, compile};
use duixian::source::Place;

use super::folder::base_with;

/// What is found: code and the words it is about; every finding has a remedy, and a place if it is about a file.
fn found(files: &[Source]) -> Vec<(&'static str, String)> {
    let (Ok((_, found)) | Err(found)) = compile(files);
    said(&found)
}

/// The same of findings at hand.
pub fn said(found: &[Finding]) -> Vec<(&'static str, String)> {
    found
        .iter()
        .map(|f| {
            assert!(!f.message.zh.is_empty() && !f.remedy.zh.is_empty() && !f.remedy.en.is_empty(), "{f:?}");
            let words = match &f.place {
                Place::Rule(span) => {
                    assert!(span.file.text.get(span.start..span.end).is_some(), "{f:?} is outside of its file");
                    span.text().to_owned()
                }
                _ => {
                    assert_eq!(f.code.id, "policy/missing-file");
                    String::new()
                }
            };
            (f.code.id, words)
        })
        .collect()
}

fn codes(files: &[Source]) -> Vec<&'static str> {
    found(files).into_iter().map(|(code, _)| code).collect()
}

/// The base pack with one text of one file replaced by another.
fn with(file: &str, old: &str, new: &str) -> Vec<Source> {
    let mut files = base_with(&[]);
    let changed = files.iter_mut().find(|f| f.name == file).expect("the file is there");
    assert!(changed.text.contains(old), "{file} does not say {old}");
    changed.text = changed.text.replacen(old, new, 1);
    files
}

const GRANT: &str = "measures/grant.toml";

#[test]
fn a_folder_with_nothing_in_it() {
    assert_eq!(codes(&[]), ["policy/missing-file", "policy/missing-file"]);
    let empty = |name: &str| Source { name: name.to_owned(), text: String::new() };
    let found = codes(&[empty("pack.toml"), empty("fields.toml")]);
    assert_eq!(found.iter().filter(|c| **c == "policy/missing-key").count(), found.len(), "{found:?}");
    assert!(found.len() >= 6, "{found:?}");
}

#[test]
fn anything_may_be_typed_into_any_file() {
    let junk = [
        "",
        "\0",
        "\u{feff}",
        "]]]]",
        "= = =",
        "[[[[",
        "a = ",
        "'",
        "\"\"\"",
        "\u{202e}甲 = 1",
        "a.b.c = 1\na.b = 2",
        "[a]\n[a]",
        "[[a]]\n[a]",
        "x = 1979-05-27T07:32:00Z",
        "x = inf",
        "x = 9999999999999999999999999999",
        "\r",
        "a\u{0}b = 1",
    ];
    for name in base_with(&[]).iter().map(|f| f.name.clone()) {
        for text in junk {
            let _ = codes(&base_with(&[(&name, text)]));
        }
    }
}

#[test]
fn deep_and_long_files_are_refused_or_read_in_time() {
    let deep = [
        format!("x = {}{}", "[".repeat(5_000), "]".repeat(5_000)),
        format!("{}b = 1", "a.".repeat(20_000)),
        format!("x = {}1{}", "{ a = ".repeat(5_000), " }".repeat(5_000)),
    ];
    for text in deep {
        let mut files = base_with(&[]);
        files.iter_mut().find(|f| f.name == "pack.toml").expect("it is there").text.push_str(&text);
        assert!(codes(&files).contains(&"policy/syntax"));
    }
    for text in [format!("{}1{}", "(".repeat(3_000), ")".repeat(3_000)), "非 ".repeat(6_000) + "获得称号"] {
        let files = with("definitions.toml", "研发费用 超过 0元", &text);
        assert!(codes(&files).contains(&"lang/limit"));
    }
    // 10,000 lines of definitions, each of which stands on the one before: too deep, said once for each file at most
    let mut long = String::new();
    for i in 0..2_500 {
        let before = if i == 0 { "研发费用".to_owned() } else { format!("甲{}", i - 1) };
        long.push_str(&format!("[[define]]\nname = \"甲{i}\"\nvalue = \"{before} + 1元\"\n\n"));
    }
    long.push_str("[[define]]\nname = \"投入研发\"\nvalue = \"甲2499 超过 0元\"\n");
    assert_eq!(long.lines().count(), 10_003);
    let found = codes(&base_with(&[("definitions.toml", &long)]));
    assert_eq!(found, ["policy/deep"], "{} findings", found.len());
}

#[test]
fn circles_are_shown_whole_and_all_of_them() {
    let text = r#"
[[define]]
name  = "投入研发"
value = "甲 且 获得称号"
[[define]]
name  = "甲"
value = "乙 或 丙"
[[define]]
name  = "乙"
value = "投入研发"
[[define]]
name  = "丙"
value = "丙"
"#;
    let (Ok((_, found)) | Err(found)) = compile(&base_with(&[("definitions.toml", text)]));
    let said: Vec<&str> = found.iter().map(|f| f.message.zh.as_str()).collect();
    assert_eq!(said, ["定义互相引用成了一个圈：投入研发 → 甲 → 乙 → 投入研发", "定义互相引用成了一个圈：丙 → 丙"]);
}

#[test]
fn numbers_are_quoted_and_have_their_unit() {
    let rate = |new: &str| found(&with(GRANT, "value = \"10%\"", &format!("value = {new}")));
    for float in ["0.1", "1e-1", "nan", "-inf", "0.1234567890123456789"] {
        assert_eq!(rate(float), [("policy/float", float.to_owned())], "{float}");
    }
    assert_eq!(rate("\"0.1\""), []);
    let cap = |new: &str| found(&with(GRANT, "cap    = \"20万元\"", &format!("cap = {new}")));
    assert_eq!(cap("200000"), [("policy/wrong-type", "200000".to_owned())]);
    assert_eq!(cap("0x20"), [("policy/wrong-type", "0x20".to_owned())]);
    assert_eq!(cap("\"200000\""), [("lang/unit", "200000".to_owned())]);
    assert_eq!(cap("\"20万\""), [("lang/literal", "20万".to_owned())]);
    assert_eq!(cap("\"\""), [("lang/syntax", "\"\"".to_owned())]);
    assert_eq!(cap("\"２０万元\""), []);
}

#[test]
fn dates_are_days() {
    let from = |new: &str| {
        found(&with(GRANT, "effective = { from = 2023-01-01 }", &format!("effective = {{ from = {new} }}")))
    };
    for wrong in ["2023-01-01T00:00:00", "2023-01-01T00:00:00+08:00", "07:32:00"] {
        assert_eq!(from(wrong), [("policy/wrong-type", wrong.to_owned())]);
    }
    assert_eq!(from("2023-02-30"), [("policy/syntax", "2023-02-30".to_owned())]);
    assert_eq!(from("\"2023-01-01\""), [], "a quoted day is a day");
    assert_eq!(found(&with(GRANT, "effective = { from = 2023-01-01 }", "effective.from = 2023-01-01")), []);
}

#[test]
fn what_is_written_twice_is_said_with_its_place() {
    let twice = |file: &str, more: &str| {
        let mut files = base_with(&[]);
        files.iter_mut().find(|f| f.name == file).expect("the file is there").text.push_str(more);
        codes(&files)
    };
    assert!(twice("pack.toml", "\n[offset]\n").contains(&"policy/syntax"));
    assert_eq!(twice("pack.toml", "\n[[payer]]\nid = \"市级\"\nunit = \"甲\"\n"), ["policy/duplicate"]);
    let twin = |name: &str| {
        let define = format!("\n[[define]]\nname = \"{name}\"\nvalue = \"研发费用\"\n");
        let mut files = with(GRANT, "补助比例 * 研发费用", "补助比例 * 研发费用 + 甲A - 甲A");
        let file = files.iter_mut().find(|f| f.name == "definitions.toml").expect("it is there");
        file.text.push_str("\n[[define]]\nname = \"甲A\"\nvalue = \"1元\"\n");
        file.text.push_str(&define);
        found(&files)
    };
    assert_eq!(twin("甲A"), [("policy/duplicate", "甲A".to_owned())]);
    assert_eq!(twin("甲Ａ"), [("policy/duplicate", "甲Ａ".to_owned())], "full width");
    assert_eq!(twin("研发费用"), [("policy/clash", "研发费用".to_owned())]);
}

#[test]
fn marks_and_line_ends_of_any_editor_are_read() {
    let files: Vec<Source> = base_with(&[])
        .into_iter()
        .map(|f| Source { text: format!("\u{feff}{}", f.text.replace('\n', "\r\n")), ..f })
        .collect();
    assert_eq!(found(&files), []);
    // and the place is right behind the mark
    let mut files = files;
    let grant = files.iter_mut().find(|f| f.name == GRANT).expect("it is there");
    grant.text = grant.text.replace("kind      = \"payout\"", "kind = \"pay\"");
    assert_eq!(found(&files)[0], ("policy/unknown-word", "pay".to_owned()));
}

#[test]
fn a_divisor_of_zero_is_said_or_holds() {
    assert_eq!(
        found(&with("definitions.toml", "研发费用 超过 0元", "研发费用 / 0元 超过 1")),
        [("lang/zero", "0元".to_owned())]
    );
    // not written out: the pack is good, and the award that needs it is held (see the language's tests)
    assert_eq!(found(&with("definitions.toml", "研发费用 超过 0元", "研发费用 / (研发费用 - 研发费用) 超过 1")), []);
}

#[test]
fn a_gap_on_the_day_that_is_asked_for_shows_what_there_is() {
    let files = with(
        GRANT,
        "{ from = 2023-01-01, value = \"10%\" }",
        "{ from = 2023-01-01, to = 2023-06-30, value = \"10%\" }, { from = 2024-01-01, value = \"12%\" }",
    );
    let (Ok((_, found)) | Err(found)) = compile(&files);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].code.id, "policy/gap");
    assert!(found[0].message.zh.contains("2023-01-01 至 2023-06-30、2024-01-01 起"), "{}", found[0].message.zh);
    assert!(found[0].related.is_some());
}

/// Appends to a file of the base pack.
fn and(file: &str, more: &str) -> Vec<Source> {
    let mut files = base_with(&[]);
    files.iter_mut().find(|f| f.name == file).expect("the file is there").text.push_str(more);
    files
}

#[test]
fn an_empty_list_is_refused_and_takes_nothing_with_it() {
    let parameter = "\n[[parameter]]\nname = \"空\"\nvalues = []\n";
    let lookup = |keys: &str, versions: &str| {
        format!("\n[[lookup]]\nname = \"空\"\nkeys = {keys}\nvalue = \"number\"\nversions = {versions}\n")
    };
    let bands = |versions: &str| {
        format!("\n[[bands]]\nname = \"空\"\nkind = \"marginal\"\nof = \"money\"\nversions = {versions}\n")
    };
    let rules = [
        parameter.to_owned(),
        lookup("[]", "[{ from = 2023-01-01, rows = [[\"1\"]] }]"),
        lookup("[\"text\"]", "[]"),
        lookup("[\"text\"]", "[{ from = 2023-01-01, rows = [] }]"),
        bands("[]"),
        bands("[{ from = 2023-01-01, bands = [] }]"),
    ];
    for rule in &rules {
        let found = found(&and("definitions.toml", rule));
        assert_eq!(found.len(), 1, "{rule}: {found:?}");
        assert!(["policy/wrong-type", "policy/bands"].contains(&found[0].0), "{rule}: {found:?}");
    }
    // wherever it is used
    let uses = [
        ("amount = \"补助比例 * 研发费用\"", "amount = \"空 * 研发费用\""),
        ("cap    = \"20万元\"", "cap = \"20万元 * 空\""),
        ("cap    = \"20万元\"", "floor = \"20万元 * 空\""),
        ("when      = \"获得称号 且 投入研发\"", "when = \"获得称号 且 投入研发 且 研发费用 超过 空 * 1元\""),
    ];
    for (old, new) in uses {
        let mut files = with(GRANT, old, new);
        files.iter_mut().find(|f| f.name == "definitions.toml").expect("it is there").text.push_str(parameter);
        let found = codes(&files);
        assert!(found.contains(&"policy/wrong-type"), "{new}: {found:?}");
        assert!(compile(&files).is_err(), "{new}");
    }
    for (file, more) in [
        ("pack.toml", "\n[[stacking]]\nid = \"a\"\nrule = \"highest\"\nmeasures = []\n"),
        (
            "pack.toml",
            "\n[[enterprise-cap]]\nid = \"a\"\nmeasures = []\nvalues = [{ from = 2023-01-01, value = \"1元\" }]\n",
        ),
        ("pack.toml", "\n[[enterprise-cap]]\nid = \"a\"\nmeasures = [\"grant\"]\nvalues = []\n"),
        ("pack.toml", "\n[[pool]]\nid = \"a\"\ntitle = \"甲\"\nrule = \"priority\"\nunit = \"1元\"\nbudget = []\n"),
    ] {
        let found = found(&and(file, more));
        assert!(found.contains(&("policy/wrong-type", "[]".to_owned())), "{more}: {found:?}");
    }
    let mut files = with(GRANT, "[[reference]]", "[reference]");
    assert_eq!(codes(&files), [""; 0], "one reference may be a section of its own");
    files = with("pack.toml", "measures     = [\"grant\"]", "measures = []");
    assert!(codes(&files).contains(&"policy/wrong-type"));
}

#[test]
fn a_veto_whose_name_is_broken_is_not_left_out() {
    for broken in ["[[parameter]]\nname = \"门槛\"\nvalues = []\n", "[[define]]\nname = \"门槛\"\nvalue = \"门槛\"\n"]
    {
        let mut files = and("pack.toml", "\n[veto]\nwhen = \"研发费用 超过 门槛\"\notherwise = \"甲\"\n");
        let definitions = files.iter_mut().find(|f| f.name == "definitions.toml").expect("it is there");
        definitions.text.push('\n');
        definitions.text.push_str(broken);
        let found = compile(&files).expect_err("it is refused");
        assert_eq!(found.len(), 1, "{found:?}");
    }
}

#[test]
fn a_payer_that_is_not_known_leaves_the_lead_alone_and_a_share_without_quotes_is_written() {
    let said = |first: &str, share: &str| {
        let text = format!(
            "lead = \"市级\"\n\n[[award.share]]\npayer = \"{first}\"\nshare = {share}\n\n[[award.share]]\npayer = \"县级\"\n"
        );
        let mut files = base_with(&[]);
        let grant = files.iter_mut().find(|f| f.name == GRANT).expect("it is there");
        let end = grant.text.find("\n[[award.share]]").expect("it has shares");
        grant.text.replace_range(end.., &text);
        found(&files).into_iter().filter(|(code, _)| *code != "policy/unused").collect::<Vec<_>>()
    };
    assert_eq!(said("市级", "\"50%\""), []);
    assert_eq!(said("市", "\"50%\""), [("policy/unknown-name", "市".to_owned())]);
    assert_eq!(said("市级", "0.5"), [("policy/float", "0.5".to_owned())]);
}

/// The remedies of what is found in the base pack with one text of one file replaced.
fn remedies(file: &str, old: &str, new: &str) -> Vec<String> {
    let (Ok((_, found)) | Err(found)) = compile(&with(file, old, new));
    found.into_iter().map(|f| f.remedy.zh).collect()
}

#[test]
fn the_remedy_names_what_was_meant() {
    let from = "effective = { from = 2023-01-01 }";
    for slip in ["2023-1-1", "2023-1-01", "2023/1/1"] {
        let said = remedies(GRANT, from, &format!("effective = {{ from = {slip} }}"));
        assert!(said.iter().any(|r| r == "月、日写两位：2023-01-01"), "{slip}: {said:?}");
    }
    let when = "when      = \"获得称号 且 投入研发\"";
    let said = remedies(GRANT, when, "when = \"所属县 = \"东县\"\"");
    assert!(said[0].contains("用 “ ”"), "{said:?}");
    for slip in ["when ＝ \"获得称号\"", "when：\"获得称号\""] {
        let said = remedies(GRANT, when, slip);
        assert!(said[0].contains("半角的 ="), "{slip}: {said:?}");
    }
    let reference = "[[reference]]\ndocument = \"示例办法\"\ntext     = \"按研发费用的一定比例给予补助\"\nstanding = \"demonstration\"\n";
    let said = remedies(GRANT, reference, "");
    assert!(said[0].contains("standing = \"demonstration\""), "{said:?}");
    // and what it says can be written
    let sample = said[0].strip_prefix("补上，例如：").expect("a sample").to_owned();
    let mut files = with(GRANT, reference, "");
    let grant = files.iter_mut().find(|f| f.name == GRANT).expect("it is there");
    grant.text = format!("{sample}\n{}", grant.text);
    assert_eq!(found(&files), []);
}

#[test]
fn a_field_has_a_name_that_can_be_spoken_and_headings_of_its_own() {
    let field = |name: &str, headings: &str| {
        let new = format!(
            "{{ name = \"{name}\", type = \"yes/no\", empty = \"missing\", headings = [{headings}] }},\n  {{ name = \"获得称号\""
        );
        found(&with("fields.toml", "{ name = \"获得称号\"", &new))
    };
    assert_eq!(field("甲", "\"乙\""), []);
    for literal in ["是", "否", "true", "且", "12", "1元", "2023-01-01", "甲 - 乙"] {
        assert_eq!(field(literal, ""), [("policy/clash", literal.to_owned())]);
    }
    assert_eq!(field("甲", "\"研发费用\""), [("policy/fields", "研发费用".to_owned())], "the name of another field");
    let twice = "{ name = \"甲\", type = \"money\", empty = \"missing\", headings = [\"费用\"] },\n  { name = \"乙\", type = \"money\", empty = \"missing\", headings = [\"费用\"] },\n  { name = \"获得称号\"";
    let found = found(&with("fields.toml", "{ name = \"获得称号\"", twice));
    assert_eq!(found, [("policy/fields", "费用".to_owned())]);
    let years = twice.replace("empty = \"missing\", headings", "empty = \"missing\", year = 0, headings").replacen(
        "year = 0",
        "year = -1",
        1,
    );
    assert_eq!(codes(&with("fields.toml", "{ name = \"获得称号\"", &years)), [""; 0], "the year tells them apart");
}

#[test]
fn shares_that_change_through_a_definition_are_added_up_on_each_day() {
    let share = |later: &str| {
        let values = format!(
            "[[parameter]]\nname = \"市级比例\"\nvalues = [{{ from = 2023-01-01, to = 2023-12-31, value = \"50%\" }}, {{ from = 2024-01-01, value = \"{later}\" }}]\n[[define]]\nname = \"市级份额\"\nvalue = \"市级比例\"\n\n[[condition]]"
        );
        let mut files = with(GRANT, "[[condition]]", &values);
        let grant = files.iter_mut().find(|f| f.name == GRANT).expect("it is there");
        let end = grant.text.find("\n[[award.share]]").expect("it has shares");
        grant.text.replace_range(
            end..,
            "\n[[award.share]]\npayer = \"市级\"\nshare = \"市级份额\"\n[[award.share]]\npayer = \"县级\"\nshare = \"50%\"\n",
        );
        codes(&files).contains(&"policy/shares")
    };
    assert!(!share("50%"));
    assert!(share("60%"));
}
