//! A cell as money, a number or a whole number.

use super::super::grid::{Cell, Format, Kind};
use super::super::layout::Planned;
use super::super::number::{self, Figure};
use super::{Lane, Reading, Remark, unreadable, without_unit_word};
use crate::say;
use crate::schema::Field;
use crate::value::Type;

/// Reads a number of whatever kind.
pub fn read<'a>(cell: Cell<'a>, field: &Field, column: &Planned) -> Reading<'a> {
    let money = field.ty == Type::Money;
    let shown_otherwise = match cell.format {
        Format::Day | Format::Month | Format::Time | Format::Scaled => true,
        Format::Percent => field.ty != Type::Number,
        Format::Unit(_) => !money,
        Format::Plain | Format::ZeroPadded => false,
    };
    match cell.kind {
        Kind::Number if shown_otherwise => unreadable(
            cell,
            field,
            say!(
                "这个单元格显示的与实际存的不一致（日期、百分比、单位或缩放格式），把格式改成“数值”后核对",
                "what the cell shows is not what it holds (a date, percentage, unit or scaled format): set its format to number and check it"
            ),
        ),
        Kind::Number => {
            let (value, rounded) = match number::stored(cell.text) {
                Ok(read) => read,
                Err(why) => return not_a_number(cell, field, why),
            };
            // a unit that the cell shows is as good as one that is written in it
            let shown = match cell.format {
                Format::Unit(unit) => Some(unit),
                _ => None,
            };
            let own = shown.filter(|unit| column.unit != Some(*unit));
            let other = own.filter(|_| column.unit.is_some()).map(|_| Remark::OwnUnit);
            let remark = other.or(rounded.then_some(Remark::Rounded));
            let shift = match (&field.ty, own.or(column.unit)) {
                (Type::Money, None) => return Reading::NoUnit,
                (Type::Money, Some(unit)) => unit.power(),
                (Type::Number, _) if column.percent && cell.format == Format::Plain => -2,
                _ => 0,
            };
            match finish(cell, field, value.shifted(shift), shift, remark) {
                // the column's unit does not tell its digits
                Reading::Value(lane, _, remark) if own.is_some() => Reading::Value(lane, false, remark),
                read => read,
            }
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
        Kind::Text => match number::number(without_unit_word(cell.text, field)) {
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

fn finish<'a>(cell: Cell<'a>, field: &Field, value: Option<Figure>, shift: i8, remark: Option<Remark>) -> Reading<'a> {
    let money = field.ty == Type::Money;
    let value = match value.ok_or(number::Wrong::Size) {
        Ok(value) if field.ty == Type::Integer => value.whole(),
        other => other,
    };
    match value {
        // a money column's unit is remembered, so its plain digits need not be
        Ok(value) => Reading::Value(
            Lane::Number(value),
            is_plain(cell.text) && remark.is_none() && (money || shift == 0),
            remark,
        ),
        Err(why) => not_a_number(cell, field, why),
    }
}

/// Is it the shortest way to write its number?
fn is_plain(text: &str) -> bool {
    let digits = text.as_bytes().strip_prefix(b"-").unwrap_or(text.as_bytes());
    let point = digits.iter().position(|b| *b == b'.');
    let (whole, decimals) = point.and_then(|point| digits.split_at_checked(point)).unwrap_or((digits, b".1"));
    let decimals = decimals.get(1..).unwrap_or_default();
    let all = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    all(whole)
        && all(decimals)
        && !decimals.ends_with(b"0")
        && (whole == b"0" || !whole.starts_with(b"0"))
        && text != "-0"
}

fn not_a_number<'a>(cell: Cell, field: &Field, why: number::Wrong) -> Reading<'a> {
    let remedy = match why {
        number::Wrong::Digits => say!(
            "数字超过 15 位有效数字，表格软件存不下，核对后重新填写",
            "it has more than 15 significant digits, which no spreadsheet holds: check it and enter it again"
        ),
        number::Wrong::Size => {
            say!("数字大小不合常理，核对后重新填写", "its size is beyond belief: check it and enter it again")
        }
        number::Wrong::Fraction => say!("这里要填整数，不能有小数", "a whole number is wanted here, without decimals"),
        number::Wrong::Shape | number::Wrong::Unit => match field.ty {
            Type::Money => say!(
                "写成“1234.50”或“12.5万元”的样子；负数用减号，不用括号",
                "write it like `1234.50` or `12.5万元`; a negative one with a minus sign, not in brackets"
            ),
            Type::Integer => say!("只写数字，如“35”", "enter digits only, like `35`"),
            _ => say!("写成“1234.5”的样子", "write it like `1234.5`"),
        },
    };
    unreadable(cell, field, remedy)
}
