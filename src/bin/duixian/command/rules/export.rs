//! `duixian rules export`: parameters, budgets and tables of a pack as a workbook.

use duixian::payout::rulebook;
use duixian::say;

use crate::args::RulesExport;
use crate::command::pack;
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};
use crate::workbook;

/// Writes it, whole or not at all.
pub fn run(args: &RulesExport, console: &Console) -> Result<Exit, Stop> {
    let rules = pack(&args.rules)?;
    let bytes = rulebook::write(&rules.pack).map_err(Stop::bug)?;
    workbook::put(&args.out, &bytes, args.force)?;
    let shown = args.out.display();
    console::closing(&console.say(&say!(
        "写好了“{shown}”；改完后用 rules import 读回\n",
        "wrote `{shown}`; when it is edited, rules import reads it back\n"
    )));
    Ok(Exit::Done)
}
