//! Cells as nearly all are written, read in one step. Anything unusual is left for the careful way.

use std::io::Read;

use super::Sheet;
use super::opening::{CellKind, Opening, address, digits};

impl<R: Read> Sheet<'_, R> {
    /// Reads a cell at once if it is written as nearly all are, with nothing unusual about it; its text is
    /// in `self.text` then. Anything else is left for the careful way.
    pub(super) fn plain_cell(&mut self, before: u32) -> Option<Opening> {
        let ahead = self.scanner.ahead();
        let (length, plain) = Plain::of(ahead)?;
        let (column, row) = address(plain.reference)?;
        let format = match plain.style {
            Some(style) => self.context.formats.get(digits(style)? as usize).copied()?,
            None => self.context.formats.first().copied().unwrap_or_default(),
        };
        let kind = match plain.kind {
            None | Some(b"n") => CellKind::Number,
            Some(b"s") => CellKind::Shared,
            Some(_) => return None,
        };
        if row != self.row || column <= before {
            return None;
        }
        self.text.clear();
        self.text.push_str(std::str::from_utf8(plain.value).ok()?);
        self.scanner.advance(length);
        Some(Opening { column, kind, format })
    }
}

/// `<c r="B2" s="1" t="s"><v>7</v></c>`, in exactly this form.
struct Plain<'a> {
    reference: &'a [u8],
    style: Option<&'a [u8]>,
    kind: Option<&'a [u8]>,
    value: &'a [u8],
}

impl<'a> Plain<'a> {
    /// The cell at the beginning of `bytes` and its length, if it is of this form and all there.
    fn of(bytes: &'a [u8]) -> Option<(usize, Self)> {
        let rest = bytes.strip_prefix(b"<c r=\"")?;
        let (reference, rest) = quoted(rest)?;
        let (style, rest) = match rest.strip_prefix(b" s=\"") {
            Some(rest) => quoted(rest).map(|(s, rest)| (Some(s), rest))?,
            None => (None, rest),
        };
        let (kind, rest) = match rest.strip_prefix(b" t=\"") {
            Some(rest) => quoted(rest).map(|(t, rest)| (Some(t), rest))?,
            None => (None, rest),
        };
        let rest = rest.strip_prefix(b"><v>")?;
        let end = rest.iter().take(32).position(|b| *b == b'<')?;
        let (value, rest) = rest.split_at_checked(end)?;
        let rest = rest.strip_prefix(b"</v></c>")?;
        let plain = Self { reference, style, kind, value };
        let usual = !value.is_empty() && !value.contains(&b'&');
        usual.then_some((bytes.len() - rest.len(), plain))
    }
}

/// What stands before the next quotation mark, within a few bytes, and what follows it.
fn quoted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().take(12).position(|b| *b == b'"')?;
    Some((bytes.get(..end)?, bytes.get(end + 1..)?))
}
