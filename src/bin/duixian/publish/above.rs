//! The folders above a target: made when they are missing, flushed when results are published in them,
//! taken away again when none are.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The folder above a target, made where it was not there.
pub struct Above {
    parent: PathBuf,
    made: Vec<PathBuf>,
}

impl Above {
    /// Makes what is missing.
    ///
    /// # Errors
    /// A folder cannot be made; those that were are taken away again.
    pub fn make(parent: &Path) -> io::Result<Self> {
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
    pub fn sync(&self) -> io::Result<()> {
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

/// Flushes a folder and all folders in it, the deepest first.
pub fn sync_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync_folders(&path)?;
        }
    }
    sync_folder(folder)
}

/// Flushes a folder itself.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere the file system keeps the order of renames itself.
#[cfg(not(unix))]
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
