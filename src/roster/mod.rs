//! Rosters: from the workbooks and CSV files that counties send to typed columns ([`Dataset`]).
//!
//! ```text
//! bytes ─► format ─► workbook │ csv ─► grid ─► layout ─► rows ─► batch ─► assemble ─► Roster
//!          what is   checked, one     cells    table,    data or  typed    tied, merged,
//!          it?       pass             as are   headings, aside?   lanes    accounted for
//!                                              units
//! ```
//!
//! Names and bytes in, never paths. Nothing is guessed: what is ambiguous, unreadable or contradictory
//! becomes a finding with its place and a remedy, and the lane that it concerns is missing. An input that
//! cannot be read at all is an `Err` with all findings of all inputs.
//!
//! How an amount, a day, an answer and a credit code may be written is published in [`number`],
//! [`date`], [`answer`] and [`code`]; how headings are understood, in the module docs of `heading` and `mapping`.

mod assemble;
mod batch;
mod cell;
mod csv;
mod fault;
mod format;
mod grid;
mod heading;
mod label;
mod layout;
mod limits;
mod log;
mod mapping;
mod ranges;
mod rows;
mod suspicion;
mod total;
mod workbook;

pub mod answer;
pub mod code;
pub mod date;
pub mod number;
pub mod text;

use std::sync::Arc;

use rayon::prelude::*;

use crate::dataset::{Dataset, Provenance};
use crate::diagnostic::codes::roster as codes;
use crate::diagnostic::{Finding, Severity};
use crate::say;
use crate::schema::{Absent, ENTERPRISES, FieldId, Role, Schema, TableId};
use crate::source::{CellPlace, Place};
use crate::value::{Data, Type, Value};

pub use limits::Limits;
pub use total::ControlTotal;

use batch::Batch;
use code::CreditCode;
use fault::Fault;
use grid::Grid;
use heading::Lexicon;
use layout::Found;
use log::{Log, Source};
use mapping::Pin;

/// A file as it was handed in.
#[derive(Clone, Debug, Default)]
pub struct RosterFile {
    /// Its name, without a path.
    pub name: String,
    /// Its content.
    pub bytes: Arc<[u8]>,
}

/// What happens with hidden rows, columns and sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hidden {
    /// They are included, and a warning lists them.
    #[default]
    Report,
    /// They are included.
    Include,
    /// They are left out.
    Skip,
}

/// How a roster is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The policy year: `{年}` in headings.
    pub year: i16,
    /// The mapping file, if there is one.
    pub mapping: Option<RosterFile>,
    /// What happens with hidden cells.
    pub hidden: Hidden,
    /// Tables that are declared to be empty.
    pub assume_empty: Vec<String>,
    /// How much is read at most.
    pub limits: Limits,
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Files read so far.
    pub done: usize,
    /// Files in all.
    pub files: usize,
}

/// A roster: its values, where each stands, and what is to be said about it.
#[derive(Clone, Debug)]
pub struct Roster {
    /// The values.
    pub dataset: Dataset,
    /// What was found, in input order.
    pub findings: Vec<Finding>,
    /// What became of every row, a line for each table.
    pub accounting: Vec<TableAccount>,
    /// The totals that stand in the sheets.
    pub control_totals: Vec<ControlTotal>,
    codes: Vec<CreditCode>,
    schema: Schema,
    sources: Vec<Source>,
    origins: Vec<Vec<(u32, u32)>>,
    raw: Vec<Vec<assemble::Raw>>,
}

/// What became of the rows of a table, headings not counted: rows = used + merged + excluded + rejected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableAccount {
    /// The table.
    pub table: String,
    /// Rows in the files.
    pub rows: u64,
    /// Rows in the dataset.
    pub used: u64,
    /// Further rows of the same enterprise, and identical records.
    pub merged: u64,
    /// Titles, notes, totals, repeated headings, blank rows in between.
    pub excluded: u64,
    /// Rows that cannot be used; each has a finding.
    pub rejected: u64,
}

impl TableAccount {
    /// Is every row accounted for?
    #[must_use]
    pub const fn balances(&self) -> bool {
        self.rows == self.used + self.merged + self.excluded + self.rejected
    }
}

/// Reads a roster.
///
/// # Errors
/// All findings of all inputs, when one of them cannot be read: the file, a table in it, or a table that must be there.
pub fn read(files: &[RosterFile], schema: &Schema, options: &Options) -> Result<Roster, Vec<Finding>> {
    read_with_progress(files, schema, options, &|_| {})
}

/// Reads a roster and tells how far it is.
///
/// # Errors
/// As [`read`].
pub fn read_with_progress(
    files: &[RosterFile],
    schema: &Schema,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Roster, Vec<Finding>> {
    let pins = match &options.mapping {
        Some(file) => mapping::read(file, schema)?,
        None => Vec::new(),
    };
    let lexicon = Lexicon::new(schema, options.year);
    let done = std::sync::atomic::AtomicUsize::new(0);
    let read: Vec<FileRead> = files
        .par_iter()
        .map(|file| {
            let read = read_file(file, schema, options, &lexicon, &pins);
            let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            progress(Progress { done, files: files.len() });
            read
        })
        .collect();
    put_together(read, schema, options)
}

/// What was made of one file.
#[derive(Default)]
struct FileRead {
    /// Findings with the index of their sheet.
    findings: Vec<(u32, Finding)>,
    batches: Vec<(Source, Batch)>,
    broken: bool,
    /// Tables that stand in a sheet that cannot be used.
    unusable: Vec<usize>,
    /// Something that cannot be read, of which nobody knows what tables it holds.
    opaque: bool,
}

fn read_file(file: &RosterFile, schema: &Schema, options: &Options, lexicon: &Lexicon, pins: &[Pin]) -> FileRead {
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
            let source = Source { file_index: 0, sheet_index: index, file, sheet, columns: Vec::new() };
            read.batches.push((source, batch));
        }
    }
    if read.batches.is_empty() && !read.broken {
        read.broken = true;
        let fault = Fault::new(
            &codes::NO_TABLE,
            say!("文件里没有本政策包要用的表", "the file holds no table of this pack"),
            say!(
                "核对是否拿错文件；表头请照模板填写",
                "check that this is the right file; give it the headings of the template"
            ),
        );
        read.findings.push((0, fault.in_sheet(&name, &whole)));
    }
    read
}

type Sheets = Vec<(Arc<str>, Result<Grid, Fault>)>;

/// The sheets of a file, and what is to be said about its name.
fn open(file: &RosterFile, limits: &Limits) -> Result<(Sheets, Option<Fault>), Fault> {
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
    let pin = mapping::pin_for(pins, &file.name, &grid.sheet);
    if pin.is_some_and(|p| p.skip) {
        return read;
    }
    if grid.hidden && options.hidden == Hidden::Skip {
        read.faults.push(Fault::new(
            &codes::HIDDEN_DECIDED,
            say!("隐藏的工作表，按选项未计入", "a hidden sheet, left out as the option says"),
            say!("核对；没有错就不用改", "check it; if it is right nothing need be done"),
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

/// The files put together, once each is read.
fn put_together(read: Vec<FileRead>, schema: &Schema, options: &Options) -> Result<Roster, Vec<Finding>> {
    let mut log = Log::default();
    let (mut broken, mut opaque, mut unusable) = (false, false, Vec::new());
    let (mut sources, mut batches) = (Vec::new(), Vec::new());
    for (index, file) in read.into_iter().enumerate() {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        broken |= file.broken;
        opaque |= file.opaque;
        unusable.extend(file.unusable);
        for (sheet, finding) in file.findings {
            log.push(index, sheet, finding);
        }
        for (source, batch) in file.batches {
            batches.push((sources.len(), batch));
            sources.push(Source { file_index: index, ..source });
        }
    }
    let present: Vec<usize> = batches.iter().map(|(_, b)| b.table).chain(unusable).collect();
    // what cannot be read may hold the table that seems to be absent: one thing at a time
    broken |= !opaque && absent_tables(schema, options, &present, &mut log);
    if broken {
        return Err(log.finish());
    }
    assemble::columns_by_source(&batches, &mut sources);
    let mut roster = assemble::assemble(schema, sources, batches, &mut log);
    suspicion::look(&roster, &mut log);
    for account in roster.accounting.iter().filter(|a| !a.balances()) {
        log.whole(unbalanced(account));
        broken = true;
    }
    let findings = log.finish();
    if broken {
        return Err(findings);
    }
    roster.findings = findings;
    Ok(roster)
}

fn unbalanced(account: &TableAccount) -> Finding {
    let (table, rows) = (&account.table, account.rows);
    let known = account.used + account.merged + account.excluded + account.rejected;
    Finding::new(
        &codes::BUG,
        Place::Nowhere,
        say!(
            "“{table}”有 {rows} 行，去向清楚的只有 {known} 行：这是程序的错误",
            "`{table}` has {rows} rows of which {known} are accounted for: this is a bug of the program"
        ),
    )
    .remedy(say!("请把这份名单报告给开发者", "please report it with this roster"))
}

/// Tables that no file has. Says whether one of them must be there.
fn absent_tables(schema: &Schema, options: &Options, present: &[usize], log: &mut Log) -> bool {
    let mut broken = false;
    for (index, table) in schema.tables.iter().enumerate() {
        let assumed = options.assume_empty.contains(&table.name);
        if assumed || present.contains(&index) {
            continue;
        }
        let name = &table.name;
        let finding = if index == ENTERPRISES.0 || table.absent == Absent::Error {
            broken = true;
            let remedy = if index == ENTERPRISES.0 {
                say!("提交“{name}”", "supply `{name}`")
            } else {
                say!(
                    "提交“{name}”；确实没有的，交一张只有表头的表，或加上 --assume-empty {name}",
                    "supply `{name}`; if there is nothing in it, give a sheet with its headings only, or say --assume-empty {name}"
                )
            };
            Finding::new(&codes::TABLE_ABSENT, Place::Nowhere, say!("没有提供“{name}”", "`{name}` is absent"))
                .remedy(remedy)
        } else {
            Finding::new(
                &codes::TABLE_EMPTY,
                Place::Nowhere,
                say!("没有提供“{name}”，按没有记录处理", "`{name}` is absent and counts as empty"),
            )
            .remedy(say!("有这类记录就补交", "supply it if there are such records"))
        };
        log.whole(finding);
    }
    broken
}

impl Roster {
    /// The credit code of an enterprise.
    #[must_use]
    pub fn code(&self, enterprise: usize) -> &str {
        self.codes.get(enterprise).map_or("", CreditCode::as_str)
    }

    /// The enterprise with that code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<usize> {
        let code = code::parse(code).ok()?.code;
        self.codes.binary_search(&code).ok()
    }

    /// The name of an enterprise.
    #[must_use]
    pub fn name(&self, enterprise: usize) -> &str {
        let field = self.role(Role::Name);
        match field.and_then(|f| self.dataset.column(ENTERPRISES, f)) {
            Some(column) => match &column.data {
                Data::Text(symbols) => symbols.get(enterprise).map_or("", |s| self.dataset.texts.text(*s)),
                _ => "",
            },
            None => "",
        }
    }

    /// The county of an enterprise; none when it is missing or contradictory.
    #[must_use]
    pub fn county(&self, enterprise: usize) -> Option<&str> {
        let field = self.role(Role::County)?;
        let value = self.dataset.value(ENTERPRISES, field, enterprise)?.ok()?;
        match (value, &self.schema.field(ENTERPRISES, field)?.ty) {
            (Value::Choice(option), Type::Choice(choice)) => choice.options.get(option as usize).map(String::as_str),
            (Value::Text(text), _) => {
                let symbol = self.dataset.texts.symbol(&text)?;
                Some(self.dataset.texts.text(symbol))
            }
            _ => None,
        }
    }

    fn role(&self, role: Role) -> Option<FieldId> {
        self.schema.get(ENTERPRISES)?.role(role)
    }

    /// Where a row of a table stands: file, sheet and row. Of identical rows it is the first.
    #[must_use]
    pub fn origin(&self, table: TableId, row: usize) -> CellPlace {
        self.origins
            .get(table.0)
            .and_then(|rows| rows.get(row))
            .and_then(|(source, number)| {
                let source = self.sources.get(*source as usize)?;
                Some(source.cell(*number, 0))
            })
            .unwrap_or_default()
    }

    /// The most severe of the findings.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(Finding::severity).min()
    }
}

impl Provenance for Roster {
    fn cell(&self, table: TableId, field: FieldId, row: usize) -> Option<(CellPlace, Option<String>)> {
        let (source, number) = *self.origins.get(table.0)?.get(row)?;
        let source = self.sources.get(source as usize)?;
        let (column, power) = (*source.columns.get(field.0)?)?;
        let raw = self.raw.get(table.0)?.get(field.0)?.get(row);
        let raw = match raw {
            Some(raw) => Some(raw.to_owned()),
            // the digits of a column in 万元 are the value moved by the unit
            None if power != 0 => match self.dataset.value(table, field, row)? {
                Ok(Value::Number(yuan)) => {
                    let unit = crate::exact::pow10(u32::from(power.unsigned_abs()))?;
                    yuan.div(crate::exact::Exact::from(unit)).map(|v| v.to_string())
                }
                _ => None,
            },
            None => None,
        };
        Some((source.cell(number, column), raw))
    }
}
