//! An .xlsx workbook into grids: the archive and every part of it are checked first, then each sheet is
//! read in one pass of our own, so that no two programs can see different numbers in the file.
//!
//! Formats other than .xlsx are not read here; [`format`](super::format) recognises and names them.

mod book;
pub mod fault;
mod package;
mod sheet;
mod strings;
pub mod styles;
mod xml;

use std::sync::Arc;

use rayon::prelude::*;

use super::fault::Fault;
use super::grid::{Grid, Strings};
use super::limits::Limits;
use package::Package;

/// What was read of a workbook: its sheets in order, each with its name, or what is wrong with it.
pub type Sheets = Vec<(Arc<str>, Result<Grid, Fault>)>;

/// Reads all sheets of a workbook. `Err` is about the file as a whole.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Sheets, Fault> {
    let package = Package::open(bytes, limits)?;
    let book = book::read(&package)?;
    if book.sheets.len() > limits.sheets {
        let count = book.sheets.len();
        return Err(fault::limit(&format!("工作簿有 {count} 个工作表"), &format!("the workbook has {count} sheets")));
    }
    let shared = match &book.strings {
        Some(part) => package.stream(part, |reader| strings::read(reader, limits))?,
        None => Strings::default(),
    };
    if shared.len() as u64 > limits.cells {
        let count = shared.len();
        return Err(fault::limit(&format!("工作簿有 {count} 条文字"), &format!("the workbook has {count} texts")));
    }
    let formats = match &book.styles {
        Some(part) => styles::read(&package.read(part)?)?,
        None => Vec::new(),
    };
    let context =
        sheet::Context { shared: Arc::new(shared), formats: &formats, to_calculate: book.to_calculate, limits };
    // parts that nobody looks at are read as well: a flipped bit anywhere means a damaged file
    let used = book.sheets.iter().map(|s| &s.part).chain(&book.strings).chain(&book.styles);
    let used: Vec<String> = used.map(|part| part.to_lowercase()).collect();
    for name in package.names() {
        if !used.iter().any(|u| u == name) {
            package.check(name)?;
        }
    }
    let sheets: Sheets = book
        .sheets
        .par_iter()
        .map(|listed| {
            let name: Arc<str> = Arc::from(listed.name.as_str());
            let grid = package.stream_ahead(&listed.part, |reader| sheet::read(reader, Arc::clone(&name), &context));
            let grid = grid.map(|mut grid| {
                grid.hidden = listed.hidden;
                grid.date1904 = book.date1904;
                grid
            });
            (name, grid)
        })
        .collect();
    let cells: usize = sheets.iter().filter_map(|(_, grid)| grid.as_ref().ok()).map(Grid::filled).sum();
    if cells as u64 > limits.cells {
        return Err(fault::limit(&format!("工作簿有 {cells} 个单元格"), &format!("the workbook has {cells} cells")));
    }
    Ok(sheets)
}
