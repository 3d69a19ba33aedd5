//! Estimates and statuses: conditions and one expression, in no total.

use super::world::{World, pays};

fn estimate(amount: &str) -> String {
    format!("[estimate]\namount = \"{amount}\"\nround = {{ mode = \"half_up\", unit = \"0.01元\" }}\n")
}

const LARGE: &str = "[[condition]]\nid = \"large\"\nwhen = \"规上\"\notherwise = \"不\"\n";

#[test]
fn an_estimate_is_rounded_and_stands_in_a_file_of_its_own() {
    let settled = World::new()
        .measure("m", &pays("1元"))
        .estimate("e", &estimate("投入 / 3"))
        .enterprise("甲", "投入=200")
        .settle();
    assert_eq!(settled.estimate("甲", "e"), "paid 66.67");
    assert!(settled.rows("awards.csv").iter().all(|r| r["measure"] == "m"));
    assert_eq!(settled.payments("甲", "e"), "");
}

#[test]
fn an_estimate_that_is_refused_is_zero_with_its_reason() {
    let settled =
        World::new().estimate("e", &(LARGE.to_owned() + &estimate("投入"))).enterprise("甲", "投入=9 规上=否").settle();
    assert_eq!(settled.estimate("甲", "e"), "zero large 0.00");
}

#[test]
fn an_estimate_knows_no_veto() {
    let settled = World::new().estimate("e", &estimate("投入")).enterprise("甲", "投入=9").excluded("甲").settle();
    assert_eq!(settled.estimate("甲", "e"), "paid 9.00");
}

#[test]
fn a_held_estimate_shows_no_amount_and_names_its_cell() {
    let settled = World::new().estimate("e", &estimate("投入")).enterprise("甲", "").settle();
    assert_eq!(settled.estimate("甲", "e"), "held missing:投入 ");
    assert_eq!(settled.findings("甲", "e"), ["settle/value-missing D2"]);
}

#[test]
fn an_estimate_of_nothing_of_less_than_nothing_and_of_less_than_a_fen() {
    let settled = World::new()
        .estimate("e", &estimate("投入 - 销售"))
        .enterprise("甲", "投入=9 销售=9")
        .enterprise("乙", "投入=9 销售=12")
        .enterprise("丙", "投入=9.004 销售=9")
        .settle();
    assert_eq!(settled.estimate("甲", "e"), "zero nothing-due 0.00");
    assert_eq!(settled.estimate("乙", "e"), "zero nothing-due 0.00");
    assert_eq!(settled.codes(), ["settle/negative-amount"]);
    assert_eq!(settled.estimate("丙", "e"), "zero rounded-to-zero 0.00");
}

#[test]
fn an_estimate_that_is_too_large_is_held_and_not_zero() {
    let settled = World::new()
        .estimate("e", &estimate("投入 * 人数"))
        .enterprise("甲", "投入=999999999999999 人数=99999999")
        .settle();
    assert_eq!(settled.estimate("甲", "e"), "held unreadable:投入 ");
}

#[test]
fn an_estimate_that_asks_for_a_held_award_waits_for_its_cells() {
    let settled =
        World::new().measure("a", &pays("投入")).estimate("e", &estimate("核定(a)")).enterprise("甲", "").settle();
    assert_eq!(settled.estimate("甲", "e"), "held missing:投入 ");
}

#[test]
fn a_status_is_a_text() {
    let status = "[status]\nvalue = \"若 人数 不低于 10 则 “大” 否则 “小”\"\n";
    let settled = World::new()
        .status("s", status)
        .enterprise("甲", "人数=10")
        .enterprise("乙", "人数=9")
        .enterprise("丙", "")
        .settle();
    assert_eq!(settled.status("甲", "s"), "大");
    assert_eq!(settled.status("乙", "s"), "小");
    assert_eq!(settled.status("丙", "s"), "missing:人数");
    assert_eq!(settled.findings("丙", "s"), ["settle/value-missing I4"]);
}

#[test]
fn a_status_that_is_not_asked_of_an_enterprise_says_why() {
    let status = format!("{LARGE}[status]\nvalue = \"若 人数 不低于 10 则 “大” 否则 “小”\"\n");
    let settled = World::new().status("s", &status).enterprise("甲", "人数=10 规上=否").settle();
    assert_eq!(settled.status("甲", "s"), "large");
}

#[test]
fn a_status_of_none_is_undecided() {
    let settled = World::new()
        .status("s", "[status]\nvalue = \"简称\"\n")
        .enterprise("甲", "")
        .enterprise("乙", "简称=乙厂")
        .settle();
    assert_eq!(settled.status("甲", "s"), "missing:简称");
    assert_eq!(settled.status("乙", "s"), "乙厂");
}
