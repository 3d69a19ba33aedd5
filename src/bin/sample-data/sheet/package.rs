//! A part of a finished workbook, rewritten: for what the writing library has no word for.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Rewrites one part; all others stay as they are.
pub fn rewrite(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Result<Vec<u8>, String> {
    let told = |e: zip::result::ZipError| e.to_string();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(told)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut found = false;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(told)?;
        let name = file.name().map_err(told)?.into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).map_err(|e| e.to_string())?;
        if name == part {
            found = true;
            let text = String::from_utf8(content).map_err(|e| e.to_string())?;
            let changed = change(&text);
            if changed == text {
                return Err(format!("{part} holds nothing to change"));
            }
            content = changed.into_bytes();
        }
        out.start_file(name, options).map_err(told)?;
        out.write_all(&content).map_err(|e| e.to_string())?;
    }
    if !found {
        return Err(format!("no part {part}"));
    }
    Ok(out.finish().map_err(told)?.into_inner())
}
