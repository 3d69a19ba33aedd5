//! The command line as data. What each part means to people stands in [`help`](crate::help).

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use duixian::calendar::{Date, YEARS};
use duixian::diagnostic::Lang;

use crate::exit::Exit;
use crate::{help, usage};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "duixian",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub struct CommandLine {
    /// `--lang`; read before clap sees it, kept here so that clap knows it.
    #[arg(long, global = true, value_enum)]
    lang: Option<LangWord>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Run(Run),
    Check(Check),
    Test(Test),
    Template(Template),
    Eval(Eval),
    Rules(Rules),
}

/// `duixian run`.
#[derive(Debug, Args)]
pub struct Run {
    #[arg(value_name = "ROSTER", required = true)]
    pub rosters: Vec<PathBuf>,
    #[arg(long, value_name = "PACK")]
    pub rules: PathBuf,
    #[arg(long, value_name = "Y", value_parser = year)]
    pub year: i16,
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    #[command(flatten)]
    pub reading: Reading,
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub expect: Vec<(String, String)>,
    #[arg(long, value_enum, default_value = "active")]
    pub sheets: SheetsWord,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub threads: Option<u16>,
    #[arg(long)]
    pub force: bool,
}

/// How rosters are read; the same for every command that reads them.
#[derive(Clone, Debug, Default, Args)]
pub struct Reading {
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    #[arg(long, value_enum)]
    pub hidden: Option<HiddenWord>,
    #[arg(long, value_name = "TABLE")]
    pub assume_empty: Vec<String>,
}

/// `duixian check`.
#[derive(Debug, Args)]
pub struct Check {
    #[arg(value_name = "ROSTER")]
    pub rosters: Vec<PathBuf>,
    #[arg(long, value_name = "PACK")]
    pub rules: PathBuf,
    #[arg(long, value_name = "Y", value_parser = year)]
    pub year: Option<i16>,
    #[command(flatten)]
    pub reading: Reading,
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `duixian test`.
#[derive(Debug, Args)]
pub struct Test {
    #[arg(long, value_name = "PACK")]
    pub rules: PathBuf,
    #[arg(long)]
    pub bless: bool,
}

/// `duixian template`.
#[derive(Debug, Args)]
pub struct Template {
    #[arg(long, value_name = "PACK")]
    pub rules: PathBuf,
    #[arg(long, value_name = "Y", value_parser = year)]
    pub year: Option<i16>,
    #[arg(long = "out", id = "workbook_out", value_name = "FILE")]
    pub out: PathBuf,
    #[arg(long)]
    pub force: bool,
}

/// `duixian eval`.
#[derive(Debug, Args)]
pub struct Eval {
    #[arg(value_name = "EXPRESSION", allow_hyphen_values = true)]
    pub expression: String,
    #[arg(long, value_name = "PACK", requires = "year")]
    pub rules: Option<PathBuf>,
    #[arg(long, value_name = "Y", value_parser = year)]
    pub year: Option<i16>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,
}

/// `duixian rules`.
#[derive(Debug, Args)]
pub struct Rules {
    #[command(subcommand)]
    pub verb: RulesVerb,
}

/// What `duixian rules` can do.
#[derive(Debug, Subcommand)]
pub enum RulesVerb {
    List(RulesList),
    Show(RulesShow),
    Fmt(RulesFmt),
    Schema(RulesSchema),
    Export(RulesExport),
    Import(RulesImport),
    Doc(RulesDoc),
    Lint(RulesLint),
}

/// `duixian rules list`.
#[derive(Debug, Args)]
pub struct RulesList {
    #[arg(long, value_name = "PACK")]
    pub rules: PathBuf,
    #[arg(long, value_name = "Y", value_parser = year)]
    pub year: Option<i16>,
}

/// `duixian rules show`.
#[derive(Debug, Args)]
pub struct RulesShow {
    #[arg(value_name = "MEASURE")]
    pub measure: Option<String>,
    #[arg(long, value_name = "PACK")]
    pub rules: PathBuf,
    #[arg(long, value_name = "Y", value_parser = year)]
    pub year: Option<i16>,
}

/// `duixian rules fmt`.
#[derive(Debug, Args)]
pub struct RulesFmt {
    #[arg(long, value_name = "PACK")]
    pub rules: PathBuf,
    #[arg(long)]
    pub check: bool,
}

/// `duixian rules schema`.
#[derive(Debug, Args)]
pub struct RulesSchema {
    #[arg(long, value_name = "PACK")]
    pub rules: PathBuf,
    #[arg(long = "out", id = "schemas", value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// `duixian rules export`.
#[derive(Debug, Args)]
pub struct RulesExport {
    #[arg(long, value_name = "PACK")]
    pub rules: PathBuf,
    #[arg(long = "out", id = "workbook_out", value_name = "FILE")]
    pub out: PathBuf,
    #[arg(long)]
    pub force: bool,
}

/// `duixian rules import`.
#[derive(Debug, Args)]
pub struct RulesImport {
    #[arg(value_name = "WORKBOOK")]
    pub workbook: PathBuf,
    #[arg(long, value_name = "PACK")]
    pub rules: PathBuf,
    #[arg(long)]
    pub dry_run: bool,
}

/// `duixian rules doc`.
#[derive(Debug, Args)]
pub struct RulesDoc {
    #[arg(long, value_name = "PACK")]
    pub rules: PathBuf,
    #[arg(long, value_name = "Y", value_parser = year)]
    pub year: Option<i16>,
}

/// `duixian rules lint`.
#[derive(Debug, Args)]
pub struct RulesLint {
    #[arg(long, value_name = "PACK")]
    pub rules: PathBuf,
    #[arg(long, value_name = "Y", value_parser = year)]
    pub year: Option<i16>,
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// The words of `--lang`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LangWord {
    Zh,
    En,
}

/// The words of `--hidden`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HiddenWord {
    Include,
    Skip,
}

/// The words of `--sheets`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SheetsWord {
    None,
    Active,
    All,
}

/// The words of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Csv,
}

/// Understands a command line; help and version are printed here, complaints too.
pub fn read(given: Vec<OsString>, lang: Lang) -> Result<Command, Exit> {
    let parsed = help::in_language(CommandLine::command(), lang)
        .try_get_matches_from(given)
        .and_then(|found| CommandLine::from_arg_matches(&found));
    parsed.map(|line| line.command).map_err(|error| usage::complain(&error, lang))
}

// what is wrong with a value is said by `help::shape`, in the reader's language

fn year(word: &str) -> Result<i16, String> {
    word.parse().ok().filter(|y| YEARS.contains(y)).ok_or_else(String::new)
}

fn date(word: &str) -> Result<Date, String> {
    Date::parse_iso(word).ok_or_else(String::new)
}

fn pair(word: &str) -> Result<(String, String), String> {
    match word.split_once(['=', '＝']) {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.trim().to_owned())),
        _ => Err(String::new()),
    }
}
