//! A row that holds data: each cell as a lane of its field.

use super::super::cell::{self, Reading};
use super::super::fault::Fault;
use super::super::grid::Cell;
use super::{Part, Sheet};
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::{Empty, Role};
use crate::value::State;

impl<'a> Sheet<'a> {
    /// Adds the lanes of a row.
    pub(super) fn data(&self, number: u32, slots: &[Option<Cell<'a>>], part: &mut Part) {
        let index = u32::try_from(part.rows.len()).unwrap_or(u32::MAX);
        let before = part.faults.len();
        let mut rejected = false;
        part.rows.push(number);
        let code = self.code(number, slots, part);
        rejected |= code.is_none();
        let mut empties: Vec<usize> = Vec::new();
        for (i, field, column, cell) in self.each(slots) {
            let Some(lanes) = part.lanes.get_mut(i) else {
                continue;
            };
            if i == self.code {
                let text = code.as_ref().map(|c| cell::Lane::Text(c.as_str().into()));
                let raw = cell.filter(|c| code.is_some_and(|code| code.as_str() != c.text));
                if let Some(raw) = raw {
                    lanes.raw.push((index, raw.text.into()));
                }
                let state = text.as_ref().map_or(State::Unreadable, |_| State::Known);
                lanes.push(state, text);
                continue;
            }
            // a column that is left out is as good as none
            let left_out = |column: u32| self.skip_hidden && self.hidden_columns.contains(&column);
            let Some(column) = column.filter(|c| field.empty == Empty::Reject || !left_out(c.column)) else {
                lanes.push(State::Absent, None);
                continue;
            };
            if let Some(area) = self.held(number, column.column) {
                part.held.push(area);
                lanes.push(State::Unreadable, None);
                continue;
            }
            let reading = cell.map_or(Reading::Blank, |cell| cell::read(cell, field, column, self.grid.date1904));
            let raw = cell.map_or("", |c| c.text);
            match reading {
                Reading::Blank => {
                    if field.empty == Empty::Reject {
                        rejected = true;
                        part.faults.push(required(&field.name).at(number, column.column));
                    }
                    if matches!(field.empty, Empty::None { .. }) {
                        empties.push(i);
                    }
                    lanes.push(State::Empty, None);
                }
                Reading::Value(lane, plain, remark) => {
                    lanes.push(State::Known, Some(lane));
                    if !plain {
                        lanes.raw.push((index, raw.into()));
                    }
                    if let Some(remark) = remark {
                        part.remarks.push((i, remark, number, raw.to_owned()));
                    }
                }
                Reading::NoUnit => {
                    lanes.push(State::Unreadable, None);
                    lanes.raw.push((index, raw.into()));
                }
                Reading::Wrong(fault) => {
                    rejected |= field.role == Some(Role::Name);
                    part.faults.push(fault.at(number, column.column));
                    lanes.push(State::Unreadable, None);
                    lanes.raw.push((index, raw.into()));
                }
            }
        }
        for field in empties {
            self.settle_empty(field, part);
        }
        if rejected {
            let state = match part.faults.get(before..).unwrap_or_default() {
                [only] if only.code == &codes::CODE_EMPTY => State::Empty,
                _ => State::Unreadable,
            };
            part.hole = part.hole.max(Some(state));
        }
        part.codes.push(code.filter(|_| !rejected));
    }

    /// An empty cell that may mean "there is none": does it, given the other cells of its row?
    fn settle_empty(&self, field: usize, part: &mut Part) {
        let Some(Empty::None { unless_filled, only_if_zero }) = self.table.fields.get(field).map(|f| &f.empty) else {
            return;
        };
        let row = part.rows.len().saturating_sub(1);
        let lanes = |id: &crate::schema::FieldId| part.lanes.get(id.0);
        let filled = unless_filled.iter().filter_map(lanes).any(|l| {
            // what has no column cannot be known to be empty, but neither does it say anything
            !matches!(l.state(row), State::Empty | State::Absent | State::None)
        });
        let zero = only_if_zero
            .as_ref()
            .is_none_or(|id| lanes(id).is_some_and(|l| l.state(row).is_known() && l.figure(row).mantissa == 0));
        if !filled
            && zero
            && let Some(state) = part.lanes.get_mut(field).and_then(|l| l.states.get_mut(row))
        {
            *state = State::None;
        }
    }
}

fn required(field: &str) -> Fault {
    Fault::new(
        &codes::REQUIRED_EMPTY,
        say!("“{field}”没有填，这一行不能采用", "`{field}` is empty, so the row cannot be used"),
        say!("补填“{field}”", "fill in `{field}`"),
    )
}
