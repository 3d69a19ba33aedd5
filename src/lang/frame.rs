//! What a batch is evaluated in: the roster's columns, the values in force, and what has been computed already.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::bands::Bands;
use super::evaluate;
use super::lanes::Lanes;
use super::lookup::LookupTable;
use super::name::{DefinitionId, MeasureId};
use super::typed::Typed;
use crate::calendar::Date;
use crate::dataset::Dataset;
use crate::schema::{ENTERPRISES, Schema, TableId};
use crate::value::{State, Value};

/// How many definitions may stand on one another.
pub const MAX_DEFINITIONS_DEEP: usize = 32;

/// The values of everything dated, for one policy year. Ids are indexes.
#[derive(Clone, Debug)]
pub struct Binding {
    /// 政策年度.
    pub year: i16,
    /// 核定日.
    pub as_of: Date,
    /// Parameters; `None` where nothing is in force.
    pub parameters: Vec<Option<Value>>,
    /// Lookup tables.
    pub lookups: Vec<Option<LookupTable>>,
    /// Bands.
    pub bands: Vec<Option<Bands>>,
    /// The names of lookup tables, for messages.
    pub lookup_names: Vec<String>,
}

/// A batch of enterprises being evaluated. Each definition is computed once; a frame serves one thread.
#[derive(Debug)]
pub struct Frame<'a> {
    pub(super) data: &'a Dataset,
    pub(super) schema: &'a Schema,
    pub(super) binding: &'a Binding,
    pub(super) definitions: &'a [Option<Typed>],
    pub(super) range: Range<usize>,
    cache: RefCell<Vec<Option<Cached>>>,
    awards: RefCell<BTreeMap<MeasureId, Rc<Lanes>>>,
    /// Has an award been read since the last definition began?
    award_read: Cell<bool>,
    deep: Cell<usize>,
    /// Texts that no roster cell holds: literals, parameters, values of lookup tables.
    texts: RefCell<Vec<Arc<str>>>,
}

#[derive(Debug)]
struct Cached {
    lanes: Rc<Lanes>,
    reads_awards: bool,
}

impl<'a> Frame<'a> {
    /// A frame for a range of enterprises (rows of table 0).
    #[must_use]
    pub fn new(
        data: &'a Dataset,
        schema: &'a Schema,
        binding: &'a Binding,
        definitions: &'a [Option<Typed>],
        enterprises: Range<usize>,
    ) -> Self {
        let mut cache = Vec::new();
        cache.resize_with(definitions.len(), || None);
        Self {
            data,
            schema,
            binding,
            definitions,
            range: enterprises,
            cache: RefCell::new(cache),
            awards: RefCell::default(),
            award_read: Cell::new(false),
            deep: Cell::new(0),
            texts: RefCell::default(),
        }
    }

    /// The enterprises of the batch.
    #[must_use]
    pub fn enterprises(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What a measure gives, for 核定: one lane an enterprise of the batch.
    pub fn set_award(&self, measure: MeasureId, award: Lanes) {
        self.awards.borrow_mut().insert(measure, Rc::new(award));
        for cached in self.cache.borrow_mut().iter_mut() {
            if cached.as_ref().is_some_and(|c| c.reads_awards) {
                *cached = None;
            }
        }
    }

    pub(super) fn award(&self, measure: MeasureId) -> Option<Rc<Lanes>> {
        self.award_read.set(true);
        self.awards.borrow().get(&measure).map(Rc::clone)
    }

    /// The rows of a table that belong to the batch.
    #[must_use]
    pub fn rows(&self, table: TableId) -> Range<usize> {
        if table == ENTERPRISES {
            return self.range.clone();
        }
        let starts = self.data.tables.get(table.0).map(|t| t.starts.as_slice());
        let at = |i: usize| starts.and_then(|s| s.get(i)).map_or(0, |s| *s as usize);
        at(self.range.start)..at(self.range.end).max(at(self.range.start))
    }

    /// For each row of a related table, the lane of its enterprise.
    pub(super) fn parents(&self, table: TableId) -> Vec<usize> {
        self.data
            .tables
            .get(table.0)
            .and_then(|t| t.parents.get(self.rows(table)))
            .unwrap_or_default()
            .iter()
            .map(|p| (*p as usize).saturating_sub(self.range.start))
            .collect()
    }

    /// The lanes of a definition about the rows of `of`.
    pub(super) fn definition(&self, id: DefinitionId, of: TableId) -> Option<Rc<Lanes>> {
        if let Some(Some(cached)) = self.cache.borrow().get(id.0) {
            self.award_read.set(self.award_read.get() | cached.reads_awards);
            return Some(Rc::clone(&cached.lanes));
        }
        let expr = self.definitions.get(id.0)?.as_ref()?;
        if self.deep.get() >= MAX_DEFINITIONS_DEEP {
            return None;
        }
        let outer = self.award_read.replace(false);
        self.deep.set(self.deep.get() + 1);
        let lanes = Rc::new(evaluate::lanes(expr, of, self));
        self.deep.set(self.deep.get().saturating_sub(1));
        let reads_awards = self.award_read.get();
        self.award_read.set(outer | reads_awards);
        if let Some(slot) = self.cache.borrow_mut().get_mut(id.0) {
            *slot = Some(Cached { lanes: Rc::clone(&lanes), reads_awards });
        }
        Some(lanes)
    }

    /// The symbol of a text: the roster's if it has one, else one of this frame, counted from the top.
    pub(super) fn symbol(&self, text: &str) -> u32 {
        if let Some(symbol) = self.data.texts.symbol(text) {
            return symbol;
        }
        let mut texts = self.texts.borrow_mut();
        let index = texts.iter().position(|t| **t == *text).unwrap_or_else(|| {
            texts.push(Arc::from(text));
            texts.len() - 1
        });
        u32::MAX - u32::try_from(index).unwrap_or(0)
    }

    /// The text of a symbol.
    pub(super) fn text(&self, symbol: u32) -> Arc<str> {
        let texts = self.texts.borrow();
        usize::try_from(u32::MAX - symbol)
            .ok()
            .and_then(|i| texts.get(i))
            .map_or_else(|| self.data.texts.shared(symbol), Arc::clone)
    }

    /// The state of a row that may exist without anybody knowing whose it is.
    pub(super) fn unattributed(&self, table: TableId) -> Option<State> {
        self.data.tables.get(table.0).and_then(|t| t.unattributed)
    }
}
