//! The lists that leave the bureau: they add up to payments.csv, they look as layout.toml says, and they run nothing.

mod bank;
mod catalogue;
mod payments;
mod public;
mod recovery;

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _};
use duixian::diagnostic::Lang;

use crate::settle::world::World;

use super::dossier;

/// The fields of the small packs, with a bank and an account.
pub fn with_accounts() -> String {
    include_str!("../../settle/fields.toml").replacen(
        "field  = [\n",
        "field  = [\n  { name = \"开户行\", type = \"text\", role = \"bank-name\", empty = \"none\" },\n  { name = \"账号\", type = \"text\", role = \"bank-account\", empty = \"none\" },\n",
        1,
    )
}

/// The account of the n-th enterprise.
pub fn account(n: usize) -> String {
    format!("62220000000000{n:05}")
}

/// What everybody is paid in these worlds: half by the city, half by the county, in two years.
pub const SHARED: &str = "[award]\namount = \"投入\"\nround = { mode = \"down\", unit = \"1元\" }\ninstalments = [{ share = \"60%\", due = 0 }, { share = \"40%\", due = 1 }]\n[[award.share]]\npayer = \"市级\"\n[[award.share]]\npayer = \"县级\"\nshare = \"50%\"\n";

/// A city of two counties in which something is paid, held, refused and to be recovered.
pub fn city() -> World {
    let mut world = World::new()
        .fields(&with_accounts())
        .measure("whole", &crate::settle::world::pays("投入 * 2"))
        .measure("shared", SHARED)
        .measure("agent", &crate::settle::world::pays_and("投入", "recipient = \"合作银行\""));
    for n in 1..=9 {
        let county = if n % 2 == 0 { "东县" } else { "西县" };
        let spent = if n == 7 { String::new() } else { format!("投入={}", n * 1_001) };
        let name = format!("企业{n}");
        world = world.enterprise(&name, &format!("{spent} 所属县={county} 开户行=某银行 账号={}", account(n)));
    }
    world.before("企业2", "whole", "已拨", "9000").before("企业3", "shared", "预拨", "5000.55")
}

/// The papers of a world, by the name of the file.
pub fn papers(world: &World, lang: Lang) -> BTreeMap<String, Vec<u8>> {
    dossier::of(world, lang, |dossier| {
        let papers = duixian::payout::lists::papers(dossier);
        papers.iter().map(|paper| (paper.name.clone(), paper.bytes().expect("a paper"))).collect()
    })
}

/// The names of a workbook's sheets.
pub fn sheets(bytes: &[u8]) -> Vec<String> {
    calamine::Xlsx::new(Cursor::new(bytes)).expect("a workbook").sheet_names()
}

/// The cells of a sheet.
pub fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    book.worksheet_range(name).expect("the sheet").rows().map(<[Data]>::to_vec).collect()
}

/// The texts of a sheet, a line for each row.
pub fn words(bytes: &[u8], name: &str) -> String {
    let line = |row: &Vec<Data>| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|");
    sheet(bytes, name).iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The formulas of a sheet.
pub fn formulas(bytes: &[u8], name: &str) -> Vec<String> {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_formula(name).expect("the sheet");
    range.cells().map(|(_, _, f)| f.clone()).filter(|f| !f.is_empty()).collect()
}

/// Calculates every formula of a sheet anew, against the result that stands in its cell; gives their number.
pub fn recalculated(bytes: &[u8], name: &str) -> usize {
    let rows = sheet(bytes, name);
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_formula(name).expect("the sheet");
    let (top, left) = range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
    let mut count = 0;
    for (row, column, formula) in range.used_cells() {
        let here = cents(&rows[top + row][left + column]);
        assert_eq!(evaluated(&rows, formula), here, "{name}: {formula} at {row}, {column}");
        count += 1;
    }
    count
}

/// `SUM(A1:A3,B2)` or `C4-B4`, in 分.
fn evaluated(rows: &[Vec<Data>], formula: &str) -> i128 {
    let place = |cell: &str| {
        let letters = cell.chars().take_while(char::is_ascii_alphabetic);
        let column = letters.fold(0, |n, c| n * 26 + (c as usize - 'A' as usize) + 1) - 1;
        let row: usize = cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().expect("a row");
        (row - 1, column)
    };
    let value = |(row, column): (usize, usize)| rows.get(row).and_then(|r| r.get(column)).map_or(0, cents);
    if let Some((a, b)) = formula.split_once('-') {
        return value(place(a)) - value(place(b));
    }
    let parts = formula.strip_prefix("SUM(").and_then(|f| f.strip_suffix(')')).expect("a sum");
    let part = |part: &str| {
        let (from, to) = part.split_once(':').unwrap_or((part, part));
        let ((top, left), (bottom, right)) = (place(from), place(to));
        (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column))).map(value).sum::<i128>()
    };
    parts.split(',').map(part).sum()
}

/// The cells of the column under a heading in one of the rows of headings, by the first cell of their rows.
pub fn column<'a>(rows: &'a [Vec<Data>], heading: &str) -> Vec<(&'a Data, &'a Data)> {
    let (at, column) = rows
        .iter()
        .enumerate()
        .find_map(|(i, row)| Some((i, row.iter().position(|c| *c == heading)?)))
        .unwrap_or_else(|| panic!("no heading {heading}"));
    rows[at + 1..].iter().map(|row| (&row[0], &row[column])).collect()
}

/// An amount of a cell in 分.
pub fn cents(cell: &Data) -> i128 {
    match cell {
        // the test's amounts are small: two decimals of a binary number are exact
        Data::Float(f) => format!("{f:.2}").replace('.', "").parse().expect("an amount"),
        Data::Int(n) => i128::from(*n) * 100,
        Data::Empty => 0,
        other => panic!("{other:?} is no amount"),
    }
}

/// An amount of a CSV file in 分.
pub fn fen(text: &str) -> i128 {
    text.replace('.', "").parse().expect("an amount")
}

/// All parts of a workbook as one text.
pub fn everything(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut all = String::new();
    for i in 0..archive.len() {
        archive.by_index(i).expect("a part").read_to_string(&mut all).expect("text");
    }
    all
}

/// Names that somebody might try, and that a reader lets through.
pub const HOSTILE: [&str; 7] = [
    "=HYPERLINK(\"http://x\",\"y\")",
    "+1+1",
    "@SUM(A1)",
    "../../etc/CON",
    "甲,乙;丙|丁\"戊\"",
    "＝1+1",
    "<f>1</f>&amp;",
];

/// A world of such names.
pub fn hostile() -> World {
    let world = World::new().fields(&with_accounts()).measure("shared", SHARED);
    HOSTILE.iter().enumerate().fold(world, |world, (i, name)| {
        world.enterprise(name, &format!("投入={} 开户行={} 账号={}", 1_000 + i, "=1+1", account(i)))
    })
}

#[test]
fn every_run_has_the_same_files() {
    let names = |world: &World| papers(world, Lang::Zh).into_keys().collect::<Vec<_>>();
    let all = ["公示名单.xlsx", "拨付明细.xlsx", "追回通知.xlsx", "银行批量付款.csv"];
    assert_eq!(names(&city()), all);
    assert_eq!(names(&World::new().fields(&with_accounts()).measure("m", SHARED).enterprise("甲", "")), all);
    // without accounts among the fields nobody could be paid by the bank's file
    assert_eq!(names(&World::new().measure("m", SHARED).enterprise("甲", "投入=100")), all[..3]);
}

#[test]
fn the_bytes_do_not_depend_on_when_and_how_they_are_written() {
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| papers(&city(), Lang::Zh))
    };
    assert!(with(1) == with(8));
}

#[test]
fn what_nobody_may_pay_by_says_so_on_every_list() {
    let provisional = World::new()
        .fields(&with_accounts())
        .measure("m", &crate::settle::world::pays_and("投入", "pool = \"p\""))
        .pack("[[pool]]\nid = \"p\"\ntitle = \"池\"\nrule = \"pro_rata\"\nunit = \"1元\"\nbudget = [{ from = 2023-01-01, value = \"10元\" }]")
        .enterprise("甲", &format!("投入=20 开户行=某银行 账号={}", account(1)))
        .enterprise("乙", "")
        .enterprise("丙", "投入=5")
        .before("丙", "m", "已拨", "100");
    let papers = papers(&provisional, Lang::Zh);
    for (file, name) in [
        ("拨付明细.xlsx", "本期"),
        ("公示名单.xlsx", "公示名单"),
        ("追回通知.xlsx", "追回清单"),
        ("追回通知.xlsx", "通知"),
    ] {
        let said = words(&papers[file], name);
        assert!(said.contains("待核的一旦核定") && said.contains("不得据以拨款"), "{file} {name}: {said}");
    }
    let csv = encoding_rs::GB18030.decode(&papers["银行批量付款.csv"]).0.into_owned();
    assert!(csv.lines().skip(1).all(|line| line.contains("【暂算，示范数据，不得付款】")), "{csv}");
}

#[test]
fn hostile_names_run_nowhere() {
    let papers = papers(&hostile(), Lang::Zh);
    for (file, bytes) in papers.iter().filter(|(file, _)| file.ends_with(".xlsx")) {
        for name in sheets(bytes) {
            for formula in formulas(bytes, &name) {
                assert!(formula.starts_with("SUM(") || formula.contains('-'), "{file} {name}: {formula}");
                assert!(!formula.contains("HYPERLINK"), "{file}: {formula}");
            }
        }
        if file != "追回通知.xlsx" {
            let first = sheets(bytes)[0].clone();
            let said = words(bytes, &first);
            assert!(HOSTILE.iter().all(|name| said.contains(name)), "{file}: {said}");
        }
    }
}
