//! The good roster: nine enterprises of the city with what belongs to them, nothing empty that is needed.

use std::collections::BTreeSet;

use duixian::schema::{Absent, Schema, TableId};

use crate::city::firms::Firm;
use crate::city::{Cell, City, Record};
use crate::sheet::{Draft, draft};

/// Records that a firm of the small roster has at most.
const FEW: usize = 6;

/// The sheets.
pub fn sheets(city: &City, schema: &Schema) -> Result<Vec<Draft>, String> {
    let chosen = firms(city)?;
    let mut sheets = Vec::new();
    for (index, table) in schema.tables.iter().enumerate() {
        let draft = draft::plain(city, schema, TableId(index), |code| chosen.contains(code))?;
        if !draft.rows.is_empty() || table.absent == Absent::Error {
            sheets.push(draft);
        }
    }
    Ok(sheets)
}

/// One of a kind: what it needs to be, given its records.
type Kind = fn(&Firm, &Has<'_>) -> bool;

const KINDS: &[Kind] = &[
    |firm, has| firm.decided == Some("首次认定") && !has.any("已拨付"),
    |firm, has| firm.decided == Some("重新认定") && !has.any("已拨付"),
    |firm, has| rises(firm) && firm.key_field && !has.any("已拨付"),
    |firm, has| rises(firm) && !firm.key_field && has.says("已拨付", "预拨") && !has.says("已拨付", "已退回"),
    |firm, has| firm.certificate.is_some() && has.lately("技术合同", "高等院校"),
    |_, has| has.lately("企业称号", "瞪羚企业"),
    |firm, has| firm.certificate.is_some() && has.lately("人才", "D"),
    |firm, has| firm.certificate.is_some() && has.any("限制名单"),
    // Excel takes a code for a number only when it is all digits
    |firm, has| firm.code.bytes().all(|b| b.is_ascii_digit()) && has.any("技术合同"),
];

fn rises(firm: &Firm) -> bool {
    firm.deducts && firm.research[1] - firm.research[0] > 40 * crate::city::WAN
}

fn firms(city: &City) -> Result<BTreeSet<&str>, String> {
    let mut chosen = BTreeSet::new();
    for (number, kind) in KINDS.iter().enumerate() {
        // each search begins elsewhere, so that the nine come from several counties
        let start = number * city.firms.len() / KINDS.len();
        let around = city.firms.iter().enumerate().cycle().skip(start).take(city.firms.len());
        let found = around.into_iter().find(|(place, firm)| {
            let has = Has { city, firm: *place };
            let whole = firm.gap.is_none() && firm.research_told && firm.research[1] > 0;
            let whole = whole && !firm.planted && firm.bank.is_some();
            whole && !chosen.contains(firm.code.as_str()) && has.few_and_whole() && kind(firm, &has)
        });
        let (_, firm) = found.ok_or_else(|| format!("the city has no enterprise of kind {number}"))?;
        chosen.insert(firm.code.as_str());
    }
    Ok(chosen)
}

/// The records of a firm.
struct Has<'a> {
    city: &'a City,
    firm: usize,
}

impl Has<'_> {
    fn of<'s>(&'s self, table: &str) -> impl Iterator<Item = &'s Record> {
        let rows = self.city.records.get(table).map_or(&[][..], |r| &r.rows);
        rows.iter().filter(|r| r.firm == self.firm)
    }

    fn any(&self, table: &str) -> bool {
        self.of(table).next().is_some()
    }

    fn says(&self, table: &str, word: &str) -> bool {
        self.of(table).any(|r| says(r, word))
    }

    /// Does a record of this year say so, and say 否 where it is asked?
    fn lately(&self, table: &str, word: &str) -> bool {
        let this_year = |cell: &Cell| matches!(cell, Cell::Date(day) if day.year() == self.city.year);
        let lately = |r: &Record| r.cells.iter().any(this_year) && !r.cells.contains(&Cell::YesNo(true));
        self.of(table).any(|r| says(r, word) && lately(r))
    }

    fn few_and_whole(&self) -> bool {
        let all: Vec<&Record> = self.city.records.keys().flat_map(|table| self.of(table)).collect();
        let contracts_whole = self.of("技术合同").all(|r| !r.cells.contains(&Cell::Empty));
        all.len() <= FEW && contracts_whole
    }
}

fn says(record: &Record, word: &str) -> bool {
    record.cells.iter().any(|cell| match cell {
        Cell::Text(text) => text == word,
        Cell::Word(said) => *said == word,
        _ => false,
    })
}
