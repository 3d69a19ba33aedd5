//! Reads the gauges of a condition for a batch: every operand once, column by column; words are made only for the lanes
//! that are asked for. What holds, and what cannot be decided, has no shortfall; so 且 and 或 come out as the evaluator's.

use crate::dataset::Dataset;
use crate::diagnostic::{Bilingual, Lang};
use crate::exact::Exact;
use crate::lang::ast::Binary;
use crate::lang::{self, Frame, Lanes, Typed};
use crate::say;
use crate::schema::{ENTERPRISES, TableId};
use crate::value::{State, Value};

use super::amounts;
use super::days;
use super::gauge::{Compared, Gauge};
use super::records;

/// How far something is from holding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lack {
    pub said: String,
    /// How many parts fail.
    pub parts: usize,
    /// By how much, where there is a number to it.
    pub size: Option<Exact>,
}

impl Lack {
    pub fn new(said: &Bilingual, at: At<'_>) -> Self {
        Self { said: said.get(at.lang).to_owned(), parts: 1, size: None }
    }

    pub fn plain(said: String) -> Self {
        Self { said, parts: 1, size: None }
    }
}

/// What is read: a batch, and whose rows the lanes are.
#[derive(Clone, Copy)]
pub(super) struct At<'f> {
    pub frame: &'f Frame<'f>,
    pub data: &'f Dataset,
    pub rows: TableId,
    pub lang: Lang,
}

impl At<'_> {
    pub fn column(self, typed: &Typed) -> Lanes {
        if self.rows == ENTERPRISES {
            lang::evaluate(typed, self.frame)
        } else {
            lang::evaluate_records(typed, self.rows, self.frame)
        }
    }
}

/// What each of these lanes lacks.
pub(super) fn read(gauge: &Gauge<'_>, at: At<'_>, lanes: &[usize]) -> Vec<Option<Lack>> {
    match gauge {
        Gauge::All(parts) => joined(parts, at, lanes, true),
        Gauge::Any(parts) => joined(parts, at, lanes, false),
        Gauge::Numbers(compared) => numbers(compared, at, lanes),
        Gauge::Days(compared) => days::days(compared, at, lanes),
        Gauge::Year(compared) => days::year(compared, at, lanes),
        Gauge::Value { whole, value, want, subject } => {
            let (values, ty) = (at.column(value), &value.ty);
            failing(whole, *want, at, lanes, |lane| {
                Some(match values.value(lane).ok()? {
                    Value::None => none(subject),
                    found => {
                        let found = amounts::value(ty, &found, at.lang);
                        say!("{subject}为“{found}”", "{subject} is “{found}”")
                    }
                })
            })
        }
        Gauge::Answer { whole, want, subject } => {
            let answer = amounts::answer_word(!want, at.lang);
            failing(whole, *want, at, lanes, |_| Some(say!("{subject}为“{answer}”", "{subject} is “{answer}”")))
        }
        Gauge::Filled { whole, want, field } => failing(whole, *want, at, lanes, |_| {
            Some(if *want {
                say!("没有填{field}", "no {field}")
            } else {
                say!("填了{field}", "{field} is filled")
            })
        }),
        Gauge::Own { whole, want, said } => failing(whole, *want, at, lanes, |_| {
            Some(if *want {
                say!("不是“{said}”", "not “{said}”")
            } else {
                say!("“{said}”", "“{said}”")
            })
        }),
        Gauge::Exists { whole, want, records } => {
            let fails = decided(whole, *want, at, lanes);
            records::read(records, *want, at, &fails, lanes)
        }
    }
}

/// 且: whatever fails. 或: all of them, if all fail.
fn joined(parts: &[Gauge<'_>], at: At<'_>, lanes: &[usize], all: bool) -> Vec<Option<Lack>> {
    let each: Vec<Vec<Option<Lack>>> = parts.iter().map(|part| read(part, at, lanes)).collect();
    let between = match (all, at.lang) {
        (true, Lang::Zh) => "，且",
        (true, Lang::En) => ", and ",
        (false, Lang::Zh) => "；或",
        (false, Lang::En) => "; or ",
    };
    (0..lanes.len())
        .map(|i| {
            let lacks: Vec<&Lack> = each.iter().filter_map(|part| part.get(i)?.as_ref()).collect();
            if lacks.is_empty() || (!all && lacks.len() < parts.len()) {
                return None;
            }
            let mut said: Vec<&str> = Vec::with_capacity(lacks.len());
            for lack in &lacks {
                if !said.contains(&lack.said.as_str()) {
                    said.push(&lack.said);
                }
            }
            let parts = lacks.iter().map(|l| l.parts);
            Some(Lack {
                said: said.join(between),
                parts: if all { parts.sum() } else { parts.min().unwrap_or(1) },
                size: if lacks.len() == 1 { lacks.first().and_then(|l| l.size) } else { None },
            })
        })
        .collect()
}

/// Which of the lanes are decided against what is wanted.
fn decided(whole: &Typed, want: bool, at: At<'_>, lanes: &[usize]) -> Vec<bool> {
    let answers = at.column(whole);
    lanes.iter().map(|lane| answers.yes_no(*lane) == Some(!want)).collect()
}

fn failing(
    whole: &Typed,
    want: bool,
    at: At<'_>,
    lanes: &[usize],
    said: impl Fn(usize) -> Option<Bilingual>,
) -> Vec<Option<Lack>> {
    let fails = decided(whole, want, at, lanes);
    let lack = |(lane, fails): (&usize, bool)| fails.then(|| said(*lane)).flatten().map(|said| Lack::new(&said, at));
    lanes.iter().zip(fails).map(lack).collect()
}

pub(super) fn none(subject: &str) -> Bilingual {
    say!("没有{subject}", "no {subject}")
}

/// How the two sides of a lane stand to what is wanted.
pub(super) enum Sides<T> {
    /// It holds, or cannot be decided.
    Well,
    /// There is none of what is compared.
    None,
    /// It fails: what must be, and the two values.
    Fails(Binary, T, T),
}

/// Compares one lane as the evaluator does: with "none" nothing is equal, above or below.
pub(super) fn sides<T: Ord>(
    compared: &Compared<'_>,
    states: [State; 2],
    values: impl FnOnce() -> Option<(T, T)>,
) -> Sides<T> {
    let Compared { op, want, .. } = compared;
    match states[0].max(states[1]) {
        State::Known => {}
        State::None if (*op == Binary::Unequal) != *want => return Sides::None,
        _ => return Sides::Well,
    }
    match values() {
        Some((left, right)) if op.test()(left.cmp(&right)) != *want => {
            Sides::Fails(if *want { *op } else { op.negated() }, left, right)
        }
        _ => Sides::Well,
    }
}

fn numbers(compared: &Compared<'_>, at: At<'_>, lanes: &[usize]) -> Vec<Option<Lack>> {
    let (left, right) = (at.column(compared.left), at.column(compared.right));
    let empty = compared.records.as_ref().map(|r| (records::counted(r, at), r));
    let mut lacks: Vec<Option<Lack>> = lanes
        .iter()
        .map(|lane| {
            let values = || Some((left.number(*lane)?, right.number(*lane)?));
            match sides(compared, [left.state(*lane), right.state(*lane)], values) {
                Sides::Well => None,
                Sides::None => Some(Lack::new(&none(&compared.subject), at)),
                Sides::Fails(need, a, b) => {
                    let size = a.sub(b).and_then(Exact::abs);
                    Some(Lack { size, ..Lack::new(&number_words(compared, need, a, b, at.lang), at) })
                }
            }
        })
        .collect();
    // where no record counts, that is what lacks
    if let Some((counted, records)) = empty {
        let none: Vec<bool> = lanes
            .iter()
            .zip(&lacks)
            .map(|(lane, lack)| lack.is_some() && counted.get(*lane).is_some_and(|n| *n == 0))
            .collect();
        let instead = records::read(records, true, at, &none, lanes);
        for (lack, instead) in lacks.iter_mut().zip(instead) {
            *lack = instead.or(lack.take());
        }
    }
    lacks
}

fn number_words(compared: &Compared<'_>, need: Binary, a: Exact, b: Exact, lang: Lang) -> Bilingual {
    let (subject, ty) = (&compared.subject, &compared.left.ty);
    let gap = a.sub(b).and_then(Exact::abs).unwrap_or(Exact::ZERO);
    let said = amounts::gap(ty, gap, b, lang);
    if let Some(against) = &compared.against {
        return match (gap.is_zero(), a > b) {
            (true, _) => say!("{subject}与{against}相等", "{subject} equals {against}"),
            (_, true) => say!("{subject}比{against}多 {said}", "{subject} is {said} more than {against}"),
            (_, false) => say!("{subject}比{against}少 {said}", "{subject} is {said} less than {against}"),
        };
    }
    let edge = amounts::value(ty, &Value::Number(b), lang);
    match need {
        Binary::Unequal => say!("{subject}为 {edge}", "{subject} is {edge}"),
        Binary::MoreThan if gap.is_zero() => {
            say!("{subject}为 {edge}，须超过", "{subject} is {edge} and must be more")
        }
        Binary::LessThan if gap.is_zero() => {
            say!("{subject}为 {edge}，须不足", "{subject} is {edge} and must be less")
        }
        _ if a < b => say!("{subject}差 {said}", "{subject} is {said} short"),
        _ => say!("{subject}超出 {said}", "{subject} is {said} too much"),
    }
}
