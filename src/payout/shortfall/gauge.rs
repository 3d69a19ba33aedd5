//! A condition as a set of gauges: its comparisons and other plain parts, joined by 且 and 或, each with the words in
//! which one says that it does not hold. Made once a condition; [`reading`](super::reading) reads it batch by batch.
//!
//! Definitions are gone into, up to a limit: what lies behind it is told in the condition's own words.

use crate::exact::Exact;
use crate::lang::ast::{Aggregate, Binary};
use crate::lang::builtins::Function;
use crate::lang::typed::Kind;
use crate::lang::{MAX_DEFINITIONS_DEEP, Typed, is_constant};
use crate::policy::catalogue::Sayer;
use crate::policy::pack::Pack;
use crate::schema::{ENTERPRISES, FieldId, TableId};
use crate::value::{Type, Value};

/// So many parts of one condition are told apart.
const PARTS: usize = 24;

/// What must hold, so that it can be said how far it is from holding.
#[derive(Debug)]
pub(super) enum Gauge<'a> {
    /// All of these.
    All(Vec<Self>),
    /// One of these.
    Any(Vec<Self>),
    /// A comparison of numbers.
    Numbers(Compared<'a>),
    /// A comparison of days.
    Days(Compared<'a>),
    /// The year of a day against a year.
    Year(Compared<'a>),
    /// A text, a choice or a member of a set: what it is, is told.
    Value {
        /// The yes or no.
        whole: &'a Typed,
        /// What is compared.
        value: &'a Typed,
        want: bool,
        /// What `value` is called.
        subject: String,
    },
    /// A yes or no that is told by its name.
    Answer { whole: &'a Typed, want: bool, subject: String },
    /// Is a cell filled?
    Filled { whole: &'a Typed, want: bool, field: String },
    /// Is there a record?
    Exists { whole: &'a Typed, want: bool, records: Records<'a> },
    /// Anything else, in its own words.
    Own { whole: &'a Typed, want: bool, said: String },
}

/// Two sides of a comparison.
#[derive(Debug)]
pub(super) struct Compared<'a> {
    pub op: Binary,
    /// Must it hold, or not?
    pub want: bool,
    pub left: &'a Typed,
    pub right: &'a Typed,
    /// What the left side is called.
    pub subject: String,
    /// What the right side is called, if it is no fixed value.
    pub against: Option<String>,
    /// For a day so many years later: the years.
    pub years: Option<&'a Typed>,
    /// Where the left side is made of records: which.
    pub records: Option<Records<'a>>,
}

/// Records of a related table that count.
#[derive(Debug)]
pub(super) struct Records<'a> {
    pub table: TableId,
    pub name: String,
    /// Which count: `批准日期在 2023 年内的创新平台`.
    pub those: String,
    pub filter: Option<(&'a Typed, Box<Gauge<'a>>)>,
    /// Its fields but the key, for telling of one that counts.
    pub fields: Vec<(FieldId, String, Type)>,
}

/// Makes the gauge of a condition.
pub(super) fn of<'a>(when: &'a Typed, pack: &'a Pack, sayer: Sayer<'a>) -> Gauge<'a> {
    Maker { pack, sayer, left: PARTS }.make(when, true, ENTERPRISES, 0)
}

/// The same of a veto, which must not hold.
pub(super) fn against<'a>(when: &'a Typed, pack: &'a Pack, sayer: Sayer<'a>) -> Gauge<'a> {
    Maker { pack, sayer, left: PARTS }.make(when, false, ENTERPRISES, 0)
}

struct Maker<'a> {
    pack: &'a Pack,
    sayer: Sayer<'a>,
    left: usize,
}

impl<'a> Maker<'a> {
    fn make(&mut self, typed: &'a Typed, want: bool, rows: TableId, deep: usize) -> Gauge<'a> {
        if let Kind::Not(inner) = &typed.kind {
            return self.make(inner, !want, rows, deep);
        }
        let Some(left) = self.left.checked_sub(1) else { return self.own(typed, want) };
        match &typed.kind {
            Kind::Logic { and, left, right } => {
                let parts = [left, right].map(|part| self.make(part, want, rows, deep));
                joined(*and == want, parts)
            }
            Kind::Definition(id, of) if *of == rows && deep < MAX_DEFINITIONS_DEEP => {
                match self.pack.definitions.get(id.0) {
                    Some(definition) => self.make(&definition.value, want, rows, deep.saturating_add(1)),
                    None => self.own(typed, want),
                }
            }
            _ => {
                self.left = left;
                self.part(typed, want, rows, deep)
            }
        }
    }

    fn part(&mut self, typed: &'a Typed, want: bool, rows: TableId, deep: usize) -> Gauge<'a> {
        match &typed.kind {
            Kind::Compare { op, left, right } => self.compare(typed, want, (*op, left, right), rows, deep),
            Kind::In { value, .. } => Gauge::Value { whole: typed, value, want, subject: self.subject(value) },
            Kind::Field { .. } | Kind::Default { .. } => {
                Gauge::Answer { whole: typed, want, subject: self.subject(typed) }
            }
            Kind::Filled { table, field } => {
                let field = self.pack.schema.field(*table, *field).map_or(String::new(), |f| f.name.clone());
                Gauge::Filled { whole: typed, want, field }
            }
            Kind::Aggregate { aggregate: Aggregate::Exists, table, filter, .. } if rows == ENTERPRISES => {
                Gauge::Exists { whole: typed, want, records: self.records(*table, filter.as_deref(), deep) }
            }
            _ => self.own(typed, want),
        }
    }

    fn own(&self, typed: &'a Typed, want: bool) -> Gauge<'a> {
        Gauge::Own { whole: typed, want, said: self.sayer.words(typed) }
    }

    fn compare(
        &mut self,
        whole: &'a Typed,
        want: bool,
        (op, left, right): (Binary, &'a Typed, &'a Typed),
        rows: TableId,
        deep: usize,
    ) -> Gauge<'a> {
        // what varies stands on the left
        let (op, left, right) =
            if is_constant(left) && !is_constant(right) { (op.mirrored(), right, left) } else { (op, left, right) };
        let fixed = is_constant(right);
        if left.ty == Type::Date {
            let (left, years) = match &left.kind {
                Kind::Call { function: Function::AddYears, args } => match args.as_slice() {
                    [day, years] if fixed && is_constant(years) => (day, Some(years)),
                    _ => (left, None),
                },
                _ => (left, None),
            };
            let compared = self.compared((op, want), left, right);
            return Gauge::Days(Compared { years, ..compared });
        }
        if let (Kind::Call { function: Function::Year, args }, true) = (&left.kind, fixed)
            && let [day] = args.as_slice()
        {
            return Gauge::Year(self.compared((op, want), day, right));
        }
        if !left.ty.is_numeric() {
            return Gauge::Value { whole, value: left, want, subject: self.subject(left) };
        }
        // a − b above zero says that a is above b
        let zero = matches!(&right.kind, Kind::Literal(Value::Number(n)) if *n == Exact::ZERO);
        let (left, right) = match &left.kind {
            Kind::Arithmetic { op: Binary::Subtract, left: a, right: b } if zero => (&**a, &**b),
            _ => (left, right),
        };
        let records = if rows == ENTERPRISES { self.behind(left, deep) } else { None };
        let compared = self.compared((op, want), left, right);
        Gauge::Numbers(Compared { records, ..compared })
    }

    fn compared(&self, (op, want): (Binary, bool), left: &'a Typed, right: &'a Typed) -> Compared<'a> {
        let against = (!is_constant(right)).then(|| self.subject(right));
        Compared { op, want, left, right, subject: self.subject(left), against, years: None, records: None }
    }

    /// The records behind a number that is made of them, through definitions.
    fn behind(&mut self, typed: &'a Typed, deep: usize) -> Option<Records<'a>> {
        match &typed.kind {
            Kind::Definition(id, ENTERPRISES) if deep < MAX_DEFINITIONS_DEEP => {
                let definition = self.pack.definitions.get(id.0)?;
                self.behind(&definition.value, deep.saturating_add(1))
            }
            Kind::Aggregate {
                aggregate: Aggregate::Sum | Aggregate::Count | Aggregate::Max, table, filter, ..
            } => Some(self.records(*table, filter.as_deref(), deep)),
            _ => None,
        }
    }

    fn records(&mut self, table: TableId, filter: Option<&'a Typed>, deep: usize) -> Records<'a> {
        let schema = self.pack.schema.get(table);
        let key = schema.and_then(|t| t.role(crate::schema::Role::Code));
        let fields = schema.map_or(Vec::new(), |t| {
            let all = t.fields.iter().enumerate().filter(|(i, _)| key != Some(FieldId(*i)));
            all.map(|(i, f)| (FieldId(i), f.name.clone(), f.ty.clone())).collect()
        });
        Records {
            table,
            name: schema.map_or(String::new(), |t| t.name.clone()),
            those: self.sayer.those(table, filter),
            filter: filter.map(|filter| (filter, Box::new(self.make(filter, true, table, deep)))),
            fields,
        }
    }

    /// What one calls a value: a name as it is, anything longer in quotes.
    fn subject(&self, typed: &Typed) -> String {
        let said = self.sayer.words(typed);
        match &typed.kind {
            Kind::Field { .. } | Kind::Definition(..) | Kind::AsOf | Kind::PolicyYear => said,
            Kind::Default { table, field, .. } => {
                self.pack.schema.field(*table, *field).map_or(said, |f| f.name.clone())
            }
            _ => format!("“{said}”"),
        }
    }
}

/// Parts that are joined in the same way stand beside one another.
fn joined<'a>(all: bool, parts: [Gauge<'a>; 2]) -> Gauge<'a> {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Gauge::All(more) if all => flat.extend(more),
            Gauge::Any(more) if !all => flat.extend(more),
            other => flat.push(other),
        }
    }
    if all { Gauge::All(flat) } else { Gauge::Any(flat) }
}
