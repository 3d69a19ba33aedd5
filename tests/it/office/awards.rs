//! Random awards over the shipped packs: conditions, amounts, rounding, caps, floors and shares as formulas give the
//! settlement's own lines, to the cent.

use std::collections::BTreeMap;

use duixian::calendar::Date;
use duixian::dataset::{Dataset, Records, Texts};
use duixian::exact::Exact;
use duixian::lang::formula::{capped, floored, remainder, rounded, share};
use duixian::lang::{Lanes, LookupId, MeasureId};
use duixian::money::{Money, split_with_lead};
use duixian::policy::edition::Edition;
use duixian::policy::pack::{Amount, Award, Measure, MeasureKind, Weight};
use duixian::schema::{ENTERPRISES, Empty, Field, Role, Schema};
use duixian::settle;
use duixian::settle::run::{Line, Run, Status, Waterfall};
use duixian::value::{Column, State, Type, Value};

use super::grid::{Content, Grid, nearest};
use super::placed::{At, Placer};
use crate::lang::generate::Dice;
use crate::packs::shipped;

const ENTERPRISES_A_BOOK: usize = 60;
const BOOKS_A_YEAR: u64 = 3;

#[test]
fn random_awards_over_the_packs_agree() {
    let mut files = Vec::new();
    let mut seen = Seen::default();
    for (name, year) in [("zhuzhou", 2022), ("zhuzhou", 2023), ("comparisons", 2022), ("comparisons", 2023)] {
        let pack = shipped(name);
        let edition = pack.on(year, Date::year_end(year).expect("a day")).expect("an edition");
        for book in 0..BOOKS_A_YEAR {
            let mut dice = Dice::new(book * 10_000 + u64::from(year.unsigned_abs()));
            // a gap anywhere holds whatever waits for a rate over the whole roster
            let data = roster(&pack.schema, year, book > 0, &mut dice);
            let run = settle::run(&edition, &data, &settle::Options::default(), &|_| {}).expect("a settlement");
            files.push((format!("{name} {year} {book}"), workbook(&edition, &data, &run, &mut seen)));
        }
    }
    let Seen { awards, conditions, measures } = seen;
    println!("{awards} awards, {conditions} conditions");
    assert!(awards >= 1_000, "{awards} awards");
    assert!(conditions >= 5_000, "{conditions} conditions");
    let unpaid: Vec<&String> = measures.iter().filter(|(_, n)| **n == 0).map(|(id, _)| id).collect();
    assert!(unpaid.is_empty(), "no award of {unpaid:?}");
    super::disagreements(&files).agreed(awards * 3);
}

#[derive(Default)]
struct Seen {
    awards: usize,
    conditions: usize,
    /// How many awards of each measure.
    measures: BTreeMap<String, usize>,
}

fn workbook(edition: &Edition<'_>, data: &Dataset, run: &Run<'_>, seen: &mut Seen) -> Vec<u8> {
    let pack = edition.pack;
    let types = |id: LookupId| (pack.lookups[id.0].keys.clone(), pack.lookups[id.0].ty.clone());
    let definitions: Vec<_> = pack.definitions.iter().map(|d| Some(d.value.clone())).collect();
    let mut placer = Placer::new(Grid::default(), (&pack.schema, data), (&edition.binding, &definitions), &types);
    placer.by_schema = true;
    for enterprise in 0..data.enterprises() {
        let frame = placer.frame(enterprise);
        let mut awards = BTreeMap::new();
        for (number, award) in run.awards.iter().map(|a| given(&pack.measures[a.measure], &a.lines[enterprise])) {
            frame.set_award(number, Lanes::numbers(vec![award]));
            awards.insert(number, award.ok().map(Value::Number));
        }
        let at = At::enterprise(&placer, &frame, &awards);
        for measure in edition.in_force() {
            for condition in &measure.conditions {
                seen.conditions += usize::from(at.place(&condition.when).expect("a formula").is_some());
            }
            match &measure.kind {
                MeasureKind::Payout(award) => {
                    let lines = run.awards.iter().find(|a| std::ptr::eq(&pack.measures[a.measure], measure));
                    let line = &lines.expect("its lines").lines[enterprise];
                    let count = seen.measures.entry(measure.id.clone()).or_default();
                    if let Some(waterfall) = &line.waterfall {
                        seen.awards += 1;
                        *count += 1;
                        settled(&at, award, waterfall);
                    }
                }
                MeasureKind::Estimate { amount, round } => {
                    if let Some(cell) = at.place(amount).expect("a formula") {
                        let Ok(Value::Number(gross)) = at.value(amount) else { panic!("an amount") };
                        let gives = round.apply(gross).expect("fits");
                        step(&at, rounded(&cell, Some(*round)), gives.exact());
                    }
                }
                MeasureKind::Status { value } => {
                    at.place(value).expect("a formula");
                }
            }
        }
    }
    assert_eq!(*placer.unwritten.borrow(), []);
    placer.grid.borrow().workbook()
}

/// What 核定 sees of a line.
fn given(measure: &Measure, line: &Line) -> (MeasureId, Result<Exact, State>) {
    let amount = match (&line.waterfall, line.status) {
        (Some(waterfall), _) => Ok(waterfall.at_step_four().expect("fits")),
        (None, Status::Held) => Err(State::Empty),
        (None, _) => Ok(Exact::ZERO),
    };
    (measure.number, amount)
}

fn step(at: &At<'_>, text: String, gives: Exact) -> String {
    let content = Content::Formula(text, Box::new(Content::Number(nearest(gives))));
    at.placer.grid.borrow_mut().one(content)
}

fn known(at: &At<'_>, expr: &duixian::lang::Typed) -> (String, Exact) {
    let Ok(Value::Number(value)) = at.value(expr) else { panic!("{} is known", expr.words.get()) };
    (at.place(expr).expect("a formula").expect("known"), value)
}

/// The line of an award, step by step.
fn settled(at: &At<'_>, award: &Award, line: &Waterfall) {
    let applies = |when: &Option<_>| when.as_ref().is_none_or(|when| at.value(when) == Ok(Value::YesNo(true)));
    let applying: Vec<_> = award.components.iter().filter(|c| applies(&c.when)).collect();
    let whole = applying.len() == award.components.len();
    let rest = applying.iter().any(|c| matches!(c.weight, Weight::Rest));
    let parts = || {
        let own: Vec<_> = applying.iter().filter_map(|c| c.own()).map(|e| known(at, e)).collect();
        let sum = own.iter().try_fold(Exact::ZERO, |sum, (_, value)| sum.add(*value)).expect("fits");
        let cells: Vec<String> = own.into_iter().map(|(cell, _)| cell).collect();
        (cells.join("+"), sum)
    };
    let (cell, gross) = match &award.amount {
        Amount::Whole(amount) if whole || rest => known(at, amount),
        Amount::Whole(amount) => {
            let ((cell, amount), (cells, sum)) = (known(at, amount), parts());
            let gross = amount.mul(sum).expect("fits");
            (step(at, format!("={cell}*({cells})"), gross), gross)
        }
        Amount::OfComponents => {
            let (cells, sum) = parts();
            (step(at, format!("={cells}"), sum), sum)
        }
    };
    let off = gross.sub(Exact::scaled(line.gross, 6).expect("fits")).and_then(Exact::abs).expect("fits");
    assert!(off <= Exact::scaled(5, 7).expect("fits"), "{gross} is what the settlement says");

    let mut amount = line.rounded().expect("fits");
    let mut cell_now = step(at, rounded(&cell, award.round), amount);
    if let Some(cap) = award.cap.as_ref().filter(|cap| at.value(cap).is_ok()) {
        let (cap, most) = known(at, cap);
        amount = amount.add(line.cap.exact()).expect("fits");
        cell_now = step(at, capped(&cell_now, &cap, most), amount);
    }
    if let Some(floor) = &award.floor {
        let (floor, _) = known(at, floor);
        amount = amount.add(line.floor.exact()).expect("fits");
        cell_now = step(at, floored(&cell, &floor, &cell_now), amount);
    }
    assert_eq!(Some(amount), line.at_step_four());
    if whole && matches!(award.amount, Amount::Whole(_)) && amount.is_positive() {
        split(at, award, &cell_now, Money::from_exact(amount).expect("whole 分"));
    }
}

/// The payers' parts of an award whose components all apply.
fn split(at: &At<'_>, award: &Award, cell: &str, total: Money) {
    let weights: Vec<Option<(String, Exact)>> =
        award.components.iter().map(|c| c.own().map(|e| known(at, e))).collect();
    let given = weights.iter().flatten().try_fold(Exact::ZERO, |sum, (_, w)| sum.add(*w)).expect("fits");
    let weight = |part: &Option<(String, Exact)>| {
        part.as_ref().map_or_else(|| Exact::ONE.sub(given).expect("fits"), |(_, w)| *w)
    };
    let exact: Vec<Exact> = weights.iter().map(weight).collect();
    let parts = split_with_lead(total, &exact, award.lead, award.split_unit).expect("a split");
    let mut others = Vec::new();
    for (i, (part, own)) in parts.iter().zip(&weights).enumerate().filter(|(i, _)| *i != award.lead) {
        let weight = own.as_ref().map_or_else(
            || at.placer.grid.borrow_mut().one(Content::Number(nearest(exact[i]))),
            |(cell, _)| cell.clone(),
        );
        others.push(step(at, share(cell, &weight, None, award.split_unit), part.exact()));
    }
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    step(at, remainder(cell, &others), parts[award.lead].exact());
}

/// A random roster that a pack's measures have much to pay for.
fn roster(schema: &Schema, year: i16, gaps: bool, dice: &mut Dice) -> Dataset {
    let mut data = Dataset { tables: Vec::new(), texts: Texts::default() };
    for (id, table) in schema.tables.iter().enumerate() {
        let main = id == ENTERPRISES.0;
        let mut records = Records {
            columns: table.fields.iter().map(|f| Column::empty(&f.ty)).collect(),
            starts: if main { Vec::new() } else { vec![0] },
            ..Records::default()
        };
        for enterprise in 0..ENTERPRISES_A_BOOK {
            let rows = match (main, table.takes_away) {
                (true, _) => 1,
                (_, true) => 0,
                _ => dice.below(4),
            };
            for _ in 0..rows {
                for (column, field) in records.columns.iter_mut().zip(&table.fields) {
                    let given = value(field, enterprise, year, dice);
                    column.push(if gaps && dice.below(40) == 0 { Err(State::Empty) } else { given }, &mut data.texts);
                }
                records.len += 1;
                if !main {
                    records.parents.push(u32::try_from(enterprise).expect("few"));
                }
            }
            if !main {
                records.starts.push(u32::try_from(records.len).expect("few"));
            }
        }
        data.tables.push(records);
    }
    data
}

fn value(field: &Field, enterprise: usize, year: i16, dice: &mut Dice) -> Result<Value, State> {
    if field.role == Some(Role::Code) {
        return Ok(Value::Text(format!("{enterprise:018}").into()));
    }
    if matches!(field.empty, Empty::None { .. }) && dice.below(10) == 0 {
        return Ok(Value::None);
    }
    let whole = |dice: &mut Dice, below: usize| i128::try_from(dice.below(below)).expect("small");
    Ok(match &field.ty {
        Type::Money => {
            let size = dice.pick(&[1_000_000, 100_000_000, 1_000_000_000, 30_000_000_000, 1_000_000_000_000]);
            let fen = whole(dice, size);
            // many amounts of an enterprise are round
            let fen = if dice.below(3) == 0 { fen / 1_000_000 * 1_000_000 } else { fen };
            Value::Number(Money::from_fen(fen).exact())
        }
        Type::Number => Value::Number(Exact::scaled(whole(dice, 10_000), 4).expect("fits")),
        Type::Integer => Value::Number(Exact::from(whole(dice, 60))),
        Type::Date => {
            let in_year = year - dice.pick(&[0, 0, 0, 0, 1, 2]);
            let (month, day) = (1 + dice.below(12), 1 + dice.below(28));
            let part = |n: usize| i8::try_from(n).expect("small");
            Value::Date(Date::new(in_year, part(month), part(day)).expect("a day"))
        }
        Type::Text => Value::Text(dice.pick(&["制造业", "软件业", "房地产业", "AB-0012"]).into()),
        Type::YesNo => Value::YesNo(dice.below(4) > 0),
        Type::Choice(choice) => Value::Choice(u32::try_from(dice.below(choice.options.len())).expect("few")),
    })
}
