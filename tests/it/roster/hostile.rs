//! Damaged and hostile files: a refusal or the same values, never other values and never a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader, Xlsx};

use super::book::{Book, lines};
use super::schema::{dump, file, read};

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

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("small") % limit.max(1)
    }

    /// One to eight changes to a text: bytes flipped, cut out, doubled, or words put in.
    fn mutate(&mut self, bytes: &[u8], words: &[&str]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        for _ in 0..=self.below(7) {
            let at = self.below(out.len());
            match self.below(5) {
                0 => out[at] ^= 1 << self.below(8),
                1 => {
                    let end = (at + self.below(30)).min(out.len());
                    out.drain(at..end);
                }
                2 => {
                    let end = (at + self.below(60)).min(out.len());
                    let piece = out[at..end].to_vec();
                    out.splice(at..at, piece);
                }
                _ => {
                    let word = words[self.below(words.len())];
                    out.splice(at..at, word.bytes());
                }
            }
            if out.is_empty() {
                out.push(b'x');
            }
        }
        out
    }
}

#[test]
fn mutated_csv_files_never_panic() {
    let text = lines(SHEET).iter().map(|row| row.join(",")).collect::<Vec<_>>().join("\n");
    let words =
        ["\"", ",", "\n", "\r", "合计", "单位:万元", "1e9", "９", "\u{feff}", "999999999999999999", "-", "年", "#REF!"];
    let mut random = Random(1);
    let mut read = 0;
    for round in 0..10_000 {
        let bytes = random.mutate(text.as_bytes(), &words);
        let done = catch_unwind(AssertUnwindSafe(|| outcome("企业.csv", bytes.clone())));
        match done {
            Ok(outcome) => read += usize::from(outcome.is_ok()),
            Err(_) => panic!("round {round}: {:?}", String::from_utf8_lossy(&bytes)),
        }
    }
    assert!(read > 100, "only {read} mutants could be read at all");
}

#[test]
fn mutated_workbooks_never_panic() {
    let words = [
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
    ];
    let inner = format!("<sheetData>{}</sheetData>", super::book::cells(&lines(SHEET)));
    let mut random = Random(2);
    for round in 0..10_000 {
        let mutant = random.mutate(inner.as_bytes(), &words);
        let bytes = Book::new().raw_sheet("企业", &mutant).bytes();
        let done = catch_unwind(AssertUnwindSafe(|| outcome("名单.xlsx", bytes)));
        assert!(done.is_ok(), "round {round}: {}", String::from_utf8_lossy(&mutant));
    }
}

/// Our reading against calamine's, cell by cell, on mutants that both read.
#[test]
fn readings_agree_with_an_independent_reader() {
    let mut random = Random(3);
    let mut compared = 0;
    for _ in 0..2_000 {
        let rows: Vec<Vec<String>> = std::iter::once(lines(SHEET)[0].clone())
            .chain((0..3).map(|i| {
                let code = ["914403001922038216", "91440300192317458F", "914300007808508659"][i];
                let digits = random.below(1_000_000_000);
                let amount = match random.below(3) {
                    0 => digits.to_string(),
                    1 => format!("{}.{:02}", digits / 100, digits % 100),
                    _ => format!("0.{digits}"),
                };
                vec![code.to_owned(), format!("公司 & <{digits}>"), "天元区".to_owned(), amount, String::new()]
            }))
            .collect();
        let bytes = Book::new().rows("企业", &rows).bytes();
        let ours = read(&[file("名单.xlsx", bytes.clone())]).expect("a clean workbook");
        let mut theirs: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
        let range = theirs.worksheet_range("企业").expect("a sheet");
        for row in 0..3 {
            let place = ours.origin(duixian::schema::TableId(0), row);
            let at = |column: u32| range.get_value((place.row - 1, column)).cloned();
            assert_eq!(at(0), Some(Data::String(ours.code(row).to_owned())));
            assert_eq!(at(1), Some(Data::String(ours.name(row).to_owned())));
            let amount = match at(3) {
                Some(Data::Float(f)) => f.to_string(),
                Some(Data::Int(i)) => i.to_string(),
                other => panic!("{other:?}"),
            };
            let expected =
                duixian::roster::number::money(&amount, Some(duixian::roster::number::Unit::Wan)).expect("an amount");
            assert_eq!(super::schema::lane(&ours, "企业", "产值", row), expected.value.to_string());
            compared += 1;
        }
    }
    assert_eq!(compared, 6_000);
}
