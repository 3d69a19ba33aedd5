//! `duixian test --bless` writes what comes out, keeps comments and layout, and takes the basis away.

use super::world::World;

const CASES: &str = "\
# 研发补助的案例
[[case]]
name    = \"写错了\"   # 谁写的？
basis   = \"10% × 100 万\"
year    = 2023
measure = \"grant\"
enterprise = { \"所属县\" = \"东县\", \"研发费用\" = \"100万元\", \"获得称号\" = \"是\" }
expect  = [{ status = \"paid\", payable = \"9万元\", payments = { \"市级\" = \"9万元\" } }]  # 一条
";

fn world(cases: &str) -> World {
    let world = World::new();
    world.write("pack/tests/grant.toml", cases);
    world
}

fn bless(world: &World) -> super::world::Done {
    world.duixian().args("test --rules pack --bless").done()
}

#[test]
fn a_difference_is_shown_and_written_in_its_place() {
    let world = world(CASES);
    let done = bless(&world);
    assert!(done.stdout.contains("应付金额：应为 90,000.00，得到 100,000.00"), "{}", done.stdout);
    let expected = CASES
        .replace("basis   = \"10% × 100 万\"", "basis   = \"\" # 10% × 100 万")
        .replace("payable = \"9万元\"", "payable = \"10万元\"")
        .replace("{ \"市级\" = \"9万元\" }", "{ \"市级\" = \"7万元\", \"县级\" = \"3万元\" }");
    assert_eq!(world.read("pack/tests/grant.toml"), expected);
}

#[test]
fn what_was_blessed_passes_and_covers_nothing_until_it_has_a_basis() {
    let world = world(CASES);
    bless(&world);
    let test = || world.duixian().args("test --rules pack").exits(0).stdout;
    let without = test();
    assert!(without.contains("1 个案例没有写依据"), "{without}");
    assert!(without.contains("参数和对照表 0/3"), "{without}");
    world.edit("pack/tests/grant.toml", "basis   = \"\" # ", "basis   = \"10% × 100 万 = 10 万\" # ");
    let with = test();
    assert!(!with.contains("没有写依据") && with.contains("参数和对照表 2/3"), "{with}");
}

#[test]
fn a_case_without_expectations_gets_them() {
    let start = CASES.find("expect").unwrap();
    let world = world(&CASES[..start]);
    world.duixian().args("test --rules pack").exits(1);
    bless(&world);
    let written = world.read("pack/tests/grant.toml");
    let line = "expect = [{ status = \"paid\", payable = \"10万元\", payments = { \"市级\" = \"7万元\", \"县级\" = \"3万元\" }, gross = \"10万元\" }]";
    assert!(written.contains(line), "{written}");
}

#[test]
fn amounts_of_an_award_that_is_held_are_taken_out() {
    let world = world(&CASES.replace("\"研发费用\" = \"100万元\", ", ""));
    bless(&world);
    let written = world.read("pack/tests/grant.toml");
    assert!(written.contains("expect  = [{ status = \"held\", payments = {"), "{written}");
    world.duixian().args("test --rules pack").exits(0);
}

#[test]
fn where_all_cases_hold_nothing_is_written() {
    let right = CASES.replace("\"9万元\" }", "\"7万元\", \"县级\" = \"3万元\" }").replace("\"9万元\"", "\"10万元\"");
    let world = world(&right);
    assert!(bless(&world).stdout.contains("没有可写的"));
    assert_eq!(world.read("pack/tests/grant.toml"), right);
}
