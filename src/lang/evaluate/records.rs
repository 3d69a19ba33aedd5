//! Sums, counts, extremes and existence over the records of each enterprise.
//!
//! A record whose filter is decided no does not matter. One that counts, or may count, and lacks what is
//! needed makes the result missing, even if the others seem to decide it; only 存在 is a three-valued 或.
//! Over no records a sum, a count and an extreme are 0; an extreme of dates is "none".

use super::super::ast::Aggregate;
use super::super::frame::Frame;
use super::super::lanes::{Cells, Data, Lanes, Numbers, States};
use super::super::typed::Typed;
use super::{lanes, logic};
use crate::exact::Exact;
use crate::schema::TableId;
use crate::value::{State, Type};

pub(super) fn aggregate(
    aggregate: Aggregate,
    table: TableId,
    (value, filter): (Option<&Typed>, Option<&Typed>),
    ty: &Type,
    frame: &Frame,
) -> Lanes {
    let records = frame.rows(table).len();
    let batch = Batch {
        filter: filter.map_or_else(|| logic::constant(true, records), |filter| lanes(filter, table, frame)),
        parents: frame.parents(table),
        unattributed: frame.unattributed(table),
        enterprises: frame.enterprises().len(),
    };
    let value = value.map(|value| lanes(value, table, frame));
    match (aggregate, &value) {
        (Aggregate::Exists, _) => batch.exists(),
        (Aggregate::Count, _) => {
            batch.sum(&Lanes { len: records, states: States::known(), data: Data::Numbers(Numbers::one(Exact::ONE)) })
        }
        (Aggregate::Sum, Some(value)) => batch.sum(value),
        (Aggregate::Max, Some(value)) => batch.extreme(value, true),
        (Aggregate::Min, Some(value)) => batch.extreme(value, false),
        (_, None) => Lanes::all(State::Unreadable, ty, batch.enterprises),
    }
}

struct Batch {
    filter: Lanes,
    /// The lane of the enterprise of each record.
    parents: Vec<usize>,
    unattributed: Option<State>,
    enterprises: usize,
}

/// What a record does to the result.
enum Part {
    /// Nothing.
    Out,
    /// It counts with its value.
    In,
    /// It makes the result missing.
    Missing(State),
}

impl Batch {
    fn answer(&self, record: usize) -> Result<bool, State> {
        match self.filter.state(record) {
            State::Known => Ok(self.filter.yes_no(record).unwrap_or(false)),
            missing => Err(missing.max(State::Empty)),
        }
    }

    fn part(&self, record: usize, value: &Lanes) -> Part {
        let none_is_out = matches!(value.data, Data::Dates(_));
        match (self.answer(record), value.state(record)) {
            (Ok(false), _) => Part::Out,
            (Ok(true), State::Known) => Part::In,
            (Ok(true), State::None) if none_is_out => Part::Out,
            (Ok(true), missing) => Part::Missing(missing.max(State::Empty)),
            (Err(missing), value) => Part::Missing(missing.max(value)),
        }
    }

    /// How each enterprise's result starts: known, or missing because of a row that may be its.
    fn states(&self) -> Vec<State> {
        vec![self.unattributed.unwrap_or_default(); self.enterprises]
    }

    fn exists(&self) -> Lanes {
        let nobody = self.unattributed.map_or(Ok(false), Err);
        let mut found: Vec<Result<bool, State>> = vec![nobody; self.enterprises];
        for (record, enterprise) in self.parents.iter().enumerate() {
            let Some(slot) = found.get_mut(*enterprise) else {
                continue;
            };
            *slot = match (*slot, self.answer(record)) {
                (Ok(true), _) | (_, Ok(true)) => Ok(true),
                (Err(a), Err(b)) => Err(a.max(b)),
                (Err(missing), _) | (_, Err(missing)) => Err(missing),
                (Ok(false), Ok(false)) => Ok(false),
            };
        }
        logic::from_answers(found)
    }

    fn sum(&self, value: &Lanes) -> Lanes {
        let Data::Numbers(numbers) = &value.data else {
            return Lanes::all(State::Unreadable, &Type::Number, self.enterprises);
        };
        if let Cells::One(d) = numbers.d
            && let Some(lanes) = self.plain_sum(value, &numbers.n, d)
        {
            return lanes;
        }
        let mut sums: Vec<Result<Exact, State>> =
            self.states().into_iter().map(|s| if s.is_missing() { Err(s) } else { Ok(Exact::ZERO) }).collect();
        for (record, enterprise) in self.parents.iter().enumerate() {
            let Some(slot) = sums.get_mut(*enterprise) else {
                continue;
            };
            match self.part(record, value) {
                Part::Out => {}
                Part::Missing(state) => {
                    *slot = Err(slot.map_or_else(|known| known.max(state), |_| state));
                }
                Part::In => {
                    if let Ok(sum) = *slot {
                        *slot = numbers
                            .at(record)
                            .and_then(|n| sum.add(n).or_else(|| sum.add(n.reduced())))
                            .map(Exact::reduced)
                            .ok_or(State::Unreadable);
                    }
                }
            }
        }
        Lanes::numbers(sums)
    }

    /// The sum of whole numbers over one denominator; `None` where 128 bits are not enough.
    fn plain_sum(&self, value: &Lanes, n: &Cells<i128>, d: i128) -> Option<Lanes> {
        let mut sums = vec![0i128; self.enterprises];
        let mut states = self.states();
        for (record, enterprise) in self.parents.iter().enumerate() {
            match self.part(record, value) {
                Part::Out => {}
                Part::Missing(state) => {
                    let slot = states.get_mut(*enterprise)?;
                    *slot = state.max(*slot);
                }
                Part::In => {
                    let slot = sums.get_mut(*enterprise)?;
                    *slot = slot.checked_add(*n.get(record)?)?;
                }
            }
        }
        Some(Lanes {
            len: self.enterprises,
            states: States::of(states),
            data: Data::Numbers(Numbers { n: Cells::Each(sums), d: Cells::One(d) }),
        })
    }

    fn extreme(&self, value: &Lanes, largest: bool) -> Lanes {
        let mut best: Vec<Option<usize>> = vec![None; self.enterprises];
        let mut states = self.states();
        for (record, enterprise) in self.parents.iter().enumerate() {
            let (Some(best), Some(state)) = (best.get_mut(*enterprise), states.get_mut(*enterprise)) else {
                continue;
            };
            match self.part(record, value) {
                Part::Out => {}
                Part::Missing(missing) => *state = missing.max(*state),
                Part::In => {
                    if best.is_none_or(|b| beats(value, record, b, largest)) {
                        *best = Some(record);
                    }
                }
            }
        }
        match &value.data {
            Data::Dates(days) => {
                let found: Vec<i32> = best.iter().map(|b| b.and_then(|b| days.get(b).copied()).unwrap_or(0)).collect();
                for (state, best) in states.iter_mut().zip(&best) {
                    if best.is_none() {
                        *state = (*state).max(State::None);
                    }
                }
                Lanes { len: self.enterprises, states: States::of(states), data: Data::Dates(Cells::Each(found)) }
            }
            _ => Lanes::numbers(
                best.iter()
                    .zip(states)
                    .map(|(best, state)| match state {
                        State::Known => Ok(best.and_then(|b| value.number(b)).unwrap_or(Exact::ZERO)),
                        missing => Err(missing),
                    })
                    .collect(),
            ),
        }
    }
}

fn beats(value: &Lanes, record: usize, best: usize, largest: bool) -> bool {
    let order = match &value.data {
        Data::Dates(days) => days.get(record).cmp(&days.get(best)),
        Data::Numbers(numbers) => numbers.at(record).cmp(&numbers.at(best)),
        _ => return false,
    };
    if largest { order.is_gt() } else { order.is_lt() }
}
