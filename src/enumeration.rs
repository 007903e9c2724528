//! Text enumerations: each value is one row, with its old spellings and its meaning.

use std::fmt;

use crate::lifecycle::Deprecation;

#[macro_use]
mod define;

/// An enumeration: its values and their old spellings.
#[derive(Debug)]
#[non_exhaustive]
pub struct Enumeration {
    /// The name of the type.
    pub name: &'static str,
    /// What it means, in Markdown.
    pub doc: &'static str,
    /// Whether unknown values are kept (an open enumeration) or refused.
    pub open: bool,
    /// Its values, in the order of their definition.
    pub values: &'static [EnumerationValue],
}

/// A value of an [`Enumeration`].
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumerationValue {
    /// The canonical text.
    pub text: &'static str,
    /// What it means, in Markdown.
    pub doc: &'static str,
    /// Old spellings that are read as this value.
    pub aliases: &'static [&'static str],
    /// That the value will go, if it will.
    pub deprecation: Option<Deprecation>,
}

/// A text that is not among the values of a closed enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotListed {
    name: &'static str,
    values: &'static [EnumerationValue],
    found: String,
}

impl NotListed {
    pub(crate) fn new(of: &Enumeration, found: &str) -> Self {
        NotListed { name: of.name, values: of.values, found: found.to_owned() }
    }
}

impl fmt::Display for NotListed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected one of ", self.name)?;
        for (index, value) in self.values.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{}", value.text)?;
        }
        write!(f, "; found {:?}", self.found)
    }
}

impl std::error::Error for NotListed {}

/// The text of a value that an open enumeration does not list.
///
/// It cannot be built outside this crate, so that a listed text never hides in it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unlisted(Box<str>);

impl Unlisted {
    pub(crate) fn new(text: &str) -> Self {
        Unlisted(text.into())
    }

    /// The text as received.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
