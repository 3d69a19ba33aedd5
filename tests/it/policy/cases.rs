//! Worked cases become rosters; listing says what a pack holds.

use duixian::dataset::fits;
use duixian::diagnostic::Lang;
use duixian::exact::Exact;
use duixian::policy::case::{ExpectedStatus, dataset};
use duixian::policy::{compile, listing, showing};
use duixian::schema::ENTERPRISES;
use duixian::value::{State, Value};

use super::folder::base_with;
use super::shipped::zhuzhou;

const CASES: &str = r#"
[[case]]
name  = "两家企业，一家缺数"
basis = "示例办法"
year  = 2023
as_of = 2024-03-31

[[case.enterprise]]
"企业名称" = "乙公司"
"信用代码" = "B"
"研发费用" = { state = "unreadable" }
"已拨付" = [{ "政策" = "grant", "年度" = 2023, "金额" = "1万元", "事由" = "预拨" }, { "政策" = "grant" }]

[[case.enterprise]]
"信用代码" = "A"
"研发费用" = "12.5万元"
"获得称号" = true

[[case.expect]]
enterprise = "乙公司"
measure    = "grant"
status     = "held"
held       = ["研发费用"]
reason     = "unreadable:研发费用"

[[case.expect]]
enterprise = "A"
measure    = "grant"
payable    = "12500元"
waterfall  = { cap = "0元" }
"#;

#[test]
fn a_case_is_a_roster_sorted_by_code() {
    let (pack, notes) = compile(&base_with(&[("tests/grant.toml", CASES)])).unwrap();
    assert!(notes.is_empty());
    let case = &pack.cases[0];
    assert_eq!(case.as_of.to_string(), "2024-03-31");
    let data = dataset(case, &pack.schema).unwrap();
    assert!(fits(&data, &pack.schema));
    assert_eq!((case.row(0), case.row(1)), (1, 0), "B stands behind A");
    let spent = pack.schema.tables[0].field("研发费用").unwrap();
    assert_eq!(data.value(ENTERPRISES, spent, 1), Some(Err(State::Unreadable)));
    assert_eq!(data.value(ENTERPRISES, spent, 0), Some(Ok(Value::Number(Exact::from(125_000)))));
    let titled = pack.schema.tables[0].field("获得称号").unwrap();
    assert_eq!(data.value(ENTERPRISES, titled, 1), Some(Err(State::Empty)));
    assert_eq!(data.tables[1].of(0), 0..0);
    assert_eq!(data.tables[1].of(1), 0..2);
    let [held, paid] = case.expectations.as_slice() else { panic!("two expectations") };
    assert_eq!((held.enterprise, held.status), (0, Some(ExpectedStatus::Held)));
    assert_eq!((paid.enterprise, paid.payable), (1, Some(Exact::from(12_500))));
}

/// A case whose one section says `given`.
fn counted(given: &str) -> String {
    format!(
        "[[case]]\nname = \"多家\"\nbasis = \"示例办法\"\nyear = 2023\nmeasure = \"grant\"\nexpect = [{{ total = \"1万元\" }}]\n[[case.enterprise]]\n{given}\n"
    )
}

#[test]
fn one_section_may_stand_for_many_enterprises() {
    let given = "count = 3\n\"企业名称\" = \"甲\"\n\"研发费用\" = \"10万元\"\n\"已拨付\" = [{ \"政策\" = \"grant\" }]";
    let (pack, _) = compile(&base_with(&[("tests/grant.toml", &counted(given))])).unwrap();
    let case = &pack.cases[0];
    let names: Vec<&str> = case.enterprises.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(names, ["甲1", "甲2", "甲3"]);
    assert_eq!(case.rows(), [0, 1, 2]);
    let data = dataset(case, &pack.schema).unwrap();
    assert_eq!((data.enterprises(), data.tables[1].of(2)), (3, 2..3), "each has its record");
    let total = case.expectations[0].total.as_ref().unwrap();
    assert_eq!((total.enterprises.clone(), total.payable), (0..3, Exact::from(10_000)));
    assert_eq!(case.expectations[0].alike, 3);
}

#[test]
fn a_count_that_is_none_and_one_code_for_several_are_refused() {
    for given in ["count = 0", "count = -1", "count = 10001", "count = 2\n\"信用代码\" = \"A\""] {
        let found = compile(&base_with(&[("tests/grant.toml", &counted(given))])).unwrap_err();
        assert_eq!(found.iter().map(|f| f.code.id).collect::<Vec<_>>(), ["policy/case"], "{given}");
    }
    let found = compile(&base_with(&[("tests/grant.toml", &counted("count = \"2\""))])).unwrap_err();
    assert_eq!(found.iter().map(|f| f.code.id).collect::<Vec<_>>(), ["policy/wrong-type"]);
}

#[test]
fn the_list_and_a_measure_can_be_read() {
    let pack = zhuzhou();
    let all = listing::list(&pack, None);
    assert_eq!(all.len(), pack.measures.len());
    let year = listing::list(&pack, Some(2022));
    assert_eq!(year.iter().filter(|m| m.id == "rd-award").count(), 1);
    let said = listing::text(&year, Lang::Zh);
    assert!(
        said.contains("rd-award  企业研发财政奖补\n  拨付 · 2022-01-01 至 2022-12-31 · 演示，未与发文核对\n"),
        "{said}"
    );
    let shown = showing::text(&showing::show(&pack, "rd-award", Some(2023)).unwrap(), Lang::Zh);
    assert!(shown.contains("重点领域比例 = 12%（2023-01-01 起）"), "{shown}");
    assert!(shown.contains("不足 起付线 不予补助"), "{shown}");
    let lost = showing::show(&pack, "rd-awards", None).unwrap_err();
    assert!(lost[0].remedy.zh.contains("rd-award"));
    assert!(showing::show(&pack, "university-cooperation", Some(2022)).is_err());
}
