use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::json::{Fault, FaultCode, shorten};

/// Why a frame could not be decoded: the message type, the JSON path, what was expected and what
/// was found.
///
/// Contains no token, and of texts only the beginning of an id, an enumeration value or a date.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Parts>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    code: FaultCode,
    message_type: Option<String>,
    path: String,
    expected: String,
    found: String,
    line: usize,
    column: usize,
}

impl DecodeError {
    /// Locates a fault in the text that it was found in.
    pub(super) fn new(fault: Fault, text: &[u8], message_type: Option<String>) -> Self {
        let before = &text[..fault.at.min(text.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let is_start = |byte: &&u8| **byte & 0xC0 != 0x80;
        DecodeError(Box::new(Parts {
            code: fault.code,
            message_type,
            path: fault.path,
            expected: fault.expected.into_owned(),
            found: fault.found,
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            column: before[line_start..].iter().filter(is_start).count() + 1,
        }))
    }

    /// The kind of the error.
    pub fn code(&self) -> FaultCode {
        self.0.code
    }

    /// The type of the message, if it could be read; in canonical spelling, if it is known.
    pub fn message_type(&self) -> Option<&str> {
        self.0.message_type.as_deref()
    }

    /// The JSON path of the value, with keys as they were written; a missing key has its canonical name.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What was expected there.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// What was found there.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// Line of the frame, from 1.
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// Character in that line, from 1.
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// The error as a sentence, without line and column; of a long type only the beginning.
    pub fn message(&self) -> String {
        let Parts { path, expected, found, .. } = &*self.0;
        match &self.0.message_type {
            Some(name) => {
                format!("{}: at {path}: expected {expected}, found {found}", shorten(name))
            }
            None => format!("at {path}: expected {expected}, found {found}"),
        }
    }
}

/// The object that `realtime validate --format json` prints of an error; line and column, which are
/// those of the text that was read, are not part of it.
impl Serialize for DecodeError {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Parts { code, path, expected, found, .. } = &*self.0;
        let mut error = to.serialize_struct("DecodeError", 5)?;
        error.serialize_field("code", code)?;
        error.serialize_field("path", path)?;
        error.serialize_field("expected", expected)?;
        error.serialize_field("found", found)?;
        error.serialize_field("message", &self.message())?;
        error.end()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (line {}, column {})", self.message(), self.line(), self.column())
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DecodeError").field(&self.0.code).field(&self.to_string()).finish()
    }
}

impl std::error::Error for DecodeError {}
