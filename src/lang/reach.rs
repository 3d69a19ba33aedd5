//! What a value for one enterprise comes from: the branches that are taken, the operands that decide, the rows and
//! bands that are looked up. What does not matter for it (the other branch of 若, what stands behind a decided
//! operand of 且 and 或) is not gone into.

use super::builtins::Function;
use super::frame::{Frame, MAX_DEFINITIONS_DEEP};
use super::lookup::Key;
use super::name::{BandsId, LookupId, ParameterId};
use super::row::{Been, Row};
use super::typed::{Kind, Typed};
use crate::exact::Exact;
use crate::value::Value;

/// Something that a value comes from.
#[derive(Clone, Debug)]
pub enum Reached<'a> {
    /// A part that can come out two ways came out this way: see [`Fork`].
    Fork(Fork<'a>, bool),
    /// An argument of min or max that alone is the smallest or largest.
    Chosen(&'a Typed),
    /// A parameter.
    Parameter(ParameterId),
    /// A row of a lookup table.
    Row(LookupId, Vec<Key>),
    /// An amount that goes into bands.
    Amount(BandsId, Exact),
}

/// A part of an expression that can come out two ways.
#[derive(Clone, Copy, Debug)]
pub enum Fork<'a> {
    /// 若: does its condition hold?
    If(&'a Typed),
    /// An operand of 且 or 或: is it yes?
    Operand(&'a Typed),
    /// The filter of an aggregate: does a record count?
    Filter(&'a Typed),
    /// 缺省: is its field empty?
    Default(&'a Typed),
}

/// All forks of an expression itself; definitions are not looked into.
pub fn forks<'a>(expr: &'a Typed, found: &mut Vec<Fork<'a>>) {
    match &expr.kind {
        Kind::If { .. } => found.push(Fork::If(expr)),
        Kind::Logic { left, right, .. } => {
            found.extend([left, right].into_iter().filter(|o| is_operand(o)).map(|o| Fork::Operand(o)));
        }
        Kind::Aggregate { filter: Some(filter), .. } => found.push(Fork::Filter(filter)),
        Kind::Default { .. } => found.push(Fork::Default(expr)),
        _ => {}
    }
    for child in expr.children() {
        forks(child, found);
    }
}

/// The arguments of all min and max of an expression itself.
pub fn choices<'a>(expr: &'a Typed, found: &mut Vec<&'a Typed>) {
    if let Kind::Call { function: Function::Min | Function::Max, args } = &expr.kind {
        found.extend(args);
    }
    for child in expr.children() {
        choices(child, found);
    }
}

/// Tells everything that an expression's value for the enterprise of a frame of one comes from. What stands in a
/// definition is told once a row, however often the definition is used.
pub fn reach<'a>(expr: &'a Typed, frame_of_one: &'a Frame<'a>, see: &mut dyn FnMut(Reached<'a>)) {
    Walk { see, been: Been::default() }.walk(expr, Row::enterprise(frame_of_one), 0);
}

struct Walk<'a, 's> {
    see: &'s mut dyn FnMut(Reached<'a>),
    been: Been,
}

/// Operands of operands are operands of their own.
const fn is_operand(expr: &Typed) -> bool {
    !matches!(expr.kind, Kind::Logic { .. })
}

impl<'a> Walk<'a, '_> {
    fn walk(&mut self, expr: &'a Typed, row: Row<'a>, deep: usize) {
        match &expr.kind {
            Kind::If { condition, then, otherwise } => {
                self.walk(condition, row, deep);
                if let Ok(holds) = row.yes_no(condition) {
                    (self.see)(Reached::Fork(Fork::If(expr), holds));
                    self.walk(if holds { then } else { otherwise }, row, deep);
                }
            }
            Kind::Logic { and, left, right } => {
                for operand in [left, right] {
                    self.walk(operand, row, deep);
                    let Ok(yes) = row.yes_no(operand) else { continue };
                    if is_operand(operand) {
                        (self.see)(Reached::Fork(Fork::Operand(operand), yes));
                    }
                    if yes != *and {
                        return;
                    }
                }
            }
            Kind::Aggregate { table, value, filter, .. } => {
                for record in row.records(*table) {
                    let mut counts = true;
                    if let Some(filter) = filter {
                        self.walk(filter, record, deep);
                        if let Ok(decided) = record.yes_no(filter) {
                            (self.see)(Reached::Fork(Fork::Filter(filter), decided));
                            counts = decided;
                        }
                    }
                    if let Some(value) = value.as_deref().filter(|_| counts) {
                        self.walk(value, record, deep);
                    }
                }
            }
            Kind::Definition(..) => {
                if let Some((body, at)) = row.definition(expr).filter(|_| deep < MAX_DEFINITIONS_DEEP)
                    && self.been.first(expr, at)
                {
                    self.walk(body, at, deep + 1);
                }
            }
            Kind::Default { table, field, default } => {
                let empty = row.field(*table, *field).is_ok_and(|v| v == Value::None)
                    || matches!(row.field(*table, *field), Err(crate::value::State::Empty | crate::value::State::None));
                (self.see)(Reached::Fork(Fork::Default(expr), empty));
                if empty {
                    self.walk(default, row, deep);
                }
            }
            Kind::Parameter(id) => (self.see)(Reached::Parameter(*id)),
            _ => {
                self.leaf(expr, row);
                for child in expr.children() {
                    self.walk(child, row, deep);
                }
            }
        }
    }

    /// What a part itself looks up or chooses.
    fn leaf(&mut self, expr: &'a Typed, row: Row<'a>) {
        match &expr.kind {
            Kind::Call { function: Function::Min | Function::Max, args } => {
                let whole = row.value(expr);
                let mut best = args.iter().filter(|arg| whole.is_ok() && row.value(arg) == whole);
                if let (Some(chosen), None) = (best.next(), best.next()) {
                    (self.see)(Reached::Chosen(chosen));
                }
            }
            Kind::Lookup { table, keys } => {
                let keys: Option<Vec<Key>> = keys.iter().map(|key| Key::of(&row.value(key).ok()?)).collect();
                if let Some(keys) = keys {
                    (self.see)(Reached::Row(*table, keys));
                }
            }
            Kind::Bands { bands, input, .. } => {
                if let Ok(Value::Number(amount)) = row.value(input) {
                    (self.see)(Reached::Amount(*bands, amount));
                }
            }
            _ => {}
        }
    }
}
