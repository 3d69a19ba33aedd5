//! One sheet of a workbook into a [`Grid`], in one streaming pass that believes nothing:
//! each cell stands in its own row, once, with one plain value.
//!
//! Numbers keep their digits as text here; formulas are not read, only whether a cell has one.

use std::io::Read;
use std::sync::Arc;

use super::super::fault::Fault;
use super::super::grid::{Area, Format, Grid, Kind, Strings};
use super::super::limits::Limits;
use super::fault;
use super::strings;
use super::xml::{Attributes, Scanner, Token, attribute, local};

/// What holds for all sheets of a workbook.
pub struct Context<'a> {
    /// The shared texts.
    pub shared: Arc<Strings>,
    /// The format of each style.
    pub formats: &'a [Format],
    /// Were formulas left to be calculated later?
    pub to_calculate: bool,
    /// The limits.
    pub limits: &'a Limits,
}

const LAST_ROW: u32 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;

/// Reads a sheet.
pub fn read(reader: &mut dyn Read, name: Arc<str>, context: &Context) -> Result<Grid, Fault> {
    let mut sheet = Sheet {
        scanner: Scanner::new(reader)?,
        grid: Grid::new(name, Arc::clone(&context.shared)),
        context,
        text: String::new(),
        row: 0,
    };
    sheet.document()?;
    Ok(sheet.grid)
}

struct Sheet<'a, R> {
    scanner: Scanner<R>,
    grid: Grid,
    context: &'a Context<'a>,
    text: String,
    row: u32,
}

/// What the opening tag of a cell says.
#[derive(Clone, Copy)]
struct Opening {
    column: u32,
    kind: CellKind,
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CellKind {
    Number,
    Shared,
    Text,
    Inline,
    Logical,
    Error,
    Day,
}

impl<R: Read> Sheet<'_, R> {
    fn document(&mut self) -> Result<(), Fault> {
        let mut inside = false;
        let mut rows_seen = false;
        let mut closed = false;
        loop {
            let next = self.scanner.next()?;
            let (name, empty) = match next {
                Token::Open { name, empty, .. } if !closed => (name, empty),
                Token::Close(name) if inside && !closed && local(name) == b"worksheet" => {
                    closed = true;
                    continue;
                }
                Token::Text(text) if text.trim_ascii().is_empty() => continue,
                Token::Other => continue,
                Token::End if closed => return Ok(()),
                Token::End => return Err(fault::truncated()),
                Token::Open { name, .. } | Token::Close(name) | Token::Text(name) => {
                    return Err(fault::xml(&String::from_utf8_lossy(name)));
                }
            };
            match (inside, local(name)) {
                (false, b"worksheet") if !empty => inside = true,
                (false, b"worksheet") => {
                    inside = true;
                    closed = true;
                }
                (false, other) => return Err(fault::xml(&String::from_utf8_lossy(other))),
                (true, b"sheetData") if rows_seen => return Err(fault::xml("sheetData")),
                (true, b"sheetData") => {
                    rows_seen = true;
                    if !empty {
                        self.rows()?;
                    }
                }
                (true, list @ (b"cols" | b"mergeCells")) => {
                    let list = list.to_vec();
                    if !empty {
                        self.list(&list)?;
                    }
                }
                (true, _) if empty => {}
                (true, _) => {
                    let name = name.to_vec();
                    self.scanner.skip(&name)?;
                }
            }
        }
    }

    /// The children of `cols` or `mergeCells`.
    fn list(&mut self, list: &[u8]) -> Result<(), Fault> {
        loop {
            match self.scanner.next()? {
                Token::Open { name, attributes, empty } => {
                    match local(name) {
                        b"col" => {
                            let range = hidden_columns(attributes)?;
                            self.grid.hidden_columns.extend(range);
                        }
                        b"mergeCell" => {
                            let reference = attribute(attributes, b"ref")?.unwrap_or_default();
                            let area =
                                area(reference).ok_or_else(|| fault::position(&String::from_utf8_lossy(reference)))?;
                            if area.top != area.bottom || area.left != area.right {
                                self.grid.merges.push(area);
                            }
                        }
                        _ => {}
                    }
                    if !empty {
                        let name = name.to_vec();
                        self.scanner.skip(&name)?;
                    }
                }
                Token::Close(name) if local(name) == list => return Ok(()),
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                Token::Other => {}
                Token::End => return Err(fault::truncated()),
                Token::Close(name) | Token::Text(name) => {
                    return Err(fault::xml(&String::from_utf8_lossy(name)));
                }
            }
        }
    }

    fn rows(&mut self) -> Result<(), Fault> {
        loop {
            match self.scanner.next()? {
                Token::Open { name, attributes, empty } if local(name) == b"row" => {
                    let (number, hidden) = row_opening(attributes, self.row)?;
                    self.row = number;
                    self.grid.begin_row(number, hidden);
                    if !empty {
                        self.cells()?;
                    }
                }
                Token::Open { name, empty, .. } => {
                    if !empty {
                        let name = name.to_vec();
                        self.scanner.skip(&name)?;
                    }
                }
                Token::Close(name) if local(name) == b"sheetData" => return Ok(()),
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                Token::Other => {}
                Token::End => return Err(fault::truncated()),
                Token::Close(name) | Token::Text(name) => {
                    return Err(fault::xml(&String::from_utf8_lossy(name)));
                }
            }
        }
    }

    fn cells(&mut self) -> Result<(), Fault> {
        let mut column = 0;
        loop {
            if let Some(opening) = self.plain_cell(column) {
                column = opening.column;
                self.finish(opening, false, true).map_err(|f| f.at(self.row, opening.column))?;
                continue;
            }
            match self.scanner.next()? {
                Token::Open { name, attributes, empty } if local(name) == b"c" => {
                    let opening = cell_opening(attributes, self.row, column, self.context.formats)?;
                    column = opening.column;
                    if !empty {
                        self.cell(opening).map_err(|f| f.at(self.row, opening.column))?;
                    }
                }
                Token::Open { name, empty, .. } => {
                    if !empty {
                        let name = name.to_vec();
                        self.scanner.skip(&name)?;
                    }
                }
                Token::Close(name) if local(name) == b"row" => return Ok(()),
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                Token::Other => {}
                Token::End => return Err(fault::truncated()),
                Token::Close(name) | Token::Text(name) => {
                    return Err(fault::xml(&String::from_utf8_lossy(name)));
                }
            }
        }
    }

    /// Reads a cell at once if it is written as nearly all are, with nothing unusual about it; its text is
    /// in `self.text` then. Anything else is left for the careful way.
    fn plain_cell(&mut self, before: u32) -> Option<Opening> {
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

    fn cell(&mut self, opening: Opening) -> Result<(), Fault> {
        let (mut formula, mut value, mut inline) = (false, false, false);
        self.text.clear();
        loop {
            match self.scanner.next()? {
                Token::Open { name, empty, .. } => match local(name) {
                    b"v" => {
                        if std::mem::replace(&mut value, true) {
                            return Err(self.twice(opening.column));
                        }
                        if !empty {
                            let name = Name::new(name);
                            self.value(name.get(), opening.kind)?;
                        }
                    }
                    b"is" => {
                        if std::mem::replace(&mut inline, true) || value {
                            return Err(self.twice(opening.column));
                        }
                        if !empty {
                            let name = name.to_vec();
                            strings::rich(&mut self.scanner, &name, &mut self.text, self.context.limits)?;
                        }
                    }
                    other => {
                        formula |= other == b"f";
                        if !empty {
                            let name = name.to_vec();
                            self.scanner.skip(&name)?;
                        }
                    }
                },
                Token::Close(name) if local(name) == b"c" => break,
                Token::Text(text) if text.trim_ascii().is_empty() => {}
                Token::Other => {}
                Token::End => return Err(fault::truncated()),
                Token::Close(name) | Token::Text(name) => {
                    return Err(fault::xml(&String::from_utf8_lossy(name)));
                }
            }
        }
        if inline != (opening.kind == CellKind::Inline) && (inline || value) {
            return Err(fault::value_split());
        }
        self.finish(opening, formula, value)
    }

    fn twice(&self, column: u32) -> Fault {
        fault::cell_twice(&format!("{}{}", crate::source::column_letters(column), self.row))
    }

    /// The text of a `v` element. Only texts may hold entities: a number needs none.
    fn value(&mut self, element: &[u8], kind: CellKind) -> Result<(), Fault> {
        match self.scanner.next()? {
            Token::Text(bytes) if kind == CellKind::Text => {
                super::xml::decode(bytes, &mut self.text)?;
            }
            Token::Text(bytes) if !bytes.contains(&b'&') => {
                let text = std::str::from_utf8(bytes).map_err(|_| fault::xml("UTF-8"))?;
                self.text.push_str(text);
            }
            Token::Close(name) if name == element => return Ok(()),
            Token::End => return Err(fault::truncated()),
            _ => return Err(fault::value_split()),
        }
        match self.scanner.next()? {
            Token::Close(name) if name == element => Ok(()),
            Token::Close(name) => Err(fault::xml(&String::from_utf8_lossy(name))),
            Token::End => Err(fault::truncated()),
            _ => Err(fault::value_split()),
        }
    }

    fn finish(&mut self, opening: Opening, formula: bool, value: bool) -> Result<(), Fault> {
        if self.grid.filled() as u64 >= self.context.limits.cells {
            let count = self.context.limits.cells;
            return Err(fault::limit(&format!("单元格多于 {count} 个"), &format!("there are more than {count} cells")));
        }
        let column = u16::try_from(opening.column).unwrap_or(u16::MAX);
        let format = opening.format;
        let text = self.text.as_str();
        let blank = text.is_empty() && opening.kind != CellKind::Text;
        // a program that leaves the calculation to Excel writes 0, or nothing, as the result
        let uncalculated = formula && (blank || !value || (self.context.to_calculate && matches!(text, "0" | "")));
        let kind = match opening.kind {
            _ if uncalculated => Kind::Uncalculated,
            CellKind::Shared if !blank => {
                let index =
                    (text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten();
                return match index {
                    Some(index) if self.grid.push_shared(column, format, index) => Ok(()),
                    _ => Err(fault::shared_string(text)),
                };
            }
            _ if text.is_empty() => return Ok(()),
            CellKind::Text => {
                strings::unescape(&mut self.text);
                Kind::Text
            }
            CellKind::Inline | CellKind::Shared => Kind::Text,
            CellKind::Logical if matches!(text, "0" | "1") => Kind::Logical,
            CellKind::Logical => Kind::NotANumber,
            CellKind::Error => Kind::Error,
            CellKind::Day => Kind::Day,
            CellKind::Number if is_number(text.as_bytes()) => Kind::Number,
            CellKind::Number => Kind::NotANumber,
        };
        if self.text.len() > self.context.limits.text_length * 3 {
            let length = self.text.len();
            return Err(fault::limit(&format!("一个单元格有 {length} 字节"), &format!("a cell has {length} bytes")));
        }
        if self.grid.push(column, kind, format, &self.text) {
            Ok(())
        } else {
            Err(fault::limit("文字总量超过 4 GiB", "its texts exceed 4 GiB"))
        }
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

/// A short name kept beyond its token, without touching the heap.
struct Name {
    bytes: [u8; 16],
    length: usize,
}

impl Name {
    fn new(name: &[u8]) -> Self {
        let mut bytes = [0; 16];
        let length = name.len().min(16);
        for (to, from) in bytes.iter_mut().zip(name) {
            *to = *from;
        }
        Self { bytes, length }
    }

    fn get(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

fn row_opening(attributes: &[u8], before: u32) -> Result<(u32, bool), Fault> {
    let (mut number, mut hidden) = (None, false);
    for pair in Attributes(attributes) {
        match pair? {
            (b"r", value) => {
                let parsed = digits(value)
                    .filter(|n| (1..=LAST_ROW).contains(n))
                    .ok_or_else(|| fault::position(&String::from_utf8_lossy(value)))?;
                if number.replace(parsed).is_some() {
                    return Err(fault::xml("r"));
                }
            }
            (b"hidden", value) => hidden = matches!(value, b"1" | b"true"),
            _ => {}
        }
    }
    let number = number.unwrap_or(before + 1);
    if number <= before {
        return Err(fault::cell_twice(&number.to_string()));
    }
    if number > LAST_ROW {
        return Err(fault::position(&number.to_string()));
    }
    Ok((number, hidden))
}

fn cell_opening(attributes: &[u8], row: u32, before: u32, formats: &[Format]) -> Result<Opening, Fault> {
    let (mut column, mut kind, mut format) = (None, None, None);
    for pair in Attributes(attributes) {
        let (name, value) = pair?;
        let again = match name {
            b"r" => {
                let (found, in_row) = address(value).ok_or_else(|| fault::position(&String::from_utf8_lossy(value)))?;
                if in_row != row {
                    return Err(fault::cell_twice(&String::from_utf8_lossy(value)).at(row, found));
                }
                column.replace(found).is_some()
            }
            b"t" => kind.replace(cell_kind(value)?).is_some(),
            b"s" => {
                let style = digits(value).and_then(|s| formats.get(s as usize).copied());
                // a workbook without styles has style 0 all the same
                let style = match style {
                    Some(style) => style,
                    None if formats.is_empty() => Format::Plain,
                    None => return Err(fault::xml(&String::from_utf8_lossy(value)).at(row, 0)),
                };
                format.replace(style).is_some()
            }
            _ => false,
        };
        if again {
            return Err(fault::xml(&String::from_utf8_lossy(name)).at(row, 0));
        }
    }
    let column = column.unwrap_or(before + 1);
    let address = || format!("{}{row}", crate::source::column_letters(column));
    if column <= before {
        return Err(fault::cell_twice(&address()).at(row, column));
    }
    if column > LAST_COLUMN {
        return Err(fault::position(&address()).at(row, 0));
    }
    Ok(Opening {
        column,
        kind: kind.unwrap_or(CellKind::Number),
        format: format.unwrap_or_else(|| formats.first().copied().unwrap_or_default()),
    })
}

fn cell_kind(value: &[u8]) -> Result<CellKind, Fault> {
    Ok(match value {
        b"n" => CellKind::Number,
        b"s" => CellKind::Shared,
        b"str" => CellKind::Text,
        b"inlineStr" => CellKind::Inline,
        b"b" => CellKind::Logical,
        b"e" => CellKind::Error,
        b"d" => CellKind::Day,
        other => return Err(fault::xml(&String::from_utf8_lossy(other))),
    })
}

fn hidden_columns(attributes: &[u8]) -> Result<Option<(u32, u32)>, Fault> {
    let hidden = matches!(attribute(attributes, b"hidden")?, Some(b"1" | b"true"));
    let bound = |name: &[u8]| -> Result<u32, Fault> {
        let value = attribute(attributes, name)?.unwrap_or_default();
        digits(value)
            .filter(|n| (1..=LAST_COLUMN).contains(n))
            .ok_or_else(|| fault::position(&String::from_utf8_lossy(value)))
    };
    Ok(if hidden { Some((bound(b"min")?, bound(b"max")?)) } else { None })
}

/// A number of at most nine plain digits.
fn digits(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 9 {
        return None;
    }
    bytes.iter().try_fold(0u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(*b - b'0')))
}

/// `B12` as (column, row), within a sheet.
fn address(bytes: &[u8]) -> Option<(u32, u32)> {
    let letters = bytes.iter().take_while(|b| b.is_ascii_uppercase()).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let (name, number) = bytes.split_at_checked(letters)?;
    let column = name.iter().fold(0, |n, b| n * 26 + u32::from(*b - b'A') + 1);
    let row = digits(number).filter(|_| !number.starts_with(b"0"))?;
    (column <= LAST_COLUMN && (1..=LAST_ROW).contains(&row)).then_some((column, row))
}

fn area(bytes: &[u8]) -> Option<Area> {
    let mut ends = bytes.split(|b| *b == b':');
    let (left, top) = address(ends.next()?)?;
    let (right, bottom) = match ends.next() {
        Some(end) => address(end)?,
        None => (left, top),
    };
    (ends.next().is_none() && left <= right && top <= bottom).then_some(Area { top, left, bottom, right })
}

/// `-1.5E+3` and the like: what a number cell may hold.
fn is_number(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let mut parts = bytes.splitn(2, |b| matches!(b, b'E' | b'e'));
    let mantissa = parts.next().unwrap_or_default();
    let exponent = parts.next();
    let mut digits = 0;
    let mut points = 0;
    for byte in mantissa {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' => points += 1,
            _ => return false,
        }
    }
    let exponent_fits = exponent.is_none_or(|e| {
        let e = e.strip_prefix(b"+").or(e.strip_prefix(b"-")).unwrap_or(e);
        (1..=3).contains(&e.len()) && e.iter().all(u8::is_ascii_digit)
    });
    digits > 0 && points <= 1 && exponent_fits
}
