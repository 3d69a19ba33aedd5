//! A settlement with all that its papers are made from.

use duixian::audit::manifest::Ingredients;
use duixian::calendar::Date;
use duixian::diagnostic::{Finding, Lang};
use duixian::payout::enterprise::Sheets;
use duixian::payout::{Dossier, Results};
use duixian::policy::pack::Pack;
use duixian::roster::{self, Roster, RosterFile};
use duixian::settle::{self, tally};

use crate::packs::shown;
use crate::settle::world::{World, YEAR};

/// Settles a world and hands its dossier to `look`.
pub fn of<T>(world: &World, lang: Lang, look: impl FnOnce(Dossier<'_>) -> T) -> T {
    let pack = world.compile();
    settled(&pack, &world.read(&pack), YEAR, (&[], &[]), lang, look)
}

/// Settles files by a pack and hands the dossier to `look`: as `run` makes it, with all that was found, of the files too.
pub fn of_files<T>(files: &[RosterFile], pack: &Pack, lang: Lang, look: impl FnOnce(Dossier<'_>) -> T) -> T {
    let assume_empty = ["已拨付", "限制名单"].map(str::to_owned).to_vec();
    let edition = pack.on(YEAR, Date::year_end(YEAR).expect("a day")).expect("an edition");
    let asked = Some(edition.asked().columns());
    let options = roster::Options { year: YEAR, assume_empty, asked, ..Default::default() };
    let roster = roster::read(files, &pack.schema, &options).unwrap_or_else(|f| panic!("{}", shown(&f)));
    settled(pack, &roster, YEAR, (&roster.findings, files), lang, look)
}

/// Settles a roster and hands its dossier to `look`.
pub fn of_roster<T>(pack: &Pack, roster: &Roster, year: i16, lang: Lang, look: impl FnOnce(Dossier<'_>) -> T) -> T {
    settled(pack, roster, year, (&[], &[]), lang, look)
}

fn settled<T>(
    pack: &Pack,
    roster: &Roster,
    year: i16,
    (read, files): (&[Finding], &[RosterFile]),
    lang: Lang,
    look: impl FnOnce(Dossier<'_>) -> T,
) -> T {
    let edition = pack.on(year, Date::year_end(year).expect("a day")).expect("an edition");
    let run = settle::run(&edition, &roster.dataset, &settle::Options::default(), &|_| {}).expect("no bug");
    let code = |e: usize| roster.code(e);
    let found = settle::notice::findings(&run, &roster.dataset, roster, &code);
    let findings: Vec<Finding> = read.iter().cloned().chain(found).collect();
    let results = Results { run: &run, data: &roster.dataset, places: roster, findings: &findings, lang };
    let tallies = tally::tally(&run, &roster.dataset).expect("fits");
    look(Dossier {
        results,
        tallies: &tallies,
        accounting: &roster.accounting,
        ingredients: &Ingredients::default(),
        control: &[],
        rosters: files,
        sheets: Sheets::Active,
    })
}
