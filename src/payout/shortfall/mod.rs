//! How far off a refused line was, in words and units: `产值差 1,200万元`, `高企发证日期早 35 天`, `低于起补金额 230.50元`;
//! and where something else took precedence, what that was.
//!
//! ```text
//! condition ─ gauge ─► Gauge      once a condition: its comparisons, and what one calls their sides
//!                        └─ reading ─► words, batch by batch, every operand evaluated once as a column
//! ```
//!
//! The values are the evaluator's own. A condition that has no number to it is told by what stands in the cell.

pub mod amounts;
mod days;
mod gauge;
mod precedence;
mod reading;
mod records;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::exact::Exact;
use crate::lang::{Frame, Lanes, MeasureId, Typed};
use crate::policy::catalogue::Sayer;
use crate::policy::usage;
use crate::schema::ENTERPRISES;
use crate::settle::run::{Line, Notice, Reason, Status};
use crate::value::State;

use super::results::Results;
use gauge::Gauge;
use reading::At;

/// Tells how far off the refused lines of a settlement were.
pub struct Shortfalls<'a> {
    results: Results<'a>,
    definitions: Vec<Option<Typed>>,
    /// For each payout measure in force, a gauge a condition.
    conditions: Vec<Vec<Gauge<'a>>>,
    veto: Option<Gauge<'a>>,
    /// Measures that conditions ask for by 核定(…), and where they stand in the run.
    asked: Vec<(MeasureId, usize)>,
    /// Amounts below zero, by enterprise and version.
    negative: BTreeMap<(u32, usize), Exact>,
}

impl<'a> Shortfalls<'a> {
    /// For a settlement.
    #[must_use]
    pub fn of(results: Results<'a>) -> Self {
        let (run, edition) = (results.run, results.run.edition);
        let (pack, sayer) = (edition.pack, Sayer::of(edition));
        let mut asked = BTreeSet::new();
        let mut conditions = Vec::with_capacity(run.awards.len());
        for award in 0..run.awards.len() {
            let own = run.award_measure(award).map_or(&[][..], |m| m.conditions.as_slice());
            let expressions: Vec<&Typed> = own.iter().map(|c| &c.when).collect();
            asked.extend(usage::reached(&expressions, &pack.definitions).measures);
            conditions.push(own.iter().map(|c| gauge::of(&c.when, pack, sayer)).collect());
        }
        let place = |number: &MeasureId| {
            let at = (0..run.awards.len()).find(|a| run.award_measure(*a).is_some_and(|m| m.number == *number))?;
            Some((*number, at))
        };
        Self {
            results,
            definitions: pack.definitions.iter().map(|d| Some(d.value.clone())).collect(),
            conditions,
            veto: pack.veto.as_ref().map(|veto| gauge::against(&veto.when, pack, sayer)),
            asked: asked.iter().filter_map(place).collect(),
            negative: run
                .notices
                .iter()
                .filter_map(|notice| match notice {
                    Notice::NegativeAmount { enterprise, measure, amount } => Some(((*enterprise, *measure), *amount)),
                    _ => None,
                })
                .collect(),
        }
    }

    /// For each payout measure in force and each enterprise of the range: what to say of its line; empty where it is not
    /// refused, or where nothing is to be added to the reason.
    #[must_use]
    pub fn batch(&self, enterprises: Range<usize>) -> Vec<Vec<String>> {
        let run = self.results.run;
        let edition = run.edition;
        let schema = &edition.pack.schema;
        let frame = Frame::new(self.results.data, schema, &edition.binding, &self.definitions, enterprises.clone());
        for (number, award) in &self.asked {
            let lines = run.awards.get(*award).and_then(|a| a.lines.get(enterprises.clone())).unwrap_or_default();
            frame.set_award(*number, Lanes::numbers(lines.iter().map(given).collect()));
        }
        let at = At { frame: &frame, data: self.results.data, rows: ENTERPRISES, lang: self.results.lang };
        let vetoed = self.vetoes(at, &enterprises);
        (0..run.awards.len()).map(|award| self.award(award, &enterprises, at, &vetoed)).collect()
    }

    /// How far off one condition of a payout measure in force is for the enterprise of a frame of one; empty where it is met or
    /// has no number to it.
    #[must_use]
    pub fn of_condition(&self, award: usize, condition: usize, frame_of_one: &Frame<'_>) -> String {
        let at = At { frame: frame_of_one, data: self.results.data, rows: ENTERPRISES, lang: self.results.lang };
        let gauge = self.conditions.get(award).and_then(|gauges| gauges.get(condition));
        let lack = gauge.and_then(|gauge| reading::read(gauge, at, &[0]).into_iter().next().flatten());
        lack.map(|lack| lack.said).unwrap_or_default()
    }

    /// What the list says that an enterprise is on, lane by lane.
    fn vetoes(&self, at: At<'_>, enterprises: &Range<usize>) -> BTreeMap<usize, String> {
        let run = self.results.run;
        let vetoed = |lane: &usize| {
            let e = enterprises.start.saturating_add(*lane);
            run.awards.iter().any(|a| a.lines.get(e).is_some_and(|l| l.reason == Reason::Veto))
        };
        let lanes: Vec<usize> = (0..enterprises.len()).filter(vetoed).collect();
        let Some(gauge) = self.veto.as_ref().filter(|_| !lanes.is_empty()) else { return BTreeMap::new() };
        let lacks = reading::read(gauge, at, &lanes);
        lanes.into_iter().zip(lacks).filter_map(|(lane, lack)| Some((lane, lack?.said))).collect()
    }

    fn award(
        &self,
        award: usize,
        enterprises: &Range<usize>,
        at: At<'_>,
        vetoed: &BTreeMap<usize, String>,
    ) -> Vec<String> {
        let run = self.results.run;
        let lines = run.awards.get(award).and_then(|a| a.lines.get(enterprises.clone())).unwrap_or_default();
        let mut said = vec![String::new(); lines.len()];
        let mut by_condition: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
        let mut floor = None;
        for (lane, line) in lines.iter().enumerate().filter(|(_, l)| l.status == Status::Zero) {
            let Some(said) = said.get_mut(lane) else { continue };
            match line.reason {
                Reason::Condition(index) => by_condition.entry(index).or_default().push(lane),
                Reason::Veto => *said = vetoed.get(&lane).cloned().unwrap_or_default(),
                Reason::BelowFloor => {
                    let floor = floor.get_or_insert_with(|| precedence::floor(run, award, at));
                    *said = precedence::below_floor(line, floor.as_ref().and_then(|f| f.number(lane)), at.lang);
                }
                _ => {
                    let enterprise = enterprises.start.saturating_add(lane);
                    *said = precedence::said(self.results, &self.negative, enterprise, award, line);
                }
            }
        }
        let gauges = self.conditions.get(award).map_or(&[][..], Vec::as_slice);
        for (index, lanes) in by_condition {
            let Some(gauge) = gauges.get(usize::from(index)) else { continue };
            for (lane, lack) in lanes.iter().zip(reading::read(gauge, at, &lanes)) {
                if let (Some(said), Some(lack)) = (said.get_mut(*lane), lack) {
                    *said = lack.said;
                }
            }
        }
        said
    }
}

/// What 核定(…) saw of a line, as far as that is still known.
fn given(line: &Line) -> Result<Exact, State> {
    match (line.status, line.reason, &line.waterfall) {
        (Status::Held, ..) | (_, Reason::Stacking(_), None) => Err(State::Unreadable),
        (_, _, Some(waterfall)) => waterfall.at_step_four().ok_or(State::Unreadable),
        (_, _, None) => Ok(Exact::ZERO),
    }
}
