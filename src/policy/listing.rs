//! What a pack says of itself, for `rules list` and `rules show`: rows and sections in both languages.
//!
//! Nothing is laid out in columns or coloured here; the rules' own words (titles, clauses, expressions) stay as they are.

use super::dated;
use super::pack::{Amount, Award, Dated, Due, Measure, MeasureKind, Pack, PayerId, Standing, Weight};
use super::usage;
use crate::calendar::{Date, Period};
use crate::diagnostic::{Bilingual, Finding, Lang, codes::policy as codes, suggest::nearest};
use crate::exact::Exact;
use crate::money::{Rounding, RoundingMode};
use crate::say;
use crate::source::Place;
use crate::value::{Type, Value};

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

/// A part of what is shown of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// `条件`.
    pub heading: Bilingual,
    /// What stands under it.
    pub lines: Vec<Bilingual>,
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
            effective: period(m.effective),
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

/// A measure in full: each version of it, or the one in force in a year.
///
/// # Errors
/// There is no measure of that id, or none in force that year.
pub fn show(pack: &Pack, id: &str, year: Option<i16>) -> Result<Vec<Shown>, Finding> {
    let versions: Vec<&Measure> = pack.measures.iter().filter(|m| m.id == id).collect();
    let Some(first) = versions.first() else {
        let remedy = match nearest(id, pack.measures.iter().map(|m| m.id.as_str())) {
            Some(near) => say!("是否想写“{near}”？", "did you mean `{near}`?"),
            None => say!("用 rules list 查看所有措施", "see all measures with rules list"),
        };
        let message = say!("没有名为“{id}”的措施", "there is no measure `{id}`");
        return Err(Finding::new(&codes::UNKNOWN_NAME, Place::Nowhere, message).remedy(remedy));
    };
    let chosen: Vec<&Measure> = versions.iter().filter(|m| in_force(m, year)).copied().collect();
    if let (true, Some(year)) = (chosen.is_empty(), year) {
        let (zh, en): (Vec<String>, Vec<String>) =
            versions.iter().map(|m| period(m.effective)).map(|p| (p.zh, p.en)).unzip();
        let (zh, en) = (zh.join("、"), en.join(", "));
        let message = say!("“{id}”在 {year} 年不生效（{zh}）", "`{id}` is not in force in {year} ({en})");
        let remedy = say!("换一个政策年度", "choose another policy year");
        return Err(Finding::new(&codes::GAP, Place::Rule(first.span.clone()), message).remedy(remedy));
    }
    Ok(chosen.into_iter().flat_map(|m| sections(pack, m, year)).collect())
}

/// Sections as plain text.
#[must_use]
pub fn shown_text(sections: &[Shown], lang: Lang) -> String {
    let mut out = String::new();
    for section in sections {
        out.push_str(section.heading.get(lang));
        out.push('\n');
        for line in &section.lines {
            out.push_str(&format!("  {}\n", line.get(lang)));
        }
    }
    out
}

fn in_force(measure: &Measure, year: Option<i16>) -> bool {
    year.is_none_or(|y| Date::year_end(y).is_some_and(|day| measure.effective.contains(day)))
}

fn kind(measure: &Measure) -> Bilingual {
    match measure.kind {
        MeasureKind::Payout(_) => say!("拨付", "payout"),
        MeasureKind::Estimate { .. } => say!("测算", "estimate"),
        MeasureKind::Status { .. } => say!("状态", "status"),
    }
}

fn standing(measure: &Measure) -> Bilingual {
    if measure.references.iter().all(|r| r.standing == Standing::Verified) {
        say!("已与发文核对", "checked against the issuing text")
    } else {
        say!("演示，未与发文核对", "demonstration, not checked against the issuing text")
    }
}

fn period(period: Period) -> Bilingual {
    match (period.from, period.to) {
        (Some(from), Some(to)) => say!("{from} 至 {to}", "{from} to {to}"),
        (Some(from), None) => say!("{from} 起", "from {from}"),
        (None, Some(to)) => say!("至 {to}", "to {to}"),
        (None, None) => say!("始终", "always"),
    }
}

/// The same words in both languages: the rule's own.
fn own(text: impl Into<String>) -> Bilingual {
    let zh = text.into();
    Bilingual { en: zh.clone(), zh }
}

fn sections(pack: &Pack, measure: &Measure, year: Option<i16>) -> Vec<Shown> {
    let mut shown = vec![Shown {
        heading: own(format!("{}  {}", measure.id, measure.title)),
        lines: vec![kind(measure), period(measure.effective), standing(measure)],
    }];
    let mut add = |heading: Bilingual, lines: Vec<Bilingual>| {
        if !lines.is_empty() {
            shown.push(Shown { heading, lines });
        }
    };
    let references = measure.references.iter().map(|r| own(format!("{}：{}", r.document, r.text))).collect();
    add(say!("依据", "references"), references);
    let used = usage::reached(&usage::expressions(measure), &pack.definitions);
    let parameters = used
        .parameters
        .iter()
        .filter_map(|id| pack.parameters.get(id.0))
        .flat_map(|p| p.values.iter().filter(|v| on(v, year)).map(|v| parameter(&p.name, &p.ty, v)))
        .collect();
    add(say!("参数", "parameters"), parameters);
    let definitions = used
        .definitions
        .iter()
        .filter_map(|id| pack.definitions.get(id.0))
        .map(|d| own(format!("{} = {}", d.name, d.value.words.get())))
        .collect();
    add(say!("定义", "definitions"), definitions);
    let conditions = measure.conditions.iter().map(|c| {
        let (id, when, otherwise) = (&c.id, c.when.words.get(), &c.otherwise);
        say!("{id}：{when}（否则：{otherwise}）", "{id}: {when} (otherwise: {otherwise})")
    });
    add(say!("条件", "conditions"), conditions.collect());
    match &measure.kind {
        MeasureKind::Payout(award) => {
            add(say!("金额", "amount"), amount(award));
            add(say!("承担", "payers"), payers(pack, award));
            add(say!("分期", "instalments"), award.instalments.iter().map(|i| instalment(i.share, &i.due)).collect());
        }
        MeasureKind::Estimate { amount, round } => {
            add(say!("金额", "amount"), vec![own(amount.words.get()), rounding(*round)]);
        }
        MeasureKind::Status { value } => add(say!("状态", "status"), vec![own(value.words.get())]),
    }
    shown
}

fn on<T>(value: &Dated<T>, year: Option<i16>) -> bool {
    year.and_then(Date::year_end).is_none_or(|day| value.period.contains(day))
}

fn parameter(name: &str, ty: &Type, value: &Dated<Value>) -> Bilingual {
    let (zh, en) = dated::periods(std::slice::from_ref(value));
    let written = written(ty, &value.value);
    say!("{name} = {written}（{zh}）", "{name} = {written} ({en})")
}

fn written(ty: &Type, value: &Value) -> String {
    match (value, ty) {
        (Value::Number(n), Type::Money) => money(*n),
        (Value::Number(n), Type::Number) if *n < Exact::ONE && n.is_positive() => percent(*n),
        (Value::Number(n), _) => n.to_string(),
        (Value::Date(day), _) => day.to_string(),
        (Value::Text(text), _) => format!("“{text}”"),
        (Value::YesNo(true), _) => "是".to_owned(),
        (Value::YesNo(false), _) => "否".to_owned(),
        (Value::Choice(_) | Value::None, _) => String::new(),
    }
}

fn percent(share: Exact) -> String {
    share.mul(Exact::from(100)).map_or_else(|| share.to_string(), |p| format!("{p}%"))
}

fn money(yuan: Exact) -> String {
    match yuan.div(Exact::from(10_000)).and_then(Exact::as_integer) {
        Some(wan) if wan != 0 => format!("{wan}万元"),
        _ => format!("{yuan}元"),
    }
}

fn rounding(round: Rounding) -> Bilingual {
    let unit = money(round.unit.exact());
    match round.mode {
        RoundingMode::Down => say!("舍去到 {unit}", "rounded down to {unit}"),
        RoundingMode::Up => say!("进位到 {unit}", "rounded up to {unit}"),
        RoundingMode::HalfUp => say!("四舍五入到 {unit}", "rounded half up to {unit}"),
        RoundingMode::HalfEven => say!("四舍六入五成双到 {unit}", "rounded half to even to {unit}"),
    }
}

fn amount(award: &Award) -> Vec<Bilingual> {
    let mut lines = Vec::new();
    match &award.amount {
        Amount::Whole(amount) => lines.push(own(amount.words.get())),
        Amount::OfComponents => lines.push(say!("各组成部分之和", "the sum of the components")),
    }
    lines.extend(award.round.map(rounding));
    if let Some(cap) = &award.cap {
        let cap = cap.words.get();
        lines.push(say!("最高：{cap}", "at most: {cap}"));
    }
    if let Some(floor) = &award.floor {
        let floor = floor.words.get();
        lines.push(say!("不足 {floor} 不予补助", "nothing below {floor}"));
    }
    lines
}

fn payers(pack: &Pack, award: &Award) -> Vec<Bilingual> {
    let name = |id: PayerId| pack.payers.get(id.0).map_or("", |p| p.id.as_str());
    award
        .components
        .iter()
        .map(|component| {
            let payer = name(component.payer);
            match &component.weight {
                Weight::Amount(typed) | Weight::Share(typed) => {
                    let words = typed.words.get();
                    say!("{payer}：{words}", "{payer}: {words}")
                }
                Weight::Rest if award.components.len() == 1 => say!("{payer}：全部", "{payer}: all"),
                Weight::Rest => say!("{payer}：其余", "{payer}: the rest"),
            }
        })
        .collect()
}

fn instalment(share: Exact, due: &Due) -> Bilingual {
    let share = percent(share);
    match due {
        Due::Year(0) => say!("{share}：当年", "{share}: in the policy year"),
        Due::Year(years) => say!("{share}：{years} 年后", "{share}: {years} years later"),
        Due::Stage(stage) => say!("{share}：{stage}", "{share}: {stage}"),
    }
}
