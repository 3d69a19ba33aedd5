//! The calculation: every condition with what it saw, every step as a formula, what waits without one.

use super::Book;
use crate::settle::world::{World, pays, pays_and};

const WORKING: &str = "计算过程";

fn condition(id: &str, when: &str) -> String {
    format!("[[condition]]\nid = \"{id}\"\nwhen = \"{when}\"\notherwise = \"不够\"\n")
}

#[test]
fn a_refusal_says_by_how_much() {
    let world = World::new()
        .measure("a", &format!("{}{}", condition("large", "销售 不低于 2万元"), pays("投入")))
        .enterprise("甲", "投入=100元 销售=8000元");
    let rows = Book::of(&world, 1).rows_of(WORKING, "条件 1");
    assert_eq!(rows, [["2", "条件 1", "销售不低于 2万元", "不符合", "销售：8,000.00元\n不够\n销售差 1.2万元"]]);
}

#[test]
fn what_the_data_has_nothing_to_do_with_is_named_at_the_end() {
    let world = World::new()
        .measure("a", &format!("{}{}", condition("any", "存在(项目 当 合格)"), pays("投入")))
        .measure("b", &pays("投入"))
        .enterprise("甲", "投入=100元");
    let book = Book::of(&world, 1);
    assert_eq!(book.rows_of(WORKING, "政策a"), [["政策a", "不够"]]);
    assert_eq!(book.rows_of(WORKING, "条件").len(), 0);
}

#[test]
fn steps_are_formulas_over_data_and_parameters() {
    let world = World::new()
        .measure(
            "a",
            &format!(
                "[[parameter]]\nname = \"率\"\nvalues = [{{ from = 2023-01-01, value = \"12%\" }}]\n{}",
                pays_and("率 * 投入", "cap = \"100元\"\nfloor = \"5元\"")
            ),
        )
        .enterprise("甲", "投入=1234.5元");
    let book = Book::of(&world, 1);
    let formulas = book.formulas(WORKING);
    assert!(formulas.iter().any(|f| f.contains("'参数'!$B$") && f.contains("'申报数据'!$B$")), "{formulas:?}");
    for (step, result) in
        [("计算金额", "148.14"), ("取整", "148"), ("上限", "100"), ("封顶后", "100"), ("核定金额", "100")]
    {
        assert_eq!(book.rows_of(WORKING, step)[0][3], result, "{step}");
    }
    assert_eq!(book.rows_of(WORKING, "应付金额"), [["应付金额", "100", "元"]]);
    assert_eq!(book.rows_of(WORKING, "合计，与应付核对"), [["合计，与应付核对", "100", "相符"]]);
    assert_eq!(book.rows_of("参数", "率"), [["率", "0.12", "2023-01-01 起", "政策a", "文件"]]);
    assert_eq!(book.rows_of("申报数据", "投入"), [["投入", "1234.5", "元", "1234.5元", "D2", "企业名单.csv"]]);
}

#[test]
fn what_waits_has_no_formula_and_no_result() {
    let world = World::new().measure("a", &pays("投入 * 10%")).enterprise("甲", "销售=5元");
    let book = Book::of(&world, 1);
    assert_eq!(book.rows_of(WORKING, "计算金额"), [["2", "计算金额", "投入 × 10%", "待核"]]);
    assert!(book.formulas(WORKING).iter().all(|f| !f.contains("'申报数据'")), "{:?}", book.formulas(WORKING));
    assert_eq!(book.rows_of("申报数据", "投入"), [["投入", "元", "没有填", "D2", "企业名单.csv"]]);
}

#[test]
fn records_are_listed_one_by_one() {
    let world = World::new()
        .measure("a", &pays("合计(经费 于 项目 当 合格)"))
        .enterprise("甲", "投入=1元")
        .record("甲", "项目", "项目名称=桥梁 经费=100 合格=是")
        .record("甲", "项目", "项目名称=隧道 经费=50 合格=否");
    let book = Book::of(&world, 1);
    assert_eq!(book.rows_of(WORKING, "桥梁"), [["1", "桥梁", "经费：100.00元；合格：是", "是", "100"]]);
    assert_eq!(book.rows_of(WORKING, "隧道"), [["2", "隧道", "经费：50.00元；合格：否", "否", "合格"]]);
    assert_eq!(book.rows_of(WORKING, "项目：合计")[0][3..], ["100", "元", "2 条中计入 1 条"]);
    assert!(book.formulas(WORKING).iter().any(|f| f.starts_with("SUM($E$")), "{:?}", book.formulas(WORKING));
}

#[test]
fn what_comes_from_outside_is_a_value_with_its_reason() {
    let world = World::new()
        .measure("a", &pays("投入"))
        .measure("b", &pays("销售"))
        .pack("[[enterprise-cap]]\nid = \"year\"\nmeasures = [\"a\", \"b\"]\nvalues = [{ from = 2023-01-01, value = \"120元\" }]")
        .enterprise("甲", "投入=100元 销售=50元");
    let book = Book::of(&world, 1);
    let row = book.rows_of(WORKING, "企业年度限额核减").remove(0);
    assert_eq!(row[1..4], ["企业年度限额核减", "每家企业每年合计最高 120.00 元，从排在后面的政策核减", "-30"]);
    assert_eq!(book.rows_of(WORKING, "应付金额")[1], ["应付金额", "20", "元"]);
}
