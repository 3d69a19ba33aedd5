//! Fills the rows of long tables into a prepared workbook.
//!
//! The prepared sheet has two blank rows that show the styles of its columns, in ordinary rows and in rows of totals;
//! here they are replaced by the rows of a table, formatted batch by batch in parallel. Numbers are written as their decimal
//! text, so no amount passes through binary on our side; one that a spreadsheet could not hold exactly
//! (more than 15 digits) stays a text.

use std::io::{Cursor, Read, Write};

use rayon::prelude::*;
use unicode_width::UnicodeWidthStr;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::calendar::Date;
use crate::source::column_letters;

use super::cell::{at_row, plain};
use crate::payout::table::{Cell, Table};

/// The two rows that stand for the rows of a long table.
pub struct Gap {
    /// The number of the first, from 1.
    pub row: u32,
    /// How many rows take its place.
    pub rows: usize,
    /// How many rows each batch of the table has.
    pub counts: Vec<usize>,
    /// How wide each column is, in digits.
    pub widths: Vec<usize>,
}

/// A long table and where it goes.
pub struct Fill<'a> {
    /// The part of the workbook.
    pub part: String,
    /// The table.
    pub table: &'a dyn Table,
    /// The gap in that part.
    pub gap: Gap,
}

/// How many rows each batch has.
#[must_use]
pub fn count(table: &dyn Table) -> Vec<usize> {
    (0..table.batches()).into_par_iter().map(|batch| table.count(batch)).collect()
}

/// The workbook with its gaps filled.
///
/// # Errors
/// When the prepared workbook is not as it was prepared: a mistake of ours.
pub fn fill(prepared: &[u8], fills: &[Fill<'_>]) -> Result<Vec<u8>, String> {
    let mut archive = ZipArchive::new(Cursor::new(prepared)).map_err(|e| e.to_string())?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(prepared.len())));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .last_modified_time(DateTime::default());
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|e| e.to_string())?;
        let Some(fill) = fills.iter().find(|f| part.name().is_ok_and(|n| n == f.part)) else {
            out.raw_copy_file(part).map_err(|e| e.to_string())?;
            continue;
        };
        let mut xml = String::new();
        part.read_to_string(&mut xml).map_err(|e| e.to_string())?;
        out.start_file(fill.part.as_str(), options.large_file(fill.gap.rows > 1_000_000)).map_err(|e| e.to_string())?;
        fill_part(&xml, fill, &mut out)?;
    }
    out.finish().map(Cursor::into_inner).map_err(|e| e.to_string())
}

/// The styles of a row's cells, each with its column: of an ordinary row, of a row of totals.
type Styles<'a> = [Vec<(&'a str, &'a str)>; 2];

/// Writes a sheet with its rows: the two rows that show the styles make room for them.
fn fill_part(xml: &str, fill: &Fill<'_>, out: &mut impl Write) -> Result<(), String> {
    let amiss = || format!("{} has no row {} to fill", fill.part, fill.gap.row);
    let letters: Vec<String> =
        (1..=fill.table.columns().len()).map(|i| column_letters(u32::try_from(i).unwrap_or(1))).collect();
    let styled = |sample| styles(sample, &letters).ok_or_else(amiss);
    let (before, ordinary, rest) = sample(xml, fill.gap.row).ok_or_else(amiss)?;
    let (_, total, after) = sample(rest, fill.gap.row.saturating_add(1)).ok_or_else(amiss)?;
    let styles = [styled(ordinary)?, styled(total)?];
    let io = |e: std::io::Error| e.to_string();
    out.write_all(grown(before, fill).as_bytes()).map_err(io)?;
    if fill.gap.rows > 0 {
        rows(fill, &styles, out).map_err(io)?;
    }
    out.write_all(after.as_bytes()).map_err(io)
}

/// What stands before a row, in it, and behind it.
fn sample(xml: &str, row: u32) -> Option<(&str, &str, &str)> {
    let (before, rest) = xml.split_once(&format!("<row r=\"{row}\""))?;
    let (sample, after) = rest.split_once("</row>")?;
    Some((before, sample, after))
}

fn styles<'a>(sample: &'a str, letters: &'a [String]) -> Option<Vec<(&'a str, &'a str)>> {
    let styles: Vec<&str> = sample.split(" s=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
    (styles.len() == letters.len()).then(|| letters.iter().map(String::as_str).zip(styles).collect())
}

/// The beginning of the sheet with its dimension as it will be.
fn grown(before: &str, fill: &Fill<'_>) -> String {
    let Some((head, rest)) = before.split_once("<dimension ref=\"") else {
        return before.to_owned();
    };
    let Some((dimension, rest)) = rest.split_once('"') else {
        return before.to_owned();
    };
    let last = (fill.gap.row as usize).saturating_add(fill.gap.rows.saturating_sub(1));
    let (from, to) = dimension.split_once(':').unwrap_or((dimension, dimension));
    let column: String = to.chars().filter(char::is_ascii_alphabetic).collect();
    let old: usize = to.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
    format!("{head}<dimension ref=\"{from}:{column}{}\"{rest}", last.max(old))
}

/// How many batches are formatted at once.
const GROUP: usize = 16;

/// Writes the rows, at most as many as the gap has.
fn rows(fill: &Fill<'_>, styles: &Styles<'_>, out: &mut impl Write) -> std::io::Result<()> {
    let mut starts = Vec::with_capacity(fill.gap.counts.len());
    let mut start = fill.gap.row as usize;
    for count in &fill.gap.counts {
        starts.push(start);
        start = start.saturating_add(*count);
    }
    let end = (fill.gap.row as usize).saturating_add(fill.gap.rows);
    let wanted: Vec<(usize, usize)> = starts.into_iter().enumerate().take_while(|(_, start)| *start < end).collect();
    for group in wanted.chunks(GROUP) {
        let texts: Vec<Vec<u8>> = group
            .par_iter()
            .map(|(batch, start)| {
                let mut text = Vec::with_capacity(256 * 1024);
                let mut at = *start;
                fill.table.rows(*batch, &mut |cells| {
                    if at < end {
                        row(at, cells, styles, &fill.gap.widths, &mut text);
                    }
                    at = at.saturating_add(1);
                });
                text
            })
            .collect();
        for text in texts {
            out.write_all(&text)?;
        }
    }
    Ok(())
}

/// How many lines a cell takes in a column of that width.
#[must_use]
pub fn lines(cell: &Cell<'_>, room: usize) -> usize {
    if let Cell::Text(words) = cell { lines_of(words, room) } else { 1 }
}

/// How many lines a text takes in a column of that width.
#[must_use]
pub fn lines_of(words: &str, room: usize) -> usize {
    // three bytes of UTF-8 are never wider than two digits
    if words.len() < room && !words.contains('\n') {
        return 1;
    }
    // the indent and the borders take some of the room
    let room = room.saturating_sub(3).max(1);
    words.split('\n').map(|line| line.width().div_ceil(room).max(1)).sum()
}

/// The height of a row of so many lines, in points; at most what a row can have.
#[must_use]
pub fn height(lines: usize) -> u32 {
    u32::try_from(lines.saturating_mul(14).saturating_add(2)).unwrap_or(u32::MAX).min(409)
}

/// One row, as high as its longest text needs. One that holds formulas is a row of totals and looks like one.
fn row(number: usize, cells: &[Cell<'_>], styles: &Styles<'_>, widths: &[usize], out: &mut Vec<u8>) {
    let (digits, number) = (number.to_string(), u32::try_from(number).unwrap_or(u32::MAX));
    let [ordinary, total] = styles;
    let is_total = cells.iter().any(|cell| matches!(cell, Cell::Formula { .. }));
    let styles = if is_total { total } else { ordinary };
    let lines = cells.iter().zip(widths).map(|(cell, width)| lines(cell, *width)).max().unwrap_or(1);
    let mut put = |text: &str| out.extend_from_slice(text.as_bytes());
    put("<row r=\"");
    put(&digits);
    if lines > 1 {
        put("\" ht=\"");
        put(&height(lines).to_string());
        put("\" customHeight=\"1");
    }
    put("\">");
    for (cell, (letters, style)) in cells.iter().zip(styles) {
        put("<c r=\"");
        put(letters);
        put(&digits);
        put("\" s=\"");
        put(style);
        match cell {
            Cell::Empty => put("\"/>"),
            Cell::Text(words) => put_text(words, &mut put),
            Cell::Formula { formula, result } => put_formula(&at_row(formula, number), result, &mut put),
            amount => {
                let text = plain(amount);
                if fits_in_binary(&text) {
                    put("\"><v>");
                    put(&text);
                    put("</v></c>");
                } else {
                    put_text(&text, &mut put);
                }
            }
        }
    }
    put("</row>");
}

/// Ends a cell as a string, which is never a formula.
fn put_text(words: &str, put: &mut impl FnMut(&str)) {
    put("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    escape(words, put);
    put("</t></is></c>");
}

/// Ends a cell as a formula with its result.
fn put_formula(formula: &str, result: &Cell<'_>, put: &mut impl FnMut(&str)) {
    let plain = plain(result);
    let number = !matches!(result, Cell::Text(_)) && fits_in_binary(&plain);
    put(if number { "\"><f>" } else { "\" t=\"str\"><f>" });
    escape(formula.trim_start_matches('='), put);
    put("</f><v>");
    escape(&plain, put);
    put("</v></c>");
}

/// The longest text that a cell can hold.
const LONGEST: usize = 32_767;

/// XML's and the format's own escapes; characters that XML cannot hold become `_xHHHH_`.
pub(super) fn escape(words: &str, put: &mut impl FnMut(&str)) {
    let mut from = 0;
    let limit = words.char_indices().nth(LONGEST).map_or(words.len(), |(i, _)| i);
    let words = words.get(..limit).unwrap_or(words);
    for (i, c) in words.char_indices() {
        let coded;
        let text = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            // a carriage return would be read as a line feed
            '\0'..='\x08' | '\x0b' | '\x0c' | '\r' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {
                coded = format!("_x{:04X}_", u32::from(c));
                &coded
            }
            '_' if looks_coded(words.get(i..).unwrap_or_default()) => "_x005F_",
            _ => continue,
        };
        put(words.get(from..i).unwrap_or_default());
        put(text);
        from = i.saturating_add(c.len_utf8());
    }
    put(words.get(from..).unwrap_or_default());
}

/// Would a reader take this text for a coded character (`_x0041_`)?
fn looks_coded(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.get(..7).is_some_and(|b| {
        b.starts_with(b"_x")
            && b.ends_with(b"_")
            && b.get(2..6).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

/// Is this decimal text one that a binary number gives back exactly? 15 digits always are.
#[must_use]
pub fn fits_in_binary(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '0', '.']);
    digits.bytes().filter(u8::is_ascii_digit).count() <= 15
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.'))
}

/// A day's serial number in the 1900 date system.
#[must_use]
pub fn serial(day: Date) -> i128 {
    // 25,569 is 1970-01-01; days before 1900-03-01 are one off in every spreadsheet, and cannot occur here
    i128::from(day.number()).saturating_add(25_569)
}
