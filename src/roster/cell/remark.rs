//! What a reader should know about values that were taken: said once for all cells of a sheet.

use super::super::layout::Planned;
use super::super::text::quoted;
use crate::diagnostic::codes::roster as codes;
use crate::diagnostic::{Bilingual, Code};
use crate::say;
use crate::source::column_letters;

/// Something that a reader should know about a value that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// Binary noise behind the 15th digit was dropped.
    Rounded,
    /// The cell names another unit than its column.
    OwnUnit,
    /// A day was given as a bare serial number.
    BareSerial,
    /// A time of day was dropped.
    TimeDropped,
    /// Marks without width were dropped.
    Invisible,
    /// Letters that look like others.
    LookAlike,
}

/// One of the cells, with what stands in it.
pub fn example(row: u32, column: &Planned, raw: &str) -> String {
    format!("{}{row} {}", column_letters(column.column), quoted(raw))
}

/// What a remark says about the cells that it is about, listed in Chinese and in English.
pub fn told(remark: Remark, zh: &str, en: &str) -> (&'static Code, Bilingual, Bilingual) {
    let (code, message) = match remark {
        Remark::Rounded => (
            &codes::ROUNDED,
            say!(
                "有些数字存了不止 15 位，按表格显示的 15 位读取：{zh}",
                "some numbers are stored with more than 15 digits and read as the 15 that a spreadsheet shows: {en}"
            ),
        ),
        Remark::OwnUnit => (
            &codes::UNIT_IN_CELL,
            say!(
                "有些单元格自带的单位与表头的不同，按单元格自带的读取：{zh}",
                "some cells name another unit than their heading, by which they are read: {en}"
            ),
        ),
        Remark::BareSerial => (
            &codes::COERCED,
            say!(
                "有些日期存成了普通数字，按日期序列号读取：{zh}",
                "some dates are stored as bare numbers, read as serial dates: {en}"
            ),
        ),
        Remark::TimeDropped => (
            &codes::COERCED,
            say!(
                "有些日期带有时刻，只取日期：{zh}",
                "some dates carry a time of day, of which only the date is used: {en}"
            ),
        ),
        Remark::Invisible => (
            &codes::LOOKALIKE,
            say!(
                "有些单元格带有看不见的零宽字符，读取时略去：{zh}",
                "some cells hold characters without width, left out when read: {en}"
            ),
        ),
        Remark::LookAlike => (
            &codes::LOOKALIKE,
            say!(
                "有些单元格含有形似汉字或英文的别种字符：{zh}",
                "some cells hold characters that look like others: {en}"
            ),
        ),
    };
    (code, message, remedy(remark))
}

/// What is to be checked.
fn remedy(remark: Remark) -> Bilingual {
    match remark {
        Remark::Rounded => say!(
            "金额不用改；是编号、账号的，把这一列设成“文本”重新填写",
            "amounts need nothing; if it is a number of something, set the column to text and enter it again"
        ),
        Remark::OwnUnit => say!(
            "对照例子看单位对不对；对的就不用改",
            "see from the example whether the unit is right; if it is nothing need be done"
        ),
        Remark::BareSerial => say!(
            "把这一列设成日期格式，看是不是要填的那一天；是就不用改",
            "set the column to a date format and see whether it is the day that was meant; if it is nothing need be done"
        ),
        Remark::TimeDropped => say!("日期是对的就不用改", "if the day is right nothing need be done"),
        Remark::Invisible => say!(
            "不影响核定；以后请重新键入这几格，不要粘贴",
            "no award depends on it; type the cells again instead of pasting them"
        ),
        Remark::LookAlike => say!(
            "照营业执照核对这几格；确实如此就不用改",
            "check the cells against the business licence; if they are right nothing need be done"
        ),
    }
}
