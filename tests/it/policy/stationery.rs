//! `layout.toml`: what it says of papers, what it leaves to be usual, and that it changes no rule.

use duixian::capital::Ending;
use duixian::policy::grammar::{self, Shape};
use duixian::policy::pack::Pack;
use duixian::policy::stationery::{
    BankColumn, BankFile, Blank, Encoding, Lines, Listed, PaymentColumn, PublicColumn, Stationery,
};
use duixian::policy::workbook::{Given, Imported, export, import};
use duixian::policy::{compile, layout, meaning};

use super::folder::base_with;
use crate::packs::{root, shown, sources};

/// The base pack whose enterprises have an account.
fn fields() -> String {
    let base = base_with(&[]).into_iter().find(|s| s.name == "fields.toml").unwrap().text;
    let (head, rest) = base.split_once("field  = [\n").unwrap();
    format!(
        "{head}field  = [\n  {{ name = \"开户行\", type = \"text\", role = \"bank-name\", empty = \"none\" }},\n  {{ name = \"账号\", type = \"text\", role = \"bank-account\", empty = \"none\" }},\n{rest}"
    )
}

fn pack(text: &str) -> Pack {
    compile(&base_with(&[("layout.toml", text), ("fields.toml", &fields())]))
        .unwrap_or_else(|f| panic!("{}", shown(&f)))
        .0
}

fn stationery(text: &str) -> Stationery {
    pack(text).stationery
}

/// The codes and messages of what is wrong.
fn wrong(text: &str) -> Vec<(String, String)> {
    let found = compile(&base_with(&[("layout.toml", text), ("fields.toml", &fields())])).unwrap_err();
    found.iter().map(|f| (f.code.id.to_owned(), f.message.zh.clone())).collect()
}

#[test]
fn nothing_need_be_said() {
    let (bare, _) = compile(&base_with(&[])).unwrap();
    assert_eq!(bare.stationery, Stationery::default());
    assert_eq!(stationery("# 空的\n"), Stationery::default());
    let usual = BankFile::default();
    assert_eq!((usual.headings, usual.encoding, usual.lines), (true, Encoding::Gb18030, Lines::Payment));
    assert!(usual.payers.is_none() && usual.purpose.has(Blank::Year) && usual.purpose.has(Blank::Measure));
}

#[test]
fn what_is_said_is_read() {
    let said = stationery(
        r#"
issuer      = "某局"
batch       = "第二批"
signatories = ["经办", "审核"]
capitals    = "yuan"

[public-list]
columns = ["name", { column = "code", heading = "代码" }]

[payment-list]
columns = ["account", "amounts"]

[bank-file]
columns  = ["account", "recipient", "amount"]
purpose  = "{batch}{measure}"
lines    = "enterprise"
payers   = ["县级"]
encoding = "gbk"
headings = false
"#,
    );
    assert_eq!((said.issuer.as_deref(), said.batch.as_deref()), (Some("某局"), Some("第二批")));
    assert_eq!((said.signatories, said.capitals), (vec!["经办".to_owned(), "审核".to_owned()], Ending::AfterYuan));
    let public: Vec<_> = said.public_list.columns.iter().map(|c| (c.column, c.heading.as_deref())).collect();
    assert_eq!(public, [(PublicColumn::Name, None), (PublicColumn::Code, Some("代码"))]);
    assert_eq!(said.payment_list.columns.len(), 2);
    let bank = said.bank_file;
    assert_eq!(bank.columns[0].column, BankColumn::Account);
    assert_eq!((bank.lines, bank.encoding, bank.headings), (Lines::Enterprise, Encoding::Gbk, false));
    assert_eq!(bank.payers.map(|p| p.len()), Some(1));
}

#[test]
fn a_public_list_without_amounts_has_no_column_of_them() {
    let columns = |text: &str| stationery(text).public_list.columns;
    assert!(columns("").iter().any(|c| c.column == PublicColumn::Amount));
    assert!(columns("[public-list]\namounts = false\n").iter().all(|c| c.column != PublicColumn::Amount));
}

#[test]
fn everything_that_is_wrong_is_found_at_once() {
    let found = wrong(
        r#"
isuer = "某局"
signatories = []
capitals = "jiao"

[public-list]
amounts = true
columns = ["name", "name", { heading = "金额" }, { column = "county", wide = 3 }, 7]

[bank-file]
columns = ["recipient", "account", "amount"]
purpose = "{batch}奖补"
payers = ["市", "县级", "县级"]
encoding = "utf8"
headings = "yes"
"#,
    );
    let codes: Vec<&str> = found.iter().map(|(code, _)| code.as_str()).collect();
    for (code, times) in [
        ("policy/unknown-key", 2),
        ("policy/wrong-type", 3),
        ("policy/unknown-word", 2),
        ("policy/duplicate", 2),
        ("policy/missing-key", 1),
        ("policy/unknown-name", 1),
        ("policy/layout", 2),
    ] {
        assert_eq!(codes.iter().filter(|c| **c == code).count(), times, "{code}: {found:#?}");
    }
    assert_eq!(found.len(), 13, "{found:#?}");
}

#[test]
fn a_blank_that_is_none_is_told_with_the_nearest() {
    for (purpose, said) in [("{yaer}", "没有“{yaer}”这个空位"), ("{year", "花括号不成对"), ("year}", "花括号不成对")]
    {
        let found = wrong(&format!("[bank-file]\npurpose = \"{purpose}\"\n"));
        assert_eq!(found, [("policy/layout".to_owned(), said.to_owned())]);
    }
}

#[test]
fn a_broken_file_beside_it_is_not_blamed_on_it() {
    // what cannot be read cannot be compared with: neither the payers nor the bank's fields
    let text = "[bank-file]\npayers = [\"省级\"]\n";
    let found = |pack: &str, fields: &str| {
        let files = [("layout.toml", text), ("pack.toml", pack), ("fields.toml", fields)];
        let found = compile(&base_with(&files)).unwrap_err();
        found.iter().filter(|f| format!("{:?}", f.place).contains("layout.toml")).count()
    };
    let whole = base_with(&[]).into_iter().find(|s| s.name == "pack.toml").unwrap().text;
    assert_eq!(found("id = x\n", &fields()), 0);
    // with the fields unreadable only the payer is judged
    assert_eq!(found(&whole, "table = x\n"), 1);
}

#[test]
fn the_words_of_the_grammar_are_those_of_the_readers() {
    fn words(shape: Shape) -> Vec<&'static str> {
        match shape {
            Shape::List(Shape::Either([Shape::Word(words), _])) => words.to_vec(),
            other => panic!("{other:?}"),
        }
    }
    let of = |section: &str| {
        let keys = grammar::of_file("layout.toml").unwrap().keys;
        let Shape::Section(keys) = keys.iter().find(|k| k.name == section).unwrap().shape else { panic!("{section}") };
        words(keys.iter().find(|k| k.name == "columns").unwrap().shape)
    };
    fn listed<C: Listed>() -> Vec<&'static str> {
        C::WORDS.iter().map(|(word, _)| *word).collect()
    }
    assert_eq!(of("public-list"), listed::<PublicColumn>());
    assert_eq!(of("payment-list"), listed::<PaymentColumn>());
    assert_eq!(of("bank-file"), listed::<BankColumn>());
    // and what everybody may see has no word for a bank
    assert!(of("public-list").iter().all(|word| !["bank", "account"].contains(word)));
}

#[test]
fn it_is_no_part_of_what_a_pack_means() {
    let digest = |text: &str| meaning::digest(&pack(text));
    assert_eq!(digest(""), digest("issuer = \"某局\"\n[public-list]\namounts = false\n"));
}

#[test]
fn it_is_laid_out_like_any_rule_file() {
    let text = "issuer=\"某局\"\nbatch = \"一\"\n\n\n[public-list]\ncolumns=[\"name\",]\n";
    let laid_out = layout::format("layout.toml", text).unwrap();
    assert_eq!(laid_out, "issuer = \"某局\"\nbatch  = \"一\"\n\n[public-list]\ncolumns = [\"name\"]\n");
}

#[test]
fn a_workbook_of_the_rules_says_that_it_is_not_in_it_and_leaves_it_alone() {
    let files = sources(&root().join("rules/zhuzhou"));
    let (pack, _) = compile(&files).unwrap_or_else(|f| panic!("{}", shown(&f)));
    let sheets = export(&pack);
    assert!(sheets[0].rows.iter().any(|row| row[0] == "layout.toml" && row[1].contains("原样保留")));
    let bytes = duixian::payout::rulebook::write(&pack).unwrap();
    let given: Vec<Given> = duixian::roster::plain::sheets("rules.xlsx", &bytes)
        .unwrap_or_else(|f| panic!("{}", shown(&f)))
        .into_iter()
        .map(|sheet| Given {
            name: sheet.name.to_string(),
            cells: sheet.cells.into_iter().map(|c| ((c.row, c.column), c.text)).collect(),
        })
        .collect();
    let Imported { changes, files: changed, .. } =
        import(&pack, &files, "rules.xlsx", &given).unwrap_or_else(|f| panic!("{}", shown(&f)));
    assert!(changes.is_empty() && changed.is_empty());
}
