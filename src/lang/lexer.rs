//! From text to tokens. All errors at once.
//!
//! The lexer does not know which names exist, so words are told apart by one rule: **a run of letters,
//! Chinese characters and digits is read whole**. It is an operator only if the whole run is that word;
//! `超过部分`, `非税收入` and `或有负债` are names. Signs, quotes, brackets and spaces end a run. Two
//! exceptions, which can hardly be names: numbers glued to Chinese words of the language
//! (`超过3`, `则7万元否则5万元`), and `且非`, `或非`, `若非`.

use std::sync::Arc;

use super::ast::{Number, Unit, Words};
use super::token::{QUOTES, SIGNS, Token, TokenKind, WORDS, digit, is_name_char};
use crate::calendar::Date;
use crate::diagnostic::{Bilingual, Finding, codes::lang as codes};
use crate::say;
use crate::source::{Place, Span};

/// The text of an expression and where it stands.
pub(super) struct Source {
    text: Arc<str>,
    at: Span,
    base: Option<usize>,
}

impl Source {
    pub fn new(text: &str, at: &Span) -> Self {
        // a span may include the quotes around the text; if escapes stand between, only the whole is known
        let inside = if text.is_empty() { None } else { at.text().find(text) };
        Self { text: Arc::from(text), at: at.clone(), base: inside.map(|i| at.start + i) }
    }

    pub fn span(&self, start: usize, end: usize) -> Span {
        self.base.map_or_else(
            || self.at.clone(),
            |base| Span { file: Arc::clone(&self.at.file), start: base + start, end: base + end },
        )
    }

    pub fn words(&self, start: usize, end: usize) -> Words {
        Words::new(&self.text, start, end)
    }

    pub fn text(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.text.len()
    }

    pub fn place(&self, start: usize, end: usize) -> Place {
        Place::Rule(self.span(start, end))
    }
}

/// Is the text read as one name, so that an expression can speak of it?
#[must_use]
pub fn is_name(text: &str) -> bool {
    let nowhere =
        Span { file: Arc::new(crate::source::RuleText { name: String::new(), text: String::new() }), start: 0, end: 0 };
    matches!(
        tokens(&Source::new(text, &nowhere)).as_deref(),
        Ok([Token { kind: TokenKind::Name(name), .. }, _]) if name == text
    )
}

/// All tokens, the last one [`TokenKind::End`].
pub(super) fn tokens(source: &Source) -> Result<Vec<Token>, Vec<Finding>> {
    let mut lexer = Lexer { source, at: 0, tokens: Vec::new(), findings: Vec::new() };
    while lexer.next() {}
    let end = source.len();
    lexer.push(TokenKind::End, end);
    if lexer.findings.is_empty() { Ok(lexer.tokens) } else { Err(lexer.findings) }
}

/// Said where it is not clear which day is meant.
const HOW_DATES_ARE_WRITTEN: fn() -> Bilingual = || {
    say!(
        "日期写成四位年、两位月、两位日，例如 2023-01-31；减法请在减号两边加空格",
        "write a date with four digits for the year and two each for month and day, such as 2023-01-31; put spaces around a minus sign"
    )
};

struct Lexer<'a> {
    source: &'a Source,
    at: usize,
    tokens: Vec<Token>,
    findings: Vec<Finding>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.source.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, kind: TokenKind, end: usize) {
        self.tokens.push(Token { kind, start: self.at, end });
        self.at = end;
    }

    fn fail(&mut self, code: &'static crate::diagnostic::Code, end: usize, message: Bilingual, remedy: Bilingual) {
        self.findings.push(Finding::new(code, self.source.place(self.at, end), message).remedy(remedy));
        self.at = end;
    }

    /// Reads one token; `false` at the end.
    fn next(&mut self) -> bool {
        let rest = self.rest();
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        let Some(first) = trimmed.chars().next() else {
            return false;
        };
        if let Some((_, close)) = QUOTES.iter().find(|(open, _)| *open == first) {
            self.quoted(first, *close);
        } else if is_name_char(first) {
            self.run();
        } else if let Some((sign, kind)) = SIGNS.iter().find(|(sign, _)| trimmed.starts_with(sign)) {
            self.push(kind.clone(), self.at + sign.len());
        } else {
            // `&&` is one mistake, not two
            let length = trimmed.find(|c| c != first).unwrap_or(trimmed.len());
            let found = trimmed.get(..length).unwrap_or_default();
            let remedy = match first {
                '&' => say!("“并且”写作 且 或 and", "write and (且)"),
                '|' => say!("“或者”写作 或 或 or", "write or (或)"),
                '!' | '！' => say!("“不是”写作 非 或 not", "write not (非)"),
                '%' | '％' => {
                    say!("百分号只能紧跟在数后面，如 12%", "a percent sign follows a number at once, as in 12%")
                }
                _ => say!("删去它，或者给文本加上引号", "remove it, or put text into quotes"),
            };
            self.fail(
                &codes::CHARACTER,
                self.at + length,
                say!("不认识的字符“{found}”", "unexpected character `{found}`"),
                remedy,
            );
        }
        true
    }

    fn quoted(&mut self, open: char, close: char) {
        let start = self.at + open.len_utf8();
        let found = self.source.text.get(start..).and_then(|inside| inside.find(close));
        match found {
            Some(length) => {
                let text = self.source.text(start, start + length).to_owned();
                self.push(TokenKind::Text(text), start + length + close.len_utf8());
            }
            None => self.fail(
                &codes::UNCLOSED,
                self.source.len(),
                say!("引号“{open}”之后没有“{close}”", "the quotation mark `{open}` has no closing `{close}`"),
                say!("在文本的末尾补上 {close}", "add {close} at the end of the text"),
            ),
        }
    }

    /// A run of letters and digits: a word, a number with its unit, or a name.
    fn run(&mut self) {
        let rest = self.rest();
        let length = rest.find(|c| !is_name_char(c)).unwrap_or(rest.len());
        let run = rest.get(..length).unwrap_or_default();
        if let Some((kind, _)) = word(run, false) {
            self.push(kind, self.at + length);
            return;
        }
        let numeric = run.starts_with(|c| digit(c).is_some());
        if !(self.date(rest) || self.glued(rest) || (numeric && self.broken_number(rest))) {
            self.push(TokenKind::Name(run.to_owned()), self.at + length);
        }
    }

    /// `2023-01-01`, and the mistakes near it.
    fn date(&mut self, rest: &str) -> bool {
        let length = rest.find(|c: char| !(digit(c).is_some() || c == '-')).unwrap_or(rest.len());
        let text = rest.get(..length).unwrap_or_default();
        let parts: Vec<&str> = text.split('-').collect();
        let shaped = matches!(parts.as_slice(), [y, m, d] if y.chars().count() == 4
            && (1..=2).contains(&m.chars().count()) && (1..=2).contains(&d.chars().count()));
        if !shaped {
            return false;
        }
        let end = self.at + length;
        let number = |i: usize| parts.get(i).and_then(|part| part.parse::<i16>().ok());
        let small = |i: usize| number(i).and_then(|n| i8::try_from(n).ok());
        let meant = number(0).zip(small(1)).zip(small(2)).and_then(|((y, m), d)| Date::new(y, m, d));
        match Date::parse_iso(text) {
            Some(date) => self.push(TokenKind::Date(date), end),
            None => self.fail(
                &codes::LITERAL,
                end,
                say!("“{text}”不是一个日期", "`{text}` is not a date"),
                meant.map_or_else(HOW_DATES_ARE_WRITTEN, |day| {
                    say!("月、日写两位：{day}", "write two digits for month and day: {day}")
                }),
            ),
        }
        true
    }
    /// Numbers with their units and Chinese words of the language up to the end of the run; nothing if
    /// anything else stands in it.
    fn glued(&mut self, rest: &str) -> bool {
        let mut found = Vec::new();
        let mut at = 0;
        let mut numbers = 0;
        loop {
            let rest = rest.get(at..).unwrap_or_default();
            let Some(first) = rest.chars().next() else {
                break;
            };
            if digit(first).is_some() {
                let Some((number, length)) = number(rest) else {
                    return false;
                };
                numbers += 1;
                found.push((TokenKind::Number(number), at + length));
                at += length;
            } else if is_name_char(first) {
                let length = rest.find(|c| !is_name_char(c)).unwrap_or(rest.len());
                let Some((kind, length)) = word(rest.get(..length).unwrap_or_default(), true) else {
                    return false;
                };
                found.push((kind, at + length));
                at += length;
            } else {
                break;
            }
        }
        let two_words = matches!(found.as_slice(), [(TokenKind::Operator(_) | TokenKind::If, _), (TokenKind::Not, _)]);
        if numbers == 0 && !two_words {
            return false;
        }
        let base = self.at;
        for (kind, end) in found {
            self.push(kind, base + end);
        }
        true
    }

    /// A run that begins with digits and is neither a number nor a name: `5G产业` is a name, but `500万`,
    /// `1.5x`, `1e3`, `1.2.3` and numbers of forty digits are not.
    fn broken_number(&mut self, rest: &str) -> bool {
        let digits = rest.find(|c| !(digit(c).is_some() || matches!(c, '.' | '．'))).unwrap_or(rest.len());
        let after = rest.get(digits..).unwrap_or_default();
        let tail_length = after.find(|c| !is_name_char(c)).unwrap_or(after.len());
        let tail = after.get(..tail_length).unwrap_or_default();
        let end = self.at + digits + tail_length;
        let text = rest.get(..digits + tail_length).unwrap_or_default().to_owned();
        let head = rest.get(..digits).unwrap_or_default();
        if tail.starts_with(['万', '亿', '千', '百']) {
            self.fail(
                &codes::LITERAL,
                end,
                say!("“{text}”缺少单位或单位不认识", "`{text}` has no unit, or one that is not known"),
                say!(
                    "金额写成 {head}元、{head}万元 或 {head}亿元；不是金额就写出全部数字",
                    "write an amount as {head}元, {head}万元 or {head}亿元; if it is no amount write all its digits"
                ),
            );
        } else if tail.starts_with('年') && tail.ends_with('日') {
            self.fail(
                &codes::LITERAL,
                end,
                say!("日期“{text}”的写法不对", "the date `{text}` is not written as it should be"),
                say!("写成 2023-01-31 的样子", "write it like 2023-01-31"),
            );
        } else if head.contains(['.', '．']) || tail.is_empty() || is_exponent(tail) {
            self.fail(
                &codes::LITERAL,
                end,
                say!("“{text}”不是一个数", "`{text}` is not a number"),
                say!(
                    "数写成 1234.5 的样子，不用指数，不用千分位逗号，至多三十位",
                    "write a number like 1234.5, without exponent and thousands separators, of at most thirty digits"
                ),
            );
        } else {
            return false;
        }
        true
    }
}

fn is_exponent(tail: &str) -> bool {
    tail.strip_prefix(['e', 'E']).is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// The word of the language that a run is; with `prefix`, the longest Chinese one that it begins with.
fn word(run: &str, prefix: bool) -> Option<(TokenKind, usize)> {
    WORDS
        .iter()
        .filter(|(zh, en, _)| if prefix { run.starts_with(zh) } else { run == *zh || (!en.is_empty() && run == *en) })
        .max_by_key(|(zh, _, _)| zh.len())
        .map(|(zh, _, kind)| (kind.clone(), zh.len()))
}

/// Digits, decimals and unit at the beginning of a text, and how many bytes they take.
fn number(rest: &str) -> Option<(Number, usize)> {
    let mut digits = 0i128;
    let mut scale = 0;
    let mut length = 0;
    let mut count = 0;
    let mut point = false;
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        if let Some(value) = digit(c) {
            digits = digits.checked_mul(10)?.checked_add(value)?;
            count += 1;
            scale += u32::from(point);
        } else if matches!(c, '.' | '．') && !point && chars.peek().copied().and_then(digit).is_some() {
            point = true;
        } else {
            break;
        }
        length += c.len_utf8();
    }
    let after = rest.get(length..)?;
    if count > 30 || after.starts_with(['.', '．']) {
        return None;
    }
    let (unit, sign) = [
        (Unit::YiYuan, "亿元"),
        (Unit::WanYuan, "万元"),
        (Unit::Yuan, "元"),
        (Unit::Percent, "%"),
        (Unit::Percent, "％"),
    ]
    .into_iter()
    .find(|(_, sign)| after.starts_with(sign))
    .unwrap_or((Unit::Plain, ""));
    let number = Number { digits, scale, unit };
    number.value()?;
    Some((number, length + sign.len()))
}
