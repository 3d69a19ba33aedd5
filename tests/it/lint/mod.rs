//! The checks of `rules lint`: what they find, what they leave alone, how a finding is accepted.

mod accepted;
mod catalogue;
mod figures;
mod near_misses;
mod shipped;
mod years;

use std::path::PathBuf;

use crate::cli::world::{Done, World, copy};
use crate::packs::root;

/// The catalogue's folder.
fn catalogue() -> PathBuf {
    root().join("tests/findings/lint")
}

/// The catalogue's base with some files replaced or added, in `pack/`.
fn pack(changes: &[(&str, &str)]) -> World {
    let world = World::empty();
    copy(&catalogue().join("_base"), &world.path("pack"));
    for (name, text) in changes {
        world.write(format!("pack/{name}"), text);
    }
    world
}

/// `duixian rules lint --rules pack`, with more words.
fn lint(world: &World, more: &str) -> Done {
    world.duixian().args("rules lint --rules pack --lang zh").args(more).done()
}

/// The names of the checks that found something, in the order of the findings.
fn names(world: &World) -> Vec<String> {
    let done = lint(world, "--format json");
    let found: Vec<serde_json::Value> =
        serde_json::from_str(&done.stdout).unwrap_or_else(|_| panic!("{}", done.shown()));
    found.iter().map(|f| f["code"].as_str().expect("a code").to_owned()).collect()
}

/// A measure's file: its conditions as `id: when` and what it pays.
fn measure(id: &str, clause: &str, shared: &str, conditions: &[(&str, &str)], award: &str) -> String {
    let mut text = format!(
        "id = \"{id}\"\ntitle = \"{id}\"\nkind = \"payout\"\neffective = {{ from = 2023-01-01 }}\n\n[[reference]]\n\
         document = \"示例办法\"\ntext = \"{clause}\"\nstanding = \"verified\"\n\n{shared}\n"
    );
    for (id, when) in conditions {
        text.push_str(&format!("[[condition]]\nid = \"{id}\"\nwhen = \"{when}\"\notherwise = \"不符合条件\"\n\n"));
    }
    text.push_str(&format!("[award]\n{award}\nround = {{ mode = \"down\", unit = \"1元\" }}\npayer = \"市级\"\n"));
    text
}

/// The only measure of the pack: conditions, and an amount under a cap.
fn grant(conditions: &[(&str, &str)], amount: &str) -> World {
    let text = measure("grant", "最高20万元", "", conditions, &format!("amount = \"{amount}\"\ncap = \"20万元\""));
    pack(&[("measures/grant.toml", &text)])
}

/// The only measure of the pack, paying by a table of bands under a cap.
fn banded(kind: &str, function: &str, cap: &str, conditions: &[(&str, &str)], bands: &[&str]) -> World {
    let table = format!(
        "[[bands]]\nname = \"标准\"\nkind = \"{kind}\"\nof = \"money\"\nversions = [{{ from = 2023-01-01, bands = [\n{}\n] }}]\n",
        bands.join(",\n")
    );
    let award = format!("amount = \"{function}(标准, 产值)\"\ncap = \"{cap}\"");
    pack(&[("measures/grant.toml", &measure("grant", "最高20万元", &table, conditions, &award))])
}

/// Two measures: what each asks, and what each pays.
fn two(first: (&str, &str), second: (&str, &str), more: &str) -> World {
    let frame = std::fs::read_to_string(catalogue().join("_base/pack.toml")).expect("the base");
    let frame = format!("{}\n{more}", frame.replace("[\"grant\"]", "[\"grant\", \"bonus\"]"));
    let of = |id: &str, (when, amount): (&str, &str)| {
        measure(id, "最高20万元", "", &[("asked", when)], &format!("amount = \"{amount}\"\ncap = \"20万元\""))
    };
    pack(&[
        ("pack.toml", &frame),
        ("measures/grant.toml", &of("grant", first)),
        ("measures/bonus.toml", &of("bonus", second)),
    ])
}
