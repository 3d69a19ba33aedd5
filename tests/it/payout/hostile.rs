//! Texts from a roster are not trusted: no file may run them, break on them or lose them.

use std::borrow::Cow;
use std::io::{Cursor, Read as _};

use duixian::calendar::Date;
use duixian::diagnostic::Lang;
use duixian::payout::book::xlsx;
use duixian::payout::book::{Block, Body, Book, Row, Sheet};
use duixian::payout::csv::{runs_as_formula, write as write_csv};
use duixian::payout::table::{Cell, Column, Kind, Table};
use proptest::prelude::*;

use crate::settle::world::{World, pays, rows};

/// Names that somebody might try.
const NAMES: [&str; 24] = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+86 731 5555",
    "-2+3",
    "@SUM(A1:A9)",
    "＝1+1",
    "＋甲",
    "－甲",
    "＠甲",
    "甲,乙",
    "甲\"乙\"公司",
    "\"",
    "甲\n乙",
    "../../etc/CON",
    "CON",
    "<row r=\"1\"><c/></row>",
    "]]>&amp;&#61;1",
    "_x0041_甲",
    "'=1",
    "{{=1}}",
    " =1",
    "甲;=1;",
    "𠮷野家🚀",
    "%00%0d%0a=1",
];

/// A table of one column of texts.
struct Texts<'a>(&'a [String]);

impl Table for Texts<'_> {
    fn columns(&self) -> Vec<Column> {
        vec![Column::new("text", Kind::Text), Column::new("code", Kind::Code)]
    }

    fn batches(&self) -> usize {
        1
    }

    fn rows(&self, _: usize, row: &mut dyn FnMut(&[Cell<'_>])) {
        for text in self.0 {
            row(&[Cell::text(text), Cell::text(text)]);
        }
    }
}

/// What a CSV reader gets back.
fn through_csv(texts: &[String]) -> Vec<String> {
    let mut bytes = Vec::new();
    write_csv(&Texts(texts), &mut bytes).expect("memory");
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(&bytes[3..]);
    reader.records().map(|r| r.expect("a sound line")[0].to_owned()).collect()
}

fn book<'a>(texts: &'a [String]) -> Book<'a> {
    let cell = |text: &String| Cell::Text(Cow::Owned(text.clone()));
    let sheet = |name: &str, body| Sheet {
        name: name.to_owned(),
        title: texts.first().cloned().unwrap_or_default(),
        notes: texts.to_vec(),
        warnings: Vec::new(),
        body,
        after: Vec::new(),
    };
    Book {
        title: "题".to_owned(),
        created: Date::new(2023, 12, 31).expect("a day"),
        foot: "&A &\"".to_owned(),
        sheets: vec![
            sheet("长", Body::Long { table: Box::new(Texts(texts)), whole: "x.csv" }),
            sheet(
                "短",
                Body::Blocks(vec![Block {
                    caption: "题".to_owned(),
                    columns: vec![Column::new("text", Kind::Text), Column::new("wide", Kind::Text)],
                    spans: vec![1, 2],
                    rows: texts.iter().map(|t| Row::plain(vec![cell(t), cell(t)])).collect(),
                }]),
            ),
        ],
    }
}

/// The parts of a workbook by name.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..archive.len())
        .map(|i| {
            let mut part = archive.by_index(i).expect("a part");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("text");
            (part.name().expect("a name").to_string(), text)
        })
        .collect()
}

/// The texts of the cells of one column, from the row of headings on.
fn column(bytes: &[u8], sheet: &str, column: usize) -> Vec<String> {
    use calamine::Reader as _;
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    let cells = range.rows().map(|r| r.get(column).map_or(String::new(), ToString::to_string));
    cells.skip_while(|text| text != "text").skip(1).collect()
}

/// XML cannot hold these, and a carriage return is read as a line feed; they are written in the format's own code.
fn coded(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\0'..='\x08' | '\x0b' | '\x0c' | '\r' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {
                format!("_x{:04X}_", u32::from(c))
            }
            c => c.to_string(),
        })
        .collect()
}

fn check_workbook(texts: &[String]) {
    let bytes = xlsx::write(&book(texts), Lang::Zh).expect("a workbook");
    for (name, xml) in parts(&bytes) {
        assert!(!xml.contains("<f>") && !xml.contains("<f "), "{name} holds a formula");
        let mut reader = quick_xml::Reader::from_str(&xml);
        loop {
            match reader.read_event().unwrap_or_else(|e| panic!("{name} is no sound XML: {e}")) {
                quick_xml::events::Event::Eof => break,
                _ => continue,
            }
        }
    }
    let long = column(&bytes, "长", 0);
    // readers differ in whether they decode the format's codes: both are the same text
    let plain = |text: &String| coded(text).replace("_x005F_", "_");
    assert_eq!(long.iter().map(plain).collect::<Vec<_>>(), texts.iter().map(plain).collect::<Vec<_>>());
}

#[test]
fn names_that_somebody_might_try_come_back_as_texts() {
    let texts: Vec<String> = NAMES.iter().map(|n| (*n).to_owned()).collect();
    for (given, read) in texts.iter().zip(through_csv(&texts)) {
        assert!(!runs_as_formula(&read), "{given} runs");
        assert_eq!(read.strip_prefix('\'').filter(|_| runs_as_formula(given)).unwrap_or(&read), given);
    }
    check_workbook(&texts);
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let texts: Vec<String> = NAMES.iter().map(|n| (*n).to_owned()).collect();
    assert_eq!(xlsx::write(&book(&texts), Lang::Zh), xlsx::write(&book(&texts), Lang::Zh));
}

#[test]
fn a_text_longer_than_a_cell_is_cut_and_the_workbook_opens() {
    let texts = vec!["长".repeat(40_000)];
    let bytes = xlsx::write(&book(&[String::from("短")]), Lang::Zh).expect("a workbook");
    assert!(!bytes.is_empty());
    let long = Book {
        sheets: book(&texts)
            .sheets
            .into_iter()
            .take(1)
            .map(|s| Sheet { title: "题".to_owned(), notes: Vec::new(), ..s })
            .collect(),
        ..book(&[])
    };
    let bytes = xlsx::write(&long, Lang::Zh).expect("a workbook");
    assert_eq!(column(&bytes, "长", 0)[0].chars().count(), 32_767);
}

#[test]
fn hostile_names_pass_through_a_whole_run() {
    // what holds a control character never gets past the reader; all others are carried to every file
    let world = NAMES.iter().filter(|n| !n.contains('\n')).enumerate().fold(
        World::new()
            .measure("m", &pays("投入"))
            .estimate("e", "[estimate]\namount = \"投入\"\nround = { mode = \"down\", unit = \"1元\" }\n")
            .status("s", "[status]\nvalue = \"企业名称\"\n"),
        |world, (i, name)| world.enterprise(name, &format!("投入={}", i + 1)),
    );
    let settled = world.settle();
    for (file, text) in &settled.files {
        for row in rows(text) {
            let harmless = row.iter().all(|(column, cell)| {
                // amounts may be negative; no text may begin like a formula
                !runs_as_formula(cell) || matches!(column.as_str(), "rounding" | "cap" | "amount" | "offset")
            });
            assert!(harmless, "{file}: {row:?}");
        }
    }
    let names: Vec<String> = settled.rows("awards.csv").into_iter().map(|r| r["name"].clone()).collect();
    assert!(names.contains(&"../../etc/CON".to_owned()) && names.contains(&"'=1+1".to_owned()), "{names:?}");
}

fn text() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "=", "+", "-", "@", "\t", "\r", "\n", "\"", "'", ",", ";", "&", "<", ">", "_x", "_x0041_", "\0", "\x1b", "＝",
        "\u{202e}", "\u{feff}", "\u{ffff}", "]]>", "甲", "1", " ",
    ]);
    prop_oneof![prop::collection::vec(nasty, 0..8).prop_map(|parts| parts.concat()), any::<String>(),]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_text_passes_through_csv(texts in prop::collection::vec(text(), 1..20)) {
        let read = through_csv(&texts);
        prop_assert_eq!(read.len(), texts.len());
        for (given, read) in texts.iter().zip(read) {
            prop_assert!(!runs_as_formula(&read));
            let expected = if runs_as_formula(given) { format!("'{given}") } else { given.clone() };
            prop_assert_eq!(read, expected);
        }
    }

    #[test]
    fn any_text_passes_through_a_workbook(texts in prop::collection::vec(text(), 1..12)) {
        check_workbook(&texts);
    }
}
