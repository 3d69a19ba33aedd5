//! The catalogue of mistakes: `tests/findings/policy/<code>/` holds the files in which a pack with that mistake differs
//! from `_base`, and `expected.txt` what a clerk then reads. `DUIXIAN_ACCEPT=1 cargo test examples` writes it anew.

use std::collections::BTreeSet;
use std::path::Path;

use duixian::calendar::Date;
use duixian::diagnostic::{Finding, Lang, codes, render};
use duixian::policy::compile;
use duixian::policy::edition::Edition;

use super::folder;

fn found(folder: &Path) -> Vec<Finding> {
    let mut files = folder::files(&folder::repository().join("tests/findings/policy/_base"));
    files.extend(folder::files(folder));
    match compile(&folder::sources(files)) {
        Ok((pack, mut found)) => {
            // what only the year that is asked for shows
            let year = pack.on(2023, Date::year_end(2023).unwrap());
            found.extend(year.iter().flat_map(Edition::mid_year));
            found
        }
        Err(found) => found,
    }
}

fn said(found: &[Finding]) -> String {
    found.iter().map(|f| render::people(f, Lang::Zh, false)).collect::<Vec<_>>().join("\n")
}

fn holds(folder: &Path, text: &str) {
    let file = folder.join("expected.txt");
    if std::env::var_os("DUIXIAN_ACCEPT").is_some() {
        std::fs::write(&file, text).unwrap();
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(text, expected, "{}", folder.display());
}

#[test]
fn the_base_has_no_mistake() {
    let found = found(&folder::repository().join("tests/findings/policy/_base"));
    assert!(found.is_empty(), "{}", said(&found));
}

#[test]
fn every_code_has_an_example_that_shows_it() {
    let root = folder::repository().join("tests/findings/policy");
    let mut shown = BTreeSet::new();
    for entry in std::fs::read_dir(&root).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        if name.starts_with('_') {
            continue;
        }
        let found = found(&folder);
        let code = format!("policy/{name}");
        assert!(found.iter().all(|f| f.code.id == code), "{name} shows something else:\n{}", said(&found));
        assert!(!found.is_empty(), "{name} shows nothing");
        for finding in &found {
            assert!(!finding.remedy.zh.is_empty() && !finding.remedy.en.is_empty(), "{name} has no remedy");
            assert!(!finding.message.en.ends_with('.') && !finding.message.zh.ends_with('。'));
        }
        holds(&folder, &said(&found));
        shown.insert(code);
    }
    let all: BTreeSet<String> = codes::policy::ALL.iter().map(|c| c.id.to_owned()).collect();
    assert_eq!(all, shown);
}

#[test]
fn ten_mistakes_are_ten_findings() {
    let folder = folder::repository().join("tests/findings/policy/_ten");
    let found = found(&folder);
    holds(&folder, &said(&found));
    assert_eq!(found.len(), 10, "{}", said(&found));
}
