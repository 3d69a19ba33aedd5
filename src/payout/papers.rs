//! Everything that people print, sign and send: a list of files, each made when it is wanted.

use std::io::{self, Write};

use super::book::xlsx;
use super::dossier::Dossier;
use super::{enterprise, lists, report, returned, summary};

/// Why a paper was not made.
#[derive(Debug)]
pub enum Unmade {
    /// It could not be written where it was to go.
    Io(io::Error),
    /// A mistake of ours.
    Mistake(String),
}

impl From<io::Error> for Unmade {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<String> for Unmade {
    fn from(mistake: String) -> Self {
        Self::Mistake(mistake)
    }
}

/// Writes a file, from the first byte to the last.
type Make<'a> = dyn Fn(&mut (dyn Write + Send)) -> Result<(), Unmade> + Send + Sync + 'a;

/// A file for people.
pub struct Paper<'a> {
    /// Its name within the run's folder, with `/`.
    pub name: String,
    make: Box<Make<'a>>,
}

impl<'a> Paper<'a> {
    /// A file that is made as a whole; an error is a mistake of ours.
    pub fn new(name: impl Into<String>, make: impl Fn() -> Result<Vec<u8>, String> + Send + Sync + 'a) -> Self {
        Self::streamed(name, move |out| Ok(out.write_all(&make()?)?))
    }

    /// A file that is too large to be held in memory: it is written as it is made.
    pub fn streamed(
        name: impl Into<String>,
        make: impl Fn(&mut (dyn Write + Send)) -> Result<(), Unmade> + Send + Sync + 'a,
    ) -> Self {
        Self { name: name.into(), make: Box::new(make) }
    }

    /// Writes it.
    ///
    /// # Errors
    /// What `out` reports, or a mistake of ours.
    pub fn write(&self, out: &mut (dyn Write + Send)) -> Result<(), Unmade> {
        (self.make)(out)
    }

    /// All of it.
    ///
    /// # Errors
    /// A mistake of ours.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        self.write(&mut bytes).map_err(|unmade| match unmade {
            Unmade::Io(error) => error.to_string(),
            Unmade::Mistake(mistake) => mistake,
        })?;
        Ok(bytes)
    }
}

/// The papers of a settlement, the largest first.
///
/// # Errors
/// What they have in common cannot be prepared: a mistake of ours.
pub fn papers(dossier: Dossier<'_>) -> Result<Vec<Paper<'_>>, String> {
    let mut papers = vec![
        Paper::new(summary::FILE, move || xlsx::write(&summary::book(dossier), dossier.results.lang)),
        Paper::new(returned::FILE, move || returned::write(dossier)),
        Paper::new(report::FILE, move || report::page(dossier)),
    ];
    papers.extend(lists::papers(dossier));
    papers.extend(enterprise::papers(dossier, enterprise::MOST_FILES)?);
    Ok(papers)
}
