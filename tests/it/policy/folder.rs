//! Packs on disk, for tests.

use std::collections::BTreeMap;
use std::path::Path;

use duixian::policy::Source;

pub use crate::packs::root as repository;

/// All files of a folder by their names within it; `expected.txt` is not one of a pack.
pub fn files(folder: &Path) -> BTreeMap<String, String> {
    let read = crate::packs::sources(folder).into_iter().map(|s| (s.name, s.text));
    read.filter(|(name, _)| Path::new(name).file_name().is_none_or(|n| n != "expected.txt")).collect()
}

pub fn sources(files: BTreeMap<String, String>) -> Vec<Source> {
    files.into_iter().map(|(name, text)| Source { name, text }).collect()
}

/// A pack in memory, from the shipped base with some files replaced, added, or (if empty) removed.
pub fn base_with(changes: &[(&str, &str)]) -> Vec<Source> {
    let mut files = files(&repository().join("tests/findings/policy/_base"));
    for (name, text) in changes {
        if text.is_empty() {
            files.remove(*name);
        } else {
            files.insert((*name).to_owned(), (*text).to_owned());
        }
    }
    sources(files)
}
