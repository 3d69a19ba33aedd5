//! The catalogue of the settlement's findings: a folder for each code under `tests/findings/settle/`, with a
//! small pack in `rules/`, the roster beside it, and what is said and awarded then. To run one by hand:
//!
//! ```sh
//! cd tests/findings/settle/no-row
//! duixian run *.csv --rules rules --year 2023 --out /tmp/no-row
//! ```
//!
//! `UPDATE_EXPECTED=1` writes the expected texts anew; read them before you commit them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use duixian::calendar::Date;
use duixian::diagnostic::{Lang, codes, render};
use duixian::settle;

use super::world::rows;
use crate::engine;
use crate::packs::{root, shown, sources};

#[test]
fn every_code_has_its_example() {
    let mut wrong = String::new();
    let mut shown = BTreeSet::new();
    let mut folders: Vec<_> = std::fs::read_dir(root().join("tests/findings/settle"))
        .expect("the catalogue")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let code = format!("settle/{}", name.split('~').next().unwrap_or_default());
        let (text, codes) = said(&folder);
        if !codes.contains(&code.as_str()) {
            let _ = writeln!(wrong, "{name} does not produce {code}:\n{text}");
        }
        shown.insert(code);
        let expected = folder.join("expected.txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&expected, &text).expect("a writable folder");
        }
        let before = std::fs::read_to_string(&expected).unwrap_or_default();
        if before != text {
            let _ = writeln!(wrong, "{name} now says:\n{text}\ninstead of:\n{before}");
        }
    }
    for code in codes::settle::ALL.iter().filter(|code| !shown.contains(code.id)) {
        let _ = writeln!(wrong, "{} has no example", code.id);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What a person reads, the awards, and the codes of the findings.
fn said(folder: &Path) -> (String, Vec<&'static str>) {
    let (pack, _) =
        duixian::policy::compile(&sources(&folder.join("rules"))).unwrap_or_else(|f| panic!("{}", shown(&f)));
    let files: Vec<_> =
        engine::folder(folder).into_iter().filter(|p| p.extension().is_some_and(|e| e == "csv")).collect();
    let roster = engine::read(&engine::load(&files), &pack, 2023);
    // an example about the as-of date has one of its own
    let as_of = std::fs::read_to_string(folder.join("as-of.txt")).ok();
    let as_of = as_of.map_or(Date::year_end(2023), |day| Date::parse_iso(day.trim())).expect("a day");
    let edition = pack.on(2023, as_of).unwrap_or_else(|f| panic!("{}", shown(&f)));
    let run = settle::run(&edition, &roster.dataset, &settle::Options::default(), &|_| {}).expect("no bug");
    let code = |e: usize| roster.code(e);
    let findings: Vec<_> = settle::notice::findings(&run, &roster.dataset, &roster, &code).collect();
    let mut text = String::new();
    for finding in &findings {
        for lang in [Lang::Zh, Lang::En] {
            let _ = writeln!(text, "{}", render::people(finding, lang, false));
        }
    }
    for row in rows(&engine::settle(&roster, &pack, 2023, 1024)["awards.csv"]) {
        let cells = ["name", "measure", "status", "reason", "gross", "budget", "offset", "payable"];
        let _ = writeln!(text, "{}", cells.map(|c| row[c].as_str()).join(" | "));
    }
    (text, findings.iter().map(|f| f.code.id).collect())
}
