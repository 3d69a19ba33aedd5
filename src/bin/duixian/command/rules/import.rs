//! `duixian rules import`: an edited workbook back into the rule files. The differences go to stdout.

use duixian::diagnostic::Finding;
use duixian::policy::workbook::{self, Change, Given};
use duixian::roster::plain;
use duixian::say;

use crate::args::RulesImport;
use crate::command::{exit_for, pack};
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};
use crate::{edit, files, naming};

/// Compares, shows, writes.
pub fn run(args: &RulesImport, console: &Console) -> Result<Exit, Stop> {
    let rules = pack(&args.rules)?;
    let unreadable = |found: Vec<Finding>| Stop::with(Exit::Input, found);
    let bytes = files::contents(&args.workbook).map_err(|finding| unreadable(vec![*finding]))?;
    let name = naming::own(&args.workbook);
    let sheets = plain::sheets(&name, &bytes).map_err(unreadable)?;
    let given: Vec<Given> = sheets
        .into_iter()
        .map(|sheet| Given {
            name: sheet.name.to_string(),
            cells: sheet.cells.into_iter().map(|cell| ((cell.row, cell.column), cell.text)).collect(),
        })
        .collect();
    let imported = workbook::import(&rules.pack, &rules.sources, &name, &given)
        .map_err(|found| Stop::with(Exit::Refused, found))?;
    for change in &imported.changes {
        console::out(&format!("{}\n", shown(change, console)));
    }
    if imported.changes.is_empty() {
        console.tell(&say!("工作簿与政策包没有差异", "the workbook and the pack do not differ"));
        return Ok(Exit::Done);
    }
    console.warn(&imported.findings);
    if !args.dry_run {
        edit::write(&args.rules, &rules.sources, &imported.files)
            .map_err(|finding| Stop::with(Exit::Refused, vec![*finding]))?;
        let names: Vec<&str> = imported.files.iter().map(|f| f.name.as_str()).collect();
        let names = names.join("、");
        console.tell(&say!("已写回 {names}", "written: {names}"));
    }
    Ok(exit_for(&imported.findings))
}

/// `rd-award 企业研发财政奖补 · 奖补上限：1000万元（2023-01-01 起） → 1200万元（2023-01-01 起）`
fn shown(change: &Change, console: &Console) -> String {
    let none = console.say(&say!("（无）", "(none)"));
    let word = |side: &Option<String>| side.clone().unwrap_or_else(|| none.clone());
    format!("{} · {}：{} → {}", change.owner, change.name, word(&change.old), word(&change.new))
}
