//! Rows that hold no data. A row without a credit code is a total when it carries such a label, a note when it
//! begins like one or holds a single text outside of the name, a repetition when it says what the headings say,
//! a numbering when its cells count the columns, blank when no field of it is filled. Any other row is data;
//! without a code it is rejected and listed.

use super::super::code;
use super::super::fault::Fault;
use super::super::grid::{Area, Cell, Grid, Kind};
use super::super::label::{counts, is_note, is_total};
use super::super::layout::Layout;
use super::super::listed;
use super::super::text::{fold, is_blank};
use super::{Sheet, is_empty};
use crate::diagnostic::codes::roster as codes;
use crate::say;

/// What a row without data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aside {
    /// It stands above the headings.
    Above,
    /// Nothing of ours is filled in.
    Blank,
    /// It adds up the rows above it.
    Total,
    /// A remark, a signature.
    Note,
    /// The headings over again.
    Repeated,
    /// It numbers the columns.
    Numbered,
    /// It is hidden and left out.
    Hidden,
}

/// Where the rows of a table end: behind its last filled one.
pub fn end(grid: &Grid, layout: &Layout) -> usize {
    let filled = |row: &usize| grid.row(*row).any(|c| !is_empty(&c));
    let below = layout.last + 1..layout.rows.end;
    below.rev().find(filled).map_or(layout.last + 1, |last| last + 1)
}

impl Sheet<'_> {
    /// What the row is, if it holds no data.
    pub(super) fn aside(&self, row: usize, slots: &[Option<Cell>]) -> Option<Aside> {
        if self.skip_hidden && self.grid.is_hidden(row) {
            return Some(Aside::Hidden);
        }
        let key = slots.get(self.code).copied().flatten();
        // nearly all rows are data: their code says so at once
        if key.is_some_and(|c| c.kind == Kind::Text && code::is_like(c.text)) {
            return None;
        }
        let filled: Vec<Cell> = self.grid.row(row).filter(|c| !is_empty(c)).collect();
        let Some(first) = filled.first() else {
            return Some(Aside::Blank);
        };
        if filled.iter().all(|c| self.is_heading(c)) {
            return Some(Aside::Repeated);
        }
        if counts(filled.iter().map(|c| c.text)) {
            return Some(Aside::Numbered);
        }
        // a note below the table often begins in the column of the codes, and has digits of its own
        let is_code = |c: Cell| c.kind != Kind::Text || (code::may_be(c.text) && !is_note(c.text));
        if key.is_some_and(is_code) {
            return None;
        }
        if filled.iter().any(|c| c.kind == Kind::Text && is_total(c.text)) {
            return Some(Aside::Total);
        }
        if first.kind == Kind::Text && is_note(first.text) {
            return Some(Aside::Note);
        }
        let alone = filled.len() == 1 && first.kind == Kind::Text;
        let named = self.name.and_then(|n| slots.get(n).copied().flatten());
        let number = self.grid.number(row);
        let wide = |a: &Area| (a.top..=a.bottom).contains(&number) && a.left == first.column && a.right > a.left + 1;
        if alone && (named.is_none() || self.holds.iter().any(wide)) {
            return Some(Aside::Note);
        }
        // a running number, or a ruled line, in a row that was never filled in
        let in_field = slots.iter().flatten().any(|c| c.kind != Kind::Text || !is_blank(c.text));
        (!in_field).then_some(Aside::Blank)
    }

    fn is_heading(&self, cell: &Cell) -> bool {
        let folded = fold(cell.text);
        self.headings.iter().any(|(column, text)| *column == cell.column && *text == folded)
    }
}

/// One note with the rows that are no data.
pub fn told(aside: &[(Aside, u32)]) -> Option<Fault> {
    let words = [
        (Aside::Above, "表头之上", "above the headings"),
        (Aside::Blank, "空行", "blank"),
        (Aside::Total, "合计", "totals"),
        (Aside::Note, "说明", "notes"),
        (Aside::Repeated, "重复的表头", "repeated headings"),
        (Aside::Numbered, "栏次", "numbering of the columns"),
        (Aside::Hidden, "隐藏", "hidden"),
    ];
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (kind, word_zh, word_en) in words {
        let rows: Vec<u32> = aside.iter().filter(|(k, _)| *k == kind).map(|(_, r)| *r).collect();
        if !rows.is_empty() {
            let (list_zh, list_en) = listed::rows(&rows);
            zh.push(format!("{word_zh} {list_zh}"));
            en.push(format!("{word_en} {list_en}"));
        }
    }
    let (zh, en) = (zh.join("；"), en.join("; "));
    (!zh.is_empty()).then(|| {
        Fault::new(
            &codes::ROWS_EXCLUDED,
            say!("不作数据的行：{zh}", "rows that are no data: {en}"),
            say!("核对；没有错就不用改", "check it; if it is right nothing need be done"),
        )
    })
}
