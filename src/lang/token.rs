//! The words and signs that an expression is made of.

use super::ast::{Binary, Number};
use crate::calendar::Date;

/// A token and the bytes of the expression's text that it covers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    Number(Number),
    Date(Date),
    Text(String),
    YesNo(bool),
    Name(String),
    Operator(Binary),
    Not,
    In,
    NotIn,
    If,
    Then,
    Else,
    Of,
    Where,
    Open,
    Close,
    OpenSet,
    CloseSet,
    Comma,
    End,
}

/// Words of the language. A word is one of these only where the whole run of letters is it.
pub(super) const WORDS: &[(&str, &str, TokenKind)] = &[
    ("且", "and", TokenKind::Operator(Binary::And)),
    ("或", "or", TokenKind::Operator(Binary::Or)),
    ("非", "not", TokenKind::Not),
    ("若", "if", TokenKind::If),
    ("则", "then", TokenKind::Then),
    ("否则", "else", TokenKind::Else),
    ("属于", "in", TokenKind::In),
    ("不属于", "", TokenKind::NotIn),
    ("等于", "", TokenKind::Operator(Binary::Equal)),
    ("不等于", "", TokenKind::Operator(Binary::Unequal)),
    ("不低于", "", TokenKind::Operator(Binary::AtLeast)),
    ("超过", "", TokenKind::Operator(Binary::MoreThan)),
    ("不超过", "", TokenKind::Operator(Binary::AtMost)),
    ("不足", "", TokenKind::Operator(Binary::LessThan)),
    ("于", "of", TokenKind::Of),
    ("当", "where", TokenKind::Where),
    ("是", "true", TokenKind::YesNo(true)),
    ("否", "false", TokenKind::YesNo(false)),
];

/// What people write for a word of the language, and the word.
const MEANT: &[(&str, &str)] = &[
    ("不早于", "不低于"),
    ("不小于", "不低于"),
    ("不少于", "不低于"),
    ("大于等于", "不低于"),
    ("大于或等于", "不低于"),
    ("以上", "不低于"),
    ("及以上", "不低于"),
    ("达到", "不低于"),
    ("不晚于", "不超过"),
    ("不大于", "不超过"),
    ("不高于", "不超过"),
    ("不多于", "不超过"),
    ("小于等于", "不超过"),
    ("小于或等于", "不超过"),
    ("以下", "不超过"),
    ("及以下", "不超过"),
    ("晚于", "超过"),
    ("大于", "超过"),
    ("高于", "超过"),
    ("多于", "超过"),
    ("早于", "不足"),
    ("小于", "不足"),
    ("低于", "不足"),
    ("少于", "不足"),
    ("并且", "且"),
    ("而且", "且"),
    ("同时", "且"),
    ("或者", "或"),
    ("不是", "不等于"),
    ("为", "等于"),
];

/// The word of the language that is meant by another.
pub(super) fn meant(word: &str) -> Option<&'static str> {
    MEANT.iter().find(|(said, _)| *said == word).map(|(_, meant)| *meant)
}

/// Signs, the longer before the shorter, in half and full width.
pub(super) const SIGNS: &[(&str, TokenKind)] = &[
    (">=", TokenKind::Operator(Binary::AtLeast)),
    ("<=", TokenKind::Operator(Binary::AtMost)),
    ("!=", TokenKind::Operator(Binary::Unequal)),
    ("<>", TokenKind::Operator(Binary::Unequal)),
    ("==", TokenKind::Operator(Binary::Equal)),
    ("＞＝", TokenKind::Operator(Binary::AtLeast)),
    ("＜＝", TokenKind::Operator(Binary::AtMost)),
    ("≥", TokenKind::Operator(Binary::AtLeast)),
    ("≤", TokenKind::Operator(Binary::AtMost)),
    ("≠", TokenKind::Operator(Binary::Unequal)),
    ("=", TokenKind::Operator(Binary::Equal)),
    ("＝", TokenKind::Operator(Binary::Equal)),
    (">", TokenKind::Operator(Binary::MoreThan)),
    ("＞", TokenKind::Operator(Binary::MoreThan)),
    ("<", TokenKind::Operator(Binary::LessThan)),
    ("＜", TokenKind::Operator(Binary::LessThan)),
    ("+", TokenKind::Operator(Binary::Add)),
    ("＋", TokenKind::Operator(Binary::Add)),
    ("-", TokenKind::Operator(Binary::Subtract)),
    ("−", TokenKind::Operator(Binary::Subtract)),
    ("－", TokenKind::Operator(Binary::Subtract)),
    ("*", TokenKind::Operator(Binary::Multiply)),
    ("×", TokenKind::Operator(Binary::Multiply)),
    ("＊", TokenKind::Operator(Binary::Multiply)),
    ("/", TokenKind::Operator(Binary::Divide)),
    ("÷", TokenKind::Operator(Binary::Divide)),
    ("／", TokenKind::Operator(Binary::Divide)),
    ("(", TokenKind::Open),
    ("（", TokenKind::Open),
    (")", TokenKind::Close),
    ("）", TokenKind::Close),
    ("{", TokenKind::OpenSet),
    ("｛", TokenKind::OpenSet),
    ("}", TokenKind::CloseSet),
    ("｝", TokenKind::CloseSet),
    (",", TokenKind::Comma),
    ("，", TokenKind::Comma),
    ("、", TokenKind::Comma),
    (";", TokenKind::Comma),
    ("；", TokenKind::Comma),
];

/// Quotation marks, opening and closing.
pub(super) const QUOTES: &[(char, char)] =
    &[('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('"', '"'), ('\'', '\'')];

/// May the character stand in a name? Letters, Chinese characters, digits, Ⅰ and ①, and `_`.
pub(super) fn is_name_char(c: char) -> bool {
    c.is_alphabetic() || c.is_numeric() || c == '_'
}

/// The value of a digit, in half or full width.
pub(super) fn digit(c: char) -> Option<i128> {
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '０'..='９' => u32::from(c) - u32::from('０'),
        _ => return None,
    };
    Some(i128::from(value))
}
