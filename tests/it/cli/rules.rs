//! `duixian rules fmt`, `schema`, `export`, `import`: files written whole or not at all.

use super::world::World;

const MESSY: &str = "measures/grant.toml";

/// A pack of which one file is not laid out.
fn messy() -> World {
    let world = World::new();
    world.duixian().args("rules fmt --rules pack").exits(0);
    world.edit("pack/measures/grant.toml", " = ", "   =   ");
    world
}

#[test]
fn check_names_the_files_and_writes_nothing() {
    let world = messy();
    let before = world.tree("pack");
    world.duixian().args("rules fmt --rules pack --check").exits(1).stdout_is(&format!("{MESSY}\n")).stderr_is("");
    assert_eq!(world.tree("pack"), before);
}

#[test]
fn fmt_lays_out_and_is_then_silent() {
    let world = messy();
    world.duixian().args("rules fmt --rules pack").exits(0).stdout_is(&format!("{MESSY}\n")).stderr_is("");
    world.duixian().args("rules fmt --rules pack --check").exits(0).silent();
    assert!(world.names("pack").iter().all(|name| !name.starts_with('.')), "{:?}", world.names("pack"));
    world.run().exits(0);
}

#[test]
fn a_file_that_is_not_toml_keeps_all_files_as_they_are() {
    let world = messy();
    world.edit("pack/definitions.toml", "[[define]]", "[[define]");
    let before = world.tree("pack");
    world.duixian().args("rules fmt --rules pack").exits(4).stderr_has("policy/syntax");
    assert_eq!(world.tree("pack"), before);
}

#[test]
fn a_change_that_was_interrupted_has_happened() {
    let world = World::new();
    let text = world.read("pack/pack.toml").replace("title", "# changed\ntitle");
    world.write("pack/.duixian-changed/pack.toml", &text);
    world.write("pack/.duixian-prepared/pack.toml", "half");
    // whoever reads the pack reads the change
    let done = world.run().exits(0);
    drop(done);
    assert_eq!(world.read("out/rules/pack.toml"), text);
    // and the next change moves it first
    world.duixian().args("rules fmt --rules pack").exits(0);
    assert!(world.read("pack/pack.toml").contains("# changed"));
    assert!(!world.names("pack").contains(&".duixian-changed".to_owned()), "{:?}", world.names("pack"));
}

#[test]
fn a_folder_that_cannot_be_written_is_left_alone() {
    let world = messy();
    // a file stands where the change would be prepared
    world.write("pack/.duixian-prepared", "");
    let before = world.tree("pack");
    world.duixian().args("rules fmt --rules pack").exits(5).stderr_has("files/output-failed");
    assert_eq!(world.tree("pack"), before);
}

#[test]
fn schemas_stand_beside_the_rules_and_are_no_part_of_them() {
    let world = World::new();
    world.duixian().args("rules schema --rules pack").exits(0).stdout_has("measures.schema.json");
    assert_eq!(world.names("pack/.schema").len(), 7);
    world.write("pack/.taplo.toml", "# mine\n");
    world.duixian().args("rules schema --rules pack").exits(0);
    assert_eq!(world.read("pack/.taplo.toml"), "# mine\n");
    world.duixian().args("rules schema --rules pack --out elsewhere/schemas").exits(0).stderr_has("#:schema");
    assert_eq!(world.names("elsewhere/schemas").len(), 7);
    world.run().exits(0);
}

#[test]
fn a_workbook_goes_out_and_comes_back() {
    let world = World::new();
    let before = world.tree("pack");
    world.duixian().args("rules export --rules pack --out rules.xlsx").exits(0);
    world.duixian().args("rules export --rules pack --out rules.xlsx").exits(5).stderr_has("files/output-exists");
    world.duixian().args("rules export --rules pack --out rules.xlsx --force").exits(0);
    world.duixian().args("rules import rules.xlsx --rules pack").exits(0).stdout_is("").stderr_has("没有差异");
    assert_eq!(world.tree("pack"), before);
    world.write("rules.csv", "a,b\n");
    world.duixian().args("rules import rules.csv --rules pack").exits(3).stderr_has("roster/format");
    world.duixian().args("rules import none.xlsx --rules pack").exits(3).stderr_has("files/not-found");
}
