use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::ValueError;
use crate::json::Kind;

const EXPECTED: &str = "a date-time like 2025-11-03T14:30:00.000Z";
const MILLIS_PER_DAY: i64 = 86_400_000;

/// A moment in UTC, in whole milliseconds, in the years 0000 to 9999 ([values]).
///
/// Read from any RFC 3339 text with an upper-case `T`, written as `2025-11-03T14:30:00.000Z`.
///
/// ```
/// use std::time::Duration;
/// use purposepath_realtime::Timestamp;
///
/// let sent: Timestamp = "2025-11-03T15:30:00+01:00".parse()?;
/// assert_eq!(sent.to_string(), "2025-11-03T14:30:00.000Z");
/// let due = sent + Duration::from_secs(15 * 60);
/// assert_eq!(due.duration_since(sent), Duration::from_secs(900));
/// # Ok::<_, purposepath_realtime::ValueError>(())
/// ```
///
/// [values]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#values
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// `0000-01-01T00:00:00.000Z`.
    pub const MIN: Self = Timestamp(-62_167_219_200_000);
    /// `9999-12-31T23:59:59.999Z`.
    pub const MAX: Self = Timestamp(253_402_300_799_999);

    /// The current time of the system's clock.
    pub fn now() -> Self {
        let millis = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            Err(before) => -i64::try_from(before.duration().as_millis()).unwrap_or(i64::MAX),
        };
        Timestamp(millis.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// A moment from milliseconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// When it falls outside the years 0000 to 9999.
    pub fn from_unix_millis(millis: i64) -> Result<Self, ValueError> {
        if (Self::MIN.0..=Self::MAX.0).contains(&millis) {
            Ok(Timestamp(millis))
        } else {
            Err(ValueError::bad_format(EXPECTED, &format!("{millis} ms since 1970")))
        }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn unix_millis(self) -> i64 {
        self.0
    }

    /// The moment so much later, in whole milliseconds; `None` beyond [`MAX`](Self::MAX).
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        let millis = self.0.checked_add(i64::try_from(duration.as_millis()).ok()?)?;
        Self::from_unix_millis(millis).ok()
    }

    /// The moment so much earlier, in whole milliseconds; `None` before [`MIN`](Self::MIN).
    pub fn checked_sub(self, duration: Duration) -> Option<Self> {
        let millis = self.0.checked_sub(i64::try_from(duration.as_millis()).ok()?)?;
        Self::from_unix_millis(millis).ok()
    }

    /// How long after another moment this is; zero if it is before it.
    pub fn duration_since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    /// Reads the text of a date-time; digits beyond the millisecond are dropped.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes: &[u8] = text.as_bytes();
        let (head, mut rest) = bytes.split_first_chunk::<19>()?;
        let marks = (head[4], head[7], head[10], head[13], head[16]);
        if marks != (b'-', b'-', b'T', b':', b':') {
            return None;
        }
        let days = date_of(head)?.to_epoch_days();
        let [hour, minute, second] = [two(head, 11)?, two(head, 14)?, two(head, 17)?];
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let mut millis = 0;
        if let Some(fraction) = rest.strip_prefix(b".") {
            let len = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if len == 0 || len > 9 {
                return None;
            }
            for digit in fraction[..len].iter().chain(b"00").take(3) {
                millis = millis * 10 + i64::from(digit - b'0');
            }
            rest = &fraction[len..];
        }
        let offset_minutes = match rest {
            b"Z" => 0,
            [sign @ (b'+' | b'-'), zone @ ..] if zone.len() == 5 && zone[2] == b':' => {
                let (hours, minutes) = (two(zone, 0)?, two(zone, 3)?);
                if hours > 23 || minutes > 59 {
                    return None;
                }
                let offset = i64::from(hours * 60 + minutes);
                if *sign == b'-' { -offset } else { offset }
            }
            _ => return None,
        };
        let minutes = i64::from(hour * 60 + minute) - offset_minutes;
        let of_day = (minutes * 60 + i64::from(second)) * 1000 + millis;
        Self::from_unix_millis(i64::from(days) * MILLIS_PER_DAY + of_day).ok()
    }

    /// The canonical text, 24 ASCII bytes.
    fn canonical(self) -> [u8; 24] {
        let days = self.0.div_euclid(MILLIS_PER_DAY);
        let of_day = self.0.rem_euclid(MILLIS_PER_DAY) as u32;
        let date =
            i32::try_from(days).ok().and_then(NaiveDate::from_epoch_days).unwrap_or_default();
        let mut out = *b"0000-00-00T00:00:00.000Z";
        let mut put = |at: usize, digits: usize, mut value: u32| {
            for place in (at..at + digits).rev() {
                out[place] = b'0' + (value % 10) as u8;
                value /= 10;
            }
        };
        put(0, 4, date.year().unsigned_abs());
        put(5, 2, date.month());
        put(8, 2, date.day());
        put(11, 2, of_day / 3_600_000);
        put(14, 2, of_day / 60_000 % 60);
        put(17, 2, of_day / 1000 % 60);
        put(20, 3, of_day % 1000);
        out
    }
}

/// The date in the first ten bytes, `YYYY-MM-DD`, if it is in the calendar.
pub(super) fn date_of(text: &[u8]) -> Option<NaiveDate> {
    let year = two(text, 0)? * 100 + two(text, 2)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, two(text, 5)?, two(text, 8)?)
}

fn two(text: &[u8], at: usize) -> Option<u32> {
    let digit =
        |at: usize| text.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0');
    Some(u32::from(digit(at)?) * 10 + u32::from(digit(at + 1)?))
}

/// Never panics: a sum beyond [`MAX`](Timestamp::MAX) is `MAX`.
impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        self.checked_add(duration).unwrap_or(Self::MAX)
    }
}

/// Never panics: a difference before [`MIN`](Timestamp::MIN) is `MIN`.
impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        self.checked_sub(duration).unwrap_or(Self::MIN)
    }
}

/// As `+`.
impl AddAssign<Duration> for Timestamp {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

/// As `-`.
impl SubAssign<Duration> for Timestamp {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(timestamp: Timestamp) -> Self {
        DateTime::from_timestamp_millis(timestamp.0).unwrap_or_default()
    }
}

impl TryFrom<DateTime<Utc>> for Timestamp {
    type Error = ValueError;

    fn try_from(time: DateTime<Utc>) -> Result<Self, ValueError> {
        Timestamp::from_unix_millis(time.timestamp_millis())
    }
}

canonical_text!(Timestamp, Kind::Timestamp);

#[cfg(feature = "codegen")]
crate::describe::described! {
    Timestamp as "Timestamp";
    crate::describe::text_format("date-time", "A moment in UTC, written `2025-11-03T14:30:00.000Z`.")
}
