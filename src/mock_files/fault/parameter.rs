//! The values that parameters of faults may have. Each type reads itself, and says what it takes.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::error::RuleError;
use crate::error_code::ErrorCode;

/// The values that a parameter may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterKind {
    /// A whole number.
    Whole {
        /// The least.
        min: u64,
        /// The greatest.
        max: u64,
    },
    /// A close code that may be on the wire.
    CloseCode,
    /// The code of an error.
    ErrorCode,
}

impl ParameterKind {
    /// Whether the value is a number in JSON.
    pub const fn is_number(self) -> bool {
        !matches!(self, ParameterKind::ErrorCode)
    }
}

impl fmt::Display for ParameterKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParameterKind::Whole { min, max } => write!(f, "a whole number from {min} to {max}"),
            ParameterKind::CloseCode => {
                f.write_str("a close code from 1000 to 4999 (not 1004, 1005, 1006, 1015)")
            }
            ParameterKind::ErrorCode => f.write_str("an error code such as UNAUTHORIZED"),
        }
    }
}

/// A whole number within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whole<const MIN: u64, const MAX: u64>(u64);

impl<const MIN: u64, const MAX: u64> Whole<MIN, MAX> {
    /// Checks a number; `None` if it is out of bounds.
    pub const fn new(value: u64) -> Option<Self> {
        if value >= MIN && value <= MAX { Some(Whole(value)) } else { None }
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

/// A close code that may be on the wire: 1006 is what a client sees of a cut, never a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseCode(u16);

impl CloseCode {
    /// Checks a code; `None` if no close frame may hold it.
    pub const fn new(code: u16) -> Option<Self> {
        match code {
            1004 | 1005 | 1006 | 1015 => None,
            1000..=4999 => Some(CloseCode(code)),
            _ => None,
        }
    }

    /// The code.
    pub const fn get(self) -> u16 {
        self.0
    }
}

pub(super) trait Parameter: Sized {
    const KIND: ParameterKind;
    const REQUIRED: bool = true;

    fn from_json(value: &Value) -> Option<Self>;

    fn to_json(&self) -> Option<Value>;

    /// Reads the value under the key, and takes it out of the object.
    fn take_from(key: &str, object: &mut BTreeMap<String, Value>) -> Result<Self, RuleError> {
        let found = object.remove(key).unwrap_or(Value::Null);
        Self::from_json(&found).ok_or_else(|| RuleError::at(key, Self::KIND, &found))
    }
}

impl<const MIN: u64, const MAX: u64> Parameter for Whole<MIN, MAX> {
    const KIND: ParameterKind = ParameterKind::Whole { min: MIN, max: MAX };

    fn from_json(value: &Value) -> Option<Self> {
        Whole::new(value.as_u64()?)
    }

    fn to_json(&self) -> Option<Value> {
        Some(self.0.into())
    }
}

impl Parameter for CloseCode {
    const KIND: ParameterKind = ParameterKind::CloseCode;

    fn from_json(value: &Value) -> Option<Self> {
        CloseCode::new(u16::try_from(value.as_u64()?).ok()?)
    }

    fn to_json(&self) -> Option<Value> {
        Some(self.0.into())
    }
}

impl Parameter for ErrorCode {
    const KIND: ParameterKind = ParameterKind::ErrorCode;

    fn from_json(value: &Value) -> Option<Self> {
        value.as_str().filter(|text| !text.is_empty()).map(ErrorCode::from)
    }

    fn to_json(&self) -> Option<Value> {
        Some(self.as_str().into())
    }
}

impl<T: Parameter> Parameter for Option<T> {
    const KIND: ParameterKind = T::KIND;
    const REQUIRED: bool = false;

    fn from_json(value: &Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::from_json(value).map(Some) }
    }

    fn to_json(&self) -> Option<Value> {
        self.as_ref().and_then(T::to_json)
    }
}
