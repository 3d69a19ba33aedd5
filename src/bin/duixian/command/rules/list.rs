//! `duixian rules list`: the measures of a pack on stdout; what is to be said about the pack goes to stderr.

use duixian::policy::listing;

use crate::args::RulesList;
use crate::command::{exit_for, pack};
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};

/// Prints the list.
pub fn run(args: &RulesList, console: &Console) -> Result<Exit, Stop> {
    let rules = pack(&args.rules)?;
    console.warn(&rules.findings);
    console::out(&listing::text(&listing::list(&rules.pack, args.year), console.language.messages));
    Ok(exit_for(&rules.findings))
}
