//! Data on stdout, messages on stderr, colours and bars only where somebody watches, and readers that go away.

use std::io::Read as _;
use std::process::{Command, Stdio};

use super::world::{Call, Done, World};

fn colourful(text: &str) -> bool {
    text.contains('\u{1b}')
}

/// Runs a call under a terminal: everything that would be seen, both streams in one.
fn watched(call: &Call) -> String {
    let mut inner = call.command();
    let quoted: Vec<String> = std::iter::once(inner.get_program())
        .chain(inner.get_args())
        .map(|word| format!("'{}'", word.to_str().unwrap()))
        .collect();
    let mut script = Command::new("script");
    script.args(["-qec", &quoted.join(" "), "/dev/null"]).stdin(Stdio::null());
    script.current_dir(inner.get_current_dir().unwrap());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => script.env(name, value),
            None => script.env_remove(name),
        };
    }
    script.env("TERM", "xterm-256color");
    inner.stdin(Stdio::null());
    String::from_utf8_lossy(&script.output().expect("`script` of util-linux").stdout).into_owned()
}

fn held() -> World {
    let world = World::new();
    world.edit("roster/企业.csv", ",100,", ",,");
    world
}

#[test]
fn the_summary_is_data_and_nothing_else_is_said() {
    World::new().run().exits(0).stdout_has("示例政策包").stderr_is("");
    held().run().exits(1).stderr_is("");
}

#[test]
fn findings_of_check_are_data() {
    held().check().exits(1).stdout_has("待核").stderr_is("");
}

#[test]
fn a_refusal_is_a_message() {
    World::new().run().roster("没有").exits(3).stdout_is("").stderr_has("找不到“没有”");
}

#[test]
fn no_colours_and_no_bars_in_a_file() {
    let world = held();
    for done in [world.check().done(), world.run().done(), world.run().done()] {
        assert!(!colourful(&done.stdout) && !colourful(&done.stderr), "{}", done.shown());
        assert!(!done.stderr.contains("读取名单"));
    }
}

#[test]
fn colours_on_a_terminal_unless_no_color() {
    assert!(watched(&held().check()).contains("\u{1b}[1;35m待核"));
    assert!(!watched(&held().check().env("NO_COLOR", "1")).contains("\u{1b}[1;35m"));
    assert!(watched(&held().check().env("NO_COLOR", "")).contains("\u{1b}[1;35m"), "an empty NO_COLOR means nothing");
}

#[test]
fn bars_on_a_terminal_are_gone_at_the_end() {
    let world = World::new();
    let seen = watched(&world.run());
    assert!(seen.contains("读取名单") && seen.contains("写出结果"), "{seen:?}");
    let last = seen.rsplit('\r').next().unwrap_or_default();
    assert!(!last.contains("写出结果"), "{seen:?}");
    assert!(seen.contains("【正式】"));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let world = World::new();
    let rows: String = (0..3000).map(|i| format!("91430376MM9FLL0XY{i},坏{i},东县,1,是\n")).collect();
    world.write("roster/坏.csv", format!("信用代码,企业名称,所属县,研发费用(万元),获得称号\n{rows}"));
    let mut child = world.check().command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 64];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let done = Done::from(child.wait_with_output().unwrap());
    done.stderr_is("").exits(1);
}

#[test]
fn a_full_stdout_is_said_where_data_is_lost() {
    let world = held();
    let done = Done::from(world.check().in_shell("exec \"$@\" >/dev/full").output().unwrap());
    done.exits(5).stderr_has("输出没有写全：磁盘空间不够");
}

#[test]
fn a_full_stdout_does_not_undo_a_run() {
    let world = World::new();
    let done = Done::from(world.run().in_shell("exec \"$@\" >/dev/full").output().unwrap());
    done.exits(0).stderr_has("结果在 out");
    assert!(world.path("out/run.json").is_file());
}

#[test]
fn closed_streams() {
    let world = World::new();
    let status = world.run().in_shell("exec \"$@\" <&- >&- 2>&-").status().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(world.path("out/run.json").is_file());
    // what is written by the program's own files must not land in a stream's number
    assert!(world.read("out/awards.csv").starts_with("\u{feff}uscc,"));
}
