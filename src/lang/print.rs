//! From the syntax tree back to text. What is printed parses to the same tree; spaces, brackets that
//! change nothing and the choice between a word and its twin are not kept.

use super::ast::{Expr, Kind, Number};
use super::token::QUOTES;

/// The expression in the words of a clause: `产值 不低于 1亿元 且 非 关联方`.
#[must_use]
pub fn print(expr: &Expr) -> String {
    let mut out = String::new();
    write(expr, 0, &mut out);
    out
}

/// A number literal as it is written.
#[must_use]
pub(super) fn number(number: Number) -> String {
    let digits = format!("{:0>width$}", number.digits, width = number.scale as usize + 1);
    let (whole, decimals) = digits.split_at(digits.len().saturating_sub(number.scale as usize));
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{whole}{point}{decimals}{}", number.unit.text())
}

/// A text in quotes that do not occur in it, as far as there are such.
pub(super) fn quoted(text: &str) -> String {
    let (open, close) = QUOTES.iter().find(|(_, close)| !text.contains(*close)).copied().unwrap_or(('“', '”'));
    format!("{open}{text}{close}")
}

/// How tightly an expression holds together; brackets go around what is looser than its surroundings.
const fn precedence(kind: &Kind) -> u8 {
    match kind {
        Kind::If { .. } => 0,
        Kind::Binary { op, .. } => op.precedence(),
        Kind::Not(_) => 3,
        Kind::In { .. } => 4,
        Kind::Negate(_) => 7,
        _ => 8,
    }
}

/// Writes an expression where at least `least` is needed.
fn write(expr: &Expr, least: u8, out: &mut String) {
    let brackets = precedence(&expr.kind) < least;
    if brackets {
        out.push('(');
    }
    bare(&expr.kind, out);
    if brackets {
        out.push(')');
    }
}

fn bare(kind: &Kind, out: &mut String) {
    match kind {
        Kind::Number(literal) => out.push_str(&number(*literal)),
        Kind::Date(date) => out.push_str(&date.to_string()),
        Kind::Text(text) => out.push_str(&quoted(text)),
        Kind::YesNo(answer) => out.push(if *answer { '是' } else { '否' }),
        Kind::Name(name) => out.push_str(name),
        Kind::Not(inner) => {
            out.push_str("非 ");
            write(inner, 3, out);
        }
        Kind::Negate(inner) => {
            out.push('-');
            write(inner, 7, out);
        }
        Kind::Binary { op, left, right } => {
            let level = op.precedence();
            // comparisons do not chain, so neither side may be one
            write(left, level + u8::from(op.is_comparison()), out);
            out.push(' ');
            out.push_str(op.text());
            out.push(' ');
            write(right, level + 1, out);
        }
        Kind::In { value, set, negated } => {
            write(value, 5, out);
            out.push_str(if *negated { " 不属于 {" } else { " 属于 {" });
            list(set, out);
            out.push('}');
        }
        Kind::If { condition, then, otherwise } => {
            out.push_str("若 ");
            write(condition, 0, out);
            out.push_str(" 则 ");
            write(then, 0, out);
            out.push_str(" 否则 ");
            write(otherwise, 0, out);
        }
        Kind::Call { function, args } => {
            out.push_str(&function.name);
            out.push('(');
            list(args, out);
            out.push(')');
        }
        Kind::Aggregate { aggregate, value, table, filter } => {
            out.push_str(aggregate.text());
            out.push('(');
            if let Some(value) = value {
                write(value, 0, out);
                out.push_str(" 于 ");
            }
            out.push_str(&table.name);
            if let Some(filter) = filter {
                out.push_str(" 当 ");
                write(filter, 0, out);
            }
            out.push(')');
        }
        Kind::Award(id) => {
            out.push_str("核定(");
            out.push_str(&id.name);
            out.push(')');
        }
    }
}

fn list(items: &[Expr], out: &mut String) {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        write(item, 0, out);
    }
}
