//! `duixian test`: the pack's own cases.

use duixian::audit::coverage::Coverage;
use duixian::audit::trial::{self, Trials};
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
    let Trials { each: trials, coverage } = trial::run(&rules.pack)?;
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
    if all > 0 {
        let without = trials.iter().filter(|t| !t.case.has_basis()).count();
        covered(&coverage, without, console);
    }
    Ok(if failed == 0 { Exit::Done } else { Exit::Findings })
}

/// What the cases reach, and what they do not.
fn covered(coverage: &Coverage<'_>, without_basis: usize, console: &Console) {
    let shares = coverage.shares();
    let told: Vec<String> = shares
        .iter()
        .map(|s| {
            let (name, reached, all) = (console.say(&s.group.name()), s.reached, s.all);
            console.say(&say!("{name} {reached}/{all}", "{name} {reached}/{all}"))
        })
        .collect();
    let (zh, en) = (told.join("、"), told.join(", "));
    console::out(&console.say(&say!("覆盖：{zh}\n", "covered: {en}\n")));
    if without_basis > 0 {
        console::out(&console.say(&say!(
            "{without_basis} 个案例没有写依据（basis），不计入覆盖\n",
            "{without_basis} cases have no basis and do not count\n"
        )));
    }
    let missed = coverage.missed();
    if missed.is_empty() {
        return;
    }
    console::out(&console.say(&say!("没有案例走到的：\n", "reached by no case:\n")));
    for each in missed {
        let [file, _, cell] = place(&Place::Rule(each.at));
        let (measure, what) = (each.measure, console.say(&each.what));
        let measure = if measure.is_empty() { String::new() } else { format!("{measure}　") };
        console::out(&format!("  {file}:{cell}　{measure}{what}\n"));
    }
}
