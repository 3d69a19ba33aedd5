//! Bands on a column of amounts: whole numbers over one denominator while they fit.

use super::super::bands::{BandKind, Bands};
use super::super::frame::Frame;
use super::super::lanes::{Cells, Data, Lanes, Numbers};
use super::super::name::BandsId;
use super::numbers;
use crate::exact::{Exact, gcd};
use crate::value::{State, Type};

/// 超额累进, 全额, 定额.
pub(super) fn bands(id: BandsId, input: &Lanes, ty: &Type, frame: &Frame) -> Lanes {
    let (Some(Some(bands)), Data::Numbers(x)) = (frame.binding.bands.get(id.0), &input.data) else {
        return Lanes::all(State::Unreadable, ty, input.len);
    };
    let states = input.states.clone().strict();
    if let Cells::One(d) = x.d
        && let Some(scaled) = Scaled::new(bands, d)
        && let Some(n) = x.n.try_map(|n| scaled.apply(*n))
    {
        return Lanes { len: input.len, states, data: Data::Numbers(Numbers { n, d: Cells::One(scaled.denominator) }) };
    }
    numbers::each(input.len, &states, |i| {
        let amount = x.at(i)?;
        bands.apply(amount).or_else(|| bands.apply(amount.reduced()))
    })
}

/// Bands in whole numbers: edges over one denominator, results over another.
struct Scaled {
    kind: BandKind,
    /// What an amount's numerator is multiplied by to be compared with the edges.
    factor: i128,
    rows: Vec<Row>,
    /// The denominator of the results.
    denominator: i128,
}

struct Row {
    from: Option<i128>,
    from_included: bool,
    to: Option<i128>,
    value: i128,
    cap: Option<i128>,
}

impl Scaled {
    fn new(bands: &Bands, d: i128) -> Option<Self> {
        let edges = bands.bands.iter().flat_map(|b| [b.from, b.to]).flatten();
        let edge = common(d, edges)?;
        let values = common(1, bands.bands.iter().map(|b| b.value))?;
        let unit = match bands.kind {
            BandKind::Step => 1,
            _ => edge,
        };
        let caps = bands.bands.iter().filter_map(|b| b.cap);
        let denominator = common(unit.checked_mul(values)?, caps)?;
        let rows = bands.bands.iter().map(|band| {
            Some(Row {
                from: over(band.from, edge)?,
                from_included: band.from_included,
                to: over(band.to, edge)?,
                // a rate times an amount over `edge` is over `denominator`
                value: over(Some(band.value), denominator / unit)??,
                cap: over(band.cap, denominator)?,
            })
        });
        Some(Self { kind: bands.kind, factor: edge / d, rows: rows.collect::<Option<_>>()?, denominator })
    }

    fn apply(&self, n: i128) -> Option<i128> {
        let x = n.checked_mul(self.factor)?;
        match self.kind {
            BandKind::Marginal => self.rows.iter().try_fold(0i128, |sum, row| {
                let from = row.from.unwrap_or(0).max(0);
                let to = row.to.map_or(x, |to| to.min(x));
                if to <= from {
                    return Some(sum);
                }
                sum.checked_add(row.capped(to.checked_sub(from)?.checked_mul(row.value)?))
            }),
            BandKind::Whole => match self.row(x) {
                Some(row) => Some(row.capped(row.value.checked_mul(x)?)),
                None => Some(0),
            },
            BandKind::Step => Some(self.row(x).map_or(0, |row| row.capped(row.value))),
        }
    }

    fn row(&self, x: i128) -> Option<&Row> {
        self.rows.iter().rev().find(|row| row.from.is_none_or(|from| from < x || (from == x && row.from_included)))
    }
}

impl Row {
    fn capped(&self, value: i128) -> i128 {
        self.cap.map_or(value, |cap| value.min(cap))
    }
}

/// A common denominator of `d` and all values.
fn common(d: i128, values: impl Iterator<Item = Exact>) -> Option<i128> {
    values.map(Exact::reduced).try_fold(d, |common, value| {
        let own = value.denominator();
        common.checked_mul(own / gcd(common, own))
    })
}

/// A value's numerator over a denominator that it divides; the outer `None` is an overflow.
fn over(value: Option<Exact>, denominator: i128) -> Option<Option<i128>> {
    match value.map(Exact::reduced) {
        None => Some(None),
        Some(value) => value.numerator().checked_mul(denominator / value.denominator()).map(Some),
    }
}
