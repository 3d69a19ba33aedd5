//! The year's books: cost and taxable profit.

use super::firms::round;
use super::size::Size;
use super::{City, WAN};
use crate::random::Random;

/// Closes the books. 182 certified firms have a taxable profit (the report's 8.99亿元 of relief is a
/// tenth of it); most others have none left after deductions.
pub fn close_books(city: &mut City, random: &mut Random, size: &Size) {
    let year = city.year;
    for firm in &mut city.firms {
        firm.cost = round(firm.revenue / 1000 * random.between(880, 1010));
        let loss = round(firm.revenue / 1000 * random.between(0, 70));
        firm.profit = match random.below(10) {
            0..=2 if !firm.certified(year) => round(firm.revenue / 1000 * random.between(4, 70)),
            0..=5 => 0,
            _ => -loss,
        };
        if random.chance(30) {
            firm.cost += random.between(1, 9_999);
        }
    }
    let mut certified: Vec<usize> = city.shuffled(random);
    certified.retain(|p| city.firms.get(*p).is_some_and(|f| f.certified(year) && !f.planted));
    // the larger the likelier
    certified.sort_by_cached_key(|p| {
        let revenue = city.firms.get(*p).map_or(0, |f| f.revenue);
        -(revenue / 1000) * random.between(200, 1000)
    });
    let earning: Vec<usize> = certified.into_iter().take(size.count(182)).collect();
    let sum: i128 = earning.iter().filter_map(|p| city.firms.get(*p)).map(|f| i128::from(f.revenue)).sum();
    let total = i128::from(size.sum(899_000 * WAN));
    for place in earning {
        if let Some(firm) = city.firms.get_mut(place) {
            let part = i128::from(firm.revenue) * total / sum.max(1);
            firm.profit = round(i64::try_from(part).unwrap_or(0) / 100 * random.between(70, 130));
        }
    }
}
