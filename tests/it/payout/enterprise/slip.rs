//! The first sheet: what is paid and why something is not, in figures and in capitals, ready to be signed.

use duixian::diagnostic::Lang;

use super::{Book, of};
use crate::settle::world::{World, code, pays, pays_and};

const SLIP: &str = "兑付单";

fn world() -> World {
    World::new()
        .measure("a", &pays("投入 * 10%"))
        .measure("b", &pays_and("销售 * 1%", "cap = \"50元\""))
        .enterprise("甲公司", "投入=1234.5元 销售=100000元")
        .enterprise("乙公司", "销售=100元")
        .enterprise("丙公司", "投入=0元 销售=0元")
        .before("丙公司", "a", "预拨", "325.04")
}

#[test]
fn amounts_stand_in_figures_and_in_capitals() {
    let book = Book::of(&world(), 1);
    assert_eq!(book.rows_of(SLIP, "政策a"), [["政策a", "应付", "123", "123"]]);
    assert_eq!(book.rows_of(SLIP, "政策b"), [["政策b", "应付", "50", "50", "封顶 -950.00"]]);
    assert_eq!(
        book.rows_of(SLIP, "应付合计"),
        [vec!["应付合计", "173", "0", "173", "0"], vec!["应付合计（大写）", "人民币壹佰柒拾叁元整"],]
    );
    let formulas = book.formulas(SLIP);
    assert!(formulas.iter().any(|f| f.starts_with("SUMIF(")), "{formulas:?}");
    assert!(formulas.iter().any(|f| f.starts_with("'计算过程'!")), "{formulas:?}");
}

#[test]
fn what_is_held_names_the_cell_to_fill_in() {
    let book = Book::of(&world(), 2);
    assert_eq!(book.rows_of(SLIP, "政策a"), [["政策a", "待核", "“投入”没有填：请补正 企业名单.csv D3"]]);
    assert_eq!(book.rows_of(SLIP, "另有 1 项待核").len(), 1);
    assert_eq!(book.rows_of(SLIP, "应付合计（大写）"), [["应付合计（大写）", "人民币壹元整"]]);
}

#[test]
fn what_is_to_be_recovered_is_not_taken_off_what_is_paid() {
    let book = Book::of(&world(), 3);
    assert_eq!(book.rows_of(SLIP, "政策a"), [["政策a", "应追回", "-325.04", "-325.04", "已拨付多于应付，应追回"]]);
    assert_eq!(book.rows_of(SLIP, "应付合计")[0], ["应付合计", "0", "0", "0", "0"]);
    assert_eq!(
        book.rows_of(SLIP, "应追回合计"),
        [vec!["应追回合计", "-325.04", "0", "-325.04", "0"], vec!["应追回合计（大写）", "人民币叁佰贰拾伍元零肆分"],]
    );
}

#[test]
fn it_bears_whose_it_is_and_that_nobody_may_pay_by_it() {
    let book = Book::of(&world(), 1);
    let rows = book.rows(SLIP);
    assert_eq!(rows[0], ["某省某市"]);
    assert_eq!(rows[1], ["小政策包　2023年度企业兑付单"]);
    assert!(book.rows_of(SLIP, "注意：2 项措施的标准是示范数据").len() == 1);
    assert_eq!(book.rows_of(SLIP, "企业名称"), [["企业名称", "甲公司", "统一社会信用代码", &code(1)]]);
    assert_eq!(book.rows_of(SLIP, "制表").len(), 1);
    assert_eq!(book.rows_of(SLIP, "运行编号：").len(), 1);
}

#[test]
fn codes_are_no_numbers_stored_as_text() {
    let book = Book::of(&world(), 1);
    let xml = book.part("xl/worksheets/sheet1.xml");
    let (_, marks) = xml.split_once("<ignoredErrors>").expect("marks");
    assert!(marks.contains("numberStoredAsText=\"1\""), "{marks}");
    assert!(xml.contains("fitToPage=\"1\"") && xml.contains("paperSize=\"9\""));
}

#[test]
fn hostile_names_are_only_names() {
    for name in ["=HYPERLINK(\"http://x\",\"y\")", "../../etc/CON", "@SUM(A1)", "<c/>&", "_x0041_"] {
        let world = World::new().measure("a", &pays("投入")).enterprise(name, "投入=5元");
        let books = of(&world, Lang::Zh);
        assert_eq!(books.len(), 1);
        assert_eq!(books[0].0.matches('/').count(), 1, "{}", books[0].0);
        let book = Book::of(&world, 1);
        assert_eq!(book.rows_of(SLIP, "企业名称")[0][1], name);
        assert!(book.formulas(SLIP).iter().all(|f| !f.contains("HYPERLINK")));
    }
}

#[test]
fn who_else_is_paid_and_what_is_due_later_is_said() {
    let world = World::new()
        .measure("bank", &pays_and("投入", "recipient = \"合作银行\""))
        .measure(
            "later",
            &pays_and("销售", "instalments = [{ share = \"40%\", due = 0 }, { share = \"60%\", due = 1 }]"),
        )
        .enterprise("甲", "投入=70元 销售=100元");
    let book = Book::of(&world, 1);
    assert_eq!(book.rows_of(SLIP, "应付合计中"), [["应付合计中 70.00 元付给合作银行。"]]);
    assert_eq!(book.rows_of(SLIP, "分期拨付"), [["分期拨付：2023年 110.00 元；2024年 60.00 元。"]]);
    assert_eq!(book.rows_of(SLIP, "政策bank")[0].last().expect("a remark"), "付给合作银行");
}

#[test]
fn english_is_english() {
    let world = World::new().measure("a", &pays("投入 * 10%")).enterprise("甲", "投入=100元 规上=是");
    let books = of(&world, Lang::En);
    let mut book: calamine::Xlsx<_> =
        calamine::Reader::new(std::io::Cursor::new(books[0].1.as_slice())).expect("a workbook");
    assert_eq!(calamine::Reader::sheet_names(&book), ["payment slip", "working", "data", "parameters"]);
    let slip = calamine::Reader::worksheet_range(&mut book, "payment slip").expect("the slip");
    assert!(slip.rows().any(|row| row[0] == "total payable"));
}
