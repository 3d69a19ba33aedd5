//! The catalogue of what lint finds: `tests/findings/lint/<check>/` holds the files in which a pack with that defect
//! differs from `_base`, and `expected.txt` what a person then reads and the exit code. A further case of a check has a
//! name behind `~`. `UPDATE_EXPECTED=1` writes the expected texts anew; read them before you commit them.

use std::collections::BTreeSet;

use duixian::diagnostic::{Lang, Severity, codes, render};
use duixian::policy;

use super::{catalogue, lint};
use crate::cli::world::{World, copy};
use crate::packs::sources;

#[test]
fn the_base_is_clean() {
    let world = World::empty();
    copy(&catalogue().join("_base"), &world.path("pack"));
    lint(&world, "").exits(0).silent();
}

#[test]
fn every_check_has_an_example_that_shows_it_and_nothing_else() {
    let mut shown = BTreeSet::new();
    let mut wrong = String::new();
    for entry in std::fs::read_dir(catalogue()).expect("the catalogue") {
        let folder = entry.expect("an entry").path();
        let name = folder.file_name().and_then(|n| n.to_str()).expect("a name").to_owned();
        if name.starts_with('_') || !folder.is_dir() {
            continue;
        }
        let code = format!("lint/{}", name.split('~').next().unwrap_or_default());
        let world = World::empty();
        copy(&catalogue().join("_base"), &world.path("pack"));
        copy(&folder, &world.path("pack"));
        std::fs::remove_file(world.path("pack/expected.txt")).ok();

        let (pack, _) = policy::compile(&sources(&world.path("pack"))).unwrap_or_else(|f| panic!("{name}: {f:#?}"));
        let found = policy::lint::look(&pack, None);
        assert!(!found.is_empty() && found.iter().all(|f| f.code.id == code), "{name}: {found:#?}");
        for finding in &found {
            assert!(!finding.remedy.zh.is_empty() && !finding.remedy.en.is_empty(), "{name} has no remedy");
            assert!(!finding.message.en.ends_with('.') && !finding.message.zh.ends_with('。'), "{name}");
        }
        let done = lint(&world, "");
        let warned = found.iter().any(|f| f.severity() <= Severity::Warning);
        assert_eq!((done.code, done.stderr.as_str()), (Some(i32::from(warned)), ""), "{name}");
        let english: String = found.iter().map(|f| render::people(f, Lang::En, false) + "\n").collect();
        let text = format!("{}exit {}\n\n{english}", done.stdout, i32::from(warned));
        let expected = folder.join("expected.txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&expected, &text).expect("a writable folder");
        }
        let before = std::fs::read_to_string(&expected).unwrap_or_default();
        if before != text {
            wrong.push_str(&format!("{name} now says:\n{text}\ninstead of:\n{before}\n"));
        }
        shown.insert(code);
    }
    let all: BTreeSet<String> = codes::lint::ALL.iter().map(|c| c.id.to_owned()).collect();
    assert_eq!(all, shown);
    assert!(wrong.is_empty(), "{wrong}");
}
