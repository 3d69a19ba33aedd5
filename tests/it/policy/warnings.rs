//! What is probably not meant: rates without their per cent sign, values that change within a year.

use duixian::calendar::Date;
use duixian::diagnostic::Finding;
use duixian::policy::{Source, compile};

use super::folder::base_with;

const GRANT: &str = "measures/grant.toml";

/// The base pack with texts of its measure replaced.
fn grant(changes: &[(&str, &str)]) -> Vec<Source> {
    let mut files = base_with(&[]);
    let grant = files.iter_mut().find(|f| f.name == GRANT).expect("it is there");
    for (old, new) in changes {
        assert!(grant.text.contains(old), "{old}");
        grant.text = grant.text.replacen(old, new, 1);
    }
    files
}

/// What is said of the rates: the messages.
fn rates(files: &[Source]) -> Vec<String> {
    let (pack, found) = compile(files).unwrap_or_else(|found| panic!("{}", crate::packs::shown(&found)));
    assert_eq!(pack.measures.len(), 1, "a warning takes nothing away");
    found.into_iter().filter(|f| f.code.id == "policy/rate").map(|f| f.message.zh).collect()
}

fn value(name: &str, value: &str, amount: &str) -> Vec<String> {
    rates(&grant(&[
        ("name   = \"补助比例\"", &format!("name   = \"{name}\"")),
        ("value = \"10%\"", &format!("value = {value}")),
        ("补助比例 * 研发费用", amount),
    ]))
}

#[test]
fn a_rate_without_its_per_cent_sign_is_asked_about() {
    let said = ["“补助比例”作为比例是 10，即 1000%：是不是 10%？".to_owned()];
    assert_eq!(value("补助比例", "\"10\"", "补助比例 * 研发费用"), said);
    assert_eq!(value("补助比例", "10", "补助比例 * 研发费用"), said);
    // what is called a rate is one wherever it stands, and one is 100%
    assert_eq!(value("补助比例", "1", "10万元 * 补助比例").len(), 1);
    // whatever it is called, an award of ten times its base is not meant
    for amount in [
        "标准 * 研发费用",
        "研发费用 * (若 获得称号 则 标准 否则 0.5)",
        "max(研发费用, 1元) * 标准",
        "(研发费用 - 1万元) * min(标准, 20%)",
    ] {
        assert_eq!(value("标准", "\"10\"", amount).len(), 1, "{amount}");
    }
    assert_eq!(value("标准", "\"8%\"", "研发费用 * 10 * 标准"), ["“10”作为比例是 10，即 1000%：是不是 10%？"]);
}

#[test]
fn what_is_meant_is_believed() {
    for (name, number, amount) in [
        ("补助比例", "\"150%\"", "补助比例 * 研发费用"),
        ("补助比例", "\"1000%\"", "补助比例 * 研发费用"),
        ("补助比例", "\"0.1\"", "补助比例 * 研发费用"),
        ("补助比例", "\"100% / 3\"", "补助比例 * 研发费用"),
        ("奖励倍数", "\"1.5\"", "奖励倍数 * 研发费用"),
        ("月数", "12", "月数 * 研发费用"),
        ("人数上限", "30", "人数上限 * 1万元"),
        ("名额", "30", "名额 * 1万元"),
        ("汇率", "\"7.1\"", "汇率 * 研发费用"),
        ("投入比例满分", "30", "投入比例满分 * 1万元"),
        ("标准", "\"1\"", "标准 * 研发费用"),
        ("标准", "3", "研发费用 / 标准"),
    ] {
        assert_eq!(value(name, number, amount), [""; 0], "{name} {number} {amount}");
    }
}

#[test]
fn bands_and_lookups_have_rates_too() {
    let bands = |rate: &str| {
        let bands = format!(
            "[[bands]]\nname = \"标准\"\nkind = \"marginal\"\nof = \"money\"\nversions = [{{ from = 2023-01-01, bands = [{{ from = \"0元\", rate = \"{rate}\" }}] }}]\n\n[[condition]]"
        );
        rates(&grant(&[("[[condition]]", &bands), ("补助比例 * 研发费用", "补助比例 * 超额累进(标准, 研发费用)")]))
    };
    assert_eq!(bands("1"), ["“rate”作为比例是 1，即 100%：是不是 1%？"]);
    assert_eq!(bands("5").len(), 1);
    assert_eq!(bands("0.5"), [""; 0]);
    assert_eq!(bands("100%"), [""; 0]);
    let lookup = |rate: &str| {
        let lookup = format!(
            "[[lookup]]\nname = \"标准\"\nkeys = [\"所属县\"]\nvalue = \"number\"\nversions = [{{ from = 2023-01-01, rows = [[\"东县\", \"{rate}\"]], otherwise = \"10%\" }}]\n\n[[condition]]"
        );
        rates(&grant(&[("[[condition]]", &lookup), ("补助比例 * 研发费用", "补助比例 * 查(标准, 所属县) * 研发费用")]))
    };
    assert_eq!(lookup("20%"), [""; 0]);
}

#[test]
fn no_shipped_rule_is_asked_about() {
    let (_, found) = compile(&crate::packs::sources(&super::folder::repository().join("rules/zhuzhou"))).unwrap();
    assert!(found.iter().all(|f| f.code.id != "policy/rate"), "{found:#?}");
}

fn mid_year(values: &str, effective: &str, year: i16) -> Vec<Finding> {
    let files = grant(&[
        ("{ from = 2023-01-01, value = \"10%\" }", values),
        ("effective = { from = 2023-01-01 }", &format!("effective = {effective}")),
    ]);
    let (pack, _) = compile(&files).unwrap_or_else(|found| panic!("{}", crate::packs::shown(&found)));
    let edition = pack.on(year, Date::year_end(year).unwrap()).unwrap();
    let found = edition.mid_year();
    assert!(found.iter().all(|f| f.code.id == "policy/mid-year"));
    found
}

#[test]
fn a_value_that_changes_within_the_year_is_named_with_the_one_that_is_used() {
    let two = "{ from = 2023-01-01, to = 2023-06-30, value = \"8%\" }, { from = 2023-07-01, value = \"10%\" }";
    let all = "{ from = 2023-01-01 }";
    let found = mid_year(two, all, 2023);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        found[0].message.zh,
        "参数“补助比例”在 2023 年内有变动（2023-01-01 至 2023-06-30：8%；2023-07-01 起：10%），全年都按 12 月 31 日有效的计算（2023-07-01 起：10%）"
    );
    assert_eq!(mid_year(two, all, 2024), [], "no change in that year");
    assert_eq!(
        mid_year(
            "{ from = 2023-01-01, to = 2023-12-31, value = \"8%\" }, { from = 2024-01-01, value = \"9%\" }",
            all,
            2023
        ),
        []
    );
    assert_eq!(mid_year("{ from = 2020-05-01, value = \"8%\" }", all, 2023), []);
    // a gap in the middle, too
    let gap = "{ from = 2023-01-01, to = 2023-03-31, value = \"8%\" }, { from = 2023-10-01, value = \"8%\" }";
    assert_eq!(mid_year(gap, all, 2023).len(), 1);
    // a measure that begins with its value in mid-year misses nothing before
    assert_eq!(mid_year("{ from = 2023-07-01, value = \"8%\" }", "{ from = 2023-07-01 }", 2023), []);
    assert_eq!(mid_year("{ from = 2023-07-02, value = \"8%\" }", "{ from = 2023-07-01 }", 2023).len(), 1);
}
