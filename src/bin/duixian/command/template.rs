//! `duixian template`: the workbook that counties fill in.

use duixian::calendar::Date;
use duixian::payout::template;
use duixian::say;

use super::{edition, pack};
use crate::args::Template;
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};
use crate::workbook;

/// Writes it, whole or not at all.
pub fn run(args: &Template, console: &Console) -> Result<Exit, Stop> {
    let rules = pack(&args.rules)?;
    let bytes = match args.year {
        Some(year) => {
            let as_of = Date::year_end(year).ok_or_else(|| Stop::bug("no such year"))?;
            let edition = edition(&rules, year, as_of, console)?;
            template::write(&rules.pack, Some(&edition), console.language.files)
        }
        None => template::write(&rules.pack, None, console.language.files),
    };
    workbook::put(&args.out, &bytes.map_err(Stop::bug)?, args.force)?;
    let shown = args.out.display();
    console::closing(&console.say(&say!(
        "写好了“{shown}”；填好后用 check 检查\n",
        "wrote `{shown}`; when it is filled in, check looks it over\n"
    )));
    Ok(Exit::Done)
}
