//! Findings: located, coded messages about a rule file, a roster or a run, in two languages.
//!
//! Every finding has a row in one of the tables of [`codes`]; a message says what is wrong in the
//! clerk's words, a remedy what to do. Nothing is rendered here but plain text: see [`render`].

pub mod codes;
pub mod render;
pub mod suggest;

use crate::source::Place;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file, row or pack cannot be used.
    Error,
    /// Awards wait for it.
    Hold,
    /// Probably a mistake; nothing waits for it.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word in `findings.csv`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Hold => "hold",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// The language of what people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// A text in both languages. Made by [`say!`](crate::say).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The text in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Formats the same values into a Chinese and an English text.
///
/// ```
/// let field = "产值";
/// let text = duixian::say!("缺少“{field}”", "`{field}` is missing");
/// assert_eq!(text.zh, "缺少“产值”");
/// ```
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(, $($arg:tt)*)?) => {
        $crate::diagnostic::Bilingual { zh: format!($zh $(, $($arg)*)?), en: format!($en $(, $($arg)*)?) }
    };
}

/// A row of the table of codes.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `roster/unit-missing`.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What the code means in general, for the catalogue.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its row in the table of codes.
    pub code: &'static Code,
    /// Where.
    pub place: Place,
    /// A second place that belongs to it (the other of two rows, the rule that a cell breaks).
    pub related: Option<Place>,
    /// Further rows of the same sheet of which the same is said, where it is told once for all of them.
    pub also: Vec<u32>,
    /// The enterprise's code, where one is concerned.
    pub uscc: String,
    /// The measure's id, where one is concerned.
    pub measure: String,
    /// What is wrong: lowercase in English, no full stop, the user's own words in quotes.
    pub message: Bilingual,
    /// What to do.
    pub remedy: Bilingual,
}

impl Finding {
    /// A finding at a place, still without a remedy.
    #[must_use]
    pub fn new(code: &'static Code, place: Place, message: Bilingual) -> Self {
        Self {
            code,
            place,
            related: None,
            also: Vec::new(),
            uscc: String::new(),
            measure: String::new(),
            message,
            remedy: Bilingual::default(),
        }
    }

    /// With what to do about it.
    #[must_use]
    pub fn remedy(mut self, remedy: Bilingual) -> Self {
        self.remedy = remedy;
        self
    }

    /// With the other place that belongs to it.
    #[must_use]
    pub fn and_at(mut self, place: Place) -> Self {
        self.related = Some(place);
        self
    }

    /// About one enterprise.
    #[must_use]
    pub fn of(mut self, uscc: &str) -> Self {
        self.uscc = uscc.to_owned();
        self
    }

    /// About one measure.
    #[must_use]
    pub fn in_measure(mut self, measure: &str) -> Self {
        self.measure = measure.to_owned();
        self
    }

    /// The severity of its code.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code.severity
    }
}
