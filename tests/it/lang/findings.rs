//! The catalogue of mistakes: each code of the language has runnable examples under `tests/findings/lang/`,
//! an expression and what a clerk sees. `DUIXIAN_ACCEPT=1` writes what is seen now.

use std::collections::BTreeSet;
use std::path::Path;

use duixian::diagnostic::render::people;
use duixian::diagnostic::{Finding, Lang, codes};
use duixian::say;
use duixian::schema::ENTERPRISES;
use duixian::source::{CellPlace, Place};

use super::world::{World, span};

fn examples() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings/lang");
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of examples")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    found.sort();
    found
}

fn findings(world: &World, text: &str) -> Vec<Finding> {
    world.try_typed(text, ENTERPRISES, None).expect_err("an example of a mistake")
}

#[test]
fn every_code_has_an_example_and_reads_as_expected() {
    let world = World::new();
    let mut shown = BTreeSet::new();
    for folder in examples() {
        let text = std::fs::read_to_string(folder.join("expression.txt")).expect("an expression");
        let text = text.trim_end();
        let found = findings(&world, text);
        let rendered: String = found.iter().map(|f| people(f, Lang::Zh, false)).collect::<Vec<_>>().join("\n");
        let file = folder.join("expected.txt");
        if std::env::var_os("DUIXIAN_ACCEPT").is_some() {
            std::fs::write(&file, &rendered).expect("writable");
        }
        let expected = std::fs::read_to_string(&file).expect("what is expected");
        assert_eq!(rendered, expected, "{}", folder.display());
        let tail = folder.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(
            found.iter().any(|f| f.code.id == format!("lang/{tail}")),
            "{tail}: {:?}",
            found.iter().map(|f| f.code.id).collect::<Vec<_>>()
        );
        shown.extend(found.iter().map(|f| f.code.id));
    }
    for code in codes::lang::ALL {
        assert!(shown.contains(code.id), "no example of {}", code.id);
    }
}

#[test]
fn carets_stand_under_chinese_words() {
    let text = "amount = \"产值 + 1000\" # 注\n";
    let mut at = span(text);
    at.start = text.find("1000").expect("1000");
    at.end = at.start + 4;
    let finding = Finding::new(&codes::lang::UNIT, Place::Rule(at), say!("甲", "a")).remedy(say!("乙", "b"));
    assert_eq!(
        people(&finding, Lang::En, false),
        "error: a [lang/unit]\n  measures/example.toml:1:16\n    amount = \"产值 + 1000\" # 注\n    \
         \u{20}                ^^^^\n  fix: b\n"
    );
    assert!(people(&finding, Lang::Zh, true).starts_with("\u{1b}[1;31m错误\u{1b}[0m：甲"));
}

#[test]
fn cells_are_named_by_file_sheet_and_address() {
    let cell = CellPlace { file: "天元区.xlsx".into(), sheet: "企业名单".into(), row: 12, column: 2 };
    let finding = Finding::new(&codes::lang::UNIT, Place::Cell(cell), say!("甲\u{202e}", "a")).of("914403001922038216");
    assert_eq!(
        people(&finding, Lang::Zh, false),
        "错误：甲\\u{202e} [lang/unit]\n  天元区.xlsx › 企业名单 › B12  企业 914403001922038216\n"
    );
}
