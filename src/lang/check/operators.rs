//! Types of operators: what may be added, multiplied, compared.

use super::super::ast::{Binary, Expr, Kind, Unit};
use super::super::typed::{self, Typed};
use super::{Checker, described, quote};
use crate::diagnostic::{Bilingual, codes::lang as codes};
use crate::say;
use crate::schema::TableId;
use crate::value::{Type, Value};

/// The type of two values that may stand for each other, if there is one.
pub(super) fn common(a: &Type, b: &Type) -> Option<Type> {
    match (a, b) {
        (a, b) if a == b => Some(a.clone()),
        (Type::Integer, Type::Number) | (Type::Number, Type::Integer) => Some(Type::Number),
        _ => None,
    }
}

/// The type of the result of arithmetic, if there is one.
fn result(op: Binary, a: &Type, b: &Type) -> Option<Type> {
    use Type::{Integer, Money, Number};
    match (op, a, b) {
        (Binary::Add | Binary::Subtract, Money, Money) => Some(Money),
        (Binary::Multiply, Money, Number | Integer) | (Binary::Multiply, Number | Integer, Money) => Some(Money),
        (Binary::Divide, Money, Money) => Some(Number),
        (Binary::Divide, Money, Number | Integer) => Some(Money),
        (Binary::Divide, Number | Integer, Number | Integer) => Some(Number),
        (Binary::Add | Binary::Subtract | Binary::Multiply, Number | Integer, Number | Integer) => common(a, b),
        _ => None,
    }
}

fn is_plain_number(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Number(number) => number.unit == Unit::Plain,
        Kind::Negate(inner) => is_plain_number(inner),
        _ => false,
    }
}

fn is_zero(typed: &Typed) -> bool {
    matches!(&typed.kind, typed::Kind::Literal(Value::Number(n)) if n.is_zero())
}

impl Checker<'_> {
    pub(super) fn negate(&mut self, expr: &Expr, inner: &Expr, table: TableId, hint: Option<&Type>) -> Option<Typed> {
        let inner = self.infer(inner, table, hint)?;
        if !inner.ty.is_numeric() {
            let (words, is) = (quote(&inner.words), described(&inner.ty));
            let message = Bilingual {
                zh: format!("“{words}”是{}，没有相反数", is.zh),
                en: format!("`{words}` is {}, it has no negative", is.en),
            };
            self.fail(
                &codes::TYPE,
                &inner.span,
                message,
                say!(
                    "减号用于数和金额；条件的否定写“非”",
                    "a minus is for numbers and money; a condition is negated with not"
                ),
            );
            return None;
        }
        let ty = inner.ty.clone();
        Some(Self::make(expr, typed::Kind::Negate(Box::new(inner)), ty))
    }

    pub(super) fn binary(
        &mut self,
        expr: &Expr,
        op: Binary,
        (left, right): (&Expr, &Expr),
        table: TableId,
    ) -> Option<Typed> {
        if matches!(op, Binary::And | Binary::Or) {
            let (left, right) = (self.expect(left, table, &Type::YesNo), self.expect(right, table, &Type::YesNo));
            let (left, right) = (Box::new(left?), Box::new(right?));
            let and = op == Binary::And;
            return Some(Self::make(expr, typed::Kind::Logic { and, left, right }, Type::YesNo));
        }
        if op.is_comparison() {
            let (left, right) = self.pair((left, right), table)?;
            self.comparable(op, &left, &right)?;
            let (left, right) = (Box::new(left), Box::new(right));
            return Some(Self::make(expr, typed::Kind::Compare { op, left, right }, Type::YesNo));
        }
        self.arithmetic(expr, op, (left, right), table)
    }

    /// Two operands, each taken as the type of the other where it is a bare literal.
    fn pair(&mut self, (left, right): (&Expr, &Expr), table: TableId) -> Option<(Typed, Typed)> {
        let (left, right) = if matches!(left.kind, Kind::Text(_)) || is_plain_number(left) {
            let right = self.infer(right, table, None);
            let hint = right.as_ref().map(|r| r.ty.clone());
            (self.infer(left, table, hint.as_ref()), right)
        } else {
            let left = self.infer(left, table, None);
            let hint = left.as_ref().map(|l| l.ty.clone());
            (left, self.infer(right, table, hint.as_ref()))
        };
        Some((left?, right?))
    }

    pub(super) fn comparable(&mut self, op: Binary, left: &Typed, right: &Typed) -> Option<()> {
        let order = !matches!(op, Binary::Equal | Binary::Unequal);
        let Some(ty) = common(&left.ty, &right.ty) else {
            let (a, b) = (described(&left.ty), described(&right.ty));
            let (x, y) = (quote(&left.words), quote(&right.words));
            let message = Bilingual {
                zh: format!("不能比较“{x}”（{}）与“{y}”（{}）", a.zh, b.zh),
                en: format!("cannot compare `{x}` ({}) with `{y}` ({})", a.en, b.en),
            };
            let remedy = match (&left.ty, &right.ty) {
                (Type::Money, t) | (t, Type::Money) if t.is_numeric() => say!(
                    "金额与金额比较，数与数比较；给数补上单位“元”或“万元”，或者把金额除以一个金额",
                    "compare money with money; give the number its unit, or divide the amount by an amount"
                ),
                (Type::Date, Type::Text) | (Type::Text, Type::Date) => {
                    say!("日期不加引号，写成 2023-01-31 的样子", "write dates without quotes, like 2023-01-31")
                }
                (Type::Date, t) | (t, Type::Date) if t.is_numeric() => {
                    say!("用 年(…) 取日期的年份再比较", "take the year of the date with year(…) first")
                }
                (Type::Choice(_), _) | (_, Type::Choice(_)) => {
                    say!("选项与加引号的选项文本比较", "compare a choice with one of its options in quotes")
                }
                _ => say!("让两边类型相同", "make both sides the same type"),
            };
            self.fail(&codes::TYPE, &left.span.to(&right.span), message, remedy);
            return None;
        };
        if order && !(ty.is_numeric() || ty == Type::Date) {
            let is = described(&ty);
            let x = quote(&left.words);
            let message = Bilingual {
                zh: format!("“{x}”是{}，没有大小先后", is.zh),
                en: format!("`{x}` is {}, which has no order", is.en),
            };
            self.fail(&codes::TYPE, &left.span.to(&right.span), message, say!("用 =、≠ 或“属于”", "use =, != or in"));
            return None;
        }
        Some(())
    }

    fn arithmetic(&mut self, expr: &Expr, op: Binary, (left, right): (&Expr, &Expr), table: TableId) -> Option<Typed> {
        let (left_plain, right_plain) = (is_plain_number(left), is_plain_number(right));
        let (left_expr, right_expr) = (left, right);
        let left = self.infer(left, table, None);
        let right = self.infer(right, table, None);
        let (left, right) = (left?, right?);
        if op == Binary::Divide && is_zero(&right) {
            self.fail(
                &codes::ZERO,
                &right.span,
                say!("除数是 0", "the divisor is 0"),
                say!("改正除数", "correct the divisor"),
            );
            return None;
        }
        if let Some(ty) = result(op, &left.ty, &right.ty) {
            let (left, right) = (Box::new(left), Box::new(right));
            return Some(Self::make(expr, typed::Kind::Arithmetic { op, left, right }, ty));
        }
        let additive = matches!(op, Binary::Add | Binary::Subtract);
        if additive && left.ty == Type::Money && right_plain {
            self.unit_missing(right_expr);
            return None;
        }
        if additive && right.ty == Type::Money && left_plain {
            self.unit_missing(left_expr);
            return None;
        }
        let (a, b) = (described(&left.ty), described(&right.ty));
        let (x, y) = (quote(&left.words), quote(&right.words));
        let sign = op.text();
        let message = Bilingual {
            zh: format!("“{x}”（{}）{sign}“{y}”（{}）没有意义", a.zh, b.zh),
            en: format!("`{x}` ({}) {sign} `{y}` ({}) means nothing", a.en, b.en),
        };
        let remedy = match (op, &left.ty, &right.ty) {
            (Binary::Multiply, Type::Money, Type::Money) => {
                say!("金额只能乘以比例或数", "money can only be multiplied by a rate or a number")
            }
            (Binary::Divide, _, Type::Money) => {
                say!("只有金额可以除以金额", "only money can be divided by money")
            }
            (Binary::Subtract, Type::Date, Type::Date) => {
                say!("两个日期之间的天数写 天数(起, 止)", "write days(from, to) for the days between two dates")
            }
            (_, Type::Date, _) => say!("日期的推移写 加年(日期, 年数)", "move a date with add_years(date, years)"),
            (_, Type::Money, _) | (_, _, Type::Money) => say!(
                "金额只能与金额相加减；比例要先乘以金额，数要带单位",
                "only money can be added to money; multiply a rate by an amount first, give a number its unit"
            ),
            _ => say!("算术只用于数和金额", "arithmetic is for numbers and money"),
        };
        self.fail(&codes::TYPE, &left.span.to(&right.span), message, remedy);
        None
    }

    pub(super) fn membership(
        &mut self,
        expr: &Expr,
        value: &Expr,
        set: &[Expr],
        negated: bool,
        table: TableId,
    ) -> Option<Typed> {
        let value = self.infer(value, table, None);
        let hint = value.as_ref().map(|v| v.ty.clone());
        let mut members = Vec::with_capacity(set.len());
        let mut sound = true;
        for member in set {
            let member = self.infer(member, table, hint.as_ref());
            match (&value, member) {
                (Some(value), Some(member)) => {
                    sound &= self.comparable(Binary::Equal, value, &member).is_some();
                    members.push(member);
                }
                _ => sound = false,
            }
        }
        if !sound {
            return None;
        }
        Some(Self::make(expr, typed::Kind::In { value: Box::new(value?), set: members, negated }, Type::YesNo))
    }

    /// A rounding unit that is written out must be above zero.
    pub(super) fn positive(&mut self, unit: &Typed) -> Option<()> {
        let value = match &unit.kind {
            typed::Kind::Literal(Value::Number(n)) => *n,
            typed::Kind::Negate(inner) => match &inner.kind {
                typed::Kind::Literal(Value::Number(n)) => n.neg()?,
                _ => return Some(()),
            },
            _ => return Some(()),
        };
        if value.is_positive() {
            return Some(());
        }
        let words = quote(&unit.words);
        self.fail(
            &codes::ZERO,
            &unit.span,
            say!("取整的单位“{words}”不大于零", "the rounding unit `{words}` is not above zero"),
            say!("写成 1元、0.01元 这样的单位", "write a unit such as 1元 or 0.01元"),
        );
        None
    }
}
