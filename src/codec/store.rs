//! Messages in any format of serde, for services that store them: a frame as the tree of its canonical
//! JSON, or in a binary format as that text. The reader and the writer are those of frames, so that
//! nothing can be stored that a peer would refuse.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

use crate::envelope::{Envelope, Message};
use crate::event::Event;
use crate::json::{Incoming, MAX_FRAME_BYTES, Outgoing};

use super::decode::{decode, decode_event};
use super::encode::write_event;
use super::{DecodeError, Encode};

/// As its canonical frame.
///
/// A format that holds a tree, as a column of JSON does, loses what an unknown event is kept for: how
/// its numbers and its white space were written, so that it is no longer the same byte for byte; and a
/// tree that has each key once hides a doubled key from the reader. Where that matters, store the text:
/// [`UnknownEvent::as_str`](crate::UnknownEvent::as_str), or the frame as it was received.
///
/// An `auth` command is written with its token, as on the wire. For a log, there are `Display` and `Debug`.
impl Serialize for Message {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let frame = self.encode().map_err(S::Error::custom)?;
        Outgoing(&frame).serialize(to)
    }
}

/// As [`decode`] reads it, old spellings included.
impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Incoming(frame) = Incoming::deserialize(from)?;
        decode(&frame).map_err(refused)
    }
}

/// As its canonical frame.
impl Serialize for Envelope {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let frame = self.encode().map_err(S::Error::custom)?;
        Outgoing(&frame).serialize(to)
    }
}

/// As [`decode`] reads it, old spellings included; what is no event that this version knows is refused.
impl<'de> Deserialize<'de> for Envelope {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Message::deserialize(from)? {
            Message::Event(envelope) => Ok(envelope),
            other => Err(D::Error::custom(format_args!(
                "expected an event that this version knows, found {other}"
            ))),
        }
    }
}

/// As `{"type": …, "data": …}`, without what its envelope says.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(MAX_FRAME_BYTES.min(512));
        write_event(self, &mut text).map_err(S::Error::custom)?;
        Outgoing(&text).serialize(to)
    }
}

/// From `{"type": …, "data": …}` in any spelling that a frame may have. Other keys are ignored, so that a
/// whole frame is read too; the area of an `<area>.error` would be lost, so that such a type is refused.
impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Incoming(text) = Incoming::deserialize(from)?;
        decode_event(&text).map_err(refused)
    }
}

/// Line and column would be those of a text that nobody has seen.
fn refused<E: serde::de::Error>(error: DecodeError) -> E {
    E::custom(error.message())
}
