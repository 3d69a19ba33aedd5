//! `--year` looks at what that year sees; exit codes and formats.

use super::{catalogue, lint, names, pack};

fn with(example: &str, file: &str) -> crate::cli::world::World {
    let text = std::fs::read_to_string(catalogue().join(example).join(file)).expect("an example");
    pack(&[(file, &text)])
}

#[test]
fn next_year_is_the_one_after_the_year_that_is_asked_for() {
    let world = with("next-year", "pack.toml");
    let text = std::fs::read_to_string(catalogue().join("next-year/measures/grant.toml")).expect("an example");
    world.write("pack/measures/grant.toml", text);
    assert_eq!(names(&world), ["lint/next-year"]);
    lint(&world, "--year 2023").exits(0).silent();
    lint(&world, "--year 2024").exits(1).stdout_has("没有 2025 年的值");
    lint(&world, "--year 2025").exits(4).stdout_has("[policy/gap]");
    lint(&world, "--year 2022").exits(2).stderr_has("没有这一年有效的政策措施");
}

#[test]
fn whether_an_allow_is_needed_is_judged_over_all_years() {
    let world = with("allow-unused", "measures/grant.toml");
    lint(&world, "").exits(1).stdout_has("[lint/allow-unused]");
    lint(&world, "--year 2023").exits(0).silent();
}

#[test]
fn what_a_year_does_not_see_is_not_judged() {
    let world = with("contradiction", "measures/grant.toml");
    world.edit("pack/measures/grant.toml", "{ from = 2023-01-01 }", "{ from = 2024-01-01 }");
    let other = world.read("pack/measures/grant.toml").replace("2024-01-01", "2023-01-01, to = 2023-12-31");
    world.write("pack/measures/older.toml", other.replace("“重新认定”", "“首次认定”"));
    lint(&world, "--year 2023").exits(0).silent();
    lint(&world, "--year 2024").exits(1).stdout_has("[lint/contradiction]");
}

#[test]
fn formats_are_those_of_check() {
    let world = with("cap-missing", "measures/grant.toml");
    let csv = lint(&world, "--format csv").exits(1).stdout;
    assert!(csv.contains("severity,code,file,sheet,cell,uscc,measure,message,remedy"), "{csv}");
    assert!(csv.contains("warning,lint/cap-missing,measures/grant.toml,,1:14,,grant,"), "{csv}");
    let clean = pack(&[]);
    lint(&clean, "--format json").exits(0).stdout_is("[]\n");
}

#[test]
fn what_compile_refuses_stays_an_error() {
    let world = with("cap-missing", "measures/grant.toml");
    world.edit("pack/measures/grant.toml", "补助比例 * 研发费用", "补助比率 * 研发费用");
    lint(&world, "").exits(4).stdout_has("[lang/unknown-name]");
}

#[test]
fn what_is_unused_is_said_too() {
    let world = pack(&[("definitions.toml", "[[define]]\nname = \"大\"\nvalue = \"产值 超过 1亿元\"\n")]);
    lint(&world, "").exits(1).stdout_has("[policy/unused]");
}
