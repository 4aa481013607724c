//! A whole calendar day. The only room that touches chrono.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::shown;

/// A calendar day of the proleptic Gregorian calendar, years 1 to 9999.
///
/// A day has no time and no zone: it is the day at the destination. Written and read as `YYYY-MM-DD`.
///
/// ```
/// use icc_arrest_risk::Day;
/// let day: Day = "2023-10-12".parse()?;
/// assert_eq!(day.next().unwrap().to_string(), "2023-10-13");
/// assert!("2023-02-30".parse::<Day>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

/// Why a day was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not a day between 0001-01-01 and 9999-12-31, written YYYY-MM-DD", shown(text))]
pub struct DayError {
    text: String,
}

impl Day {
    /// The first day of the range, 0001-01-01.
    pub const MIN: Self = Self(NaiveDate::from_ymd_opt(1, 1, 1).unwrap());
    /// The last day of the range, 9999-12-31.
    pub const MAX: Self = Self(NaiveDate::from_ymd_opt(9999, 12, 31).unwrap());

    /// The day of this year (1–9999), month (1–12) and day of the month; `None` where there is no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::in_range)
    }

    /// [`Day::new`] for constants.
    pub(crate) const fn constant(year: i32, month: u32, day: u32) -> Option<Self> {
        match NaiveDate::from_ymd_opt(year, month, day) {
            Some(date) => Some(Self(date)),
            None => None,
        }
    }

    fn in_range(date: NaiveDate) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0).contains(&date).then_some(Self(date))
    }

    /// The day after; `None` after the last day of the range.
    pub fn next(self) -> Option<Self> {
        self.plus_days(1)
    }

    /// The day before; `None` before the first day of the range.
    pub fn previous(self) -> Option<Self> {
        self.0.pred_opt().and_then(Self::in_range)
    }

    /// The day this many days later.
    pub fn plus_days(self, days: u32) -> Option<Self> {
        self.0.checked_add_days(Days::new(days.into())).and_then(Self::in_range)
    }

    /// The day this many days earlier.
    pub fn minus_days(self, days: u32) -> Option<Self> {
        self.0.checked_sub_days(Days::new(days.into())).and_then(Self::in_range)
    }

    /// How many days later another day is; negative where it is earlier.
    pub fn days_until(self, other: Self) -> i64 {
        other.0.signed_duration_since(self.0).num_days()
    }

    /// The same day and month this many years later; 29 February becomes 28 February where the year has none.
    pub fn plus_years(self, years: u32) -> Option<Self> {
        self.0.checked_add_months(Months::new(years.checked_mul(12)?)).and_then(Self::in_range)
    }

    /// The first day of the following month.
    pub fn first_of_next_month(self) -> Option<Self> {
        self.0.with_day(1)?.checked_add_months(Months::new(1)).and_then(Self::in_range)
    }

    /// The year, 1–9999.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1–12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1–31.
    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.0.year().unsigned_abs(), self.0.month(), self.0.day());
        let digit = |number: u32| b'0' + (number % 10) as u8;
        let (y, m, d) = (|tens: u32| digit(year / tens), [digit(month / 10), digit(month)], [digit(day / 10), digit(day)]);
        let text = [y(1000), y(100), y(10), y(1), b'-', m[0], m[1], b'-', d[0], d[1]];
        f.pad(str::from_utf8(&text).unwrap_or_default())
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let bytes = text.as_bytes();
        let shaped =
            bytes.len() == 10 && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        let day = || Self::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?);
        shaped.then(day).flatten().ok_or_else(|| DayError { text: text.to_owned() })
    }
}

impl TryFrom<NaiveDate> for Day {
    type Error = DayError;

    fn try_from(date: NaiveDate) -> Result<Self, DayError> {
        Self::in_range(date).ok_or_else(|| DayError { text: date.to_string() })
    }
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> Self {
        day.0
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn range_and_calendar() {
        assert_eq!(Day::MAX.next(), None);
        assert_eq!(Day::MIN.previous(), None);
        assert_eq!(Day::new(2023, 2, 29), None);
        assert_eq!(Day::new(0, 1, 1), None);
        assert_eq!(Day::new(10000, 1, 1), None);
        let leap = Day::new(2024, 2, 29).unwrap();
        assert_eq!(leap.plus_years(1), Day::new(2025, 2, 28));
        assert_eq!(Day::new(2023, 12, 31).unwrap().first_of_next_month(), Day::new(2024, 1, 1));
        assert_eq!(Day::MAX.first_of_next_month(), None);
        assert_eq!(Day::MAX.plus_years(u32::MAX), None);
        assert_eq!((leap.minus_days(366), Day::MIN.minus_days(1)), (Day::new(2023, 2, 28), None));
    }

    #[test]
    fn text_is_strict() {
        for bad in ["2023-1-01", "20231012", "2023-10-12T00:00", "٢٠٢٣-١٠-١٢", "", "2023/10/12", "0000-01-01", "-001-01-01"] {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
        let day: Day = "0001-01-01".parse().unwrap();
        assert_eq!((day, day.to_string().as_str()), (Day::MIN, "0001-01-01"));
    }
}
