//! Lines that pass their conditions and give nothing all the same: how far below the floor they are, or what took
//! precedence.

use std::collections::BTreeMap;

use crate::diagnostic::Lang;
use crate::exact::Exact;
use crate::lang::{self, Lanes};
use crate::money::Money;
use crate::policy::pack::{MeasureKind, Pack, PoolRule};
use crate::say;
use crate::settle::run::{Line, Reason, Run, Status};

use super::amounts::money;
use super::reading::At;
use crate::payout::results::Results;

/// The floor of a measure for each enterprise of a batch.
pub(super) fn floor(run: &Run<'_>, award: usize, at: At<'_>) -> Option<Lanes> {
    match &run.award_measure(award)?.kind {
        MeasureKind::Payout(award) => award.floor.as_ref().map(|floor| lang::evaluate(floor, at.frame)),
        MeasureKind::Estimate { .. } | MeasureKind::Status { .. } => None,
    }
}

/// By how much a line is below its floor.
pub(super) fn below_floor(line: &Line, floor: Option<Exact>, lang: Lang) -> String {
    let gross = line.waterfall.as_ref().and_then(|w| Exact::scaled(w.gross, 6));
    let (Some(floor), Some(gross)) = (floor, gross) else { return String::new() };
    let (gap, floor) = (floor.sub(gross).unwrap_or(floor), money(floor, lang));
    let gap = money(gap, lang);
    say!("低于起补金额 {gap}（起补 {floor}）", "{gap} below the least amount, {floor}").get(lang).to_owned()
}

/// What is to be added to the reason of any other line.
pub(super) fn said(
    results: Results<'_>,
    negative: &BTreeMap<(u32, usize), Exact>,
    enterprise: usize,
    award: usize,
    line: &Line,
) -> String {
    let (run, lang) = (results.run, results.lang);
    let waterfall = line.waterfall.as_deref().copied().unwrap_or_default();
    let amount = |m: Money| money(m.exact(), lang);
    let said = match line.reason {
        Reason::NothingDue => {
            let version = run.awards.get(award).map_or(usize::MAX, |a| a.measure);
            let key = (u32::try_from(enterprise).unwrap_or(u32::MAX), version);
            negative.get(&key).map(|below| {
                let below = money(*below, lang);
                say!("按公式为 {below}", "the formula gives {below}")
            })
        }
        Reason::RoundedToZero => match run.award_measure(award).map(|m| &m.kind) {
            Some(MeasureKind::Payout(rule)) => rule.round.and_then(|round| {
                let (unit, gross) = (amount(round.unit), money(Exact::scaled(waterfall.gross, 6)?, lang));
                Some(say!("{gross}，不足取整单位 {unit}", "{gross}, less than the unit {unit}"))
            }),
            _ => None,
        },
        Reason::Stacking(group) => stacked(results, enterprise, award, usize::from(group)),
        Reason::EnterpriseCap => capped(run, award, lang),
        Reason::Budget => budget(run, award, lang),
        Reason::Offset => waterfall.offset.neg().map(|paid| {
            let paid = amount(paid);
            say!("核定 {paid}，此前已拨付 {paid}", "{paid} awarded, {paid} paid before")
        }),
        _ => None,
    };
    said.map(|said| said.get(lang).to_owned()).unwrap_or_default()
}

/// The member of a group that is paid in a line's place.
fn stacked(
    results: Results<'_>,
    enterprise: usize,
    award: usize,
    group: usize,
) -> Option<crate::diagnostic::Bilingual> {
    let (run, lang) = (results.run, results.lang);
    let group_rule = run.edition.pack.stacking.get(group)?;
    let mut best: Option<(Exact, &str, bool)> = None;
    for number in &group_rule.measures {
        let place = (0..run.awards.len()).find(|a| run.award_measure(*a).is_some_and(|m| m.number == *number));
        let Some(place) = place.filter(|place| *place != award) else { continue };
        let (Some(line), Some(measure)) = (run.awards.get(place)?.lines.get(enterprise), run.award_measure(place))
        else {
            continue;
        };
        let own = match (&line.waterfall, line.status) {
            (_, Status::Held) => (Exact::ZERO, measure.title.as_str(), true),
            (Some(w), _) if w.stacking.is_zero() => (w.at_step_four()?, measure.title.as_str(), false),
            _ => continue,
        };
        if best.as_ref().is_none_or(|best| own.0 > best.0) && (own.2 || own.0.is_positive()) {
            best = Some(own);
        }
    }
    let earlier = run.earlier.iter().find(|e| e.enterprise as usize == enterprise && e.group == group);
    match (best, earlier) {
        (Some((_, title, true)), _) => {
            Some(say!("由“{title}”享受（待核）", "`{title}` takes its place, which is held"))
        }
        (Some((amount, title, false)), _) => {
            let amount = money(amount, lang);
            Some(say!("由“{title}”享受 {amount}", "`{title}` takes its place with {amount}"))
        }
        (None, Some(earlier)) => {
            let paid = money(earlier.paid.exact(), lang);
            Some(say!("往年已享受 {paid}", "{paid} were paid in earlier years"))
        }
        (None, None) => None,
    }
}

/// The limit of an enterprise that was used up.
fn capped(run: &Run<'_>, award: usize, lang: Lang) -> Option<crate::diagnostic::Bilingual> {
    let number = run.award_measure(award)?.number;
    let pack: &Pack = run.edition.pack;
    let limits = run
        .edition
        .caps
        .iter()
        .filter(|c| pack.enterprise_caps.get(c.cap).is_some_and(|rule| rule.measures.contains(&number)));
    let limit = money(limits.map(|c| c.limit).min()?.exact(), lang);
    Some(say!(
        "年度限额 {limit} 已由排在前面的政策用完",
        "the limit of {limit} is used up by measures that stand before it"
    ))
}

/// The budget that was used up.
fn budget(run: &Run<'_>, award: usize, lang: Lang) -> Option<crate::diagnostic::Bilingual> {
    let measure = run.award_measure(award)?;
    let (outcome, pool) = run.pools.iter().find_map(|outcome| {
        let pool = run.edition.pack.pools.get(outcome.pool)?;
        measure.draws_on(&pool.id).then_some((outcome, pool))
    })?;
    let (budget, claimed) = (money(outcome.budget.exact(), lang), money(outcome.claimed.exact(), lang));
    Some(match pool.rule {
        PoolRule::Priority => say!("预算 {budget} 已按次序用完", "the budget of {budget} was used up in order"),
        PoolRule::ProRata => {
            say!(
                "预算 {budget}，共申领 {claimed}，按比例不足一个单位",
                "its part of {budget} for {claimed} is below one unit"
            )
        }
    })
}
