//! The typed rows of one sheet, before sheets are put together: one lane a field and row.

use super::cell::Lane;
use super::code::CreditCode;
use super::fault::Fault;
use super::layout::Planned;
use super::number::Figure;
use super::total::ControlTotal;
use crate::value::{State, Type};

/// The rows of one sheet.
#[derive(Debug, Default)]
pub struct Batch {
    /// Index of the table.
    pub table: usize,
    /// The column of each field, if the sheet has it.
    pub columns: Vec<Option<Planned>>,
    /// The fields for which the sheet has no column, and the row of its headings.
    pub absent: (Vec<usize>, u32),
    /// Why the sheet cannot stand alone: it lacks columns that every enterprise needs.
    pub supplement: Option<Fault>,
    /// The row number of each row that holds data.
    pub rows: Vec<u32>,
    /// The code of each row; none when the row is rejected.
    pub codes: Vec<Option<CreditCode>>,
    /// The lanes of each field.
    pub lanes: Vec<Lanes>,
    /// How many rows the sheet has besides its headings.
    pub total_rows: u64,
    /// How many of them hold no data.
    pub excluded: u64,
    /// How a rejected row leaves a hole.
    pub hole: Option<State>,
    /// The total rows found.
    pub totals: Vec<ControlTotal>,
}

/// The lanes of one field.
#[derive(Debug)]
pub struct Lanes {
    /// How each lane is missing, or that it is not.
    pub states: Vec<State>,
    /// The values; arbitrary where the state is not `Known`.
    pub values: Values,
    /// Raw texts where they are not the value's plain form: row and text.
    pub raw: Vec<(u32, Box<str>)>,
}

/// Values by type.
#[derive(Debug)]
pub enum Values {
    /// Money in 元, numbers, whole numbers.
    Number(Vec<i64>, Vec<i8>),
    /// Days.
    Day(Vec<i32>),
    /// Texts, each as where it ends.
    Text(String, Vec<u32>),
    /// Yes or no.
    YesNo(Vec<bool>),
    /// Options.
    Choice(Vec<u32>),
}

impl Values {
    /// The digits of numbers and their powers of ten; none of other values.
    pub fn numbers(&self) -> (&[i64], &[i8]) {
        match self {
            Self::Number(mantissas, exponents) => (mantissas, exponents),
            _ => (&[], &[]),
        }
    }

    /// Days; none of other values.
    pub fn days(&self) -> &[i32] {
        match self {
            Self::Day(days) => days,
            _ => &[],
        }
    }

    /// Answers; none of other values.
    pub fn answers(&self) -> &[bool] {
        match self {
            Self::YesNo(answers) => answers,
            _ => &[],
        }
    }

    /// Options; none of other values.
    pub fn options(&self) -> &[u32] {
        match self {
            Self::Choice(options) => options,
            _ => &[],
        }
    }
}

impl Lanes {
    /// Lanes for a type.
    pub fn new(ty: &Type) -> Self {
        let values = match ty {
            Type::Money | Type::Number | Type::Integer => Values::Number(Vec::new(), Vec::new()),
            Type::Date => Values::Day(Vec::new()),
            Type::Text => Values::Text(String::new(), Vec::new()),
            Type::YesNo => Values::YesNo(Vec::new()),
            Type::Choice(_) => Values::Choice(Vec::new()),
        };
        Self { states: Vec::new(), values, raw: Vec::new() }
    }

    /// Adds a lane.
    pub fn push(&mut self, state: State, lane: Option<Lane>) {
        self.states.push(state);
        match &mut self.values {
            Values::Number(mantissas, exponents) => {
                let figure = match lane {
                    Some(Lane::Number(figure)) => figure,
                    _ => Figure::default(),
                };
                mantissas.push(figure.mantissa);
                exponents.push(figure.exponent);
            }
            Values::Day(days) => days.push(match lane {
                Some(Lane::Day(day)) => day,
                _ => 0,
            }),
            Values::Text(text, ends) => {
                if let Some(Lane::Text(value)) = lane {
                    text.push_str(&value);
                }
                ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
            }
            Values::YesNo(answers) => answers.push(matches!(lane, Some(Lane::YesNo(true)))),
            Values::Choice(options) => options.push(match lane {
                Some(Lane::Choice(option)) => option,
                _ => 0,
            }),
        }
    }

    /// Adds all lanes of the following rows.
    pub fn append(&mut self, other: Self) {
        let before = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
        self.states.extend(other.states);
        self.raw.extend(other.raw.into_iter().map(|(row, text)| (row.saturating_add(before), text)));
        match (&mut self.values, other.values) {
            (Values::Number(m, e), Values::Number(more, exponents)) => {
                m.extend(more);
                e.extend(exponents);
            }
            (Values::Day(d), Values::Day(more)) => d.extend(more),
            (Values::Text(text, ends), Values::Text(more, more_ends)) => {
                let before = u32::try_from(text.len()).unwrap_or(u32::MAX);
                text.push_str(&more);
                ends.extend(more_ends.into_iter().map(|end| end.saturating_add(before)));
            }
            (Values::YesNo(a), Values::YesNo(more)) => a.extend(more),
            (Values::Choice(c), Values::Choice(more)) => c.extend(more),
            _ => {}
        }
    }

    /// The state of a row's lane.
    pub fn state(&self, row: usize) -> State {
        self.states.get(row).copied().unwrap_or(State::Unreadable)
    }

    /// The number of a row's lane.
    pub fn figure(&self, row: usize) -> Figure {
        match &self.values {
            Values::Number(mantissas, exponents) => Figure {
                mantissa: mantissas.get(row).copied().unwrap_or(0),
                exponent: exponents.get(row).copied().unwrap_or(0),
            },
            _ => Figure::default(),
        }
    }

    /// The text of a row's lane.
    pub fn text(&self, row: usize) -> &str {
        match &self.values {
            Values::Text(text, ends) => {
                let start = match row.checked_sub(1) {
                    Some(before) => ends.get(before).copied().unwrap_or(0),
                    None => 0,
                };
                let end = ends.get(row).copied().unwrap_or(start);
                text.get(start as usize..end as usize).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// The raw text of a row's cell, where it is not the value's plain form.
    pub fn raw(&self, row: usize) -> Option<&str> {
        let row = u32::try_from(row).ok()?;
        let at = self.raw.binary_search_by_key(&row, |(r, _)| *r).ok()?;
        self.raw.get(at).map(|(_, text)| text.as_ref())
    }

    /// The order of two lanes, by state and then by value; only the same lanes are equal.
    pub fn compare(&self, row: usize, other: &Self, other_row: usize) -> std::cmp::Ordering {
        let (a, b) = (self.state(row), other.state(other_row));
        let by_state = a.cmp(&b);
        if by_state.is_ne() || !a.is_known() {
            return by_state;
        }
        match (&self.values, &other.values) {
            (Values::Number(..), Values::Number(..)) => {
                let (x, y) = (self.figure(row), other.figure(other_row));
                x.exact().cmp(&y.exact()).then_with(|| x.cmp(&y))
            }
            (Values::Text(..), Values::Text(..)) => self.text(row).cmp(other.text(other_row)),
            (Values::Day(a), Values::Day(b)) => a.get(row).cmp(&b.get(other_row)),
            (Values::YesNo(a), Values::YesNo(b)) => a.get(row).cmp(&b.get(other_row)),
            (Values::Choice(a), Values::Choice(b)) => a.get(row).cmp(&b.get(other_row)),
            _ => std::cmp::Ordering::Equal,
        }
    }
}
