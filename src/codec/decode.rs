//! One pass over the frame. When `type` comes first, as every encoder writes it, the payload is
//! read in passing; whatever comes too early is passed over and read at the end.

mod frame;
mod places;

use crate::command::{COMMANDS, Command};
use crate::envelope::{GatewayFault, Header, Message, UnknownEvent};
use crate::event::{AREA_SUFFIX, EventType};
use crate::json::{Fault, FaultCode, MAX_FRAME_BYTES, Read, Reader, Report};
use crate::payload::Object;

use super::DecodeError;
use super::peek::message_type;
use frame::Frame;
use places::{Key, Places};

/// Reads a frame: an event under any accepted spelling, an unknown event, a gateway fault or a
/// command ([reading]).
///
/// # Errors
/// When the frame is not valid. An unknown type is not an error; a known type with wrong data is.
///
/// [reading]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#reading
pub fn decode(text: &str) -> Result<Message, DecodeError> {
    read(text, &mut Reader::new(text, None))
}

/// Reads a frame that is not yet known to be UTF-8.
///
/// # Errors
/// As [`decode`], and when the bytes are not UTF-8.
pub fn decode_bytes(bytes: &[u8]) -> Result<Message, DecodeError> {
    decode(as_text(bytes)?)
}

/// Reads a frame, and reports which old spellings it used and which of its keys were ignored.
///
/// # Errors
/// As [`decode`].
pub fn decode_reporting(text: &str) -> Result<(Message, Report), DecodeError> {
    let mut reader = Reader::new(text, Some(Box::default()));
    let message = read(text, &mut reader)?;
    let known = matches!(message, Message::Event(_) | Message::Command(_));
    let report = reader.into_notes().filter(|_| known).map(|notes| notes.into_report());
    Ok((message, report.unwrap_or_default()))
}

fn as_text(bytes: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let fault = Fault {
            code: FaultCode::Syntax,
            at: error.valid_up_to(),
            path: "$".to_owned(),
            expected: "UTF-8".into(),
            found: format!("the byte 0x{:02x}", bytes[error.valid_up_to()]),
        };
        DecodeError::new(fault, bytes, None)
    })
}

fn read(text: &str, reader: &mut Reader<'_>) -> Result<Message, DecodeError> {
    read_frame(text, reader).map_err(|fault| refuse(*fault, text))
}

#[cold]
fn refuse(fault: Fault, text: &str) -> DecodeError {
    let nameless = fault.code.is_textual() || fault.code == FaultCode::UnknownShape;
    let name = if nameless { None } else { message_type(text) };
    DecodeError::new(fault, text.as_bytes(), name)
}

/// The area of `<area>.error`, which is an event only if its data holds a code.
fn area_of(wire_type: &str) -> Option<Box<str>> {
    wire_type.strip_suffix(AREA_SUFFIX).filter(|area| !area.is_empty()).map(Box::from)
}

fn read_frame(text: &str, reader: &mut Reader<'_>) -> Read<Message> {
    if text.len() > MAX_FRAME_BYTES {
        let found = format!("{} bytes", text.len());
        return Err(reader.frame_fault(FaultCode::TooLarge, "at most 131072 bytes", found));
    }
    if !reader.begin_object()? {
        let found = reader.describe()?;
        reader.end()?;
        return Err(reader.frame_fault(FaultCode::NotObject, "an object", found));
    }
    let mut frame = Frame::default();
    // In the order of the writer, then in any order and spelling.
    if reader.take_key("\"type\":") {
        frame.read(Key::Type, reader)?;
    }
    if reader.take_key("\"timestamp\":") {
        frame.read(Key::Timestamp, reader)?;
    }
    if reader.take_key("\"eventId\":") {
        frame.read(Key::EventId, reader)?;
    }
    if reader.take_key("\"tenantId\":") {
        frame.read(Key::TenantId, reader)?;
    }
    if reader.take_key("\"data\":") {
        frame.read(Key::Data, reader)?;
    }
    while let Some(key) = reader.next_key()? {
        match Key::of(&key) {
            Some(key) => frame.read(key, reader)?,
            None => reader.skip()?,
        }
    }
    reader.end()?;

    if let Some(event_type) = frame.event_type {
        return frame.finish(event_type, None, reader);
    }
    let places = &frame.places;
    if let Some(place) = places.get(Key::Type) {
        places.check_repeats(&[Key::Type], reader)?;
        reader.revisit(place.key_at, place.value_at);
        let wire_type = reader.string("text")?;
        if wire_type.is_empty() {
            return Err(reader.bad_format("a non-empty type", ""));
        }
        return match area_of(&wire_type) {
            Some(area) if has_code(places, reader)? => {
                frame.finish(EventType::ErrorEvent, Some(area), reader)
            }
            _ => match read_command(Key::Type, &wire_type, places, reader)? {
                Some(command) => Ok(Message::Command(command)),
                None => finish_unknown(text, Some(wire_type.into()), places, reader),
            },
        };
    }
    if let Some(place) = places.get(Key::Action) {
        reader.revisit(place.key_at, place.value_at);
        let action = reader.string("text")?;
        return match read_command(Key::Action, &action, places, reader)? {
            Some(command) => Ok(Message::Command(command)),
            None => {
                reader.revisit(place.key_at, place.value_at);
                Err(reader.fault(FaultCode::UnknownShape, actions(), "another text".to_owned()))
            }
        };
    }
    if places.get(Key::EventType).is_some() {
        return finish_unknown(text, None, places, reader);
    }
    read_gateway(places, reader).map(Message::Gateway)
}

/// The actions that there are, in words.
#[cold]
fn actions() -> String {
    let rows = COMMANDS.iter().filter(|row| row.discriminator == "action");
    rows.map(|row| format!("{:?}", row.wire_type)).collect::<Vec<_>>().join(" or ")
}

/// Whether `data` is an object with a text under `code`, which makes `<area>.error` an event.
fn has_code(places: &Places, reader: &mut Reader<'_>) -> Read<bool> {
    let Some(place) = places.get(Key::Data) else {
        return Ok(false);
    };
    reader.revisit(place.key_at, place.value_at);
    if !reader.begin_object()? {
        return Ok(false);
    }
    while let Some(key) = reader.next_key()? {
        if key == "code" && reader.peek() == Some(b'"') {
            return Ok(true);
        }
        reader.skip()?;
    }
    Ok(false)
}

fn finish_unknown(
    text: &str,
    wire_type: Option<Box<str>>,
    places: &Places,
    reader: &mut Reader<'_>,
) -> Read<Message> {
    let mut timestamp = None;
    if wire_type.is_some() {
        places.check_repeats(Key::OF_UNKNOWN, reader)?;
        timestamp = places.read(Key::Timestamp, reader)?;
        if timestamp.is_none() {
            return Err(reader.missing(Header::FIELDS[0].key, 0));
        }
    }
    let data = places.get(Key::Data).map(|place| {
        let value = &text[place.value_at..place.end];
        (place.end - value.trim_ascii_start().len(), place.end)
    });
    Ok(Message::Unknown(UnknownEvent { text: text.into(), wire_type, timestamp, data }))
}

fn read_command(
    discriminator: Key,
    wire_type: &str,
    places: &Places,
    reader: &mut Reader<'_>,
) -> Read<Option<Command>> {
    let key = if discriminator == Key::Type { "type" } else { "action" };
    reader.rewind(key);
    let command = Command::read(key, wire_type, reader)?;
    if command.is_some() {
        places.check_repeats(&[discriminator], reader)?;
    }
    Ok(command)
}

fn read_gateway(places: &Places, reader: &mut Reader<'_>) -> Read<GatewayFault> {
    const EXPECTED: &str = "`type`, `action`, `eventType`, or the gateway's `message`, \
                            `connectionId` and `requestId` as texts";
    let mut texts = Vec::with_capacity(Key::OF_GATEWAY.len());
    for key in Key::OF_GATEWAY {
        if let Some(place) = places.get(*key) {
            reader.revisit(place.key_at, place.value_at);
            if reader.peek() == Some(b'"') {
                texts.push(reader.string("text")?.into_owned());
            }
        }
    }
    let Ok([message, connection_id, request_id]) = <[String; 3]>::try_from(texts) else {
        reader.rewind("");
        return Err(reader.frame_fault(FaultCode::UnknownShape, EXPECTED, "another object".into()));
    };
    places.check_repeats(Key::OF_GATEWAY, reader)?;
    Ok(GatewayFault::new(message, connection_id, request_id))
}

#[cfg(test)]
mod tests;
