/// What the decoder tolerated: old spellings that it accepted, keys that it ignored and values that it
/// does not know.
///
/// The entries are in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// A value of an open enumeration that this version does not list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownValue {
    /// The JSON path, with keys as they were written.
    pub path: String,
    /// The value.
    pub value: String,
}

/// An old spelling that was read as the canonical one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alias {
    /// The JSON path, with keys as they were written.
    pub path: String,
    /// What had an old spelling.
    pub kind: AliasKind,
    /// The canonical spelling.
    pub canonical: String,
}

closed_enum! {
    /// What an alias is a spelling of.
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
