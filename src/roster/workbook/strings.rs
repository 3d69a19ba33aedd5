//! The shared texts of a workbook. Phonetic guides are left out; a rich text is the sum of its runs.

use std::io::Read;

use super::super::fault::Fault;
use super::super::grid::Strings;
use super::super::limits::Limits;
use super::fault;
use super::xml::{Scanner, Token, decode, local};

/// Reads `sharedStrings.xml`. The counts that it states are not believed, so they are not read.
pub fn read(reader: &mut dyn Read, limits: &Limits) -> Result<Strings, Fault> {
    let mut scanner = Scanner::new(reader)?;
    let mut strings = Strings::default();
    let mut text = String::new();
    let mut depth = 0u32;
    loop {
        if depth == 1 {
            while let Some((length, text)) = plain_item(scanner.ahead(), limits) {
                if !strings.push(text) {
                    return Err(too_much());
                }
                scanner.advance(length);
            }
        }
        let item = match scanner.next()? {
            Token::Open { name, empty, .. } => match (depth, local(name), empty) {
                (0, b"sst", false) => {
                    depth = 1;
                    None
                }
                (1, b"si", empty) => Some((name.to_vec(), empty)),
                (1, _, false) => {
                    let name = name.to_vec();
                    scanner.skip(&name)?;
                    None
                }
                (_, _, true) => None,
                (_, other, _) => return Err(fault::xml(&String::from_utf8_lossy(other))),
            },
            Token::Close(_) if depth == 1 => {
                depth = 2;
                None
            }
            Token::Close(name) => return Err(fault::xml(&String::from_utf8_lossy(name))),
            Token::Text(text) if text.trim_ascii().is_empty() => None,
            Token::Text(text) => return Err(fault::xml(&String::from_utf8_lossy(text))),
            Token::Other => None,
            Token::End => break,
        };
        let Some((name, empty)) = item else { continue };
        text.clear();
        if !empty {
            rich(&mut scanner, &name, &mut text, limits)?;
        }
        if !strings.push(&text) {
            return Err(too_much());
        }
    }
    if depth == 1 {
        return Err(fault::truncated());
    }
    Ok(strings)
}

fn too_much() -> Fault {
    fault::limit("文字总量超过 4 GiB", "its texts exceed 4 GiB")
}

/// The item at the beginning of `bytes` and its length, if it is all there and written as nearly all are.
fn plain_item<'a>(bytes: &'a [u8], limits: &Limits) -> Option<(usize, &'a str)> {
    let rest = bytes.strip_prefix(b"<si><t>")?;
    let (text, rest) = rest.split_at_checked(memchr::memchr(b'<', rest)?)?;
    let rest = rest.strip_prefix(b"</t></si>")?;
    Some((bytes.len() - rest.len(), literal(text, limits)?))
}

/// A text that stands for itself, without entities and escapes, and surely short enough.
pub fn literal<'a>(bytes: &'a [u8], limits: &Limits) -> Option<&'a str> {
    let literal = memchr::memchr2(b'&', b'_', bytes).is_none() && bytes.len() <= limits.text_length;
    std::str::from_utf8(bytes).ok().filter(|_| literal)
}

/// Reads the content of a text element (`si` or `is`), whose opening tag has been read, up to its end.
pub fn rich<R: Read>(scanner: &mut Scanner<R>, element: &[u8], out: &mut String, limits: &Limits) -> Result<(), Fault> {
    let mut in_run = false;
    loop {
        match scanner.next()? {
            Token::Open { name, empty, .. } => match (local(name), empty) {
                (b"t", true) => {}
                (b"t", false) => {
                    let name = name.to_vec();
                    plain(scanner, &name, out)?;
                }
                (b"r", false) if !in_run => in_run = true,
                (_, true) => {}
                (_, false) => {
                    let name = name.to_vec();
                    scanner.skip(&name)?;
                }
            },
            Token::Close(name) if in_run && local(name) == b"r" => in_run = false,
            Token::Close(name) if !in_run && name == element => break,
            Token::Close(name) => return Err(fault::xml(&String::from_utf8_lossy(name))),
            Token::Text(text) if text.trim_ascii().is_empty() => {}
            Token::Text(_) | Token::Other => return Err(fault::value_split()),
            Token::End => return Err(fault::truncated()),
        }
    }
    unescape(out);
    if out.len() > limits.text_length && out.encode_utf16().count() > limits.text_length {
        let length = out.encode_utf16().count();
        return Err(fault::limit(&format!("一个单元格有 {length} 个字符"), &format!("a cell has {length} characters")));
    }
    Ok(())
}

/// Reads one plain text node up to the end of its element; anything else within is refused.
pub fn plain<R: Read>(scanner: &mut Scanner<R>, element: &[u8], out: &mut String) -> Result<(), Fault> {
    let mut seen = false;
    loop {
        match scanner.next()? {
            Token::Text(bytes) if !seen => {
                decode(bytes, out)?;
                seen = true;
            }
            Token::Close(name) if name == element => return Ok(()),
            Token::Close(name) => return Err(fault::xml(&String::from_utf8_lossy(name))),
            Token::End => return Err(fault::truncated()),
            _ => return Err(fault::value_split()),
        }
    }
}

/// `_x000D_` stands for a character that XML cannot hold.
pub fn unescape(text: &mut String) {
    if !text.contains("_x") {
        return;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        out.push_str(rest.get(..at).unwrap_or_default());
        let escape = rest.get(at + 2..at + 6).zip(rest.get(at + 6..at + 7));
        let decoded = escape
            .filter(|(hex, end)| *end == "_" && hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|(hex, _)| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
        match decoded {
            Some(character) => {
                out.push(character);
                rest = rest.get(at + 7..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = rest.get(at + 2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    *text = out;
}
