//! Cells that cannot be read, or not believed.

use super::table::{self, of};
use crate::city::{Cell, WAN};
use crate::sheet::{Draft, Square, Stroke};

type Sheets = Vec<Draft>;

/// Draws one cell of the first enterprise that rises in research and has no advance.
fn research(sheets: &mut Sheets, field: &str, stroke: Stroke) -> Option<()> {
    let draft = of(sheets, "企业")?;
    let row = table::rising(draft)?;
    draw(draft, row, field, stroke)
}

/// Draws the first filled cell of a field.
fn first(sheets: &mut Sheets, table: &str, field: &str, stroke: Stroke) -> Option<()> {
    let draft = of(sheets, table)?;
    let row = table::first_filled(draft, field)?;
    draw(draft, row, field, stroke)
}

fn draw(draft: &mut Draft, row: usize, field: &str, stroke: Stroke) -> Option<()> {
    *table::square(draft, row, field)? = Square::drawn(stroke);
    Some(())
}

pub fn code_as_number(sheets: &mut Sheets) -> Option<()> {
    let draft = of(sheets, "企业")?;
    let row = table::all_digits(draft, "统一社会信用代码")?;
    let square = table::square(draft, row, "统一社会信用代码")?;
    let Cell::Text(code) = &square.value else { return None };
    *square = Square::drawn(Stroke::Number(code.clone(), "0"));
    Some(())
}

pub fn code_too_short(sheets: &mut Sheets) -> Option<()> {
    let draft = of(sheets, "企业")?;
    let row = table::first_filled(draft, "高企认定类型")?;
    let square = table::square(draft, row, "统一社会信用代码")?;
    let Cell::Text(code) = &square.value else { return None };
    let short: String = code.chars().take(17).collect();
    *square = Square::drawn(Stroke::Text(short));
    Some(())
}

pub fn code_empty(sheets: &mut Sheets) -> Option<()> {
    first(sheets, "企业", "统一社会信用代码", Stroke::Text(String::new()))
}

pub fn excluded_without_code(sheets: &mut Sheets) -> Option<()> {
    first(sheets, "限制名单", "统一社会信用代码", Stroke::Text(String::new()))
}

pub fn account_as_number(sheets: &mut Sheets) -> Option<()> {
    let draft = of(sheets, "企业")?;
    let row = table::first_filled(draft, "银行账号")?;
    let square = table::square(draft, row, "银行账号")?;
    let Cell::Text(account) = &square.value else { return None };
    *square = Square::drawn(Stroke::Number(account.clone(), "0"));
    Some(())
}

pub fn name_with_direction_mark(sheets: &mut Sheets) -> Option<()> {
    let draft = of(sheets, "企业")?;
    let row = table::first_filled(draft, "企业名称")?;
    let square = table::square(draft, row, "企业名称")?;
    let Cell::Text(name) = &square.value else { return None };
    *square = Square::drawn(Stroke::Text(format!("\u{202E}{name}")));
    Some(())
}

pub fn about_so_much(sheets: &mut Sheets) -> Option<()> {
    research(sheets, "本年研发费用", Stroke::Text("约250万".to_owned()))
}

pub fn amount_in_brackets(sheets: &mut Sheets) -> Option<()> {
    research(sheets, "上年研发费用", Stroke::Text("(500)".to_owned()))
}

pub fn never_calculated(sheets: &mut Sheets) -> Option<()> {
    research(sheets, "本年研发费用", Stroke::Uncalculated("=1200+345".to_owned()))
}

pub fn error_value(sheets: &mut Sheets) -> Option<()> {
    research(sheets, "本年研发费用", Stroke::Formula("=#REF!*2".to_owned(), "#REF!".to_owned()))
}

pub fn neither_yes_nor_no(sheets: &mut Sheets) -> Option<()> {
    research(sheets, "享受加计扣除", Stroke::Text("待定".to_owned()))
}

pub fn month_only(sheets: &mut Sheets) -> Option<()> {
    let draft = of(sheets, "企业")?;
    let row = table::first_filled(draft, "高企认定类型")?;
    draw(draft, row, "高企发证日期", Stroke::Text("2023.10".to_owned()))
}

pub fn recovery_of_two_meanings(sheets: &mut Sheets) -> Option<()> {
    first(sheets, "已拨付", "事由", Stroke::Text("追回".to_owned()))
}

pub fn lost_decimal_point(sheets: &mut Sheets) -> Option<()> {
    let draft = of(sheets, "企业")?;
    let row = table::rising(draft)?;
    let Cell::Money(last) = table::square(draft, row, "上年研发费用")?.value else { return None };
    // as typed: 12.34 without its point
    let typed = last / WAN * 105 * WAN;
    *table::square(draft, row, "本年研发费用")? = Square::plain(Cell::Money(typed));
    Some(())
}
