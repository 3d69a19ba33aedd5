//! Inputs that nobody should give: useful words, the right exit code, no panic, no endless wait.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use super::world::{Call, Done, World};

/// Runs with an end to waiting, and without root's powers.
fn patient(call: &Call) -> Done {
    let drop = "if [ \"$(id -u)\" = 0 ]; then set -- setpriv --inh-caps=-all --bounding-set=-all \"$@\"; fi";
    Done::from(call.in_shell(&format!("{drop}; exec timeout 60 \"$@\"")).output().unwrap())
}

fn pipe(world: &World, name: &str) {
    assert!(Command::new("mkfifo").arg(world.path(name)).status().unwrap().success());
}

#[test]
fn a_folder_without_rosters() {
    let world = World::new();
    std::fs::create_dir(world.path("空")).unwrap();
    world.run().roster("空").exits(3).stderr_has("文件夹“空”里没有名单文件");
    world.write("空/.hidden.csv", "x");
    world.run().roster("空").exits(3).stderr_has("没有名单文件");
}

#[test]
fn a_folder_in_a_folder_is_not_passed_over() {
    let world = World::new();
    world.write("roster/西县/企业.csv", "信用代码\n");
    world.run().exits(3).stderr_has("里面还有文件夹“西县”，其中的文件没有读取");
    world.check().exits(3).stdout_has("files/folder-in-folder");
    world.run().rosters(&["roster/企业.csv", "roster/已拨付.csv"]).exits(0);
}

#[test]
fn pipes_and_devices() {
    let world = World::new();
    pipe(&world, "pipe.csv");
    for path in ["pipe.csv", "/dev/null", "/dev/zero", "/dev/stdin"] {
        patient(&world.run().roster(path)).exits(3).stderr_has("不是普通文件");
        patient(&world.run().arg("--map").arg(path)).exits(3).stderr_has("不是普通文件");
    }
    pipe(&world, "roster/又.csv");
    patient(&world.run()).exits(3).stderr_has("不是普通文件");
    pipe(&world, "pack/又.toml");
    patient(&world.duixian().args("check --rules pack")).exits(4).stdout_has("不是普通文件");
}

#[test]
fn a_file_without_permission() {
    let world = World::new();
    for (path, code) in [("roster/企业.csv", 3), ("pack/pack.toml", 4), ("pack/measures/grant.toml", 4)] {
        let permit = |mode| std::fs::set_permissions(world.path(path), std::fs::Permissions::from_mode(mode)).unwrap();
        permit(0o000);
        let done = patient(&world.run());
        permit(0o644);
        done.exits(code).stderr_has("没有权限").stderr_has(path.rsplit('/').next().unwrap());
    }
    assert_eq!(world.names("."), ["pack", "roster"]);
}

#[test]
fn a_folder_without_permission() {
    let world = World::new();
    for (path, code) in [("roster", 3), ("pack/measures", 4), ("pack", 4)] {
        let permit = |mode| std::fs::set_permissions(world.path(path), std::fs::Permissions::from_mode(mode)).unwrap();
        permit(0o000);
        let done = patient(&world.run());
        permit(0o755);
        done.exits(code).stderr_has("没有权限");
    }
}

#[test]
fn the_same_file_twice() {
    let world = World::new();
    world.run().rosters(&["roster/企业.csv", "./roster/企业.csv"]).exits(3).stderr_has("给了两次");
    world.run().rosters(&["roster", "roster/企业.csv"]).exits(3).stderr_has("给了两次");
    world.run().rosters(&["roster", "roster"]).exits(3);
    symlink("企业.csv", world.path("roster/另一个.csv")).unwrap();
    world.run().exits(3).stderr_has("给了两次");
}

#[test]
fn a_copy_under_another_name_counts_once() {
    let world = World::new();
    std::fs::copy(world.path("roster/企业.csv"), world.path("roster/企业 副本.csv")).unwrap();
    world.run().exits(0).stdout_has("150,500.00");
}

#[test]
fn two_files_of_one_name() {
    let world = World::new();
    let heading = "信用代码,企业名称,所属县,研发费用(万元),获得称号\n";
    world.write("东/名单.csv", format!("{heading}91430376MM9FLL0XYU,甲科技有限公司,东县,100,是\n"));
    world.write("西/名单.csv", format!("{heading}91430393CT424RNYQN,乙科技有限公司,西县,,是\n"));
    let call = world.run().rosters(&["东", "西", "roster/已拨付.csv"]);
    call.exits(1).stdout_has("西_名单.csv › D2");
    assert_eq!(world.names("out/inputs"), ["东_名单.csv", "已拨付.csv", "西_名单.csv"]);
}

#[test]
fn two_files_of_one_name_in_folders_of_one_name() {
    let world = World::new();
    let heading = "信用代码,企业名称,所属县,研发费用(万元),获得称号\n";
    world.write("a/县/名单.csv", format!("{heading}91430376MM9FLL0XYU,甲科技有限公司,东县,100,是\n"));
    world.write("b/县/名单.CSV", format!("{heading}91430393CT424RNYQN,乙科技有限公司,西县,50.5,是\n"));
    world.run().rosters(&["a/县", "b/县"]).out("one").exits(0).stdout_has("150,500.00");
    world.run().rosters(&["b/县", "a/县"]).out("two").exits(0);
    assert_eq!(world.tree("one"), world.tree("two"));
    assert_eq!(world.names("one/inputs").len(), 2);
}

#[test]
fn a_pack_that_is_none() {
    let world = World::new();
    world.run().rules("没有").exits(4).stderr_has("找不到政策包“没有”");
    world.run().rules("pack/pack.toml").exits(4).stderr_has("不是文件夹");
    world.run().rules("roster").exits(4).stderr_has("里面没有 pack.toml");
    world.run().rules("/dev/null").exits(4).stderr_has("不是文件夹");
    world.run().rules("").exits(2);
    std::fs::remove_file(world.path("pack/pack.toml")).unwrap();
    std::fs::create_dir(world.path("pack/pack.toml")).unwrap();
    world.run().exits(4);
}

#[test]
fn a_pack_with_links_in_a_circle() {
    let world = World::new();
    for name in ["a", "b", "c", "d", "e"] {
        symlink("..", world.path("pack/tables").join(name)).unwrap();
    }
    patient(&world.duixian().args("check --rules pack")).exits(4).stdout_has("链接绕成了圈");
}

#[test]
fn a_link_to_itself() {
    let world = World::new();
    symlink("loop", world.path("loop")).unwrap();
    patient(&world.run().roster("loop")).exits(3);
    patient(&world.run().rules("loop")).exits(4);
}

#[test]
fn a_link_that_leads_nowhere() {
    let world = World::new();
    symlink("gone", world.path("roster/又.csv")).unwrap();
    world.run().exits(3).stderr_has("又.csv");
}

#[test]
fn everything_that_is_wrong_with_inputs_is_said_at_once() {
    let world = World::new();
    std::fs::create_dir(world.path("空")).unwrap();
    let done = world.run().rosters(&["甲.xlsx", "空", "/dev/null", "roster", "roster/企业.csv", "乙.xlsx"]).exits(3);
    for said in ["找不到“甲.xlsx”", "“空”里没有名单文件", "“/dev/null”不是普通文件", "给了两次", "找不到“乙.xlsx”"]
    {
        assert!(done.stderr.contains(said), "{said}\n{}", done.shown());
    }
    assert!(done.stderr.contains("错误 5"), "{}", done.shown());
}

#[test]
fn names_that_are_not_unicode() {
    let world = World::new();
    let bad = |name: &[u8]| OsStr::from_bytes(name).to_owned();
    std::fs::rename(world.path("roster/企业.csv"), world.path("roster").join(bad(b"\xc6\xf3\xd2\xb5.csv"))).unwrap();
    world.run().out(bad(b"\xbd\xe1\xb9\xfb")).exits(0);
    assert!(world.path(bad(b"\xbd\xe1\xb9\xfb")).join("run.json").is_file());
    world.run().roster(bad(b"\xff\xfe")).exits(3).stderr_has("找不到");
    world.run().rules(bad(b"\xff")).exits(4);
    world.run().year("2023").arg("--as-of").arg(bad(b"\xff")).exits(2);
    world.duixian().arg(bad(b"\xff\xfe")).exits(2);
    world.run().arg("--expect").arg(bad(b"\xff=1")).exits(2);
}

#[test]
fn two_names_that_are_not_unicode_and_look_alike() {
    let world = World::new();
    let heading = "信用代码,企业名称,所属县,研发费用(万元),获得称号\n";
    let name = |byte: u8| OsStr::from_bytes(&[byte, b'.', b'c', b's', b'v']).to_owned();
    std::fs::remove_file(world.path("roster/企业.csv")).unwrap();
    world.write(
        world.path("roster").join(name(0xff)),
        format!("{heading}91430376MM9FLL0XYU,甲科技有限公司,东县,100,是\n"),
    );
    world.write(
        world.path("roster").join(name(0xfe)),
        format!("{heading}91430393CT424RNYQN,乙科技有限公司,西县,50.5,是\n"),
    );
    world.run().exits(0).stdout_has("150,500.00");
    assert_eq!(world.names("out/inputs").len(), 3);
}

#[test]
fn names_that_would_rearrange_the_terminal() {
    let world = World::new();
    world.write("roster/\u{1b}[31m名单\u{202e}.csv", "x\ny\n");
    let done = world.check().done();
    assert!(!done.stdout.contains('\u{1b}') && !done.stdout.contains('\u{202e}'), "{:?}", done.stdout);
    let done = world.run().roster("\u{1b}[2J\u{202e}没有").exits(3);
    assert!(!done.stderr.contains('\u{1b}') && !done.stderr.contains('\u{202e}'), "{:?}", done.stderr);
}

#[test]
fn arguments_that_are_too_long() {
    let world = World::new();
    let long = "长".repeat(30_000);
    world.run().roster(&long).exits(3).stderr_has("名称太长");
    world.run().rules(&long).exits(4).stderr_has("名称太长");
    world.run().out(&long).exits(5).stderr_has("名称太长");
    world.run().year(&long).exits(2);
    world.run().arg("--expect").arg(format!("{long}=1")).exits(2);
    world.run().args("--expect").arg(format!("企业数={}", "9".repeat(100_000))).exits(2);
    world.run().arg("--assume-empty").arg(&long).exits(2);
    world.duixian().arg("eval").arg("(".repeat(100_000)).exits(2);
    world.duixian().arg("eval").arg("1+".repeat(50_000)).exits(2);
}

#[test]
fn very_many_inputs() {
    let world = World::new();
    let names: Vec<String> = (0..2000).map(|i| format!("没有{i}")).collect();
    let done = world.run().rosters(&names).exits(3);
    assert_eq!(done.stderr.matches("[files/not-found]").count(), 2000);
}

#[test]
fn empty_arguments() {
    let world = World::new();
    world.run().roster("").exits(2);
    world.run().out("").exits(2);
    world.run().args("--expect =3").exits(2);
    world.run().arg("--assume-empty").arg("").exits(2);
    world.duixian().arg("").exits(2);
    world.duixian().arg("eval").arg("").exits(2);
}

#[test]
fn a_working_directory_that_is_gone() {
    let world = World::new();
    std::fs::create_dir(world.path("gone")).unwrap();
    let call = world.run().roster(world.path("roster")).rules(world.path("pack")).out("out");
    let done = call.in_shell("cd gone && rmdir ../gone && exec \"$@\"").output().unwrap();
    Done::from(done).exits(5).stdout_is("");
}

#[test]
fn a_roster_that_is_empty_or_no_table() {
    let world = World::new();
    for bytes in [&b""[..], b"\n\n", b"\xef\xbb\xbf", b"\0\0\0\0", b"%PDF-1.4", b"<html></html>", b"PK\x03\x04"] {
        world.write("roster/又.csv", bytes);
        let done = world.run().done();
        assert_eq!(done.code, Some(3), "{bytes:?}: {}", done.shown());
        assert!(done.stderr.contains("又.csv"), "{}", done.shown());
    }
}

#[test]
fn an_as_of_date_far_away() {
    let world = World::new();
    world.run().args("--as-of 1980-01-01").out("past").exits(0);
    world.run().args("--as-of 2100-12-31").out("future").exits(0);
    world.run().year(2100).out("late").exits(0);
}
