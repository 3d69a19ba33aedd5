//! Step 8: earlier payments and clawbacks, from the table that the pack names.
//!
//! The table is read before step 5, because an award that waits for a hole in it reserves nothing of a
//! cap or a pool; the money itself moves only at step 8.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::lang::{self, Cause, Trouble};
use crate::money::Money;
use crate::policy::pack::{Component, OffsetRule};
use crate::schema::FieldId;
use crate::value::{State, Value};

use super::Whole;
use super::causes::{frame_of_one, of_bearing, of_county, reason, through_awards};
use super::plan::{Payout, Plan};
use super::reconcile::Bug;
use super::run::{Hold, Line, Notice, Reason, Status};
use super::weights::Weights;

/// The years of which there are policies; as for days in a roster.
const PLAUSIBLE: std::ops::RangeInclusive<i128> = 1980..=2100;

/// What was paid, is to be recovered and was returned, by enterprise and award.
#[derive(Debug, Default)]
pub struct Ledger {
    entries: BTreeMap<(usize, usize), Entry>,
    /// A row that could be anybody's: everything waits for it.
    anybody: Option<Cause>,
    /// Rows of the policy year that name no measure in force.
    unmatched: Vec<u32>,
}

/// The earlier payments of one award.
#[derive(Debug, Default)]
struct Entry {
    /// Paid and to be recovered.
    reduces: Money,
    /// Returned.
    restores: Money,
    causes: BTreeSet<Cause>,
    rows: Vec<u32>,
    /// More was returned than was paid before.
    over_returned: bool,
}

impl Ledger {
    /// What was paid before and what was returned, where that is more: by enterprise and measure.
    pub fn returned(&self, plan: &Plan<'_>) -> BTreeMap<(u32, usize), (Money, Money)> {
        let over = self.entries.iter().filter(|(_, entry)| entry.over_returned);
        over.filter_map(|((enterprise, payout), entry)| {
            let at = (u32::try_from(*enterprise).ok()?, plan.payouts.get(*payout)?.version);
            Some((at, (entry.reduces, entry.restores)))
        })
        .collect()
    }

    /// Does this award wait for a hole or a contradiction in the table?
    pub fn holds(&self, enterprise: usize, payout: usize) -> bool {
        self.anybody.is_some() || self.entries.get(&(enterprise, payout)).is_some_and(|e| !e.causes.is_empty())
    }
}

/// Reads the table of earlier payments.
pub fn read(plan: &Plan<'_>) -> Result<Ledger, Bug> {
    let mut ledger = Ledger::default();
    let Some(rule) = &plan.edition.pack.offset else { return Ok(ledger) };
    let Some(records) = plan.data.tables.get(rule.table.0) else { return Ok(ledger) };
    ledger.anybody = records.unattributed.map(|state| Cause::Unattributed { table: rule.table, state });
    let names = names(plan);
    for row in 0..records.len {
        let enterprise = records.parents.get(row).map_or(0, |p| *p as usize);
        enter(plan, rule, &names, &mut ledger, enterprise, row)?;
    }
    for entry in ledger.entries.values_mut() {
        if entry.restores > entry.reduces && entry.causes.is_empty() {
            let conflict = |row: &u32| Cause::Field {
                table: rule.table,
                field: rule.amount,
                row: *row as usize,
                state: State::Conflict,
            };
            entry.causes = entry.rows.iter().map(conflict).collect();
            entry.over_returned = true;
        }
    }
    Ok(ledger)
}

/// Ids and titles of the payout measures in force, folded.
fn names(plan: &Plan<'_>) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for (i, payout) in plan.payouts.iter().enumerate() {
        names.insert(folded(&payout.measure.title), i);
        names.insert(folded(&payout.measure.id), i);
    }
    names
}

/// Without quotation marks, spaces and differences of width.
fn folded(name: &str) -> String {
    let marks = |c: &char| !c.is_whitespace() && !"\"'“”‘’「」『』《》〈〉`".contains(*c);
    name.nfkc().filter(marks).collect()
}

/// Enters one row: a known row adds its amount, a hole makes what it may touch wait. A year that no policy has
/// (23 for 2023) is a hole as well: taken for another year's, its money would be forgotten. So is an amount below
/// zero: what an amount does, its kind says, and the two contradict each other.
fn enter(
    plan: &Plan<'_>,
    rule: &OffsetRule,
    names: &BTreeMap<String, usize>,
    ledger: &mut Ledger,
    enterprise: usize,
    row: usize,
) -> Result<(), Bug> {
    // "there is none" is no amount, no year, no policy: as good as an empty cell
    let cell = |field: FieldId| match plan.data.value(rule.table, field, row) {
        Some(Ok(Value::None)) => Err(State::Empty),
        known => known.unwrap_or(Err(State::Unreadable)),
    };
    let hole = |field: FieldId, state: State| Cause::Field { table: rule.table, field, row, state };
    let row_number = u32::try_from(row).unwrap_or(u32::MAX);

    let mut holes = BTreeSet::new();
    match cell(rule.year) {
        Ok(Value::Number(year)) if !year.as_integer().is_some_and(|y| PLAUSIBLE.contains(&y)) => {
            holes.insert(hole(rule.year, State::Unreadable));
        }
        Ok(Value::Number(year)) if year.as_integer() != Some(i128::from(plan.edition.year)) => return Ok(()),
        Ok(_) => {}
        Err(state) => {
            holes.insert(hole(rule.year, state));
        }
    }
    let touched: Vec<usize> = match cell(rule.measure) {
        Ok(Value::Text(name)) => match names.get(&folded(&name)) {
            Some(payout) => vec![*payout],
            None => {
                ledger.unmatched.push(row_number);
                return Ok(());
            }
        },
        Ok(_) => return Ok(()),
        Err(state) => {
            holes.insert(hole(rule.measure, state));
            (0..plan.payouts.len()).collect()
        }
    };
    let amount = match cell(rule.amount) {
        Ok(Value::Number(yuan)) => match Money::from_exact(yuan) {
            Some(Money::ZERO) => return Ok(()),
            Some(amount) if amount.is_negative() => {
                holes.insert(hole(rule.amount, State::Conflict));
                amount
            }
            Some(amount) => amount,
            None => {
                holes.insert(hole(rule.amount, State::Unreadable));
                Money::ZERO
            }
        },
        Ok(_) => return Ok(()),
        Err(state) => {
            holes.insert(hole(rule.amount, state));
            Money::ZERO
        }
    };
    let reduces = match cell(rule.kind) {
        Ok(Value::Choice(option)) => rule.reduces.get(&option).copied(),
        Ok(_) => None,
        Err(state) => {
            holes.insert(hole(rule.kind, state));
            None
        }
    };
    for payout in touched {
        let entry = ledger.entries.entry((enterprise, payout)).or_default();
        entry.rows.push(row_number);
        let overflow = || Bug::new("earlier payments do not fit in 128 bits");
        if !holes.is_empty() {
            entry.causes.extend(holes.iter().cloned());
        } else if reduces == Some(true) {
            entry.reduces = entry.reduces.add(amount).ok_or_else(overflow)?;
        } else if reduces == Some(false) {
            entry.restores = entry.restores.add(amount).ok_or_else(overflow)?;
        }
    }
    Ok(())
}

/// Moves the money: reduces and restores what is payable, and holds what waits for a hole.
pub fn settle(plan: &Plan<'_>, ledger: &Ledger, whole: &mut Whole) -> Result<(), Bug> {
    whole.notices.extend(ledger.unmatched.iter().map(|row| Notice::UnmatchedOffset { row: *row }));
    if let Some(cause) = &ledger.anybody {
        for payout in 0..plan.payouts.len() {
            for enterprise in 0..plan.data.enterprises() {
                hold(plan, whole, enterprise, payout, BTreeSet::from([*cause]));
            }
        }
    }
    for ((enterprise, payout), entry) in &ledger.entries {
        let (enterprise, payout) = (*enterprise, *payout);
        let overflow = || Bug::new("earlier payments do not fit in 128 bits");
        let offset = entry.restores.sub(entry.reduces).ok_or_else(overflow)?;
        if !entry.causes.is_empty() {
            hold(plan, whole, enterprise, payout, entry.causes.clone());
            continue;
        }
        let Some(line) = whole.awards.get_mut(payout).and_then(|a| a.lines.get_mut(enterprise)) else { continue };
        if offset.is_zero() {
            continue;
        }
        if line.status == Status::Held {
            whole.notices.push(Notice::HeldWithAdvance {
                enterprise: u32::try_from(enterprise).unwrap_or(u32::MAX),
                award: u16::try_from(payout).unwrap_or(u16::MAX),
                offset,
                rows: entry.rows.clone(),
            });
            continue;
        }
        apply(line, offset).ok_or_else(overflow)?;
        let recovers = line.status == Status::Recover;
        let Some(payout_rule) = plan.payouts.get(payout).filter(|_| recovers) else { continue };
        let waits = of_recovery(plan, whole, payout_rule, enterprise);
        if !waits.is_empty() {
            hold(plan, whole, enterprise, payout, waits);
        }
    }
    Ok(())
}

/// What it waits for to be known from whom something is recovered. An award that pays has passed this at
/// step 4, one that was refused has not.
fn of_recovery(plan: &Plan<'_>, whole: &Whole, payout: &Payout<'_>, enterprise: usize) -> BTreeSet<Cause> {
    let frame = frame_of_one(plan, &whole.awarded, enterprise);
    let weights = Weights::of(payout.award, &frame);
    let borne = weights.to_recover(payout.award, 0).is_some_and(|parts| plan.can_pay(payout, &parts, enterprise));
    if borne {
        return BTreeSet::new();
    }
    let mut causes = of_bearing(plan, payout, enterprise, &frame);
    if causes.is_empty() {
        // no component applies any more, and what was declared for them is not known
        let declared = payout.award.components.iter().filter_map(Component::own);
        causes.extend(declared.flat_map(|e| lang::causes(e, &frame)));
        causes.extend(of_county(plan, enterprise).filter(|_| payout.county_pays));
    }
    if causes.is_empty() {
        causes.insert(Cause::Arithmetic { kind: Trouble::OutOfRange, field: None });
    }
    let holds: Vec<Hold> = whole
        .holds
        .range((u32::try_from(enterprise).unwrap_or(u32::MAX), 0)..)
        .take_while(|((e, _), _)| *e as usize == enterprise)
        .map(|((enterprise, measure), causes)| Hold {
            enterprise: *enterprise,
            measure: *measure,
            causes: causes.iter().cloned().collect(),
        })
        .collect();
    through_awards(causes, plan, &holds, enterprise)
}

/// Offsets a line that is not held.
fn apply(line: &mut Line, offset: Money) -> Option<()> {
    let waterfall = line.waterfall.get_or_insert_default();
    let before = waterfall.payable;
    waterfall.offset = offset;
    waterfall.payable = before.add(offset)?;
    if waterfall.payable.is_positive() {
        line.status = Status::Paid;
        line.reason = Reason::None;
    } else if waterfall.payable.is_negative() {
        line.status = Status::Recover;
        line.reason = Reason::Clawback;
    } else {
        line.status = Status::Zero;
        line.reason = Reason::Offset;
    }
    Some(())
}

/// Holds a line for these causes, beside those that it already waits for.
fn hold(plan: &Plan<'_>, whole: &mut Whole, enterprise: usize, payout: usize, causes: BTreeSet<Cause>) {
    let Some(version) = plan.payouts.get(payout).map(|p| p.version) else { return };
    let Some(line) = whole.awards.get_mut(payout).and_then(|a| a.lines.get_mut(enterprise)) else { return };
    let waits = whole.holds.entry((u32::try_from(enterprise).unwrap_or(u32::MAX), version)).or_default();
    // a line held by stacking waits for its rivals' cells; a field of its own is named before that
    let own: BTreeSet<Cause> = if matches!(line.reason, Reason::Stacking(_)) {
        causes.clone()
    } else {
        waits.union(&causes).cloned().collect()
    };
    waits.extend(causes);
    let reason = reason(plan, &own).unwrap_or(line.reason);
    *line = Line { status: Status::Held, reason, waterfall: None };
}
