//! The same inputs give the same bytes in every file of the results, whatever the machine is like.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::world::{Call, World, copy};
use crate::packs::root;

/// A random city of many tables, some cells empty, some rows wrong, and the shipped rules.
fn city() -> World {
    let world = World::empty();
    let out = world.path("roster");
    let script = root().join("tests/oracle/random_city.py");
    let mut python = Command::new("python3");
    python.arg(script).args(["--seed", "7", "--rows", "400", "--year", "2023"]).arg("--out").arg(&out);
    assert!(python.status().expect("python3 is needed").success());
    copy(&root().join("rules/zhuzhou"), &world.path("pack"));
    world
}

/// Runs and takes what came out, under one name each time.
fn results(world: &World, call: Call) -> std::collections::BTreeMap<String, Vec<u8>> {
    call.exits(1);
    let tree = world.tree("out");
    std::fs::remove_dir_all(world.path("out")).unwrap();
    tree
}

fn same(world: &World, call: Call) {
    let usual = results(world, world.run());
    let other = results(world, call);
    let differ: Vec<&String> = usual.keys().filter(|name| usual.get(*name) != other.get(*name)).collect();
    assert!(usual == other, "{differ:?} differ; {:?} against {:?}", usual.keys(), other.keys());
}

fn files(world: &World) -> Vec<PathBuf> {
    world.names("roster").into_iter().map(|name| Path::new("roster").join(name)).collect()
}

#[test]
fn one_thread_or_eight() {
    let world = city();
    same(&world, world.run().args("--threads 1"));
    same(&world, world.run().args("--threads 8"));
    same(&world, world.run().args("--threads 64"));
}

#[test]
fn time_zones() {
    let world = city();
    for zone in ["Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "nonsense"] {
        same(&world, world.run().env("TZ", zone));
    }
}

#[test]
fn locales() {
    let world = city();
    for locale in ["C", "zh_CN.UTF-8", "de_DE.UTF-8", "en_US.UTF-8", "tr_TR.UTF-8", "nonsense"] {
        same(&world, world.run().env("LC_ALL", locale).env("LANG", locale));
    }
}

#[test]
fn environments() {
    let world = city();
    same(&world, world.run().env("HOME", "/nonexistent").env("TMPDIR", "/nonexistent").env("COLUMNS", "20"));
    same(&world, world.run().env("NO_COLOR", "1").env("TERM", "dumb").env("SOURCE_DATE_EPOCH", "1"));
    same(&world, world.run().env("RAYON_NUM_THREADS", "3"));
}

#[test]
fn working_directories_and_paths() {
    let world = city();
    let absolute = || world.run().roster(world.path("roster")).rules(world.path("pack")).out(world.path("out"));
    same(&world, absolute());
    same(&world, absolute().within(Path::new("/")));
    same(&world, world.run().roster("../roster").rules("../pack/").out("../out").within(&world.path("roster")));
    same(&world, world.run().roster("./roster//").rules("roster/../pack").out("./out/"));
}

#[test]
fn files_one_by_one_and_in_another_order() {
    let world = city();
    let mut files = files(&world);
    same(&world, world.run().rosters(&files));
    files.reverse();
    same(&world, world.run().rosters(&files));
    files.rotate_left(4);
    same(&world, world.run().rosters(&files));
}

#[test]
fn files_of_one_name_in_another_order() {
    let world = city();
    std::fs::create_dir_all(world.path("half")).unwrap();
    let text = world.read("roster/企业名单.csv");
    let lines: Vec<&str> = text.lines().collect();
    let (first, second) = lines[1..].split_at(lines.len() / 2);
    world.write("roster/企业名单.csv", format!("{}\n{}\n", lines[0], first.join("\n")));
    world.write("half/企业名单.csv", format!("{}\n{}\n", lines[0], second.join("\n")));
    let one = results(&world, world.run().rosters(&["roster", "half"]));
    let other = results(&world, world.run().rosters(&["half", "roster"]));
    assert!(one == other);
    assert!(one.contains_key("inputs/half_企业名单.csv"), "{:?}", one.keys());
}

#[test]
fn read_only_inputs() {
    let world = city();
    let usual = results(&world, world.run());
    let mut open = vec![world.path("roster"), world.path("pack")];
    let mut made = Vec::new();
    while let Some(path) = open.pop() {
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        made.push((path.clone(), permissions.clone()));
        permissions.set_readonly(true);
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        }
        std::fs::set_permissions(&path, permissions).unwrap();
    }
    let other = results(&world, world.run());
    for (path, permissions) in made {
        std::fs::set_permissions(path, permissions).unwrap();
    }
    assert!(usual == other);
}

#[test]
fn times_of_files() {
    let world = city();
    let usual = results(&world, world.run());
    for name in world.names("roster") {
        let touched = Command::new("touch").args(["-d", "1999-12-31"]).arg(world.path("roster").join(name)).status();
        assert!(touched.unwrap().success());
    }
    assert!(usual == results(&world, world.run()));
}

#[test]
fn the_copies_can_be_run_again_alone() {
    let world = city();
    world.write("对照.toml", "[[sheet]]\nfile = \"重大项目.csv\"\ntable = \"重大项目\"\n");
    std::fs::rename(world.path("roster/企业名单.csv"), world.path("roster/~企业名单.CSV")).unwrap();
    let usual = results(&world, world.run().args("--map 对照.toml"));
    world.run().args("--map 对照.toml").out("first").exits(1);
    std::fs::remove_dir_all(world.path("roster")).unwrap();
    std::fs::remove_dir_all(world.path("pack")).unwrap();
    let again = world.run().roster("first/inputs").rules("first/rules").args("--map first/inputs/对照.toml");
    assert!(usual == results(&world, again));
}

#[test]
fn the_sample_city_has_the_same_bytes_again() {
    let world = World::empty();
    let call = |out: &str| {
        let rules = root().join("rules/zhuzhou");
        world.run().roster(root().join("sample_data/zhuzhou/2023/roster.xlsx")).rules(rules).out(out)
    };
    let done = call("one").args("--threads 1").env("TZ", "Asia/Shanghai").done();
    assert_eq!(done.code, Some(1), "{}", done.shown());
    call("two").args("--threads 8").env("TZ", "America/New_York").env("LC_ALL", "de_DE.UTF-8").exits(1);
    assert!(world.tree("one") == world.tree("two"));
}
