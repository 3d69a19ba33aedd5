//! What has a name and may stand in several files: parameters, definitions, lookup tables and bands.
//! In `definitions.toml` and `tables/*.toml` they are known to the whole pack, in a measure's file there only.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bands;
use super::definition;
use super::lookup;
use super::names::Names;
use super::pack::{BandTable, Definition, Lookup, Parameter};
use super::parameter;
use super::section::{Said, Section};
use super::silenced::Silenced;
use crate::diagnostic::Finding;
use crate::lang::{BandsId, LookupId, Name, ParameterId};
use crate::schema::Schema;
use crate::source::{RuleText, Span};

/// What the pack holds so far. The ids of the expression language are positions here.
pub(super) struct Stock<'a> {
    pub schema: &'a Schema,
    /// CSV files of the pack by name.
    pub csv: &'a BTreeMap<String, Arc<RuleText>>,
    pub csv_used: std::cell::RefCell<std::collections::BTreeSet<String>>,
    pub parameters: Vec<Parameter>,
    pub definitions: Vec<Definition>,
    pub lookups: Vec<Lookup>,
    pub lookup_places: Vec<Span>,
    pub bands: Vec<BandTable>,
    pub band_places: Vec<Span>,
}

impl<'a> Stock<'a> {
    /// Nothing yet.
    pub fn new(schema: &'a Schema, csv: &'a BTreeMap<String, Arc<RuleText>>) -> Self {
        Self {
            schema,
            csv,
            csv_used: std::cell::RefCell::default(),
            parameters: Vec::new(),
            definitions: Vec::new(),
            lookups: Vec::new(),
            lookup_places: Vec::new(),
            bands: Vec::new(),
            band_places: Vec::new(),
        }
    }
}

/// Reads everything of a section that has a name: first what stands by itself, then the definitions that may use it.
pub(super) fn read(
    top: &mut Section<'_>,
    measure: Option<&str>,
    names: &mut Names,
    stock: &mut Stock<'_>,
    found: &mut Vec<Finding>,
) {
    let drafts = independent(top, measure, names, stock, found);
    definition::check(drafts, stock.schema, names, &mut stock.definitions, found);
}

/// Reads parameters, lookup tables and bands, and hands over the definitions unchecked.
pub(super) fn independent(
    top: &mut Section<'_>,
    measure: Option<&str>,
    names: &mut Names,
    stock: &mut Stock<'_>,
    found: &mut Vec<Finding>,
) -> Vec<definition::Draft> {
    let schema = stock.schema;
    for section in top.sections("parameter") {
        let (said, parameter) = parameter::read(section, measure, found);
        let meaning = parameter.map(|parameter| {
            let meaning = Name::Parameter(ParameterId(stock.parameters.len()), parameter.ty.clone());
            stock.parameters.push(parameter);
            meaning
        });
        add(names, schema, said, meaning, found);
    }
    let folder = top.span.file.name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    for section in top.sections("lookup") {
        let beside = |name: &str| {
            let path = format!("{folder}{name}");
            let file = stock.csv.get(&path).map(Arc::clone);
            stock.csv_used.borrow_mut().insert(path);
            file
        };
        let (said, lookup) = lookup::read(section, schema, &beside, found);
        let meaning = lookup.map(|lookup| {
            let meaning = Name::Lookup(LookupId(stock.lookups.len()), lookup.keys.clone(), lookup.ty.clone());
            stock.lookups.push(lookup);
            stock.lookup_places.extend(said.iter().map(|s| s.span.clone()));
            meaning
        });
        add(names, schema, said, meaning, found);
    }
    for section in top.sections("bands") {
        let (said, read) = bands::read(section, found);
        let meaning = read.map(|read| {
            let meaning = Name::Bands(BandsId(stock.bands.len()), read.kind, read.input.clone(), read.output.clone());
            stock.bands.push(read);
            stock.band_places.extend(said.iter().map(|s| s.span.clone()));
            meaning
        });
        add(names, schema, said, meaning, found);
    }
    top.sections("define").into_iter().filter_map(|section| definition::read(section, schema, found)).collect()
}

fn add(
    names: &mut Names,
    schema: &Schema,
    said: Option<Said>,
    meaning: Result<Name, Silenced>,
    found: &mut Vec<Finding>,
) {
    if let Some(said) = said {
        names.add(schema, &said, meaning, found);
    }
}
