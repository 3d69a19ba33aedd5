//! `[[allow]]`: where it reaches, what is wrong with one, and that `rules show` shows it.

use super::{lint, measure, names, pack};

const OPEN: &str = "amount = \"10% * 研发费用\"";

fn open(allow: &str) -> crate::cli::world::World {
    pack(&[("measures/grant.toml", &measure("grant", "按10%补助", allow, &[], OPEN))])
}

#[test]
fn a_finding_is_accepted_in_its_own_file() {
    let world = open("[[allow]]\nlint = \"cap-missing\"\nreason = \"条文没有上限\"");
    lint(&world, "").exits(0).silent();
    world.duixian().args("rules show grant --rules pack --lang zh").exits(0).stdout_has("cap-missing：条文没有上限");
    world.duixian().args("rules show grant --rules pack --lang en").exits(0).stdout_has("accepted findings");
}

#[test]
fn pack_toml_covers_the_whole_pack() {
    let world = open("");
    assert_eq!(names(&world), ["lint/cap-missing"]);
    let frame = world.read("pack/pack.toml");
    world.write("pack/pack.toml", format!("{frame}\n[[allow]]\nlint = \"cap-missing\"\nreason = \"都没有上限\"\n"));
    lint(&world, "").exits(0).silent();
}

#[test]
fn another_file_and_another_name_are_not_covered() {
    let world = open("");
    let fields = world.read("pack/fields.toml");
    let allow = "[[allow]]\nlint = \"cap-missing\"\nreason = \"别处\"\n";
    world.write("pack/fields.toml", format!("{allow}\n{fields}"));
    assert_eq!(names(&world), ["lint/allow-unused", "lint/cap-missing"]);
    let world = open("[[allow]]\nlint = \"cap-missing\"\nof = \"bonus\"\nreason = \"别的措施\"");
    assert_eq!(names(&world), ["lint/cap-missing", "lint/allow-unused"]);
    let world = open("[[allow]]\nlint = \"cap-missing\"\nof = \"grant\"\nreason = \"就是它\"");
    assert!(names(&world).is_empty());
}

#[test]
fn of_picks_one_parameter() {
    let shared = "[[parameter]]\nname = \"甲\"\nvalues = [{ from = 2023-01-01, value = \"7%\" }]\n\n\
                  [[parameter]]\nname = \"乙\"\nvalues = [{ from = 2023-01-01, value = \"8%\" }]\n\n\
                  [[allow]]\nlint = \"figure-not-quoted\"\nof = \"甲\"\nreason = \"另有通知\"";
    let award = "amount = \"(甲 + 乙) * 研发费用\"\ncap = \"20万元\"";
    let world = pack(&[("measures/grant.toml", &measure("grant", "最高20万元", shared, &[], award))]);
    lint(&world, "").exits(1).stdout_has("参数“乙”的 8%");
    assert_eq!(names(&world), ["lint/figure-not-quoted"]);
}

#[test]
fn an_unknown_check_is_an_error_with_a_suggestion() {
    let world = open("[[allow]]\nlint = \"cap-mising\"\nreason = \"条文没有上限\"");
    lint(&world, "").exits(4).stdout_has("是否想写“cap-missing”").stdout_has("[policy/unknown-word]");
    world.duixian().args("check --rules pack --lang zh").exits(4).stdout_has("cap-missing");
}

#[test]
fn a_reason_must_be_given_and_say_something() {
    let world = open("[[allow]]\nlint = \"cap-missing\"");
    lint(&world, "").exits(4).stdout_has("缺少“reason”");
    let world = open("[[allow]]\nlint = \"cap-missing\"\nreason = \"  \"");
    lint(&world, "").exits(4).stdout_has("不为空的文本");
    let world = open("[[allow]]\nlint = \"cap-missing\"\nreason = \"条文没有上限\"\nuntil = 2024-01-01");
    lint(&world, "").exits(4).stdout_has("没有“until”这个键");
}

#[test]
fn an_allow_that_is_needed_nowhere_cannot_be_allowed() {
    let world = open("[[allow]]\nlint = \"allow-unused\"\nreason = \"留着\"");
    lint(&world, "").exits(4).stdout_has("[policy/unknown-word]");
}
