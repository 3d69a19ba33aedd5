//! The whole engine in one process: roster files and a pack in, the CSV files out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use duixian::calendar::Date;
use duixian::diagnostic::{Finding, Lang};
use duixian::payout::{csv, results::Results};
use duixian::policy::pack::Pack;
use duixian::roster::{self, Roster, RosterFile};
use duixian::settle;

use crate::packs::shown;

/// The CSV files of a run, by name.
pub type Files = BTreeMap<String, String>;

/// Reads files from disk in the given order.
pub fn load(paths: &[PathBuf]) -> Vec<RosterFile> {
    let name = |p: &Path| p.file_name().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|p| RosterFile { name: name(p), bytes: std::fs::read(p).unwrap().into() }).collect()
}

/// The files of a folder, sorted by name.
pub fn folder(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect();
    found.sort();
    found
}

/// Reads a roster, or fails with what was found.
pub fn read(files: &[RosterFile], pack: &Pack, year: i16) -> Roster {
    let options = roster::Options { year, ..Default::default() };
    roster::read(files, &pack.schema, &options).unwrap_or_else(|f| panic!("{}", shown(&f)))
}

/// Settles a roster and writes its CSV files.
pub fn settle(roster: &Roster, pack: &Pack, year: i16, batch: usize) -> Files {
    let edition = pack.on(year, Date::year_end(year).unwrap()).unwrap_or_else(|f| panic!("{}", shown(&f)));
    let options = settle::Options { batch, ..Default::default() };
    let run = settle::run(&edition, &roster.dataset, &options, &|_| {}).unwrap_or_else(|bug| panic!("{bug}"));
    let code = |e: usize| roster.code(e);
    let mut findings: Vec<Finding> = roster.findings.clone();
    findings.extend(settle::notice::findings(&run, &roster.dataset, roster, &code));
    let results = Results { run: &run, data: &roster.dataset, places: roster, findings: &findings, lang: Lang::Zh };
    let mut files = Files::new();
    for (name, table) in results.tables() {
        let mut bytes = Vec::new();
        csv::write(&*table, &mut bytes).unwrap();
        files.insert(name.to_owned(), String::from_utf8(bytes).unwrap());
    }
    files
}

/// Reads and settles.
pub fn run(paths: &[PathBuf], pack: &Pack, year: i16) -> Files {
    settle(&read(&load(paths), pack, year), pack, year, 1024)
}
