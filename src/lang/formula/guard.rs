//! Against binary: how many decimals are kept before something is compared or rounded.
//!
//! A product of amounts and rates is off by some 10⁻¹⁶ of itself, so an amount is kept to millionths of a 元: what a rate
//! of four decimals makes of whole 分 is a whole number of those, and up to 20亿元 the hair is smaller than half of one.
//! Beyond that the programs' own comparisons, which look at 15 digits, still stand.
//! A number is a rate or a ratio: a ratio of two amounts of 10亿元 that differ by a 分 differs at the eleventh decimal.

use super::super::typed::Typed;
use super::piece::{Level, Piece};
use crate::exact::{Exact, pow10};
use crate::value::Type;

/// Decimals of a 元 that are kept.
pub(super) const YUAN: u32 = 6;

/// Decimals of a number that are kept before it is compared: it is mostly a ratio, below 100.
const RATIO: u32 = 13;

/// Decimals of a number that are kept before it is rounded: it is a score or a count as well.
const NUMBER: u32 = 9;

const fn decimals(ty: &Type, number: u32) -> u32 {
    match ty {
        Type::Money => YUAN,
        _ => number,
    }
}

/// Without what binary has left behind. Whole numbers and what is written out are as they are.
pub(super) fn settled(piece: &Piece, ty: &Type) -> Piece {
    match ty {
        Type::Money | Type::Number if !piece.literal => kept(piece, decimals(ty, RATIO)),
        _ => piece.clone(),
    }
}

fn kept(piece: &Piece, decimals: u32) -> Piece {
    Piece { clean: true, ..Piece::call("ROUND", &[piece, &Piece::literal(decimals.to_string())]) }
}

/// What a rounding is to.
pub(super) enum Unit {
    /// So many tens: `1元` is 0, `0.01元` is −2, `1万元` is 4.
    Power(i32),
    /// A multiple of anything.
    Of(Piece),
}

impl Unit {
    /// A unit that is written out.
    pub fn of(unit: Exact, piece: Piece) -> Self {
        let unit = unit.reduced();
        let power = |k: u32| pow10(k).map(Exact::from);
        for k in 0..=9 {
            if power(k) == Some(unit) {
                return Self::Power(k.cast_signed());
            }
            if power(k).and_then(|p| Exact::ONE.div(p)) == Some(unit) {
                return Self::Power(-k.cast_signed());
            }
        }
        Self::Of(piece)
    }

    /// So many units, a whole number of them where the exact amount is one.
    pub fn counted(&self, amount: &Piece, ty: &Type) -> Piece {
        let keep = decimals(ty, NUMBER);
        match self {
            Self::Power(0) => kept(amount, keep),
            Self::Power(k) => {
                let op = if *k < 0 { "*" } else { "/" };
                let units = Piece::binary(op, Level::Product, amount, &ten_to(*k));
                kept(&units, keep.saturating_add_signed(*k).min(15))
            }
            Self::Of(unit) => {
                let units = Piece::binary("/", Level::Product, amount, unit);
                kept(&Piece { fails: units.fails || !unit.literal, ..units }, keep)
            }
        }
    }

    /// The amount of so many units.
    pub fn amount(&self, units: &Piece) -> Piece {
        match self {
            Self::Power(0) => units.clone(),
            // one operation on a whole number and a power of ten: as near as binary comes
            Self::Power(k) => Piece {
                clean: true,
                ..Piece::binary(if *k < 0 { "/" } else { "*" }, Level::Product, units, &ten_to(*k))
            },
            Self::Of(unit) => Piece::binary("*", Level::Product, units, unit),
        }
    }
}

fn ten_to(k: i32) -> Piece {
    let zeros = usize::try_from(k.unsigned_abs()).unwrap_or(0);
    Piece::literal(format!("1{}", "0".repeat(zeros)))
}

/// A literal's value, where an expression is one.
pub(super) fn literal(expr: &Typed) -> Option<Exact> {
    match &expr.kind {
        super::super::typed::Kind::Literal(crate::value::Value::Number(number)) => Some(*number),
        _ => None,
    }
}
