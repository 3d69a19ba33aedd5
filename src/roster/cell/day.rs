//! A cell as a day: a serial number, a written day, or one that the file spells out.

use super::super::grid::{Cell, Format, Kind};
use super::super::{date, number};
use super::{Lane, Reading, Remark, unreadable};
use crate::say;
use crate::schema::Field;

/// Reads a day.
pub fn read<'a>(cell: Cell<'a>, field: &Field, from_1904: bool) -> Reading<'a> {
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
                    say!("这里只有年月，补上“日”", "this is only a month: add the day")
                }
                date::Wrong::NoSuchDay => {
                    say!("没有这一天，核对后重新填写", "there is no such day: check it and enter it again")
                }
                date::Wrong::Range => say!(
                    "日期应在 1980 年至 2100 年之间，核对后重新填写",
                    "a date should lie between 1980 and 2100: check it and enter it again"
                ),
                date::Wrong::Shape => say!("写成“2022-12-12”的样子", "write it like `2022-12-12`"),
            };
            unreadable(cell, field, remedy)
        }
    }
}
