//! The workbook that counties fill in, made from a pack's own fields: a sheet a table, and in front how it is filled in.
//!
//! The sheets hold headings and nothing else: no title, no note, no example, so that what is filled in below them is data and
//! nothing but data. What a column means stands in notes on the headings, in what the lists and checks of the cells say, and
//! on the first page, where each column has its example. That page says of itself that it is not read
//! ([`own`](crate::roster::own)), so that an example left in is never an enterprise.

mod guide;
mod page;
mod rule;
mod wanted;
mod words;

use crate::calendar::Date;
use crate::diagnostic::Lang;
use crate::payout::book::looks::Looks;
use crate::payout::book::xlsx::{empty, told};
use crate::policy::edition::Edition;
use crate::policy::pack::Pack;
use crate::say;
use wanted::wanted;

/// What a template is made from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The rules of a year; none: all of the pack's, with headings that name no year.
    pub edition: Option<&'a Edition<'a>>,
    /// The language of what is explained; headings are the pack's.
    pub lang: Lang,
}

impl Source<'_> {
    /// The policy year.
    fn year(self) -> Option<i16> {
        self.edition.map(|edition| edition.year)
    }

    /// What the workbook is called.
    fn title(self) -> String {
        let pack = &self.pack.title;
        let title = match self.year() {
            Some(year) => say!("{pack} {year}年申报表", "{pack} {year}: roster"),
            None => say!("{pack} 申报表", "{pack}: roster"),
        };
        title.get(self.lang).to_owned()
    }
}

/// The workbook as bytes: for a year's rules the tables and columns that they look at, else all of them.
///
/// # Errors
/// What the writing library refuses: a mistake of ours.
pub fn write(pack: &Pack, edition: Option<&Edition<'_>>, lang: Lang) -> Result<Vec<u8>, String> {
    let source = Source { pack, edition, lang };
    let tables = wanted(source);
    // the rules decide its date, never today
    let latest = pack.measures.iter().filter_map(|m| m.effective.from).max();
    let created = edition.map(|e| e.as_of).or(latest).or_else(|| Date::new(2000, 1, 1)).ok_or("no date")?;
    let title = source.title();
    let mut workbook = empty(&title, created)?;
    let looks = Looks::default();
    let lists = guide::put(workbook.add_worksheet(), source, &tables, &looks).map_err(told)?;
    for table in &tables {
        let name = &table.sheet;
        page::put(workbook.add_worksheet(), source, table, &lists, &looks).map_err(|e| format!("{name}: {e}"))?;
    }
    workbook.save_to_buffer().map_err(told)
}
