//! Rows that are no data, and rows that only look so: a record whose code was forgotten is never one of them.

use duixian::roster::{self, Options};
use duixian::value::State;

use super::schema::{codes, csv, file, schema};

const ENTERPRISES: &str = "统一社会信用代码,企业名称,所属县市区,产值(元)\n914403001922038216,甲公司,天元区,100\n";

/// What becomes of the rows of a table below its headings: rejected, no data; and the codes of what is wrong.
fn rows(name: &str, text: &str) -> (u64, u64, Option<State>) {
    let options = Options { year: 2022, ..Options::default() };
    let enterprises = csv(ENTERPRISES);
    let files = if name == "企业" { vec![csv(text)] } else { vec![enterprises, file(&format!("{name}.csv"), text)] };
    let mut files = files;
    if name != "限制名单" {
        files.push(file("限制名单.csv", "统一社会信用代码,事由,起始日期,截止日期\n"));
    }
    let roster = roster::read(&files, &schema(), &options).expect("a roster");
    let at = schema().table(name).expect("a table").0;
    let account = &roster.accounting[at];
    if account.rejected > 0 {
        assert!(codes(&roster.findings).iter().any(|c| c.starts_with("roster/code-")), "{:?}", roster.findings);
    }
    (account.rejected, account.excluded, roster.dataset.tables[at].unattributed)
}

fn listed(row: &str) -> (u64, u64, Option<State>) {
    rows("限制名单", &format!("企业名称,统一社会信用代码,事由,起始日期,截止日期\n{row}\n"))
}

const HOLE: (u64, u64, Option<State>) = (1, 0, Some(State::Empty));
const ASIDE: (u64, u64, Option<State>) = (0, 1, None);

#[test]
fn an_exclusion_without_a_code_is_a_hole_whatever_it_is_for() {
    assert_eq!(listed(",,虚开发票金额累计,2023-01-01,"), HOLE);
    assert_eq!(listed(",,审核发现虚报材料,2023-01-01,"), HOLE);
    assert_eq!(listed(",,失信被执行人,,"), HOLE);
    assert_eq!(listed("甲公司,,失信被执行人,2023-01-01,"), HOLE);
    assert_eq!(listed("联系通信公司,,失信被执行人,,"), HOLE);
    assert_eq!(listed(",,,2023-01-01,"), HOLE);
}

#[test]
fn a_name_alone_is_a_hole_too() {
    assert_eq!(listed("甲公司,,,,"), HOLE);
    assert_eq!(listed("联系通信公司,,,,"), HOLE);
}

#[test]
fn totals_and_notes_of_an_exclusion_list_are_no_holes() {
    for row in [
        "合计,,,,",
        ",合计,,,",
        "合计：,,共3家,,",
        ",,合计,,",
        "备注：以上属实,,,,",
        ",备注,以上属实,,",
        ",说明：以信用中国为准,,,",
        "填表人：张三,,审核人：李四,日期：1月5日,",
        ",,审核人：李四,,",
        ",,,,单位（盖章）",
        ",,本年度无,,",
        "填表人：,张三,,,",
    ] {
        assert_eq!(listed(row), ASIDE, "{row}");
    }
}

#[test]
fn an_enterprise_without_a_code_is_rejected_whatever_it_is_called() {
    for name in ["联系通信科技有限公司", "领导力咨询公司", "审核事务所", "附件制造厂", "甲公司"]
    {
        let text = format!("{ENTERPRISES},{name},天元区,200\n");
        assert_eq!(rows("企业", &text), (1, 0, None), "{name}");
        let alone = format!("{ENTERPRISES},{name},,\n");
        assert_eq!(rows("企业", &alone), (1, 0, None), "{name} alone");
    }
}

#[test]
fn totals_of_enterprises_stand_under_the_name_the_code_or_the_county() {
    for row in ["合计,,,100", ",合计,,100", ",天元区小计,,100", ",,天元区小计,100", "合计,共1家,,100"]
    {
        assert_eq!(rows("企业", &format!("{ENTERPRISES}{row}\n")), ASIDE, "{row}");
    }
    // a total says of no county, of no option, what a record says of them
    assert_eq!(rows("企业", &format!("{ENTERPRISES},某某合计,天元区,100\n")), (1, 0, None));
}

#[test]
fn a_contract_whose_text_ends_like_a_total_is_none() {
    let contracts = |row: &str| {
        let (rejected, excluded, _) =
            rows("技术合同", &format!("统一社会信用代码,合同登记编号,登记日期,合同金额(元),技术类别\n{row}\n"));
        (rejected, excluded)
    };
    assert_eq!(contracts(",,,100,成本累计"), (1, 0));
    assert_eq!(contracts(",HT1,,100,合计"), (1, 0));
    assert_eq!(contracts("合计,,,100,"), (0, 1));
}

#[test]
fn a_record_above_the_next_table_is_not_its_title() {
    let text = "统一社会信用代码,事由,起始日期,截止日期\n,失信被执行人,,\n统一社会信用代码,合同登记编号,登记日期,合同金额(元)\n";
    assert_eq!(rows("限制名单", text), HOLE);
    let text = "统一社会信用代码,事由,起始日期,截止日期\n,审核发现虚报,2023-01-01,\n统一社会信用代码,合同登记编号,登记日期,合同金额(元)\n";
    assert_eq!(rows("限制名单", text), HOLE);
    let text = "统一社会信用代码,事由,起始日期,截止日期\n二、技术合同,,,\n统一社会信用代码,合同登记编号,登记日期,合同金额(元)\n";
    assert_eq!(rows("限制名单", text), (0, 0, None));
}
