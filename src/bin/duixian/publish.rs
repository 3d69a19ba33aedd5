//! Publishing a folder of results: all of it or nothing.
//!
//! Everything is written into a staging folder beside the target, each file is flushed to the disk, the
//! manifest last; one rename makes it visible. A lock beside the target keeps two runs apart and is let
//! go by the system when a run is killed; what a killed run left is cleaned by the next.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use duixian::audit::manifest::{self, Meter, Record};
use duixian::diagnostic::Finding;
use duixian::diagnostic::codes::files as codes;
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
}

impl Target {
    /// Claims a target before anything is computed.
    ///
    /// # Errors
    /// It exists and may not be replaced, another run is writing it, or nothing can be written there.
    pub fn claim(path: &Path, replace: bool) -> Result<Self, Finding> {
        let failed = |error: io::Error| unwritable(path, &error);
        let name = path.file_name().ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?.to_string_lossy();
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(failed)?;
        let beside = |ending: &str| parent.join(format!(".{name}.duixian-{ending}"));
        let lock_path = beside("lock");
        let lock = lock(&lock_path).map_err(failed)?.ok_or_else(|| busy(path))?;
        let target =
            Self { path: path.to_owned(), staging: beside("staging"), old: beside("old"), lock_path, replace, lock };
        target.clean().map_err(failed)?;
        target.refuse_existing()?;
        Ok(target)
    }

    /// Clears what a killed run left behind; if it was killed between the two renames of a
    /// replacement, the old results come back.
    fn clean(&self) -> io::Result<()> {
        remove_all(&self.staging)?;
        if self.old.exists() && !self.path.exists() {
            fs::rename(&self.old, &self.path)?;
        }
        remove_all(&self.old)
    }

    fn refuse_existing(&self) -> Result<(), Finding> {
        let path = &self.path;
        if fs::symlink_metadata(path).is_err() {
            return Ok(());
        }
        if !self.replace {
            let message = say!("结果文件夹“{}”已经存在", "the output folder `{}` exists", path.display());
            let remedy = say!(
                "换一个文件夹；确实要替换，加上 --force（原有内容会整个删掉）",
                "choose another folder, or say --force to replace it as a whole"
            );
            return Err(Finding::new(&codes::OUTPUT_EXISTS, at(path), message).remedy(remedy));
        }
        let is_empty = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
        if is_empty || path.join(manifest::FILE).is_file() {
            return Ok(());
        }
        let message = say!(
            "“{}”里没有 {}，不是一次运行的结果，--force 不会替换它",
            "`{}` has no {}: it is not the result of a run, and --force does not replace it",
            path.display(),
            manifest::FILE
        );
        let remedy = say!("换一个文件夹，或自己先清空它", "choose another folder, or empty it yourself");
        Err(Finding::new(&codes::OUTPUT_NOT_A_RUN, at(path), message).remedy(remedy))
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
        if target.replace && target.path.exists() {
            fs::rename(&target.path, &target.old)?;
        }
        if let Err(error) = fs::rename(&target.staging, &target.path) {
            if target.old.exists() {
                fs::rename(&target.old, &target.path)?;
            }
            return Err(error);
        }
        if let Some(parent) = target.staging.parent() {
            sync_folder(parent)?;
        }
        remove_all(&target.old)
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

fn unwritable(path: &Path, error: &io::Error) -> Finding {
    let why = why(error);
    let message = duixian::diagnostic::Bilingual {
        zh: format!("写不了“{}”：{}；没有留下任何文件", path.display(), why.zh),
        en: format!("`{}` cannot be written: {}; nothing was left behind", path.display(), why.en),
    };
    let remedy = say!(
        "腾出空间、核对权限，或换一个文件夹，再运行一次",
        "free some space, check permissions or choose another folder, and run again"
    );
    Finding::new(&codes::OUTPUT_FAILED, at(path), message).remedy(remedy)
}
