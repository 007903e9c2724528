//! One pass over the frame. When `type` comes first, as every encoder writes it, the payload is
//! read in passing; whatever comes too early is passed over and read at the end.

mod alone;
mod others;
mod places;

use crate::command::COMMANDS;
use crate::envelope::{Envelope, Header, Message};
use crate::event::{AREA_KEY, AREA_SUFFIX, Event, EventType, Ping};
use crate::json::{AliasKind, Fault, FaultCode, MAX_FRAME_BYTES, Read, Reader, Report, Wire};
use crate::payload::Object;
use crate::value::{EventId, TenantId, Timestamp};

pub(super) use alone::decode_event;

use super::DecodeError;
use super::peek::message_type;
use others::{finish_unknown, read_command, read_gateway};
use places::{Key, Place, Places};

/// Reads a frame: an event under any accepted spelling, an unknown event, a gateway fault or a
/// command ([reading]).
///
/// ```
/// use purposepath_realtime::prelude::*;
///
/// fn said(frame: &str) -> String {
///     match decode(frame) {
///         Ok(Message::Event(event)) => format!("an event: {event}"),
///         // A type that is newer than this crate, a fault of the gateway, a command.
///         Ok(other) => other.to_string(),
///         Err(error) => error.to_string(),
///     }
/// }
///
/// // An old spelling of the type and of two keys.
/// let old = r#"{"type":"goal.canceled","timestamp":"2025-11-03T14:30:00Z","data":{"tenantId":"t",
///     "goal_id":"goal-222","canceledAt":"2025-11-03T14:30:00Z","cancelledBy":"user-456"}}"#;
/// assert_eq!(said(old), "an event: goal.cancelled goal-222 of t");
/// let newer = r#"{"type":"goal.archived","timestamp":"2025-11-03T14:30:00Z","data":{}}"#;
/// assert_eq!(said(newer), "unknown event goal.archived");
/// assert_eq!(
///     said(r#"{"type":"goal.paused","timestamp":"2025-11-03T14:30:00Z","data":{"tenantId":7}}"#),
///     "goal.paused: at $.data.tenantId: expected a non-empty id (TenantId), found the number 7 \
///      (line 1, column 66)",
/// );
/// ```
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

/// Reads a frame, and reports which old spellings it used, which of its keys were ignored and which of
/// its values are not listed.
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

/// A frame in the making: what could be read in passing, and where everything stands.
#[derive(Default)]
struct Frame {
    event_type: Option<EventType>,
    timestamp: Option<Timestamp>,
    event_id: Option<EventId>,
    tenant_id: Option<TenantId>,
    event: Option<Event>,
    places: Places,
}

impl Frame {
    /// Reads the value of this key if the type is known already, and passes over it otherwise.
    #[inline]
    fn read(&mut self, key: Key, reader: &mut Reader<'_>) -> Read<()> {
        let (key_at, value_at) = (reader.key_at(), reader.at());
        if self.places.get(key).is_some() {
            self.places.again.push((key, key_at));
            return reader.skip();
        }
        match (key, self.event_type) {
            (Key::Type, _) if reader.peek() == Some(b'"') => {
                self.event_type = EventType::parse(&reader.string("text")?);
            }
            (Key::Timestamp, Some(EventType::Ping)) => self.timestamp = Wire::read(reader)?,
            (Key::Timestamp, Some(_)) => self.timestamp = Some(Wire::read(reader)?),
            (Key::EventId, Some(_)) => self.event_id = Wire::read(reader)?,
            (Key::TenantId, Some(_)) => self.tenant_id = Wire::read(reader)?,
            (Key::Data, Some(event_type)) => self.event = Some(read_data(event_type, reader)?),
            _ => reader.skip()?,
        }
        let end = reader.at();
        self.places.first[key as usize] = Some(Place { key_at, value_at, end });
        Ok(())
    }

    /// Reads what came before the type, and puts all together.
    fn finish(
        mut self,
        event_type: EventType,
        area: Option<Box<str>>,
        reader: &mut Reader<'_>,
    ) -> Read<Message> {
        let places = &self.places;
        places.check_repeats(Key::OF_EVENT, reader)?;
        note_header(event_type, area.is_some(), reader)?;
        let is_ping = event_type == EventType::Ping;
        if self.timestamp.is_none() {
            self.timestamp = if is_ping {
                places.read::<Option<_>>(Key::Timestamp, reader)?.flatten()
            } else {
                places.read(Key::Timestamp, reader)?
            };
        }
        if self.timestamp.is_none() && !is_ping {
            return Err(reader.missing(Header::FIELDS[0].key, 0));
        }
        let event = match (self.event, places.get(Key::Data)) {
            (Some(event), _) => event,
            (None, Some(place)) => {
                reader.revisit(place.key_at, place.value_at);
                read_data(event_type, reader)?
            }
            (None, None) if is_ping => Event::Ping(Ping::new()),
            (None, None) => return Err(reader.missing("data", 0)),
        };
        if self.event_id.is_none() {
            self.event_id = places.read::<Option<_>>(Key::EventId, reader)?.flatten();
        }
        if self.tenant_id.is_none() {
            self.tenant_id = places.read::<Option<_>>(Key::TenantId, reader)?.flatten();
        }
        if let (Some(of_envelope), Some(of_payload)) = (&self.tenant_id, event.tenant_id())
            && of_envelope != of_payload
        {
            return Err(tenant_conflict(places, reader)?);
        }
        let Frame { timestamp, event_id, tenant_id, .. } = self;
        Ok(Message::Event(Envelope { timestamp, event_id, tenant_id, area, event }))
    }
}

fn read_frame(text: &str, reader: &mut Reader<'_>) -> Read<Message> {
    if text.len() > MAX_FRAME_BYTES {
        let found = format!("{} bytes", text.len());
        return Err(reader.frame_fault(FaultCode::TooLarge, "at most 131072 bytes", found));
    }
    if !reader.begin_object() {
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
        let area = area_of(&wire_type);
        if area.is_some() {
            // Its data decides what it is, so there can be only one.
            places.check_repeats(&[Key::Data], reader)?;
        }
        return match area {
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

fn read_data(event_type: EventType, reader: &mut Reader<'_>) -> Read<Event> {
    if event_type == EventType::Ping && reader.null()? {
        return Ok(Event::Ping(Ping::new()));
    }
    if !reader.begin_object() {
        let found = reader.describe()?;
        return Err(reader.fault(FaultCode::NotObject, "an object", found));
    }
    reader.set_scope("$.data");
    let event = event_type.read_payload(reader)?;
    reader.set_scope("$");
    Ok(event)
}

/// The fault of an envelope and a payload that name different tenants, located at the payload's.
#[cold]
fn tenant_conflict(places: &Places, reader: &mut Reader<'_>) -> Read<Box<Fault>> {
    if let Some(place) = places.get(Key::Data) {
        reader.revisit(place.key_at, place.value_at);
        reader.begin_object();
        while let Some(key) = reader.next_key()? {
            if Key::of(&key) == Some(Key::TenantId) {
                break;
            }
            reader.skip()?;
        }
    }
    Ok(reader.tenant_conflict())
}

/// The actions that there are, in words.
#[cold]
fn actions() -> String {
    let rows = COMMANDS.iter().filter(|row| row.discriminator == "action");
    rows.map(|row| format!("{:?}", row.wire_type)).collect::<Vec<_>>().join(" or ")
}

/// Notes the envelope's old spellings and unknown keys, if anybody asked for them.
fn note_header(event_type: EventType, has_area: bool, reader: &mut Reader<'_>) -> Read<()> {
    if !reader.is_noting() {
        return Ok(());
    }
    reader.rewind("");
    while let Some(key) = reader.next_key()? {
        if !Key::of(&key).is_some_and(|key| Key::OF_EVENT.contains(&key)) {
            reader.note_ignored();
        } else if let Some(field) = Header::FIELDS.iter().find(|field| field.snake == key)
            && field.key != key
        {
            reader.note_alias(AliasKind::Key, reader.key_at(), field.key);
        }
        if key == "type" && !has_area {
            let (key_at, canonical) = (reader.key_at(), event_type.as_str());
            if reader.string("text")? != canonical {
                reader.note_alias(AliasKind::Type, key_at, canonical);
            }
        } else {
            reader.skip()?;
        }
    }
    Ok(())
}

/// Whether `data` is an object with a text under `code`, which makes `<area>.error` an event.
fn has_code(places: &Places, reader: &mut Reader<'_>) -> Read<bool> {
    let Some(place) = places.get(Key::Data) else {
        return Ok(false);
    };
    reader.revisit(place.key_at, place.value_at);
    if !reader.begin_object() {
        return Ok(false);
    }
    while let Some(key) = reader.next_key()? {
        if key == AREA_KEY && reader.peek() == Some(b'"') {
            return Ok(true);
        }
        reader.skip()?;
    }
    Ok(false)
}

#[cfg(test)]
mod tests;
