//! `duixian rules`: looking at a pack.

use duixian::policy::{listing, showing};

use super::{exit_for, pack};
use crate::args::{Rules, RulesVerb};
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};

/// Prints a list or one measure on stdout; what is to be said about the pack goes to stderr.
pub fn run(args: &Rules, console: &Console) -> Result<Exit, Stop> {
    let lang = console.language.messages;
    let folder = match &args.verb {
        RulesVerb::List(list) => &list.rules,
        RulesVerb::Show(show) => &show.rules,
    };
    let rules = pack(folder)?;
    console.warn(&rules.findings);
    console::out(&match &args.verb {
        RulesVerb::List(list) => listing::text(&listing::list(&rules.pack, list.year), lang),
        RulesVerb::Show(show) => {
            let sections = showing::show(&rules.pack, &show.measure, show.year);
            showing::text(&sections.map_err(|findings| Stop::with(Exit::Usage, findings))?, lang)
        }
    });
    Ok(exit_for(&rules.findings))
}
