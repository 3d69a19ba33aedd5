//! One cell as a value of its field's type, as a person sees it; or why it is none.
//!
//! It never corrects: what has two readings, or none, is held with the words that stand in the cell.
//! A file for each kind of type: [`figure`], [`day`], [`option`], [`text`].

mod day;
mod figure;
mod option;
pub mod remark;
mod text;

use std::borrow::Cow;

use super::answer;
use super::fault::Fault;
use super::grid::{Cell, Kind};
use super::layout::Planned;
use super::number::Figure;
use super::text::{is_blank, quoted, trim};
use crate::diagnostic::codes::roster as codes;
use crate::diagnostic::{Bilingual, Code};
use crate::say;
use crate::schema::Field;
use crate::value::Type;
pub use remark::Remark;
pub use text::is_scientific;

/// A value as a column holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lane<'a> {
    /// Money in 元, number or whole number.
    Number(Figure),
    /// The number of a day.
    Day(i32),
    /// A text.
    Text(Cow<'a, str>),
    /// Yes or no.
    YesNo(bool),
    /// An option.
    Choice(u32),
}

/// What a cell says.
#[derive(Debug)]
pub enum Reading<'a> {
    /// Nothing.
    Blank,
    /// A value; `plain` when the cell's text is the value's own plain form.
    Value(Lane<'a>, bool, Option<Remark>),
    /// An amount in a column without a unit.
    NoUnit,
    /// Nothing that can be read.
    Wrong(Box<Fault>),
}

/// Reads a cell of a field.
pub fn read<'a>(cell: Cell<'a>, field: &Field, column: &Planned, from_1904: bool) -> Reading<'a> {
    if let Some(wrong) = no_value(cell, field) {
        return wrong;
    }
    let blank = cell.kind == Kind::Text && is_blank(cell.text);
    match &field.ty {
        Type::YesNo => match answer::yes_no(cell.text) {
            Some(answer) => {
                let plain = matches!(cell.text, "是" | "否");
                Reading::Value(Lane::YesNo(answer), plain, None)
            }
            None if blank => Reading::Blank,
            None => unreadable(cell, field, say!("填“是”或“否”", "enter `是` or `否`")),
        },
        Type::Choice(choice) => option::read(cell, field, choice, blank),
        _ if blank => Reading::Blank,
        Type::Money | Type::Number | Type::Integer => figure::read(cell, field, column),
        Type::Date => day::read(cell, field, from_1904),
        Type::Text => text::read(cell, field, from_1904),
    }
}

/// Cells that hold no value of any type.
fn no_value<'a>(cell: Cell<'a>, field: &Field) -> Option<Reading<'a>> {
    let name = &field.name;
    match cell.kind {
        Kind::Uncalculated => Some(Reading::Wrong(Box::new(Fault::new(
            &codes::NOT_CALCULATED,
            say!("“{name}”是公式，但公式未计算，没有结果", "`{name}` is a formula that was never calculated"),
            say!("请用 Excel 或 WPS 打开后保存，再用新文件", "open the file in Excel or WPS, save it and use that"),
        )))),
        Kind::Error => Some(error_value(cell.text, name)),
        Kind::Text if cell.text.starts_with('#') && is_error(cell.text) => Some(error_value(cell.text, name)),
        Kind::NotANumber => Some(unreadable(cell, field, retype())),
        Kind::Text | Kind::Number | Kind::Logical | Kind::Day => None,
    }
}

/// Error values, the newer ones among them.
fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 18] = [
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#EXTERNAL!",
        "#BUSY!",
        "#PYTHON!",
        "#UNKNOWN!",
        "#TIMEOUT!",
    ];
    ERRORS.contains(&trim(text))
}

fn error_value<'a>(text: &str, name: &str) -> Reading<'a> {
    let shown = quoted(text);
    Reading::Wrong(Box::new(Fault::new(
        &codes::ERROR_VALUE,
        say!("“{name}”是错误值“{shown}”", "`{name}` is the error value `{shown}`"),
        say!("改正这个单元格的公式，或直接填写数值", "correct the cell's formula, or enter the value itself"),
    )))
}

fn retype() -> Bilingual {
    say!("核对后重新填写", "check it and enter it again")
}

fn wrong<'a>(code: &'static Code, message: Bilingual, remedy: Bilingual) -> Reading<'a> {
    Reading::Wrong(Box::new(Fault::new(code, message, remedy)))
}

/// A filled cell that is no value of its field's type.
fn unreadable<'a>(cell: Cell, field: &Field, remedy: Bilingual) -> Reading<'a> {
    let (name, shown, ty) = (&field.name, quoted(cell.text), &field.ty);
    let (zh, en) = (ty.zh(), ty.id());
    wrong(
        &codes::UNREADABLE,
        say!("“{name}”写的是“{shown}”，不能读作{zh}", "`{name}` says `{shown}`, which cannot be read as {en}"),
        remedy,
    )
}

/// The number in front of a word that the field allows behind it: `2022` of `2022年`, `2022 年度`.
fn without_unit_word<'a>(text: &'a str, field: &Field) -> &'a str {
    let text = trim(text);
    let bare = field.unit_words.iter().filter_map(|word| text.strip_suffix(word.as_str()));
    bare.min_by_key(|rest| rest.len()).map_or(text, trim)
}
