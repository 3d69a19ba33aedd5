//! A finding with what it is about, so that an `[[allow]]` can be told to concern it.

use super::super::allow::Allow;
use crate::diagnostic::{Bilingual, Code, Finding};
use crate::source::{Place, Span};

/// A finding of a check.
pub(super) struct Found {
    pub finding: Finding,
    /// The names by which an `[[allow]]` may speak of it.
    names: Vec<String>,
}

impl Found {
    /// At a place, about something with a name.
    pub fn new(code: &'static Code, at: &Span, name: &str, message: Bilingual, remedy: Bilingual) -> Self {
        let finding = Finding::new(code, Place::Rule(at.clone()), message).remedy(remedy);
        Self { finding, names: vec![name.to_owned()] }
    }

    /// Also known by another name.
    pub fn or(mut self, name: &str) -> Self {
        self.names.push(name.to_owned());
        self
    }

    /// In a measure, by whose id it is known too.
    pub fn in_measure(mut self, id: &str) -> Self {
        self.finding.measure = id.to_owned();
        self.or(id)
    }

    /// With another place that belongs to it; an `[[allow]]` in that file silences it too.
    pub fn and_at(mut self, other: &Span) -> Self {
        self.finding.related = Some(Place::Rule(other.clone()));
        self
    }

    /// Does this `[[allow]]` speak of it?
    pub fn is_allowed_by(&self, allow: &Allow) -> bool {
        let file = &allow.span.file.name;
        let in_file = |place: &Place| matches!(place, Place::Rule(span) if span.file.name == *file);
        let covers =
            file == "pack.toml" || in_file(&self.finding.place) || self.finding.related.as_ref().is_some_and(in_file);
        allow.code == self.finding.code && covers && allow.of.as_ref().is_none_or(|of| self.names.contains(of))
    }
}
