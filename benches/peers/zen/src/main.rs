//! The twelve rules of `benches/rules/` in ZEN expressions, over rows of a CSV file of columns.
//!
//! `zen-peer COLUMNS.csv ROUNDS`. Contexts are built and expressions compiled before the clock starts; each
//! enterprise evaluates every payable and the other payer's part of it, in the library's decimals.

use std::hint::black_box;
use std::time::Instant;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use zen_expression::variable::Variable;
use zen_expression::vm::VM;
use zen_expression::{Expression, compile_expression, expression::Standard};

/// Rule, payable in 元, and the part of it (`x`) that others than the city pay.
const RULES: [(&str, &str, &str); 12] = [
    ("first", "kind == 1 and year == 2023 ? 100000 : 0", "floor(x * 0.3)"),
    ("renewal", "kind == 2 and year == 2023 ? 50000 : 0", "floor(x * 0.4)"),
    (
        "increment",
        "deducted and research - research_before > 0 and (research - research_before) * (key_area ? 0.12 : 0.08) >= 10000 \
         ? min([floor((research - research_before) * (key_area ? 0.12 : 0.08)), 10000000]) : 0",
        "x - floor(x * 0.5)",
    ),
    (
        "cooperation",
        "((issued <= 20231231 and 20231231 < issued + 30000) or small) and paid * 0.1 >= 1000 \
         ? min([floor(paid * 0.1), 200000]) : 0",
        "floor(x * (county == 0 ? 0.7 : county == 7 or county == 8 ? 0.2 : 0.5))",
    ),
    (
        "institution",
        "industrial and research > 0 ? (output >= 1000000000 ? 500000 : output >= 100000000 ? 200000 : 0) : 0",
        "0",
    ),
    ("platform", "national + provincial > 0 ? min([national * 1000000 + provincial * 500000, 2000000]) : 0", "0"),
    ("gazelle", "gazelle ? 200000 : 0", "0"),
    ("giant", "giant == 3 ? 500000 : giant == 2 ? 200000 : giant == 1 ? 100000 : 0", "0"),
    (
        "registration",
        "registered > 0 ? min([floor(min([registered, 100000]) * 0.01 \
         + max([min([registered, 1000000]) - 100000, 0]) * 0.005 + max([registered - 1000000, 0]) * 0.001), 50000]) : 0",
        "0",
    ),
    (
        "intensity",
        "revenue > 0 and research >= revenue * (revenue <= 50000000 ? 0.05 : revenue <= 200000000 ? 0.04 : 0.03) \
         ? min([floor(research * (research < 5000000 ? 0.01 : research < 50000000 ? 0.015 : 0.02) * 0.01) * 100, 3000000]) : 0",
        "0",
    ),
    (
        "talent",
        "talents_b + talents_d > 0 ? min([talents_b * 500000 + talents_d * 100000, 3000000]) : 0",
        "floor(x * 0.4)",
    ),
    ("loan", "overdue > 0 ? round(overdue * 0.8, 2) : 0", "x - floor(x * 50) * 0.01"),
];

const AMOUNTS: [&str; 7] = ["revenue", "output", "research_before", "research", "paid", "registered", "overdue"];
const FLAGS: [&str; 5] = ["small", "deducted", "key_area", "industrial", "gazelle"];

fn main() {
    let mut args = std::env::args().skip(1);
    let file = args.next().expect("a CSV file of columns");
    let rounds: usize = args.next().and_then(|n| n.parse().ok()).unwrap_or(1);
    let text = std::fs::read_to_string(&file).expect("the columns");
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().expect("headings").split(',').collect();
    let contexts: Vec<Variable> = lines.map(|line| context(&names, line)).collect();
    let rules: Vec<(&str, Expression<Standard>, Expression<Standard>)> = RULES
        .iter()
        .map(|(name, payable, part)| {
            (*name, compile_expression(payable).expect(name), compile_expression(part).expect(name))
        })
        .collect();
    for _ in 0..rounds {
        let start = Instant::now();
        let mut vm = VM::new();
        for context in &contexts {
            black_box(all(&rules, context, &mut vm));
        }
        println!("time {:.1}", start.elapsed().as_nanos() as f64 / contexts.len() as f64);
    }
    let mut vm = VM::new();
    let mut sums = vec![(Decimal::ZERO, Decimal::ZERO); rules.len()];
    for context in &contexts {
        for (sum, (payable, part)) in sums.iter_mut().zip(all(&rules, context, &mut vm)) {
            *sum = (sum.0 + payable, sum.1 + part);
        }
    }
    for ((name, ..), (payable, part)) in rules.iter().zip(sums) {
        let fen = |yuan: Decimal| (yuan * Decimal::ONE_HUNDRED).to_i128().expect("an amount of whole 分");
        println!("sum {name} {} {}", fen(payable), fen(part));
    }
}

fn all(
    rules: &[(&str, Expression<Standard>, Expression<Standard>)],
    context: &Variable,
    vm: &mut VM,
) -> Vec<(Decimal, Decimal)> {
    rules
        .iter()
        .map(|(name, payable, part)| {
            let payable = number(payable.evaluate_with(context.shallow_clone(), vm), name);
            let _ = context.dot_insert("x", Variable::Number(payable));
            (payable, number(part.evaluate_with(context.shallow_clone(), vm), name))
        })
        .collect()
}

fn number(result: Result<Variable, zen_expression::IsolateError>, name: &str) -> Decimal {
    match result {
        Ok(Variable::Number(number)) => number,
        other => panic!("{name}: {other:?}"),
    }
}

fn context(names: &[&str], line: &str) -> Variable {
    let context = Variable::empty_object();
    for (name, text) in names.iter().zip(line.split(',')) {
        let number: i64 = text.parse().expect("a whole number");
        let value = if AMOUNTS.contains(name) {
            Variable::Number(Decimal::new(number, 2))
        } else if FLAGS.contains(name) {
            Variable::Bool(number == 1)
        } else {
            Variable::Number(Decimal::from(number))
        };
        let _ = context.dot_insert(name, value);
        if *name == "issued" {
            let _ = context.dot_insert("year", Variable::Number(Decimal::from(number / 10_000)));
        }
    }
    context
}
