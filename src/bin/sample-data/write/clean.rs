//! The clean workbook: a sheet for each table, headings in the first row as the template writes them.

use std::path::Path;

use duixian::schema::{Field, FieldId, Schema, Table, TableId};
use duixian::value::Type;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::amount;
use crate::city::{Cell, City};

/// Rows below the headings of one sheet; what is more goes on a second one. A sheet that is full to the last
/// row looks as if rows had been lost, so this stays below what a sheet can hold.
const SHEET_ROWS: usize = 1_000_000;
/// From so many enterprises on, rows are written through instead of kept. (Such files once did not open
/// in WPS, so smaller ones are kept.)
const LARGE: usize = 100_000;

/// Writes the workbook.
pub fn workbook(city: &City, schema: &Schema, path: &Path) -> Result<(), String> {
    let told = |e: XlsxError| format!("{}: {e}", path.display());
    let mut book = Workbook::new();
    book.set_properties(&properties()?);
    let formats = Formats::new();
    for (at, table) in schema.tables.iter().enumerate() {
        let count = city.len(schema, TableId(at));
        let mut first = 0;
        let mut part = 1;
        loop {
            let sheet = if city.firms.len() >= LARGE {
                book.add_worksheet_with_constant_memory().map_err(told)?
            } else {
                book.add_worksheet()
            };
            let name = table.sheets.first().map_or(table.name.as_str(), String::as_str);
            let name = if part == 1 { name.to_owned() } else { format!("{name}({part})") };
            sheet.set_name(name).map_err(told)?;
            let last = count.min(first + SHEET_ROWS);
            headings(sheet, table, &formats).map_err(told)?;
            for row in first..last {
                let line = u32::try_from(row - first + 1).unwrap_or(u32::MAX);
                for (column, field) in table.fields.iter().enumerate() {
                    let cell = city
                        .cell(schema, TableId(at), row, FieldId(column))
                        .ok_or_else(|| format!("the city knows no {} of {}", field.name, table.name))?;
                    let column = u16::try_from(column).unwrap_or(u16::MAX);
                    write(sheet, line, column, &cell, &formats).map_err(told)?;
                }
            }
            (first, part) = (last, part + 1);
            if first >= count {
                break;
            }
        }
    }
    book.save(path).map_err(told)?;
    Ok(())
}

/// The same date of creation always: the clock would change the bytes.
pub fn properties() -> Result<DocProperties, String> {
    let day = ExcelDateTime::from_ymd(2023, 3, 2).map_err(|e| e.to_string())?;
    Ok(DocProperties::new().set_creation_datetime(&day))
}

struct Formats {
    heading: Format,
    money: Format,
    date: Format,
    text: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color("DDEBF7")
                .set_border(FormatBorder::Thin),
            money: Format::new().set_num_format("#,##0.00####"),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            text: Format::new().set_num_format("@"),
        }
    }
}

/// The heading that the template gives a field.
pub fn heading(field: &Field) -> String {
    if field.ty == Type::Money { format!("{}(万元)", field.name) } else { field.name.clone() }
}

fn headings(sheet: &mut Worksheet, table: &Table, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 2)?;
    for (column, field) in table.fields.iter().enumerate() {
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        sheet.set_column_width(column, width(field))?;
    }
    sheet.set_row_height(0, 32)?;
    for (column, field) in table.fields.iter().enumerate() {
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        sheet.write_string_with_format(0, column, heading(field), &formats.heading)?;
    }
    Ok(())
}

fn width(field: &Field) -> u32 {
    match (&field.ty, field.role) {
        (_, Some(duixian::schema::Role::Code | duixian::schema::Role::BankAccount)) => 22,
        (_, Some(duixian::schema::Role::Name | duixian::schema::Role::BankName)) => 34,
        (Type::Text, _) => 24,
        (Type::Money, _) => 15,
        _ => 13,
    }
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(row, column, text, &formats.text)?;
        }
        Cell::Word(text) => {
            sheet.write_string(row, column, *text)?;
        }
        Cell::Money(cents) => {
            let value = amount::number(&amount::wan(*cents));
            sheet.write_number_with_format(row, column, value, &formats.money)?;
        }
        Cell::Integer(number) => {
            let value = amount::number(&number.to_string());
            sheet.write_number(row, column, value)?;
        }
        Cell::Date(day) => {
            let serial = f64::from(amount::serial(*day));
            sheet.write_number_with_format(row, column, serial, &formats.date)?;
        }
        Cell::YesNo(yes) => {
            sheet.write_string(row, column, if *yes { "是" } else { "否" })?;
        }
    }
    Ok(())
}
