//! The table of clauses as a bureau publishes it (奖补项目目录), in Markdown, written from the rules themselves: for
//! `rules doc`. It is Chinese, like the rules.
//!
//! The words of a clause are made by [`said`] from expressions and by [`clause`] from measures; this file lays them out.

mod clause;
pub(crate) mod said;
mod sayer;

use std::collections::BTreeSet;

use super::listing::in_force;
use super::pack::{Measure, MeasureKind, Pack, Pool, PoolRule, Standing};
use super::usage;
use super::wording;
use crate::calendar::{Date, Period};
use crate::diagnostic::{Finding, codes::policy as codes};
use crate::say;
use crate::source::Place;
use said::Said;
pub use sayer::Sayer;

/// The whole page: of all versions, or of those in force in a year.
///
/// # Errors
/// No measure is in force in that year.
pub fn markdown(pack: &Pack, year: Option<i16>) -> Result<String, Vec<Finding>> {
    let chosen: Vec<&Measure> = pack.measures.iter().filter(|m| in_force(m, year)).collect();
    if let (true, Some(year)) = (chosen.is_empty(), year) {
        let message = say!("{year} 年没有生效的政策措施", "no measure is in force in {year}");
        let remedy = say!("换一个政策年度，或不写 --year", "choose another policy year, or leave out --year");
        return Err(vec![Finding::new(&codes::GAP, Place::Nowhere, message).remedy(remedy)]);
    }
    let mut out = head(pack, &chosen, year);
    let shared = shared(pack, &chosen);
    out.push_str(
        "\n| 序号 | 奖补项目名称 | 条款内容 | 执行方式 | 是否纳入总量控制 | 责任单位 |\n|---|---|---|---|---|---|\n",
    );
    let on = year.and_then(Date::year_end);
    for (i, measure) in chosen.iter().enumerate() {
        let said = Said { pack, days: measure.effective, on };
        let row = [
            (i + 1).to_string(),
            title(pack, measure),
            clause::paragraphs(measure, said, &shared).join("\n"),
            measure.procedure.map_or("—", |p| p.zh()).to_owned(),
            pooled(pack, measure, said),
            measure.responsible.clone().unwrap_or_else(|| "—".to_owned()),
        ];
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    let said = Said { pack, days: Period { from: None, to: None }, on };
    out.push_str(&words(pack, &shared, said));
    out.push_str(&references(&chosen));
    Ok(out)
}

fn head(pack: &Pack, chosen: &[&Measure], year: Option<i16>) -> String {
    let when = year.map(|y| format!("（{y} 年度）")).unwrap_or_default();
    let mut out = format!("# {}：奖补项目目录{when}\n\n", pack.title);
    let demonstration = chosen.iter().flat_map(|m| &m.references).any(|r| r.standing == Standing::Demonstration);
    if demonstration {
        out.push_str("**演示：金额、比例、执行方式、责任单位尚未与发文原件核对，不得据以付款。**\n\n");
    }
    out.push_str(&format!(
        "适用于{}。本页由 `duixian rules doc` 从规则文件写出，改规则之后重新写出，不要手改。\n",
        pack.jurisdiction
    ));
    out
}

/// The title; with the id, and with its days where a measure has several versions.
fn title(pack: &Pack, measure: &Measure) -> String {
    let several = pack.measures.iter().filter(|m| m.number == measure.number).count() > 1;
    let kind = match measure.kind {
        MeasureKind::Payout(_) => "",
        MeasureKind::Estimate { .. } => "\n测算，不拨付",
        MeasureKind::Status { .. } => "\n状态，不拨付",
    };
    let days = wording::period(measure.effective).zh;
    let days = if several || measure.effective.to.is_some() { format!("\n{days}") } else { String::new() };
    format!("{}\n`{}`{kind}{days}", measure.title, measure.id)
}

/// Whether a budget limits it, and how.
fn pooled(pack: &Pack, measure: &Measure, said: Said<'_>) -> String {
    let pools: Vec<&Pool> = pack.pools.iter().filter(|p| measure.draws_on(&p.id)).collect();
    if pools.is_empty() {
        return "否".to_owned();
    }
    let mut lines = vec!["是".to_owned()];
    for pool in pools {
        let how = match pool.rule {
            PoolRule::ProRata => "超出时按比例核减",
            PoolRule::Priority => "按次序用完为止",
        };
        lines.push(format!("{}，{how}：", pool.title));
        lines.extend(said.in_force(&pool.budgets).map(|b| wording::dated(&wording::money(b.value.exact()), b).zh));
    }
    lines.join("\n")
}

/// Definitions that several of the measures rest on (their places in the pack): explained once, below the table.
fn shared(pack: &Pack, chosen: &[&Measure]) -> Vec<usize> {
    let used: Vec<BTreeSet<usize>> = chosen
        .iter()
        .map(|m| usage::reached(&usage::expressions(m), &pack.definitions).definitions.iter().map(|d| d.0).collect())
        .collect();
    let count = |i: usize| used.iter().filter(|ids| ids.contains(&i)).count();
    (0..pack.definitions.len()).filter(|i| count(*i) > 1).collect()
}

/// What is said of several measures: shared definitions, the veto.
fn words(pack: &Pack, shared: &[usize], said: Said<'_>) -> String {
    let mut out = String::new();
    if !shared.is_empty() {
        out.push_str("\n## 名词\n\n");
    }
    for definition in shared.iter().filter_map(|i| pack.definitions.get(*i)) {
        out.push_str(&format!("- **{}**：{}。\n", definition.name, said.words(&definition.value)));
    }
    if let Some(veto) = &pack.veto {
        out.push_str(&format!("\n## 一票否决\n\n{}的企业不予拨付，即{}。\n", veto.otherwise, said.words(&veto.when)));
    }
    out
}

fn references(chosen: &[&Measure]) -> String {
    let mut out = "\n## 依据\n\n| 奖补项目 | 文件 | 原文 | 核对 |\n|---|---|---|---|\n".to_owned();
    for measure in chosen {
        for reference in &measure.references {
            let standing = match reference.standing {
                Standing::Demonstration => "演示",
                Standing::Verified => "已核对",
            };
            let cells = [&measure.title, &reference.document, &reference.text].map(|text| cell(text));
            out.push_str(&format!("| {} | {standing} |\n", cells.join(" | ")));
        }
    }
    out
}

/// A text as a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace('\n', "<br>")
}
