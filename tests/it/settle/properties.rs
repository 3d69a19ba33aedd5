//! What holds for every settlement, on random cities, computed again from the files alone.

use std::collections::BTreeMap;

use super::random::city;
use super::world::{Row, Settled, World, pays_and};
use crate::lang::generate::Dice;

/// An amount as it stands in a file, in millionths.
fn micro(text: &str) -> i128 {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |d| (-1, d));
    let (whole, fraction) = digits.split_once('.').expect("a decimal point");
    assert!((2..=6).contains(&fraction.len()), "{text}");
    sign * format!("{whole}{fraction:0<6}").parse::<i128>().expect("digits")
}

const STEPS: [&str; 9] =
    ["gross", "rounding", "cap", "floor", "adjustment", "stacking", "enterprise_cap", "budget", "offset"];

fn seeds() -> impl Iterator<Item = Settled> {
    (0..40).map(|seed| city(seed, 25, 4).settle())
}

#[test]
fn every_enterprise_has_a_line_for_every_measure() {
    for settled in seeds() {
        assert_eq!(settled.rows("awards.csv").len(), 25 * 5);
        assert_eq!(settled.rows("estimates.csv").len(), 25);
        assert_eq!(settled.rows("statuses.csv").len(), 25);
    }
}

#[test]
fn every_line_ties_and_its_status_fits_its_amount() {
    for settled in seeds() {
        for row in settled.rows("awards.csv") {
            if row["status"] == "held" {
                assert!(STEPS.iter().chain(&["payable"]).all(|s| row[*s].is_empty()), "{row:?}");
                continue;
            }
            let payable = micro(&row["payable"]);
            assert_eq!(STEPS.iter().map(|s| micro(&row[*s])).sum::<i128>(), payable, "{row:?}");
            for cut in ["cap", "floor", "stacking", "enterprise_cap", "budget"] {
                assert!(micro(&row[cut]) <= 0, "{row:?}");
            }
            let status = if payable > 0 {
                "paid"
            } else if payable < 0 {
                "recover"
            } else {
                "zero"
            };
            assert_eq!(row["status"], status);
            assert_eq!(row["reason"].is_empty(), payable > 0, "{row:?}");
        }
    }
}

fn key(row: &Row) -> (String, String) {
    (row["uscc"].clone(), row["measure"].clone())
}

#[test]
fn payments_add_up_to_payables() {
    for settled in seeds() {
        let mut paid: BTreeMap<_, i128> = BTreeMap::new();
        for row in settled.rows("payments.csv") {
            *paid.entry(key(&row)).or_default() += micro(&row["amount"]);
        }
        for row in settled.rows("awards.csv").iter().filter(|r| !matches!(r["payable"].as_str(), "" | "0.00")) {
            assert_eq!(paid.remove(&key(row)), Some(micro(&row["payable"])), "{row:?}");
        }
        assert!(paid.is_empty(), "{paid:?}");
    }
}

#[test]
fn an_exceeded_pool_adds_up_to_its_budget_and_no_cap_is_exceeded() {
    let (mut exceeded, mut capped) = (0, 0);
    for settled in seeds() {
        let rows = settled.rows("awards.csv");
        let decided = |r: &&Row| r["status"] != "held";
        let drawn = |r: &&Row| matches!(r["measure"].as_str(), "projects" | "flat");
        let before = |r: &Row| STEPS[..7].iter().map(|s| micro(&r[*s])).sum::<i128>();
        let claimed: i128 = rows.iter().filter(decided).filter(drawn).map(before).sum();
        let granted: i128 = rows.iter().filter(decided).filter(drawn).map(|r| before(r) + micro(&r["budget"])).sum();
        assert_eq!(granted, claimed.min(700_000_000));
        exceeded += usize::from(claimed > 700_000_000);

        let mut kept: BTreeMap<String, i128> = BTreeMap::new();
        for row in rows.iter().filter(decided).filter(|r| r["measure"] != "flat" && r["measure"] != "bank") {
            *kept.entry(row["uscc"].clone()).or_default() += before(row);
            capped += usize::from(micro(&row["enterprise_cap"]) < 0);
        }
        assert!(kept.values().all(|sum| *sum <= 120_000_000));
    }
    assert!(exceeded > 5 && capped > 20, "the cities do not reach the limits: {exceeded} {capped}");
}

#[test]
fn every_reason_is_from_the_closed_list() {
    let fixed = [
        "",
        "veto",
        "large",
        "below-floor",
        "nothing-due",
        "rounded-to-zero",
        "stacking:g",
        "enterprise-cap",
        "budget",
        "offset",
        "clawback",
    ];
    let mut seen = std::collections::BTreeSet::new();
    for settled in seeds() {
        for row in settled.rows("awards.csv") {
            let reason = row["reason"].as_str();
            let of_field = ["missing:", "unreadable:", "conflict:", "no-row:"].iter().any(|p| reason.starts_with(p));
            assert!(fixed.contains(&reason) || of_field, "{reason}");
            seen.insert(reason.split(':').next().unwrap_or_default().to_owned());
        }
    }
    for reason in [
        "veto",
        "large",
        "below-floor",
        "nothing-due",
        "rounded-to-zero",
        "stacking",
        "enterprise-cap",
        "offset",
        "clawback",
        "missing",
        "unreadable",
    ] {
        assert!(seen.contains(reason), "no city shows {reason}");
    }
}

#[test]
fn every_held_award_names_a_cell() {
    for settled in seeds() {
        let named: Vec<(String, String)> = settled
            .rows("findings.csv")
            .iter()
            .filter(|r| r["severity"] == "hold" && !r["cell"].is_empty() && r["code"].starts_with("settle/"))
            .map(key)
            .collect();
        for row in settled.rows("awards.csv").iter().filter(|r| r["status"] == "held") {
            assert!(named.contains(&key(row)), "{row:?}");
        }
    }
}

#[test]
fn more_spent_never_pays_less_below_the_cap() {
    let mut dice = Dice::new(5);
    let mut spent: Vec<i64> = (0..300).map(|_| i64::try_from(dice.below(120_000)).expect("small")).collect();
    spent.sort_unstable();
    let measure = pays_and("若 投入 不低于 500元 则 投入 * 12% 否则 投入 * 8%", "cap = \"100元\"\nfloor = \"10元\"");
    let world = spent.iter().enumerate().fold(World::new().measure("m", &measure), |world, (i, fen)| {
        world.enterprise(&format!("企业{i:03}"), &format!("投入={}.{:02}", fen / 100, fen % 100))
    });
    let paid: Vec<i128> = world.settle().rows("awards.csv").iter().map(|r| micro(&r["payable"])).collect();
    assert!(paid.is_sorted());
    assert_eq!((paid[0], *paid.last().expect("many")), (0, 100_000_000));
}
