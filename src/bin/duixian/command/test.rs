//! `duixian test`: the pack's own cases.

use duixian::audit::coverage::Coverage;
use duixian::audit::trial::{self, Trial, Trials};
use duixian::diagnostic::{Bilingual, Finding, render};
use duixian::payout::csv::findings::place;
use duixian::policy::Source;
use duixian::say;
use duixian::source::Place;

use super::{Rules, pack};
use crate::args::Test;
use crate::console::{self, Console};
use crate::edit;
use crate::exit::{Exit, Stop};

/// Runs the cases; each that fails is shown with what was expected and what came out.
pub fn run(args: &Test, console: &Console) -> Result<Exit, Stop> {
    let rules = pack(&args.rules)?;
    console.warn(&rules.findings);
    let Trials { each: trials, coverage } = trial::run(&rules.pack)?;
    let failed: Vec<&Trial<'_>> = trials.iter().filter(|t| !t.passed()).collect();
    for trial in &failed {
        differences(trial, console);
    }
    let (all, wrong) = (trials.len(), failed.len());
    console::out(&console.say(&match (all, wrong) {
        (0, _) => say!("政策包没有案例（tests/）\n", "the pack has no cases (tests/)\n"),
        (_, 0) => say!("{all} 个案例全部通过\n", "all {all} cases pass\n"),
        _ => say!("{all} 个案例，{wrong} 个不符\n", "{wrong} of {all} cases fail\n"),
    }));
    if all > 0 {
        covered(&coverage, trials.iter().filter(|t| !t.case.has_basis()).count(), console);
    }
    if args.bless {
        bless(&rules, &trials, args, console)?;
    } else if wrong > 0 {
        console::out(&console.say(&say!(
            "规则没有错、是案例该改的，把案例改成应有的结果；或用 --bless 写入算出的结果，核对后补上依据\n",
            "where the rules are right, correct the cases, or let --bless write what comes out, check it, and give the basis\n"
        )));
    }
    Ok(if wrong == 0 { Exit::Done } else { Exit::Findings })
}

/// What is wrong with a case.
fn differences(trial: &Trial<'_>, console: &Console) {
    let [file, _, cell] = place(&Place::Rule(trial.case.span.clone()));
    let name = &trial.case.name;
    console::out(&console.say(&say!("✗ {name}　{file}:{cell}\n", "✗ {name}  {file}:{cell}\n")));
    if trial.case.has_basis() {
        let basis = &trial.case.basis;
        console::out(&console.say(&say!("  依据：{basis}\n", "  basis: {basis}\n")));
    }
    for finding in &trial.findings {
        console::out(&render::people(finding, console.language.messages, false));
    }
    for difference in &trial.differences {
        let [what, expected, got] =
            [&difference.what, &difference.expected, &difference.got].map(|words| console.say(words));
        console::out(
            &console
                .say(&say!("  {what}：应为 {expected}，得到 {got}\n", "  {what}: expected {expected}, got {got}\n")),
        );
    }
    console::out("\n");
}

/// Writes what came out into the cases that fail.
fn bless(rules: &Rules, trials: &[Trial<'_>], args: &Test, console: &Console) -> Result<(), Stop> {
    let changed = trial::bless::bless(&rules.pack, trials);
    let new = |source: &Source| Source {
        name: source.name.clone(),
        text: changed.get(&source.name).unwrap_or(&source.text).clone(),
    };
    let after: Vec<Source> = rules.sources.iter().map(new).collect();
    let failed = |finding: Box<Finding>| Stop::with(Exit::Refused, vec![*finding]);
    edit::write(&args.rules, &rules.sources, &after).map_err(failed)?;
    for file in changed.keys() {
        console::out(&console.say(&say!("已写入 {file}\n", "written: {file}\n")));
    }
    console::out(&console.say(&if changed.is_empty() {
        say!("没有可写的\n", "there is nothing to write\n")
    } else {
        say!(
            "逐个核对写入的结果，补上依据（basis）：没有依据的案例不计入覆盖\n",
            "check what was written and give each case its basis: without one it covers nothing\n"
        )
    }));
    Ok(())
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
    let missed = coverage.missed();
    let all = if missed.is_empty() { say!("（全部走到）", " (all of it)") } else { Bilingual::default() };
    let (all_zh, all_en) = (all.zh, all.en);
    console::out(&console.say(&say!("覆盖：{zh}{all_zh}\n", "covered: {en}{all_en}\n")));
    if without_basis > 0 {
        console::out(&console.say(&say!(
            "{without_basis} 个案例没有写依据（basis），不计入覆盖\n",
            "{without_basis} cases have no basis and do not count\n"
        )));
    }
    if missed.is_empty() {
        return;
    }
    console::out(&console.say(&say!("没有案例走到的：\n", "reached by no case:\n")));
    for each in missed {
        let [file, _, cell] = place(&Place::Rule(each.at));
        let (measure, what) = (each.measure, console.say(&each.what));
        let measure = if measure.is_empty() { String::new() } else { format!("{measure}  ") };
        console::out(&format!("  {file}:{cell}  {measure}{what}\n"));
    }
}
