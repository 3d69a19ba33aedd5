//! How much of everything the city has: the report's figures for 2022 and the plan for 2023, in
//! proportion when another number of enterprises is asked for.

/// The number of enterprises for which the figures are the report's own.
pub const REPORTED: u64 = 2600;

/// Scales the report's figures.
pub struct Size {
    rows: u64,
}

impl Size {
    /// The size of a city of so many enterprises.
    pub fn of(rows: usize) -> Self {
        Self { rows: rows as u64 }
    }

    /// A number of things, in proportion to the report's city.
    pub fn count(&self, reported: u64) -> usize {
        let scaled = (reported.saturating_mul(self.rows) + REPORTED / 2) / REPORTED;
        usize::try_from(scaled).unwrap_or(0)
    }

    /// A sum of money in 分, in proportion.
    pub fn sum(&self, reported: i64) -> i64 {
        let scaled = i128::from(reported) * i128::from(self.rows) / i128::from(REPORTED);
        i64::try_from(scaled).unwrap_or(i64::MAX)
    }

    /// Is this the report's city, in which the planted edge cases have their place?
    pub fn is_reported(&self) -> bool {
        self.rows == REPORTED
    }
}

/// A figure of 2022, of 2023, and of the years after.
pub fn by_year(year: i16, first: u64, second: u64, later: u64) -> u64 {
    match year {
        2022 => first,
        2023 => second,
        _ => later,
    }
}
