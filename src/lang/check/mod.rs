//! From the syntax tree to a checked expression: names are resolved, types and units must fit.
//!
//! Everything wrong is found at once; a part that failed is not complained about again by what stands
//! around it. The type that is wanted is handed down, so that a text becomes an option of a choice and
//! a bare number is recognised as an amount without its unit.

mod calls;
mod names;
mod operators;

use super::ast::{Expr, Kind, Words};
use super::name::{Name, Scope};
use super::typed::{self, Typed};
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::{Bilingual, Code, Finding, codes::lang as codes};
use crate::say;
use crate::schema::TableId;
use crate::source::{Place, Span};
use crate::value::{Type, Value};

/// Checks an expression about the rows of `scope.table`; `want` is the type that is needed.
pub fn check(expr: &Expr, scope: &Scope, want: Option<&Type>) -> Result<Typed, Vec<Finding>> {
    let mut checker = Checker { scope, findings: Vec::new() };
    let checked = match want {
        Some(want) => checker.expect(expr, scope.table, want),
        None => checker.infer(expr, scope.table, None),
    };
    match checked {
        Some(typed) if checker.findings.is_empty() => Ok(typed),
        _ => Err(checker.findings),
    }
}

/// Checks expressions and collects what is wrong. Its methods give `None` after a finding.
struct Checker<'a> {
    scope: &'a Scope<'a>,
    findings: Vec<Finding>,
}

/// A type in a sentence: a choice with its options.
fn described(ty: &Type) -> Bilingual {
    match ty {
        Type::Choice(choice) => {
            let options = choice.options.join("、");
            say!("选项（{options}）", "one of the options {options}")
        }
        other => Bilingual { zh: other.zh().to_owned(), en: other.id().to_owned() },
    }
}

fn quote(words: &Words) -> &str {
    words.get()
}

impl<'a> Checker<'a> {
    fn fail(&mut self, code: &'static Code, span: &Span, message: Bilingual, remedy: Bilingual) {
        self.findings.push(Finding::new(code, Place::Rule(span.clone()), message).remedy(remedy));
    }

    fn make(expr: &Expr, kind: typed::Kind, ty: Type) -> Typed {
        Typed { kind, ty, span: expr.span.clone(), words: expr.words.clone() }
    }

    /// The expression, which must be of a type.
    fn expect(&mut self, expr: &Expr, table: TableId, want: &Type) -> Option<Typed> {
        let typed = self.infer(expr, table, Some(want))?;
        self.fit(typed, want)
    }

    /// Is it of the type, or a whole number where a number is wanted?
    fn fit(&mut self, typed: Typed, want: &Type) -> Option<Typed> {
        if typed.ty == *want || (typed.ty == Type::Integer && *want == Type::Number) {
            return Some(typed);
        }
        let (words, wanted, is) = (quote(&typed.words), described(want), described(&typed.ty));
        let remedy = match (want, &typed.ty) {
            (Type::Money, Type::Number | Type::Integer) => say!(
                "金额要带单位；比例要乘以一个金额",
                "an amount needs its unit, a rate must be multiplied by an amount"
            ),
            (Type::YesNo, _) => say!("写成一个条件，例如与某个值比较", "write a condition, such as a comparison"),
            (Type::Number | Type::Integer, Type::Money) => say!(
                "金额除以金额才是数；例如除以 1元",
                "money divided by money is a number; divide by 1元 for instance"
            ),
            (Type::Integer, Type::Number) => say!("用 向下取整(…, 1) 取整", "round it, such as round_down(…, 1)"),
            (Type::Date, Type::Text) => {
                say!("日期不加引号，写成 2023-01-31 的样子", "write dates without quotes, like 2023-01-31")
            }
            _ => Bilingual {
                zh: format!("改用类型为{}的表达式", wanted.zh),
                en: format!("use an expression whose type is {}", wanted.en),
            },
        };
        let message = Bilingual {
            zh: format!("这里需要{}，“{words}”是{}", wanted.zh, is.zh),
            en: format!("{} is needed here, `{words}` is {}", wanted.en, is.en),
        };
        self.fail(&codes::TYPE, &typed.span, message, remedy);
        None
    }

    /// The expression with its own type; `hint` is what would suit.
    fn infer(&mut self, expr: &Expr, table: TableId, hint: Option<&Type>) -> Option<Typed> {
        match &expr.kind {
            Kind::Number(number) => {
                let value = number.value()?;
                let ty = if number.unit.is_money() {
                    Type::Money
                } else if value.as_integer().is_some() && number.unit == super::ast::Unit::Plain {
                    Type::Integer
                } else {
                    Type::Number
                };
                if hint == Some(&Type::Money) && number.unit == super::ast::Unit::Plain {
                    self.unit_missing(expr);
                    return None;
                }
                Some(Self::make(expr, typed::Kind::Literal(Value::Number(value)), ty))
            }
            Kind::Date(date) => Some(Self::make(expr, typed::Kind::Literal(Value::Date(*date)), Type::Date)),
            Kind::YesNo(answer) => Some(Self::make(expr, typed::Kind::Literal(Value::YesNo(*answer)), Type::YesNo)),
            Kind::Text(text) => self.text(expr, text, hint),
            Kind::Name(name) => self.name(expr, name, table),
            Kind::Not(inner) => {
                let inner = self.expect(inner, table, &Type::YesNo)?;
                Some(Self::make(expr, typed::Kind::Not(Box::new(inner)), Type::YesNo))
            }
            Kind::Negate(inner) => self.negate(expr, inner, table, hint),
            Kind::Binary { op, left, right } => self.binary(expr, *op, (left, right), table),
            Kind::In { value, set, negated } => self.membership(expr, value, set, *negated, table),
            Kind::If { condition, then, otherwise } => {
                self.conditional(expr, (condition, then, otherwise), table, hint)
            }
            Kind::Call { function, args } => self.call(expr, function, args, table),
            Kind::Aggregate { aggregate, value, table: of, filter } => {
                self.aggregate(expr, *aggregate, of, (value.as_deref(), filter.as_deref()))
            }
            Kind::Award(id) => self.award(expr, id),
        }
    }

    fn unit_missing(&mut self, expr: &Expr) {
        let words = quote(&expr.words);
        self.fail(
            &codes::UNIT,
            &expr.span,
            say!("“{words}”没有单位，这里需要金额", "`{words}` has no unit, an amount of money is needed here"),
            say!("写成 {words}元 或 {words}万元", "write {words}元 or {words}万元"),
        );
    }

    /// A text, or an option where a choice suits.
    fn text(&mut self, expr: &Expr, text: &str, hint: Option<&Type>) -> Option<Typed> {
        let Some(Type::Choice(choice)) = hint else {
            return Some(Self::make(expr, typed::Kind::Literal(Value::Text(text.into())), Type::Text));
        };
        if let Some(option) = choice.index(text) {
            return Some(Self::make(expr, typed::Kind::Literal(Value::Choice(option)), Type::Choice(choice.clone())));
        }
        let name = &choice.name;
        let options = choice.options.join("、");
        let remedy = nearest(text, choice.options.iter().map(String::as_str)).map_or_else(
            || say!("改成其中之一：{options}", "use one of: {options}"),
            |near| {
                say!(
                    "是不是“{near}”？“{name}”的选项有：{options}",
                    "did you mean `{near}`? the options of `{name}` are: {options}"
                )
            },
        );
        self.fail(
            &codes::CHOICE,
            &expr.span,
            say!("“{text}”不是“{name}”的选项", "`{text}` is not an option of `{name}`"),
            remedy,
        );
        None
    }

    fn conditional(
        &mut self,
        expr: &Expr,
        (condition, then, otherwise): (&Expr, &Expr, &Expr),
        table: TableId,
        hint: Option<&Type>,
    ) -> Option<Typed> {
        let condition = self.expect(condition, table, &Type::YesNo);
        let is_text = |e: &Expr| matches!(e.kind, Kind::Text(_));
        let (then, otherwise) = if hint.is_none() && is_text(then) && !is_text(otherwise) {
            let otherwise = self.infer(otherwise, table, None);
            let ty = otherwise.as_ref().map(|o| o.ty.clone());
            (self.infer(then, table, ty.as_ref()), otherwise)
        } else {
            let then = self.infer(then, table, hint);
            let ty = hint.cloned().or_else(|| then.as_ref().map(|t| t.ty.clone()));
            (then, self.infer(otherwise, table, ty.as_ref()))
        };
        let (condition, then, otherwise) = (condition?, then?, otherwise?);
        let Some(ty) = operators::common(&then.ty, &otherwise.ty) else {
            let (a, b) = (described(&then.ty), described(&otherwise.ty));
            let message = Bilingual {
                zh: format!("“则”与“否则”的类型不同：一个是{}，一个是{}", a.zh, b.zh),
                en: format!("`then` and `else` are of different types: {} and {}", a.en, b.en),
            };
            self.fail(
                &codes::TYPE,
                &otherwise.span,
                message,
                say!(
                    "让两边类型相同；金额要带单位，例如 0元",
                    "make both the same; an amount needs its unit, such as 0元"
                ),
            );
            return None;
        };
        Some(Self::make(
            expr,
            typed::Kind::If { condition: Box::new(condition), then: Box::new(then), otherwise: Box::new(otherwise) },
            ty,
        ))
    }

    fn named(&self, name: &str) -> Option<&'a Name> {
        self.scope.names.get(name)
    }
}
