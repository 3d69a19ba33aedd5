//! The rows chosen, as the columns of a dataset, and their raw texts beside them.

use super::super::batch::Lanes;
use super::super::number::Figure;
use super::{Chosen, Row, Tables};
use crate::dataset::{Records, Texts};
use crate::schema::Field;
use crate::value::{Column, Data, State};

impl Tables<'_> {
    /// The columns of the rows chosen, and their raw texts. `enterprises`, for a related table: the symbols of the
    /// enterprises' codes.
    pub(super) fn gather(
        &self,
        chosen: &Chosen,
        enterprises: Option<&Vec<u32>>,
        texts: &mut Texts,
    ) -> (Records, Vec<Raw>) {
        let mut columns = Vec::new();
        let mut raws = Vec::new();
        for (field, definition) in self.table.fields.iter().enumerate() {
            let known = enterprises.filter(|_| Some(field) == self.code);
            let mut column = match known {
                Some(codes) => self.codes(chosen, codes),
                None => self.column(chosen, field, definition, texts),
            };
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
        if let Some(enterprises) = enterprises {
            let mut at = 0;
            for enterprise in 0..=enterprises.len() {
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
            unattributed: hole.max(orphan).filter(|_| enterprises.is_some() && self.table.takes_away),
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

    /// The codes of records: those of their enterprises.
    fn codes(&self, chosen: &Chosen, codes: &[u32]) -> Column {
        let code = |parent: &u32| codes.get(*parent as usize).copied().unwrap_or(0);
        let symbols: Vec<u32> = chosen.parents.iter().map(code).collect();
        Column { states: vec![State::Known; symbols.len()], data: Data::Text(symbols) }
    }

    fn column(&self, chosen: &Chosen, field: usize, definition: &Field, texts: &mut Texts) -> Column {
        let mut column = Column::empty(&definition.ty);
        let rows: &[Row] = &chosen.of(field);
        column.states = self.each(rows, field, State::Unreadable, |lanes| &lanes.states);
        match &mut column.data {
            Data::Number { mantissas, scale } => {
                let digits = self.each(rows, field, 0, |lanes| lanes.values.numbers().0);
                let exponents = self.each(rows, field, 0, |lanes| lanes.values.numbers().1);
                let figures =
                    digits.into_iter().zip(exponents).map(|(mantissa, exponent)| Figure { mantissa, exponent });
                let known = column.states.iter().zip(figures.clone()).filter(|(state, _)| state.is_known());
                *scale = known.map(|(_, figure)| figure.scale()).max().unwrap_or(0);
                mantissas.reserve_exact(rows.len());
                for (figure, state) in figures.zip(&mut column.states) {
                    let known = state.is_known();
                    let digits = figure.at_scale(*scale).filter(|_| known);
                    if known && digits.is_none() {
                        *state = State::Unreadable;
                    }
                    mantissas.push(digits.unwrap_or(0));
                }
            }
            Data::Date(days) => *days = self.each(rows, field, 0, |lanes| lanes.values.days()),
            Data::YesNo(answers) => *answers = self.each(rows, field, false, |lanes| lanes.values.answers()),
            Data::Choice(options) => *options = self.each(rows, field, 0, |lanes| lanes.values.options()),
            Data::Text(symbols) => {
                let text = |row: &Row| self.lanes(*row, field).map_or("", |lanes| lanes.text(row.row as usize));
                let lanes = rows.iter().zip(&column.states);
                *symbols =
                    lanes.map(|(row, state)| if state.is_known() { texts.intern(text(row)) } else { 0 }).collect();
            }
        }
        column
    }

    /// What stands in a field for each of the rows: one tight loop, for the rows lie far apart in memory.
    fn each<T: Copy>(&self, rows: &[Row], field: usize, otherwise: T, of: impl Fn(&Lanes) -> &[T]) -> Vec<T> {
        let batches: Vec<&[T]> = self.batches.iter().map(|(_, b)| b.lanes.get(field).map_or(&[][..], &of)).collect();
        let at = |row: &Row| batches.get(row.batch as usize)?.get(row.row as usize).copied();
        rows.iter().map(|row| at(row).unwrap_or(otherwise)).collect()
    }
}

/// The rows whose text in a field an earlier one bears as well: the first that bears it, the row, the text. All rows
/// without a text are alike.
pub fn alike<'a>(
    records: &'a Records,
    field: usize,
    texts: &'a Texts,
) -> impl Iterator<Item = (usize, usize, &'a str)> {
    const NOBODY: u32 = u32::MAX;
    let states = records.columns.get(field).map_or(&[][..], |column| &column.states);
    let mut first_of = vec![NOBODY; texts.len() + 1];
    states.iter().zip(records.symbols(field)).enumerate().filter_map(move |(row, (state, symbol))| {
        let known = state.is_known().then_some(*symbol as usize);
        let first = first_of.get_mut(known.unwrap_or(texts.len()))?;
        if *first == NOBODY {
            *first = u32::try_from(row).ok()?;
            return None;
        }
        Some((*first as usize, row, known.map_or("", |_| texts.text(*symbol))))
    })
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
