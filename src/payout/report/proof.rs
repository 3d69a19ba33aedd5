//! That everything ties, and what the page was made from: both sides of each equation, control totals, digests.

use crate::audit::manifest::Record;
use crate::diagnostic::Bilingual;
use crate::exact::Exact;
use crate::money::{Money, Rounding};
use crate::payout::table::{Cell, Kind};
use crate::say;

use super::context::Context;
use super::figures::count;
use super::grid::{Grid, GridRow, RowStyle};
use super::html::Html;

/// Writes the section.
pub fn write(context: &Context<'_>, html: &mut Html) {
    let sides = sides(context);
    let (all, tied) = (sides.len(), sides.iter().filter(|side| side.left == side.right).count());
    context.paragraph(
        html,
        &say!(
            "{all}项核对，{tied}项相符。核对不符时程序停止，不会发布结果。",
            "{tied} of {all} checks tie. The program stops and publishes nothing when one does not."
        ),
    );
    checks(context, &sides, html);
    controls(context, html);
    about(context, html);
    digests(context, html);
}

/// Both sides of an equation.
struct Sides {
    words: Bilingual,
    left: String,
    right: String,
}

fn sides(context: &Context<'_>) -> Vec<Sides> {
    let (run, all) = (context.results.run, &context.tallies.all);
    let known = &run.reconciliation;
    let sum = |amounts: &[Money]| Money::sum(amounts.iter().copied()).map_or_else(String::new, Money::grouped);
    let lines = (run.enterprises as u64).saturating_mul(run.awards.len() as u64);
    let by_status = [all.paid, all.zero, all.held, all.recover].iter().fold(0u64, |sum, n| sum.saturating_add(*n));
    let accounting = context.dossier.accounting;
    let rows: u64 = accounting.iter().map(|t| t.rows).sum();
    let told: u64 = accounting.iter().flat_map(|t| [t.used, t.merged, t.excluded, t.rejected]).sum();
    let measures: Vec<Money> = context.tallies.measures.iter().map(|t| t.payable).collect();
    let due: Vec<Money> = context.tallies.due.values().flatten().copied().collect();
    let side = |words, left, right| Sides { words, left, right };
    vec![
        side(
            say!(
                "企业 × 政策 = 应付 + 不予补助 + 待核 + 应追回（笔）",
                "enterprises × measures = paid + nothing + held + to recover (awards)"
            ),
            count(lines),
            count(by_status),
        ),
        side(
            say!("应付合计 = 拨付合计（元）", "payable = payments (yuan)"),
            all.payable.grouped(),
            known.payments.0.grouped(),
        ),
        side(
            say!("应追回合计 = 追回的拨付合计（元）", "to recover = payments to recover (yuan)"),
            all.recoverable.grouped(),
            known.payments.1.grouped(),
        ),
        side(
            say!("应付合计 = 各承担方之和（元）", "payable = sum over the payers (yuan)"),
            all.payable.grouped(),
            sum(&all.by_payer),
        ),
        side(
            say!("应付合计 = 各项政策之和（元）", "payable = sum over the measures (yuan)"),
            all.payable.grouped(),
            sum(&measures),
        ),
        side(
            say!("应付合计 = 各期到期之和（元）", "payable = sum over the due dates (yuan)"),
            all.payable.grouped(),
            sum(&due),
        ),
        side(
            say!("计算金额 + 各步 = 应付 + 应追回（元）", "gross + all steps = payable + to recover (yuan)"),
            steps(context).map_or_else(String::new, Money::grouped),
            sum(&[all.payable, all.recoverable]),
        ),
        side(
            say!("名单行数 = 用 + 合并 + 不作数据 + 退回（行）", "rows = used + merged + no data + rejected"),
            count(rows),
            count(told),
        ),
    ]
}

/// The sum of the steps of all lines, from the formula to the offset.
fn steps(context: &Context<'_>) -> Option<Money> {
    let lines = context.results.run.awards.iter().flat_map(|award| &award.lines);
    let mut sum = 0i128;
    for w in lines.filter_map(|line| line.waterfall.as_deref()) {
        let cuts = [w.cap, w.floor, w.adjustment, w.stacking, w.enterprise_cap, w.budget, w.offset];
        let cuts = Money::sum(cuts)?.fen().checked_mul(10_000)?;
        sum = sum.checked_add(w.gross)?.checked_add(w.rounding)?.checked_add(cuts)?;
    }
    Rounding::FEN.apply(Exact::scaled(sum, 6)?)
}

fn checks(context: &Context<'_>, sides: &[Sides], html: &mut Html) {
    let rows = sides.iter().map(|side| {
        let verdict = match side.left == side.right {
            true => say!("✓ 相符", "✓ ties"),
            false => say!("✗ 不符", "✗ differs"),
        };
        GridRow::plain(vec![
            Cell::from(context.say(&side.words)),
            Cell::from(side.left.clone()),
            Cell::from(side.right.clone()),
            Cell::from(context.say(&verdict)),
        ])
    });
    Grid {
        id: "checks",
        caption: context.say(&say!("核对", "Checks")),
        columns: vec![
            context.column(&say!("核对什么", "what is compared"), Kind::Text),
            context.column(&say!("左边", "left side"), Kind::Money),
            context.column(&say!("右边", "right side"), Kind::Money),
            context.column(&say!("结果", "result"), Kind::State),
        ],
        rows: rows.collect(),
    }
    .write(context, html);
}

/// Totals that somebody stated before the run.
fn controls(context: &Context<'_>, html: &mut Html) {
    let control = context.dossier.control;
    if control.is_empty() {
        context.remark(
            html,
            &say!("运行前没有给出控制合计数（--expect）。", "No control totals were stated before the run (--expect)."),
        );
        return;
    }
    let met = context.say(&say!("✓ 相符", "✓ ties"));
    let row = |name: &String, value: &String| {
        GridRow::plain(vec![Cell::from(name.clone()), Cell::from(value.clone()), Cell::from(met.clone())])
    };
    Grid {
        id: "controls",
        caption: context.say(&say!("运行前给出的控制合计数", "Control totals that were stated before the run")),
        columns: vec![
            context.column(&say!("合计数", "total"), Kind::Text),
            context.column(&say!("事先给出", "stated"), Kind::Money),
            context.column(&say!("结果", "result"), Kind::State),
        ],
        rows: control.iter().map(|met| row(&met.name, &met.value)).collect(),
    }
    .write(context, html);
}

/// Which run and which program.
fn about(context: &Context<'_>, html: &mut Html) {
    let ingredients = context.dossier.ingredients;
    let edition = context.results.run.edition;
    let options = ingredients.options.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
    let version = env!("CARGO_PKG_VERSION");
    let rules = ingredients.rules.len();
    let facts = [
        (say!("运行编号", "run"), context.dossier.run_id()),
        (say!("政策包", "pack"), format!("{} {}", edition.pack.id, edition.pack.title)),
        (
            say!("规则文件", "rule files"),
            context.say(&say!("{rules} 个，校验值见 run.json", "{rules}, with digests in run.json")),
        ),
        (say!("选项", "options"), options.join("  ")),
        (say!("程序", "program"), format!("duixian {version}")),
    ];
    html.element("dl", &[("class", "facts"), ("id", "about")], |html| {
        for (name, value) in &facts {
            html.leaf("dt", &[], &context.say(name));
            html.leaf("dd", &[], value);
        }
    });
}

/// Digests of what went in and of the CSV files that came out.
fn digests(context: &Context<'_>, html: &mut Html) {
    let ingredients = context.dossier.ingredients;
    let mut rows = Vec::new();
    let mut group = |words: Bilingual, records: &[Record]| {
        if records.is_empty() {
            return;
        }
        let cells = vec![Cell::from(context.say(&words)), Cell::Integer(records.len() as i128), Cell::Empty];
        rows.push(GridRow { cells, style: RowStyle::Group });
        rows.extend(records.iter().map(|record| {
            GridRow::plain(vec![
                Cell::from(record.name.clone()),
                Cell::Integer(i128::from(record.bytes)),
                Cell::from(record.sha256.clone()),
            ])
        }));
    };
    group(say!("输入", "inputs"), &ingredients.inputs);
    group(say!("输出", "outputs"), &ingredients.tables);
    Grid {
        id: "digests",
        caption: context.say(&say!("文件的校验值（SHA-256）", "Digests of the files (SHA-256)")),
        columns: vec![
            context.column(&say!("文件", "file"), Kind::Text),
            context.column(&say!("字节", "bytes"), Kind::Integer),
            context.column(&say!("校验值", "digest"), Kind::Code),
        ],
        rows,
    }
    .write(context, html);
}
