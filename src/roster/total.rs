//! Total rows as control totals: what a county added up must be what its rows add up to, to the cent.

use super::batch::{Batch, Lanes};
use super::fault::Fault;
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
    /// Its figures: field and value; none where the cell cannot be read.
    pub figures: Vec<(usize, Option<Figure>)>,
}

/// Compares each total with the rows since the total before it, or with all rows above it: one of the two it must be.
pub fn check(batch: &Batch, rows: &[TotalRow], table: &Table) -> (Vec<ControlTotal>, Vec<Fault>) {
    let (mut totals, mut faults) = (Vec::new(), Vec::new());
    for (index, field) in table.fields.iter().enumerate() {
        let (Some(lanes), Some(Some(column))) = (batch.lanes.get(index), batch.columns.get(index)) else {
            continue;
        };
        if !matches!(field.ty, Type::Money | Type::Integer) {
            continue;
        }
        let (mut whole, mut part) = (Some(Exact::ZERO), Some(Exact::ZERO));
        let mut from = 0;
        for total in rows {
            let added = sum(lanes, from..total.above);
            part = if total.above > from { added } else { part };
            whole = add(whole, added);
            from = total.above;
            let stated = total.figures.iter().find(|(f, _)| *f == index);
            let Some((_, stated)) = stated else { continue };
            let (heading, name) = (&column.heading, &field.name);
            let Some(stated) = stated.and_then(Figure::exact) else {
                let fault = Fault::new(
                    &codes::TOTAL_UNCHECKED,
                    say!(
                        "“{heading}”的合计读不出来,没有核对",
                        "the total of `{heading}` cannot be read and was not checked"
                    ),
                    say!("填写合计数后可以核对", "enter the total so that it can be checked"),
                );
                faults.push(fault.at(total.number, column.column));
                continue;
            };
            let met = part == Some(stated) || whole == Some(stated);
            let found = nearest(stated, whole, part);
            match found {
                Some(found) if !met => {
                    let fault = Fault::new(
                        &codes::TOTAL_DIFFERS,
                        say!(
                            "“{name}”的合计是 {stated},上面各行相加是 {found}",
                            "the total of `{name}` says {stated}, the rows above add up to {found}"
                        ),
                        say!(
                            "核对是合计有误,还是有行漏填、错填或重复",
                            "check whether the total is wrong, or a row is missing, wrong or double"
                        ),
                    );
                    faults.push(fault.at(total.number, column.column));
                }
                None => {
                    let fault = Fault::new(
                        &codes::TOTAL_UNCHECKED,
                        say!(
                            "“{name}”有读不出来的单元格,合计 {stated} 没有核对",
                            "`{name}` has cells that cannot be read, so the total {stated} was not checked"
                        ),
                        say!("改好这些单元格后可以核对", "correct those cells so that it can be checked"),
                    );
                    faults.push(fault.at(total.number, column.column));
                }
                Some(_) => {}
            }
            totals.push(ControlTotal {
                place: CellPlace { row: total.number, column: column.column, ..CellPlace::default() },
                table: table.name.clone(),
                field: name.clone(),
                stated,
                found,
                met,
            });
        }
    }
    totals.sort_by_key(|t| (t.place.row, t.place.column));
    (totals, faults)
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
            State::Unreadable | State::Conflict => return None,
        }
    }
    Some(sum)
}
