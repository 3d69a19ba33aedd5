//! 追回通知.xlsx: what is to be returned, to the cent and to whom.

use calamine::Data;
use duixian::diagnostic::Lang;

use super::{cents, city, fen, formulas, papers, recalculated, sheet, sheets, words};
use crate::settle::world::{World, rows};

const FILE: &str = "追回通知.xlsx";

#[test]
fn it_adds_up_to_the_negative_payments_by_payer() {
    let world = city();
    let payments = rows(&world.settle().files["payments.csv"]);
    let back = |payer: &str| -> i128 {
        payments
            .iter()
            .filter(|p| payer.is_empty() || p["payer"] == payer)
            .map(|p| fen(&p["amount"]))
            .filter(|f| *f < 0)
            .sum()
    };
    let bytes = &papers(&world, Lang::Zh)[FILE];
    assert_eq!(sheets(bytes), ["追回清单", "通知"]);
    let list = sheet(bytes, "追回清单");
    let head = list.iter().position(|r| r[0] == "序号").expect("headings");
    let total = list.iter().find(|r| r[0].to_string().starts_with("合计（")).expect("a total");
    assert!(back("") < 0);
    assert_eq!(cents(&total[7]), -back(""));
    for at in 8..total.len() {
        let payer = list[head + 1][at].to_string().split('（').next().unwrap_or_default().to_owned();
        assert_eq!(cents(&total[at]), -back(&payer), "{payer}");
    }
    assert_eq!((8..total.len()).map(|at| cents(&total[at])).sum::<i128>(), -back(""));
    assert!(recalculated(bytes, "追回清单") >= 6 && recalculated(bytes, "通知") >= 8);
    // 已拨付 less 应付 is what comes back, live
    assert!(formulas(bytes, "追回清单").iter().any(|f| f.contains('-')), "{:?}", formulas(bytes, "追回清单"));
}

#[test]
fn each_enterprise_has_a_notice_in_figures_and_capitals() {
    let bytes = &papers(&city(), Lang::Zh)[FILE];
    let said = words(bytes, "通知");
    // 2,002 × 2 are due, 9,000 were paid; 3,003 are due, 5,000.55 were paid
    for words in [
        "企业2（",
        "应退回金额合计：4,996.00 元，大写：人民币肆仟玖佰玖拾陆元整",
        "企业3（",
        "应退回金额合计：1,997.55 元，大写：人民币壹仟玖佰玖拾柒元伍角伍分",
        "请于________年",
        "户名____",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // who signs within the bureau stands on the list, not on what the enterprise gets
    assert!(words(bytes, "追回清单").contains("制表：") && !said.contains("制表："));
    assert_eq!(said.matches("关于退回多拨资金的通知").count(), 2);
    let amounts: Vec<i128> = sheet(bytes, "通知").iter().filter(|r| r[0] == "合计").map(|r| cents(&r[3])).collect();
    assert_eq!(amounts, [499_600, 199_755]);
}

#[test]
fn the_layout_fills_in_the_lines() {
    let layout = "document = \"某发〔2024〕1号\"\n[recovery-notice]\ndeadline = \"6月底\"\naccount = \"某财政专户\"\ncontact = \"某科\"\n";
    let said = words(&papers(&city().layout(layout), Lang::Zh)[FILE], "通知");
    assert!(said.contains("请于6月底前退回到以下账户：某财政专户") && said.contains("联系方式：某科"), "{said}");
    assert!(said.contains("文号：某发〔2024〕1号") && !said.contains("____"), "{said}");
}

#[test]
fn where_nothing_is_to_be_returned_it_says_so() {
    let world = World::new().measure("m", &crate::settle::world::pays("投入")).enterprise("甲", "投入=100");
    let bytes = &papers(&world, Lang::Zh)[FILE];
    assert_eq!(sheets(bytes), ["追回清单"]);
    assert!(sheet(bytes, "追回清单").iter().any(|r| r[0] == Data::String("无".to_owned())));
}
