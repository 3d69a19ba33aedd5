//! `fields.toml`: the shipped one is read, and what is wrong in one is said, all at once.

use std::sync::Arc;

use duixian::policy::fields;
use duixian::schema::{Absent, ENTERPRISES, Empty, Role};
use duixian::source::RuleText;
use duixian::value::Type;

fn file(text: &str) -> Arc<RuleText> {
    Arc::new(RuleText { name: "fields.toml".to_owned(), text: text.to_owned() })
}

#[test]
fn the_shipped_fields_are_read() {
    let schema = fields::read(&file(include_str!("../../../rules/zhuzhou/fields.toml"))).unwrap();
    assert_eq!(schema.tables.len(), 11);
    let enterprises = schema.get(ENTERPRISES).unwrap();
    assert_eq!(enterprises.sheets, ["企业名单"]);
    assert_eq!(enterprises.absent, Absent::Error);
    let county = enterprises.role(Role::County).unwrap();
    let Type::Choice(choice) = &enterprises.fields[county.0].ty else { panic!("the county is a choice") };
    assert_eq!(choice.options.len(), 10);
    let last = enterprises.field("上年研发费用").unwrap();
    assert_eq!(enterprises.fields[last.0].year_offset, Some(-1));
    let issued = enterprises.field("高企发证日期").unwrap();
    let Empty::None { unless_filled, .. } = &enterprises.fields[issued.0].empty else {
        panic!("an empty date is none")
    };
    assert_eq!(unless_filled.len(), 2);
    let loans = schema.get(schema.table("信用贷款").unwrap()).unwrap();
    assert_eq!(loans.sheets, ["信用贷款"]);
    let due = loans.field("逾期日期").unwrap();
    assert_eq!(loans.fields[due.0].empty, Empty::None { unless_filled: vec![], only_if_zero: loans.field("逾期本金") });
}

#[test]
fn every_mistake_is_named_at_once() {
    let text = r#"
[[table]]
name = "企业"
absent = "eror"
field = [
  { name = "代码", type = "text", role = "code", empty = "reject" },
  { name = "名称", type = "txt", role = "name", empty = "reject" },
  { name = "产值", type = "money", empty = "none", unless_filled = ["产值额"], heading = ["a"] },
  { name = "产值", type = "money", empty = "missing", year = 0.5 },
]
"#;
    let found = fields::read(&file(text)).unwrap_err();
    let codes: Vec<&str> = found.iter().map(|f| f.code.id).collect();
    assert_eq!(
        codes,
        [
            "policy/unknown-word",
            "policy/unknown-key",
            "policy/float",
            "policy/duplicate",
            "policy/unknown-word",
            "policy/unknown-name",
            "policy/fields",
        ],
        "{found:#?}"
    );
    assert!(found.iter().all(|f| !f.remedy.zh.is_empty() && !f.remedy.en.is_empty()));
}

#[test]
fn all_syntax_errors_are_named_at_once() {
    let found = fields::read(&file("[[table]]\nname = 企业\nabsent = \nfield = [\"a\" \"b\"]\n")).unwrap_err();
    assert!(found.len() >= 3, "{found:#?}");
    assert!(found.iter().all(|f| f.code.id == "policy/syntax"));
}
