//! A small schema to read with, and short ways to ask for what was read.

use std::sync::Arc;

use duixian::diagnostic::{Finding, Lang};
use duixian::roster::{self, Options, Roster, RosterFile};
use duixian::schema::{Absent, Empty, Field, FieldId, Role, Schema, Table, TableId};
use duixian::value::{Choice, State, Type, Value};

fn field(name: &str, ty: Type, empty: Empty) -> Field {
    Field {
        name: name.to_owned(),
        ty,
        headings: Vec::new(),
        year_offset: None,
        empty,
        role: None,
        spellings: Vec::new(),
        unit_words: Vec::new(),
        tax_contribution: None,
        fill_down: false,
    }
}

fn with(mut field: Field, role: Option<Role>, headings: &[&str]) -> Field {
    field.role = role;
    field.headings = headings.iter().map(|h| (*h).to_owned()).collect();
    field
}

fn choice(name: &str, options: &[&str]) -> Type {
    Type::Choice(Arc::new(Choice { name: name.to_owned(), options: options.iter().map(|o| (*o).to_owned()).collect() }))
}

fn none() -> Empty {
    Empty::None { unless_filled: Vec::new(), only_if_zero: None }
}

fn code() -> Field {
    with(field("统一社会信用代码", Type::Text, Empty::Reject), Some(Role::Code), &["社会信用代码", "信用代码"])
}

/// 企业, 技术合同, 信用贷款 and 限制名单, in miniature.
pub fn schema() -> Schema {
    let mut county = with(
        field("所属县市区", choice("所属县市区", &["天元区", "荷塘区", "醴陵市"]), Empty::Reject),
        Some(Role::County),
        &["县市区", "县(市、区)"],
    );
    county.fill_down = true;
    county.spellings = vec![("天元".to_owned(), "天元区".to_owned())];
    let yearly = |name: &str, offset: i16, heading: &str| {
        let mut field = with(field(name, Type::Money, Empty::Missing), None, &[heading]);
        field.year_offset = Some(offset);
        field
    };
    let mut fields = vec![
        code(),
        with(field("企业名称", Type::Text, Empty::Reject), Some(Role::Name), &["单位名称", "公司名称"]),
        county,
        with(field("产值", Type::Money, Empty::Missing), None, &["工业总产值"]),
        yearly("上年研发费用", -1, "{年-1}年研发费用"),
        yearly("本年研发费用", 0, "{年}年研发费用"),
        with(field("规上工业", Type::YesNo, Empty::Missing), None, &["是否规上"]),
        field("高企认定类型", choice("高企认定类型", &["首次认定", "重新认定"]), none()),
        with(field("高企证书编号", Type::Text, none()), Some(Role::Identifier), &["证书编号"]),
        with(field("高企发证日期", Type::Date, none()), None, &["发证日期"]),
        Field { unit_words: vec!["人".to_owned()], ..field("职工总数", Type::Integer, Empty::Missing) },
        field("占比", Type::Number, Empty::Missing),
        with(field("银行账号", Type::Text, none()), Some(Role::BankAccount), &["账号"]),
    ];
    if let Some(issued) = fields.get_mut(9) {
        issued.empty = Empty::None { unless_filled: vec![FieldId(7), FieldId(8)], only_if_zero: None };
    }
    let table = |name: &str, fields: Vec<Field>, absent: Absent| Table {
        name: name.to_owned(),
        sheets: vec![name.to_owned()],
        fields,
        takes_away: absent == Absent::Error,
        absent,
    };
    let mut enterprises = table("企业", fields, Absent::Error);
    enterprises.sheets.push("企业名单".to_owned());
    let contracts = vec![
        code(),
        with(field("合同登记编号", Type::Text, none()), Some(Role::Identifier), &[]),
        field("登记日期", Type::Date, Empty::Missing),
        field("合同金额", Type::Money, Empty::Missing),
        field("关联方", Type::YesNo, Empty::Missing),
    ];
    let loans = vec![
        code(),
        field("银行", Type::Text, Empty::Missing),
        field("逾期本金", Type::Money, Empty::Missing),
        field("逾期日期", Type::Date, Empty::None { unless_filled: Vec::new(), only_if_zero: Some(FieldId(2)) }),
    ];
    let listed = vec![
        code(),
        field("事由", Type::Text, Empty::Missing),
        field("起始日期", Type::Date, Empty::Missing),
        field("截止日期", Type::Date, none()),
    ];
    Schema {
        tables: vec![
            enterprises,
            table("技术合同", contracts, Absent::Empty),
            table("信用贷款", loans, Absent::Empty),
            table("限制名单", listed, Absent::Error),
        ],
    }
}

/// The policy year 2022, with no 限制名单.
pub fn options() -> Options {
    Options { year: 2022, assume_empty: vec!["限制名单".to_owned()], ..Options::default() }
}

pub fn file(name: &str, bytes: impl Into<Vec<u8>>) -> RosterFile {
    RosterFile { name: name.to_owned(), bytes: Arc::from(bytes.into()) }
}

pub fn read(files: &[RosterFile]) -> Result<Roster, Vec<Finding>> {
    roster::read(files, &schema(), &options())
}

/// A CSV file of enterprises.
pub fn csv(text: &str) -> RosterFile {
    file("企业.csv", text)
}

/// What a lane holds, as text: its value, `无` for none, or how it is missing.
pub fn lane(roster: &Roster, table: &str, field: &str, row: usize) -> String {
    let schema = schema();
    let table = schema.table(table).expect("a table");
    let id = schema.tables[table.0].field(field).expect("a field");
    shown(roster, &schema, table, id, row)
}

fn shown(roster: &Roster, schema: &Schema, table: TableId, id: FieldId, row: usize) -> String {
    let ty = &schema.tables[table.0].fields[id.0].ty;
    match roster.dataset.value(table, id, row) {
        None => "—".to_owned(),
        Some(Err(State::Empty)) => "空".to_owned(),
        Some(Err(State::Absent)) => "无列".to_owned(),
        Some(Err(State::Unreadable)) => "不可读".to_owned(),
        Some(Err(_)) => "矛盾".to_owned(),
        Some(Ok(Value::Number(number))) => number.to_string(),
        Some(Ok(Value::Date(day))) => day.to_string(),
        Some(Ok(Value::Text(text))) => text.to_string(),
        Some(Ok(Value::YesNo(answer))) => if answer { "是" } else { "否" }.to_owned(),
        Some(Ok(Value::Choice(option))) => match ty {
            Type::Choice(choice) => choice.options[option as usize].clone(),
            _ => unreachable!("an option of no choice"),
        },
        Some(Ok(Value::None)) => "无".to_owned(),
    }
}

/// All values of a roster as text, without where they stand.
pub fn dump(roster: &Roster) -> String {
    let schema = schema();
    let mut out = String::new();
    for (i, table) in schema.tables.iter().enumerate() {
        let records = &roster.dataset.tables[i];
        out.push_str(&format!("# {} {:?}\n", table.name, records.unattributed));
        for row in 0..records.len {
            let lanes: Vec<String> =
                (0..table.fields.len()).map(|f| shown(roster, &schema, TableId(i), FieldId(f), row)).collect();
            let parent = records.parents.get(row).copied();
            out.push_str(&format!("{parent:?} {}\n", lanes.join("|")));
        }
    }
    out
}

/// Findings as lines: severity, code, place, message, remedy.
pub fn told(findings: &[Finding], lang: Lang) -> String {
    let mut out = String::new();
    for finding in findings {
        let place = match &finding.place {
            duixian::source::Place::Cell(cell) => {
                let parts = [cell.file.to_string(), cell.sheet.to_string(), cell.address()];
                let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
                parts.join(" › ")
            }
            _ => "名单".to_owned(),
        };
        out.push_str(&format!(
            "{} {} {}\n  {}\n  建议：{}\n",
            finding.severity().id(),
            finding.code.id,
            place,
            finding.message.get(lang),
            finding.remedy.get(lang),
        ));
    }
    out
}

pub fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|f| f.code.id).collect()
}
