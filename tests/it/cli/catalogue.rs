//! The catalogue of findings about files: a folder for each code under `tests/findings/files/`, with the
//! commands that show it (`example.sh`, run beside a copy of `_base`) and what is read then. A further case of a code
//! has a name behind `~`. `UPDATE_EXPECTED=1` writes the expected texts anew; read them before you commit them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use duixian::diagnostic::codes;

use super::world::{BINARY, World, copy};
use crate::packs::root;

#[test]
fn every_code_has_its_example() {
    let folders = entries(&root().join("tests/findings/files"));
    let mut shown = BTreeSet::new();
    let mut wrong = String::new();
    for folder in &folders {
        let name = folder.file_name().unwrap().to_str().unwrap();
        if name.starts_with('_') || !folder.is_dir() {
            continue;
        }
        let code = format!("files/{}", name.split('~').next().unwrap());
        let text = said(folder);
        if !text.contains(&format!("[{code}]")) {
            wrong.push_str(&format!("{name} does not show {code}:\n{text}\n"));
        }
        shown.insert(code);
        let expected = folder.join("expected.txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&expected, &text).unwrap();
        }
        let before = fs::read_to_string(&expected).unwrap_or_default();
        if before != text {
            wrong.push_str(&format!("{name} now says:\n{text}\ninstead of:\n{before}\n"));
        }
    }
    for code in codes::files::ALL {
        if !shown.remove(code.id) {
            wrong.push_str(&format!("{} has no example\n", code.id));
        }
    }
    assert!(shown.is_empty(), "no such codes: {shown:?}");
    assert!(wrong.is_empty(), "{wrong}");
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    found.sort();
    found
}

/// Everything that the example prints, and how its last command ended.
fn said(folder: &Path) -> String {
    let world = World::new();
    copy(folder, &world.path("."));
    let programs = Path::new(BINARY).parent().unwrap().to_str().unwrap();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
    let done = Command::new("bash")
        .args(["-c", "exec 2>&1; source ./example.sh"])
        .current_dir(world.path("."))
        .env("PATH", path)
        .env("LC_ALL", "C.UTF-8")
        .env_remove("RUST_BACKTRACE")
        .output()
        .unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    let exit = done.status.code().unwrap();
    assert!(exit != 70 && exit != 101 && exit != 127, "{text}");
    format!("{text}exit {exit}\n")
}
