//! A table as CSV: UTF-8 with a byte-order mark, LF line ends, formatted in parallel, written in order.
//!
//! A text that a spreadsheet would run as a formula gets an apostrophe in front: rosters are not trusted.

pub mod awards;
pub mod estimates;
pub mod findings;
pub mod items;
pub mod payments;
pub mod statuses;

use std::io::{self, Write};

use rayon::prelude::*;

use crate::payout::number;
use crate::payout::table::{Cell, Table};

/// The byte-order mark by which Excel knows that a CSV file is UTF-8.
pub const MARK: &[u8] = b"\xEF\xBB\xBF";

/// How many batches are formatted at once: enough for the cores to share, little enough for memory.
const GROUP: usize = 16;

/// Writes a whole table, its headings first.
///
/// While one group of batches is written, the next is formatted.
///
/// # Errors
/// What `out` reports.
pub fn write(table: &dyn Table, out: &mut (dyn Write + Send)) -> io::Result<()> {
    out.write_all(MARK)?;
    let mut head = Vec::new();
    let columns = table.columns();
    for (i, column) in columns.iter().enumerate() {
        if i > 0 {
            head.push(b',');
        }
        text(&column.name, &mut head);
    }
    head.push(b'\n');
    out.write_all(&head)?;

    let mut ready: Vec<Vec<u8>> = Vec::new();
    let mut next = 0;
    while next < table.batches() || !ready.is_empty() {
        let end = next.saturating_add(GROUP).min(table.batches());
        let (formatted, written) =
            rayon::join(|| format(table, next..end), || ready.iter().try_for_each(|batch| out.write_all(batch)));
        written?;
        ready = formatted;
        next = end;
    }
    out.flush()
}

/// The text of each batch, in order.
fn format(table: &dyn Table, batches: std::ops::Range<usize>) -> Vec<Vec<u8>> {
    batches
        .into_par_iter()
        .map(|batch| {
            let mut out = Vec::with_capacity(64 * 1024);
            table.rows(batch, &mut |cells| row(cells, &mut out));
            out
        })
        .collect()
}

/// One line.
fn row(cells: &[Cell<'_>], out: &mut Vec<u8>) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        value(cell, out);
    }
    out.push(b'\n');
}

/// One value.
fn value(cell: &Cell<'_>, out: &mut Vec<u8>) {
    match cell {
        Cell::Empty => {}
        Cell::Text(words) => text(words, out),
        Cell::Money(amount) => number::money(*amount, out),
        Cell::Millionths(amount) => number::millionths(*amount, out),
        Cell::Exact(amount) => match number::to_millionths(*amount) {
            Some(amount) => number::millionths(amount, out),
            None => text(&amount.to_string(), out),
        },
        Cell::Integer(count) => number::integer(*count, out),
        Cell::Date(day) => text(&day.to_string(), out),
        Cell::Formula { result, .. } => value(result, out),
    }
}

/// One text: made harmless, and quoted where CSV asks for it.
pub fn text(words: &str, out: &mut Vec<u8>) {
    text_between(words, ',', out);
}

/// One text between other delimiters than commas; each is one byte.
pub fn text_between(words: &str, delimiter: char, out: &mut Vec<u8>) {
    let prefix = if runs_as_formula(words) { "'" } else { "" };
    let special = |b: u8| matches!(b, b'"' | b'\n' | b'\r') || char::from(b) == delimiter;
    if !words.bytes().any(special) {
        out.extend_from_slice(prefix.as_bytes());
        out.extend_from_slice(words.as_bytes());
        return;
    }
    out.push(b'"');
    out.extend_from_slice(prefix.as_bytes());
    for byte in words.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// Would Excel or WPS take this text for a formula or a command?
#[must_use]
pub fn runs_as_formula(words: &str) -> bool {
    matches!(words.chars().next(), Some('=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠'))
}
