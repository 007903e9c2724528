//! A frame as it was found, and why it is none.

use std::borrow::Cow;

use serde::Serialize;

use super::place::Place;
use super::scan::{Position, compact};
use crate::{
    DecodeError, FaultCode, MAX_FRAME_BYTES, Message, Report, decode_bytes, decode_reporting,
};

/// A frame of an input.
#[derive(Default)]
pub struct Item {
    pub text: Vec<u8>,
    pub content: Content,
    pub place: Place,
    /// Where its text begins in the input, if it stands there as it is.
    pub start: Option<Position>,
}

/// What is there besides the text.
#[derive(Clone, Copy, Default)]
pub enum Content {
    /// Nothing.
    #[default]
    Text,
    /// Longer than a frame may be; its length.
    TooLong(u64),
    /// No text; its length.
    Binary(u64),
}

impl Item {
    /// Whether the line only opens something, as the first line of indented JSON does.
    pub fn is_opening(&self) -> bool {
        self.start.is_some() && matches!(self.text.trim_ascii(), b"{" | b"[")
    }

    /// What the frame is, and the old spellings in it.
    pub fn decode(&self) -> Result<(Message, Report), Box<Refusal>> {
        match self.content {
            Content::TooLong(bytes) => return Err(Refusal::too_large(bytes)),
            Content::Binary(bytes) => return Err(Refusal::binary(bytes)),
            Content::Text => {}
        }
        match std::str::from_utf8(&self.text) {
            Ok(text) => Ok(decode_reporting(text)?),
            Err(_) => Ok((decode_bytes(&self.text)?, Report::default())),
        }
    }

    /// The text as one line.
    pub fn line(&self) -> Cow<'_, [u8]> {
        if !self.text.contains(&b'\n') {
            return Cow::Borrowed(&self.text);
        }
        let mut text = self.text.clone();
        compact(&mut text);
        Cow::Owned(text)
    }

    /// Where a refusal points to: in the line that is the frame, in the input, or in the frame.
    pub fn pointer(&self, refusal: &Refusal) -> String {
        let Refusal { line, column, .. } = *refusal;
        match self.start {
            Some(_) if self.place.index.is_none() && line == 1 => format!("column {column}"),
            Some(start) => {
                let column = if line == 1 { start.column + column - 1 } else { column };
                format!("line {}, column {column}", start.line + line - 1)
            }
            None if line == 1 => format!("column {column} of the frame"),
            None => format!("line {line}, column {column} of the frame"),
        }
    }
}

/// Why a text is no frame: the parts of a [`DecodeError`], also of a text that was never held.
#[derive(Serialize)]
pub struct Refusal {
    pub code: FaultCode,
    pub path: String,
    pub expected: String,
    pub found: String,
    pub message: String,
    #[serde(skip)]
    pub message_type: Option<String>,
    #[serde(skip)]
    line: u64,
    #[serde(skip)]
    column: u64,
}

impl Refusal {
    fn of_root(code: FaultCode, expected: String, found: String) -> Box<Self> {
        Box::new(Refusal {
            message_type: None,
            code,
            path: "$".to_owned(),
            message: format!("at $: expected {expected}, found {found}"),
            expected,
            found,
            line: 1,
            column: 1,
        })
    }

    fn too_large(bytes: u64) -> Box<Self> {
        let expected = format!("at most {MAX_FRAME_BYTES} bytes");
        Refusal::of_root(FaultCode::TooLarge, expected, format!("{bytes} bytes"))
    }

    fn binary(bytes: u64) -> Box<Self> {
        let found = format!("a binary message of {bytes} bytes");
        Refusal::of_root(FaultCode::Syntax, "a text message".to_owned(), found)
    }
}

impl From<DecodeError> for Box<Refusal> {
    fn from(error: DecodeError) -> Self {
        Box::new(Refusal {
            message_type: error.message_type().map(str::to_owned),
            code: error.code(),
            path: error.path().to_owned(),
            expected: error.expected().to_owned(),
            found: error.found().to_owned(),
            message: error.message(),
            line: error.line() as u64,
            column: error.column() as u64,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode;

    #[test]
    fn what_is_too_long_reads_as_the_codec_would_say() {
        let text = " ".repeat(MAX_FRAME_BYTES + 1);
        let of_codec = Box::<Refusal>::from(decode(&text).expect_err("too long"));
        let of_line = Refusal::too_large(text.len() as u64);
        assert_eq!(of_line.message, of_codec.message);
        assert_eq!(of_line.code, of_codec.code);
        assert_eq!((of_line.line, of_line.column), (of_codec.line, of_codec.column));
    }
}
