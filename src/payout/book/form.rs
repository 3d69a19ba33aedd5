//! A form: a workbook that is prepared once and filled in many times (套打).
//!
//! Names, formats, widths and page set-up of its sheets are made by the writing library; what differs from copy to
//! copy are the rows ([`Leaf`]), which are written as they are. All else is copied as it was compressed the first
//! time, so that a copy takes a fraction of the time of a workbook of its own.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::cell::column_number;
use super::leaf::Leaf;
use super::widths::set_widths;
use super::xlsx::{empty, told};
use crate::calendar::Date;

/// A sheet as it is prepared.
pub struct Blank<'a> {
    /// Its name.
    pub name: String,
    /// The widths of its columns, in digits.
    pub widths: Vec<usize>,
    /// Its page and its view.
    pub set_up: &'a dyn Fn(&mut Worksheet) -> Result<(), XlsxError>,
}

/// A workbook to be filled in.
pub struct Form {
    /// The archive of all parts but the sheets.
    shell: ZipArchive<Cursor<Vec<u8>>>,
    /// What stands before and after the rows of each sheet.
    sheets: Vec<Around>,
    /// The number of each format in the workbook.
    styles: Vec<String>,
}

/// A sheet's part without its rows.
struct Around {
    part: String,
    widths: Vec<usize>,
    before: String,
    after: String,
}

const DATA: (&str, &str) = ("<sheetData>", "</sheetData>");
const END: &str = "</worksheet>";

impl Form {
    /// Prepares a workbook with these sheets and formats.
    ///
    /// # Errors
    /// What the writing library refuses: a mistake of ours.
    pub fn prepare(title: &str, created: Date, blanks: &[Blank<'_>], formats: &[Format]) -> Result<Self, String> {
        let mut workbook = empty(title, created)?;
        for blank in blanks {
            let sheet = workbook.add_worksheet();
            sheet.set_name(&blank.name).map_err(told)?;
            set_widths(sheet, &blank.widths).map_err(told)?;
            (blank.set_up)(sheet).map_err(told)?;
            // a row of blanks shows the number of each format; it makes room for the rows besides
            for (i, format) in formats.iter().enumerate() {
                sheet.write_blank(0, column_number(i), format).map_err(told)?;
            }
        }
        let bytes = workbook.save_to_buffer().map_err(told)?;
        let mut whole = ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(|e| e.to_string())?;
        let mut form = Self { shell: shell(&mut whole, blanks.len())?, sheets: Vec::new(), styles: Vec::new() };
        for (i, blank) in blanks.iter().enumerate() {
            let part = part_name(i);
            let mut xml = String::new();
            let mut file = whole.by_name(&part).map_err(|e| e.to_string())?;
            file.read_to_string(&mut xml).map_err(|e| e.to_string())?;
            let amiss = || format!("{part} has no rows to replace");
            let (before, rest) = xml.split_once(DATA.0).ok_or_else(amiss)?;
            let (sample, after) = rest.split_once(DATA.1).ok_or_else(amiss)?;
            form.styles =
                sample.split(" s=\"").skip(1).filter_map(|s| s.split('"').next()).map(str::to_owned).collect();
            let after = after.strip_suffix(END).or_else(|| after.trim_end().strip_suffix(END)).ok_or_else(amiss)?;
            let around = Around {
                before: without_dimension(before),
                after: after.to_owned(),
                widths: blank.widths.clone(),
                part,
            };
            form.sheets.push(around);
        }
        if form.styles.len() == formats.len() { Ok(form) } else { Err("a format has no number".to_owned()) }
    }

    /// An empty leaf for each sheet.
    pub fn leaves(&self) -> impl Iterator<Item = Leaf<'_>> {
        self.sheets.iter().map(|sheet| Leaf::new(&sheet.widths, &self.styles))
    }

    /// A copy with these rows, a leaf for each sheet in order.
    ///
    /// # Errors
    /// When a part cannot be written: a mistake of ours.
    pub fn fill(&self, leaves: &[Leaf<'_>]) -> Result<Vec<u8>, String> {
        let mut shell = self.shell.clone();
        let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(32 * 1024)));
        for index in 0..shell.len() {
            let part = shell.by_index_raw(index).map_err(|e| e.to_string())?;
            out.raw_copy_file(part).map_err(|e| e.to_string())?;
        }
        for (around, leaf) in self.sheets.iter().zip(leaves) {
            out.start_file(around.part.as_str(), packed()).map_err(|e| e.to_string())?;
            for text in [&around.before, DATA.0, leaf.rows(), DATA.1, &leaf.merged(), &around.after, &leaf.marks(), END]
            {
                out.write_all(text.as_bytes()).map_err(|e| e.to_string())?;
            }
        }
        out.finish().map(Cursor::into_inner).map_err(|e| e.to_string())
    }
}

/// Everything but the sheets.
fn shell<R: Read + std::io::Seek>(
    whole: &mut ZipArchive<R>,
    sheets: usize,
) -> Result<ZipArchive<Cursor<Vec<u8>>>, String> {
    let parts: Vec<String> = (0..sheets).map(part_name).collect();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..whole.len() {
        let part = whole.by_index_raw(index).map_err(|e| e.to_string())?;
        let is_sheet = part.name().is_ok_and(|name| parts.iter().any(|p| *p == name));
        if !is_sheet {
            out.raw_copy_file(part).map_err(|e| e.to_string())?;
        }
    }
    let bytes = out.finish().map_err(|e| e.to_string())?.into_inner();
    ZipArchive::new(Cursor::new(bytes)).map_err(|e| e.to_string())
}

/// Parts are named in the order of the sheets.
fn part_name(index: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", index.saturating_add(1))
}

/// How parts are packed: quickly, and without the time of day.
#[must_use]
pub fn packed() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .last_modified_time(DateTime::default())
}

/// The used range may be left out, and nobody knows it before the rows are written.
fn without_dimension(before: &str) -> String {
    let Some((head, rest)) = before.split_once("<dimension ") else { return before.to_owned() };
    let rest = rest.split_once("/>").map_or("", |(_, rest)| rest);
    format!("{head}{rest}")
}
