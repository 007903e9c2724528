use crate::enumeration::Enumeration;
use crate::lifecycle::{Deprecation, assert_deprecation};

/// A key of an object: its name, meaning, type and old spellings.
///
/// The decoder, the TypeScript, the schemas and the reference all come from this.
#[derive(Debug)]
#[non_exhaustive]
pub struct Field {
    /// The canonical key on the wire, in camelCase.
    pub key: &'static str,
    /// The field's name in Rust, which is also the snake_case spelling a tolerant reader accepts.
    pub snake: &'static str,
    /// What the key means, in Markdown.
    pub doc: &'static str,
    /// Whether the key may be absent or null.
    pub presence: Presence,
    /// The type and range of its values.
    pub kind: Kind,
    /// Old spellings of the key besides snake_case.
    pub aliases: &'static [KeyAlias],
    /// That the key will go, if it will.
    pub deprecation: Option<Deprecation>,
    /// The key as the writer needs it: `,"key":`.
    pub(super) prefix: &'static str,
    /// The key as the reader expects it: `"key":`.
    pub(crate) quoted: &'static str,
}

impl Field {
    pub(crate) const fn new(
        prefix: &'static [u8],
        snake: &'static str,
        doc: &'static str,
        presence: Presence,
        kind: Kind,
        aliases: &'static [KeyAlias],
        deprecation: Option<Deprecation>,
    ) -> Self {
        let Ok(prefix) = std::str::from_utf8(prefix) else { panic!("a field's name is UTF-8") };
        let (_, quoted) = prefix.split_at(1);
        let (_, behind_quote) = quoted.split_at(1);
        let (key, _) = behind_quote.split_at(behind_quote.len() - 2);
        Field { key, snake, doc, presence, kind, aliases, deprecation, prefix, quoted }
    }
}

/// Ends the compilation if the deprecation of a key is wrong; `keys` are those of the fields.
pub(crate) const fn assert_deprecations(owner: &str, fields: &[Field], keys: &[&str]) {
    let mut index = 0;
    while index < fields.len() {
        let Field { key, deprecation, .. } = &fields[index];
        assert_deprecation(deprecation, owner, key, keys);
        index += 1;
    }
}

/// An old spelling of a key.
#[derive(Debug)]
#[non_exhaustive]
pub struct KeyAlias {
    /// The old spelling in camelCase; its snake_case spelling is accepted too.
    pub key: &'static str,
    /// Whether both keys may occur together, if their values are equal.
    pub twin: bool,
}

impl KeyAlias {
    pub(crate) const fn new(key: &'static str, twin: bool) -> Self {
        KeyAlias { key, twin }
    }

    /// Whether `key` is this alias, or its snake_case spelling.
    pub(crate) fn accepts(&self, key: &str) -> bool {
        key == self.key || is_snake_of(key, self.key)
    }
}

/// Whether a key may be absent, and whether it may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// Left out when there is no value; never written as null, though null is read as absent.
    Optional,
    /// Always there; null means that there is no value.
    Nullable,
}

/// The type and range of a key's values.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// Any text, the empty one included.
    Text,
    /// Opaque, non-empty text.
    Id(&'static IdType),
    /// The bearer token of `auth`: non-empty, never shown.
    Token,
    /// A date-time, written `2025-11-03T14:30:00.000Z`.
    Timestamp,
    /// A date, written `2025-11-03`.
    Date,
    /// A finite number within inclusive bounds.
    Number {
        /// Least value, if there is one.
        min: Option<f64>,
        /// Greatest value, if there is one.
        max: Option<f64>,
    },
    /// A whole number, 0 to 2^53 − 1.
    Integer,
    /// `true` or `false`.
    Bool,
    /// One of a list of texts.
    Enum(&'static Enumeration),
    /// An array of such values.
    List(&'static Kind),
}

/// Whether `key` is exactly the snake_case spelling of the camelCase `canonical`.
fn is_snake_of(key: &str, canonical: &str) -> bool {
    let mut written = key.bytes();
    canonical.bytes().all(|byte| {
        if byte.is_ascii_uppercase() {
            written.next() == Some(b'_') && written.next() == Some(byte.to_ascii_lowercase())
        } else {
            written.next() == Some(byte)
        }
    }) && written.next().is_none()
}

/// Whether a tolerant reader may take one of these spellings for the other: whether both are the same
/// in snake_case.
pub(crate) const fn is_same_key(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (mut at_a, mut at_b) = (0, 0);
    while at_a < a.len() && at_b < b.len() {
        let (mut letter_a, mut letter_b) = (a[at_a], b[at_b]);
        // A capital letter is an underscore and a small letter.
        if letter_a.is_ascii_uppercase() && letter_b == b'_' && at_b + 1 < b.len() {
            letter_a = letter_a.to_ascii_lowercase();
            at_b += 1;
            letter_b = b[at_b];
        } else if letter_b.is_ascii_uppercase() && letter_a == b'_' && at_a + 1 < a.len() {
            letter_b = letter_b.to_ascii_lowercase();
            at_a += 1;
            letter_a = a[at_a];
        }
        if letter_a != letter_b {
            return false;
        }
        at_a += 1;
        at_b += 1;
    }
    at_a == a.len() && at_b == b.len()
}

/// The name of a Rust field without the mark of a raw identifier.
pub(crate) const fn snake_text(ident: &'static str) -> &'static str {
    match ident.as_bytes() {
        [b'r', b'#', ..] => ident.split_at(2).1,
        _ => ident,
    }
}

impl Kind {
    /// The kind of the elements of a list; of anything else, itself.
    pub const fn scalar(&self) -> &Kind {
        match self {
            Kind::List(of) => of,
            _ => self,
        }
    }
}

/// An id type.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdType {
    /// The name of the type.
    pub name: &'static str,
    /// What it identifies, in Markdown.
    pub doc: &'static str,
}

impl IdType {
    pub(crate) const fn new(name: &'static str, doc: &'static str) -> Self {
        IdType { name, doc }
    }
}

/// Length of `,"camelCase":` for a snake_case name.
pub(crate) const fn prefix_len(snake: &str) -> usize {
    let bytes = snake.as_bytes();
    let mut len = 4;
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] != b'_' {
            len += 1;
        }
        i += 1;
    }
    len
}

/// `,"camelCase":` for a snake_case name.
pub(crate) const fn prefix_bytes<const N: usize>(snake: &str) -> [u8; N] {
    let bytes = snake.as_bytes();
    let mut out = [0; N];
    out[0] = b',';
    out[1] = b'"';
    let mut to = 2;
    let mut upper = false;
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == b'_' {
            upper = true;
        } else {
            out[to] = if upper { bytes[i].to_ascii_uppercase() } else { bytes[i] };
            to += 1;
            upper = false;
        }
        i += 1;
    }
    out[to] = b'"';
    out[to + 1] = b':';
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_a_key_follow_from_the_name_of_the_field() {
        let field = |ident: &'static str, prefix: &'static [u8]| {
            let snake = snake_text(ident);
            assert_eq!(prefix_len(snake), prefix.len(), "{ident}");
            Field::new(prefix, snake, "", Presence::Required, Kind::Text, &[], None)
        };
        const TYPE: [u8; 8] = prefix_bytes("type");
        const RETRY_AFTER_MS: [u8; 16] = prefix_bytes("retry_after_ms");
        assert_eq!(prefix_bytes("retry_after_ms"), RETRY_AFTER_MS);
        for (field, key, snake, written) in [
            (field("r#type", &TYPE), "type", "type", ",\"type\":"),
            (
                field("retry_after_ms", &RETRY_AFTER_MS),
                "retryAfterMs",
                "retry_after_ms",
                ",\"retryAfterMs\":",
            ),
        ] {
            assert_eq!((field.key, field.snake, field.prefix), (key, snake, written));
            assert_eq!(field.quoted, &written[1..]);
        }
        assert_eq!(snake_text("r"), "r");
        let alias = KeyAlias::new("measureId", true);
        assert!(alias.twin && alias.accepts("measureId") && alias.accepts("measure_id"));
    }

    #[test]
    fn the_kind_of_an_element_is_that_of_its_list() {
        assert!(matches!(Kind::List(&Kind::Token).scalar(), Kind::Token));
        assert!(matches!(Kind::Bool.scalar(), Kind::Bool));
    }

    #[test]
    fn snake_case_is_matched_exactly() {
        assert!(is_snake_of("retry_after_ms", "retryAfterMs"));
        assert!(!is_snake_of("retry_afterMs", "retryAfterMs"));
        assert!(!is_snake_of("retry_after_ms_", "retryAfterMs"));
        assert!(!is_snake_of("retry_after", "retryAfterMs"));
        assert!(!is_snake_of("retryAfterMs", "retryAfterMs"));
    }

    #[test]
    fn a_key_is_the_same_in_both_spellings() {
        for (a, b) in
            [("goalId", "goalId"), ("goalId", "goal_id"), ("retryAfterMs", "retry_after_ms")]
        {
            assert!(is_same_key(a, b) && is_same_key(b, a), "{a} {b}");
        }
        for (a, b) in
            [("goalId", "goalid"), ("goalId", "goal"), ("goalId", "goal_"), ("a", "goal_id")]
        {
            assert!(!is_same_key(a, b) && !is_same_key(b, a), "{a} {b}");
        }
    }
}
