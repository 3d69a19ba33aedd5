//! Columns that are not there say nothing, and tables that only add columns to those of another.

use duixian::dataset::Provenance;
use duixian::roster::Roster;
use duixian::schema::ENTERPRISES;

use super::schema::{codes, csv, file, lane, read, schema, told};

const COMPLETE: &str = "统一社会信用代码,企业名称,所属县市区,产值(元)
914403001922038216,甲公司,天元区,100
91440300192317458F,乙公司,荷塘区,200
";

fn both(first: &str, second: &str) -> Roster {
    let files = [csv(first), file("补充.csv", second)];
    let mut turned = files.clone();
    turned.reverse();
    let read = |files: &[_]| read(files).unwrap_or_else(|f| panic!("{}", told(&f, duixian::diagnostic::Lang::Zh)));
    let (roster, other) = (read(&files), read(&turned));
    assert_eq!(super::schema::dump(&roster), super::schema::dump(&other), "the order of files matters");
    roster
}

fn worse(roster: &Roster) -> Vec<&'static str> {
    let mut codes = codes(&roster.findings);
    codes.retain(|c| !matches!(*c, "roster/table-empty" | "roster/column-absent"));
    codes
}

#[test]
fn a_code_and_a_column_add_to_a_complete_table() {
    let roster = both(COMPLETE, "统一社会信用代码,职工总数\n914403001922038216,7\n91440300192317458F,8\n");
    assert_eq!([lane(&roster, "企业", "职工总数", 0), lane(&roster, "企业", "职工总数", 1)], ["7", "8"]);
    assert_eq!([lane(&roster, "企业", "产值", 0), lane(&roster, "企业", "产值", 1)], ["100", "200"]);
    assert_eq!(worse(&roster), Vec::<&str>::new());
    let account = &roster.accounting[0];
    assert_eq!((account.rows, account.used, account.merged), (4, 2, 2));
    let staff = schema().tables[0].field("职工总数").expect("a field");
    let (place, _) = roster.cell(ENTERPRISES, staff, 1).expect("a cell");
    assert_eq!((&*place.file, place.address().as_str()), ("补充.csv", "B3"));
    assert_eq!(roster.name(1), "乙公司");
}

#[test]
fn an_absent_column_contradicts_nothing() {
    let roster = both(COMPLETE, "统一社会信用代码,企业名称,所属县市区,规上工业\n914403001922038216,甲公司,天元区,是\n");
    assert_eq!(worse(&roster), Vec::<&str>::new());
    assert_eq!([lane(&roster, "企业", "规上工业", 0), lane(&roster, "企业", "规上工业", 1)], ["是", "无列"]);
    assert_eq!(lane(&roster, "企业", "产值", 0), "100");
}

#[test]
fn an_empty_cell_still_does() {
    let roster = both(COMPLETE, "统一社会信用代码,企业名称,所属县市区,产值(元)\n914403001922038216,甲公司,天元区,\n");
    assert_eq!(worse(&roster), ["roster/conflict"]);
    assert_eq!(lane(&roster, "企业", "产值", 0), "矛盾");
}

#[test]
fn two_supplements_must_agree() {
    let roster =
        both(COMPLETE, "统一社会信用代码,职工总数\n914403001922038216,7\n914403001922038216,8\n91440300192317458F,8\n");
    assert_eq!(worse(&roster), ["roster/conflict"]);
    assert_eq!([lane(&roster, "企业", "职工总数", 0), lane(&roster, "企业", "职工总数", 1)], ["矛盾", "8"]);
}

#[test]
fn columns_that_another_table_supplies_are_not_missed() {
    let said = |text: &str| {
        let roster = both(COMPLETE, text);
        let absent = roster.findings.iter().filter(|f| f.code.id == "roster/column-absent");
        absent.map(|f| f.message.zh.contains("职工总数")).collect::<Vec<_>>()
    };
    assert_eq!(said("统一社会信用代码,职工总数\n914403001922038216,7\n91440300192317458F,8\n"), [false]);
    assert_eq!(said("统一社会信用代码,职工总数\n914403001922038216,7\n"), [true]);
}

#[test]
fn a_supplement_for_strangers_is_refused_and_says_what_to_do() {
    let files = [csv(COMPLETE), file("补充.csv", "统一社会信用代码,职工总数\n914300007808508659,7\n")];
    let found = read(&files).expect_err("refused");
    let said = found.iter().find(|f| f.code.id == "roster/column-required").expect("the finding");
    assert!(said.message.zh.contains("第 2 行的代码在完整的名单里没有"), "{}", said.message.zh);
    assert!(said.remedy.zh.contains("改正或删去这些行"), "{}", said.remedy.zh);
}

#[test]
fn a_supplement_alone_is_no_roster() {
    let found = read(&[file("补充.csv", "统一社会信用代码,职工总数\n914300007808508659,7\n")]).expect_err("refused");
    assert!(codes(&found).contains(&"roster/column-required"), "{:?}", codes(&found));
}
