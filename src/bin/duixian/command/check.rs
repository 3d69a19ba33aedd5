//! `duixian check`: what is wrong with rosters and a pack, and nothing else. It says what a run for the
//! last day of the policy year would say.

use duixian::calendar::Date;
use duixian::diagnostic::{Finding, Lang};
use duixian::payout::csv;
use duixian::payout::csv::findings::{Findings, place};
use duixian::say;

use super::{all_findings, edition, exit_for, pack, read, settled};
use crate::args::{Check, Format};
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};
use crate::usage;
use crate::worklist::{self, Known};

/// Lists findings on stdout; what cannot be read is a finding like the others.
pub fn run(args: &Check, console: &Console) -> Result<Exit, Stop> {
    let (findings, known, exit) = match look(args, console) {
        Ok((findings, known)) => {
            let exit = exit_for(&findings);
            (findings, known, exit)
        }
        Err(stop) if stop.exit == Exit::Bug => return Err(stop),
        Err(stop) => (stop.findings, None, stop.exit),
    };
    match args.format {
        // what is wrong with rules is read beside them, in the order of the files
        Format::Text if known.is_some() || exit == Exit::Input => {
            console::out(&worklist::text(console, &findings, &known.unwrap_or_default()));
        }
        format => list(&findings, format, console)?,
    }
    Ok(exit)
}

/// Findings as data, or as they are read beside the rules.
pub(super) fn list(findings: &[Finding], format: Format, console: &Console) -> Result<(), Stop> {
    console::out(&match format {
        Format::Text => console.rendered(findings),
        Format::Json => json(findings, console.language.messages),
        Format::Csv => table(findings, console.language.messages)?,
    });
    Ok(())
}

/// What was found; of a roster, with who and what it is about.
fn look(args: &Check, console: &Console) -> Result<(Vec<Finding>, Option<Known>), Stop> {
    let rules = pack(&args.rules)?;
    let Some(year) = args.year else {
        if args.rosters.is_empty() {
            return Ok((rules.findings, None));
        }
        let said = say!(
            "检查名单还缺：--year <年度>（表头里的年份要与政策年度核对）",
            "rosters are checked for a --year <Y>: headings may name one"
        );
        usage::refuse(&said, console.language.messages);
        return Err(Stop::with(Exit::Usage, Vec::new()));
    };
    let as_of = Date::year_end(year).ok_or_else(|| Stop::bug("no such year"))?;
    let edition = edition(&rules, year, as_of, console)?;
    if args.rosters.is_empty() {
        return Ok((rules.findings.iter().cloned().chain(edition.mid_year()).collect(), None));
    }
    let (inputs, roster) = read(&args.rosters, &args.reading, &edition, &rules, console)?;
    // what a value is missing for shows only when it is asked for
    let run = settled(&edition, &roster, console)?;
    let files = inputs.rosters.iter().map(|file| file.name.clone()).collect();
    Ok((all_findings(&rules.findings, &roster, &run), Some(Known::of(files, &roster, &rules.pack))))
}

/// The columns of `findings.csv` as objects.
fn json(findings: &[Finding], lang: Lang) -> String {
    let rows: Vec<serde_json::Value> = findings
        .iter()
        .map(|f| {
            let [file, sheet, cell] = place(&f.place);
            serde_json::json!({
                "severity": f.severity().id(),
                "code": f.code.id,
                "file": file,
                "sheet": sheet,
                "cell": cell,
                "uscc": f.uscc,
                "measure": f.measure,
                "message": f.message.get(lang),
                "remedy": f.remedy.get(lang),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(rows))
}

fn table(findings: &[Finding], lang: Lang) -> Result<String, Stop> {
    let mut bytes = Vec::new();
    csv::write(&Findings { findings, lang }, &mut bytes).map_err(|e| Stop::bug(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| Stop::bug(e.to_string()))
}
