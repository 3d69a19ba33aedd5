//! Step 6: at most so much an enterprise and year.

use super::world::{World, pays, pays_and};

fn cap(id: &str, measures: &str, most: &str) -> String {
    format!(
        "[[enterprise-cap]]\nid = \"{id}\"\nmeasures = [{measures}]\nvalues = [{{ from = 2023-01-01, value = \"{most}\" }}]"
    )
}

fn three() -> World {
    World::new()
        .measure("a", &pays("投入"))
        .measure("b", &pays_and("销售", "cap = \"50元\""))
        .measure("c", &pays("比例 * 1元"))
        .pack(&cap("all", "\"a\", \"b\", \"c\"", "100元"))
}

fn lines(world: &World) -> [String; 3] {
    let settled = world.settle();
    ["a", "b", "c"].map(|m| settled.line("甲", m))
}

#[test]
fn within_the_cap_nothing_is_cut() {
    let [a, b, c] = lines(&three().enterprise("甲", "投入=50 销售=30 比例=20"));
    assert!([&a, &b, &c].iter().all(|l| !l.contains("enterprise_cap")), "{a} {b} {c}");
}

#[test]
fn the_last_of_the_list_is_cut_first() {
    let [a, b, c] = lines(&three().enterprise("甲", "投入=70 销售=40 比例=20"));
    assert_eq!(a, "paid gross=70.00 payable=70.00");
    assert_eq!(b, "paid gross=40.00 enterprise_cap=-10.00 payable=30.00");
    assert_eq!(c, "zero enterprise-cap gross=20.00 enterprise_cap=-20.00");
}

#[test]
fn the_first_can_be_cut_too() {
    let [a, ..] = lines(&three().enterprise("甲", "投入=170 销售=0 比例=0"));
    assert_eq!(a, "paid gross=170.00 enterprise_cap=-70.00 payable=100.00");
}

#[test]
fn several_caps_each_see_what_the_one_before_left() {
    let settled = World::new()
        .measure("a", &pays("投入"))
        .measure("b", &pays("销售"))
        .pack(&cap("one", "\"a\", \"b\"", "100元"))
        .pack(&cap("two", "\"b\"", "20元"))
        .enterprise("甲", "投入=70 销售=60")
        .settle();
    assert_eq!(settled.line("甲", "a"), "paid gross=70.00 payable=70.00");
    assert_eq!(settled.line("甲", "b"), "paid gross=60.00 enterprise_cap=-40.00 payable=20.00");
}

#[test]
fn each_enterprise_has_its_own_cap() {
    let settled = three().enterprise("甲", "投入=90 销售=0 比例=0").enterprise("乙", "投入=90 销售=0 比例=0").settle();
    assert_eq!(settled.line("甲", "a"), settled.line("乙", "a"));
    assert_eq!(settled.line("甲", "a"), "paid gross=90.00 payable=90.00");
}

#[test]
fn a_held_award_reserves_nothing_and_a_finding_names_it() {
    let settled = three().enterprise("甲", "销售=50 比例=50").settle();
    assert_eq!(settled.line("甲", "a"), "held missing:投入");
    assert_eq!(settled.line("甲", "b"), "paid gross=50.00 payable=50.00");
    assert_eq!(settled.line("甲", "c"), "paid gross=50.00 payable=50.00");
    assert!(settled.codes().contains(&"settle/cap-would-cut".to_owned()));
}

#[test]
fn a_held_award_that_could_cut_nothing_is_not_warned_about() {
    // b is 50元 at most: with a at 50元 it still fits
    let settled = three().enterprise("甲", "投入=50 比例=0").settle();
    assert_eq!(settled.codes(), ["settle/value-missing"]);
    // and c, the last of the list, is cut itself before anything else is
    let settled = three().enterprise("甲", "投入=90 销售=10").settle();
    assert_eq!(settled.codes(), ["settle/value-missing"]);
}

#[test]
fn an_award_that_waits_for_an_earlier_payment_reserves_nothing() {
    let settled = three()
        .enterprise("甲", "投入=80 销售=50 比例=0")
        .record("甲", "已拨付", "政策=a 政策年度=2023 事由=已拨")
        .settle();
    assert_eq!(settled.line("甲", "a"), "held missing:金额");
    assert_eq!(settled.line("甲", "b"), "paid gross=50.00 payable=50.00");
    assert!(settled.codes().contains(&"settle/cap-would-cut".to_owned()));
}
