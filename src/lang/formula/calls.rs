//! Functions of values, and 查.

use super::super::builtins::Function;
use super::super::name::LookupId;
use super::super::typed::{Kind, Typed};
use super::guard::{self, Unit};
use super::piece::{Level, Piece, all_or_any};
use super::{Cells, Unwritten};
use crate::exact::Exact;
use crate::money::RoundingMode;
use crate::value::Type;

/// A function; `args` are the pieces of `exprs`.
pub(super) fn call(function: Function, exprs: &[Typed], args: &[Piece], ty: &Type) -> Result<Piece, Unwritten> {
    Ok(match (function, exprs, args) {
        (Function::Year, _, [d]) => Piece::call("YEAR", &[d]),
        (Function::Month, _, [d]) => Piece::call("MONTH", &[d]),
        (Function::Day, _, [d]) => Piece::call("DAY", &[d]),
        (Function::MakeDate, [year, month, day], [y, m, d]) => {
            let date = Piece::call("DATE", &[y, m, d]);
            if is_of_our_time(year) && within(month, 1, 12) && within(day, 1, 28) {
                return Ok(date);
            }
            // DATE(2023,2,30) would be 2 March
            let part = |name, part| Piece::compare("=", &Piece::call(name, &[&date]), part);
            only_if(&all_or_any(true, vec![part("YEAR", y), part("MONTH", m), part("DAY", d)]), &date)
        }
        // 29 February of a common year rolls over to 1 March; EDATE would give 28 February
        (Function::AddYears, [_, years], [d, n]) => {
            let year = Piece::binary("+", Level::Sum, &Piece::call("YEAR", &[d]), n);
            let date = Piece::call("DATE", &[&year, &Piece::call("MONTH", &[d]), &Piece::call("DAY", &[d])]);
            let known = matches!(years.kind, Kind::Parameter(_)) || within(years, -80, 999);
            if known {
                return Ok(date);
            }
            // DATE adds 1900 to a smaller year
            only_if(&Piece::compare(">=", &year, &Piece::literal("1900")), &date)
        }
        (Function::Days, _, [from, to]) => Piece { clean: true, ..Piece::binary("-", Level::Sum, to, from) },
        (Function::Min, _, args) => Piece::call("MIN", &args.iter().collect::<Vec<_>>()),
        (Function::Max, _, args) => Piece::call("MAX", &args.iter().collect::<Vec<_>>()),
        (Function::Abs, _, [a]) => Piece::call("ABS", &[a]),
        (Function::RoundDown, [_, unit], [a, u]) => to_unit(RoundingMode::Down, a, &unit_of(unit, u), ty),
        (Function::RoundUp, [_, unit], [a, u]) => to_unit(RoundingMode::Up, a, &unit_of(unit, u), ty),
        (Function::RoundHalfUp, [_, unit], [a, u]) => to_unit(RoundingMode::HalfUp, a, &unit_of(unit, u), ty),
        (Function::Digits, _, [n]) => Piece { clean: true, ..Piece::call("TEXT", &[n, &Piece::text("0")]) },
        _ => Piece::no_value(),
    })
}

fn only_if(condition: &Piece, piece: &Piece) -> Piece {
    Piece::call("IF", &[condition, piece, &Piece::no_value()])
}

fn within(expr: &Typed, least: i128, most: i128) -> bool {
    guard::literal(expr).and_then(Exact::as_integer).is_some_and(|n| (least..=most).contains(&n))
}

/// Is a year surely one that DATE takes as it is?
fn is_of_our_time(year: &Typed) -> bool {
    match &year.kind {
        Kind::PolicyYear | Kind::Call { function: Function::Year, .. } => true,
        Kind::Arithmetic { left, right, .. } => is_of_our_time(left) && within(right, -50, 50),
        _ => within(year, 1900, 9999),
    }
}

fn unit_of(unit: &Typed, piece: &Piece) -> Unit {
    guard::literal(unit).map_or_else(|| Unit::Of(piece.clone()), |number| Unit::of(number, piece.clone()))
}

/// An amount to whole units.
pub(super) fn to_unit(mode: RoundingMode, amount: &Piece, unit: &Unit, ty: &Type) -> Piece {
    let counted = unit.counted(amount, ty);
    let zero = Piece::literal("0");
    let units = match mode {
        // ROUNDDOWN and ROUNDUP of LibreOffice look at 12 digits only: 1234567.999999 would be 1234568
        RoundingMode::Down => Piece::call("TRUNC", &[&counted]),
        RoundingMode::Up => {
            let whole = Piece::call("TRUNC", &[&counted]);
            let more = Piece::call("SIGN", &[&Piece::binary("-", Level::Sum, &counted, &whole)]);
            Piece { clean: true, ..Piece::binary("+", Level::Sum, &whole, &more) }
        }
        RoundingMode::HalfUp => Piece::call("ROUND", &[&counted, &zero]),
        RoundingMode::HalfEven => {
            let (half, two) = (Piece::literal("0.5"), Piece::literal("2"));
            let size = Piece::call("ABS", &[&counted]);
            let rest = Piece::binary("-", Level::Sum, &size, &Piece::call("INT", &[&size]));
            let pairs = Piece::call("ROUND", &[&Piece::binary("/", Level::Product, &counted, &two), &zero]);
            let even = Piece::binary("*", Level::Product, &two, &pairs);
            let nearest = Piece::call("ROUND", &[&counted, &zero]);
            Piece::call("IF", &[&Piece::compare("=", &rest, &half), &even, &nearest])
        }
    };
    unit.amount(&units)
}

/// 查: the row whose keys are these, by LOOKUP over 1/(…), which is an error everywhere else; no row is #N/A, never 0.
pub(super) fn lookup(id: LookupId, keys: &[Typed], pieces: &[Piece], cells: &dyn Cells) -> Result<Piece, Unwritten> {
    let area = cells.lookup(id).filter(|area| area.keys.len() == keys.len()).ok_or(Unwritten::Lookup(id))?;
    let hits = keys.iter().zip(pieces).zip(&area.keys).map(|((key, piece), column)| {
        let column = Piece::atom(column.as_str());
        match key.ty {
            Type::Text | Type::Choice(_) => Piece::call("EXACT", &[&column, piece]),
            _ => Piece::compare("=", &column, piece),
        }
    });
    let hit = hits.reduce(|a, b| Piece::binary("*", Level::Product, &a, &b)).ok_or(Unwritten::Lookup(id))?;
    let inverse = Piece::binary("/", Level::Product, &Piece::literal("1"), &hit);
    let found = Piece::call("LOOKUP", &[&Piece::literal("2"), &inverse, &Piece::atom(area.values)]);
    Ok(Piece { clean: true, ..found }.failing())
}
