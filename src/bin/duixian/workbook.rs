//! A single workbook that a command writes: whole or not at all, and never over another without being told so.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use crate::exit::{Exit, Stop};
use crate::publish::refusal;

/// Writes it; `force` replaces what stands there.
pub fn put(path: &Path, bytes: &[u8], force: bool) -> Result<(), Stop> {
    let refused = |finding: Box<_>| Stop::with(Exit::Refused, vec![*finding]);
    if !force && fs::symlink_metadata(path).is_ok() {
        return Err(refused(refusal::exists(path)));
    }
    write(path, bytes).map_err(|error| refused(refusal::unwritable(path, &error)))
}

/// Writes beside the target and renames.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut hidden = OsString::from(".");
    hidden.push(path.file_name().unwrap_or_default());
    hidden.push(".duixian-new");
    let beside = path.with_file_name(hidden);
    let written = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
