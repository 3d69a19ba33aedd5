//! Rounding, cap, floor and shares on amounts that binary cannot hold.

use duixian::exact::Exact;
use duixian::lang::formula::{capped, floored, remainder, rounded, share};
use duixian::money::{Money, Rounding, RoundingMode, split_with_lead};

use super::grid::{Content, Grid, nearest};
use crate::lang::generate::Dice;
use crate::lang::world::exact;

const MODES: [RoundingMode; 4] = [RoundingMode::Down, RoundingMode::Up, RoundingMode::HalfUp, RoundingMode::HalfEven];

/// Units in 分.
const UNITS: [i128; 7] = [1, 10, 30, 100, 10_000, 100_000, 1_000_000];

fn number(value: Exact) -> Content {
    Content::Number(nearest(value))
}

fn formula(text: String, gives: Exact) -> Content {
    Content::Formula(text, Box::new(number(gives)))
}

/// A product of two cells, as a sheet computes it.
fn product(grid: &mut Grid, x: Exact, y: Exact) -> (String, Exact) {
    let (a, b) = (grid.one(number(x)), grid.one(number(y)));
    let gives = x.mul(y).expect("small");
    (grid.one(formula(format!("={a}*{b}"), gives)), gives)
}

fn random(dice: &mut Dice, digits: u32, decimals: u32) -> Exact {
    let below = usize::try_from(10u64.pow(digits)).expect("small");
    Exact::scaled(i128::try_from(dice.below(below)).expect("small"), decimals).expect("fits")
}

#[test]
fn every_rounding_agrees() {
    let mut dice = Dice::new(11);
    let mut grid = Grid::default();
    let mut amounts: Vec<(Exact, Exact)> = [
        ("0.29", "100"),
        ("1.005", "1"),
        ("2.345", "1"),
        ("-2.345", "1"),
        ("4.35", "100"),
        ("1.15", "100"),
        ("8.34", "1200"),
        ("83340", "0.12"),
        ("0.07", "100000000"),
        ("70000000000", "0.07"),
        ("0", "1"),
    ]
    .map(|(x, y)| (exact(x), exact(y)))
    .to_vec();
    for _ in 0..150 {
        amounts.push((random(&mut dice, 10, 2), random(&mut dice, 4, 4)));
        amounts.push((random(&mut dice, 7, 2), random(&mut dice, 3, 3)));
        // a millionth of a 元 beside a whole and a half unit
        let near =
            exact(dice.pick(&["-0.000001", "0.000001", "0", "0.499999", "0.500001", "0.5", "0.005", "0.004999"]));
        let scale = dice.pick(&[3, 6, 8]);
        amounts.push((random(&mut dice, scale, 0).add(near).expect("small"), Exact::ONE));
        // exactly half a unit, by a factor that goes into it
        let unit = Money::from_fen(dice.pick(&UNITS)).exact();
        let halves = random(&mut dice, 5, 0).mul(Exact::from(2)).and_then(|n| n.add(Exact::ONE)).expect("small");
        let target = unit.mul(halves).and_then(|t| t.div(Exact::from(2))).expect("small");
        let factor = exact(dice.pick(&["0.05", "0.8", "0.16", "1.25", "0.2", "0.025"]));
        amounts.push((target.div(factor).expect("goes"), factor));
    }
    for (x, y) in amounts {
        let (cell, gross) = product(&mut grid, x, y);
        for mode in MODES {
            for unit in UNITS {
                let rounding = Rounding { mode, unit: Money::from_fen(unit) };
                let gives = rounding.apply(gross).expect("fits").exact();
                grid.one(formula(rounded(&cell, Some(rounding)), gives));
            }
        }
    }
    let formulas = grid.formulas();
    super::disagreements(&[("rounding".to_owned(), grid.workbook())]).agreed(formulas);
}

#[test]
fn caps_and_floors_agree() {
    let mut dice = Dice::new(12);
    let mut grid = Grid::default();
    for _ in 0..300 {
        let amount = Money::from_fen(i128::try_from(dice.below(10_000_000)).expect("small"));
        let most = match dice.below(4) {
            0 => amount.exact(),
            1 => random(&mut dice, 9, 4),
            2 => random(&mut dice, 7, 2).neg().expect("small"),
            _ => random(&mut dice, 7, 2),
        };
        let cut = Rounding { mode: RoundingMode::Down, unit: Money::from_fen(1) }.apply(most).expect("fits");
        let gives = if most >= amount.exact() { amount } else { cut.max(Money::ZERO) };
        let (a, cap) = (grid.one(number(amount.exact())), grid.one(number(most)));
        grid.one(formula(capped(&a, &cap, most), gives.exact()));

        // an amount that should be on the floor exactly, and one to either side
        let least = exact(dice.pick(&["10000", "1000", "29", "0.07"]));
        let hair = exact(dice.pick(&["0", "0.0001", "-0.0001"]));
        let (gross, before) =
            product(&mut grid, least.add(hair).and_then(|g| g.mul(exact("100"))).expect("small"), exact("0.01"));
        let floor = grid.one(number(least));
        let gives = if before < least { Exact::ZERO } else { amount.exact() };
        grid.one(formula(floored(&gross, &floor, &a), gives));
    }
    let formulas = grid.formulas();
    super::disagreements(&[("caps and floors".to_owned(), grid.workbook())]).agreed(formulas);
}

#[test]
fn shares_agree_and_add_up() {
    let mut dice = Dice::new(13);
    let mut grid = Grid::default();
    for _ in 0..400 {
        let fen = i128::try_from(dice.below(1_000_000_000)).expect("small");
        let total = Money::from_fen(if dice.below(5) == 0 { -fen } else { fen });
        let weights: Vec<Exact> = match dice.below(4) {
            0 => vec![exact("0.7"), exact("0.3")],
            1 => vec![exact("0.29"), exact("0.355"), exact("0.355")],
            2 => vec![exact("0.5"), exact("0.3")],
            _ => vec![random(&mut dice, 6, 2), random(&mut dice, 5, 2), exact("1")],
        };
        let unit = Money::from_fen(dice.pick(&[1, 100]));
        let lead = dice.below(weights.len());
        let parts = split_with_lead(total, &weights, lead, unit).expect("a split");
        let whole = weights.iter().try_fold(Exact::ZERO, |sum, w| sum.add(*w)).expect("small");
        let sum = (whole != Exact::ONE).then(|| grid.one(number(whole)));
        let cell = grid.one(number(total.exact()));
        let mut others = Vec::new();
        for (i, (weight, part)) in weights.iter().zip(&parts).enumerate().filter(|(i, _)| *i != lead) {
            let weight = grid.one(number(*weight));
            assert_ne!(i, lead);
            others.push(grid.one(formula(share(&cell, &weight, sum.as_deref(), unit), part.exact())));
        }
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        grid.one(formula(remainder(&cell, &others), parts[lead].exact()));
    }
    let formulas = grid.formulas();
    super::disagreements(&[("shares".to_owned(), grid.workbook())]).agreed(formulas);
}
