//! What the rules of a pack refer to, through definitions: what nobody uses, what is not in force when a measure
//! needs it, measures that look at later ones, definitions that stand on too many others.

use super::dated;
use super::pack::{Amount, Breaker, Dated, Definition, Measure, MeasureKind, Pack, PayerId, Pool, Weight};
use crate::calendar::{Date, Period};
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::lang::{DefinitionId, MAX_DEFINITIONS_DEEP, References, Typed};
use crate::say;
use crate::source::{Place, Span};

/// Every expression of a measure, in the order in which they stand.
#[must_use]
pub fn expressions(measure: &Measure) -> Vec<&Typed> {
    let mut all: Vec<&Typed> = measure.conditions.iter().map(|c| &c.when).collect();
    match &measure.kind {
        MeasureKind::Estimate { amount, .. } => all.push(amount),
        MeasureKind::Status { value } => all.push(value),
        MeasureKind::Payout(award) => {
            if let Amount::Whole(amount) = &award.amount {
                all.push(amount);
            }
            all.extend(award.cap.iter().chain(&award.floor));
            for component in &award.components {
                all.extend(&component.when);
                if let Weight::Amount(typed) | Weight::Share(typed) = &component.weight {
                    all.push(typed);
                }
            }
        }
    }
    all
}

/// Everything that expressions refer to, definitions looked into.
#[must_use]
pub fn reached(expressions: &[&Typed], definitions: &[Definition]) -> References {
    let mut all = References::default();
    let mut open: Vec<&Typed> = expressions.to_vec();
    while let Some(typed) = open.pop() {
        let here = typed.references();
        for id in &here.definitions {
            if all.definitions.insert(*id) {
                open.extend(definitions.get(id.0).map(|d| &d.value));
            }
        }
        all.parameters.extend(here.parameters);
        all.lookups.extend(here.lookups);
        all.bands.extend(here.bands);
        all.measures.extend(here.measures);
        all.fields.extend(here.fields);
        all.tables.extend(here.tables);
    }
    all
}

/// Looks through a whole pack. `places` are where its lookup tables and bands have their names.
pub(super) fn look(pack: &Pack, lookup_places: &[Span], band_places: &[Span], found: &mut Vec<Finding>) {
    let mut all: Vec<&Typed> = pack.veto.iter().map(|v| &v.when).collect();
    all.extend(pack.pools.iter().filter_map(|p| p.breaker.as_ref()).flat_map(|b| [&b.bad, &b.of]));
    all.extend(pack.measures.iter().flat_map(expressions));
    let used = reached(&all, &pack.definitions);
    let unused = |known: bool, span: &Span, zh: &str, en: &str, name: &str| {
        (!known).then(|| {
            Finding::new(
                &codes::UNUSED,
                Place::Rule(span.clone()),
                say!("{zh}“{name}”没有用到", "the {en} `{name}` is not used"),
            )
            .remedy(say!("删去它，或检查应当用到它的地方", "remove it, or check the rule that should use it"))
        })
    };
    for (i, d) in pack.definitions.iter().enumerate() {
        found.extend(unused(used.definitions.contains(&DefinitionId(i)), &d.span, "定义", "definition", &d.name));
    }
    for (i, p) in pack.parameters.iter().enumerate() {
        let known = used.parameters.iter().any(|id| id.0 == i);
        found.extend(unused(known, &p.span, "参数", "parameter", &p.name));
    }
    for ((i, lookup), span) in pack.lookups.iter().enumerate().zip(lookup_places) {
        let known = used.lookups.iter().any(|id| id.0 == i);
        found.extend(unused(known, span, "对照表", "lookup table", &lookup.name));
    }
    for ((i, bands), span) in pack.bands.iter().enumerate().zip(band_places) {
        let known = used.bands.iter().any(|id| id.0 == i);
        found.extend(unused(known, span, "分段表", "table of bands", &bands.name));
    }
    for pool in &pack.pools {
        found.extend(unused(!pool.measures.is_empty(), &pool.span, "资金池", "pool", &pool.id));
    }
    for measure in &pack.measures {
        gaps(pack, measure, found);
        later(pack, measure, found);
    }
    deep(&pack.definitions, found);
}

/// Between its first day and the last day of which a value speaks, a measure must not miss one on any 31 December.
fn gaps(pack: &Pack, measure: &Measure, found: &mut Vec<Finding>) {
    let used = reached(&expressions(measure), &pack.definitions);
    for item in used.parameters.iter().filter_map(|id| pack.parameters.get(id.0)) {
        found.extend(gap(measure, &item.values, "参数", "parameter", &item.name));
    }
    for item in used.lookups.iter().filter_map(|id| pack.lookups.get(id.0)) {
        found.extend(gap(measure, &item.versions, "对照表", "lookup table", &item.name));
    }
    for item in used.bands.iter().filter_map(|id| pack.bands.get(id.0)) {
        found.extend(gap(measure, &item.versions, "分段表", "table of bands", &item.name));
    }
    for pool in pack.pools.iter().filter(|p| measure.draws_on(&p.id)) {
        found.extend(gap(measure, &pool.budgets, "资金池预算", "budget of the pool", &pool.id));
        if let Some(breaker) = &pool.breaker {
            found.extend(gap(measure, &breaker.steps, "资金池熔断", "breaker of the pool", &pool.id));
            found.extend(asks_for_awards(pack, pool, breaker));
        }
        found.extend(pool.payer.and_then(|payer| pays_nothing(pack, measure, pool, payer)));
    }
    for cap in pack.enterprise_caps.iter().filter(|c| c.measures.contains(&measure.number)) {
        found.extend(gap(measure, &cap.values, "企业年度总额", "enterprise cap", &cap.id));
    }
}

/// A breaker looks at the roster, not at awards.
fn asks_for_awards(pack: &Pack, pool: &Pool, breaker: &Breaker) -> Option<Finding> {
    let used = reached(&[&breaker.bad, &breaker.of], &pack.definitions);
    let other = used.measures.iter().find_map(|number| pack.measures.iter().find(|m| m.number == *number))?;
    let (id, other) = (&pool.id, &other.id);
    let message = say!(
        "资金池“{id}”的熔断用到核定({other})，熔断只能看名单",
        "the breaker of the pool `{id}` uses 核定({other}), but a breaker looks at the roster only"
    );
    let finding = Finding::new(&codes::ORDER, Place::Rule(breaker.span.clone()), message);
    Some(finding.remedy(say!("改成名单里的金额", "use amounts of the roster")))
}

/// A budget of one payer limits nothing in a measure that this payer does not pay.
fn pays_nothing(pack: &Pack, measure: &Measure, pool: &Pool, payer: PayerId) -> Option<Finding> {
    let MeasureKind::Payout(award) = &measure.kind else { return None };
    if award.components.iter().any(|c| c.payer == payer) {
        return None;
    }
    let (id, payer) = (&pool.id, &pack.payers.get(payer.0)?.id);
    let message = say!(
        "“{}”由资金池“{id}”控制{payer}的份额，但{payer}不承担这一项",
        "`{}` draws on the pool `{id}`, which limits the share of `{payer}`, but `{payer}` pays no part of it",
        measure.id
    );
    let finding = Finding::new(&codes::AWARD, Place::Rule(measure.span.clone()), message);
    let finding = finding.and_at(Place::Rule(pool.span.clone())).in_measure(&measure.id);
    Some(finding.remedy(say!("给它换一个资金池，或改正承担方", "name another pool, or correct who pays")))
}

fn gap<T>(measure: &Measure, values: &[Dated<T>], zh: &str, en: &str, name: &str) -> Option<Finding> {
    let first = measure.effective.from?.year();
    let end = |p: Period| p.to.or(p.from);
    let last = values.iter().filter_map(|v| end(v.period)).max()?.year();
    let last = measure.effective.to.map_or(last, |to| to.year().min(last));
    let day = (first..=last)
        .take(500)
        .filter_map(Date::year_end)
        .find(|day| measure.effective.contains(*day) && dated::on(values, *day).is_none())?;
    Some(not_in_force(day, values, zh, en, name, &measure.span).in_measure(&measure.id))
}

/// The finding that nothing is in force on a day.
pub(super) fn not_in_force<T>(day: Date, values: &[Dated<T>], zh: &str, en: &str, name: &str, user: &Span) -> Finding {
    let (periods_zh, periods_en) = dated::periods(values);
    let finding = Finding::new(
        &codes::GAP,
        Place::Rule(user.clone()),
        say!(
            "{zh}“{name}”在 {day} 没有有效的值（现有：{periods_zh}）",
            "the {en} `{name}` has no value in force on {day} (it has: {periods_en})"
        ),
    )
    .remedy(say!("补上包含 {day} 的一条", "add one that covers {day}"));
    match values.first() {
        Some(first) => finding.and_at(Place::Rule(super::mistake::first_line(&first.span))),
        None => finding,
    }
}

/// 核定(…) may speak only of payouts that stand earlier in the order.
fn later(pack: &Pack, measure: &Measure, found: &mut Vec<Finding>) {
    for other in reached(&expressions(measure), &pack.definitions).measures {
        let versions: Vec<&Measure> = pack.measures.iter().filter(|m| m.number == other).collect();
        let pays = versions.iter().all(|m| matches!(m.kind, MeasureKind::Payout(_)));
        let Some(first) = versions.first() else {
            continue;
        };
        let id = &first.id;
        if !pays || other >= measure.number {
            found.push(
                Finding::new(
                    &codes::ORDER,
                    Place::Rule(measure.span.clone()),
                    say!(
                        "“{}”用到核定({id})，但它不是排在前面的拨付措施",
                        "`{}` uses 核定({id}), which is no payout that stands before it",
                        measure.id
                    ),
                )
                .and_at(Place::Rule(first.span.clone()))
                .in_measure(&measure.id)
                .remedy(say!("在 pack.toml 的 measures 里把它排到前面", "move it up in the measures of pack.toml")),
            );
        }
    }
}

fn deep(definitions: &[Definition], found: &mut Vec<Finding>) {
    // a definition stands after those it uses
    let mut depths: Vec<usize> = Vec::with_capacity(definitions.len());
    for definition in definitions {
        let below = definition.value.references().definitions;
        let depth = 1 + below.iter().filter_map(|id| depths.get(id.0)).max().copied().unwrap_or(0);
        depths.push(depth);
        if depth == MAX_DEFINITIONS_DEEP + 1 {
            found.push(
                Finding::new(
                    &codes::DEEP,
                    Place::Rule(definition.span.clone()),
                    say!(
                        "定义“{}”层层引用超过 {MAX_DEFINITIONS_DEEP} 层",
                        "the definition `{}` stands on more than {MAX_DEFINITIONS_DEEP} levels of others",
                        definition.name
                    ),
                )
                .remedy(say!("把几层合成一层", "merge some of the levels")),
            );
        }
    }
}
