use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Definition, Enumeration};
use crate::MAX_DEPTH;

/// 2^53 − 1, the largest whole number that a reader takes.
pub(crate) const MAX_INTEGER: f64 = 9_007_199_254_740_991.0;

/// How the kind of a list begins, before that of its elements.
const LIST_OF: &str = "list of ";

/// A kind of value by its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct KindRow {
    /// The name that keys use.
    pub name: String,
    /// What it reads.
    pub reads: Reads,
    /// The least number, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest number, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

/// What a kind of value reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Reads {
    /// Any text, the empty one included.
    Text,
    /// Opaque, non-empty text.
    Id,
    /// Opaque, non-empty text that is never shown.
    Token,
    /// A date-time.
    DateTime,
    /// A date; a date-time is read as its date.
    Date,
    /// A finite number, within the bounds if there are any.
    Number,
    /// A whole number from 0 to 2^53 − 1.
    Integer,
    /// `true` or `false`.
    Boolean,
}

/// A kind of value, resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    /// Any text.
    Text,
    /// Non-empty text: an id or a token.
    NonEmpty,
    /// A date-time.
    DateTime,
    /// A date.
    Date,
    /// A number.
    Number {
        /// The least, if there is one.
        min: Option<f64>,
        /// The greatest, if there is one.
        max: Option<f64>,
    },
    /// A whole number from 0 to 2^53 − 1.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A value of an enumeration.
    Enumeration(&'a Enumeration),
    /// A list of such values.
    List(Box<Kind<'a>>),
}

/// The kinds of a definition by name.
pub struct Kinds<'a> {
    rows: BTreeMap<&'a str, &'a KindRow>,
    enumerations: BTreeMap<&'a str, &'a Enumeration>,
}

impl<'a> Kinds<'a> {
    /// Those of a definition.
    pub fn new(definition: &'a Definition) -> Self {
        let rows = definition.kinds.iter().flatten();
        let enumerations = definition.enumerations().iter();
        Kinds {
            rows: rows.map(|row| (&*row.name, row)).collect(),
            enumerations: enumerations.map(|it| (&*it.name, it)).collect(),
        }
    }

    /// The kind of this name.
    pub fn get(&self, name: &str) -> Option<Kind<'a>> {
        self.get_within(MAX_DEPTH, name)
    }

    /// The kind of this name, if its lists are not deeper than a frame can be.
    fn get_within(&self, depth: usize, name: &str) -> Option<Kind<'a>> {
        if let Some(of) = name.strip_prefix(LIST_OF) {
            let of = self.get_within(depth.checked_sub(1)?, of)?;
            return Some(Kind::List(Box::new(of)));
        }
        if let Some(enumeration) = self.enumerations.get(name) {
            return Some(Kind::Enumeration(enumeration));
        }
        self.rows.get(name).map(|row| match row.reads {
            Reads::Text => Kind::Text,
            Reads::Id | Reads::Token => Kind::NonEmpty,
            Reads::DateTime => Kind::DateTime,
            Reads::Date => Kind::Date,
            Reads::Number => Kind::Number { min: row.min, max: row.max },
            Reads::Integer => Kind::Integer,
            Reads::Boolean => Kind::Boolean,
        })
    }
}

/// The name of the kind of a list's elements; of anything else, the name itself.
pub fn element_of(kind: &str) -> &str {
    kind.strip_prefix(LIST_OF).unwrap_or(kind)
}
