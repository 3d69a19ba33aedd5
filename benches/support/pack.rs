//! Packs and rosters from their folders, as the command line reads them.

use std::path::{Path, PathBuf};

use duixian::policy::{self, Source, pack::Pack};
use duixian::roster::RosterFile;

/// A path inside of the repository.
pub fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The pack of a folder.
pub fn pack(folder: &Path) -> Pack {
    let mut sources = Vec::new();
    gather(folder, "", &mut sources);
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    policy::compile(&sources).unwrap_or_else(|found| panic!("{}: {found:#?}", folder.display())).0
}

fn gather(folder: &Path, prefix: &str, sources: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            gather(&path, &format!("{name}/"), sources);
        } else {
            sources.push(Source { name, text: std::fs::read_to_string(&path).unwrap() });
        }
    }
}

/// The clean roster of a city of so many enterprises, made when it is not there yet.
pub fn roster(rows: usize) -> RosterFile {
    let folder = at(&format!("target/bench/{rows}"));
    let file = folder.join("roster.xlsx");
    if !file.is_file() {
        let made = std::process::Command::new(env!("CARGO_BIN_EXE_sample-data"))
            .current_dir(at(""))
            .args(["--year", "2023", "--rows", &rows.to_string(), "--out"])
            .arg(&folder)
            .status()
            .unwrap();
        assert!(made.success(), "sample-data failed");
    }
    RosterFile { name: "roster.xlsx".to_owned(), bytes: std::fs::read(&file).unwrap().into() }
}
