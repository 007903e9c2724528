use chrono::{Datelike, NaiveDate};

use super::ValueError;
use super::timestamp::{Timestamp, date_of};
use crate::json::Kind;

const EXPECTED: &str = "a date like 2025-11-05";

/// A day of the calendar without a time zone, in the years 0000 to 9999 ([values]).
///
/// Read from `YYYY-MM-DD`, or from a date-time, of which the date is kept without regard to the
/// offset; written as `YYYY-MM-DD`.
///
/// [values]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#values
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarDate(NaiveDate);

impl CalendarDate {
    /// A day from year, month (1 to 12) and day (1 to 31).
    ///
    /// # Errors
    /// When there is no such day, or the year is not 0 to 9999.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, ValueError> {
        NaiveDate::from_ymd_opt(year, month, day)
            .and_then(|date| CalendarDate::try_from(date).ok())
            .ok_or_else(|| ValueError::bad_format(EXPECTED, &format!("{year}-{month}-{day}")))
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let plain = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
        if plain || Timestamp::parse(text).is_some() {
            date_of(bytes).map(CalendarDate)
        } else {
            None
        }
    }

    fn canonical(self) -> [u8; 10] {
        let mut out = *b"0000-00-00";
        let (year, month, day) = (self.0.year().unsigned_abs(), self.0.month(), self.0.day());
        for (at, value) in [(0, year / 100), (2, year % 100), (5, month), (8, day)] {
            out[at] = b'0' + (value / 10) as u8;
            out[at + 1] = b'0' + (value % 10) as u8;
        }
        out
    }
}

impl From<CalendarDate> for NaiveDate {
    fn from(date: CalendarDate) -> Self {
        date.0
    }
}

impl TryFrom<NaiveDate> for CalendarDate {
    type Error = ValueError;

    fn try_from(date: NaiveDate) -> Result<Self, ValueError> {
        if (0..=9999).contains(&date.year()) {
            Ok(CalendarDate(date))
        } else {
            Err(ValueError::bad_format(EXPECTED, &date.to_string()))
        }
    }
}

canonical_text!(CalendarDate, Kind::Date);

#[cfg(feature = "codegen")]
crate::describe::described! {
    CalendarDate as "CalendarDate";
    crate::describe::text_format("date", "A day of the calendar, written `2025-11-05`.")
}
