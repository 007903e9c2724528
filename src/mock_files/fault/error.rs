use std::fmt;

use serde_json::Value;

use crate::json::shorten;

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
            Value::String(text) => format!("{:?}", shorten(text)),
            found => found.to_string(),
        };
        RuleError(format!("$.{key}: expected {expected}, found {found}"))
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RuleError {}
