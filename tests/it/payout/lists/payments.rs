//! 拨付明细.xlsx: its sums are those of payments.csv by payer, county and due date.

use std::collections::BTreeMap;

use calamine::Data;
use duixian::diagnostic::Lang;

use super::{account, cents, city, column, fen, formulas, papers, recalculated, sheet, sheets, words};
use crate::settle::world::{World, pays, rows};

const FILE: &str = "拨付明细.xlsx";

/// A column of amounts: the headings over it (payer, due) and its place.
type Slot = ((String, String), usize);

/// Where the rows begin, and the columns of amounts.
fn slots(rows: &[Vec<Data>]) -> (usize, Vec<Slot>) {
    let head = rows.iter().position(|r| r[0] == "序号").expect("headings");
    let mut over = String::new();
    let mut found = Vec::new();
    for (i, (upper, lower)) in rows[head].iter().zip(&rows[head + 1]).enumerate() {
        if *lower == Data::Empty {
            continue;
        }
        if *upper != Data::Empty {
            over = upper.to_string().split('（').next().unwrap_or_default().to_owned();
        }
        found.push(((over.clone(), lower.to_string().replace('年', "")), i));
    }
    (head + 2, found)
}

#[test]
fn it_adds_up_to_the_payments_by_payer_county_and_due_date() {
    let world = city();
    let payments = rows(&world.settle().files["payments.csv"]);
    let awards = rows(&world.settle().files["awards.csv"]);
    let county: BTreeMap<&str, &str> = awards.iter().map(|r| (r["uscc"].as_str(), r["county"].as_str())).collect();
    let bytes = &papers(&world, Lang::Zh)[FILE];
    assert_eq!(sheets(bytes), ["本期", "以后各期", "东县", "西县"]);
    let mut whole = 0;
    for name in sheets(bytes) {
        let rows = sheet(bytes, &name);
        let (first, slots) = slots(&rows);
        let total = rows.iter().find(|r| r[0].to_string().starts_with("合计（")).expect("a total");
        let mut seen = 0;
        for ((payer, due), at) in &slots {
            let those = payments.iter().filter(|p| {
                p["payer"] == *payer
                    && p["due"] == *due
                    && (["本期", "以后各期"].contains(&name.as_str()) || county[p["uscc"].as_str()] == name)
            });
            let sum: i128 = those.map(|p| fen(&p["amount"])).filter(|f| *f > 0).sum();
            assert!(sum > 0, "{name} {payer} {due}: nothing to compare");
            assert_eq!(cents(&total[*at]), sum, "{name} {payer} {due}");
            let each: i128 = rows[first..]
                .iter()
                .filter(|r| matches!(r[0], Data::Float(_) | Data::Int(_)))
                .map(|r| cents(&r[*at]))
                .sum();
            assert_eq!(each, sum, "{name} {payer} {due}: the rows");
            seen += sum;
        }
        let all = payments.iter().filter(|p| match name.as_str() {
            "本期" => p["due"] == "2023",
            "以后各期" => p["due"] != "2023",
            county_name => p["payer"] == "县级" && county[p["uscc"].as_str()] == county_name,
        });
        assert_eq!(
            seen,
            all.map(|p| fen(&p["amount"])).filter(|f| *f > 0).sum::<i128>(),
            "{name}: nothing is left out"
        );
        whole += if ["本期", "以后各期"].contains(&name.as_str()) { seen } else { 0 };
        assert!(recalculated(bytes, &name) > 5, "{name}: few sums are live");
        let live = formulas(bytes, &name);
        assert!(live.iter().any(|f| f.starts_with("SUM(") && f.contains(',')) || live.len() > 3, "{live:?}");
    }
    assert_eq!(whole, payments.iter().map(|p| fen(&p["amount"])).filter(|f| *f > 0).sum::<i128>());
}

#[test]
fn an_account_stands_only_beside_the_enterprise_that_is_paid() {
    let bytes = &papers(&city(), Lang::Zh)[FILE];
    let rows = sheet(bytes, "本期");
    let accounts = column(&rows, "收款账号");
    let recipients = column(&rows, "收款方");
    let (mut own, mut others) = (0, 0);
    for ((_, account), (number, recipient)) in accounts.iter().zip(&recipients) {
        match recipient.to_string().as_str() {
            "企业" => {
                assert!(account.to_string().starts_with("6222"), "{number:?}");
                own += 1;
            }
            "合作银行" => {
                assert_eq!(**account, Data::Empty);
                others += 1;
            }
            _ => {}
        }
    }
    assert!(own > 5 && others > 3, "{own} {others}");
}

#[test]
fn banks_have_columns_only_where_the_roster_has_them() {
    let world = World::new().measure("m", &pays("投入")).enterprise("甲", "投入=100");
    let said = words(&papers(&world, Lang::Zh)[FILE], "本期");
    assert!(!said.contains("收款账号") && !said.contains("开户银行") && said.contains("甲"), "{said}");
    assert!(said.contains("合计金额（大写）：人民币壹佰元整"), "{said}");
}

#[test]
fn the_columns_are_those_of_the_layout() {
    let layout = "signatories = [\"经办人\", \"局长\"]\n[payment-list]\ncolumns = [\"total\", { column = \"name\", heading = \"单位\" }, \"amounts\", \"account\"]\n";
    let bytes = &papers(&city().layout(layout), Lang::Zh)[FILE];
    let rows = sheet(bytes, "本期");
    let head = rows.iter().position(|r| r[0] == "合计").expect("headings");
    assert_eq!(rows[head][1].to_string(), "单位");
    let last = rows[head].len() - 1;
    assert_eq!(rows[head][last].to_string(), "收款账号");
    let said = words(bytes, "本期");
    assert!(said.contains("经办人：") && said.contains("局长：") && !said.contains("制表"), "{said}");
    // the total before the amounts adds up those behind it
    for row in rows[head + 2..].iter().filter(|r| r[1].to_string().starts_with("企业")) {
        assert_eq!(cents(&row[0]), row[2..last].iter().map(cents).sum::<i128>(), "{row:?}");
    }
}

#[test]
fn a_run_that_pays_nobody_has_an_empty_list() {
    let world = World::new()
        .fields(&super::with_accounts())
        .measure("m", &pays("投入"))
        .enterprise("甲", &format!("账号={}", account(1)));
    let bytes = &papers(&world, Lang::Zh)[FILE];
    assert_eq!(sheets(bytes), ["本期"]);
    let said = words(bytes, "本期");
    assert!(said.contains("\n无|") && said.contains("人民币零元整"), "{said}");
}

#[test]
fn it_is_ready_to_print_and_marks_no_code_as_a_number() {
    let xml = super::everything(&papers(&city(), Lang::Zh)[FILE]);
    for set in [
        "paperSize=\"9\"",
        "fitToHeight=\"0\"",
        "第 &amp;P 页 共 &amp;N 页",
        "numberStoredAsText=\"1\"",
        "_xlnm.Print_Titles",
        "_xlnm.Print_Area",
    ] {
        assert!(xml.contains(set), "{set}");
    }
}

#[test]
fn a_list_longer_than_anybody_prints_is_a_plain_table_with_its_totals_on_top() {
    let mut world = World::new().measure("a", &pays("投入"));
    for id in ["b", "c", "d", "e", "f", "g", "h", "i", "j"] {
        world = world.measure(id, &pays("投入"));
    }
    for n in 0..2_001 {
        world = world.enterprise(&format!("企业{n}"), "投入=100");
    }
    let bytes = &papers(&world, Lang::Zh)[FILE];
    let rows = sheet(bytes, "本期");
    let said = words(bytes, "本期");
    assert!(said.contains("共 20010 行，不分组打印") && said.contains("合计：2,001,000.00"), "{}", &said[..600]);
    let total = column(&rows, "合计");
    assert_eq!(
        total.iter().map(|(_, c)| if matches!(c, Data::Float(_)) { cents(c) } else { 0 }).sum::<i128>(),
        200_100_000
    );
}
