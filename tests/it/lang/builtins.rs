//! The table of built-ins: its examples hold.

use duixian::lang::builtins::TABLE;
use duixian::schema::ENTERPRISES;

use super::world::{World, show};

#[test]
fn every_example_gives_its_result() {
    let world = World::new();
    for row in TABLE {
        let given = world.value(row.example, 0);
        let expected = if row.result == "缺" { "缺".to_owned() } else { world.value(row.result, 0) };
        assert_eq!(given, expected, "{}", row.example);
    }
}

#[test]
fn every_name_is_unique_and_both_names_work() {
    let world = World::new();
    for row in TABLE {
        let twin = row.example.replacen(row.zh, row.en, 1);
        let typed = world.typed(&twin, ENTERPRISES);
        let frame = world.frame(0..1);
        let given = show(&duixian::lang::evaluate(&typed, &frame).value(0), &typed.ty);
        assert_eq!(given, world.value(row.example, 0), "{twin}");
        assert!(row.signature.starts_with(row.zh), "{}", row.signature);
        assert!(!row.meaning_zh.is_empty() && !row.meaning_en.is_empty());
    }
}
