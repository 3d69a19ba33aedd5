//! 数据问题.xlsx: everything to correct is listed, the most money first, with a link to its cell; the sheets are as they were
//! sent, with their problem cells coloured and noted; an excerpt is never taken for a roster.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _};
use duixian::diagnostic::Lang;
use duixian::payout::returned;

use duixian::roster::{self, Format, Grid, Kind, Limits, RosterFile};

use super::dossier;
use crate::engine;
use crate::packs::{root, zhuzhou};
use crate::roster::book::Book;
use crate::settle::world::{World, YEAR, code, pays, pays_and};

fn of_world(world: &World, lang: Lang) -> Vec<u8> {
    let pack = world.compile();
    dossier::of_files(&world.roster(&pack), &pack, lang, |dossier| returned::write(dossier).expect("a workbook"))
}

fn of_files(world: &World, files: &[RosterFile]) -> Vec<u8> {
    dossier::of_files(files, &world.compile(), Lang::Zh, |dossier| returned::write(dossier).expect("a workbook"))
}

fn names(bytes: &[u8]) -> Vec<String> {
    calamine::Xlsx::new(Cursor::new(bytes)).expect("a workbook").sheet_names()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("no {name}")).read_to_string(&mut text).expect("text");
    text
}

/// The lines of the list, by heading.
fn list(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let name = book.sheet_names().remove(0);
    let range = book.worksheet_range(&name).expect("the list");
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
    let head = rows.iter().position(|row| row[0] == "级别").expect("headings");
    let line = |row: &Vec<String>| rows[head].iter().cloned().zip(row.iter().cloned()).collect();
    rows[head + 1..].iter().map(line).collect()
}

/// The notes of the n-th sheet: cell → text.
fn notes(bytes: &[u8], sheet: usize) -> BTreeMap<String, String> {
    let relations = part(bytes, &format!("xl/worksheets/_rels/sheet{sheet}.xml.rels"));
    let file = relations.split("../comments").nth(1).and_then(|r| r.split('"').next()).expect("notes");
    let xml = part(bytes, &format!("xl/comments{file}"));
    let comments = xml.split("<comment ref=\"").skip(1);
    comments
        .map(|comment| {
            let (cell, rest) = comment.split_once('"').expect("a cell");
            let texts = rest.split("<t").skip(1).filter_map(|t| t.split_once('>')?.1.split("</t>").next());
            (cell.to_owned(), texts.collect::<String>())
        })
        .collect()
}

/// The links of the list: cell on the list → where it goes.
fn links(bytes: &[u8]) -> BTreeSet<String> {
    let xml = part(bytes, "xl/worksheets/sheet1.xml");
    xml.split(" location=\"").skip(1).filter_map(|l| Some(l.split('"').next()?.replace("&apos;", "'"))).collect()
}

#[test]
fn where_nothing_is_to_be_corrected_it_says_so() {
    let world = World::new().measure("m", &pays("投入")).enterprise("甲", "投入=20");
    let bytes = of_world(&world, Lang::Zh);
    assert_eq!(names(&bytes), ["待办"]);
    assert_eq!(list(&bytes), []);
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("名单里没有要改、要核对的地方。"));
}

#[test]
fn a_cell_is_listed_with_who_waits_for_it_and_marked_where_it_stands() {
    let world = World::new()
        .measure("m", &pays_and("投入", "cap = \"50元\""))
        .measure("n", &pays_and("投入 * 2", "cap = \"30元\""))
        .estimate("e", "[estimate]\namount = \"投入\"\nround = { mode = \"down\", unit = \"1元\" }\n")
        .enterprise("甲公司", "投入=20")
        .enterprise("乙公司", "");
    let bytes = of_world(&world, Lang::Zh);
    assert_eq!(names(&bytes), ["待办", "企业名单"]);
    let lines = list(&bytes);
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    let said = |heading: &str| line[heading].as_str();
    assert_eq!(
        [said("级别"), said("哪个文件"), said("位置"), said("归哪个县市区")],
        ["待核", "企业名单.csv", "D3", "东县"]
    );
    assert_eq!([said("涉及的企业"), said("涉及的代码")], ["乙公司", code(2).as_str()]);
    assert_eq!(said("问题"), "“投入”没有填");
    assert_eq!(said("等着它的政策"), "政策m、政策n、政策e");
    // an estimate is no award; the two caps together
    assert_eq!([said("待核笔数"), said("待核金额至多（元）"), said("其中金额未知（笔）")], ["2", "80", ""]);
    assert_eq!(links(&bytes), BTreeSet::from(["'企业名单'!D3".to_owned()]));
    let notes = notes(&bytes, 2);
    assert_eq!(notes.keys().collect::<Vec<_>>(), ["D3"]);
    assert!(notes["D3"].contains("【待核】“投入”没有填") && notes["D3"].contains("怎么办：补填"), "{notes:?}");
    assert!(part(&bytes, "xl/styles.xml").contains("FFFFEB9C"), "the colour of a hold");
}

#[test]
fn the_most_money_stands_first_and_what_nothing_bounds_is_unknown() {
    let world = World::new()
        .measure("a", &pays_and("投入", "cap = \"5元\""))
        .measure("b", &pays_and("销售", "cap = \"90元\""))
        .measure("c", &pays("余额 + 投入 * 0"))
        .measure("d", &pays("若 规上 则 余额 否则 0元"))
        .enterprise("甲", "销售=1 规上=否 余额=0")
        .enterprise("乙", "投入=1 规上=否 余额=0")
        .enterprise("丙", "投入=1 销售=1 余额=5");
    let lines = list(&of_world(&world, Lang::Zh));
    let said: Vec<[&str; 5]> = lines
        .iter()
        .map(|l| ["涉及的企业", "问题", "待核笔数", "待核金额至多（元）", "其中金额未知（笔）"].map(|h| l[h].as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ["乙", "“销售”没有填", "1", "90", ""],
            ["甲", "“投入”没有填", "2", "5", "1"],
            ["丙", "“规上”没有填", "1", "未知", "1"],
        ]
    );
}

#[test]
fn of_measures_that_exclude_one_another_only_the_higher_counts() {
    let group = "[[stacking]]\nid = \"g\"\nrule = \"highest\"\nmeasures = [\"a\", \"b\"]";
    let world = World::new()
        .measure("a", &pays_and("投入", "cap = \"50元\""))
        .measure("b", &pays_and("投入", "cap = \"30元\""))
        .pack(group)
        .enterprise("甲", "");
    let lines = list(&of_world(&world, Lang::Zh));
    assert_eq!((lines[0]["待核笔数"].as_str(), lines[0]["待核金额至多（元）"].as_str()), ("2", "50"));
}

#[test]
fn a_row_that_is_left_out_stands_before_all_money_and_takes_the_county_of_its_file() {
    let world = World::new()
        .measure("m", &pays_and("投入", "cap = \"50元\""))
        .measure("p", &pays("合计(经费 于 项目)"))
        .enterprise("甲", "")
        .record("甲", "项目", "统一社会信用代码=123 经费=5");
    let bytes = of_world(&world, Lang::Zh);
    let lines = list(&bytes);
    let first = &lines[0];
    assert_eq!((first["级别"].as_str(), first["哪个文件"].as_str()), ("错误", "项目.csv"), "{lines:?}");
    // only one measure looks at that table, and how much is lost with the row nobody knows
    assert_eq!((first["待核笔数"].as_str(), first["待核金额至多（元）"].as_str()), ("1", "未知"));
    assert_eq!(lines[1]["问题"], "“投入”没有填");
    assert_eq!(lines[1]["归哪个县市区"], "东县");
}

#[test]
fn what_is_told_once_for_many_rows_is_marked_in_all_of_them() {
    let pack = World::new().measure("m", &pays("投入"));
    let mut text = "统一社会信用代码,企业名称,所属县,投入(元)\n".to_owned();
    for n in 1..=6 {
        let (code, wrong) = (code(n), if n == 2 { "12" } else { "待定" });
        text.push_str(&format!("{code},公司{n},东县,{wrong}\n"));
    }
    let file = RosterFile { name: "企业名单.csv".to_owned(), bytes: text.into_bytes().into() };
    let bytes = of_files(&pack, &[file]);
    let notes = notes(&bytes, 2);
    assert_eq!(notes.keys().map(String::as_str).collect::<Vec<_>>(), ["D2", "D4", "D5", "D6", "D7"]);
    assert!(notes["D7"].contains("和第 2 行是同样的问题"), "{notes:?}");
}

/// A grid as far as a person sees it, with what the copy cannot keep put in its words.
fn seen(grid: &Grid) -> Vec<(u32, u32, String)> {
    let mut cells = Vec::new();
    for row in 0..grid.rows() {
        for cell in grid.row(row) {
            let number = |text: &str| text.parse::<f64>().map(|n| format!("{n}")).unwrap_or_else(|_| text.to_owned());
            let day = matches!((cell.kind, cell.format), (Kind::Number, Format::Day | Format::Month));
            let shown = match cell.kind {
                Kind::Number if day && grid.date1904 => {
                    format!("{:?} {}", cell.format, cell.text.parse::<i32>().unwrap() + 1462)
                }
                Kind::Number => format!("{:?} {}", cell.format, number(cell.text)),
                Kind::Uncalculated => "text （公式未计算）".to_owned(),
                Kind::Logical => format!("logical {}", cell.text),
                Kind::Text | Kind::Error | Kind::NotANumber if cell.text.is_empty() => continue,
                Kind::Text | Kind::Error | Kind::NotANumber => format!("text {}", cell.text.replace('\r', "")),
                Kind::Day => panic!("no sample has one"),
            };
            cells.push((grid.number(row), cell.column, shown));
        }
    }
    cells
}

#[test]
fn copies_read_again_as_the_sheets_that_were_sent() {
    let pack = zhuzhou();
    let folder = root().join("sample_data/zhuzhou/2023/counties");
    let files = engine::load(&engine::folder(&folder));
    let bytes = dossier::of_files(&files, &pack, Lang::Zh, |d| returned::write(d).expect("a workbook"));
    let copies: BTreeMap<String, Grid> =
        roster::sheets(&RosterFile { name: "数据问题.xlsx".to_owned(), bytes: bytes.into() }, &Limits::default())
            .into_iter()
            .map(|(name, grid)| (name.to_string(), grid))
            .collect();
    let mut compared = 0;
    for file in &files {
        let stem = file.name.strip_suffix(".xlsx").unwrap();
        for (sheet, grid) in roster::sheets(file, &Limits::default()) {
            if let Some(copy) = copies.get(&format!("{stem}·{sheet}")) {
                assert_eq!(seen(copy), seen(&grid), "{stem} {sheet}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared + 1, copies.len(), "{:?}", copies.keys());
    assert!(compared > 15, "{compared}");
}

#[test]
fn numbers_days_and_texts_stay_what_they_are() {
    let world = World::new().measure("m", &pays("投入"));
    let date = "<numFmts count=\"3\"><numFmt numFmtId=\"170\" formatCode=\"yyyy/m/d\"/><numFmt numFmtId=\"171\" formatCode=\"0!.0,\"/><numFmt numFmtId=\"172\" formatCode=\"#,##0&quot;万元&quot;\"/></numFmts>";
    let styles = format!(
        "<styleSheet>{date}<cellXfs count=\"5\"><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/><xf numFmtId=\"9\"/><xf numFmtId=\"171\"/><xf numFmtId=\"172\"/></cellXfs></styleSheet>"
    );
    let text = |cell: &str, words: &str| format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{words}</t></is></c>");
    let head: String = [
        "统一社会信用代码",
        "企业名称",
        "所属县",
        "投入(元)",
        "备注",
        "日",
        "率",
        "缩放",
        "带单位",
        "错",
        "算",
        "逻辑",
    ]
    .iter()
    .zip('A'..)
    .map(|(words, letter)| text(&format!("{letter}1"), words))
    .collect();
    let row = [
        text("A2", &code(1)),
        text("B2", "=HYPERLINK(\"http://x\")"),
        text("C2", "东县"),
        text("D2", "待定"),
        text("E2", "007"),
        "<c r=\"F2\" s=\"1\"><v>43445</v></c>".to_owned(),
        "<c r=\"G2\" s=\"2\"><v>0.125</v></c>".to_owned(),
        "<c r=\"H2\" s=\"3\"><v>12345678</v></c>".to_owned(),
        "<c r=\"I2\" s=\"4\"><v>0.1</v></c>".to_owned(),
        "<c r=\"J2\" t=\"e\"><v>#REF!</v></c>".to_owned(),
        "<c r=\"K2\"><f>1+1</f></c>".to_owned(),
        "<c r=\"L2\" t=\"b\"><v>1</v></c>".to_owned(),
    ];
    let inner = format!("<sheetData><row r=\"1\">{head}</row><row r=\"2\">{}</row></sheetData>", row.concat());
    let mut book = Book::new().sheet("企业名单", &inner);
    book.styles = Some(styles);
    book.head = "<workbookPr date1904=\"1\"/>".to_owned();
    let file = RosterFile { name: "名单.xlsx".to_owned(), bytes: book.bytes().into() };
    let bytes = of_files(&world, std::slice::from_ref(&file));
    assert_eq!(names(&bytes), ["待办", "企业名单"]);
    assert!(!part(&bytes, "xl/worksheets/sheet2.xml").contains("<f>"), "a text is never a formula");
    let copy = RosterFile { name: "数据问题.xlsx".to_owned(), bytes: bytes.into() };
    let of = |file: &RosterFile| {
        let all = roster::sheets(file, &Limits::default());
        seen(&all.iter().find(|(name, _)| &**name == "企业名单").expect("the sheet").1)
    };
    assert_eq!(of(&copy), of(&file));
}

#[test]
fn a_returned_workbook_settles_as_the_roster_did_and_its_list_is_passed_over() {
    let world = World::new().measure("m", &pays("投入")).enterprise("甲", "投入=20").enterprise("乙", "");
    let pack = world.compile();
    let files = world.roster(&pack);
    let bytes = of_world(&world, Lang::Zh);
    let back = [RosterFile { name: "数据问题.xlsx".to_owned(), bytes: bytes.into() }];
    let awards = |files: &[RosterFile]| {
        let assume_empty = ["已拨付", "限制名单"].map(str::to_owned).to_vec();
        let options = roster::Options { year: YEAR, assume_empty, ..Default::default() };
        let read = roster::read(files, &pack.schema, &options).expect("a roster");
        engine::settle(&read, &pack, YEAR, 1024)["awards.csv"].clone()
    };
    assert_eq!(awards(&back), awards(&files));
}

#[test]
fn of_a_long_sheet_only_the_rows_with_problems_are_shown_and_no_roster_comes_of_it() {
    let world = World::new().measure("m", &pays("投入"));
    let long = returned::WHOLE + 1;
    let mut text = "填报单位：东县科技局,,,\n统一社会信用代码,企业名称,所属县,投入(元)\n".to_owned();
    for n in 1..=long {
        let given = if n == 2_900 { "" } else { "5" };
        text.push_str(&format!("{},公司{n},东县,{given}\n", code(n)));
    }
    let file = RosterFile { name: "企业名单.csv".to_owned(), bytes: text.into_bytes().into() };
    let bytes = of_files(&world, &[file]);
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(&bytes)).expect("a workbook");
    let range = book.worksheet_range("企业名单").expect("the excerpt");
    let rows: Vec<Vec<String>> = range.rows().map(|r| r.iter().map(Data::to_string).collect()).collect();
    assert_eq!(rows.len(), 5, "{rows:?}");
    assert!(rows[0][0].contains("这里是有问题的 1 行") && rows[0][0].ends_with("不能当作名单交回】"), "{rows:?}");
    assert_eq!(rows[3][..2], ["原行号", "统一社会信用代码"]);
    assert_eq!(rows[4][..3], ["2902", &code(2_900), "公司2900"]);
    assert_eq!(list(&bytes)[0]["位置"], "D2902");
    assert_eq!(links(&bytes), BTreeSet::from(["'企业名单'!E5".to_owned()]));
    assert_eq!(notes(&bytes, 2).keys().collect::<Vec<_>>(), ["E5"]);
    let back = RosterFile { name: "数据问题.xlsx".to_owned(), bytes: bytes.into() };
    let options = roster::Options { year: YEAR, ..Default::default() };
    let found = roster::read(&[back], &world.compile().schema, &options).expect_err("no roster");
    assert!(found.iter().any(|f| f.code.id == "roster/excerpt"), "{found:?}");
}

#[test]
fn names_of_sheets_tell_the_files_apart_and_are_ones_that_a_workbook_can_have() {
    let world = World::new().measure("m", &pays("投入"));
    let rows = |n: usize| {
        let head = ["统一社会信用代码", "企业名称", "所属县", "投入(元)"].map(str::to_owned).to_vec();
        vec![head, vec![code(n), format!("公司{n}"), "东县".to_owned(), "待定".to_owned()]]
    };
    let long = "二〇二三年度全市科技创新奖补资金申报汇总表（东县报送第一稿）";
    let given = [
        (format!("{long}甲.xlsx"), "企业名单"),
        (format!("{long}乙.xlsx"), "企业名单"),
        ("a[1].xlsx".to_owned(), "待办"),
        ("A_1_.xlsx".to_owned(), "待办"),
    ];
    let files: Vec<RosterFile> = given
        .iter()
        .zip(1..)
        .map(|((name, sheet), n)| RosterFile {
            name: name.clone(),
            bytes: Book::new().rows(sheet, &rows(n)).bytes().into(),
        })
        .collect();
    let bytes = of_files(&world, &files);
    let names = names(&bytes);
    assert_eq!(names.len(), 5);
    let lower: BTreeSet<String> = names.iter().map(|n| n.to_lowercase()).collect();
    assert_eq!(lower.len(), 5, "{names:?}");
    for name in &names {
        assert!(name.encode_utf16().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']), "{name}");
    }
    assert!(names.iter().any(|n| n.contains("企业名单") && n.starts_with('二')), "{names:?}");
    assert_eq!(links(&bytes).len(), 4);
}

#[test]
fn the_bytes_do_not_depend_on_when_and_how_it_is_written() {
    let world = crate::settle::random::city(2, 40, 4);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| of_world(&world, Lang::Zh))
    };
    let one = with(1);
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert_eq!(with(8), one);
}

#[test]
fn in_english_it_is_english() {
    let world = World::new().measure("m", &pays("投入")).enterprise("甲", "");
    let bytes = of_world(&world, Lang::En);
    assert_eq!(names(&bytes), ["to do", "企业名单"]);
    let texts = part(&bytes, "xl/sharedStrings.xml");
    assert!(
        texts.contains("`投入` is empty") && texts.contains("[for reading only: never read as a roster]"),
        "{texts}"
    );
    assert!(notes(&bytes, 2)["D2"].contains("waiting for it: 政策m"), "{:?}", notes(&bytes, 2));
}
