//! Step 5: measures that exclude one another.

use super::world::{World, pays, pays_and};

fn group(rule: &str) -> World {
    let bounded = |amount: &str, most: &str| pays_and(amount, &format!("cap = \"{most}\""));
    World::new()
        .measure("a", &bounded("投入", "100元"))
        .measure("b", &bounded("销售", "100元"))
        .measure("c", &bounded("比例 * 1元", "40元"))
        .pack(&format!("[[stacking]]\nid = \"g\"\nrule = \"{rule}\"\nmeasures = [\"a\", \"b\", \"c\"]"))
}

fn lines(world: World, given: &str) -> [String; 3] {
    let settled = world.enterprise("甲", given).settle();
    ["a", "b", "c"].map(|m| settled.line("甲", m))
}

#[test]
fn highest_pays_only_the_highest() {
    let [a, b, c] = lines(group("highest"), "投入=30 销售=50 比例=20");
    assert_eq!(a, "zero stacking:g gross=30.00 stacking=-30.00");
    assert_eq!(b, "paid gross=50.00 payable=50.00");
    assert_eq!(c, "zero stacking:g gross=20.00 stacking=-20.00");
}

#[test]
fn highest_takes_the_earlier_on_a_tie() {
    let [a, b, _] = lines(group("highest"), "投入=50 销售=50 比例=0");
    assert_eq!(a, "paid gross=50.00 payable=50.00");
    assert_eq!(b, "zero stacking:g gross=50.00 stacking=-50.00");
}

#[test]
fn a_held_member_that_could_win_holds_the_winner() {
    let world = group("highest").enterprise("甲", "销售=50 比例=20");
    let settled = world.settle();
    assert_eq!(settled.line("甲", "a"), "held missing:投入");
    assert_eq!(settled.line("甲", "b"), "held stacking:g");
    assert_eq!(settled.findings("甲", "b"), ["settle/value-missing D2"], "it waits for its rival's cell");
    assert_eq!(settled.line("甲", "c"), "zero stacking:g gross=20.00 stacking=-20.00");
}

#[test]
fn a_held_member_that_cannot_win_is_zero() {
    let [a, b, c] = lines(group("highest"), "投入=50 销售=30");
    assert_eq!(a, "paid gross=50.00 payable=50.00");
    assert_eq!(b, "zero stacking:g gross=30.00 stacking=-30.00");
    assert_eq!(c, "zero stacking:g", "its 40元 at most would not win, so every column is 0");
}

#[test]
fn a_held_member_that_could_only_tie_wins_if_it_stands_earlier() {
    let [a, b, _] = lines(group("highest"), "销售=100 比例=0");
    assert_eq!((a.as_str(), b.as_str()), ("held missing:投入", "held stacking:g"));
    let [a, b, _] = lines(group("highest"), "投入=100 比例=0");
    assert_eq!((a.as_str(), b.as_str()), ("paid gross=100.00 payable=100.00", "zero stacking:g"));
}

#[test]
fn two_held_members_stay_held() {
    let [a, b, c] = lines(group("highest"), "比例=0");
    assert_eq!([a.as_str(), b.as_str(), c.as_str()], ["held missing:投入", "held missing:销售", "zero nothing-due"]);
}

#[test]
fn a_member_without_a_maximum_could_always_win() {
    let settled = World::new()
        .measure("a", &pays("投入"))
        .measure("b", &pays("销售"))
        .pack("[[stacking]]\nid = \"g\"\nrule = \"highest\"\nmeasures = [\"a\", \"b\"]")
        .enterprise("甲", "投入=99999999")
        .settle();
    assert_eq!(settled.line("甲", "a"), "held stacking:g");
    assert_eq!(settled.line("甲", "b"), "held missing:销售");
}

#[test]
fn exclusive_pays_the_first_that_gives_anything() {
    let [a, b, c] = lines(group("exclusive"), "投入=0 销售=10 比例=20");
    assert_eq!(a, "zero nothing-due");
    assert_eq!(b, "paid gross=10.00 payable=10.00");
    assert_eq!(c, "zero stacking:g gross=20.00 stacking=-20.00");
}

#[test]
fn exclusive_waits_behind_an_undecided_one_and_ends_behind_a_decided_one() {
    let [a, b, c] = lines(group("exclusive"), "销售=10 比例=20");
    assert_eq!(a, "held missing:投入");
    assert_eq!(b, "held stacking:g");
    assert_eq!(c, "zero stacking:g gross=20.00 stacking=-20.00", "either a or b is paid, never c");
}

#[test]
fn exclusive_refuses_an_undecided_one_behind_the_first() {
    let [a, b, c] = lines(group("exclusive"), "投入=10 比例=20");
    assert_eq!(a, "paid gross=10.00 payable=10.00");
    assert_eq!(b, "zero stacking:g");
    assert_eq!(c, "zero stacking:g gross=20.00 stacking=-20.00");
}

#[test]
fn top_up_pays_the_difference() {
    let [a, b, c] = lines(group("top_up"), "投入=10 销售=35 比例=40");
    assert_eq!(a, "paid gross=10.00 payable=10.00");
    assert_eq!(b, "paid gross=35.00 stacking=-10.00 payable=25.00");
    assert_eq!(c, "paid gross=40.00 stacking=-35.00 payable=5.00");
}

#[test]
fn top_up_gives_nothing_where_there_is_no_difference() {
    let [a, b, c] = lines(group("top_up"), "投入=30 销售=30 比例=20");
    assert_eq!(a, "paid gross=30.00 payable=30.00");
    assert_eq!(b, "zero stacking:g gross=30.00 stacking=-30.00");
    assert_eq!(c, "zero stacking:g gross=20.00 stacking=-20.00");
}

#[test]
fn top_up_waits_for_an_undecided_one_before_it() {
    let [a, b, c] = lines(group("top_up"), "销售=30 比例=20");
    assert_eq!(a, "held missing:投入");
    assert_eq!(b, "held stacking:g");
    assert_eq!(c, "zero stacking:g gross=20.00 stacking=-20.00", "b alone reaches more");
}

#[test]
fn top_up_ignores_an_undecided_one_whose_maximum_is_reached() {
    let world = World::new()
        .measure("a", &pays("投入"))
        .measure("b", &pays_and("销售", "cap = \"40元\""))
        .measure("c", &pays("比例 * 1元"))
        .pack("[[stacking]]\nid = \"g\"\nrule = \"top_up\"\nmeasures = [\"a\", \"b\", \"c\"]");
    let [a, b, c] = lines(world, "投入=50 比例=70");
    assert_eq!(a, "paid gross=50.00 payable=50.00");
    assert_eq!(b, "zero stacking:g");
    assert_eq!(c, "paid gross=70.00 stacking=-50.00 payable=20.00");
}

#[test]
fn sum_pays_them_all() {
    let [a, b, c] = lines(group("sum"), "投入=30 销售=50 比例=20");
    assert_eq!([a, b, c], ["30", "50", "20"].map(|x| format!("paid gross={x}.00 payable={x}.00")));
}

#[test]
fn a_refused_member_takes_no_part() {
    let settled = World::new()
        .measure("a", &format!("[[condition]]\nid = \"c\"\nwhen = \"规上\"\notherwise = \"不\"\n{}", pays("投入")))
        .measure("b", &pays("销售"))
        .pack("[[stacking]]\nid = \"g\"\nrule = \"highest\"\nmeasures = [\"a\", \"b\"]")
        .enterprise("甲", "规上=否 投入=99 销售=1")
        .settle();
    assert_eq!(settled.line("甲", "a"), "zero c");
    assert_eq!(settled.line("甲", "b"), "paid gross=1.00 payable=1.00");
}

#[test]
fn members_of_a_group_that_are_not_in_force_are_left_out() {
    let settled = World::new()
        .version("a", "payout", "{ from = 2024-01-01 }", &pays("投入"))
        .measure("b", &pays("销售"))
        .pack("[[stacking]]\nid = \"g\"\nrule = \"exclusive\"\nmeasures = [\"a\", \"b\"]")
        .enterprise("甲", "投入=9 销售=1")
        .settle();
    assert_eq!(settled.line("甲", "b"), "paid gross=1.00 payable=1.00");
    assert_eq!(settled.rows("awards.csv").len(), 1);
}

#[test]
fn a_member_held_by_an_earlier_payment_competes_with_its_amount() {
    let settled = group("highest")
        .enterprise("甲", "投入=30 销售=50 比例=0")
        .record("甲", "已拨付", "政策=a 政策年度=2023 事由=已拨")
        .settle();
    assert_eq!(settled.line("甲", "a"), "held missing:金额");
    assert_eq!(settled.line("甲", "b"), "paid gross=50.00 payable=50.00");
}
