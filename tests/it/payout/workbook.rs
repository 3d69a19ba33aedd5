//! 兑付汇总.xlsx: what it shows agrees with the CSV files, and it is ready to print.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _};
use duixian::diagnostic::Lang;
use duixian::payout::book::xlsx;
use duixian::payout::summary;

use crate::settle::random::city;
use crate::settle::world::{World, rows};

use super::dossier;

/// The workbook of a small city.
fn workbook(world: &World, lang: Lang) -> Vec<u8> {
    dossier::of(world, lang, |dossier| xlsx::write(&summary::book(dossier), lang).expect("a workbook"))
}

fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    book.worksheet_range(name).expect("the sheet").rows().map(<[Data]>::to_vec).collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

/// The rows below a heading in the first column, up to the first empty cell there.
fn below<'a>(sheet: &'a [Vec<Data>], heading: &str) -> &'a [Vec<Data>] {
    let head = sheet.iter().position(|r| r[0] == Data::String(heading.to_owned())).expect("the heading");
    let rows = &sheet[head + 1..];
    &rows[..rows.iter().position(|r| r[0] == Data::Empty).unwrap_or(rows.len())]
}

fn cents(cell: &Data) -> i128 {
    match cell {
        // a sum of fen is exact in binary up to fifteen digits, and the test's amounts are small
        Data::Float(f) => format!("{f:.2}").replace('.', "").parse().expect("an amount"),
        other => panic!("{other:?} is no amount"),
    }
}

#[test]
fn it_has_its_four_sheets() {
    let names = |lang| {
        let bytes = workbook(&city(1, 10, 5), lang);
        calamine::Xlsx::new(Cursor::new(bytes)).expect("a workbook").sheet_names()
    };
    assert_eq!(names(Lang::Zh), ["汇总", "明细", "未通过及原因", "数据问题"]);
    assert_eq!(names(Lang::En), ["summary", "awards", "refused", "findings"]);
}

#[test]
fn the_summary_adds_up_to_the_awards_by_measure_and_by_county() {
    let world = city(2, 40, 4);
    let awards = rows(&world.settle().files["awards.csv"]);
    let sum = |column: &str, key: &str, status: &str| -> i128 {
        let those = awards.iter().filter(|r| r["status"] == status && (key.is_empty() || r[column] == key));
        those.map(|r| r["payable"].replace('.', "").parse::<i128>().expect("an amount")).sum()
    };
    let bytes = workbook(&world, Lang::Zh);
    let summary = sheet(&bytes, "汇总");
    let last = |row: &[Data]| cents(&row[10]);
    for row in below(&summary, "政策措施") {
        let id = row[1].to_string();
        assert_eq!((cents(&row[3]), last(row)), (sum("measure", &id, "paid"), sum("measure", &id, "recover")), "{id}");
        assert_eq!(cents(&row[3]), (4..7).map(|i| cents(&row[i])).sum::<i128>(), "the payers add up: {id}");
    }
    for row in below(&summary, "县市区") {
        let county = row[0].to_string().replace("合计", "");
        assert_eq!(
            (cents(&row[3]), last(row)),
            (sum("county", &county, "paid"), sum("county", &county, "recover")),
            "{county}"
        );
    }
    let due = below(&summary, "到期");
    assert_eq!(cents(&due.last().expect("a total")[3]), sum("", "", "paid"));
}

#[test]
fn every_line_stands_on_one_sheet() {
    let world = city(3, 30, 5);
    let files = world.settle().files;
    let awards = rows(&files["awards.csv"]);
    let bytes = workbook(&world, Lang::Zh);
    let lines = |name: &str, heading: &str| below(&sheet(&bytes, name), heading).len();
    let zero = awards.iter().filter(|r| r["status"] == "zero").count();
    assert_eq!(lines("明细", "统一社会信用代码"), awards.len() - zero);
    assert_eq!(lines("未通过及原因", "统一社会信用代码"), zero);
    let found = rows(&files["findings.csv"]).iter().filter(|r| r["code"].starts_with("settle/")).count();
    assert_eq!(lines("数据问题", "级别"), found);
}

#[test]
fn a_held_line_shows_no_amounts_and_says_what_it_waits_for() {
    let bytes = workbook(&city(3, 30, 8), Lang::Zh);
    let detail = sheet(&bytes, "明细");
    let held: Vec<_> =
        below(&detail, "统一社会信用代码").iter().filter(|r| r[4] == Data::String("待核".to_owned())).collect();
    assert!(held.len() > 3);
    for row in held {
        assert!(row[5..12].iter().all(|c| *c == Data::Empty), "{row:?}");
        assert_ne!(row[12], Data::Empty);
    }
}

#[test]
fn the_three_amounts_of_a_paid_line_add_up_to_the_fourth() {
    let bytes = workbook(&city(2, 40, 4), Lang::Zh);
    let detail = sheet(&bytes, "明细");
    for row in below(&detail, "统一社会信用代码").iter().filter(|r| r[4] == Data::String("应付".to_owned())) {
        let millionths = |cell: &Data| match cell {
            Data::Float(f) => format!("{f:.6}").replace('.', "").parse::<i128>().expect("an amount"),
            other => panic!("{other:?}"),
        };
        assert_eq!((5..8).map(|i| millionths(&row[i])).sum::<i128>(), millionths(&row[8]), "{row:?}");
    }
}

#[test]
fn it_is_ready_to_print() {
    let bytes = workbook(&city(2, 40, 4), Lang::Zh);
    for number in 1..=4 {
        let xml = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
        for set in [
            "paperSize=\"9\"",
            "orientation=\"landscape\"",
            "fitToHeight=\"0\"",
            "<pageSetUpPr fitToPage=\"1\"",
            "第 &amp;P 页 共 &amp;N 页",
            "state=\"frozen\"",
        ] {
            assert!(xml.contains(set), "sheet {number} lacks {set}");
        }
    }
    let names = part(&bytes, "xl/workbook.xml");
    assert_eq!(names.matches("_xlnm.Print_Titles").count(), 3, "the long tables repeat their headings");
    assert!(!names.contains("absPath"));
}

#[test]
fn a_long_text_gets_the_height_that_it_needs() {
    let bytes = workbook(&city(2, 40, 4), Lang::Zh);
    let xml = part(&bytes, "xl/worksheets/sheet4.xml");
    assert!(xml.contains("customHeight=\"1\""));
}

#[test]
fn what_nobody_may_pay_by_says_so_at_the_top() {
    let provisional = World::new()
        .measure("m", &crate::settle::world::pays_and("投入", "pool = \"p\""))
        .pack("[[pool]]\nid = \"p\"\ntitle = \"池\"\nrule = \"pro_rata\"\nunit = \"1元\"\nbudget = [{ from = 2023-01-01, value = \"10元\" }]")
        .enterprise("甲", "投入=20")
        .enterprise("乙", "");
    let bytes = workbook(&provisional, Lang::Zh);
    let top: String = sheet(&bytes, "汇总")[..6].iter().map(|r| r[0].to_string()).collect::<Vec<_>>().join("\n");
    assert!(top.contains("【暂算】") && top.contains("待核的一旦核定") && top.contains("不得据以拨款"), "{top}");
    assert!(sheet(&bytes, "明细")[1][0].to_string().contains("【暂算】"));
    let last =
        workbook(&World::new().measure("m", &crate::settle::world::pays("投入")).enterprise("甲", "投入=20"), Lang::Zh);
    assert!(sheet(&last, "明细")[1][0].to_string().contains("【正式】"));
}

#[test]
fn the_bytes_do_not_depend_on_when_and_how_it_is_written() {
    let world = city(2, 40, 4);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| workbook(&world, Lang::Zh))
    };
    let one = with(1);
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert_eq!(with(8), one);
}

#[test]
fn the_sentences_say_what_the_awards_add_up_to() {
    let world = city(4, 40, 3);
    let awards = rows(&world.settle().files["awards.csv"]);
    let bytes = workbook(&world, Lang::Zh);
    let summary = sheet(&bytes, "汇总");
    let start = summary.iter().position(|r| r[0].to_string().starts_with("八、")).expect("the sentences");
    let said = |id: &str| {
        let row = summary[start..].iter().find(|r| r[0] == Data::String(id.to_owned())).expect("a sentence");
        row[1].to_string()
    };
    let ids: std::collections::BTreeSet<&str> = awards.iter().map(|r| r["measure"].as_str()).collect();
    for id in ids {
        let of =
            |status: &str| awards.iter().filter(|r| r["measure"] == id && r["status"] == status).collect::<Vec<_>>();
        let (paid, held) = (of("paid"), of("held").len());
        let cents: i128 = paid.iter().map(|r| r["payable"].replace('.', "").parse::<i128>().expect("an amount")).sum();
        let said = said(id);
        if paid.is_empty() {
            assert!(said.starts_with("全年没有企业获"), "{said}");
        } else {
            assert!(said.starts_with(&format!("全年支持{}家企业获", paid.len())), "{id}: {said}");
            let amount = said.split_once("共").and_then(|(_, rest)| rest.split_once("万元")).expect("an amount").0;
            let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
            let millionths: i128 = format!("{}{part:0<6}", whole.replace(',', "")).parse().expect("a number");
            assert_eq!(millionths, cents, "{id}: {said}");
        }
        assert_eq!(said.contains(&format!("另有{held}笔待核")), held > 0, "{id}: {said}");
    }
}

#[test]
fn stages_are_listed_in_the_order_of_the_rule() {
    let instalments = "instalments = [{ share = \"50%\", due = \"立项\" }, { share = \"30%\", due = \"中期\" }, { share = \"20%\", due = \"验收\" }]";
    let measure = format!(
        "[award]\namount = \"投入\"\nround = {{ mode = \"down\", unit = \"1元\" }}\npayer = \"市级\"\n{instalments}\n"
    );
    let world = World::new().measure("m", &measure).enterprise("甲", "投入=100");
    let summary = sheet(&workbook(&world, Lang::Zh), "汇总");
    let listed: Vec<String> = below(&summary, "到期").iter().map(|row| row[0].to_string()).collect();
    assert_eq!(listed, ["“立项”阶段", "“中期”阶段", "“验收”阶段", "合计"]);
}
