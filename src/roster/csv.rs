//! A CSV file into a grid: its encoding found, every row as wide as the first, every quote closed.
//!
//! Whatever a lenient reader would swallow without a word is refused here with the line it stands in.

use std::borrow::Cow;
use std::sync::Arc;

use super::fault::Fault;
use super::grid::{Format, Grid, Kind, Strings};
use super::limits::Limits;
use crate::diagnostic::codes::roster as codes;
use crate::diagnostic::{Bilingual, Code};
use crate::say;

/// Reads a CSV file.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Grid, Fault> {
    let text = decode(bytes)?;
    let mut grid = Grid::new(Arc::from(""), Arc::new(Strings::default()));
    let mut reader = Reader { rest: &text, line: 1 };
    let mut width = None;
    let mut row = 0u32;
    let mut field = String::new();
    while !reader.rest.is_empty() {
        row = row.saturating_add(1);
        let start = reader.line;
        grid.begin_row(row, false);
        let mut columns = 0u32;
        loop {
            field.clear();
            let more = reader.field(&mut field)?;
            columns += 1;
            let fits = u16::try_from(columns).ok().filter(|c| *c <= 16_384);
            let Some(column) = fits else {
                return Err(wrong(
                    &codes::RAGGED,
                    start,
                    say!("第 {start} 行多于 16384 列", "line {start} has more than 16384 columns"),
                ));
            };
            if field.len() > limits.text_length * 3 || grid.filled() as u64 >= limits.cells {
                return Err(super::workbook::fault::limit(
                    &format!("第 {start} 行起内容过多"),
                    &format!("from line {start} on there is too much"),
                ));
            }
            if !field.is_empty() && !grid.push(column, Kind::Text, Format::Plain, &field) {
                return Err(super::workbook::fault::limit("文字总量超过 4 GiB", "its texts exceed 4 GiB"));
            }
            if !more {
                break;
            }
        }
        let blank_line = columns == 1 && field.is_empty();
        match width {
            _ if blank_line => {}
            None => width = Some(columns),
            Some(width) if width != columns => {
                return Err(wrong(
                    &codes::RAGGED,
                    start,
                    say!(
                        "第 {start} 行有 {columns} 列，前面各行是 {width} 列",
                        "line {start} has {columns} columns where the lines before have {width}"
                    ),
                ));
            }
            Some(_) => {}
        }
    }
    match width {
        Some(1) => Err(Fault::new(
            &codes::ONE_COLUMN,
            say!(
                "整个文件只有一列，多半不是用英文逗号分隔的",
                "the whole file is a single column, so it is probably not separated by commas"
            ),
            way_out(),
        )),
        Some(_) => Ok(grid),
        None => Err(Fault::new(
            &codes::FILE_EMPTY,
            say!("文件里没有内容", "there is nothing in the file"),
            say!("请报送单位重发这个文件", "ask the sender for the file again"),
        )),
    }
}

fn way_out() -> Bilingual {
    say!(
        "用 Excel 或 WPS 打开原表，另存为 .xlsx（或“CSV UTF-8（逗号分隔）”），再用新文件",
        "open the original in Excel or WPS, save it as .xlsx (or as `CSV UTF-8 (comma delimited)`) and use that"
    )
}

fn wrong(code: &'static Code, line: u32, message: Bilingual) -> Fault {
    Fault::new(code, message, way_out()).at(line, 0)
}

/// The text behind the bytes: a mark decides, else strict UTF-8, else GB18030.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    let encoding = |message: Bilingual| Fault::new(&codes::ENCODING, message, way_out());
    let unknown = || encoding(say!("既不是 UTF-8，也不是 GB18030 编码的文字", "the text is neither UTF-8 nor GB18030"));
    let marked = [(&b"\xFF\xFE"[..], encoding_rs::UTF_16LE), (&b"\xFE\xFF"[..], encoding_rs::UTF_16BE)]
        .into_iter()
        .find_map(|(mark, encoding)| Some((bytes.strip_prefix(mark)?, encoding)));
    if let Some((body, encoding)) = marked {
        return encoding.decode_without_bom_handling_and_without_replacement(body).ok_or_else(unknown);
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Some(at) = memchr::memchr(0, body) {
        let before = body.get(..at).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        return Err(encoding(say!(
            "第 {line} 行有空字节（NUL）：不是文字文件，或是没有标记的 UTF-16",
            "line {line} holds a NUL byte: this is no text, or UTF-16 without its mark"
        )));
    }
    match std::str::from_utf8(body) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(body).ok_or_else(unknown),
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: u32,
}

impl Reader<'_> {
    /// Reads one field into `out`; says whether another follows in the same row.
    fn field(&mut self, out: &mut String) -> Result<bool, Fault> {
        if let Some(inner) = self.rest.strip_prefix('"') {
            self.rest = inner;
            self.quoted(out)?;
        } else {
            let end = memchr::memchr3(b',', b'\n', b'\r', self.rest.as_bytes());
            let (field, rest) = self.rest.split_at_checked(end.unwrap_or(self.rest.len())).unwrap_or((self.rest, ""));
            out.push_str(field);
            self.rest = rest;
        }
        for end in ["\r\n", "\n", "\r"] {
            if let Some(rest) = self.rest.strip_prefix(end) {
                self.rest = rest;
                self.line = self.line.saturating_add(1);
                return Ok(false);
            }
        }
        match self.rest.strip_prefix(',') {
            Some(rest) => {
                self.rest = rest;
                Ok(true)
            }
            None if self.rest.is_empty() => Ok(false),
            None => Err(self.quote(self.line)),
        }
    }

    /// The inside of a quoted field, up to and with its closing quote.
    fn quoted(&mut self, out: &mut String) -> Result<(), Fault> {
        let start = self.line;
        loop {
            let Some((part, rest)) = self.rest.split_once('"') else {
                return Err(self.quote(start));
            };
            let breaks = memchr::memchr_iter(b'\n', part.as_bytes()).count();
            self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
            out.push_str(part);
            match rest.strip_prefix('"') {
                Some(rest) => {
                    out.push('"');
                    self.rest = rest;
                }
                None => {
                    self.rest = rest;
                    return Ok(());
                }
            }
        }
    }

    fn quote(&self, line: u32) -> Fault {
        wrong(
            &codes::QUOTE_OPEN,
            line,
            say!(
                "第 {line} 行的双引号没有配对，后面的内容会被吞掉",
                "a quotation mark in line {line} has no partner and would swallow what follows"
            ),
        )
    }
}
