//! docs/rules.md is a pack: its blocks are files, and what it says comes out.

use duixian::audit::trial;
use duixian::policy::{Source, compile};

use crate::packs::{root, shown};

/// The blocks of the guide that name a file.
fn files() -> Vec<Source> {
    let text = std::fs::read_to_string(root().join("docs/rules.md")).unwrap();
    let mut files = Vec::new();
    for block in text.split("\n```toml ").skip(1) {
        let (name, rest) = block.split_once('\n').unwrap();
        let (text, _) = rest.split_once("\n```\n").unwrap();
        files.push(Source { name: name.to_owned(), text: format!("{text}\n") });
    }
    files
}

#[test]
fn the_pack_of_the_guide_is_sound() {
    let (_, findings) = compile(&files()).unwrap_or_else(|found| panic!("{}", shown(&found)));
    assert!(findings.is_empty(), "{}", shown(&findings));
}

#[test]
fn its_cases_hold() {
    let (pack, _) = compile(&files()).unwrap_or_else(|found| panic!("{}", shown(&found)));
    let trials = trial::run(&pack).unwrap_or_else(|bug| panic!("{bug}"));
    assert_eq!(trials.each.len(), 5);
    for trial in &trials.each {
        let said: Vec<String> = trial.differences.iter().map(|d| format!("{} {}", d.what.zh, d.got.zh)).collect();
        assert!(trial.passed(), "{}: {said:?}", trial.case.name);
    }
}

#[test]
fn every_word_of_its_tables_is_one_of_the_language() {
    let text = std::fs::read_to_string(root().join("docs/rules.md")).unwrap();
    let (_, tables) = text.split_once("## 11. 表达式").unwrap();
    let (table, _) = tables.split_once("## 12.").unwrap();
    for word in table.split('`').skip(1).step_by(2).filter(|w| w.contains('(') && !w.contains("duixian")) {
        let name = word.split('(').next().unwrap();
        let known = duixian::lang::builtins::TABLE.iter().any(|b| b.zh == name);
        assert!(known, "`{name}` is no built-in");
    }
}
