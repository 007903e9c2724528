use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::command::Command;
use crate::envelope::{Envelope, GatewayFault, Header, Message, UnknownEvent};
use crate::event::Event;
use crate::json::{MAX_FRAME_BYTES, Wire, Writer};
use crate::payload::stored::empty_value;
use crate::payload::{Object, sealed};

/// What can be written as one frame, in canonical form.
pub trait Encode: sealed_encode::Write {
    /// The frame as new text.
    ///
    /// # Errors
    /// As [`encode_into`](Encode::encode_into).
    fn encode(&self) -> Result<String, EncodeError> {
        let mut out = String::with_capacity(512);
        self.encode_into(&mut out)?;
        Ok(out)
    }

    /// Appends the frame to a buffer, which allocates nothing if it has room.
    ///
    /// # Errors
    /// When the frame would be larger than [`MAX_FRAME_BYTES`], or holds an empty value of an open
    /// enumeration; the buffer is then as it was.
    fn encode_into(&self, out: &mut String) -> Result<(), EncodeError> {
        append(out, |writer| self.write_frame(writer))
    }

    /// The frame as text that any number of receivers share.
    ///
    /// # Errors
    /// As [`encode_into`](Encode::encode_into).
    fn encode_shared(&self) -> Result<SharedFrame, EncodeError> {
        self.encode().map(|text| SharedFrame(text.into()))
    }
}

/// Appends what is written within the limits, or nothing.
#[inline]
fn append(out: &mut String, write: impl FnOnce(&mut Writer<'_>)) -> Result<(), EncodeError> {
    let start = out.len();
    let mut writer = Writer::new(out);
    write(&mut writer);
    let empty = writer.empty_value_of();
    let bytes = out.len() - start;
    let error = match empty {
        Some(enumeration) => EncodeError::EmptyValue { enumeration },
        None if bytes > MAX_FRAME_BYTES => EncodeError::TooLarge { bytes },
        None => return Ok(()),
    };
    out.truncate(start);
    Err(error)
}

/// Appends an event without an envelope: `{"type": …, "data": …}`.
pub(super) fn write_event(event: &Event, out: &mut String) -> Result<(), EncodeError> {
    append(out, |writer| {
        writer.raw("{\"type\":\"");
        writer.raw(event.event_type().as_str());
        writer.raw("\"");
        write_data(event, writer);
        writer.raw("}");
    })
}

#[inline]
fn write_data(event: &Event, out: &mut Writer<'_>) {
    if !event.event_type().row().fields.is_empty() {
        out.raw(",\"data\":{");
        event.write_payload(out);
        out.raw("}");
    }
}

/// Why a message cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// The frame would have more than [`MAX_FRAME_BYTES`].
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
    },
    /// A value of an open enumeration was made from an empty text, which no reader accepts.
    EmptyValue {
        /// The enumeration.
        enumeration: &'static str,
    },
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EncodeError::TooLarge { bytes } => write!(
                f,
                "the frame has {bytes} bytes, the protocol allows {MAX_FRAME_BYTES}: send less \
                 text or split the change into several events"
            ),
            EncodeError::EmptyValue { enumeration } => f.write_str(&empty_value(enumeration)),
        }
    }
}

impl std::error::Error for EncodeError {}

/// A frame that was encoded once and is shared by all its receivers: a clone costs one counter.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SharedFrame(Arc<str>);

impl SharedFrame {
    /// The text of the frame.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for SharedFrame {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for SharedFrame {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl AsRef<[u8]> for SharedFrame {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<SharedFrame> for Arc<str> {
    fn from(frame: SharedFrame) -> Self {
        frame.0
    }
}

/// The same text, not a copy of it, for whatever sends [`Bytes`](bytes::Bytes).
///
/// A WebSocket of axum sends `Message::Text(Utf8Bytes::try_from(Bytes::from(frame))?)`, which reads
/// through the text once, and copies nothing either.
#[cfg(feature = "bytes")]
impl From<SharedFrame> for bytes::Bytes {
    fn from(frame: SharedFrame) -> Self {
        bytes::Bytes::from_owner(frame)
    }
}

/// Shows no content: the frame may be an `auth` command.
impl fmt::Debug for SharedFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedFrame({} bytes)", self.0.len())
    }
}

mod sealed_encode {
    use crate::json::Writer;

    pub trait Write {
        fn write_frame(&self, out: &mut Writer<'_>);
    }
}
use sealed_encode::Write;

impl<T: Write> Encode for T {}

impl Write for Message {
    fn write_frame(&self, out: &mut Writer<'_>) {
        match self {
            Message::Event(envelope) => envelope.write_frame(out),
            Message::Unknown(unknown) => unknown.write_frame(out),
            Message::Gateway(fault) => fault.write_frame(out),
            Message::Command(command) => command.write_frame(out),
        }
    }
}

/// `type` first and `data` last, so that a reader knows what it reads and a router reads little.
impl Write for Envelope {
    fn write_frame(&self, out: &mut Writer<'_>) {
        let [timestamp, event_id, tenant_id] = const {
            let [a, b, c] = Header::FIELDS else { panic!("three keys") };
            [a, b, c]
        };
        out.raw("{\"type\":");
        match &self.area {
            None => {
                out.raw("\"");
                out.raw(self.event.event_type().as_str());
                out.raw("\"");
            }
            Some(_) => out.string(&self.wire_type()),
        }
        if let Some(value) = &self.timestamp {
            out.key(timestamp);
            value.write(out);
        }
        if let Some(value) = &self.event_id {
            out.key(event_id);
            value.write(out);
        }
        if let Some(value) = &self.tenant_id {
            out.key(tenant_id);
            value.write(out);
        }
        write_data(&self.event, out);
        out.raw("}");
    }
}

impl Write for UnknownEvent {
    fn write_frame(&self, out: &mut Writer<'_>) {
        out.raw(&self.text);
    }
}

impl Write for GatewayFault {
    fn write_frame(&self, out: &mut Writer<'_>) {
        out.raw("{");
        sealed::Object::write_fields(self, out);
        out.raw("}");
    }
}

impl Write for Command {
    fn write_frame(&self, out: &mut Writer<'_>) {
        let row = self.row();
        for part in ["{\"", row.discriminator, "\":\"", row.wire_type, "\""] {
            out.raw(part);
        }
        self.write_fields(out);
        out.raw("}");
    }
}
