//! Rates that may lack their per cent sign: `value = "10"` where 10% is meant pays a hundred times as much.
//!
//! A number without `%` is taken for a rate in two cases: it is called one (率, 比例 …) and is not below one; or it is
//! above one and multiplies amounts from the roster, so that an award exceeds what it is a part of. A name that says that
//! it is a multiple, a number of something or a mark (倍, 数, 得分) is believed, and `150%` is believed as it stands; so is
//! a multiple that something is only compared with (不超过 研发费用 * 2).

use std::collections::BTreeSet;

use super::mistake;
use super::pack::{Dated, Definition, Pack};
use super::usage;
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::exact::Exact;
use crate::lang::{DefinitionId, LookupId, ParameterId, Typed, ast::Aggregate, ast::Binary, typed::Kind};
use crate::say;
use crate::source::{Place, Span};
use crate::value::{Type, Value};

const CALLED_A_RATE: [&str; 6] = ["率", "比例", "比重", "占比", "百分比", "百分点"];
/// Multiples, numbers of something, marks, and the one rate that is no share.
const CALLED_OTHERWISE: [&str; 6] = ["倍", "数", "得分", "满分", "分值", "汇率"];

/// A plain number where a rate stands, such as the `rate` of a band.
pub(super) fn of_key(key: &str, number: Exact, words: &Span) -> Option<Finding> {
    (number >= Exact::ONE && !has_percent(words)).then(|| plain(key, number, words))
}

/// Looks through a whole pack.
pub(super) fn look(pack: &Pack, found: &mut Vec<Finding>) {
    let mut all: Vec<&Typed> = pack.measures.iter().flat_map(usage::expressions).collect();
    all.extend(pack.definitions.iter().map(|d| &d.value));
    let based = based(&pack.definitions);
    let mut factors = Factors { definitions: &pack.definitions, ..Factors::default() };
    for typed in all {
        factors.within(typed, &based);
    }
    for (i, parameter) in pack.parameters.iter().enumerate() {
        let multiplies = factors.parameters.contains(&ParameterId(i));
        if parameter.ty.is_numeric() && parameter.ty != Type::Money {
            let of = |v: &Value| of_value(&parameter.name, multiplies, v);
            found.extend(parameter.values.iter().filter_map(|v| named(&parameter.name, v, of(&v.value)?)));
        }
    }
    for (i, lookup) in pack.lookups.iter().enumerate() {
        let multiplies = factors.lookups.contains(&LookupId(i));
        if lookup.ty == Type::Number || lookup.ty == Type::Integer {
            let of = |v: &Value| of_value(&lookup.name, multiplies, v);
            let first =
                lookup.versions.iter().find_map(|v| named(&lookup.name, v, v.value.rows.values().find_map(of)?));
            found.extend(first);
        }
    }
    found.extend(factors.literals.iter().map(|(number, span)| plain(span.text(), *number, span)));
}

/// Is this value, without a per cent sign, more than a rate of that name would be?
fn of_value(name: &str, multiplies: bool, value: &Value) -> Option<Exact> {
    let Value::Number(number) = value else { return None };
    let called = |words: &[&str]| words.iter().any(|w| name.contains(w));
    let suspect = if called(&CALLED_OTHERWISE) {
        false
    } else if called(&CALLED_A_RATE) {
        *number >= Exact::ONE
    } else {
        multiplies && *number > Exact::ONE
    };
    suspect.then_some(*number)
}

fn named<T>(name: &str, value: &Dated<T>, number: Exact) -> Option<Finding> {
    (!has_percent(&value.span)).then(|| plain(name, number, &mistake::first_line(&value.span)))
}

fn has_percent(words: &Span) -> bool {
    words.text().contains(['%', '％'])
}

fn plain(what: &str, number: Exact, span: &Span) -> Finding {
    let percent = number.mul(Exact::from(100)).map_or_else(|| format!("{number} × 100"), |p| p.to_string());
    Finding::new(
        &codes::RATE,
        Place::Rule(span.clone()),
        say!(
            "“{what}”作为比例是 {number}，即 {percent}%：是不是 {number}%？",
            "`{what}` is {number} as a rate, which is {percent}%: is it {number}%?"
        ),
    )
    .remedy(say!(
        "写成 \"{number}%\"；确是 {number} 倍就写成 \"{percent}%\"，或把它叫作“…倍数”",
        "write \"{number}%\"; if it really is a multiple of {number}, write \"{percent}%\" or call it …倍数"
    ))
}

/// For each definition, whether it is an amount from the roster. A definition stands after those it uses.
fn based(definitions: &[Definition]) -> Vec<bool> {
    let mut known = Vec::with_capacity(definitions.len());
    for definition in definitions {
        known.push(is_base(&definition.value, &known));
    }
    known
}

/// Is it an amount of money as the roster has it, or a sum, a part or a choice of such?
fn is_base(typed: &Typed, definitions: &[bool]) -> bool {
    let base = |t: &Typed| is_base(t, definitions);
    if typed.ty != Type::Money {
        return false;
    }
    match &typed.kind {
        Kind::Field { .. } | Kind::Default { .. } => true,
        Kind::Definition(id, _) => definitions.get(id.0) == Some(&true),
        Kind::Negate(a) => base(a),
        Kind::Arithmetic { left, right, .. } => base(left) || base(right),
        Kind::If { then, otherwise, .. } => base(then) || base(otherwise),
        Kind::Call { args, .. } => args.iter().any(base),
        Kind::Aggregate { aggregate: Aggregate::Sum | Aggregate::Max | Aggregate::Min, value: Some(value), .. } => {
            base(value)
        }
        _ => false,
    }
}

/// What multiplies amounts from the roster.
#[derive(Default)]
struct Factors<'a> {
    definitions: &'a [Definition],
    been: BTreeSet<DefinitionId>,
    parameters: BTreeSet<ParameterId>,
    lookups: BTreeSet<LookupId>,
    literals: Vec<(Exact, Span)>,
}

impl Factors<'_> {
    /// Adds what multiplies amounts within an expression.
    fn within(&mut self, typed: &Typed, based: &[bool]) {
        match &typed.kind {
            Kind::Compare { .. } => return,
            Kind::Arithmetic { op: Binary::Multiply, left, right } => {
                for (factor, other) in [(left, right), (right, left)] {
                    if is_base(other, based) {
                        self.add(factor);
                    }
                }
            }
            _ => {}
        }
        for child in typed.children() {
            self.within(child, based);
        }
    }

    fn add(&mut self, factor: &Typed) {
        match &factor.kind {
            Kind::Parameter(id) => {
                self.parameters.insert(*id);
            }
            Kind::Lookup { table, .. } => {
                self.lookups.insert(*table);
            }
            Kind::Literal(Value::Number(number)) if *number > Exact::ONE && !has_percent(&factor.span) => {
                self.literals.push((*number, factor.span.clone()));
            }
            Kind::If { then, otherwise, .. } => {
                self.add(then);
                self.add(otherwise);
            }
            Kind::Call { args, .. } => args.iter().for_each(|arg| self.add(arg)),
            Kind::Definition(id, _) if self.been.insert(*id) => {
                let definitions = self.definitions;
                if let Some(definition) = definitions.get(id.0) {
                    self.add(&definition.value);
                }
            }
            _ => {}
        }
    }
}
