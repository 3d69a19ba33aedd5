//! The last words of a run: what came out, and where a tired clerk should look next.

use std::path::Path;

use unicode_width::UnicodeWidthStr;

use duixian::diagnostic::codes::settle as codes;
use duixian::diagnostic::{Bilingual, Severity};
use duixian::money::Money;
use duixian::payout::{Dossier, Results, enterprise, summary};
use duixian::say;
use duixian::settle::tally::Tallies;

use crate::console::{self, Console};
use crate::first;

/// Prints the end of a run on stdout.
pub fn say(console: &Console, out: &Path, dossier: Dossier<'_>) {
    let (results, tallies) = (&dossier.results, dossier.tallies);
    let mut text = String::new();
    let mut line = |words: &Bilingual| {
        text.push_str(&console.say(words));
        text.push('\n');
    };
    let edition = results.run.edition;
    let (title, year, as_of) = (&edition.pack.title, edition.year, edition.as_of);
    line(&say!("{title}　{year} 年度　核定日 {as_of}", "{title}, {year}, as of {as_of}"));
    for words in wrong_year(results).chain(standing(results, tallies)).chain(summary::unchecked(edition)) {
        line(&words);
    }
    let (enterprises, measures) = (tallies.all.enterprises, results.run.awards.len());
    let (lines, paid) = (results.run.reconciliation.lines, tallies.all.paid_enterprises);
    line(&say!(
        "企业 {enterprises} 家 × 政策 {measures} 项 = {lines} 笔，其中 {paid} 家获补",
        "{enterprises} enterprises × {measures} measures = {lines} awards; {paid} enterprises are paid"
    ));
    text.push_str(&statuses(console, tallies));
    text.push_str(&payers(console, results, tallies));
    text.push_str(&pools(console, results));
    let who = results.enterprises();
    let name = |code: &str| {
        let enterprise = (0..results.run.enterprises).find(|e| who.code(*e) == code);
        enterprise.map(|e| who.name(e).to_owned())
    };
    text.push_str(&next(console, out, dossier, &name));
    console::closing(&text);
}

/// What makes the whole run doubtful stands on top.
fn wrong_year<'a>(results: &'a Results<'_>) -> impl Iterator<Item = Bilingual> + 'a {
    let doubts = results.findings.iter().filter(|f| [&codes::YEAR, &codes::AS_OF].contains(&f.code));
    doubts.map(|f| {
        let Bilingual { zh, en } = &f.message;
        say!("【请先核对】{zh}", "[check first] {en}")
    })
}

/// Provisional or final, and why.
fn standing(results: &Results<'_>, tallies: &Tallies) -> Vec<Bilingual> {
    let waiting = results.run.pools.iter().filter(|p| p.exceeded() && p.held > 0);
    let mut words: Vec<Bilingual> = waiting
        .filter_map(|outcome| {
            let title = &results.run.edition.pack.pools.get(outcome.pool)?.title;
            let (held, budget) = (outcome.held, outcome.budget.grouped());
            Some(say!(
                "【暂算】“{title}”已超预算 {budget} 元，还有 {held} 笔待核：核定后各家要重新分摊，现在不要拨付这项资金",
                "[provisional] `{title}` exceeds its budget of {budget} yuan while {held} awards are held: every share changes once they are decided, do not pay from it yet"
            ))
        })
        .collect();
    if words.is_empty() {
        words.push(match tallies.all.held {
            0 => say!("【正式】每一笔都已核定", "[final] every award is decided"),
            held => say!(
                "【正式】资金池不用重新分摊；另有 {held} 笔待核，补齐数据后重新运行再拨付",
                "[final] no pool will be divided again; {held} awards are held until their data is supplied"
            ),
        });
    }
    words
}

fn statuses(console: &Console, tallies: &Tallies) -> String {
    let all = &tallies.all;
    let row = |words: Bilingual, lines: u64, amount: Option<Money>| {
        [console.say(&words), lines.to_string(), amount.map_or_else(|| "—".to_owned(), |m| m.grouped())]
    };
    let mut rows = vec![
        [
            console.say(&say!("状态", "status")),
            console.say(&say!("笔数", "awards")),
            console.say(&say!("金额（元）", "yuan")),
        ],
        row(say!("应付", "paid"), all.paid, Some(all.payable)),
        row(say!("应追回", "to recover"), all.recover, Some(all.recoverable)),
        row(say!("待核", "held"), all.held, None),
        row(say!("不予补助", "nothing"), all.zero, None),
    ];
    if all.offsets > 0 {
        rows.push(row(say!("以上已抵扣此前拨付", "of which offset"), all.offsets, Some(all.offset)));
    }
    aligned(&rows)
}

fn payers(console: &Console, results: &Results<'_>, tallies: &Tallies) -> String {
    let head = [say!("应付由谁出", "paid by"), say!("金额（元）", "yuan")];
    let mut rows = vec![head.map(|words| console.say(&words))];
    for (payer, sum) in results.run.edition.pack.payers.iter().zip(&tallies.all.by_payer) {
        rows.push([payer.id.clone(), sum.grouped()]);
    }
    aligned(&rows)
}

fn pools(console: &Console, results: &Results<'_>) -> String {
    let pack = results.run.edition.pack;
    let head = [
        say!("资金池（元）", "pool (yuan)"),
        say!("申领", "claimed"),
        say!("预算", "budget"),
        say!("核给", "granted"),
        say!("核减", "cut"),
        say!("待核笔数", "held"),
    ];
    let mut rows = vec![head.map(|words| console.say(&words))];
    for outcome in &results.run.pools {
        let Some(pool) = pack.pools.get(outcome.pool) else { continue };
        let cut = outcome.granted.sub(outcome.claimed);
        rows.push([
            pool.title.clone(),
            outcome.claimed.grouped(),
            outcome.budget.grouped(),
            outcome.granted.grouped(),
            cut.map(Money::grouped).unwrap_or_default(),
            outcome.held.to_string(),
        ]);
    }
    if rows.len() == 1 { String::new() } else { aligned(&rows) }
}

/// What to look at next.
fn next(console: &Console, out: &Path, dossier: Dossier<'_>, name: &dyn Fn(&str) -> Option<String>) -> String {
    let findings = dossier.results.findings;
    let short: String = dossier.run_id().chars().take(16).collect();
    let (out, book) = (out.display(), summary::FILE);
    let mut text = console.say(&say!(
        "\n结果在 {out}（运行编号 {short}）\n先看 {book}；每一笔怎么算的在 awards.csv，应付给谁在 payments.csv\n",
        "\nresults are in {out} (run {short})\nlook at {book} first; how each award was computed is in awards.csv, who is paid in payments.csv\n"
    ));
    if let Some(slips) = enterprise::whereabouts(dossier) {
        text.push_str(&console.say(&slips));
        text.push('\n');
    }
    if findings.is_empty() {
        return text;
    }
    let Bilingual { zh, en } = first::counted(findings);
    text.push_str(
        &console.say(&say!("{zh}；逐条见 {book} 的“数据问题”和 findings.csv\n", "{en}; one by one in findings.csv\n")),
    );
    let cells = first::cells(console, findings, Severity::Hold, name);
    if !cells.is_empty() {
        text.push_str(&cells);
        text.push_str(&console.say(&say!(
            "改好后用同样的命令加上 --force 再运行一次\n",
            "then run the same command again with --force\n"
        )));
    }
    text
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
