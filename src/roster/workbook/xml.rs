//! A strict, streaming scan of XML bytes: tags and texts, nothing decoded until asked.
//!
//! Made for the parts of a workbook, where each token is small. It refuses what such parts never
//! need (DOCTYPE) and reports comments, instructions and CDATA as what they are, so that the
//! reader of a value can refuse them. It keeps no tree and resolves no namespaces.

use std::io::Read;

use super::super::fault::Fault;
use super::fault;

/// One token. Names are as written, with their prefix.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// `<name attributes>`, or `<name attributes/>` when `empty`.
    Open {
        /// The element's name.
        name: &'a [u8],
        /// What follows the name.
        attributes: &'a [u8],
        /// Is it closed at once?
        empty: bool,
    },
    /// `</name>`.
    Close(&'a [u8]),
    /// Text between tags, entities not decoded.
    Text(&'a [u8]),
    /// A comment, a processing instruction or a CDATA section.
    Other,
    /// The end of the part.
    End,
}

/// Reads tokens from a source of bytes.
pub struct Scanner<R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    finished: bool,
}

/// The longest token: a formula or a text of 32,767 characters, each an entity, has room.
const LONGEST: usize = 1 << 20;
const BLOCK: usize = 1 << 18;

enum Shape {
    Tag,
    Text,
    Other,
}

impl<R: Read> Scanner<R> {
    /// A scanner at the beginning of a part; a byte-order mark is stepped over.
    pub fn new(source: R) -> Result<Self, Fault> {
        let mut scanner = Self { source, buffer: vec![0; BLOCK], start: 0, end: 0, finished: false };
        while scanner.end < 3 && !scanner.finished {
            scanner.fill()?;
        }
        let head = scanner.buffer.get(..scanner.end).unwrap_or_default();
        if head.starts_with(b"\xEF\xBB\xBF") {
            scanner.start = 3;
        } else if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
            return Err(fault::xml("UTF-16"));
        }
        Ok(scanner)
    }

    /// The bytes that are there already and not yet read as tokens.
    pub fn ahead(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Steps over bytes that were read from [`ahead`](Self::ahead).
    pub fn advance(&mut self, bytes: usize) {
        self.start = self.end.min(self.start.saturating_add(bytes));
    }

    /// The next token.
    pub fn next(&mut self) -> Result<Token<'_>, Fault> {
        let (length, shape) = loop {
            let rest = self.buffer.get(self.start..self.end).unwrap_or_default();
            if rest.is_empty() && self.finished {
                return Ok(Token::End);
            }
            if let Some(found) = outline(rest, self.finished)? {
                break found;
            }
            if self.finished {
                return Err(fault::truncated());
            }
            if rest.len() > LONGEST {
                return Err(fault::xml("…"));
            }
            self.fill()?;
        };
        let from = self.start;
        self.start += length;
        let bytes = self.buffer.get(from..self.start).unwrap_or_default();
        match shape {
            Shape::Text => Ok(Token::Text(bytes)),
            Shape::Other => Ok(Token::Other),
            Shape::Tag => tag(bytes),
        }
    }

    /// Steps over the rest of an element whose opening tag has just been read.
    pub fn skip(&mut self, name: &[u8]) -> Result<(), Fault> {
        let mut open: Vec<Vec<u8>> = vec![name.to_vec()];
        while let Some(inner) = open.last() {
            match self.next()? {
                Token::Open { name, empty: false, .. } => {
                    let name = name.to_vec();
                    if open.len() > 200 {
                        return Err(fault::xml(&String::from_utf8_lossy(&name)));
                    }
                    open.push(name);
                }
                Token::Close(name) if name == inner.as_slice() => {
                    open.pop();
                }
                Token::Close(name) => return Err(fault::xml(&String::from_utf8_lossy(name))),
                Token::End => return Err(fault::truncated()),
                _ => {}
            }
        }
        Ok(())
    }

    fn fill(&mut self) -> Result<(), Fault> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() - self.end < BLOCK / 2 {
            self.buffer.resize(self.buffer.len() + BLOCK, 0);
        }
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        let read = self.source.read(room).map_err(|e| fault::checksum(&e))?;
        self.end += read;
        self.finished = read == 0;
        Ok(())
    }
}

/// How long the token at the beginning of `rest` is; `None` when its end is not there yet.
fn outline(rest: &[u8], finished: bool) -> Result<Option<(usize, Shape)>, Fault> {
    let Some((b'<', after)) = rest.split_first() else {
        return Ok(match memchr::memchr(b'<', rest) {
            Some(end) => Some((end, Shape::Text)),
            None if finished => Some((rest.len(), Shape::Text)),
            None => None,
        });
    };
    let until = |mark: &[u8]| memchr::memmem::find(rest, mark).map(|i| (i + mark.len(), Shape::Other));
    match after.first() {
        Some(b'!') if after.starts_with(b"!--") => {
            Ok(memchr::memmem::find(rest.get(4..).unwrap_or_default(), b"-->").map(|i| (i + 7, Shape::Other)))
        }
        Some(b'!') if after.starts_with(b"![CDATA[") => Ok(until(b"]]>")),
        Some(b'!') if after.len() < 8 && !finished => Ok(None),
        Some(b'!') => Err(fault::doctype()),
        Some(b'?') => Ok(until(b"?>")),
        _ => Ok(tag_end(rest).map(|end| (end, Shape::Tag))),
    }
}

/// One past the `>` of a tag; a `>` within quotes does not count.
fn tag_end(rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let mark = at + memchr::memchr3(b'>', b'"', b'\'', rest.get(at..)?)?;
        match *rest.get(mark)? {
            b'>' => return Some(mark + 1),
            quote => at = mark + 2 + memchr::memchr(quote, rest.get(mark + 1..)?)?,
        }
    }
}

fn tag(bytes: &[u8]) -> Result<Token<'_>, Fault> {
    let inner = bytes.get(1..bytes.len().saturating_sub(1)).unwrap_or_default();
    if let Some(name) = inner.strip_prefix(b"/") {
        return Ok(Token::Close(name.trim_ascii_end()));
    }
    let (inner, empty) = match inner.strip_suffix(b"/") {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let end = inner.iter().position(|b| b.is_ascii_whitespace()).unwrap_or(inner.len());
    let (name, attributes) = inner.split_at_checked(end).unwrap_or((inner, b""));
    if name.is_empty() || name.contains(&b'<') || name.contains(&b'"') {
        return Err(fault::xml(&String::from_utf8_lossy(bytes)));
    }
    Ok(Token::Open { name, attributes, empty })
}

/// The attributes of a tag, in order; an ill-formed one is an `Err` and ends them.
pub struct Attributes<'a>(pub &'a [u8]);

impl<'a> Iterator for Attributes<'a> {
    type Item = Result<(&'a [u8], &'a [u8]), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.trim_ascii_start();
        if rest.is_empty() {
            return None;
        }
        let parsed = (|| {
            let equals = memchr::memchr(b'=', rest)?;
            let (name, value) = rest.split_at_checked(equals)?;
            let (name, value) = (name.trim_ascii_end(), value.get(1..)?.trim_ascii_start());
            let (quote, value) = value.split_first()?;
            if !matches!(quote, b'"' | b'\'') || name.is_empty() {
                return None;
            }
            let end = memchr::memchr(*quote, value)?;
            let (value, rest) = value.split_at_checked(end)?;
            self.0 = rest.get(1..)?;
            Some((name, value))
        })();
        Some(parsed.ok_or_else(|| {
            let text = String::from_utf8_lossy(rest).into_owned();
            self.0 = b"";
            fault::xml(&text)
        }))
    }
}

/// The value of one attribute; ill-formed or repeated attributes are an error.
pub fn attribute<'a>(attributes: &'a [u8], wanted: &[u8]) -> Result<Option<&'a [u8]>, Fault> {
    let mut found = None;
    for pair in Attributes(attributes) {
        let (name, value) = pair?;
        if name == wanted && found.replace(value).is_some() {
            return Err(fault::xml(&String::from_utf8_lossy(name)));
        }
    }
    Ok(found)
}

/// The text behind entities and character references, appended to `out`.
pub fn decode(bytes: &[u8], out: &mut String) -> Result<(), Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| fault::xml("UTF-8"))?;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, tail) = after.split_once(';').ok_or_else(|| fault::xml("&"))?;
        out.push(entity(name).ok_or_else(|| fault::xml(name))?);
        rest = tail;
    }
    out.push_str(rest);
    Ok(())
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok()?,
                None if number.bytes().all(|b| b.is_ascii_digit()) => number.parse().ok()?,
                _ => return None,
            };
            char::from_u32(code).filter(|c| *c != '\0')
        }
    }
}

/// A name without its prefix (`x:row` is `row`).
pub fn local(name: &[u8]) -> &[u8] {
    match name.iter().rposition(|b| *b == b':') {
        Some(colon) => name.get(colon + 1..).unwrap_or_default(),
        None => name,
    }
}
