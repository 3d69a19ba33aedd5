//! A calculator for rule authors: one expression, the names of a policy year, and a few values given by hand.
//!
//! There is no roster: a field that is not given is an empty cell, and a related table has no records.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::case;
use super::edition::Edition;
use super::literal;
use super::section::Said;
use crate::calendar::Date;
use crate::dataset::{Dataset, Records, Texts};
use crate::diagnostic::{Bilingual, Finding, codes::lang as words, codes::policy as codes, suggest::nearest};
use crate::lang::{
    self, BandsId, Binding, DefinitionId, Frame, Lanes, LookupId, MeasureId, Name, ParameterId, Scope, Step, Typed,
    What,
};
use crate::say;
use crate::schema::{Absent, ENTERPRISES, Empty, Field, Schema, Table};
use crate::source::{Place, RuleText, Span};
use crate::value::{Column, State, Type, Value};

/// Everything that an expression can refer to.
pub struct Calculator {
    schema: Schema,
    names: BTreeMap<String, Name>,
    binding: Binding,
    definitions: Vec<Option<Typed>>,
    awards: Vec<(MeasureId, Value)>,
    data: Dataset,
    has_year: bool,
    /// Names that the pack has but that stand for nothing here, with the way out.
    elsewhere: BTreeMap<String, Bilingual>,
}

impl Calculator {
    /// A calculator without a pack: what is given is all there is. Without a year, 政策年度 and 核定日 are not known.
    ///
    /// # Errors
    /// A value that cannot be read.
    pub fn bare(year: Option<i16>, given: &[(String, String)]) -> Result<Self, Vec<Finding>> {
        let (mut fields, mut cells, mut found) = (Vec::new(), BTreeMap::new(), Vec::new());
        for (index, (name, value)) in given.iter().enumerate() {
            if value.trim().is_empty() {
                found.push(empty(name, value));
            } else if let Some((value, ty)) = literal::of_text(&said(name, value), None, &mut found) {
                cells.insert(index, Ok(value));
                fields.push(field(name, ty));
            }
        }
        if !found.is_empty() {
            return Err(found);
        }
        let table =
            Table { name: "企业".to_owned(), sheets: Vec::new(), fields, absent: Absent::Empty, takes_away: false };
        let schema = Schema { tables: vec![table] };
        let day = Date::year_end(year.unwrap_or(2000)).or_else(|| Date::year_end(2000));
        let Some(as_of) = day else { return Err(found) };
        Ok(Self {
            data: one_enterprise(&schema, &cells),
            schema,
            names: BTreeMap::new(),
            binding: Binding {
                year: as_of.year(),
                as_of,
                parameters: Vec::new(),
                lookups: Vec::new(),
                bands: Vec::new(),
                lookup_names: Vec::new(),
            },
            definitions: Vec::new(),
            awards: Vec::new(),
            has_year: year.is_some(),
            elsewhere: BTreeMap::new(),
        })
    }

    /// A calculator for a policy year. What is given is a field of the enterprise, a parameter, or what a measure gives.
    ///
    /// # Errors
    /// A name that the pack does not have, or a value that does not fit it.
    pub fn of(edition: &Edition<'_>, given: &[(String, String)]) -> Result<Self, Vec<Finding>> {
        let pack = edition.pack;
        let (names, elsewhere) = names(edition);
        let mut binding = edition.binding.clone();
        let (mut cells, mut awards, mut found) = (BTreeMap::new(), Vec::new(), Vec::new());
        let enterprises = pack.schema.get(ENTERPRISES);
        for (name, value) in given {
            if value.trim().is_empty() {
                found.push(empty(name, value));
                continue;
            }
            let own = enterprises.and_then(|t| Some((t.field(name)?, t)));
            if let Some((id, table)) = own {
                let want = table.fields.get(id.0).map(|f| &f.ty);
                let read = literal::of_text(&said(name, value), want, &mut found);
                cells.extend(read.map(|(value, _)| (id.0, Ok(value))));
                continue;
            }
            match names.get(name) {
                Some(Name::Parameter(id, ty)) => {
                    let read = literal::of_text(&said(name, value), Some(ty), &mut found);
                    if let (Some((value, _)), Some(place)) = (read, binding.parameters.get_mut(id.0)) {
                        *place = Some(value);
                    }
                }
                Some(Name::Measure(id)) => {
                    let read = literal::of_text(&said(name, value), Some(&Type::Money), &mut found);
                    awards.extend(read.map(|(value, _)| (*id, value)));
                }
                _ => found.push(unknown(name, enterprises, &names, elsewhere.get(name))),
            }
        }
        if !found.is_empty() {
            return Err(found);
        }
        Ok(Self {
            data: one_enterprise(&pack.schema, &cells),
            schema: pack.schema.clone(),
            names,
            binding,
            definitions: pack.definitions.iter().map(|d| Some(d.value.clone())).collect(),
            awards,
            has_year: true,
            elsewhere,
        })
    }

    /// Computes an expression: its value is that of the first step.
    ///
    /// # Errors
    /// All mistakes of the expression.
    pub fn compute(&self, expression: &str) -> Result<Step, Vec<Finding>> {
        let at = said("表达式", expression).span;
        let typed = self.typed(expression, &at).map_err(|found| self.advised(found))?;
        let frame = Frame::new(&self.data, &self.schema, &self.binding, &self.definitions, 0..1);
        for (measure, value) in &self.awards {
            if let Value::Number(amount) = value {
                frame.set_award(*measure, Lanes::numbers(vec![Ok(*amount)]));
            }
        }
        let step = lang::trace(&typed, &frame);
        if !self.has_year && depends_on_year(&step) {
            let message =
                say!("表达式要用到政策年度或核定日", "the expression depends on the policy year or the as-of date");
            let remedy = say!("加上 --year", "say --year");
            return Err(vec![Finding::new(&codes::GAP, Place::Rule(at), message).remedy(remedy)]);
        }
        Ok(step)
    }

    fn typed(&self, expression: &str, at: &Span) -> Result<Typed, Vec<Finding>> {
        let scope = Scope { schema: &self.schema, table: ENTERPRISES, names: &self.names };
        lang::check(&lang::parse(expression, at)?, &scope, None)
    }

    /// A name that is not known has another remedy here than in a rule file.
    fn advised(&self, found: Vec<Finding>) -> Vec<Finding> {
        let advise = |finding: Finding| {
            let Place::Rule(at) = &finding.place else { return finding };
            let behind = at.file.text.get(at.end..).unwrap_or_default().trim_start();
            // a function cannot be given a value
            if finding.code.id != words::UNKNOWN_NAME.id || behind.starts_with(['(', '（']) {
                return finding;
            }
            let name = at.file.text.get(at.start..at.end).unwrap_or_default().to_owned();
            match self.elsewhere.get(&name) {
                Some(way_out) => finding.remedy(way_out.clone()),
                None if self.names.is_empty() => finding.remedy(say!(
                    "给它定值：--set {name}=…；用政策包里的名称：加上 --rules 和 --year；是文本就加引号：“{name}”",
                    "give it a value with --set {name}=…, or take names from a pack with --rules and --year; put text into quotes"
                )),
                None => finding,
            }
        };
        found.into_iter().map(advise).collect()
    }
}

/// The names of a policy year, and those that stand for nothing in it. A parameter of a measure that is in force counts,
/// unless two measures have one of its name.
fn names(edition: &Edition<'_>) -> (BTreeMap<String, Name>, BTreeMap<String, Bilingual>) {
    let pack = edition.pack;
    let mut names = BTreeMap::new();
    let mut add = |name: &str, meaning: Name| {
        names.insert(name.to_owned(), meaning);
    };
    for measure in &pack.measures {
        add(&measure.id, Name::Measure(measure.number));
    }
    for (i, lookup) in pack.lookups.iter().enumerate() {
        add(&lookup.name, Name::Lookup(LookupId(i), lookup.keys.clone(), lookup.ty.clone()));
    }
    for (i, bands) in pack.bands.iter().enumerate() {
        add(&bands.name, Name::Bands(BandsId(i), bands.kind, bands.input.clone(), bands.output.clone()));
    }
    for (i, definition) in pack.definitions.iter().enumerate() {
        add(&definition.name, Name::Definition(DefinitionId(i), definition.of, definition.value.ty.clone()));
    }
    let bound = |i: usize| edition.binding.parameters.get(i).is_some_and(Option::is_some);
    let in_force = |measure: &Option<String>| measure.as_ref().is_none_or(|id| edition.in_force().any(|m| m.id == *id));
    let usable = |(i, p): &(usize, &super::pack::Parameter)| bound(*i) && in_force(&p.measure);
    let (here, others): (Vec<_>, Vec<_>) = pack.parameters.iter().enumerate().partition(usable);
    let mut elsewhere = BTreeMap::new();
    for (_, parameter) in others {
        let (name, year) = (&parameter.name, edition.year);
        let way_out = say!(
            "“{name}”在 {year} 年度没有值：换一个 --year",
            "`{name}` has no value in {year}: choose another --year"
        );
        elsewhere.insert(name.clone(), way_out);
    }
    for (i, parameter) in &here {
        let name = &parameter.name;
        let owners: Vec<&str> =
            here.iter().filter(|(_, p)| p.name == *name).filter_map(|(_, p)| p.measure.as_deref()).collect();
        elsewhere.remove(name);
        if owners.len() <= 1 || parameter.measure.is_none() {
            add(name, Name::Parameter(ParameterId(*i), parameter.ty.clone()));
        } else {
            let (zh, en) = (owners.join("、"), owners.join(", "));
            let way_out =
                say!("{zh} 各有一个“{name}”：直接写出它的值", "{en} each have a `{name}`: write out its value");
            elsewhere.insert(name.clone(), way_out);
        }
    }
    (names, elsewhere)
}

fn depends_on_year(step: &Step) -> bool {
    let mut open = vec![step];
    while let Some(step) = open.pop() {
        if step.what == What::Constant {
            return true;
        }
        open.extend(&step.children);
    }
    false
}

/// A dataset of one enterprise with these cells.
fn one_enterprise(schema: &Schema, given: &BTreeMap<usize, Result<Value, State>>) -> Dataset {
    let mut texts = Texts::default();
    let tables = schema
        .tables
        .iter()
        .enumerate()
        .map(|(i, table)| {
            let mut records =
                Records { columns: table.fields.iter().map(|f| Column::empty(&f.ty)).collect(), ..Records::default() };
            if i == ENTERPRISES.0 {
                case::push(&mut records, &case::complete(table, given, ""), &mut texts);
            } else {
                records.starts = vec![0, 0];
            }
            records
        })
        .collect();
    Dataset { tables, texts }
}

fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.to_owned(),
        ty,
        headings: Vec::new(),
        year_offset: None,
        empty: Empty::Missing,
        role: None,
        spellings: Vec::new(),
        unit_words: Vec::new(),
        tax_contribution: None,
        fill_down: false,
    }
}

/// A text with a place of its own: where it stood on the command line.
fn said(name: &str, text: &str) -> Said {
    let file = Arc::new(RuleText { name: name.to_owned(), text: text.to_owned() });
    Said { text: text.to_owned(), span: Span { file, start: 0, end: text.len() } }
}

/// `--set 产值=`
fn empty(name: &str, value: &str) -> Finding {
    let message = say!("“{name}”没有给值", "`{name}` is given no value");
    let remedy = say!(
        "写成 {name}=值，如 {name}=5万元；不给的字段就是空单元格",
        "write {name}=value; a field that is left out is an empty cell"
    );
    Finding::new(&words::LITERAL, Place::Rule(said(name, value).span), message).remedy(remedy)
}

fn unknown(
    name: &str,
    enterprises: Option<&Table>,
    names: &BTreeMap<String, Name>,
    elsewhere: Option<&Bilingual>,
) -> Finding {
    let fields = enterprises.into_iter().flat_map(|t| &t.fields).map(|f| f.name.as_str());
    let near = nearest(name, fields.chain(names.keys().map(String::as_str)));
    let remedy = match near {
        _ if elsewhere.is_some() => elsewhere.cloned().unwrap_or_default(),
        Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
        None => say!(
            "可以给企业表的字段、参数，或政策措施的核定金额定值",
            "give a field of the enterprises, a parameter, or what a measure gives"
        ),
    };
    let message = say!("政策包里没有“{name}”", "the pack has no `{name}`");
    Finding::new(&codes::UNKNOWN_NAME, Place::Nowhere, message).remedy(remedy)
}
