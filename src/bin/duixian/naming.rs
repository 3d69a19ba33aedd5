//! What input files are called in findings and in a run's folder: the same on every machine, from every
//! working directory, in whatever order they were given; and the same again when the copies are run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duixian::roster::RosterFile;

/// Names files by nothing but their own names, their folders' names and what is in them, all for one folder.
///
/// A file keeps its own name; files that share one are told apart by their folders (`天元区_名单.xlsx`), and by
/// numbers where that is not enough. The answer is in the order given.
pub fn named(files: Vec<(PathBuf, Vec<u8>)>) -> Vec<RosterFile> {
    let own_names: Vec<String> = files.iter().map(|(path, _)| own(path)).collect();
    let names = [own_names.clone(), with_folders(&files, &own_names)].into_iter().find(|names| are_apart(names));
    let names = names.unwrap_or_else(|| numbered(&files, &own_names));
    names.into_iter().zip(files).map(|(name, (_, bytes))| RosterFile { name, bytes: Arc::from(bytes) }).collect()
}

/// The last part of a path.
pub fn own(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
}

fn with_folders(files: &[(PathBuf, Vec<u8>)], own_names: &[String]) -> Vec<String> {
    let is_shared = |name: &str| own_names.iter().filter(|other| folded(other) == folded(name)).count() > 1;
    files
        .iter()
        .zip(own_names)
        .map(|((path, _), own)| if is_shared(own) { format!("{}_{own}", folder(path)) } else { own.clone() })
        .collect()
}

/// Numbers in the order of names, folders and contents.
fn numbered(files: &[(PathBuf, Vec<u8>)], own_names: &[String]) -> Vec<String> {
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_cached_key(|i| {
        let (name, file) = (own_names.get(*i).cloned(), files.get(*i));
        (name, file.map(|(path, _)| folder(path)), file.map(|(_, bytes)| bytes.as_slice()))
    });
    let mut numbers = vec![0_usize; files.len()];
    for (number, i) in order.into_iter().enumerate() {
        if let Some(place) = numbers.get_mut(i) {
            *place = number.saturating_add(1);
        }
    }
    numbers.iter().zip(own_names).map(|(number, own)| format!("{number}_{own}")).collect()
}

/// The name of the folder that a file is in, wherever the path starts.
fn folder(path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    whole.parent().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Names that differ in case only are one file on some systems.
fn folded(name: &str) -> String {
    name.to_lowercase()
}

fn are_apart(names: &[String]) -> bool {
    names.iter().map(|n| folded(n)).collect::<BTreeSet<_>>().len() == names.len()
}
