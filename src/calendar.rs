//! Calendar dates and periods. There is no "today" here: every date is an argument.

use jiff::civil;

/// The years of which there are policies and papers; another one is a slip of the pen.
pub const YEARS: std::ops::RangeInclusive<i16> = 1980..=2100;

/// A day of the calendar, between 0001 and 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The given day, if there is one.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().filter(|d| d.year() >= 1).map(Self)
    }

    /// 31 December of a year.
    #[must_use]
    pub fn year_end(year: i16) -> Option<Self> {
        Self::new(year, 12, 31)
    }

    /// Reads `2023-01-31`, nothing else.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        if !shape {
            return None;
        }
        Self::new(text.get(0..4)?.parse().ok()?, text.get(5..7)?.parse().ok()?, text.get(8..10)?.parse().ok()?)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The same day `years` later (or earlier); 29 February becomes 1 March in a common year.
    #[must_use]
    pub fn plus_years(self, years: i32) -> Option<Self> {
        let year = i16::try_from(i32::from(self.year()).checked_add(years)?).ok()?;
        Self::new(year, self.month(), self.day()).or_else(|| Self::new(year, 3, 1))
    }

    /// So many days later (or earlier).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().filter(|d| d.year() >= 1).map(Self)
    }

    /// Days from `other` to `self`.
    #[must_use]
    pub fn days_since(self, other: Self) -> i32 {
        self.number() - other.number()
    }

    /// The day's number: days since 1970-01-01. Columns hold dates so.
    #[must_use]
    pub fn number(self) -> i32 {
        // days from civil, after the proleptic Gregorian calendar
        let (y, m, d) = (i32::from(self.year()), i32::from(self.month()), i32::from(self.day()));
        let y = if m <= 2 { y - 1 } else { y };
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let doy = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + d - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    /// The day with this number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        // civil from days, after the proleptic Gregorian calendar: the inverse of `number`
        let z = number.checked_add(719_468)?;
        let (era, doe) = (z.div_euclid(146_097), z.rem_euclid(146_097));
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i32::from(month <= 2);
        Self::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// A stretch of days; both ends are included and either may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day, or open.
    pub from: Option<Date>,
    /// The last day, or open.
    pub to: Option<Date>,
}

impl Period {
    /// Is the day within?
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Do the two share a day?
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let starts_before_end = |a: Self, b: Self| match (a.from, b.to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        starts_before_end(self, other) && starts_before_end(other, self)
    }
}
