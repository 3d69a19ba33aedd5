//! The exit codes that scripts rely on, one by one.

use super::world::World;

#[test]
fn nothing_to_report() {
    World::new().run().exits(0);
    World::new().check().exits(0);
}

#[test]
fn a_note_or_a_warning_is_not_worth_an_exit_code() {
    let world = World::new();
    world.edit("roster/企业.csv", "\n", ",备注\n");
    world.check().exits(0).stdout_has("提示");
    world.run().exits(0);
}

#[test]
fn a_held_award() {
    let world = World::new();
    world.edit("roster/企业.csv", ",100,", ",,");
    world.run().exits(1);
    world.check().exits(1).stdout_has("待核 D2：“研发费用”没有填");
}

#[test]
fn a_rejected_row_and_the_others_are_settled() {
    let world = World::new();
    world.edit("roster/企业.csv", "91430376MM9FLL0XYU", "91430376MM9FLL0X");
    world.run().exits(1);
    let awards = world.read("out/awards.csv");
    assert!(awards.contains("91430393CT424RNYQN,乙科技有限公司,西县,grant,paid"), "{awards}");
    assert!(!awards.contains("甲科技"), "{awards}");
}

#[test]
fn usage() {
    let world = World::new();
    world.run().without("--year").exits(2);
    world.check().without("--year").exits(2).stdout_is("").stderr_has("--year");
    world.run().args("--expect 企业数目=3").exits(2).stderr_has("企业数");
    assert_eq!(world.names("."), ["pack", "roster"]);
}

#[test]
fn an_input_that_cannot_be_read() {
    let world = World::new();
    world.write("roster/坏.xlsx", "PK\x03\x04 half a workbook");
    world.run().exits(3).stderr_has("没有输出任何文件").stdout_is("");
    world.check().exits(3).stdout_has("坏.xlsx");
    assert_eq!(world.names("."), ["pack", "roster"]);
}

#[test]
fn an_invalid_pack() {
    let world = World::new();
    world.edit("pack/measures/grant.toml", "补助比例 * 研发费用", "补助比率 * 研发费用");
    world.run().exits(4).stderr_has("补助比例").stderr_has("没有计算");
    world.check().exits(4).stdout_has("补助比例");
    assert_eq!(world.names("."), ["pack", "roster"]);
}

#[test]
fn no_measure_is_priced_for_the_year() {
    let world = World::new();
    world.edit("pack/pack.toml", "from = 2023-01-01", "from = 2024-01-01");
    world.run().exits(4);
    world.check().exits(4);
}

#[test]
fn refused_because_the_results_are_there() {
    let world = World::new();
    world.run().exits(0);
    world.run().exits(5).stdout_is("").stderr_has("--force").stderr_has("没有输出任何文件");
}

#[test]
fn refused_because_a_control_total_differs() {
    let world = World::new();
    world.run().args("--expect 企业数=4").exits(5).stderr_has("事先核对为 4，实际是 3，相差 -1");
    assert_eq!(world.names("."), ["pack", "roster"]);
}
