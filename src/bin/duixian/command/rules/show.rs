//! `duixian rules show`: one measure, or the pack itself, on stdout; what is to be said about the pack goes to stderr.

use duixian::policy::{meaning, showing};

use crate::args::RulesShow;
use crate::command::{exit_for, pack};
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};

/// Prints the measure or, without one, what holds for the pack as a whole.
pub fn run(args: &RulesShow, console: &Console) -> Result<Exit, Stop> {
    let rules = pack(&args.rules)?;
    console.warn(&rules.findings);
    let sections = match &args.measure {
        Some(measure) => {
            showing::show(&rules.pack, measure, args.year).map_err(|findings| Stop::with(Exit::Usage, findings))?
        }
        None => showing::pack(&rules.pack, &meaning::digest(&rules.pack)),
    };
    console::out(&showing::text(&sections, console.language.messages));
    Ok(exit_for(&rules.findings))
}
