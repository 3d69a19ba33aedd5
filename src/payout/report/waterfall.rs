//! From what the formulas give to what is payable: every step of the settlement, summed over the city.

use crate::diagnostic::Bilingual;
use crate::exact::Exact;
use crate::money::{Money, Rounding};
use crate::payout::sentences;
use crate::payout::table::{Cell, Kind};
use crate::say;
use crate::settle::run::{Line, Status, Waterfall};

use super::chart::{Bar, Chart, ChartRow, Fill, Picture};
use super::context::Context;
use super::figures::{FULL, count, millionths, scaled, share};
use super::grid::{Grid, GridRow};
use super::html::Html;

/// The steps between the formula and what is payable.
const STEPS: usize = 8;

/// Sums of the steps, in millionths of a 元, and how many awards each touches.
#[derive(Clone, Copy, Default)]
struct Sums {
    gross: (i128, u64),
    steps: [(i128, u64); STEPS],
}

impl Sums {
    fn add(&mut self, line: &Line) {
        let Some(w) = line.waterfall.as_deref().filter(|_| line.status != Status::Held) else { return };
        let all = std::iter::once((&mut self.gross, w.gross)).chain(self.steps.iter_mut().zip(steps(w)));
        for ((sum, lines), amount) in all {
            // the run has been reconciled: its parts do not overflow
            *sum = sum.saturating_add(amount);
            *lines = lines.saturating_add(u64::from(amount != 0));
        }
    }

    fn join(&mut self, other: &Self) {
        let theirs = std::iter::once(&other.gross).chain(&other.steps);
        for ((sum, lines), more) in std::iter::once(&mut self.gross).chain(&mut self.steps).zip(theirs) {
            *sum = sum.saturating_add(more.0);
            *lines = lines.saturating_add(more.1);
        }
    }
}

fn in_millionths(amount: Money) -> i128 {
    amount.fen().saturating_mul(10_000)
}

/// What the steps take off or give, in their order.
fn steps(w: &Waterfall) -> [i128; STEPS] {
    let money = [w.cap, w.floor, w.adjustment, w.stacking, w.enterprise_cap, w.budget, w.offset].map(in_millionths);
    let [cap, floor, adjustment, stacking, enterprise_cap, budget, offset] = money;
    [w.rounding, cap, floor, adjustment, stacking, enterprise_cap, budget, offset]
}

/// What the steps are called.
fn words() -> [Bilingual; STEPS] {
    [
        say!("取整", "rounding"),
        say!("单项上限", "cap"),
        say!("起补金额", "floor"),
        say!("审查调整", "adjustment"),
        say!("不重复享受", "stacking"),
        say!("企业年度限额", "enterprise cap"),
        say!("预算总额", "budget"),
        say!("已拨付抵扣", "offset"),
    ]
}

/// Writes the section.
pub fn write(context: &Context<'_>, html: &mut Html) {
    let each: Vec<Sums> = context
        .results
        .run
        .awards
        .iter()
        .map(|award| {
            let mut sums = Sums::default();
            award.lines.iter().for_each(|line| sums.add(line));
            sums
        })
        .collect();
    let mut all = Sums::default();
    each.iter().for_each(|sums| all.join(sums));
    said(context, &all, html);
    chart(context, &all, html);
    table(context, &each, &all, html);
}

/// What was forgone, and by which step.
fn said(context: &Context<'_>, all: &Sums, html: &mut Html) {
    let gross = all.gross.0;
    let cuts: Vec<(Bilingual, i128, u64)> = words()
        .into_iter()
        .zip(all.steps)
        .enumerate()
        .filter(|(i, (_, (sum, _)))| (1..STEPS - 1).contains(i) && *sum < 0)
        .map(|(_, (words, (sum, lines)))| (words, sum.saturating_neg(), lines))
        .collect();
    let total = cuts.iter().fold(0i128, |sum, (_, cut, _)| sum.saturating_add(*cut));
    let (gross_yuan, lines) = (wan(gross), count(all.gross.1));
    if total == 0 {
        context.paragraph(
            html,
            &say!(
                "按公式算出{lines}笔，共{gross_yuan}万元，没有被上限、起补金额、不重复享受、企业限额或预算核减的。",
                "The formulas give {lines} awards, {gross_yuan} wan yuan in all; no cap, floor, stacking, enterprise cap or budget cuts any of it."
            ),
        );
        return;
    }
    let (zh, en): (Vec<String>, Vec<String>) = cuts
        .iter()
        .map(|(words, cut, lines)| {
            let (cut, zh, en) = (wan(*cut), &words.zh, &words.en);
            (format!("{zh}{cut}万元（{lines}笔）"), format!("{en} {cut} ({lines})"))
        })
        .unzip();
    let (zh, en, cut, part) = (zh.join("、"), en.join(", "), wan(total), share(total, gross));
    context.paragraph(
        html,
        &say!(
            "按公式算出{lines}笔，共{gross_yuan}万元，核减{cut}万元，占{part}：{zh}。",
            "The formulas give {lines} awards, {gross_yuan} wan yuan in all; {cut} ({part}) are cut: {en}."
        ),
    );
}

/// Millionths of a 元 in 万元, rounded to 分 where they are longer.
fn wan(amount: i128) -> String {
    let fen = Exact::scaled(amount, 6).and_then(|yuan| Rounding::FEN.apply(yuan));
    fen.map_or_else(|| millionths(amount), sentences::wan)
}

/// Floating bars: each step begins where the one before ends.
fn chart(context: &Context<'_>, all: &Sums, html: &mut Html) {
    let tally = &context.tallies.all;
    let (paid, recover) = (in_millionths(tally.payable), in_millionths(tally.recoverable));
    let mut at = all.gross.0;
    // the picture reaches from the lowest value that is drawn to the highest
    let (mut low, mut high) = (0i128.min(at), at.max(paid).max(recover.saturating_neg()));
    for (step, _) in all.steps {
        at = at.saturating_add(step);
        (low, high) = (low.min(at), high.max(at));
    }
    let span = high.saturating_sub(low);
    let place = |value: i128| scaled(value.saturating_sub(low), span);
    let bar = |from: i128, to: i128, fill| {
        let (left, right) = (place(from.min(to)), place(from.max(to)));
        let width = if from == to { 0 } else { right.saturating_sub(left).max(60) };
        Bar { from: left.min(FULL.saturating_sub(width)), width, fill, below: false }
    };
    let row = |words: &Bilingual, bar: Bar, lines: u64, amount: i128, total: bool| {
        let name = context.say(words);
        let (number, yuan) = (count(lines), millionths(amount));
        ChartRow {
            pictures: vec![Picture {
                title: context.say(&say!("{name}：{yuan} 元，{number} 笔", "{name}: {yuan} yuan, {number} awards")),
                bars: if bar.width > 0 { vec![bar] } else { Vec::new() },
            }],
            name,
            cells: vec![Cell::Integer(i128::from(lines)), Cell::Millionths(amount)],
            total,
        }
    };
    let mut rows =
        vec![row(&say!("计算金额", "gross"), bar(0, all.gross.0, Fill::Paid), all.gross.1, all.gross.0, false)];
    let mut at = all.gross.0;
    for (i, (words, (step, lines))) in words().iter().zip(all.steps).enumerate() {
        let last = i.saturating_add(1) == STEPS;
        if last {
            let given = tally.paid.saturating_add(tally.recover);
            let words = say!("核定金额", "granted");
            rows.push(row(&words, bar(0, at, Fill::Other), granted(context).unwrap_or(given), at, false));
        }
        // nobody has examined and adjusted anything where there is nothing to show
        if step == 0 && lines == 0 && i == 3 {
            continue;
        }
        let fill = if step > 0 { Fill::Other } else { Fill::Cut };
        rows.push(row(words, bar(at, at.saturating_add(step), fill), lines, step, false));
        at = at.saturating_add(step);
    }
    rows.push(row(&say!("应付", "payable"), bar(0, paid, Fill::Paid), tally.paid, paid, true));
    rows.push(row(
        &say!("应追回", "to recover"),
        bar(0, recover.saturating_neg(), Fill::Recover),
        tally.recover,
        recover,
        true,
    ));
    Chart {
        id: "steps",
        caption: context.say(&say!("逐步核减（全市合计）", "Step by step, over all enterprises")),
        legend: vec![
            (Fill::Paid, context.say(&say!("计算、应付", "gross, payable"))),
            (Fill::Cut, context.say(&say!("核减、抵扣", "taken off"))),
            (Fill::Other, context.say(&say!("核定、返还", "granted, given back"))),
            (Fill::Recover, context.say(&say!("应追回", "to recover"))),
        ],
        names: context.say(&say!("步骤", "step")),
        pictures: vec![context.say(&say!("金额", "amount"))],
        columns: vec![
            context.column(&say!("涉及笔数", "awards"), Kind::Integer),
            context.column(&say!("金额（元）", "yuan"), Kind::Money),
        ],
        rows,
    }
    .write(html);
    context.remark(
        html,
        &say!(
            "计算金额加各步（负数为核减）等于核定金额；核定金额加抵扣等于应付加应追回。待核的还没有金额，不在其中。",
            "Gross and all steps (cuts are negative) add up to what is granted; that and the offset add up to payable and to recover. Held awards have no amount yet and are not in it."
        ),
    );
}

/// How many awards have something left before the offset.
fn granted(context: &Context<'_>) -> Option<u64> {
    let lines = context.results.run.awards.iter().flat_map(|award| &award.lines);
    let given = lines.filter_map(|line| line.waterfall.as_deref()).filter(|w| w.payable != w.offset);
    u64::try_from(given.count()).ok()
}

/// The steps by measure; those that nothing happens in are left out.
fn table(context: &Context<'_>, each: &[Sums], all: &Sums, html: &mut Html) {
    let words = words();
    let shown: Vec<usize> = (0..STEPS).filter(|i| all.steps.get(*i).is_some_and(|(_, lines)| *lines > 0)).collect();
    let mut columns = vec![
        context.column(&say!("政策措施", "measure"), Kind::Text),
        context.column(&say!("计算金额", "gross"), Kind::Money),
    ];
    columns.extend(shown.iter().filter_map(|i| words.get(*i)).map(|words| context.column(words, Kind::Money)));
    columns.push(context.column(&say!("应付与应追回", "payable and to recover"), Kind::Money));
    let cells = |name: String, sums: &Sums| {
        let mut left = sums.gross.0;
        let mut cells = vec![Cell::from(name), Cell::Millionths(sums.gross.0)];
        for (i, (step, _)) in sums.steps.iter().enumerate() {
            left = left.saturating_add(*step);
            if shown.contains(&i) {
                cells.push(Cell::Millionths(*step));
            }
        }
        cells.push(Cell::Millionths(left));
        cells
    };
    let named = context.measures().map(|m| m.title.clone()).zip(each);
    let mut rows: Vec<GridRow> = named.map(|(name, sums)| GridRow::plain(cells(name, sums))).collect();
    rows.push(GridRow::total(cells(context.say(&say!("合计", "total")), all)));
    let caption = context.say(&say!("各项政策逐步核减（元）", "Step by step, by measure (yuan)"));
    Grid { id: "steps-by-measure", caption, columns, rows }.write(context, html);
}
