//! `duixian test`: the pack's own cases.

use duixian::audit::trial;
use duixian::diagnostic::render;
use duixian::payout::findings::place;
use duixian::say;
use duixian::source::Place;

use super::pack;
use crate::args::Test;
use crate::console::{self, Console};
use crate::exit::{Exit, Stop};

/// Runs the cases; each that fails is shown with what was expected and what came out.
pub fn run(args: &Test, console: &Console) -> Result<Exit, Stop> {
    let rules = pack(&args.rules)?;
    console.warn(&rules.findings);
    let trials = trial::run(&rules.pack)?;
    let lang = console.language.messages;
    let mut failed = 0usize;
    for trial in trials.iter().filter(|t| !t.passed()) {
        failed = failed.saturating_add(1);
        let [file, _, cell] = place(&Place::Rule(trial.case.span.clone()));
        let name = &trial.case.name;
        console::out(&console.say(&say!("✗ {name}　{file}:{cell}\n", "✗ {name}  {file}:{cell}\n")));
        if !trial.case.basis.is_empty() {
            let basis = &trial.case.basis;
            console::out(&console.say(&say!("  依据：{basis}\n", "  basis: {basis}\n")));
        }
        for finding in &trial.findings {
            console::out(&render::people(finding, lang, false));
        }
        for difference in &trial.differences {
            let [what, expected, got] =
                [&difference.what, &difference.expected, &difference.got].map(|words| console.say(words));
            console::out(
                &console.say(&say!(
                    "  {what}：应为 {expected}，得到 {got}\n",
                    "  {what}: expected {expected}, got {got}\n"
                )),
            );
        }
        console::out("\n");
    }
    let all = trials.len();
    console::out(&console.say(&match (all, failed) {
        (0, _) => say!("政策包没有案例（tests/）\n", "the pack has no cases (tests/)\n"),
        (_, 0) => say!("{all} 个案例全部通过\n", "all {all} cases pass\n"),
        _ => say!("{all} 个案例，{failed} 个不符\n", "{failed} of {all} cases fail\n"),
    }));
    Ok(if failed == 0 { Exit::Done } else { Exit::Findings })
}
