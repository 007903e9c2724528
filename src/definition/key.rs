use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deprecation::Deprecation;

/// A key of an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// The canonical spelling.
    pub key: String,
    /// The kind of its values: the name of a kind or an enumeration, or `list of` one.
    pub kind: String,
    /// Whether it may be absent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Whether it is always there and may be null.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nullable: bool,
    /// Old spellings; snake_case is read besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Those of the old spellings that may stand beside the key if both are equal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub twins: Vec<String>,
    /// That it will go, if it will.
    #[serde(flatten)]
    pub deprecation: Deprecation,
}

/// Whether a key may be absent, and whether it may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// May be absent; null is read as absent.
    Optional,
    /// Always there, may be null.
    Nullable,
}

impl Presence {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Presence::Required => "required",
            Presence::Optional => "optional",
            Presence::Nullable => "nullable",
        }
    }
}

impl Key {
    /// Whether it may be absent or null.
    pub fn presence(&self) -> Presence {
        match (self.optional, self.nullable) {
            (true, _) => Presence::Optional,
            (false, true) => Presence::Nullable,
            (false, false) => Presence::Required,
        }
    }

    /// Every spelling that is read as this key: the canonical one, the old ones, and the snake_case
    /// of each.
    pub fn spellings(&self) -> impl Iterator<Item = String> {
        let texts = std::iter::once(&self.key).chain(&self.aliases);
        texts.flat_map(|text| {
            let snake = snake_case(text);
            std::iter::once(text.clone()).chain((snake != *text).then_some(snake))
        })
    }
}

/// The snake_case spelling of a key.
fn snake_case(key: &str) -> String {
    let mut snake = String::with_capacity(key.len() + 4);
    for character in key.chars() {
        if character.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}
