//! Publishing a folder of results: all of it or nothing.
//!
//! Everything is written into a staging folder beside the target, each file is flushed to the disk, the
//! manifest last; one rename makes it visible. A lock beside the target keeps two runs apart and is let
//! go by the system when a run is killed; what a killed run left is cleaned by the next.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use duixian::audit::manifest::{self, Meter, Record};
use duixian::diagnostic::codes::files as codes;
use duixian::diagnostic::{Bilingual, Finding};
use duixian::say;

use crate::files::{at, why};

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
    pub fn claim(path: &Path, replace: bool) -> Result<Self, Finding> {
        let failed = |error: io::Error| unwritable(path, &error);
        // `.` and `..` have no name of their own, but the folders that they mean have one
        let named = if path.file_name().is_none() { path.canonicalize().map_err(failed)? } else { path.to_owned() };
        let Some(name) = named.file_name() else { return Err(no_run(path, NoRun::Root)) };
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
        let lock = lock(&lock_path).map_err(failed)?.ok_or_else(|| busy(path))?;
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

    fn refuse_existing(&self) -> Result<(), Finding> {
        let path = &self.path;
        let Ok(there) = fs::symlink_metadata(path) else { return Ok(()) };
        if !self.replace {
            let message = say!("“{}”已经存在", "`{}` exists already", path.display());
            let remedy = say!(
                "换一个文件夹；确实要替换，加上 --force（原有内容会整个删掉）",
                "choose another folder, or say --force to replace it as a whole"
            );
            return Err(Finding::new(&codes::OUTPUT_EXISTS, at(path), message).remedy(remedy));
        }
        if there.is_symlink() {
            return Err(no_run(path, NoRun::Link));
        }
        if !there.is_dir() {
            return Err(no_run(path, NoRun::File));
        }
        let is_empty = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
        if is_empty || is_run(path) { Ok(()) } else { Err(no_run(path, NoRun::Other)) }
    }

    /// Opens the staging folder.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn stage(&self) -> Result<Staging<'_>, Finding> {
        fs::create_dir(&self.staging).map_err(|e| unwritable(&self.path, &e))?;
        Ok(Staging { target: self })
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
}

impl Staging<'_> {
    /// Writes one file through `fill`, flushes it to the disk and gives its record.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(
        &self,
        name: &str,
        fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<Record, Finding> {
        self.try_write(name, fill).map_err(|e| unwritable(&self.target.path, &e))
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
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(meter.record(name))
    }

    /// Makes everything visible at once.
    ///
    /// # Errors
    /// The target has appeared in the meantime, or the rename fails: nothing is visible then.
    pub fn publish(self) -> Result<(), Finding> {
        let target = self.target;
        target.refuse_existing()?;
        self.rename().map_err(|e| unwritable(&target.path, &e))
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

/// The folder above a target, made where it was not there.
struct Above {
    parent: PathBuf,
    made: Vec<PathBuf>,
}

impl Above {
    fn make(parent: &Path) -> io::Result<Self> {
        let mut above = Self { parent: parent.to_owned(), made: Vec::new() };
        let missing: Vec<&Path> = parent.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => above.made.push(folder.to_owned()),
                // another run needs it too and was first
                Err(_) if folder.is_dir() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(above)
    }

    /// Flushes the folder, and those that hold the folders that were made.
    fn sync(&self) -> io::Result<()> {
        sync_folder(&self.parent)?;
        for made in self.made.iter().rev() {
            match made.parent() {
                Some(holder) if !holder.as_os_str().is_empty() => sync_folder(holder)?,
                _ => sync_folder(Path::new("."))?,
            }
        }
        Ok(())
    }
}

impl Drop for Above {
    /// A run that publishes nothing leaves no empty folders; those with something in them stay.
    fn drop(&mut self) {
        for made in self.made.iter().rev() {
            let _ = fs::remove_dir(made);
        }
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
fn lock(path: &Path) -> io::Result<Option<File>> {
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

/// Flushes a folder and all folders in it, the deepest first.
fn sync_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync_folders(&path)?;
        }
    }
    sync_folder(folder)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere the file system keeps the order of renames itself.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn remove_all(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn busy(path: &Path) -> Finding {
    let message = say!("另一次运行正在写“{}”", "another run is writing `{}`", path.display());
    let remedy = say!("等它结束，或换一个文件夹", "wait for it to end, or choose another folder");
    Finding::new(&codes::OUTPUT_BUSY, at(path), message).remedy(remedy)
}

/// Whether a folder holds the results of a run: its manifest says so.
fn is_run(folder: &Path) -> bool {
    let manifest = fs::read(folder.join(manifest::FILE)).ok();
    let manifest = manifest.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    let program = manifest.as_ref().and_then(|m| m.pointer("/program/name")).and_then(serde_json::Value::as_str);
    program == Some("duixian")
}

/// Why what stands at a target is no result of a run.
enum NoRun {
    Root,
    Link,
    File,
    Other,
}

fn no_run(path: &Path, why: NoRun) -> Finding {
    let shown = path.display();
    let message = match why {
        NoRun::Root => say!("“{shown}”不能作结果文件夹", "`{shown}` cannot be the output folder"),
        NoRun::Link => {
            say!("“{shown}”是一个链接，--force 不会替换它", "`{shown}` is a link, and --force does not replace it")
        }
        NoRun::File => say!(
            "“{shown}”是文件，不是结果文件夹，--force 不会替换它",
            "`{shown}` is a file and no folder of results, and --force does not replace it"
        ),
        NoRun::Other => say!(
            "“{shown}”不是一次运行的结果（没有它的 {}），--force 不会替换它",
            "`{shown}` is not the result of a run (it has no {} of one), and --force does not replace it",
            manifest::FILE
        ),
    };
    let remedy = say!("换一个文件夹，或自己先移走它", "choose another folder, or move it away yourself");
    Finding::new(&codes::OUTPUT_NOT_A_RUN, at(path), message).remedy(remedy)
}

fn unwritable(path: &Path, error: &io::Error) -> Finding {
    let why = why(error);
    let message = Bilingual {
        zh: format!("写不了“{}”：{}", path.display(), why.zh),
        en: format!("`{}` cannot be written: {}", path.display(), why.en),
    };
    let remedy = say!(
        "腾出空间、核对权限，或换一个文件夹，再运行一次",
        "free some space, check permissions or choose another folder, and run again"
    );
    Finding::new(&codes::OUTPUT_FAILED, at(path), message).remedy(remedy)
}
