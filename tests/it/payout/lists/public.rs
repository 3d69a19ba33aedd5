//! 公示名单.xlsx: who is paid, and never anything of a bank.

use std::io::{Cursor, Read as _};

use duixian::diagnostic::Lang;

use super::{cents, city, everything, fen, papers, sheet, words};
use crate::settle::world::rows;

const FILE: &str = "公示名单.xlsx";

#[test]
fn it_has_what_is_paid_and_nothing_else() {
    let world = city();
    let awards = rows(&world.settle().files["awards.csv"]);
    let bytes = &papers(&world, Lang::Zh)[FILE];
    let listed: Vec<(String, i128)> = sheet(bytes, "公示名单")
        .iter()
        .filter(|r| r[1].to_string().starts_with("企业") && r[2].to_string().len() == 18)
        .map(|r| (r[2].to_string(), cents(&r[4])))
        .collect();
    // by measure, as the sections are
    let mut paid: Vec<(String, i128)> = Vec::new();
    for id in ["whole", "shared", "agent"] {
        let those = awards.iter().filter(|r| r["measure"] == id && r["status"] == "paid");
        paid.extend(those.map(|r| (r["uscc"].clone(), fen(&r["payable"]))));
    }
    assert!(
        paid.len() > 15
            && awards.iter().any(|r| r["status"] == "held")
            && awards.iter().any(|r| r["status"] == "recover")
    );
    assert_eq!(listed, paid);
    assert_eq!(super::recalculated(bytes, "公示名单"), 4, "a subtotal for each measure and the total");
}

#[test]
fn no_account_and_no_bank_stands_anywhere_in_it() {
    let world = city();
    for layout in [
        "",
        "[public-list]\namounts = false\n",
        "[public-list]\ncolumns = [\"number\", \"code\", \"name\", \"county\", \"measure\", \"recipient\", \"amount\"]\n",
    ] {
        let all = everything(&papers(&world.clone().layout(layout), Lang::Zh)[FILE]);
        assert!(all.contains("企业1"));
        for hidden in ["6222", "某银行", "账号", "开户"] {
            assert!(!all.contains(hidden), "{hidden} with {layout:?}");
        }
    }
}

#[test]
fn not_even_in_the_shipped_city() {
    // the texts of all accounts of the sample, looked for in every part of the file
    let folder = crate::packs::root().join("sample_data/zhuzhou/2023/roster.xlsx");
    let pack = crate::packs::zhuzhou();
    let roster = crate::engine::read(&crate::engine::load(&[folder]), &pack, 2023);
    let day = duixian::calendar::Date::year_end(2023).expect("a day");
    let edition = pack.on(2023, day).expect("an edition");
    let run =
        duixian::settle::run(&edition, &roster.dataset, &duixian::settle::Options::default(), &|_| {}).expect("no bug");
    let tallies = duixian::settle::tally::tally(&run, &roster.dataset).expect("fits");
    let results =
        duixian::payout::Results { run: &run, data: &roster.dataset, places: &roster, findings: &[], lang: Lang::Zh };
    let dossier = duixian::payout::Dossier {
        results,
        tallies: &tallies,
        accounting: &roster.accounting,
        ingredients: &duixian::audit::manifest::Ingredients::default(),
        control: &[],
        rosters: &[],
        sheets: duixian::payout::enterprise::Sheets::None,
    };
    let mut archive =
        zip::ZipArchive::new(Cursor::new(duixian::payout::lists::public::write(dossier).expect("a file")))
            .expect("a zip");
    let mut all = String::new();
    for i in 0..archive.len() {
        archive.by_index(i).expect("a part").read_to_string(&mut all).expect("text");
    }
    let enterprises = results.enterprises();
    let accounts: Vec<&str> = (0..run.enterprises).map(|e| enterprises.account(e)).filter(|a| !a.is_empty()).collect();
    assert!(accounts.len() > 2_000, "{}", accounts.len());
    // a run of digits as long as an account is a code or nothing
    let digits: std::collections::BTreeSet<&str> =
        all.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() > 9).collect();
    assert!(accounts.iter().all(|account| !digits.contains(account)));
    assert!(!all.contains("银行账号"));
}

#[test]
fn amounts_are_shown_unless_the_layout_says_no() {
    let said = |layout: &str| words(&papers(&city().layout(layout), Lang::Zh)[FILE], "公示名单");
    let shown = said("");
    assert!(shown.contains("拟奖补金额（元）") && shown.contains("合计金额（大写）：人民币"), "{shown}");
    let hidden = said("[public-list]\namounts = false\n");
    assert!(!hidden.contains("金额（元）") && !hidden.contains("人民币") && hidden.contains("企业1"), "{hidden}");
}

#[test]
fn what_nobody_has_said_is_a_line_to_fill_in() {
    let said = |layout: &str| words(&papers(&city().layout(layout), Lang::Zh)[FILE], "公示名单");
    assert!(said("").contains("公示期：________年") && said("").contains("联系方式：______"));
    let given = said("issuer = \"某局\"\n[public-list]\nperiod = \"3月1日至7日\"\ncontact = \"0000-1\"\n");
    assert!(
        given.contains("公示期：3月1日至7日") && given.contains("联系方式：0000-1") && !given.contains("____"),
        "{given}"
    );
    assert!(given.contains("\n某局|"), "{given}");
}

#[test]
fn who_else_is_paid_is_said_at_the_section() {
    let said = words(&papers(&city(), Lang::Zh)[FILE], "公示名单");
    assert!(said.contains("政策agent（8 家）　收款方：合作银行"), "{said}");
}
