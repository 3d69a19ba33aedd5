//! The CSV files of a run, column by column (`README.md` and the design name them; scripts depend on them).

use crate::engine::Files;
use crate::settle::random::{city, pack};
use crate::settle::world::{World, pays, rows};

const HEADINGS: [(&str, &str); 6] = [
    (
        "awards.csv",
        "uscc,name,county,measure,status,reason,gross,rounding,cap,floor,adjustment,stacking,enterprise_cap,budget,offset,payable",
    ),
    ("payments.csv", "uscc,name,measure,component,payer,payer_unit,recipient,instalment,due,amount"),
    ("items.csv", "uscc,measure,table,file,sheet,row,used,reason,amount"),
    ("estimates.csv", "uscc,name,county,measure,status,reason,amount"),
    ("statuses.csv", "uscc,name,county,measure,value,reason"),
    ("findings.csv", "severity,code,file,sheet,cell,uscc,measure,message,remedy"),
];

fn files() -> Files {
    city(4, 40, 5).settle().files
}

#[test]
fn the_headings_are_those_of_the_contract() {
    let files = files();
    assert_eq!(files.len(), HEADINGS.len());
    for (name, head) in HEADINGS {
        assert_eq!(files[name].strip_prefix('\u{feff}').and_then(|t| t.lines().next()), Some(head), "{name}");
    }
}

#[test]
fn a_run_without_anybody_still_has_its_headings() {
    let files = pack().settle().files;
    for (name, head) in HEADINGS.iter().take(5) {
        assert_eq!(files[*name], format!("\u{feff}{head}\n"), "{name}");
    }
}

#[test]
fn lines_end_in_lf_and_there_is_one_mark() {
    for (name, text) in files() {
        assert!(text.ends_with('\n') && !text.contains('\r') && !text.contains("\n\n"), "{name}");
        assert_eq!(text.matches('\u{feff}').count(), 1, "{name}");
    }
}

fn two_decimals(text: &str, most: usize) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let Some((whole, fraction)) = digits.split_once('.') else { return false };
    let plain = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let zero = digits.bytes().all(|b| matches!(b, b'0' | b'.'));
    plain(whole)
        && plain(fraction)
        && (2..=most).contains(&fraction.len())
        && (whole == "0" || !whole.starts_with('0'))
        && (fraction.len() == 2 || !fraction.ends_with('0'))
        && !(zero && text.starts_with('-'))
}

#[test]
fn amounts_are_plain_decimals() {
    let files = files();
    for row in rows(&files["awards.csv"]).iter().filter(|r| r["status"] != "held") {
        for long in ["gross", "rounding"] {
            assert!(two_decimals(&row[long], 6), "{long}: {}", row[long]);
        }
        for short in ["cap", "floor", "adjustment", "stacking", "enterprise_cap", "budget", "offset", "payable"] {
            assert!(two_decimals(&row[short], 2), "{short}: {}", row[short]);
        }
    }
    assert!(rows(&files["payments.csv"]).iter().all(|r| two_decimals(&r["amount"], 2)));
    assert!(rows(&files["estimates.csv"]).iter().all(|r| r["amount"].is_empty() || two_decimals(&r["amount"], 2)));
    assert!(rows(&files["items.csv"]).iter().all(|r| r["amount"].is_empty() || two_decimals(&r["amount"], 6)));
}

#[test]
fn held_lines_leave_all_amounts_empty_and_paid_lines_their_reason() {
    let files = files();
    for row in rows(&files["awards.csv"]) {
        match row["status"].as_str() {
            "held" => assert!(row["gross"].is_empty() && row["payable"].is_empty() && !row["reason"].is_empty()),
            "paid" => assert!(row["reason"].is_empty(), "{row:?}"),
            "zero" | "recover" => assert!(!row["reason"].is_empty(), "{row:?}"),
            other => panic!("no status {other}"),
        }
    }
    for row in rows(&files["estimates.csv"]) {
        assert_eq!(row["amount"].is_empty(), row["status"] == "held", "{row:?}");
    }
    for row in rows(&files["statuses.csv"]) {
        assert_ne!(row["value"].is_empty(), row["reason"].is_empty(), "{row:?}");
    }
}

#[test]
fn lines_are_sorted_by_code_measure_component_payer_instalment() {
    let files = files();
    let measure = |id: &str| ["base", "ratio", "projects", "flat", "bank"].iter().position(|m| *m == id);
    let awards = rows(&files["awards.csv"]);
    assert!(awards.iter().map(|r| (r["uscc"].clone(), measure(&r["measure"]))).is_sorted());
    let payer = |id: &str| ["省级", "市级", "县级"].iter().position(|p| *p == id);
    let number = |text: &str| text.parse::<u32>().expect("a number");
    let payments = rows(&files["payments.csv"]);
    let key = |r: &crate::settle::world::Row| {
        (
            r["uscc"].clone(),
            measure(&r["measure"]),
            number(&r["component"]),
            payer(&r["payer"]),
            number(&r["instalment"]),
        )
    };
    assert!(payments.iter().map(key).is_sorted());
    assert!(payments.len() > 50);
}

#[test]
fn a_payment_says_who_that_payer_is() {
    for row in rows(&files()["payments.csv"]) {
        let unit = row["payer_unit"].as_str();
        match row["payer"].as_str() {
            "省级" => assert_eq!(unit, "某省"),
            "市级" => assert_eq!(unit, "某市"),
            "县级" => assert!(matches!(unit, "东县" | "西县"), "{unit}"),
            other => panic!("no payer {other}"),
        }
    }
}

#[test]
fn a_finding_has_its_severity_code_and_place() {
    let found = rows(&files()["findings.csv"]);
    assert!(found.iter().all(|r| matches!(r["severity"].as_str(), "error" | "hold" | "warning" | "note")));
    assert!(
        found.iter().all(|r| r["code"].split('/').count() == 2 && !r["message"].is_empty() && !r["remedy"].is_empty())
    );
    let hold = found.iter().find(|r| r["code"] == "settle/value-missing").expect("a hold");
    assert!(hold["file"].ends_with(".csv") && !hold["cell"].is_empty() && !hold["uscc"].is_empty(), "{hold:?}");
    // in a rule file the cell is line:column
    let rule = found.iter().find(|r| r["file"].ends_with(".toml")).expect("a finding about a rule");
    assert!(rule["cell"].split(':').all(|n| n.parse::<u32>().is_ok()), "{rule:?}");
}

#[test]
fn a_county_that_is_contradicted_is_empty() {
    let code = crate::settle::world::code(1);
    let settled = World::new()
        .measure("m", &pays("投入"))
        .enterprise("甲", "投入=1")
        .enterprise("甲二", &format!("统一社会信用代码={code} 企业名称=甲 投入=1 所属县=西县"))
        .settle();
    assert_eq!(settled.rows("awards.csv")[0]["county"], "");
}
