//! The sheet of what the amounts rest on (计算依据): clauses, how each is computed, parameters, tables, and what stands
//! above single measures, as in force in the policy year.

use crate::policy::basis::{self, InForce};
use crate::policy::catalogue::Sayer;
use crate::say;

use crate::payout::book::{Block, Row};
use crate::payout::results::Results;
use crate::payout::table::{Cell, Column, Kind};

use super::labels::{Words, numbered};

/// The blocks that have something to show.
#[must_use]
pub fn blocks(results: Results<'_>) -> Vec<Block> {
    let w = Words(results);
    let edition = results.run.edition;
    let mut blocks = vec![clauses(&w), computed(&w)];
    let of = [say!("政策措施", "measure"), say!("参数", "parameter"), say!("取值", "value")];
    let parameters = basis::parameters(edition);
    blocks.push(named(
        &w,
        say!("参数", "parameters"),
        &of,
        &parameters,
        |p| vec![whole_pack(&w, &p.of), Cell::from(p.name.clone()), Cell::from(p.value.clone())],
        vec![1, 1, 2, 1],
    ));
    let of = [say!("对照表、分段表", "table"), say!("情形", "case"), say!("取值", "value"), say!("算法", "how")];
    let tables = basis::tables(edition);
    blocks.push(named(
        &w,
        say!("对照表和分段标准", "tables and bands"),
        &of,
        &tables,
        |t| vec![Cell::from(t.name.clone()), Cell::from(t.case.clone()), Cell::from(t.value.clone()), w.cell(&t.how)],
        Vec::new(),
    ));
    let of = [say!("规则", "rule"), say!("适用的政策", "measures"), say!("办法", "how"), say!("限额、预算", "amount")];
    let shared = basis::shared(edition);
    blocks.push(named(
        &w,
        say!("一票否决、同类政策、企业限额和总额控制", "veto, groups, limits, budgets"),
        &of,
        &shared,
        |s| {
            let how = match s.case.as_str() {
                "" => w.cell(&s.how),
                case => Cell::from(format!(
                    "{case}{}",
                    match w.text(&s.how) {
                        how if how.is_empty() => how,
                        how => format!("；{how}"),
                    }
                )),
            };
            vec![Cell::from(s.name.clone()), Cell::from(s.of.clone()), how, Cell::from(s.value.clone())]
        },
        Vec::new(),
    ));
    blocks.retain(|block| !block.rows.is_empty());
    for (number, block) in blocks.iter_mut().enumerate() {
        block.caption = numbered(number, &block.caption, results.lang);
    }
    blocks
}

fn whole_pack(w: &Words<'_>, of: &str) -> Cell<'static> {
    if of.is_empty() { w.cell(&say!("（全包通用）", "(the whole pack)")) } else { Cell::from(of.to_owned()) }
}

/// Document and clause of each measure.
fn clauses(w: &Words<'_>) -> Block {
    let rows = basis::clauses(w.0.run.edition).into_iter().map(|clause| {
        Row::plain(vec![
            Cell::from(clause.measure.title.clone()),
            Cell::from(clause.document.to_owned()),
            Cell::from(clause.text.to_owned()),
            w.cell(&clause.standing),
            w.cell(&clause.period),
        ])
    });
    Block {
        caption: w.text(&say!("政策条款", "clauses")),
        columns: vec![
            w.column(&say!("政策措施", "measure"), Kind::Text),
            w.column(&say!("文件", "document"), Kind::Text),
            w.column(&say!("条文", "clause"), Kind::Text),
            w.column(&say!("核对情况", "standing"), Kind::Text),
            w.column(&say!("施行期间", "in force"), Kind::Text),
        ],
        spans: Vec::new(),
        rows: rows.collect(),
    }
}

/// How each measure is computed, in sentences.
fn computed(w: &Words<'_>) -> Block {
    let edition = w.0.run.edition;
    let sayer = Sayer::of(edition);
    let rows = edition.in_force().map(|measure| {
        let facts: Vec<String> =
            [measure.procedure.map(|p| p.zh().to_owned()), measure.responsible.clone()].into_iter().flatten().collect();
        Row::plain(vec![
            Cell::from(measure.title.clone()),
            Cell::from(sayer.paragraphs(measure).join("\n")),
            Cell::from(facts.join("\n")),
        ])
    });
    Block {
        caption: w.text(&say!("计算口径", "how it is computed")),
        columns: vec![
            w.column(&say!("政策措施", "measure"), Kind::Text),
            w.column(&say!("条件、标准和承担", "conditions, amount, payers"), Kind::Text),
            w.column(&say!("执行方式、责任单位", "procedure, office"), Kind::Text),
        ],
        spans: vec![1, 2, 2],
        rows: rows.collect(),
    }
}

/// A block of things in force, whose last column are the dates.
fn named(
    w: &Words<'_>,
    caption: crate::diagnostic::Bilingual,
    headings: &[crate::diagnostic::Bilingual],
    items: &[InForce],
    cells: impl Fn(&InForce) -> Vec<Cell<'static>>,
    spans: Vec<usize>,
) -> Block {
    let mut columns: Vec<Column> = headings.iter().map(|h| w.column(h, Kind::Text)).collect();
    columns.push(w.column(&say!("施行期间", "in force"), Kind::Text));
    let row = |item: &InForce| {
        let mut cells = cells(item);
        cells.push(w.cell(&item.period));
        Row::plain(cells)
    };
    Block { caption: w.text(&caption), columns, spans, rows: items.iter().map(row).collect() }
}
