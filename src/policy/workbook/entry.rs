//! What of a pack goes into the workbook: each list of dated values, and each table, as rows of texts.

use std::collections::BTreeMap;

use super::super::document::{self, Data, Node};
use super::super::pack::{BandTable, Lookup, Pack};
use super::super::wording;
use crate::lang::BandKind;
use crate::source::Span;
use crate::value::Type;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Parameter,
    Cap,
    Pool,
    Lookup,
    Bands,
}

/// What a column holds, after 起 and 止.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// The value of a dated list.
    Value(Type),
    /// A key of a lookup table.
    Key(Type),
    /// The value of a row of a lookup table.
    Given(Type),
    /// An edge of a band: lower or upper, and its type.
    Edge(bool, Type),
    /// Does the edge belong to the band?
    Included(bool),
    /// The rate or amount of a band, by its key.
    Worth(&'static str, Type),
    /// The most that a band gives.
    Most(Type),
}

/// A list of dated values or a table.
pub(super) struct Entry {
    pub kind: Kind,
    /// The rule file.
    pub file: String,
    /// Of the measure, the cap or the pool; empty for what the whole pack shares.
    pub id: String,
    /// The measure's or the pool's.
    pub title: String,
    /// The parameter's or the table's.
    pub name: String,
    /// The clause.
    pub reference: String,
    /// Its list in the file, and where that is: `parameter`, the second, `values`.
    pub list: Node,
    pub path: (&'static str, usize, &'static str),
    pub parts: Vec<Part>,
    /// The headings of the parts.
    pub headings: Vec<String>,
    /// The sheet on which it stands.
    pub sheet: String,
    /// The rows that stand in CSV files beside the rule file, by the name of the file.
    pub beside: BTreeMap<String, Vec<Vec<String>>>,
}

/// A row of an entry: 起, 止, then a text for each part.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// Which version (or value) of the list it belongs to.
    pub version: usize,
    /// Which row within the version; none for `otherwise`.
    pub row: Option<usize>,
    pub span: Span,
    pub cells: Vec<String>,
    /// Is the cell written without quotes? For each part.
    pub bare: Vec<bool>,
    /// Do the rows of its version stand in a CSV file?
    pub beside: bool,
}

/// The word for `otherwise` in the key columns.
pub(super) const OTHERS: &str = "其余";

/// Everything, in the order of the pack's files.
pub(super) fn all(pack: &Pack) -> Vec<Entry> {
    let mut entries = Vec::new();
    for file in &pack.sources {
        if super::super::grammar::of_file(&file.name)
            .is_none_or(|kind| ["fields", "layout", "tests"].contains(&kind.name))
        {
            continue;
        }
        let root = document::read(file).root;
        let words = |key: &str| get(&root, key).map(text).unwrap_or_default();
        let reference = items(get(&root, "reference")).first().map(|r| clause(r)).unwrap_or_default();
        let measure = file.name.starts_with("measures/");
        let (id, title) = if measure { (words("id"), words("title")) } else { Default::default() };
        let base = |kind, node: &Node, path: (&'static str, usize, &'static str)| -> Option<Entry> {
            Some(Entry {
                kind,
                file: file.name.clone(),
                id: id.clone(),
                title: title.clone(),
                name: get(node, "name").map(text).unwrap_or_default(),
                reference: reference.clone(),
                list: get(node, path.2)?.clone(),
                path,
                parts: Vec::new(),
                headings: Vec::new(),
                sheet: String::new(),
                beside: BTreeMap::new(),
            })
        };
        for (i, node) in items(get(&root, "parameter")).into_iter().enumerate() {
            let ty = get(node, "name").and_then(|name| pack.parameters.iter().find(|p| p.span == name.span));
            if let (Some(mut entry), Some(parameter)) = (base(Kind::Parameter, node, ("parameter", i, "values")), ty) {
                entry.parts = vec![Part::Value(parameter.ty.clone())];
                entry.headings = vec!["值".to_owned()];
                entry.sheet = super::PARAMETERS.to_owned();
                entries.push(entry);
            }
        }
        for (kind, section, list) in [(Kind::Cap, "enterprise-cap", "values"), (Kind::Pool, "pool", "budget")] {
            for (i, node) in items(get(&root, section)).into_iter().enumerate() {
                if let Some(mut entry) = base(kind, node, (section, i, list)) {
                    entry.id = get(node, "id").map(text).unwrap_or_default();
                    entry.title = get(node, "title").map(text).unwrap_or_default();
                    entry.name = entry.id.clone();
                    entry.parts = vec![Part::Value(Type::Money)];
                    entry.headings = vec!["金额".to_owned()];
                    entry.sheet = super::LIMITS.to_owned();
                    entries.push(entry);
                }
            }
        }
        for (i, node) in items(get(&root, "lookup")).into_iter().enumerate() {
            let Some(mut entry) = base(Kind::Lookup, node, ("lookup", i, "versions")) else { continue };
            let stands = |l: &&Lookup| l.versions.iter().any(|v| within(&v.span, &entry.list.span));
            if let Some(lookup) = pack.lookups.iter().find(stands) {
                let names = items(Some(&entry.list)).into_iter().filter_map(|version| get(version, "csv"));
                entry.beside = names.map(|name| (text(name), csv_rows(pack, &file.name, &text(name)))).collect();
                let keys = items(get(node, "keys"));
                entry.headings = keys.iter().map(|k| text(k)).chain(["值".to_owned()]).collect();
                entry.parts =
                    lookup.keys.iter().cloned().map(Part::Key).chain([Part::Given(lookup.ty.clone())]).collect();
                entries.push(entry);
            }
        }
        for (i, node) in items(get(&root, "bands")).into_iter().enumerate() {
            let Some(mut entry) = base(Kind::Bands, node, ("bands", i, "versions")) else { continue };
            let stands = |b: &&BandTable| b.versions.iter().any(|v| within(&v.span, &entry.list.span));
            if let Some(bands) = pack.bands.iter().find(stands) {
                let (key, worth, ty) = match bands.kind {
                    BandKind::Step => ("amount", "定额", bands.output.clone()),
                    BandKind::Marginal | BandKind::Whole => ("rate", "比例", Type::Number),
                };
                let edge = |upper| [Part::Edge(upper, bands.input.clone()), Part::Included(upper)];
                entry.parts = edge(false).into_iter().chain(edge(true)).collect();
                entry.parts.extend([Part::Worth(key, ty), Part::Most(bands.output.clone())]);
                entry.headings = ["下限", "含下限", "上限", "含上限", worth, "最高"].map(str::to_owned).to_vec();
                entries.push(entry);
            }
        }
    }
    super::sheet::name(&mut entries);
    entries
}

/// The list of an entry in another version of its file.
pub(super) fn list_in<'a>(root: &'a Node, entry: &Entry) -> Option<&'a Node> {
    let (section, index, list) = entry.path;
    items(get(root, section)).into_iter().nth(index).and_then(|node| get(node, list))
}

/// The rows of a list of that kind.
pub(super) fn records(entry: &Entry, list: &Node) -> Vec<Record> {
    let mut records = Vec::new();
    for (version, item) in items(Some(list)).into_iter().enumerate() {
        let dates = ["from", "to"].map(|key| get(item, key).map(text).unwrap_or_default());
        let beside = get(item, "csv").is_some();
        let add = |records: &mut Vec<Record>, row: Option<usize>, span: &Span, parts: Vec<Option<&Node>>| {
            let words = |node: &Option<&Node>| node.map(text).unwrap_or_default();
            let cells = dates.iter().cloned().chain(parts.iter().map(words)).collect();
            let bare = parts.iter().map(|node| node.is_some_and(|n| !matches!(n.data, Data::Text(_)))).collect();
            records.push(Record { version, row, span: span.clone(), cells, bare, beside });
        };
        match entry.kind {
            Kind::Parameter | Kind::Cap | Kind::Pool => {
                add(&mut records, Some(0), &item.span, vec![get(item, "value")])
            }
            Kind::Lookup => {
                for (row, node) in items(get(item, "rows")).into_iter().enumerate() {
                    add(&mut records, Some(row), &node.span, items(Some(node)).into_iter().map(Some).collect());
                }
                let lines = get(item, "csv").and_then(|name| entry.beside.get(&text(name)));
                for line in lines.into_iter().flatten() {
                    let cells = dates.iter().cloned().chain(line.iter().cloned()).collect();
                    let bare = vec![false; line.len()];
                    records.push(Record { version, row: Some(0), span: item.span.clone(), cells, bare, beside });
                }
                if let Some(node) = get(item, "otherwise") {
                    let keys = entry.parts.iter().filter(|p| matches!(p, Part::Key(_)));
                    add(&mut records, None, &node.span, keys.map(|_| None).chain([Some(node)]).collect());
                }
            }
            Kind::Bands => {
                for (row, band) in items(get(item, "bands")).into_iter().enumerate() {
                    add(
                        &mut records,
                        Some(row),
                        &band.span,
                        entry.parts.iter().map(|part| band_cell(band, part)).collect(),
                    );
                }
            }
        }
    }
    for record in &mut records {
        for (cell, part) in record.cells.iter_mut().skip(2).zip(&entry.parts) {
            match part {
                Part::Key(_) if record.row.is_none() => OTHERS.clone_into(cell),
                _ => {}
            }
        }
    }
    if entry.kind == Kind::Bands {
        let bands = items(Some(list)).into_iter().flat_map(|item| items(get(item, "bands")));
        for (record, band) in records.iter_mut().zip(bands) {
            for (cell, part) in record.cells.iter_mut().skip(2).zip(&entry.parts) {
                if let Part::Included(upper) = part {
                    *cell = included(band, *upper).to_owned();
                }
            }
        }
    }
    records
}

/// The keys of an edge: that which includes it, that which does not.
pub(super) const fn edge_keys(upper: bool) -> [&'static str; 2] {
    if upper { ["to", "below"] } else { ["from", "over"] }
}

fn band_cell<'a>(band: &'a Node, part: &Part) -> Option<&'a Node> {
    match part {
        Part::Edge(upper, _) => edge_keys(*upper).into_iter().find_map(|key| get(band, key)),
        Part::Worth(key, _) => get(band, key),
        Part::Most(_) => get(band, "cap"),
        Part::Value(_) | Part::Key(_) | Part::Given(_) | Part::Included(_) => None,
    }
}

/// Does the edge belong to the band? Nothing where there is no edge.
fn included(band: &Node, upper: bool) -> &'static str {
    let [with, without] = edge_keys(upper);
    match (get(band, with), get(band, without)) {
        (Some(_), _) => wording::yes_no(true),
        (None, Some(_)) => wording::yes_no(false),
        (None, None) => "",
    }
}

/// The rows of a CSV file beside a rule file, without its headings.
fn csv_rows(pack: &Pack, file: &str, name: &str) -> Vec<Vec<String>> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let Some(source) = pack.sources.iter().find(|s| s.name == format!("{folder}/{name}")) else { return Vec::new() };
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let rows = reader.records().flatten().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
    rows.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect()
}

/// Is the list written between brackets, so that rows can be added and removed?
pub(super) fn is_inline(list: &Node) -> bool {
    list.span.text().starts_with('[') && items(Some(list)).iter().all(|item| item.span.text().starts_with('{'))
}

fn within(inner: &Span, outer: &Span) -> bool {
    inner.file == outer.file
        && (outer.start <= inner.start && inner.end <= outer.end || items_of_sections(inner, outer))
}

/// `[[lookup.versions]]`: the list has no place of its own but that of its first section.
fn items_of_sections(inner: &Span, outer: &Span) -> bool {
    !outer.text().starts_with('[') && inner.start == outer.start
}

pub(super) fn get<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    match &node.data {
        Data::Table(entries) => entries.iter().find(|e| e.key == key).map(|e| &e.value),
        _ => None,
    }
}

/// The members of a list, or the one section in its place.
pub(super) fn items(node: Option<&Node>) -> Vec<&Node> {
    match node.map(|n| &n.data) {
        Some(Data::List(items)) => items.iter().collect(),
        Some(Data::Table(_)) => node.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// A value as a person writes it into a cell.
pub(super) fn text(node: &Node) -> String {
    match &node.data {
        Data::Text(text) => text.clone(),
        Data::Integer(number) => number.to_string(),
        Data::YesNo(answer) => wording::yes_no(*answer).to_owned(),
        Data::Date(day) => day.to_string(),
        Data::Float(words) | Data::Time(words) => words.clone(),
        Data::List(_) | Data::Table(_) => String::new(),
    }
}

fn clause(reference: &Node) -> String {
    let word = |key: &str| get(reference, key).map(text).unwrap_or_default();
    format!("{}：{}", word("document"), word("text"))
}
