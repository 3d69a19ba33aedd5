//! One sheet of a workbook into a [`Grid`], in one streaming pass that believes nothing:
//! each cell stands in its own row, once, with one plain value.
//!
//! Numbers keep their digits as text here; formulas are not read, only whether a cell has one.

mod opening;
mod plain;

use std::io::Read;
use std::sync::Arc;

use super::super::fault::Fault;
use super::super::grid::{Format, Grid, Kind, Strings};
use super::super::limits::Limits;
use super::fault;
use super::strings;
use super::xml::{Scanner, Token, attribute, local};
use opening::{CellKind, Opening, area, cell_opening, hidden_columns, is_number, row_opening};

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
            while let Some(taken) = self.plain_cell(column) {
                column = taken;
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
