//! A column that nobody sent is no empty cell: it says nothing of anybody, and what needs it is held.

use duixian::roster::{self, RosterFile};

use super::world::{Settled, World, YEAR, pays};
use crate::engine;

fn condition(when: &str) -> String {
    format!("[[condition]]\nid = \"c\"\nwhen = \"{when}\"\notherwise = \"不\"\n")
}

/// Settles without one column of one file, and gives the line of `m`, of the first enterprise.
fn without(world: &World, table: &str, column: &str) -> (String, Vec<String>) {
    let pack = world.compile();
    let files: Vec<RosterFile> = world
        .roster(&pack)
        .into_iter()
        .map(|file| {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*file.bytes);
            let rows: Vec<Vec<String>> =
                reader.records().map(|r| r.expect("a line").iter().map(str::to_owned).collect()).collect();
            let left = rows[0].iter().position(|h| file.name.starts_with(table) && h.starts_with(column));
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &rows {
                let kept = row.iter().enumerate().filter(|(i, _)| Some(*i) != left).map(|(_, cell)| cell);
                writer.write_record(kept).expect("memory");
            }
            RosterFile { name: file.name, bytes: writer.into_inner().expect("memory").into() }
        })
        .collect();
    let options = roster::Options { year: YEAR, ..Default::default() };
    let roster = roster::read(&files, &pack.schema, &options).expect("a roster");
    let files = engine::settle(&roster, &pack, YEAR, 1024);
    let codes = [("甲".to_owned(), super::world::code(1))].into_iter().collect();
    let settled = Settled::new(files, codes);
    (settled.line("甲", "m"), settled.findings("甲", "m"))
}

#[test]
fn whether_something_is_filled_in_cannot_be_known() {
    let world =
        World::new().measure("m", &(condition("已填(简称)") + &pays("投入"))).enterprise("甲", "投入=9 简称=乙");
    assert_eq!(world.settle().line("甲", "m"), "paid gross=9.00 payable=9.00");
    let (line, found) = without(&world, "企业", "简称");
    assert_eq!(line, "held missing:简称");
    assert_eq!(found, ["settle/column-absent 2"]);
}

#[test]
fn a_default_is_for_empty_cells_only() {
    let world = World::new().measure("m", &pays("缺省(投入, 5元)")).enterprise("甲", "");
    assert_eq!(world.settle().line("甲", "m"), "paid gross=5.00 payable=5.00");
    assert_eq!(without(&world, "企业", "投入").0, "held missing:投入");
}

#[test]
fn an_exclusion_whose_end_nobody_sent_is_not_in_force_for_ever() {
    let world = World::new().measure("m", &pays("投入")).enterprise("甲", "投入=9").record(
        "甲",
        "限制名单",
        "起始日期=2020-01-01 截止日期=2021-01-01",
    );
    assert_eq!(world.settle().line("甲", "m"), "paid gross=9.00 payable=9.00");
    let (line, found) = without(&world, "限制名单", "截止日期");
    assert_eq!(line, "held missing:截止日期");
    assert_eq!(found, ["settle/column-absent 2"]);
}

#[test]
fn what_does_not_need_the_column_is_not_held() {
    let world = World::new().measure("m", &pays("投入")).enterprise("甲", "投入=9");
    assert_eq!(without(&world, "企业", "销售").0, "paid gross=9.00 payable=9.00");
}
