//! Bands: what each row of the band table gives, added up by SUMPRODUCT.

use super::super::bands::{BandKind, Bands};
use super::super::name::BandsId;
use super::guard;
use super::piece::{Level, Piece};
use super::{BandsArea, Cells, Unwritten};
use crate::value::Type;

/// Which edges belong to their bands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edges {
    /// The lower one (以上).
    Lower,
    /// The upper one (超过).
    Upper,
    /// As two columns of TRUE and FALSE say.
    Each {
        /// Does the lower edge belong to the band?
        from: String,
        /// Does the upper edge?
        to: String,
    },
}

impl Edges {
    /// Those of a table; where they differ from band to band, the ranges of its two columns of TRUE and FALSE.
    #[must_use]
    pub fn of(bands: &Bands, columns: impl FnOnce() -> (String, String)) -> Self {
        let all = |lower: bool| {
            bands.bands.iter().all(|band| {
                (band.from.is_none() || band.from_included == lower) && (band.to.is_none() || band.to_included != lower)
            })
        };
        if all(true) {
            Self::Lower
        } else if all(false) {
            Self::Upper
        } else {
            let (from, to) = columns();
            Self::Each { from, to }
        }
    }
}

/// 超额累进, 全额, 定额.
pub(super) fn bands(
    id: BandsId,
    kind: BandKind,
    amount: &Piece,
    ty: &Type,
    cells: &dyn Cells,
) -> Result<Piece, Unwritten> {
    let area = cells.bands(id).ok_or(Unwritten::Bands(id))?;
    let values = Piece::atom(area.values.as_str());
    let each = match kind {
        BandKind::Marginal => limited(&times(&values, &part(&area, amount, cells.below_zero(id))), &area),
        BandKind::Whole => times(&held(&area, amount, ty), &limited(&times(&values, amount), &area)),
        BandKind::Step => times(&held(&area, amount, ty), &limited(&values, &area)),
    };
    let sum = Piece::call("SUMPRODUCT", &[&each]);
    // of steps only one row counts
    Ok(Piece { fails: amount.fails, clean: kind == BandKind::Step && area.caps.is_none(), ..sum })
}

fn times(a: &Piece, b: &Piece) -> Piece {
    Piece::binary("*", Level::Product, a, b)
}

fn plus(a: &Piece, b: &Piece) -> Piece {
    Piece::binary("+", Level::Sum, a, b)
}

/// Less what exceeds the band's own limit, if it has one.
fn limited(given: &Piece, area: &BandsArea) -> Piece {
    let Some(caps) = &area.caps else { return given.clone() };
    let caps = Piece::atom(caps.as_str());
    let has = Piece::compare("<>", &caps, &Piece::text(""));
    let over = Piece::compare(">", given, &caps);
    let excess = times(&times(&has, &over), &Piece::binary("-", Level::Sum, given, &caps));
    Piece::binary("-", Level::Sum, given, &excess)
}

/// For each band 1 if the amount lies in it, else 0.
fn held(area: &BandsArea, amount: &Piece, ty: &Type) -> Piece {
    let (from, to) = (Piece::atom(area.from.as_str()), Piece::atom(area.to.as_str()));
    let x = if amount.clean { amount.clone() } else { guard::settled(amount, ty) };
    let (begins, ends) = match &area.edges {
        Edges::Lower => (Piece::compare("<=", &from, &x), Piece::compare("<", &x, &to)),
        Edges::Upper => (Piece::compare("<", &from, &x), Piece::compare("<=", &x, &to)),
        Edges::Each { from: lower, to: upper } => {
            let edge = |strict: Piece, equal: Piece, included: &str| {
                plus(&strict, &times(&equal, &Piece::compare("=", &Piece::atom(included), &Piece::yes_no(true))))
            };
            (
                edge(Piece::compare("<", &from, &x), Piece::compare("=", &from, &x), lower),
                edge(Piece::compare("<", &x, &to), Piece::compare("=", &x, &to), upper),
            )
        }
    };
    times(&open_or(&from, &begins), &open_or(&to, &ends))
}

/// 1 where an edge is open or the condition holds, else 0.
fn open_or(edge: &Piece, condition: &Piece) -> Piece {
    Piece::compare(">", &plus(&edge.is_none(), condition), &Piece::literal("0"))
}

/// For each band the part of the amount (above zero) that lies in it: what exceeds its lower edge less what exceeds its
/// upper one. An open lower edge is an empty cell and counts as 0.
fn part(area: &BandsArea, x: &Piece, below_zero: bool) -> Piece {
    let edge = |column: &str| {
        let edge = Piece::atom(column);
        if below_zero { times(&edge, &Piece::compare(">", &edge, &Piece::literal("0"))) } else { edge }
    };
    let excess = |edge: &Piece| times(&Piece::compare(">", x, edge), &Piece::binary("-", Level::Sum, x, edge));
    let ends = Piece::compare("<>", &Piece::atom(area.to.as_str()), &Piece::text(""));
    let beyond = times(&ends, &excess(&edge(&area.to)));
    Piece::binary("-", Level::Sum, &excess(&edge(&area.from)), &beyond)
}
