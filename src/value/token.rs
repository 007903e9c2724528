use std::fmt;

use serde::{Deserialize, Serialize};

use super::ValueError;
use crate::json::{Kind, Read, Reader, Wire, Writer};

const EXPECTED: &str = "a non-empty token";

/// The bearer token of an `auth` command: a JWT that lives 15 minutes ([authentication]).
///
/// No `Display`, and neither `Debug` nor an error shows the text. A frame holds it, and what serde writes
/// does: keep both out of a log.
///
/// [authentication]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#authentication
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Token(Box<str>);

impl Token {
    /// Wraps a token.
    ///
    /// # Errors
    /// When the text is empty.
    pub fn new(text: impl Into<Box<str>>) -> Result<Self, ValueError> {
        let text = text.into();
        if text.is_empty() { Err(ValueError::bad_format(EXPECTED, "")) } else { Ok(Token(text)) }
    }

    /// The text, for code that sends or verifies it.
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl TryFrom<String> for Token {
    type Error = ValueError;

    fn try_from(text: String) -> Result<Self, ValueError> {
        Token::new(text)
    }
}

impl TryFrom<&str> for Token {
    type Error = ValueError;

    fn try_from(text: &str) -> Result<Self, ValueError> {
        Token::new(text)
    }
}

impl Wire for Token {
    const KIND: Kind = Kind::Token;

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let text = reader.string(EXPECTED)?;
        Token::new(&*text).map_err(|error| reader.refused(error))
    }

    fn write(&self, out: &mut Writer<'_>) {
        out.string(&self.0);
    }
}

#[cfg(feature = "codegen")]
crate::describe::described! {
    Token as "string";
    schemars::json_schema!({ "type": "string", "minLength": 1 })
}
