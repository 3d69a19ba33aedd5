//! The sample city: its enterprises and their records in one year, as values without a form.
//!
//! The city begins in 2022 with the size of the report that the product starts from, and goes on from
//! year to year. It knows what exists and what was spent; what a policy pays for it is not its business.

pub mod certificates;
pub mod contracts;
pub mod finance;
pub mod firms;
pub mod funds;
pub mod gaps;
pub mod honours;
pub mod industry;
pub mod kin;
pub mod lists;
pub mod planted;
pub mod research;
pub mod size;

use std::collections::{BTreeMap, BTreeSet};

use duixian::calendar::Date;
use duixian::schema::{ENTERPRISES, FieldId, Role, Schema, TableId};

use crate::random::Random;
use crate::register::Register;
use firms::Firm;
use size::Size;

/// The year in which the city begins.
pub const FIRST_YEAR: i16 = 2022;

/// One 元 in 分, which all amounts of the city are counted in.
pub const YUAN: i64 = 100;
/// One 万元 in 分.
pub const WAN: i64 = 10_000 * YUAN;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A word of the generator's own: an option of a choice, a kind of technology.
    Word(&'static str),
    /// An amount in 分.
    Money(i64),
    /// A whole number.
    Integer(i64),
    /// A day.
    Date(Date),
    /// 是 or 否.
    YesNo(bool),
}

impl Cell {
    /// A day, or nothing where there is none.
    pub fn date(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }

    /// A text, or nothing.
    pub fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, |t| Self::Text(t.to_owned()))
    }
}

/// A row of a related table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its enterprise, by place in the city's list.
    pub firm: usize,
    /// Its cells, in the order of [`Records::fields`].
    pub cells: Vec<Cell>,
}

/// The rows of a related table.
#[derive(Clone, Debug)]
pub struct Records {
    /// The fields that the rows fill.
    pub fields: &'static [&'static str],
    /// The rows.
    pub rows: Vec<Record>,
}

/// The city in one year.
pub struct City {
    /// The year.
    pub year: i16,
    /// Its enterprises, county by county.
    pub firms: Vec<Firm>,
    /// The counties, as the pack names them.
    pub counties: Vec<String>,
    /// The related tables by name.
    pub records: BTreeMap<&'static str, Records>,
    /// Firms set aside for planted records.
    reserved: BTreeMap<String, usize>,
    /// Firms with payments behind them.
    advanced: BTreeSet<usize>,
}

impl City {
    /// The city in a year: begun in the first one, continued from there.
    pub fn found(seed: u64, year: i16, rows: usize, counties: &[String]) -> Result<Self, String> {
        let size = Size::of(rows);
        let mut register = Register::default();
        let mut random = Random::stream(seed, "firms", FIRST_YEAR);
        let mut city = Self {
            year: FIRST_YEAR,
            firms: firms::found(&mut random, rows, counties, &mut register),
            counties: counties.to_vec(),
            records: BTreeMap::new(),
            reserved: BTreeMap::new(),
            advanced: BTreeSet::new(),
        };
        city.live(seed, &size)?;
        while city.year < year {
            city.year += 1;
            let mut random = Random::stream(seed, "change", city.year);
            firms::grow(&mut city, &mut random, &mut register);
            city.live(seed, &size)?;
        }
        Ok(city)
    }

    /// Fills one year. Lists of the excluded come first, because the figures of the others leave them out.
    fn live(&mut self, seed: u64, size: &Size) -> Result<(), String> {
        let year = self.year;
        self.reserved.clear();
        let part = |name: &str| Random::stream(seed, name, year);
        certificates::issue(self, &mut part("certificates"), size);
        research::evaluate(self, &mut part("evaluation"), size);
        let excluded = lists::exclude(self, &mut part("exclusions"), size);
        research::spend(self, &mut part("research"), size, &excluded)?;
        finance::close_books(self, &mut part("books"), size);
        contracts::sign(self, &mut part("contracts"), size);
        honours::grant(self, &mut part("honours"), size);
        funds::receive(self, &mut part("funds"), size);
        if size.is_reported() {
            planted::place_records(self)?;
        }
        lists::advance(self, &mut part("advances"), &excluded)?;
        gaps::open(self, &mut part("gaps"), size, &excluded);
        Ok(())
    }

    /// How many rows a table has.
    pub fn len(&self, schema: &Schema, table: TableId) -> usize {
        if table == ENTERPRISES {
            return self.firms.len();
        }
        let name = schema.get(table).map_or("", |t| t.name.as_str());
        self.records.get(name).map_or(0, |r| r.rows.len())
    }

    /// The enterprise that a row is about.
    pub fn firm_of(&self, schema: &Schema, table: TableId, row: usize) -> Option<&Firm> {
        if table == ENTERPRISES {
            return self.firms.get(row);
        }
        let name = &schema.get(table)?.name;
        let record = self.records.get(name.as_str())?.rows.get(row)?;
        self.firms.get(record.firm)
    }

    /// One cell; `None` when the city does not know the field.
    pub fn cell(&self, schema: &Schema, table: TableId, row: usize, field: FieldId) -> Option<Cell> {
        let known = schema.field(table, field)?;
        let firm = self.firm_of(schema, table, row)?;
        if known.role == Some(Role::Code) {
            return Some(Cell::Text(firm.code.clone()));
        }
        if table == ENTERPRISES {
            return firm.cell(&known.name, &self.counties);
        }
        let name = &schema.get(table)?.name;
        let records = self.records.get(name.as_str())?;
        let place = records.fields.iter().position(|f| *f == known.name)?;
        records.rows.get(row)?.cells.get(place).cloned()
    }

    /// Adds a row to a related table.
    fn add(&mut self, table: &'static str, fields: &'static [&'static str], record: Record) {
        self.records.entry(table).or_insert_with(|| Records { fields, rows: Vec::new() }).rows.push(record);
    }

    /// The firms' places in a random order.
    fn shuffled(&self, random: &mut Random) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.firms.len()).collect();
        random.shuffle(&mut places);
        places
    }
}
