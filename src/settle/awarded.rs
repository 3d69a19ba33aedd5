//! What `核定(…)` sees: the awards at step 4 of the measures that others ask for.
//!
//! They are kept, because later steps change the lines while components may still be weighed by them.

use std::ops::Range;

use crate::exact::Exact;
use crate::lang::{Frame, Lanes, MeasureId};
use crate::value::State;

use super::run::{Line, Status};

/// Awards at step 4 for a stretch of enterprises.
#[derive(Debug, Default)]
pub struct Awarded {
    /// The first enterprise.
    start: usize,
    columns: Vec<(MeasureId, Vec<Result<Exact, State>>)>,
}

impl Awarded {
    /// Nothing yet, for enterprises from `start` on.
    pub const fn from(start: usize) -> Self {
        Self { start, columns: Vec::new() }
    }

    /// Keeps what a measure gives.
    pub fn keep(&mut self, measure: MeasureId, lines: &[Line]) {
        let given = |line: &Line| match (line.status, &line.waterfall) {
            (Status::Held, _) => Err(State::Unreadable),
            (_, Some(waterfall)) => Ok(waterfall.payable.exact()),
            (_, None) => Ok(Exact::ZERO),
        };
        self.columns.push((measure, lines.iter().map(given).collect()));
    }

    /// Adds the enterprises that follow.
    pub fn extend(&mut self, next: Self) {
        if self.columns.is_empty() {
            self.columns = next.columns;
            return;
        }
        for ((_, all), (_, more)) in self.columns.iter_mut().zip(next.columns) {
            all.extend(more);
        }
    }

    /// Tells a frame over these enterprises.
    pub fn tell(&self, frame: &Frame<'_>, enterprises: Range<usize>) {
        let lanes = enterprises.start.saturating_sub(self.start)..enterprises.end.saturating_sub(self.start);
        for (measure, column) in &self.columns {
            if let Some(values) = column.get(lanes.clone()) {
                frame.set_award(*measure, Lanes::numbers(values.to_vec()));
            }
        }
    }
}
