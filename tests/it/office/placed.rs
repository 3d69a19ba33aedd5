//! Expressions on a sheet, the way the enterprise sheets place them: inputs, definitions, records with helper columns,
//! lookup and band tables in cells, and formulas over them. What the engine has no value for stays empty.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use duixian::dataset::Dataset;
use duixian::lang::formula::{self, BandsArea, Cells, Edges, TableArea, Unwritten};
use duixian::lang::{
    BandsId, Binding, DefinitionId, Frame, Key, LookupId, MeasureId, ParameterId, Typed, evaluate, evaluate_records,
    typed::Kind,
};
use duixian::schema::{ENTERPRISES, Empty, FieldId, Schema, TableId};
use duixian::value::{State, Type, Value};

use super::grid::{Content, Grid, cell, column};

/// What expressions speak of, and the sheet.
pub struct Placer<'a> {
    pub grid: RefCell<Grid>,
    pub schema: &'a Schema,
    pub data: &'a Dataset,
    pub binding: &'a Binding,
    pub definitions: &'a [Option<Typed>],
    /// The types of keys, value or bands do not matter: cells hold what they hold. Types of keys of lookups do.
    pub key_types: &'a dyn Fn(LookupId) -> (Vec<Type>, Type),
    /// Is the schema asked whether a field can be none?
    pub by_schema: bool,
    parameters: RefCell<BTreeMap<ParameterId, String>>,
    lookups: RefCell<BTreeMap<LookupId, TableArea>>,
    bands: RefCell<BTreeMap<BandsId, BandsArea>>,
    /// Where the rows of tables begin.
    fields: RefCell<BTreeMap<(TableId, usize), u32>>,
    spots: RefCell<BTreeMap<(DefinitionId, TableId, usize), Option<String>>>,
    /// By the address of the expression; forgotten with it.
    aggregates: RefCell<BTreeMap<(usize, usize), Option<String>>>,
    /// Why a helper cell could not be written.
    pub unwritten: RefCell<Vec<Unwritten>>,
}

impl<'a> Placer<'a> {
    pub fn new(
        grid: Grid,
        (schema, data): (&'a Schema, &'a Dataset),
        (binding, definitions): (&'a Binding, &'a [Option<Typed>]),
        key_types: &'a dyn Fn(LookupId) -> (Vec<Type>, Type),
    ) -> Self {
        Self {
            grid: RefCell::new(grid),
            schema,
            data,
            binding,
            definitions,
            key_types,
            by_schema: false,
            parameters: RefCell::default(),
            lookups: RefCell::default(),
            bands: RefCell::default(),
            fields: RefCell::default(),
            spots: RefCell::default(),
            aggregates: RefCell::default(),
            unwritten: RefCell::default(),
        }
    }

    pub fn frame(&self, enterprise: usize) -> Frame<'a> {
        Frame::new(self.data, self.schema, self.binding, self.definitions, enterprise..enterprise + 1)
    }

    /// Forgets where the parts of an expression stand, because another one may come to the same address.
    pub fn forget(&self) {
        self.aggregates.borrow_mut().clear();
    }

    fn row_of(&self, table: TableId, row: usize) -> u32 {
        if let Some(at) = self.fields.borrow().get(&(table, row)) {
            return *at;
        }
        let fields = &self.schema.tables[table.0].fields;
        let mut grid = self.grid.borrow_mut();
        let at = grid.rows(1);
        for (i, field) in fields.iter().enumerate() {
            let value = self.data.value(table, FieldId(i), row).expect("a value").ok();
            grid.put_value(at, u16::try_from(i).expect("few"), value.as_ref(), &field.ty);
        }
        self.fields.borrow_mut().insert((table, row), at);
        at
    }
}

/// A row that expressions are about.
pub struct At<'a> {
    pub placer: &'a Placer<'a>,
    pub frame: &'a Frame<'a>,
    pub enterprise: usize,
    pub table: TableId,
    /// The row in the dataset.
    pub row: usize,
    pub awards: &'a BTreeMap<MeasureId, Option<Value>>,
}

impl<'a> At<'a> {
    pub fn enterprise(
        placer: &'a Placer<'a>,
        frame: &'a Frame<'a>,
        awards: &'a BTreeMap<MeasureId, Option<Value>>,
    ) -> Self {
        let enterprise = frame.enterprises().start;
        Self { placer, frame, enterprise, table: ENTERPRISES, row: enterprise, awards }
    }

    fn of(&self, table: TableId, row: usize) -> Self {
        Self { table, row, ..*self }
    }

    /// What the engine gives here.
    pub fn value(&self, expr: &Typed) -> Result<Value, State> {
        if self.table == ENTERPRISES {
            evaluate(expr, self.frame).value(0)
        } else {
            evaluate_records(expr, self.table, self.frame).value(self.row - self.frame.rows(self.table).start)
        }
    }

    /// Places an expression where the engine has a value, in a row of its own; where it stands.
    pub fn place(&self, expr: &Typed) -> Result<Option<String>, Unwritten> {
        let Ok(value) = self.value(expr) else { return Ok(None) };
        let text = formula::formula(expr, self)?;
        let gives = Content::of(&value, &expr.ty);
        Ok(Some(self.placer.grid.borrow_mut().one(Content::Formula(text, Box::new(gives)))))
    }

    fn noted<T>(&self, result: Result<T, Unwritten>) -> Option<T> {
        result.map_err(|why| self.placer.unwritten.borrow_mut().push(why)).ok()
    }

    fn place_aggregate(&self, expr: &Typed) -> Option<String> {
        let Kind::Aggregate { aggregate, table, value, filter } = &expr.kind else { return None };
        let records = self.frame.rows(*table);
        let height = records.len().max(1);
        let first = self.placer.grid.borrow_mut().rows(height);
        for (i, row) in records.enumerate() {
            let at = self.of(*table, row);
            let line = first + u32::try_from(i).expect("few");
            let counts = match filter {
                None => Some(true),
                Some(filter) => match at.value(filter) {
                    Ok(Value::YesNo(answer)) => Some(answer),
                    _ => None,
                },
            };
            let Some(counts) = counts else { continue };
            let said = match filter {
                None => Content::YesNo(true),
                Some(filter) => {
                    let text = self.noted(formula::formula(filter, &at))?;
                    Content::Formula(text, Box::new(Content::YesNo(counts)))
                }
            };
            self.placer.grid.borrow_mut().put(line, 0, said);
            let Some(value) = value else { continue };
            let gives = if counts { at.value(value) } else { Ok(Value::None) };
            if let Ok(gives) = gives {
                let text = self.noted(formula::counted(value, &cell(line, 0), &at))?;
                let content = Content::Formula(text, Box::new(Content::of(&gives, &value.ty)));
                self.placer.grid.borrow_mut().put(line, 1, content);
            }
        }
        let whole = evaluate(expr, self.frame).value(0).ok();
        let mut grid = self.placer.grid.borrow_mut();
        let total = grid.rows(1);
        if let Some(whole) = whole {
            let text =
                formula::over_records(*aggregate, &expr.ty, &column(first, height, 0), &column(first, height, 1));
            grid.put(total, 0, Content::Formula(text, Box::new(Content::of(&whole, &expr.ty))));
        }
        Some(cell(total, 0))
    }
}

impl Cells for At<'_> {
    fn field(&self, table: TableId, field: FieldId) -> Option<String> {
        let row = if table == self.table { self.row } else { self.enterprise };
        Some(cell(self.placer.row_of(table, row), u16::try_from(field.0).expect("few")))
    }

    fn parameter(&self, id: ParameterId) -> Option<String> {
        let at = |value: &Value| {
            // what kind of number a parameter is does not matter for its cell
            let content = Content::of(value, &Type::Number);
            self.placer.grid.borrow_mut().one(content)
        };
        if let Some(known) = self.placer.parameters.borrow().get(&id) {
            return Some(known.clone());
        }
        let place = at(self.placer.binding.parameters.get(id.0)?.as_ref()?);
        self.placer.parameters.borrow_mut().insert(id, place.clone());
        Some(place)
    }

    fn definition(&self, id: DefinitionId, of: TableId) -> Option<String> {
        let row = if of == self.table { self.row } else { self.enterprise };
        if let Some(known) = self.placer.spots.borrow().get(&(id, of, row)) {
            return known.clone();
        }
        let body = self.placer.definitions.get(id.0)?.as_ref()?;
        let placed = self.noted(self.of(of, row).place(body))?;
        // an empty cell for what is missing
        let place = placed.unwrap_or_else(|| {
            let row = self.placer.grid.borrow_mut().rows(1);
            cell(row, 0)
        });
        self.placer.spots.borrow_mut().insert((id, of, row), Some(place.clone()));
        Some(place)
    }

    fn aggregate(&self, aggregate: &Typed) -> Option<String> {
        let key = (std::ptr::from_ref(aggregate) as usize, self.enterprise);
        if let Some(known) = self.placer.aggregates.borrow().get(&key) {
            return known.clone();
        }
        let place = self.place_aggregate(aggregate);
        self.placer.aggregates.borrow_mut().insert(key, place.clone());
        place
    }

    fn lookup(&self, id: LookupId) -> Option<TableArea> {
        if let Some(known) = self.placer.lookups.borrow().get(&id) {
            return Some(known.clone());
        }
        let table = self.placer.binding.lookups.get(id.0)?.as_ref()?;
        let (types, ty) = (self.placer.key_types)(id);
        let mut grid = self.placer.grid.borrow_mut();
        let first = grid.rows(table.rows.len());
        for (row, (keys, value)) in (first..).zip(&table.rows) {
            for ((at, key), ty) in (0u16..).zip(keys).zip(&types) {
                grid.put(row, at, Content::of(&key_value(key), ty));
            }
            grid.put(row, u16::try_from(keys.len()).expect("few"), Content::of(value, &ty));
        }
        let at = |i: usize| column(first, table.rows.len(), u16::try_from(i).expect("few"));
        let area = TableArea { keys: (0..types.len()).map(at).collect(), values: at(types.len()) };
        self.placer.lookups.borrow_mut().insert(id, area.clone());
        Some(area)
    }

    fn bands(&self, id: BandsId) -> Option<BandsArea> {
        if let Some(known) = self.placer.bands.borrow().get(&id) {
            return Some(known.clone());
        }
        let bands = self.placer.binding.bands.get(id.0)?.as_ref()?;
        let mut grid = self.placer.grid.borrow_mut();
        let height = bands.bands.len();
        let first = grid.rows(height);
        for (row, band) in (first..).zip(&bands.bands) {
            for (at, number) in [(0, band.from), (1, band.to), (2, Some(band.value)), (3, band.cap)] {
                grid.put_value(row, at, number.map(Value::Number).as_ref(), &Type::Number);
            }
            grid.put(row, 4, Content::YesNo(band.from_included));
            grid.put(row, 5, Content::YesNo(band.to_included));
        }
        let at = |i| column(first, height, i);
        let area = BandsArea {
            from: at(0),
            to: at(1),
            values: at(2),
            caps: bands.bands.iter().any(|b| b.cap.is_some()).then(|| at(3)),
            edges: Edges::of(bands, || (at(4), at(5))),
        };
        self.placer.bands.borrow_mut().insert(id, area.clone());
        Some(area)
    }

    fn award(&self, id: MeasureId) -> Option<String> {
        let value = self.awards.get(&id)?;
        let mut grid = self.placer.grid.borrow_mut();
        let row = grid.rows(1);
        grid.put_value(row, 0, value.as_ref(), &Type::Money);
        Some(cell(row, 0))
    }

    fn policy_year(&self) -> String {
        self.placer.binding.year.to_string()
    }

    fn as_of(&self) -> String {
        let day = self.placer.binding.as_of;
        format!("DATE({},{},{})", day.year(), day.month(), day.day())
    }

    fn can_be_none(&self, table: TableId, field: FieldId) -> bool {
        let field = self.placer.schema.field(table, field);
        !self.placer.by_schema || field.is_none_or(|f| matches!(f.empty, Empty::None { .. }))
    }

    fn below_zero(&self, id: BandsId) -> bool {
        let bands = self.placer.binding.bands[id.0].as_ref();
        bands.is_none_or(|b| b.bands.iter().flat_map(|b| [b.from, b.to]).flatten().any(|edge| edge.is_negative()))
    }

    fn body(&self, id: DefinitionId) -> Option<&Typed> {
        self.placer.definitions.get(id.0)?.as_ref()
    }
}

fn key_value(key: &Key) -> Value {
    match key {
        Key::Text(text) => Value::Text(Arc::clone(text)),
        Key::Choice(option) => Value::Choice(*option),
        Key::Integer(number) => Value::Number((*number).into()),
        Key::YesNo(answer) => Value::YesNo(*answer),
        Key::Date(day) => Value::Date(*day),
    }
}
