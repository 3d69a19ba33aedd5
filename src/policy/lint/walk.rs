//! Goes through the expressions of a measure in the order in which they are computed, and says at each 若 and each
//! table of bands what is known to hold there: the measure's conditions, the branches taken on the way, the filter of
//! the records.

use super::super::pack::{Amount, Measure, MeasureKind};
use crate::lang::possible::{Possible, Ways};
use crate::lang::{BandsId, Typed, typed::Kind};

/// What the walk comes by.
pub(super) enum Met<'e> {
    /// The condition of a 若.
    If(&'e Typed),
    /// What must hold for a record to count.
    Filter(&'e Typed),
    /// A part of a grant is paid only when this holds.
    When(&'e Typed),
    /// Bands and what goes into them.
    Bands(BandsId, &'e Typed),
}

/// Walks through what a measure yields and through the values within its conditions, with what holds there.
pub(super) fn measure<'e>(measure: &'e Measure, possible: &Possible<'_>, see: &mut dyn FnMut(&Met<'e>, &Ways)) {
    for condition in &measure.conditions {
        expression(&condition.when, &Ways::any(), possible, see);
    }
    let all = measure.conditions.iter().fold(Ways::any(), |all, c| all.and(&possible.ways(&c.when, true)));
    if all.is_impossible() {
        return; // the conditions are a finding of their own, and nothing behind them is ever computed
    }
    match &measure.kind {
        MeasureKind::Estimate { amount, .. } => expression(amount, &all, possible, see),
        MeasureKind::Status { value } => expression(value, &all, possible, see),
        MeasureKind::Payout(award) => {
            if let Amount::Whole(amount) = &award.amount {
                expression(amount, &all, possible, see);
            }
            for typed in award.cap.iter().chain(&award.floor) {
                expression(typed, &all, possible, see);
            }
            for component in &award.components {
                let mut here = all.clone();
                if let Some(when) = &component.when {
                    see(&Met::When(when), &all);
                    expression(when, &all, possible, see);
                    here = here.and(&possible.ways(when, true));
                }
                if let Some(own) = component.own().filter(|_| !here.is_impossible()) {
                    expression(own, &here, possible, see);
                }
            }
        }
    }
}

/// Walks through one expression.
pub(super) fn expression<'e>(
    expr: &'e Typed,
    holds: &Ways,
    possible: &Possible<'_>,
    see: &mut dyn FnMut(&Met<'e>, &Ways),
) {
    match &expr.kind {
        Kind::If { condition, then, otherwise } => {
            see(&Met::If(condition), holds);
            expression(condition, holds, possible, see);
            for (branch, answer) in [(then, true), (otherwise, false)] {
                let here = holds.and(&possible.ways(condition, answer));
                if !here.is_impossible() {
                    expression(branch, &here, possible, see);
                }
            }
        }
        Kind::Aggregate { value, filter, .. } => {
            let mut here = holds.clone();
            if let Some(filter) = filter {
                see(&Met::Filter(filter), holds);
                expression(filter, holds, possible, see);
                here = here.and(&possible.ways(filter, true));
            }
            if let Some(value) = value.as_deref().filter(|_| !here.is_impossible()) {
                expression(value, &here, possible, see);
            }
        }
        Kind::Bands { bands, input, .. } => {
            see(&Met::Bands(*bands, input), holds);
            expression(input, holds, possible, see);
        }
        _ => {
            for child in expr.children() {
                expression(child, holds, possible, see);
            }
        }
    }
}
