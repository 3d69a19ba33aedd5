//! One measure in full, for `rules show`: what it refers to in tables and shared rules stands with it.
//!
//! Nothing is laid out in columns or coloured here; the rules' own words (clauses, expressions) stay as they are.

use super::allow::name;
use super::listing::{in_force, kind, standing};
use super::pack::{
    Amount, Award, BandTable, Breaker, Component, Dated, Due, Lookup, Measure, MeasureKind, Pack, PoolRule,
    StackingRule, Weight,
};
use super::usage;
use super::wording::{self, own};
use crate::calendar::Date;
use crate::diagnostic::{Bilingual, Finding, Lang, codes::policy as codes, suggest::nearest};
use crate::exact::Exact;
use crate::lang::{BandKind, LookupTable, MeasureId};
use crate::say;
use crate::schema::{ENTERPRISES, Empty};
use crate::source::Place;
use crate::value::{Type, Value};

/// A part of what is shown of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// `条件`.
    pub heading: Bilingual,
    /// What stands under it.
    pub lines: Vec<Bilingual>,
}

/// A measure in full: each version of it, or the one in force in a year.
///
/// # Errors
/// There is no measure of that id, or none in force that year.
pub fn show(pack: &Pack, id: &str, year: Option<i16>) -> Result<Vec<Shown>, Vec<Finding>> {
    let versions: Vec<&Measure> = pack.measures.iter().filter(|m| m.id == id).collect();
    let Some(first) = versions.first() else {
        let remedy = match nearest(id, pack.measures.iter().map(|m| m.id.as_str())) {
            Some(near) => say!("是否想写“{near}”？", "did you mean `{near}`?"),
            None => say!("用 rules list 查看所有措施", "see all measures with rules list"),
        };
        let message = say!("没有名为“{id}”的措施", "there is no measure `{id}`");
        return Err(vec![Finding::new(&codes::UNKNOWN_NAME, Place::Nowhere, message).remedy(remedy)]);
    };
    let chosen: Vec<&Measure> = versions.iter().filter(|m| in_force(m, year)).copied().collect();
    if let (true, Some(year)) = (chosen.is_empty(), year) {
        let (zh, en): (Vec<String>, Vec<String>) =
            versions.iter().map(|m| wording::period(m.effective)).map(|p| (p.zh, p.en)).unzip();
        let (zh, en) = (zh.join("、"), en.join(", "));
        let message = say!("“{id}”在 {year} 年不生效（{zh}）", "`{id}` is not in force in {year} ({en})");
        let remedy = say!("换一个政策年度", "choose another policy year");
        return Err(vec![Finding::new(&codes::GAP, Place::Rule(first.span.clone()), message).remedy(remedy)]);
    }
    Ok(chosen.into_iter().flat_map(|m| sections(pack, m, year)).collect())
}

/// The pack itself: what it is called, who pays, how many measures it has, and the digest of its meaning.
#[must_use]
pub fn pack(pack: &Pack, digest: &str) -> Vec<Shown> {
    let ids: std::collections::BTreeSet<&str> = pack.measures.iter().map(|m| m.id.as_str()).collect();
    let payers: Vec<&str> = pack.payers.iter().map(|p| p.id.as_str()).collect();
    let (measures, cases) = (ids.len(), pack.cases.len());
    let Pack { id, title, jurisdiction, .. } = pack;
    vec![
        Shown { heading: own(format!("{id}  {title}")), lines: vec![own(jurisdiction)] },
        Shown { heading: say!("承担方", "payers"), lines: vec![own(payers.join("、"))] },
        Shown {
            heading: say!("内容", "contents"),
            lines: vec![say!("{measures} 项政策措施，{cases} 个案例", "{measures} measures, {cases} cases")],
        },
        Shown { heading: say!("含义摘要", "digest of its meaning"), lines: vec![own(format!("sha256:{digest}"))] },
    ]
}

/// Sections as plain text.
#[must_use]
pub fn text(sections: &[Shown], lang: Lang) -> String {
    let mut out = String::new();
    let first = sections.first().map(|s| &s.heading);
    for section in sections {
        if Some(&section.heading) == first && !out.is_empty() {
            out.push('\n'); // another version of the measure
        }
        out.push_str(section.heading.get(lang));
        out.push('\n');
        for line in &section.lines {
            out.push_str(&format!("  {}\n", line.get(lang)));
        }
    }
    out
}

fn sections(pack: &Pack, measure: &Measure, year: Option<i16>) -> Vec<Shown> {
    let mut facts = vec![kind(measure), wording::period(measure.effective), standing(measure)];
    facts.extend(measure.procedure.map(|p| {
        let (zh, en) = (p.zh(), p.id());
        say!("执行方式：{zh}", "procedure: {en}")
    }));
    facts.extend(measure.responsible.as_ref().map(|unit| say!("责任单位：{unit}", "responsible: {unit}")));
    if !measure.vetoed && pack.veto.is_some() {
        facts.push(say!("不适用一票否决", "the veto does not apply"));
    }
    let mut shown = vec![Shown { heading: own(format!("{}  {}", measure.id, measure.title)), lines: facts }];
    let mut add = |heading: Bilingual, lines: Vec<Bilingual>| {
        if !lines.is_empty() {
            shown.push(Shown { heading, lines });
        }
    };
    let references = measure.references.iter().map(|r| own(format!("{}：{}", r.document, r.text))).collect();
    add(say!("依据", "references"), references);
    let used = usage::reached(&usage::expressions(measure), &pack.definitions);
    let parameters = used.parameters.iter().filter_map(|id| pack.parameters.get(id.0)).flat_map(|p| {
        let at = in_year(&p.values, year);
        at.map(|v| wording::dated(&format!("{} = {}", p.name, wording::value(&p.ty, &v.value)), v))
    });
    add(say!("参数", "parameters"), parameters.collect());
    let lookups = used.lookups.iter().filter_map(|id| pack.lookups.get(id.0)).flat_map(|l| lookup(l, year));
    add(say!("对照表", "lookup tables"), lookups.collect());
    let bands = used.bands.iter().filter_map(|id| pack.bands.get(id.0)).flat_map(|b| bands(b, year));
    add(say!("分段", "bands"), bands.collect());
    let definitions = used.definitions.iter().filter_map(|id| pack.definitions.get(id.0));
    let definitions = definitions.map(|d| own(format!("{} = {}", d.name, d.value.words.get()))).collect();
    add(say!("定义", "definitions"), definitions);
    let none: Vec<&str> = used
        .fields
        .iter()
        .filter_map(|(table, field)| pack.schema.field(*table, *field))
        .filter(|field| matches!(field.empty, Empty::None { .. }))
        .map(|field| field.name.as_str())
        .collect();
    if !none.is_empty() {
        let names = none.join("、");
        let line = say!(
            "{names}：与它比较得否（不等于得是），要用它计算的待核",
            "{names}: a comparison with it is no (unequal is yes), what is computed from it is held"
        );
        add(say!("空格表示没有的字段", "fields of which an empty cell says that there is none"), vec![line]);
    }
    let conditions = measure.conditions.iter().map(|c| {
        let (id, when, otherwise) = (&c.id, c.when.words.get(), &c.otherwise);
        say!("{id}：{when}（否则：{otherwise}）", "{id}: {when} (otherwise: {otherwise})")
    });
    add(say!("条件", "conditions"), conditions.collect());
    match &measure.kind {
        MeasureKind::Payout(award) => {
            add(say!("金额", "amount"), amount(award));
            add(say!("与其他政策的关系", "with other measures"), beside_others(pack, measure.number, year));
            let lead = |i: usize| award.components.len() > 1 && i == award.lead;
            let payers = award.components.iter().enumerate().map(|(i, c)| payer(pack, award, c, lead(i)));
            add(say!("承担", "payers"), payers.collect());
            add(say!("分期", "instalments"), award.instalments.iter().map(|i| instalment(i.share, &i.due)).collect());
        }
        MeasureKind::Estimate { amount, round } => {
            add(say!("金额", "amount"), vec![own(amount.words.get()), wording::rounding(*round)]);
        }
        MeasureKind::Status { value } => add(say!("状态", "status"), vec![own(value.words.get())]),
    }
    add(say!("放行的提示", "accepted findings"), accepted(pack, measure));
    shown
}

/// The `[[allow]]` of its file.
fn accepted(pack: &Pack, measure: &Measure) -> Vec<Bilingual> {
    let own = pack.allows.iter().filter(|a| a.span.file.name == measure.span.file.name);
    own.map(|allow| {
        let (lint, reason) = (name(allow.code), &allow.reason);
        match &allow.of {
            Some(of) => say!("{lint}（{of}）：{reason}", "{lint} ({of}): {reason}"),
            None => say!("{lint}：{reason}", "{lint}: {reason}"),
        }
    })
    .collect()
}

fn in_year<T>(values: &[Dated<T>], year: Option<i16>) -> impl Iterator<Item = &Dated<T>> {
    let day = year.and_then(Date::year_end);
    values.iter().filter(move |v| day.is_none_or(|day| v.period.contains(day)))
}

/// A lookup table: its name and dates, then its rows; keys that give the same stand on one line.
fn lookup(lookup: &Lookup, year: Option<i16>) -> Vec<Bilingual> {
    let mut lines = Vec::new();
    for version in in_year(&lookup.versions, year) {
        lines.push(wording::dated(&lookup.name, version));
        let rows = rows(lookup, &version.value).into_iter();
        lines.extend(rows.map(|(keys, value)| say!("  {keys}：{value}", "  {keys}: {value}")));
    }
    lines
}

/// The rows of a version of a lookup table: keys that give the same stand together.
pub(super) fn rows(lookup: &Lookup, table: &LookupTable) -> Vec<(String, String)> {
    let mut by_value: Vec<(String, Vec<String>)> = Vec::new();
    for (keys, value) in &table.rows {
        let said: Vec<String> = keys.iter().zip(&lookup.keys).map(|(key, ty)| wording::key(ty, key)).collect();
        let (said, value) = (said.join(" · "), wording::value(&lookup.ty, value));
        match by_value.iter_mut().find(|(v, _)| *v == value) {
            Some((_, keys)) => keys.push(said),
            None => by_value.push((value, vec![said])),
        }
    }
    by_value.into_iter().map(|(value, keys)| (keys.join("、"), value)).collect()
}

/// A table of bands: its name, kind and dates, then its bands.
fn bands(table: &BandTable, year: Option<i16>) -> Vec<Bilingual> {
    let kind = match table.kind {
        BandKind::Marginal => say!("超额累进", "marginal"),
        BandKind::Whole => say!("全额", "on the whole amount"),
        BandKind::Step => say!("定额", "fixed steps"),
    };
    let mut lines = Vec::new();
    for version in in_year(&table.versions, year) {
        let (name, period) = (&table.name, wording::period(version.period));
        let ((zh, en), (since, from)) = ((&kind.zh, &kind.en), (&period.zh, &period.en));
        lines.push(say!("{name}：{zh}（{since}）", "{name}: {en} ({from})"));
        for band in &version.value.bands {
            let edges = wording::edges(&table.input, band);
            let ty = if table.kind == BandKind::Step { &table.output } else { &Type::Number };
            let value = wording::value(ty, &Value::Number(band.value));
            let most = band.cap.map(wording::money);
            lines.push(match most {
                Some(most) => say!("  {edges}：{value}，最高 {most}", "  {edges}: {value}, at most {most}"),
                None => say!("  {edges}：{value}", "  {edges}: {value}"),
            });
        }
    }
    lines
}

fn amount(award: &Award) -> Vec<Bilingual> {
    let mut lines = Vec::new();
    match &award.amount {
        Amount::Whole(amount) => lines.push(own(amount.words.get())),
        Amount::OfComponents => lines.push(say!("各组成部分之和", "the sum of the components")),
    }
    lines.extend(award.round.map(wording::rounding));
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

/// Stacking groups, enterprise caps and pools that the measure belongs to.
fn beside_others(pack: &Pack, measure: MeasureId, year: Option<i16>) -> Vec<Bilingual> {
    let id = |number: &MeasureId| pack.measures.iter().find(|m| m.number == *number).map_or("", |m| m.id.as_str());
    let ids = |numbers: &[MeasureId]| {
        let ids: Vec<&str> = numbers.iter().map(id).collect();
        (ids.join("、"), ids.join(", "))
    };
    let mut lines = Vec::new();
    for group in pack.stacking.iter().filter(|g| g.measures.contains(&measure)) {
        let (zh, en) = ids(&group.measures);
        lines.push(match group.rule {
            StackingRule::Highest => say!("就高不重复：{zh}", "only the highest of: {en}"),
            StackingRule::Exclusive => say!("互斥，取在前的：{zh}", "only the first of: {en}"),
            StackingRule::TopUp if group.earlier.is_some() => say!(
                "补差额，往年已经拨付的计算在内：{zh}",
                "each tops up the one before and what earlier years paid: {en}"
            ),
            StackingRule::TopUp => say!("补差额：{zh}", "each tops up the one before: {en}"),
            StackingRule::Sum => say!("可以同时享受：{zh}", "all of: {en}"),
        });
    }
    for cap in pack.enterprise_caps.iter().filter(|c| c.measures.contains(&measure)) {
        let (zh, en) = ids(&cap.measures);
        for value in in_year(&cap.values, year) {
            let most = wording::money(value.value.exact());
            lines.push(say!(
                "每家每年合计最高 {most}，从后往前核减：{zh}",
                "at most {most} an enterprise and year, the last cut first: {en}"
            ));
        }
    }
    for pool in pack.pools.iter().filter(|p| p.measures.contains(&measure)) {
        for budget in in_year(&pool.budgets, year) {
            let (title, most) = (&pool.title, wording::dated(&wording::money(budget.value.exact()), budget));
            let (zh, en) = (&most.zh, &most.en);
            lines.push(match pool.rule {
                PoolRule::ProRata => {
                    say!("{title}总额 {zh}，超出时按比例核减", "budget `{title}` {en}, cut in proportion")
                }
                PoolRule::Priority => {
                    say!("{title}总额 {zh}，按次序用完为止", "budget `{title}` {en}, by order until it is used up")
                }
            });
        }
        if let Some(payer) = pool.payer.and_then(|p| pack.payers.get(p.0)) {
            let (title, payer) = (&pool.title, &payer.id);
            lines.push(say!(
                "{title}只控制{payer}承担的部分，其他各方照付",
                "`{title}` limits the share of {payer} only, the others pay theirs in full"
            ));
        }
        lines.extend(pool.breaker.iter().flat_map(|breaker| tripping(breaker, year)));
    }
    lines
}

/// What lowers or stops a pool: the rate, then what is met at each.
fn tripping(breaker: &Breaker, year: Option<i16>) -> Vec<Bilingual> {
    let (bad, of) = (breaker.bad.words.get(), breaker.of.words.get());
    let mut lines = vec![say!(
        "熔断：全部企业的 {bad} 除以全部企业的 {of}",
        "breaker: {bad} over all enterprises, divided by {of} over all of them"
    )];
    for version in in_year(&breaker.steps, year) {
        lines.push(wording::period(version.period));
        lines.extend(version.value.bands.iter().map(|band| {
            let (edges, part) = (wording::edges(&Type::Number, band), wording::percent(band.value));
            say!("  {edges}：兑付 {part}", "  {edges}: {part} of each claim is met")
        }));
    }
    lines
}

/// Who pays what to whom, when it differs from the award's.
fn payer(pack: &Pack, award: &Award, component: &Component, leads: bool) -> Bilingual {
    let payer = pack.payers.get(component.payer.0).map_or("", |p| p.id.as_str());
    let mut line = match &component.weight {
        Weight::Amount(typed) | Weight::Share(typed) => {
            let words = typed.words.get();
            say!("{payer}：{words}", "{payer}: {words}")
        }
        Weight::Rest if award.components.len() == 1 => say!("{payer}：全部", "{payer}: all"),
        Weight::Rest => say!("{payer}：其余", "{payer}: the rest"),
    };
    let mut more = |words: Bilingual| {
        line.zh.push_str(&words.zh);
        line.en.push_str(&words.en);
    };
    if leads {
        more(say!("，零头归它", ", takes what rounding leaves"));
    }
    if let Some(when) = &component.when {
        let when = when.words.get();
        more(say!("，条件：{when}", ", when {when}"));
    }
    if pack.schema.get(ENTERPRISES).is_none_or(|t| t.name != component.recipient) {
        let recipient = &component.recipient;
        more(say!("，付给{recipient}", ", paid to {recipient}"));
    }
    if let Some(due) = &component.due {
        let due = when_due(due);
        let (zh, en) = (&due.zh, &due.en);
        more(say!("，{zh}", ", {en}"));
    }
    line
}

fn instalment(share: Exact, due: &Due) -> Bilingual {
    let (share, due) = (wording::percent(share), when_due(due));
    let (zh, en) = (&due.zh, &due.en);
    say!("{share}：{zh}", "{share}: {en}")
}

pub(super) fn when_due(due: &Due) -> Bilingual {
    match due {
        Due::Year(0) => say!("当年", "in the policy year"),
        Due::Year(1) => say!("次年", "in the year after"),
        Due::Year(years) => say!("{years} 年后", "{years} years later"),
        Due::Stage(stage) => own(stage),
    }
}
