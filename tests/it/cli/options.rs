//! Every option of `run` and `check` changes what it says it changes, and nothing else.

use super::world::World;
use crate::roster::book::Book;

const FILES: [&str; 11] = [
    "awards.csv",
    "estimates.csv",
    "findings.csv",
    "inputs",
    "items.csv",
    "payments.csv",
    "rules",
    "run.json",
    "statuses.csv",
    "兑付汇总.xlsx",
    "数据问题.xlsx",
];

#[test]
fn out_holds_every_file_and_nothing_else() {
    let world = World::new();
    world.run().out("深/深深/结果").exits(0);
    assert_eq!(world.names("深/深深/结果"), FILES);
    assert_eq!(world.names("深/深深"), ["结果"]);
}

#[test]
fn rosters_are_files_or_folders() {
    let world = World::new();
    world.run().rosters(&["roster/企业.csv", "roster/已拨付.csv"]).out("files").exits(0);
    world.run().roster("roster").out("folder").exits(0);
    assert_eq!(world.tree("files"), world.tree("folder"));
}

#[test]
fn what_offices_leave_in_a_folder_is_passed_over() {
    let world = World::new();
    world.write("roster/~$企业.csv", "lock").write("roster/.DS_Store", "mac");
    world.run().exits(0);
    assert_eq!(world.names("out/inputs"), ["企业.csv", "已拨付.csv"]);
}

#[test]
fn rules_may_be_any_folder_with_a_pack() {
    let world = World::new();
    std::fs::rename(world.path("pack"), world.path("规则 二")).unwrap();
    world.run().rules("规则 二").exits(0);
    world.run().rules("规则 二/").arg("--force").exits(0);
    assert!(world.path("out/rules/measures/grant.toml").is_file());
}

#[test]
fn year_selects_the_rules() {
    let world = World::new();
    world.edit(
        "pack/measures/grant.toml",
        "values = [{ from = 2023-01-01, value = \"10%\" }]",
        "values = [{ from = 2023-01-01, to = 2023-12-31, value = \"10%\" }, { from = 2024-01-01, value = \"20%\" }]",
    );
    world.run().year(2023).out("2023").exits(0).stdout_has("150,500.00");
    world.run().year(2024).out("2024").exits(0).stdout_has("301,000.00");
    world.run().year(2022).out("2022").exits(2).stderr_has("没有这一年有效的政策措施");
    world.check().year(2022).exits(2).stderr_has("没有这一年有效的政策措施");
}

#[test]
fn as_of_is_the_last_day_of_the_year_unless_it_is_given() {
    let world = World::new();
    world.run().exits(0).stdout_has("核定日 2023-12-31");
    world.run().args("--as-of 2023-06-30 --force").exits(0).stdout_has("核定日 2023-06-30");
    assert!(world.read("out/run.json").contains("\"as_of\": \"2023-06-30\""));
}

#[test]
fn map_pins_a_heading() {
    let world = World::new();
    world.edit("roster/企业.csv", "研发费用(万元)", "投入情况(万元)");
    world.run().out("guess").exits(1);
    world.write(
        "对照.toml",
        "[[sheet]]\nfile = \"企业.csv\"\ntable = \"企业\"\n[sheet.columns]\n\"投入情况(万元)\" = { field = \"研发费用\", unit = \"万元\" }\n",
    );
    let done = world.run().arg("--map").arg("对照.toml").done();
    assert_eq!(done.code, Some(0), "{}", done.shown());
    assert_eq!(world.names("out/inputs"), ["企业.csv", "对照.toml", "已拨付.csv"]);
    assert!(world.read("out/run.json").contains("\"map\": \"对照.toml\""));
    world.check().arg("--map").arg("对照.toml").exits(0).stderr_is("");
    world.run().out("x").args("--map 没有.toml").exits(3).stderr_has("找不到“没有.toml”");
}

/// A workbook whose second enterprise is hidden.
fn hidden_row(world: &World) {
    std::fs::remove_dir_all(world.path("roster")).unwrap();
    let row = |number: u32, attribute: &str, cells: [&str; 5]| {
        let cell = |(i, text): (usize, &&str)| {
            let at = format!("{}{number}", char::from(b'A' + i as u8));
            format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        };
        let cells: String = cells.iter().enumerate().map(cell).collect();
        format!("<row r=\"{number}\"{attribute}>{cells}</row>")
    };
    let rows = [
        row(1, "", ["信用代码", "企业名称", "所属县", "研发费用(万元)", "获得称号"]),
        row(2, "", ["91430376MM9FLL0XYU", "甲科技有限公司", "东县", "100", "是"]),
        row(3, " hidden=\"1\"", ["91430393CT424RNYQN", "乙科技有限公司", "西县", "50.5", "是"]),
    ];
    let book = Book::new().sheet("企业", &format!("<sheetData>{}</sheetData>", rows.concat()));
    world.write("roster/名单.xlsx", book.bytes());
}

#[test]
fn hidden_rows_count_and_are_said_unless_somebody_decides() {
    let world = World::new();
    hidden_row(&world);
    world.check().exits(0).stdout_has("警告：有隐藏");
    world.run().out("default").exits(0).stdout_has("150,500.00");
    assert!(world.read("default/findings.csv").contains("warning,roster/hidden,"));
    world.run().out("include").args("--hidden include").exits(0).stdout_has("150,500.00");
    world.run().out("skip").args("--hidden skip").exits(0).stdout_has("100,000.00");
    assert!(world.read("skip/run.json").contains("\"hidden\": \"skip\""));
    assert!(!world.read("skip/awards.csv").contains("乙科技"));
}

#[test]
fn assume_empty_declares_a_table() {
    let world = World::new();
    world.edit(
        "pack/fields.toml",
        "name   = \"已拨付\"\nabsent = \"empty\"",
        "name   = \"已拨付\"\nabsent = \"error\"",
    );
    std::fs::remove_file(world.path("roster/已拨付.csv")).unwrap();
    world.run().exits(3).stderr_has("--assume-empty 已拨付");
    world.run().args("--assume-empty 已拨付").exits(0);
    assert!(world.read("out/run.json").contains("assume-empty:已拨付"));
    world.check().args("--assume-empty 已拨付").exits(0).silent();
}

#[test]
fn assume_empty_knows_the_tables_of_the_pack() {
    let world = World::new();
    world.run().args("--assume-empty 已付").exits(2).stderr_has("没有叫“已付”的表").stderr_has("是不是“已拨付”？");
    world.check().args("--assume-empty 合同").exits(2).stdout_has("可用的有：企业、已拨付");
}

#[test]
fn expect_takes_counts_and_amounts_by_either_name() {
    let world = World::new();
    let met = "--expect 企业数=3 --expect enterprises=3 --expect 应付合计=15.05万元 --expect paid=150,500.00 \
               --expect 笔数:应付=2 --expect lines:zero=1 --expect 应付:grant=150500 --expect paid:县级=55250 \
               --expect 行数:企业=3 --expect 笔数：待核=0";
    world.run().args(met).exits(0);
    assert!(world.read("out/run.json").contains("笔数:应付"));
}

#[test]
fn every_expectation_that_fails_is_said() {
    let world = World::new();
    world
        .run()
        .args("--expect 企业数=4 --expect 应付合计=15.06万元 --expect lines:paid=2")
        .exits(5)
        .stderr_has("“企业数”")
        .stderr_has("“应付合计”事先核对为 150,600.00，实际是 150,500.00，相差 -100.00")
        .stdout_is("");
    world.run().args("--expect 企业数=许多").exits(2).stderr_has("“企业数”的数“许多”读不出来");
    world.run().args("--expect paid:省级=1").exits(2).stderr_has("没有叫“paid:省级”的合计数");
}

#[test]
fn threads_are_recorded_nowhere() {
    let world = World::new();
    world.run().args("--threads 1").out("one").exits(0);
    world.run().args("--threads 16").out("many").exits(0);
    assert_eq!(world.tree("one"), world.tree("many"));
}

#[test]
fn force_replaces_the_whole_folder() {
    let world = World::new();
    world.run().exits(0);
    world.write("out/旧的.txt", "left from before");
    world.edit("roster/企业.csv", ",100,", ",200,");
    world.run().arg("--force").exits(0).stdout_has("250,500.00");
    assert_eq!(world.names("out"), FILES);
    assert_eq!(world.names("."), ["out", "pack", "roster"]);
}

#[test]
fn check_says_nothing_when_nothing_is_wrong() {
    let world = World::new();
    world.check().exits(0).silent();
    world.check().roster("roster").args("--format text").exits(0).silent();
    World::new().duixian().args("check --rules pack").exits(0).silent();
    world.check().args("--format json").exits(0).stdout_is("[]\n").stderr_is("");
    world.check().args("--format csv").exits(0).stdout_has("severity,code,file,sheet,cell,uscc,measure,message,remedy");
}

#[test]
fn check_says_the_same_in_every_format() {
    let world = World::new();
    world.edit("roster/企业.csv", ",100,", ",一百,");
    let text = world.check().exits(1).stdout_has("── 企业.csv\n待核 D2：").stdout_has("建议：");
    assert_eq!(text.stderr, "");
    let json = world.check().args("--format json").exits(1);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let rows = json.as_array().unwrap();
    let keys: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["severity", "code", "file", "sheet", "cell", "uscc", "measure", "message", "remedy"]);
    assert_eq!((&rows[0]["severity"], &rows[0]["cell"]), (&"hold".into(), &"D2".into()));
    let csv = world.check().args("--format csv").exits(1);
    assert_eq!(csv.stdout.lines().count(), rows.len() + 1);
}

#[test]
fn check_finds_what_a_run_finds() {
    let world = World::new();
    world.edit("roster/企业.csv", ",100,", ",,").edit("roster/企业.csv", "西县,50.5", "西县,5千");
    world.run().exits(1);
    let checked = world.check().args("--format csv").exits(1);
    assert_eq!(checked.stdout, world.read("out/findings.csv"));
}

#[test]
fn check_writes_nothing() {
    let world = World::new();
    let before = world.tree(".");
    world.edit("roster/企业.csv", ",100,", ",100 ,");
    let before_names: Vec<String> = before.into_keys().collect();
    world.check().done();
    assert_eq!(world.tree(".").into_keys().collect::<Vec<_>>(), before_names);
}
