//! What the papers are made from: a settlement with all that belongs to it.

use crate::audit::manifest::{Ingredients, Met};
use crate::roster::{RosterFile, TableAccount};
use crate::settle::tally::Tallies;

use super::enterprise::Sheets;
use super::results::Results;

/// A settlement, what it was made from, and its totals.
#[derive(Clone, Copy)]
pub struct Dossier<'a> {
    /// The settlement.
    pub results: Results<'a>,
    /// Its totals.
    pub tallies: &'a Tallies,
    /// What became of every row of the roster.
    pub accounting: &'a [TableAccount],
    /// Digests of what went in and of the CSV files, and the options.
    pub ingredients: &'a Ingredients,
    /// Control totals that were stated and met.
    pub control: &'a [Met],
    /// The roster's files as they were handed in.
    pub rosters: &'a [RosterFile],
    /// Which enterprises get a workbook.
    pub sheets: Sheets,
}

impl Dossier<'_> {
    /// The run's id, which stands on everything that is printed.
    #[must_use]
    pub fn run_id(&self) -> String {
        self.ingredients.run_id()
    }
}
