//! Runs that are killed, or cannot write on: never a visible part of a result, and the next run succeeds.
//!
//! `DUIXIAN_KILLS` and `DUIXIAN_ROWS` make the campaign longer and the roster larger:
//! `DUIXIAN_KILLS=300 DUIXIAN_ROWS=20000 cargo test --release interrupted`.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::world::{Done, World};

type Tree = BTreeMap<String, Vec<u8>>;

fn from_environment(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().map_or(usual, |v| v.parse().expect("a number"))
}

/// A credit code with a right last character.
fn code(number: u64) -> String {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("914302{number:011}");
    let mut weight = 1;
    let mut sum = 0;
    for byte in body.bytes() {
        sum += weight * ALPHABET.iter().position(|b| *b == byte).unwrap();
        weight = weight * 3 % 31;
    }
    format!("{body}{}", char::from(ALPHABET[(31 - sum % 31) % 31]))
}

fn world(rows: u64) -> World {
    let world = World::new();
    let lines: String = (0..rows).map(|i| format!("{},公司{i},东县,{},是\n", code(i), 1 + i % 90)).collect();
    world.write("roster/企业.csv", format!("信用代码,企业名称,所属县,研发费用(万元),获得称号\n{lines}"));
    world
}

/// A spread of delays that is the same each time.
fn delays(longest: Duration, count: u64) -> impl Iterator<Item = Duration> {
    let mut state = 0x2023_u64;
    (0..count).map(move |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        longest.mul_f64((state >> 11) as f64 / (1_u64 << 53) as f64)
    })
}

/// How often a run was killed before its end, and how often results were visible then.
fn campaign(world: &World, allowed: &[&Tree], forced: bool) -> (u64, u64) {
    let call = if forced { world.run().arg("--force") } else { world.run() };
    let started = Instant::now();
    let mut first = world.run().out("measured").command();
    assert!(first.stdout(Stdio::null()).status().unwrap().success());
    let longest = started.elapsed().mul_f64(1.2);
    std::fs::remove_dir_all(world.path("measured")).unwrap();
    let (mut killed, mut visible) = (0, 0);
    for delay in delays(longest, from_environment("DUIXIAN_KILLS", 100)) {
        let mut child = call.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(delay);
        let _ = child.kill();
        let status = child.wait().unwrap();
        killed += u64::from(status.code().is_none());
        if world.path("out").exists() {
            visible += 1;
            let seen = world.tree("out");
            assert!(allowed.contains(&&seen), "killed after {delay:?}: {:?} is visible", seen.keys());
            if !forced {
                std::fs::remove_dir_all(world.path("out")).unwrap();
            }
        }
    }
    println!(
        "killed {killed} of {} before their end; results were visible {visible} times",
        from_environment("DUIXIAN_KILLS", 100)
    );
    (killed, visible)
}

#[test]
fn killed_runs_show_all_or_nothing() {
    let world = world(from_environment("DUIXIAN_ROWS", 300));
    world.run().exits(0);
    let whole = world.tree("out");
    std::fs::remove_dir_all(world.path("out")).unwrap();
    let (killed, _) = campaign(&world, &[&whole], false);
    assert!(killed > 0, "no run was killed before its end");
    world.run().exits(0);
    assert_eq!(world.tree("out"), whole);
    assert_eq!(world.names("."), ["out", "pack", "roster"], "what was left is cleaned");
}

#[test]
fn killed_replacements_show_the_old_or_the_new() {
    let world = world(from_environment("DUIXIAN_ROWS", 300));
    world.run().exits(0);
    let old = world.tree("out");
    world.edit("pack/measures/grant.toml", "\"10%\"", "\"11%\"");
    world.run().out("new").exits(0);
    let new = world.tree("new");
    std::fs::remove_dir_all(world.path("new")).unwrap();
    let (killed, visible) = campaign(&world, &[&old, &new], true);
    assert!(killed > 0 && visible > 0);
    world.run().arg("--force").exits(0);
    assert_eq!(world.tree("out"), new);
    assert_eq!(world.names("."), ["out", "pack", "roster"]);
}

#[test]
fn no_size_of_disk_leaves_a_part() {
    let world = world(60);
    let call = world.run();
    let mut refused = 0;
    for blocks in 0.. {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let done = Done::from(call.in_shell(&script).stdout(Stdio::piped()).output().unwrap());
        if done.code == Some(0) {
            break;
        }
        refused += 1;
        let done = done.exits(5).stderr_has("文件超过了系统允许的大小").stderr_has("腾出空间").stdout_is("");
        assert_eq!(world.names("."), ["pack", "roster"], "{blocks} blocks: {}", done.shown());
        assert!(blocks < 1000, "it never succeeds");
    }
    assert!(refused > 5, "only {refused} sizes were too small");
    assert!(world.path("out/run.json").is_file());
}

#[test]
fn an_interrupt_from_the_keyboard_is_a_kill_like_another() {
    let world = world(20_000);
    let call = world.run();
    let mut child = call.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(30));
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let status = child.wait().unwrap();
    assert_eq!(status.code(), None, "it ended by the signal");
    assert!(!world.path("out").exists());
    call.exits(0);
    assert_eq!(world.names("."), ["out", "pack", "roster"]);
}
