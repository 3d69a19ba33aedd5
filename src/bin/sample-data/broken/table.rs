//! Sheets, columns and rows that are missing, double, merged or contradict each other.

use crate::city::{Cell, WAN};
use crate::sheet::{Draft, Entry, Mark, Row, Square, Stroke};

type Sheets = Vec<Draft>;

/// The sheet of a table.
pub fn of<'a>(sheets: &'a mut Sheets, table: &str) -> Option<&'a mut Draft> {
    sheets.iter_mut().find(|d| d.table == table)
}

/// The column of a field.
fn column(draft: &Draft, field: &str) -> Option<usize> {
    draft.columns.iter().position(|c| c.is(field))
}

/// The square of a row and field.
pub fn square<'a>(draft: &'a mut Draft, row: usize, field: &str) -> Option<&'a mut Square> {
    let at = column(draft, field)?;
    match draft.rows.get_mut(row)? {
        Row::Data(entry) => entry.squares.get_mut(at),
        _ => None,
    }
}

fn find(draft: &Draft, field: &str, fits: impl Fn(&Cell, &Entry) -> bool) -> Option<usize> {
    let at = column(draft, field)?;
    draft.rows.iter().position(|row| match row {
        Row::Data(entry) => entry.squares.get(at).is_some_and(|s| fits(&s.value, entry)),
        _ => false,
    })
}

/// The first row in which a field is filled.
pub fn first_filled(draft: &Draft, field: &str) -> Option<usize> {
    find(draft, field, |value, _| *value != Cell::Empty)
}

/// The first row in which a text is all digits.
pub fn all_digits(draft: &Draft, field: &str) -> Option<usize> {
    find(draft, field, |value, _| matches!(value, Cell::Text(text) if text.bytes().all(|b| b.is_ascii_digit())))
}

/// The first enterprise whose research rises and that deducts.
pub fn rising(draft: &Draft) -> Option<usize> {
    let (before, now) = (column(draft, "上年研发费用")?, column(draft, "本年研发费用")?);
    find(draft, "享受加计扣除", |value, entry| {
        let amount = |at: usize| match entry.squares.get(at).map(|s| &s.value) {
            Some(Cell::Money(cents)) => *cents,
            _ => 0,
        };
        *value == Cell::YesNo(true) && amount(now) > amount(before) + 40 * WAN
    })
}

pub fn no_exclusions(sheets: &mut Sheets) -> Option<()> {
    let before = sheets.len();
    sheets.retain(|d| d.table != "限制名单");
    (sheets.len() < before).then_some(())
}

pub fn no_code_column(sheets: &mut Sheets) -> Option<()> {
    drop_column(of(sheets, "技术合同")?, "统一社会信用代码")
}

fn drop_column(draft: &mut Draft, field: &str) -> Option<()> {
    let at = column(draft, field)?;
    draft.columns.remove(at);
    for entry in draft.entries() {
        entry.squares.remove(at);
    }
    Some(())
}

pub fn no_unit(sheets: &mut Sheets) -> Option<()> {
    let draft = of(sheets, "企业")?;
    let at = column(draft, "本年研发费用")?;
    draft.columns.get_mut(at)?.mark = Mark::Silent;
    Some(())
}

pub fn wrong_year(sheets: &mut Sheets) -> Option<()> {
    let draft = of(sheets, "企业")?;
    let at = column(draft, "本年研发费用")?;
    let words = format!("{}年研发费用", draft.year + 1);
    draft.columns.get_mut(at)?.words = words;
    Some(())
}

pub fn one_heading_twice(sheets: &mut Sheets) -> Option<()> {
    let draft = of(sheets, "企业")?;
    let at = column(draft, "营业收入")?;
    let copy = draft.columns.get(at)?.clone();
    draft.columns.insert(at + 1, copy);
    for entry in draft.entries() {
        let square = entry.squares.get(at).cloned()?;
        entry.squares.insert(at + 1, square);
    }
    Some(())
}

pub fn another_table(sheets: &mut Sheets) -> Option<()> {
    sheets.truncate(1);
    let draft = sheets.first_mut()?;
    draft.name = "通讯录".to_owned();
    draft.columns.truncate(3);
    for (column, words) in draft.columns.iter_mut().zip(["科室", "姓名", "电话"]) {
        column.field = None;
        column.words = words.to_owned();
    }
    draft.rows.truncate(1);
    for entry in draft.entries() {
        entry.squares = ["规划科", "谭明", "0731-20000000"].map(|w| Square::plain(Cell::Word(w))).to_vec();
    }
    Some(())
}

pub fn merged_cells(sheets: &mut Sheets) -> Option<()> {
    let draft = of(sheets, "企业")?;
    let row = rising(draft)?;
    let at = column(draft, "本年研发费用")?;
    let other = if row > 0 { row - 1 } else { row + 1 };
    draft.merged.push((row.min(other), row.max(other), at));
    Some(())
}

pub fn contradicting_rows(sheets: &mut Sheets) -> Option<()> {
    let draft = of(sheets, "企业")?;
    let row = rising(draft)?;
    let again = draft.rows.get(row)?.clone();
    draft.rows.push(again);
    let last = draft.rows.len() - 1;
    let amount = square(draft, last, "本年研发费用")?;
    let Cell::Money(cents) = amount.value else { return None };
    amount.value = Cell::Money(cents + 300 * WAN);
    Some(())
}

pub fn orphan(sheets: &mut Sheets) -> Option<()> {
    let draft = of(sheets, "技术合同")?;
    let row = first_filled(draft, "合同登记编号")?;
    let again = draft.rows.get(row)?.clone();
    draft.rows.push(again);
    let last = draft.rows.len() - 1;
    // the example code of the standard's own pages: nobody of this roster
    *square(draft, last, "统一社会信用代码")? = Square::drawn(Stroke::Text("91440300192317458F".to_owned()));
    *square(draft, last, "合同登记编号")? = Square::drawn(Stroke::Text("2023430200009999".to_owned()));
    Some(())
}
