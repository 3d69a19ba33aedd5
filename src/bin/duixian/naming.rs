//! What input files are called in findings and in a run's folder: the same on every machine, from every
//! working directory, in whatever order they were given.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duixian::roster::RosterFile;

/// The folder of `inputs/` that the mapping has for itself.
pub const MAPPING: &str = "mapping";

/// Names and orders files by nothing but their own names, their folders' names and what is in them.
///
/// A file keeps its own name; files that share one are told apart by their folders, and by numbers where
/// that is not enough.
pub fn named(files: Vec<(PathBuf, Vec<u8>)>) -> Vec<RosterFile> {
    let mut files: Vec<(String, String, Vec<u8>)> =
        files.into_iter().map(|(path, bytes)| (own(&path), folder(&path), bytes)).collect();
    files.sort();
    let is_shared = |name: &str| files.iter().filter(|(other, ..)| same(other, name)).count() > 1;
    let own_names: Vec<String> = files.iter().map(|(own, ..)| own.clone()).collect();
    let with_folders: Vec<String> = files
        .iter()
        .map(
            |(own, folder, _)| {
                if is_shared(own) && !folder.is_empty() { format!("{folder}/{own}") } else { own.clone() }
            },
        )
        .collect();
    let numbered = || own_names.iter().enumerate().map(|(i, own)| format!("{}/{own}", i.saturating_add(1))).collect();
    let names = [&own_names, &with_folders].into_iter().find(|names| are_apart(names)).cloned();
    let names = names.unwrap_or_else(numbered);
    names.into_iter().zip(files).map(|(name, (.., bytes))| RosterFile { name, bytes: Arc::from(bytes) }).collect()
}

/// The last part of a path.
pub fn own(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
}

/// The name of the folder that a file is in, wherever the path starts.
fn folder(path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    whole.parent().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Names that differ in case only are one file on some systems.
fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// Whether all names can stand in one folder, none of them a folder of another.
fn are_apart(names: &[String]) -> bool {
    let lower: BTreeSet<String> = names.iter().map(|n| n.to_lowercase()).collect();
    let is_folder =
        |name: &String| name.split_once('/').is_some_and(|(folder, _)| folder == MAPPING || lower.contains(folder));
    lower.len() == names.len() && !lower.iter().any(is_folder) && !lower.contains(MAPPING)
}
