//! 兑付汇总.xlsx in the real LibreOffice: every formula gives what stands in the file, a filter is followed, and saving it
//! again loses nothing.

use std::io::{Cursor, Read as _, Write as _};

use calamine::{Data, Reader as _};
use duixian::diagnostic::Lang;
use duixian::payout::enterprise::Sheets;
use duixian::payout::papers::papers;
use duixian::payout::{Dossier, summary};

use crate::engine::{load, read};
use crate::office;
use crate::packs::{root, zhuzhou};
use crate::settle::random::city;

use super::dossier;
use super::workbook::{lines_of, part, sheet, text, workbook};

/// The workbook as LibreOffice opens, calculates (without our results) and saves it.
fn saved_again(bytes: Vec<u8>) -> Vec<u8> {
    office::recalculated(&[(summary::FILE.to_owned(), bytes)]).remove(0)
}

/// The same workbook with some rows of the sheet of awards hidden.
fn with_rows_hidden(bytes: &[u8], hidden: impl Fn(u32) -> bool) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("a part");
        let name = entry.name().expect("a name").to_string();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("a part");
        if name == "xl/worksheets/sheet2.xml" {
            content = with_hidden(&String::from_utf8(content).expect("text"), &hidden).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        out.write_all(&content).expect("memory");
    }
    out.finish().expect("a zip").into_inner()
}

fn with_hidden(xml: &str, hidden: &impl Fn(u32) -> bool) -> String {
    let mut parts = xml.split("<row r=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        let (number, rest) = part.split_once('"').expect("a number");
        let mark = if hidden(number.parse().expect("a number")) { " hidden=\"1\"" } else { "" };
        format!("{all}<row r=\"{number}\"{mark}{rest}")
    })
}

/// Are two cells the same to the last 分?
fn same(a: &Data, b: &Data) -> bool {
    match (a, b) {
        (Data::Float(a), Data::Float(b)) => (a - b).abs() < 0.005,
        (Data::Int(a), Data::Float(b)) | (Data::Float(b), Data::Int(a)) => (*a as f64 - b).abs() < 0.005,
        _ => a.to_string() == b.to_string(),
    }
}

#[test]
fn the_workbooks_of_the_sample_city_for_the_bureau() {
    let pack = zhuzhou();
    let mut all = Vec::new();
    for year in [2022, 2023] {
        let roster = read(&load(&[root().join(format!("sample_data/zhuzhou/{year}/roster.xlsx"))]), &pack, year);
        dossier::of_roster(&pack, &roster, year, Lang::Zh, |dossier| {
            let papers = papers(Dossier { sheets: Sheets::None, ..dossier }).expect("papers");
            for paper in papers.iter().filter(|paper| paper.name.ends_with(".xlsx")) {
                all.push((format!("{year} {}", paper.name), paper.bytes().expect("a workbook")));
            }
        });
    }
    assert_eq!(all.len(), 10, "summary, public list, payments, notices and what goes back, for two years");
    office::disagreements(&all).agreed(1_000);
}

#[test]
fn every_formula_gives_what_the_file_says_and_nothing_is_lost() {
    let ours = workbook(&city(2, 40, 4), Lang::Zh);
    let theirs = saved_again(ours.clone());
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(&ours)).expect("a workbook");
    let mut formulas = 0;
    for name in book.sheet_names() {
        let (a, b) = (sheet(&ours, &name), sheet(&theirs, &name));
        for (r, row) in a.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                let other = b.get(r).and_then(|row| row.get(c)).unwrap_or(&Data::Empty);
                assert!(same(cell, other), "{name} row {} column {}: {cell:?} and {other:?}", r + 1, c + 1);
            }
        }
        formulas += book.worksheet_formula(&name).expect("formulas").used_cells().count();
    }
    assert!(formulas > 100, "{formulas}");
    let names = part(&theirs, "xl/workbook.xml");
    assert_eq!(names.matches("_xlnm.Print_Titles").count(), 3);
    assert_eq!(names.matches("_xlnm.Print_Area").count(), 6);
    for number in 1..=6 {
        let xml = part(&theirs, &format!("xl/worksheets/sheet{number}.xml"));
        // what stays in view belongs to a window, and a conversion opens none
        for kept in ["orientation=\"landscape\"", "fitToHeight=\"0\"", "paperSize=\"9\""] {
            assert!(xml.contains(kept), "sheet {number} has lost {kept}");
        }
        assert_eq!(xml.contains("<autoFilter"), [2, 3, 5].contains(&number), "sheet {number}");
    }
}

#[test]
fn the_total_above_the_awards_follows_the_filter() {
    let ours = workbook(&city(2, 40, 4), Lang::Zh);
    let detail = sheet(&ours, "明细");
    let head = detail.iter().position(|r| r[0] == text("序号")).expect("the headings");
    // as if it were filtered by county: subtotals have none
    let shown = |row: u32| detail.get(row as usize - 1).is_some_and(|r| r[3] == text("西县"));
    let end =
        u32::try_from(head + 1 + detail[head + 1..].iter().take_while(|r| r[2] != Data::Empty).count()).expect("rows");
    let start = u32::try_from(head + 1).expect("a row");
    let theirs = saved_again(with_rows_hidden(&ours, |row| row > start && row <= end && !shown(row)));
    let recalculated = sheet(&theirs, "明细");
    let amount = |cell: &Data| match cell {
        Data::Float(f) => *f,
        Data::Int(n) => *n as f64,
        _ => 0.0,
    };
    let mut all = 0.0;
    for column in 9..14 {
        let of_west: f64 = lines_of(&detail).iter().filter(|r| r[3] == text("西县")).map(|r| amount(&r[column])).sum();
        let total = amount(&recalculated[head - 1][column]);
        assert!((total - of_west).abs() < 0.005, "column {column}: {total} and {of_west}");
        all += of_west.abs();
    }
    assert!(all > 0.0);
}
