//! What the table of earlier payments says, read before step 5: an award that waits for a hole in it reserves
//! nothing of a cap or a pool, and a group that tops up earlier policy years (补差额) asks what they paid.
//! The money of this year moves only at step 8 (`offset.rs`).

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::calendar::YEARS;
use crate::lang::Cause;
use crate::money::Money;
use crate::policy::pack::{OffsetRule, StackingGroup};
use crate::schema::FieldId;
use crate::value::{State, Value};

use super::plan::Plan;
use super::reconcile::Bug;
use super::run::{EarlierPaid, number};

/// What was paid, is to be recovered and was returned, by enterprise and award.
#[derive(Debug, Default)]
pub struct Ledger {
    pub(super) entries: BTreeMap<(usize, usize), Entry>,
    /// A row that could be anybody's: everything waits for it.
    pub(super) anybody: Option<Cause>,
    /// Rows of the policy year that name no measure in force.
    pub(super) unmatched: Vec<u32>,
    /// What earlier policy years paid, by enterprise and stacking group that tops it up.
    earlier: BTreeMap<(usize, usize), Entry>,
    /// Rows of earlier years that name no measure of the pack, where such a group is.
    pub(super) unmatched_earlier: Vec<u32>,
}

/// What earlier payments of an award, or of a group in earlier years, come to.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// Paid and to be recovered.
    pub(super) reduces: Money,
    /// Returned.
    pub(super) restores: Money,
    pub(super) causes: BTreeSet<Cause>,
    pub(super) rows: Vec<u32>,
    /// More was returned than was paid before.
    over_returned: bool,
}

impl Ledger {
    /// What was paid before and what was returned, where that is more: by enterprise and measure.
    pub fn returned(&self, plan: &Plan<'_>) -> BTreeMap<(u32, usize), (Money, Money)> {
        let over = self.entries.iter().filter(|(_, entry)| entry.over_returned);
        over.filter_map(|((enterprise, payout), entry)| {
            let at = (number(*enterprise), plan.payouts.get(*payout)?.version);
            Some((at, (entry.reduces, entry.restores)))
        })
        .collect()
    }

    /// What earlier policy years paid an enterprise for the measures of a group, or what that waits for.
    pub fn paid_earlier(&self, enterprise: usize, group: usize) -> Result<Money, &BTreeSet<Cause>> {
        match self.earlier.get(&(enterprise, group)) {
            None => Ok(Money::ZERO),
            // what was returned was paid before, else it is a contradiction and a cause
            Some(entry) if entry.causes.is_empty() => Ok(entry.reduces.sub(entry.restores).unwrap_or(Money::ZERO)),
            Some(entry) => Err(&entry.causes),
        }
    }

    /// Everything that earlier policy years are known to have paid, for the reconciliation.
    pub fn all_earlier(&self) -> Vec<EarlierPaid> {
        let paid = |(enterprise, group): &(usize, usize)| {
            let paid = self.paid_earlier(*enterprise, *group).ok()?;
            Some(EarlierPaid { enterprise: number(*enterprise), group: *group, paid })
        };
        self.earlier.keys().filter_map(paid).collect()
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
    let Ledger { entries, earlier, .. } = &mut ledger;
    for entry in entries.values_mut().chain(earlier.values_mut()) {
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

/// What the rows of the table may name, folded.
struct Names {
    /// Payout measures in force, by id and title.
    now: BTreeMap<String, usize>,
    /// Every measure of the pack, by id and the titles of all its versions: the stacking group that tops up
    /// what earlier years paid for it.
    ever: BTreeMap<String, Option<usize>>,
    /// The groups that do.
    groups: Vec<usize>,
}

fn names(plan: &Plan<'_>) -> Names {
    let pack = plan.edition.pack;
    let mut now = BTreeMap::new();
    for (i, payout) in plan.payouts.iter().enumerate() {
        now.insert(folded(&payout.measure.title), i);
        now.insert(folded(&payout.measure.id), i);
    }
    let looks_back = |(i, g): (usize, &StackingGroup)| g.earlier.is_some().then_some(i);
    let groups: Vec<usize> = pack.stacking.iter().enumerate().filter_map(looks_back).collect();
    let mut ever = BTreeMap::new();
    for measure in &pack.measures {
        let tops_up = |g: &&usize| pack.stacking.get(**g).is_some_and(|g| g.measures.contains(&measure.number));
        let group = groups.iter().find(tops_up).copied();
        ever.insert(folded(&measure.title), group);
        ever.insert(folded(&measure.id), group);
    }
    Names { now, ever, groups }
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
    names: &Names,
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
    let row_number = number(row);

    let mut holes = BTreeSet::new();
    // a year that is not known may be this one or an earlier one
    let (now, before) = match cell(rule.year) {
        Ok(Value::Number(year)) => {
            match year.as_integer().and_then(|y| i16::try_from(y).ok()).filter(|y| YEARS.contains(y)) {
                Some(year) => {
                    let order = year.cmp(&plan.edition.year);
                    (order.is_eq(), order.is_lt())
                }
                None => {
                    holes.insert(hole(rule.year, State::Unreadable));
                    (true, true)
                }
            }
        }
        Ok(_) => (true, true),
        Err(state) => {
            holes.insert(hole(rule.year, state));
            (true, true)
        }
    };
    let (awards, groups): (Vec<usize>, Vec<usize>) = match cell(rule.measure) {
        Ok(Value::Text(name)) => {
            let name = folded(&name);
            let award = names.now.get(&name).filter(|_| now).copied();
            let ever = names.ever.get(&name);
            let group = ever.copied().flatten().filter(|_| before);
            if now && award.is_none() && group.is_none() {
                ledger.unmatched.push(row_number);
            } else if !now && before && ever.is_none() && !names.groups.is_empty() {
                ledger.unmatched_earlier.push(row_number);
            }
            (award.into_iter().collect(), group.into_iter().collect())
        }
        Ok(_) => return Ok(()),
        Err(state) => {
            holes.insert(hole(rule.measure, state));
            let every = if now { plan.payouts.len() } else { 0 };
            ((0..every).collect(), if before { names.groups.clone() } else { Vec::new() })
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
    let kind = match cell(rule.kind) {
        Ok(Value::Choice(option)) => Some(option),
        Ok(_) => None,
        Err(state) => {
            holes.insert(hole(rule.kind, state));
            None
        }
    };
    let reduces = kind.and_then(|kind| rule.reduces.get(&kind).copied());
    for payout in awards {
        let entry = ledger.entries.entry((enterprise, payout)).or_default();
        entry.add(row_number, amount, reduces, &holes).ok_or_else(overflow)?;
    }
    for group in groups {
        let counts = plan.edition.pack.stacking.get(group).and_then(|g| g.earlier.as_ref());
        let paid = kind.and_then(|kind| counts?.get(&kind).copied());
        // a kind that does not count in earlier years leaves nothing open there
        if paid.is_some() || kind.is_none() {
            let entry = ledger.earlier.entry((enterprise, group)).or_default();
            entry.add(row_number, amount, paid, &holes).ok_or_else(overflow)?;
        }
    }
    Ok(())
}

pub(super) fn overflow() -> Bug {
    Bug::new("earlier payments do not fit in 128 bits")
}

impl Entry {
    /// Adds a row: its amount where all of it is known, else what it waits for.
    fn add(&mut self, row: u32, amount: Money, reduces: Option<bool>, holes: &BTreeSet<Cause>) -> Option<()> {
        self.rows.push(row);
        if !holes.is_empty() {
            self.causes.extend(holes.iter().copied());
        } else if reduces == Some(true) {
            self.reduces = self.reduces.add(amount)?;
        } else if reduces == Some(false) {
            self.restores = self.restores.add(amount)?;
        }
        Some(())
    }
}
