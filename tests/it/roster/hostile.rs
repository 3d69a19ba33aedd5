//! Damaged and hostile files: a refusal or the same values, never other values and never a panic.
//! `DUIXIAN_ROUNDS=100000 cargo test hostile` goes as far as it says.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::book::{Book, cells, lines};
use super::random::{Random, rounds};
use super::schema::{codes, dump, file, read};

const SHEET: &str = "
统一社会信用代码|企业名称|所属县市区|产值(万元)|发证日期
914403001922038216|甲公司|天元区|12.5|2022-12-12
91440300192317458F|乙公司|荷塘区|200|—";

fn small(stored: bool) -> Vec<u8> {
    let mut book = Book::new().rows("企业", &lines(SHEET));
    book.stored = stored;
    book.bytes()
}

/// What is read of a file, or that it is refused.
fn outcome(name: &str, bytes: Vec<u8>) -> Result<String, usize> {
    read(&[file(name, bytes)]).map(|r| dump(&r)).map_err(|f| f.len())
}

/// No file may take longer than this, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(2);

/// Reads mutants, none of which may panic or take its time; says how many could be read.
fn survive(name: &str, seed: u64, usual: usize, mutant: impl Fn(&mut Random) -> Vec<u8>) -> usize {
    let mut random = Random(seed);
    let (mut read, mut slowest) = (0, Duration::ZERO);
    for round in 0..rounds(usual) {
        let bytes = mutant(&mut random);
        let begun = Instant::now();
        let done = catch_unwind(AssertUnwindSafe(|| outcome(name, bytes)));
        slowest = slowest.max(begun.elapsed());
        match done {
            Ok(outcome) => read += usize::from(outcome.is_ok()),
            Err(_) => panic!("{name}: seed {seed}, round {round}"),
        }
    }
    assert!(slowest < PATIENCE, "{name}: one of the mutants took {slowest:?}");
    read
}

#[test]
fn no_flipped_bit_changes_a_value() {
    let mut refused = 0;
    for stored in [false, true] {
        let bytes = small(stored);
        let whole = outcome("名单.xlsx", bytes.clone()).expect("a clean workbook");
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            match outcome("名单.xlsx", flipped) {
                Ok(read) => assert_eq!(read, whole, "bit {bit} of the workbook"),
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > 10_000, "only {refused} flips were refused");
}

#[test]
fn mutated_csv_files_never_panic() {
    let text = lines(SHEET).iter().map(|row| row.join(",")).collect::<Vec<_>>().join("\n");
    let words =
        ["\"", ",", "\n", "\r", "合计", "单位:万元", "1e9", "９", "\u{feff}", "999999999999999999", "-", "年", "#REF!"];
    let read = survive("企业.csv", 1, 3_000, |random| random.mutate(text.as_bytes(), &words));
    assert!(read > 30, "only {read} mutants could be read at all");
}

const MARKUP: [&str; 20] = [
    "<v>1</v>",
    "<c r=\"XFD1048576\"><v>1</v></c>",
    "</row>",
    "<row r=\"1048576\">",
    "<!--",
    "]]>",
    "<?x?>",
    "&#0;",
    "&amp;",
    " t=\"s\"",
    " t=\"e\"",
    " s=\"9\"",
    "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>",
    "1e308",
    "99999999999999999999",
    "<f>1</f>",
    "\"",
    "_xD800_",
    "NaN",
    "统一社会信用代码",
];

/// The checksums of these mutants are right: what is wrong is only what stands in the sheet.
#[test]
fn mutated_sheets_never_panic() {
    let inner = format!("<sheetData>{}</sheetData>", cells(&lines(SHEET)));
    let read = survive("名单.xlsx", 2, 3_000, |random| {
        let mutant = random.mutate(inner.as_bytes(), &MARKUP);
        Book::new().raw_sheet("企业", &mutant).bytes()
    });
    assert!(read > 10, "only {read} mutants could be read at all");
}

/// So are these: texts, styles and the list of sheets are what is changed.
#[test]
fn mutated_parts_beside_the_sheets_never_panic() {
    const STRINGS: &str =
        "<sst uniqueCount=\"2\"><si><t>甲公司</t></si><si><r><t>天元</t></r><r><t>区</t></r></si></sst>";
    const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd\"/></numFmts>\
        <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";
    const HEAD: &str = "<workbookPr date1904=\"1\"/><calcPr fullCalcOnLoad=\"1\"/>";
    let heads = cells(&lines("统一社会信用代码|企业名称|所属县市区|发证日期"));
    let row = "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>914403001922038216</v></c><c r=\"B2\" t=\"s\"><v>0</v></c>\
        <c r=\"C2\" t=\"s\"><v>1</v></c><c r=\"D2\" s=\"1\"><v>43445</v></c></row>";
    let inner = format!("<sheetData>{heads}{row}</sheetData>");
    let read = survive("名单.xlsx", 3, 3_000, |random| {
        let mut book = Book::new().sheet("企业", &inner);
        let mut parts = [STRINGS, STYLES, HEAD].map(str::to_owned);
        let part = &mut parts[random.below(3)];
        *part = String::from_utf8_lossy(&random.mutate(part.as_bytes(), &MARKUP)).into_owned();
        let [strings, styles, head] = parts;
        (book.strings, book.styles, book.head) = (Some(strings), Some(styles), head);
        book.bytes()
    });
    assert!(read > 10, "only {read} mutants could be read at all");
}

/// And here the archive itself is changed.
#[test]
fn mutated_archives_never_panic() {
    let words =
        ["PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}", "xl/workbook.xml", "\u{0}\u{0}\u{0}\u{0}", "\u{7f}\u{7f}"];
    for (seed, stored) in [(4, false), (5, true)] {
        let bytes = small(stored);
        let whole = outcome("名单.xlsx", bytes.clone());
        survive("名单.xlsx", seed, 2_000, |random| {
            let mutant = random.mutate(&bytes, &words);
            let read = outcome("名单.xlsx", mutant.clone());
            assert!(read.is_err() || read == whole, "a changed archive is read as something else");
            mutant
        });
    }
}

#[test]
fn a_vast_sheet_with_two_cells_costs_nothing() {
    let begun = Instant::now();
    let heads = cells(&lines(&SHEET.trim().lines().take(2).collect::<Vec<_>>().join("\n")));
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"str\"><v> </v></c></row>";
    let inner = format!("<dimension ref=\"A1:XFD1048576\"/><sheetData>{heads}{far}</sheetData>");
    let roster = read(&[file("名单.xlsx", Book::new().sheet("企业", &inner).bytes())]).expect("a roster");
    assert_eq!(roster.accounting[0].used, 1);
    assert!(begun.elapsed() < PATIENCE);
}

#[test]
fn claimed_counts_and_indices_are_not_believed() {
    let heads = cells(&lines("统一社会信用代码|企业名称|所属县市区|产值(万元)"));
    let row = "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>914403001922038216</v></c><c r=\"B2\" t=\"s\"><v>0</v></c>\
        <c r=\"C2\" t=\"str\"><v>天元区</v></c><c r=\"D2\"><f t=\"shared\" si=\"4000000000\"/><v>7</v></c></row>";
    let mut book = Book::new().sheet("企业", &format!("<sheetData>{heads}{row}</sheetData>"));
    book.strings =
        Some("<sst count=\"99999999999\" uniqueCount=\"99999999999\"><si><t>甲公司</t></si></sst>".to_owned());
    let roster = read(&[file("名单.xlsx", book.bytes())]).expect("a roster");
    assert_eq!(roster.name(0), "甲公司");
    assert_eq!(super::schema::lane(&roster, "企业", "产值", 0), "70000");
}

#[test]
fn a_part_that_unpacks_to_a_thousand_times_its_size_is_refused() {
    let bomb = "A".repeat(20 << 20);
    let inner = format!("<sheetData>{}</sheetData><x a=\"{bomb}\"/>", cells(&lines(SHEET)));
    let findings = read(&[file("名单.xlsx", Book::new().sheet("企业", &inner).bytes())]).expect_err("a bomb");
    assert_eq!(codes(&findings), ["roster/limit"]);
}

#[test]
fn a_part_that_stands_twice_is_refused() {
    let mut book = Book::new().rows("企业", &lines(SHEET));
    book.extra.push(("xl/worksheets/sheet9.xml".to_owned(), b"<worksheet/>".to_vec()));
    let mut bytes = book.bytes();
    let (from, to) = (b"sheet9.xml", b"sheet1.xml");
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    let findings = read(&[file("名单.xlsx", bytes)]).expect_err("a part twice");
    assert_eq!(codes(&findings), ["roster/part-twice"]);
}

#[test]
fn ten_thousand_rows_of_rubbish_are_one_finding_a_column() {
    let mut text = "统一社会信用代码,企业名称,所属县市区,产值(万元)\n".to_owned();
    for i in 0..10_000 {
        text.push_str(&format!("k{i},r{},乱{},z{i}\n", i % 7, i % 5));
    }
    let begun = Instant::now();
    let roster = read(&[file("企业.csv", text)]).expect("a roster without enterprises");
    assert_eq!(roster.accounting[0].rejected, 10_000);
    assert!(roster.findings.len() < 10, "{} findings", roster.findings.len());
    assert!(begun.elapsed() < PATIENCE * 5);
}
