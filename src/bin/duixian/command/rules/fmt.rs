//! `duixian rules fmt`: lays the rule files out, all of them or none; the names of those that differ go to stdout.

use duixian::policy::{Source, grammar, layout};

use crate::args::RulesFmt;
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};
use crate::{edit, files};

/// Lays out, or only tells.
pub fn run(args: &RulesFmt, _: &Console) -> Result<Exit, Stop> {
    let invalid = |found| Stop::with(Exit::Pack, found);
    let before = files::pack(&args.rules).map_err(invalid)?;
    let (mut changed, mut found) = (Vec::new(), Vec::new());
    for source in before.iter().filter(|s| grammar::of_file(&s.name).is_some()) {
        match layout::format(&source.name, &source.text) {
            Ok(text) if text == source.text => {}
            Ok(text) => changed.push(Source { name: source.name.clone(), text }),
            Err(mistakes) => found.extend(mistakes),
        }
    }
    if !found.is_empty() {
        return Err(invalid(found));
    }
    // what an interrupted change left is moved to its place even where nothing else is to be done
    if !args.check && (!changed.is_empty() || edit::pending(&args.rules).is_some()) {
        edit::write(&args.rules, &before, &changed).map_err(|f| Stop::with(Exit::Refused, vec![*f]))?;
    }
    for source in &changed {
        console::out(&format!("{}\n", source.name));
    }
    Ok(if args.check && !changed.is_empty() { Exit::Findings } else { Exit::Done })
}
