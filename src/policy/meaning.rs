//! A digest of what a pack means: the same for two packs that pay the same by the same words, however they are written.
//!
//! It is made of the checked pack, not of its files, so comments, layout, the order of keys, the folder's file names,
//! brackets that change nothing and the spelling of values (`10万元`, `100000元`; `75%`, `0.75`) do not matter. All that
//! the calculation, the reading of rosters and the words of a result come from does: every field of [`Pack`] is named
//! below or left out by name, so that a new one cannot be forgotten. Left out are places, the worked cases, and in which
//! order parameters, definitions and tables stand, what only `rules lint` looks at, and how papers look.
//!
//! A name is written as the digest of what it stands for: two measures may each have a 补助比例 of their own.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::pack::{
    Amount, Award, BandTable, Breaker, Component, Condition, Dated, Definition, Due, EnterpriseCap, Instalment, Lookup,
    Measure, MeasureKind, OffsetRule, Pack, Parameter, Payer, PayerUnit, Pool, PoolRule, Reference, StackingGroup,
    StackingRule, Standing, Veto, Weight,
};
use crate::calendar::Period;
use crate::exact::Exact;
use crate::lang::typed::Kind;
use crate::lang::{Band, Bands, Key, LookupTable, MeasureId, Typed};
use crate::money::{Money, Rounding};
use crate::schema::{Absent, Empty, Field, FieldId, Schema, Table, TableId};
use crate::value::{Type, Value};

/// The digest, in 64 hexadecimal digits.
#[must_use]
pub fn digest(pack: &Pack) -> String {
    let Pack {
        id,
        title,
        jurisdiction,
        schema,
        payers,
        measures,
        definitions,
        // the measures themselves say their ids
        listed: _,
        parameters,
        lookups,
        bands,
        veto,
        stacking,
        enterprise_caps,
        pools,
        offset,
        allows: _,
        cases: _,
        // changes how papers look, never what is paid
        stationery: _,
        sources: _,
    } = pack;
    let mut meaning = Meaning { pack, definitions: Vec::new() };
    for definition in definitions {
        // each stands after those that it uses
        let said = sum(&meaning.definition(definition));
        meaning.definitions.push(said);
    }
    let mut named: Vec<String> = meaning.definitions.clone();
    named.extend(parameters.iter().map(|p| sum(&meaning.parameter(p))));
    named.extend(lookups.iter().map(|l| sum(&meaning.lookup(l))));
    named.extend(bands.iter().map(|b| sum(&meaning.bands(b))));
    named.sort();
    let parts = [
        text(id),
        text(title),
        text(jurisdiction),
        self::schema(schema),
        list(payers.iter().map(payer)),
        list(measures.iter().map(|m| meaning.measure(m))),
        list(named),
        veto.as_ref().map_or_else(none, |v| meaning.veto(v)),
        list(stacking.iter().map(|s| meaning.stacking(s))),
        list(enterprise_caps.iter().map(|c| meaning.cap(c))),
        list(pools.iter().map(|p| meaning.pool(p))),
        offset.as_ref().map_or_else(none, |o| meaning.offset(o)),
    ];
    sum(&group("pack", &parts))
}

// What is written has one reading only: texts carry their length, groups their name and brackets.

fn text(words: &str) -> String {
    format!("{}:{words}", words.len())
}

fn group(name: &str, parts: &[String]) -> String {
    format!("{name}({})", parts.join(","))
}

fn list(parts: impl IntoIterator<Item = String>) -> String {
    group("", &parts.into_iter().collect::<Vec<_>>())
}

fn none() -> String {
    "-".to_owned()
}

fn optional<T>(value: Option<T>, write: impl FnOnce(T) -> String) -> String {
    value.map_or_else(none, write)
}

fn sum(canonical: &str) -> String {
    Sha256::digest(canonical).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn number(value: Exact) -> String {
    let value = value.reduced();
    format!("{}/{}", value.numerator(), value.denominator())
}

fn money(amount: Money) -> String {
    number(amount.exact())
}

fn period(period: Period) -> String {
    let Period { from, to } = period;
    format!("{}..{}", optional(from, |d| d.to_string()), optional(to, |d| d.to_string()))
}

fn ty(ty: &Type) -> String {
    match ty {
        Type::Choice(choice) => group("choice", &[text(&choice.name), list(choice.options.iter().map(|o| text(o)))]),
        plain => plain.id().to_owned(),
    }
}

fn option(ty: &Type, index: u32) -> String {
    match ty {
        Type::Choice(choice) => choice.options.get(index as usize).map_or_else(none, |o| text(o)),
        _ => index.to_string(),
    }
}

fn value(of: &Type, value: &Value) -> String {
    match value {
        Value::Number(n) => number(*n),
        Value::Date(day) => day.to_string(),
        Value::Text(words) => text(words),
        Value::YesNo(answer) => answer.to_string(),
        Value::Choice(index) => option(of, *index),
        Value::None => none(),
    }
}

fn key(of: &Type, key: &Key) -> String {
    match key {
        Key::Text(words) => text(words),
        Key::Choice(index) => option(of, *index),
        Key::Integer(n) => n.to_string(),
        Key::YesNo(answer) => answer.to_string(),
        Key::Date(day) => day.to_string(),
    }
}

fn dated<T>(values: &[Dated<T>], write: impl Fn(&T) -> String) -> String {
    list(values.iter().map(|Dated { period, value, span: _ }| group(&self::period(*period), &[write(value)])))
}

fn rounding(round: Rounding) -> String {
    let Rounding { mode, unit } = round;
    group(&format!("{mode:?}"), &[money(unit)])
}

fn schema(schema: &Schema) -> String {
    let Schema { tables } = schema;
    list(tables.iter().map(|table| {
        // what a table can take away follows from the rules
        let Table { name, sheets, fields, absent, takes_away: _ } = table;
        let absent = match absent {
            Absent::Empty => "empty",
            Absent::Error => "error",
        };
        group(
            "table",
            &[text(name), list(sheets.iter().map(|s| text(s))), absent.to_owned(), list(fields.iter().map(field))],
        )
    }))
}

fn field(field: &Field) -> String {
    let Field { name, ty, headings, year_offset, empty, role, spellings, unit_words, fill_down, tax_contribution: _ } =
        field;
    let empty = match empty {
        Empty::Reject => "reject".to_owned(),
        Empty::Missing => "missing".to_owned(),
        Empty::None { unless_filled, only_if_zero } => {
            let mut filled: Vec<usize> = unless_filled.iter().map(|f| f.0).collect();
            filled.sort_unstable();
            group("none", &[list(filled.iter().map(usize::to_string)), optional(*only_if_zero, |f| f.0.to_string())])
        }
    };
    let parts = [
        text(name),
        self::ty(ty),
        list(headings.iter().map(|h| text(h))),
        optional(*year_offset, |y| y.to_string()),
        empty,
        optional(*role, |r| r.id().to_owned()),
        list(spellings.iter().map(|(a, b)| group("", &[text(a), text(b)]))),
        list(unit_words.iter().map(|w| text(w))),
        fill_down.to_string(),
    ];
    group("field", &parts)
}

fn payer(payer: &Payer) -> String {
    let Payer { id, unit } = payer;
    let unit = match unit {
        PayerUnit::Fixed(unit) => text(unit),
        PayerUnit::County => "county".to_owned(),
    };
    group("payer", &[text(id), unit])
}

fn due(due: &Due) -> String {
    match due {
        Due::Year(years) => years.to_string(),
        Due::Stage(stage) => text(stage),
    }
}

/// The pack whose ids are looked up, with the digests of the definitions so far.
struct Meaning<'a> {
    pack: &'a Pack,
    definitions: Vec<String>,
}

impl Meaning<'_> {
    fn parameter(&self, parameter: &Parameter) -> String {
        let Parameter { name, measure, ty, values, span: _ } = parameter;
        let values = dated(values, |v| value(ty, v));
        group("parameter", &[text(name), optional(measure.as_deref(), text), self::ty(ty), values])
    }

    fn definition(&self, definition: &Definition) -> String {
        let Definition { name, of, value, span: _ } = definition;
        group("define", &[text(name), self.table(*of), self.expression(value)])
    }

    fn lookup(&self, lookup: &Lookup) -> String {
        let Lookup { name, keys, ty, versions } = lookup;
        let versions = dated(versions, |LookupTable { rows, rest: _ }| {
            let row = |(parts, v): (&Vec<Key>, &Value)| {
                group("", &[list(parts.iter().zip(keys).map(|(k, ty)| key(ty, k))), value(ty, v)])
            };
            let mut rows: Vec<String> = rows.iter().map(row).collect();
            rows.sort();
            list(rows)
        });
        group("lookup", &[text(name), list(keys.iter().map(self::ty)), self::ty(ty), versions])
    }

    fn bands(&self, table: &BandTable) -> String {
        let BandTable { name, kind, input, output, versions } = table;
        group("bands", &[text(name), format!("{kind:?}"), ty(input), ty(output), dated(versions, edges)])
    }

    fn measure(&self, measure: &Measure) -> String {
        let Measure {
            id,
            number: _,
            title,
            kind,
            effective,
            references,
            conditions,
            vetoed,
            procedure,
            responsible,
            span: _,
        } = measure;
        let kind = match kind {
            MeasureKind::Payout(award) => self.award(award),
            MeasureKind::Estimate { amount, round } => group("estimate", &[self.expression(amount), rounding(*round)]),
            MeasureKind::Status { value } => group("status", &[self.expression(value)]),
        };
        let references = references.iter().map(|Reference { document, text: words, standing }| {
            let standing = match standing {
                Standing::Demonstration => "demonstration",
                Standing::Verified => "verified",
            };
            group(standing, &[text(document), text(words)])
        });
        let conditions = conditions
            .iter()
            .map(|Condition { id, when, otherwise }| group("", &[text(id), self.expression(when), text(otherwise)]));
        let parts = [
            text(id),
            text(title),
            period(*effective),
            vetoed.to_string(),
            optional(*procedure, |p| text(p.zh())),
            optional(responsible.as_ref(), |office| text(office)),
            list(references),
            list(conditions),
            kind,
        ];
        group("measure", &parts)
    }

    fn award(&self, award: &Award) -> String {
        let Award { amount, round, cap, floor, components, lead, split_unit, instalments, pool } = award;
        let amount = match amount {
            Amount::Whole(amount) => self.expression(amount),
            Amount::OfComponents => "components".to_owned(),
        };
        let expression = |typed: &Option<Typed>| optional(typed.as_ref(), |t| self.expression(t));
        let instalments =
            instalments.iter().map(|Instalment { share, due: when }| group("", &[number(*share), due(when)]));
        let parts = [
            amount,
            optional(*round, rounding),
            expression(cap),
            expression(floor),
            list(components.iter().map(|c| self.component(c))),
            lead.to_string(),
            money(*split_unit),
            list(instalments),
            optional(pool.as_deref(), text),
        ];
        group("award", &parts)
    }

    fn component(&self, component: &Component) -> String {
        let Component { number, payer, recipient, when, weight, due: at } = component;
        let weight = match weight {
            Weight::Amount(amount) => group("amount", &[self.expression(amount)]),
            Weight::Share(share) => group("share", &[self.expression(share)]),
            Weight::Rest => "rest".to_owned(),
        };
        let parts = [
            number.to_string(),
            payer.0.to_string(),
            text(recipient),
            optional(when.as_ref(), |w| self.expression(w)),
            weight,
            optional(at.as_ref(), due),
        ];
        group("component", &parts)
    }

    fn veto(&self, veto: &Veto) -> String {
        let Veto { when, otherwise } = veto;
        group("veto", &[self.expression(when), text(otherwise)])
    }

    fn stacking(&self, stacking: &StackingGroup) -> String {
        let StackingGroup { id, rule, measures, earlier, span: _ } = stacking;
        let rule = match rule {
            StackingRule::Highest => "highest",
            StackingRule::Exclusive => "exclusive",
            StackingRule::TopUp => "top_up",
            StackingRule::Sum => "sum",
        };
        let earlier = optional(earlier.as_ref(), |kinds| self.kinds(kinds));
        group(rule, &[text(id), self.ids(measures), earlier])
    }

    fn cap(&self, cap: &EnterpriseCap) -> String {
        let EnterpriseCap { id, measures, values, span: _ } = cap;
        group("cap", &[text(id), self.ids(measures), dated(values, |v| money(*v))])
    }

    fn pool(&self, pool: &Pool) -> String {
        let Pool { id, title, measures, rule, unit, payer, breaker, budgets, span: _ } = pool;
        let rule = match rule {
            PoolRule::ProRata => "pro_rata",
            PoolRule::Priority => "priority",
        };
        let budgets = dated(budgets, |v| money(*v));
        let payer = optional(payer.and_then(|p| self.pack.payers.get(p.0)), |p| text(&p.id));
        let breaker = optional(breaker.as_ref(), |Breaker { bad, of, steps, span: _ }| {
            group("breaker", &[self.expression(bad), self.expression(of), dated(steps, edges)])
        });
        group(rule, &[text(id), text(title), self.ids(measures), money(*unit), payer, breaker, budgets])
    }

    fn offset(&self, offset: &OffsetRule) -> String {
        let OffsetRule { table, measure, year, amount, kind, reduces } = offset;
        let fields = [measure, year, amount, kind].map(|f| self.field(*table, *f));
        group("offset", &[self.table(*table), list(fields), self.kinds(reduces)])
    }

    /// What each kind of earlier payment does.
    fn kinds(&self, kinds: &BTreeMap<u32, bool>) -> String {
        let rule = self.pack.offset.as_ref();
        let ty = rule.and_then(|o| self.pack.schema.field(o.table, o.kind)).map(|f| &f.ty);
        list(kinds.iter().map(|(index, out)| {
            let option = ty.map_or_else(|| index.to_string(), |ty| option(ty, *index));
            group("", &[option, out.to_string()])
        }))
    }

    fn ids(&self, measures: &[MeasureId]) -> String {
        list(measures.iter().map(|m| self.id(*m)))
    }

    fn id(&self, measure: MeasureId) -> String {
        self.pack.measures.iter().find(|m| m.number == measure).map_or_else(none, |m| text(&m.id))
    }

    fn table(&self, table: TableId) -> String {
        self.pack.schema.get(table).map_or_else(none, |t| text(&t.name))
    }

    fn field(&self, table: TableId, field: FieldId) -> String {
        let name = self.pack.schema.field(table, field).map_or_else(none, |f| text(&f.name));
        group("field", &[self.table(table), name])
    }

    fn expression(&self, typed: &Typed) -> String {
        let all = |parts: &[Typed]| list(parts.iter().map(|p| self.expression(p)));
        let pair =
            |name: &str, left: &Typed, right: &Typed| group(name, &[self.expression(left), self.expression(right)]);
        let of = |found: Option<String>| found.map_or_else(none, |said| sum(&said));
        match &typed.kind {
            Kind::Literal(v) => group("", &[ty(&typed.ty), value(&typed.ty, v)]),
            Kind::Field { table, field } => self.field(*table, *field),
            Kind::Parameter(id) => of(self.pack.parameters.get(id.0).map(|p| self.parameter(p))),
            Kind::Definition(id, table) => {
                let digest = self.definitions.get(id.0).cloned();
                group("definition", &[digest.unwrap_or_else(none), self.table(*table)])
            }
            Kind::PolicyYear => "year".to_owned(),
            Kind::AsOf => "as_of".to_owned(),
            Kind::Not(a) => group("not", &[self.expression(a)]),
            Kind::Negate(a) => group("negate", &[self.expression(a)]),
            Kind::Logic { and, left, right } => pair(if *and { "and" } else { "or" }, left, right),
            Kind::Arithmetic { op, left, right } | Kind::Compare { op, left, right } => {
                pair(&format!("{op:?}"), left, right)
            }
            Kind::In { value, set, negated } => {
                group(if *negated { "not in" } else { "in" }, &[self.expression(value), all(set)])
            }
            Kind::If { condition, then, otherwise } => {
                group("if", &[self.expression(condition), self.expression(then), self.expression(otherwise)])
            }
            Kind::Call { function, args } => group(&format!("{function:?}"), &[all(args)]),
            Kind::Lookup { table, keys } => {
                group("lookup", &[of(self.pack.lookups.get(table.0).map(|l| self.lookup(l))), all(keys)])
            }
            Kind::Bands { bands, kind, input } => {
                let table = of(self.pack.bands.get(bands.0).map(|b| self.bands(b)));
                group(&format!("{kind:?}"), &[table, self.expression(input)])
            }
            Kind::Filled { table, field } => group("filled", &[self.field(*table, *field)]),
            Kind::Default { table, field, default } => {
                group("default", &[self.field(*table, *field), self.expression(default)])
            }
            Kind::Pending { table, field } => group("pending", &[self.field(*table, *field)]),
            Kind::Award(id) => group("award", &[self.id(*id)]),
            Kind::Aggregate { aggregate, table, value, filter } => {
                let part = |part: &Option<Box<Typed>>| optional(part.as_deref(), |t| self.expression(t));
                group(&format!("{aggregate:?}"), &[self.table(*table), part(value), part(filter)])
            }
        }
    }
}

fn edges(Bands { kind, bands }: &Bands) -> String {
    let each = bands.iter().map(|Band { from, from_included, to, to_included, value, cap }| {
        let edge = |edge: &Option<Exact>, included: bool| {
            optional(*edge, |e| format!("{}{}", number(e), if included { "=" } else { "" }))
        };
        let (from, to) = (edge(from, *from_included), edge(to, *to_included));
        group("", &[from, to, number(*value), optional(*cap, number)])
    });
    group(&format!("{kind:?}"), &[list(each)])
}
