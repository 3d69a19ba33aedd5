//! The layout of rule files, as the shipped packs are written: `duixian rules fmt`.
//!
//! Only white space changes, commas at the end of lists, and the spaces within expressions: every comment, number, text
//! and the order of everything stay as they are written, and [`format`] looks at its own work to make sure.
//!
//! - One empty line before a section and its comment, at most one anywhere else, none at the beginning.
//! - `=` stands in one column for pairs without an empty line between them. Pairs with a quoted key are left out, with
//!   their neighbours: how wide a Chinese character is, every editor decides for itself.
//! - A list whose members begin on a new line has each on a line of its own, two spaces in and with a comma behind it;
//!   another list stays on its line, without a comma at its end. Whether a list is broken into lines is its author's
//!   choice; a comment in it breaks it.
//! - Expressions get the spaces that the language's printer gives them; what the printer would say in other words
//!   (brackets that change nothing, twins of operators) stays as it is written: see [`respace`].
//! - Lines end with LF, or with CRLF in a file where all of them do; the last line ends too.

pub mod rewrite;
pub mod tree;
mod writer;

use super::document::{self, Document};
use super::grammar::{self, Key, Shape};
use crate::diagnostic::Finding;
use crate::lang::respace;
use crate::source::RuleText;
use std::sync::Arc;

/// The file in its layout.
///
/// # Errors
/// What is not TOML in it. What is wrong with its rules does not matter here.
pub fn format(name: &str, text: &str) -> Result<String, Vec<Finding>> {
    let file = Arc::new(RuleText { name: name.to_owned(), text: text.to_owned() });
    let Document { mistakes, .. } = document::read(&file);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let (mark, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    // a file that is TOML but nested too deep for the tree is no rule file: it stays as it is
    let Some(tree) = tree::read(body) else { return Ok(text.to_owned()) };
    let keys = grammar::of_file(name).map_or(&[][..], |kind| kind.keys);
    let mut laid_out = writer::write(body, &tree, keys);
    if body.contains("\r\n") && !body.replace("\r\n", "").contains('\n') {
        laid_out = laid_out.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    laid_out.insert_str(0, mark);
    Ok(if says_the_same(text, &laid_out) { laid_out } else { text.to_owned() })
}

/// Are all tokens of the two the same but for white space, commas and the spaces within texts?
fn says_the_same(before: &str, after: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        use toml_parser::lexer::TokenKind::{Comma, Comment, Eof, Newline, Whitespace};
        let tokens = toml_parser::Source::new(text).lex().into_vec();
        let told = tokens.iter().filter(|t| !matches!(t.kind(), Whitespace | Newline | Comma | Eof));
        told.map(|token| {
            let words = text.get(token.span().start()..token.span().end()).unwrap_or_default();
            if token.kind() == Comment { words.trim_end().to_owned() } else { folded(words) }
        })
        .collect()
    };
    words(before) == words(after)
}

/// A text without what the spacing of expressions may change.
fn folded(words: &str) -> String {
    let half = |c: char| match c {
        '（' => '(',
        '）' => ')',
        '｛' => '{',
        '｝' => '}',
        '，' | '、' | ';' | '；' => ',',
        c => c,
    };
    words.chars().filter(|c| !c.is_whitespace()).map(half).collect()
}

/// What stands behind a key of a section with those keys.
fn shape_of(keys: &[Key], name: &str) -> Option<Shape> {
    keys.iter().find(|key| key.name == name).map(|key| key.shape)
}

/// The keys of the sections that a shape is.
fn keys_of(shape: Option<Shape>) -> &'static [Key] {
    match shape {
        Some(Shape::Section(keys) | Shape::Sections(keys)) => keys,
        Some(Shape::Either(shapes)) => {
            shapes.iter().map(|s| keys_of(Some(*s))).find(|keys| !keys.is_empty()).unwrap_or(&[])
        }
        _ => &[],
    }
}

/// An expression in quotes with its spaces in order; `None` where it is none or must stay as it is.
fn spaced(quoted: &str, shape: Option<Shape>) -> Option<String> {
    if !matches!(shape, Some(Shape::Expression | Shape::Constant | Shape::Money | Shape::Number)) {
        return None;
    }
    let quote = quoted.chars().next().filter(|c| ['"', '\''].contains(c))?;
    let inner = quoted.strip_prefix(quote)?.strip_suffix(quote)?;
    if inner.starts_with(quote) || inner.contains(['\\', '\n', '\r', quote]) {
        return None; // several lines, or escapes: the words are not what stands there
    }
    respace(inner).map(|new| format!("{quote}{new}{quote}"))
}
