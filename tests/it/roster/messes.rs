//! Rosters as they really look: what can be recovered reads the same as the clean form.

use duixian::dataset::Provenance;
use duixian::diagnostic::{Lang, Severity};
use duixian::exact::Exact;
use duixian::roster::{self, Options, Roster, RosterFile};
use duixian::schema::{FieldId, TableId};

use super::book::{Book, cells, lines};
use super::schema::{codes, csv, dump, file, lane, options, read, schema, told};

const CLEAN: &str = "统一社会信用代码,企业名称,所属县市区,产值(元),2021年研发费用(元),2022年研发费用(元)
914403001922038216,甲公司,天元区,12345000,100000,250000
91440300192317458F,乙公司,天元区,2000000,300000,450000
914300007808508659,丙公司,荷塘区,500,1,2
";

fn good(files: &[RosterFile]) -> Roster {
    match read(files) {
        Ok(roster) => {
            let worse = roster.findings.iter().any(|f| f.severity() <= Severity::Hold);
            assert!(!worse, "{}", told(&roster.findings, Lang::Zh));
            roster
        }
        Err(findings) => panic!("{}", told(&findings, Lang::Zh)),
    }
}

fn same_as_clean(files: &[RosterFile]) -> Roster {
    let roster = good(files);
    assert_eq!(dump(&roster), dump(&good(&[csv(CLEAN)])));
    roster
}

#[test]
fn notes_with_digits_in_the_column_of_the_codes() {
    let notes = "说明：1.没有的填“无”；2.以审计报告为准,,,,,\n填表人：甲 联系电话：0731-20000000,,,,,\n";
    let roster = same_as_clean(&[csv(&format!("{CLEAN}{notes}"))]);
    assert_eq!((roster.accounting[0].used, roster.accounting[0].excluded), (3, 2));
}

#[test]
fn a_county_sheet_with_titles_groups_totals_and_notes() {
    let sheet = "
2022年度企业研发情况表|||||||
填报单位:天元区||||||单位:万元|
序号|统一社会信用代码|单位名称|县(市、区)|工业总产值|研发费用|
|||||2021年|2022年|
1|914403001922038216|甲公司|天元区|1,234.5|10|25
2|91440300192317458F|乙公司||２００|30|45
|小计|||1434.5|40|70
3|914300007808508659|丙公司|荷塘区|500元|1元|0.0002
|合计|||1434.55|40.0001|70.0002
备注:以上属实||||||
填表人:张三||||||";
    let merges = "<mergeCells><mergeCell ref=\"A1:G1\"/><mergeCell ref=\"A3:A4\"/><mergeCell ref=\"B3:B4\"/>\
        <mergeCell ref=\"C3:C4\"/><mergeCell ref=\"D3:D4\"/><mergeCell ref=\"E3:E4\"/><mergeCell ref=\"F3:G3\"/>\
        <mergeCell ref=\"D5:D6\"/><mergeCell ref=\"A10:G10\"/></mergeCells>";
    let inner = format!("<sheetData>{}</sheetData>{merges}", cells(&lines(sheet)));
    let book = Book::new().sheet("天元区", &inner);
    let roster = same_as_clean(&[file("天元区.xlsx", book.bytes())]);
    let account = &roster.accounting[0];
    assert_eq!((account.rows, account.used, account.excluded), (9, 3, 6));
    assert_eq!(roster.control_totals.len(), 6);
    assert!(roster.control_totals.iter().all(|t| t.met));
    let total = &roster.control_totals[0];
    assert_eq!((total.place.address().as_str(), total.stated), ("E7", Exact::from(14_345_000)));
    let (place, raw) = roster.cell(TableId(0), FieldId(3), 1).expect("a cell");
    assert_eq!((place.address().as_str(), raw.as_deref()), ("E5", Some("1,234.5")));
}

#[test]
fn headings_with_breaks_full_width_and_units_of_any_kind() {
    same_as_clean(&[csv("统一社会信用代码,＊企业名称,\"所属\n县市区\",产值（单位：万元）,2021 年度研发费用/万元,２０２２年研发费用（万元）
914403001922038216,甲公司,天元区,1234.5,10,25
91440300192317458F,乙公司,天元区,200,30,45
914300007808508659,丙公司,荷塘区,0.05,0.0001,0.0002
".replace('＊', "*").as_str())]);
}

#[test]
fn text_in_gb18030_and_utf_16_is_found() {
    let encoded = encoding_rs::GB18030.encode(CLEAN).0.into_owned();
    same_as_clean(&[file("企业.csv", encoded)]);
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(CLEAN.encode_utf16().flat_map(u16::to_le_bytes));
    same_as_clean(&[file("企业.csv", wide)]);
    same_as_clean(&[file("企业.csv", format!("\u{FEFF}{CLEAN}").replace('\n', "\r\n"))]);
}

#[test]
fn codes_are_normalised() {
    same_as_clean(&[csv(&CLEAN
        .replace("914403001922038216", " 9144 0300-192203 8216")
        .replace("91440300192317458F", "'９１４４０３００１９２３１７４５８ｆ"))]);
}

#[test]
fn dashes_strokes_and_spaces_are_empty_cells() {
    let marks = ["", "—", "——", "-", "/", "无", "\u{a0}", "\u{3000}", "\t"];
    for mark in marks {
        let text = format!(
            "统一社会信用代码,企业名称,所属县市区,产值(元),高企认定类型\n914403001922038216,甲公司,天元区,{mark},{mark}\n"
        );
        let roster = good(&[csv(&text)]);
        assert_eq!(lane(&roster, "企业", "产值", 0), "空", "{mark:?}");
        assert_eq!(lane(&roster, "企业", "高企认定类型", 0), "无", "{mark:?}");
    }
}

#[test]
fn what_an_empty_cell_means_depends_on_its_row() {
    let roster = good(&[csv("统一社会信用代码,企业名称,所属县市区,高企认定类型,证书编号,发证日期
914403001922038216,甲公司,天元区,首次认定,,
91440300192317458F,乙公司,天元区,,,
914300007808508659,丙公司,荷塘区,,GR1,
")]);
    let issued = |row| lane(&roster, "企业", "高企发证日期", row);
    assert_eq!([issued(0), issued(1), issued(2)], ["空", "空", "无"]);
    let loans = file(
        "信用贷款.csv",
        "统一社会信用代码,银行,逾期本金(元),逾期日期
914403001922038216,甲,0,
914403001922038216,乙,5,
914403001922038216,丙,,
",
    );
    let roster = good(&[csv(CLEAN), loans]);
    let due = |row| lane(&roster, "信用贷款", "逾期日期", row);
    let mut all = [due(0), due(1), due(2)];
    all.sort();
    assert_eq!(all, ["无", "空", "空"]);
}

#[test]
fn serial_dates_of_both_systems() {
    let styles = "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"31\"/></cellXfs></styleSheet>";
    for (head, serial) in [("", "44907"), ("<workbookPr date1904=\"1\"/>", "43445")] {
        let heads = cells(&lines("统一社会信用代码|企业名称|所属县市区|发证日期"));
        let row = format!(
            "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>914403001922038216</t></is></c>\
             <c r=\"B2\" t=\"inlineStr\"><is><r><t>甲</t></r><r><rPr/><t>公司</t></r><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></is></c>\
             <c r=\"C2\" t=\"inlineStr\"><is><t>天元区</t></is></c><c r=\"D2\" s=\"1\"><v>{serial}</v></c></row>"
        );
        let mut book = Book::new().sheet("企业", &format!("<sheetData>{heads}{row}</sheetData>"));
        book.styles = Some(styles.to_owned());
        book.head = head.to_owned();
        let roster = good(&[file("名单.xlsx", book.bytes())]);
        assert_eq!(lane(&roster, "企业", "高企发证日期", 0), "2022-12-12");
        assert_eq!(roster.name(0), "甲公司");
    }
}

#[test]
fn dates_as_people_write_them() {
    for written in [
        "2022-12-02",
        "2022/12/2",
        "2022.12.2",
        "2022年12月2日",
        "20221202",
        "２０２２－１２－０２",
        "2022-12-02 00:00:00",
    ] {
        let text =
            format!("统一社会信用代码,企业名称,所属县市区,发证日期\n914403001922038216,甲公司,天元区,{written}\n");
        let roster = good(&[csv(&text)]);
        assert_eq!(lane(&roster, "企业", "高企发证日期", 0), "2022-12-02", "{written}");
    }
}

#[test]
fn a_mapping_file_pins_what_headings_do_not_say() {
    let text = "代码,名,区,产业\n914403001922038216,甲公司,天元区,7\n";
    let mapping = "[[sheet]]\nfile = \"表.csv\"\ntable = \"企业\"\nheader = 1\n[sheet.columns]\n\
        \"代码\" = \"统一社会信用代码\"\n\"名\" = \"企业名称\"\n\"区\" = \"所属县市区\"\n\
        \"产业\" = { field = \"产值\", unit = \"万元\" }\n";
    let chosen = Options { mapping: Some(file("mapping.toml", mapping)), ..options() };
    let roster = roster::read(&[file("表.csv", text)], &schema(), &chosen);
    let roster = roster.unwrap_or_else(|f| panic!("{}", told(&f, Lang::Zh)));
    assert_eq!(lane(&roster, "企业", "产值", 0), "70000");
}

#[test]
fn a_pinned_heading_keeps_its_own_unit_and_the_mapping_may_say_another() {
    for (pinned, yuan) in [("\"产值\"", "70000"), ("{ field = \"产值\", unit = \"元\" }", "7")] {
        let text = "统一社会信用代码,企业名称,所属县市区,产业情况(万元)\n914403001922038216,甲公司,天元区,7\n";
        let mapping = format!("[[sheet]]\ntable = \"企业\"\n[sheet.columns]\n\"产业情况(万元)\" = {pinned}\n");
        let chosen = Options { mapping: Some(file("mapping.toml", mapping)), ..options() };
        let roster = roster::read(&[csv(text)], &schema(), &chosen);
        let roster = roster.unwrap_or_else(|f| panic!("{}", told(&f, Lang::Zh)));
        assert_eq!(lane(&roster, "企业", "产值", 0), yuan);
    }
}

#[test]
fn other_years_beside_the_right_ones_are_only_unused() {
    let roster =
        good(&[csv("统一社会信用代码,企业名称,所属县市区,2020年研发费用(元),2021年研发费用(元),2022年研发费用(元)
914403001922038216,甲公司,天元区,1,2,3
")]);
    assert_eq!(lane(&roster, "企业", "上年研发费用", 0), "2");
    assert!(codes(&roster.findings).contains(&"roster/column-unknown"));
}

#[test]
fn all_findings_of_all_inputs_come_at_once_in_their_order() {
    let findings = read(&[
        file("一.xls", "<html>"),
        file("二.csv", "a,b\n\"1,2\n"),
        file("三.csv", "统一社会信用代码,企业名称,所属县市区,2019年研发费用(元)\n914403001922038216,甲,天元区,1\n"),
    ])
    .expect_err("three broken files");
    assert_eq!(codes(&findings), ["roster/format", "roster/quote-open", "roster/heading-year"]);
}

#[test]
fn tables_one_under_the_other_in_one_sheet() {
    let sheet = "
一、企业||||||单位:万元
统一社会信用代码|企业名称|所属县市区|产值|2021年研发费用|2022年研发费用|
914403001922038216|甲公司|天元区|1234.5|10|25|
91440300192317458F|乙公司|天元区|200|30|45|
|小计||1434.5|40|70|
||||||
二、技术合同（一季度）||||||
填报单位:天元区|||单位:元|||
合同登记编号|登记日期|合同金额|企业名称|统一社会信用代码|关联方|
HT-1|2022-03-01|5000|甲公司|914403001922038216|否|
合同登记编号|登记日期|合同金额|企业名称|统一社会信用代码|关联方|
HT-2|2022-03-02|7000|乙公司|91440300192317458F|否|
合计||12000||||
统一社会信用代码|企业名称|所属县市区|产值(元)|2021年研发费用(元)|2022年研发费用(元)|
914300007808508659|丙公司|荷塘区|500|1|2|
填表人:张三|联系电话:0731-2000||||||";
    let book = Book::new().rows("全部", &lines(sheet));
    let roster = good(&[file("天元区.xlsx", book.bytes())]);
    assert_eq!(lane(&roster, "技术合同", "合同金额", 0), "5000");
    assert_eq!(lane(&roster, "技术合同", "合同金额", 1), "7000");
    assert_eq!(lane(&roster, "企业", "产值", 0), "500");
    assert_eq!(lane(&roster, "企业", "产值", 1), "12345000");
    assert_eq!(roster.control_totals.len(), 4);
    assert!(roster.control_totals.iter().all(|t| t.met), "{:?}", roster.control_totals);
    let rows: u64 = roster.accounting.iter().map(|a| a.rows).sum();
    assert_eq!(rows, 13, "16 rows, 3 of them headings");
}

#[test]
fn the_upper_table_comes_first_however_few_columns_it_has() {
    let sheet = "
统一社会信用代码|企业名称|所属县市区||
914403001922038216|甲公司|天元区||
统一社会信用代码|合同登记编号|登记日期|合同金额(元)|关联方
914403001922038216|HT-1|2022-03-01|5000|否";
    let roster = good(&[file("表.xlsx", Book::new().rows("技术合同", &lines(sheet)).bytes())]);
    assert_eq!((roster.accounting[0].used, roster.accounting[1].used), (1, 1));
}

#[test]
fn a_unit_said_between_two_tables_is_not_the_one_on_top() {
    let sheet = "
单位:万元|||
统一社会信用代码|企业名称|所属县市区|产值
914403001922038216|甲公司|天元区|100
|小计,单位:元||100
统一社会信用代码|合同登记编号|合同金额|关联方
914403001922038216|HT-1|5000|否";
    let roster = read(&[file("表.xlsx", Book::new().rows("表", &lines(sheet)).bytes())]).expect("a roster");
    assert!(codes(&roster.findings).contains(&"roster/unit-missing"), "{}", told(&roster.findings, Lang::Zh));
    assert_eq!(lane(&roster, "技术合同", "合同金额", 0), "不可读");
}
