//! `企业兑付单/<uscc>_<name>.xlsx`: a workbook for each enterprise: the slip to print and sign, and behind it the whole
//! calculation as formulas, with the cells of the roster and the figures of the rules that it stands on.
//!
//! ```text
//! Desk (once) ─► workbook (each enterprise)
//!                  inputs ─┐
//!              parameters ─┴► Atlas ─► working ─► slip
//!                      where cells stand   │ placing   what an expression stands on
//!                                          │ records   related records one by one
//!                                          │ banded    an amount in its bands
//!                                          └ reckoning amount, waterfall, payers
//! ```
//!
//! The engine has computed everything already; here its steps are laid out so that a spreadsheet computes them again.

mod atlas;
mod banded;
mod bundle;
mod chosen;
mod desk;
mod inputs;
mod looks;
mod outside;
mod parameters;
mod placing;
mod reckoning;
mod records;
mod seen;
mod slip;
mod value;
mod waits;
mod working;

use std::sync::Arc;

use super::dossier::Dossier;
use super::file_name;
use super::papers::Paper;
use crate::diagnostic::Bilingual;
use crate::say;

pub use chosen::Sheets;
use desk::Desk;

/// The folder of the workbooks.
pub const FOLDER: &str = "企业兑付单";

/// The one file of all workbooks, where they are too many for a folder.
pub const BUNDLE: &str = "企业兑付单.zip";

/// More workbooks than this go into one file: a folder of so many files is slow on every system.
pub const MOST_FILES: usize = 10_000;

/// The workbooks of a settlement: a file each, or one file of all of them where they are more than `most`
/// ([`MOST_FILES`]).
///
/// # Errors
/// The form cannot be prepared: a mistake of ours.
pub fn papers(dossier: Dossier<'_>, most: usize) -> Result<Vec<Paper<'_>>, String> {
    let chosen = chosen::enterprises(dossier.results, dossier.sheets);
    if chosen.is_empty() {
        return Ok(Vec::new());
    }
    let desk = Arc::new(Desk::of(dossier)?);
    if chosen.len() > most {
        return Ok(vec![Paper::streamed(BUNDLE, move |out| bundle::write(&desk, &chosen, out))]);
    }
    let paper = |enterprise: usize| {
        let desk = Arc::clone(&desk);
        let name = format!("{FOLDER}/{}", name(&desk, enterprise));
        Paper::new(name, move || desk.workbook(enterprise))
    };
    Ok(chosen.into_iter().map(paper).collect())
}

/// The name of an enterprise's workbook. The code stands first, so that no two are alike on any system.
fn name(desk: &Desk<'_>, enterprise: usize) -> String {
    file_name::safe(&[desk.who.code(enterprise), desk.who.name(enterprise)], ".xlsx")
}

/// Where the workbooks are, in words; nothing where there are none.
#[must_use]
pub fn whereabouts(dossier: Dossier<'_>) -> Option<Bilingual> {
    let count = chosen::enterprises(dossier.results, dossier.sheets).len();
    match count {
        0 => None,
        count if count > MOST_FILES => Some(in_bundle(count)),
        count => Some(say!(
            "{count} 家企业的兑付单各一份，在 {FOLDER}/",
            "the payment slips of {count} enterprises, one each, are in {FOLDER}/"
        )),
    }
}

/// That the workbooks are in one file, where they are too many for a folder.
#[must_use]
pub fn packed(dossier: Dossier<'_>) -> Option<Bilingual> {
    let count = chosen::enterprises(dossier.results, dossier.sheets).len();
    (count > MOST_FILES).then(|| in_bundle(count))
}

fn in_bundle(count: usize) -> Bilingual {
    say!(
        "{count} 家企业的兑付单太多，打包在 {BUNDLE}",
        "the payment slips of {count} enterprises are many, and packed in {BUNDLE}"
    )
}
