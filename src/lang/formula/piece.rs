//! A piece of a formula, with what whoever uses it must know.

/// How tightly a piece holds together; brackets go around what is looser than its surroundings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// `a>=b`
    Comparison,
    /// `a+b`
    Sum,
    /// `a*b`
    Product,
    /// `-a`
    Sign,
    /// A reference, a literal, a call.
    Atom,
}

/// A piece of a formula.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub text: String,
    pub level: Level,
    /// Can it give an error where the engine has no result (a quotient by zero)?
    pub fails: bool,
    /// Is its binary value the nearest to its decimal one? Arithmetic leaves it a hair off.
    pub clean: bool,
    /// Is it a literal?
    pub literal: bool,
}

impl Piece {
    pub fn atom(text: impl Into<String>) -> Self {
        Self { text: text.into(), level: Level::Atom, fails: false, clean: true, literal: false }
    }

    pub fn literal(text: impl Into<String>) -> Self {
        Self { literal: true, ..Self::atom(text) }
    }

    pub fn yes_no(answer: bool) -> Self {
        Self::literal(if answer { "TRUE" } else { "FALSE" })
    }

    /// What the engine has no value for.
    pub fn no_value() -> Self {
        Self::atom("NA()").failing()
    }

    pub fn failing(self) -> Self {
        Self { fails: true, ..self }
    }

    /// A function of values; it fails if one of them does.
    pub fn call(function: &str, args: &[&Self]) -> Self {
        let text = format!("{function}({})", args.iter().map(|a| a.text.as_str()).collect::<Vec<_>>().join(","));
        Self { fails: args.iter().any(|a| a.fails), clean: args.iter().all(|a| a.clean), ..Self::atom(text) }
    }

    /// `left op right`, associating to the left.
    pub fn binary(op: &str, level: Level, left: &Self, right: &Self) -> Self {
        let text = format!("{}{op}{}", left.within(level, false), right.within(level, true));
        Self { text, level, fails: left.fails || right.fails, clean: false, literal: false }
    }

    /// A comparison.
    pub fn compare(op: &str, left: &Self, right: &Self) -> Self {
        Self { clean: true, ..Self::binary(op, Level::Comparison, left, right) }
    }

    pub fn negative(&self) -> Self {
        Self {
            text: format!("-{}", self.within(Level::Sign, true)),
            level: Level::Sign,
            fails: self.fails,
            clean: self.clean,
            literal: false,
        }
    }

    /// Its text beside an operator: in brackets if it holds less tightly, or equally on the right.
    fn within(&self, level: Level, right: bool) -> String {
        if self.level < level || (right && self.level == level) || self.text.starts_with('-') {
            format!("({})", self.text)
        } else {
            self.text.clone()
        }
    }

    /// Is it a reference to a cell?
    fn is_cell(&self) -> bool {
        self.level == Level::Atom && !self.literal && !self.text.ends_with(')')
    }

    /// Is a reference to a cell empty, or a text of a formula?
    pub fn is_none(&self) -> Self {
        Self::compare("=", self, &Self::text(""))
    }

    /// A text in quotes. Excel takes 255 characters in one.
    pub fn text(text: &str) -> Self {
        const LONGEST: usize = 255;
        let characters: Vec<char> = text.chars().collect();
        let quoted = |part: &[char]| format!("\"{}\"", part.iter().collect::<String>().replace('"', "\"\""));
        // a character of Chinese extension blocks counts twice
        let parts: Vec<String> = characters.chunks(LONGEST / 2).map(quoted).collect();
        match parts.as_slice() {
            [] => Self::literal("\"\""),
            [one] => Self::literal(one.clone()),
            more => Self { level: Level::Atom, ..Self::literal(format!("({})", more.join("&"))) },
        }
    }
}

/// All of them (`and`), or any. Excel gives an error as soon as one operand has one, the engine only where the
/// others do not decide: operands that may fail are asked last, and two of them carefully.
pub(super) fn all_or_any(and: bool, operands: Vec<Piece>) -> Piece {
    let (failing, sure): (Vec<Piece>, Vec<Piece>) = operands.into_iter().partition(|o| o.fails);
    let sure = plain(and, sure);
    let failing = failing.into_iter().reduce(|a, b| careful(and, &a, &b));
    match (sure, failing) {
        (Some(sure), None) => sure,
        (None, Some(failing)) => failing,
        (None, None) => Piece::yes_no(and),
        (Some(sure), Some(failing)) if and => Piece::call("IF", &[&sure, &failing, &Piece::yes_no(false)]),
        (Some(sure), Some(failing)) => Piece::call("IF", &[&sure, &Piece::yes_no(true), &failing]),
    }
}

/// The most arguments of a call; Excel takes 255.
const MOST_ARGUMENTS: usize = 200;

fn plain(and: bool, operands: Vec<Piece>) -> Option<Piece> {
    let name = if and { "AND" } else { "OR" };
    match operands.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        some if some.len() <= MOST_ARGUMENTS => {
            let neutral = Piece::yes_no(and);
            let mut arguments: Vec<&Piece> = some.iter().collect();
            // a call whose arguments are all empty cells is an error
            if some.iter().all(Piece::is_cell) {
                arguments.push(&neutral);
            }
            Some(Piece::call(name, &arguments))
        }
        many => {
            let parts = many.chunks(MOST_ARGUMENTS).map(|part| plain(and, part.to_vec()));
            plain(and, parts.collect::<Option<_>>()?)
        }
    }
}

/// Of two that may fail: one that settles it settles it, else what fails fails.
fn careful(and: bool, a: &Piece, b: &Piece) -> Piece {
    let tried = Piece::call("IFERROR", &[a, &Piece::yes_no(and)]);
    if and {
        let second = Piece::call("IF", &[b, a, &Piece::yes_no(false)]);
        Piece::call("IF", &[&tried, &second, &Piece::yes_no(false)])
    } else {
        let second = Piece::call("IF", &[b, &Piece::yes_no(true), a]);
        Piece::call("IF", &[&tried, &Piece::yes_no(true), &second])
    }
}

/// How deep brackets stand in one another.
pub(super) fn nested(formula: &str) -> usize {
    let (mut deep, mut deepest, mut quote) = (0usize, 0, None);
    for c in formula.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => {
                deep += 1;
                deepest = deepest.max(deep);
            }
            (None, ')') => deep = deep.saturating_sub(1),
            (None, _) => {}
        }
    }
    deepest
}
