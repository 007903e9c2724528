use std::fmt;

use serde::Deserialize;

use crate::nearest::nearest;

mod place;

use place::line_of;

/// Why a file that somebody wrote cannot be used: the file, the line, the place, what was expected
/// there and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileError {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// JSON path of the place.
    pub path: String,
    /// What was expected there; empty if what was found says it.
    pub expected: String,
    /// What was found there.
    pub found: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FileError { file, line, path, expected, found } = self;
        write!(f, "{file}:{line}: at {path}: ")?;
        match expected.as_str() {
            "" => f.write_str(found),
            expected => write!(f, "expected {expected}, found {found}"),
        }
    }
}

impl std::error::Error for FileError {}

/// What is wrong at a place of a JSON text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub path: String,
    pub expected: String,
    pub found: String,
}

impl Problem {
    /// Reads a JSON text; the line of a syntax error and what is wrong, if it cannot be read.
    pub fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, (Option<usize>, Problem)> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            let path = error.path().to_string();
            let path = if path == "." { "$".to_owned() } else { format!("$.{path}") };
            let inner = error.inner();
            let message = inner.to_string();
            let place = format!(" at line {} column {}", inner.line(), inner.column());
            let message = message.strip_suffix(&place).unwrap_or(&message);
            if inner.is_data() {
                return (None, Problem::from_message(&path, message));
            }
            (Some(inner.line()), Problem::new("$", "JSON", message))
        })?;
        deserializer.end().map_err(|error| {
            (Some(error.line()), Problem::new("$", "the end of the text", "something else"))
        })?;
        Ok(value)
    }

    pub fn new(path: &str, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Problem { path: path.to_owned(), expected: expected.into(), found: found.into() }
    }

    /// From the message of a rule or of serde at this place: `$.code: expected a, found b` or
    /// `invalid type: a, expected b`.
    pub fn from_message(path: &str, message: &str) -> Self {
        if let Some((inner, rest)) =
            message.strip_prefix('$').and_then(|message| message.split_once(": "))
        {
            let path = format!("{path}{inner}");
            let parts = rest.strip_prefix("expected ").and_then(|rest| rest.split_once(", found "));
            return match parts {
                Some((expected, found)) => Problem::new(&path, expected, found),
                None => Problem::new(&path, "", rest),
            };
        }
        if let Some(key) = message.strip_prefix("missing field ") {
            return Problem::new(path, format!("the key {key}"), "none");
        }
        let Some((found, expected)) = message.split_once(", expected ") else {
            return Problem::new(path, "", message);
        };
        let found = prose(found);
        let meant = found.split('`').nth(1).unwrap_or_default();
        let nearest = nearest(meant, expected.split('`').skip(1).step_by(2));
        match nearest.first() {
            Some(name) => {
                Problem::new(path, format!("`{name}` or another of {}", listed(expected)), found)
            }
            None => Problem::new(path, prose(expected), found),
        }
    }

    /// In the text of this file.
    pub fn locate(self, file: &str, text: &str) -> FileError {
        let Problem { path, expected, found } = self;
        let file = file.to_owned();
        FileError { file, line: line_of(text, &path), path, expected, found }
    }
}

/// The names of a list of serde's.
fn listed(expected: &str) -> String {
    expected.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(", ")
}

/// Serde's words for types, in those of JSON.
fn prose(text: &str) -> String {
    match text {
        "a map" => "an object",
        "a sequence" => "a list",
        "u16" | "u32" | "u64" => "a whole number of at least 0",
        "f64" => "a number",
        "a boolean" => "true or false",
        _ if text.starts_with("struct ") => "an object",
        _ => {
            for (prefix, word) in [
                ("invalid type: map", "an object"),
                ("invalid type: sequence", "a list"),
                ("invalid type: null", "null"),
            ] {
                if text == prefix {
                    return word.to_owned();
                }
            }
            let text = text.strip_prefix("invalid type: ").unwrap_or(text);
            let text = text.strip_prefix("invalid value: ").unwrap_or(text);
            let words = [
                ("unknown field", "the unknown key"),
                ("unknown variant", "the unknown name"),
                ("integer", "the number"),
                ("floating point", "the number"),
                ("string", "the text"),
                ("boolean", "the value"),
            ];
            for (serde, word) in words {
                if let Some(rest) = text.strip_prefix(serde) {
                    return format!("{word}{rest}");
                }
            }
            return text.to_owned();
        }
    }
    .to_owned()
}
