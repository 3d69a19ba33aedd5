//! The rows chosen, as the columns of a dataset, and their raw texts beside them.

use super::super::batch::Values;
use super::{Chosen, Row, Tables};
use crate::dataset::{Records, Texts};
use crate::schema::Field;
use crate::value::{Column, Data, State};

impl Tables<'_> {
    /// The columns of the rows chosen, and their raw texts.
    pub(super) fn gather(
        &self,
        chosen: &Chosen,
        enterprises: usize,
        related: bool,
        texts: &mut Texts,
    ) -> (Records, Vec<Raw>) {
        let mut columns = Vec::new();
        let mut raws = Vec::new();
        for (field, definition) in self.table.fields.iter().enumerate() {
            let mut column = self.column(chosen, field, definition, texts);
            for (_, row) in chosen.conflicts.iter().filter(|(f, _)| *f == field) {
                if let Some(state) = column.states.get_mut(*row) {
                    *state = State::Conflict;
                }
            }
            columns.push(column);
            let any_raw = self.batches.iter().any(|(_, b)| b.lanes.get(field).is_some_and(|l| !l.raw.is_empty()));
            raws.push(if any_raw { self.raw(chosen, field) } else { Raw::default() });
        }
        let mut starts = Vec::new();
        if related {
            let mut at = 0;
            for enterprise in 0..=enterprises {
                while chosen.parents.get(at).is_some_and(|p| (*p as usize) < enterprise) {
                    at += 1;
                }
                starts.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        let hole = self.batches.iter().filter_map(|(_, b)| b.hole).max();
        let orphan = chosen.orphan_hole.then_some(State::Unreadable);
        let records = Records {
            len: chosen.rows.len(),
            columns,
            parents: chosen.parents.clone(),
            starts,
            unattributed: hole.max(orphan).filter(|_| related && self.table.takes_away),
        };
        (records, raws)
    }

    fn raw(&self, chosen: &Chosen, field: usize) -> Raw {
        let mut raw = Raw::default();
        for (at, row) in chosen.of(field).iter().enumerate() {
            let text = self.lanes(*row, field).and_then(|l| l.raw(row.row as usize));
            if let Some(text) = text {
                raw.push(at, text);
            }
        }
        raw
    }

    fn column(&self, chosen: &Chosen, field: usize, definition: &Field, texts: &mut Texts) -> Column {
        let mut column = Column::empty(&definition.ty);
        let rows: &[Row] = &chosen.of(field);
        let each = || rows.iter().filter_map(|r| Some((self.lanes(*r, field)?, r.row as usize)));
        column.states = each().map(|(lanes, row)| lanes.state(row)).collect();
        match &mut column.data {
            Data::Number { mantissas, scale } => {
                *scale = each()
                    .filter(|(lanes, row)| lanes.state(*row).is_known())
                    .map(|(lanes, row)| lanes.figure(row).scale())
                    .max()
                    .unwrap_or(0);
                mantissas.reserve_exact(rows.len());
                for ((lanes, row), state) in each().zip(&mut column.states) {
                    let known = state.is_known();
                    let digits = lanes.figure(row).at_scale(*scale).filter(|_| known);
                    if known && digits.is_none() {
                        *state = State::Unreadable;
                    }
                    mantissas.push(digits.unwrap_or(0));
                }
            }
            Data::Date(days) => {
                *days = each()
                    .map(|(lanes, row)| match &lanes.values {
                        Values::Day(days) => days.get(row).copied().unwrap_or(0),
                        _ => 0,
                    })
                    .collect();
            }
            Data::YesNo(answers) => {
                *answers = each()
                    .map(|(lanes, row)| match &lanes.values {
                        Values::YesNo(answers) => answers.get(row).copied().unwrap_or(false),
                        _ => false,
                    })
                    .collect();
            }
            Data::Choice(options) => {
                *options = each()
                    .map(|(lanes, row)| match &lanes.values {
                        Values::Choice(options) => options.get(row).copied().unwrap_or(0),
                        _ => 0,
                    })
                    .collect();
            }
            Data::Text(symbols) => {
                *symbols = each()
                    .zip(&column.states)
                    .map(|((lanes, row), state)| if state.is_known() { texts.intern(lanes.text(row)) } else { 0 })
                    .collect();
            }
        }
        column
    }
}

/// Raw texts of one field, by row of the table; sparse.
#[derive(Clone, Debug, Default)]
pub struct Raw {
    text: String,
    rows: Vec<(u32, u32)>,
}

impl Raw {
    fn push(&mut self, row: usize, text: &str) {
        self.text.push_str(text);
        if let (Ok(row), Ok(end)) = (u32::try_from(row), u32::try_from(self.text.len())) {
            self.rows.push((row, end));
        }
    }

    /// The raw text of a row, if it has one.
    pub fn get(&self, row: usize) -> Option<&str> {
        let row = u32::try_from(row).ok()?;
        let at = self.rows.binary_search_by_key(&row, |(r, _)| *r).ok()?;
        let start = match at.checked_sub(1) {
            Some(before) => self.rows.get(before)?.1,
            None => 0,
        };
        let (_, end) = self.rows.get(at)?;
        self.text.get(start as usize..*end as usize)
    }
}
