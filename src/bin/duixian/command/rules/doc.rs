//! `duixian rules doc`: the table of clauses in Markdown on stdout; what is to be said about the pack goes to stderr.

use duixian::policy::catalogue;

use crate::args::RulesDoc;
use crate::command::{exit_for, pack};
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};

/// Prints the table.
pub fn run(args: &RulesDoc, console: &Console) -> Result<Exit, Stop> {
    let rules = pack(&args.rules)?;
    console.warn(&rules.findings);
    let page = catalogue::markdown(&rules.pack, args.year);
    console::out(&page.map_err(|findings| Stop::with(Exit::Usage, findings))?);
    Ok(exit_for(&rules.findings))
}
