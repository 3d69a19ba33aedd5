//! `duixian rules lint`: what is suspicious in a pack, on stdout. A pack that is invalid says so there, as `check` does.

use duixian::calendar::Date;
use duixian::diagnostic::{Finding, Severity};
use duixian::policy::lint;

use crate::args::RulesLint;
use crate::command::{check, edition, pack};
use crate::console::Console;
use crate::exit::{Exit, Stop};

/// Lists what is found; exit 1 while a warning or worse is not accepted in the rule files.
pub fn run(args: &RulesLint, console: &Console) -> Result<Exit, Stop> {
    let (findings, exit) = match look(args, console) {
        Ok(findings) => {
            let warned = findings.iter().any(|f| f.severity() <= Severity::Warning);
            (findings, if warned { Exit::Findings } else { Exit::Done })
        }
        Err(stop) if stop.exit == Exit::Bug => return Err(stop),
        Err(stop) => (stop.findings, stop.exit),
    };
    check::list(&findings, args.format, console)?;
    Ok(exit)
}

fn look(args: &RulesLint, console: &Console) -> Result<Vec<Finding>, Stop> {
    let rules = pack(&args.rules)?;
    if let Some(year) = args.year {
        let as_of = Date::year_end(year).ok_or_else(|| Stop::bug("no such year"))?;
        edition(&rules, year, as_of, console)?;
    }
    Ok(rules.findings.iter().cloned().chain(lint::look(&rules.pack, args.year)).collect())
}
