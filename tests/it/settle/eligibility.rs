//! Steps 1 and 2: the veto and the conditions.

use super::world::{World, pays};

fn with_conditions(list: &[(&str, &str)]) -> String {
    let said =
        list.iter().map(|(id, when)| format!("[[condition]]\nid = \"{id}\"\nwhen = \"{when}\"\notherwise = \"不\"\n"));
    said.collect::<String>() + &pays("投入")
}

#[test]
fn an_excluded_enterprise_gets_nothing() {
    let settled = World::new().measure("m", &pays("投入")).enterprise("甲", "投入=9").excluded("甲").settle();
    assert_eq!(settled.line("甲", "m"), "zero veto");
}

#[test]
fn the_veto_is_in_force_on_its_first_and_on_its_last_day() {
    let settled = World::new()
        .measure("m", &pays("投入"))
        .enterprise("甲", "投入=9")
        .record("甲", "限制名单", "起始日期=2023-12-31 截止日期=2023-12-31")
        .enterprise("乙", "投入=9")
        .record("乙", "限制名单", "起始日期=2024-01-01")
        .enterprise("丙", "投入=9")
        .record("丙", "限制名单", "起始日期=2022-01-01 截止日期=2023-12-30")
        .settle();
    assert_eq!(settled.line("甲", "m"), "zero veto");
    assert_eq!(settled.line("乙", "m"), "paid gross=9.00 payable=9.00");
    assert_eq!(settled.line("丙", "m"), "paid gross=9.00 payable=9.00");
}

#[test]
fn a_measure_may_stand_outside_the_veto() {
    let settled = World::new()
        .measure("m", &format!("veto = false\n{}", pays("投入")))
        .measure("n", &pays("投入"))
        .enterprise("甲", "投入=9")
        .excluded("甲")
        .settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=9.00 payable=9.00");
    assert_eq!(settled.line("甲", "n"), "zero veto");
}

#[test]
fn a_hole_in_the_exclusion_list_holds_what_it_may_touch() {
    let settled = World::new()
        .measure("m", &pays("投入"))
        .measure("n", &format!("veto = false\n{}", pays("投入")))
        .measure("o", &with_conditions(&[("c", "规上")]))
        .enterprise("甲", "投入=9 规上=否")
        .record("甲", "限制名单", "截止日期=2024-12-31")
        .settle();
    assert_eq!(settled.line("甲", "m"), "held missing:起始日期");
    assert_eq!(settled.findings("甲", "m"), ["settle/value-missing B2"]);
    assert_eq!(settled.line("甲", "n"), "paid gross=9.00 payable=9.00");
    assert_eq!(settled.line("甲", "o"), "zero c", "refused whatever else is missing");
}

#[test]
fn an_exclusion_that_has_certainly_ended_holds_nothing() {
    let settled = World::new()
        .measure("m", &pays("投入"))
        .enterprise("甲", "投入=9")
        .record("甲", "限制名单", "截止日期=2022-12-31")
        .settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=9.00 payable=9.00");
}

#[test]
fn a_condition_that_is_not_met_is_the_reason() {
    let settled =
        World::new().measure("m", &with_conditions(&[("large", "规上")])).enterprise("甲", "投入=9 规上=否").settle();
    assert_eq!(settled.line("甲", "m"), "zero large");
}

#[test]
fn of_several_the_first_that_refuses_is_the_reason() {
    let measure = with_conditions(&[("a", "规上"), ("b", "人数 不低于 10"), ("c", "销售 超过 0元")]);
    let settled = World::new().measure("m", &measure).enterprise("甲", "投入=9 规上=是 人数=9 销售=0").settle();
    assert_eq!(settled.line("甲", "m"), "zero b");
}

#[test]
fn the_veto_is_named_before_any_condition() {
    let settled = World::new()
        .measure("m", &with_conditions(&[("large", "规上")]))
        .enterprise("甲", "投入=9 规上=否")
        .excluded("甲")
        .settle();
    assert_eq!(settled.line("甲", "m"), "zero veto");
}

#[test]
fn a_refused_line_has_zero_in_every_column() {
    let settled =
        World::new().measure("m", &with_conditions(&[("large", "规上")])).enterprise("甲", "投入=9 规上=否").settle();
    let row = settled.rows("awards.csv").remove(0);
    for column in ["gross", "rounding", "cap", "floor", "adjustment", "stacking", "enterprise_cap", "budget", "offset"]
    {
        assert_eq!(row[column], "0.00", "{column}");
    }
}

#[test]
fn a_pack_may_do_without_a_veto_in_some_years() {
    // the as-of date decides, not the policy year
    let world = World::new().measure("m", &pays("投入")).enterprise("甲", "投入=9").record(
        "甲",
        "限制名单",
        "起始日期=2024-03-01",
    );
    let pack = world.compile();
    let roster = world.read(&pack);
    let on = |day: &str| {
        let day = duixian::calendar::Date::parse_iso(day).expect("a day");
        let edition = pack.on(2023, day).expect("an edition");
        let run = duixian::settle::run(&edition, &roster.dataset, &Default::default(), &|_| {}).expect("no bug");
        run.awards[0].lines[0].status.id()
    };
    assert_eq!((on("2024-02-29"), on("2024-03-01")), ("paid", "zero"));
}
