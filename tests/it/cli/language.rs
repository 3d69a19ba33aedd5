//! Chinese or English: what is asked for, else the locale; files are Chinese unless somebody asks.

use super::world::{Call, World};

/// A world with something to say.
fn held() -> World {
    let world = World::new();
    world.edit("roster/企业.csv", ",100,", ",,");
    world
}

fn chinese(call: Call) {
    call.exits(1).stdout_has("待核 D2：“研发费用”没有填");
}

fn english(call: Call) {
    call.exits(1).stdout_has("hold D2: `研发费用` is empty").stdout_has("  fix: ");
}

#[test]
fn chinese_without_a_locale() {
    chinese(held().check());
}

#[test]
fn chinese_in_every_locale_but_english() {
    for locale in ["C", "C.UTF-8", "POSIX", "zh_CN.UTF-8", "zh_CN.GB18030", "de_DE.UTF-8"] {
        chinese(held().check().env("LC_ALL", locale));
    }
}

#[test]
fn english_in_an_english_locale() {
    english(held().check().env("LC_ALL", "en_US.UTF-8"));
    english(held().check().env("LC_MESSAGES", "en_GB.UTF-8").env("LANG", "zh_CN.UTF-8"));
    english(held().check().env("LANG", "en_US"));
    english(held().check().env("LC_ALL", "").env("LANG", "en_US"));
}

#[test]
fn the_first_variable_that_is_set_decides() {
    chinese(held().check().env("LC_ALL", "zh_CN.UTF-8").env("LANG", "en_US.UTF-8"));
}

#[test]
fn lang_is_stronger_than_the_locale() {
    chinese(held().check().args("--lang zh").env("LC_ALL", "en_US.UTF-8"));
    english(held().check().args("--lang en").env("LC_ALL", "zh_CN.UTF-8"));
    english(held().check().args("--lang=en"));
}

#[test]
fn lang_may_stand_anywhere() {
    let world = World::new();
    world.duixian().args("--lang en check --rules pack --help").exits(0).stdout_has("the folder of the pack");
    world.duixian().args("check --lang en --rules pack --help").exits(0).stdout_has("the folder of the pack");
}

#[test]
fn a_locale_does_not_change_a_file() {
    let world = held();
    world.run().out("zh").exits(1).stdout_has("【正式】");
    world.run().out("en").env("LC_ALL", "en_US.UTF-8").exits(1).stdout_has("[final]").stdout_has("results are in en");
    assert_eq!(world.tree("zh"), world.tree("en"));
    assert!(world.read("en/findings.csv").contains("没有填"));
}

#[test]
fn lang_changes_the_files_too() {
    let world = held();
    world.run().args("--lang en").exits(1);
    assert!(world.read("out/findings.csv").contains("`研发费用` is empty"));
    assert!(world.read("out/run.json").contains("\"lang\": \"en\""));
}

#[test]
fn refusals_in_english() {
    let world = World::new();
    world.run().exits(0);
    world.run().args("--lang en").exits(5).stderr_has("`out` exists already").stderr_has("nothing was published");
    world.run().args("--lang en").roster("x").out("y").exits(3).stderr_has("`x` does not exist");
    world.run().args("--lang en").rules("x").out("y").exits(4).stderr_has("the pack `x` does not exist");
}
