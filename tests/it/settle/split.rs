//! Step 9: by payer, then by instalment.

use super::world::{World, pays_and};

fn shared(more: &str, shares: &str) -> String {
    let amount = "amount = \"投入\"\nround = { mode = \"down\", unit = \"0.01元\" }";
    format!("[award]\n{amount}\n{more}\n{shares}")
}

/// 市级 the rest, 县级 the share.
fn two(more: &str, share: &str) -> String {
    shared(
        more,
        &format!("[[award.share]]\npayer = \"市级\"\n[[award.share]]\npayer = \"县级\"\nshare = \"{share}\"\n"),
    )
}

fn payments(measure: &str, given: &str) -> String {
    World::new().measure("m", measure).enterprise("甲", given).settle().payments("甲", "m")
}

#[test]
fn every_share_but_the_leads_is_rounded_down_and_the_lead_takes_the_rest() {
    assert_eq!(payments(&two("", "50%"), "投入=101"), "市级 1 2023 51.00; 县级 1 2023 50.00");
    assert_eq!(payments(&two("lead = \"县级\"", "50%"), "投入=101"), "市级 1 2023 50.00; 县级 1 2023 51.00");
}

#[test]
fn the_unit_of_the_split_may_be_a_fen() {
    assert_eq!(payments(&two("split_unit = \"0.01元\"", "1 / 3"), "投入=100"), "市级 1 2023 66.67; 县级 1 2023 33.33");
}

#[test]
fn a_share_may_stand_in_a_table_by_county() {
    let lookup = "[[lookup]]\nname = \"分担\"\nkeys = [\"企业.所属县\"]\nvalue = \"number\"\nversions = [{ from = 2023-01-01, rows = [[\"东县\", \"70%\"], [\"西县\", \"20%\"]] }]\n";
    let measure = format!("{lookup}{}", two("", "查(分担, 所属县)"));
    let settled = World::new()
        .measure("m", &measure)
        .enterprise("甲", "投入=100")
        .enterprise("乙", "投入=100 所属县=西县")
        .settle();
    assert_eq!(settled.payments("甲", "m"), "市级 1 2023 30.00; 县级 1 2023 70.00");
    assert_eq!(settled.payments("乙", "m"), "市级 1 2023 80.00; 县级 1 2023 20.00");
    let units: Vec<String> = settled.rows("payments.csv").into_iter().map(|r| r["payer_unit"].clone()).collect();
    assert_eq!(units, ["某市", "东县", "某市", "西县"]);
}

#[test]
fn payers_stand_in_the_packs_order() {
    let measure = shared(
        "",
        "[[award.share]]\npayer = \"县级\"\nshare = \"30%\"\n[[award.share]]\npayer = \"市级\"\nshare = \"20%\"\n[[award.share]]\npayer = \"省级\"\n",
    );
    assert_eq!(payments(&measure, "投入=10"), "省级 1 2023 5.00; 市级 1 2023 2.00; 县级 1 2023 3.00");
}

#[test]
fn the_first_instalment_takes_the_residual() {
    let measure = pays_and(
        "投入",
        "instalments = [{ share = \"40%\", due = 0 }, { share = \"30%\", due = 1 }, { share = \"30%\", due = \"验收\" }]",
    );
    assert_eq!(payments(&measure, "投入=101"), "市级 1 2023 41.00; 市级 2 2024 30.00; 市级 3 验收 30.00");
}

#[test]
fn each_payer_pays_in_instalments() {
    let measure = two("instalments = [{ share = \"50%\", due = 0 }, { share = \"50%\", due = 1 }]", "30%");
    assert_eq!(
        payments(&measure, "投入=101"),
        "市级 1 2023 36.00; 市级 2 2024 35.00; 县级 1 2023 15.00; 县级 2 2024 15.00"
    );
}

#[test]
fn an_offset_is_taken_from_the_first_instalment_onward() {
    let measure = pays_and("投入", "instalments = [{ share = \"40%\", due = 0 }, { share = \"60%\", due = 1 }]");
    let world = World::new().measure("m", &measure).enterprise("甲", "投入=100");
    let after = |amount: &str| world.clone().before("甲", "m", "预拨", amount).settle().payments("甲", "m");
    assert_eq!(after("30"), "市级 1 2023 10.00; 市级 2 2024 60.00");
    assert_eq!(after("55"), "市级 1 2023 0.00; 市级 2 2024 45.00");
}

#[test]
fn an_offset_is_borne_by_the_payers_in_their_proportions() {
    let world = World::new().measure("m", &two("", "50%")).enterprise("甲", "投入=100").before("甲", "m", "预拨", "30");
    assert_eq!(world.settle().payments("甲", "m"), "市级 1 2023 35.00; 县级 1 2023 35.00");
}

#[test]
fn a_negative_payable_is_one_line_for_each_payer_due_in_the_policy_year() {
    let measure = two("instalments = [{ share = \"50%\", due = 1 }, { share = \"50%\", due = 2 }]", "50%");
    let world = World::new().measure("m", &measure).enterprise("甲", "投入=100").before("甲", "m", "已拨", "151");
    assert_eq!(world.settle().payments("甲", "m"), "市级 1 2023 -26.00; 县级 1 2023 -25.00");
}

/// 7 yuan of the city now, 3 of the county on a condition and later.
const SEVEN_AND_THREE: &str = r#"
[award]
[[award.component]]
payer = "市级"
amount = "7元"
[[award.component]]
payer = "县级"
amount = "3元"
when = "规上"
due = 1
recipient = "服务机构"
"#;

#[test]
fn components_have_their_own_recipient_and_due() {
    let settled = World::new().measure("m", SEVEN_AND_THREE).enterprise("甲", "规上=是").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=10.00 payable=10.00");
    assert_eq!(settled.payments("甲", "m"), "市级 1 2023 7.00; 县级 1 2024 3.00");
    let rows = settled.rows("payments.csv");
    let said: Vec<_> = rows.iter().map(|r| (r["component"].as_str(), r["recipient"].as_str())).collect();
    assert_eq!(said, [("1", "企业"), ("2", "服务机构")]);
}

#[test]
fn a_component_whose_condition_is_not_met_is_not_paid() {
    let settled = World::new().measure("m", SEVEN_AND_THREE).enterprise("甲", "规上=否").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=7.00 payable=7.00");
    assert_eq!(settled.payments("甲", "m"), "市级 1 2023 7.00");
}

#[test]
fn a_component_whose_condition_is_missing_holds_the_award() {
    let settled = World::new().measure("m", SEVEN_AND_THREE).enterprise("甲", "").settle();
    assert_eq!(settled.line("甲", "m"), "held missing:规上");
}

/// Shares of one amount, the second on a condition.
const ON_CONDITION: &str = r#"
[award]
amount = "投入"
round = { mode = "down", unit = "1元" }
[[award.component]]
payer = "市级"
share = "70%"
[[award.component]]
payer = "县级"
share = "30%"
when = "规上"
"#;

#[test]
fn a_share_whose_condition_is_not_met_is_paid_by_nobody() {
    let settled = World::new()
        .measure("m", ON_CONDITION)
        .enterprise("甲", "投入=100 规上=是")
        .enterprise("乙", "投入=100 规上=否")
        .settle();
    assert_eq!(settled.payments("甲", "m"), "市级 1 2023 70.00; 县级 1 2023 30.00");
    assert_eq!(settled.line("乙", "m"), "paid gross=70.00 payable=70.00");
    assert_eq!(settled.payments("乙", "m"), "市级 1 2023 70.00");
}

#[test]
fn who_pays_the_rest_pays_what_the_shares_that_apply_leave() {
    let measure = ON_CONDITION.replace("share = \"70%\"\n", "");
    let settled = World::new().measure("m", &measure).enterprise("甲", "投入=100 规上=否").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 payable=100.00");
    assert_eq!(settled.payments("甲", "m"), "市级 1 2023 100.00");
}

#[test]
fn a_rest_on_a_condition_that_is_not_met_is_paid_by_nobody() {
    let measure = ON_CONDITION.replace("share = \"30%\"\n", "");
    let settled = World::new().measure("m", &measure).enterprise("甲", "投入=100 规上=否").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=70.00 payable=70.00");
}

#[test]
fn shares_on_a_condition_need_a_rounding() {
    let measure = ON_CONDITION.replace("round = { mode = \"down\", unit = \"1元\" }\n", "").replace("投入", "100元");
    let found = World::new().measure("m", &measure).try_compile().expect_err("a finding");
    assert!(found.iter().any(|f| f.code.id == "policy/round-missing"));
}

#[test]
fn the_lead_is_one_that_applies() {
    let measure = ON_CONDITION
        .replace("share = \"70%\"\n", "share = \"1 / 3\"\nwhen = \"非 规上\"\n")
        .replace("\"30%\"", "\"1 / 3\"")
        + "[[award.component]]\npayer = \"省级\"\n";
    let settled = World::new().measure("m", &measure).enterprise("甲", "投入=100 规上=是").settle();
    assert_eq!(settled.payments("甲", "m"), "县级 1 2023 34.00; 省级 1 2023 66.00");
}

#[test]
fn nothing_applies_nothing_is_due() {
    let measure = SEVEN_AND_THREE.replace("amount = \"7元\"\n", "amount = \"7元\"\nwhen = \"规上\"\n");
    let settled = World::new().measure("m", &measure).enterprise("甲", "规上=否").settle();
    assert_eq!(settled.line("甲", "m"), "zero nothing-due");
}

#[test]
fn what_nobody_bears_any_more_is_recovered_as_declared() {
    let measure = SEVEN_AND_THREE.replace("amount = \"7元\"\n", "amount = \"7元\"\nwhen = \"规上\"\n");
    let settled =
        World::new().measure("m", &measure).enterprise("甲", "规上=否").before("甲", "m", "已拨", "20").settle();
    assert_eq!(settled.line("甲", "m"), "recover clawback offset=-20.00 payable=-20.00");
    assert_eq!(settled.payments("甲", "m"), "市级 1 2023 -14.00; 县级 1 2023 -6.00");
}

#[test]
fn a_missing_share_holds_the_award() {
    let settled = World::new().measure("m", &two("", "比例")).enterprise("甲", "投入=100").settle();
    assert_eq!(settled.line("甲", "m"), "held missing:比例");
    assert_eq!(settled.findings("甲", "m"), ["settle/value-missing J2"]);
}

#[test]
fn a_missing_share_does_not_matter_where_nothing_is_due() {
    let settled = World::new().measure("m", &two("", "比例")).enterprise("甲", "投入=0").settle();
    assert_eq!(settled.line("甲", "m"), "zero nothing-due");
}

#[test]
fn a_missing_share_of_a_component_that_does_not_apply_does_not_matter() {
    let measure = ON_CONDITION.replace("share = \"70%\"\n", "").replace("\"30%\"", "\"比例\"");
    let settled = World::new().measure("m", &measure).enterprise("甲", "投入=100 规上=否").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 payable=100.00");
}

#[test]
fn a_share_above_the_whole_or_below_zero_holds_the_award() {
    let settled = World::new()
        .measure("m", &two("", "比例"))
        .enterprise("甲", "投入=100 比例=1.5")
        .enterprise("乙", "投入=100 比例=-0.1")
        .enterprise("丙", "投入=100 比例=1")
        .settle();
    assert_eq!(settled.line("甲", "m"), "held unreadable:比例");
    assert_eq!(settled.line("乙", "m"), "held unreadable:比例");
    assert_eq!(settled.findings("甲", "m"), ["settle/arithmetic J2"]);
    assert_eq!(settled.payments("丙", "m"), "市级 1 2023 0.00; 县级 1 2023 100.00");
}

#[test]
fn a_missing_share_holds_a_recovery_too() {
    let refusing = format!("[[condition]]\nid = \"c\"\nwhen = \"规上\"\notherwise = \"不\"\n{}", two("", "比例"));
    let settled = World::new()
        .measure("m", &refusing)
        .enterprise("甲", "投入=100 规上=否")
        .before("甲", "m", "已拨", "50")
        .settle();
    assert_eq!(settled.line("甲", "m"), "held missing:比例");
}

#[test]
fn two_counties_hold_what_a_county_pays_and_nothing_else() {
    let code = super::world::code(1);
    let settled = World::new()
        .measure("m", &two("", "50%"))
        .measure("n", &pays_and("投入", ""))
        .enterprise("甲", "投入=100")
        .enterprise("甲二", &format!("统一社会信用代码={code} 企业名称=甲 投入=100 所属县=西县"))
        .settle();
    assert_eq!(settled.line("甲", "m"), "held conflict:所属县");
    assert_eq!(settled.line("甲", "n"), "paid gross=100.00 payable=100.00");
}

#[test]
fn a_share_by_another_award_is_the_award_at_step_4() {
    let settled = World::new()
        .measure("a", &pays_and("销售", ""))
        .measure("b", &pays_and("比例 * 100元", ""))
        .measure("m", &two("", "核定(a) / 100元"))
        .pack("[[stacking]]\nid = \"g\"\nrule = \"highest\"\nmeasures = [\"a\", \"b\"]")
        .enterprise("甲", "投入=200 销售=25 比例=0.5")
        .settle();
    assert_eq!(settled.line("甲", "a"), "zero stacking:g gross=25.00 stacking=-25.00");
    assert_eq!(settled.payments("甲", "m"), "市级 1 2023 150.00; 县级 1 2023 50.00");
}
