//! A checked expression in plain Chinese, parameters by their values: `10% × 符合“合格合同”的技术合同的当年实付金额合计`.
//!
//! What is said here is for readers of a published table; nothing reads it back.

use crate::calendar::{Date, Period};
use crate::lang::ast::{Aggregate, Binary};
use crate::lang::builtins::{self, Function};
use crate::lang::typed::Kind;
use crate::lang::{BandKind, Typed};
use crate::policy::pack::{Dated, Pack};
use crate::policy::wording;
use crate::schema::TableId;
use crate::value::{Type, Value};

/// What is in force where an expression is said.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a> {
    pub pack: &'a Pack,
    /// The days of the measure that it belongs to.
    pub days: Period,
    /// Only what is in force on this day; else all that is on one of the days.
    pub on: Option<Date>,
}

/// How tightly the operands of an operator must hold together; as in `lang::print`.
const OR: u8 = 1;
const AND: u8 = 2;
const COMPARED: u8 = 4;
const TERM: u8 = 5;
const FACTOR: u8 = 6;
const WHOLE: u8 = 8;

impl<'a> Said<'a> {
    /// The values of a dated thing that matter here.
    pub fn in_force<T>(self, values: &'a [Dated<T>]) -> impl Iterator<Item = &'a Dated<T>> {
        values.iter().filter(move |v| v.period.overlaps(self.days) && self.on.is_none_or(|day| v.period.contains(day)))
    }

    /// The expression as a sentence part.
    pub fn words(self, typed: &Typed) -> String {
        self.within(typed, 0)
    }

    /// The expression where at least `least` is needed: in brackets if it is looser.
    fn within(self, typed: &Typed, least: u8) -> String {
        let words = self.bare(typed);
        if tightness(&typed.kind) < least { format!("（{words}）") } else { words }
    }

    fn bare(self, typed: &Typed) -> String {
        match &typed.kind {
            Kind::Literal(Value::Text(text)) => text.to_string(),
            Kind::Literal(value) => wording::value(&typed.ty, value),
            Kind::Field { table, field } | Kind::Pending { table, field } => self.field(*table, *field).to_owned(),
            Kind::Filled { table, field } => format!("已填写{}", self.field(*table, *field)),
            Kind::Default { table, field, default } => {
                format!("{}（没有填写的按{}计）", self.field(*table, *field), spaced(&self.words(default)))
            }
            Kind::Parameter(id) => self.parameter(id.0),
            Kind::Definition(id, _) => self.pack.definitions.get(id.0).map(|d| d.name.clone()).unwrap_or_default(),
            Kind::PolicyYear => "政策年度".to_owned(),
            Kind::AsOf => "核定日".to_owned(),
            Kind::Not(inner) => self.negated(inner),
            Kind::Negate(inner) => format!("−{}", self.within(inner, WHOLE)),
            Kind::Logic { and: true, left, right } => {
                format!("{}，且{}", self.within(left, AND), self.within(right, AND))
            }
            Kind::Logic { and: false, left, right } => {
                // 甲或乙，且丙 would be read as （甲或乙）且丙: an 且 within an 或 has brackets of its own
                let part = |one: &Typed| self.within(one, if tightness(&one.kind) == OR { OR } else { AND + 1 });
                format!("{}或{}", part(left), part(right))
            }
            Kind::Arithmetic { op, left, right } => {
                let (sign, level) = match op {
                    Binary::Add => ("+", TERM),
                    Binary::Subtract => ("−", TERM),
                    Binary::Divide => ("÷", FACTOR),
                    _ => ("×", FACTOR),
                };
                let (left, right) = (self.within(left, level), self.within(right, level + 1));
                let before = if left.ends_with('）') { "" } else { " " };
                let after = if right.starts_with('（') { "" } else { " " };
                format!("{left}{before}{sign}{after}{right}")
            }
            Kind::Compare { op, left, right } => self.compared(*op, left, right),
            Kind::In { value, set, negated } => {
                let value = self.within(value, TERM);
                let options: Vec<String> = set.iter().map(|one| self.words(one)).collect();
                let (word, between) = if *negated { ("不是", "、") } else { ("为", "或") };
                format!("{value}{word}{}", spaced(&options.join(between)))
            }
            Kind::If { condition, then, otherwise } => {
                let (then, otherwise) = (self.words(then), self.words(otherwise));
                format!("{}的为{}，否则为{}", self.words(condition), spaced(&then), spaced(&otherwise))
            }
            Kind::Call { function, args } => self.called(*function, args),
            Kind::Lookup { table, keys } => {
                let keys: Vec<String> = keys.iter().map(|key| self.words(key)).collect();
                let name = self.pack.lookups.get(table.0).map_or("", |l| l.name.as_str());
                format!("按{}查“{name}”", keys.join("、"))
            }
            Kind::Bands { bands, kind, input } => {
                let name = self.pack.bands.get(bands.0).map_or("", |b| b.name.as_str());
                let how = match kind {
                    BandKind::Marginal => "超额累进计算",
                    BandKind::Whole => "全额计算",
                    BandKind::Step => "分档确定",
                };
                format!("{}按“{name}”{how}", self.within(input, TERM))
            }
            Kind::Award(id) => {
                let title = self.pack.measures.iter().find(|m| m.number == *id).map_or("", |m| m.title.as_str());
                format!("“{title}”的核定金额")
            }
            Kind::Aggregate { aggregate, table, value, filter } => {
                self.aggregated(*aggregate, *table, value.as_deref(), filter.as_deref())
            }
        }
    }

    fn field(self, table: TableId, field: crate::schema::FieldId) -> &'a str {
        self.pack.schema.field(table, field).map_or("", |f| f.name.as_str())
    }

    /// Its value; with its days where there are several.
    fn parameter(self, id: usize) -> String {
        let Some(parameter) = self.pack.parameters.get(id) else { return String::new() };
        let values: Vec<&Dated<Value>> = self.in_force(&parameter.values).collect();
        let written = |v: &Dated<Value>| wording::value(&parameter.ty, &v.value);
        match values.as_slice() {
            [] => parameter.name.clone(),
            [one] => written(one),
            several => {
                let all: Vec<String> = several.iter().map(|v| wording::dated(&written(v), v).zh).collect();
                format!("（{}）", all.join("、"))
            }
        }
    }

    fn negated(self, inner: &Typed) -> String {
        match &inner.kind {
            Kind::Filled { table, field } => format!("没有填写{}", self.field(*table, *field)),
            Kind::Aggregate { aggregate: Aggregate::Exists, table, filter, .. } => {
                format!("没有{}", self.those(*table, filter.as_deref()))
            }
            _ => format!("非{}", self.within(inner, WHOLE)),
        }
    }

    fn compared(self, op: Binary, left: &Typed, right: &Typed) -> String {
        if let (Binary::Equal, Kind::Call { function: Function::Year, args }, Kind::PolicyYear) =
            (op, &left.kind, &right.kind)
            && let [day] = args.as_slice()
        {
            return format!("{}在政策年度内", self.within(day, WHOLE));
        }
        let days = left.ty == Type::Date;
        let word = match op {
            Binary::Equal => "为",
            Binary::Unequal => "不是",
            Binary::AtLeast if days => "不早于",
            Binary::MoreThan if days => "晚于",
            Binary::AtMost if days => "不晚于",
            Binary::LessThan if days => "早于",
            other => other.text(),
        };
        format!("{}{word}{}", self.within(left, TERM), spaced(&self.within(right, TERM)))
    }

    fn called(self, function: Function, args: &[Typed]) -> String {
        let least = if matches!(function, Function::Min | Function::Max) { 0 } else { TERM };
        let all: Vec<String> = args.iter().map(|arg| self.within(arg, least)).collect();
        match (function, all.as_slice()) {
            (Function::Year, [day]) => format!("{day}的年份"),
            (Function::Month, [day]) => format!("{day}的月份"),
            (Function::AddYears, [day, years]) => format!("{day}满 {years} 年之日"),
            (Function::Days, [from, to]) => format!("{from}至{to}的天数"),
            (Function::Min, several) => format!("（{}）中较低的", several.join("、")),
            (Function::Max, several) => format!("（{}）中较高的", several.join("、")),
            (Function::RoundDown, [amount, unit]) => format!("{amount}（舍去到 {unit}）"),
            (Function::RoundUp, [amount, unit]) => format!("{amount}（进位到 {unit}）"),
            (Function::RoundHalfUp, [amount, unit]) => format!("{amount}（四舍五入到 {unit}）"),
            (function, all) => {
                let name = builtins::TABLE.iter().find(|row| row.function == function).map_or("", |row| row.zh);
                format!("{name}（{}）", all.join("、"))
            }
        }
    }

    fn aggregated(self, made: Aggregate, table: TableId, value: Option<&Typed>, filter: Option<&Typed>) -> String {
        let those = self.those(table, filter);
        let result = match made {
            Aggregate::Exists => return format!("有{those}"),
            Aggregate::Count => return format!("{those}的个数"),
            Aggregate::Sum => "合计",
            Aggregate::Max => "取最高",
            Aggregate::Min => "取最低",
        };
        match value {
            Some(Typed { kind: Kind::Field { table, field }, .. }) if made == Aggregate::Sum => {
                format!("{those}的{}合计", self.field(*table, *field))
            }
            Some(value) => format!("{those}逐个计{}，{result}", spaced(&self.words(value))),
            None => format!("{those}{result}"),
        }
    }

    /// The records that count: `登记日期在政策年度内的技术合同`.
    pub fn those(self, table: TableId, filter: Option<&Typed>) -> String {
        let name = self.pack.schema.get(table).map_or("", |t| t.name.as_str());
        match filter {
            None => name.to_owned(),
            Some(Typed { kind: Kind::Definition(..), .. }) => {
                let filter = filter.map(|f| self.words(f)).unwrap_or_default();
                format!("符合“{filter}”的{name}")
            }
            // within a noun the clauses are not set off by commas
            Some(filter) => format!("{}的{name}", self.words(filter).replace("，且", "且")),
        }
    }
}

const fn tightness(kind: &Kind) -> u8 {
    match kind {
        Kind::If { .. } => 0,
        Kind::Logic { and: false, .. } => OR,
        Kind::Logic { and: true, .. } => AND,
        Kind::Not(_) => 3,
        Kind::Compare { .. } | Kind::In { .. } | Kind::Bands { .. } => COMPARED,
        Kind::Arithmetic { op: Binary::Add | Binary::Subtract, .. } => TERM,
        Kind::Arithmetic { .. } => FACTOR,
        _ => WHOLE,
    }
}

/// A space between Chinese and a figure, as bureaus set it.
pub(crate) fn spaced(words: &str) -> String {
    if words.starts_with(|c: char| c.is_ascii_digit()) { format!(" {words}") } else { words.to_owned() }
}
