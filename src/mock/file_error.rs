use std::fmt;

use serde::Deserialize;
use serde_json::Value;
use serde_path_to_error::Segment;

use crate::json::{child_path, shorten};
use crate::mock_files::NoJson;
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
        write!(f, "{file}:{line}: ")?;
        write_problem(f, path, expected, found)
    }
}

fn write_problem(
    f: &mut fmt::Formatter<'_>,
    path: &str,
    expected: &str,
    found: &str,
) -> fmt::Result {
    match expected {
        "" => write!(f, "at {path}: {found}"),
        expected => write!(f, "at {path}: expected {expected}, found {found}"),
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

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_problem(f, &self.path, &self.expected, &self.found)
    }
}

impl Problem {
    /// Reads a JSON text; the line of a syntax error and what is wrong, if it cannot be read.
    pub fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, (Option<usize>, Problem)> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let no_json = || {
            let NoJson { line, expected, found } = NoJson::of(text);
            (Some(line), Problem::new("$", expected, found))
        };
        let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            if error.inner().is_data() { (None, Problem::of_serde(&error)) } else { no_json() }
        })?;
        deserializer.end().map_err(|_| no_json())?;
        Ok(value)
    }

    /// Reads a JSON value.
    pub fn read_value<'de, T: Deserialize<'de>>(value: Value) -> Result<T, Problem> {
        serde_path_to_error::deserialize(value).map_err(|error| Problem::of_serde(&error))
    }

    fn of_serde(error: &serde_path_to_error::Error<serde_json::Error>) -> Self {
        let path = error.path().iter().fold("$".to_owned(), |scope, step| match step {
            Segment::Seq { index } => format!("{scope}[{index}]"),
            Segment::Map { key } | Segment::Enum { variant: key } => child_path(&scope, key),
            Segment::Unknown => scope,
        });
        let inner = error.inner();
        let message = inner.to_string();
        let place = format!(" at line {} column {}", inner.line(), inner.column());
        Problem::from_message(&path, message.strip_suffix(&place).unwrap_or(&message))
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
        if message.starts_with("duplicate field ") {
            return Problem::new(path, "each key once", quoted_shorter(message));
        }
        let Some((found, expected)) = message.rsplit_once(", expected ") else {
            return Problem::new(path, "", message);
        };
        let found = quoted_shorter(&prose(found));
        let meant = found.split('`').nth(1).unwrap_or_default();
        let nearest = nearest(meant, expected.split('`').skip(1).step_by(2));
        match nearest.first() {
            Some(name) => {
                Problem::new(path, format!("`{name}` or another of {}", listed(expected)), found)
            }
            None => Problem::new(path, prose(expected), found),
        }
    }

    /// The same in a text whose root stands at this path.
    pub fn below(self, root: &str) -> Self {
        Problem { path: self.path.replacen('$', root, 1), ..self }
    }

    /// In the text of this file.
    pub fn locate(self, file: &str, text: &str) -> FileError {
        let line = line_of(text, &self.path);
        self.at_line(file, line)
    }

    /// In this line of a file.
    pub fn at_line(self, file: &str, line: usize) -> FileError {
        let Problem { path, expected, found } = self;
        FileError { file: file.to_owned(), line, path: path_shorter(path), expected, found }
    }
}

/// With a key that is too long to be shown whole cut.
fn path_shorter(mut path: String) -> String {
    const LONGEST: usize = 120;
    if let Some((end, _)) = path.char_indices().nth(LONGEST) {
        path.truncate(end);
        path.push('…');
    }
    path
}

/// With what is quoted at its end shortened.
fn quoted_shorter(text: &str) -> String {
    let Some((quote, last)) = text.char_indices().next_back().map(|(at, quote)| (quote, at)) else {
        return String::new();
    };
    match text.find(quote) {
        Some(first) if first < last && matches!(quote, '"' | '`') => {
            format!("{}{}{quote}", &text[..=first], shorten(&text[first + 1..last]))
        }
        _ => text.to_owned(),
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
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "usize" => "a whole number of at least 0",
        "f64" => "a number",
        "a boolean" => "true or false",
        "a string" => "a text",
        _ if text.starts_with("struct ") => "an object",
        // Of an object written as a list.
        _ if text.starts_with("invalid length ") => "a list",
        _ => {
            for (prefix, word) in [
                ("invalid type: map", "an object"),
                ("invalid type: sequence", "a list"),
                ("invalid type: null", "null"),
                ("invalid type: unit value", "null"),
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
