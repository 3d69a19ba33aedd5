//! Enterprises whose names and codes make one look twice: moved, branches, namesakes, a code that fails its check.
//!
//! All of them are as they should be; a roster's reader may warn of the last two and must not reject them.

use super::firms::Firm;
use super::industry::county;
use crate::code;
use crate::random::Random;
use crate::register::Register;

/// Every so many firms has moved here from another county and kept its code.
const MOVED: usize = 190;
/// Fewer firms than this have no such neighbours.
const ENOUGH: usize = 400;

/// Gives some firms such names and codes.
pub fn relate(random: &mut Random, firms: &mut [Firm], counties: &[String], register: &mut Register) {
    for firm in firms.iter_mut().skip(MOVED / 2).step_by(MOVED) {
        let other = counties.iter().cycle().nth(firm.county + 3);
        firm.code = register.codes.invent(random, county(other.map_or("", String::as_str)).1);
    }
    if firms.len() < ENOUGH {
        return;
    }
    let (third, quarter) = (firms.len() / 3, firms.len() / 4);
    // a branch beside its head office
    let branch = firms.get(third).map(|head| {
        let home = counties.get(head.county).map_or("", String::as_str);
        format!("{}{}分公司", head.name, home.trim_end_matches(['区', '县', '市']))
    });
    rename(firms, third + 1, branch);
    // two firms in two counties, by the same name
    let namesake = firms.get(quarter).map(|f| f.name.clone());
    rename(firms, 3 * quarter, namesake);
    // a code that was given out with a wrong check character, as a few are
    if let Some(firm) = firms.get_mut(2 * quarter) {
        firm.code = code::unchecked(&firm.code);
    }
}

fn rename(firms: &mut [Firm], at: usize, name: Option<String>) {
    if let (Some(firm), Some(name)) = (firms.get_mut(at), name) {
        firm.name = name;
    }
}
