//! The measures of a pack as a list, for `rules list`: a block a measure, in both languages.
//!
//! Nothing is coloured here; the rules' own words (titles, clauses) stay as they are.

use super::pack::{Measure, MeasureKind, Pack, Standing};
use super::wording;
use crate::calendar::Date;
use crate::diagnostic::{Bilingual, Lang};
use crate::say;

/// A version of a measure in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// `rd-award`.
    pub id: String,
    /// `企业研发财政奖补`.
    pub title: String,
    /// 拨付, 测算 or 状态.
    pub kind: Bilingual,
    /// From when to when.
    pub effective: Bilingual,
    /// Whether all its references are checked.
    pub standing: Bilingual,
    /// The words of its references.
    pub clauses: Vec<String>,
}

/// Every version of every measure, in the pack's order; with a year, those in force on its 31 December.
#[must_use]
pub fn list(pack: &Pack, year: Option<i16>) -> Vec<Listed> {
    pack.measures
        .iter()
        .filter(|m| in_force(m, year))
        .map(|m| Listed {
            id: m.id.clone(),
            title: m.title.clone(),
            kind: kind(m),
            effective: wording::period(m.effective),
            standing: standing(m),
            clauses: m.references.iter().map(|r| r.text.clone()).collect(),
        })
        .collect()
}

/// The list as plain text, a block a measure.
#[must_use]
pub fn text(rows: &[Listed], lang: Lang) -> String {
    let mut out = String::new();
    for row in rows {
        let facts = [row.kind.get(lang), row.effective.get(lang), row.standing.get(lang)].join(" · ");
        out.push_str(&format!("{}  {}\n  {facts}\n", row.id, row.title));
        for clause in &row.clauses {
            out.push_str(&format!("  {clause}\n"));
        }
    }
    out
}

pub(super) fn in_force(measure: &Measure, year: Option<i16>) -> bool {
    year.is_none_or(|y| Date::year_end(y).is_some_and(|day| measure.effective.contains(day)))
}

pub(super) fn kind(measure: &Measure) -> Bilingual {
    match measure.kind {
        MeasureKind::Payout(_) => say!("拨付", "payout"),
        MeasureKind::Estimate { .. } => say!("测算", "estimate"),
        MeasureKind::Status { .. } => say!("状态", "status"),
    }
}

pub(super) fn standing(measure: &Measure) -> Bilingual {
    if measure.references.iter().all(|r| r.standing == Standing::Verified) {
        say!("已与发文核对", "checked against the issuing text")
    } else {
        say!("演示，未与发文核对", "demonstration, not checked against the issuing text")
    }
}
