use std::fmt;

use serde::Serialize;

use super::printable::Printable;

/// What the decoder tolerated: old spellings that it accepted, keys that it ignored and values that it
/// does not know.
///
/// The entries are in the order of the text. serde writes it as `realtime validate --format json` does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Report {
    /// Old spellings that were read as canonical ones ([old spellings]).
    ///
    /// [old spellings]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#old-spellings
    pub aliases: Vec<Alias>,
    /// JSON paths of the unknown keys of a known message.
    pub ignored: Vec<String>,
    /// Values of open enumerations that this version does not list; they are kept.
    pub unknown_values: Vec<UnknownValue>,
}

impl Report {
    /// Whether there is nothing to tell: the frame was canonical, and all of it is known.
    pub fn is_empty(&self) -> bool {
        self.aliases.is_empty() && self.ignored.is_empty() && self.unknown_values.is_empty()
    }
}

/// One line: what a log says of a frame that was tolerated; nothing if there is nothing to tell.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for alias in &self.aliases {
            write!(f, "{separator}{alias}")?;
            separator = "; ";
        }
        for path in &self.ignored {
            write!(f, "{separator}{} is ignored", Printable(path))?;
            separator = "; ";
        }
        for value in &self.unknown_values {
            write!(f, "{separator}{value}")?;
            separator = "; ";
        }
        Ok(())
    }
}

/// A value of an open enumeration that this version does not list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UnknownValue {
    /// The JSON path, with keys as they were written.
    pub path: String,
    /// The value.
    pub value: String,
}

/// An old spelling that was read as the canonical one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Alias {
    /// The JSON path, with keys as they were written.
    pub path: String,
    /// What had an old spelling.
    pub kind: AliasKind,
    /// The canonical spelling.
    pub canonical: String,
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not listed: {}", Printable(&self.path), Printable(&self.value))
    }
}

impl fmt::Display for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is an old spelling of {}", Printable(&self.path), self.canonical)
    }
}

closed_enum! {
    /// What an alias is a spelling of.
    #[non_exhaustive]
    pub enum AliasKind {
        /// An event type.
        Type = "type",
        /// A key.
        Key = "key",
        /// A value of an enumeration, error codes included.
        Value = "value",
    }
}

/// A report in the making: entries with the byte they stand at, since `data` may be read last.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) aliases: Vec<(usize, Alias)>,
    pub(crate) ignored: Vec<(usize, String)>,
    pub(crate) unknown_values: Vec<(usize, UnknownValue)>,
}

impl Notes {
    pub(crate) fn into_report(mut self) -> Report {
        self.aliases.sort_by_key(|(at, _)| *at);
        self.ignored.sort_by_key(|(at, _)| *at);
        self.unknown_values.sort_by_key(|(at, _)| *at);
        Report {
            aliases: self.aliases.into_iter().map(|(_, alias)| alias).collect(),
            ignored: self.ignored.into_iter().map(|(_, path)| path).collect(),
            unknown_values: self.unknown_values.into_iter().map(|(_, value)| value).collect(),
        }
    }
}
