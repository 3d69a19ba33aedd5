//! `duixian rules show`: one measure on stdout; what is to be said about the pack goes to stderr.

use duixian::policy::showing;

use crate::args::RulesShow;
use crate::command::{exit_for, pack};
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};

/// Prints the measure.
pub fn run(args: &RulesShow, console: &Console) -> Result<Exit, Stop> {
    let rules = pack(&args.rules)?;
    console.warn(&rules.findings);
    let sections = showing::show(&rules.pack, &args.measure, args.year);
    let sections = sections.map_err(|findings| Stop::with(Exit::Usage, findings))?;
    console::out(&showing::text(&sections, console.language.messages));
    Ok(exit_for(&rules.findings))
}
