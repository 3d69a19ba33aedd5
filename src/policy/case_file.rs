//! Reading `tests/*.toml` into cases; the grammar stands on top of `case.rs`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::case::{
    Case, CaseEnterprise, Cells, Expectation, ExpectedPayments, ExpectedStatus, ExpectedTotal, STEPS, complete,
};
use super::document::{Data, Entry, Node};
use super::literal;
use super::mistake;
use super::section::{Said, Section};
use crate::calendar::Date;
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::exact::Exact;
use crate::say;
use crate::schema::{ENTERPRISES, Role, Schema, Table, TableId};
use crate::source::Place;
use crate::value::{State, Type, Value};

/// What a case may speak of.
pub(super) struct Known<'a> {
    pub schema: &'a Schema,
    pub measures: Vec<&'a str>,
    pub payers: Vec<&'a str>,
    /// Fields whose own rule is wrong.
    pub broken: &'a [String],
}

/// Reads all cases of a file.
pub(super) fn read(root: &Node, known: &Known<'_>, found: &mut Vec<Finding>) -> Vec<Case> {
    let Some(mut top) = Section::of(root, found) else {
        return Vec::new();
    };
    top.need("case");
    let cases = top.sections("case").into_iter().filter_map(|section| case(section, known, found)).collect();
    top.finish(found);
    cases
}

fn case(mut section: Section<'_>, known: &Known<'_>, found: &mut Vec<Finding>) -> Option<Case> {
    let (name, basis) = (section.need_text("name"), section.text("basis"));
    section.need("year");
    let year = section.small("year");
    let as_of = section.date("as_of").or_else(|| Date::year_end(year?));
    let measure = section.text("measure");
    section.need("enterprise");
    let (mut enterprises, mut groups): (Vec<CaseEnterprise>, Vec<Alike>) = (Vec::new(), Vec::new());
    for inner in section.sections("enterprise") {
        let start = enterprises.len();
        let (name, alike) = alike(inner, start, known, found);
        if let [read] = alike.as_slice()
            && let Some(first) = enterprises.iter().find(|e| e.code == read.code)
        {
            let said = Said { text: read.code.clone(), span: mistake::first_line(&read.span) };
            found.push(mistake::duplicate(&said, "信用代码", "credit code", &mistake::first_line(&first.span)));
        }
        enterprises.extend(alike);
        groups.push(Alike { name, enterprises: start..enterprises.len() });
    }
    if measure.is_none() {
        // with a measure, `duixian test --bless` can write what comes out
        section.need("expect");
    }
    let expectations = section
        .sections("expect")
        .into_iter()
        .filter_map(|inner| expectation(inner, measure.as_ref(), (&enterprises, &groups), known, found))
        .collect();
    section.finish(found);
    let name = name?;
    Some(Case {
        span: name.span,
        name: name.text,
        basis: basis.map(|b| b.text).unwrap_or_default(),
        year: year?,
        as_of: as_of?,
        enterprises,
        expectations,
        measure: measure.map(|m| m.text),
    })
}

/// The most enterprises that one section of a case may stand for.
const MOST_ALIKE: i16 = 10_000;

/// The enterprises that one section of a case stands for.
struct Alike {
    /// As the section names them, without their numbers.
    name: String,
    /// Their positions in the case.
    enterprises: Range<usize>,
}

/// Reads one section: its name, and the enterprises that it stands for, the first at `position`.
fn alike(
    mut section: Section<'_>,
    position: usize,
    known: &Known<'_>,
    found: &mut Vec<Finding>,
) -> (String, Vec<CaseEnterprise>) {
    let span = section.span.clone();
    let nothing = Table {
        name: String::new(),
        sheets: Vec::new(),
        fields: Vec::new(),
        absent: crate::schema::Absent::Empty,
        takes_away: false,
    };
    let table = known.schema.get(ENTERPRISES).unwrap_or(&nothing);
    let count = if table.field("count").is_none() { section.small("count") } else { None };
    let (related, own): (Vec<&Entry>, Vec<&Entry>) = section
        .entries()
        .iter()
        .filter(|entry| entry.key != "count" || table.field("count").is_some())
        .partition(|entry| table.field(&entry.key).is_none() && known.schema.table(&entry.key).is_some());
    let given = cells(&own, table, known, found);
    let rows = related_rows(&related, known, found);
    let text = |role: Role| match table.role(role).and_then(|id| given.get(&id.0)) {
        Some(Ok(Value::Text(text))) => Some(text.to_string()),
        _ => None,
    };
    let (code, name) = (text(Role::Code), text(Role::Name));
    let several = count.is_some_and(|n| n != 1);
    if count.is_some_and(|n| !(1..=MOST_ALIKE).contains(&n)) || (several && code.is_some()) {
        section.complain(
            Finding::new(
                &codes::CASE,
                Place::Rule(mistake::first_line(&span)),
                say!(
                    "count 是 1 到 {MOST_ALIKE} 的整数，并且几家企业不能共用一个信用代码",
                    "count is a whole number from 1 to {MOST_ALIKE}, and several enterprises cannot share one credit code"
                ),
            )
            .remedy(say!("改正 count，或删去信用代码", "correct count, or remove the credit code")),
        );
    }
    section.finish_open(found);
    let count = usize::try_from(count.unwrap_or(1).clamp(1, MOST_ALIKE)).unwrap_or(1);
    let base = name.unwrap_or_else(|| format!("{}{}", table.name, position + 1));
    let one = |at: usize| {
        // a made-up code: no real one begins with so many zeros, and it keeps the listed order
        let code = code.clone().unwrap_or_else(|| format!("{:018}", position + at + 1));
        let name = if several { format!("{base}{}", at + 1) } else { base.clone() };
        let mut cells = given.clone();
        if let Some(id) = table.role(Role::Name)
            && !matches!(cells.get(&id.0), Some(Err(_)))
        {
            cells.insert(id.0, Ok(Value::Text(Arc::from(name.as_str()))));
        }
        let mut records: Vec<Vec<Cells>> = vec![Vec::new(); known.schema.tables.len()];
        for (id, row) in &rows {
            if let (Some(table), Some(records)) = (known.schema.get(*id), records.get_mut(id.0)) {
                records.push(complete(table, row, &code));
            }
        }
        CaseEnterprise { cells: complete(table, &cells, &code), code, name, records, span: span.clone() }
    };
    let all = (0..count).map(one).collect();
    (base, all)
}

/// The records of related tables that a section gives.
fn related_rows(related: &[&Entry], known: &Known<'_>, found: &mut Vec<Finding>) -> Vec<(TableId, Given)> {
    let mut given = Vec::new();
    for entry in related {
        let Some((id, table)) = known.schema.table(&entry.key).and_then(|id| Some((id, known.schema.get(id)?))) else {
            continue;
        };
        let Data::List(rows) = &entry.value.data else {
            found.push(mistake::wrong_type(&entry.value, "一列记录（[{…}, {…}]）", "a list of records ([{…}, {…}])"));
            continue;
        };
        for row in rows {
            if let Some(inner) = Section::of(row, found) {
                let entries: Vec<&Entry> = inner.entries().iter().collect();
                given.push((id, cells(&entries, table, known, found)));
            }
        }
    }
    given
}

/// The cells that are written, by the number of their field.
type Given = BTreeMap<usize, Result<Value, State>>;

fn cells(entries: &[&Entry], table: &Table, known: &Known<'_>, found: &mut Vec<Finding>) -> Given {
    let mut given = BTreeMap::new();
    for entry in entries {
        let Some((id, field)) = table.field(&entry.key).and_then(|id| Some((id, table.fields.get(id.0)?))) else {
            if !known.broken.contains(&entry.key) {
                let said = Said { text: entry.key.clone(), span: entry.span.clone() };
                let names: Vec<&str> = table.fields.iter().map(|f| f.name.as_str()).collect();
                found.push(mistake::unknown_name(&said, "字段", "field", &names));
            }
            continue;
        };
        let cell = match &entry.value.data {
            Data::Text(text) if text.trim().is_empty() => continue, // an empty cell
            Data::Table(_) => state(&entry.value, found).map(Err),
            _ => literal::read(&entry.value, Some(&field.ty), found).map(|(value, _)| Ok(value)),
        };
        if let Some(cell) = cell {
            given.insert(id.0, cell);
        }
    }
    given
}

/// `{ state = "unreadable" }`
fn state(node: &Node, found: &mut Vec<Finding>) -> Option<State> {
    let mut section = Section::of(node, found)?;
    let state = section.need_word("state", &[("unreadable", State::Unreadable), ("conflict", State::Conflict)]);
    section.finish(found);
    state
}

fn expectation(
    mut section: Section<'_>,
    default: Option<&Said>,
    (enterprises, groups): (&[CaseEnterprise], &[Alike]),
    known: &Known<'_>,
    found: &mut Vec<Finding>,
) -> Option<Expectation> {
    let span = section.span.clone();
    let measure = section.text("measure").or_else(|| default.cloned());
    if measure.is_none() {
        section.complain(mistake::missing_key(&span, "measure"));
    }
    if let Some(said) = &measure
        && !known.measures.is_empty()
        && !known.measures.contains(&said.text.as_str())
    {
        section.complain(mistake::unknown_name(said, "措施", "measure", &known.measures));
    }
    let named_one = section.text("enterprise");
    let whose = named_one.as_ref().map_or(groups.first().map(|g| g.enterprises.clone()), |said| {
        let group = groups.iter().find(|g| g.name == said.text).map(|g| g.enterprises.clone());
        let one = || enterprises.iter().position(|e| e.name == said.text || e.code == said.text).map(|at| at..at + 1);
        let whose = group.or_else(one);
        if whose.is_none() {
            let names: Vec<&str> = groups.iter().map(|g| g.name.as_str()).collect();
            section.complain(mistake::unknown_name(said, "企业", "enterprise", &names));
        }
        whose
    });
    let all = if named_one.is_none() { Some(0..enterprises.len()) } else { whose.clone() };
    let status = section.word(
        "status",
        &[
            ("paid", ExpectedStatus::Paid),
            ("zero", ExpectedStatus::Zero),
            ("held", ExpectedStatus::Held),
            ("recover", ExpectedStatus::Recover),
        ],
    );
    let reason = section.text("reason").map(|r| r.text);
    let (gross, payable, amount) = (section.get("gross"), section.get("payable"), section.get("amount"));
    let value = section.text("value").map(|v| v.text);
    let total = section.get("total");
    let payments = section.section("payments");
    let waterfall = section.section("waterfall");
    let (due, recipients) = (section.section("due"), section.section("recipients"));
    let held = section.get("held").is_some().then(|| section.texts("held"));
    for said in held.iter().flatten() {
        let is_field = known.schema.tables.iter().any(|t| t.field(&said.text).is_some());
        if !is_field && !known.broken.contains(&said.text) {
            let names: Vec<&str> =
                known.schema.tables.iter().flat_map(|t| &t.fields).map(|f| f.name.as_str()).collect();
            section.complain(mistake::unknown_name(said, "字段", "field", &names));
        }
    }
    let figures = [gross, payable, amount, total].iter().all(Option::is_none);
    let sections = [&payments, &waterfall, &due, &recipients].iter().all(|s| s.is_none()) && held.is_none();
    let nothing = figures && sections && status.is_none() && reason.is_none() && value.is_none();
    if nothing {
        section.complain(
            Finding::new(
                &codes::CASE,
                Place::Rule(mistake::first_line(&span)),
                say!("这个期望什么也没有检查", "this expectation checks nothing"),
            )
            .remedy(say!("至少写 status 和 payable", "give at least status and payable")),
        );
    }
    section.finish(found);
    let of = |node: Option<&Node>, found: &mut Vec<Finding>| node.and_then(|n| money(n, found));
    let total = of(total, found);
    let whose = whose?;
    Some(Expectation {
        enterprise: whose.start,
        alike: whose.len(),
        measure: measure?.text,
        status,
        reason,
        gross: of(gross, found),
        payable: of(payable, found),
        payments: named(payments, &known.payers, ("承担方", "payer"), expected_payments, found),
        waterfall: named(waterfall, &STEPS, ("步骤", "step"), money, found),
        held: held.map(|h| h.into_iter().map(|s| s.text).collect()),
        due: named(due, &[], ("时间", "time"), money, found),
        recipients: named(recipients, &[], ("收款方", "recipient"), money, found),
        total: total.zip(all).map(|(payable, enterprises)| ExpectedTotal { enterprises, payable }),
        amount: of(amount, found),
        value,
        span,
    })
}

fn money(node: &Node, found: &mut Vec<Finding>) -> Option<Exact> {
    match literal::read(node, Some(&Type::Money), found) {
        Some((Value::Number(n), _)) => Some(n),
        _ => None,
    }
}

/// `"7万元"`, or `["4万元", "3万元"]`: each instalment.
fn expected_payments(node: &Node, found: &mut Vec<Finding>) -> Option<ExpectedPayments> {
    let Data::List(each) = &node.data else {
        return money(node, found).map(ExpectedPayments::Sum);
    };
    let amounts: Vec<Exact> = each.iter().filter_map(|n| money(n, found)).collect();
    (amounts.len() == each.len()).then_some(ExpectedPayments::Each(amounts))
}

/// A table whose keys come from a closed list.
fn named<T>(
    section: Option<Section<'_>>,
    names: &[&str],
    (zh, en): (&str, &str),
    read: fn(&Node, &mut Vec<Finding>) -> Option<T>,
    found: &mut Vec<Finding>,
) -> BTreeMap<String, T> {
    let mut values = BTreeMap::new();
    let Some(section) = section else {
        return values;
    };
    for entry in section.entries() {
        if !names.is_empty() && !names.contains(&entry.key.as_str()) {
            let said = Said { text: entry.key.clone(), span: entry.span.clone() };
            found.push(mistake::unknown_name(&said, zh, en, names));
        }
        if let Some(value) = read(&entry.value, found) {
            values.insert(entry.key.clone(), value);
        }
    }
    section.finish_open(found);
    values
}
