//! Static checks of a pack, for `rules lint`: what the format allows and a careful reader would ask about.
//!
//! ```text
//! Pack ─ ground ─► years, rules of each ─► CHECKS ─► Found ─ allows ─► findings
//! ```
//! What cannot be right at all is refused by [`compile`](super::compile()); a finding here is known by its name and can
//! be accepted in the rule file with a reason ([`allow`](super::allow)).
//!
//! To add a check: a row in `diagnostic/codes/lint.rs` (name, severity, meaning), a file here with its
//! `look`, a row in [`CHECKS`], an example under `tests/findings/lint/`, and a test that near misses are left alone.

mod along;
mod band_start;
mod cap;
mod clause;
mod cliff;
mod conditions;
mod dates;
mod double_payment;
mod figures;
mod found;
mod ground;
mod next_year;
mod references;
mod tax;
mod walk;

use super::pack::Pack;
use crate::diagnostic::{Code, Finding, codes::lint as codes};
use crate::say;
use crate::source::Place;

use found::Found;
use ground::Ground;

/// A check: the codes that it can find, and how it looks.
struct Check {
    codes: &'static [&'static Code],
    look: fn(&Ground<'_>, &mut Vec<Found>),
}

/// Every check. What its codes mean, and how bad they are, stands in the table of codes.
static CHECKS: &[Check] = &[
    Check { codes: &[&codes::VERSION_HOLE, &codes::DATES_END, &codes::NO_YEAR], look: dates::look },
    Check { codes: &[&codes::BAND_START], look: band_start::look },
    Check {
        codes: &[&codes::NEVER_HOLDS, &codes::ALWAYS_HOLDS, &codes::CONTRADICTION, &codes::BRANCH_NEVER],
        look: conditions::look,
    },
    Check { codes: &[&codes::CLIFF], look: cliff::look },
    Check { codes: &[&codes::CAP_MISSING], look: cap::look },
    Check { codes: &[&codes::DEMONSTRATION], look: references::look },
    Check { codes: &[&codes::FIGURE_NOT_QUOTED], look: figures::look },
    Check { codes: &[&codes::NEXT_YEAR], look: next_year::look },
    Check { codes: &[&codes::TAX_CONTRIBUTION, &codes::TAX_UNMARKED], look: tax::look },
    Check { codes: &[&codes::DOUBLE_PAYMENT], look: double_payment::look },
];

/// Looks through a pack; with a year, at what that year sees of it. Accepted findings are left out. In the order of
/// the pack's files.
///
/// Whether an `[[allow]]` is still needed is only said when the whole pack is looked at.
#[must_use]
pub fn look(pack: &Pack, year: Option<i16>) -> Vec<Finding> {
    let rules = ground::rules(pack, year);
    let ground = Ground::new(pack, year, &rules);
    let mut all = Vec::new();
    for check in CHECKS {
        let before = all.len();
        (check.look)(&ground, &mut all);
        debug_assert!(all.iter().skip(before).all(|f: &Found| check.codes.contains(&f.finding.code)));
    }
    let mut used = vec![false; pack.allows.len()];
    let mut findings: Vec<Finding> = Vec::new();
    for one in all {
        let mut silenced = false;
        for (allow, used) in pack.allows.iter().zip(&mut used) {
            if one.is_allowed_by(allow) {
                *used = true;
                silenced = true;
            }
        }
        if !silenced {
            findings.push(one.finding);
        }
    }
    if year.is_none() {
        let idle = pack.allows.iter().zip(&used).filter(|(_, used)| !**used).map(|(allow, _)| {
            let name = super::allow::name(allow.code);
            let (zh, en) = match &allow.of {
                Some(of) => (format!("“{of}”没有被 {name} 提示"), format!("`{of}` is not found by {name}")),
                None => (format!("这里没有被 {name} 提示的内容"), format!("nothing here is found by {name}")),
            };
            Finding::new(&codes::ALLOW_UNUSED, Place::Rule(allow.span.clone()), say!("{zh}", "{en}"))
                .remedy(say!("删去这一节 [[allow]]", "remove this [[allow]]"))
        });
        findings.extend(idle);
    }
    let order = |name: &str| pack.sources.iter().position(|s| s.name == name);
    findings.sort_by_key(|f| match &f.place {
        Place::Rule(span) => (order(&span.file.name), span.start),
        _ => (None, 0),
    });
    findings
}
