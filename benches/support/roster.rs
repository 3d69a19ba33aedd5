//! The sample city at any size, as the generator of the repository writes it.

use std::path::Path;
use std::process::Command;

use duixian::roster::RosterFile;

/// The clean roster of a city of so many enterprises, made when it is not there yet.
pub fn clean(rows: usize) -> RosterFile {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = repository.join(format!("target/bench/{rows}"));
    let file = folder.join("roster.xlsx");
    if !file.is_file() {
        let made = Command::new(env!("CARGO_BIN_EXE_sample-data"))
            .current_dir(repository)
            .args(["--year", "2023", "--rows", &rows.to_string(), "--out"])
            .arg(&folder)
            .status()
            .unwrap();
        assert!(made.success(), "sample-data failed");
    }
    RosterFile { name: "roster.xlsx".to_owned(), bytes: std::fs::read(&file).unwrap().into() }
}
