//! Comparisons and 属于. Nothing equals "there is none", and it is neither above nor below anything.

use super::super::ast::Binary;
use super::super::typed::Typed;
use super::piece::{Piece, all_or_any};
use super::write::value;
use super::{Cells, Unwritten, guard, none};
use crate::value::Type;

/// One of the six.
pub(super) fn compare(op: Binary, left: &Typed, right: &Typed, cells: &dyn Cells) -> Result<Piece, Unwritten> {
    let (a, b) = (value(left, cells)?, value(right, cells)?);
    let compared = pieces(op, (&a, &left.ty), (&b, &right.ty))?;
    let equality = matches!(op, Binary::Equal | Binary::Unequal);
    if equality && (tells(&a, right) || tells(&b, left)) {
        return Ok(compared);
    }
    let none = none::any_of([left, right].into_iter(), cells)?;
    Ok(match none {
        None => compared,
        Some(none) => Piece::call("IF", &[&none, &Piece::yes_no(op == Binary::Unequal), &compared]),
    })
}

/// A text that is written out, and not an empty one, differs from an empty cell by itself.
fn tells(literal: &Piece, other: &Typed) -> bool {
    let texts = matches!(other.ty, Type::Text | Type::Choice(_));
    let cell =
        matches!(other.kind, super::super::typed::Kind::Field { .. } | super::super::typed::Kind::Definition(..));
    texts && cell && literal.literal && literal.text != "\"\""
}

/// A comparison of two values that are there.
pub(super) fn pieces(op: Binary, (a, left): (&Piece, &Type), (b, right): (&Piece, &Type)) -> Result<Piece, Unwritten> {
    match left {
        // `=` takes A for a
        Type::Text | Type::Choice(_) => {
            let same = Piece::call("EXACT", &[a, b]);
            match op {
                Binary::Equal => Ok(same),
                Binary::Unequal => Ok(Piece::call("NOT", &[&same])),
                _ => Err(Unwritten::Order),
            }
        }
        // what is not computed compares as it is
        _ if a.clean && b.clean => Ok(Piece::compare(sign(op), a, b)),
        _ => Ok(Piece::compare(sign(op), &guard::settled(a, left), &guard::settled(b, right))),
    }
}

const fn sign(op: Binary) -> &'static str {
    match op {
        Binary::Unequal => "<>",
        Binary::AtLeast => ">=",
        Binary::MoreThan => ">",
        Binary::AtMost => "<=",
        Binary::LessThan => "<",
        _ => "=",
    }
}

/// 属于, 不属于.
pub(super) fn one_of(member: &Typed, set: &[Typed], negated: bool, cells: &dyn Cells) -> Result<Piece, Unwritten> {
    let equal = set.iter().map(|other| compare(Binary::Equal, member, other, cells));
    let found = all_or_any(false, equal.collect::<Result<_, _>>()?);
    Ok(if negated { Piece::call("NOT", &[&found]) } else { found })
}
