//! `duixian rules export`: parameters, budgets and tables of a pack as a workbook.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use duixian::payout::rulebook;
use duixian::say;

use crate::args::RulesExport;
use crate::command::pack;
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};
use crate::publish::refusal;

/// Writes it, whole or not at all.
pub fn run(args: &RulesExport, console: &Console) -> Result<Exit, Stop> {
    let rules = pack(&args.rules)?;
    let bytes = rulebook::write(&rules.pack).map_err(Stop::bug)?;
    let refused = |finding: Box<_>| Stop::with(Exit::Refused, vec![*finding]);
    if !args.force && fs::symlink_metadata(&args.out).is_ok() {
        return Err(refused(refusal::exists(&args.out)));
    }
    put(&args.out, &bytes).map_err(|error| refused(refusal::unwritable(&args.out, &error)))?;
    let shown = args.out.display();
    console::closing(&console.say(&say!(
        "写好了“{shown}”；改完后用 rules import 读回\n",
        "wrote `{shown}`; when it is edited, rules import reads it back\n"
    )));
    Ok(Exit::Done)
}

/// Writes beside the target and renames.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut hidden = OsString::from(".");
    hidden.push(path.file_name().unwrap_or_default());
    hidden.push(".duixian-new");
    let beside = path.with_file_name(hidden);
    let written = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
