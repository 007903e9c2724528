//! A frame with its reading, made once: where the frame enters the mock, or where the mock writes
//! it. Whatever logs it, strikes at it, records it or sends it to many shares that reading.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use axum::extract::ws::Utf8Bytes;
use serde_json::{Map, Value};

use crate::json::AliasKind;
use crate::{DecodeError, Encode, EncodeError, FrameKind, Message, decode_reporting, peek};

pub(super) struct Frame {
    text: Utf8Bytes,
    reading: Result<Message, DecodeError>,
    /// The type as it is written, where the reading does not say it: of an old spelling, and of a
    /// frame that is refused.
    written_type: Option<String>,
    object: OnceLock<Option<Map<String, Value>>>,
}

impl Frame {
    /// Reads a text, whatever it is.
    pub fn read(text: impl Into<Utf8Bytes>) -> Self {
        let text = text.into();
        let (reading, is_canonical) = match decode_reporting(&text) {
            Ok((message, report)) => {
                let is_type = |kind| kind == AliasKind::Type;
                (Ok(message), !report.aliases.iter().any(|alias| is_type(alias.kind)))
            }
            Err(error) => (Err(error), false),
        };
        let peeked = if is_canonical { None } else { peek(&text).ok() };
        let written_type = peeked.and_then(|it| Some(it.wire_type?.into_owned()));
        Frame { text, reading, written_type, object: OnceLock::new() }
    }

    /// Writes a message, which then need not be read.
    pub fn write(message: Message) -> Result<Self, EncodeError> {
        let text = message.encode()?.into();
        Ok(Frame { text, reading: Ok(message), written_type: None, object: OnceLock::new() })
    }

    pub fn text(&self) -> &Utf8Bytes {
        &self.text
    }

    pub fn reading(&self) -> Result<&Message, &DecodeError> {
        self.reading.as_ref()
    }

    pub fn into_reading(self) -> Result<Message, DecodeError> {
        self.reading
    }

    pub fn kind(&self) -> FrameKind {
        FrameKind::of(&self.reading)
    }

    /// The type, canonical if it is known.
    pub fn wire_type(&self) -> Option<Cow<'_, str>> {
        match &self.reading {
            Ok(message) => message.wire_type(),
            Err(error) => error.message_type().map(Cow::Borrowed),
        }
    }

    /// The type of the event as it is written; `None` for what names no type.
    pub fn written_type(&self) -> Option<Cow<'_, str>> {
        match &self.reading {
            _ if self.written_type.is_some() => self.written_type.as_deref().map(Cow::Borrowed),
            Ok(message @ (Message::Event(_) | Message::Unknown(_))) => message.wire_type(),
            _ => None,
        }
    }

    /// The frame as an object for those who change it; parsed when the first of them asks.
    pub fn object(&self) -> Option<&Map<String, Value>> {
        self.object.get_or_init(|| serde_json::from_str(&self.text).ok()).as_ref()
    }
}

/// Shows no content: it may hold a token.
impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frame")
            .field("kind", &self.kind())
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

/// The text up to so many bytes, ending between characters.
pub(super) fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types(text: &str) -> (FrameKind, Option<String>, Option<String>) {
        let frame = Frame::read(text);
        let [canonical, written] =
            [frame.wire_type(), frame.written_type()].map(|it| it.map(Cow::into_owned));
        (frame.kind(), canonical, written)
    }

    #[test]
    fn the_type_is_known_as_it_is_called_and_as_it_is_written() {
        let event = |wire_type: &str| {
            format!(
                r#"{{"type":"{wire_type}","timestamp":"2025-11-03T14:30:00.000Z","data":{{"tenantId":"t","goalId":"g","cancelledAt":"2025-11-03T14:30:00.000Z","cancelledBy":"u"}}}}"#
            )
        };
        let some = |text: &str| Some(text.to_owned());
        let cancelled = some("goal.cancelled");
        for (text, expected) in [
            (event("goal.cancelled"), (FrameKind::Event, cancelled.clone(), cancelled.clone())),
            (event("goal.canceled"), (FrameKind::Event, cancelled.clone(), some("goal.canceled"))),
            (event("a.b"), (FrameKind::Unknown, some("a.b"), some("a.b"))),
            (
                r#"{"type":"goal.canceled","timestamp":7}"#.to_owned(),
                (FrameKind::Invalid, cancelled, some("goal.canceled")),
            ),
            (r#"{"action":"ping"}"#.to_owned(), (FrameKind::Command, some("ping"), None)),
            ("{".to_owned(), (FrameKind::Invalid, None, None)),
        ] {
            assert_eq!(types(&text), expected, "{text}");
        }
    }
}
