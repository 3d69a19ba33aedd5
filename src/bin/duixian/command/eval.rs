//! `duixian eval`: a calculator for rule authors.

use duixian::calendar::Date;
use duixian::diagnostic::{Bilingual, Lang};
use duixian::exact::Exact;
use duixian::lang::{Step, What};
use duixian::money::{for_people, number_for_people};
use duixian::policy::calculator::Calculator;
use duixian::say;
use duixian::value::{State, Type, Value};

use super::pack;
use crate::args::Eval;
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};

/// Prints value and type, then the steps as an indented tree.
pub fn run(args: &Eval, console: &Console) -> Result<Exit, Stop> {
    let wrong = |found| Stop::with(Exit::Pack, found);
    let usage = |found| Stop::with(Exit::Usage, found);
    let calculator = match (&args.rules, args.year) {
        (Some(folder), Some(year)) => {
            let rules = pack(folder)?;
            let as_of = Date::year_end(year).ok_or_else(|| Stop::bug("no such year"))?;
            let edition = rules.pack.on(year, as_of).map_err(wrong)?;
            Calculator::of(&edition, &args.set).map_err(usage)?
        }
        _ => Calculator::bare(args.year, &args.set).map_err(usage)?,
    };
    let step = calculator.compute(&args.expression).map_err(usage)?;
    let lang = console.language.messages;
    console::out(&format!("{}  {}\n", shown(&step, lang), kind(&step.ty, lang)));
    if step.children.iter().any(|child| !is_plain(child, lang)) {
        console::out("\n");
        tree(&step, 0, lang);
    }
    Ok(if step.value.is_ok() { Exit::Done } else { Exit::Findings })
}

fn tree(step: &Step, deep: usize, lang: Lang) {
    let indent = "  ".repeat(deep);
    let note = match &step.what {
        What::Definition(_, name) if *name != step.said => format!("（{name}）"),
        _ => String::new(),
    };
    console::out(&format!("{indent}{}{note} = {}\n", step.said, shown(step, lang)));
    for child in step.children.iter().filter(|child| !is_plain(child, lang)) {
        tree(child, deep.saturating_add(1), lang);
    }
}

/// A written-out value that reads as it is written says nothing new.
fn is_plain(step: &Step, lang: Lang) -> bool {
    step.what == What::Literal && step.said == shown(step, lang)
}

/// Does this very step have no result, although everything that it is made from has one?
fn fails(step: &Step) -> bool {
    step.what == What::Operator && step.children.iter().all(|child| child.value.is_ok())
}

/// A type's name.
fn kind(ty: &Type, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => ty.zh(),
        Lang::En => ty.id(),
    }
}

fn shown(step: &Step, lang: Lang) -> String {
    let words = |text: Bilingual| text.get(lang).to_owned();
    match &step.value {
        Ok(Value::Number(number)) if step.ty == Type::Money => money(*number, lang),
        Ok(Value::Number(number)) => number_for_people(*number),
        Ok(Value::Date(day)) => day.to_string(),
        Ok(Value::Text(text)) => format!("“{text}”"),
        Ok(Value::YesNo(answer)) => words(if *answer { say!("是", "yes") } else { say!("否", "no") }),
        Ok(Value::Choice(option)) => match &step.ty {
            Type::Choice(choice) => choice.options.get(*option as usize).map(|o| format!("“{o}”")).unwrap_or_default(),
            _ => String::new(),
        },
        Ok(Value::None) => words(say!("无", "none")),
        Err(State::Conflict) => words(say!("待核（前后矛盾）", "missing (contradicted)")),
        Err(_) if fails(step) => words(say!(
            "算不出（除数为零、没有这一天或结果太大）",
            "no result (a divisor of zero, no such day, or too large)"
        )),
        Err(State::Unreadable) => words(say!("待核（算不出或读不出）", "missing (no result)")),
        Err(State::Empty | State::Absent | State::Known | State::None) => {
            words(say!("待核（没有填）", "missing (empty)"))
        }
    }
}

fn money(yuan: Exact, lang: Lang) -> String {
    format!("{}{}", for_people(yuan), if lang == Lang::Zh { "元" } else { " yuan" })
}
