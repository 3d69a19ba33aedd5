//! One file a command. Each reads what it needs, asks the library, and says or writes the answer.

mod check;
mod eval;
mod rules;
mod run;
mod template;
mod test;

use std::path::{Path, PathBuf};

use duixian::calendar::Date;
use duixian::diagnostic::codes::files as codes;
use duixian::diagnostic::suggest::nearest;
use duixian::diagnostic::{Finding, Severity};
use duixian::payout::lists;
use duixian::policy::edition::Edition;
use duixian::policy::pack::Pack;
use duixian::policy::{self, Source};
use duixian::roster::{self, Roster};
use duixian::say;
use duixian::settle::{self, run::Run as Settlement};
use duixian::source::Place;

use crate::args::{Command, HiddenWord, Reading};
use crate::console::{Console, Stage};
use crate::exit::{Exit, Stop};
use crate::files::{self, Inputs};
use crate::usage;

/// Does what was asked.
pub fn obey(asked: Command, console: &Console) -> Result<Exit, Stop> {
    match asked {
        Command::Run(args) => run::run(&args, console),
        Command::Check(args) => check::run(&args, console),
        Command::Test(args) => test::run(&args, console),
        Command::Template(args) => template::run(&args, console),
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

/// The rules of a year; a year for which there are none is a slip of the pen, not an empty success.
fn edition<'a>(rules: &'a Rules, year: i16, as_of: Date, console: &Console) -> Result<Edition<'a>, Stop> {
    let invalid = |found: Vec<Finding>| Stop::with(Exit::Pack, rules.findings.iter().cloned().chain(found).collect());
    let edition = rules.pack.on(year, as_of).map_err(invalid)?;
    if edition.in_force().next().is_none() {
        let said = say!(
            "--year {year}：政策包里没有这一年有效的政策措施",
            "--year {year}: the pack has no measure in force in that year"
        );
        usage::refuse(&said, console.language.messages);
        return Err(Stop::with(Exit::Usage, Vec::new()));
    }
    Ok(edition)
}

/// Tables that are declared to be empty must be tables of the pack.
fn declared(tables: &[String], pack: &Pack) -> Result<(), Stop> {
    let names = || pack.schema.tables.iter().map(|t| t.name.as_str());
    let unknown = tables.iter().filter(|table| !names().any(|name| name == table.as_str()));
    let found: Vec<Finding> = unknown
        .map(|table| {
            let message = say!("政策包里没有叫“{table}”的表", "the pack has no table called `{table}`");
            let remedy = match nearest(table, names()) {
                Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
                None => {
                    let all: Vec<&str> = names().collect();
                    say!("可用的有：{}", "there are: {}", all.join("、"))
                }
            };
            Finding::new(&codes::NO_SUCH_TABLE, Place::Nowhere, message).remedy(remedy)
        })
        .collect();
    if found.is_empty() { Ok(()) } else { Err(Stop::with(Exit::Usage, found)) }
}

/// Reads rosters and mapping, with a bar; what is wrong comes after what is known of the pack.
fn read(
    paths: &[PathBuf],
    args: &Reading,
    edition: &Edition<'_>,
    rules: &Rules,
    console: &Console,
) -> Result<(Inputs, Roster), Stop> {
    let unreadable =
        |found: Vec<Finding>| Stop::with(Exit::Input, rules.findings.iter().cloned().chain(found).collect());
    declared(&args.assume_empty, &rules.pack)?;
    let inputs = files::inputs(paths, args.map.as_deref()).map_err(unreadable)?;
    let options = roster::Options {
        year: edition.year,
        mapping: inputs.mapping.clone(),
        hidden: match args.hidden {
            None => roster::Hidden::Report,
            Some(HiddenWord::Include) => roster::Hidden::Include,
            Some(HiddenWord::Skip) => roster::Hidden::Skip,
        },
        assume_empty: args.assume_empty.clone(),
        // that nobody sent what nobody looks at is nothing to be said
        asked: Some(edition.asked().columns()),
        limits: roster::Limits::default(),
    };
    let stage = Stage::begin(console, &say!("读取名单", "reading"), inputs.rosters.len());
    let schema = &rules.pack.schema;
    let roster = roster::read_with_progress(&inputs.rosters, schema, &options, &|_| stage.advance(1));
    drop(stage);
    let roster = roster.map_err(unreadable)?;
    contradicted(&args.assume_empty, &roster)?;
    Ok((inputs, roster))
}

/// A table that is declared to be empty and has rows: one of the two is wrong.
fn contradicted(tables: &[String], roster: &Roster) -> Result<(), Stop> {
    let found: Vec<Finding> = roster
        .accounting
        .iter()
        .filter(|account| tables.contains(&account.table) && account.rows > account.excluded)
        .map(|account| {
            let (table, rows) = (&account.table, account.rows.saturating_sub(account.excluded));
            let message = say!(
                "--assume-empty 说“{table}”没有记录，名单里却有 {rows} 行",
                "--assume-empty says that `{table}` has no records, but the rosters have {rows} rows of it"
            );
            let remedy = say!("去掉 --assume-empty {table}，或拿掉那份名单", "drop the option, or that roster");
            Finding::new(&codes::NOT_EMPTY, Place::Nowhere, message).remedy(remedy)
        })
        .collect();
    if found.is_empty() { Ok(()) } else { Err(Stop::with(Exit::Refused, found)) }
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
    let of_year = run.edition.mid_year();
    let unpaid = lists::bank::findings(run, &roster.dataset, roster);
    rules.iter().cloned().chain(of_year).chain(roster.findings.iter().cloned()).chain(settled).chain(unpaid).collect()
}

/// The exit code for what was found.
fn exit_for(findings: &[Finding]) -> Exit {
    if findings.iter().any(|f| f.severity() <= Severity::Hold) { Exit::Findings } else { Exit::Done }
}
