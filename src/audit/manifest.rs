//! `run.json`: what went into a run, what came out, and by which program.
//!
//! It records digests and lengths of every input, rule file and output, the options, the accounting of
//! rows, and totals that tie. It records neither times nor threads nor paths of a machine, so the same
//! run gives the same bytes everywhere. Amounts are texts, so that no reader turns them into floats.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Finding, Severity};
use crate::roster::TableAccount;
use crate::settle::run::Run;

use super::control::{Figure, Total};

/// The version of the manifest's own shape.
pub const FORMAT: u32 = 1;

/// The name of the file.
pub const FILE: &str = "run.json";

/// A file as the manifest knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Its name within the run's folder, with `/`; for an input the name in findings.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256 digest in lower-case hexadecimal, as `sha256sum` prints it.
    pub sha256: String,
}

impl Record {
    /// The record of a file whose bytes are at hand.
    #[must_use]
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        let mut meter = Meter::default();
        meter.add(bytes);
        meter.record(name)
    }
}

/// Counts and digests bytes as they pass.
#[derive(Clone, Default)]
pub struct Meter {
    hash: Sha256,
    bytes: u64,
}

impl Meter {
    /// More bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    }

    /// The record of a file that had all these bytes.
    #[must_use]
    pub fn record(self, name: &str) -> Record {
        Record { name: name.to_owned(), bytes: self.bytes, sha256: hex(&self.hash.finalize()) }
    }
}

fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        // writing to a String cannot fail
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What a run was made from, and its CSV files.
#[derive(Clone, Debug, Default)]
pub struct Ingredients {
    /// Rosters in the order given, and the mapping if there is one.
    pub inputs: Vec<Record>,
    /// Rule files by name.
    pub rules: Vec<Record>,
    /// Everything that may change a result or a word of it.
    pub options: BTreeMap<String, String>,
    /// The CSV files.
    pub tables: Vec<Record>,
}

impl Ingredients {
    /// The run's id: the SHA-256 digest of a text with one line for each input, rule file, option and
    /// CSV file, names quoted as in JSON. Whoever has the manifest can compute it again.
    #[must_use]
    pub fn run_id(&self) -> String {
        let mut text = String::from("duixian run 1\n");
        let quoted = |name: &str| serde_json::Value::from(name).to_string();
        for (kind, records) in [("input", &self.inputs), ("rule", &self.rules)] {
            for record in records {
                let _ = writeln!(text, "{kind} {} {} {}", record.sha256, record.bytes, quoted(&record.name));
            }
        }
        for (name, value) in &self.options {
            let _ = writeln!(text, "option {} {}", quoted(name), quoted(value));
        }
        for record in &self.tables {
            let _ = writeln!(text, "table {} {} {}", record.sha256, record.bytes, quoted(&record.name));
        }
        Record::of("", text.as_bytes()).sha256
    }
}

/// A stated control total that was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Met {
    /// Its name.
    pub name: String,
    /// What was expected and found.
    pub value: String,
}

/// What the manifest tells beside its ingredients.
pub struct Facts<'a> {
    /// The settlement.
    pub run: &'a Run<'a>,
    /// The rows of each table.
    pub accounting: &'a [TableAccount],
    /// Named totals.
    pub totals: &'a [Total],
    /// Control totals that were stated and met.
    pub control: Vec<Met>,
    /// All findings.
    pub findings: &'a [Finding],
    /// Outputs that are not CSV: the workbook.
    pub sheets: Vec<Record>,
}

#[derive(Serialize)]
struct Manifest<'a> {
    format: u32,
    program: Program,
    run: String,
    standing: &'static str,
    pack: PackName<'a>,
    year: i16,
    as_of: String,
    options: &'a BTreeMap<String, String>,
    inputs: &'a [Record],
    rules: &'a [Record],
    outputs: Vec<&'a Record>,
    accounting: &'a [TableAccount],
    control: &'a [Met],
    totals: serde_json::Map<String, serde_json::Value>,
    reconciliation: Reconciled,
    pools: Vec<PoolState>,
    findings: BTreeMap<&'static str, u64>,
}

#[derive(Serialize)]
struct Program {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct PackName<'a> {
    id: &'a str,
    title: &'a str,
    jurisdiction: &'a str,
}

#[derive(Serialize)]
struct Reconciled {
    enterprises: u64,
    measures: u64,
    lines: u64,
    paid: u64,
    zero: u64,
    held: u64,
    recover: u64,
    payable: String,
    recoverable: String,
    payments_positive: String,
    payments_negative: String,
}

#[derive(Serialize)]
struct PoolState {
    pool: String,
    budget: String,
    claimed: String,
    granted: String,
    held: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    breaker: Option<BreakerState>,
}

/// How a pool's breaker stood.
#[derive(Serialize)]
struct BreakerState {
    bad: String,
    of: String,
    part: String,
}

/// The manifest as bytes.
///
/// # Errors
/// When rows are not accounted for, or it cannot be put into JSON: a mistake of ours.
pub fn write(ingredients: &Ingredients, facts: &Facts<'_>) -> Result<Vec<u8>, String> {
    if let Some(rows) = facts.accounting.iter().find(|rows| !rows.balances()) {
        return Err(format!("the rows of `{}` are not accounted for: {rows:?}", rows.table));
    }
    let edition = facts.run.edition;
    let manifest = Manifest {
        format: FORMAT,
        program: Program { name: "duixian", version: env!("CARGO_PKG_VERSION") },
        run: ingredients.run_id(),
        standing: if facts.run.provisional { "provisional" } else { "final" },
        pack: PackName { id: &edition.pack.id, title: &edition.pack.title, jurisdiction: &edition.pack.jurisdiction },
        year: edition.year,
        as_of: edition.as_of.to_string(),
        options: &ingredients.options,
        inputs: &ingredients.inputs,
        rules: &ingredients.rules,
        outputs: ingredients.tables.iter().chain(&facts.sheets).collect(),
        accounting: facts.accounting,
        control: &facts.control,
        totals: facts.totals.iter().map(|t| (t.name.clone(), figure(&t.figure))).collect(),
        reconciliation: reconciled(facts.run),
        pools: pools(facts.run),
        findings: severities(facts.findings),
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest).map_err(|e| e.to_string())?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn figure(figure: &Figure) -> serde_json::Value {
    match figure {
        Figure::Count(count) => serde_json::Value::from(*count),
        Figure::Money(amount) => serde_json::Value::from(amount.to_string()),
    }
}

fn reconciled(run: &Run<'_>) -> Reconciled {
    let r = &run.reconciliation;
    Reconciled {
        enterprises: u64::try_from(run.enterprises).unwrap_or(u64::MAX),
        measures: u64::try_from(run.awards.len()).unwrap_or(u64::MAX),
        lines: r.lines,
        paid: r.paid.0,
        zero: r.zero,
        held: r.held,
        recover: r.recover.0,
        payable: r.paid.1.to_string(),
        recoverable: r.recover.1.to_string(),
        payments_positive: r.payments.0.to_string(),
        payments_negative: r.payments.1.to_string(),
    }
}

fn pools(run: &Run<'_>) -> Vec<PoolState> {
    let pools = run.pools.iter().filter_map(|outcome| {
        Some(PoolState {
            pool: run.edition.pack.pools.get(outcome.pool)?.id.clone(),
            budget: outcome.budget.to_string(),
            claimed: outcome.claimed.to_string(),
            granted: outcome.granted.to_string(),
            held: outcome.held,
            breaker: outcome.breaker.as_ref().map(|b| BreakerState {
                bad: b.bad.to_string(),
                of: b.of.to_string(),
                part: b.part.to_string(),
            }),
        })
    });
    pools.collect()
}

/// How many findings there are of each severity.
fn severities(findings: &[Finding]) -> BTreeMap<&'static str, u64> {
    let mut counts: BTreeMap<&'static str, u64> =
        [Severity::Error, Severity::Hold, Severity::Warning, Severity::Note].map(|s| (s.id(), 0)).into();
    for finding in findings {
        let count = counts.entry(finding.severity().id()).or_default();
        *count = count.saturating_add(1);
    }
    counts
}
