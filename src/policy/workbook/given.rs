//! The cells of an edited workbook, and the rows in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Bilingual, Code, Finding, codes::workbook as codes};
use crate::say;
use crate::source::{CellPlace, Place};

/// A sheet as it came back.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Its filled cells by row and column, both from 1: a text, or why nothing can be read.
    pub cells: BTreeMap<(u32, u32), Result<String, Bilingual>>,
}

/// A row under the headings: a text for each of them, empty where the cell is.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub number: u32,
    pub cells: Vec<String>,
}

/// A sheet whose headings have been found.
pub(super) struct Read<'a> {
    file: &'a Arc<str>,
    name: &'a str,
    columns: Vec<u32>,
    pub rows: Vec<Row>,
}

impl Read<'_> {
    /// A finding at a cell; `part` is the position of its heading.
    pub fn wrong(&self, code: &'static Code, row: u32, part: usize, message: Bilingual, remedy: Bilingual) -> Finding {
        Finding::new(code, self.place(row, part), message).remedy(remedy)
    }

    pub fn place(&self, row: u32, part: usize) -> Place {
        let column = self.columns.get(part).copied().unwrap_or(0);
        Place::Cell(CellPlace { file: Arc::clone(self.file), sheet: Arc::from(self.name), row, column })
    }
}

/// Finds the headings of a sheet, in whatever order, and reads the rows under them.
pub(super) fn read<'a>(
    file: &'a Arc<str>,
    given: &'a [Given],
    name: &'a str,
    headings: &[String],
    found: &mut Vec<Finding>,
) -> Option<Read<'a>> {
    let whole = |message, remedy| {
        let place = CellPlace { file: Arc::clone(file), sheet: Arc::from(name), row: 0, column: 0 };
        Finding::new(&codes::SHEET, Place::Cell(place), message).remedy(remedy)
    };
    let Some(sheet) = given.iter().find(|s| s.name == name) else {
        found.push(whole(
            say!("没有工作表“{name}”", "there is no sheet `{name}`"),
            say!(
                "工作表不要删去或改名；重新导出一份再改",
                "do not remove or rename sheets; export it anew and edit that"
            ),
        ));
        return None;
    };
    let mut lines: BTreeMap<u32, BTreeMap<u32, &Result<String, Bilingual>>> = BTreeMap::new();
    for ((row, column), cell) in &sheet.cells {
        lines.entry(*row).or_default().insert(*column, cell);
    }
    let position = |line: &BTreeMap<u32, &Result<String, Bilingual>>, heading: &str| {
        line.iter().find(|(_, cell)| cell.as_deref() == Ok(heading)).map(|(column, _)| *column)
    };
    // the line that has most of the headings
    let best = lines.iter().max_by_key(|(row, line)| {
        (headings.iter().filter(|h| position(line, h).is_some()).count(), std::cmp::Reverse(**row))
    });
    let (head, line) = best?;
    let columns: Vec<Option<u32>> = headings.iter().map(|h| position(line, h)).collect();
    let missing: Vec<&str> =
        headings.iter().zip(&columns).filter(|(_, c)| c.is_none()).map(|(h, _)| h.as_str()).collect();
    if !missing.is_empty() {
        let words = missing.join("、");
        found.push(whole(
            say!("工作表“{name}”没有“{words}”这些列", "the sheet `{name}` lacks the columns {words}"),
            say!("表头不要删去或改名", "do not remove or rename headings"),
        ));
        return None;
    }
    let mut read = Read { file, name, columns: columns.into_iter().flatten().collect(), rows: Vec::new() };
    for (number, line) in lines.range(head.saturating_add(1)..) {
        let mut cells = Vec::new();
        for (part, column) in read.columns.iter().enumerate() {
            match line.get(column) {
                None => cells.push(String::new()),
                Some(Ok(text)) => cells.push(text.trim().to_owned()),
                Some(Err(why)) => {
                    cells.push(String::new());
                    let remedy = say!("重新填写这一格", "fill this cell in again");
                    found.push(read.wrong(&codes::CELL, *number, part, why.clone(), remedy));
                }
            }
        }
        if cells.iter().any(|c| !c.is_empty()) {
            read.rows.push(Row { number: *number, cells });
        }
    }
    Some(read)
}
