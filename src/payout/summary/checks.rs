//! The totals against one another: by measure, by county, by payer and by award they must be the same, and a formula says
//! whether they are.

use crate::payout::book::{Block, HEAD, Row, last_lines};
use crate::payout::results::Results;
use crate::payout::table::{Cell, Kind};
use crate::say;
use crate::settle::run::Status;
use crate::settle::tally::Tallies;
use crate::source::column_letters;

use super::labels::Words;
use super::live::Live;

/// The comparison; `above` are the blocks by measure, by county and by payer, which stand right above it.
pub fn block(results: Results<'_>, tallies: &Tallies, live: Option<&Live>, above: &[Block]) -> Block {
    let w = Words(results);
    let lines = last_lines(above);
    let end = lines.last().copied().unwrap_or(0);
    // the column of what is to be recovered is the last of the first two blocks
    let recover = above.first().map_or(0, |block| block.columns.len());
    let all = &tallies.all;
    let rows = [
        (say!("应付合计", "payable"), all.payable, 4, 3, Status::Paid),
        (say!("应追回合计", "to recover"), all.recoverable, recover, 2, Status::Recover),
    ];
    let rows = rows.into_iter().enumerate().map(|(i, (name, sum, column, blocks, status))| {
        let own = end.saturating_add(HEAD).saturating_add(i).saturating_add(1);
        let letters = column_letters(u32::try_from(column).unwrap_or(1));
        let from = |block: usize| {
            let line = lines.get(block).copied().filter(|_| block < blocks);
            line.map_or(Cell::Empty, |line| {
                Cell::formula(format!("={letters}{{-{}}}", own.saturating_sub(line)), Cell::Money(sum))
            })
        };
        let awards = live.map_or(Cell::Money(sum), |live| {
            let column = if status == Status::Paid { &live.letters.payable } else { &live.letters.recoverable };
            live.all(column, status, Cell::Money(sum))
        });
        let sums = [from(0), from(1), from(2), awards];
        let verdict = verdict(&w, &sums);
        let mut cells = vec![w.cell(&name), verdict];
        cells.extend(sums);
        Row::plain(cells)
    });
    Block {
        caption: w.text(&say!("核对", "checks")),
        columns: vec![
            w.column(&say!("项目", "what"), Kind::Text),
            w.column(&say!("结果", "result"), Kind::State),
            w.column(&say!("分政策", "by measure"), Kind::Money),
            w.column(&say!("分县市区", "by county"), Kind::Money),
            w.column(&say!("分承担方", "by payer"), Kind::Money),
            w.column(&say!("明细", "awards"), Kind::Money),
        ],
        spans: vec![1, 2],
        rows: rows.collect(),
    }
}

/// 一致 if all sums of the row are the same to the 分.
fn verdict(w: &Words<'_>, sums: &[Cell<'static>; 4]) -> Cell<'static> {
    // the first stands in column D: the name takes one, the verdict two
    let columns = (4u32..).zip(sums).filter(|(_, cell)| !matches!(cell, Cell::Empty)).map(|(c, _)| column_letters(c));
    let columns: Vec<String> = columns.collect();
    let pairs = columns.iter().skip(1).map(|c| format!("ROUND(D{{+0}}-{c}{{+0}},2)=0"));
    let pairs: Vec<String> = pairs.collect();
    let (same, not) = (w.text(&say!("一致", "agree")), w.text(&say!("不一致", "differ")));
    Cell::formula(format!("=IF(AND({}),\"{same}\",\"{not}\")", pairs.join(",")), Cell::from(same))
}

/// One count or amount that must be the sum of others, by the letters of their columns in the same row.
pub fn adds_up(w: &Words<'_>, whole: &str, parts: &[&str]) -> Cell<'static> {
    let parts: Vec<String> = parts.iter().map(|part| format!("{part}{{+0}}")).collect();
    let (same, not) = (w.text(&say!("一致", "agree")), w.text(&say!("不一致", "differ")));
    let sum = parts.join("+");
    Cell::formula(format!("=IF(ROUND({whole}{{+0}}-({sum}),2)=0,\"{same}\",\"{not}\")"), Cell::from(same))
}
