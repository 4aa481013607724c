//! Days by year, month and day of the month, and the two periods of articles 126 and 127, counted on the fingers.

use std::fmt;

use icc_arrest_risk::Day;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: i32,
    pub month: u32,
    pub day: u32,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

pub const fn date(year: i32, month: u32, day: u32) -> Date {
    Date { year, month, day }
}

impl Date {
    pub fn parse(text: &str) -> Self {
        let parts: Vec<u32> = text.split('-').map(|part| part.parse().unwrap()).collect();
        date(i32::try_from(parts[0]).unwrap(), parts[1], parts[2])
    }

    pub fn of(day: Day) -> Self {
        Self::parse(&day.to_string())
    }

    pub fn to_day(self) -> Day {
        Day::new(self.year, self.month, self.day).unwrap()
    }

    fn days_of_month(self) -> u32 {
        let leap = (self.year % 4 == 0 && self.year % 100 != 0) || self.year % 400 == 0;
        match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    pub fn next(self) -> Self {
        if self.day < self.days_of_month() {
            date(self.year, self.month, self.day + 1)
        } else if self.month < 12 {
            date(self.year, self.month + 1, 1)
        } else {
            date(self.year + 1, 1, 1)
        }
    }

    pub fn previous(self) -> Self {
        if self.day > 1 {
            return date(self.year, self.month, self.day - 1);
        }
        let before = if self.month > 1 { date(self.year, self.month - 1, 1) } else { date(self.year - 1, 12, 1) };
        Self { day: before.days_of_month(), ..before }
    }

    pub fn days_later(self, days: usize) -> Self {
        (0..days).fold(self, |day, _| day.next())
    }

    /// The same day of another year; the last of February where there is no 29th.
    pub fn years_later(self, years: i32) -> Self {
        let there = date(self.year + years, self.month, 1);
        Self { day: self.day.min(there.days_of_month()), ..there }
    }
}

/// RS 126: the first day of the month after the 60th day following the deposit, and never before 1 July 2002.
pub fn entry_into_force(deposit: Date) -> Date {
    let sixtieth = deposit.days_later(60);
    let month_after = if sixtieth.month < 12 { date(sixtieth.year, sixtieth.month + 1, 1) } else { date(sixtieth.year + 1, 1, 1) };
    month_after.max(date(2002, 7, 1))
}

/// RS 127(1): one year after the receipt, or on the later day that the notification names.
pub fn exit(notified: Date, effective: Option<Date>) -> Date {
    let year_later = notified.years_later(1);
    effective.map_or(year_later, |day| day.max(year_later))
}

#[test]
fn the_periods_on_days_that_are_known_from_elsewhere() {
    assert_eq!(entry_into_force(date(2023, 11, 14)), date(2024, 2, 1), "Armenia");
    assert_eq!(entry_into_force(date(2015, 1, 2)), date(2015, 4, 1), "Palestine");
    assert_eq!(entry_into_force(date(1999, 2, 2)), date(2002, 7, 1), "Senegal");
    assert_eq!(exit(date(2016, 10, 27), None), date(2017, 10, 27), "Burundi");
    assert_eq!(exit(date(2018, 3, 17), None), date(2019, 3, 17), "Philippines");
    assert_eq!(date(2024, 3, 1).previous(), date(2024, 2, 29));
    assert_eq!(date(2024, 12, 31).next(), date(2025, 1, 1));
}
