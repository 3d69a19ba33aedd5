//! High-tech certificates: who holds one, since when, and what was decided this year.

use duixian::calendar::Date;

use super::firms::Certificate;
use super::industry::makes_things;
use super::size::{Size, by_year};
use super::{City, FIRST_YEAR};
use crate::random::Random;

const FIRST: &str = "首次认定";
const AGAIN: &str = "重新认定";
const MOVED: &str = "整体迁入";

/// Issues this year's certificates. In the first year the earlier ones are issued as well.
pub fn issue(city: &mut City, random: &mut Random, size: &Size) {
    let year = city.year;
    if year == FIRST_YEAR {
        for (age, reported) in [(3, 45), (2, 240), (1, 477)] {
            certify(city, random, size.count(reported), year - age, None);
        }
        certify(city, random, size.count(5), year, Some(MOVED));
        certify(city, random, size.count(180), year, Some(AGAIN));
        // these lose their date later: see `gaps`
        certify(city, random, size.count(2), year, Some(AGAIN));
        // decided in the year before, handed in again this year
        certify(city, random, size.count(3), year - 1, Some(AGAIN));
    } else {
        // two of them lose their date later: see `gaps`
        renew(city, random, size.count(192));
    }
    let first = size.count(by_year(year, 195, 200, 190));
    certify(city, random, first, year, Some(FIRST));
}

/// Gives a certificate to firms that have none; larger makers and software firms come first.
fn certify(city: &mut City, random: &mut Random, count: usize, year: i16, decided: Option<&'static str>) {
    let mut left = count;
    let order = city.shuffled(random);
    for picky in [true, false] {
        for place in &order {
            if left == 0 {
                return;
            }
            let Some(firm) = city.firms.get_mut(*place) else {
                continue;
            };
            let likely = firm.revenue >= 500 * super::WAN
                && firm.industry().is_some_and(|i| makes_things(i) || i.name.contains("技术"));
            if firm.certificate.is_some() || (picky && !likely) {
                continue;
            }
            firm.certificate = Some(certificate(random, year));
            firm.decided = decided;
            left -= 1;
        }
    }
}

/// Renews certificates that end this year.
fn renew(city: &mut City, random: &mut Random, count: usize) {
    let year = city.year;
    let ending = city.shuffled(random).into_iter().filter(|place| {
        city.firms.get(*place).is_some_and(|f| {
            let issued = f.certificate.as_ref().and_then(|c| c.issued);
            issued.is_some_and(|d| d.year() == year - 3)
        })
    });
    let chosen: Vec<usize> = ending.take(count).collect();
    for place in chosen {
        if let Some(firm) = city.firms.get_mut(place) {
            firm.certificate = Some(certificate(random, year));
            firm.decided = Some(AGAIN);
        }
    }
}

fn certificate(random: &mut Random, year: i16) -> Certificate {
    let days = [(9, 11), (10, 18), (11, 3), (12, 2), (12, 12)];
    let (month, day) = days.get(random.index(days.len())).copied().unwrap_or((12, 12));
    let number = random.between(0, 99_999_999);
    Certificate { number: format!("GR{year}43{number:08}"), issued: Date::new(year, month, day) }
}
