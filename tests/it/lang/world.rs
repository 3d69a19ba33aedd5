//! A small world to evaluate in: a schema, names, values in force, and a few enterprises.
//! The examples of the table of built-ins hold for its first enterprise.

use std::collections::BTreeMap;
use std::sync::Arc;

use duixian::calendar::Date;
use duixian::dataset::{Dataset, Records, Texts};
use duixian::diagnostic::Finding;
use duixian::exact::Exact;
use duixian::lang::{
    Band, BandKind, Bands, BandsId, Binding, DefinitionId, Frame, Key, Lanes, LookupId, LookupTable, MeasureId, Name,
    ParameterId, Scope, Typed, check, evaluate, parse,
};
use duixian::schema::{Absent, ENTERPRISES, Empty, Field, Schema, Table, TableId};
use duixian::source::{RuleText, Span};
use duixian::value::{Choice, Column, State, Type, Value};

/// A cell: a value, or how it is missing.
pub type Cell = Result<Value, State>;

pub const CONTRACTS: TableId = TableId(1);
pub const AWARDS: TableId = TableId(2);

pub struct World {
    pub schema: Schema,
    pub names: BTreeMap<String, Name>,
    pub binding: Binding,
    /// Name, table, text, in the order of their ids.
    pub definitions: Vec<(&'static str, TableId, &'static str)>,
    pub checked: Vec<Option<Typed>>,
    pub data: Dataset,
}

pub fn choice(name: &str, options: &[&str]) -> Type {
    Type::Choice(Arc::new(Choice { name: name.to_owned(), options: options.iter().map(|o| (*o).to_owned()).collect() }))
}

fn table(name: &str, fields: &[(&str, Type)]) -> Table {
    Table {
        name: name.to_owned(),
        sheets: vec![name.to_owned()],
        fields: fields
            .iter()
            .map(|(name, ty)| Field {
                name: (*name).to_owned(),
                ty: ty.clone(),
                headings: Vec::new(),
                year_offset: None,
                empty: Empty::Missing,
                role: None,
                spellings: Vec::new(),
                unit_words: Vec::new(),
                tax_contribution: None,
                fill_down: false,
            })
            .collect(),
        absent: Absent::Empty,
        takes_away: false,
    }
}

pub fn exact(text: &str) -> Exact {
    let negative = text.starts_with('-');
    let digits = text.trim_start_matches('-');
    let scale = digits.split_once('.').map_or(0, |(_, d)| d.len());
    let mantissa: i128 = digits.replace('.', "").parse().expect("digits");
    Exact::scaled(if negative { -mantissa } else { mantissa }, u32::try_from(scale).expect("short")).expect("fits")
}

pub fn number(text: &str) -> Cell {
    Ok(Value::Number(exact(text)))
}

pub fn date(text: &str) -> Cell {
    Ok(Value::Date(Date::parse_iso(text).expect("a date")))
}

pub fn text(text: &str) -> Cell {
    Ok(Value::Text(Arc::from(text)))
}

pub const YES: Cell = Ok(Value::YesNo(true));
pub const NO: Cell = Ok(Value::YesNo(false));
pub const NONE: Cell = Ok(Value::None);
pub const EMPTY: Cell = Err(State::Empty);
pub const UNREADABLE: Cell = Err(State::Unreadable);
pub const ABSENT: Cell = Err(State::Absent);
pub const CONFLICT: Cell = Err(State::Conflict);

pub fn option(i: u32) -> Cell {
    Ok(Value::Choice(i))
}

/// Lower edge, upper edge, rate or amount, cap.
type BandRow<'a> = (Option<&'a str>, Option<&'a str>, &'a str, Option<&'a str>);

/// Bands whose edges belong to the band above them (以上) or to the one below (超过).
fn bands(kind: BandKind, upward: bool, rows: &[BandRow]) -> Bands {
    let bands = rows
        .iter()
        .map(|(from, to, value, cap)| Band {
            from: from.map(exact),
            from_included: upward,
            to: to.map(exact),
            to_included: !upward,
            value: exact(value),
            cap: cap.map(exact),
        })
        .collect();
    Bands::new(kind, bands).expect("sound bands")
}

pub fn schema() -> Schema {
    let level = choice("奖励级别", &["国家级", "省级"]);
    let grade = choice("奖励等级", &["一等", "二等", "三等"]);
    Schema {
        tables: vec![
            table(
                "企业",
                &[
                    ("企业名称", Type::Text),
                    ("所属县市区", choice("所属县市区", &["天元区", "茶陵县", "攸县"])),
                    ("行业门类", Type::Text),
                    ("产值", Type::Money),
                    ("营业收入", Type::Money),
                    ("应纳税所得额", Type::Money),
                    ("本年研发费用", Type::Money),
                    ("上年研发费用", Type::Money),
                    ("高企认定类型", choice("高企认定类型", &["首次认定", "重新认定"])),
                    ("高企发证日期", Type::Date),
                    ("注册日期", Type::Date),
                    ("规上工业", Type::YesNo),
                    ("非税收入", Type::Money),
                    ("职工总数", Type::Integer),
                    ("科技人员数", Type::Integer),
                    ("研发占比", Type::Number),
                ],
            ),
            table(
                "技术合同",
                &[
                    ("合同金额", Type::Money),
                    ("当年实付金额", Type::Money),
                    ("合作单位类型", choice("合作单位类型", &["高等院校", "科研院所", "企业", "其他"])),
                    ("关联方", Type::YesNo),
                    ("登记日期", Type::Date),
                    ("份数", Type::Integer),
                    ("技术类别", Type::Text),
                ],
            ),
            table("科技奖励", &[("奖励级别", level), ("奖励等级", grade)]),
        ],
    }
}

pub fn binding() -> Binding {
    let value = |text: &str| Some(Value::Number(exact(text)));
    let lookup = |rows: &[(&[u32], &str)]| {
        Some(LookupTable {
            rows: rows
                .iter()
                .map(|(keys, value)| (keys.iter().map(|k| Key::Choice(*k)).collect(), Value::Number(exact(value))))
                .collect(),
            ..LookupTable::default()
        })
    };
    Binding {
        year: 2023,
        as_of: Date::parse_iso("2023-12-31").expect("a date"),
        parameters: vec![
            value("0.1"),
            value("20000"),
            Some(Value::Date(Date::parse_iso("2022-07-01").expect("a date"))),
            value("3"),
            None,
        ],
        lookups: vec![
            lookup(&[(&[0], "0.7"), (&[1], "0.2")]),
            lookup(&[
                (&[0, 0], "1000000"),
                (&[0, 1], "500000"),
                (&[1, 0], "200000"),
                (&[1, 1], "100000"),
                (&[1, 2], "50000"),
            ]),
        ],
        bands: vec![
            Some(bands(
                BandKind::Marginal,
                true,
                &[
                    (Some("0"), Some("100000"), "0.01", None),
                    (Some("100000"), Some("1000000"), "0.005", None),
                    (Some("1000000"), None, "0.001", None),
                ],
            )),
            Some(bands(
                BandKind::Whole,
                true,
                &[
                    (Some("5000000"), Some("50000000"), "0.02", Some("100000")),
                    (Some("50000000"), Some("100000000"), "0.02", Some("200000")),
                    (Some("100000000"), None, "0.01", Some("300000")),
                ],
            )),
            Some(bands(
                BandKind::Step,
                true,
                &[(Some("100000000"), Some("1000000000"), "200000", None), (Some("1000000000"), None, "500000", None)],
            )),
            Some(bands(
                BandKind::Step,
                false,
                &[
                    (None, Some("0.1"), "0", None),
                    (Some("0.1"), Some("0.15"), "4", None),
                    (Some("0.15"), None, "8", None),
                ],
            )),
        ],
        lookup_names: vec!["县级分担".to_owned(), "奖励标准".to_owned()],
    }
}

fn names(schema: &Schema) -> BTreeMap<String, Name> {
    let field = |t: usize, name: &str| {
        let table = &schema.tables[t];
        table.fields[table.field(name).expect("field").0].ty.clone()
    };
    [
        ("补助比例", Name::Parameter(ParameterId(0), Type::Number)),
        ("单项上限", Name::Parameter(ParameterId(1), Type::Money)),
        ("起始日", Name::Parameter(ParameterId(2), Type::Date)),
        ("年限", Name::Parameter(ParameterId(3), Type::Integer)),
        ("未定比例", Name::Parameter(ParameterId(4), Type::Number)),
        ("县级分担", Name::Lookup(LookupId(0), vec![field(0, "所属县市区")], Type::Number)),
        ("奖励标准", Name::Lookup(LookupId(1), vec![field(2, "奖励级别"), field(2, "奖励等级")], Type::Money)),
        ("登记奖补", Name::Bands(BandsId(0), BandKind::Marginal, Type::Money, Type::Money)),
        ("成果奖补", Name::Bands(BandsId(1), BandKind::Whole, Type::Money, Type::Money)),
        ("机构补助", Name::Bands(BandsId(2), BandKind::Step, Type::Money, Type::Money)),
        ("评分", Name::Bands(BandsId(3), BandKind::Step, Type::Number, Type::Integer)),
        ("hnte-first", Name::Measure(MeasureId(0))),
        ("rd-award", Name::Measure(MeasureId(1))),
    ]
    .into_iter()
    .map(|(name, meaning)| (name.to_owned(), meaning))
    .collect()
}

pub fn records(schema: &Schema, table: TableId, rows: &[Vec<Cell>], texts: &mut Texts) -> Records {
    let fields = &schema.tables[table.0].fields;
    let mut columns: Vec<Column> = fields.iter().map(|f| Column::empty(&f.ty)).collect();
    for row in rows {
        assert_eq!(row.len(), fields.len(), "a cell for each field");
        for (column, cell) in columns.iter_mut().zip(row) {
            column.push(cell.clone(), texts);
        }
    }
    Records { len: rows.len(), columns, ..Records::default() }
}

/// A related table from the rows of each enterprise.
pub fn related(schema: &Schema, table: TableId, by_enterprise: &[Vec<Vec<Cell>>], texts: &mut Texts) -> Records {
    let flat: Vec<Vec<Cell>> = by_enterprise.iter().flatten().cloned().collect();
    let mut found = records(schema, table, &flat, texts);
    found.starts.push(0);
    for (i, rows) in by_enterprise.iter().enumerate() {
        for _ in rows {
            found.parents.push(u32::try_from(i).expect("small"));
        }
        found.starts.push(u32::try_from(found.parents.len()).expect("small"));
    }
    found
}

pub fn span(text: &str) -> Span {
    Span {
        file: Arc::new(RuleText { name: "measures/example.toml".to_owned(), text: text.to_owned() }),
        start: 0,
        end: text.len(),
    }
}

impl World {
    /// The world without enterprises.
    pub fn empty() -> Self {
        let schema = schema();
        let mut names = names(&schema);
        let definitions = vec![
            ("合格合同", CONTRACTS, "合作单位类型 属于 {“高等院校”, “科研院所”} 且 非 关联方"),
            ("证书有效", ENTERPRISES, "高企发证日期 <= 核定日 且 核定日 < 加年(高企发证日期, 年限)"),
            ("增量", ENTERPRISES, "本年研发费用 - 上年研发费用"),
            ("大额", CONTRACTS, "当年实付金额 > 产值 / 2000"),
            ("首补", ENTERPRISES, "核定(hnte-first) * 50%"),
        ];
        let types = [Type::YesNo, Type::YesNo, Type::Money, Type::YesNo, Type::Money];
        for (i, ((name, table, _), ty)) in definitions.iter().zip(types).enumerate() {
            names.insert((*name).to_owned(), Name::Definition(DefinitionId(i), *table, ty));
        }
        let mut world = Self {
            data: Dataset {
                tables: vec![
                    Records::default(),
                    Records { starts: vec![0], ..Records::default() },
                    Records { starts: vec![0], ..Records::default() },
                ],
                texts: Texts::default(),
            },
            schema,
            names,
            binding: binding(),
            definitions,
            checked: Vec::new(),
        };
        world.checked = world.definitions.iter().map(|(_, table, text)| Some(world.typed(text, *table))).collect();
        world
    }

    /// The world with its three enterprises: one with all cells, one with empty cells, one with none of
    /// the dates and no records.
    pub fn new() -> Self {
        let mut world = Self::empty();
        let enterprises = vec![
            vec![
                text("天元机械"),
                option(0),
                text("通用设备制造业"),
                number("500000000"),
                number("400000000"),
                EMPTY,
                number("1250000"),
                number("1000000"),
                option(0),
                date("2022-05-06"),
                NONE,
                YES,
                number("100"),
                number("100"),
                number("12"),
                number("0.12"),
            ],
            vec![
                text("茶陵食品"),
                option(1),
                EMPTY,
                EMPTY,
                UNREADABLE,
                number("0"),
                number("3"),
                EMPTY,
                NONE,
                EMPTY,
                UNREADABLE,
                EMPTY,
                CONFLICT,
                number("7"),
                number("0"),
                EMPTY,
            ],
            vec![
                text("攸县纺织"),
                option(2),
                text("纺织业"),
                number("-3.5"),
                number("0"),
                number("0.01"),
                number("0"),
                number("0"),
                option(1),
                NONE,
                date("2020-02-29"),
                NO,
                number("0"),
                number("0"),
                number("0"),
                number("0"),
            ],
        ];
        let contract = |total: &str, paid: Cell, kind: u32, related: Cell, day: Cell| {
            vec![number(total), paid, option(kind), related, day, number("1"), text("技术开发")]
        };
        let contracts = vec![
            vec![
                contract("200000", number("150000"), 0, NO, date("2023-03-15")),
                contract("300000.5", number("300000"), 1, NO, date("2023-06-01")),
                contract("100000", number("80000"), 2, YES, NONE),
            ],
            vec![contract("10", number("5"), 0, EMPTY, EMPTY), contract("20", EMPTY, 2, NO, NONE)],
            vec![],
        ];
        let awards = vec![vec![vec![option(1), option(1)]], vec![], vec![vec![option(0), option(2)]]];
        let mut texts = Texts::default();
        world.data = Dataset {
            tables: vec![
                records(&world.schema, ENTERPRISES, &enterprises, &mut texts),
                related(&world.schema, CONTRACTS, &contracts, &mut texts),
                related(&world.schema, AWARDS, &awards, &mut texts),
            ],
            texts,
        };
        assert!(duixian::dataset::fits(&world.data, &world.schema));
        world
    }

    pub fn scope(&self, table: TableId) -> Scope<'_> {
        Scope { schema: &self.schema, table, names: &self.names }
    }

    /// Parses and checks, or everything that is wrong.
    pub fn try_typed(&self, text: &str, table: TableId, want: Option<&Type>) -> Result<Typed, Vec<Finding>> {
        let expr = parse(text, &span(text))?;
        check(&expr, &self.scope(table), want)
    }

    pub fn typed(&self, text: &str, table: TableId) -> Typed {
        self.try_typed(text, table, None).unwrap_or_else(|findings| {
            panic!("{text}: {:?}", findings.iter().map(|f| &f.message.zh).collect::<Vec<_>>())
        })
    }

    pub fn frame(&self, range: std::ops::Range<usize>) -> Frame<'_> {
        let frame = Frame::new(&self.data, &self.schema, &self.binding, &self.checked, range.clone());
        frame.set_award(MeasureId(0), Lanes::numbers(range.map(|_| Ok(Exact::from(100_000))).collect()));
        frame
    }

    /// The value of an expression for an enterprise, as a text: `12.5`, `2023-01-01`, `“甲”`, `是`, `无`, `缺`.
    pub fn value(&self, text: &str, enterprise: usize) -> String {
        let typed = self.typed(text, ENTERPRISES);
        let all = evaluate(&typed, &self.frame(0..self.data.enterprises()));
        let one = evaluate(&typed, &self.frame(enterprise..enterprise + 1));
        let shown = show(&all.value(enterprise), &typed.ty);
        assert_eq!(shown, show(&one.value(0), &typed.ty), "a batch of one: {text}");
        shown
    }
}

pub fn show(value: &Cell, ty: &Type) -> String {
    match value {
        Err(_) => "缺".to_owned(),
        Ok(Value::None) => "无".to_owned(),
        Ok(Value::Number(n)) => n.to_string(),
        Ok(Value::Date(d)) => d.to_string(),
        Ok(Value::Text(t)) => format!("“{t}”"),
        Ok(Value::YesNo(answer)) => if *answer { "是" } else { "否" }.to_owned(),
        Ok(Value::Choice(i)) => match ty {
            Type::Choice(choice) => format!("“{}”", choice.options[*i as usize]),
            _ => "?".to_owned(),
        },
    }
}
