//! Words with blanks: `{year}年{measure}`.

use crate::diagnostic::{Bilingual, suggest::nearest};
use crate::say;

/// What a blank is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// The policy year.
    Year,
    /// The measure's title; of a line for several, all of them.
    Measure,
    /// The batch.
    Batch,
    /// The payer.
    Payer,
    /// The recipient's credit code.
    Code,
}

impl Blank {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("year", Self::Year),
        ("measure", Self::Measure),
        ("batch", Self::Batch),
        ("payer", Self::Payer),
        ("code", Self::Code),
    ];
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Blank(Blank),
}

/// Words with blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

/// What the blanks are filled with.
#[derive(Clone, Copy, Debug)]
pub struct Filling<'a> {
    /// The policy year.
    pub year: i16,
    /// The measure, or several.
    pub measure: &'a str,
    /// The batch.
    pub batch: &'a str,
    /// The payer.
    pub payer: &'a str,
    /// The credit code.
    pub code: &'a str,
}

impl Template {
    /// `{year}年{measure}`
    pub(super) fn usual() -> Self {
        Self(vec![Piece::Blank(Blank::Year), Piece::Words("年".to_owned()), Piece::Blank(Blank::Measure)])
    }

    /// Reads a template, or says what is wrong with it and what to do.
    pub(super) fn read(text: &str) -> Result<Self, (Bilingual, Bilingual)> {
        let list = Blank::WORDS.iter().map(|(word, _)| format!("{{{word}}}")).collect::<Vec<_>>().join(" ");
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (words, from) = rest.split_at(at);
            if !words.is_empty() {
                pieces.push(Piece::Words(words.to_owned()));
            }
            let Some((word, after)) = from.strip_prefix('{').and_then(|inside| inside.split_once('}')) else {
                return Err((
                    say!("花括号不成对", "a brace has no partner"),
                    say!("空位写在一对花括号里：{list}", "a blank stands in a pair of braces: {list}"),
                ));
            };
            let Some((_, blank)) = Blank::WORDS.iter().find(|(known, _)| *known == word) else {
                let message = say!("没有“{{{word}}}”这个空位", "there is no blank `{{{word}}}`");
                let remedy = match nearest(word, Blank::WORDS.iter().map(|(known, _)| *known)) {
                    Some(near) => {
                        say!("是否想写“{{{near}}}”？可用：{list}", "did you mean `{{{near}}}`? there are: {list}")
                    }
                    None => say!("可用：{list}", "there are: {list}"),
                };
                return Err((message, remedy));
            };
            pieces.push(Piece::Blank(*blank));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Ok(Self(pieces))
    }

    /// Does it have this blank?
    #[must_use]
    pub fn has(&self, blank: Blank) -> bool {
        self.0.contains(&Piece::Blank(blank))
    }

    /// The words with their blanks filled.
    #[must_use]
    pub fn fill(&self, filling: Filling<'_>) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Blank(Blank::Year) => out.push_str(&filling.year.to_string()),
                Piece::Blank(Blank::Measure) => out.push_str(filling.measure),
                Piece::Blank(Blank::Batch) => out.push_str(filling.batch),
                Piece::Blank(Blank::Payer) => out.push_str(filling.payer),
                Piece::Blank(Blank::Code) => out.push_str(filling.code),
            }
        }
        out
    }
}
