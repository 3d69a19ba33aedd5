//! The committed samples: written by the generator to the byte, of the size that they claim, and the broken
//! ones answered as their page says.

mod counties;
mod facts;
mod generated;
mod page;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::packs::root;

/// A folder of its own for a test, below the build folder, empty.
fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("samples").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// Runs the command line in the repository's root.
fn duixian(words: &[&str], paths: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_duixian")).current_dir(root()).args(words).args(paths).output().unwrap()
}
