//! What the checks stand on: the measures that are looked at, the policy years that each of them sees, and the rules
//! of every such year.

use std::collections::BTreeMap;

use super::super::dated;
use super::super::pack::{Dated, Measure, Pack};
use super::super::usage;
use crate::calendar::{Date, Period, YEARS};
use crate::lang::possible::Possible;
use crate::lang::{Binding, References, Typed, typed::Kind};
use crate::value::Value;

/// A measure is looked at in at most so many of its years.
const MOST_YEARS: usize = 60;

/// A pack, laid out for the checks.
pub(super) struct Ground<'a> {
    pub pack: &'a Pack,
    /// Only what this year sees.
    pub year: Option<i16>,
    /// The last year of which the pack itself speaks.
    pub latest: i16,
    possible: BTreeMap<i16, Possible<'a>>,
}

/// The values in force in every policy year that is looked at.
pub(super) fn rules(pack: &Pack, year: Option<i16>) -> BTreeMap<i16, Binding> {
    let bare = Ground { pack, year, latest: latest(pack), possible: BTreeMap::new() };
    let all = pack.measures.iter().flat_map(|m| bare.years(m)).chain(year);
    let mut rules = BTreeMap::new();
    for (year, day) in all.filter_map(|year| Some((year, Date::year_end(year)?))) {
        rules.entry(year).or_insert_with(|| pack.binding(year, day));
    }
    rules
}

impl<'a> Ground<'a> {
    pub fn new(pack: &'a Pack, year: Option<i16>, rules: &'a BTreeMap<i16, Binding>) -> Self {
        let definitions = || pack.definitions.iter().map(|d| &d.value);
        let possible =
            rules.iter().map(|(year, binding)| (*year, Possible::new(&pack.schema, binding, definitions()))).collect();
        Self { pack, year, latest: latest(pack), possible }
    }

    /// The measures to look at: all versions, or those that the year sees.
    pub fn measures(&self) -> impl Iterator<Item = &'a Measure> {
        let day = self.year.and_then(Date::year_end);
        self.pack.measures.iter().filter(move |m| day.is_none_or(|day| m.effective.contains(day)))
    }

    /// The policy years of a measure in which nothing that it needs is missing. An open end reaches one year beyond
    /// the last of which the pack or the measure speaks: what comes later looks the same.
    pub fn years(&self, measure: &Measure) -> Vec<i16> {
        if let Some(year) = self.year {
            return vec![year];
        }
        let Some(first) = measure.effective.from.map(Date::year) else {
            return Vec::new();
        };
        let used = self.used(measure);
        let spoken = self.expressions_within(measure, &used).into_iter().flat_map(years_in).max();
        let last = self.latest.max(first).max(spoken.unwrap_or(0)).saturating_add(1);
        let last = measure.effective.to.map_or(last, Date::year);
        let complete = |day: Date| {
            let pack = self.pack;
            used.parameters.iter().all(|p| covers(pack.parameters.get(p.0).map(|p| &p.values), day))
                && used.lookups.iter().all(|l| covers(pack.lookups.get(l.0).map(|l| &l.versions), day))
                && used.bands.iter().all(|b| covers(pack.bands.get(b.0).map(|b| &b.versions), day))
        };
        let in_force = |year: &i16| Date::year_end(*year).is_some_and(|d| measure.effective.contains(d) && complete(d));
        (first..=last).filter(in_force).take(MOST_YEARS).collect()
    }

    /// The years of a measure, each with what can be reasoned about it.
    pub fn possible(&self, measure: &Measure) -> Vec<(i16, &Possible<'a>)> {
        self.years(measure).into_iter().filter_map(|year| Some((year, self.possible.get(&year)?))).collect()
    }

    /// Every year that a measure sees.
    pub fn every_year(&self) -> impl Iterator<Item = &Possible<'a>> {
        self.possible.values()
    }

    /// Everything that a measure uses, through definitions.
    pub fn used(&self, measure: &Measure) -> References {
        usage::reached(&usage::expressions(measure), &self.pack.definitions)
    }

    /// The expressions of a measure, and of the definitions that it uses.
    fn expressions_within<'m>(&'m self, measure: &'m Measure, used: &References) -> Vec<&'m Typed> {
        let bodies = used.definitions.iter().filter_map(|id| self.pack.definitions.get(id.0)).map(|d| &d.value);
        usage::expressions(measure).into_iter().chain(bodies).collect()
    }
}

fn covers<T>(values: Option<&Vec<Dated<T>>>, day: Date) -> bool {
    values.is_some_and(|values| dated::on(values, day).is_some())
}

/// Whole numbers in an expression that could be years.
fn years_in(expr: &Typed) -> Vec<i16> {
    let mut years = Vec::new();
    expr.visit(&mut |part| match &part.kind {
        Kind::Literal(Value::Number(n)) => {
            let year = n.as_integer().and_then(|n| i16::try_from(n).ok());
            years.extend(year.filter(|year| YEARS.contains(year)));
        }
        Kind::Literal(Value::Date(day)) => years.push(day.year()),
        _ => {}
    });
    years
}

fn latest(pack: &Pack) -> i16 {
    spoken_of(pack).max().unwrap_or(0)
}

/// The years that the pack's dates name.
fn spoken_of(pack: &Pack) -> impl Iterator<Item = i16> {
    fn of<T>(values: &[Dated<T>]) -> impl Iterator<Item = Period> {
        values.iter().map(|v| v.period)
    }
    let measures = pack.measures.iter().map(|m| m.effective);
    let periods = measures
        .chain(pack.parameters.iter().flat_map(|p| of(&p.values)))
        .chain(pack.lookups.iter().flat_map(|l| of(&l.versions)))
        .chain(pack.bands.iter().flat_map(|b| of(&b.versions)))
        .chain(pack.enterprise_caps.iter().flat_map(|c| of(&c.values)))
        .chain(pack.pools.iter().flat_map(|p| of(&p.budgets)));
    periods.flat_map(|p| [p.from, p.to]).flatten().map(Date::year)
}
