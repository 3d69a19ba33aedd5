//! `duixian rules`: what can be done with a pack besides running it. One file a verb.

mod lint;
mod list;
mod show;

use crate::args::{Rules, RulesVerb};
use crate::console::Console;
use crate::exit::{Exit, Stop};

/// Does what the verb says.
pub fn run(args: &Rules, console: &Console) -> Result<Exit, Stop> {
    match &args.verb {
        RulesVerb::List(args) => list::run(args, console),
        RulesVerb::Show(args) => show::run(args, console),
        RulesVerb::Lint(args) => lint::run(args, console),
    }
}
