//! Counts and sums of a settlement by measure, by county, by payer and by the time of payment.
//!
//! What is paid and what is to be recovered are never netted. Estimates stand apart from all totals.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::dataset::Dataset;
use crate::money::Money;
use crate::policy::pack::{Due, MeasureKind, Pack};

use super::enterprises::Enterprises;
use super::run::{Line, Outcome, Payment, Reason, Run, Status};

/// Lines by status with their money.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Enterprises that it is about.
    pub enterprises: u64,
    /// Of these, the ones that are paid anything.
    pub paid_enterprises: u64,
    /// Lines that are paid.
    pub paid: u64,
    /// Lines that are decided to give nothing.
    pub zero: u64,
    /// Lines that wait for a value.
    pub held: u64,
    /// Lines to be recovered.
    pub recover: u64,
    /// What the paid lines pay.
    pub payable: Money,
    /// What is to be recovered: zero or negative.
    pub recoverable: Money,
    /// Lines that earlier payments were taken off from, or given back to.
    pub offsets: u64,
    /// What was taken off (negative) and given back.
    pub offset: Money,
    /// Payments above zero by payer, in the pack's order.
    pub by_payer: Vec<Money>,
}

/// The estimates of one measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EstimateTally {
    /// Estimates above zero.
    pub counted: u64,
    /// Undecided ones.
    pub held: u64,
    /// Their sum.
    pub amount: Money,
}

/// The statuses of one measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusTally {
    /// How many enterprises have each status.
    pub values: BTreeMap<Arc<str>, u64>,
    /// Undecided ones.
    pub held: u64,
}

/// All tallies of a settlement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Everything.
    pub all: Tally,
    /// By payout measure in force, as in [`Run::awards`].
    pub measures: Vec<Tally>,
    /// By county, in the pack's order.
    pub counties: Vec<(String, Tally)>,
    /// The enterprises whose county is not known, if there are any.
    pub elsewhere: Option<Tally>,
    /// Reasons of lines that give nothing or wait, by payout measure in force.
    pub reasons: Vec<BTreeMap<Reason, u64>>,
    /// Payments above zero by year, then by stage, each by payer.
    pub due: BTreeMap<DueKey, Vec<Money>>,
    /// By estimate in force.
    pub estimates: Vec<EstimateTally>,
    /// By status in force.
    pub statuses: Vec<StatusTally>,
}

/// When something is due, in the order in which it is listed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKey {
    /// A year.
    Year(i32),
    /// A stage.
    Stage {
        /// Its place among the stages that the pack names, in the pack's order.
        rank: usize,
        /// `中期`.
        name: String,
    },
}

/// Counts and sums a settlement; `None` when a sum does not fit in 128 bits.
#[must_use]
pub fn tally(run: &Run<'_>, data: &Dataset) -> Option<Tallies> {
    let pack = run.edition.pack;
    let enterprises = Enterprises::of(data, &pack.schema);
    let payers = pack.payers.len();
    let empty = Tally { by_payer: vec![Money::ZERO; payers], ..Tally::default() };
    // the last county is "elsewhere"
    let nowhere = enterprises.counties().len();
    let county_of: Vec<usize> = (0..run.enterprises).map(|e| enterprises.county_index(e).unwrap_or(nowhere)).collect();
    let mut counties = vec![empty.clone(); nowhere.saturating_add(1)];
    let mut measures = vec![empty.clone(); run.awards.len()];
    let mut reasons = vec![BTreeMap::new(); run.awards.len()];
    let mut paid = vec![false; run.enterprises];

    for ((award, tally), reasons) in run.awards.iter().zip(&mut measures).zip(&mut reasons) {
        let mut last = (Reason::None, 0u64);
        for ((line, county), paid) in award.lines.iter().zip(&county_of).zip(&mut paid) {
            tally.line(line)?;
            counties.get_mut(*county)?.line(line)?;
            *paid |= line.status == Status::Paid;
            // neighbours mostly have the same reason: count runs of it
            if line.reason != last.0 {
                count(reasons, last);
                last = (line.reason, 0);
            }
            last.1 = last.1.saturating_add(1);
        }
        count(reasons, last);
        tally.enterprises = u64::try_from(award.lines.len()).ok()?;
    }
    for (county, paid) in county_of.iter().zip(&paid) {
        let tally = counties.get_mut(*county)?;
        tally.enterprises = tally.enterprises.saturating_add(1);
        tally.paid_enterprises = tally.paid_enterprises.saturating_add(u64::from(*paid));
    }

    let stages = stages(pack);
    let mut due = BTreeMap::new();
    for payment in run.payments.iter().filter(|p| p.amount.is_positive()) {
        let payer = payer_of(run, payment)?;
        let county = *county_of.get(payment.enterprise as usize)?;
        for by_payer in [
            &mut measures.get_mut(usize::from(payment.award))?.by_payer,
            &mut counties.get_mut(county)?.by_payer,
            due.entry(DueKey::of(&payment.due, run.edition.year, &stages)).or_insert_with(|| vec![Money::ZERO; payers]),
        ] {
            let sum = by_payer.get_mut(payer)?;
            *sum = sum.add(payment.amount)?;
        }
    }
    for tally in &mut measures {
        tally.paid_enterprises = tally.paid;
    }

    let mut all = empty;
    for county in &counties {
        all.join(county)?;
    }
    let elsewhere = counties.pop().filter(|t| t.enterprises > 0);
    Some(Tallies {
        all,
        measures,
        counties: enterprises.counties().iter().cloned().zip(counties).collect(),
        elsewhere,
        reasons,
        due,
        estimates: run.estimates.iter().map(|e| estimates(&e.outcomes)).collect::<Option<_>>()?,
        statuses: run.statuses.iter().map(|s| statuses(&s.outcomes)).collect(),
    })
}

/// The payer (index in the pack) behind a payment.
#[must_use]
pub fn payer_of(run: &Run<'_>, payment: &Payment) -> Option<usize> {
    match &run.award_measure(usize::from(payment.award))?.kind {
        MeasureKind::Payout(award) => award.components.get(usize::from(payment.component)).map(|c| c.payer.0),
        MeasureKind::Estimate { .. } | MeasureKind::Status { .. } => None,
    }
}

impl Tally {
    fn line(&mut self, line: &Line) -> Option<()> {
        let (payable, offset) = line.waterfall.as_ref().map_or((Money::ZERO, Money::ZERO), |w| (w.payable, w.offset));
        if !offset.is_zero() {
            self.offsets = self.offsets.saturating_add(1);
            self.offset = self.offset.add(offset)?;
        }
        let (count, sum) = match line.status {
            Status::Paid => (&mut self.paid, Some(&mut self.payable)),
            Status::Zero => (&mut self.zero, None),
            Status::Held => (&mut self.held, None),
            Status::Recover => (&mut self.recover, Some(&mut self.recoverable)),
        };
        *count = count.saturating_add(1);
        if let Some(sum) = sum {
            *sum = sum.add(payable)?;
        }
        Some(())
    }

    /// Adds another tally of other enterprises.
    fn join(&mut self, other: &Self) -> Option<()> {
        for (mine, theirs) in [
            (&mut self.enterprises, other.enterprises),
            (&mut self.paid_enterprises, other.paid_enterprises),
            (&mut self.paid, other.paid),
            (&mut self.zero, other.zero),
            (&mut self.held, other.held),
            (&mut self.recover, other.recover),
            (&mut self.offsets, other.offsets),
        ] {
            *mine = mine.checked_add(theirs)?;
        }
        self.payable = self.payable.add(other.payable)?;
        self.recoverable = self.recoverable.add(other.recoverable)?;
        self.offset = self.offset.add(other.offset)?;
        for (mine, theirs) in self.by_payer.iter_mut().zip(&other.by_payer) {
            *mine = mine.add(*theirs)?;
        }
        Some(())
    }
}

impl DueKey {
    /// When a payment of this policy year is due; `stages` are those of the pack ([`stages`]).
    #[must_use]
    pub fn of(due: &Due, year: i16, stages: &[&str]) -> Self {
        match due {
            Due::Year(later) => Self::Year(i32::from(year).saturating_add(i32::from(*later))),
            Due::Stage(stage) => Self::Stage {
                rank: stages.iter().position(|s| s == stage).unwrap_or(stages.len()),
                name: stage.clone(),
            },
        }
    }
}

/// The stages that the pack names, in its order.
#[must_use]
pub fn stages(pack: &Pack) -> Vec<&str> {
    let mut stages = Vec::new();
    for measure in &pack.measures {
        let MeasureKind::Payout(award) = &measure.kind else { continue };
        let own = award.components.iter().filter_map(|c| c.due.as_ref());
        for due in award.instalments.iter().map(|i| &i.due).chain(own) {
            if let Due::Stage(stage) = due
                && !stages.contains(&stage.as_str())
            {
                stages.push(stage.as_str());
            }
        }
    }
    stages
}

fn count(reasons: &mut BTreeMap<Reason, u64>, (reason, lines): (Reason, u64)) {
    if lines > 0 && reason != Reason::None {
        let known = reasons.entry(reason).or_default();
        *known = known.saturating_add(lines);
    }
}

fn estimates(outcomes: &[Outcome<Money>]) -> Option<EstimateTally> {
    let mut tally = EstimateTally::default();
    for outcome in outcomes {
        match outcome {
            Outcome::Value(amount) => {
                let counted = u64::from(amount.is_positive());
                tally.counted = tally.counted.saturating_add(counted);
                tally.amount = tally.amount.add(*amount)?;
            }
            Outcome::Held(_) => tally.held = tally.held.saturating_add(1),
            Outcome::Refused(_) => {}
        }
    }
    Some(tally)
}

fn statuses(outcomes: &[Outcome<Arc<str>>]) -> StatusTally {
    let mut tally = StatusTally::default();
    for outcome in outcomes {
        match outcome {
            Outcome::Value(value) => {
                let known = tally.values.entry(Arc::clone(value)).or_default();
                *known = known.saturating_add(1);
            }
            Outcome::Held(_) => tally.held = tally.held.saturating_add(1),
            Outcome::Refused(_) => {}
        }
    }
    tally
}
