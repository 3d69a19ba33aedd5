//! Step 5 where a group tops up what earlier policy years paid (补差额).

use super::world::{World, pays, pays_and};

const EARLIER: &str = "earlier = { paid = [\"预拨\", \"已拨\"], returned = [\"已退回\"] }";

fn group(members: &str, earlier: &str) -> String {
    format!("[[stacking]]\nid = \"g\"\nrule = \"top_up\"\nmeasures = [{members}]\n{earlier}")
}

fn world() -> World {
    World::new()
        .measure("a", &pays("投入"))
        .measure("b", &pays("销售"))
        .measure("other", &pays("投入"))
        .pack(&group("\"a\", \"b\"", EARLIER))
        .enterprise("甲", "投入=30 销售=50")
}

fn row(policy: &str, year: &str, amount: &str, kind: &str) -> String {
    format!("政策={policy} 政策年度={year} 金额={amount} 事由={kind}")
}

fn lines(rows: &[String]) -> [String; 2] {
    let settled = rows.iter().fold(world(), |w, row| w.record("甲", "已拨付", row)).settle();
    assert_eq!(settled.line("甲", "other"), "paid gross=30.00 payable=30.00", "it is not in the group");
    ["a", "b"].map(|m| settled.line("甲", m))
}

#[test]
fn without_earlier_payments_each_tops_up_the_one_before() {
    let [a, b] = lines(&[]);
    assert_eq!(a, "paid gross=30.00 payable=30.00");
    assert_eq!(b, "paid gross=50.00 stacking=-30.00 payable=20.00");
}

#[test]
fn what_earlier_years_paid_for_any_member_counts_as_reached() {
    let [a, b] = lines(&[row("a", "2022", "10", "已拨"), row("政策b", "2020", "5", "预拨")]);
    assert_eq!(a, "paid gross=30.00 stacking=-15.00 payable=15.00");
    assert_eq!(b, "paid gross=50.00 stacking=-30.00 payable=20.00");
    let [a, b] = lines(&[row("b", "2022", "40", "已拨")]);
    assert_eq!(a, "zero stacking:g gross=30.00 stacking=-30.00");
    assert_eq!(b, "paid gross=50.00 stacking=-40.00 payable=10.00");
}

#[test]
fn what_came_back_was_not_paid_and_other_kinds_do_not_count() {
    let [a, _] = lines(&[row("a", "2022", "10", "已拨"), row("a", "2022", "4", "已退回")]);
    assert_eq!(a, "paid gross=30.00 stacking=-6.00 payable=24.00");
    let [a, _] = lines(&[row("a", "2022", "10", "应追回")]);
    assert_eq!(a, "paid gross=30.00 payable=30.00");
}

#[test]
fn more_than_all_of_it_before_gives_nothing_and_takes_nothing_back() {
    let [a, b] = lines(&[row("a", "2022", "80", "已拨")]);
    assert_eq!(a, "zero stacking:g gross=30.00 stacking=-30.00");
    assert_eq!(b, "zero stacking:g gross=50.00 stacking=-50.00");
}

#[test]
fn other_policies_later_years_and_this_year_are_no_earlier_payment() {
    let [a, _] = lines(&[row("other", "2022", "10", "已拨"), row("a", "2024", "10", "已拨")]);
    assert_eq!(a, "paid gross=30.00 payable=30.00");
    let [a, _] = lines(&[row("a", "2022", "10", "已拨"), row("a", "2023", "5", "预拨")]);
    assert_eq!(a, "paid gross=30.00 stacking=-10.00 offset=-5.00 payable=15.00");
}

#[test]
fn a_hole_in_an_earlier_row_holds_what_it_may_touch() {
    let held = |given: &str, reason: &str, other: &str| {
        let settled = world().record("甲", "已拨付", given).settle();
        assert_eq!(settled.line("甲", "a"), format!("held {reason}"), "{given}");
        assert_eq!(settled.line("甲", "b"), format!("held {reason}"), "{given}");
        assert_eq!(settled.line("甲", "other"), other, "{given}");
        assert_eq!(settled.findings("甲", "a").len(), 1, "{given}");
    };
    let untouched = "paid gross=30.00 payable=30.00";
    held("政策=a 政策年度=2022 事由=已拨", "missing:金额", untouched);
    held("政策=a 政策年度=2022 金额=？？ 事由=已拨", "unreadable:金额", untouched);
    held("政策=a 政策年度=2022 金额=5", "missing:事由", untouched);
    held("政策年度=2022 金额=5 事由=已拨", "missing:政策", untouched);
    held("政策=b 政策年度=2022 金额=5 事由=已退回", "conflict:金额", untouched);
}

#[test]
fn a_row_without_its_year_may_be_of_this_year_or_of_an_earlier_one() {
    let settled = world().record("甲", "已拨付", "政策=b 金额=5 事由=已拨").settle();
    assert_eq!(settled.line("甲", "a"), "held missing:政策年度", "as an earlier payment it counts for the whole group");
    assert_eq!(settled.line("甲", "b"), "held missing:政策年度");
    assert_eq!(settled.line("甲", "other"), "paid gross=30.00 payable=30.00");
}

#[test]
fn what_gives_nothing_does_not_wait_for_earlier_years() {
    let settled = World::new()
        .measure("a", &pays("投入"))
        .pack(&group("\"a\"", EARLIER))
        .enterprise("甲", "投入=0")
        .record("甲", "已拨付", "政策=a 政策年度=2022 事由=已拨")
        .settle();
    assert_eq!(settled.line("甲", "a"), "zero nothing-due");
}

#[test]
fn a_held_member_that_stays_below_what_earlier_years_paid_is_zero() {
    let world = World::new()
        .measure("a", &pays_and("投入", "cap = \"40元\""))
        .measure("b", &pays("销售"))
        .pack(&group("\"a\", \"b\"", EARLIER))
        .enterprise("甲", "销售=50")
        .record("甲", "已拨付", &row("a", "2022", "40", "已拨"));
    let settled = world.settle();
    assert_eq!(settled.line("甲", "a"), "zero stacking:g");
    assert_eq!(settled.line("甲", "b"), "paid gross=50.00 stacking=-40.00 payable=10.00");
}

#[test]
fn an_earlier_row_of_no_measure_of_the_pack_is_said() {
    let settled = world().record("甲", "已拨付", &row("政策丙", "2022", "10", "已拨")).settle();
    assert_eq!(settled.codes(), ["settle/earlier-unmatched"]);
    // where nobody looks at earlier years, nobody asks
    let plain = World::new().measure("a", &pays("投入")).enterprise("甲", "投入=1");
    assert!(plain.record("甲", "已拨付", &row("政策丙", "2022", "10", "已拨")).settle().codes().is_empty());
}

#[test]
fn a_title_of_a_version_that_is_not_in_force_any_more_is_known() {
    let world = World::new()
        .version("a", "payout", "{ from = 2022-01-01, to = 2022-12-31 }", &pays("投入"))
        .version("a", "payout", "{ from = 2023-01-01 }", &pays("投入"))
        .version("old", "payout", "{ from = 2022-01-01, to = 2022-12-31 }", &pays("投入"))
        .pack(&group("\"a\", \"old\"", EARLIER))
        .enterprise("甲", "投入=30")
        .record("甲", "已拨付", &row("政策old", "2022", "10", "已拨"));
    assert_eq!(world.settle().line("甲", "a"), "paid gross=30.00 stacking=-10.00 payable=20.00");
}

fn wrong(pack: &str) -> Vec<&'static str> {
    let world = World::new().measure("a", &pays("投入")).pack(pack);
    world.try_compile().expect_err("it is wrong").iter().map(|f| f.code.id).collect()
}

#[test]
fn what_does_not_fit_is_refused() {
    let highest = group("\"a\"", EARLIER).replace("top_up", "highest");
    assert_eq!(wrong(&highest), ["policy/earlier"]);
    assert_eq!(wrong(&group("\"a\"", "earlier = { paid = [] }")), ["policy/earlier"]);
    assert_eq!(
        wrong(&group("\"a\"", "earlier = { returned = [\"已退回\"] }")),
        ["policy/missing-key", "policy/earlier"]
    );
    assert_eq!(wrong(&group("\"a\"", "earlier = { paid = [\"已付\"] }")), ["policy/unknown-name"]);
    let twice = "earlier = { paid = [\"已拨\"], returned = [\"已拨\"] }";
    assert_eq!(wrong(&group("\"a\"", twice)), ["policy/duplicate"]);
}
