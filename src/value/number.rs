mod stored;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ValueError;
use crate::json::{FaultCode, Kind, Read, Reader, Wire, Writer};

/// 2^53 − 1, the largest whole number that JavaScript holds exactly.
const MAX_INTEGER: u64 = (1 << 53) - 1;

/// Defines number types with inclusive bounds. Never NaN, never infinite, and −0 is 0, so they are
/// ordered, equal and hashed like any other value.
macro_rules! numbers {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident: $min:expr, $max:expr, $expected:literal;
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name(f64);

        impl $name {
            /// The least value, if there is one.
            pub const MIN: Option<f64> = $min;
            /// The greatest value, if there is one.
            pub const MAX: Option<f64> = $max;

            /// Checks a number.
            ///
            /// # Errors
            /// When it is not finite or outside the bounds.
            pub fn new(value: f64) -> Result<Self, ValueError> {
                let is_in_range = value.is_finite()
                    && $name::MIN.is_none_or(|min| value >= min)
                    && $name::MAX.is_none_or(|max| value <= max);
                // Adding zero turns −0 into 0.
                if is_in_range { Ok($name(value + 0.0)) } else { Err(out_of_range($expected, value)) }
            }

            /// The number.
            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl Eq for $name {}

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.0.total_cmp(&other.0)
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.to_bits().hash(state);
            }
        }

        impl TryFrom<f64> for $name {
            type Error = ValueError;

            fn try_from(value: f64) -> Result<Self, ValueError> {
                $name::new(value)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                stored::write_double(self.0, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let value = stored::read_double(from, $expected)?;
                $name::new(value).map_err(serde::de::Error::custom)
            }
        }

        impl Wire for $name {
            const KIND: Kind = Kind::Number { min: $name::MIN, max: $name::MAX };

            fn read(reader: &mut Reader<'_>) -> Read<Self> {
                let value = reader.number($expected)?;
                $name::new(value).map_err(|error| reader.refused(error))
            }

            fn write(&self, out: &mut Writer<'_>) {
                out.number(self.0);
            }
        }

        #[cfg(feature = "codegen")]
        crate::describe::described! {
            $name as "number";
            crate::describe::number($name::MIN, $name::MAX)
        }
    )+};
}

numbers! {
    /// Any finite number, fractions allowed.
    FiniteNumber: None, None, "a finite number";
    /// Progress of an action in percent, from 0 to 100.
    Progress: Some(0.0), Some(100.0), "a number from 0 to 100";
    /// Progress of a KPI towards its target in percent: 0 or more, over 100 beyond the target.
    TargetProgress: Some(0.0), None, "a number of at least 0";
}

/// Defines whole-number types, 0 to 2^53 − 1.
macro_rules! whole_numbers {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(Serialize)]
        pub struct $name(u64);

        impl $name {
            /// The greatest value, 2^53 − 1.
            pub const MAX: Self = $name(MAX_INTEGER);

            /// Checks a whole number.
            ///
            /// # Errors
            /// When it is beyond 2^53 − 1.
            pub fn new(value: u64) -> Result<Self, ValueError> {
                if value > MAX_INTEGER {
                    return Err(out_of_range(WHOLE, value));
                }
                Ok($name(value))
            }

            /// The number.
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl From<u32> for $name {
            fn from(value: u32) -> Self {
                $name(value.into())
            }
        }

        impl TryFrom<u64> for $name {
            type Error = ValueError;

            fn try_from(value: u64) -> Result<Self, ValueError> {
                $name::new(value)
            }
        }

        impl TryFrom<f64> for $name {
            type Error = ValueError;

            fn try_from(value: f64) -> Result<Self, ValueError> {
                whole(value).map($name)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let value = stored::read_whole(from, WHOLE)?;
                whole(value).map($name).map_err(serde::de::Error::custom)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Wire for $name {
            const KIND: Kind = Kind::Integer;

            fn read(reader: &mut Reader<'_>) -> Read<Self> {
                let value = reader.number(WHOLE)?;
                whole(value).map($name).map_err(|error| reader.refused(error))
            }

            fn write(&self, out: &mut Writer<'_>) {
                out.integer(self.0);
            }
        }

        #[cfg(feature = "codegen")]
        crate::describe::described! {
            $name as "number";
            schemars::json_schema!({ "type": "integer", "minimum": 0, "maximum": MAX_INTEGER })
        }
    )+};
}

const WHOLE: &str = "a whole number from 0 to 9007199254740991";

whole_numbers! {
    /// The size of a file in bytes.
    FileSize;
    /// A duration in milliseconds.
    Milliseconds;
}

impl From<Milliseconds> for Duration {
    fn from(value: Milliseconds) -> Self {
        Duration::from_millis(value.get())
    }
}

/// Whole milliseconds: the rest of a millisecond is dropped.
impl TryFrom<Duration> for Milliseconds {
    type Error = ValueError;

    fn try_from(duration: Duration) -> Result<Self, ValueError> {
        Milliseconds::new(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
    }
}

/// Reads a whole number from a double, as every JSON reader in JavaScript must.
fn whole(value: f64) -> Result<u64, ValueError> {
    if value.is_finite() && value.fract() != 0.0 {
        let code = FaultCode::WrongType;
        return Err(ValueError { code, expected: WHOLE, found: format!("the number {value}") });
    }
    if (0.0..=MAX_INTEGER as f64).contains(&value) {
        Ok(value as u64)
    } else {
        Err(out_of_range(WHOLE, value))
    }
}

fn out_of_range(expected: &'static str, found: impl Into<Found>) -> ValueError {
    let found = match found.into() {
        Found::Double(value) if !value.is_finite() => "a number that is not finite".to_owned(),
        Found::Double(value) if value.abs() >= 1e21 => format!("the number {value:e}"),
        Found::Double(value) => format!("the number {value}"),
        Found::Whole(value) => format!("the number {value}"),
    };
    ValueError { code: FaultCode::OutOfRange, expected, found }
}

enum Found {
    Double(f64),
    Whole(u64),
}

impl From<f64> for Found {
    fn from(value: f64) -> Self {
        Found::Double(value)
    }
}

impl From<u64> for Found {
    fn from(value: u64) -> Self {
        Found::Whole(value)
    }
}
