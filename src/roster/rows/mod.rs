//! The rows below the headings: which hold data and which do not, by a stated rule, and the data as lanes.
//!
//! ```text
//! aside   which rows are no data, and why
//! key     the credit code of a row
//! data    the other cells of a row
//! merged  cells that are merged within the data
//! hidden  what is hidden
//! remarks what is worth knowing about values that were taken
//! ```

mod aside;
mod data;
mod hidden;
mod key;
mod merged;
mod remarks;

use rayon::prelude::*;

use super::Hidden;
use super::batch::{Batch, Lanes};
use super::cell::{self, Reading, Remark};
use super::code::CreditCode;
use super::fault::Fault;
use super::grid::{Area, Cell, Grid, Kind};
use super::layout::{Layout, Planned};
use super::text::fold;
use super::total::{self, TotalRow};
use crate::diagnostic::codes::roster as codes;
use crate::say;
use crate::schema::{Field, Role, Table};
use crate::value::State;
use aside::Aside;

/// Rows typed by one thread at a time.
const CHUNK: usize = 8_192;

/// What all rows of a table have in common.
struct Sheet<'a> {
    grid: &'a Grid,
    table: &'a Table,
    layout: &'a Layout,
    columns: &'a [Option<Planned>],
    /// The field of each column, by column.
    fields: Vec<Option<usize>>,
    headings: Vec<(u32, String)>,
    code: usize,
    fills: Vec<(usize, Area)>,
    holds: Vec<Area>,
    skip_hidden: bool,
    hidden_columns: Vec<u32>,
}

/// What one thread made of its rows.
#[derive(Default)]
struct Part {
    rows: Vec<u32>,
    codes: Vec<Option<CreditCode>>,
    lanes: Vec<Lanes>,
    aside: Vec<(Aside, u32)>,
    totals: Vec<TotalRow>,
    faults: Vec<Fault>,
    remarks: Vec<(usize, Remark, u32, String)>,
    held: Vec<Area>,
    hole: Option<State>,
}

/// Types the rows of a table.
pub fn read(grid: &Grid, layout: &Layout, table: &Table, hidden: Hidden) -> (Batch, Vec<Fault>) {
    let mut columns: Vec<Option<Planned>> = vec![None; table.fields.len()];
    for planned in &layout.columns {
        if let Some(slot) = columns.get_mut(planned.field) {
            *slot = Some(planned.clone());
        }
    }
    let sheet = Sheet::new(grid, layout, table, &columns, hidden);
    // empty rows after the last filled one are no rows of the table
    let end = aside::end(grid, layout);
    let starts: Vec<usize> = (layout.last + 1..end).step_by(CHUNK).collect();
    let parts: Vec<Part> = starts.par_iter().map(|start| sheet.part(*start..end.min(start + CHUNK))).collect();
    let mut all = Part { lanes: sheet.lanes(), ..Part::default() };
    all.aside.extend((layout.rows.start..layout.first).map(|row| (Aside::Above, grid.number(row))));
    for part in parts {
        all.append(part);
    }
    let headings = layout.last + 1 - layout.first;
    let mut batch = Batch {
        table: layout.table,
        columns: columns.clone(),
        absent: (layout.absent.clone(), grid.number(layout.last)),
        supplement: layout.supplement.clone(),
        rows: all.rows,
        codes: all.codes,
        lanes: all.lanes,
        total_rows: (end - layout.rows.start).saturating_sub(headings) as u64,
        excluded: all.aside.len() as u64,
        hole: all.hole,
        totals: Vec::new(),
    };
    let (totals, differences) = total::check(&batch, &all.totals, table);
    let mut met: Vec<u32> = totals.iter().filter(|t| t.met).map(|t| t.place.row).collect();
    met.retain(|row| totals.iter().all(|t| t.met || t.place.row != *row) && differences.iter().all(|f| f.row != *row));
    batch.totals = totals;
    let mut faults = layout.faults.clone();
    faults.extend(all.faults);
    faults.extend(remarks::told(&all.remarks, table, &columns));
    faults.extend(merged::held(&all.held));
    faults.extend(aside::told(&all.aside, &met));
    faults.extend(sheet.hidden(hidden));
    faults.extend(differences);
    let last = grid.number(end.saturating_sub(1));
    if last == 65_536 || last == 1_048_576 {
        faults.push(row_limit(last));
    }
    faults.sort_by_key(|f| (f.row, f.column));
    (batch, faults)
}

impl Part {
    fn append(&mut self, other: Self) {
        let above = self.rows.len();
        self.rows.extend(other.rows);
        self.codes.extend(other.codes);
        for (lanes, more) in self.lanes.iter_mut().zip(other.lanes) {
            lanes.append(more);
        }
        self.aside.extend(other.aside);
        self.totals.extend(other.totals.into_iter().map(|t| TotalRow { above: t.above + above, ..t }));
        self.faults.extend(other.faults);
        self.remarks.extend(other.remarks);
        self.held.extend(other.held);
        self.hole = self.hole.max(other.hole);
    }
}

impl<'a> Sheet<'a> {
    fn new(
        grid: &'a Grid,
        layout: &'a Layout,
        table: &'a Table,
        columns: &'a [Option<Planned>],
        hidden: Hidden,
    ) -> Self {
        let skip_hidden = hidden == Hidden::Skip;
        let hidden_columns = hidden::columns(grid, columns);
        let widest = columns.iter().flatten().map(|p| p.column).max().unwrap_or(0);
        let mut fields = vec![None; widest as usize + 1];
        for planned in columns.iter().flatten() {
            if let Some(slot) = fields.get_mut(planned.column as usize) {
                *slot = Some(planned.field).filter(|_| !(skip_hidden && hidden_columns.contains(&planned.column)));
            }
        }
        let headings =
            (layout.first..=layout.last).flat_map(|row| grid.row(row)).map(|c| (c.column, fold(c.text))).collect();
        let mut sheet = Self {
            grid,
            table,
            layout,
            columns,
            fields,
            headings,
            code: table.role(Role::Code).map_or(0, |f| f.0),
            fills: Vec::new(),
            holds: Vec::new(),
            skip_hidden,
            hidden_columns,
        };
        sheet.sort_merges();
        sheet
    }

    fn lanes(&self) -> Vec<Lanes> {
        self.table.fields.iter().map(|f| Lanes::new(&f.ty)).collect()
    }

    fn part(&self, range: std::ops::Range<usize>) -> Part {
        let mut part = Part { lanes: self.lanes(), ..Part::default() };
        let mut slots: Vec<Option<Cell>> = vec![None; self.table.fields.len()];
        for row in range {
            slots.fill(None);
            for cell in self.grid.row(row) {
                let field = self.fields.get(cell.column as usize).copied().flatten();
                if let Some(slot) = field.and_then(|f| slots.get_mut(f)) {
                    *slot = Some(cell);
                }
            }
            let number = self.grid.number(row);
            match self.aside(row, &slots) {
                Some(Aside::Total) => {
                    part.aside.push((Aside::Total, number));
                    part.totals.push(self.total(number, part.rows.len(), &slots));
                }
                Some(aside) => part.aside.push((aside, number)),
                None => {
                    self.fill_down(number, &mut slots);
                    self.data(number, &slots, &mut part);
                }
            }
        }
        part
    }

    /// The figures of a total row.
    fn total(&self, number: u32, above: usize, slots: &[Option<Cell>]) -> TotalRow {
        let figures = self
            .each(slots)
            .filter_map(|(index, field, column, cell)| {
                let cell = cell?;
                let column = column?;
                if !field.ty.is_numeric() {
                    return None;
                }
                match cell::read(cell, field, column, self.grid.date1904) {
                    Reading::Blank => None,
                    Reading::Value(cell::Lane::Number(figure), ..) => Some((index, Ok(figure))),
                    Reading::Wrong(_) if cell.kind == Kind::Uncalculated => Some((index, Err(total::Unread::Formula))),
                    _ => Some((index, Err(total::Unread::Text))),
                }
            })
            .collect();
        TotalRow { above, number, figures }
    }

    fn each<'s>(
        &'s self,
        slots: &'s [Option<Cell<'s>>],
    ) -> impl Iterator<Item = (usize, &'s Field, Option<&'s Planned>, Option<Cell<'s>>)> {
        self.table
            .fields
            .iter()
            .zip(self.columns)
            .zip(slots)
            .enumerate()
            .map(|(i, ((field, column), cell))| (i, field, column.as_ref(), *cell))
    }
}

fn is_empty(cell: &Cell) -> bool {
    cell.kind == Kind::Text && super::text::trim(cell.text).is_empty()
}

fn row_limit(rows: u32) -> Fault {
    Fault::new(
        &codes::ROW_LIMIT,
        say!(
            "工作表恰好到第 {rows} 行为止，这是表格软件的上限，后面的行可能丢了",
            "the sheet ends exactly at row {rows}, a limit of spreadsheets, so rows after it may be lost"
        ),
        say!("与原始数据核对行数", "compare the number of rows with the original data"),
    )
}
