//! What one policy year sees of a pack: the measures in force, and the value of everything dated.

use super::breaker;
use super::dated;
use super::pack::{Dated, Measure, Pack};
use super::usage;
use crate::calendar::Date;
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::lang::{Bands, Binding, MeasureId, Typed};
use crate::money::Money;
use crate::say;
use crate::source::{Place, Span};

/// A pack on the 31 December of a policy year.
#[derive(Debug)]
pub struct Edition<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The policy year.
    pub year: i16,
    /// The as-of date.
    pub as_of: Date,
    /// Indexes into [`Pack::measures`] of the versions in force, in the pack's order.
    pub measures: Vec<usize>,
    /// Parameters, tables and bands of the year.
    pub binding: Binding,
    /// The enterprise caps in force.
    pub caps: Vec<CapInForce>,
    /// The budget of each pool, if it is in force.
    pub budgets: Vec<Option<Money>>,
    /// The steps of each pool's breaker, if it has one and they are in force.
    pub breakers: Vec<Option<Bands>>,
}

/// An enterprise cap with the limit of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapInForce {
    /// Index in [`Pack::enterprise_caps`].
    pub cap: usize,
    /// The most that an enterprise gets.
    pub limit: Money,
}

impl Pack {
    /// What a policy year sees.
    ///
    /// # Errors
    /// A year that is none, or something dated that a measure in force needs and that has no value on 31 December:
    /// all of it, each with the dates that it has.
    pub fn on(&self, year: i16, as_of: Date) -> Result<Edition<'_>, Vec<Finding>> {
        let Some(day) = Date::year_end(year) else {
            let message = say!("{year} 不是一个年份", "{year} is no year");
            let finding = Finding::new(&codes::GAP, Place::Nowhere, message);
            return Err(vec![finding.remedy(say!("写 2023 这样的年份", "give a year such as 2023"))]);
        };
        let measures: Vec<usize> =
            self.measures.iter().enumerate().filter(|(_, m)| m.effective.contains(day)).map(|(i, _)| i).collect();
        let binding = self.binding(year, as_of);
        let edition = Edition {
            pack: self,
            year,
            as_of,
            measures,
            binding,
            caps: self
                .enterprise_caps
                .iter()
                .enumerate()
                .filter_map(|(cap, rule)| Some(CapInForce { cap, limit: value_on(&rule.values, day)? }))
                .collect(),
            budgets: self.pools.iter().map(|p| value_on(&p.budgets, day)).collect(),
            breakers: self.pools.iter().map(|p| p.breaker.as_ref().and_then(|b| breaker::on(b, day))).collect(),
        };
        let gaps = edition.gaps(day);
        if gaps.is_empty() { Ok(edition) } else { Err(gaps) }
    }

    /// The values in force on the 31 December of a policy year, where there are any.
    pub(super) fn binding(&self, year: i16, as_of: Date) -> Binding {
        fn in_force<T: Clone>(values: &[Dated<T>], day: Option<Date>) -> Option<T> {
            day.and_then(|day| value_on(values, day))
        }
        let day = Date::year_end(year);
        Binding {
            year,
            as_of,
            parameters: self.parameters.iter().map(|p| in_force(&p.values, day)).collect(),
            lookups: self.lookups.iter().map(|l| in_force(&l.versions, day)).collect(),
            bands: self.bands.iter().map(|b| in_force(&b.versions, day)).collect(),
            lookup_names: self.lookups.iter().map(|l| l.name.clone()).collect(),
        }
    }
}

impl Edition<'_> {
    /// The versions of measures in force, in the pack's order.
    pub fn in_force(&self) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter_map(|i| self.pack.measures.get(*i))
    }

    fn gaps(&self, day: Date) -> Vec<Finding> {
        let pack = self.pack;
        let mut found = Vec::new();
        if let Some(veto) = &pack.veto {
            self.missing(&[&veto.when], &veto.when.span, "", day, &mut found);
        }
        for measure in self.in_force() {
            self.missing(&usage::expressions(measure), &measure.span, &measure.id, day, &mut found);
        }
        let runs = |members: &[MeasureId]| self.in_force().any(|m| members.contains(&m.number));
        for (number, cap) in pack.enterprise_caps.iter().enumerate() {
            if self.caps.iter().all(|c| c.cap != number) && runs(&cap.measures) {
                found.push(usage::not_in_force(day, &cap.values, "企业年度总额", "enterprise cap", &cap.id, &cap.span));
            }
        }
        for (pool, steps) in pack.pools.iter().zip(&self.breakers) {
            let Some(breaker) = pool.breaker.as_ref().filter(|_| self.in_force().any(|m| m.draws_on(&pool.id))) else {
                continue;
            };
            self.missing(&[&breaker.bad, &breaker.of], &breaker.span, "", day, &mut found);
            if steps.is_none() {
                found.push(usage::not_in_force(
                    day,
                    &breaker.steps,
                    "资金池熔断",
                    "breaker of the pool",
                    &pool.id,
                    &breaker.span,
                ));
            }
        }
        for (pool, budget) in pack.pools.iter().zip(&self.budgets) {
            if budget.is_none() && self.in_force().any(|m| m.draws_on(&pool.id)) {
                found.push(usage::not_in_force(
                    day,
                    &pool.budgets,
                    "资金池预算",
                    "budget of the pool",
                    &pool.id,
                    &pool.span,
                ));
            }
        }
        found
    }

    fn missing(&self, expressions: &[&Typed], user: &Span, measure: &str, day: Date, found: &mut Vec<Finding>) {
        let pack = self.pack;
        let used = usage::reached(expressions, &pack.definitions);
        let absent = |there: bool, finding: Finding| (!there).then(|| finding.in_measure(measure));
        for p in used.parameters.iter().filter_map(|id| pack.parameters.get(id.0)) {
            let there = dated::on(&p.values, day).is_some();
            found.extend(absent(there, usage::not_in_force(day, &p.values, "参数", "parameter", &p.name, user)));
        }
        for l in used.lookups.iter().filter_map(|id| pack.lookups.get(id.0)) {
            let there = dated::on(&l.versions, day).is_some();
            found.extend(absent(there, usage::not_in_force(day, &l.versions, "对照表", "lookup table", &l.name, user)));
        }
        for number in &used.measures {
            let versions: Vec<Dated<()>> = pack
                .measures
                .iter()
                .filter(|m| m.number == *number)
                .map(|m| Dated { period: m.effective, value: (), span: m.span.clone() })
                .collect();
            let Some(other) = pack.measures.iter().find(|m| m.number == *number) else { continue };
            let there = dated::on(&versions, day).is_some();
            found.extend(absent(there, usage::not_in_force(day, &versions, "措施", "measure", &other.id, user)));
        }
        for b in used.bands.iter().filter_map(|id| pack.bands.get(id.0)) {
            let there = dated::on(&b.versions, day).is_some();
            found.extend(absent(
                there,
                usage::not_in_force(day, &b.versions, "分段表", "table of bands", &b.name, user),
            ));
        }
    }
}

fn value_on<T: Clone>(values: &[Dated<T>], day: Date) -> Option<T> {
    dated::on(values, day).map(|v| v.value.clone())
}
