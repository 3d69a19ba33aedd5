//! How far off a refused line was: each figure and each day computed by hand.

use duixian::diagnostic::Lang;
use duixian::payout::shortfall::Shortfalls;
use duixian::settle::run::{Reason, Status};

use crate::settle::random::city;
use crate::settle::world::{World, pays, pays_and};

use super::dossier;

/// What is said of each enterprise's line of the first measure.
fn said_in(world: &World, lang: Lang) -> Vec<String> {
    dossier::of(world, lang, |dossier| {
        let results = dossier.results;
        Shortfalls::of(results).batch(0..results.run.enterprises).remove(0)
    })
}

fn said(world: &World) -> Vec<String> {
    said_in(world, Lang::Zh)
}

/// A measure with one condition, and enterprises with these cells.
fn refused(when: &str, cells: &[&str]) -> World {
    let condition = format!("[[condition]]\nid = \"c\"\nwhen = \"{when}\"\notherwise = \"不符合\"\n");
    let world = World::new().measure("m", &format!("{condition}{}", pays("1000元")));
    cells.iter().enumerate().fold(world, |world, (i, cells)| world.enterprise(&format!("企业{i}"), cells))
}

fn one(when: &str, cells: &str) -> String {
    said(&refused(when, &[cells])).remove(0)
}

/// The same of one record of a project.
fn of_records(when: &str, records: &[&str]) -> String {
    let world = records.iter().fold(refused(when, &[""]), |world, cells| world.record("企业0", "项目", cells));
    said(&world).remove(0)
}

#[test]
fn amounts_are_short_by_what_is_missing_to_them() {
    assert_eq!(one("投入 不低于 1亿元", "投入=88000000"), "投入差 1,200万元");
    assert_eq!(one("投入 不低于 1000元", "投入=769.50"), "投入差 230.50元");
    assert_eq!(one("投入 不低于 1亿元", "投入=76543.21"), "投入差 99,923,456.79元");
    assert_eq!(one("1亿元 不超过 投入", "投入=88000000"), "投入差 1,200万元");
    assert_eq!(one("投入 不超过 5万元", "投入=62000"), "投入超出 1.2万元");
    assert_eq!(one("投入 超过 5万元", "投入=50000"), "投入为 5万元，须超过");
    assert_eq!(one("投入 不足 5万元", "投入=50000"), "投入为 5万元，须不足");
}

#[test]
fn a_difference_that_must_be_above_zero_is_told_of_its_two_sides() {
    assert_eq!(one("投入 - 销售 超过 0元", "投入=88000 销售=100000"), "投入比销售少 1.2万元");
    assert_eq!(one("投入 - 销售 超过 0元", "投入=100 销售=100"), "投入与销售相等");
    assert_eq!(one("投入 不超过 销售", "投入=300 销售=100"), "投入比销售多 200元");
    // any other amount that is computed stands in quotes
    assert_eq!(one("投入 - 销售 不低于 1000元", "投入=1500 销售=600"), "“投入 − 销售”差 100元");
}

#[test]
fn counts_have_no_unit_and_rates_have_percentage_points() {
    assert_eq!(one("人数 不超过 500", "人数=512"), "人数超出 12");
    assert_eq!(one("比例 不低于 5%", "比例=0.041"), "比例差 0.9 个百分点");
    assert_eq!(one("投入 / 销售 不低于 5%", "投入=1 销售=30"), "“投入 ÷ 销售”差 约 1.666667 个百分点");
}

#[test]
fn what_has_no_number_is_told_by_what_stands_in_the_cell() {
    assert_eq!(one("等级 = “甲”", "等级=乙"), "等级为“乙”");
    assert_eq!(one("等级 属于 {“甲”, “丙”}", "等级=乙"), "等级为“乙”");
    assert_eq!(one("等级 不属于 {“乙”, “丙”}", "等级=乙"), "等级为“乙”");
    assert_eq!(one("规上", "规上=否"), "规上为“否”");
    assert_eq!(one("非 规上", "规上=是"), "规上为“是”");
    assert_eq!(one("简称 = “某”", ""), "没有简称");
    assert_eq!(one("余额 超过 5元", ""), "没有余额");
    assert_eq!(one("已填(简称)", ""), "没有填简称");
    assert_eq!(one("非 已填(简称)", "简称=某"), "填了简称");
    assert_eq!(one("若 规上 则 否 否则 是", "规上=是"), "不是“规上的为否，否则为是”");
}

#[test]
fn all_that_fails_of_and_is_told_and_every_way_of_or() {
    assert_eq!(one("规上 且 投入 不低于 1万元", "规上=否 投入=6000"), "规上为“否”，且投入差 4,000元");
    assert_eq!(one("规上 且 投入 不低于 1万元", "规上=是 投入=6000"), "投入差 4,000元");
    assert_eq!(one("规上 或 投入 不低于 1万元", "规上=否 投入=6000"), "规上为“否”；或投入差 4,000元");
    // 非 turns them about
    assert_eq!(one("非 (规上 或 投入 超过 1万元)", "规上=是 投入=16000"), "规上为“是”，且投入超出 6,000元");
    // what is missing says nothing
    assert_eq!(one("规上 且 投入 不低于 1万元", "投入=6000"), "投入差 4,000元");
    // the same is told once
    assert_eq!(one("余额 超过 5元 且 余额 不足 9元", ""), "没有余额");
}

#[test]
fn days_are_counted_to_the_first_or_last_that_would_do() {
    let year = "存在(项目 当 年(立项日期) = 政策年度)";
    assert_eq!(of_records(year, &["立项日期=2022-11-27"]), "仅有的 1 条项目：立项日期早 35 天");
    assert_eq!(of_records(year, &["立项日期=2024-01-01"]), "仅有的 1 条项目：立项日期晚 1 天");
    let before = "存在(项目 当 立项日期 不超过 2023-06-30)";
    assert_eq!(of_records(before, &["立项日期=2023-07-10"]), "仅有的 1 条项目：立项日期晚 10 天");
    let after = "存在(项目 当 立项日期 超过 2023-06-30)";
    assert_eq!(of_records(after, &["立项日期=2023-06-30"]), "仅有的 1 条项目：立项日期早 1 天");
    // valid for three years: issued on 2020-11-26 it ends on 2023-11-26, and the first that would do is 2021-01-01
    let valid = "存在(项目 当 核定日 不足 加年(立项日期, 3))";
    assert_eq!(of_records(valid, &["立项日期=2020-11-26"]), "仅有的 1 条项目：立项日期早 36 天");
    // 29 February counts as 1 March: 2020-02-29 + 1 year is 2021-03-01, too early by a year less a day for 2022-03-01
    let leap = "存在(项目 当 加年(立项日期, 1) 不低于 2022-03-01)";
    assert_eq!(of_records(leap, &["立项日期=2020-02-29"]), "仅有的 1 条项目：立项日期早 366 天");
}

#[test]
fn where_no_record_fits_the_nearest_is_told() {
    let when = "存在(项目 当 合格 且 年(立项日期) = 政策年度)";
    assert_eq!(of_records(when, &[]), "没有项目记录");
    let records = ["合格=否 立项日期=2022-12-01", "合格=是 立项日期=2022-12-01", "合格=是 立项日期=2022-12-22"];
    assert_eq!(of_records(when, &records), "3 条项目都不符合，最接近的：立项日期早 10 天");
    assert_eq!(of_records(when, &records[..1]), "仅有的 1 条项目：合格为“否”，且立项日期早 31 天");
    // one that cannot be decided keeps the line from being refused
    assert_eq!(of_records(when, &["合格=是"]), "");
}

#[test]
fn sums_over_records_are_short_or_have_no_record() {
    let body = format!(
        "[[define]]\nname = \"合格经费\"\nvalue = \"合计(经费 于 项目 当 合格)\"\n[[condition]]\nid = \"c\"\nwhen = \"合格经费 不低于 100元\"\notherwise = \"不足\"\n{}",
        pays("1000元")
    );
    let world = World::new()
        .measure("m", &body)
        .enterprise("甲", "")
        .record("甲", "项目", "经费=30 合格=是")
        .record("甲", "项目", "经费=500 合格=否")
        .enterprise("乙", "")
        .record("乙", "项目", "经费=500 合格=否")
        .enterprise("丙", "");
    assert_eq!(said(&world), ["合格经费差 70元", "仅有的 1 条项目：合格为“否”", "没有项目记录"]);
}

#[test]
fn a_line_below_the_floor_or_cut_to_nothing_says_by_what() {
    let floored = World::new()
        .measure("m", &pays_and("投入 * 10%", "floor = \"1000元\""))
        .enterprise("甲", "投入=7695")
        .enterprise("乙", "投入=3");
    assert_eq!(said(&floored), ["低于起补金额 230.50元（起补 1,000元）", "低于起补金额 999.70元（起补 1,000元）"]);
    let rounded = World::new().measure("m", &pays("投入 * 10%")).enterprise("甲", "投入=4");
    assert_eq!(said(&rounded), ["0.40元，不足取整单位 1元"]);
    let negative =
        World::new().measure("m", &pays("投入 - 100元")).enterprise("甲", "投入=40").enterprise("乙", "投入=100");
    assert_eq!(said(&negative), ["按公式为 -60元", ""]);
    let paid = World::new().measure("m", &pays("投入")).enterprise("甲", "投入=20").before("甲", "m", "预拨", "20");
    assert_eq!(said(&paid), ["核定 20元，此前已拨付 20元"]);
    let vetoed =
        World::new().measure("m", &pays("投入")).enterprise("甲", "投入=20").excluded("甲").enterprise("乙", "投入=1");
    assert_eq!(said(&vetoed), ["限制名单：起始日期 2023-01-01", ""]);
}

#[test]
fn what_took_precedence_is_named_with_its_amount() {
    let group = World::new()
        .measure("a", &pays("投入"))
        .measure("b", &pays("销售"))
        .pack("[[stacking]]\nid = \"g\"\nrule = \"highest\"\nmeasures = [\"a\", \"b\"]")
        .enterprise("甲", "投入=20 销售=50");
    assert_eq!(said(&group), ["由“政策b”享受 50元"]);
    let capped = World::new()
        .measure("b", &pays("销售"))
        .measure("a", &pays("投入"))
        .pack("[[enterprise-cap]]\nid = \"year\"\nmeasures = [\"b\", \"a\"]\nvalues = [{ from = 2023-01-01, value = \"30元\" }]")
        .enterprise("甲", "投入=20 销售=50");
    let of_a = dossier::of(&capped, Lang::Zh, |d| Shortfalls::of(d.results).batch(0..1).remove(1));
    assert_eq!(of_a, ["年度限额 30元 已由排在前面的政策用完"]);
    let pool = World::new()
        .measure("m", &pays_and("投入", "pool = \"p\""))
        .pack("[[pool]]\nid = \"p\"\ntitle = \"池\"\nrule = \"priority\"\nunit = \"1元\"\nbudget = [{ from = 2023-01-01, value = \"20元\" }]")
        .enterprise("甲", "投入=20")
        .enterprise("乙", "投入=20");
    assert_eq!(said(&pool), ["", "预算 20元 已按次序用完"]);
}

#[test]
fn it_is_told_in_english_too() {
    let world = refused("投入 不低于 1万元 或 规上", &["投入=6000 规上=否"]);
    assert_eq!(said_in(&world, Lang::En), ["投入 is 4,000 yuan short; or 规上 is “no”"]);
}

#[test]
fn every_line_that_a_condition_refuses_says_something_and_no_other_line_does() {
    let world = city(7, 120, 6);
    dossier::of(&world, Lang::Zh, |dossier| {
        let results = dossier.results;
        let off = Shortfalls::of(results).batch(0..results.run.enterprises);
        let mut conditions = 0;
        for (award, off) in results.run.awards.iter().zip(&off) {
            for (line, off) in award.lines.iter().zip(off) {
                match (line.status, line.reason) {
                    (Status::Zero, Reason::Condition(_) | Reason::Veto | Reason::BelowFloor) => {
                        conditions += 1;
                        assert!(!off.is_empty(), "{line:?}");
                    }
                    (Status::Zero, _) => {}
                    _ => assert_eq!(off, "", "{line:?}"),
                }
            }
        }
        assert!(conditions > 50, "{conditions}");
    });
}

#[test]
fn it_does_not_depend_on_how_enterprises_are_put_into_batches() {
    dossier::of(&city(8, 60, 6), Lang::Zh, |dossier| {
        let results = dossier.results;
        let shortfalls = Shortfalls::of(results);
        let whole = shortfalls.batch(0..results.run.enterprises);
        for at in 0..results.run.enterprises {
            let one = shortfalls.batch(at..at + 1);
            for (one, whole) in one.iter().zip(&whole) {
                assert_eq!(one[0], whole[at]);
            }
        }
    });
}
