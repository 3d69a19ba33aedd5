//! The catalogue of what the lists find: a folder for each code under `tests/findings/payout/`, with a small pack in
//! `rules/`, the roster beside it, and what is said then. To run one by hand:
//!
//! ```sh
//! cd tests/findings/payout/account-missing
//! duixian check *.csv --rules rules --year 2023
//! ```
//!
//! `UPDATE_EXPECTED=1` writes the expected texts anew; read them before you commit them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use duixian::calendar::Date;
use duixian::diagnostic::{Lang, codes, render};
use duixian::payout::lists::bank;
use duixian::settle;

use crate::engine;
use crate::packs::{root, shown, sources};

#[test]
fn every_code_has_its_example() {
    let mut seen = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("tests/findings/payout")).expect("the catalogue") {
        let folder = entry.expect("an entry").path();
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let (pack, _) = duixian::policy::compile(&sources(&folder.join("rules")))
            .unwrap_or_else(|f| panic!("{name}: {}", shown(&f)));
        let files: Vec<_> =
            engine::folder(&folder).into_iter().filter(|p| p.extension().is_some_and(|e| e == "csv")).collect();
        let roster = engine::read(&engine::load(&files), &pack, 2023);
        let edition = pack.on(2023, Date::year_end(2023).expect("a day")).unwrap_or_else(|f| panic!("{}", shown(&f)));
        let run = settle::run(&edition, &roster.dataset, &settle::Options::default(), &|_| {}).expect("no bug");
        let mut text = String::new();
        let code = format!("payout/{name}");
        for finding in bank::findings(&run, &roster.dataset, &roster) {
            assert_eq!(finding.code.id, code, "{name} shows something else");
            for lang in [Lang::Zh, Lang::En] {
                let _ = writeln!(text, "{}", render::people(&finding, lang, false));
            }
        }
        let expected = folder.join("expected.txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&expected, &text).expect("a writable folder");
        }
        assert!(!text.is_empty(), "{name} shows nothing");
        assert_eq!(text, std::fs::read_to_string(&expected).unwrap_or_default(), "{name}");
        seen.insert(code);
    }
    let all: BTreeSet<String> = codes::payout::ALL.iter().map(|c| c.id.to_owned()).collect();
    assert_eq!(all, seen);
}
