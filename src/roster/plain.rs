//! A workbook as its cells, for readers that bring their own headings: each cell as the text that a person sees in it,
//! with exact digits. The file is checked as every roster is.

use std::sync::Arc;

use super::grid::{Cell, Format, Grid, Kind};
use super::{Limits, date, format, number, workbook};
use crate::diagnostic::{Bilingual, Finding};
use crate::exact::Exact;
use crate::say;

/// A sheet.
#[derive(Clone, Debug, Default)]
pub struct PlainSheet {
    /// Its name.
    pub name: Arc<str>,
    /// Its filled cells.
    pub cells: Vec<PlainCell>,
}

/// A filled cell.
#[derive(Clone, Debug)]
pub struct PlainCell {
    /// Row from 1.
    pub row: u32,
    /// Column from 1.
    pub column: u32,
    /// What is read in it, or why nothing is.
    pub text: Result<String, Bilingual>,
}

/// Reads all sheets.
///
/// # Errors
/// The file is no workbook, or one that cannot be trusted; findings as for a roster.
pub fn sheets(name: &str, bytes: &[u8]) -> Result<Vec<PlainSheet>, Vec<Finding>> {
    let (file, whole): (Arc<str>, Arc<str>) = (Arc::from(name), Arc::from(""));
    let limits = Limits::default();
    let opened = format::sniff(bytes).and_then(|format| match format {
        format::Format::Workbook => workbook::read(bytes, &limits),
        format::Format::Csv => Err(super::fault::Fault::new(
            &crate::diagnostic::codes::roster::FORMAT,
            say!("这是文字，不是工作簿", "this is text and no workbook"),
            say!("给出 rules export 写出的 .xlsx", "name the .xlsx that rules export wrote"),
        )),
    });
    let read = opened.map_err(|fault| vec![fault.in_sheet(&file, &whole)])?;
    let (mut sheets, mut found) = (Vec::new(), Vec::new());
    for (name, grid) in read {
        match grid {
            Ok(grid) => sheets.push(PlainSheet { cells: cells(&grid), name }),
            Err(fault) => found.push(fault.in_sheet(&file, &name)),
        }
    }
    if found.is_empty() { Ok(sheets) } else { Err(found) }
}

fn cells(grid: &Grid) -> Vec<PlainCell> {
    let rows = (0..grid.rows()).map(|row| (row, grid.number(row)));
    rows.flat_map(|(row, number)| {
        grid.row(row).map(move |cell| PlainCell { row: number, column: cell.column, text: text(cell, grid.date1904) })
    })
    .collect()
}

fn text(cell: Cell<'_>, from_1904: bool) -> Result<String, Bilingual> {
    let raw = cell.text;
    match (cell.kind, cell.format) {
        (Kind::Text, _) => Ok(raw.trim().to_owned()),
        (Kind::Day, _) => Ok(raw.to_owned()),
        (Kind::Logical, _) => Ok(if raw == "1" { "是" } else { "否" }.to_owned()),
        (Kind::Number, Format::Plain) => figure(raw).map(|n| n.to_string()),
        (Kind::Number, Format::Percent) => {
            let percent = figure(raw)?.mul(Exact::from(100)).ok_or_else(|| unreadable(raw))?;
            Ok(format!("{percent}%"))
        }
        (Kind::Number, Format::Day) => {
            let (figure, _) = number::stored(raw).map_err(|_| unreadable(raw))?;
            let (day, _) = date::serial(figure, from_1904).map_err(|_| unreadable(raw))?;
            Ok(day.to_string())
        }
        (Kind::Error, _) => Err(say!("公式出错：{raw}", "an error value: {raw}")),
        (Kind::Uncalculated, _) => Err(say!(
            "公式没有算出来；用 Excel 或 WPS 打开后保存",
            "a formula without its value; open and save it in Excel or WPS"
        )),
        _ => Err(unreadable(raw)),
    }
}

fn figure(raw: &str) -> Result<Exact, Bilingual> {
    number::stored(raw).ok().and_then(|(figure, _)| figure.exact()).ok_or_else(|| unreadable(raw))
}

fn unreadable(raw: &str) -> Bilingual {
    say!("“{raw}”读不出来", "`{raw}` cannot be read")
}
