//! Drafts as a workbook.

use std::collections::BTreeMap;

use duixian::schema::Role;
use duixian::source::column_letters;
use duixian::value::Type;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use super::total::{self, Added, Of};
use super::{Column, Draft, Entry, Form, Line, Row, Square, Stroke, package};
use crate::city::Cell;
use crate::write::amount;
use crate::write::clean::properties;

const AMOUNT: &str = "#,##0.00####";
const DAY: &str = "yyyy-mm-dd";
const TEXT: &str = "@";
/// Days between the beginnings of the two date systems.
const TO_1904: i32 = 1462;

/// Writes a workbook.
pub fn bytes(sheets: &[Draft], form: Form) -> Result<Vec<u8>, String> {
    let mut book = Workbook::new();
    book.set_properties(&properties()?);
    let mut pen = Pen { formats: BTreeMap::new(), epoch: if form == Form::Workbook1904 { TO_1904 } else { 0 } };
    for draft in sheets {
        let sheet = book.add_worksheet();
        write(sheet, draft, &mut pen).map_err(|e| format!("{}: {e}", draft.name))?;
    }
    let bytes = book.save_to_buffer().map_err(|e| e.to_string())?;
    match form {
        Form::Workbook1904 => package::rewrite(&bytes, "xl/workbook.xml", |xml| {
            xml.replacen("<workbookPr ", "<workbookPr date1904=\"1\" ", 1)
        }),
        _ => Ok(bytes),
    }
}

struct Pen {
    formats: BTreeMap<&'static str, Format>,
    epoch: i32,
}

impl Pen {
    fn format(&mut self, shown: &'static str) -> &Format {
        self.formats.entry(shown).or_insert_with(|| match shown {
            "" => Format::new(),
            _ => Format::new().set_num_format(shown),
        })
    }
}

fn write(sheet: &mut Worksheet, draft: &Draft, pen: &mut Pen) -> Result<(), XlsxError> {
    sheet.set_name(&draft.name)?;
    sheet.set_hidden(draft.hidden);
    for (at, column) in draft.columns.iter().enumerate() {
        sheet.set_column_width(narrow(at), width(column))?;
        if column.hidden {
            sheet.set_column_hidden(narrow(at))?;
        }
    }
    let mut row = 0;
    for line in &draft.above {
        above(sheet, row, line, draft.columns.len())?;
        row += 1;
    }
    headings(sheet, row, draft)?;
    row += long(draft.heading_rows());
    let sums: Vec<Vec<Option<Added>>> = (0..draft.columns.len()).map(|at| total::column(draft, at)).collect();
    for (place, line) in draft.rows.iter().enumerate() {
        let at = row + long(place);
        match line {
            Row::Data(entry) => data(sheet, at, draft, entry, pen)?,
            Row::Subtotal(sum) | Row::Total(sum) => {
                sheet.write_string(at, label_column(draft), &sum.label)?;
                for (column, added) in sums.iter().enumerate() {
                    if let Some(added) = added.get(place).and_then(Option::as_ref) {
                        write_sum(sheet, at, column, added, sum.formula.then_some(row), pen)?;
                    }
                }
            }
            Row::Headings => headings(sheet, at, draft)?,
            Row::Blank => {}
            Row::Words(text) => {
                sheet.write_string(at, 0, text)?;
            }
        }
    }
    merge(sheet, row, draft)
}

fn above(sheet: &mut Worksheet, row: u32, line: &Line, columns: usize) -> Result<(), XlsxError> {
    let last = narrow(columns.saturating_sub(1));
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    match line {
        Line::Across(text) if last > 0 => sheet.merge_range(row, 0, row, last, text, &title)?,
        Line::Across(text) | Line::Left(text) => sheet.write_string(row, 0, text)?,
        Line::Right(text) => sheet.write_string(row, last, text)?,
    };
    Ok(())
}

fn headings(sheet: &mut Worksheet, row: u32, draft: &Draft) -> Result<(), XlsxError> {
    let format = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00E2_EFDA))
        .set_border(FormatBorder::Thin);
    let two = draft.heading_rows() == 2;
    let mut at = 0;
    while let Some(column) = draft.columns.get(at) {
        let alike = |c: &&Column| c.group.is_some() && c.group == column.group;
        let span = draft.columns.iter().skip(at).take_while(alike).count().max(1);
        let (first, last) = (narrow(at), narrow(at + span - 1));
        match &column.group {
            Some(group) if two => {
                if span > 1 {
                    sheet.merge_range(row, first, row, last, group, &format)?;
                } else {
                    sheet.write_string_with_format(row, first, group, &format)?;
                }
                for (i, below) in draft.columns.iter().skip(at).take(span).enumerate() {
                    sheet.write_string_with_format(row + 1, narrow(at + i), below.heading(), &format)?;
                }
            }
            _ if two => {
                sheet.merge_range(row, first, row + 1, first, &column.heading(), &format)?;
            }
            _ => {
                sheet.write_string_with_format(row, first, column.heading(), &format)?;
            }
        }
        at += span;
    }
    Ok(())
}

fn data(sheet: &mut Worksheet, row: u32, draft: &Draft, entry: &Entry, pen: &mut Pen) -> Result<(), XlsxError> {
    if entry.hidden {
        sheet.set_row_hidden(row)?;
    }
    for (at, (column, square)) in draft.columns.iter().zip(&entry.squares).enumerate() {
        cell(sheet, (row, narrow(at)), column, square, pen)?;
    }
    Ok(())
}

fn cell(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    column: &Column,
    square: &Square,
    pen: &mut Pen,
) -> Result<(), XlsxError> {
    let epoch = pen.epoch;
    let serial = |day| f64::from(amount::serial(day) - epoch);
    match &square.stroke {
        Some(Stroke::Text(text)) => sheet.write_string_with_format(row, at, text, pen.format(TEXT))?,
        Some(Stroke::Apostrophe(text)) => {
            sheet.write_string_with_format(row, at, text, &Format::new().set_quote_prefix())?
        }
        Some(Stroke::Number(digits, shown)) => {
            sheet.write_number_with_format(row, at, amount::number(digits), pen.format(shown))?
        }
        Some(Stroke::Serial(day, shown)) => sheet.write_number_with_format(row, at, serial(*day), pen.format(shown))?,
        Some(Stroke::Formula(formula, result)) => {
            let formula = formula.replace("{row}", &(row + 1).to_string());
            sheet.write_formula_with_format(row, at, Formula::new(formula).set_result(result), pen.format(""))?
        }
        Some(Stroke::Uncalculated(formula)) => {
            let formula = formula.replace("{row}", &(row + 1).to_string());
            sheet.write_formula(row, at, Formula::new(formula).set_result(""))?
        }
        None => match &square.value {
            Cell::Empty => sheet,
            Cell::Text(text) => sheet.write_string_with_format(row, at, text, pen.format(TEXT))?,
            Cell::Word(text) => sheet.write_string(row, at, *text)?,
            Cell::Money(cents) => {
                let digits = column.unit.digits(*cents);
                sheet.write_number_with_format(row, at, amount::number(&digits), pen.format(AMOUNT))?
            }
            Cell::Integer(number) => sheet.write_number(row, at, amount::number(&number.to_string()))?,
            Cell::Date(day) => sheet.write_number_with_format(row, at, serial(*day), pen.format(DAY))?,
            Cell::YesNo(yes) => sheet.write_string(row, at, if *yes { "是" } else { "否" })?,
        },
    };
    Ok(())
}

fn write_sum(
    sheet: &mut Worksheet,
    row: u32,
    column: usize,
    added: &Added,
    formula_from: Option<u32>,
    pen: &mut Pen,
) -> Result<(), XlsxError> {
    let at = narrow(column);
    let Some(first_row) = formula_from else {
        sheet.write_number_with_format(row, at, amount::number(&added.digits), pen.format(AMOUNT))?;
        return Ok(());
    };
    let letters = column_letters(u32::from(at) + 1);
    let name = |place: usize| format!("{letters}{}", first_row + long(place) + 1);
    let formula = match &added.of {
        Of::Rows(first, last) => format!("=SUM({}:{})", name(*first), name(*last)),
        Of::Subtotals(places) => {
            format!("={}", places.iter().map(|p| name(*p)).collect::<Vec<_>>().join("+"))
        }
    };
    sheet.write_formula_with_format(row, at, Formula::new(formula).set_result(&added.digits), pen.format(AMOUNT))?;
    Ok(())
}

/// Merges equal cells below each other in columns that ask for it, and the areas named.
fn merge(sheet: &mut Worksheet, row: u32, draft: &Draft) -> Result<(), XlsxError> {
    let format = Format::new().set_align(FormatAlign::VerticalCenter);
    let mut areas = draft.merged.clone();
    for (at, column) in draft.columns.iter().enumerate().filter(|(_, c)| c.merged) {
        let told = |row: &Row| match row {
            Row::Data(entry) => entry.squares.get(at).map(|s| s.value.clone()),
            _ => None,
        };
        let mut start = 0;
        for run in draft.rows.chunk_by(|a, b| told(a).is_some() && told(a) == told(b)) {
            if run.len() > 1 && column.field.is_some() {
                areas.push((start, start + run.len() - 1, at));
            }
            start += run.len();
        }
    }
    for (first, last, at) in areas {
        let text = match draft.rows.get(first) {
            Some(Row::Data(entry)) => entry.squares.get(at).map(text_of).unwrap_or_default(),
            _ => String::new(),
        };
        sheet.merge_range(row + long(first), narrow(at), row + long(last), narrow(at), &text, &format)?;
    }
    Ok(())
}

fn text_of(square: &Square) -> String {
    match &square.value {
        Cell::Text(text) => text.clone(),
        Cell::Word(text) => (*text).to_owned(),
        _ => String::new(),
    }
}

/// The column of a total's label: the name's, else the first that no code stands in.
fn label_column(draft: &Draft) -> u16 {
    let role = |c: &Column| c.field.as_ref().and_then(|(_, f)| f.role);
    let named = draft.columns.iter().position(|c| role(c) == Some(Role::Name));
    let free = draft.columns.iter().position(|c| role(c) != Some(Role::Code) && !c.is_added());
    narrow(named.or(free).unwrap_or(0))
}

fn width(column: &Column) -> u32 {
    match column.field.as_ref().map(|(_, f)| (&f.ty, f.role)) {
        Some((_, Some(Role::Code | Role::BankAccount))) => 22,
        Some((_, Some(Role::Name | Role::BankName))) => 34,
        Some((Type::Money, _)) => 15,
        Some((Type::Text, _)) => 20,
        _ => 12,
    }
}

fn narrow(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

fn long(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}
