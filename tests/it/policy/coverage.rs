//! What worked cases reach of a pack: a case covers what its awards come from, and nothing else.

use duixian::audit::trial;
use duixian::policy::compile;

use super::folder::base_with;
use crate::packs::shown;

/// A measure over the base pack: its formula in place of `补助比例 * 研发费用`, with more of the measure's sections.
fn measure(amount: &str, more: &str) -> String {
    format!(
        "id = \"grant\"\ntitle = \"研发补助\"\nkind = \"payout\"\neffective = {{ from = 2023-01-01 }}\n\
         [[reference]]\ndocument = \"示例办法\"\ntext = \"略\"\nstanding = \"demonstration\"\n{more}\n\
         [award]\namount = \"{amount}\"\nround = {{ mode = \"down\", unit = \"1元\" }}\npayer = \"市级\"\n"
    )
}

/// A case: what an enterprise has, and what it must get.
fn case(enterprise: &str, payable: &str) -> String {
    format!(
        "[[case]]\nname = \"{enterprise}\"\nbasis = \"算得\"\nyear = 2023\nmeasure = \"grant\"\n\
         enterprise = {{ \"所属县\" = \"东县\", {enterprise} }}\nexpect = [{{ payable = \"{payable}\" }}]\n"
    )
    .replacen(&format!("name = \"{enterprise}\""), &format!("name = '''{enterprise}'''"), 1)
}

/// What no case reaches, in words, with the figures of all groups in front.
fn missed(measure: &str, cases: &[String]) -> Vec<String> {
    let files = base_with(&[
        ("measures/grant.toml", measure),
        ("tests/grant.toml", &cases.concat()),
        ("tables/share.toml", ""),
        ("definitions.toml", ""),
    ]);
    let (pack, _) = compile(&files).unwrap_or_else(|f| panic!("{}", shown(&f)));
    let trials = trial::run(&pack).unwrap_or_else(|bug| panic!("{bug}"));
    let wrong: Vec<String> = trials.each.iter().flat_map(|t| &t.differences).map(|d| d.got.zh.clone()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    trials.coverage.missed().into_iter().map(|m| m.what.zh).collect()
}

const YES: &str = "\"获得称号\" = \"是\"";
const NO: &str = "\"获得称号\" = \"否\"";

#[test]
fn both_branches_are_wanted() {
    let rule = measure("若 获得称号 则 2万元 否则 1万元", "");
    let yes = case(YES, "2万元");
    assert_eq!(missed(&rule, std::slice::from_ref(&yes)), ["“若 获得称号 则 2万元 否则 1万元”：没有走“否则”的"]);
    assert!(missed(&rule, &[yes, case(NO, "1万元")]).is_empty());
}

#[test]
fn behind_a_refusing_condition_nothing_is_reached() {
    let condition = "[[condition]]\nid = \"title\"\nwhen = \"获得称号\"\notherwise = \"没有称号\"";
    let rule = measure("若 研发费用 超过 0元 则 2万元 否则 1万元", condition);
    let refused = case(&format!("{NO}, \"研发费用\" = \"5元\""), "0元");
    let words = "“若 研发费用 超过 0元 则 2万元 否则 1万元”";
    assert_eq!(
        missed(&rule, &[refused]),
        ["条件 title：没有满足的".to_owned(), format!("{words}：没有走“否则”的"), format!("{words}：没有走“则”的")]
    );
}

#[test]
fn an_operand_behind_a_decided_one_is_not_reached() {
    let rule = measure("若 获得称号 或 研发费用 超过 0元 则 2万元 否则 1万元", "");
    let cases = [case(YES, "2万元"), case(&format!("{NO}, \"研发费用\" = \"0元\""), "1万元")];
    assert_eq!(missed(&rule, &cases), ["“研发费用 超过 0元”：没有为是的"]);
}

#[test]
fn every_edge_is_wanted_below_on_and_above() {
    let bands = "[[bands]]\nname = \"档\"\nkind = \"step\"\nof = \"money\"\nversions = [{ from = 2023-01-01, bands = [\n\
        { from = \"100元\", below = \"200元\", amount = \"1元\" }, { from = \"200元\", amount = \"2元\" } ] }]";
    let rule = measure("定额(档, 研发费用)", bands);
    let spent = |yuan: &str, payable: &str| case(&format!("\"研发费用\" = \"{yuan}\""), payable);
    assert_eq!(
        missed(&rule, &[spent("150元", "1元")]),
        ["“档”在 100.00 以下的一段", "“档”恰好 100.00", "“档”恰好 200.00", "“档”在 200.00 以上的一段"]
    );
    let all = [
        spent("99.99元", "0元"),
        spent("100元", "1元"),
        spent("199.99元", "1元"),
        spent("200元", "2元"),
        spent("200.01元", "2元"),
    ];
    assert!(missed(&rule, &all).is_empty());
}

#[test]
fn what_a_condition_refuses_below_the_first_edge_reaches_it() {
    let more = "[[bands]]\nname = \"档\"\nkind = \"step\"\nof = \"money\"\nversions = [{ from = 2023-01-01, bands = [{ from = \"100元\", amount = \"1元\" }] }]\n\
        [[condition]]\nid = \"enough\"\nwhen = \"研发费用 不低于 100元\"\notherwise = \"不到 100 元\"";
    let rule = measure("定额(档, 研发费用)", more);
    let spent = |yuan: &str, payable: &str| case(&format!("\"研发费用\" = \"{yuan}\""), payable);
    assert!(missed(&rule, &[spent("99.99元", "0元"), spent("100元", "1元"), spent("101元", "1元")]).is_empty());
}

#[test]
fn a_refused_case_reaches_no_edge_within_the_bands() {
    let more = "[[bands]]\nname = \"档\"\nkind = \"step\"\nof = \"money\"\nversions = [{ from = 2023-01-01, bands = [{ from = \"100元\", amount = \"1元\" }] }]\n\
        [[condition]]\nid = \"title\"\nwhen = \"获得称号\"\notherwise = \"没有称号\"";
    let rule = measure("定额(档, 研发费用)", more);
    let refused = |yuan: &str| case(&format!("{NO}, \"研发费用\" = \"{yuan}\""), "0元");
    let left = missed(&rule, &[refused("99元"), refused("100元"), refused("101元")]);
    assert_eq!(left, ["“档”恰好 100.00", "“档”在 100.00 以上的一段", "条件 title：没有满足的"]);
}

#[test]
fn each_argument_of_min_is_wanted_alone() {
    let rule = measure("最小值(研发费用, 10元)", "");
    let spent = |yuan: &str, payable: &str| case(&format!("\"研发费用\" = \"{yuan}\""), payable);
    assert_eq!(
        missed(&rule, &[spent("10元", "10元")]),
        ["“研发费用”从来不是起作用的那个", "“10元”从来不是起作用的那个"]
    );
    assert!(missed(&rule, &[spent("9元", "9元"), spent("11元", "10元")]).is_empty());
}

#[test]
fn each_dated_value_and_each_row_is_wanted() {
    let more = "[[parameter]]\nname = \"标准\"\nvalues = [{ from = 2022-01-01, to = 2022-12-31, value = \"1万元\" }, { from = 2023-01-01, value = \"2万元\" }]\n\
        [[lookup]]\nname = \"倍数\"\nkeys = [\"所属县\"]\nvalue = \"number\"\nversions = [{ from = 2022-01-01, rows = [[\"东县\", \"1\"]], otherwise = \"2\" }]";
    let rule = measure("标准 * 查(倍数, 所属县)", more);
    assert_eq!(missed(&rule, &[case(YES, "2万元")]), ["参数“标准”2022-01-01 起的值", "对照表“倍数”的 otherwise"]);
}

#[test]
fn a_cap_is_wanted_biting_and_not() {
    let rule = measure("研发费用", "").replace("payer", "cap = \"10元\"\nfloor = \"5元\"\npayer");
    let spent = |yuan: &str, payable: &str| case(&format!("\"研发费用\" = \"{yuan}\""), payable);
    assert_eq!(missed(&rule, &[spent("7元", "7元")]), ["没有达到上限的", "没有不足起付线的"]);
    assert!(missed(&rule, &[spent("7元", "7元"), spent("11元", "10元"), spent("4元", "0元")]).is_empty());
}

#[test]
fn a_case_without_a_basis_or_that_fails_covers_nothing() {
    let rule = measure("若 获得称号 则 2万元 否则 1万元", "");
    let without = case(NO, "1万元").replace("basis = \"算得\"", "basis = \"\"");
    assert_eq!(missed(&rule, &[case(YES, "2万元"), without]).len(), 1);
}

#[test]
fn the_shipped_packs_are_covered_whole() {
    for folder in std::fs::read_dir(crate::packs::root().join("rules")).unwrap() {
        let folder = folder.unwrap().path();
        let (pack, _) = compile(&crate::packs::sources(&folder)).unwrap_or_else(|f| panic!("{}", shown(&f)));
        let trials = trial::run(&pack).unwrap_or_else(|bug| panic!("{bug}"));
        let place = |m: &duixian::audit::coverage::Missed| {
            let (line, column) = m.at.file.line_column(m.at.start);
            format!("{}:{line}:{column} {}", m.at.file.name, m.what.zh)
        };
        let missed: Vec<String> = trials.coverage.missed().iter().map(place).collect();
        assert!(missed.is_empty(), "{}: {missed:#?}", folder.display());
    }
}
