//! The same seed gives the committed bytes.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::scratch;
use crate::engine::folder;
use crate::packs::root;

fn generate(words: &[&str], out: &Path) {
    let made = Command::new(env!("CARGO_BIN_EXE_sample-data"))
        .current_dir(root())
        .args(words)
        .arg("--out")
        .arg(out)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// The files of a folder but for its page.
fn files(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |p: &Path| p.file_name().unwrap().to_str().unwrap().to_owned();
    let rosters = folder(path).into_iter().filter(|p| name(p) != "README.md");
    rosters.map(|p| (name(&p), std::fs::read(&p).unwrap())).collect()
}

fn same(committed: &Path, generated: &Path) {
    let (committed, generated) = (files(committed), files(generated));
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&committed), names(&generated));
    let differ: Vec<&String> = committed.iter().filter(|(n, b)| generated[*n] != **b).map(|(n, _)| n).collect();
    assert!(differ.is_empty(), "not what the generator writes: {differ:?}");
}

fn city(year: &str) {
    let out = scratch(&format!("city-{year}"));
    for set in ["clean", "counties"] {
        generate(&["--year", year, "--set", set], &out);
    }
    let committed = root().join("sample_data/zhuzhou").join(year);
    same(&committed, &out);
    same(&committed.join("counties"), &out.join("counties"));
    assert_eq!(files(&out.join("counties")).keys().filter(|name| !name.contains('-')).count(), 10);
}

#[test]
fn the_city_of_2022() {
    city("2022");
}

#[test]
fn the_city_of_2023() {
    city("2023");
}

#[test]
fn the_broken_rosters() {
    let out = scratch("broken");
    generate(&["--year", "2023", "--set", "broken"], &out);
    same(&root().join("sample_data/broken"), &out.join("broken"));
}

#[test]
fn another_seed_gives_another_city() {
    let (one, two) = (scratch("seed-1"), scratch("seed-2"));
    generate(&["--rows", "60", "--seed", "1"], &one);
    generate(&["--rows", "60", "--seed", "2"], &two);
    assert_ne!(files(&one), files(&two));
}
