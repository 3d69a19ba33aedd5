//! Inputs and results must not lie in one another: the next run would read results as rosters, and a
//! replacement would take its own inputs away.

use std::path::{Path, PathBuf};

use duixian::diagnostic::Finding;
use duixian::diagnostic::codes::files as codes;
use duixian::say;

use crate::files::at;

/// Refuses an output folder inside a folder of inputs, or around an input.
///
/// # Errors
/// The first input that is not apart from `out`.
pub fn check<'a>(out: &Path, inputs: impl Iterator<Item = &'a Path>) -> Result<(), Box<Finding>> {
    let Some(target) = whole(out) else { return Ok(()) };
    for input in inputs {
        let Ok(given) = input.canonicalize() else { continue };
        let (out_shown, input_shown) = (out.display(), input.display());
        let message = if given.is_dir() && target.starts_with(&given) {
            say!(
                "结果文件夹“{out_shown}”在“{input_shown}”里面，下一次会被当作输入",
                "the output folder `{out_shown}` lies inside `{input_shown}` and would be read as input the next time"
            )
        } else if given.starts_with(&target) && out.is_dir() {
            say!(
                "“{input_shown}”在结果文件夹“{out_shown}”里面，替换时会一起删掉",
                "`{input_shown}` lies inside the output folder `{out_shown}` and would go with it when it is replaced"
            )
        } else {
            continue;
        };
        let remedy = say!("换一个与名单、政策包分开的文件夹", "choose a folder apart from the rosters and the pack");
        return Err(Box::new(Finding::new(&codes::OUTPUT_INSIDE_INPUT, at(out), message).remedy(remedy)));
    }
    Ok(())
}

/// A path that need not exist yet, with the links in what exists of it followed.
fn whole(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let there = absolute.ancestors().find(|above| above.exists())?;
    let rest = absolute.strip_prefix(there).ok()?;
    Some(there.canonicalize().ok()?.join(rest))
}
