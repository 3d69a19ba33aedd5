//! What a cell of a column accepts: lists, days, numbers, codes of 18 characters. A spreadsheet says so when something else is
//! typed; what is pasted it does not check, so that the reader checks everything again.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Formula, XlsxError,
};

use super::Source;
use super::guide::Lists;
use super::wanted::{Column, Wanted};
use super::words;
use crate::calendar::YEARS;
use crate::say;
use crate::schema::Role;
use crate::value::Type;

/// The longest text that is shown beside a cell, and the longest title.
const SHOWN: (usize, usize) = (255, 32);

/// Numbers that fit in a cell without losing a digit.
const LARGEST: f64 = 999_999_999_999.0;

/// What the cells of a column accept; none: any text.
pub fn of(
    source: Source<'_>,
    of: &Wanted<'_>,
    column: &Column<'_>,
    lists: &Lists,
) -> Result<Option<DataValidation>, XlsxError> {
    let field = column.field;
    let rule = DataValidation::new();
    let listed = lists.get(&(of.id, column.id));
    let (rule, strict) = match (&field.ty, field.role) {
        _ if words::is_measure(source, of, column) => match listed {
            Some(range) => (rule.allow_list_formula(Formula::new(range)), false),
            None => return Ok(None),
        },
        (_, Some(Role::Code)) => (rule.allow_text_length(DataValidationRule::EqualTo(18)), true),
        (Type::YesNo, _) => (rule.allow_list_strings(&["是", "否"])?, true),
        (Type::Choice(choice), _) => match listed {
            Some(range) => (rule.allow_list_formula(Formula::new(range)), true),
            None => (rule.allow_list_strings(&choice.options)?, true),
        },
        (Type::Date, _) => {
            let day = |year: i16, month, day| ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(1980), month, day);
            let (first, last) = (day(*YEARS.start(), 1, 1)?, day(*YEARS.end(), 12, 31)?);
            (rule.allow_date(DataValidationRule::Between(first, last)), true)
        }
        (Type::Money, _) if words::is_unsigned(source, of, column) => {
            (rule.allow_decimal_number(DataValidationRule::Between(0.0, LARGEST)), true)
        }
        (Type::Money | Type::Number, _) => {
            (rule.allow_decimal_number(DataValidationRule::Between(-LARGEST, LARGEST)), true)
        }
        (Type::Integer, _) if words::is_year(source, of, column) => {
            let (first, last) = (i32::from(*YEARS.start()), i32::from(*YEARS.end()));
            (rule.allow_whole_number(DataValidationRule::Between(first, last)), true)
        }
        (Type::Integer, _) => (rule.allow_whole_number(DataValidationRule::Between(-999_999_999, 999_999_999)), true),
        (Type::Text, _) => return Ok(None),
    };
    let what = words::what(source, of, column);
    let empty = words::empty(source, of, column);
    let help = say!("{}。\n{}", "{}\n{}", what.get(source.lang), empty.get(source.lang));
    let wrong = say!("这里要填：{}", "wanted: {}", what.get(source.lang));
    let style = if strict { DataValidationErrorStyle::Stop } else { DataValidationErrorStyle::Warning };
    rule.set_input_title(short(&words::heading(column), SHOWN.1))?
        .set_input_message(short(help.get(source.lang), SHOWN.0))?
        .set_error_title(short(&words::heading(column), SHOWN.1))?
        .set_error_message(short(wrong.get(source.lang), SHOWN.0))
        .map(|rule| Some(rule.set_error_style(style)))
}

/// Must the options stand in cells: are there too many of them, or one with a comma?
pub fn needs_cells(options: &[String]) -> bool {
    let length: usize = options.iter().map(|o| o.encode_utf16().count().saturating_add(1)).sum();
    length > SHOWN.0 || options.iter().any(|o| o.contains([',', '"']))
}

fn short(text: &str, room: usize) -> String {
    let mut units = 0usize;
    let fits = |c: &char| {
        units = units.saturating_add(c.len_utf16());
        units <= room
    };
    text.chars().take_while(fits).collect()
}
