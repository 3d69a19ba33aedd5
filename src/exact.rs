//! Exact rational numbers: what an expression computes with.
//!
//! A quotient stays a fraction until something rounds or compares it, so `x / 3 * 3` is `x`.
//! Every operation is checked: `None` means that 128 bits were not enough, and the caller holds
//! the award and says so. Nothing here rounds; `money` does.
//!
//! ```
//! use duixian::exact::Exact;
//! let third = Exact::from(1).div(Exact::from(3)).unwrap();
//! assert_eq!(third.mul(Exact::from(3)), Some(Exact::from(1)));
//! ```

use std::cmp::Ordering;

use rust_decimal::Decimal;

/// A fraction `n / d` with `d > 0`; not necessarily in lowest terms. Equality is by value.
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    n: i128,
    d: i128,
}

/// 10 to the power `scale`, for the scales that fit (0 to 38).
#[must_use]
pub fn pow10(scale: u32) -> Option<i128> {
    POWERS.get(scale as usize).copied()
}

const POWERS: [i128; 39] = {
    let mut powers = [1; 39];
    let mut scale = 1;
    while scale < powers.len() {
        powers[scale] = powers[scale - 1] * 10;
        scale += 1;
    }
    powers
};

/// The product, if it fits. Most factors fit in 64 bits, where it cannot overflow and is many times cheaper.
#[must_use]
pub fn product(x: i128, y: i128) -> Option<i128> {
    match (i64::try_from(x), i64::try_from(y)) {
        (Ok(x), Ok(y)) => Some(i128::from(x) * i128::from(y)),
        _ => x.checked_mul(y),
    }
}

/// The quotient rounded down, and the rest, for `d > 0`; a division of 64 bits where that is enough.
#[must_use]
pub fn divide(n: i128, d: i128) -> (i128, i128) {
    match (u64::try_from(n), u64::try_from(d)) {
        (Ok(n), Ok(d)) => (i128::from(n / d), i128::from(n % d)),
        _ => (n.div_euclid(d), n.rem_euclid(d)),
    }
}

/// The greatest common divisor of two magnitudes; `gcd(0, b)` is `b`.
#[must_use]
pub fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return i128::from(narrow_gcd(a, b)).max(1);
        }
        (a, b) = (b, a % b);
    }
    i128::try_from(a).unwrap_or(1).max(1)
}

fn narrow_gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[expect(clippy::should_implement_trait, reason = "checked: each returns an `Option`, which the operators cannot")]
impl Exact {
    /// Zero.
    pub const ZERO: Self = Self { n: 0, d: 1 };
    /// One.
    pub const ONE: Self = Self { n: 1, d: 1 };
    /// A half.
    pub const HALF: Self = Self { n: 1, d: 2 };

    /// `n / d`, with the sign moved to the numerator; `None` when `d` is zero.
    #[must_use]
    pub fn new(n: i128, d: i128) -> Option<Self> {
        match d.cmp(&0) {
            Ordering::Equal => None,
            Ordering::Greater => Some(Self { n, d }),
            Ordering::Less => Some(Self { n: n.checked_neg()?, d: d.checked_neg()? }),
        }
    }

    /// `mantissa × 10^-scale`.
    #[must_use]
    pub fn scaled(mantissa: i128, scale: u32) -> Option<Self> {
        Some(Self { n: mantissa, d: pow10(scale)? })
    }

    /// The numerator.
    #[must_use]
    pub const fn numerator(self) -> i128 {
        self.n
    }

    /// The denominator, always positive.
    #[must_use]
    pub const fn denominator(self) -> i128 {
        self.d
    }

    /// The same value in lowest terms.
    #[must_use]
    pub fn reduced(self) -> Self {
        let g = gcd(self.n, self.d);
        if g <= 1 { self } else { Self { n: self.n / g, d: self.d / g } }
    }

    /// Sum.
    #[must_use]
    pub fn add(self, other: Self) -> Option<Self> {
        if self.d == other.d {
            return Some(Self { n: self.n.checked_add(other.n)?, d: self.d });
        }
        Self::cross(self, other).or_else(|| Self::cross(self.reduced(), other.reduced()))
    }

    fn cross(a: Self, b: Self) -> Option<Self> {
        let g = gcd(a.d, b.d);
        let (left, right) = (b.d / g, a.d / g);
        let n = product(a.n, left)?.checked_add(product(b.n, right)?)?;
        Some(Self { n, d: product(a.d, left)? })
    }

    /// Difference.
    #[must_use]
    pub fn sub(self, other: Self) -> Option<Self> {
        self.add(other.neg()?)
    }

    /// Product.
    #[must_use]
    pub fn mul(self, other: Self) -> Option<Self> {
        let plain = |a: Self, b: Self| Some(Self { n: product(a.n, b.n)?, d: product(a.d, b.d)? });
        plain(self, other).or_else(|| {
            let (x, y) = (Self { n: self.n, d: other.d }.reduced(), Self { n: other.n, d: self.d }.reduced());
            plain(x, y)
        })
    }

    /// Quotient; `None` for division by zero too (ask [`Exact::is_zero`] first to tell them apart).
    #[must_use]
    pub fn div(self, other: Self) -> Option<Self> {
        self.mul(Self::new(other.d, other.n)?)
    }

    /// The negative.
    #[must_use]
    pub fn neg(self) -> Option<Self> {
        Some(Self { n: self.n.checked_neg()?, d: self.d })
    }

    /// The magnitude.
    #[must_use]
    pub fn abs(self) -> Option<Self> {
        if self.n < 0 { self.neg() } else { Some(self) }
    }

    /// Is it zero?
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.n == 0
    }

    /// Is it above zero?
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.n > 0
    }

    /// Is it below zero?
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.n < 0
    }

    /// A whole number, if it is one.
    #[must_use]
    pub fn as_integer(self) -> Option<i128> {
        let (whole, rest) = divide(self.n, self.d);
        (rest == 0).then_some(whole)
    }

    /// The quotient `self / unit` as `(floor, remainder is zero)`.
    #[must_use]
    pub fn floor_units(self, unit: Self) -> Option<(i128, Self)> {
        let q = self.div(unit)?;
        let (floor, rest) = divide(q.n, q.d);
        Some((floor, Self { n: rest, d: q.d }))
    }

    /// The exact decimal text if the value has one with at most `places` decimals, without trailing zeros.
    #[must_use]
    pub fn decimal_text(self, places: u32) -> Option<String> {
        let r = self.reduced();
        let (mut d, mut scale) = (r.d, 0);
        let mut n = r.n;
        while d != 1 {
            if scale == places {
                return None;
            }
            n = n.checked_mul(10)?;
            scale += 1;
            let g = gcd(n, d);
            n /= g;
            d /= g;
        }
        let sign = if n < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", n.unsigned_abs(), width = scale as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(scale as usize));
        Some(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
    }
}

impl From<i128> for Exact {
    fn from(n: i128) -> Self {
        Self { n, d: 1 }
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        // a Decimal's scale is at most 28, so the power always fits
        Self { n: value.mantissa(), d: pow10(value.scale()).unwrap_or(1) }
    }
}

impl std::fmt::Display for Exact {
    /// The decimal when it ends, the fraction otherwise: `0.125`, `1/3`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.decimal_text(18) {
            Some(text) => f.write_str(&text),
            None => {
                let r = self.reduced();
                write!(f, "{}/{}", r.n, r.d)
            }
        }
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.d == other.d {
            return self.n.cmp(&other.n);
        }
        match (product(self.n, other.d), product(other.n, self.d)) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => compare_by_parts(*self, *other),
        }
    }
}

/// Compares by continued fractions, which never overflows: whole parts first, then the inverted rests.
fn compare_by_parts(a: Exact, b: Exact) -> Ordering {
    let (mut a, mut b, mut flipped) = (a, b, false);
    loop {
        let (whole_a, whole_b) = (a.n.div_euclid(a.d), b.n.div_euclid(b.d));
        let (rest_a, rest_b) = (a.n.rem_euclid(a.d), b.n.rem_euclid(b.d));
        let order = match whole_a.cmp(&whole_b) {
            Ordering::Equal => match (rest_a == 0, rest_b == 0) {
                (true, true) => Ordering::Equal,
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) => {
                    (a, b) = (Exact { n: a.d, d: rest_a }, Exact { n: b.d, d: rest_b });
                    flipped = !flipped;
                    continue;
                }
            },
            unequal => unequal,
        };
        return if flipped { order.reverse() } else { order };
    }
}
