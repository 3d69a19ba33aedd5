//! Everything that people print, sign and send: a list of files, each made when it is wanted.

use super::book::xlsx;
use super::dossier::Dossier;
use super::{returned, summary};

/// A file for people.
pub struct Paper<'a> {
    /// Its name within the run's folder, with `/`.
    pub name: String,
    /// Its bytes; an error is a mistake of ours.
    pub make: Box<dyn Fn() -> Result<Vec<u8>, String> + Send + Sync + 'a>,
}

impl<'a> Paper<'a> {
    /// A file and how it is made.
    pub fn new(name: impl Into<String>, make: impl Fn() -> Result<Vec<u8>, String> + Send + Sync + 'a) -> Self {
        Self { name: name.into(), make: Box::new(make) }
    }
}

/// The papers of a settlement, the largest first.
#[must_use]
pub fn papers(dossier: Dossier<'_>) -> Vec<Paper<'_>> {
    vec![
        Paper::new(summary::FILE, move || xlsx::write(&summary::book(dossier), dossier.results.lang)),
        Paper::new(returned::FILE, move || returned::write(dossier)),
    ]
}
