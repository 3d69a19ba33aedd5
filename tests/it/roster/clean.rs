//! A clean workbook, end to end.

use duixian::dataset::{Provenance, fits};
use duixian::diagnostic::Lang;
use duixian::schema::{FieldId, TableId};

use super::book::{Book, lines};
use super::schema::{dump, file, lane, read, schema, told};

const ENTERPRISES: &str = "
统一社会信用代码|企业名称|所属县市区|产值(万元)|2021年研发费用(万元)|2022年研发费用(元)|规上工业|高企认定类型|高企证书编号|高企发证日期|职工总数|占比|银行账号
91440300192317458F|乙公司|荷塘区|1200.5|10|150000|是|首次认定|GR202243000001|2022-12-12|35|12%|6222000000000000001
914403001922038216|甲公司|天元区|99|||否||||7|0.12|";

const CONTRACTS: &str = "
统一社会信用代码|合同登记编号|登记日期|合同金额(万元)|关联方
91440300192317458F|HT-2|2022-03-01|20|否
91440300192317458F|HT-1|2022-02-01|10.55|否
914403001922038216|||7|是";

#[test]
fn a_clean_workbook_becomes_a_roster() {
    let book = Book::new().rows("企业名单", &lines(ENTERPRISES)).rows("技术合同", &lines(CONTRACTS));
    let roster = match read(&[file("名单.xlsx", book.bytes())]) {
        Ok(roster) => roster,
        Err(findings) => panic!("{}", told(&findings, Lang::Zh)),
    };
    assert!(fits(&roster.dataset, &schema()));
    assert_eq!(roster.code(0), "914403001922038216");
    assert_eq!(roster.name(1), "乙公司");
    assert_eq!(roster.county(0), Some("天元区"));
    let of = |field: &str, row: usize| lane(&roster, "企业", field, row);
    assert_eq!(of("产值", 1), "12005000");
    assert_eq!(of("上年研发费用", 1), "100000");
    assert_eq!(of("本年研发费用", 1), "150000");
    assert_eq!(of("本年研发费用", 0), "空");
    assert_eq!(of("高企认定类型", 0), "无");
    assert_eq!(of("高企发证日期", 0), "无");
    assert_eq!(of("高企发证日期", 1), "2022-12-12");
    assert_eq!(of("占比", 1), "0.12");
    assert_eq!(of("银行账号", 1), "6222000000000000001");
    let (place, raw) = roster.cell(TableId(0), FieldId(3), 1).expect("a cell");
    assert_eq!((&*place.sheet, place.address().as_str(), raw.as_deref()), ("企业名单", "D2", Some("1200.5")));
    assert_eq!(roster.dataset.tables[1].of(1), 1..3);
    assert_eq!(lane(&roster, "技术合同", "合同金额", 1), "105500");
    for account in &roster.accounting {
        assert!(account.balances(), "{account:?}");
    }
    assert_eq!(dump(&roster).matches("# ").count(), 4);
    let worse: Vec<_> =
        roster.findings.iter().filter(|f| f.severity() < duixian::diagnostic::Severity::Warning).collect();
    assert!(worse.is_empty(), "{}", told(&roster.findings, Lang::Zh));
}
