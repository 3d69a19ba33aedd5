//! Writing changed files of a pack in place: first all of them beside the old ones, then one after the other over them.
//! A file is at no time half written.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use duixian::diagnostic::Finding;

use crate::publish::unwritable;

/// Writes the new texts of files of a pack, by their names within it.
///
/// # Errors
/// A file that cannot be written; the files are then as they were, unless the disk fails between two renames.
pub fn files(folder: &Path, texts: &BTreeMap<String, String>) -> Result<(), Box<Finding>> {
    let mut beside: Vec<(PathBuf, PathBuf)> = Vec::new();
    let written = texts.iter().try_for_each(|(name, text)| {
        let path = folder.join(name);
        let new = path.with_extension("toml.duixian-new");
        beside.push((new.clone(), path.clone()));
        write(&new, text, &path).map_err(|error| unwritable(&path, &error))
    });
    let renamed = written.and_then(|()| {
        beside.iter().try_for_each(|(new, path)| fs::rename(new, path).map_err(|error| unwritable(path, &error)))
    });
    if renamed.is_err() {
        for (new, _) in &beside {
            // what is not there need not be removed
            drop(fs::remove_file(new));
        }
    }
    renamed
}

/// Writes a file with the permissions of the one that it will replace.
fn write(new: &Path, text: &str, old: &Path) -> io::Result<()> {
    let mut file = File::create(new)?;
    file.write_all(text.as_bytes())?;
    if let Ok(there) = fs::metadata(old) {
        file.set_permissions(there.permissions())?;
    }
    file.sync_all()
}
