//! One cell as a value of its field's type, as a person sees it; or why it is none.
//!
//! It never corrects: what has two readings, or none, is held with the words that stand in the cell.

use std::borrow::Cow;

use super::fault::Fault;
use super::grid::{Cell, Format, Kind};
use super::layout::Planned;
use super::number::{self, Figure, Unit};
use super::text::{fold, is_blank, is_direction, is_zero_width, quoted, trim};
use super::{answer, date};
use crate::diagnostic::codes::roster as codes;
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::{Bilingual, Code};
use crate::say;
use crate::schema::{Field, Role};
use crate::value::{Choice, Type};

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
        Type::Choice(choice) => option(cell, field, choice, blank),
        _ if blank => Reading::Blank,
        Type::Money | Type::Number | Type::Integer => figure(cell, field, column),
        Type::Date => day(cell, field, from_1904),
        Type::Text => text(cell, field, from_1904),
    }
}

/// Cells that hold no value of any type.
fn no_value<'a>(cell: Cell<'a>, field: &Field) -> Option<Reading<'a>> {
    let name = &field.name;
    match cell.kind {
        Kind::Uncalculated => Some(Reading::Wrong(Box::new(Fault::new(
            &codes::NOT_CALCULATED,
            say!("“{name}”是公式,但公式未计算,没有结果", "`{name}` is a formula that was never calculated"),
            say!("请用 Excel 或 WPS 打开后保存,再用新文件", "open the file in Excel or WPS, save it and use that"),
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
        say!("改正这个单元格的公式,或直接填写数值", "correct the cell's formula, or enter the value itself"),
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
        say!("“{name}”写的是“{shown}”,不能读作{zh}", "`{name}` says `{shown}`, which cannot be read as {en}"),
        remedy,
    )
}

fn figure<'a>(cell: Cell<'a>, field: &Field, column: &Planned) -> Reading<'a> {
    let money = field.ty == Type::Money;
    let shown_otherwise = match cell.format {
        Format::Day | Format::Month | Format::Time | Format::Scaled => true,
        Format::Percent => field.ty != Type::Number,
        Format::Plain | Format::ZeroPadded => false,
    };
    match cell.kind {
        Kind::Number if shown_otherwise => unreadable(
            cell,
            field,
            say!(
                "这个单元格显示的与实际存的不一致(日期、百分比或缩放格式),把格式改成“数值”后核对",
                "what the cell shows is not what it holds (a date, percentage or scaled format): set its format to number and check it"
            ),
        ),
        Kind::Number => {
            let (value, rounded) = match number::stored(cell.text) {
                Ok(read) => read,
                Err(why) => return not_a_number(cell, field, why),
            };
            let remark = rounded.then_some(Remark::Rounded);
            let shift = match (&field.ty, column.unit) {
                (Type::Money, None) => return Reading::NoUnit,
                (Type::Money, Some(unit)) => unit.power(),
                (Type::Number, _) if column.percent && cell.format == Format::Plain => -2,
                _ => 0,
            };
            finish(cell, field, value.shifted(shift), shift, remark)
        }
        Kind::Text if money => match number::money(cell.text, column.unit) {
            Ok(amount) => {
                let other = amount.own_unit.is_some_and(|own| column.unit.is_some_and(|unit| unit != own));
                let remark = other.then_some(Remark::OwnUnit);
                let plain = amount.own_unit.is_none() && is_plain(cell.text);
                Reading::Value(Lane::Number(amount.value), plain, remark)
            }
            Err(number::Wrong::Unit) => Reading::NoUnit,
            Err(why) => not_a_number(cell, field, why),
        },
        Kind::Text => match number::number(without_unit_word(cell.text, &field.unit_words)) {
            Ok((value, percent)) => {
                let shift = if column.percent && !percent { -2 } else { 0 };
                if percent && field.ty == Type::Integer {
                    return not_a_number(cell, field, number::Wrong::Shape);
                }
                finish(cell, field, value.shifted(shift), shift, None)
            }
            Err(why) => not_a_number(cell, field, why),
        },
        _ => not_a_number(cell, field, number::Wrong::Shape),
    }
}

/// The number in front of a word that the field allows behind it: `2022` of `2022年`.
fn without_unit_word<'a>(text: &'a str, words: &[String]) -> &'a str {
    let trimmed = trim(text);
    words.iter().find_map(|word| trimmed.strip_suffix(word.as_str())).unwrap_or(trimmed)
}

fn finish<'a>(cell: Cell<'a>, field: &Field, value: Option<Figure>, shift: i8, remark: Option<Remark>) -> Reading<'a> {
    let money = field.ty == Type::Money;
    let value = match value.ok_or(number::Wrong::Size) {
        Ok(value) if field.ty == Type::Integer => value.whole(),
        other => other,
    };
    match value {
        // a money column's unit is remembered, so its plain digits need not be
        Ok(value) => Reading::Value(Lane::Number(value), is_plain(cell.text) && (money || shift == 0), remark),
        Err(why) => not_a_number(cell, field, why),
    }
}

/// Is it the shortest way to write its number?
fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "1"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all(whole) && all(decimals) && !decimals.ends_with('0') && (whole == "0" || !whole.starts_with('0')) && text != "-0"
}

fn not_a_number<'a>(cell: Cell, field: &Field, why: number::Wrong) -> Reading<'a> {
    let remedy = match why {
        number::Wrong::Digits => say!(
            "数字超过 15 位有效数字,表格软件存不下,核对后重新填写",
            "it has more than 15 significant digits, which no spreadsheet holds: check it and enter it again"
        ),
        number::Wrong::Size => {
            say!("数字大小不合常理,核对后重新填写", "its size is beyond belief: check it and enter it again")
        }
        number::Wrong::Fraction => say!("这里要填整数,不能有小数", "a whole number is wanted here, without decimals"),
        number::Wrong::Shape | number::Wrong::Unit => match field.ty {
            Type::Money => say!(
                "写成“1234.50”或“12.5万元”的样子;负数用减号,不用括号",
                "write it like `1234.50` or `12.5万元`; a negative one with a minus sign, not in brackets"
            ),
            Type::Integer => say!("只写数字,如“35”", "enter digits only, like `35`"),
            _ => say!("写成“1234.5”的样子", "write it like `1234.5`"),
        },
    };
    unreadable(cell, field, remedy)
}

fn day<'a>(cell: Cell<'a>, field: &Field, from_1904: bool) -> Reading<'a> {
    let read = match (cell.kind, cell.format) {
        (Kind::Day, _) => {
            let day = cell.text.get(..10).unwrap_or(cell.text);
            let timed = cell.text.len() > 10 && !cell.text.contains("T00:00:00");
            date::date(day).map(|d| (d, timed.then_some(Remark::TimeDropped)))
        }
        (Kind::Number, Format::Month) => Err(date::Wrong::Month),
        (Kind::Number, Format::Day | Format::Plain) => {
            let written = cell.text.len() == 8 && cell.format == Format::Plain;
            if written && cell.text.bytes().all(|b| b.is_ascii_digit()) {
                date::date(cell.text).map(|d| (d, None))
            } else {
                let bare = (cell.format == Format::Plain).then_some(Remark::BareSerial);
                number::stored(cell.text)
                    .map_err(|_| date::Wrong::Shape)
                    .and_then(|(figure, _)| date::serial(figure, from_1904))
                    .map(|(d, timed)| (d, timed.then_some(Remark::TimeDropped).or(bare)))
            }
        }
        (Kind::Text, _) => date::date(cell.text).map(|d| (d, None)),
        _ => Err(date::Wrong::Shape),
    };
    match read {
        Ok((day, remark)) => {
            let plain = (cell.kind == Kind::Number && cell.format == Format::Day)
                || cell.text.len() == 10 && cell.text == day.to_string();
            Reading::Value(Lane::Day(day.number()), plain, remark)
        }
        Err(why) => {
            let remedy = match why {
                date::Wrong::Month => {
                    say!("这里只有年月,补上“日”", "this is only a month: add the day")
                }
                date::Wrong::NoSuchDay => {
                    say!("没有这一天,核对后重新填写", "there is no such day: check it and enter it again")
                }
                date::Wrong::Range => say!(
                    "日期应在 1980 年至 2100 年之间,核对后重新填写",
                    "a date should lie between 1980 and 2100: check it and enter it again"
                ),
                date::Wrong::Shape => say!("写成“2022-12-12”的样子", "write it like `2022-12-12`"),
            };
            unreadable(cell, field, remedy)
        }
    }
}

fn option<'a>(cell: Cell<'a>, field: &Field, choice: &Choice, blank: bool) -> Reading<'a> {
    let exact = |text: &str| choice.index(text);
    let spelt = |text: &str| {
        let (_, option) = field.spellings.iter().find(|(spelling, _)| spelling == text)?;
        choice.index(option)
    };
    if let Some(index) = exact(cell.text) {
        return Reading::Value(Lane::Choice(index), true, None);
    }
    if let Some(index) = spelt(trim(cell.text)) {
        return Reading::Value(Lane::Choice(index), false, None);
    }
    if blank {
        return Reading::Blank;
    }
    let folded = fold(cell.text);
    let by_fold = choice
        .options
        .iter()
        .map(|o| (o, o))
        .chain(field.spellings.iter().map(|(spelling, option)| (spelling, option)))
        .find(|(written, _)| fold(written) == folded)
        .and_then(|(_, option)| choice.index(option));
    if let Some(index) = by_fold {
        return Reading::Value(Lane::Choice(index), false, None);
    }
    let options = choice.options.join("、");
    let known = choice.options.iter().map(String::as_str);
    let remedy = match nearest(trim(cell.text), known) {
        Some(option) => {
            say!("是不是“{option}”?只能填:{options}", "did you mean `{option}`? it must be one of: {options}")
        }
        None => say!("只能填:{options}", "it must be one of: {options}"),
    };
    unreadable(cell, field, remedy)
}

fn text<'a>(cell: Cell<'a>, field: &Field, from_1904: bool) -> Reading<'a> {
    let digits_matter = matches!(field.role, Some(Role::BankAccount | Role::Identifier));
    match cell.kind {
        Kind::Number if cell.format == Format::Day => match day(cell, field, from_1904) {
            Reading::Value(Lane::Day(number), ..) => {
                let day = crate::calendar::Date::from_number(number);
                let text = day.map(|d| d.to_string()).unwrap_or_default();
                Reading::Value(Lane::Text(Cow::Owned(text)), false, None)
            }
            other => other,
        },
        Kind::Number => {
            let plain = cell.text.len() <= 15 && cell.text.bytes().all(|b| b.is_ascii_digit());
            let lost = !plain || cell.format == Format::ZeroPadded;
            if digits_matter && (lost || field.role == Some(Role::BankAccount)) {
                return digits_lost(cell, field);
            }
            match number::stored(cell.text) {
                Ok((figure, rounded)) => {
                    let text = figure.to_string();
                    let remark = rounded.then_some(Remark::Rounded);
                    let same = text == cell.text;
                    Reading::Value(Lane::Text(Cow::Owned(text)), same, remark)
                }
                Err(_) => unreadable(cell, field, retype()),
            }
        }
        Kind::Text if digits_matter && is_scientific(cell.text) => digits_lost(cell, field),
        _ => free_text(cell, field),
    }
}

/// Numbers that Excel has rounded: `9.14E+17`.
pub fn is_scientific(text: &str) -> bool {
    let text = trim(text);
    let mut parts = text.splitn(2, ['E', 'e']);
    let (mantissa, exponent) = (parts.next().unwrap_or_default(), parts.next());
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    exponent.is_some_and(|e| {
        e.strip_prefix('+').is_some_and(digits)
            && mantissa.starts_with(|c: char| c.is_ascii_digit())
            && digits(&mantissa.replace('.', ""))
    })
}

fn digits_lost<'a>(cell: Cell, field: &Field) -> Reading<'a> {
    let (name, shown) = (&field.name, quoted(cell.text));
    wrong(
        &codes::DIGITS_LOST,
        say!(
            "“{name}”被存成了数字“{shown}”,末位或前面的 0 可能已经丢失",
            "`{name}` is stored as the number `{shown}`, so last digits or leading zeros may be lost"
        ),
        say!(
            "把这一列设为“文本”格式,再按原件重新填写",
            "set the column's format to text and type it again from the original"
        ),
    )
}

fn free_text<'a>(cell: Cell<'a>, field: &Field) -> Reading<'a> {
    let trimmed = trim(cell.text);
    let name = field.role == Some(Role::Name);
    let is_break = |c: char| matches!(c, '\n' | '\r' | '\t');
    let (mut strange, mut invisible, mut broken, mut alike) = (false, false, false, false);
    for c in trimmed.chars() {
        // nearly all characters are plain letters, digits and ideographs
        if c.is_ascii_graphic() || matches!(c, '一'..='龥') {
            continue;
        }
        broken |= is_break(c);
        strange |= is_direction(c) || (c.is_control() && (name || !is_break(c)));
        invisible |= is_zero_width(c);
        alike |= looks_alike(c);
    }
    if strange {
        let (field_name, shown) = (&field.name, quoted(trimmed));
        return wrong(
            &codes::CONTROL_CHARACTER,
            say!(
                "“{field_name}”里有看不见的控制字符:“{shown}”",
                "`{field_name}` holds control characters that cannot be seen: `{shown}`"
            ),
            say!("删去后重新填写", "delete them and type it again"),
        );
    }
    let remark = if invisible {
        Some(Remark::Invisible)
    } else if name && alike {
        Some(Remark::LookAlike)
    } else {
        None
    };
    let value = if invisible || broken {
        let text = trimmed.chars().filter(|c| !is_zero_width(*c));
        Cow::Owned(text.map(|c| if is_break(c) { ' ' } else { c }).collect())
    } else {
        Cow::Borrowed(trimmed)
    };
    let plain = value.as_ref() == cell.text;
    Reading::Value(Lane::Text(value), plain, remark)
}

/// Letters of other scripts, and radicals, that look like Latin letters or Chinese characters.
fn looks_alike(c: char) -> bool {
    matches!(c, '\u{0370}'..='\u{03FF}' | '\u{0400}'..='\u{052F}' | '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}')
}

/// What a remark says, about `count` cells of a column of which one is shown.
pub fn remark(
    remark: Remark,
    field: &str,
    count: usize,
    raw: &str,
    unit: Option<Unit>,
) -> (&'static Code, Bilingual, Bilingual) {
    let raw = quoted(raw);
    let unit = unit.map_or("", Unit::zh);
    let check = || say!("核对;没有错就不用改", "check it; if it is right nothing need be done");
    match remark {
        Remark::Rounded => (
            &codes::ROUNDED,
            say!(
                "“{field}”有 {count} 个单元格的数字超过 15 位(如“{raw}”),按表格显示的 15 位读取",
                "{count} cells of `{field}` hold more than 15 digits (such as `{raw}`) and are read as the 15 that a spreadsheet shows"
            ),
            check(),
        ),
        Remark::OwnUnit => (
            &codes::UNIT_IN_CELL,
            say!(
                "“{field}”的单位是{unit},有 {count} 个单元格自带别的单位(如“{raw}”),按单元格自带的读取",
                "`{field}` is in {unit}, and {count} cells name another unit (such as `{raw}`), by which they are read"
            ),
            check(),
        ),
        Remark::BareSerial => (
            &codes::COERCED,
            say!(
                "“{field}”有 {count} 个单元格把日期存成了数字(如“{raw}”),按日期序列号读取",
                "{count} cells of `{field}` hold a date as a bare number (such as `{raw}`), read as a serial date"
            ),
            check(),
        ),
        Remark::TimeDropped => (
            &codes::COERCED,
            say!(
                "“{field}”有 {count} 个单元格带有时刻(如“{raw}”),只取日期",
                "{count} cells of `{field}` carry a time of day (such as `{raw}`); only the date is used"
            ),
            check(),
        ),
        Remark::Invisible => (
            &codes::LOOKALIKE,
            say!(
                "“{field}”有 {count} 个单元格带有看不见的零宽字符(如“{raw}”),读取时略去",
                "{count} cells of `{field}` hold characters without width (such as `{raw}`), left out when read"
            ),
            check(),
        ),
        Remark::LookAlike => (
            &codes::LOOKALIKE,
            say!(
                "“{field}”有 {count} 个单元格含有形似汉字或英文的别种字符(如“{raw}”)",
                "{count} cells of `{field}` hold characters that look like others (such as `{raw}`)"
            ),
            check(),
        ),
    }
}
