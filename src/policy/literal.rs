//! Values that a rule file writes out: `"10%"`, `"20万元"`, `2023-01-01`, `3`, `"75% * 9 / 12 + 100% * 3 / 12"`.
//!
//! Texts are read by the expression language, so that a clause's way of writing an amount is the same
//! everywhere; only constants are accepted. Nothing passes through a float.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::document::{Data, Node};
use super::mistake;
use super::section::Said;
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::exact::Exact;
use crate::lang::{self, Scope, Typed, ast, typed};
use crate::money::Money;
use crate::say;
use crate::schema::{ENTERPRISES, Schema};
use crate::source::{Place, Span};
use crate::value::{Choice, Type, Value};

/// The value that a node writes out, with its type; `want` is the type that is needed, if one is.
pub(super) fn read(node: &Node, want: Option<&Type>, found: &mut Vec<Finding>) -> Option<(Value, Type)> {
    let (value, ty) = match &node.data {
        Data::Text(text) => {
            let said = Said { text: text.clone(), span: node.span.clone() };
            return of_text(&said, want, found);
        }
        Data::Integer(number) => (Value::Number(Exact::from(*number)), Type::Integer),
        Data::YesNo(answer) => (Value::YesNo(*answer), Type::YesNo),
        Data::Date(day) => (Value::Date(*day), Type::Date),
        _ => {
            let wanted = want.map_or("加引号的值", Type::zh);
            let wanted_en = want.map_or("a quoted value", Type::id);
            found.push(mistake::wrong_type(node, wanted, wanted_en));
            return None;
        }
    };
    match want {
        Some(Type::Money) if ty == Type::Integer => {
            let number = node.span.text();
            found.push(
                Finding::new(
                    &codes::WRONG_TYPE,
                    Place::Rule(node.span.clone()),
                    say!("金额“{number}”没有单位", "the amount `{number}` has no unit"),
                )
                .remedy(say!("写成 \"{number}元\" 或 \"{number}万元\"", "write \"{number}元\" or \"{number}万元\"")),
            );
            None
        }
        Some(Type::Number) if ty == Type::Integer => Some((value, Type::Number)),
        Some(want) if *want != ty => {
            found.push(mistake::wrong_type(node, want.zh(), want.id()));
            None
        }
        _ => Some((value, ty)),
    }
}

/// The value of a text, as a rule file or a table in CSV writes it.
pub(super) fn of_text(said: &Said, want: Option<&Type>, found: &mut Vec<Finding>) -> Option<(Value, Type)> {
    match want {
        Some(Type::Text) => Some((Value::Text(Arc::from(unquoted(&said.text))), Type::Text)),
        Some(Type::Choice(choice)) => option(said, choice, found).map(|v| (v, Type::Choice(Arc::clone(choice)))),
        _ => constant(said, want, found),
    }
}

/// An amount of money above zero and of whole 分.
pub(super) fn unit(node: &Node, found: &mut Vec<Finding>) -> Option<Money> {
    let (value, _) = read(node, Some(&Type::Money), found)?;
    let unit = match value {
        Value::Number(yuan) => Money::from_exact(yuan).filter(|m| m.is_positive()),
        _ => None,
    };
    if unit.is_none() {
        found.push(
            Finding::new(
                &codes::WRONG_TYPE,
                Place::Rule(node.span.clone()),
                say!("单位要大于零，并且是整分", "a unit must be above zero and of whole 分"),
            )
            .remedy(say!("例如 \"1元\"、\"0.01元\"、\"1万元\"", "such as \"1元\", \"0.01元\" or \"1万元\"")),
        );
    }
    unit
}

/// An amount of money of whole 分, not below zero.
pub(super) fn money(node: &Node, found: &mut Vec<Finding>) -> Option<Money> {
    let (value, _) = read(node, Some(&Type::Money), found)?;
    let amount = match value {
        Value::Number(yuan) => Money::from_exact(yuan).filter(|m| !m.is_negative()),
        _ => None,
    };
    if amount.is_none() {
        found.push(
            Finding::new(
                &codes::WRONG_TYPE,
                Place::Rule(node.span.clone()),
                say!(
                    "这里的金额不能小于零，并且要是整分",
                    "this amount must not be below zero and must be of whole 分"
                ),
            )
            .remedy(say!("改写金额", "correct the amount")),
        );
    }
    amount
}

fn option(said: &Said, choice: &Choice, found: &mut Vec<Finding>) -> Option<Value> {
    let index = choice.index(unquoted(&said.text));
    if index.is_none() {
        let options: Vec<&str> = choice.options.iter().map(String::as_str).collect();
        found.push(mistake::unknown_word(said, &choice.name, &options));
    }
    index.map(Value::Choice)
}

/// A text may stand in quotation marks of its own.
fn unquoted(text: &str) -> &str {
    [('“', '”'), ('「', '」')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
        .unwrap_or(text)
}

fn constant(said: &Said, want: Option<&Type>, found: &mut Vec<Finding>) -> Option<(Value, Type)> {
    let expr = match lang::parse(&said.text, &said.span) {
        Ok(expr) => expr,
        Err(mistakes) => {
            found.extend(mistakes);
            return None;
        }
    };
    if let Some(span) = variable(&expr) {
        found.push(not_constant(said, &span));
        return None;
    }
    let scope = Scope { schema: &Schema::default(), table: ENTERPRISES, names: &BTreeMap::new() };
    match lang::check(&expr, &scope, want) {
        Ok(typed) => {
            let value = fold(&typed);
            if value.is_none() {
                found.push(not_constant(said, &said.span));
            }
            let ty = want.cloned().unwrap_or(typed.ty);
            value.map(|value| (value, ty))
        }
        Err(mistakes) => {
            found.extend(mistakes);
            None
        }
    }
}

fn not_constant(said: &Said, at: &Span) -> Finding {
    let words = at.text();
    let text = &said.text;
    Finding::new(
        &codes::CONSTANT,
        Place::Rule(at.clone()),
        say!("这里只能写确定的值，“{words}”不是", "only a written-out value can stand here, and `{words}` is none"),
    )
    .remedy(say!(
        "写金额（20万元）、比例（10%）、日期（2023-01-01）；文本要再加中文引号：“{text}”",
        "write an amount (20万元), a rate (10%) or a date (2023-01-01); a text needs quotation marks of its own: “{text}”"
    ))
}

/// The first part of an expression that is not a constant.
fn variable(expr: &ast::Expr) -> Option<Span> {
    match &expr.kind {
        ast::Kind::Name(_) | ast::Kind::Call { .. } | ast::Kind::Aggregate { .. } | ast::Kind::Award(_) => {
            Some(expr.span.clone())
        }
        _ => expr.children().into_iter().find_map(variable),
    }
}

fn fold(typed: &Typed) -> Option<Value> {
    let number = |t: &Typed| match fold(t)? {
        Value::Number(n) => Some(n),
        _ => None,
    };
    match &typed.kind {
        typed::Kind::Literal(value) => Some(value.clone()),
        typed::Kind::Negate(a) => number(a)?.neg().map(Value::Number),
        typed::Kind::Arithmetic { op, left, right } => {
            let (a, b) = (number(left)?, number(right)?);
            let result = match op {
                ast::Binary::Add => a.add(b),
                ast::Binary::Subtract => a.sub(b),
                ast::Binary::Multiply => a.mul(b),
                ast::Binary::Divide => a.div(b),
                _ => None,
            };
            result.map(|r| Value::Number(r.reduced()))
        }
        _ => None,
    }
}
