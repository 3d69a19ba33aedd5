//! What a tired clerk reads at the end of a run.

use super::world::World;

/// A pool of 100,000 yuan, exceeded while one award is held.
fn exceeded() -> World {
    let world = World::new();
    world.edit("pack/pack.toml", "100万元", "10万元");
    world.edit("roster/企业.csv", ",30,否", ",,是");
    world
}

#[test]
fn final_when_everything_is_decided() {
    let done = World::new().run().exits(0).stdout_has("【正式】每一笔都已核定");
    let done = done.stdout_has("企业 3 家 × 政策 1 项 = 3 笔，其中 2 家获补");
    assert!(!done.stdout.contains("--force") && !done.stdout.contains("问题"), "{}", done.stdout);
}

#[test]
fn final_with_held_awards() {
    let world = World::new();
    world.edit("roster/企业.csv", ",100,", ",,");
    world.run().exits(1).stdout_has("【正式】").stdout_has("另有 1 笔待核").stdout_has("加上 --force 再运行一次");
}

#[test]
fn provisional_says_which_pool_and_why() {
    let world = exceeded();
    world
        .run()
        .exits(1)
        .stdout_has("【暂算】“示例资金”已超预算 100,000.00 元，还有 1 笔待核")
        .stdout_has("现在不要拨付这项资金");
    assert!(world.read("out/run.json").contains("\"standing\": \"provisional\""));
    assert!(world.read("out/findings.csv").contains("settle/pool-provisional"));
    world.run().args("--lang en --force").exits(1).stdout_has("[provisional] `示例资金` exceeds its budget");
}

#[test]
fn a_pool_is_shown_with_what_it_cut() {
    let done = exceeded().run().exits(1);
    let row = done.stdout.lines().find(|l| l.contains("示例资金  ")).expect("the pool's row");
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(cells, ["示例资金", "150,500.00", "100,000.00", "100,000.00", "-50,500.00", "1"]);
}

#[test]
fn tables_are_aligned_as_wide_as_they_look() {
    let done = World::new().run().exits(0);
    let tables: Vec<Vec<&str>> = done
        .stdout
        .split("\n\n")
        .map(|block| block.lines().filter(|l| l.starts_with("  ")).collect::<Vec<_>>())
        .filter(|rows| rows.len() > 1)
        .collect();
    assert_eq!(tables.len(), 3, "{}", done.stdout);
    for rows in tables {
        let widths: Vec<usize> = rows.iter().map(|r| unicode_width::UnicodeWidthStr::width(*r)).collect();
        assert!(widths.iter().all(|w| *w == widths[0]), "{rows:#?}");
    }
}

#[test]
fn the_payers_add_up_to_what_is_paid() {
    let done = World::new().run().exits(0);
    let amount = |word: &str| -> i64 {
        let row = done.stdout.lines().find(|l| l.trim_start().starts_with(word)).expect("a row");
        let figure = row.split_whitespace().last().expect("an amount");
        figure.chars().filter(char::is_ascii_digit).collect::<String>().parse().expect("digits")
    };
    assert_eq!(amount("市级") + amount("县级"), amount("应付 "));
}

#[test]
fn the_cells_to_correct_are_named_with_what_is_wrong() {
    let world = World::new();
    world.edit("roster/企业.csv", ",100,", ",,").edit("roster/企业.csv", "西县,50.5", "西县,五十");
    let done = world.run().exits(1);
    let at = done.stdout.find("要改的有这 2 处：").unwrap_or_else(|| panic!("{}", done.stdout));
    let list: Vec<&str> = done.stdout[at..].lines().skip(1).take(2).collect();
    assert!(
        list.iter().any(|l| l.trim_start().starts_with("企业.csv › D2  甲科技有限公司：“研发费用”没有填")),
        "{list:#?}"
    );
    assert!(list.iter().any(|l| l.trim_start().starts_with("企业.csv › D3  ")), "{list:#?}");
}

#[test]
fn only_the_first_of_many_cells_are_named() {
    let world = World::new();
    for i in 10..22 {
        let text = format!("信用代码,企业名称,所属县,研发费用(万元),获得称号\n,公司{i},东县,1,是\n");
        world.write(format!("roster/又{i}.csv"), text);
    }
    let done = world.run().exits(1).stdout_has("先改这 10 处（一共 12 处要改）");
    assert_eq!(done.stdout.lines().filter(|l| l.trim_start().starts_with("又")).count(), 10);
}

#[test]
fn an_error_that_follows_a_code_through_the_tables_is_named_once() {
    let world = World::new();
    let rows = "914303639UC4WGPCA1,grant,2023,1,预拨\n914303639UC4WGPCA1,grant,2023,2,预拨\n"
        .replace("914303639UC4WGPCA1", "91430396L0T2PLTLH5");
    world.write("roster/已拨付.csv", format!("信用代码,政策,年度,金额(元),事由\n{rows}"));
    world.run().exits(1).stdout_has("要改的有这 1 处").stdout_has("（2 条问题都因它而起）");
}

#[test]
fn a_refusal_of_inputs_ends_with_what_must_be_corrected() {
    let world = World::new();
    world.edit("roster/企业.csv", "企业名称", "名字");
    let columns: Vec<String> = (1..=6).map(|i| format!("“备注{i}”")).collect();
    for (i, county) in ["甲", "乙", "丙", "丁", "戊", "己"].iter().enumerate() {
        let heading = format!("信用代码,政策,年度,金额(元),事由,{}\n", columns[i]);
        world.write(format!("roster/{county}县已拨付.csv"), heading);
    }
    let done = world.run().exits(3).stderr_has("名单没有读全，没有输出任何文件。问题 8 条：错误 1、提示 7");
    let last = done.stderr.trim_end().lines().last().expect("a last line");
    assert!(done.stderr.contains("要改的有这 1 处："), "{}", done.stderr);
    assert!(last.contains("企业.csv › 第 1 行") && last.contains("企业名称"), "{}", done.stderr);
}

#[test]
fn a_short_refusal_does_not_say_it_twice() {
    let done = World::new().run().roster("没有.xlsx").exits(3);
    assert_eq!(done.stderr.matches("没有.xlsx").count(), 1, "{}", done.stderr);
}

#[test]
fn advice_that_many_cells_need_is_given_once() {
    let world = World::new();
    world.edit("roster/企业.csv", ",100,", ",,").edit("roster/企业.csv", "西县,50.5,", "东县,,");
    let done = world.check().exits(1);
    assert_eq!(done.stdout.matches("待核 D").count(), 2, "{}", done.stdout);
    assert_eq!(done.stdout.matches("建议：").count(), 1, "{}", done.stdout);
    assert_eq!(done.stdout.matches("── 企业.csv").count(), 1, "{}", done.stdout);
}
