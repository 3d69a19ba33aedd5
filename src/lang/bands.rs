//! Bands: marginal (超额累进), whole-amount (全额) and step (定额), with explicit edges.
//!
//! Below its first band a table gives nothing: what lies outside a rule earns nothing. The last band
//! must be open, so that every amount above the first edge has its band.

use crate::exact::Exact;

/// How the band of an amount becomes a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BandKind {
    /// Each band's rate on the part of the amount (above zero) that lies in it.
    Marginal,
    /// The rate of the band that the amount lies in, on the whole amount.
    Whole,
    /// The fixed value of the band that the amount lies in.
    Step,
}

/// One band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// The lower edge, or open.
    pub from: Option<Exact>,
    /// Does the lower edge belong to it?
    pub from_included: bool,
    /// The upper edge, or open.
    pub to: Option<Exact>,
    /// Does the upper edge belong to it?
    pub to_included: bool,
    /// The rate of a marginal or whole-amount band, the value of a step.
    pub value: Exact,
    /// The most that this band gives.
    pub cap: Option<Exact>,
}

/// A table of bands without gaps and overlaps, in ascending order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands {
    /// How they are applied.
    pub kind: BandKind,
    /// The bands.
    pub bands: Vec<Band>,
}

/// What is wrong with a table of bands. Numbers are positions from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BandsError {
    /// There is no band.
    Empty,
    /// The band holds no amount at all: its edges are the wrong way round, or equal and not both included.
    Reversed(usize),
    /// The band begins below the one before it.
    Unordered(usize),
    /// Amounts between the band and the one before it belong to neither.
    Gap(usize),
    /// The band and the one before it share amounts.
    Overlap(usize),
    /// The last band has an upper edge: larger amounts have no band.
    OpenEnd,
}

impl Bands {
    /// A table of bands, if it is sound; otherwise everything that is wrong with it.
    pub fn new(kind: BandKind, bands: Vec<Band>) -> Result<Self, Vec<BandsError>> {
        let mut errors = Vec::new();
        for (i, band) in bands.iter().enumerate() {
            if band.is_void() {
                errors.push(BandsError::Reversed(i));
            }
        }
        for (i, (before, band)) in bands.iter().zip(bands.iter().skip(1)).enumerate() {
            errors.extend(seam(before, band, i + 1));
        }
        match bands.last() {
            None => errors.push(BandsError::Empty),
            Some(last) if last.to.is_some() => errors.push(BandsError::OpenEnd),
            Some(_) => {}
        }
        if errors.is_empty() { Ok(Self { kind, bands }) } else { Err(errors) }
    }

    /// The result for an amount; `None` when 128 bits are not enough.
    #[must_use]
    pub fn apply(&self, x: Exact) -> Option<Exact> {
        match self.kind {
            BandKind::Marginal => self.bands.iter().try_fold(Exact::ZERO, |sum, band| sum.add(band.marginal(x)?)),
            BandKind::Whole => {
                self.band(x).map_or(Some(Exact::ZERO), |band| Some(capped(band.value.mul(x)?, band.cap)))
            }
            BandKind::Step => Some(self.band(x).map_or(Exact::ZERO, |band| capped(band.value, band.cap))),
        }
    }

    /// The band that an amount lies in; none below the first.
    #[must_use]
    pub fn band(&self, x: Exact) -> Option<&Band> {
        // the bands are in order: the last that begins at or below the amount holds it
        let after = self.bands.partition_point(|band| band.begins_by(x));
        after.checked_sub(1).and_then(|i| self.bands.get(i))
    }

    /// The largest value of a table of steps; `None` for the other kinds, unless every band has a cap.
    #[must_use]
    pub fn largest(&self) -> Option<Exact> {
        let below = self.bands.first().filter(|first| first.from.is_some()).map(|_| Exact::ZERO);
        match self.kind {
            BandKind::Step => self.bands.iter().map(|b| capped(b.value, b.cap)).chain(below).max(),
            BandKind::Whole => {
                let caps: Option<Vec<Exact>> = self.bands.iter().map(|b| b.cap).collect();
                caps?.into_iter().chain(below).max()
            }
            BandKind::Marginal => self.bands.iter().try_fold(Exact::ZERO, |sum, b| sum.add(b.most()?)),
        }
    }
}

impl Band {
    fn is_void(&self) -> bool {
        match (self.from, self.to) {
            (Some(from), Some(to)) => from > to || (from == to && !(self.from_included && self.to_included)),
            _ => false,
        }
    }

    fn begins_by(&self, x: Exact) -> bool {
        self.from.is_none_or(|from| from < x || (from == x && self.from_included))
    }

    /// The part of `x` above zero that lies within, times the rate.
    fn marginal(&self, x: Exact) -> Option<Exact> {
        let from = self.from.unwrap_or(Exact::ZERO).max(Exact::ZERO);
        let to = self.to.map_or(x, |to| to.min(x));
        if to <= from {
            return Some(Exact::ZERO);
        }
        Some(capped(to.sub(from)?.mul(self.value)?, self.cap))
    }

    /// The most that a marginal band can give.
    fn most(&self) -> Option<Exact> {
        if !self.value.is_positive() {
            return Some(Exact::ZERO);
        }
        match self.to {
            Some(to) => self.marginal(to),
            None => self.cap.map(|cap| cap.max(Exact::ZERO)),
        }
    }
}

fn capped(value: Exact, cap: Option<Exact>) -> Exact {
    cap.map_or(value, |cap| value.min(cap))
}

/// What is wrong between a band and the one after it, which has the number `i`.
fn seam(before: &Band, band: &Band, i: usize) -> Option<BandsError> {
    let Some(to) = before.to else {
        return Some(BandsError::Overlap(i));
    };
    let Some(from) = band.from else {
        return Some(BandsError::Unordered(i));
    };
    if before.from.is_some_and(|b| from < b) {
        Some(BandsError::Unordered(i))
    } else if from > to || (from == to && !before.to_included && !band.from_included) {
        Some(BandsError::Gap(i))
    } else if from < to || (before.to_included && band.from_included) {
        Some(BandsError::Overlap(i))
    } else {
        None
    }
}
