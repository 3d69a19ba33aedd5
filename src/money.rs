//! Amounts of money in whole 分 (0.01元), rounding, and fair division: the only place that rounds.
//!
//! An award is exact ([`Exact`]) until its rule's [`Rounding`] turns it into [`Money`].
//! Shares are divided so that nothing is lost: the lead takes the residual, or the largest remainders do.

use crate::exact::{Exact, divide, gcd, product};

/// An amount of whole 分. Arithmetic is checked; `None` is an overflow that must be reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i128);

#[expect(clippy::should_implement_trait, reason = "checked: each returns an `Option`, which the operators cannot")]
impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// So many 分.
    #[must_use]
    pub const fn from_fen(fen: i128) -> Self {
        Self(fen)
    }

    /// The number of 分.
    #[must_use]
    pub const fn fen(self) -> i128 {
        self.0
    }

    /// An exact amount in 元 as money, if it is one of whole 分.
    #[must_use]
    pub fn from_exact(yuan: Exact) -> Option<Self> {
        yuan.mul(Exact::from(100))?.as_integer().map(Self)
    }

    /// The exact amount in 元.
    #[must_use]
    pub fn exact(self) -> Exact {
        Exact::scaled(self.0, 2).unwrap_or(Exact::ZERO)
    }

    /// Sum.
    #[must_use]
    pub fn add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Difference.
    #[must_use]
    pub fn sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The negative.
    #[must_use]
    pub fn neg(self) -> Option<Self> {
        self.0.checked_neg().map(Self)
    }

    /// Checked sum of many.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::add)
    }

    /// Is it above zero?
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Is it below zero?
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Is it zero?
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// With thousands separators, for people: `1,234,567.80`.
    #[must_use]
    pub fn grouped(self) -> String {
        grouped(&self.to_string())
    }
}

/// An amount for people that need not be of whole 分: `1,234.567`, `1/3 ≈ 0.333333`.
#[must_use]
pub fn for_people(yuan: Exact) -> String {
    match (Money::from_exact(yuan), yuan.decimal_text(18)) {
        (Some(amount), _) => amount.grouped(),
        (None, Some(decimal)) => grouped(&decimal),
        (None, None) => number_for_people(yuan),
    }
}

/// A number for people: a fraction that no decimal ends has a rounded one beside it, `1/3 ≈ 0.333333`.
#[must_use]
pub fn number_for_people(number: Exact) -> String {
    const PLACES: u32 = 6;
    let exact = number.to_string();
    let rounded = || {
        let units = round_units(number, Exact::scaled(1, PLACES)?, RoundingMode::HalfUp)?;
        Exact::scaled(units, PLACES)
    };
    match rounded().filter(|_| exact.contains('/')) {
        Some(near) => format!("{exact} ≈ {near}"),
        None => exact,
    }
}

/// Thousands separators in the whole part of a decimal.
fn grouped(plain: &str) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |d| ("-", d));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

impl std::fmt::Display for Money {
    /// Plain 元 with two decimals: `1234567.80`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

/// How a rule rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundingMode {
    /// Toward zero (舍去).
    Down,
    /// Away from zero (进位).
    Up,
    /// Half away from zero (四舍五入).
    HalfUp,
    /// Half to even (四舍六入五成双).
    HalfEven,
}

/// A declared rounding: mode and unit (`down` to `1元`). The unit is a positive amount of whole 分.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// The mode.
    pub mode: RoundingMode,
    /// The unit, above zero.
    pub unit: Money,
}

impl Rounding {
    /// Half up to 分: how a longer quotient is shown.
    pub const FEN: Self = Self { mode: RoundingMode::HalfUp, unit: Money(1) };

    /// Rounds an amount in 元.
    #[must_use]
    pub fn apply(self, yuan: Exact) -> Option<Money> {
        let units = round_units(yuan, self.unit.exact(), self.mode)?;
        units.checked_mul(self.unit.0).map(Money)
    }
}

/// How many units of `unit` an amount rounds to.
#[must_use]
pub fn round_units(value: Exact, unit: Exact, mode: RoundingMode) -> Option<i128> {
    let negative = value.is_negative();
    let (whole, rest) = value.abs()?.floor_units(unit)?;
    let half = rest.cmp(&Exact::HALF);
    let up = match mode {
        RoundingMode::Down => false,
        RoundingMode::Up => !rest.is_zero(),
        RoundingMode::HalfUp => half.is_ge(),
        RoundingMode::HalfEven => half.is_gt() || (half.is_eq() && whole % 2 != 0),
    };
    let units = whole.checked_add(i128::from(up))?;
    if negative { units.checked_neg() } else { Some(units) }
}

/// Splits `total` in the proportion of `weights`: every part but the lead's is rounded toward zero to
/// `unit`, the lead takes the rest, so the parts always add up to `total` (`policies.md` 1.2, Split).
///
/// `None` when the weights add up to zero, one is negative, or 128 bits are not enough.
#[must_use]
pub fn split_with_lead(total: Money, weights: &[Exact], lead: usize, unit: Money) -> Option<Vec<Money>> {
    if weights.iter().any(|w| w.is_negative()) {
        return None;
    }
    let lowest = || in_proportion(&weights.iter().map(|w| w.reduced()).collect::<Vec<_>>());
    let weights = in_proportion(weights).or_else(lowest)?;
    let whole = weights.iter().try_fold(0i128, |sum, w| sum.checked_add(*w)).filter(|whole| *whole > 0)?;
    let part = |(i, weight): (usize, &i128)| {
        if i == lead {
            return Some(Money::ZERO);
        }
        let (units, _) = divide(product(total.0.checked_abs()?, *weight)?, product(whole, unit.0)?);
        product(if total.is_negative() { -units } else { units }, unit.0).map(Money)
    };
    let mut parts = weights.iter().enumerate().map(part).collect::<Option<Vec<_>>>()?;
    let others = Money::sum(parts.iter().copied())?;
    *parts.get_mut(lead)? = total.sub(others)?;
    Some(parts)
}

/// Weights as the smallest whole numbers in the same proportion.
fn in_proportion(weights: &[Exact]) -> Option<Vec<i128>> {
    let common =
        weights.iter().try_fold(1i128, |common, w| product(common, w.denominator() / gcd(common, w.denominator())))?;
    let scaled = weights.iter().map(|w| product(w.numerator(), common / w.denominator()));
    let mut scaled = scaled.collect::<Option<Vec<i128>>>()?;
    let divisor = scaled.iter().fold(0, |divisor, w| gcd(divisor, *w));
    scaled.iter_mut().for_each(|w| *w /= divisor);
    Some(scaled)
}

/// Divides `budget` among `claims` pro rata in whole `unit`s by largest remainder; an equal remainder
/// goes to the claim that stands first. The parts add up to `budget`, which must be whole units and not more
/// than the claims.
///
/// Nobody gets more than is claimed: a unit that would exceed a claim goes to the next remainder, and what
/// no claim can take as a whole unit fills the claims up in the same order.
///
/// `None` when the claims do not exceed zero, one is negative, or 128 bits are not enough.
#[must_use]
pub fn largest_remainder(budget: Money, claims: &[Money], unit: Money) -> Option<Vec<Money>> {
    let total = Money::sum(claims.iter().copied())?;
    if !total.is_positive() || budget.is_negative() || budget > total || budget.0 % unit.0 != 0 {
        return None;
    }
    let units = budget.0 / unit.0;
    let mut parts = Vec::with_capacity(claims.len());
    let mut order = Vec::with_capacity(claims.len());
    for (i, claim) in claims.iter().enumerate() {
        if claim.is_negative() {
            return None;
        }
        let product = claim.0.checked_mul(units)?;
        parts.push((product / total.0).checked_mul(unit.0)?);
        order.push((std::cmp::Reverse(product % total.0), i));
    }
    let given = parts.iter().try_fold(0i128, |sum, p| sum.checked_add(*p))?;
    let mut left = budget.0.checked_sub(given)?;
    order.sort_unstable();
    let mut whole = true;
    while left > 0 {
        let before = left;
        for (_, i) in &order {
            let part = parts.get_mut(*i)?;
            let room = claims.get(*i)?.0.checked_sub(*part)?.min(left);
            let more = if !whole {
                room
            } else if room < unit.0 {
                0
            } else {
                unit.0
            };
            *part = part.checked_add(more)?;
            left = left.checked_sub(more)?;
        }
        // no claim has room for a whole unit any more: fill them up
        whole = left < before;
    }
    Some(parts.into_iter().map(Money).collect())
}
