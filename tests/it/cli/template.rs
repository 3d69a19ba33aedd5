//! `duixian template`: the workbook to fill in. Filled in by openpyxl, by another writer, and saved again by LibreOffice it is
//! read without a word, for both shipped packs; an example never becomes an enterprise.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _};
use duixian::policy::pack::{MeasureKind, Pack};
use duixian::schema::{Empty, Field, Role, Table};
use duixian::value::Type;
use serde_json::{Map, Value, json};

use super::world::World;
use crate::packs::{root, shipped};
use crate::peers;
use crate::settle::world::code;

const PACKS: [&str; 2] = ["zhuzhou", "comparisons"];

fn rules(pack: &str) -> PathBuf {
    root().join("rules").join(pack)
}

/// The template of a shipped pack.
fn template(world: &World, pack: &str, year: Option<&str>) -> PathBuf {
    let mut call = world.duixian().arg("template").arg("--rules").arg(rules(pack)).args("--out 模板.xlsx --force");
    if let Some(year) = year {
        call = call.args("--year").arg(year);
    }
    call.exits(0).stdout_has("写好了“模板.xlsx”");
    world.path("模板.xlsx")
}

fn sheets(path: &Path) -> Vec<(String, Vec<Vec<Data>>)> {
    let bytes = std::fs::read(path).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    book.sheet_names()
        .into_iter()
        .map(|name| {
            let rows = book.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect();
            (name, rows)
        })
        .collect()
}

fn headings(path: &Path, sheet: &str) -> Vec<String> {
    let all = sheets(path);
    let (_, rows) = all.iter().find(|(name, _)| name == sheet).unwrap_or_else(|| panic!("no sheet {sheet}"));
    assert_eq!(rows.len(), 1, "{sheet} holds its headings and nothing else");
    rows[0].iter().map(ToString::to_string).collect()
}

/// The parts of a workbook as text.
fn part(path: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The XML of a sheet.
fn xml(path: &Path, sheet: &str) -> String {
    let at = sheets(path).iter().position(|(name, _)| name == sheet).unwrap();
    part(path, &format!("xl/worksheets/sheet{}.xml", at + 1))
}

/// What a clerk enters for a field of the n-th record; nothing where there may be nothing.
fn entered(pack: &Pack, table: &Table, field: &Field, n: usize) -> Value {
    let offset = pack.offset.as_ref().filter(|rule| pack.schema.get(rule.table).map(|t| &t.name) == Some(&table.name));
    let is = |id: duixian::schema::FieldId| table.fields[id.0].name == field.name;
    if let Some(rule) = offset {
        if is(rule.measure) {
            let pays = |m: &&duixian::policy::pack::Measure| matches!(m.kind, MeasureKind::Payout(_));
            return json!(pack.measures.iter().find(pays).unwrap().title);
        }
        if is(rule.year) {
            return json!(2023);
        }
    }
    match (&field.ty, field.role) {
        (_, Some(Role::Code)) => json!(code(n + 1)),
        (_, Some(Role::Name)) => json!(format!("第{}试验有限公司", ["一", "二", "三"][n])),
        (_, Some(Role::BankAccount | Role::Identifier)) => json!(format!("0012340{n}")),
        // nothing of it, so that what depends on it may be empty; the others too small for any budget
        (Type::Money, _) if table.fields.iter().any(|f| depends_on(f, table, field)) => json!(0),
        (Type::Money, _) => json!(2.5 + 0.1 * n as f64),
        (Type::Number, _) => json!(0.05),
        (Type::Integer, _) => json!(10 + n),
        (Type::Date, _) => json!({ "day": format!("2023-0{}-15", n + 4) }),
        (Type::YesNo, _) => json!(if n == 0 { "是" } else { "否" }),
        (Type::Choice(choice), _) => json!(choice.options[(n % 2) * (choice.options.len() - 1)]),
        (Type::Text, _) if field.empty == Empty::Reject || field.role == Some(Role::County) => json!("某地"),
        (Type::Text, _) => json!(format!("文字{n}")),
    }
}

/// Is an empty cell of the one allowed only where the other is zero?
fn depends_on(field: &Field, table: &Table, on: &Field) -> bool {
    matches!(&field.empty, Empty::None { only_if_zero: Some(zero), .. } if table.fields[zero.0].name == on.name)
}

/// A whole roster: three enterprises, a record of each in every table but the exclusions, of which there are none.
fn roster(pack: &Pack, path: &Path, year: i16) -> Value {
    let mut all = Map::new();
    for table in &pack.schema.tables {
        if !sheets(path).iter().any(|(name, _)| *name == table.sheets[0]) {
            continue;
        }
        let known = headings(path, &table.sheets[0]);
        let records = match table.name.as_str() {
            "限制名单" => 0,
            "已拨付" => 1,
            _ => 3,
        };
        let row = |n: usize| {
            let may_be_empty = |field: &&Field| !table.fields.iter().any(|other| depends_on(field, table, other));
            let cells = table.fields.iter().filter(may_be_empty).filter_map(|field| {
                let heading = field.heading(Some(year));
                let written = known.iter().find(|h| **h == heading || **h == format!("{heading}(万元)"))?;
                Some((written.clone(), entered(pack, table, field, n)))
            });
            Value::Object(cells.collect())
        };
        all.insert(table.sheets[0].clone(), (0..records).map(row).collect());
    }
    Value::Object(all)
}

/// Reads it without a word, and settles it.
fn is_read(world: &World, filled: &Path, pack: &str) {
    let found = world.check().rosters(&[filled]).rules(rules(pack)).arg("--format").arg("csv").done();
    // who else is paid is of the rules, and nothing to correct in a roster
    let of_the_roster: Vec<&str> =
        found.stdout.lines().skip(1).filter(|l| !l.contains("payout/other-recipient")).collect();
    assert!(of_the_roster.is_empty(), "{pack}: {of_the_roster:?}");
    found.exits(0);
    let out = format!("{pack}-{}", filled.file_stem().unwrap().to_str().unwrap());
    world.run().rosters(&[filled]).rules(rules(pack)).out(&out).exits(0);
    let awards = world.read(format!("{out}/awards.csv"));
    let codes: BTreeSet<&str> = awards.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(codes, [code(1), code(2), code(3)].iter().map(String::as_str).collect());
    assert!(awards.contains(",paid,"), "{awards}");
    assert!(!awards.contains(",held,"), "{awards}");
}

#[test]
fn filled_in_by_openpyxl_and_saved_again_by_libreoffice_it_is_read_without_a_word() {
    for pack in PACKS {
        let world = World::new();
        let path = template(&world, pack, Some("2023"));
        let rows = roster(&shipped(pack), &path, 2023);
        let filled = world.path("填好.xlsx");
        let done = peers::python("fill.py").args([&path, &filled]).arg(rows.to_string()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        is_read(&world, &filled, pack);
        std::fs::create_dir(world.path("again")).unwrap();
        let saved = peers::libreoffice(&filled, &world.path("again"));
        let renamed = world.path("再存.xlsx");
        std::fs::rename(saved, &renamed).unwrap();
        is_read(&world, &renamed, pack);
    }
}

#[test]
fn its_headings_are_enough_for_any_other_writer() {
    for pack in PACKS {
        let world = World::new();
        let path = template(&world, pack, Some("2023"));
        let rows = roster(&shipped(pack), &path, 2023);
        let mut book = rust_xlsxwriter::Workbook::new();
        let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        for (name, rows) in rows.as_object().unwrap() {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            for (column, heading) in (0u16..).zip(headings(&path, name)) {
                sheet.write_string(0, column, &heading).unwrap();
                for (row, given) in (1u32..).zip(rows.as_array().unwrap()) {
                    match &given[&heading] {
                        Value::Null => continue,
                        Value::String(text) => sheet.write_string(row, column, text).unwrap(),
                        Value::Object(date) => {
                            let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(date["day"].as_str().unwrap());
                            sheet.write_datetime_with_format(row, column, date.unwrap(), &day).unwrap()
                        }
                        number => sheet.write_number(row, column, number.as_f64().unwrap()).unwrap(),
                    };
                }
            }
        }
        let filled = world.path("另写.xlsx");
        book.save(&filled).unwrap();
        is_read(&world, &filled, pack);
    }
}

#[test]
fn without_a_year_it_asks_for_everything_and_is_read_as_well() {
    for pack in PACKS {
        let world = World::new();
        let path = template(&world, pack, None);
        let schema = shipped(pack).schema;
        let names: Vec<String> = sheets(&path).into_iter().map(|(name, _)| name).collect();
        let wanted: Vec<String> = schema.tables.iter().map(|t| t.sheets[0].clone()).collect();
        assert_eq!(names[0], "填表说明");
        assert_eq!(names[1..], wanted);
        for table in &schema.tables {
            let plain = |field: &Field| match field.ty {
                Type::Money => format!("{}(万元)", field.name),
                _ => field.name.clone(),
            };
            assert_eq!(headings(&path, &table.sheets[0]), table.fields.iter().map(plain).collect::<Vec<_>>());
        }
        // nobody is in it, and nothing else is wrong with it
        world
            .check()
            .rosters(&[&path])
            .rules(rules(pack))
            .exits(0)
            .stdout_has("一家企业也没有")
            .stdout_has("问题 1 条");
    }
}

#[test]
fn with_a_year_it_names_the_year_and_asks_for_what_is_looked_at() {
    let world = World::new();
    let path = template(&world, "zhuzhou", Some("2022"));
    let known = headings(&path, "企业名单");
    assert!(known.contains(&"2022年研发费用(万元)".to_owned()) && known.contains(&"2021年研发费用(万元)".to_owned()));
    // no measure of 2022 looks at it; the bank account has a role
    assert!(!known.contains(&"重点领域".to_owned()), "{known:?}");
    assert!(known.contains(&"银行账号".to_owned()), "{known:?}");
    let later = headings(&template(&world, "zhuzhou", Some("2023")), "企业名单");
    assert!(later.contains(&"重点领域".to_owned()) && later.contains(&"2023年研发费用(万元)".to_owned()), "{later:?}");
}

#[test]
fn a_table_that_nobody_looks_at_is_left_out() {
    let world = World::new();
    let fields = world.read("pack/fields.toml");
    let more = "\n[[table]]\nname = \"没人看的\"\nabsent = \"empty\"\nfield = [{ name = \"统一社会信用代码\", type = \"text\", role = \"code\", empty = \"reject\" }, { name = \"数量\", type = \"integer\", empty = \"missing\" }]\n";
    world.write("pack/fields.toml", format!("{fields}{more}"));
    let names = |args: &str| {
        world.duixian().args("template --rules pack --out t.xlsx --force").args(args).exits(0);
        sheets(&world.path("t.xlsx")).into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert!(names("").contains(&"没人看的".to_owned()));
    assert!(!names("--year 2023").contains(&"没人看的".to_owned()));
}

#[test]
fn cells_offer_lists_and_refuse_what_cannot_be() {
    let world = World::new();
    let path = template(&world, "zhuzhou", Some("2023"));
    let paid = xml(&path, "已拨付");
    for offered in ["预拨,已拨,应追回,已退回", "填表说明", "type=\"date\"", "type=\"textLength\"", "type=\"whole\""]
    {
        assert!(paid.contains(offered), "{offered}: {paid}");
    }
    // an amount of earlier payments is never negative
    assert!(paid.contains("<formula1>0</formula1>"), "{paid}");
    let main = xml(&path, "企业名单");
    for offered in ["天元区,荷塘区", "是,否", "<formula1>18</formula1>", "state=\"frozen\"", "fitToHeight=\"0\""]
    {
        assert!(main.contains(offered), "{offered}: {main}");
    }
    let names = part(&path, "xl/workbook.xml");
    assert_eq!(names.matches("_xlnm.Print_Titles").count(), sheets(&path).len(), "{names}");
    // codes and accounts are texts before anything is typed
    let text = part(&path, "xl/styles.xml");
    assert!(text.contains("formatCode=\"@\""), "{text}");
}

#[test]
fn an_example_is_never_an_enterprise() {
    let world = World::new();
    let path = template(&world, "zhuzhou", Some("2023"));
    let all = sheets(&path);
    let guide = &all[0].1;
    let examples: Vec<String> = guide.iter().filter_map(|row| Some(row.get(5)?.to_string())).collect();
    let example = examples.iter().find(|e| e.len() == 18).expect("an example of a code");
    let parsed = duixian::roster::code::parse(example).expect("a code's shape");
    assert!(!parsed.passes, "nobody's code: its check character does not fit");
    let rows = roster(&shipped("zhuzhou"), &path, 2023);
    let filled = world.path("填好.xlsx");
    assert!(peers::python("fill.py").args([&path, &filled]).arg(rows.to_string()).status().unwrap().success());
    world.run().rosters(&[&filled]).rules(rules("zhuzhou")).exits(0);
    assert!(!world.read("out/awards.csv").contains(example.as_str()));
    assert!(!world.read("out/findings.csv").contains("填表说明"));
}

#[test]
fn the_same_template_has_the_same_bytes() {
    let world = World::new();
    let first = std::fs::read(template(&world, "zhuzhou", Some("2023"))).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(std::fs::read(template(&world, "zhuzhou", Some("2023"))).unwrap(), first);
}

#[test]
fn it_is_written_whole_or_not_at_all() {
    let world = World::new();
    world.write("t.xlsx", "mine");
    let call = || world.duixian().args("template --rules pack --out t.xlsx");
    call().exits(5).stderr_has("“t.xlsx”已经存在");
    assert_eq!(world.read("t.xlsx"), "mine");
    call().arg("--force").exits(0);
    assert_eq!(world.names("."), ["pack", "roster", "t.xlsx"]);
    world.duixian().args("template --rules pack --out nowhere/t.xlsx").exits(5).stderr_has("写不了");
    world.duixian().args("template --rules nowhere --out u.xlsx").exits(4);
    world
        .duixian()
        .args("template --rules pack --out u.xlsx --year 1985")
        .exits(2)
        .stderr_has("没有这一年有效的政策措施");
    world.duixian().args("template --rules pack").exits(2).stderr_has("--out");
    assert_eq!(world.names("."), ["pack", "roster", "t.xlsx"]);
}

#[test]
fn its_help_says_what_a_year_does() {
    let world = World::new();
    let said = world.duixian().args("template --help").exits(0).stdout;
    assert_eq!(
        said,
        "按政策包写出要填的工作簿：每张表一页，带单位、说明、下拉选项\n\n用法：duixian template [选项] --rules <政策包> --out <文件>\n\n选项：\n      --lang <zh|en>    界面和文件的语言：zh 中文，en 英文（默认按系统语言，文件为中文）\n      --rules <政策包>  政策包文件夹\n      --year <年度>     政策年度\n      --out <文件>      写成这个工作簿（.xlsx）\n      --force           已存在的结果整个替换\n  -h, --help            显示帮助\n\n例：duixian template --rules 政策包 --year 2023 --out 2023年申报表.xlsx\n写了 --year，只要这一年有效的政策会看的表和企业的列，表头写明年份；不写就要全部的列\n"
    );
    world.duixian().args("--lang en template --help").exits(0).stdout_has("headings name the year");
}

#[test]
fn in_english_the_page_is_explained_in_english() {
    let world = World::new();
    world.duixian().args("--lang en template --rules pack --out t.xlsx").exits(0).stdout_has("wrote `t.xlsx`");
    let all = sheets(&world.path("t.xlsx"));
    assert_eq!(all[0].0, "how to fill in");
    assert!(all[0].1[0][0].to_string().ends_with("[for reading only: never read as a roster]"));
    // a clerk's headings are the pack's, and the page is passed over all the same
    world.check().rosters(&["t.xlsx"]).args("--lang en").exits(0).stdout_has("no enterprise").stdout_has("1 finding:");
}
