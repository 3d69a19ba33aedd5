//! Writing the results of a city: every line to CSV, and the workbook, in memory.
//!
//! `cargo bench --bench writing -- --rows 100000`. Beside them, in the same run, the usual libraries write the same
//! cells, already formatted: the csv crate all six files, rust_xlsxwriter (constant memory) the rows of the workbook's
//! sheet of awards.

#[path = "support/options.rs"]
mod options;
#[path = "support/pack.rs"]
mod pack;
#[path = "support/roster.rs"]
mod roster;
#[path = "support/timing.rs"]
mod timing;

use duixian::audit::manifest::Ingredients;
use duixian::calendar::Date;
use duixian::diagnostic::Lang;
use duixian::payout::book::xlsx;
use duixian::payout::summary::{self, detail};
use duixian::payout::table::{Cell, Table};
use duixian::payout::{Dossier, Results, csv, number};
use duixian::settle::{self, tally};
use rust_xlsxwriter::Workbook;

use timing::{interleaved, ratio, way};

fn main() {
    let options = options::read(&[3_000, 100_000], 5);
    for rows in options.rows {
        compare(rows, options.rounds);
    }
}

fn compare(rows: usize, rounds: usize) {
    let pack = pack::pack(&pack::at("rules/zhuzhou"), "");
    let edition = pack.on(2023, Date::year_end(2023).unwrap()).unwrap();
    let reading = duixian::roster::Options { year: 2023, ..Default::default() };
    let roster = duixian::roster::read(&[roster::clean(rows)], &pack.schema, &reading).unwrap();
    let run = settle::run(&edition, &roster.dataset, &settle::Options::default(), &|_| {}).unwrap();
    let tallies = tally::tally(&run, &roster.dataset).unwrap();
    let mut findings = roster.findings.clone();
    findings.extend(settle::notice::findings(&run, &roster.dataset, &roster, &|e| roster.code(e)));
    let results = Results { run: &run, data: &roster.dataset, places: &roster, findings: &findings, lang: Lang::Zh };

    let ingredients = Ingredients::default();
    let dossier = Dossier {
        results,
        tallies: &tallies,
        accounting: &roster.accounting,
        ingredients: &ingredients,
        control: &[],
        rosters: &[],
    };

    let tables: Vec<Vec<Vec<String>>> = results.tables().iter().map(|(_, table)| formatted(table.as_ref())).collect();
    let awards = formatted(&detail::Detail::of(results, &tallies));
    let [one, two] = [1, 2].map(|n| rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap());
    let bytes = as_csv(results).iter().map(Vec::len).sum::<usize>();
    println!("writing a city of {rows}: {bytes} bytes of CSV, {} rows of awards in the workbook; s", awards.len());
    let times = interleaved(
        rounds,
        &mut [
            way("CSV, all files, one thread", || one.install(|| as_csv(results))),
            way("CSV, all files, two threads", || two.install(|| as_csv(results))),
            way("csv crate, the same cells as text", || by_csv_crate(&tables)),
            way("workbook, all sheets, one thread", || one.install(|| workbook(dossier))),
            way("workbook, all sheets, two threads", || two.install(|| workbook(dossier))),
            way("rust_xlsxwriter, the sheet of awards alone", || by_rust_xlsxwriter(&awards)),
        ],
    );
    for each in &times {
        each.say(1.0, "s");
    }
    let [csv_one, csv_two, crate_one, book_one, _, xlsxwriter] = &times[..] else { unreachable!() };
    ratio("CSV / csv crate, one thread, processor", csv_one.processor() / crate_one.processor());
    ratio("CSV, one / two threads, fastest on the wall", csv_one.fastest() / csv_two.fastest());
    ratio("workbook / rust_xlsxwriter's one sheet, processor", book_one.processor() / xlsxwriter.processor());
}

fn as_csv(results: Results<'_>) -> Vec<Vec<u8>> {
    let write = |table: &dyn Table| {
        let mut out = Vec::new();
        csv::write(table, &mut out).unwrap();
        out
    };
    results.tables().iter().map(|(_, table)| write(table.as_ref())).collect()
}

fn workbook(dossier: Dossier<'_>) -> Vec<u8> {
    xlsx::write(&summary::book(dossier), dossier.results.lang).unwrap()
}

/// The cells of a table as texts.
fn formatted(table: &dyn Table) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for batch in 0..table.batches() {
        table.rows(batch, &mut |cells| rows.push(cells.iter().map(text).collect()));
    }
    rows
}

fn text(cell: &Cell<'_>) -> String {
    let mut out = Vec::new();
    match cell {
        Cell::Empty => {}
        Cell::Text(words) => return words.to_string(),
        Cell::Money(amount) => number::money(*amount, &mut out),
        Cell::Millionths(amount) => number::millionths(*amount, &mut out),
        Cell::Exact(amount) => return amount.to_string(),
        Cell::Integer(count) => number::integer(*count, &mut out),
        Cell::Date(day) => return day.to_string(),
        Cell::Formula { result, .. } => return text(result),
    }
    String::from_utf8(out).unwrap()
}

fn by_csv_crate(tables: &[Vec<Vec<String>>]) -> Vec<Vec<u8>> {
    let write = |rows: &Vec<Vec<String>>| {
        let mut out = ::csv::Writer::from_writer(Vec::new());
        rows.iter().for_each(|row| out.write_record(row).unwrap());
        out.into_inner().unwrap()
    };
    tables.iter().map(write).collect()
}

/// Amounts as numbers, everything else as texts, no formats.
fn by_rust_xlsxwriter(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().unwrap();
    for (r, row) in (0u32..).zip(rows) {
        for (c, cell) in (0u16..).zip(row) {
            match cell.parse::<f64>() {
                Ok(number) if cell.len() < 16 => sheet.write_number(r, c, number).unwrap(),
                _ => sheet.write_string(r, c, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}
