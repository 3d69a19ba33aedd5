//! 兑付汇总.xlsx: what it shows agrees with the CSV files, and it is ready to print.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _};
use duixian::diagnostic::Lang;
use duixian::payout::book::xlsx;
use duixian::payout::summary;
use duixian::payout::summary::detail::Detail;
use duixian::payout::table::{Cell, Table as _};

use crate::settle::random::city;
use crate::settle::world::{World, rows};

use super::dossier;

/// The workbook of a small city.
pub fn workbook(world: &World, lang: Lang) -> Vec<u8> {
    dossier::of(world, lang, |dossier| xlsx::write(&summary::book(dossier), lang).expect("a workbook"))
}

pub fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    book.worksheet_range(name).expect("the sheet").rows().map(<[Data]>::to_vec).collect()
}

pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

/// The rows below a heading in the first column, up to the first empty cell there.
pub fn below<'a>(sheet: &'a [Vec<Data>], heading: &str) -> &'a [Vec<Data>] {
    let head = sheet.iter().position(|r| r[0] == Data::String(heading.to_owned())).expect("the heading");
    let rows = &sheet[head + 1..];
    &rows[..rows.iter().position(|r| r[0] == Data::Empty).unwrap_or(rows.len())]
}

pub fn cents(cell: &Data) -> i128 {
    match cell {
        // a sum of fen is exact in binary up to fifteen digits, and the test's amounts are small
        Data::Float(f) => format!("{f:.2}").replace('.', "").parse().expect("an amount"),
        other => panic!("{other:?} is no amount"),
    }
}

#[test]
fn it_has_its_six_sheets() {
    let names = |lang| {
        let bytes = workbook(&city(1, 10, 5), lang);
        calamine::Xlsx::new(Cursor::new(bytes)).expect("a workbook").sheet_names()
    };
    assert_eq!(names(Lang::Zh), ["汇总", "明细", "未通过及原因", "计算依据", "数据问题", "运行信息"]);
    assert_eq!(names(Lang::En), ["summary", "awards", "refused", "basis", "findings", "run"]);
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

/// The lines of the sheet of awards, without subtotals.
pub fn lines_of(detail: &[Vec<Data>]) -> Vec<&Vec<Data>> {
    let head = detail.iter().position(|r| r[0] == text("序号")).expect("the headings");
    detail[head + 1..].iter().filter(|r| matches!(r[0], Data::Float(_))).collect()
}

pub fn text(words: &str) -> Data {
    Data::String(words.to_owned())
}

#[test]
fn every_line_stands_on_one_sheet() {
    let world = city(3, 30, 5);
    let files = world.settle().files;
    let awards = rows(&files["awards.csv"]);
    let bytes = workbook(&world, Lang::Zh);
    let zero = awards.iter().filter(|r| r["status"] == "zero").count();
    assert_eq!(lines_of(&sheet(&bytes, "明细")).len(), awards.len() - zero);
    assert_eq!(below(&sheet(&bytes, "未通过及原因"), "统一社会信用代码").len(), zero);
}

#[test]
fn every_cell_that_keeps_an_award_waiting_stands_among_the_problems_once() {
    let world = city(3, 30, 5);
    let held: Vec<_> =
        rows(&world.settle().files["findings.csv"]).into_iter().filter(|r| r["severity"] == "hold").collect();
    let bytes = workbook(&world, Lang::Zh);
    let problems = sheet(&bytes, "数据问题");
    let listed = below(&problems, "序号");
    let places: Vec<(String, String)> = listed.iter().map(|r| (r[5].to_string(), r[7].to_string())).collect();
    assert!(held.len() > 10);
    for finding in held.iter().filter(|f| !f["cell"].is_empty() && f["code"].starts_with("settle/")) {
        let here = (finding["file"].clone(), finding["cell"].clone());
        assert_eq!(places.iter().filter(|place| **place == here).count(), 1, "{finding:?}");
    }
    // who it is, is said; the most money stands first
    let amounts: Vec<i128> =
        listed.iter().filter(|r| r[1] == text("待核") && r[12] != Data::Empty).map(|r| cents(&r[12])).collect();
    assert!(amounts.is_sorted_by(|a, b| a >= b), "{amounts:?}");
    for row in listed.iter().filter(|r| r[1] == text("待核") && r[4] != Data::Empty) {
        assert!(row[2].to_string().starts_with("企业") && row[3].to_string().ends_with('县'), "{row:?}");
    }
}

#[test]
fn a_held_line_shows_no_amounts_and_says_what_it_waits_for() {
    let bytes = workbook(&city(3, 30, 8), Lang::Zh);
    let detail = sheet(&bytes, "明细");
    let held: Vec<_> = lines_of(&detail).into_iter().filter(|r| r[5] == text("待核")).collect();
    assert!(held.len() > 3);
    for row in held {
        assert!(row[6..14].iter().all(|c| *c == Data::Empty), "{row:?}");
        assert_ne!(row[14], Data::Empty);
    }
}

#[test]
fn the_three_amounts_of_a_line_add_up_to_the_fourth() {
    let bytes = workbook(&city(2, 40, 4), Lang::Zh);
    let detail = sheet(&bytes, "明细");
    let millionths = |cell: &Data| match cell {
        Data::Float(f) => format!("{f:.6}").replace('.', "").parse::<i128>().expect("an amount"),
        other => panic!("{other:?}"),
    };
    let (mut paid, mut recover) = (0, 0);
    for row in lines_of(&detail) {
        let whole = match row[5].to_string().as_str() {
            "应付" => &row[9],
            "应追回" => &row[13],
            _ => continue,
        };
        assert_eq!((6..9).map(|i| millionths(&row[i])).sum::<i128>(), millionths(whole), "{row:?}");
        if row[5] == text("应付") {
            paid += 1;
            assert_eq!((10..13).map(|i| millionths(&row[i])).sum::<i128>(), millionths(whole), "{row:?}");
        } else {
            recover += 1;
            assert_eq!(row[9], Data::Empty, "what is recovered is netted with nothing");
        }
    }
    assert!(paid > 20 && recover > 0, "{paid} {recover}");
}

#[test]
fn the_awards_stand_by_measure_and_county_with_a_subtotal_each() {
    let bytes = workbook(&city(2, 40, 4), Lang::Zh);
    let detail = sheet(&bytes, "明细");
    let head = detail.iter().position(|r| r[0] == text("序号")).expect("the headings");
    let mut number = 0;
    let mut group: Vec<&Vec<Data>> = Vec::new();
    let mut measures = Vec::new();
    for row in &detail[head + 1..] {
        if let Data::Float(n) = row[0] {
            number += 1;
            assert_eq!(n, f64::from(number), "lines are numbered through");
            group.push(row);
            continue;
        }
        if !row[2].to_string().starts_with("小计") {
            break;
        }
        assert_eq!(row[2], text(&format!("小计（{} 笔）", group.len())));
        let of =
            |column: usize| group.iter().filter(|r| r[column] != Data::Empty).map(|r| cents(&r[column])).sum::<i128>();
        for column in 9..14 {
            assert_eq!(cents(&row[column]), of(column), "{row:?}");
        }
        let counties: Vec<String> = group.iter().map(|r| r[3].to_string()).collect();
        assert!(counties.is_sorted(), "东县 stands before 西县: {counties:?}");
        assert!(group.iter().all(|r| r[4] == row[4]));
        measures.push(row[4].to_string());
        group.clear();
    }
    assert!(group.is_empty() && measures.len() > 3, "{measures:?}");
    let lines = lines_of(&detail);
    let total = &detail[head - 1];
    for column in 9..14 {
        let sum: i128 = lines.iter().filter(|r| r[column] != Data::Empty).map(|r| cents(&r[column])).sum();
        assert_eq!(cents(&total[column]), sum, "column {column}");
    }
}

#[test]
fn where_not_all_awards_fit_the_total_is_of_all_of_them_and_no_formula() {
    dossier::of(&city(2, 40, 4), Lang::Zh, |dossier| {
        let detail = Detail::of(dossier.results, dossier.tallies);
        let last = u32::try_from(detail.rows_in_all()).expect("few") + 4;
        let whole = detail.totals(5, last);
        assert!(whole.iter().any(|cell| matches!(cell, Cell::Formula { .. })));
        let cut = detail.totals(5, last - 1);
        assert_eq!(cut[2], Cell::text("合计（含本表没有列出的）"));
        assert_eq!(cut[9], Cell::Money(dossier.tallies.all.payable));
        assert!(!cut.iter().any(|cell| matches!(cell, Cell::Formula { .. })));
    });
}

#[test]
fn what_the_amounts_rest_on_is_told_with_its_dates() {
    let bytes = workbook(&city(2, 10, 4), Lang::Zh);
    let basis = sheet(&bytes, "计算依据");
    let all: Vec<String> =
        basis.iter().map(|r| r.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")).collect();
    let has = |words: &[&str]| {
        assert!(all.iter().any(|line| words.iter().all(|w| line.contains(w))), "{words:?} in {all:#?}")
    };
    has(&["政策base", "文件", "条款", "示范，未核对", "2023-01-01 起"]);
    has(&["政策base", "标准：投入 × 10%", "不足 5元的不予补助"]);
    has(&["同类政策 g", "政策base、政策ratio", "就高不重复"]);
    has(&["企业年度总额 year", "政策projects", "120元", "2023-01-01 起"]);
    has(&["总额控制 池", "政策projects、政策flat", "按比例核减", "700元"]);
    has(&["一票否决", "核定日在限制名单内", "政策bank"]);
}

#[test]
fn the_run_is_told_with_its_reconciliation() {
    let world = city(2, 30, 4);
    let bytes = workbook(&world, Lang::Zh);
    let about = sheet(&bytes, "运行信息");
    let lines = about.iter().find(|r| r[0] == text("核定")).expect("the lines");
    let parts: i128 = lines[2..6].iter().map(cents).sum();
    assert_eq!(cents(&lines[1]), parts);
    assert_eq!(cents(&lines[1]), 30 * 5 * 100, "30 enterprises, 5 measures");
    let checks = about.iter().flatten().filter(|cell| **cell == text("一致")).count();
    assert_eq!(checks, 4 + 1 + 2, "a table each, the lines, two sums");
    assert!(!about.iter().flatten().any(|cell| *cell == text("不一致")));
}

#[test]
fn letterhead_number_and_signatures_come_from_the_pack() {
    let top = |bytes: &[u8]| sheet(bytes, "汇总").iter().map(|r| r[0].to_string()).collect::<Vec<_>>();
    let usual = top(&workbook(&city(1, 5, 0), Lang::Zh));
    assert_eq!(usual[0], "某省某市");
    assert_eq!(usual[1], "小政策包2023年度兑付汇总");
    let last = usual.iter().rev().find(|line| !line.is_empty()).expect("a line");
    for who in ["制表：", "复核：", "负责人：", "日期："] {
        assert!(last.contains(who), "{last}");
    }
}

#[test]
fn it_is_ready_to_print() {
    let bytes = workbook(&city(2, 40, 4), Lang::Zh);
    for number in 1..=6 {
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
    assert_eq!(names.matches("_xlnm.Print_Area").count(), 6);
    let detail = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(detail.contains("numberStoredAsText=\"1\"") && detail.contains("<autoFilter"));
    assert!(!names.contains("absPath"));
}

#[test]
fn a_long_text_gets_the_height_that_it_needs() {
    let bytes = workbook(&city(2, 40, 4), Lang::Zh);
    let xml = part(&bytes, "xl/worksheets/sheet5.xml");
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
    let start = summary.iter().position(|r| r[0].to_string().ends_with("小结（可直接引用）")).expect("the sentences");
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
