//! Small technology firms, and what all firms spend on research and development.

use std::collections::BTreeSet;

use super::firms::{Firm, round};
use super::industry::makes_things;
use super::size::{Size, by_year};
use super::{City, FIRST_YEAR, WAN, YUAN, planted};
use crate::random::Random;

/// Evaluates the small technology firms of the year: those of last year first, then new ones.
pub fn evaluate(city: &mut City, random: &mut Random, size: &Size) {
    let year = city.year;
    let mut left = size.count(by_year(year, 1261, 1500, 1600));
    let order = city.shuffled(random);
    let before: BTreeSet<usize> =
        order.iter().copied().filter(|p| city.firms.get(*p).is_some_and(|f| f.small_tech)).collect();
    for firm in &mut city.firms {
        firm.small_tech = false;
    }
    for round in 0..3 {
        for place in &order {
            let Some(firm) = city.firms.get_mut(*place) else {
                continue;
            };
            let turn = match round {
                0 => before.contains(place),
                1 => firm.certified(year) || firm.scientists * 10 >= firm.staff,
                _ => true,
            };
            if left > 0 && turn && !firm.small_tech && small(firm) && technical(firm) {
                firm.small_tech = true;
                left -= 1;
            }
        }
    }
}

fn small(firm: &Firm) -> bool {
    firm.revenue <= 20_000 * WAN && firm.assets <= 20_000 * WAN && firm.staff <= 500
}

fn technical(firm: &Firm) -> bool {
    firm.industry().is_some_and(|i| makes_things(i) || i.name.contains("技术"))
}

/// What each firm spent. The firms that deduct and spent more than last year are as many as the report says.
pub fn spend(city: &mut City, random: &mut Random, size: &Size, excluded: &BTreeSet<usize>) -> Result<(), String> {
    let year = city.year;
    let mut rising = size.count(by_year(year, 412, 506, 540)) + planted::withheld(year)?;
    let mut deducting = size.count(by_year(year, 821, 968, 1010));
    if size.is_reported() {
        planted::reserve(city, excluded)?;
        for figures in planted::research(year)? {
            if plant(city, &figures, excluded) {
                deducting = deducting.saturating_sub(1);
                rising = rising.saturating_sub(usize::from(figures.awarded));
            }
        }
    }
    let order = city.shuffled(random);
    let mut increments: Vec<(usize, i64)> = Vec::new();
    for place in order {
        let Some(firm) = city.firms.get_mut(place) else {
            continue;
        };
        if firm.planted && firm.deducts {
            continue;
        }
        let base = round(firm.revenue / 1000 * random.quantile(intensity(firm.revenue)));
        if year == FIRST_YEAR || firm.research[0] == 0 {
            firm.research[0] = base;
        }
        let last = firm.research[0];
        let likely = technical(firm) && (firm.certified(year) || firm.small_tech) && last >= 8 * WAN;
        if likely && deducting > 0 {
            deducting -= 1;
            firm.deducts = true;
            firm.research_told = true;
            firm.newcomer = random.chance(90);
            if rising > 0 && !excluded.contains(&place) {
                rising -= 1;
                let growth = random.quantile(&[(0, 1), (300, 70), (700, 240), (950, 700), (1000, 1600)]);
                increments.push((place, last / 1000 * growth));
                continue;
            }
            let kept = if random.chance(60) { 100 } else { random.between(52, 99) };
            firm.research[1] = round(last / 100 * kept);
        } else {
            let kept = if technical(firm) { random.between(60, 130) } else { 0 };
            // what a firm spends without asking for anything is a tenth of what it could; it has its like every year
            firm.research[0] = if year == FIRST_YEAR { round(last / 10) } else { last };
            let told = random.chance(if firm.above_scale { 880 } else { 350 });
            // some works of size spend nothing, and say so
            let idle = firm.above_scale && !firm.certified(year) && !firm.small_tech && place % 12 == 5;
            firm.research[1] = if idle { 0 } else { round(firm.research[0] / 100 * kept) };
            // without a certificate a firm is evaluated by what it spends, and says so
            firm.research_told = told || idle || !firm.certified(year);
        }
    }
    let total = size.sum(by_year(year, 44_000, 75_000, 80_000) as i64 * WAN);
    scale(city, random, &increments, total);
    Ok(())
}

/// Brings the increments to the city's sum, in proportion.
fn scale(city: &mut City, random: &mut Random, increments: &[(usize, i64)], total: i64) {
    let raw: i128 = increments.iter().map(|(_, i)| i128::from(*i)).sum();
    for (place, increment) in increments {
        let Some(firm) = city.firms.get_mut(*place) else {
            continue;
        };
        let scaled = i128::from(*increment) * i128::from(total) / raw.max(1);
        let mut scaled = round(i64::try_from(scaled).unwrap_or(0)).max(1_500 * YUAN);
        if random.chance(60) {
            // some keep their books to the cent
            scaled += random.between(1, 9_999);
        }
        firm.research[1] = firm.research[0] + scaled;
    }
}

/// Puts planted figures on a firm that can carry them.
fn plant(city: &mut City, figures: &planted::Research, excluded: &BTreeSet<usize>) -> bool {
    let year = city.year;
    let least = figures.increment.abs() * 14 + 1_200 * WAN;
    let count = city.firms.len();
    let found = (0..count).map(|i| i * 1_009 % count).find(|place| {
        city.firms.get(*place).is_some_and(|f| {
            !f.planted
                && f.decided.is_none()
                && !excluded.contains(place)
                && technical(f)
                && f.certified(year) != figures.newcomer
                && f.revenue >= least
                && (year == FIRST_YEAR || f.research[0] > figures.increment.abs() / 3)
        })
    });
    let Some(firm) = found.and_then(|place| city.firms.get_mut(place)) else {
        return false;
    };
    if year == FIRST_YEAR {
        firm.research[0] = round(firm.revenue / 1000 * 52);
    }
    firm.research[1] = firm.research[0] + figures.increment;
    firm.research_told = true;
    firm.deducts = true;
    firm.planted = true;
    firm.key_field = figures.key_field;
    firm.excellent = figures.excellent;
    firm.newcomer = figures.newcomer;
    true
}

/// Spending per mille of revenue, by quantile: small firms spend a larger part.
fn intensity(revenue: i64) -> &'static [(i64, i64)] {
    if revenue < 5_000 * WAN {
        &[(0, 22), (200, 45), (800, 82), (1000, 190)]
    } else if revenue < 40_000 * WAN {
        &[(0, 18), (200, 34), (800, 58), (1000, 120)]
    } else {
        &[(0, 14), (200, 26), (800, 44), (1000, 70)]
    }
}
