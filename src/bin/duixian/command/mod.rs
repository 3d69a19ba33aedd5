//! One file a command. Each reads what it needs, asks the library, and says or writes the answer.

mod check;
mod eval;
mod rules;
mod run;
mod test;

use std::path::Path;

use duixian::diagnostic::{Finding, Severity};
use duixian::policy::edition::Edition;
use duixian::policy::pack::Pack;
use duixian::policy::{self, Source};
use duixian::roster::{self, Roster};
use duixian::say;
use duixian::settle::{self, run::Run as Settlement};

use crate::args::{Command, HiddenWord, Reading};
use crate::console::{Console, Stage};
use crate::exit::{Exit, Stop};
use crate::files;

/// Does what was asked.
pub fn obey(asked: Command, console: &Console) -> Result<Exit, Stop> {
    match asked {
        Command::Run(args) => run::run(&args, console),
        Command::Check(args) => check::run(&args, console),
        Command::Test(args) => test::run(&args, console),
        Command::Eval(args) => eval::run(&args, console),
        Command::Rules(args) => rules::run(&args, console),
    }
}

/// A pack as it was read.
struct Rules {
    /// Its files.
    sources: Vec<Source>,
    /// Checked.
    pack: Pack,
    /// Warnings and notes about it.
    findings: Vec<Finding>,
}

/// Reads and checks a pack.
fn pack(folder: &Path) -> Result<Rules, Stop> {
    let invalid = |found| Stop::with(Exit::Pack, found);
    let sources = files::pack(folder).map_err(invalid)?;
    let (pack, findings) = policy::compile(&sources).map_err(invalid)?;
    Ok(Rules { sources, pack, findings })
}

/// The options of reading, with the mapping read.
fn reading(args: &Reading, year: i16) -> Result<roster::Options, Stop> {
    let mapping = args.map.as_deref().map(files::single).transpose();
    Ok(roster::Options {
        year,
        mapping: mapping.map_err(|found| Stop::with(Exit::Input, found))?,
        hidden: match args.hidden {
            None => roster::Hidden::Report,
            Some(HiddenWord::Include) => roster::Hidden::Include,
            Some(HiddenWord::Skip) => roster::Hidden::Skip,
        },
        assume_empty: args.assume_empty.clone(),
        limits: roster::Limits::default(),
    })
}

/// Settles a roster, with a bar.
fn settled<'a>(edition: &'a Edition<'a>, roster: &Roster, console: &Console) -> Result<Settlement<'a>, Stop> {
    let stage = Stage::begin(console, &say!("计算", "computing"), roster.dataset.enterprises());
    Ok(settle::run(edition, &roster.dataset, &settle::Options::default(), &|done| stage.advance(done))?)
}

/// Everything that is to be said, of the pack, of the rosters, of what is held and why.
fn all_findings(rules: &[Finding], roster: &Roster, run: &Settlement<'_>) -> Vec<Finding> {
    let code = |enterprise| roster.code(enterprise);
    let settled = settle::notice::findings(run, &roster.dataset, roster, &code);
    rules.iter().cloned().chain(roster.findings.iter().cloned()).chain(settled).collect()
}

/// The exit code for what was found.
fn exit_for(findings: &[Finding]) -> Exit {
    if findings.iter().any(|f| f.severity() <= Severity::Hold) { Exit::Findings } else { Exit::Done }
}
