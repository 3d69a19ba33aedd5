//! Units that stand elsewhere than in the heading: in a number's format, in a note above repeated headings.

use super::book::Book;
use super::schema::{codes, csv, file, lane, read};

/// What is read of a cell with this heading, format and number, and what is said about it.
fn shown(heading: &str, format: &str, field: &str, number: &str) -> (String, Vec<&'static str>) {
    let head: String = ["统一社会信用代码", "企业名称", "所属县市区", heading]
        .iter()
        .zip(["A", "B", "C", "D"])
        .map(|(text, column)| format!("<c r=\"{column}1\" t=\"inlineStr\"><is><t>{text}</t></is></c>"))
        .collect();
    let row: String = ["914403001922038216", "甲公司", "天元区"]
        .iter()
        .zip(["A", "B", "C"])
        .map(|(text, column)| format!("<c r=\"{column}2\" t=\"inlineStr\"><is><t>{text}</t></is></c>"))
        .collect();
    let inner = format!(
        "<sheetData><row r=\"1\">{head}</row><row r=\"2\">{row}<c r=\"D2\" s=\"1\"><v>{number}</v></c></row></sheetData>"
    );
    let mut book = Book::new().sheet("企业", &inner);
    let code = format.replace('"', "&quot;");
    book.styles = Some(format!(
        "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"{code}\"/></numFmts>\
         <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"
    ));
    let roster = read(&[file("企业.xlsx", book.bytes())]).expect("a roster");
    let said = codes(&roster.findings);
    let of_cell = said.into_iter().filter(|c| !c.ends_with("-absent") && !c.ends_with("-empty")).collect();
    (lane(&roster, "企业", field, 0), of_cell)
}

fn money(heading: &str, format: &str, number: &str) -> String {
    shown(heading, format, "产值", number).0
}

#[test]
fn a_unit_that_a_format_shows_is_the_unit() {
    assert_eq!(
        shown("产值(万元)", "#,##0\"元\"", "产值", "1500000"),
        ("1500000".to_owned(), vec!["roster/unit-in-cell"])
    );
    assert_eq!(money("产值(元)", "0\"万元\"", "150"), "1500000");
    assert_eq!(money("产值(元)", "0万元", "150"), "1500000");
    assert_eq!(money("产值(元)", "General\"万元\"", "150"), "1500000");
    assert_eq!(money("产值(元)", "0\"万\"", "150"), "1500000");
    assert_eq!(money("产值", "[$元-804]#,##0", "150"), "150");
    assert_eq!(money("产值(元)", "0\\亿", "2"), "200000000");
}

#[test]
fn a_format_that_agrees_with_the_heading_says_nothing() {
    let plain = vec![];
    assert_eq!(shown("产值(万元)", "#,##0.00\"万元\"", "产值", "15"), ("150000".to_owned(), plain.clone()));
    assert_eq!(shown("产值(元)", "#,##0\"元\";[Red]\\-#,##0\"元\"", "产值", "15"), ("15".to_owned(), plain.clone()));
    assert_eq!(shown("产值(元)", "\"¥\"#,##0.00;\"¥\"\\-#,##0.00", "产值", "15"), ("15".to_owned(), plain.clone()));
    assert_eq!(
        shown("产值(元)", "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "产值", "15"),
        ("15".to_owned(), plain.clone())
    );
    assert_eq!(shown("职工总数", "0\"人\"", "职工总数", "15"), ("15".to_owned(), plain));
}

#[test]
fn what_is_shown_in_another_size_without_a_unit_of_money_is_held() {
    for (heading, format, field) in [
        ("产值(元)", "0\"百\"", "产值"),
        ("产值(元)", "#,##0\"元\";\\-#,##0\"万元\"", "产值"),
        ("占比", "0\"%\"", "占比"),
        ("占比", "0\\%", "占比"),
        ("占比", "0‰", "占比"),
        ("占比(%)", "0\"%\"", "占比"),
        ("职工总数", "0\"万\"", "职工总数"),
    ] {
        let (read, said) = shown(heading, format, field, "50");
        assert_eq!((read.as_str(), said), ("不可读", vec!["roster/unreadable"]), "{heading} {format}");
    }
}

#[test]
fn a_note_above_repeated_headings_gives_what_follows_its_unit() {
    let head = "统一社会信用代码,企业名称,所属县市区,产值\n";
    let of = |second: &str| {
        let text = format!(
            "单位：万元,,,\n{head}914403001922038216,甲公司,天元区,100\n{second}{head}91440300192317458F,乙公司,天元区,100\n"
        );
        let roster = read(&[csv(&text)]).expect("a roster");
        assert_eq!(roster.dataset.enterprises(), 2);
        [lane(&roster, "企业", "产值", 0), lane(&roster, "企业", "产值", 1)]
    };
    assert_eq!(of("单位：元,,,\n"), ["1000000", "100"]);
    assert_eq!(of("续表,,,\n单位：元,,,\n"), ["1000000", "100"]);
    assert_eq!(of("单位：万元,,,\n"), ["1000000", "1000000"]);
    assert_eq!(of(""), ["1000000", "1000000"]);
    assert_eq!(of("单位：元,单位：万元,,\n"), ["1000000", "不可读"]);
}

#[test]
fn a_total_over_pages_with_the_same_unit_is_still_one() {
    let head = "单位：万元,,,\n统一社会信用代码,企业名称,所属县市区,产值\n";
    let text =
        format!("{head}914403001922038216,甲公司,天元区,100\n{head}91440300192317458F,乙公司,天元区,100\n合计,,,200\n");
    let roster = read(&[csv(&text)]).expect("a roster");
    assert_eq!(roster.control_totals.iter().map(|t| t.met).collect::<Vec<_>>(), [true]);
}
