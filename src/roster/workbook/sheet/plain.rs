//! Cells as nearly all are written, taken over in one step. Anything unusual is left for the careful way, which
//! alone says what is wrong with it.

use std::io::Read;

use super::super::super::grid::Kind;
use super::super::strings;
use super::opening::{address_in_front, digits_in_front, is_number};
use super::{CellKind, Sheet};

impl<R: Read> Sheet<'_, R> {
    /// Takes over the next cell if it is written as nearly all are, with nothing unusual about it, and stands behind
    /// the column `before`; gives its column.
    pub(super) fn plain_cell(&mut self, before: u32) -> Option<u32> {
        let (length, plain) = Plain::of(self.scanner.ahead())?;
        let styled = self.context.formats.get(plain.style.unwrap_or(0) as usize).copied();
        let format = if plain.style.is_none() { styled.unwrap_or_default() } else { styled? };
        let limits = self.context.limits;
        if plain.row != self.row || plain.column <= before || self.grid.filled() as u64 >= limits.cells {
            return None;
        }
        let column = u16::try_from(plain.column).ok()?;
        let taken = match plain.kind {
            CellKind::Number if plain.value.len() < 32 && is_number(plain.value) => {
                self.grid.push(column, Kind::Number, format, std::str::from_utf8(plain.value).ok()?)
            }
            CellKind::Shared => match digits_in_front(plain.value)? {
                (index, []) => self.grid.push_shared(column, format, index as usize),
                _ => false,
            },
            CellKind::Inline => self.grid.push(column, Kind::Text, format, strings::literal(plain.value, limits)?),
            _ => false,
        };
        self.scanner.advance(if taken { length } else { 0 });
        taken.then_some(u32::from(column))
    }
}

/// `<c r="B2" s="1" t="s"><v>7</v></c>` or `<c r="B2" t="inlineStr"><is><t>甲</t></is></c>`, in exactly this form.
struct Plain<'a> {
    column: u32,
    row: u32,
    style: Option<u32>,
    kind: CellKind,
    value: &'a [u8],
}

impl<'a> Plain<'a> {
    /// The cell at the beginning of `bytes` and its length, if it is of this form and all there.
    fn of(bytes: &'a [u8]) -> Option<(usize, Self)> {
        let (column, row, rest) = address_in_front(bytes.strip_prefix(b"<c r=\"")?)?;
        let rest = rest.strip_prefix(b"\"")?;
        let (style, rest) = match rest.strip_prefix(b" s=\"") {
            Some(rest) => {
                let (style, rest) = digits_in_front(rest)?;
                (Some(style), rest.strip_prefix(b"\"")?)
            }
            None => (None, rest),
        };
        let (kind, rest) = if let Some(rest) = rest.strip_prefix(b"><v>") {
            (CellKind::Number, rest)
        } else if let Some(rest) = rest.strip_prefix(b" t=\"s\"><v>") {
            (CellKind::Shared, rest)
        } else {
            (CellKind::Inline, rest.strip_prefix(b" t=\"inlineStr\"><is><t>")?)
        };
        let (value, rest) = rest.split_at_checked(memchr::memchr(b'<', rest)?)?;
        let end: &[u8] = if kind == CellKind::Inline { b"</t></is></c>" } else { b"</v></c>" };
        let rest = rest.strip_prefix(end)?;
        let plain = Self { column, row, style, kind, value };
        (!value.is_empty()).then_some((bytes.len() - rest.len(), plain))
    }
}
