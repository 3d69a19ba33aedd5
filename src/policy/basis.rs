//! What one policy year rests on, as texts for a paper: the clauses, parameters, tables, bands, budgets, limits and groups
//! in force that a measure of the year uses, each with its dates. Values are as a rule file writes them.

use super::edition::Edition;
use super::pack::{Dated, Measure, Pool, PoolRule, StackingRule, Standing};
use super::usage;
use super::{dated, listing, showing, wording};
use crate::calendar::Date;
use crate::diagnostic::Bilingual;
use crate::lang::{BandKind, MeasureId, References};
use crate::say;
use crate::value::{Type, Value};

/// A clause behind a measure.
#[derive(Clone, Debug)]
pub struct Clause<'a> {
    /// The measure.
    pub measure: &'a Measure,
    /// 拨付, 测算 or 状态.
    pub kind: Bilingual,
    /// When the measure is in force.
    pub period: Bilingual,
    /// The document.
    pub document: &'a str,
    /// The clause's words.
    pub text: &'a str,
    /// Has it been checked against the issuing text?
    pub standing: Bilingual,
}

/// Something in force that has a name.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Whose it is: a measure's title, or empty for the whole pack.
    pub of: String,
    /// Its name.
    pub name: String,
    /// Which case of it: keys, edges.
    pub case: String,
    /// Its value.
    pub value: String,
    /// How it applies.
    pub how: Bilingual,
    /// When.
    pub period: Bilingual,
}

/// The clauses of the measures in force, in the pack's order.
#[must_use]
pub fn clauses<'a>(edition: &'a Edition<'_>) -> Vec<Clause<'a>> {
    let of = |measure: &'a Measure| {
        measure.references.iter().map(move |reference| Clause {
            measure,
            kind: listing::kind(measure),
            period: wording::period(measure.effective),
            document: &reference.document,
            text: &reference.text,
            standing: match reference.standing {
                Standing::Demonstration => say!("示范，未核对", "demonstration"),
                Standing::Verified => say!("已与发文核对", "verified"),
            },
        })
    };
    edition.in_force().flat_map(of).collect()
}

/// The parameters that measures in force use.
#[must_use]
pub fn parameters(edition: &Edition<'_>) -> Vec<InForce> {
    let mut found = Vec::new();
    let place = |owner: &Option<String>| owner.as_ref().and_then(|id| edition.in_force().position(|m| m.id == *id));
    let mut used: Vec<_> =
        used(edition).parameters.into_iter().filter_map(|id| edition.pack.parameters.get(id.0)).collect();
    // those of the whole pack first, then measure by measure
    used.sort_by_key(|p| place(&p.measure));
    for parameter in used {
        let owner = parameter.measure.as_ref().and_then(|id| edition.in_force().find(|m| m.id == *id));
        found.extend(on(edition, &parameter.values).map(|value| InForce {
            of: owner.map_or(String::new(), |m| m.title.clone()),
            name: parameter.name.clone(),
            case: String::new(),
            value: wording::value(&parameter.ty, &value.value),
            how: Bilingual::default(),
            period: wording::period(value.period),
        }));
    }
    found
}

/// The rows of the lookup tables and the bands that measures in force use.
#[must_use]
pub fn tables(edition: &Edition<'_>) -> Vec<InForce> {
    let used = used(edition);
    let mut found = Vec::new();
    for lookup in used.lookups.iter().filter_map(|id| edition.pack.lookups.get(id.0)) {
        for version in on(edition, &lookup.versions) {
            found.extend(showing::rows(lookup, &version.value).into_iter().map(|(case, value)| InForce {
                of: String::new(),
                name: lookup.name.clone(),
                case,
                value,
                how: say!("对照", "lookup"),
                period: wording::period(version.period),
            }));
        }
    }
    for table in used.bands.iter().filter_map(|id| edition.pack.bands.get(id.0)) {
        let ty = if table.kind == BandKind::Step { &table.output } else { &Type::Number };
        for version in on(edition, &table.versions) {
            found.extend(version.value.bands.iter().map(|band| {
                let value = wording::value(ty, &Value::Number(band.value));
                InForce {
                    of: String::new(),
                    name: table.name.clone(),
                    case: wording::edges(&table.input, band),
                    value: match band.cap.map(wording::money) {
                        Some(most) => format!("{value}（最高 {most}）"),
                        None => value,
                    },
                    how: match table.kind {
                        BandKind::Marginal => say!("超额累进", "marginal"),
                        BandKind::Whole => say!("全额", "on the whole amount"),
                        BandKind::Step => say!("定额", "fixed steps"),
                    },
                    period: wording::period(version.period),
                }
            }));
        }
    }
    found
}

/// What stands above single measures: groups that exclude one another, limits of an enterprise, budgets, the veto.
#[must_use]
pub fn shared(edition: &Edition<'_>) -> Vec<InForce> {
    let pack = edition.pack;
    let mut found = Vec::new();
    let always = || say!("本年度", "this year");
    if let Some(veto) = &pack.veto {
        let exempt: Vec<&str> = edition.in_force().filter(|m| !m.vetoed).map(|m| m.title.as_str()).collect();
        found.push(InForce {
            of: if exempt.is_empty() { String::new() } else { format!("不适用于：{}", exempt.join("、")) },
            name: "一票否决".to_owned(),
            case: veto.otherwise.clone(),
            value: "不予补助".to_owned(),
            how: Bilingual::default(),
            period: always(),
        });
    }
    for group in &pack.stacking {
        let titles = titles(edition, &group.measures);
        if titles.len() < 2 {
            continue;
        }
        found.push(InForce {
            of: titles.join("、"),
            name: format!("同类政策 {}", group.id),
            case: String::new(),
            value: String::new(),
            how: match group.rule {
                StackingRule::Highest => say!("就高不重复", "only the highest"),
                StackingRule::Exclusive => say!("互斥，取在前的", "only the first"),
                StackingRule::TopUp if group.earlier.is_some() => {
                    say!("补差额，往年已拨付的计算在内", "each tops up those before it and earlier years")
                }
                StackingRule::TopUp => say!("补差额", "each tops up those before it"),
                StackingRule::Sum => say!("可以同时享受", "all of them"),
            },
            period: always(),
        });
    }
    for cap in &pack.enterprise_caps {
        let titles = titles(edition, &cap.measures);
        found.extend(on(edition, &cap.values).filter(|_| !titles.is_empty()).map(|value| InForce {
            of: titles.join("、"),
            name: format!("企业年度总额 {}", cap.id),
            case: String::new(),
            value: wording::money(value.value.exact()),
            how: say!("超出的从排在最后的往前核减", "the last is cut first"),
            period: wording::period(value.period),
        }));
    }
    for pool in &pack.pools {
        let own: Vec<&str> = edition.in_force().filter(|m| m.draws_on(&pool.id)).map(|m| m.title.as_str()).collect();
        found.extend(
            on(edition, &pool.budgets).filter(|_| !own.is_empty()).map(|budget| InForce {
                of: own.join("、"),
                name: format!("总额控制 {}", pool.title),
                case: pool
                    .payer
                    .and_then(|p| pack.payers.get(p.0))
                    .map_or(String::new(), |p| format!("只控制{}的部分", p.id)),
                value: wording::money(budget.value.exact()),
                how: how(pool),
                period: wording::period(budget.period),
            }),
        );
    }
    found
}

fn how(pool: &Pool) -> Bilingual {
    let unit = wording::money(pool.unit.exact());
    match pool.rule {
        PoolRule::ProRata => {
            say!("超出时按比例核减，取整到 {unit}", "cut in proportion, in whole {unit}")
        }
        PoolRule::Priority => say!("按次序用完为止", "by order until it is used up"),
    }
}

/// The titles of the measures in force among these.
fn titles<'a>(edition: &'a Edition<'_>, numbers: &[MeasureId]) -> Vec<&'a str> {
    let title = |n: &MeasureId| edition.in_force().find(|m| m.number == *n).map(|m| m.title.as_str());
    numbers.iter().filter_map(title).collect()
}

/// Everything that measures in force refer to.
fn used(edition: &Edition<'_>) -> References {
    let expressions: Vec<_> = edition.in_force().flat_map(usage::expressions).collect();
    usage::reached(&expressions, &edition.pack.definitions)
}

/// The value in force on the last day of the year.
fn on<'v, T>(edition: &Edition<'_>, values: &'v [Dated<T>]) -> impl Iterator<Item = &'v Dated<T>> {
    Date::year_end(edition.year).and_then(|day| dated::on(values, day)).into_iter()
}
