//! Numbers in any format of serde. JSON has one kind of number, of which a whole one is written without a
//! fraction; a binary format may have two, and a reader that asks for the other gets an error or, where
//! no types are written, another number.

use std::fmt;

use serde::de::{Deserializer, Visitor};
use serde::ser::Serializer;

use super::MAX_INTEGER;

/// Writes a number that may have a fraction.
pub(super) fn write_double<S: Serializer>(value: f64, to: S) -> Result<S::Ok, S::Error> {
    if to.is_human_readable() && value.fract() == 0.0 && value.abs() <= MAX_INTEGER as f64 {
        to.serialize_i64(value as i64)
    } else {
        to.serialize_f64(value)
    }
}

/// Reads a number that may have a fraction.
pub(super) fn read_double<'de, D: Deserializer<'de>>(
    from: D,
    expected: &'static str,
) -> Result<f64, D::Error> {
    from.deserialize_f64(Double(expected))
}

/// Reads a number that may have no fraction, as a double all the same: JSON may write it as `1.0`.
pub(super) fn read_whole<'de, D: Deserializer<'de>>(
    from: D,
    expected: &'static str,
) -> Result<f64, D::Error> {
    if from.is_human_readable() {
        from.deserialize_f64(Double(expected))
    } else {
        from.deserialize_u64(Double(expected))
    }
}

/// A number of either kind, with what is expected.
struct Double(&'static str);

impl Visitor<'_> for Double {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_i64<E>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_u64<E>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_f64<E>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }
}
