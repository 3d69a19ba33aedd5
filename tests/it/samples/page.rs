//! `sample_data/broken/README.md`, line by line: each file has its finding, its words and its exit code,
//! and what is not touched by the defect is settled as without it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{duixian, scratch};
use crate::engine::folder;
use crate::packs::root;

const GOOD: &str = "好的名单.xlsx";

/// A line of the page.
struct Line {
    file: String,
    code: String,
    said: String,
    differ: String,
    exit: String,
}

fn broken() -> PathBuf {
    root().join("sample_data/broken")
}

fn page() -> Vec<Line> {
    let text = std::fs::read_to_string(broken().join("README.md")).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("| `"));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [file, _, code, said, differ, exit] = cells[..] else { panic!("not six columns: {line}") };
            let plain = |cell: &str| cell.trim_matches('`').to_owned();
            Line { file: plain(file), code: plain(code), said: said.into(), differ: differ.into(), exit: exit.into() }
        })
        .collect()
}

/// What a run says and leaves behind.
struct Outcome {
    exit: Option<i32>,
    words: String,
    /// The lines of awards.csv, if anything was published.
    awards: Option<Vec<String>>,
}

fn run(file: &str, out: &Path) -> Outcome {
    let out = out.join(file);
    let words = ["run", "--rules", "rules/zhuzhou", "--year", "2023", "--lang", "zh", "--out"];
    let done = duixian(&words, &[&out, &broken().join(file)]);
    let awards = std::fs::read_to_string(out.join("awards.csv"));
    Outcome {
        exit: done.status.code(),
        words: String::from_utf8(done.stderr).unwrap(),
        awards: awards.ok().map(|text| text.lines().map(str::to_owned).collect()),
    }
}

/// The first finding of a file that is more than a note, as the page writes it: its code, its place and its words.
fn finding(file: &str) -> (String, String) {
    let words = ["check", "--rules", "rules/zhuzhou", "--year", "2023", "--lang", "zh", "--format", "csv"];
    let done = duixian(&words, &[&broken().join(file)]);
    let text = String::from_utf8(done.stdout).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let found = reader.records().map(Result::unwrap).find(|f| &f[0] != "note").unwrap();
    let place: Vec<&str> = [&found[3], &found[4]].into_iter().filter(|p| !p.is_empty()).collect();
    let place = if place.is_empty() { String::new() } else { format!("{}：", place.join(" › ")) };
    (found[1].to_owned(), format!("{place}{}", &found[7]))
}

#[test]
fn the_page_names_every_file() {
    let name = |p: PathBuf| p.file_name().unwrap().to_str().unwrap().to_owned();
    let there: BTreeSet<String> = folder(&broken()).into_iter().map(name).collect();
    let mut named: BTreeSet<String> = page().into_iter().map(|line| line.file).collect();
    assert!(named.len() >= 15, "{}", named.len());
    named.extend([GOOD.to_owned(), "README.md".to_owned()]);
    assert_eq!(there, named);
}

#[test]
fn each_file_says_what_the_page_says() {
    let mut wrong = Vec::new();
    for line in page() {
        let (code, said) = finding(&line.file);
        if (&code, &said) != (&line.code, &line.said) {
            wrong.push(format!("{}: `{code}` | {said}", line.file));
        }
    }
    assert!(wrong.is_empty(), "the page should say:\n{}", wrong.join("\n"));
}

#[test]
fn each_file_ends_as_the_page_says_and_touches_no_other_award() {
    let out = scratch("page");
    let good = run(GOOD, &out);
    assert_eq!(good.exit, Some(0), "{}", good.words);
    let good = good.awards.unwrap();
    assert!(good.iter().filter(|line| line.contains(",paid,")).count() >= 10);
    for line in page() {
        let file = &line.file;
        let outcome = run(file, &out);
        assert!(!outcome.words.contains("panicked"), "{file}: {}", outcome.words);
        assert_eq!(outcome.exit.map(|e| e.to_string()).as_deref(), Some(line.exit.as_str()), "{file}");
        let Some(awards) = outcome.awards else {
            assert_eq!((line.exit.as_str(), line.differ.as_str()), ("3", "—"), "{file}");
            assert!(outcome.words.contains(&line.code), "{file}: {}", outcome.words);
            continue;
        };
        let changed: Vec<&String> = good.iter().filter(|l| !awards.contains(l)).collect();
        assert_eq!(changed.len().to_string(), line.differ, "{file}: {changed:#?}");
        if line.exit == "1" {
            let otherwise: Vec<&String> = awards.iter().filter(|l| !good.contains(l) && l.contains(",paid,")).collect();
            assert!(otherwise.is_empty(), "{file} pays what nobody asked for: {otherwise:#?}");
        }
    }
}
