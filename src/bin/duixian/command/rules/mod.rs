//! `duixian rules`: what can be done with a pack besides running it. One file a verb.

mod doc;
mod export;
mod fmt;
mod import;
mod lint;
mod list;
mod schema;
mod show;

use crate::args::{Rules, RulesVerb};
use crate::console::Console;
use crate::exit::{Exit, Stop};

/// Does what the verb says.
pub fn run(args: &Rules, console: &Console) -> Result<Exit, Stop> {
    match &args.verb {
        RulesVerb::List(args) => list::run(args, console),
        RulesVerb::Show(args) => show::run(args, console),
        RulesVerb::Fmt(args) => fmt::run(args, console),
        RulesVerb::Schema(args) => schema::run(args, console),
        RulesVerb::Export(args) => export::run(args, console),
        RulesVerb::Import(args) => import::run(args, console),
        RulesVerb::Doc(args) => doc::run(args, console),
        RulesVerb::Lint(args) => lint::run(args, console),
    }
}
