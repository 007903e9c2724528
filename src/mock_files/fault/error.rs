use std::fmt;

use serde_json::Value;

use super::catalogue::CATALOGUE;
use crate::nearest::nearest;

/// Why a rule makes no sense: a sentence that says where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError(String);

impl RuleError {
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        RuleError(sentence.into())
    }

    /// Of the value under this key.
    pub(super) fn at(key: &str, expected: impl fmt::Display, found: &Value) -> Self {
        let found = match found {
            Value::Null => "nothing".to_owned(),
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "an object".to_owned(),
            found => found.to_string(),
        };
        RuleError(format!("$.{key}: expected {expected}, found {found}"))
    }

    /// Of a fault that is not in the catalogue.
    pub(super) fn unknown(name: &str) -> Self {
        let nearest = nearest(name, CATALOGUE.iter().map(|row| row.name));
        let advice = if nearest.is_empty() {
            "`realtime mock --list-faults` lists them".to_owned()
        } else {
            format!("nearest: {}", nearest.join(", "))
        };
        RuleError(format!("$.action: there is no fault {name:?}; {advice}"))
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RuleError {}
