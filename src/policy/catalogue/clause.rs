//! One measure as the paragraphs of a published clause: who, how much, who pays, when, and beside which others.

use super::said::{Said, spaced};
use crate::lang::typed::Kind;
use crate::lang::{BandKind, MeasureId, References};
use crate::policy::pack::{
    Amount, Award, BandTable, Component, Dated, Lookup, Measure, MeasureKind, StackingRule, Weight,
};
use crate::policy::showing::{self, when_due};
use crate::policy::usage;
use crate::policy::wording;
use crate::schema::ENTERPRISES;
use crate::value::{Type, Value};

/// The paragraphs of a measure. Definitions that stand in `shared` are explained elsewhere.
pub(super) fn paragraphs(measure: &Measure, said: Said<'_>, shared: &[usize]) -> Vec<String> {
    let mut all = Vec::new();
    if !measure.conditions.is_empty() {
        let conditions: Vec<String> = measure.conditions.iter().map(|c| said.words(&c.when)).collect();
        all.push(format!("条件：{}。", conditions.join("；")));
    }
    match &measure.kind {
        MeasureKind::Payout(award) => all.push(format!("标准：{}。", standard(award, said))),
        MeasureKind::Estimate { amount, round } => {
            all.push(format!("测算：{}，{}。", said.words(amount), wording::rounding(*round).zh));
        }
        MeasureKind::Status { value } => all.push(format!("认定：{}。", said.words(value))),
    }
    let used = usage::reached(&usage::expressions(measure), &said.pack.definitions);
    all.extend(tables(&used, said));
    for (i, definition) in said.pack.definitions.iter().enumerate() {
        if used.definitions.iter().any(|id| id.0 == i) && !shared.contains(&i) {
            all.push(format!("“{}”指{}。", definition.name, said.words(&definition.value)));
        }
    }
    if let MeasureKind::Payout(award) = &measure.kind {
        let payers = payers(award, said);
        if !payers.is_empty() {
            all.push(format!("承担：{payers}。"));
        }
        if award.instalments.len() > 1 {
            let parts = award.instalments.iter().map(|i| (i.share, when_due(&i.due).zh));
            let parts: Vec<String> = parts.map(|(share, due)| format!("{due} {}", wording::percent(share))).collect();
            all.push(format!("分期：{}。", parts.join("，")));
        }
        all.extend(beside(measure, said));
        if said.pack.veto.is_some() && !measure.vetoed {
            all.push("不适用一票否决。".to_owned());
        }
    }
    all
}

fn standard(award: &Award, said: Said<'_>) -> String {
    let mut words = match &award.amount {
        Amount::Whole(amount) => said.words(amount),
        Amount::OfComponents => {
            let parts: Vec<String> = award.components.iter().map(|c| component(c, said)).collect();
            parts.join("，")
        }
    };
    if let Some(round) = award.round {
        words.push_str(&format!("，{}", wording::rounding(round).zh));
    }
    if let Some(cap) = &award.cap {
        let word = if matches!(cap.kind, Kind::If { .. }) { "上限：" } else { "最高" };
        words.push_str(&format!("，{word}{}", spaced(&said.words(cap))));
    }
    if let Some(floor) = &award.floor {
        words.push_str(&format!("，不足{}的不予补助", spaced(&said.words(floor))));
    }
    words
}

/// `市级 7万元`, with its condition, recipient and time where they are its own.
fn component(part: &Component, said: Said<'_>) -> String {
    let own = part.own().map_or_else(|| "其余".to_owned(), |own| said.words(own));
    let mut words = format!("{}{}", payer(part, said), spaced(&own));
    if let Some(when) = &part.when {
        words.push_str(&format!("（{}的）", said.words(when)));
    }
    if let Some(due) = &part.due {
        words.push_str(&format!("，{}付", when_due(due).zh));
    }
    words
}

fn payer<'a>(part: &Component, said: Said<'a>) -> &'a str {
    said.pack.payers.get(part.payer.0).map_or("", |p| p.id.as_str())
}

/// Who bears it, and who receives it where that is not the enterprise. Parts with amounts of their own are the standard.
fn payers(award: &Award, said: Said<'_>) -> String {
    let mut words = match award.components.as_slice() {
        _ if matches!(award.amount, Amount::OfComponents) => String::new(),
        [one] => payer(one, said).to_owned(),
        several => {
            // what one pays is said first, then who pays what that leaves
            let share = |c: &Component| match &c.weight {
                Weight::Rest => "其余".to_owned(),
                Weight::Amount(own) | Weight::Share(own) => said.words(own),
            };
            let (rest, own): (Vec<&Component>, Vec<&Component>) =
                several.iter().partition(|c| matches!(c.weight, Weight::Rest));
            let parts = own.into_iter().chain(rest).map(|c| format!("{}{}", payer(c, said), spaced(&share(c))));
            parts.collect::<Vec<_>>().join("，")
        }
    };
    let strangers: Vec<&Component> = award
        .components
        .iter()
        .filter(|c| said.pack.schema.get(ENTERPRISES).is_none_or(|t| t.name != c.recipient))
        .collect();
    match strangers.as_slice() {
        [] => {}
        [one, rest @ ..]
            if strangers.len() == award.components.len() && rest.iter().all(|c| c.recipient == one.recipient) =>
        {
            words.push_str(&format!("；付给{}", one.recipient));
        }
        some => {
            let parts = some.iter().map(|c| format!("{}的部分付给{}", payer(c, said), c.recipient));
            words.push_str(&format!("；{}", parts.collect::<Vec<_>>().join("，")));
        }
    }
    words.trim_start_matches('；').to_owned()
}

/// The lookup tables and bands that the amount is read from.
fn tables(used: &References, said: Said<'_>) -> Vec<String> {
    let lookups = used.lookups.iter().filter_map(|id| said.pack.lookups.get(id.0)).flat_map(|l| lookup(l, said));
    let bands = used.bands.iter().filter_map(|id| said.pack.bands.get(id.0)).flat_map(|b| bands(b, said));
    lookups.chain(bands).collect()
}

fn lookup(lookup: &Lookup, said: Said<'_>) -> Vec<String> {
    let several = said.in_force(&lookup.versions).count() > 1;
    said.in_force(&lookup.versions)
        .map(|version| {
            let rows =
                showing::rows(lookup, &version.value).into_iter().map(|(keys, value)| format!("{keys}：{value}"));
            format!("{}：{}。", dated(&lookup.name, version, several), rows.collect::<Vec<_>>().join("；"))
        })
        .collect()
}

fn bands(table: &BandTable, said: Said<'_>) -> Vec<String> {
    let several = said.in_force(&table.versions).count() > 1;
    said.in_force(&table.versions)
        .map(|version| {
            let rows = version.value.bands.iter().map(|band| {
                let ty = if table.kind == BandKind::Step { &table.output } else { &Type::Number };
                let value = wording::value(ty, &Value::Number(band.value));
                let part = if table.kind == BandKind::Marginal { "的部分" } else { "" };
                let most = band.cap.map(|cap| format!("（最高 {}）", wording::money(cap))).unwrap_or_default();
                format!("{}{part}：{value}{most}", wording::edges(&table.input, band))
            });
            format!("{}：{}。", dated(&table.name, version, several), rows.collect::<Vec<_>>().join("；"))
        })
        .collect()
}

/// The name of a table; with its days where several versions are told.
fn dated<T>(name: &str, version: &Dated<T>, several: bool) -> String {
    if several { format!("{name}（{}）", wording::period(version.period).zh) } else { name.to_owned() }
}

/// Stacking groups and enterprise caps.
fn beside(measure: &Measure, said: Said<'_>) -> Vec<String> {
    let mut all = Vec::new();
    let titles = |numbers: &[MeasureId]| -> Vec<&str> {
        let title = |n: &MeasureId| said.pack.measures.iter().find(|m| m.number == *n);
        numbers.iter().filter_map(title).map(|m| m.title.as_str()).collect()
    };
    for group in said.pack.stacking.iter().filter(|g| g.measures.contains(&measure.number)) {
        let names: Vec<String> = titles(&group.measures).iter().map(|t| format!("“{t}”")).collect();
        let names = names.join("、");
        all.push(match group.rule {
            StackingRule::Highest => format!("{names}就高不重复。"),
            StackingRule::Exclusive => format!("{names}只取排在前面的一项。"),
            StackingRule::TopUp => format!("{names}依次补足差额。"),
            StackingRule::Sum => format!("{names}可以同时享受。"),
        });
    }
    for cap in said.pack.enterprise_caps.iter().filter(|c| c.measures.contains(&measure.number)) {
        for value in said.in_force(&cap.values) {
            let members = titles(&cap.measures);
            if let (Some(first), Some(last)) = (members.first(), members.last()) {
                let most = wording::money(value.value.exact());
                let count = members.len();
                all.push(format!("“{first}”至“{last}”等 {count} 项每家企业每年合计最高 {most}。"));
            }
        }
    }
    all
}
