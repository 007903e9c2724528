//! What is wrong and where, spelt out only once something is.
//!
//! No text is quoted that may be a secret: of a value of the wrong type only the type is named.

use std::borrow::Cow;

use super::Reader;
use crate::json::fault::shorten;
use crate::json::{Alias, AliasKind, Fault, FaultCode, Read, ValueError};

impl<'a> Reader<'a> {
    /// JSON path of the current key or list element, as written.
    fn path(&self) -> String {
        let mut reader = Reader::new(self.text, None);
        reader.at = self.key_at;
        let key = reader.quoted().unwrap_or_default();
        let mut path = child_path(self.scope, &key);
        if self.element > 0 {
            path.push_str(&format!("[{}]", self.element - 1));
        }
        path
    }

    #[cold]
    pub(super) fn syntax(&mut self, expected: &'static str) -> Box<Fault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let found = match rest.chars().next() {
            None => "the end of the text".to_owned(),
            Some('\u{feff}') => "a byte-order mark".to_owned(),
            // What stands behind the backslash may be part of a secret.
            Some('\\') => "another escape".to_owned(),
            Some(character) => format!("`{}`", character.escape_debug()),
        };
        self.frame_fault(FaultCode::Syntax, expected, found)
    }

    #[cold]
    pub(super) fn too_deep(&mut self) -> Box<Fault> {
        self.frame_fault(FaultCode::TooDeep, "nesting of at most 64", "deeper nesting".to_owned())
    }

    /// A fault of the frame as a whole, at the reader's position.
    #[cold]
    pub(crate) fn frame_fault(
        &self,
        code: FaultCode,
        expected: &'static str,
        found: String,
    ) -> Box<Fault> {
        let expected = Cow::Borrowed(expected);
        Box::new(Fault { code, at: self.at, path: "$".to_owned(), expected, found })
    }

    /// A fault of the current key's value.
    #[cold]
    pub(crate) fn fault(
        &self,
        code: FaultCode,
        expected: impl Into<Cow<'static, str>>,
        found: String,
    ) -> Box<Fault> {
        Box::new(Fault {
            code,
            at: self.key_at,
            path: self.path(),
            expected: expected.into(),
            found,
        })
    }

    /// The current key's text is not of the form that its value needs.
    #[cold]
    pub(crate) fn bad_format(&self, expected: &'static str, found: &str) -> Box<Fault> {
        self.fault(FaultCode::BadFormat, expected, format!("{:?}", shorten(found)))
    }

    /// The current key's value is one that its type refuses.
    #[cold]
    pub(crate) fn refused(&self, error: ValueError) -> Box<Fault> {
        self.fault(error.code, error.expected, error.found)
    }

    /// The value at the reader's position is of another JSON type, if it is a value at all.
    #[cold]
    pub(crate) fn wrong_type(&mut self, expected: &'static str) -> Box<Fault> {
        match self.describe() {
            Ok(found) => self.fault(FaultCode::WrongType, expected, found),
            Err(fault) => fault,
        }
    }

    /// Says in words what value stands at the reader's position, and passes over it.
    ///
    /// Texts are not quoted: what stands in the wrong place may be a secret.
    pub(crate) fn describe(&mut self) -> Read<String> {
        let first = self.peek();
        let start = self.at;
        self.skip()?;
        Ok(match first {
            Some(b'{') => "an object".to_owned(),
            Some(b'[') => "an array".to_owned(),
            Some(b'"') => "text".to_owned(),
            Some(b'-' | b'0'..=b'9') => {
                format!("the number {}", shorten(&self.text[start..self.at]))
            }
            _ => self.text[start..self.at].to_owned(),
        })
    }

    /// A required key that the current object lacks.
    #[cold]
    pub(crate) fn missing(&self, key: &str, at: usize) -> Box<Fault> {
        Box::new(Fault {
            code: FaultCode::Missing,
            at,
            path: child_path(self.scope, key),
            expected: Cow::Owned(format!("the key {key:?}")),
            found: "no such key".to_owned(),
        })
    }

    #[cold]
    pub(super) fn conflict(&self) -> Box<Fault> {
        let expected = "the same value as under its other name";
        self.fault(FaultCode::Conflict, expected, "another value".to_owned())
    }

    /// The envelope and the payload name different tenants.
    #[cold]
    pub(crate) fn tenant_conflict(&self) -> Box<Fault> {
        let (expected, found) = ("the tenant of the envelope", "another tenant".to_owned());
        let mut fault = self.fault(FaultCode::Conflict, expected, found);
        fault.path = "$.data.tenantId".to_owned();
        fault
    }

    #[cold]
    pub(crate) fn duplicate(&self) -> Box<Fault> {
        self.fault(FaultCode::Duplicate, "this key once", "it a second time".to_owned())
    }

    /// Notes that the current key is not known.
    #[cold]
    pub(crate) fn note_ignored(&mut self) {
        if let Some(mut notes) = self.notes.take() {
            notes.ignored.push((self.key_at, self.path()));
            self.notes = Some(notes);
        }
    }

    /// Notes that the current key, or its value, is an old spelling.
    #[cold]
    pub(crate) fn note_alias(&mut self, kind: AliasKind, at: usize, canonical: &str) {
        if let Some(mut notes) = self.notes.take() {
            let alias = Alias { path: self.path(), kind, canonical: canonical.to_owned() };
            notes.aliases.push((at, alias));
            self.notes = Some(notes);
        }
    }
}

/// JSON path of a key (RFC 9535): dotted for an identifier, in brackets otherwise.
pub(crate) fn child_path(scope: &str, key: &str) -> String {
    let identifier = !key.is_empty()
        && !key.starts_with(|first: char| first.is_ascii_digit())
        && key.chars().all(|char| char.is_ascii_alphanumeric() || char == '_' || char == '$');
    if identifier {
        format!("{scope}.{key}")
    } else {
        let mut path = format!("{scope}[");
        crate::json::writer::write_string(key, &mut path);
        path.push(']');
        path
    }
}
