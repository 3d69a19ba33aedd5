//! The catalogue of findings: a folder for each code under `tests/findings/roster/`, with the files that
//! produce it and what is said and read then. A further case of a code has a name behind `~`.
//!
//! A file `x.csv` is taken as it is; `x.gbk.csv` is written in GB18030, `x.hex` holds bytes; a folder `x.xlsx` holds
//! a workbook: `1 名称.xml` is what stands inside a sheet, beside `strings.xml`, `styles.xml`, `head.xml`, `tail.xml`
//! and `damage.txt` (what to do to the bytes). `options.txt` sets the year, the limits and the like.
//! `UPDATE_EXPECTED=1` writes the expected texts anew; read them before you commit them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use duixian::diagnostic::Lang;
use duixian::diagnostic::codes;
use duixian::roster::{self, Hidden, Options, RosterFile};

use super::book::Book;
use super::schema::{dump, file, options, schema, told};

/// No file can produce it: it is said when the program itself is wrong.
const WITHOUT_EXAMPLE: [&str; 1] = ["roster/bug"];

#[test]
fn every_code_has_its_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings/roster");
    let mut shown = BTreeSet::new();
    let mut wrong = String::new();
    for folder in entries(&root) {
        let name = name_of(&folder);
        let tail = name.split('~').next().unwrap_or_default();
        let (text, codes) = run(&folder);
        let code = format!("roster/{tail}");
        if !codes.contains(&code.as_str()) {
            wrong.push_str(&format!("{name} does not produce {code}:\n{text}\n"));
        }
        shown.insert(code);
        let expected = folder.join("expected.txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&expected, &text).expect("a writable folder");
        }
        let before = fs::read_to_string(&expected).unwrap_or_default();
        if before != text {
            wrong.push_str(&format!("{name} now says:\n{text}\ninstead of:\n{before}\n"));
        }
    }
    for code in codes::roster::ALL {
        if !shown.contains(code.id) && !WITHOUT_EXAMPLE.contains(&code.id) {
            wrong.push_str(&format!("{} has no example\n", code.id));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    found.sort();
    found
}

fn name_of(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

fn run(folder: &Path) -> (String, Vec<&'static str>) {
    let mut files = Vec::new();
    let mut chosen = options();
    for path in entries(folder) {
        let name = name_of(&path);
        match name.as_str() {
            "expected.txt" => {}
            "options.txt" => set(&mut chosen, &fs::read_to_string(&path).expect("text")),
            "mapping.toml" => {
                chosen.mapping = Some(file(&name, fs::read(&path).expect("a file")));
            }
            _ => files.push(made(&path, &name)),
        }
    }
    match roster::read(&files, &schema(), &chosen) {
        Ok(roster) => {
            let mut text = told(&roster.findings, Lang::Zh);
            text.push_str(&dump(&roster));
            for account in roster.accounting.iter().filter(|a| a.rows > 0) {
                assert!(account.balances());
                text.push_str(&format!(
                    "{}: {} = {} 采用 + {} 合并 + {} 不作数据 + {} 退回\n",
                    account.table, account.rows, account.used, account.merged, account.excluded, account.rejected
                ));
            }
            (text, super::schema::codes(&roster.findings))
        }
        Err(findings) => {
            let mut text = told(&findings, Lang::Zh);
            text.push_str("没有读取\n");
            (text, super::schema::codes(&findings))
        }
    }
}

fn made(path: &Path, name: &str) -> RosterFile {
    if path.is_dir() {
        return file(name, book(path));
    }
    let bytes = fs::read(path).expect("a file");
    if let Some(stem) = name.strip_suffix(".gbk.csv") {
        let text = String::from_utf8(bytes).expect("text");
        let encoded = encoding_rs::GB18030.encode(&text).0.into_owned();
        return file(&format!("{stem}.csv"), encoded);
    }
    if let Some(stem) = name.strip_suffix(".hex") {
        let digits: Vec<u8> = bytes.into_iter().filter(u8::is_ascii_hexdigit).collect();
        let decoded: Vec<u8> = digits
            .chunks(2)
            .map(|two| u8::from_str_radix(std::str::from_utf8(two).expect("hex"), 16).expect("hex"))
            .collect();
        return file(stem, decoded);
    }
    file(name, bytes)
}

fn book(folder: &Path) -> Vec<u8> {
    let mut book = Book::new();
    let mut damage = String::new();
    for path in entries(folder) {
        let name = name_of(&path);
        let text = fs::read_to_string(&path).expect("text");
        let text = text.trim().to_owned();
        match name.as_str() {
            "strings.xml" => book.strings = Some(text),
            "styles.xml" => book.styles = Some(text),
            "head.xml" => book.head = text,
            "tail.xml" => book.tail = text,
            "damage.txt" => damage = text,
            _ => {
                let sheet = name.strip_suffix(".xml").expect("a sheet");
                let (_, sheet) = sheet.split_once(' ').expect("number and name");
                if text.starts_with("<!DOCTYPE") {
                    book.sheets.push((sheet.to_owned(), text.into_bytes()));
                } else {
                    book = book.sheet(sheet, &text);
                }
            }
        }
    }
    let mut words = damage.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some("truncate"), Some(part), _) => {
            let bytes = book.bytes();
            let keep = bytes.len() * part.parse::<usize>().expect("percent") / 100;
            bytes[..keep].to_vec()
        }
        (Some("replace"), Some(from), Some(to)) => {
            book.stored = true;
            let mut bytes = book.bytes();
            assert_eq!(from.len(), to.len());
            let at = bytes.windows(from.len()).position(|w| w == from.as_bytes()).expect("the words to replace");
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
            bytes
        }
        (Some("again"), Some(part), Some(text)) => {
            book.extra.push((part.to_owned(), text.as_bytes().to_vec()));
            book.bytes()
        }
        _ => book.bytes(),
    }
}

fn set(options: &mut Options, text: &str) {
    for line in text.lines() {
        let (key, value) = line.split_once('=').expect("key=value");
        match key {
            "year" => options.year = value.parse().expect("a year"),
            "hidden" => {
                options.hidden = match value {
                    "include" => Hidden::Include,
                    "skip" => Hidden::Skip,
                    _ => Hidden::Report,
                };
            }
            "assume-empty" => {
                options.assume_empty = value.split(',').map(str::to_owned).collect();
            }
            "cells" => options.limits.cells = value.parse().expect("a number"),
            "part-bytes" => options.limits.part_bytes = value.parse().expect("a number"),
            "text-length" => options.limits.text_length = value.parse().expect("a number"),
            other => panic!("no option {other}"),
        }
    }
}
