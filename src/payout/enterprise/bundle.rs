//! All workbooks in one file, where they are too many for a folder: written as they are made, a group at a time, the
//! same bytes whatever the number of threads.

use std::io::{self, Cursor, Write};

use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::desk::Desk;
use super::name;
use crate::payout::papers::Unmade;

/// How many workbooks are made at once: enough for the cores to share, little enough for memory.
const GROUP: usize = 256;

/// Writes the workbooks of these enterprises, in their order, into one archive.
pub fn write(desk: &Desk<'_>, chosen: &[usize], out: &mut (dyn Write + Send)) -> Result<(), Unmade> {
    let mut archive = ZipWriter::new_stream(out);
    let mut ready: Vec<Result<Vec<u8>, String>> = Vec::new();
    let mut groups = chosen.chunks(GROUP);
    loop {
        let next = groups.next().unwrap_or_default();
        // while one group is written, the next is made
        let (made, written) = rayon::join(
            || next.par_iter().map(|enterprise| entry(desk, *enterprise)).collect(),
            || ready.drain(..).try_for_each(|entry| add(&mut archive, &entry?)),
        );
        written?;
        ready = made;
        if ready.is_empty() {
            break;
        }
    }
    archive.finish().map_err(broken)?;
    Ok(())
}

/// A workbook as an archive of one file: so its length and sum are known before it is written.
fn entry(desk: &Desk<'_>, enterprise: usize) -> Result<Vec<u8>, String> {
    let bytes = desk.workbook(enterprise)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len().saturating_add(512))));
    // a workbook is packed already
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    out.start_file(name(desk, enterprise), options).map_err(|e| e.to_string())?;
    out.write_all(&bytes).map_err(|e| e.to_string())?;
    out.finish().map(Cursor::into_inner).map_err(|e| e.to_string())
}

fn add<W: Write>(archive: &mut ZipWriter<zip::write::StreamWriter<W>>, entry: &[u8]) -> Result<(), Unmade> {
    let mut one = ZipArchive::new(Cursor::new(entry)).map_err(|e| Unmade::Mistake(e.to_string()))?;
    let file = one.by_index_raw(0).map_err(|e| Unmade::Mistake(e.to_string()))?;
    archive.raw_copy_file(file).map_err(broken)
}

/// What the archive says: mostly what the disk says.
fn broken(error: zip::result::ZipError) -> Unmade {
    match error {
        zip::result::ZipError::Io(error) => Unmade::Io(error),
        other => Unmade::Io(io::Error::other(other.to_string())),
    }
}
