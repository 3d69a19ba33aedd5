//! Random expressions that parse and fit their types, and random rows to evaluate them over. Seeded.

use duixian::dataset::{Dataset, Texts};
use duixian::schema::{ENTERPRISES, Schema};
use duixian::value::{Type, Value};

use super::world::{self, ABSENT, AWARDS, CONFLICT, CONTRACTS, Cell, EMPTY, NONE, UNREADABLE, number};

/// A small generator of random numbers (splitmix64).
pub struct Dice(u64);

/// The kinds of expressions that are generated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Money,
    Number,
    Integer,
    Date,
    YesNo,
    Text,
    County,
    Partner,
}

pub const KINDS: [Kind; 8] =
    [Kind::Money, Kind::Number, Kind::Integer, Kind::Date, Kind::YesNo, Kind::Text, Kind::County, Kind::Partner];

const MONEY_FIELDS: &[&str] = &["产值", "营业收入", "应纳税所得额", "本年研发费用", "上年研发费用", "非税收入"];

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).expect("small")
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub fn anything(&mut self, depth: usize) -> String {
        let kind = self.pick(&KINDS[..7]);
        self.expression(kind, depth, false)
    }

    /// An expression of a kind; about the records of 技术合同 if `record`.
    pub fn expression(&mut self, kind: Kind, depth: usize, record: bool) -> String {
        if depth == 0 || self.below(9) == 0 {
            return self.leaf(kind, record);
        }
        // forms that every kind has
        if self.below(8) == 0 {
            let condition = self.expression(Kind::YesNo, depth - 1, record);
            let then = self.expression(kind, depth - 1, record);
            let otherwise = self.expression(kind, depth - 1, record);
            return match self.below(2) {
                0 => format!("(若 {condition} 则 {then} 否则 {otherwise})"),
                _ => format!("(if {condition} then {then} else {otherwise})"),
            };
        }
        let deeper = depth - 1;
        match kind {
            Kind::Money => self.money(deeper, record),
            Kind::Number => self.number(deeper, record),
            Kind::Integer => self.integer(deeper, record),
            Kind::Date => self.date(deeper, record),
            Kind::YesNo => self.yes_no(deeper, record),
            Kind::Text if self.below(2) == 0 => {
                let number = self.expression(Kind::Integer, deeper, record);
                format!("{}({number})", self.pick(&["文字", "digits"]))
            }
            Kind::Text => {
                let default = self.leaf(Kind::Text, record);
                self.pick(&["缺省", "default"]).to_owned() + "(行业门类, " + &default + ")"
            }
            Kind::County => "缺省(所属县市区, “攸县”)".to_owned(),
            Kind::Partner => self.leaf(kind, record),
        }
    }

    fn leaf(&mut self, kind: Kind, record: bool) -> String {
        let pick = |dice: &mut Self, own: &[&str], of_record: &[&str]| {
            let all: Vec<&str> = own.iter().chain(if record { of_record } else { &[] }).copied().collect();
            dice.pick(&all).to_owned()
        };
        match kind {
            Kind::Money => match self.below(3) {
                0 => self
                    .pick(&["0元", "1元", "0.01元", "7万元", "1.5亿元", "12345.67元", "3.3万元", "500万元"])
                    .to_owned(),
                _ => {
                    let own = [MONEY_FIELDS, &["单项上限", "增量", "核定(hnte-first)", "award('hnte-first')"]].concat();
                    pick(self, &own, &["合同金额", "当年实付金额", "合同金额", "当年实付金额"])
                }
            },
            Kind::Number => {
                pick(self, &["12%", "0.5", "1.75", "0", "研发占比", "研发占比", "补助比例", "100%", "2"], &[])
            }
            Kind::Integer => pick(
                self,
                &["0", "1", "3", "12", "2023", "职工总数", "科技人员数", "年限", "政策年度", "policy_year"],
                &["份数", "份数"],
            ),
            Kind::Date => pick(
                self,
                &["2023-01-01", "2020-02-29", "核定日", "as_of", "起始日", "高企发证日期", "注册日期"],
                &["登记日期", "登记日期"],
            ),
            Kind::YesNo => pick(
                self,
                &["是", "否", "true", "false", "规上工业", "规上工业", "证书有效"],
                &["关联方", "合格合同", "大额"],
            ),
            Kind::Text => pick(self, &["“纺织业”", "「制造业」", "'从未见过'", "企业名称", "行业门类"], &["技术类别"]),
            // a bare option has no type of its own: the field stands for the kind
            Kind::County => "所属县市区".to_owned(),
            Kind::Partner if record => "合作单位类型".to_owned(),
            Kind::Partner => "高企认定类型".to_owned(),
        }
    }

    fn unit(&mut self) -> &'static str {
        self.pick(&["1元", "0.01元", "100元", "1万元", "0.3元", "单项上限"])
    }

    /// Over the records of 技术合同, with a filter or without.
    fn over(&mut self, name: &str, ascii: &str, value: Option<Kind>, depth: usize) -> String {
        let latin = self.below(4) == 0;
        let mut out = format!("{}(", if latin { ascii } else { name });
        if let Some(kind) = value {
            out += &self.expression(kind, depth, true);
            out += if latin { " of " } else { " 于 " };
        }
        out += "技术合同";
        if self.below(4) > 0 {
            out += if latin { " where " } else { " 当 " };
            out += &self.expression(Kind::YesNo, depth, true);
        }
        out + ")"
    }

    fn amounts(&mut self, kind: Kind, depth: usize, record: bool) -> String {
        let e = |dice: &mut Self| dice.expression(kind, depth, record);
        match self.below(9) {
            0 => format!("({} + {})", e(self), e(self)),
            1 => format!("({} {} {})", e(self), self.pick(&["-", "−"]), e(self)),
            2 => format!("-{}", e(self)),
            3 => format!("{}({})", self.pick(&["绝对值", "abs"]), e(self)),
            4 => format!("{}({}, {})", self.pick(&["最小值", "min", "最小"]), e(self), e(self)),
            5 => format!("{}({}, {}, {})", self.pick(&["最大值", "max", "最大"]), e(self), e(self), e(self)),
            6 => self.over("合计", "sum", Some(kind), depth),
            7 => self.over("最大", "max", Some(kind), depth),
            _ => self.over("最小", "min", Some(kind), depth),
        }
    }

    fn money(&mut self, depth: usize, record: bool) -> String {
        match self.below(13) {
            0..=3 => self.amounts(Kind::Money, depth, record),
            4 | 5 => {
                let (a, b) =
                    (self.expression(Kind::Money, depth, record), self.expression(Kind::Number, depth, record));
                match self.below(2) {
                    0 => format!("({a} * {b})"),
                    _ => format!("({b} × {a})"),
                }
            }
            6 => {
                let (a, b) =
                    (self.expression(Kind::Money, depth, record), self.expression(Kind::Number, depth, record));
                format!("({a} / ({b} + 3))")
            }
            7 => {
                let x = self.expression(Kind::Money, depth, record);
                let unit = self.unit();
                let name = self.pick(&["向下取整", "向上取整", "四舍五入", "round_down", "round_up", "round"]);
                format!("{name}({x}, {unit})")
            }
            8 => {
                let x = self.expression(Kind::Money, depth, record);
                self.pick(&["超额累进(登记奖补, ", "marginal(登记奖补, "]).to_owned() + &x + ")"
            }
            9 => {
                let x = self.expression(Kind::Money, depth, record);
                self.pick(&["全额(成果奖补, ", "whole(成果奖补, "]).to_owned() + &x + ")"
            }
            10 => {
                let x = self.expression(Kind::Money, depth, record);
                self.pick(&["定额(机构补助, ", "step(机构补助, "]).to_owned() + &x + " * 100)"
            }
            11 => {
                let field = self.pick(MONEY_FIELDS);
                if self.below(5) == 0 {
                    return format!("{}({field})", self.pick(&["待补", "pending"]));
                }
                let value = self.expression(Kind::Money, depth, record);
                format!("{}({field}, {value})", self.pick(&["缺省", "default"]))
            }
            _ => match self.below(2) {
                0 => "合计(查(奖励标准, 奖励级别, 奖励等级) 于 科技奖励)".to_owned(),
                _ => {
                    let level = self.pick(&["“国家级”", "“省级”"]);
                    let grade = self.pick(&["“一等”", "“二等”", "“三等”"]);
                    format!("查(奖励标准, {level}, {grade})")
                }
            },
        }
    }

    fn number(&mut self, depth: usize, record: bool) -> String {
        match self.below(8) {
            0 | 1 => self.amounts(Kind::Number, depth, record),
            2 | 3 => {
                let (a, b) = (self.expression(Kind::Money, depth, record), self.expression(Kind::Money, depth, record));
                format!("({a} {} {b})", self.pick(&["/", "÷"]))
            }
            4 => {
                let (a, b) =
                    (self.expression(Kind::Integer, depth, record), self.expression(Kind::Integer, depth, record));
                format!("({a} / {b})")
            }
            5 => {
                let county = self.expression(Kind::County, depth, record);
                format!("{}(县级分担, {county})", self.pick(&["查", "lookup"]))
            }
            6 => {
                let (a, b) =
                    (self.expression(Kind::Number, depth, record), self.expression(Kind::Number, depth, record));
                format!("({a} * {b})")
            }
            _ => {
                let x = self.expression(Kind::Number, depth, record);
                let name = self.pick(&["向下取整", "向上取整", "四舍五入"]);
                let unit = self.pick(&["0.01", "0.5", "补助比例"]);
                format!("{name}({x}, {unit})")
            }
        }
    }

    fn integer(&mut self, depth: usize, record: bool) -> String {
        match self.below(9) {
            0 | 1 => self.amounts(Kind::Integer, depth, record),
            2 | 3 => {
                let d = self.expression(Kind::Date, depth, record);
                format!("{}({d})", self.pick(&["年", "月", "日", "year", "month", "day"]))
            }
            4 => {
                let (a, b) = (self.expression(Kind::Date, depth, record), self.expression(Kind::Date, depth, record));
                format!("{}({a}, {b})", self.pick(&["天数", "days"]))
            }
            5 | 6 => self.over("计数", "count", None, depth),
            7 => {
                let x = self.expression(Kind::Number, depth, record);
                format!("定额(评分, {x})")
            }
            _ => {
                let x = self.expression(Kind::Number, depth, record);
                format!("{}({x}, 1)", self.pick(&["向下取整", "向上取整", "四舍五入"]))
            }
        }
    }

    fn date(&mut self, depth: usize, record: bool) -> String {
        match self.below(6) {
            0 | 1 => {
                let d = self.expression(Kind::Date, depth, record);
                let n = if self.below(2) == 0 {
                    self.leaf(Kind::Integer, record)
                } else {
                    self.pick(&["3", "1", "-4", "年限"]).to_owned()
                };
                format!("{}({d}, {n})", self.pick(&["加年", "add_years"]))
            }
            2 => {
                let year = self.pick(&["政策年度", "政策年度 - 1", "2020", "年(核定日)"]);
                let month = self.pick(&["1", "2", "12", "年限", "职工总数"]);
                let day = self.pick(&["1", "28", "29", "31", "科技人员数"]);
                format!("{}({year}, {month}, {day})", self.pick(&["日期", "date"]))
            }
            3 => {
                let (a, b) = (self.expression(Kind::Date, depth, record), self.expression(Kind::Date, depth, record));
                format!("{}({a}, {b})", self.pick(&["最小值", "最大值"]))
            }
            4 => self.over("最大", "max", Some(Kind::Date), depth),
            _ => self.over("最小", "min", Some(Kind::Date), depth),
        }
    }

    fn yes_no(&mut self, depth: usize, record: bool) -> String {
        let partner = if record {
            ["“高等院校”", "“科研院所”", "“企业”"]
        } else {
            ["“首次认定”", "“重新认定”", "“首次认定”"]
        };
        match self.below(12) {
            0..=2 => {
                let kind = self.pick(&[Kind::Money, Kind::Number, Kind::Integer, Kind::Date]);
                let (a, b) = (self.expression(kind, depth, record), self.expression(kind, depth, record));
                let op = self.pick(&["=", "≠", "!=", ">=", ">", "<=", "<", "不低于", "超过", "不超过", "不足", "等于"]);
                format!("({a} {op} {b})")
            }
            3 | 4 => {
                let (a, b) = (self.expression(Kind::YesNo, depth, record), self.expression(Kind::YesNo, depth, record));
                let op = self.pick(&["且", "或", "and", "or", "且", "或", "="]);
                format!("({a} {op} {b})")
            }
            5 => {
                let a = self.expression(Kind::YesNo, depth, record);
                format!("({} {a})", self.pick(&["非", "not"]))
            }
            6 => {
                let county = self.expression(Kind::County, depth, record);
                let op = self.pick(&["属于", "不属于", "in", "not in"]);
                format!("({county} {op} {{“天元区”, “攸县”}})")
            }
            7 => {
                let (field, op) = (self.expression(Kind::Partner, depth, record), self.pick(&["=", "≠"]));
                format!("({field} {op} {})", self.pick(&partner))
            }
            8 => {
                let (a, b) = (self.expression(Kind::Text, depth, record), self.expression(Kind::Text, depth, record));
                format!("({a} {} {b})", self.pick(&["=", "≠"]))
            }
            9 => {
                let kind = self.pick(&[Kind::Integer, Kind::Date, Kind::Money]);
                let (a, b, c) = (
                    self.expression(kind, depth, record),
                    self.expression(kind, depth, record),
                    self.expression(kind, depth, record),
                );
                format!("({a} {} {{{b}, {c}}})", self.pick(&["属于", "不属于"]))
            }
            10 => {
                let field = self.pick(&["产值", "注册日期", "高企认定类型", "规上工业", "行业门类"]);
                format!("{}({field})", self.pick(&["已填", "filled"]))
            }
            _ => self.over("存在", "exists", None, depth),
        }
    }

    fn cell(&mut self, ty: &Type, none: bool) -> Cell {
        match self.below(24) {
            0 => return EMPTY,
            1 => {
                return match self.below(3) {
                    0 => UNREADABLE,
                    1 => CONFLICT,
                    _ => ABSENT,
                };
            }
            2 if none => return NONE,
            _ => {}
        }
        match ty {
            Type::Money => number(self.pick(&[
                "0",
                "1",
                "0.01",
                "70000",
                "12345.67",
                "1000000",
                "150000000",
                "-3.5",
                "499999.99",
                "2000000000",
                "33000",
                "1250000",
            ])),
            Type::Number => number(self.pick(&["0", "0.05", "0.1", "0.12", "1", "-0.3", "0.155"])),
            Type::Integer => number(self.pick(&["0", "1", "2", "3", "7", "12", "29", "500", "-1"])),
            Type::Date => world::date(self.pick(&[
                "2020-02-29",
                "2022-05-06",
                "2022-12-31",
                "2023-01-01",
                "2023-12-31",
                "2024-01-01",
                "2019-02-28",
            ])),
            Type::Text => world::text(self.pick(&["纺织业", "制造业", "天元机械", "技术开发"])),
            Type::YesNo => Ok(Value::YesNo(self.below(2) == 0)),
            Type::Choice(choice) => world::option(u32::try_from(self.below(choice.options.len())).expect("small")),
        }
    }

    fn row(&mut self, schema: &Schema, table: duixian::schema::TableId) -> Vec<Cell> {
        schema.tables[table.0]
            .fields
            .iter()
            .map(|f| {
                let none = matches!(f.ty, Type::Date | Type::Text | Type::Choice(_));
                self.cell(&f.ty, none)
            })
            .collect()
    }

    /// Random enterprises with up to three records each; now and then a record whose owner is not known.
    pub fn data(&mut self, schema: &Schema, enterprises: usize) -> Dataset {
        let mut texts = Texts::default();
        let mains: Vec<Vec<Cell>> = (0..enterprises).map(|_| self.row(schema, ENTERPRISES)).collect();
        let mut of = |table| -> Vec<Vec<Vec<Cell>>> {
            (0..enterprises).map(|_| (0..self.below(4)).map(|_| self.row(schema, table)).collect()).collect()
        };
        let (contracts, awards) = (of(CONTRACTS), of(AWARDS));
        let mut tables = vec![
            world::records(schema, ENTERPRISES, &mains, &mut texts),
            world::related(schema, CONTRACTS, &contracts, &mut texts),
            world::related(schema, AWARDS, &awards, &mut texts),
        ];
        if self.below(12) == 0 {
            tables[CONTRACTS.0].unattributed = Some(duixian::value::State::Unreadable);
        }
        Dataset { tables, texts }
    }
}
