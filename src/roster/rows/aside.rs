//! Rows that hold no data. A row without a credit code is
//!
//! - a repetition when it says what the headings say, a numbering when its cells count the columns;
//! - a total when its label stands where labels stand (in the code, the name, the county, or in front of
//!   everything), and it says nothing that only a record says: a date, an option, a yes or no, a number of its own;
//! - a note when it begins like one, or is a single text, outside of the fields; or says itself what it is
//!   (`审核人：李四`, `本年度无`) wherever it stands; or is spread over several columns;
//! - blank when no field of it is filled.
//!
//! Any other row is data; without a code it is rejected and listed. A record whose code was forgotten must not
//! pass for a total because its text ends like one (`虚开发票金额累计`), nor for a note because it begins like one.

use super::super::cell::{self, Reading};
use super::super::code;
use super::super::fault::Fault;
use super::super::grid::{Area, Cell, Grid, Kind};
use super::super::label::{counts, is_bare_total, is_count, is_labelled, is_none, is_note, is_open, is_total};
use super::super::layout::Layout;
use super::super::listed;
use super::super::text::{fold, is_blank};
use super::{Sheet, is_empty};
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::{Field, Role};
use crate::value::Type;

/// Which column a cell stands in.
#[derive(Clone, Copy)]
enum Stand<'a> {
    /// That of the codes.
    Code,
    /// That of the enterprises' names, whether the table has such a field or not.
    Name,
    /// That of another field.
    Field(&'a Field),
    /// None that is used.
    Free,
}

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
        if self.is_total(first, &filled) {
            return Some(Aside::Total);
        }
        if self.is_note(row, first, &filled) {
            return Some(Aside::Note);
        }
        // a running number, or a ruled line, in a row that was never filled in
        let says = |c: &Cell| c.kind != Kind::Text || !is_blank(c.text);
        let is_filled_in =
            slots.iter().flatten().any(says) || filled.iter().any(|c| says(c) && matches!(self.stand(c), Stand::Name));
        (!is_filled_in).then_some(Aside::Blank)
    }

    fn is_total(&self, first: &Cell, filled: &[Cell]) -> bool {
        let is_label = |c: &Cell| {
            c.kind == Kind::Text
                && match self.stand(c) {
                    Stand::Code | Stand::Name => is_total(c.text),
                    Stand::Field(field) if field.role == Some(Role::County) => is_total(c.text),
                    Stand::Field(_) => c.column == first.column && is_bare_total(c.text),
                    Stand::Free => c.column == first.column && is_total(c.text),
                }
        };
        let says_no_more = |c: &Cell| match self.stand(c) {
            Stand::Code | Stand::Free => true,
            Stand::Name => is_blank(c.text) || is_count(c.text),
            Stand::Field(field) => field.ty.is_numeric() || is_count(c.text) || !self.is_of_record(c, field),
        };
        filled.iter().any(is_label) && filled.iter().all(|c| is_label(c) || says_no_more(c))
    }

    fn is_note(&self, row: usize, first: &Cell, filled: &[Cell]) -> bool {
        let text = |c: &Cell| c.kind == Kind::Text;
        let alone = filled.len() == 1 && text(first);
        let stands_as_name = matches!(self.stand(first), Stand::Name);
        if alone && (self.is_wide(row, first) || (is_none(first.text) && !stands_as_name)) {
            return true;
        }
        let in_code = matches!(self.stand(first), Stand::Code);
        let begins = match self.stand(first) {
            Stand::Code | Stand::Free => text(first) && (alone || is_note(first.text)),
            Stand::Name | Stand::Field(_) => text(first) && is_labelled(first.text),
        };
        // a label may have its value in the next cell
        let mut open = false;
        begins
            && filled.iter().all(|c| {
                let is_value = std::mem::replace(&mut open, text(c) && is_open(c.text));
                let passes = match self.stand(c) {
                    Stand::Code => text(c),
                    Stand::Free => true,
                    Stand::Name => text(c) && in_code,
                    Stand::Field(field) => text(c) && in_code && !self.is_of_record(c, field),
                };
                passes || is_value || (text(c) && is_labelled(c.text))
            })
    }

    /// Is a cell something that only a record says: a day, an option, yes or no, a number of its own, a figure?
    fn is_of_record(&self, cell: &Cell, field: &Field) -> bool {
        let index = self.fields.get(cell.column as usize).copied().flatten();
        let Some(column) = index.and_then(|i| self.columns.get(i)).and_then(Option::as_ref) else {
            return false;
        };
        let plain = field.ty == Type::Text && field.role != Some(Role::Identifier);
        !plain && matches!(cell::read(*cell, field, column, self.grid.date1904), Reading::Value(..))
    }

    /// Is a cell merged over three columns or more?
    fn is_wide(&self, row: usize, cell: &Cell) -> bool {
        let number = self.grid.number(row);
        let wide = |a: &Area| (a.top..=a.bottom).contains(&number) && a.left == cell.column && a.right > a.left + 1;
        self.holds.iter().any(wide)
    }

    fn stand(&self, cell: &Cell) -> Stand<'_> {
        if self.layout.named == Some(cell.column) {
            return Stand::Name;
        }
        match self.fields.get(cell.column as usize).copied().flatten() {
            Some(index) if index == self.code => Stand::Code,
            Some(index) => self.table.fields.get(index).map_or(Stand::Free, Stand::Field),
            None => Stand::Free,
        }
    }

    fn is_heading(&self, cell: &Cell) -> bool {
        let folded = fold(cell.text);
        self.headings.iter().any(|(column, text)| *column == cell.column && *text == folded)
    }
}

/// One note with the rows that are no data; `met` are the totals that are the sum of their rows.
pub fn told(aside: &[(Aside, u32)], met: &[u32]) -> Option<Fault> {
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
        let agrees = |row: &u32| kind == Aside::Total && met.contains(row);
        let (agreeing, others): (Vec<u32>, Vec<u32>) = rows.iter().copied().partition(agrees);
        for (rows, more_zh, more_en) in
            [(agreeing, "（与各行之和相符）", " (the sums of their rows)"), (others, "", "")]
        {
            if !rows.is_empty() {
                let (list_zh, list_en) = listed::rows(&rows);
                zh.push(format!("{word_zh} {list_zh}{more_zh}"));
                en.push(format!("{word_en} {list_en}{more_en}"));
            }
        }
    }
    let (zh, en) = (zh.join("；"), en.join("; "));
    (!zh.is_empty()).then(|| {
        Fault::new(
            &codes::ROWS_EXCLUDED,
            say!("不作数据的行：{zh}", "rows that are no data: {en}"),
            say!(
                "看看其中有没有企业或记录，有就补填信用代码；没有就不用改",
                "see whether an enterprise or a record is among them and lacks its code; else nothing need be done"
            ),
        )
    })
}
