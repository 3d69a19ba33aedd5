//! What `check` says to people: the work first.

use super::world::World;

/// The lines of what `check` says.
fn said(world: &World) -> String {
    world.check().done().stdout
}

#[test]
fn nothing_is_said_where_nothing_is_wrong() {
    assert_eq!(said(&World::new()), "");
}

#[test]
fn work_comes_before_what_is_doubtful_and_notes_are_counted() {
    let world = World::new();
    world.edit("roster/企业.csv", ",100,", ",,").edit("roster/企业.csv", "西县,50.5", "西县,五十");
    let text = said(&world);
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words} in\n{text}"));
    assert!(text.starts_with("问题 "), "{text}");
    assert!(at("问题 ") < at("═ 企业.csv"), "{text}");
    assert!(at("五十") < text.find("提示").filter(|t| *t > at("═")).unwrap_or(text.len()), "{text}");
    assert_eq!(text.matches("五十").count(), 1, "an unreadable cell is told once:\n{text}");
    assert!(text.contains("（因此待核 1 笔）"), "{text}");
}

#[test]
fn an_enterprise_is_named_beside_its_code_and_a_measure_by_its_title() {
    let world = World::new();
    world.edit("roster/企业.csv", ",100,", ",,");
    let text = said(&world);
    let line = text.lines().find(|l| l.contains("settle/value-missing")).unwrap_or_else(|| panic!("{text}"));
    assert!(line.contains("（企业 ") && line.contains("公司 9"), "{line}");
    assert!(!line.contains("措施"), "the title is in the message already: {line}");
}

#[test]
fn a_missing_column_comes_first_and_is_told_once() {
    let world = World::new();
    let file = world.read("roster/企业.csv");
    let at =
        file.lines().next().expect("headings").split(',').position(|h| h.starts_with("研发费用")).expect("a column");
    let left: Vec<String> = file
        .lines()
        .map(|line| {
            let cells = line.split(',').enumerate().filter(|(i, _)| *i != at).map(|(_, cell)| cell);
            cells.collect::<Vec<_>>().join(",")
        })
        .collect();
    world.write("roster/企业.csv", format!("{}\n", left.join("\n")));
    let text = said(&world);
    assert_eq!(text.matches("settle/column-absent").count(), 1, "{text}");
    assert!(text.contains("给“企业”补上“研发费用”这一列"), "{text}");
    let done = world.run().exits(1);
    let first = done.stdout.lines().skip_while(|l| !l.contains("要改")).nth(1).expect("the first to correct");
    assert!(first.contains("补上“研发费用”这一列") && first.contains("（因此待核 "), "{first}");
}
