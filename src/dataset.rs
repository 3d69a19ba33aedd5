//! A roster's values without their files: the typed columns that rules are computed over.
//!
//! Enterprises are sorted by credit code, records by enterprise and then by a stable order of their
//! content, so that nothing depends on the order of rows or files.

use std::sync::Arc;

use crate::calendar::Date;
use crate::exact::Exact;
use crate::schema::{FieldId, Schema, TableId};
use crate::value::{Column, Data, State, Type, Value};

/// Interned texts: equal texts have equal symbols.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    texts: Vec<Arc<str>>,
    #[expect(clippy::disallowed_types, reason = "only ever asked, never walked")]
    symbols: std::collections::HashMap<Arc<str>, u32>,
}

impl Texts {
    /// The symbol of a text, new if it must be.
    pub fn intern(&mut self, text: &str) -> u32 {
        if let Some(symbol) = self.symbols.get(text) {
            return *symbol;
        }
        let symbol = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let shared: Arc<str> = Arc::from(text);
        self.texts.push(Arc::clone(&shared));
        self.symbols.insert(shared, symbol);
        symbol
    }

    /// The symbol of a text that has one.
    #[must_use]
    pub fn symbol(&self, text: &str) -> Option<u32> {
        self.symbols.get(text).copied()
    }

    /// The text of a symbol.
    #[must_use]
    pub fn text(&self, symbol: u32) -> &str {
        self.texts.get(symbol as usize).map_or("", |t| t)
    }

    /// The shared text of a symbol.
    #[must_use]
    pub fn shared(&self, symbol: u32) -> Arc<str> {
        self.texts.get(symbol as usize).map_or_else(|| Arc::from(""), Arc::clone)
    }
}

/// All tables of a roster, in the order of the schema.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// The tables; 0 is the enterprises.
    pub tables: Vec<Records>,
    /// The texts of all text columns.
    pub texts: Texts,
}

/// The rows of one table.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// How many rows.
    pub len: usize,
    /// One column a field, in the order of the schema.
    pub columns: Vec<Column>,
    /// For a related table: the enterprise (row of table 0) of each row, ascending. Empty for table 0.
    pub parents: Vec<u32>,
    /// For a related table: where the rows of each enterprise begin, and at the end `len`. Empty for table 0.
    pub starts: Vec<u32>,
    /// A row of this table could not be tied to any enterprise, so any enterprise may have one more
    /// (only where the schema says that one can [take money away](crate::schema::Table::takes_away)): how its key
    /// is missing.
    pub unattributed: Option<State>,
}

impl Records {
    /// The rows of one enterprise in a related table.
    #[must_use]
    pub fn of(&self, enterprise: usize) -> std::ops::Range<usize> {
        let at = |i: usize| self.starts.get(i).map_or(0, |s| *s as usize);
        at(enterprise)..at(enterprise + 1)
    }
}

impl Dataset {
    /// How many enterprises.
    #[must_use]
    pub fn enterprises(&self) -> usize {
        self.tables.first().map_or(0, |t| t.len)
    }

    /// A table's column.
    #[must_use]
    pub fn column(&self, table: TableId, field: FieldId) -> Option<&Column> {
        self.tables.get(table.0)?.columns.get(field.0)
    }

    /// What one lane holds: its value, or how it is missing.
    #[must_use]
    pub fn value(&self, table: TableId, field: FieldId, row: usize) -> Option<Result<Value, State>> {
        let column = self.column(table, field)?;
        let state = *column.states.get(row)?;
        match state {
            State::Known => column.known(row, &self.texts).map(Ok),
            State::None => Some(Ok(Value::None)),
            missing => Some(Err(missing)),
        }
    }
}

impl Column {
    /// An empty column for a type.
    #[must_use]
    pub fn empty(ty: &Type) -> Self {
        let data = match ty {
            Type::Money | Type::Number | Type::Integer => Data::Number { mantissas: Vec::new(), scale: 0 },
            Type::Date => Data::Date(Vec::new()),
            Type::Text => Data::Text(Vec::new()),
            Type::YesNo => Data::YesNo(Vec::new()),
            Type::Choice(_) => Data::Choice(Vec::new()),
        };
        Self { states: Vec::new(), data }
    }

    fn known(&self, row: usize, texts: &Texts) -> Option<Value> {
        Some(match &self.data {
            Data::Number { mantissas, scale } => Value::Number(Exact::scaled(*mantissas.get(row)?, *scale)?),
            Data::Date(days) => Value::Date(Date::from_number(*days.get(row)?)?),
            Data::Text(symbols) => Value::Text(texts.shared(*symbols.get(row)?)),
            Data::YesNo(answers) => Value::YesNo(*answers.get(row)?),
            Data::Choice(options) => Value::Choice(*options.get(row)?),
        })
    }

    /// Adds a lane. A number whose scale is larger than the column's rescales the column first; what
    /// does not fit in 128 bits becomes [`State::Unreadable`].
    pub fn push(&mut self, value: Result<Value, State>, texts: &mut Texts) {
        let (state, value) = match value {
            Ok(Value::None) => (State::None, None),
            Ok(value) => (State::Known, Some(value)),
            Err(state) => (state, None),
        };
        let pushed = match (&mut self.data, value) {
            (Data::Number { mantissas, scale }, value) => match value {
                Some(Value::Number(number)) => push_number(mantissas, scale, number),
                other => {
                    mantissas.push(0);
                    other.is_none()
                }
            },
            (Data::Date(days), value) => match value {
                Some(Value::Date(day)) => push(days, day.number()),
                other => push(days, 0) && other.is_none(),
            },
            (Data::Text(symbols), value) => match value {
                Some(Value::Text(text)) => push(symbols, texts.intern(&text)),
                other => push(symbols, 0) && other.is_none(),
            },
            (Data::YesNo(answers), value) => match value {
                Some(Value::YesNo(answer)) => push(answers, answer),
                other => push(answers, false) && other.is_none(),
            },
            (Data::Choice(options), value) => match value {
                Some(Value::Choice(option)) => push(options, option),
                other => push(options, 0) && other.is_none(),
            },
        };
        self.states.push(if pushed { state } else { State::Unreadable });
    }
}

fn push<T>(lanes: &mut Vec<T>, value: T) -> bool {
    lanes.push(value);
    true
}

/// Adds an exact decimal to a column of one scale; `false` when it is not a decimal that fits.
fn push_number(mantissas: &mut Vec<i128>, scale: &mut u32, number: Exact) -> bool {
    let added = (|| {
        let reduced = number.reduced();
        let needed = (*scale..=28).find(|s| crate::exact::pow10(*s).is_some_and(|p| p % reduced.denominator() == 0))?;
        if needed > *scale {
            let factor = crate::exact::pow10(needed - *scale)?;
            let grown: Option<Vec<i128>> = mantissas.iter().map(|m| m.checked_mul(factor)).collect();
            *mantissas = grown?;
            *scale = needed;
        }
        reduced.numerator().checked_mul(crate::exact::pow10(*scale)? / reduced.denominator())
    })();
    mantissas.push(added.unwrap_or(0));
    added.is_some()
}

/// Where each value of a dataset stands; [`Dataset`] itself knows no files.
pub trait Provenance {
    /// The cell of a value, and its raw text where that differs from the value.
    fn cell(&self, table: TableId, field: FieldId, row: usize) -> Option<(crate::source::CellPlace, Option<String>)>;

    /// The tables that stand in a sheet, each with the last row of its headings; nothing where no files are known.
    fn tables_in(&self, _file: &str, _sheet: &str) -> Vec<(TableId, u32)> {
        Vec::new()
    }
}

/// Checks that a dataset has the shape that its schema asks for; the engine relies on it.
#[must_use]
pub fn fits(dataset: &Dataset, schema: &Schema) -> bool {
    let mains = dataset.enterprises();
    dataset.tables.len() == schema.tables.len()
        && dataset.tables.iter().zip(&schema.tables).enumerate().all(|(i, (records, table))| {
            records.columns.len() == table.fields.len()
                && records.columns.iter().all(|c| c.states.len() == records.len)
                && (i == 0 || (records.parents.len() == records.len && records.starts.len() == mains + 1))
        })
}
