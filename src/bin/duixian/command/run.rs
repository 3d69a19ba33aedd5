//! `duixian run`: rosters and a pack in, a folder of results out.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use duixian::audit::control::{self, Expectation, Total};
use duixian::audit::manifest::{self, Facts, Ingredients, Met, Record};
use duixian::calendar::Date;
use duixian::diagnostic::Finding;
use duixian::diagnostic::codes::files as codes;
use duixian::payout::enterprise::Sheets;
use duixian::payout::papers::{self, Unmade};
use duixian::payout::{Dossier, Results, csv};
use duixian::roster;
use duixian::say;
use duixian::settle::{run::Run as Settlement, tally};
use duixian::source::Place;
use rayon::prelude::*;

use super::{Rules, all_findings, edition, exit_for, pack, read, settled};
use crate::args::{self, HiddenWord, SheetsWord};
use crate::console::{Console, Stage};
use crate::exit::{Exit, Stop};
use crate::files::Inputs;
use crate::publish::{Staging, Target};
use crate::{apart, closing};

/// Settles and publishes.
pub fn run(args: &args::Run, console: &Console) -> Result<Exit, Stop> {
    let refused = |finding: Box<Finding>| Stop::with(Exit::Refused, vec![*finding]);
    let expectations = expectations(&args.expect)?;
    if let Some(threads) = args.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global();
        pool.map_err(|e| Stop::bug(e.to_string()))?;
    }
    let beside = [Some(&args.rules), args.reading.map.as_ref()].into_iter().flatten();
    apart::check(&args.out, args.rosters.iter().chain(beside).map(PathBuf::as_path)).map_err(refused)?;
    let target = Target::claim(&args.out, args.force).map_err(refused)?;

    let rules = pack(&args.rules)?;
    let as_of = match args.as_of {
        Some(day) => day,
        None => Date::year_end(args.year).ok_or_else(|| Stop::bug("no such year"))?,
    };
    let edition = edition(&rules, args.year, as_of, console)?;
    let (inputs, roster) = read(&args.rosters, &args.reading, &edition, &rules, console)?;
    let run = settled(&edition, &roster, console)?;
    let findings = all_findings(&rules.findings, &roster, &run);
    let tallies = tally::tally(&run, &roster.dataset).ok_or_else(|| Stop::bug("a total does not fit in 128 bits"))?;
    let totals = control::totals(&run, &tallies, &roster.accounting);
    agree(&run, &tallies)?;
    expect(&totals, &expectations)?;

    let results = Results {
        run: &run,
        data: &roster.dataset,
        places: &roster,
        findings: &findings,
        lang: console.language.files,
    };
    let staging = target.stage().map_err(refused)?;
    let mut ingredients = Ingredients { options: recorded(args, as_of, console), ..Ingredients::default() };
    copy(&staging, &inputs, &rules, &mut ingredients).map_err(refused)?;
    let tables = results.tables();
    let stage = Stage::begin(console, &say!("写出结果", "writing"), tables.len());
    for (name, table) in tables {
        let record = staging.write(name, |mut out| csv::write(table.as_ref(), &mut out)).map_err(refused)?;
        ingredients.tables.push(record);
        stage.advance(1);
    }
    let control: Vec<Met> =
        expectations.iter().map(|e| Met { name: e.name.clone(), value: e.value.to_string() }).collect();
    let dossier = Dossier {
        results,
        tallies: &tallies,
        accounting: &roster.accounting,
        ingredients: &ingredients,
        control: &control,
        rosters: &inputs.rosters,
        sheets: wanted(args),
    };
    drop(stage);
    let sheets = write_papers(&staging, dossier, console)?;
    let facts = Facts {
        run: &run,
        accounting: &roster.accounting,
        totals: &totals,
        control: control.clone(),
        findings: &findings,
        sheets,
    };
    let manifest = manifest::write(&ingredients, &facts).map_err(Stop::bug)?;
    staging.write(manifest::FILE, |out| out.write_all(&manifest)).map_err(refused)?;
    staging.publish().map_err(refused)?;

    closing::say(console, &args.out, dossier);
    Ok(exit_for(&findings))
}

/// Writes what people print, in parallel, and gives the records in order.
fn write_papers(staging: &Staging<'_>, dossier: Dossier<'_>, console: &Console) -> Result<Vec<Record>, Stop> {
    let papers = papers::papers(dossier).map_err(Stop::bug)?;
    let stage = Stage::begin(console, &say!("打印材料", "printing"), papers.len());
    papers
        .into_par_iter()
        .map(|paper| {
            let mut mistake = None;
            let record = staging.write(&paper.name, |out| match paper.write(out) {
                Ok(()) => Ok(()),
                Err(Unmade::Io(error)) => Err(error),
                Err(Unmade::Mistake(what)) => Err(io::Error::other(mistake.insert(what).clone())),
            });
            stage.advance(1);
            match (record, mistake) {
                (_, Some(mistake)) => Err(Stop::bug(mistake)),
                (record, None) => record.map_err(|finding| Stop::with(Exit::Refused, vec![*finding])),
            }
        })
        .collect()
}

/// The counts that people see must be those that were reconciled.
fn agree(run: &Settlement<'_>, tallies: &tally::Tallies) -> Result<(), Stop> {
    let (all, known) = (&tallies.all, &run.reconciliation);
    let same = (all.paid, all.payable) == known.paid
        && (all.recover, all.recoverable) == known.recover
        && (all.zero, all.held) == (known.zero, known.held)
        && all.by_payer == known.by_payer;
    if same { Ok(()) } else { Err(Stop::bug("the totals by county do not add up to the reconciled totals")) }
}

/// Control totals as figures: a count, or an amount with or without a unit.
fn expectations(given: &[(String, String)]) -> Result<Vec<Expectation>, Stop> {
    let (mut read, mut found) = (Vec::new(), Vec::new());
    for (name, value) in given {
        let figure = roster::number::money(value, Some(roster::number::Unit::Yuan)).ok().and_then(|a| a.value.exact());
        match figure {
            Some(value) => read.push(Expectation { name: name.clone(), value }),
            None => {
                let message = say!("“{name}”的数“{value}”读不出来", "the figure `{value}` of `{name}` cannot be read");
                let remedy = say!("写成 2600、1,234.50 或 123.45万元", "write it as 2600, 1,234.50 or 123.45万元");
                found.push(Finding::new(&codes::CONTROL_VALUE, Place::Nowhere, message).remedy(remedy));
            }
        }
    }
    if found.is_empty() { Ok(read) } else { Err(Stop::with(Exit::Usage, found)) }
}

fn expect(totals: &[Total], expectations: &[Expectation]) -> Result<(), Stop> {
    let found = control::compare(totals, expectations);
    let misnamed = found.iter().any(|f| f.code == &codes::CONTROL_NAME);
    match (found.is_empty(), misnamed) {
        (true, _) => Ok(()),
        (false, true) => Err(Stop::with(Exit::Usage, found)),
        (false, false) => Err(Stop::with(Exit::Refused, found)),
    }
}

/// Which enterprises get a workbook.
const fn wanted(args: &args::Run) -> Sheets {
    match args.sheets {
        SheetsWord::None => Sheets::None,
        SheetsWord::Active => Sheets::Active,
        SheetsWord::All => Sheets::All,
    }
}

/// Everything that may change a result or a word of it: never threads, never paths.
fn recorded(args: &args::Run, as_of: Date, console: &Console) -> BTreeMap<String, String> {
    let mut options = BTreeMap::from([
        ("year".to_owned(), args.year.to_string()),
        ("as-of".to_owned(), as_of.to_string()),
        (
            "lang".to_owned(),
            match console.language.files {
                duixian::diagnostic::Lang::Zh => "zh",
                duixian::diagnostic::Lang::En => "en",
            }
            .to_owned(),
        ),
        (
            "hidden".to_owned(),
            match args.reading.hidden {
                None => "report",
                Some(HiddenWord::Include) => "include",
                Some(HiddenWord::Skip) => "skip",
            }
            .to_owned(),
        ),
        ("sheets".to_owned(), wanted(args).id().to_owned()),
    ]);
    let mut empty = args.reading.assume_empty.clone();
    empty.sort();
    empty.dedup();
    for table in empty {
        options.insert(format!("assume-empty:{table}"), "yes".to_owned());
    }
    options
}

/// Copies what the run was made from, byte by byte, so that the folder can be run again alone.
fn copy(
    staging: &Staging<'_>,
    inputs: &Inputs,
    rules: &Rules,
    ingredients: &mut Ingredients,
) -> Result<(), Box<Finding>> {
    for file in inputs.rosters.iter().chain(&inputs.mapping) {
        staging.write(&format!("inputs/{}", file.name), |out| out.write_all(&file.bytes))?;
        ingredients.inputs.push(Record::of(&file.name, &file.bytes));
    }
    if let Some(mapping) = &inputs.mapping {
        ingredients.options.insert("map".to_owned(), mapping.name.clone());
    }
    for source in &rules.sources {
        staging.write(&format!("rules/{}", source.name), |out| out.write_all(source.text.as_bytes()))?;
        ingredients.rules.push(Record::of(&source.name, source.text.as_bytes()));
    }
    Ok(())
}
