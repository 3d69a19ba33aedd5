//! One file of a roster: what it really is, its sheets, and the tables that stand in them.

use std::sync::Arc;

use rayon::prelude::*;

use super::batch::Batch;
use super::fault::Fault;
use super::grid::Grid;
use super::heading::Lexicon;
use super::layout::{self, Found, Planned};
use super::limits::Limits;
use super::log::Source;
use super::mapping::{self, Pin};
use super::number::Unit;
use super::own::{self, Own};
use super::{Hidden, Options, RosterFile, csv, format, rows, workbook};
use crate::diagnostic::codes::roster as codes;
use crate::diagnostic::{Bilingual, Finding};
use crate::say;
use crate::schema::Schema;

/// What was made of one file.
#[derive(Default)]
pub struct FileRead {
    /// Findings with the index of their sheet.
    pub findings: Vec<(u32, Finding)>,
    /// Its tables, each with the sheet that it comes from.
    pub batches: Vec<(Source, Batch)>,
    /// Is there something that cannot be read?
    pub broken: bool,
    /// Tables that stand in a sheet that cannot be used.
    pub unusable: Vec<usize>,
    /// Something that cannot be read, of which nobody knows what tables it holds.
    pub opaque: bool,
}

/// Reads a file: its format, its sheets, the tables in them.
pub fn read(file: &RosterFile, schema: &Schema, options: &Options, lexicon: &Lexicon, pins: &[Pin]) -> FileRead {
    let name: Arc<str> = Arc::from(file.name.as_str());
    let whole: Arc<str> = Arc::from("");
    let mut read = FileRead::default();
    let sheets = match open(file, &options.limits) {
        Ok((sheets, fault)) => {
            let note = fault.map(|f| (0, f.in_sheet(&name, &whole)));
            read.findings.extend(note);
            sheets
        }
        Err(fault) => {
            read.findings.push((0, fault.in_sheet(&name, &whole)));
            read.broken = true;
            read.opaque = true;
            return read;
        }
    };
    let found: Vec<(Arc<str>, SheetRead)> = sheets
        .into_par_iter()
        .map(|(sheet, grid)| {
            let read = match grid {
                Ok(grid) => read_sheet(&grid, file, schema, options, lexicon, pins),
                Err(fault) => {
                    let mut read = SheetRead::default();
                    read.broken(vec![fault], layout::by_name(schema, &sheet));
                    read
                }
            };
            (sheet, read)
        })
        .collect();
    for (index, (sheet, found)) in found.into_iter().enumerate() {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        read.broken |= found.broken;
        read.unusable.extend(found.unusable);
        read.opaque |= found.opaque;
        let findings = found.faults.into_iter().map(|f| f.in_sheet(&name, &sheet));
        read.findings.extend(findings.map(|f| (index, f)));
        for batch in found.batches {
            let (file, sheet) = (Arc::clone(&name), Arc::clone(&sheet));
            let place = |p: &Planned| (p.column, p.unit.map_or(0, Unit::power));
            let columns = batch.columns.iter().map(|c| c.as_ref().map(place)).collect();
            let (table, headings) = (batch.table, batch.absent.1);
            let source = Source { file_index: 0, sheet_index: index, file, sheet, columns, table, headings };
            read.batches.push((source, batch));
        }
    }
    if read.batches.is_empty() && !read.broken {
        read.broken = true;
        let Bilingual { zh, en } = layout::wanted(schema);
        let fault = Fault::new(
            &codes::NO_TABLE,
            say!("文件里没有本政策包要用的表", "the file holds no table of this pack"),
            say!("核对是否拿错文件；{zh}", "check that this is the right file; {en}"),
        );
        read.findings.push((0, fault.in_sheet(&name, &whole)));
    }
    read
}

type Sheets = Vec<(Arc<str>, Result<Grid, Fault>)>;

/// The sheets of a file, and what is to be said about its name.
pub fn open(file: &RosterFile, limits: &Limits) -> Result<(Sheets, Option<Fault>), Fault> {
    let size = file.bytes.len();
    if size as u64 > limits.file_bytes {
        return Err(workbook::fault::limit(&format!("文件有 {size} 字节"), &format!("the file has {size} bytes")));
    }
    let format = format::sniff(&file.bytes)?;
    let sheets = match format {
        format::Format::Workbook => workbook::read(&file.bytes, limits)?,
        format::Format::Csv => vec![(Arc::from(""), csv::read(&file.bytes, limits))],
    };
    let extension = file.name.rsplit_once('.').map_or("", |(_, e)| e);
    let lies = !format::extensions(format).contains(&extension.to_lowercase().as_str());
    let note = lies.then(|| {
        let (zh, en) = match format {
            format::Format::Workbook => ("xlsx 工作簿", "an xlsx workbook"),
            format::Format::Csv => ("CSV 文字", "CSV text"),
        };
        Fault::new(
            &codes::EXTENSION,
            say!(
                "文件名的扩展名是“{extension}”，内容其实是{zh}，已按内容读取",
                "the file's extension is `{extension}` but it is {en}; it was read as what it is"
            ),
            say!("不用改；改成相符的扩展名更好", "nothing need be done; a fitting extension would be better"),
        )
    });
    Ok((sheets, note))
}

/// What was made of one sheet.
#[derive(Default)]
struct SheetRead {
    faults: Vec<Fault>,
    batches: Vec<Batch>,
    broken: bool,
    /// Tables that stand in it and cannot be used.
    unusable: Vec<usize>,
    /// Something that cannot be read, of which nobody knows what table it is.
    opaque: bool,
}

impl SheetRead {
    fn broken(&mut self, faults: Vec<Fault>, table: Option<usize>) {
        self.faults.extend(faults);
        self.broken = true;
        self.opaque |= table.is_none();
        self.unusable.extend(table);
    }
}

fn read_sheet(
    grid: &Grid,
    file: &RosterFile,
    schema: &Schema,
    options: &Options,
    lexicon: &Lexicon,
    pins: &[Pin],
) -> SheetRead {
    let mut read = SheetRead::default();
    match own::kind(grid) {
        Some(Own::Reading) => return read,
        Some(Own::Excerpt) => {
            read.broken(vec![own::excerpt()], None);
            return read;
        }
        None => {}
    }
    let pin = mapping::pin_for(pins, &file.name, &grid.sheet);
    if pin.is_some_and(|p| p.skip) {
        return read;
    }
    if grid.hidden && options.hidden == Hidden::Skip {
        read.faults.push(Fault::new(
            &codes::HIDDEN_DECIDED,
            say!("隐藏的工作表，按选项未计入", "a hidden sheet, left out as the option says"),
            say!("其中该计入的，取消隐藏", "unhide it if it should count"),
        ));
        return read;
    }
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(s, _)| s);
    let name = if grid.sheet.is_empty() { stem } else { &grid.sheet };
    for found in layout::find(grid, name, schema, lexicon, pin) {
        match found {
            Found::Nothing(fault) => read.faults.extend(fault),
            Found::Broken(faults, table) => read.broken(faults, table),
            Found::Table(layout) => {
                if let Some(table) = schema.tables.get(layout.table) {
                    let (batch, faults) = rows::read(grid, &layout, table, options.hidden);
                    read.faults.extend(faults);
                    read.batches.push(batch);
                }
            }
        }
    }
    read
}
