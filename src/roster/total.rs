//! Total rows as control totals: what a county added up must be what its rows add up to, to the cent.

use super::batch::{Batch, Lanes};
use super::fault::Fault;
use super::listed;
use super::number::Figure;
use crate::diagnostic::codes::roster as codes;
use crate::exact::Exact;
use crate::say;
use crate::schema::Table;
use crate::source::CellPlace;
use crate::value::{State, Type};

/// A total that stands in a sheet, in 元 where it is money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlTotal {
    /// Its cell.
    pub place: CellPlace,
    /// The table.
    pub table: String,
    /// The field.
    pub field: String,
    /// What the cell says.
    pub stated: Exact,
    /// What the rows above it add up to; none when one of them cannot be read.
    pub found: Option<Exact>,
    /// Are they equal?
    pub met: bool,
}

/// A total row as it was found: how many data rows stand above it, its number, and its figures by field.
#[derive(Debug)]
pub struct TotalRow {
    /// Data rows above.
    pub above: usize,
    /// The row's number.
    pub number: u32,
    /// Its figures: field and value, or why there is none.
    pub figures: Vec<(usize, Result<Figure, Unread>)>,
}

/// Why a total cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is a formula that was never calculated.
    Formula,
    /// It is no figure.
    Text,
    /// A row that it adds up cannot be read.
    Row,
}

/// What is wrong with one total: the column, and what is said of it.
struct Wrong<'a> {
    column: u32,
    field: &'a str,
    /// What is stated and what was found, or why nothing can be compared.
    why: Result<(String, String), Unread>,
}

/// Compares each total with the rows since the total before it, or with all rows above it: one of the two it must be.
pub fn check(batch: &Batch, rows: &[TotalRow], table: &Table) -> (Vec<ControlTotal>, Vec<Fault>) {
    let mut totals = Vec::new();
    let mut wrong: Vec<Vec<Wrong>> = rows.iter().map(|_| Vec::new()).collect();
    for (index, field) in table.fields.iter().enumerate() {
        let (Some(lanes), Some(Some(column))) = (batch.lanes.get(index), batch.columns.get(index)) else {
            continue;
        };
        if !matches!(field.ty, Type::Money | Type::Integer) {
            continue;
        }
        let (mut whole, mut part) = (Some(Exact::ZERO), Some(Exact::ZERO));
        let mut from = 0;
        for (total, wrong) in rows.iter().zip(&mut wrong) {
            let added = sum(lanes, from..total.above);
            part = if total.above > from { added } else { part };
            whole = add(whole, added);
            from = total.above;
            let Some((_, figure)) = total.figures.iter().find(|(f, _)| *f == index) else {
                continue;
            };
            let mut complain = |why| wrong.push(Wrong { column: column.column, field: &field.name, why });
            let stated = match figure {
                Ok(figure) => figure.exact(),
                Err(why) => {
                    complain(Err(*why));
                    continue;
                }
            };
            let Some(stated) = stated else {
                complain(Err(Unread::Text));
                continue;
            };
            let met = part == Some(stated) || whole == Some(stated);
            let found = nearest(stated, whole, part);
            match found {
                Some(found) if !met => {
                    let yuan = if field.ty == Type::Money { " 元" } else { "" };
                    complain(Ok((format!("{stated}{yuan}"), format!("{found}{yuan}"))));
                }
                None => complain(Err(Unread::Row)),
                Some(_) => {}
            }
            totals.push(ControlTotal {
                place: CellPlace { row: total.number, column: column.column, ..CellPlace::default() },
                table: table.name.clone(),
                field: field.name.clone(),
                stated,
                found,
                met,
            });
        }
    }
    totals.sort_by_key(|t| (t.place.row, t.place.column));
    let told = rows.iter().zip(&wrong).flat_map(|(row, wrong)| told(row.number, wrong));
    (totals, told.collect())
}

/// One finding for a row's totals that differ, and one for each reason why others cannot be compared.
fn told(row: u32, wrong: &[Wrong]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let differing: Vec<(&Wrong, &(String, String))> =
        wrong.iter().filter_map(|w| Some((w, w.why.as_ref().ok()?))).collect();
    if let Some((first, _)) = differing.first() {
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        for (of, (stated, found)) in &differing {
            let field = of.field;
            zh.push(format!("“{field}”写的是 {stated}，上面各行相加是 {found}"));
            en.push(format!("the total of `{field}` says {stated}, the rows above add up to {found}"));
        }
        let (zh, en) = (zh.join("；"), en.join("; "));
        let fault = Fault::new(
            &codes::TOTAL_DIFFERS,
            say!("合计与各行之和不符：{zh}", "{en}"),
            say!(
                "核对是合计有误，还是有行漏填、错填或重复",
                "check whether the total is wrong, or a row is missing, wrong or double"
            ),
        );
        faults.push(fault.at(row, first.column));
    }
    for why in [Unread::Formula, Unread::Text, Unread::Row] {
        let these: Vec<&Wrong> = wrong.iter().filter(|w| w.why.as_ref().err() == Some(&why)).collect();
        let Some(first) = these.first() else { continue };
        let fields: Vec<&str> = these.iter().map(|w| w.field).collect();
        let (zh, en) = listed::names(&fields);
        let (message, remedy) = match why {
            Unread::Formula => (
                say!(
                    "合计没有核对，公式未计算：{zh}",
                    "totals were not checked, for their formulas were never calculated: {en}"
                ),
                say!(
                    "不影响核定；用 Excel 或 WPS 打开后保存，就能核对",
                    "no award needs it; open the file in Excel or WPS and save it so that it can be checked"
                ),
            ),
            Unread::Text => (
                say!("合计没有核对，读不出来：{zh}", "totals cannot be read and were not checked: {en}"),
                say!(
                    "不影响核定；填写合计数后就能核对",
                    "no award needs it; enter the total so that it can be checked"
                ),
            ),
            Unread::Row => (
                say!(
                    "合计没有核对，上面有读不出来的单元格：{zh}",
                    "totals were not checked, for cells above them cannot be read: {en}"
                ),
                say!("改好那些单元格后就能核对", "correct those cells so that it can be checked"),
            ),
        };
        faults.push(Fault::new(&codes::TOTAL_UNCHECKED, message, remedy).at(row, first.column));
    }
    faults
}

/// Of the two sums that a total may state, the one nearer to what it states.
fn nearest(stated: Exact, whole: Option<Exact>, part: Option<Exact>) -> Option<Exact> {
    let gap = |sum: Exact| sum.sub(stated).and_then(Exact::abs);
    match (whole.map(|w| (gap(w), w)), part.map(|p| (gap(p), p))) {
        (Some((Some(x), whole)), Some((Some(y), part))) => Some(if x <= y { whole } else { part }),
        _ => part,
    }
}

fn add(a: Option<Exact>, b: Option<Exact>) -> Option<Exact> {
    a?.add(b?)
}

/// The sum of the lanes that are filled; none when one cannot be read.
fn sum(lanes: &Lanes, rows: std::ops::Range<usize>) -> Option<Exact> {
    let mut sum = Exact::ZERO;
    for row in rows {
        match lanes.state(row) {
            State::Known => sum = sum.add(lanes.figure(row).exact()?)?,
            State::None | State::Empty => {}
            State::Absent | State::Unreadable | State::Conflict => return None,
        }
    }
    Some(sum)
}
