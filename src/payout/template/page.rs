//! The sheet of one table: its headings, formats, lists, and nothing else.

use rust_xlsxwriter::{Color, Format, FormatAlign, IgnoreError, Note, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::guide::Lists;
use super::wanted::{Column, Wanted};
use super::{Source, rule, words};
use crate::payout::book::cell::column_number;
use crate::payout::book::looks::Looks;
use crate::payout::book::page::set_page;
use crate::say;
use crate::schema::{Empty, Role};
use crate::value::Type;

/// The last row that a sheet has.
const LAST: u32 = 1_048_575;

/// The colour of a heading: must it be filled in, should it, may it stay empty?
pub const fn colour(empty: &Empty) -> Color {
    match empty {
        Empty::Reject => Color::RGB(0x00F8_CBAD),
        Empty::Missing => Color::RGB(0x00DD_E8F3),
        Empty::None { .. } => Color::RGB(0x00ED_EDED),
    }
}

/// Puts a table onto its worksheet.
pub fn put(
    out: &mut Worksheet,
    source: Source<'_>,
    of: &Wanted<'_>,
    lists: &Lists,
    looks: &Looks,
) -> Result<(), XlsxError> {
    out.set_name(&of.sheet)?;
    let base = Format::new().set_font_name("宋体").set_font_size(10).set_align(FormatAlign::VerticalCenter);
    for (i, column) in of.columns.iter().enumerate() {
        let at = column_number(i);
        let heading = words::heading(column);
        let head = looks.head.clone().set_background_color(colour(&column.field.empty));
        out.write_string_with_format(0, at, &heading, &head)?;
        out.insert_note(0, at, &note(source, of, column))?;
        out.set_column_format(at, &face(&base, column))?;
        out.set_column_width(at, width(column, &heading))?;
        if is_text(column) {
            out.ignore_error_range(1, at, LAST, at, IgnoreError::NumberStoredAsText)?;
        }
        if let Some(rule) = rule::of(source, of, column, lists)? {
            out.add_data_validation(1, at, LAST, at, &rule)?;
        }
    }
    out.set_row_height(0, 36)?;
    out.set_freeze_panes(1, column_number(of.frozen()))?;
    out.set_repeat_rows(0, 0)?;
    out.set_print_gridlines(true);
    set_page(out, &format!("{} · {}", source.title(), of.sheet), source.lang);
    Ok(())
}

/// Are the cells of a column texts, whatever is typed?
fn is_text(column: &Column<'_>) -> bool {
    matches!(column.field.ty, Type::Text | Type::Choice(_))
}

fn face(base: &Format, column: &Column<'_>) -> Format {
    match column.field.ty {
        Type::Text | Type::Choice(_) => base.clone().set_num_format("@"),
        Type::Date => base.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        Type::YesNo => base.clone().set_align(FormatAlign::Center),
        Type::Money | Type::Number | Type::Integer => base.clone(),
    }
}

fn width(column: &Column<'_>, heading: &str) -> u16 {
    let own = match (&column.field.ty, column.field.role) {
        (_, Some(Role::Code)) => 22,
        (_, Some(Role::Name)) => 30,
        (_, Some(Role::BankName | Role::BankAccount)) => 26,
        (_, Some(Role::Identifier)) => 20,
        (Type::Text, _) => 20,
        (Type::Choice(choice), _) => choice.options.iter().map(|o| o.width()).max().unwrap_or(0).saturating_add(4),
        (Type::Money, _) => 14,
        (Type::Date, _) => 13,
        (Type::Number | Type::Integer | Type::YesNo, _) => 9,
    };
    // a short heading stands in one line, a long one breaks into two
    let room = match heading.width() {
        short @ ..=22 => short.saturating_add(3),
        long => long.div_ceil(2).saturating_add(5),
    };
    u16::try_from(own.max(room).min(40)).unwrap_or(20)
}

/// What a heading's note says.
fn note(source: Source<'_>, of: &Wanted<'_>, column: &Column<'_>) -> Note {
    let lang = source.lang;
    let mut lines = vec![words::what(source, of, column).get(lang).to_owned()];
    if let Type::Choice(choice) = &column.field.ty {
        lines.push(choice.options.join("、"));
    }
    lines.extend(words::kinds(source, of, column).map(|kinds| kinds.get(lang).to_owned()));
    lines.push(words::empty(source, of, column).get(lang).to_owned());
    if !column.measures.is_empty() {
        lines.push(format!(
            "{}{}",
            say!("哪些政策要看：", "measures that look at it: ").get(lang),
            column.measures.join("、")
        ));
    }
    let example = words::example(source, of, column);
    if !example.is_empty() {
        lines.push(format!("{}{example}", say!("例：", "example: ").get(lang)));
    }
    let high: usize = lines.iter().map(|line| line.width().div_ceil(42).max(1)).sum();
    let height = u32::try_from(high).unwrap_or(10).saturating_mul(18).saturating_add(14).min(500);
    Note::new(lines.join("\n"))
        .add_author_prefix(false)
        .set_author("duixian")
        .set_font_name("宋体")
        .set_font_size(10)
        .set_width(300)
        .set_height(height)
}
