//! Step 8: earlier payments and clawbacks.

use super::world::{World, pays};

fn world() -> World {
    World::new().measure("m", &pays("投入")).measure("n", &pays("销售")).enterprise("甲", "投入=100 销售=50")
}

fn line(world: World) -> String {
    world.settle().line("甲", "m")
}

#[test]
fn an_advance_reduces_what_is_payable() {
    assert_eq!(line(world().before("甲", "m", "预拨", "30")), "paid gross=100.00 offset=-30.00 payable=70.00");
}

#[test]
fn an_earlier_payment_reduces_it_too() {
    assert_eq!(line(world().before("甲", "m", "已拨", "30")), "paid gross=100.00 offset=-30.00 payable=70.00");
}

#[test]
fn what_is_to_be_recovered_reduces_it_too() {
    assert_eq!(line(world().before("甲", "m", "应追回", "30")), "paid gross=100.00 offset=-30.00 payable=70.00");
}

#[test]
fn what_was_returned_restores_it() {
    let world = world().before("甲", "m", "预拨", "30").before("甲", "m", "已退回", "10");
    assert_eq!(line(world), "paid gross=100.00 offset=-20.00 payable=80.00");
}

#[test]
fn what_was_returned_in_full_changes_nothing() {
    let world = world().before("甲", "m", "应追回", "30").before("甲", "m", "已退回", "30");
    assert_eq!(line(world), "paid gross=100.00 payable=100.00");
}

#[test]
fn exactly_nothing_left_is_an_offset() {
    assert_eq!(line(world().before("甲", "m", "已拨", "100")), "zero offset gross=100.00 offset=-100.00");
}

#[test]
fn more_than_is_due_is_a_clawback() {
    let settled = world().before("甲", "m", "已拨", "130").settle();
    assert_eq!(settled.line("甲", "m"), "recover clawback gross=100.00 offset=-130.00 payable=-30.00");
    assert_eq!(settled.payments("甲", "m"), "市级 1 2023 -30.00");
}

#[test]
fn a_refused_award_is_recovered_whatever_the_reason_was() {
    let refusing = format!("[[condition]]\nid = \"c\"\nwhen = \"规上\"\notherwise = \"不\"\n{}", pays("投入"));
    let settled = World::new()
        .measure("m", &refusing)
        .enterprise("甲", "投入=100 规上=否")
        .before("甲", "m", "预拨", "40")
        .enterprise("乙", "投入=100 规上=是")
        .before("乙", "m", "预拨", "40")
        .excluded("乙")
        .settle();
    assert_eq!(settled.line("甲", "m"), "recover clawback offset=-40.00 payable=-40.00");
    assert_eq!(settled.line("乙", "m"), "recover clawback offset=-40.00 payable=-40.00");
}

#[test]
fn an_advance_on_a_held_award_stays_in_the_findings() {
    let settled =
        World::new().measure("m", &pays("投入")).enterprise("甲", "").before("甲", "m", "预拨", "40").settle();
    assert_eq!(settled.line("甲", "m"), "held missing:投入");
    assert_eq!(settled.findings("甲", "m"), ["settle/value-missing D2", "settle/held-with-advance D2"]);
}

#[test]
fn more_returned_than_was_advanced_is_a_contradiction() {
    let settled = world().before("甲", "m", "预拨", "30").before("甲", "m", "已退回", "31").settle();
    assert_eq!(settled.line("甲", "m"), "held conflict:金额");
    assert_eq!(settled.findings("甲", "m"), ["settle/value-conflict D2", "settle/value-conflict D3"]);
}

#[test]
fn a_row_touches_only_its_own_measure() {
    let settled = world().before("甲", "m", "预拨", "30").settle();
    assert_eq!(settled.line("甲", "n"), "paid gross=50.00 payable=50.00");
}

#[test]
fn a_measure_is_known_by_its_title_too() {
    assert_eq!(line(world().before("甲", "政策m", "预拨", "30")), "paid gross=100.00 offset=-30.00 payable=70.00");
}

#[test]
fn quotation_marks_and_width_do_not_matter() {
    for name in ["“政策m”", "政策ｍ", "《政策m》", "「政策m」", "'政策m'"] {
        assert_eq!(
            line(world().before("甲", name, "预拨", "30")),
            "paid gross=100.00 offset=-30.00 payable=70.00",
            "{name}"
        );
    }
}

#[test]
fn spaces_within_a_title_do_not_matter() {
    let mut world = world().before("甲", "m", "预拨", "30");
    world.record_cells(0).insert("政策".to_owned(), " 政策\u{3000} m ".to_owned());
    assert_eq!(line(world), "paid gross=100.00 offset=-30.00 payable=70.00");
}

#[test]
fn a_row_that_names_no_measure_is_a_finding_and_touches_nothing() {
    let settled = world().before("甲", "政策k", "预拨", "30").settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 payable=100.00");
    assert_eq!(settled.codes(), ["settle/offset-unmatched"]);
}

#[test]
fn a_row_of_nothing_still_has_to_name_a_measure() {
    assert_eq!(world().before("甲", "政策k", "预拨", "0").settle().codes(), ["settle/offset-unmatched"]);
    assert_eq!(line(world().before("甲", "m", "预拨", "0")), "paid gross=100.00 payable=100.00");
}

#[test]
fn a_row_of_another_year_touches_nothing_whatever_it_lacks() {
    let world = world().record("甲", "已拨付", "政策=m 政策年度=2022").record("甲", "已拨付", "政策年度=2022 金额=5");
    let settled = world.settle();
    assert_eq!(settled.line("甲", "m"), "paid gross=100.00 payable=100.00");
    assert!(settled.codes().is_empty());
}

#[test]
fn a_row_without_an_amount_holds_what_it_touches() {
    let settled = world().record("甲", "已拨付", "政策=m 政策年度=2023 事由=预拨").settle();
    assert_eq!(settled.line("甲", "m"), "held missing:金额");
    assert_eq!(settled.line("甲", "n"), "paid gross=50.00 payable=50.00");
}

#[test]
fn a_row_without_its_kind_holds_what_it_touches() {
    assert_eq!(line(world().record("甲", "已拨付", "政策=m 政策年度=2023 金额=5")), "held missing:事由");
}

#[test]
fn a_row_without_its_year_holds_what_it_touches() {
    assert_eq!(line(world().record("甲", "已拨付", "政策=m 金额=5 事由=预拨")), "held missing:政策年度");
}

#[test]
fn a_row_without_its_measure_holds_every_award_of_the_enterprise() {
    let settled =
        world().enterprise("乙", "投入=1 销售=1").record("甲", "已拨付", "政策年度=2023 金额=5 事由=预拨").settle();
    assert_eq!(settled.line("甲", "m"), "held missing:政策");
    assert_eq!(settled.line("甲", "n"), "held missing:政策");
    assert_eq!(settled.line("乙", "m"), "paid gross=1.00 payable=1.00");
}

#[test]
fn a_hole_holds_a_refused_award_too() {
    let refusing = format!("[[condition]]\nid = \"c\"\nwhen = \"规上\"\notherwise = \"不\"\n{}", pays("投入"));
    let settled = World::new()
        .measure("m", &refusing)
        .enterprise("甲", "投入=100 规上=否")
        .record("甲", "已拨付", "政策=m 政策年度=2023 事由=预拨")
        .settle();
    assert_eq!(settled.line("甲", "m"), "held missing:金额");
}

#[test]
fn an_award_held_for_two_things_names_the_first_field_and_lists_both() {
    let settled = World::new()
        .measure("m", &pays("投入"))
        .enterprise("甲", "")
        .record("甲", "已拨付", "政策=m 政策年度=2023 事由=预拨")
        .settle();
    assert_eq!(settled.line("甲", "m"), "held missing:投入");
    assert_eq!(settled.findings("甲", "m"), ["settle/value-missing D2", "settle/value-missing D2"]);
}

#[test]
fn identical_rows_are_one_payment() {
    let world = world().before("甲", "m", "预拨", "30").before("甲", "m", "预拨", "30");
    assert_eq!(line(world), "paid gross=100.00 offset=-30.00 payable=70.00");
}

#[test]
fn a_payment_that_may_be_anybodys_holds_everybody() {
    let settled = world().before("9143020", "m", "预拨", "30").settle();
    assert_eq!(settled.line("甲", "m"), "held unreadable:统一社会信用代码");
    assert_eq!(settled.findings("甲", "m"), ["settle/unattributed"]);
}

#[test]
fn paid_and_recovered_are_never_netted() {
    let settled = world().before("甲", "m", "已拨", "130").settle();
    let amounts: Vec<String> = settled.rows("payments.csv").into_iter().map(|r| r["amount"].clone()).collect();
    assert_eq!(amounts, ["-30.00", "50.00"]);
}

#[test]
fn a_year_that_no_policy_has_is_not_another_year() {
    let with = |year: &str| {
        let record = format!("政策=m 政策年度={year} 金额=30 事由=预拨");
        let settled = world().record("甲", "已拨付", &record).settle();
        (settled.line("甲", "m"), settled.findings("甲", "m"))
    };
    let held = ("held unreadable:政策年度".to_owned(), vec!["settle/value-unreadable C2".to_owned()]);
    assert_eq!(with("23"), held);
    assert_eq!(with("202"), held);
    assert_eq!(with("20233"), held);
    assert_eq!(with("2022"), ("paid gross=100.00 payable=100.00".to_owned(), Vec::new()));
}

#[test]
fn an_amount_below_zero_contradicts_what_it_was() {
    let settled = world().before("甲", "m", "预拨", "50").before("甲", "m", "预拨", "-20").settle();
    assert_eq!(settled.line("甲", "m"), "held conflict:金额");
    let found = settled.rows("findings.csv").into_iter().find(|f| f["code"] == "settle/value-conflict");
    let said = &found.expect("the finding")["message"];
    assert!(said.contains("-20.00 元"), "{said}");
    assert_eq!(line(world().before("甲", "m", "已退回", "-5")), "held conflict:金额");
    assert_eq!(settled.line("甲", "n"), "paid gross=50.00 payable=50.00", "only the award that it names");
}

#[test]
fn what_was_returned_too_much_is_said_in_figures() {
    let settled = world().before("甲", "m", "预拨", "30").before("甲", "m", "已退回", "45.5").settle();
    let found = settled.rows("findings.csv").into_iter().find(|f| f["code"] == "settle/value-conflict");
    let said = &found.expect("the finding")["message"];
    assert!(said.contains("一共退回 45.50 元，多于此前拨付的 30.00 元"), "{said}");
}

#[test]
fn a_payment_that_may_be_anybodys_holds_whatever_an_absent_table_means() {
    let fields = include_str!("fields.toml")
        .replace("name   = \"已拨付\"\nabsent = \"error\"", "name   = \"已拨付\"\nabsent = \"empty\"");
    let settled = world().fields(&fields).before("9143020", "m", "预拨", "30").settle();
    assert_eq!(settled.line("甲", "m"), "held unreadable:统一社会信用代码");
    let lists = include_str!("fields.toml")
        .replace("name   = \"限制名单\"\nabsent = \"error\"", "name   = \"限制名单\"\nabsent = \"empty\"");
    let settled = world().fields(&lists).record("9143020", "限制名单", "起始日期=2023-01-01").settle();
    assert_eq!(settled.line("甲", "m"), "held unreadable:统一社会信用代码");
}
