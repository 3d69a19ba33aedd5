//! Can a condition hold at all, can it fail? For checks of rules before there is any roster.
//!
//! A yes/no expression is taken apart into the *ways* in which it comes out as wanted; a way says of each value that
//! the condition looks at where it must lie, and is dropped when it can lie nowhere. An expression that has no way to
//! yes never holds. Values are the same where their expressions are; that two different expressions have something
//! to do with one another is not seen, so an answer of "impossible" is safe and "possible" is not a promise.
//!
//! Missing values are left out: where one is missing, a condition neither holds nor fails.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::ast::{Aggregate, Binary};
use super::bounds::{self, Range};
use super::builtins::Function;
use super::domain::{Domain, Label};
use super::frame::Binding;
use super::typed::{Kind, Typed};
pub use super::ways::Ways;
use crate::calendar::Date;
use crate::exact::Exact;
use crate::schema::{Empty, FieldId, Schema, TableId};
use crate::value::{Type, Value};

/// More steps than this are not taken for one question.
const MOST_STEPS: u32 = 100_000;

/// What is called longer than this is called by its definition's number.
const LONGEST_KEY: usize = 400;

/// What can be reasoned about the rules of a policy year.
#[derive(Clone, Debug)]
pub struct Possible<'a> {
    schema: &'a Schema,
    binding: &'a Binding,
    /// What was found about the definitions, by id; each stands after those that it uses.
    known: Vec<Known>,
    ranges: Vec<Range>,
    /// How many steps it may still take: a condition within the condition of a condition doubles them.
    steps: Cell<u32>,
}

/// What was found about a definition.
#[derive(Clone, Debug)]
struct Known {
    key: String,
    constant: Option<Value>,
    can_be_none: bool,
    yes: Ways,
    no: Ways,
}

/// A value that is not known: what it is called, and where it can lie.
struct Term {
    key: String,
    all: Domain,
    /// Is it counted in whole numbers?
    whole: bool,
}

/// The value lies there, as far as it can.
fn at(term: &Term, domain: &Domain) -> Ways {
    let domain = term.all.and(domain);
    Ways::one(term.key.clone(), if term.whole { domain.whole() } else { domain })
}

impl<'a> Possible<'a> {
    /// Looks at the definitions once, in their order.
    #[must_use]
    pub fn new<'d>(schema: &'a Schema, binding: &'a Binding, definitions: impl IntoIterator<Item = &'d Typed>) -> Self {
        let mut possible =
            Self { schema, binding, known: Vec::new(), ranges: Vec::new(), steps: Cell::new(MOST_STEPS) };
        for (i, body) in definitions.into_iter().enumerate() {
            let key = Some(possible.key(body)).filter(|key| key.len() <= LONGEST_KEY);
            let is_question = body.ty == Type::YesNo;
            let ways = |answer| if is_question { possible.ways(body, answer) } else { Ways::UNKNOWN };
            let known = Known {
                key: key.unwrap_or_else(|| format!("definition {i}")),
                constant: possible.constant(body),
                can_be_none: possible.can_be_none(body),
                yes: ways(true),
                no: ways(false),
            };
            let range = bounds::possible_range(body, binding, &possible.ranges);
            possible.known.push(known);
            possible.ranges.push(range);
        }
        possible
    }

    /// The ways in which a yes/no expression comes out as `answer`.
    #[must_use]
    pub fn ways(&self, expr: &Typed, answer: bool) -> Ways {
        self.steps.set(MOST_STEPS);
        self.answers(expr, answer)
    }

    fn answers(&self, expr: &Typed, answer: bool) -> Ways {
        let Some(left) = self.steps.get().checked_sub(1) else {
            return Ways::UNKNOWN;
        };
        self.steps.set(left);
        match &expr.kind {
            Kind::Not(inner) => self.answers(inner, !answer),
            Kind::Logic { and, left, right } => {
                let (left, right) = (self.answers(left, answer), self.answers(right, answer));
                if *and == answer { left.and(&right) } else { left.or(right) }
            }
            Kind::If { condition, then, otherwise } => {
                let holds = self.answers(condition, true).and(&self.answers(then, answer));
                holds.or(self.answers(condition, false).and(&self.answers(otherwise, answer)))
            }
            Kind::Definition(id, _) => match self.known.get(id.0) {
                Some(known) => if answer { &known.yes } else { &known.no }.clone(),
                None => Ways::UNKNOWN,
            },
            Kind::Compare { op, left, right } => self.compare(*op, left, right, answer),
            Kind::In { value, set, negated } => self.member(value, set, answer != *negated),
            _ => match self.constant(expr) {
                Some(Value::YesNo(known)) => Ways::settled(known == answer),
                _ => at(&self.term(expr), &Domain::labels(BTreeSet::from([Label::YesNo(answer)]), true, false)),
            },
        }
    }

    /// The ways in which a number lies below an edge: below it, or (`or_at`) at it.
    #[must_use]
    pub fn below(&self, expr: &Typed, edge: Exact, or_at: bool) -> Ways {
        let op = if or_at { Binary::AtMost } else { Binary::LessThan };
        match self.constant(expr) {
            Some(Value::Number(known)) => Ways::settled(known < edge || (or_at && known == edge)),
            _ => at(&self.term(expr), &Domain::comparing(op, edge)),
        }
    }

    /// The smallest and the largest value of a number, as far as the rules bound it.
    #[must_use]
    pub fn range(&self, expr: &Typed) -> (Option<Exact>, Option<Exact>) {
        let range = bounds::possible_range(expr, self.binding, &self.ranges);
        (range.low, range.high)
    }

    fn compare(&self, op: Binary, left: &Typed, right: &Typed, answer: bool) -> Ways {
        // "there is none" is unequal to everything; every other comparison with it fails
        let none = (op == Binary::Unequal) == answer;
        let op = if answer { op } else { op.negated() };
        match (self.constant(left), self.constant(right)) {
            (Some(a), Some(b)) => Ways::settled(holds(op, &a, &b)),
            (None, Some(b)) => self.against(op, left, &b, none),
            (Some(a), None) => self.against(op.mirrored(), right, &a, none),
            (None, None) => self.two(op, left, right, none),
        }
    }

    /// A value that is not known against one that is.
    fn against(&self, op: Binary, expr: &Typed, known: &Value, none: bool) -> Ways {
        let term = self.term(expr);
        let domain = match (number(known), Label::of(known)) {
            (Some(number), _) => Domain::comparing(op, number).with_none(none),
            (None, Some(label)) => Domain::labels(BTreeSet::from([label]), op != Binary::Unequal, none),
            (None, None) => return Ways::UNKNOWN,
        };
        at(&term, &domain)
    }

    /// Two values that are not known: how they stand to one another is a value of its own.
    fn two(&self, op: Binary, left: &Typed, right: &Typed, none: bool) -> Ways {
        let (a, b) = (self.term(left), self.term(right));
        let can_be_none = self.can_be_none(left) || self.can_be_none(right);
        let swapped = a.key > b.key;
        let key = if swapped { format!("({} ~ {})", b.key, a.key) } else { format!("({} ~ {})", a.key, b.key) };
        let same = a.key == b.key;
        let whole = a.whole && b.whole;
        let (low, high) = if same {
            (Some(Exact::ZERO), Some(Exact::ZERO))
        } else if left.ty.is_numeric() {
            let ((a, b), (c, d)) = (self.range(left), self.range(right));
            let apart = |x: Option<Exact>, y: Option<Exact>| x?.sub(y?);
            let (low, high) = (apart(a, d), apart(b, c));
            if swapped { (high.and_then(Exact::neg), low.and_then(Exact::neg)) } else { (low, high) }
        } else {
            (None, None)
        };
        let op = if swapped { op.mirrored() } else { op };
        let term = Term { key, all: Domain::between(low, high, can_be_none), whole };
        at(&term, &Domain::comparing(op, Exact::ZERO).with_none(none))
    }

    fn member(&self, value: &Typed, set: &[Typed], inside: bool) -> Ways {
        let members: Option<Vec<Value>> = set.iter().map(|m| self.constant(m)).collect();
        let Some(members) = members else {
            return Ways::UNKNOWN;
        };
        if let Some(known) = self.constant(value) {
            return Ways::settled(members.iter().any(|m| holds(Binary::Equal, &known, m)) == inside);
        }
        let term = self.term(value);
        let numbers: Option<Vec<Exact>> = members.iter().map(number).collect();
        let labels: Option<BTreeSet<Label>> = members.iter().map(Label::of).collect();
        match (numbers, labels) {
            (Some(numbers), _) => at(&term, &Domain::among(&numbers, inside)),
            (None, Some(labels)) => at(&term, &Domain::labels(labels, inside, !inside)),
            (None, None) => Ways::UNKNOWN,
        }
    }

    /// A value that is the same for every enterprise of the year.
    #[must_use]
    pub fn constant(&self, expr: &Typed) -> Option<Value> {
        match &expr.kind {
            Kind::Literal(value) => Some(value.clone()),
            Kind::Parameter(id) => self.binding.parameters.get(id.0)?.clone(),
            Kind::Definition(id, _) => self.known.get(id.0)?.constant.clone(),
            Kind::Call { function: Function::MakeDate, args } => {
                let part = |i: usize| self.constant(args.get(i)?).as_ref().and_then(whole_number);
                let (year, month, day) = (part(0)?, part(1)?, part(2)?);
                let (year, month, day) =
                    (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
                Date::new(year, month, day).map(Value::Date)
            }
            Kind::Call { function: Function::AddYears, args } => {
                let Value::Date(day) = self.constant(args.first()?)? else { return None };
                let years = whole_number(&self.constant(args.get(1)?)?)?;
                day.plus_years(i32::try_from(years).ok()?).map(Value::Date)
            }
            _ if expr.ty.is_numeric() => {
                let (low, high) = self.range(expr);
                low.filter(|low| high == Some(*low)).map(Value::Number)
            }
            _ => None,
        }
    }

    fn term(&self, expr: &Typed) -> Term {
        let none = self.can_be_none(expr);
        let all = match &expr.ty {
            Type::Money | Type::Number | Type::Integer => {
                let (low, high) = self.range(expr);
                Domain::between(low, high, none)
            }
            Type::Date => Domain::between(None, None, none),
            Type::Text => Domain::labels(BTreeSet::new(), false, none),
            Type::YesNo => {
                let can = |answer: &bool| self.can_answer(expr, *answer);
                let answers = [true, false].into_iter().filter(can).map(Label::YesNo).collect();
                Domain::labels(answers, true, false)
            }
            Type::Choice(choice) => {
                let options = (0..choice.options.len()).filter_map(|i| u32::try_from(i).ok()).map(Label::Choice);
                Domain::labels(options.collect(), true, none)
            }
        };
        let whole = matches!(expr.ty, Type::Integer | Type::Date);
        Term { key: self.key(expr), all, whole }
    }

    /// Can a yes/no value that is not put together from others be so?
    fn can_answer(&self, expr: &Typed, answer: bool) -> bool {
        match &expr.kind {
            Kind::Filled { table, field } => {
                // a row without it is rejected
                let always = self.schema.field(*table, *field).is_some_and(|f| f.empty == Empty::Reject);
                answer || !always
            }
            Kind::Aggregate { aggregate: Aggregate::Exists, filter: Some(filter), .. } => {
                !answer || !self.answers(filter, true).is_impossible()
            }
            _ => true,
        }
    }

    fn can_be_none(&self, expr: &Typed) -> bool {
        match &expr.kind {
            Kind::Field { table, field } => self.cell_can_be_none(*table, *field),
            Kind::Default { table, field, default } => {
                self.cell_can_be_none(*table, *field) || self.can_be_none(default)
            }
            Kind::Literal(_)
            | Kind::Parameter(_)
            | Kind::PolicyYear
            | Kind::AsOf
            | Kind::Arithmetic { .. }
            | Kind::Negate(_)
            | Kind::Bands { .. } => false,
            Kind::Definition(id, _) => self.known.get(id.0).is_none_or(|known| known.can_be_none),
            Kind::Call { args, .. } => args.iter().any(|arg| self.can_be_none(arg)),
            Kind::If { then, otherwise, .. } => self.can_be_none(then) || self.can_be_none(otherwise),
            Kind::Aggregate { aggregate: Aggregate::Count | Aggregate::Sum, .. } => false,
            _ => true,
        }
    }

    fn cell_can_be_none(&self, table: TableId, field: FieldId) -> bool {
        self.schema.field(table, field).is_none_or(|f| matches!(f.empty, Empty::None { .. }))
    }

    /// What an expression is called: the same for expressions that are the same, wherever they stand.
    #[must_use]
    pub fn key(&self, expr: &Typed) -> String {
        if let Kind::Definition(id, _) = &expr.kind
            && let Some(known) = self.known.get(id.0)
        {
            return known.key.clone();
        }
        if let Some(known) = self.constant(expr) {
            return match number(&known) {
                Some(number) => number.to_string(),
                None => format!("{:?}", Label::of(&known)),
            };
        }
        let head = match &expr.kind {
            Kind::Field { table, field } => format!("field {} {}", table.0, field.0),
            Kind::Filled { table, field } => format!("filled {} {}", table.0, field.0),
            Kind::Default { table, field, .. } => format!("default {} {}", table.0, field.0),
            Kind::Pending { table, field } => format!("pending {} {}", table.0, field.0),
            Kind::Literal(_) => "literal".to_owned(),
            Kind::Parameter(id) => format!("parameter {}", id.0),
            Kind::Definition(id, _) => format!("definition {}", id.0),
            Kind::PolicyYear => "policy year".to_owned(),
            Kind::AsOf => "as of".to_owned(),
            Kind::Not(_) => "not".to_owned(),
            Kind::Negate(_) => "negate".to_owned(),
            Kind::Logic { and, .. } => if *and { "and" } else { "or" }.to_owned(),
            Kind::Arithmetic { op, .. } | Kind::Compare { op, .. } => format!("{op:?}"),
            Kind::In { negated, .. } => if *negated { "not in" } else { "in" }.to_owned(),
            Kind::If { .. } => "if".to_owned(),
            Kind::Call { function, .. } => format!("{function:?}"),
            Kind::Lookup { table, .. } => format!("lookup {}", table.0),
            Kind::Bands { bands, .. } => format!("bands {}", bands.0),
            Kind::Award(measure) => format!("award {}", measure.0),
            Kind::Aggregate { aggregate, table, value, .. } => {
                format!("{aggregate:?} {} {}", table.0, if value.is_some() { "of" } else { "" })
            }
        };
        let parts: Vec<String> = expr.children().into_iter().map(|child| self.key(child)).collect();
        if parts.is_empty() { head } else { format!("{head}({})", parts.join(", ")) }
    }
}

fn number(value: &Value) -> Option<Exact> {
    match value {
        Value::Number(n) => Some(*n),
        Value::Date(day) => Some(Exact::from(i128::from(day.number()))),
        _ => None,
    }
}

fn whole_number(value: &Value) -> Option<i128> {
    number(value).and_then(Exact::as_integer)
}

fn holds(op: Binary, a: &Value, b: &Value) -> bool {
    let order = match (number(a), number(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => Label::of(a).cmp(&Label::of(b)),
    };
    op.test()(order)
}
