//! The white space of an expression, and nothing else of it.
//!
//! The printer writes an expression anew, and that loses what an author may have meant for the reader: brackets that
//! change nothing, `>` in place of 超过, `and` in place of 且. So only its spaces are taken, and brackets and commas in
//! half width; every word, sign, digit and quotation mark stays as it was written. Where the printer would write other
//! words than the author, even the spaces stay.

use std::sync::Arc;

use super::lexer::{Source, tokens};
use super::parser::parse;
use super::print::print;
use super::token::{Token, TokenKind};
use crate::source::{RuleText, Span};

/// The expression with the printer's spaces; `None` if it cannot be read or the printer would lose something of it.
#[must_use]
pub fn respace(text: &str) -> Option<String> {
    let nowhere = |text: &str| Span {
        file: Arc::new(RuleText { name: String::new(), text: text.to_owned() }),
        start: 0,
        end: text.len(),
    };
    let read = |text: &str| tokens(&Source::new(text, &nowhere(text))).ok();
    let expression = parse(text, &nowhere(text)).ok()?;
    let printed = print(&expression);
    let (ours, theirs) = (read(text)?, read(&printed)?);
    if ours.len() != theirs.len() || !ours.iter().zip(&theirs).all(|(a, b)| a.kind == b.kind) {
        return None;
    }
    let mut spaced = String::with_capacity(text.len());
    let mut before = 0;
    for (own, model) in ours.iter().zip(&theirs) {
        spaced.push_str(printed.get(before..model.start)?);
        before = model.end;
        spaced.push_str(if is_punctuation(own) {
            printed.get(model.start..model.end)?
        } else {
            text.get(own.start..own.end)?
        });
    }
    // words in half width may need no space where those in full width need one, and the other way round
    (parse(&spaced, &nowhere(&spaced)).ok()? == expression).then_some(spaced)
}

fn is_punctuation(token: &Token) -> bool {
    use TokenKind::{Close, CloseSet, Comma, Open, OpenSet};
    matches!(token.kind, Open | Close | OpenSet | CloseSet | Comma)
}
