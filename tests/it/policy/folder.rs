//! Packs on disk, for tests.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use duixian::policy::Source;

pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files of a folder by their names within it; `expected.txt` is not one of a pack.
pub fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().unwrap() != "expected.txt" {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
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
