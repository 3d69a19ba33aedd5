//! What every section of the page has at hand: the settlement, its totals, and the language.

use crate::diagnostic::{Bilingual, Lang};
use crate::payout::dossier::Dossier;
use crate::payout::results::Results;
use crate::payout::table::{Column, Kind};
use crate::policy::pack::Measure;
use crate::settle::tally::Tallies;

use super::html::Html;

/// A settlement to be told about.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// All of it.
    pub dossier: Dossier<'a>,
    /// The settlement.
    pub results: Results<'a>,
    /// Its totals.
    pub tallies: &'a Tallies,
}

impl<'a> Context<'a> {
    /// A text in the page's language.
    #[must_use]
    pub fn say(&self, text: &Bilingual) -> String {
        text.get(self.results.lang).to_owned()
    }

    /// A column.
    #[must_use]
    pub fn column(&self, text: &Bilingual, kind: Kind) -> Column {
        Column { name: self.say(text).into(), kind }
    }

    /// A paragraph.
    pub fn paragraph(&self, html: &mut Html, text: &Bilingual) {
        html.leaf("p", &[], text.get(self.results.lang));
    }

    /// A remark in small print.
    pub fn remark(&self, html: &mut Html, text: &Bilingual) {
        html.leaf("p", &[("class", "remark")], text.get(self.results.lang));
    }

    /// Names one after the other; of many only the first are said, and how many there are.
    #[must_use]
    pub fn listed(&self, names: &[&str]) -> String {
        const SAID: usize = 3;
        let joint = if self.results.lang == Lang::Zh { "、" } else { ", " };
        let first = names.iter().take(SAID).copied().collect::<Vec<_>>().join(joint);
        let all = names.len();
        if all <= SAID {
            return first;
        }
        self.say(&crate::say!("{first}等{all}项", "{first} and others, {all} in all"))
    }

    /// The title of a payout measure in force, by its index in the run.
    #[must_use]
    pub fn title(&self, award: usize) -> &'a str {
        self.results.run.award_measure(award).map_or("", |m| &m.title)
    }

    /// The payout measures in force, as in the run.
    pub fn measures(&self) -> impl Iterator<Item = &'a Measure> {
        let run = self.results.run;
        (0..run.awards.len()).filter_map(move |award| run.award_measure(award))
    }
}
