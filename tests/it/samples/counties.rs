//! Every recoverable mess is there, looked for in the files themselves and not by the reader.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::engine::folder;
use crate::packs::root;

/// What stands in the ten counties' files.
#[derive(Default)]
struct Files {
    /// The texts of cells.
    texts: Vec<String>,
    /// The XML of sheets.
    sheets: Vec<String>,
    /// The XML of workbooks.
    books: Vec<String>,
    /// Files that are text, as bytes.
    plain: Vec<Vec<u8>>,
}

impl Files {
    fn read(year: &str) -> Self {
        let mut files = Self::default();
        for path in folder(&root().join("sample_data/zhuzhou").join(year).join("counties")) {
            let bytes = std::fs::read(&path).unwrap();
            if !bytes.starts_with(b"PK") {
                files.plain.push(bytes);
                continue;
            }
            let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
            for at in 0..archive.len() {
                let mut part = archive.by_index(at).unwrap();
                let name = part.name().unwrap().into_owned();
                let mut xml = String::new();
                part.read_to_string(&mut xml).unwrap();
                match name.as_str() {
                    "xl/sharedStrings.xml" => files.texts.extend(texts(&xml)),
                    "xl/workbook.xml" => files.books.push(xml),
                    _ if name.starts_with("xl/worksheets/") => files.sheets.push(xml),
                    _ => {}
                }
            }
        }
        files
    }

    fn text(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.texts.iter().any(|text| fits(text))
    }

    fn sheet(&self, xml: &str) -> bool {
        self.sheets.iter().any(|sheet| sheet.contains(xml))
    }
}

fn texts(xml: &str) -> Vec<String> {
    let items = xml.split("<t").skip(1).filter_map(|item| item.split_once('>')?.1.split_once("</t>"));
    items.map(|(text, _)| text.replace("&apos;", "'").replace("&amp;", "&")).collect()
}

/// Is it digits, but for these characters, with all of them in it?
fn digits_and(text: &str, others: &[char]) -> bool {
    let digits = text.chars().any(|c| c.is_ascii_digit());
    digits
        && text.chars().all(|c| c.is_ascii_digit() || others.contains(&c))
        && others.iter().all(|c| text.contains(*c))
}

fn is_wide(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '０'..='９' | '．'))
}

type Look = fn(&Files) -> bool;

const MESSES: &[(&str, Look)] = &[
    ("a title merged across", |f| f.sheet("<mergeCell ref=\"A1:AB1\"") || f.sheet("<mergeCell ref=\"A1:J1\"")),
    ("the unit in a note", |f| f.text(|t| t == "单位：万元") && f.text(|t| t == "（金额单位：人民币元）")),
    ("who reports, and when", |f| f.text(|t| t.starts_with("填报单位：") && t.contains("填报日期："))),
    ("a group of amounts over two years", |f| f.text(|t| t == "研发费用(万元)") && f.text(|t| t == "2022年")),
    ("a heading of two rows merged down", |f| f.sheet("<mergeCell ref=\"B3:B4\"")),
    ("line breaks in headings", |f| f.text(|t| t.contains('\n') && t.contains("万元") || t.contains("\n(元)"))),
    ("spaces in headings", |f| f.text(|t| t == "产 值(万元)")),
    ("stars before headings", |f| f.text(|t| t == "*企业名称")),
    ("synonyms", |f| f.text(|t| t == "单位名称") && f.text(|t| t == "公司名称") && f.text(|t| t == "申报单位")),
    ("subtotals and totals", |f| ["小计", "合计", "总 计"].iter().all(|word| f.text(|t| t == *word))),
    ("subtotals by county", |f| f.text(|t| t == "芦淞区小计")),
    ("totals by formula", |f| f.sheet("<f>SUM(") && f.sheet("+H")),
    ("notes below", |f| ["备注：", "说明：", "填表人："].iter().all(|word| f.text(|t| t.starts_with(word)))),
    ("cells of the county merged down", |f| f.sheets.iter().any(|s| s.contains("<mergeCell ref=\"D4:D53\""))),
    ("thousands commas", |f| f.text(|t| digits_and(t, &[',', '.']))),
    ("full-width digits", |f| f.text(is_wide)),
    ("units in cells", |f| f.text(|t| t.ends_with("万元") && digits_and(t, &['.', '万', '元']))),
    ("apostrophes", |f| f.text(|t| t.starts_with('\'')) || f.plain.iter().any(|b| b.contains(&b'\''))),
    ("signs for nothing", |f| ["—", "——", "-", "/", "／", "无"].iter().all(|sign| f.text(|t| t == *sign))),
    ("spaces that look like nothing", |f| f.text(|t| t == "\u{3000}") && f.text(|t| t == "\u{A0}")),
    ("strange spaces around values", |f| {
        ["\u{A0}", "\u{3000}", "\t", "\u{FEFF}"].iter().all(|s| f.text(|t| t.starts_with(s) || t.ends_with(s)))
    }),
    ("percentages in three ways", |f| f.text(|t| t.ends_with('%') && t.contains('.')) && f.text(|t| t.contains("(%)"))),
    ("error values where no rule looks", |f| f.sheet("<v>#N/A</v>") && f.sheet("<v>#REF!</v>")),
    ("formulas with their results", |f| {
        f.sheet("</f><v>") && f.sheets.iter().any(|s| s.contains("<f>1") || s.contains("<f>2"))
    }),
    ("days with points", |f| f.text(|t| digits_and(t, &['.']) && t.starts_with("202") && t.matches('.').count() == 2)),
    ("days with strokes", |f| f.text(|t| digits_and(t, &['/']))),
    ("days in Chinese", |f| f.text(|t| digits_and(t, &['年', '月', '日']))),
    ("days of eight digits", |f| {
        f.text(|t| t.len() == 8 && t.starts_with("202") && digits_and(t, &[])) && f.sheet("<v>2023")
    }),
    ("days at midnight", |f| f.text(|t| t.ends_with(" 00:00:00"))),
    ("the date system of 1904", |f| f.books.iter().any(|b| b.contains("date1904=\"1\""))),
    ("hidden rows, columns and sheets", |f| {
        f.sheet("hidden=\"1\"")
            && f.sheets.iter().any(|s| s.contains("<col ") && s.contains(" hidden=\"1\" customWidth"))
            && f.books.iter().any(|b| b.contains("state=\"hidden\""))
    }),
    ("yes and no in other signs", |f| ["√", "×", "Y", "Ｎ", "有"].iter().all(|sign| f.text(|t| t == *sign))),
    ("codes in groups", |f| {
        f.text(|t| t.len() == 21 && t.matches(' ').count() == 3)
            && f.text(|t| t.len() == 21 && t.matches('-').count() == 3)
    }),
    ("codes in small letters", |f| f.text(|t| t.len() == 18 && t.starts_with("91") && t.contains("ma"))),
    ("codes in full width", |f| f.text(|t| t.starts_with("９１") && t.chars().count() == 18)),
    ("binary noise", |f| {
        f.sheets
            .iter()
            .any(|s| s.split("<v>").any(|v| v.split('<').next().is_some_and(|n| n.len() > 16 && n.contains('.'))))
    }),
    ("text in GB18030 and UTF-8 under the name of a workbook", |f| {
        f.plain.iter().any(|b| b.starts_with(b"\xEF\xBB\xBF"))
            && f.plain.iter().any(|b| std::str::from_utf8(b).is_err())
    }),
    ("renamed enterprises and batches", |f| f.books.iter().any(|b| b.contains("第一批") && b.contains("第二批"))),
    ("sheets by town", |f| f.books.iter().any(|b| b.contains("枫溪街道"))),
];

fn all_there(year: &str) {
    let files = Files::read(year);
    let absent: Vec<&str> = MESSES.iter().filter(|(_, look)| !look(&files)).map(|(name, _)| *name).collect();
    assert!(absent.is_empty(), "{absent:#?}");
}

#[test]
fn every_mess_is_in_the_files_of_2022() {
    all_there("2022");
}

#[test]
fn every_mess_is_in_the_files_of_2023() {
    all_there("2023");
}

#[test]
fn the_page_names_every_file() {
    let page = std::fs::read_to_string(root().join("sample_data/README.md")).unwrap();
    for year in ["2022", "2023"] {
        for path in folder(&root().join("sample_data/zhuzhou").join(year).join("counties")) {
            let name = path.file_name().unwrap().to_str().unwrap();
            assert!(page.contains(&format!("`{name}`")), "{name}");
        }
    }
}
