//! Publishing a folder of results: all of it or nothing.
//!
//! Everything is written into a staging folder beside the target, the manifest last, each file is flushed to the disk
//! (several at once); one rename makes it visible. A lock beside the target keeps two runs apart and is let
//! go by the system when a run is killed; what a killed run left is cleaned by the next.

mod above;
mod flush;
pub mod refusal;

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use duixian::audit::manifest::{self, Meter, Record};
use duixian::diagnostic::Finding;

use above::Above;
pub use above::{sync_folder, sync_folders};
use flush::Flusher;
use refusal::NoRun;

/// A folder that this run alone may write.
pub struct Target {
    path: PathBuf,
    staging: PathBuf,
    old: PathBuf,
    lock_path: PathBuf,
    replace: bool,
    lock: File,
    above: Above,
}

impl Target {
    /// Claims a target before anything is computed.
    ///
    /// # Errors
    /// It exists and may not be replaced, another run is writing it, or nothing can be written there.
    pub fn claim(path: &Path, replace: bool) -> Result<Self, Box<Finding>> {
        let failed = |error: io::Error| refusal::unwritable(path, &error);
        // `.` and `..` have no name of their own, but the folders that they mean have one
        let named = if path.file_name().is_none() { path.canonicalize().map_err(failed)? } else { path.to_owned() };
        let Some(name) = named.file_name() else { return Err(refusal::no_run(path, NoRun::Root)) };
        let parent = match named.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let above = Above::make(parent).map_err(failed)?;
        let beside = |ending: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(format!(".duixian-{ending}"));
            parent.join(hidden)
        };
        let lock_path = beside("lock");
        let lock = lock(&lock_path).map_err(failed)?.ok_or_else(|| refusal::busy(path))?;
        let (staging, old) = (beside("staging"), beside("old"));
        let target = Self { path: named, staging, old, lock_path, replace, lock, above };
        target.clean().map_err(failed)?;
        target.refuse_existing()?;
        Ok(target)
    }

    /// Clears what a killed run left behind; if it was killed between the two renames of a
    /// replacement, the old results come back.
    fn clean(&self) -> io::Result<()> {
        remove_all(&self.staging)?;
        if self.old.exists() && fs::symlink_metadata(&self.path).is_err() {
            fs::rename(&self.old, &self.path)?;
        }
        remove_all(&self.old)
    }

    fn refuse_existing(&self) -> Result<(), Box<Finding>> {
        let path = &self.path;
        let Ok(there) = fs::symlink_metadata(path) else { return Ok(()) };
        if !self.replace {
            return Err(refusal::exists(path));
        }
        if there.is_symlink() {
            return Err(refusal::no_run(path, NoRun::Link));
        }
        if !there.is_dir() {
            return Err(refusal::no_run(path, NoRun::File));
        }
        let is_empty = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
        if is_empty || is_run(path) { Ok(()) } else { Err(refusal::no_run(path, NoRun::Other)) }
    }

    /// Opens the staging folder.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn stage(&self) -> Result<Staging<'_>, Box<Finding>> {
        fs::create_dir(&self.staging).map_err(|e| refusal::unwritable(&self.path, &e))?;
        Ok(Staging { target: self, flusher: Flusher::start() })
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        // the lock is still held: nobody else can have claimed the name
        let _ = remove_all(&self.staging);
        let _ = fs::remove_file(&self.lock_path);
        let _ = self.lock.unlock();
    }
}

/// The staging folder of a target.
pub struct Staging<'a> {
    target: &'a Target,
    flusher: Flusher,
}

impl Staging<'_> {
    /// Writes one file through `fill`, has it flushed to the disk and gives its record.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(
        &self,
        name: &str,
        fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<Record, Box<Finding>> {
        self.try_write(name, fill).map_err(|e| refusal::unwritable(&self.target.path, &e))
    }

    fn try_write(
        &self,
        name: &str,
        fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> io::Result<Record> {
        let path = self.target.staging.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        let mut metered = Metered { file: BufWriter::with_capacity(1 << 20, file), meter: Meter::default() };
        fill(&mut metered)?;
        let Metered { file, meter } = metered;
        self.flusher.flush(file.into_inner().map_err(io::IntoInnerError::into_error)?)?;
        Ok(meter.record(name))
    }

    /// Makes everything visible at once, when all of it is on the disk.
    ///
    /// # Errors
    /// A file could not be flushed, the target has appeared in the meantime, or the rename fails: nothing is visible
    /// then.
    pub fn publish(mut self) -> Result<(), Box<Finding>> {
        let target = self.target;
        target.refuse_existing()?;
        self.flusher.finish().and_then(|()| self.rename()).map_err(|e| refusal::unwritable(&target.path, &e))
    }

    fn rename(&self) -> io::Result<()> {
        let target = self.target;
        sync_folders(&target.staging)?;
        let replaces = target.replace && target.path.exists();
        if replaces {
            fs::rename(&target.path, &target.old)?;
        }
        let shown = fs::rename(&target.staging, &target.path).and_then(|()| {
            target.above.sync().or_else(|error| {
                // not safe on the disk: take it back before anybody sees it
                fs::rename(&target.path, &target.staging)?;
                Err(error)
            })
        });
        if let Err(error) = shown {
            if replaces {
                fs::rename(&target.old, &target.path)?;
            }
            return Err(error);
        }
        // the results stand; what cannot be cleared away now is cleared by the next run
        let _ = remove_all(&target.old);
        Ok(())
    }
}

/// A file that is measured while it is written.
struct Metered {
    file: BufWriter<File>,
    meter: Meter,
}

impl Write for Metered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write_all(bytes)?;
        self.meter.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Takes the lock; `None` when somebody else has it.
pub fn lock(path: &Path) -> io::Result<Option<File>> {
    loop {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) if is_still_there(&file, path) => return Ok(Some(file)),
            // the other run ended and took its lock file away between our two steps
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(theirs)) => ours.ino() == theirs.ino() && ours.dev() == theirs.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still_there(_: &File, path: &Path) -> bool {
    path.exists()
}

fn remove_all(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whether a folder holds the results of a run: its manifest says so.
fn is_run(folder: &Path) -> bool {
    let manifest = fs::read(folder.join(manifest::FILE)).ok();
    let manifest = manifest.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    let program = manifest.as_ref().and_then(|m| m.pointer("/program/name")).and_then(serde_json::Value::as_str);
    program == Some("duixian")
}
