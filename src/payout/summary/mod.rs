//! `兑付汇总.xlsx`: what a bureau prints, signs and sends: totals, what is paid or waits, what is refused, why and how far
//! off it was, what the amounts rest on, what is wrong with the data, and the run itself.
//!
//! It shows a settlement to people; programs read the CSV files. Lines longer than a sheet are cut
//! with words, never silently.

mod about;
mod basis;
mod checks;
pub mod detail;
mod labels;
mod live;
mod overview;
pub mod problems;
mod refused;
mod stationery;
mod totals;
pub mod waterfall;

use crate::diagnostic::Bilingual;
use crate::policy::edition::Edition;
use crate::policy::pack::Standing;
use crate::say;
use crate::settle::tally::Tallies;

use crate::payout::book::xlsx::ROWS;
use crate::payout::book::{Body, Book, Sheet};
use crate::payout::dossier::Dossier;
use crate::payout::enterprise;
use crate::payout::results::Results;
use crate::payout::table::Table;

/// The name of the file.
pub const FILE: &str = "兑付汇总.xlsx";

/// The workbook; the run's id is printed on it, so that the paper can be tied to the files.
#[must_use]
pub fn book(dossier: Dossier<'_>) -> Book<'_> {
    let (results, tallies) = (dossier.results, dossier.tallies);
    let (run, lang) = (results.run, results.lang);
    let say = |text: Bilingual| text.get(lang).to_owned();
    let (pack, year) = (&run.edition.pack.title, run.edition.year);
    let run_id = dossier.run_id();
    let short: String = run_id.chars().take(16).collect();
    let title = say(say!("{pack}{year}年度兑付汇总", "{pack}: payments for {year}"));
    let foot = say(say!("{pack} {year}年度 · 运行编号 {short}", "{pack} {year} · run {short}"));
    let detail = detail::Detail::of(results, tallies);
    let awards = say!("明细", "awards");
    // longer than a sheet, it cannot be summed from
    let live = (detail.rows_in_all() < FITS).then(|| live::Live {
        sheet: awards.get(lang).to_owned(),
        letters: detail.letters(),
        lang,
    });
    let mut sheet_of_awards = long(
        results,
        &awards,
        say!("{pack}{year}年度资金拨付明细", "{pack}: awards for {year}"),
        with_unit(results, &said_of_awards(tallies)),
        Box::new(detail),
        "awards.csv",
    );
    sheet_of_awards.notes.extend(enterprise::packed(dossier).map(say));
    sheet_of_awards.after = vec![String::new(), stationery::signatures(results)];
    Book {
        title: title.clone(),
        created: run.edition.as_of,
        foot,
        sheets: vec![
            Sheet {
                name: say(say!("汇总", "summary")),
                title: format!("{}\n{title}", stationery::issuer(results)),
                notes: notes(results, &run_id),
                warnings: warnings(results),
                body: Body::Blocks(overview::blocks(results, tallies, live.as_ref())),
                after: vec![String::new(), stationery::signatures(results)],
            },
            sheet_of_awards,
            long(
                results,
                &say!("未通过及原因", "refused"),
                say!("{pack}{year}年度不予补助及原因", "{pack}: refused for {year}"),
                with_unit(
                    results,
                    &say!(
                        "列出决定不予补助的核定；待核的在“明细”中，不在这里",
                        "awards that are decided to give nothing; held ones stand among the awards"
                    ),
                ),
                Box::new(refused::Refused::of(results)),
                "awards.csv",
            ),
            Sheet {
                name: say(say!("计算依据", "basis")),
                title: say(say!("{pack}{year}年度计算依据", "{pack}: what the amounts of {year} rest on")),
                notes: vec![say(say!(
                    "列出 {year} 年 12 月 31 日有效的条款、参数和标准；规则文件的原样副本在 rules/",
                    "clauses, parameters and tables in force on 31 December {year}; the rule files are in rules/"
                ))],
                warnings: unchecked(run.edition).map(say).into_iter().collect(),
                body: Body::Blocks(basis::blocks(results)),
                after: Vec::new(),
            },
            long(
                results,
                &say!("数据问题", "findings"),
                say!("名单和规则中发现的问题", "what was found in rosters and rules"),
                said_of_findings(results),
                Box::new(problems::Problems::of(dossier)),
                "findings.csv",
            ),
            Sheet {
                name: say(say!("运行信息", "run")),
                title: say(say!("{pack}{year}年度运行信息", "{pack} {year}: about this run")),
                notes: vec![say(say!(
                    "用这些输入、规则和选项重新运行，得到的文件逐字节相同",
                    "the same inputs, rules and options give the same bytes"
                ))],
                warnings: Vec::new(),
                body: Body::Blocks(about::blocks(dossier)),
                after: Vec::new(),
            },
        ],
    }
}

/// So many rows of awards stand on a sheet whatever stands above them.
const FITS: usize = ROWS - 100;

/// A sheet with one long table.
fn long<'a>(
    results: Results<'a>,
    name: &Bilingual,
    title: Bilingual,
    note: Bilingual,
    table: Box<dyn Table + 'a>,
    whole: &'static str,
) -> Sheet<'a> {
    let lang = results.lang;
    Sheet {
        name: name.get(lang).to_owned(),
        title: title.get(lang).to_owned(),
        notes: vec![note.get(lang).to_owned()],
        warnings: Vec::new(),
        body: Body::Long { table, whole },
        after: Vec::new(),
    }
}

/// The unit, and whether the amounts are final.
fn standing(results: Results<'_>) -> Bilingual {
    if results.run.provisional {
        say!("单位：元　【暂算】", "unit: yuan  [provisional]")
    } else {
        say!("单位：元　【正式】", "unit: yuan  [final]")
    }
}

/// A note of a sheet with amounts.
fn with_unit(results: Results<'_>, note: &Bilingual) -> Bilingual {
    let standing = standing(results);
    Bilingual { zh: format!("{}　{}", standing.zh, note.zh), en: format!("{}  {}", standing.en, note.en) }
}

/// The lines under the title of the first sheet.
fn notes(results: Results<'_>, run_id: &str) -> Vec<String> {
    let edition = results.run.edition;
    let (year, as_of) = (edition.year, edition.as_of);
    let place = &edition.pack.jurisdiction;
    let mut notes = [
        with_unit(
            results,
            &say!("{place}　政策年度：{year}　核定日：{as_of}", "{place}  policy year: {year}  as of: {as_of}"),
        ),
        say!("运行编号：{run_id}", "run: {run_id}"),
    ]
    .map(|n| n.get(results.lang).to_owned())
    .to_vec();
    notes.extend(stationery::facts(results));
    notes
}

/// Why nobody may pay by what is printed yet.
#[must_use]
pub fn warnings(results: Results<'_>) -> Vec<String> {
    let edition = results.run.edition;
    let mut warnings = Vec::new();
    if results.run.provisional {
        warnings.push(say!(
            "暂算：有资金池超出预算，其中还有待核的核定；待核的一旦核定，各家的金额都会变动",
            "provisional: a budget is exceeded while awards on it are held; every amount changes once they are decided"
        ));
    }
    warnings.extend(unchecked(edition));
    warnings.into_iter().map(|w| w.get(results.lang).to_owned()).collect()
}

/// How many measures nobody has checked against the issuing text, if there are any.
#[must_use]
pub fn unchecked(edition: &Edition<'_>) -> Option<Bilingual> {
    let unchecked =
        edition.in_force().filter(|m| m.references.iter().any(|r| r.standing == Standing::Demonstration)).count();
    (unchecked > 0).then(|| {
        say!(
            "注意：{unchecked} 项措施的标准是示范数据，未与发文核对，不得据以拨款",
            "note: the figures of {unchecked} measures are for demonstration, not checked against the issuing text: do not pay by them"
        )
    })
}

/// What the sheet of awards shows and leaves out.
fn said_of_awards(tallies: &Tallies) -> Bilingual {
    let all = &tallies.all;
    let shown = all.paid.saturating_add(all.held).saturating_add(all.recover);
    let zero = all.zero;
    say!(
        "列出应付、待核、应追回共 {shown} 笔；不予补助的 {zero} 笔不在这里，见“未通过及原因”",
        "{shown} awards that are paid, held or to recover; the {zero} that give nothing are on the next sheet"
    )
}

/// How many findings of each severity, and in which order they stand.
fn said_of_findings(results: Results<'_>) -> Bilingual {
    use crate::diagnostic::Severity::{Error, Hold, Note, Warning};
    let [errors, holds, warnings, notes] =
        [Error, Hold, Warning, Note].map(|s| results.findings.iter().filter(|f| f.severity() == s).count());
    say!(
        "错误 {errors}，待核 {holds}，警告 {warnings}，提示 {notes}；按先后要办的排列，同一单元格只列一次，逐条见 findings.csv。涉及金额是等它核定的政策最多可给的数（元）",
        "errors {errors}, holds {holds}, warnings {warnings}, notes {notes}; what comes first stands first, each cell once, all of them in findings.csv. At stake is the most that the waiting measures can give (yuan)"
    )
}
