//! How good the data was: what became of every row, and what was found, by kind with an example.

use crate::diagnostic::{Bilingual, Code, Finding, Lang, Severity};
use crate::payout::csv::findings::place;
use crate::payout::summary::problems::severity;
use crate::payout::table::{Cell, Kind};
use crate::roster::TableAccount;
use crate::say;

use super::chart::{Chart, ChartRow, Fill, Picture};
use super::context::Context;
use super::figures::{count, share, width};
use super::grid::{Grid, GridRow, RowStyle};
use super::html::Html;

/// Writes the section.
pub fn write(context: &Context<'_>, html: &mut Html) {
    said(context, html);
    rows(context, html);
    findings(context, html);
}

fn said(context: &Context<'_>, html: &mut Html) {
    let accounting = context.dossier.accounting;
    let sum = |of: fn(&TableAccount) -> u64| accounting.iter().map(of).sum::<u64>();
    let (rows, used) = (sum(|t| t.rows), sum(|t| t.used));
    let part = share(i128::from(used), i128::from(rows));
    let [merged, excluded, rejected] = [sum(|t| t.merged), sum(|t| t.excluded), sum(|t| t.rejected)].map(count);
    let files = count(context.dossier.ingredients.inputs.len() as i128);
    let (rows, used) = (count(rows), count(used));
    context.paragraph(
        html,
        &say!(
            "{files}个输入文件共{rows}行：用作数据{used}行（{part}），合并{merged}行，标题、合计等不作数据{excluded}行，退回{rejected}行。",
            "{files} input files have {rows} rows: {used} used as data ({part}), {merged} merged, {excluded} titles, totals and the like, {rejected} rejected."
        ),
    );
    let found = context.results.findings;
    let [errors, holds, warnings, notes] = [Severity::Error, Severity::Hold, Severity::Warning, Severity::Note]
        .map(|s| count(found.iter().filter(|f| f.severity() == s).count() as i128));
    let all = count(found.len() as i128);
    context.paragraph(
        html,
        &say!(
            "共发现{all}条问题：错误{errors}条，待核{holds}条，警告{warnings}条，提示{notes}条；逐条见 findings.csv。",
            "{all} findings: {errors} errors, {holds} holds, {warnings} warnings, {notes} notes; one by one in findings.csv."
        ),
    );
}

fn rows(context: &Context<'_>, html: &mut Html) {
    let accounting = context.dossier.accounting;
    let most = i128::from(accounting.iter().map(|t| t.rows).max().unwrap_or(0));
    let rows = accounting.iter().map(|table| {
        let name = &table.table;
        let [all, used, merged, excluded, rejected] =
            [table.rows, table.used, table.merged, table.excluded, table.rejected].map(count);
        let title = context.say(&say!(
            "{name}：{all} 行，用 {used}，合并 {merged}，不作数据 {excluded}，退回 {rejected}",
            "{name}: {all} rows, {used} used, {merged} merged, {excluded} no data, {rejected} rejected"
        ));
        let part = |n: u64, fill| (width(i128::from(n), most), fill);
        ChartRow {
            name: name.clone(),
            pictures: vec![Picture::stacked(
                title,
                &[
                    part(table.used, Fill::Paid),
                    part(table.merged, Fill::Other),
                    part(table.excluded, Fill::Nothing),
                    part(table.rejected, Fill::Recover),
                ],
            )],
            cells: [table.rows, table.used, table.merged, table.excluded, table.rejected]
                .map(|n| Cell::Integer(i128::from(n)))
                .into(),
            total: false,
        }
    });
    let words = [
        (Fill::Paid, say!("用作数据", "used")),
        (Fill::Other, say!("合并", "merged")),
        (Fill::Nothing, say!("不作数据", "no data")),
        (Fill::Recover, say!("退回", "rejected")),
    ];
    let mut columns = vec![context.column(&say!("行数", "rows"), Kind::Integer)];
    columns.extend(words.iter().map(|(_, words)| context.column(words, Kind::Integer)));
    Chart {
        id: "rows",
        caption: context.say(&say!("每张表的每一行去了哪里", "What became of every row")),
        legend: words.map(|(fill, words)| (fill, context.say(&words))).into(),
        names: context.say(&say!("表", "table")),
        pictures: vec![context.say(&say!("行数", "rows"))],
        columns,
        rows: rows.collect(),
    }
    .write(html);
}

/// Findings of one kind.
struct Found<'a> {
    code: &'static Code,
    first: &'a Finding,
    number: u64,
}

fn findings(context: &Context<'_>, html: &mut Html) {
    let mut kinds: Vec<Found<'_>> = Vec::new();
    for finding in context.results.findings {
        match kinds.iter_mut().find(|kind| kind.code == finding.code) {
            Some(kind) => kind.number = kind.number.saturating_add(1),
            None => kinds.push(Found { code: finding.code, first: finding, number: 1 }),
        }
    }
    kinds.sort_by_key(|kind| (kind.code.severity, std::cmp::Reverse(kind.number)));
    let mut rows = Vec::new();
    for group in kinds.chunk_by(|a, b| a.code.severity == b.code.severity) {
        let Some(first) = group.first() else { continue };
        let all: u64 = group.iter().map(|kind| kind.number).sum();
        let name = context.say(&severity(first.code.severity));
        let cells = vec![Cell::from(name), Cell::Integer(i128::from(all)), Cell::Empty, Cell::Empty];
        rows.push(GridRow { cells, style: RowStyle::Group });
        rows.extend(group.iter().map(|kind| {
            let meaning = Bilingual { zh: kind.code.zh.to_owned(), en: kind.code.en.to_owned() };
            GridRow::plain(vec![
                Cell::from(context.say(&meaning)),
                Cell::Integer(i128::from(kind.number)),
                Cell::text(kind.code.id),
                Cell::from(example(context, kind.first)),
            ])
        }));
    }
    Grid {
        id: "findings",
        caption: context.say(&say!("发现的问题：按编号计数，各举一例", "Findings by code, with an example of each")),
        columns: vec![
            context.column(&say!("问题", "what is wrong"), Kind::Text),
            context.column(&say!("条数", "number"), Kind::Integer),
            context.column(&say!("编号", "code"), Kind::Code),
            context.column(&say!("例如", "for example"), Kind::Text),
        ],
        rows,
    }
    .write(context, html);
}

/// Where it is and what is wrong there; a very long text is cut.
fn example(context: &Context<'_>, finding: &Finding) -> String {
    const LONGEST: usize = 160;
    let parts: Vec<String> = place(&finding.place).into_iter().filter(|part| !part.is_empty()).collect();
    let message = context.say(&finding.message);
    let joint = if context.results.lang == Lang::Zh { "：" } else { ": " };
    let text = if parts.is_empty() { message } else { format!("{}{joint}{message}", parts.join(" › ")) };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
