//! What is missing, and when that holds an award (`policies.md` 1.1).

use super::world::{World, pays, pays_and};

fn condition(when: &str) -> String {
    format!("[[condition]]\nid = \"c\"\nwhen = \"{when}\"\notherwise = \"不\"\n")
}

#[test]
fn an_award_whose_amount_is_missing_is_held_and_names_the_cell() {
    let settled = World::new().measure("m", &pays("投入")).enterprise("甲", "").settle();
    assert_eq!(settled.line("甲", "m"), "held missing:投入");
    assert_eq!(settled.findings("甲", "m"), ["settle/value-missing D2"]);
    assert_eq!(settled.payments("甲", "m"), "");
}

#[test]
fn an_unreadable_cell_holds_in_the_same_way() {
    let settled = World::new().measure("m", &pays("投入")).enterprise("甲", "投入=许多").settle();
    assert_eq!(settled.line("甲", "m"), "held unreadable:投入");
    let said = &settled.rows("findings.csv").pop().expect("a finding")["message"];
    assert!(said.contains("许多"), "{said}");
}

#[test]
fn rows_that_contradict_each_other_hold_in_the_same_way() {
    let code = super::world::code(1);
    let settled = World::new()
        .measure("m", &pays("投入"))
        .measure("n", &pays("销售"))
        .enterprise("甲", "投入=1 销售=7")
        .enterprise("甲二", &format!("统一社会信用代码={code} 企业名称=甲 投入=2 销售=7"))
        .settle();
    assert_eq!(settled.line("甲", "m"), "held conflict:投入");
    assert_eq!(settled.line("甲", "n"), "paid gross=7.00 payable=7.00", "what they agree on is not held");
}

#[test]
fn a_decided_no_refuses_whatever_else_is_missing() {
    let settled = World::new().measure("m", &(condition("规上") + &pays("投入"))).enterprise("甲", "规上=否").settle();
    assert_eq!(settled.line("甲", "m"), "zero c");
    assert!(settled.findings("甲", "m").is_empty());
}

#[test]
fn a_missing_condition_holds_even_where_the_amount_is_zero() {
    let settled = World::new().measure("m", &(condition("规上") + &pays("投入"))).enterprise("甲", "投入=0").settle();
    assert_eq!(settled.line("甲", "m"), "held missing:规上");
}

#[test]
fn logic_is_three_valued() {
    let measure = |when: &str| condition(when) + &pays("投入");
    let settled = World::new()
        .measure("a", &measure("规上 且 人数 超过 5"))
        .measure("b", &measure("规上 或 人数 超过 5"))
        .enterprise("甲", "投入=9 人数=3")
        .enterprise("乙", "投入=9 人数=8")
        .settle();
    assert_eq!(settled.line("甲", "a"), "zero c", "missing 且 no is no");
    assert_eq!(settled.line("乙", "a"), "held missing:规上");
    assert_eq!(settled.line("甲", "b"), "held missing:规上");
    assert_eq!(settled.line("乙", "b"), "paid gross=9.00 payable=9.00", "missing 或 yes is yes");
}

#[test]
fn an_answer_that_says_there_is_none_decides_nothing() {
    let settled = World::new()
        .measure("a", &(condition("示范") + &pays("投入")))
        .measure("b", &pays("余额"))
        .measure("c", &pays_and("投入", "cap = \"余额\""))
        .measure("d", &pays("缺省(余额, 5元)"))
        .enterprise("甲", "投入=9")
        .settle();
    assert_eq!(settled.line("甲", "a"), "held missing:示范");
    assert_eq!(settled.line("甲", "b"), "held missing:余额");
    assert_eq!(settled.line("甲", "c"), "held missing:余额");
    assert_eq!(settled.line("甲", "d"), "paid gross=5.00 payable=5.00");
}

#[test]
fn both_branches_equal_need_no_condition() {
    let settled = World::new()
        .measure("a", &pays("若 规上 则 5元 否则 5元"))
        .measure("b", &pays("若 规上 则 5元 否则 6元"))
        .enterprise("甲", "")
        .settle();
    assert_eq!(settled.line("甲", "a"), "paid gross=5.00 payable=5.00");
    assert_eq!(settled.line("甲", "b"), "held missing:规上");
}

#[test]
fn the_reason_is_the_first_field_of_the_list_and_the_findings_name_all() {
    let settled = World::new()
        .measure("m", &(condition("规上 且 人数 超过 5") + &pays("销售 + 投入")))
        .enterprise("甲", "")
        .settle();
    assert_eq!(settled.line("甲", "m"), "held missing:投入");
    let mut found = settled.findings("甲", "m");
    found.sort();
    let cells = ["D2", "E2", "G2", "I2"].map(|cell| format!("settle/value-missing {cell}"));
    assert_eq!(found, cells);
}

#[test]
fn a_missing_cap_holds_only_what_exceeds_the_least_it_could_be() {
    let measure = pays_and("投入", "cap = \"若 规上 则 100元 否则 50元\"");
    let settled =
        World::new().measure("m", &measure).enterprise("甲", "投入=50.9").enterprise("乙", "投入=51").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=50.90 rounding=-0.90 payable=50.00");
    assert_eq!(settled.line("乙", "m"), "held missing:规上");
}

#[test]
fn a_cap_with_no_least_value_holds() {
    let settled = World::new().measure("m", &pays_and("投入", "cap = \"销售\"")).enterprise("甲", "投入=1").settle();
    assert_eq!(settled.line("甲", "m"), "held missing:销售");
}

#[test]
fn a_cap_by_another_award_is_relieved_as_well() {
    let cap = pays_and("投入", "cap = \"若 规上 则 核定(a) 否则 核定(a) * 2\"");
    let settled = World::new()
        .measure("a", &pays("销售"))
        .measure("m", &cap)
        .enterprise("甲", "投入=50 销售=50")
        .enterprise("乙", "投入=51 销售=50")
        .settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=50.00 payable=50.00");
    assert_eq!(settled.line("乙", "m"), "held missing:规上");
}

#[test]
fn a_missing_floor_is_not_relieved() {
    let settled = World::new().measure("m", &pays_and("投入", "floor = \"销售\"")).enterprise("甲", "投入=9").settle();
    assert_eq!(settled.line("甲", "m"), "held missing:销售");
}

#[test]
fn what_asks_for_a_held_award_waits_for_its_cells() {
    let settled =
        World::new().measure("a", &pays("投入")).measure("m", &pays("核定(a) + 1元")).enterprise("甲", "").settle();
    assert_eq!(settled.line("甲", "m"), "held missing:投入");
    assert_eq!(settled.findings("甲", "m"), ["settle/value-missing D2"]);
}

#[test]
fn a_division_by_zero_holds_and_names_the_divisor() {
    let settled = World::new().measure("m", &pays("投入 / 人数")).enterprise("甲", "投入=9 人数=0").settle();
    assert_eq!(settled.line("甲", "m"), "held unreadable:人数");
    assert_eq!(settled.findings("甲", "m"), ["settle/arithmetic I2"]);
    let said = &settled.rows("findings.csv").pop().expect("a finding")["message"];
    assert!(said.ends_with("除以零"), "{said}");
}

#[test]
fn a_divisor_of_zero_is_named_beside_a_missing_dividend() {
    let settled = World::new().measure("m", &pays("投入 / 人数")).enterprise("甲", "人数=0").settle();
    assert_eq!(settled.line("甲", "m"), "held missing:投入");
    assert_eq!(settled.findings("甲", "m"), ["settle/value-missing D2", "settle/arithmetic I2"]);
}

#[test]
fn a_record_that_may_count_holds_a_sum_but_not_what_is_certain() {
    let sum = "合计(经费 于 项目 当 合格)";
    let exists = "[[condition]]\nid = \"c\"\nwhen = \"存在(项目 当 合格)\"\notherwise = \"不\"\n";
    let settled = World::new()
        .measure("sum", &pays(sum))
        .measure("flat", &format!("{exists}{}", pays("5元")))
        .enterprise("甲", "")
        .record("甲", "项目", "经费=3 合格=是")
        .record("甲", "项目", "经费=4")
        .settle();
    assert_eq!(settled.line("甲", "sum"), "held missing:合格");
    assert_eq!(settled.line("甲", "flat"), "paid gross=5.00 payable=5.00");
}

#[test]
fn a_record_that_does_not_count_may_lack_anything() {
    let settled = World::new()
        .measure("m", &pays("合计(经费 于 项目 当 合格)"))
        .enterprise("甲", "")
        .record("甲", "项目", "经费=3 合格=是")
        .record("甲", "项目", "合格=否")
        .settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=3.00 payable=3.00");
}

#[test]
fn a_case_that_a_table_does_not_list_is_held() {
    let lookup = "[[lookup]]\nname = \"标准\"\nkeys = [\"企业.等级\"]\nvalue = \"money\"\nversions = [{ from = 2023-01-01, rows = [[\"甲\", \"5元\"], [\"乙\", \"3元\"]] }]\n";
    let settled = World::new()
        .measure("m", &format!("{lookup}{}", pays("查(标准, 等级)")))
        .enterprise("甲", "等级=乙")
        .enterprise("乙", "等级=丙")
        .settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=3.00 payable=3.00");
    assert_eq!(settled.line("乙", "m"), "held no-row:标准");
    assert_eq!(settled.findings("乙", "m"), ["settle/no-row K3"]);
}

#[test]
fn a_row_of_the_exclusion_list_that_may_be_anybodys_holds_everybody() {
    let settled = World::new()
        .measure("m", &pays("投入"))
        .enterprise("甲", "投入=9")
        .record("9143020", "限制名单", "起始日期=2023-01-01")
        .settle();
    assert_eq!(settled.line("甲", "m"), "held unreadable:统一社会信用代码");
    assert_eq!(settled.findings("甲", "m"), ["settle/unattributed"]);
}
