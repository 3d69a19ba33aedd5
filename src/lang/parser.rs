//! From tokens to the syntax tree.
//!
//! ```text
//! expression = "若" expression "则" expression "否则" expression | or ;
//! or         = and { "或" and } ;
//! and        = not { "且" not } ;
//! not        = "非" not | comparison ;
//! comparison = sum [ compare sum | [ "非" ] "属于" set | "不属于" set ] ;
//! compare    = "=" | "≠" | "不低于" | "超过" | "不超过" | "不足" ;   (and their twins >= > <= < !=)
//! set        = "{" expression { "," expression } "}" ;
//! sum        = product { ( "+" | "-" ) product } ;
//! product    = sign { ( "*" | "/" ) sign } ;
//! sign       = "-" sign | primary ;
//! primary    = number [ "%" | "元" | "万元" | "亿元" ] | date | text | "是" | "否" | name
//!            | name "(" [ expression { "," expression } ] ")"
//!            | ( "存在" | "计数" ) "(" name [ "当" expression ] ")"
//!            | ( "合计" | "最大" | "最小" ) "(" expression "于" name [ "当" expression ] ")"
//!            | "核定" "(" ( text | measure-id ) ")"
//!            | "(" expression ")" | "若" … ;
//! ```
//!
//! Every Chinese word has its ASCII twin (`if then else or and not in of where exists count sum max min
//! award true false`), every sign its full-width one. Comparisons do not chain. What a name is, the
//! [lexer](super::is_name) says.
//!
//! Nothing is known here about names and types. A mistake inside an argument does not hide the mistakes
//! in the next one.

use super::ast::{Aggregate, Binary, Expr, Kind, Named};
use super::lexer::{Source, tokens};
use super::token::{Token, TokenKind, is_name_char};
use crate::diagnostic::{Bilingual, Code, Finding, codes::lang as codes};
use crate::say;
use crate::source::Span;

/// How many levels an expression may have.
pub const MAX_DEPTH: usize = 100;
/// How many tokens an expression may have.
pub const MAX_TOKENS: usize = 5_000;

/// Reads an expression. `at` is where the text stands in its rule file: if `at` covers the text as it
/// is, findings name the exact words; otherwise (escapes in a TOML string) the whole of `at`.
pub fn parse(text: &str, at: &Span) -> Result<Expr, Vec<Finding>> {
    let source = Source::new(text, at);
    let tokens = tokens(&source)?;
    let mut parser = Parser { source: &source, tokens: &tokens, at: 0, nesting: 0, findings: Vec::new() };
    if tokens.len() > MAX_TOKENS {
        let length = tokens.len();
        return Err(vec![
            Finding::new(
                &codes::LIMIT,
                source.place(0, source.len()),
                say!(
                    "表达式有 {length} 个词，最多 {MAX_TOKENS} 个",
                    "the expression has {length} words, at most {MAX_TOKENS} are allowed"
                ),
            )
            .remedy(SPLIT()),
        ]);
    }
    let parsed = parser.whole();
    let Parser { mut findings, .. } = parser;
    match parsed {
        Ok(expr) if findings.is_empty() => Ok(expr),
        Ok(_) => Err(findings),
        Err(Failed) => {
            findings.dedup();
            Err(findings)
        }
    }
}

#[expect(non_snake_case, reason = "a constant text that needs an allocation")]
fn SPLIT() -> Bilingual {
    say!("把其中一部分写成单独的定义", "move a part of it into a definition of its own")
}

/// The finding has been recorded.
struct Failed;

type Parsed<T> = Result<T, Failed>;

struct Parser<'a> {
    source: &'a Source,
    tokens: &'a [Token],
    at: usize,
    nesting: usize,
    findings: Vec<Finding>,
}

static END: Token = Token { kind: TokenKind::End, start: 0, end: 0 };

impl Parser<'_> {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).or(self.tokens.last()).unwrap_or(&END)
    }

    fn advance(&mut self) -> Token {
        let token = self.peek().clone();
        if token.kind != TokenKind::End {
            self.at += 1;
        }
        token
    }

    fn take(&mut self, kind: &TokenKind) -> Option<Token> {
        (self.peek().kind == *kind).then(|| self.advance())
    }

    fn fail<T>(
        &mut self,
        code: &'static Code,
        (start, end): (usize, usize),
        message: Bilingual,
        remedy: Bilingual,
    ) -> Parsed<T> {
        self.findings.push(Finding::new(code, self.source.place(start, end), message).remedy(remedy));
        Err(Failed)
    }

    /// Says what was expected instead of the next token.
    fn unexpected<T>(&mut self, expected: &Bilingual) -> Parsed<T> {
        let token = self.peek().clone();
        let (zh, en) = (&expected.zh, &expected.en);
        if self.tokens.len() <= 1 {
            return self.fail(
                &codes::SYNTAX,
                (0, 0),
                say!("表达式是空的", "the expression is empty"),
                say!("写上{zh}，例如 20万元", "write {en}, such as 20万元"),
            );
        }
        if token.kind == TokenKind::End {
            // the caret stands under the last character
            let last = self
                .source
                .text(0, self.source.len())
                .trim_end()
                .char_indices()
                .last()
                .map_or((0, 0), |(i, c)| (i, i + c.len_utf8()));
            return self.fail(
                &codes::SYNTAX,
                last,
                say!("表达式到这里就结束了，后面应当是{zh}", "the expression ends here, {en} should follow"),
                say!("补上{zh}", "add {en}"),
            );
        }
        let found = self.source.text(token.start, token.end).to_owned();
        let glued = self.at > 0
            && matches!(token.kind, TokenKind::Name(_))
            && self.tokens.get(self.at - 1).is_some_and(|before| before.end == token.start);
        let remedy = if self.at_thousands_comma() {
            say!("数里不写千分位的逗号：写成 12345元", "write numbers without thousands separators: 12345元")
        } else if let Some(meant) = super::token::meant(&found) {
            say!(
                "写“{meant}”：比较用 不低于、超过、不超过、不足（日期也用这四个）和 等于、不等于",
                "write `{meant}`: comparisons are 不低于 (>=), 超过 (>), 不超过 (<=), 不足 (<), for dates too, and 等于, 不等于"
            )
        } else if glued {
            say!(
                "“{found}”开头若是“且”“或”“超过”这样的词，请在它前后加空格",
                "if `{found}` begins with an operator word such as 且, put spaces around that word"
            )
        } else {
            say!("在这里写{zh}", "write {en} here")
        };
        self.fail(
            &codes::SYNTAX,
            (token.start, token.end),
            say!("“{found}”不能放在这里，应当是{zh}", "`{found}` cannot stand here, {en} is expected"),
            remedy,
        )
    }

    /// `12,345元`: a comma with a number on each side and no space.
    fn at_thousands_comma(&self) -> bool {
        let near = |i: Option<usize>| i.and_then(|i| self.tokens.get(i));
        let (before, comma, after) = (near(self.at.checked_sub(1)), near(Some(self.at)), near(self.at.checked_add(1)));
        let (Some(before), Some(comma), Some(after)) = (before, comma, after) else { return false };
        let number = |token: &Token| matches!(token.kind, TokenKind::Number(_));
        comma.kind == TokenKind::Comma
            && number(before)
            && number(after)
            && before.end == comma.start
            && comma.end == after.start
    }

    fn node(&mut self, kind: Kind, start: usize, end: usize) -> Parsed<Expr> {
        let mut expr =
            Expr { kind, span: self.source.span(start, end), words: self.source.words(start, end), depth: 0 };
        expr.depth = 1 + expr.children().iter().map(|c| c.depth).max().unwrap_or(0);
        if expr.depth > MAX_DEPTH {
            return self.too_deep(start, end);
        }
        Ok(expr)
    }

    fn too_deep<T>(&mut self, start: usize, end: usize) -> Parsed<T> {
        self.fail(
            &codes::LIMIT,
            (start, end),
            say!("表达式嵌套超过 {MAX_DEPTH} 层", "the expression is nested more than {MAX_DEPTH} levels deep"),
            SPLIT(),
        )
    }

    fn whole(&mut self) -> Parsed<Expr> {
        let expr = self.expression()?;
        match self.peek().kind.clone() {
            TokenKind::End => Ok(expr),
            TokenKind::Close | TokenKind::CloseSet => {
                let token = self.peek().clone();
                let found = self.source.text(token.start, token.end).to_owned();
                self.fail(
                    &codes::UNCLOSED,
                    (token.start, token.end),
                    say!("“{found}”前面没有与它成对的括号", "`{found}` closes nothing"),
                    say!("删去它，或者在前面补上括号", "remove it, or open a bracket before it"),
                )
            }
            TokenKind::Operator(op) if op.is_comparison() => {
                let token = self.peek().clone();
                self.fail(
                    &codes::SYNTAX,
                    (token.start, token.end),
                    say!("比较不能连着写", "comparisons do not chain"),
                    say!("写成 a 不超过 b 且 b 不超过 c 的样子", "write it like a <= b and b <= c"),
                )
            }
            _ => self.unexpected(&say!("运算词、运算符或结尾", "an operator or the end")),
        }
    }

    fn expression(&mut self) -> Parsed<Expr> {
        let token = self.peek().clone();
        // each level of brackets passes through here once
        if self.nesting >= MAX_DEPTH {
            return self.too_deep(token.start, token.end);
        }
        self.nesting += 1;
        let parsed = self.binary(1);
        self.nesting -= 1;
        parsed
    }

    fn conditional(&mut self) -> Parsed<Expr> {
        let start = self.advance().start;
        let condition = self.expression()?;
        if self.take(&TokenKind::Then).is_none() {
            return self.unexpected(&say!("“则”", "`then`"));
        }
        let then = self.expression()?;
        if self.take(&TokenKind::Else).is_none() {
            return self.unexpected(&say!("“否则”", "`else`"));
        }
        let otherwise = self.expression()?;
        let end = self.last_end();
        self.node(
            Kind::If { condition: Box::new(condition), then: Box::new(then), otherwise: Box::new(otherwise) },
            start,
            end,
        )
    }

    /// The end of the token before this one.
    fn last_end(&self) -> usize {
        self.at.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(0, |t| t.end)
    }

    /// Levels of precedence: 1 或, 2 且, 3 非, 4 comparison, 5 + and -, 6 * and /.
    fn binary(&mut self, level: u8) -> Parsed<Expr> {
        match level {
            3 => return self.negation(),
            4 => return self.comparison(),
            7.. => return self.sign(),
            _ => {}
        }
        let start = self.peek().start;
        let mut left = self.binary(level + 1)?;
        while let TokenKind::Operator(op) = self.peek().kind {
            if op.precedence() != level {
                break;
            }
            self.advance();
            let right = self.binary(level + 1)?;
            left = self.pair(op, left, right, start)?;
        }
        Ok(left)
    }

    fn pair(&mut self, op: Binary, left: Expr, right: Expr, start: usize) -> Parsed<Expr> {
        let end = self.last_end();
        let (left, right) = (Box::new(left), Box::new(right));
        self.node(Kind::Binary { op, left, right }, start, end)
    }

    fn negation(&mut self) -> Parsed<Expr> {
        let mut starts = Vec::new();
        while let Some(token) = self.take(&TokenKind::Not) {
            starts.push(token.start);
        }
        let mut inner = self.comparison()?;
        while let Some(start) = starts.pop() {
            let end = self.last_end();
            inner = self.node(Kind::Not(Box::new(inner)), start, end)?;
        }
        Ok(inner)
    }

    fn comparison(&mut self) -> Parsed<Expr> {
        let start = self.peek().start;
        let left = self.binary(5)?;
        let next = self.tokens.get(self.at + 1).map_or(TokenKind::End, |t| t.kind.clone());
        match (self.peek().kind.clone(), next) {
            (TokenKind::Operator(op), _) if op.is_comparison() => {
                self.advance();
                let right = self.binary(5)?;
                self.pair(op, left, right, start)
            }
            (TokenKind::In, _) => self.membership(left, false, start),
            (TokenKind::NotIn, _) => self.membership(left, true, start),
            (TokenKind::Not, TokenKind::In) => {
                self.advance();
                self.membership(left, true, start)
            }
            _ => Ok(left),
        }
    }

    fn membership(&mut self, value: Expr, negated: bool, start: usize) -> Parsed<Expr> {
        self.advance();
        let Some(open) = self.take(&TokenKind::OpenSet) else {
            return self.unexpected(&say!("花括号里的一组值，例如 {{“甲”, “乙”}}", "a set such as {{“a”, “b”}}"));
        };
        let set = self.list(&TokenKind::CloseSet, &open, None)?;
        let end = self.last_end();
        if set.is_empty() {
            return self.fail(
                &codes::SYNTAX,
                (open.start, end),
                say!("花括号里没有值", "the set is empty"),
                say!("写上至少一个值", "write at least one value"),
            );
        }
        let value = Box::new(value);
        self.node(Kind::In { value, set, negated }, start, end)
    }

    /// Expressions up to the closing bracket; after a mistake goes on with the next one.
    /// The first may have been read already.
    fn list(&mut self, close: &TokenKind, open: &Token, mut first: Option<Parsed<Expr>>) -> Parsed<Vec<Expr>> {
        let mut items = Vec::new();
        if first.is_none() && self.take(close).is_some() {
            return Ok(items);
        }
        let mut failed = false;
        loop {
            let item = match first.take() {
                Some(item) => item,
                None => self.expression(),
            };
            match item {
                Ok(item) => items.push(item),
                Err(Failed) => {
                    failed = true;
                    self.skip();
                }
            }
            if self.take(&TokenKind::Comma).is_some() {
                continue;
            }
            if self.take(close).is_some() {
                return if failed { Err(Failed) } else { Ok(items) };
            }
            if failed {
                return Err(Failed);
            }
            return self.not_closed(open);
        }
    }

    fn not_closed<T>(&mut self, open: &Token) -> Parsed<T> {
        if self.peek().kind == TokenKind::End {
            let bracket = self.source.text(open.start, open.end).to_owned();
            return self.fail(
                &codes::UNCLOSED,
                (open.start, open.end),
                say!("括号“{bracket}”没有合上", "the bracket `{bracket}` is not closed"),
                say!("在后面补上与它成对的括号", "close it"),
            );
        }
        self.unexpected(&say!("逗号或右括号", "a comma or a closing bracket"))
    }

    /// Leaves a mistake behind: up to the next comma or closing bracket of this level.
    fn skip(&mut self) {
        let mut level = 0usize;
        loop {
            match self.peek().kind {
                TokenKind::End => return,
                TokenKind::Open | TokenKind::OpenSet => level += 1,
                TokenKind::Close | TokenKind::CloseSet if level == 0 => return,
                TokenKind::Close | TokenKind::CloseSet => level -= 1,
                TokenKind::Comma if level == 0 => return,
                _ => {}
            }
            self.advance();
        }
    }

    fn sign(&mut self) -> Parsed<Expr> {
        let mut starts = Vec::new();
        while let Some(token) = self.take(&TokenKind::Operator(Binary::Subtract)) {
            starts.push(token.start);
        }
        let mut inner = self.primary()?;
        while let Some(start) = starts.pop() {
            let end = self.last_end();
            inner = self.node(Kind::Negate(Box::new(inner)), start, end)?;
        }
        Ok(inner)
    }

    fn primary(&mut self) -> Parsed<Expr> {
        let token = self.peek().clone();
        let leaf = match token.kind.clone() {
            TokenKind::Number(number) => Kind::Number(number),
            TokenKind::Date(date) => Kind::Date(date),
            TokenKind::Text(text) => Kind::Text(text),
            TokenKind::YesNo(answer) => Kind::YesNo(answer),
            TokenKind::If => return self.conditional(),
            TokenKind::Open => {
                self.advance();
                let inner = self.expression()?;
                if self.take(&TokenKind::Close).is_none() {
                    return self.not_closed(&token);
                }
                return Ok(inner);
            }
            TokenKind::Name(name) => {
                self.advance();
                return match self.peek().kind {
                    TokenKind::Open => self.call(name, &token),
                    _ => self.node(Kind::Name(name), token.start, token.end),
                };
            }
            _ => return self.unexpected(&say!("一个值", "a value")),
        };
        self.advance();
        self.node(leaf, token.start, token.end)
    }

    fn call(&mut self, name: String, word: &Token) -> Parsed<Expr> {
        let open = self.advance();
        let mut first = None;
        if name == "核定" || name == "award" {
            return self.award(word, &open);
        }
        match Aggregate::named(&name) {
            Some(aggregate @ (Aggregate::Exists | Aggregate::Count)) => {
                return self.records(aggregate, None, word, &open);
            }
            Some(aggregate) => {
                // `最大(a 于 T)` is over records, `最大(a, b)` of its arguments
                if self.peek().kind != TokenKind::Close {
                    match self.expression() {
                        Ok(value) if self.take(&TokenKind::Of).is_some() => {
                            return self.records(aggregate, Some(Box::new(value)), word, &open);
                        }
                        parsed => first = Some(parsed),
                    }
                }
                if aggregate == Aggregate::Sum && !matches!(first, Some(Err(Failed))) {
                    return self.unexpected(&say!("“于”和表名", "`of` and a table"));
                }
            }
            None => {}
        }
        let args = self.list(&TokenKind::Close, &open, first)?;
        let function = Named { name, span: self.source.span(word.start, word.end) };
        let end = self.last_end();
        self.node(Kind::Call { function, args }, word.start, end)
    }

    /// The rest of an aggregate, from the table's name on.
    fn records(&mut self, aggregate: Aggregate, value: Option<Box<Expr>>, word: &Token, open: &Token) -> Parsed<Expr> {
        let token = self.peek().clone();
        let TokenKind::Name(name) = token.kind else {
            return self.unexpected(&say!("表名", "the name of a table"));
        };
        self.advance();
        let filter = match self.take(&TokenKind::Where) {
            Some(_) => Some(Box::new(self.expression()?)),
            None => None,
        };
        if self.take(&TokenKind::Close).is_none() {
            if filter.is_none() && self.peek().kind != TokenKind::End {
                return self.unexpected(&say!("“当”或右括号", "`where` or a closing bracket"));
            }
            return self.not_closed(open);
        }
        let table = Named { name, span: self.source.span(token.start, token.end) };
        let end = self.last_end();
        self.node(Kind::Aggregate { aggregate, value, table, filter }, word.start, end)
    }

    /// The id of a measure up to the closing bracket: quoted, or bare with hyphens.
    fn award(&mut self, word: &Token, open: &Token) -> Parsed<Expr> {
        let first = self.peek().clone();
        let mut last = None;
        while !matches!(self.peek().kind, TokenKind::Close | TokenKind::End) {
            last = Some(self.advance());
        }
        if self.take(&TokenKind::Close).is_none() {
            return self.not_closed(open);
        }
        let id = match (&first.kind, &last) {
            (TokenKind::Text(text), Some(last)) if last.start == first.start => text.clone(),
            (_, Some(last)) => self.source.text(first.start, last.end).to_owned(),
            (_, None) => String::new(),
        };
        let end = self.last_end();
        if id.is_empty() || !id.chars().all(|c| is_name_char(c) || c == '-') {
            let id_end = last.map_or(end, |l| l.end);
            return self.fail(
                &codes::SYNTAX,
                (first.start, id_end),
                say!("括号里应当是一项措施的编号", "the id of a measure is expected in the brackets"),
                say!("写成 核定(hnte-first) 的样子", "write it like award(hnte-first)"),
            );
        }
        let span = self.source.span(first.start, last.map_or(first.end, |l| l.end));
        self.node(Kind::Award(Named { name: id, span }), word.start, end)
    }
}
