//! A rule file as it is written: lines, lists and braces with their comments, every token in its place. What the values
//! are is not looked at; that the file is TOML is [`document`](crate::policy::document)'s to say, before this is asked.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

/// A file.
#[derive(Debug, Default)]
pub struct File {
    /// Headers and pairs, in the order of the file.
    pub lines: Vec<Line>,
    /// What stands under the last of them.
    pub after: Vec<Above>,
}

/// What stands above a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Above {
    /// One empty line or several.
    Blank,
    /// A comment that has a line of its own.
    Comment(Range<usize>),
}

/// A header or a pair.
#[derive(Debug)]
pub struct Line {
    /// What stands above it.
    pub above: Vec<Above>,
    /// What it is.
    pub kind: LineKind,
    /// The comment behind it on the same line.
    pub comment: Option<Range<usize>>,
}

/// What a line is.
#[derive(Debug)]
pub enum LineKind {
    /// `[award]`, `[[condition]]`.
    Header {
        /// Is it `[[…]]`?
        list: bool,
        /// The parts of its name, with their quotes.
        path: Vec<Range<usize>>,
    },
    /// `key = value`.
    Pair {
        /// The parts of the key.
        key: Vec<Range<usize>>,
        /// What stands behind it.
        value: Value,
    },
}

/// A value.
#[derive(Debug)]
pub struct Value {
    /// All of it.
    pub range: Range<usize>,
    /// What it is made of.
    pub kind: ValueKind,
}

/// What a value is made of.
#[derive(Debug)]
pub enum ValueKind {
    /// A text, number, day or word.
    Plain,
    /// `[…]`.
    List(Inside),
    /// `{…}`.
    Table(Inside),
}

/// What stands between brackets or braces.
#[derive(Debug, Default)]
pub struct Inside {
    /// Its members.
    pub members: Vec<Member>,
    /// What stands under the last of them.
    pub after: Vec<Above>,
    /// Does a line end between the members, so that each has a line of its own?
    pub broken: bool,
}

/// A member of a list or an inline table.
#[derive(Debug)]
pub struct Member {
    /// What stands above it.
    pub above: Vec<Above>,
    /// Its key, in an inline table.
    pub key: Vec<Range<usize>>,
    /// Its value.
    pub value: Value,
    /// The comment behind it on the same line.
    pub comment: Option<Range<usize>>,
    /// The comma behind it.
    pub comma: Option<Range<usize>>,
}

/// Reads a file that is TOML; `None` where it is not, or nests too deep.
#[must_use]
pub fn read(text: &str) -> Option<File> {
    let tokens = Source::new(text).lex().into_vec();
    let mut reader = Reader { tokens: &tokens, at: 0 };
    let mut file = File::default();
    let mut above = Vec::new();
    // a mark at the beginning of the file is no part of any line
    loop {
        reader.skip_spaces();
        match reader.kind() {
            TokenKind::Eof => break,
            TokenKind::Newline => reader.blank(&mut above),
            TokenKind::Comment => reader.comment_line(&mut above),
            kind => {
                let kind = if kind == TokenKind::LeftSquareBracket { reader.header()? } else { reader.pair()? };
                let comment = reader.line_end()?;
                file.lines.push(Line { above: std::mem::take(&mut above), kind, comment });
            }
        }
    }
    file.after = above;
    Some(file)
}

/// How deep values may be nested.
const DEEPEST: usize = 64;

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl Reader<'_> {
    fn kind(&self) -> TokenKind {
        self.tokens.get(self.at).map_or(TokenKind::Eof, Token::kind)
    }

    fn range(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(0..0, |t| t.span().start()..t.span().end())
    }

    fn take(&mut self) -> Range<usize> {
        let range = self.range();
        self.at += 1;
        range
    }

    fn expect(&mut self, kind: TokenKind) -> Option<Range<usize>> {
        (self.kind() == kind).then(|| self.take())
    }

    fn skip_spaces(&mut self) {
        while self.kind() == TokenKind::Whitespace {
            self.at += 1;
        }
    }

    /// Takes a line end that has nothing before it on its line.
    fn blank(&mut self, above: &mut Vec<Above>) {
        self.at += 1;
        if above.last() != Some(&Above::Blank) {
            above.push(Above::Blank);
        }
    }

    fn comment_line(&mut self, above: &mut Vec<Above>) {
        above.push(Above::Comment(self.take()));
        if self.kind() == TokenKind::Newline {
            self.at += 1;
        }
    }

    /// The rest of a line: spaces, perhaps a comment, the line end.
    fn line_end(&mut self) -> Option<Option<Range<usize>>> {
        self.skip_spaces();
        let comment = self.expect(TokenKind::Comment);
        match self.kind() {
            TokenKind::Newline => self.at += 1,
            TokenKind::Eof => {}
            _ => return None,
        }
        Some(comment)
    }

    fn header(&mut self) -> Option<LineKind> {
        self.take();
        let list = self.expect(TokenKind::LeftSquareBracket).is_some();
        let path = self.key()?;
        self.expect(TokenKind::RightSquareBracket)?;
        if list {
            self.expect(TokenKind::RightSquareBracket)?;
        }
        Some(LineKind::Header { list, path })
    }

    fn pair(&mut self) -> Option<LineKind> {
        let key = self.key()?;
        self.expect(TokenKind::Equals)?;
        self.skip_spaces();
        let value = self.value(0)?;
        Some(LineKind::Pair { key, value })
    }

    /// A key with its dots, and the spaces around it.
    fn key(&mut self) -> Option<Vec<Range<usize>>> {
        let mut parts = Vec::new();
        loop {
            self.skip_spaces();
            match self.kind() {
                TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString => parts.push(self.take()),
                _ => return None,
            }
            self.skip_spaces();
            if self.expect(TokenKind::Dot).is_none() {
                return Some(parts);
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        let start = self.range().start;
        let kind = match self.kind() {
            TokenKind::LeftSquareBracket => ValueKind::List(self.inside(TokenKind::RightSquareBracket, depth)?),
            TokenKind::LeftCurlyBracket => ValueKind::Table(self.inside(TokenKind::RightCurlyBracket, depth)?),
            TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString => {
                self.at += 1;
                ValueKind::Plain
            }
            TokenKind::Atom => {
                self.words();
                ValueKind::Plain
            }
            _ => return None,
        };
        let end = self.tokens.get(self.at.checked_sub(1)?).map(|t| t.span().end())?;
        Some(Value { range: start..end, kind })
    }

    /// A number, a day or a word: `1.5` has three tokens, `2023-01-01 08:00:00` a space.
    fn words(&mut self) {
        self.at += 1;
        loop {
            let next = self.tokens.get(self.at + 1).map(Token::kind);
            match self.kind() {
                TokenKind::Dot | TokenKind::Atom => self.at += 1,
                TokenKind::Whitespace if next == Some(TokenKind::Atom) => self.at += 2,
                _ => return,
            }
        }
    }

    fn inside(&mut self, close: TokenKind, depth: usize) -> Option<Inside> {
        self.take();
        let mut inside = Inside::default();
        let mut above = Vec::new();
        // is the cursor still on the line of the last member (or of the opening bracket)?
        let mut same_line = true;
        loop {
            self.skip_spaces();
            match self.kind() {
                TokenKind::Newline if same_line => {
                    self.at += 1;
                    same_line = false;
                    inside.broken = true;
                }
                TokenKind::Newline => self.blank(&mut above),
                TokenKind::Comment => {
                    inside.broken = true;
                    let behind = inside.members.last_mut().filter(|m| same_line && m.comment.is_none());
                    match behind {
                        Some(member) => member.comment = Some(self.take()),
                        None => {
                            self.comment_line(&mut above);
                            same_line = false;
                        }
                    }
                }
                TokenKind::Comma => {
                    let comma = self.take();
                    let member = inside.members.last_mut()?;
                    if member.comma.is_some() {
                        return None;
                    }
                    member.comma = Some(comma);
                }
                kind if kind == close => {
                    self.take();
                    break;
                }
                _ => {
                    let key = if close == TokenKind::RightCurlyBracket {
                        let key = self.key()?;
                        self.expect(TokenKind::Equals)?;
                        self.skip_spaces();
                        key
                    } else {
                        Vec::new()
                    };
                    let value = self.value(depth + 1)?;
                    let above = std::mem::take(&mut above);
                    inside.members.push(Member { above, key, value, comment: None, comma: None });
                    same_line = true;
                }
            }
        }
        inside.after = above;
        Some(inside)
    }
}
