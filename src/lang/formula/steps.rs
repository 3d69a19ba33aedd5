//! The steps around an expression: records, rounding, cap, floor, shares. References and amounts are cells.

use super::super::ast::Aggregate;
use super::super::typed::Typed;
use super::calls::to_unit;
use super::guard::{self, Unit};
use super::piece::{Level, Piece};
use super::{Cells, Unwritten, finished, write};
use crate::exact::Exact;
use crate::money::{Money, Rounding, RoundingMode};
use crate::value::Type;

/// The value of a record under an aggregate: that of the expression where the record counts, else the empty text, which
/// sums and extremes pass over. `counts` is the cell that says TRUE or FALSE.
pub fn counted(value: &Typed, counts: &str, cells: &dyn Cells) -> Result<String, Unwritten> {
    let value = write::total(value, cells)?;
    finished(&Piece::call("IF", &[&Piece::atom(counts), &value, &Piece::text("")]))
}

/// What is made of an enterprise's records. `counts` is the range of the cells that say whether a record counts
/// (TRUE for all where there is no filter), `values` that of their values as [`counted`] gives them. Both have at least
/// one row; a row without a record is empty.
#[must_use]
pub fn over_records(aggregate: Aggregate, ty: &Type, counts: &str, values: &str) -> String {
    match (aggregate, ty) {
        (Aggregate::Exists, _) => format!("=COUNTIF({counts},TRUE)>0"),
        (Aggregate::Count, _) => format!("=COUNTIF({counts},TRUE)"),
        (Aggregate::Sum, _) => format!("=SUM({values})"),
        (Aggregate::Max, Type::Date) => format!("=IF(COUNT({values})=0,\"\",MAX({values}))"),
        (Aggregate::Min, Type::Date) => format!("=IF(COUNT({values})=0,\"\",MIN({values}))"),
        (Aggregate::Max, _) => format!("=MAX({values})"),
        (Aggregate::Min, _) => format!("=MIN({values})"),
    }
}

fn unit(unit: Money) -> Unit {
    Unit::of(unit.exact(), Piece::literal(unit.exact().to_string()))
}

/// An amount rounded as its rule declares; without a rounding it is of whole 分 already.
#[must_use]
pub fn rounded(amount: &str, rounding: Option<Rounding>) -> String {
    let rounding = rounding.unwrap_or(Rounding::FEN);
    let piece = to_unit(rounding.mode, &Piece::atom(amount), &unit(rounding.unit), &Type::Money);
    format!("={}", piece.text)
}

/// An amount under its cap. `most` is what the cap is now: one that is not of whole 分 is cut to them.
#[must_use]
pub fn capped(amount: &str, cap: &str, most: Exact) -> String {
    let whole = Money::from_exact(most).is_some_and(|most| !most.is_negative());
    let (amount, cap) = (Piece::atom(amount), Piece::atom(cap));
    if whole {
        return format!("={}", Piece::call("MIN", &[&amount, &cap]).text);
    }
    let cut = to_unit(RoundingMode::Down, &cap, &unit(Money::from_fen(1)), &Type::Money);
    let least = Piece::call("MIN", &[&amount, &cut]);
    format!("={}", Piece::call("MAX", &[&Piece::literal("0"), &least]).text)
}

/// An amount, or nothing if the amount before rounding is below the floor.
#[must_use]
pub fn floored(before_rounding: &str, floor: &str, amount: &str) -> String {
    let kept = |cell: &str| guard::settled(&Piece::atom(cell), &Type::Money);
    let below = Piece::compare("<", &kept(before_rounding), &kept(floor));
    format!("={}", Piece::call("IF", &[&below, &Piece::literal("0"), &Piece::atom(amount)]).text)
}

/// A payer's part of a total: its weight's part of `whole` (the sum of the weights that apply; none where that is 1),
/// cut to the unit of the split. The lead's is the [`remainder`].
#[must_use]
pub fn share(total: &str, weight: &str, whole: Option<&str>, split_unit: Money) -> String {
    let part = Piece::binary("*", Level::Product, &Piece::atom(total), &Piece::atom(weight));
    let part = match whole {
        Some(whole) => Piece::binary("/", Level::Product, &part, &Piece::atom(whole)),
        None => part,
    };
    format!("={}", to_unit(RoundingMode::Down, &part, &unit(split_unit), &Type::Money).text)
}

/// What the other parts leave of a total.
#[must_use]
pub fn remainder(total: &str, others: &[&str]) -> String {
    if others.is_empty() {
        return format!("={total}");
    }
    let left =
        others.iter().fold(Piece::atom(total), |left, part| Piece::binary("-", Level::Sum, &left, &Piece::atom(*part)));
    format!("=ROUND({},2)", left.text)
}
