//! The oracle: a second evaluator, as plain as it can be. It walks the syntax tree for one row at a time
//! over fractions of unlimited size, looks names up by their text, and shares nothing with the engine but
//! that tree.

use std::collections::BTreeMap;

use duixian::dataset::Dataset;
use duixian::lang::ast::{Aggregate, Binary, Expr, Kind, Unit};
use duixian::lang::{BandKind, Binding, Key};
use duixian::schema::{ENTERPRISES, Schema, TableId};
use duixian::value::{State, Type, Value};
use num_rational::BigRational as Big;

#[derive(Clone, Debug, PartialEq)]
pub enum V {
    Number(Big),
    Date(i64, i64, i64),
    Text(String),
    YesNo(bool),
    Nothing,
    Missing,
}

/// How often an operator or function gave a value, and how many different ones (up to a few).
#[derive(Default)]
pub struct Tally {
    pub decided: usize,
    pub different: Vec<String>,
}

pub struct Naive<'a> {
    pub schema: &'a Schema,
    pub data: &'a Dataset,
    pub binding: &'a Binding,
    /// Definitions by name.
    pub definitions: &'a BTreeMap<String, Expr>,
    /// Where the names of parameters, lookup tables and bands stand in the binding.
    pub places: &'a BTreeMap<&'static str, usize>,
    pub awards: &'a BTreeMap<String, V>,
    pub tally: BTreeMap<String, Tally>,
}

#[derive(Clone, Copy)]
pub struct At {
    pub enterprise: usize,
    /// A record of a related table.
    pub record: Option<(TableId, usize)>,
}

pub fn big(n: i128, d: i128) -> Big {
    Big::new(n.into(), d.into())
}

fn whole(n: i128) -> V {
    V::Number(big(n, 1))
}

fn leap(y: i64) -> bool {
    (y % 4 == 0 && y % 100 != 0) || y % 400 == 0
}

fn month_length(y: i64, m: i64) -> i64 {
    match m {
        2 => 28 + i64::from(leap(y)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn valid(y: i64, m: i64, d: i64) -> V {
    let sound = (1..=9999).contains(&y) && (1..=12).contains(&m) && d >= 1 && d <= month_length(y, m);
    if sound { V::Date(y, m, d) } else { V::Missing }
}

fn ordinal(y: i64, m: i64, d: i64) -> i64 {
    let years = y - 1;
    let before: i64 = (1..m).map(|m| month_length(y, m)).sum();
    years * 365 + years / 4 - years / 100 + years / 400 + before + d
}

fn as_integer(n: &Big) -> Option<i128> {
    n.is_integer().then(|| n.to_integer().try_into().ok()).flatten()
}

/// Three-valued 或.
fn any(values: impl IntoIterator<Item = V>) -> V {
    let mut missing = false;
    for value in values {
        match value {
            V::YesNo(true) => return V::YesNo(true),
            V::YesNo(false) => {}
            _ => missing = true,
        }
    }
    if missing { V::Missing } else { V::YesNo(false) }
}

fn not(value: V) -> V {
    match value {
        V::YesNo(a) => V::YesNo(!a),
        _ => V::Missing,
    }
}

fn compare(op: Binary, a: &V, b: &V) -> V {
    if *a == V::Missing || *b == V::Missing {
        return V::Missing;
    }
    if *a == V::Nothing || *b == V::Nothing {
        return V::YesNo(op == Binary::Unequal);
    }
    let order = match (a, b) {
        (V::Number(a), V::Number(b)) => a.cmp(b),
        (V::Date(a, b, c), V::Date(x, y, z)) => (a, b, c).cmp(&(x, y, z)),
        (V::Text(a), V::Text(b)) => a.cmp(b),
        (V::YesNo(a), V::YesNo(b)) => a.cmp(b),
        _ => panic!("{a:?} compared with {b:?}"),
    };
    V::YesNo(match op {
        Binary::Equal => order.is_eq(),
        Binary::Unequal => order.is_ne(),
        Binary::AtLeast => order.is_ge(),
        Binary::MoreThan => order.is_gt(),
        Binary::AtMost => order.is_le(),
        Binary::LessThan => order.is_lt(),
        _ => panic!("no comparison"),
    })
}

impl Naive<'_> {
    fn cell(&self, name: &str, at: At) -> Option<Result<V, State>> {
        let record = at.record.into_iter().chain([(ENTERPRISES, at.enterprise)]);
        for (table, row) in record {
            let Some(field) = self.schema.tables[table.0].field(name) else {
                continue;
            };
            let ty = &self.schema.tables[table.0].fields[field.0].ty;
            return Some(self.data.value(table, field, row).expect("a cell").map(|value| convert(&value, ty)));
        }
        None
    }

    fn name(&mut self, name: &str, at: At) -> V {
        if let Some(cell) = self.cell(name, at) {
            return cell.unwrap_or(V::Missing);
        }
        if let Some(body) = self.definitions.get(name) {
            return self.value(&body.clone(), at);
        }
        if let Some(place) = self.places.get(name) {
            return match &self.binding.parameters[*place] {
                Some(value) => convert(value, &Type::Number),
                None => V::Missing,
            };
        }
        match name {
            "政策年度" | "policy_year" => whole(self.binding.year.into()),
            "核定日" | "as_of" => convert(&Value::Date(self.binding.as_of), &Type::Date),
            _ => panic!("unknown name {name}"),
        }
    }

    /// The value for one row, counted under the name of what gave it.
    pub fn value(&mut self, expr: &Expr, at: At) -> V {
        let (label, value) = self.plain(expr, at);
        if value != V::Missing {
            let tally = self.tally.entry(label).or_default();
            tally.decided += 1;
            if tally.different.len() < 2 {
                let shown = format!("{value:?}");
                if !tally.different.contains(&shown) {
                    tally.different.push(shown);
                }
            }
        }
        value
    }

    fn plain(&mut self, expr: &Expr, at: At) -> (String, V) {
        let (label, value) = match &expr.kind {
            Kind::Number(n) => {
                let plain = Big::new(n.digits.into(), num_traits_pow10(n.scale));
                let value = match n.unit {
                    Unit::Plain | Unit::Yuan => plain,
                    Unit::Percent => plain / big(100, 1),
                    Unit::WanYuan => plain * big(10_000, 1),
                    Unit::YiYuan => plain * big(100_000_000, 1),
                };
                ("number", V::Number(value))
            }
            Kind::Date(d) => ("literal date", convert(&Value::Date(*d), &Type::Date)),
            Kind::Text(t) => ("text", V::Text(t.clone())),
            Kind::YesNo(a) => ("yes/no", V::YesNo(*a)),
            Kind::Name(name) => ("name", self.name(name, at)),
            Kind::Not(a) => ("非", not(self.value(a, at))),
            Kind::Negate(a) => (
                "negative",
                match self.value(a, at) {
                    V::Number(n) => V::Number(-n),
                    _ => V::Missing,
                },
            ),
            Kind::Binary { op, left, right } => {
                let (a, b) = (self.value(left, at), self.value(right, at));
                let value = match op {
                    Binary::Or => any([a, b]),
                    Binary::And => not(any([not(a), not(b)])),
                    Binary::Add | Binary::Subtract | Binary::Multiply | Binary::Divide => arithmetic(*op, a, b),
                    _ => compare(*op, &a, &b),
                };
                (op.text(), value)
            }
            Kind::In { value, set, negated } => {
                let value = self.value(value, at);
                let found: Vec<V> = set.iter().map(|m| compare(Binary::Equal, &value, &self.value(m, at))).collect();
                let found = any(found);
                if *negated { ("不属于", not(found)) } else { ("属于", found) }
            }
            Kind::If { condition, then, otherwise } => {
                let (c, a, b) = (self.value(condition, at), self.value(then, at), self.value(otherwise, at));
                let value = match c {
                    V::YesNo(true) => a,
                    V::YesNo(false) => b,
                    _ if a == b => a,
                    _ => V::Missing,
                };
                ("若", value)
            }
            Kind::Award(id) => ("核定", self.awards.get(&id.name).cloned().unwrap_or(V::Missing)),
            Kind::Aggregate { aggregate, value, table, filter } => (
                match aggregate {
                    Aggregate::Max => "最大 of records",
                    Aggregate::Min => "最小 of records",
                    other => other.text(),
                },
                self.aggregate(*aggregate, value.as_deref(), &table.name, filter.as_deref(), at),
            ),
            Kind::Call { function, args } => {
                let (name, value) = self.call(&function.name, args, at);
                (name, value)
            }
        };
        (label.to_owned(), value)
    }

    fn aggregate(
        &mut self,
        aggregate: Aggregate,
        value: Option<&Expr>,
        table: &str,
        filter: Option<&Expr>,
        at: At,
    ) -> V {
        let table = self.schema.table(table).expect("a table");
        let records = self.data.tables[table.0].of(at.enterprise);
        let stray = self.data.tables[table.0].unattributed.is_some();
        let mut counts = Vec::new();
        let mut values = Vec::new();
        for row in records {
            let at = At { record: Some((table, row)), ..at };
            let count = filter.map_or(V::YesNo(true), |f| self.value(f, at));
            let value = value.map(|v| self.value(v, at));
            if count != V::YesNo(false) {
                values.push((count.clone(), value));
            }
            counts.push(count);
        }
        if aggregate == Aggregate::Exists {
            if stray {
                counts.push(V::Missing);
            }
            return any(counts);
        }
        if stray || values.iter().any(|(count, _)| *count != V::YesNo(true)) {
            return V::Missing;
        }
        let values: Vec<V> = values.into_iter().map(|(_, v)| v.unwrap_or(whole(1))).collect();
        if values.contains(&V::Missing) {
            return V::Missing;
        }
        match aggregate {
            Aggregate::Count => whole(values.len() as i128),
            Aggregate::Sum => values.into_iter().fold(whole(0), |sum, v| arithmetic(Binary::Add, sum, v)),
            _ => {
                // no date does not count, a number that is none is missing; dates tell themselves by their
                // values or, where all are none, by the expression giving none at all
                let dates = value.is_some_and(|v| self.is_date(v, table));
                let kept: Vec<V> = values.iter().filter(|v| **v != V::Nothing).cloned().collect();
                if !dates && kept.len() < values.len() {
                    return V::Missing;
                }
                let best = kept.into_iter().reduce(|a, b| extreme(aggregate == Aggregate::Max, a, b));
                best.unwrap_or(if dates { V::Nothing } else { whole(0) })
            }
        }
    }

    /// Does the expression give dates? Seen from its outermost form.
    fn is_date(&self, expr: &Expr, table: TableId) -> bool {
        match &expr.kind {
            Kind::Date(_) => true,
            Kind::Name(name) => {
                [table, ENTERPRISES].iter().any(|t| {
                    let fields = &self.schema.tables[t.0].fields;
                    fields.iter().any(|f| f.name == *name && f.ty == Type::Date)
                }) || matches!(name.as_str(), "核定日" | "as_of" | "起始日")
            }
            Kind::If { then, .. } => self.is_date(then, table),
            Kind::Aggregate { value: Some(v), table: of, .. } => {
                self.is_date(v, self.schema.table(&of.name).expect("a table"))
            }
            Kind::Call { function, args } => match function.name.as_str() {
                "加年" | "add_years" | "日期" | "date" => true,
                "最小值" | "最大值" | "min" | "max" | "最小" | "最大" | "缺省" | "default" => {
                    args.first().is_some_and(|a| self.is_date(a, table))
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn call(&mut self, name: &str, args: &[Expr], at: At) -> (&'static str, V) {
        let word = |i: usize| match &args[i].kind {
            Kind::Name(name) => name.clone(),
            _ => panic!("a name"),
        };
        match name {
            "已填" | "filled" => {
                let value = match self.cell(&word(0), at).expect("a field") {
                    Ok(V::Nothing) | Err(State::Empty) => V::YesNo(false),
                    Ok(_) => V::YesNo(true),
                    Err(_) => V::Missing,
                };
                return ("已填", value);
            }
            "待补" | "pending" => return ("待补", V::Missing),
            "缺省" | "default" => {
                let value = match self.cell(&word(0), at).expect("a field") {
                    Ok(V::Nothing) | Err(State::Empty) => self.value(&args[1], at),
                    Ok(value) => value,
                    Err(_) => V::Missing,
                };
                return ("缺省", value);
            }
            "查" | "lookup" => {
                let keys: Vec<V> = args[1..].iter().map(|k| self.value(k, at)).collect();
                return ("查", self.look_up(&word(0), &keys));
            }
            "超额累进" | "marginal" | "全额" | "whole" | "定额" | "step" => {
                let V::Number(x) = self.value(&args[1], at) else {
                    return ("bands", V::Missing);
                };
                return self.banded(&word(0), &x);
            }
            _ => {}
        }
        let values: Vec<V> = args.iter().map(|a| self.value(a, at)).collect();
        if values.contains(&V::Missing) {
            return ("missing", V::Missing);
        }
        let dated = matches!(
            name,
            "年" | "year" | "月" | "month" | "日" | "day" | "日期" | "date" | "加年" | "add_years" | "天数" | "days"
        ) || args.first().is_some_and(|a| self.is_date(a, at.record.map_or(ENTERPRISES, |r| r.0)));
        if values.contains(&V::Nothing) {
            let label = match name {
                "年" | "year" => "年",
                _ => "nothing",
            };
            return (label, if dated { V::Nothing } else { V::Missing });
        }
        let integer = |i: usize| match &values[i] {
            V::Number(n) => as_integer(n).and_then(|n| i64::try_from(n).ok()),
            _ => None,
        };
        let day = |i: usize| match values[i] {
            V::Date(y, m, d) => (y, m, d),
            _ => panic!("a date"),
        };
        match name {
            "年" | "year" => ("年", whole(day(0).0.into())),
            "月" | "month" => ("月", whole(day(0).1.into())),
            "日" | "day" => ("日", whole(day(0).2.into())),
            "日期" | "date" => (
                "日期",
                match (integer(0), integer(1), integer(2)) {
                    (Some(y), Some(m), Some(d)) => valid(y, m, d),
                    _ => V::Missing,
                },
            ),
            "加年" | "add_years" => {
                let (y, m, d) = day(0);
                let Some(year) = integer(1).and_then(|n| y.checked_add(n)) else {
                    return ("加年", V::Missing);
                };
                let moved = if (m, d) == (2, 29) && !leap(year) { valid(year, 3, 1) } else { valid(year, m, d) };
                ("加年", moved)
            }
            "天数" | "days" => {
                let ((a, b, c), (x, y, z)) = (day(0), day(1));
                ("天数", whole((ordinal(x, y, z) - ordinal(a, b, c)).into()))
            }
            "最小值" | "min" | "最小" => {
                ("最小值", values.into_iter().reduce(|a, b| extreme(false, a, b)).expect("one"))
            }
            "最大值" | "max" | "最大" => {
                ("最大值", values.into_iter().reduce(|a, b| extreme(true, a, b)).expect("one"))
            }
            "绝对值" | "abs" => match &values[0] {
                V::Number(n) if *n < big(0, 1) => ("绝对值", V::Number(-n.clone())),
                other => ("绝对值", other.clone()),
            },
            "文字" | "digits" => {
                let V::Number(n) = &values[0] else { panic!("a number") };
                assert!(n.is_integer(), "the checker lets whole numbers in only");
                ("文字", V::Text(n.to_integer().to_string()))
            }
            _ => {
                let (V::Number(x), V::Number(unit)) = (&values[0], &values[1]) else { panic!("numbers") };
                round(name, x, unit)
            }
        }
    }

    fn look_up(&self, name: &str, keys: &[V]) -> V {
        let table = self.binding.lookups[self.places[name]].as_ref().expect("a table");
        let options: &[&[&str]] = match name {
            "县级分担" => &[&["天元区", "茶陵县", "攸县"]],
            _ => &[&["国家级", "省级"], &["一等", "二等", "三等"]],
        };
        for (row, value) in &table.rows {
            let fits = row.iter().zip(keys).zip(options).all(|((cell, key), options)| match (cell, key) {
                (Key::Choice(i), V::Text(text)) => options[*i as usize] == text,
                _ => false,
            });
            if fits {
                return convert(value, &Type::Number);
            }
        }
        V::Missing
    }

    fn banded(&self, name: &str, x: &Big) -> (&'static str, V) {
        let bands = self.binding.bands[self.places[name]].as_ref().expect("bands");
        let of = |e: duixian::exact::Exact| big(e.numerator(), e.denominator());
        let cap = |value: Big, cap: Option<duixian::exact::Exact>| match cap {
            Some(cap) if of(cap) < value => of(cap),
            _ => value,
        };
        let mut result = big(0, 1);
        for band in &bands.bands {
            let above = band.from.is_none_or(|from| *x > of(from) || (band.from_included && *x == of(from)));
            let below = band.to.is_none_or(|to| *x < of(to) || (band.to_included && *x == of(to)));
            match bands.kind {
                BandKind::Marginal => {
                    let from = of(band.from.expect("a lower edge"));
                    let top = match band.to {
                        Some(to) if of(to) < *x => of(to),
                        _ => x.clone(),
                    };
                    if top > from {
                        result += cap((top - from) * of(band.value), band.cap);
                    }
                }
                BandKind::Whole if above && below => result = cap(x * of(band.value), band.cap),
                BandKind::Step if above && below => result = cap(of(band.value), band.cap),
                _ => {}
            }
        }
        let label = match bands.kind {
            BandKind::Marginal => "超额累进",
            BandKind::Whole => "全额",
            BandKind::Step => "定额",
        };
        (label, V::Number(result))
    }
}

fn num_traits_pow10<T: From<i128>>(scale: u32) -> T {
    T::from(10i128.pow(scale))
}

fn extreme(largest: bool, a: V, b: V) -> V {
    let op = if largest { Binary::AtLeast } else { Binary::AtMost };
    if compare(op, &a, &b) == V::YesNo(true) { a } else { b }
}

fn arithmetic(op: Binary, a: V, b: V) -> V {
    let (V::Number(a), V::Number(b)) = (a, b) else {
        return V::Missing;
    };
    match op {
        Binary::Add => V::Number(a + b),
        Binary::Subtract => V::Number(a - b),
        Binary::Multiply => V::Number(a * b),
        _ if b == big(0, 1) => V::Missing,
        _ => V::Number(a / b),
    }
}

fn round(name: &str, x: &Big, unit: &Big) -> (&'static str, V) {
    let zero = big(0, 1);
    let label = match name {
        "向下取整" | "round_down" => "向下取整",
        "向上取整" | "round_up" => "向上取整",
        "四舍五入" | "round" => "四舍五入",
        _ => panic!("unknown function {name}"),
    };
    if *unit <= zero {
        return (label, V::Missing);
    }
    let negative = *x < zero;
    let size = (if negative { -x.clone() } else { x.clone() }) / unit;
    let units = match label {
        "向下取整" => size.floor(),
        "向上取整" => size.ceil(),
        _ => (size + big(1, 2)).floor(),
    };
    let value = units * unit;
    (label, V::Number(if negative { -value } else { value }))
}

pub fn convert(value: &Value, ty: &Type) -> V {
    match value {
        Value::Number(n) => V::Number(big(n.numerator(), n.denominator())),
        Value::Date(d) => V::Date(d.year().into(), d.month().into(), d.day().into()),
        Value::Text(t) => V::Text(t.to_string()),
        Value::YesNo(a) => V::YesNo(*a),
        Value::Choice(i) => match ty {
            Type::Choice(choice) => V::Text(choice.options[*i as usize].clone()),
            _ => panic!("a choice"),
        },
        Value::None => V::Nothing,
    }
}
