//! Help and complaints about a command line, as a clerk reads them.

use super::world::{Done, World};

fn says(words: &str) -> Done {
    let done = World::new().duixian().args(words).exits(2);
    let done = done.stdout_is("").stderr_has("用 duixian --help 或 duixian 命令 --help 看用法");
    let ascii: Vec<&str> = ["error", "unexpected", "required", "not in", "invalid"].to_vec();
    assert!(ascii.iter().all(|word| !done.stderr.contains(word)), "{}", done.shown());
    done
}

#[test]
fn help_of_every_command_is_chinese() {
    let commands = ["", "run", "check", "test", "template", "eval", "rules", "rules list", "rules show", "rules lint"];
    for command in commands {
        let done = World::empty().duixian().args(command).arg("--help").exits(0).stderr_is("");
        let done = done.stdout_has("用法：duixian").stdout_has("显示帮助");
        for english in ["OPTIONS", "Usage", "Options", "Commands", "<PACK>", "<DIR>", "help"] {
            let kept = done.stdout.replace("--help", "");
            assert!(!kept.contains(english), "{command}: {english}\n{}", done.stdout);
        }
    }
}

#[test]
fn help_in_english() {
    for command in ["", "run", "check", "test", "template", "eval", "rules", "rules list", "rules show", "rules lint"] {
        let done = World::empty().duixian().args("--lang en").args(command).arg("--help").exits(0);
        let done = done.stdout_has("Usage: duixian");
        let kept = done.stdout.replace("20万元, 1500万元", "").replace("产值=2亿元", "");
        assert!(!kept.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{}", done.stdout);
    }
}

#[test]
fn help_says_every_option_of_run() {
    let help = World::empty().duixian().args("run --help").exits(0).stdout;
    for option in [
        "--rules",
        "--year",
        "--out",
        "--as-of",
        "--map",
        "--hidden",
        "--assume-empty",
        "--expect",
        "--threads",
        "--force",
    ] {
        let line = help.lines().find(|l| l.trim_start().starts_with(option)).unwrap_or_else(|| panic!("{option}"));
        assert!(line.chars().any(|c| c > '\u{4e00}'), "{line}");
    }
}

#[test]
fn help_says_the_exit_codes() {
    World::empty().duixian().arg("--help").exits(0).stdout_has("退出码：0").stdout_has("70 程序自己出错");
}

#[test]
fn columns_of_help_stand_under_one_another() {
    let help = World::empty().duixian().args("run --help").exits(0).stdout;
    let column = |line: &str| {
        let at = line.find("  ").map(|_| line.trim_start()).and_then(|l| l.find("  ").map(|i| (l, i)));
        let (text, gap) = at?;
        let start = line.len() - text.len() + gap + text[gap..].find(|c| c != ' ')?;
        Some(unicode_width::UnicodeWidthStr::width(&line[..start]))
    };
    let columns: Vec<usize> = help.lines().filter(|l| l.trim_start().starts_with("--")).filter_map(column).collect();
    assert!(columns.len() > 8 && columns.iter().all(|c| *c == columns[0]), "{columns:?}\n{help}");
}

#[test]
fn version() {
    World::empty().duixian().arg("--version").exits(0).stdout_is("duixian 0.1.0\n");
}

#[test]
fn no_command_shows_the_help() {
    World::empty().duixian().exits(2).stdout_is("").stderr_has("命令：").stderr_has("run");
    World::empty().duixian().arg("rules").exits(2).stdout_is("").stderr_has("list");
}

#[test]
fn a_misspelt_command() {
    says("runn").stderr_has("没有“runn”这个命令，是不是“run”？");
    says("rules lst").stderr_has("没有“lst”这个命令，是不是“list”？");
    says("兑付").stderr_has("没有“兑付”这个命令");
}

#[test]
fn a_misspelt_option() {
    says("run x --rule pack").stderr_has("没有“--rule”这个参数，是不是“--rules”？");
    says("check x --sheets all").stderr_has("没有“--sheets”这个参数");
}

#[test]
fn what_is_missing() {
    says("run").stderr_has("还缺：--rules <政策包> --year <年度> --out <文件夹> <名单>...");
    says("run x --rules").stderr_has("“--rules <政策包>”后面没有值");
    says("rules import --rules pack").stderr_has("还缺：<工作簿>");
    says("eval").stderr_has("还缺：<表达式>");
    says("eval 1 --rules pack").stderr_has("还缺：--year <年度>");
    says("check roster --rules pack").stderr_has("--year");
}

#[test]
fn what_is_too_much() {
    says("eval 1 + 2").stderr_has("是多出来的；含空格的要用引号括起来");
    says("run x --force=yes").stderr_has("“--force”后面不带值");
    says("run x --year 2023 --year 2023").stderr_has("“--year <年度>”只能给一次");
}

#[test]
fn values_that_cannot_be() {
    for year in ["abc", "1979", "2101", "99999999999999999999", "2023.0", "二〇二三"] {
        says(&format!("run x --rules pack --out o --year {year}")).stderr_has("要填 1980 到 2100 之间的年份");
    }
    says("run x --year -1").stderr_has("“-1”");
    for day in ["2023-02-30", "2023-13-01", "2023/12/31", "昨天", "20231231"] {
        says(&format!("run x --rules pack --year 2023 --out o --as-of {day}")).stderr_has("要填一个真有的日子");
    }
    for threads in ["0", "513", "-1", "many"] {
        says(&format!("run x --rules pack --year 2023 --out o --threads={threads}")).stderr_has("要填 1 到 512 的整数");
    }
    says("run x --rules pack --year 2023 --out o --expect 企业数").stderr_has("要写成 名称=数");
    says("check --rules pack --format xml").stderr_has("可以是：text、json、csv");
    says("check --rules pack --hidden maybe").stderr_has("可以是：include、skip");
    says("--lang fr check --rules pack").stderr_has("可以是：zh、en");
}

#[test]
fn in_english() {
    let done = World::new().duixian().args("--lang en runn").exits(2);
    done.stderr_is(
        "error: there is no command `runn`; did you mean `run`?\n  see duixian --help or duixian COMMAND --help\n",
    );
    World::new()
        .duixian()
        .args("--lang en check --rules pack --year 1")
        .exits(2)
        .stderr_has("a year from 1980 to 2100");
}

#[test]
fn nothing_that_was_typed_can_rearrange_the_terminal() {
    let done = World::new().duixian().arg("\u{1b}[2Jrun\u{202e}").exits(2);
    assert!(!done.stderr.contains('\u{1b}') && !done.stderr.contains('\u{202e}'), "{:?}", done.stderr);
}
