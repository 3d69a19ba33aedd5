//! A folder of results is published whole or not at all, and never in the place of anything else.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use super::world::{Call, Done, World};

/// Nothing but what was there before the run.
fn untouched(world: &World) {
    assert_eq!(world.names("."), ["pack", "roster"]);
}

/// The call without the powers that make root ignore permissions.
fn unprivileged(call: &Call) -> Command {
    call.in_shell(
        "if [ \"$(id -u)\" = 0 ]; then exec setpriv --inh-caps=-all --bounding-set=-all \"$@\"; else exec \"$@\"; fi",
    )
}

fn permit(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn an_existing_folder_is_refused_and_kept() {
    let world = World::new();
    world.write("out/通知.txt", "keep");
    world.run().exits(5).stderr_has("“out”已经存在").stderr_has("--force");
    assert_eq!(world.names("out"), ["通知.txt"]);
}

#[test]
fn an_empty_folder_is_refused_too_unless_forced() {
    let world = World::new();
    std::fs::create_dir(world.path("out")).unwrap();
    world.run().exits(5);
    world.run().arg("--force").exits(0);
}

#[test]
fn force_takes_away_nothing_but_results() {
    let world = World::new();
    world.write("out/通知.txt", "keep");
    world.run().arg("--force").exits(5).stderr_has("不是一次运行的结果").stdout_is("");
    world.write("out/run.json", "{\"name\": \"another program's\"}");
    world.run().arg("--force").exits(5);
    world.write("out/run.json", "{\"program\": {\"name\": \"duixian\"");
    world.run().arg("--force").exits(5);
    assert_eq!(world.names("out"), ["run.json", "通知.txt"]);
}

#[test]
fn force_on_nothing_is_an_ordinary_run() {
    World::new().run().arg("--force").exits(0);
}

#[test]
fn a_forced_run_that_fails_keeps_the_old_results() {
    let world = World::new();
    world.run().exits(0);
    let before = world.tree("out");
    world.run().args("--force --expect 企业数=9").exits(5);
    world.run().args("--force").roster("没有").exits(3);
    world.run().args("--force").rules("没有").exits(4);
    let limited = world.run().arg("--force").in_shell("trap '' XFSZ; ulimit -f 1; exec \"$@\"").output().unwrap();
    Done::from(limited).exits(5);
    assert_eq!(world.tree("out"), before);
    assert_eq!(world.names("."), ["out", "pack", "roster"]);
}

#[test]
fn a_file_in_the_way() {
    let world = World::new();
    world.write("out", "keep");
    world.run().exits(5).stderr_has("已经存在");
    world.run().arg("--force").exits(5).stderr_has("“out”是文件，不是结果文件夹");
    assert_eq!(world.read("out"), "keep");
}

#[test]
fn the_roster_as_the_output() {
    let world = World::new();
    let before = world.tree(".");
    world.run().out("roster/企业.csv").exits(5);
    world.run().out("roster/企业.csv").roster("roster/企业.csv").arg("--force").exits(5);
    world.run().out("roster").arg("--force").exits(5);
    world.run().out("pack").arg("--force").exits(5);
    assert_eq!(world.tree("."), before);
}

#[test]
fn links_are_not_replaced() {
    let world = World::new();
    world.run().out("first").exits(0);
    symlink("first", world.path("out")).unwrap();
    world.run().exits(5);
    world.run().arg("--force").exits(5).stderr_has("是一个链接");
    symlink("nowhere", world.path("dangling")).unwrap();
    world.run().out("dangling").exits(5);
    assert!(world.path("out").is_symlink() && world.path("dangling").is_symlink());
}

#[test]
fn a_link_above_the_output_is_followed() {
    let world = World::new();
    std::fs::create_dir(world.path("disk")).unwrap();
    symlink("disk", world.path("link")).unwrap();
    world.run().out("link/out").exits(0);
    assert!(world.path("disk/out/run.json").is_file());
    symlink("../roster", world.path("disk/back")).unwrap();
    world.run().out("disk/back/out").exits(5).stderr_has("下一次会被当作输入");
}

#[test]
fn results_do_not_lie_among_inputs() {
    let world = World::new();
    world.run().out("roster/out").exits(5).stderr_has("下一次会被当作输入");
    world.run().out("roster/deep/er/out").exits(5);
    world.run().out("pack/out").exits(5);
    world.run().out("./roster/../roster/out").exits(5);
    untouched(&world);
    assert_eq!(world.names("roster"), ["企业.csv", "已拨付.csv"]);
    // a file named by itself makes its folder no input
    world.run().rosters(&["roster/企业.csv", "roster/已拨付.csv"]).out("roster/out").exits(0);
}

#[test]
fn inputs_do_not_go_with_the_results_they_lie_in() {
    let world = World::new();
    world.run().exits(0);
    let before = world.tree("out");
    world.run().roster("out/inputs").arg("--force").exits(5).stderr_has("替换时会一起删掉");
    world.run().rules("out/rules").arg("--force").exits(5);
    assert_eq!(world.tree("out"), before);
}

#[test]
fn names_with_spaces_and_chinese() {
    let world = World::new();
    std::fs::rename(world.path("roster"), world.path("各县 名单（终稿）")).unwrap();
    world.run().roster("各县 名单（终稿）").out("结 果/二〇二三 年　兑付").exits(0);
    assert!(world.path("结 果/二〇二三 年　兑付/兑付汇总.xlsx").is_file());
}

#[test]
fn a_trailing_slash_and_dots() {
    let world = World::new();
    world.run().out("a/").exits(0);
    world.run().out("./x/../b").exits(0);
    world.run().out("a/../b").exits(5).stderr_has("已经存在");
    world.run().out(".").exits(5);
    world.run().out("..").arg("--force").exits(5);
    world.run().out("/").arg("--force").exits(5);
    assert_eq!(world.names("."), ["a", "b", "pack", "roster"]);
}

#[test]
fn names_that_are_too_long() {
    let world = World::new();
    world.run().out("x".repeat(300)).exits(5).stderr_has("名称太长");
    world.run().out("结".repeat(80)).exits(5).stderr_has("名称太长");
    world.run().out("深/".repeat(2000)).exits(5).stderr_has("名称太长");
    untouched(&world);
    world.run().out("结".repeat(70)).exits(0);
}

#[test]
fn a_folder_that_may_not_be_written() {
    let world = World::new();
    std::fs::create_dir(world.path("locked")).unwrap();
    permit(&world.path("locked"), 0o555);
    for out in ["locked/out", "locked/deep/out"] {
        let done = Done::from(unprivileged(&world.run().out(out)).output().unwrap());
        done.exits(5).stderr_has("没有权限").stderr_has("核对权限").stdout_is("");
    }
    assert_eq!(world.names("locked"), [""; 0]);
    permit(&world.path("locked"), 0o755);
}

#[test]
fn results_that_may_not_be_replaced() {
    let world = World::new();
    world.run().out("locked/out").exits(0);
    let before = world.tree("locked");
    permit(&world.path("locked"), 0o555);
    let done = Done::from(unprivileged(&world.run().out("locked/out").arg("--force")).output().unwrap());
    permit(&world.path("locked"), 0o755);
    done.exits(5).stderr_has("没有权限");
    assert_eq!(world.tree("locked"), before);
}

#[test]
fn a_file_above_the_output() {
    let world = World::new();
    world.write("file", "keep");
    world.run().out("file/out").exits(5).stderr_has("上级不是文件夹");
    world.run().out("file/deep/out").exits(5);
}

#[test]
fn folders_made_for_a_run_that_fails_are_taken_away() {
    let world = World::new();
    world.run().out("2023/七月/out").roster("没有").exits(3);
    world.run().out("2023/七月/out").args("--expect 企业数=1").exits(5);
    untouched(&world);
    world.write("2023/keep", "");
    world.run().out("2023/七月/out").roster("没有").exits(3);
    assert_eq!(world.names("2023"), ["keep"]);
}

#[test]
fn another_run_into_the_same_folder_is_told() {
    let world = World::new();
    let call = world.run();
    let busy = call.in_shell("exec flock .out.duixian-lock \"$@\"").output().unwrap();
    Done::from(busy).exits(5).stderr_has("另一次运行正在写“out”").stderr_has("等它结束");
    call.exits(0);
}

#[test]
fn of_many_runs_into_one_folder_one_wins() {
    let world = World::new();
    let call = world.run();
    for round in 0..10 {
        let start = |_| call.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let runs: Vec<_> = (0..6).map(start).collect();
        let done: Vec<Done> = runs.into_iter().map(|r| Done::from(r.wait_with_output().unwrap())).collect();
        let won = done.iter().filter(|d| d.code == Some(0)).count();
        assert_eq!(won, 1, "round {round}: {}", done.iter().map(Done::shown).collect::<String>());
        for lost in done.iter().filter(|d| d.code != Some(0)) {
            assert_eq!(lost.code, Some(5), "{}", lost.shown());
            assert!(lost.stderr.contains("另一次运行正在写") || lost.stderr.contains("已经存在"), "{}", lost.shown());
        }
        assert_eq!(world.names("."), ["out", "pack", "roster"]);
        std::fs::remove_dir_all(world.path("out")).unwrap();
    }
}

#[test]
fn runs_into_different_folders_do_not_meet() {
    let world = World::new();
    let start = |i: usize| world.run().out(format!("新/{i}")).command().stdout(Stdio::null()).spawn().unwrap();
    let runs: Vec<_> = (0..6).map(start).collect();
    for mut run in runs {
        assert_eq!(run.wait().unwrap().code(), Some(0));
    }
    assert_eq!(world.names("新").len(), 6);
}

#[test]
fn what_a_killed_run_left_is_cleaned_by_the_next() {
    let world = World::new();
    world.write(".out.duixian-staging/awards.csv", "half").write(".out.duixian-lock", "");
    world.run().exits(0);
    assert_eq!(world.names("."), ["out", "pack", "roster"]);
}

#[test]
fn a_replacement_that_was_killed_between_its_two_renames_is_undone() {
    let world = World::new();
    world.run().exits(0);
    let before = world.tree("out");
    std::fs::rename(world.path("out"), world.path(".out.duixian-old")).unwrap();
    world.write(".out.duixian-staging/run.json", "half");
    world.run().exits(5).stderr_has("已经存在");
    assert_eq!(world.tree("out"), before);
    assert_eq!(world.names("."), ["out", "pack", "roster"]);
}

#[test]
fn a_replacement_that_was_killed_after_its_two_renames_stands() {
    let world = World::new();
    world.run().exits(0);
    let before = world.tree("out");
    world.write(".out.duixian-old/run.json", "the results from before");
    world.run().exits(5);
    assert_eq!(world.tree("out"), before);
    assert_eq!(world.names("."), ["out", "pack", "roster"]);
}

#[test]
fn the_manifest_knows_every_file_that_is_there() {
    let world = World::new();
    world.run().exits(0);
    let manifest: serde_json::Value = serde_json::from_str(&world.read("out/run.json")).unwrap();
    let mut known = vec!["run.json".to_owned()];
    for (list, folder) in [("inputs", "inputs/"), ("rules", "rules/"), ("outputs", "")] {
        for record in manifest[list].as_array().unwrap() {
            let name = format!("{folder}{}", record["name"].as_str().unwrap());
            let length = std::fs::metadata(world.path("out").join(&name)).unwrap().len();
            assert_eq!(record["bytes"], length, "{name}");
            known.push(name);
        }
    }
    known.sort();
    assert_eq!(world.tree("out").into_keys().collect::<Vec<_>>(), known);
}
