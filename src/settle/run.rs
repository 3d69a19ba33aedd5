//! The result of a settlement: a line for every enterprise and payout measure in force, estimates,
//! statuses, payments, and what must be said about them.

use std::collections::BTreeMap;

use crate::calendar::Date;
use crate::exact::Exact;
use crate::lang::Cause;
use crate::money::Money;
use crate::policy::edition::Edition;
use crate::policy::pack::{Component, Due, Measure, MeasureKind};
use crate::schema::{FieldId, TableId};

/// The status of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Something is payable.
    Paid,
    /// Nothing is payable, and that is decided.
    #[default]
    Zero,
    /// Cannot be decided until a value is supplied or corrected (待核).
    Held,
    /// A negative payable.
    Recover,
}

impl Status {
    /// Its word in files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Zero => "zero",
            Self::Held => "held",
            Self::Recover => "recover",
        }
    }
}

/// Why nothing is payable; the closed list of `policies.md` 1.2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Something is payable.
    #[default]
    None,
    /// The enterprise is on an exclusion list.
    Veto,
    /// The condition with this index is not met.
    Condition(u16),
    /// Below the floor.
    BelowFloor,
    /// The amount is 0.
    NothingDue,
    /// Rounding left nothing.
    RoundedToZero,
    /// Another member of this stacking group (index in the pack) is paid, or has to be decided first.
    Stacking(u16),
    /// Cut away by an enterprise cap.
    EnterpriseCap,
    /// Cut away by a budget.
    Budget,
    /// Offset by earlier payments.
    Offset,
    /// To be recovered.
    Clawback,
    /// This field is empty.
    Missing(TableId16, FieldId16),
    /// This field cannot be read.
    Unreadable(TableId16, FieldId16),
    /// Two rows say different things about this field.
    Conflict(TableId16, FieldId16),
    /// This lookup table (index in the pack) has no row.
    NoRow(u16),
}

/// A table's index in 16 bits.
pub type TableId16 = u16;
/// A field's index in 16 bits.
pub type FieldId16 = u16;

/// The waterfall of a line that has money in it. `gross + … + offset = payable`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waterfall {
    /// What the formula gives, in millionths of a 元 (a longer quotient is rounded half up here).
    pub gross: i128,
    /// Rounding, in millionths of a 元, either sign.
    pub rounding: i128,
    /// Cut by the cap, ≤ 0.
    pub cap: Money,
    /// Cut by the floor, ≤ 0.
    pub floor: Money,
    /// A signed human adjustment.
    pub adjustment: Money,
    /// Forgone by stacking, ≤ 0.
    pub stacking: Money,
    /// Cut by an enterprise cap, ≤ 0.
    pub enterprise_cap: Money,
    /// Cut by a budget, ≤ 0.
    pub budget: Money,
    /// Earlier payments and clawbacks, either sign.
    pub offset: Money,
    /// What is left to pay; negative when something is to be recovered.
    pub payable: Money,
}

impl Waterfall {
    /// The rounded amount, in 元.
    #[must_use]
    pub fn rounded(&self) -> Option<Exact> {
        Exact::scaled(self.gross.checked_add(self.rounding)?, 6)
    }

    /// What a measure gives at step 4, after cap and floor: what 核定 sees.
    #[must_use]
    pub fn at_step_four(&self) -> Option<Exact> {
        self.rounded()?.add(self.cap.exact())?.add(self.floor.exact())
    }
}

/// One line: an enterprise and a payout measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its status.
    pub status: Status,
    /// Why nothing is payable.
    pub reason: Reason,
    /// Its money; none when every column is 0, or empty because it is held.
    pub waterfall: Option<Box<Waterfall>>,
}

/// The lines of one payout measure, one an enterprise, in the order of the enterprises.
#[derive(Debug)]
pub struct MeasureLines {
    /// Index of the version in [`Pack::measures`](crate::policy::pack::Pack::measures).
    pub measure: usize,
    /// One line an enterprise.
    pub lines: Vec<Line>,
}

/// One enterprise's estimate or status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// Decided.
    Value(T),
    /// Refused: a condition is not met (an estimate is then 0), or there is nothing.
    Refused(Reason),
    /// Cannot be decided.
    Held(Reason),
}

/// The estimates of one measure.
#[derive(Debug)]
pub struct MeasureEstimates {
    /// Index of the version in the pack's measures.
    pub measure: usize,
    /// One an enterprise.
    pub outcomes: Vec<Outcome<Money>>,
}

/// The statuses of one measure.
#[derive(Debug)]
pub struct MeasureStatuses {
    /// Index of the version in the pack's measures.
    pub measure: usize,
    /// One an enterprise; the text is shared.
    pub outcomes: Vec<Outcome<std::sync::Arc<str>>>,
}

/// A line of `payments.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Row of the enterprise.
    pub enterprise: u32,
    /// Index in [`Run::awards`].
    pub award: u16,
    /// Index in the measure's components.
    pub component: u16,
    /// From 1.
    pub instalment: u16,
    /// When.
    pub due: Due,
    /// How much; negative when it is to be recovered.
    pub amount: Money,
}

/// Everything that one undecided line waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Row of the enterprise.
    pub enterprise: u32,
    /// Index of the version in the pack's measures.
    pub measure: usize,
    /// What it waits for, in the pack's order of fields.
    pub causes: Vec<Cause>,
}

/// A related record and a measure that looks at it: a line of `items.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Row of the enterprise.
    pub enterprise: u32,
    /// Index of the version in the pack's measures.
    pub measure: usize,
    /// The table.
    pub table: TableId,
    /// Row of the record.
    pub row: u32,
    /// Did it count? None: not decided.
    pub used: Option<bool>,
    /// If it did not: the first condition that it fails, as an index into [`Run::item_reasons`].
    pub reason: Option<u32>,
    /// What it contributes in 元, where the measure sums an amount over the table. A province has millions of items, and
    /// most of them none.
    pub amount: Option<Box<Exact>>,
}

/// How a pool came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoolOutcome {
    /// Index in the pack's pools.
    pub pool: usize,
    /// Its budget.
    pub budget: Money,
    /// What was claimed after step 6; of a pool of one payer: its shares.
    pub claimed: Money,
    /// What the breaker leaves of the claims: all of them where it has not tripped.
    pub allowed: Money,
    /// What it gives.
    pub granted: Money,
    /// How many members are held.
    pub held: u64,
    /// Its breaker, where it has one that something depends on and that is decided.
    pub breaker: Option<Tripped>,
    /// The claims on a pool of one payer, by enterprise and award.
    pub shares: Vec<ShareClaim>,
}

impl PoolOutcome {
    /// Is more claimed than there is?
    #[must_use]
    pub fn exceeded(&self) -> bool {
        self.allowed > self.budget
    }
}

/// How a breaker stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tripped {
    /// What has gone wrong, in 元 over all enterprises.
    pub bad: Exact,
    /// Of how much.
    pub of: Exact,
    /// The part of each claim that is met.
    pub part: Exact,
}

/// What one payer bears of an award, before and after its pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareClaim {
    /// Row of the enterprise.
    pub enterprise: u32,
    /// Index in [`Run::awards`].
    pub award: u16,
    /// Its share before the pool.
    pub claimed: Money,
    /// What it bears of it.
    pub granted: Money,
}

/// What earlier policy years paid an enterprise for the measures of a stacking group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierPaid {
    /// Row of the enterprise.
    pub enterprise: u32,
    /// Index in the pack's stacking groups.
    pub group: usize,
    /// How much, less what was returned.
    pub paid: Money,
}

/// A whole settlement.
#[derive(Debug)]
pub struct Run<'a> {
    /// The rules it ran on.
    pub edition: &'a Edition<'a>,
    /// How many enterprises.
    pub enterprises: usize,
    /// Payout measures in force, in the pack's order.
    pub awards: Vec<MeasureLines>,
    /// Estimates in force, in the pack's order.
    pub estimates: Vec<MeasureEstimates>,
    /// Statuses in force, in the pack's order.
    pub statuses: Vec<MeasureStatuses>,
    /// All payments, sorted by enterprise, measure, component, payer, instalment.
    pub payments: Vec<Payment>,
    /// All undecided lines (also of estimates and statuses), sorted by enterprise and measure.
    pub holds: Vec<Hold>,
    /// What was paid before and what was returned of it, where that is more: by enterprise and measure.
    pub returned: BTreeMap<(u32, usize), (Money, Money)>,
    /// Related records and the measures that look at them, sorted by enterprise, measure, table, row.
    pub items: Vec<Item>,
    /// The words of the conditions that items fail.
    pub item_reasons: Vec<String>,
    /// The pools.
    pub pools: Vec<PoolOutcome>,
    /// What earlier policy years paid for groups that top it up, by enterprise and group.
    pub earlier: Vec<EarlierPaid>,
    /// An exceeded pool has held members: amounts may still change (暂算).
    pub provisional: bool,
    /// What else must be said.
    pub notices: Vec<Notice>,
    /// The reconciliation, which held when the run was made.
    pub reconciliation: Reconciliation,
}

/// Something that a settlement says beside its lines; `settle/notice.rs` puts it into words. In the order in
/// which it is said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// No date that the measures in force look at lies in the policy year.
    NoDateInYear {
        /// How many dates there are.
        dates: u64,
        /// The last of them.
        latest: Date,
    },
    /// The as-of date lies before the policy year.
    AsOfBeforeYear,
    /// A row of earlier payments names no measure in force.
    UnmatchedOffset {
        /// Row of the offset table.
        row: u32,
    },
    /// A payment of an earlier year names no measure of the pack, and a group tops up earlier years.
    UnmatchedEarlier {
        /// Row of the offset table.
        row: u32,
    },
    /// A held award has an advance on it.
    HeldWithAdvance {
        /// Row of the enterprise.
        enterprise: u32,
        /// Index in [`Run::awards`].
        award: u16,
        /// The offset that waits.
        offset: Money,
        /// Rows of the offset table.
        rows: Vec<u32>,
    },
    /// Releasing a held award would cut what an enterprise is paid now.
    CapWouldCut {
        /// Row of the enterprise.
        enterprise: u32,
        /// Index in the pack's enterprise caps.
        cap: usize,
        /// Index in [`Run::awards`] of the held award.
        award: u16,
    },
    /// An exceeded pool has held members.
    PoolProvisional {
        /// Index in the pack's pools.
        pool: usize,
    },
    /// A formula gave a negative amount, which pays nothing.
    NegativeAmount {
        /// Row of the enterprise.
        enterprise: u32,
        /// Index of the version in the pack's measures.
        measure: usize,
        /// The amount in 元.
        amount: Exact,
    },
}

/// The row of an enterprise as results name it.
pub(super) fn number(enterprise: usize) -> u32 {
    u32::try_from(enterprise).unwrap_or(u32::MAX)
}

impl Notice {
    /// A formula that gave a negative amount.
    pub(super) fn negative(enterprise: usize, measure: usize, amount: Exact) -> Self {
        Self::NegativeAmount { enterprise: u32::try_from(enterprise).unwrap_or(u32::MAX), measure, amount }
    }
}

/// Counts and sums that tie; made and checked by `settle/reconcile.rs`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// Enterprises × payout measures in force.
    pub lines: u64,
    /// Paid lines and what they pay.
    pub paid: (u64, Money),
    /// Zero lines.
    pub zero: u64,
    /// Held lines.
    pub held: u64,
    /// Lines to recover and how much (a negative sum).
    pub recover: (u64, Money),
    /// Sum of positive payments, and of negative ones.
    pub payments: (Money, Money),
    /// Positive payments by payer, in the pack's order.
    pub by_payer: Vec<Money>,
}

impl<'a> Run<'a> {
    /// The words of the condition that an item fails; empty if it counts or that is not decided.
    #[must_use]
    pub fn item_reason(&self, item: &Item) -> &str {
        item.reason.and_then(|i| self.item_reasons.get(i as usize)).map_or("", String::as_str)
    }

    /// The version of a payout measure behind an index of [`Run::awards`].
    #[must_use]
    pub fn award_measure(&self, award: usize) -> Option<&'a Measure> {
        self.edition.pack.measures.get(self.awards.get(award)?.measure)
    }

    /// The component that a payment pays.
    #[must_use]
    pub fn component(&self, payment: &Payment) -> Option<&'a Component> {
        match &self.award_measure(usize::from(payment.award))?.kind {
            MeasureKind::Payout(award) => award.components.get(usize::from(payment.component)),
            MeasureKind::Estimate { .. } | MeasureKind::Status { .. } => None,
        }
    }
}

impl Reason {
    /// A reason from a field and how it is missing.
    #[must_use]
    pub fn of_field(table: TableId, field: FieldId, state: crate::value::State) -> Self {
        use crate::value::State;
        let (t, f) = (u16::try_from(table.0).unwrap_or(u16::MAX), u16::try_from(field.0).unwrap_or(u16::MAX));
        match state {
            State::Conflict => Self::Conflict(t, f),
            State::Unreadable => Self::Unreadable(t, f),
            State::Empty | State::Absent | State::Known | State::None => Self::Missing(t, f),
        }
    }
}
