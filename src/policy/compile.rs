//! The whole way from rule files to a checked pack: documents, fields, the frame (`pack.toml`), shared names, measures,
//! what looks at several measures, cases, and last what can only be seen of the whole.
//!
//! All mistakes are found at once. A file that is not TOML does not hide the mistakes of the others; of itself it
//! shows only what is not TOML, because the rest may be a consequence.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::allow;
use super::case_file;
use super::definition;
use super::document::{self, Data, Document, Node};
use super::fields;
use super::frame::{self, Frame, Payouts};
use super::measure::{self, Ground};
use super::mistake;
use super::names::Names;
use super::pack::{Measure, Pack};
use super::rates;
use super::section::Section;
use super::shared::{self, Stock};
use super::silenced::Silenced;
use super::stationery::{self, Stationery};
use super::{taking, usage};
use crate::diagnostic::{Code, Finding, Severity, codes::lang as lang_codes, codes::policy as codes};
use crate::lang::{MeasureId, Name};
use crate::say;
use crate::schema::Schema;
use crate::source::{Place, RuleText, Span};

/// A rule file: its name within the pack, with `/`, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// `measures/rd-award.toml`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What cannot be judged while the fields are not known.
static NEED_FIELDS: [&Code; 6] = [
    &codes::UNKNOWN_NAME,
    &lang_codes::UNKNOWN_NAME,
    &lang_codes::TYPE,
    &lang_codes::PLACE,
    &lang_codes::CHOICE,
    &lang_codes::UNIT,
];

/// What a file of a pack holds, in the order in which findings are listed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Frame,
    Fields,
    Layout,
    Definitions,
    Tables,
    Measures,
    Cases,
    Csv,
    Text,
    Stranger,
}

/// Makes a pack of its files; with it come warnings and notes.
///
/// # Errors
/// Everything that is wrong with it, in the order of the pack's files.
pub fn compile(sources: &[Source]) -> Result<(Pack, Vec<Finding>), Vec<Finding>> {
    let mut found = Vec::new();
    let mut files: Vec<(Part, Arc<RuleText>)> = sources
        .iter()
        .map(|s| (part(&s.name), Arc::new(RuleText { name: s.name.clone(), text: s.text.clone() })))
        .collect();
    files.sort_by(|a, b| (a.0, &a.1.name).cmp(&(b.0, &b.1.name)));
    let documents: Vec<(Part, Document)> = files
        .iter()
        .filter(|(part, _)| *part <= Part::Cases)
        .map(|(part, file)| (*part, document::read(file)))
        .collect();
    let unreadable: BTreeMap<&str, Silenced> = documents
        .iter()
        .filter_map(|(_, d)| Some((d.root.span.file.name.as_str(), Silenced::of(&d.mistakes)?)))
        .collect();
    let pack = assemble(&files, &documents, &unreadable, &mut found);
    let fieldless = unreadable.contains_key("fields.toml") || files.iter().all(|(part, _)| *part != Part::Fields);
    let nameless = unreadable.keys().any(|name| matches!(part(name), Part::Definitions | Part::Tables));
    found.retain(|f| match &f.place {
        Place::Rule(span) if unreadable.contains_key(span.file.name.as_str()) => false,
        _ if fieldless => !NEED_FIELDS.contains(&f.code),
        _ => !(nameless && f.code == &lang_codes::UNKNOWN_NAME),
    });
    found.extend(documents.iter().flat_map(|(_, d)| d.mistakes.iter().cloned()));
    let mut seen = BTreeSet::new();
    found.retain(|f| seen.insert((f.code.id, f.place.clone(), f.message.clone())));
    found.sort_by_key(|f| match &f.place {
        Place::Rule(span) => (Some(part(&span.file.name)), span.file.name.clone(), span.start),
        _ => (None, String::new(), 0),
    });
    match pack {
        Some(pack) if found.iter().all(|f| f.severity() > Severity::Error) => Ok((pack, found)),
        _ => {
            // what is refused has a reason, whatever happens above
            let place = files.first().map_or(Place::Nowhere, |(_, file)| start(file));
            Silenced::since(0, place, &mut found);
            Err(found)
        }
    }
}

fn part(name: &str) -> Part {
    match name.split_once('/') {
        None if name == "pack.toml" => Part::Frame,
        None if name == "fields.toml" => Part::Fields,
        None if name == "layout.toml" => Part::Layout,
        None if name == "definitions.toml" => Part::Definitions,
        None if name.ends_with(".md") => Part::Text,
        Some(("tables", rest)) if !rest.contains('/') && rest.ends_with(".toml") => Part::Tables,
        Some(("measures", rest)) if !rest.contains('/') && rest.ends_with(".toml") => Part::Measures,
        Some(("tests", rest)) if !rest.contains('/') && rest.ends_with(".toml") => Part::Cases,
        Some(("tables" | "measures", rest)) if !rest.contains('/') && rest.ends_with(".csv") => Part::Csv,
        _ => Part::Stranger,
    }
}

fn assemble(
    files: &[(Part, Arc<RuleText>)],
    documents: &[(Part, Document)],
    unreadable: &BTreeMap<&str, Silenced>,
    found: &mut Vec<Finding>,
) -> Option<Pack> {
    let of = |wanted: Part| documents.iter().filter(move |(part, _)| *part == wanted).map(|(_, d)| &d.root);
    strangers(files, found);
    for (wanted, name) in [(Part::Frame, "pack.toml"), (Part::Fields, "fields.toml")] {
        if of(wanted).next().is_none() {
            found.push(missing_file(name, files));
        }
    }
    let before = found.len();
    let schema = of(Part::Fields).next().map(|root| fields::schema(root, found)).unwrap_or_default();
    let broken = broken_fields(of(Part::Fields).next(), &schema, unreadable.contains_key("fields.toml"));
    let mut names = Names::default();
    if !broken.is_empty() {
        let place = || of(Part::Fields).next().map_or(Place::Nowhere, |root| start(&root.span.file));
        let because = unreadable.get("fields.toml").copied();
        let because = because.unwrap_or_else(|| Silenced::since(before, place(), found));
        for name in &broken {
            names.breaks(name, because);
        }
    }
    let before = found.len();
    let mut frame = of(Part::Frame).next().map(|root| frame::read(root, &schema, found)).unwrap_or_default();
    let blind = of(Part::Frame).next().is_none() || unreadable.contains_key("pack.toml");
    // a pack without its pack.toml has been told so at the very beginning
    let about_frame = if blind { 0 } else { before };
    let wrong_frame = unreadable.get("pack.toml").copied().or_else(|| Silenced::recorded(about_frame, found));
    let csv: BTreeMap<String, Arc<RuleText>> =
        files.iter().filter(|(part, _)| *part == Part::Csv).map(|(_, f)| (f.name.clone(), Arc::clone(f))).collect();
    let stationery = of(Part::Layout).next().map_or_else(Stationery::default, |root| {
        let known = stationery::Known {
            schema: Some(&schema).filter(|_| of(Part::Fields).next().is_some() && broken.is_empty()),
            payers: Some(frame.payers.as_slice()).filter(|_| !blind),
        };
        stationery::read(root, &known, found)
    });
    let mut stock = Stock::new(&schema, &csv);

    // names of the whole pack: all files first, then the definitions, which may use one another
    for (i, said) in frame.measures.iter().enumerate() {
        names.add_measure(&said.text, Name::Measure(MeasureId(i)));
    }
    let mut drafts: Vec<definition::Draft> = Vec::new();
    for root in of(Part::Definitions).chain(of(Part::Tables)) {
        if let Some(mut top) = Section::of(root, found) {
            allow::pass(&mut top);
            drafts.extend(shared::independent(&mut top, None, &mut names, &mut stock, found));
            top.finish(found);
        }
    }
    definition::check(drafts, &schema, &mut names, &mut stock.definitions, found);
    names.break_those_in(unreadable);

    let mut pools: BTreeMap<String, BTreeSet<MeasureId>> =
        frame.pools.iter().map(|p| (p.id.clone(), BTreeSet::new())).collect();
    let ground = Ground {
        names: &names,
        order: &frame.measures,
        payers: &frame.payers,
        pools: frame.pools.iter().map(|p| p.id.as_str()).collect(),
        blind,
        frame: wrong_frame,
    };
    let mut read: Vec<measure::Read> = Vec::new();
    for root in of(Part::Measures) {
        if let Some(top) = Section::of(root, found) {
            read.extend(measure::read(top, &ground, &mut stock, found));
        }
    }
    for one in &read {
        if let (Some(number), Some(members)) = (one.number, one.pool.as_deref().and_then(|p| pools.get_mut(p))) {
            members.insert(number);
        }
    }
    versions(&read, found);
    if !blind {
        without_file(&frame, documents, &read, found);
    }
    let veto = frame.veto(&schema, &names, found);
    frame.breakers(&schema, &names, found);
    let payouts = Payouts(
        frame
            .measures
            .iter()
            .enumerate()
            .map(|(i, said)| {
                (said.text.as_str(), (MeasureId(i), read.iter().find(|r| r.id.text == said.text).and_then(|r| r.pays)))
            })
            .collect(),
    );
    let stacking = frame.stacking(&payouts, found);
    let enterprise_caps = frame.caps(&payouts, found);
    let known = case_file::Known {
        schema: &schema,
        measures: frame.measures.iter().map(|m| m.text.as_str()).filter(|_| !blind).collect(),
        payers: frame.payers.iter().map(|p| p.id.as_str()).filter(|_| !blind).collect(),
        broken: &broken,
    };
    let cases = of(Part::Cases).flat_map(|root| case_file::read(root, &known, found)).collect();
    let rules = documents.iter().filter(|(part, _)| *part < Part::Cases);
    let allows = rules.flat_map(|(_, document)| allow::read(&document.root, found)).collect();
    for (name, file) in &csv {
        if !stock.csv_used.borrow().contains(name) {
            found.push(unused_csv(file));
        }
    }
    if !unreadable.is_empty() || found.iter().any(|f| f.severity() == Severity::Error) {
        return None; // what follows would mostly be consequences
    }
    let measures: Result<Vec<Measure>, Silenced> = read.into_iter().map(|r| r.measure).collect();
    let (Ok(mut measures), Ok(veto)) = (measures, veto) else {
        return None;
    };
    measures.sort_by_key(|m| (m.number, m.effective.from));
    let (lookup_places, band_places) =
        (std::mem::take(&mut stock.lookup_places), std::mem::take(&mut stock.band_places));
    let Stock { parameters, definitions, lookups, bands, .. } = stock;
    let mut budgets = frame.pools;
    for pool in &mut budgets {
        pool.measures = pools.get(pool.id.as_str()).into_iter().flatten().copied().collect();
    }
    let mut pack = Pack {
        id: frame.id,
        title: frame.title,
        jurisdiction: frame.jurisdiction,
        payers: frame.payers,
        listed: frame.measures.into_iter().map(|said| said.text).collect(),
        measures,
        definitions,
        parameters,
        lookups,
        bands,
        veto,
        stacking,
        enterprise_caps,
        pools: budgets,
        offset: frame.offset,
        cases,
        allows,
        stationery,
        sources: files.iter().map(|(_, f)| Arc::clone(f)).collect(),
        schema: schema.clone(),
    };
    taking::mark(&mut pack);
    usage::look(&pack, &lookup_places, &band_places, found);
    rates::look(&pack, found);
    Some(pack)
}

/// Fields that `fields.toml` means to have but whose rule is wrong (all of them, if it could not be read whole):
/// what uses them is not complained about.
fn broken_fields(root: Option<&Node>, schema: &Schema, all: bool) -> Vec<String> {
    let mut named = Vec::new();
    let mut open: Vec<&Node> = root.into_iter().collect();
    while let Some(node) = open.pop() {
        match &node.data {
            Data::List(items) => open.extend(items),
            Data::Table(entries) => {
                for entry in entries {
                    match &entry.value.data {
                        Data::Text(text) if entry.key == "name" => named.push(text.clone()),
                        _ => open.push(&entry.value),
                    }
                }
            }
            _ => {}
        }
    }
    named.retain(|name| all || (schema.table(name).is_none() && schema.tables.iter().all(|t| t.field(name).is_none())));
    named.sort();
    named.dedup();
    named
}

/// Two versions of one measure must not be in force on one day.
fn versions(read: &[measure::Read], found: &mut Vec<Finding>) {
    for (i, later) in read.iter().enumerate() {
        for earlier in read.iter().take(i).filter(|r| r.id.text == later.id.text) {
            if let (Some(a), Some(b)) = (earlier.period, later.period)
                && a.overlaps(b)
            {
                let id = &later.id.text;
                let other = &earlier.id.span.file.name;
                found.push(
                    Finding::new(
                        &codes::VERSIONS,
                        Place::Rule(later.effective.clone()),
                        say!("“{id}”与 {other} 中的同名措施在同一天有效", "`{id}` and the measure of that id in {other} are in force on the same day"),
                    )
                    .and_at(Place::Rule(earlier.effective.clone()))
                    .in_measure(id)
                    .remedy(say!("若是新旧版本，给旧的 effective 写上 to；若是两项措施，改其中一个 id", "if they are versions, give the older one's effective a `to`; if they are two measures, change one id")),
                );
            }
        }
    }
}

fn without_file(frame: &Frame, documents: &[(Part, Document)], read: &[measure::Read], found: &mut Vec<Finding>) {
    // a measure whose file is there but whose id could not be read is not missing
    let files = documents.iter().filter(|(part, _)| *part == Part::Measures);
    let unknown = files.clone().count() > read.len() || files.into_iter().any(|(_, d)| !d.mistakes.is_empty());
    for said in &frame.measures {
        if !unknown && read.iter().all(|r| r.id.text != said.text) {
            let known: Vec<&str> = read.iter().map(|r| r.id.text.as_str()).collect();
            found.push(mistake::unknown_name(said, "措施文件", "measure file", &known));
        }
    }
}

fn strangers(files: &[(Part, Arc<RuleText>)], found: &mut Vec<Finding>) {
    for (_, file) in files.iter().filter(|(part, _)| *part == Part::Stranger) {
        let name = &file.name;
        found.push(
            Finding::new(
                &codes::NOT_PART,
                start(file),
                say!("“{name}”不是政策包的一部分，没有读取", "`{name}` is no part of a pack and was not read"),
            )
            .remedy(say!(
                "政策包由 pack.toml、fields.toml、layout.toml、definitions.toml、tables/、measures/、tests/ 组成",
                "a pack consists of pack.toml, fields.toml, layout.toml, definitions.toml, tables/, measures/ and tests/"
            )),
        );
    }
}

fn unused_csv(file: &Arc<RuleText>) -> Finding {
    let name = &file.name;
    Finding::new(&codes::UNUSED, start(file), say!("没有对照表用到“{name}”", "no lookup table uses `{name}`"))
        .remedy(say!("删去它，或在对照表里写 csv = \"…\"", "remove it, or write csv = \"…\" in a lookup table"))
}

fn missing_file(name: &str, files: &[(Part, Arc<RuleText>)]) -> Finding {
    let names: Vec<&str> = files.iter().map(|(_, f)| f.name.as_str()).collect();
    let remedy = match crate::diagnostic::suggest::nearest(name, names.iter().copied()) {
        Some(near) => say!("“{near}”是否应改名为 {name}？", "should `{near}` be called {name}?"),
        None => say!("在政策包的文件夹里写一个 {name}", "write a {name} in the folder of the pack"),
    };
    Finding::new(&codes::MISSING_FILE, Place::Nowhere, say!("政策包缺少 {name}", "the pack lacks {name}"))
        .remedy(remedy)
}

fn start(file: &Arc<RuleText>) -> Place {
    Place::Rule(Span { file: Arc::clone(file), start: 0, end: 0 })
}
