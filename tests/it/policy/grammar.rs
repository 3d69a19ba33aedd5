//! What the rule files can say, beyond what the shipped pack says.

use duixian::lang::Key;
use duixian::policy::compile;
use duixian::policy::pack::{Amount, Due, MeasureKind, Weight};
use duixian::value::Value;

use super::folder::base_with;

fn codes(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    match compile(&base_with(changes)) {
        Ok((_, found)) | Err(found) => found.iter().map(|f| (f.code.id.to_owned(), f.message.zh.clone())).collect(),
    }
}

const HEAD: &str = r#"
id        = "grant"
title     = "研发补助"
kind      = "payout"
effective = { from = 2023-01-01 }

[[reference]]
document = "示例办法"
text     = "…"
standing = "verified"
"#;

/// A measure with the given rest; the pack's own tests and shared names are left out, so that nothing is unused.
fn measure(rest: &str) -> Vec<(&'static str, String)> {
    vec![
        ("measures/grant.toml", format!("{HEAD}{rest}")),
        ("definitions.toml", String::new()),
        ("tables/share.toml", String::new()),
        ("tests/grant.toml", String::new()),
    ]
}

fn found(rest: &str) -> Vec<(String, String)> {
    let files = measure(rest);
    let changes: Vec<(&str, &str)> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
    codes(&changes).into_iter().filter(|(_, message)| !message.contains("资金池")).collect()
}

#[test]
fn components_may_differ_in_payer_recipient_due_and_condition() {
    let rest = r#"
[award]
lead = "县级"

[[award.component]]
payer     = "市级"
amount    = "7万元"
recipient = "服务机构"
when      = "获得称号"
due       = 1

[[award.component]]
payer  = "县级"
amount = "3万元"
due    = "验收"
"#;
    let files = measure(rest);
    let changes: Vec<(&str, &str)> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
    let (pack, _) = compile(&base_with(&changes)).unwrap();
    let MeasureKind::Payout(award) = &pack.measures[0].kind else { panic!("it pays") };
    assert!(matches!(award.amount, Amount::OfComponents));
    assert_eq!(award.lead, 1);
    let [city, county] = award.components.as_slice() else { panic!("two components") };
    assert_eq!((city.number, city.recipient.as_str(), &city.due), (1, "服务机构", &Some(Due::Year(1))));
    assert_eq!((county.number, county.recipient.as_str()), (2, "企业"));
    assert_eq!(county.due, Some(Due::Stage("验收".to_owned())));
    assert!(city.when.is_some() && matches!(county.weight, Weight::Amount(_)));
}

#[test]
fn a_lookup_may_stand_in_csv_and_its_otherwise_fills_the_choices() {
    let lookup = r#"
[[lookup]]
name     = "县级比例"
keys     = ["所属县", "获得称号"]
value    = "number"
versions = [{ from = 2023-01-01, csv = "share.csv", otherwise = "50%" }]
"#;
    let grant = format!(
        "{HEAD}\n[award]\namount = \"10万元\"\nlead = \"市级\"\n[[award.share]]\npayer = \"市级\"\n[[award.share]]\npayer = \"县级\"\nshare = \"查(县级比例, 所属县, 获得称号)\"\n"
    );
    let files = [
        ("tables/share.toml", lookup),
        ("tables/share.csv", "所属县,获得称号,比例\r\n东县,是,30%\r\n\r\n西县,是,20%\r\n"),
        ("measures/grant.toml", grant.as_str()),
        ("definitions.toml", ""),
        ("tests/grant.toml", ""),
    ];
    let (pack, _) = compile(&base_with(&files)).unwrap();
    let rows = &pack.lookups[0].versions[0].value.rows;
    assert_eq!(rows.len(), 4);
    let share = |county: u32, titled: bool| match &rows[&vec![Key::Choice(county), Key::YesNo(titled)]] {
        Value::Number(n) => n.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!((share(0, true), share(1, true), share(1, false)), ("0.3".into(), "0.2".into(), "0.5".into()));
    let wrong = [
        files[0],
        ("tables/share.csv", "县,称号,比例\n北县,是,30%\n东县,30%\n东县,是,1\n东县,是,1\n"),
        files[2],
        files[3],
        files[4],
    ];
    let codes: Vec<String> = codes(&wrong).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes.iter().filter(|c| *c != "policy/unused").count(), 3, "{codes:?}");
}

#[test]
fn an_amount_needs_rounding_only_where_it_may_have_more_than_two_decimals() {
    let needs = |amount: &str| found(&format!("[award]\namount = \"{amount}\"\npayer = \"市级\"\n"));
    for whole in [
        "10万元",
        "若 获得称号 则 10万元 否则 5万元",
        "10万元 * 计数(已拨付 当 年度 = 政策年度)",
        "max(1元, 0.01元)",
        "向下取整(研发费用 * 10%, 1元)",
    ] {
        assert_eq!(needs(whole), [], "{whole}");
    }
    for broken in ["研发费用", "0.001元", "10万元 / 3", "若 获得称号 则 10万元 否则 研发费用"] {
        let codes = needs(broken);
        assert!(codes.len() == 1 && codes[0].0 == "policy/round-missing", "{broken}: {codes:?}");
    }
}

#[test]
fn names_of_a_measure_file_are_its_own() {
    let two = |id: &str| {
        format!(
            "{}\n[[parameter]]\nname = \"补助\"\nvalues = [{{ from = 2023-01-01, value = \"1万元\" }}]\n[[define]]\nname = \"共用\"\nvalue = \"补助 + 1元\"\n[award]\namount = \"共用\"\npayer = \"市级\"\n",
            HEAD.replace("\"grant\"", &format!("\"{id}\""))
        )
    };
    let pack = "id = \"p\"\ntitle = \"p\"\njurisdiction = \"p\"\nmeasures = [\"b\", \"a\"]\n[[payer]]\nid = \"市级\"\nunit = \"某市\"\n";
    let (a, b) = (two("a"), two("b"));
    let files = [
        ("pack.toml", pack),
        ("measures/grant.toml", ""),
        ("measures/a.toml", &a),
        ("measures/b.toml", &b),
        ("definitions.toml", ""),
        ("tables/share.toml", ""),
        ("tests/grant.toml", ""),
    ];
    let (pack, notes) = compile(&base_with(&files)).unwrap();
    assert!(notes.is_empty(), "{notes:#?}");
    assert_eq!(pack.measures.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(pack.parameters.len(), 2);
    assert_eq!(pack.parameters[0].measure.as_deref(), Some("a"));
}

#[test]
fn a_broken_rule_is_blamed_once_and_not_what_uses_it() {
    // the lookup is wrong; the share that uses it is not complained about, nor are the fields of a table that is not TOML
    let codes = codes(&[(
        "tables/share.toml",
        "[[lookup]]\nname = \"县级比例\"\nkeys = [\"所属区\"]\nvalue = \"number\"\nversions = [{ from = 2023-01-01, rows = [[\"东县\", \"70%\"]] }]\n",
    )]);
    assert_eq!(codes, [("policy/unknown-name".to_owned(), "没有名为“所属区”的字段".to_owned())]);
    let codes = self::codes(&[("definitions.toml", "[[define]]\nname = \"投入研发\"\nvalue = 研发费用\n")]);
    assert!(codes.iter().all(|(code, _)| code == "policy/syntax"), "{codes:?}");
}

#[test]
fn a_file_that_cannot_be_read_hides_no_other_and_blames_no_other() {
    for file in
        ["pack.toml", "fields.toml", "definitions.toml", "tables/share.toml", "measures/grant.toml", "tests/grant.toml"]
    {
        let text = base_with(&[]).into_iter().find(|s| s.name == file).unwrap().text;
        let broken = text.replacen("= \"", "= x\"", 1);
        let other = if file == "measures/grant.toml" { "definitions.toml" } else { "measures/grant.toml" };
        let mut files = base_with(&[(file, &broken)]);
        for source in files.iter_mut().filter(|s| s.name == other) {
            source.text.insert_str(0, "extra = 1\n");
        }
        let found = compile(&files).unwrap_err();
        let codes: Vec<(&str, &str)> = found.iter().map(|f| (f.code.id, f.message.zh.as_str())).collect();
        assert!(codes.iter().any(|(code, _)| *code == "policy/unknown-key"), "{file}: {codes:?}");
        assert!(
            codes.iter().all(|(code, _)| ["policy/unknown-key", "policy/syntax"].contains(code)),
            "{file}: {codes:?}"
        );
    }
}

#[test]
fn awards_that_are_not_money_and_conditions_that_are_not_yes_or_no_are_refused() {
    let codes = found(
        "[[condition]]\nid = \"c\"\nwhen = \"研发费用\"\notherwise = \"…\"\n[award]\namount = \"5%\"\npayer = \"市级\"\nfloor = \"是\"\n",
    );
    assert_eq!(codes.len(), 3, "{codes:?}");
    assert!(codes.iter().all(|(code, _)| code.starts_with("lang/")), "{codes:?}");
}

#[test]
fn any_damage_to_a_file_is_a_finding_and_never_a_panic() {
    let whole = base_with(&[]);
    for (i, source) in whole.iter().enumerate() {
        let ends: Vec<usize> = source.text.char_indices().map(|(at, _)| at).collect();
        for (n, end) in ends.iter().enumerate().filter(|(n, _)| n % 7 == 0) {
            let mut cut = whole.clone();
            cut[i].text.truncate(*end);
            let _ = compile(&cut);
            let mut dropped = whole.clone();
            dropped[i].text = source.text.chars().enumerate().filter(|(k, _)| *k != n).map(|(_, c)| c).collect();
            let _ = compile(&dropped);
            let mut swapped = whole.clone();
            let other: String = source.text.chars().enumerate().map(|(k, c)| if k == n { '"' } else { c }).collect();
            swapped[i].text = other;
            let _ = compile(&swapped);
        }
    }
}
