//! The last words of a run: what came out, and where a tired clerk should look next.

use std::collections::BTreeMap;
use std::path::Path;

use unicode_width::UnicodeWidthStr;

use duixian::diagnostic::{Bilingual, Finding, Severity};
use duixian::payout::{Results, summary};
use duixian::say;
use duixian::settle::tally::Tallies;
use duixian::source::Place;

use crate::console::{self, Console};

/// How many cells are named as the first to look at.
const FIRST: usize = 5;

/// Prints the end of a run on stdout.
pub fn say(console: &Console, out: &Path, results: &Results<'_>, tallies: &Tallies, run_id: &str) {
    let mut text = String::new();
    let mut line = |words: &Bilingual| {
        text.push_str(&console.say(words));
        text.push('\n');
    };
    let edition = results.run.edition;
    let (title, year, as_of) = (&edition.pack.title, edition.year, edition.as_of);
    line(&say!("{title}　{year} 年度　核定日 {as_of}", "{title}, {year}, as of {as_of}"));
    let (enterprises, measures) = (tallies.all.enterprises, results.run.awards.len());
    let (lines, paid) = (results.run.reconciliation.lines, tallies.all.paid_enterprises);
    line(&say!(
        "企业 {enterprises} 家 × 政策 {measures} 项 = {lines} 笔，其中 {paid} 家获补",
        "{enterprises} enterprises × {measures} measures = {lines} awards; {paid} enterprises are paid"
    ));
    line(&if results.run.provisional {
        say!(
            "【暂算】有总额已超而仍有待核的资金池，金额可能变动",
            "[provisional] a pool is exceeded while awards are held: amounts may change"
        )
    } else {
        say!("【正式】", "[final]")
    });
    text.push_str(&statuses(console, tallies));
    text.push_str(&payers(console, results, tallies));
    text.push_str(&pools(console, results));
    text.push_str(&next(console, out, results.findings, run_id));
    console::out(&text);
}

fn statuses(console: &Console, tallies: &Tallies) -> String {
    let all = &tallies.all;
    let row = |words: Bilingual, lines: u64, amount: Option<duixian::money::Money>| {
        [console.say(&words), lines.to_string(), amount.map_or_else(|| "—".to_owned(), |m| m.grouped())]
    };
    aligned(&[
        [
            console.say(&say!("状态", "status")),
            console.say(&say!("笔数", "awards")),
            console.say(&say!("金额（元）", "yuan")),
        ],
        row(say!("应付", "paid"), all.paid, Some(all.payable)),
        row(say!("应追回", "to recover"), all.recover, Some(all.recoverable)),
        row(say!("待核", "held"), all.held, None),
        row(say!("不予补助", "nothing"), all.zero, None),
    ])
}

fn payers(console: &Console, results: &Results<'_>, tallies: &Tallies) -> String {
    let mut rows =
        vec![[console.say(&say!("应付中", "of the paid")), String::new(), console.say(&say!("金额（元）", "yuan"))]];
    for (payer, sum) in results.run.edition.pack.payers.iter().zip(&tallies.all.by_payer) {
        rows.push([payer.id.clone(), String::new(), sum.grouped()]);
    }
    aligned(&rows)
}

fn pools(console: &Console, results: &Results<'_>) -> String {
    let pack = results.run.edition.pack;
    let mut rows = Vec::new();
    for outcome in &results.run.pools {
        let Some(pool) = pack.pools.get(outcome.pool) else { continue };
        rows.push([
            pool.title.clone(),
            format!("{} / {}", outcome.granted.grouped(), outcome.budget.grouped()),
            if outcome.claimed > outcome.budget {
                console.say(&say!("超出，已核减", "exceeded, cut"))
            } else {
                console.say(&say!("未超", "within"))
            },
        ]);
    }
    if rows.is_empty() {
        return String::new();
    }
    let head = [
        console.say(&say!("资金池", "pool")),
        console.say(&say!("核给 / 预算（元）", "granted / budget")),
        String::new(),
    ];
    rows.insert(0, head);
    aligned(&rows)
}

/// What to look at next.
fn next(console: &Console, out: &Path, findings: &[Finding], run_id: &str) -> String {
    let count = |severity| findings.iter().filter(|f| f.severity() == severity).count();
    let [errors, holds, warnings, notes] =
        [Severity::Error, Severity::Hold, Severity::Warning, Severity::Note].map(count);
    let short: String = run_id.chars().take(16).collect();
    let mut text = console.say(&say!(
        "\n结果在 {}（运行编号 {short}）：打开 {} 打印、签字\n",
        "\nresults are in {} (run {short}): open {} to print and sign\n",
        out.display(),
        summary::FILE
    ));
    if findings.is_empty() {
        return text;
    }
    text.push_str(&console.say(&say!(
        "问题：错误 {errors}，待核 {holds}，警告 {warnings}，提示 {notes}，逐条见“数据问题”工作表或 findings.csv\n",
        "findings: {errors} errors, {holds} holds, {warnings} warnings, {notes} notes; one by one in findings.csv\n"
    )));
    let first = first_cells(findings);
    if !first.is_empty() {
        text.push_str(&console.say(&say!("先改这几处：\n", "correct these first:\n")));
        for (cell, finding, waiting) in first {
            let message = console.say(&finding.message);
            let waits = match waiting {
                0 | 1 => Bilingual::default(),
                n => say!("（{n} 条问题都等它）", " ({n} findings wait for it)"),
            };
            text.push_str(&format!("  {cell}  {message}{}\n", console.say(&waits)));
        }
    }
    text
}

/// The cells to correct first: those that most findings of the worst kind wait for, then in reading order.
fn first_cells(findings: &[Finding]) -> Vec<(String, &Finding, usize)> {
    let mut cells: BTreeMap<&Place, (usize, usize)> = BTreeMap::new();
    for (i, finding) in findings.iter().enumerate() {
        if finding.severity() <= Severity::Hold && matches!(finding.place, Place::Cell(_)) {
            let known = cells.entry(&finding.place).or_insert((i, 0));
            known.1 = known.1.saturating_add(1);
        }
    }
    let mut ranked: Vec<(usize, usize)> = cells.into_values().collect();
    ranked.sort_by_key(|(first, waiting)| {
        let severity = findings.get(*first).map(Finding::severity);
        (severity, std::cmp::Reverse(*waiting), *first)
    });
    ranked
        .into_iter()
        .take(FIRST)
        .filter_map(|(first, waiting)| {
            let finding = findings.get(first)?;
            let Place::Cell(place) = &finding.place else { return None };
            let parts = [place.file.to_string(), place.sheet.to_string(), place.address()];
            let cell: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
            Some((cell.join(" › "), finding, waiting))
        })
        .collect()
}

/// Rows with their columns aligned, as wide as they look: the first to the left, the others to the right.
pub fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    let mut text = String::from("\n");
    for row in rows {
        let mut line = String::from(" ");
        for (i, (cell, width)) in row.iter().zip(widths).enumerate() {
            let gap = " ".repeat(width.saturating_sub(cell.width()));
            line.push_str(&if i == 0 { format!(" {cell}{gap}") } else { format!("   {gap}{cell}") });
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
