//! `items.csv`: which records a measure counts, which not, and why.

use super::world::{World, pays};

#[test]
fn each_record_says_whether_it_counted_and_for_how_much() {
    let settled = World::new()
        .measure("m", &pays("合计(经费 * 10% 于 项目 当 合格 且 年(立项日期) = 政策年度)"))
        .enterprise("甲", "")
        .record("甲", "项目", "项目名称=一 经费=300 合格=是 立项日期=2023-05-01")
        .record("甲", "项目", "项目名称=二 经费=500 合格=否 立项日期=2023-05-01")
        .record("甲", "项目", "项目名称=三 经费=700 合格=是 立项日期=2022-05-01")
        .settle();
    let mut items = settled.items("甲", "m");
    items.sort();
    assert_eq!(
        items,
        [
            "项目 项目.csv row 2: yes  30.00",
            "项目 项目.csv row 3: no 合格 ",
            "项目 项目.csv row 4: no 年(立项日期) = 政策年度 ",
        ]
    );
}

#[test]
fn a_record_that_cannot_be_decided_says_neither() {
    let settled = World::new()
        .measure("m", &pays("合计(经费 于 项目 当 合格)"))
        .enterprise("甲", "")
        .record("甲", "项目", "经费=300")
        .settle();
    assert_eq!(settled.items("甲", "m"), ["项目 项目.csv row 2:   "]);
}

#[test]
fn what_only_a_condition_asks_for_has_no_amount() {
    let condition = "[[condition]]\nid = \"c\"\nwhen = \"存在(项目 当 合格)\"\notherwise = \"不\"\n";
    let settled = World::new()
        .measure("m", &format!("{condition}{}", pays("投入")))
        .enterprise("甲", "投入=1")
        .record("甲", "项目", "经费=300 合格=是")
        .settle();
    assert_eq!(settled.items("甲", "m"), ["项目 项目.csv row 2: yes  "]);
}

#[test]
fn the_amount_of_a_component_looks_at_records_too() {
    let award = "[award]\nround = { mode = \"down\", unit = \"1元\" }\n[[award.component]]\npayer = \"市级\"\namount = \"合计(经费 于 项目 当 合格)\"\n";
    let settled =
        World::new().measure("m", award).enterprise("甲", "").record("甲", "项目", "经费=300 合格=是").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=300.00 payable=300.00");
    assert_eq!(settled.items("甲", "m"), ["项目 项目.csv row 2: yes  300.00"]);
}

#[test]
fn every_measure_that_looks_at_a_record_has_its_line() {
    let settled = World::new()
        .measure("a", &pays("合计(经费 于 项目 当 合格)"))
        .measure("b", &pays("计数(项目) * 1元"))
        .measure("c", &pays("投入"))
        .enterprise("甲", "投入=1")
        .record("甲", "项目", "经费=300 合格=是")
        .settle();
    let measures: Vec<String> = settled.rows("items.csv").into_iter().map(|r| r["measure"].clone()).collect();
    assert_eq!(measures, ["a", "b"]);
}

#[test]
fn a_long_quotient_is_shown_with_six_decimals() {
    let settled = World::new()
        .measure("m", &pays("合计(经费 / 3 于 项目 当 合格)"))
        .enterprise("甲", "")
        .record("甲", "项目", "经费=200 合格=是")
        .settle();
    assert_eq!(settled.items("甲", "m"), ["项目 项目.csv row 2: yes  66.666667"]);
}

#[test]
fn the_amount_is_that_of_the_question_that_has_one() {
    let amount = "若 存在(项目 当 合格) 则 合计(经费 于 项目 当 经费 超过 100元) 否则 0元";
    let settled =
        World::new().measure("m", &pays(amount)).enterprise("甲", "").record("甲", "项目", "经费=300 合格=是").settle();
    assert_eq!(settled.items("甲", "m"), ["项目 项目.csv row 2: yes  300.00"]);
}

#[test]
fn a_record_counts_if_any_of_several_questions_counts_it() {
    let amount = "若 存在(项目 当 合格) 则 2元 否则 若 存在(项目 当 经费 超过 100元) 则 1元 否则 0元";
    let settled = World::new()
        .measure("m", &pays(amount))
        .enterprise("甲", "")
        .record("甲", "项目", "项目名称=一 经费=300 合格=否")
        .record("甲", "项目", "项目名称=二 经费=50 合格=否")
        .settle();
    let mut items = settled.items("甲", "m");
    items.sort();
    assert_eq!(items, ["项目 项目.csv row 2: yes  ", "项目 项目.csv row 3: no 合格 "]);
}
