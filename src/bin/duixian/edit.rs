//! Changing the files of a pack: all of them or none.
//!
//! The new files are written into a hidden folder of the pack and flushed; giving that folder its final name is the
//! moment at which the change has happened. Then each file is moved to its place. Whoever reads the pack in between, or
//! after a kill, reads the new files ([`pending`]), and the next change moves first what is still to be moved.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use duixian::diagnostic::Finding;
use duixian::diagnostic::codes::files as codes;
use duixian::policy::Source;
use duixian::say;

use crate::files::at;
use crate::publish::{lock, refusal, sync_folder, sync_folders};

/// Where a change waits that has happened.
pub const CHANGED: &str = ".duixian-changed";
/// Where a change is prepared.
const PREPARED: &str = ".duixian-prepared";
/// Keeps two changes apart.
const LOCK: &str = ".duixian-lock";

/// The folder of files that are part of the pack although they are not in their places yet, if there is one.
pub fn pending(pack: &Path) -> Option<PathBuf> {
    Some(pack.join(CHANGED)).filter(|folder| folder.is_dir())
}

/// Replaces the files that differ, and writes those that are new; `before` is what the change was made from.
///
/// # Errors
/// Another change is under way, a file is no longer what it was, or the folder cannot be written: nothing has changed.
pub fn write(pack: &Path, before: &[Source], after: &[Source]) -> Result<(), Box<Finding>> {
    let failed = |error: io::Error| refusal::unwritable(pack, &error);
    let lock_path = pack.join(LOCK);
    let held = lock(&lock_path).map_err(failed)?.ok_or_else(|| busy(pack))?;
    let done = finish(pack).map_err(failed).and_then(|()| {
        let changed: Vec<&Source> = after.iter().filter(|new| !before.contains(new)).collect();
        for new in &changed {
            unchanged(pack, before.iter().find(|old| old.name == new.name), &new.name)?;
        }
        if changed.is_empty() {
            return Ok(());
        }
        let prepared = prepare(pack, &changed).and_then(|()| finish(pack));
        prepared.map_err(|error| {
            let _ = fs::remove_dir_all(pack.join(PREPARED));
            refusal::unwritable(pack, &error)
        })
    });
    let _ = fs::remove_file(&lock_path);
    let _ = held.unlock();
    done
}

/// A file must still be what the change was made from.
fn unchanged(pack: &Path, before: Option<&Source>, name: &str) -> Result<(), Box<Finding>> {
    let path = pack.join(name);
    let now = match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        read => Some(read.map_err(|error| refusal::unwritable(&path, &error))?),
    };
    if now.as_deref() == before.map(|source| source.text.as_bytes()) {
        return Ok(());
    }
    let message = say!("“{name}”刚刚被别的程序改过", "`{name}` has just been changed by another program");
    let remedy = say!("保存好编辑器里的内容，再运行一次", "save what is open in an editor and run again");
    Err(Box::new(Finding::new(&codes::OUTPUT_FAILED, at(&path), message).remedy(remedy)))
}

fn prepare(pack: &Path, changed: &[&Source]) -> io::Result<()> {
    let folder = pack.join(PREPARED);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => fs::create_dir(&folder)?,
    }
    for source in changed {
        let path = folder.join(&source.name);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        file.write_all(source.text.as_bytes())?;
        if let Ok(old) = fs::metadata(pack.join(&source.name)) {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
    }
    sync_folders(&folder)?;
    fs::rename(&folder, pack.join(CHANGED))?;
    sync_folder(pack)
}

/// Moves what has changed to its place.
fn finish(pack: &Path) -> io::Result<()> {
    let Some(folder) = pending(pack) else { return Ok(()) };
    move_all(&folder, pack)?;
    sync_folder(pack)?;
    fs::remove_dir_all(&folder)
}

fn move_all(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        let place = to.join(name);
        if path.is_dir() {
            fs::create_dir_all(&place)?;
            move_all(&path, &place)?;
            sync_folder(&place)?;
        } else {
            // a link keeps pointing where it points: the file behind it changes
            let behind = place.canonicalize().unwrap_or(place);
            fs::rename(&path, behind)?;
        }
    }
    Ok(())
}

fn busy(pack: &Path) -> Box<Finding> {
    let message = say!("另一个命令正在改“{}”", "another command is changing `{}`", pack.display());
    let remedy = say!("等它结束，再运行一次", "wait for it to end and run again");
    Box::new(Finding::new(&codes::OUTPUT_BUSY, at(pack), message).remedy(remedy))
}
