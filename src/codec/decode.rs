//! One pass over the frame. When `type` comes first, as every encoder writes it, the payload is
//! read in passing; whatever comes too early is passed over and read at the end.

use crate::command::Command;
use crate::envelope::{Envelope, GatewayFault, Header, Message, UnknownEvent};
use crate::event::{AREA_SUFFIX, Event, EventType, Ping};
use crate::json::{
    AliasKind, Fault, FaultCode, MAX_FRAME_BYTES, Notes, Read, Reader, Report, Wire,
};
use crate::payload::Object;

use super::DecodeError;
use super::peek::message_type;

/// Reads a frame: an event under any accepted spelling, an unknown event, a gateway fault or a
/// command (PROTOCOL §1, §5).
///
/// # Errors
/// When the frame breaks a rule of the protocol. A type that is not known is no error, a known one
/// whose data is wrong is.
pub fn decode(text: &str) -> Result<Message, DecodeError> {
    read(text, None).map(|(message, _)| message)
}

/// Reads a frame that is not yet known to be UTF-8.
///
/// # Errors
/// As [`decode`], and when the bytes are not UTF-8.
pub fn decode_bytes(bytes: &[u8]) -> Result<Message, DecodeError> {
    decode(as_text(bytes)?)
}

/// Reads a frame and reports which old spellings were used and which keys ignored.
///
/// # Errors
/// As [`decode`].
pub fn decode_reporting(text: &str) -> Result<(Message, Report), DecodeError> {
    let (message, notes) = read(text, Some(Box::default()))?;
    let known = matches!(message, Message::Event(_) | Message::Command(_));
    let report = notes.filter(|_| known).map(|notes| notes.into_report());
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

fn read(
    text: &str,
    notes: Option<Box<Notes>>,
) -> Result<(Message, Option<Box<Notes>>), DecodeError> {
    let mut reader = Reader::new(text, notes);
    match read_frame(text, &mut reader) {
        Ok(message) => Ok((message, reader.into_notes())),
        Err(fault) => Err(refuse(*fault, text)),
    }
}

#[cold]
fn refuse(fault: Fault, text: &str) -> DecodeError {
    let nameless = fault.code.is_textual() || fault.code == FaultCode::UnknownShape;
    let name = if nameless { None } else { message_type(text) };
    DecodeError::new(fault, text.as_bytes(), name)
}

/// The keys of a frame that decide what it is or that its envelope holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Type,
    Timestamp,
    Data,
    EventId,
    TenantId,
    Action,
    EventType,
    Message,
    ConnectionId,
    RequestId,
}

impl Key {
    const COUNT: usize = 10;
    const OF_UNKNOWN: &[Key] = &[Key::Type, Key::Timestamp];
    const OF_EVENT: &[Key] = &[Key::Type, Key::Timestamp, Key::Data, Key::EventId, Key::TenantId];
    const OF_GATEWAY: &[Key] = &[Key::Message, Key::ConnectionId, Key::RequestId];

    #[inline]
    fn of(text: &str) -> Option<Key> {
        Some(match text {
            "type" => Key::Type,
            "timestamp" => Key::Timestamp,
            "data" => Key::Data,
            "eventId" | "event_id" => Key::EventId,
            "tenantId" | "tenant_id" => Key::TenantId,
            "action" => Key::Action,
            "eventType" => Key::EventType,
            "message" => Key::Message,
            "connectionId" => Key::ConnectionId,
            "requestId" => Key::RequestId,
            _ => return None,
        })
    }
}

/// Where a key and its value stand.
#[derive(Clone, Copy)]
struct Place {
    key_at: usize,
    value_at: usize,
    end: usize,
}

/// The keys of a frame and where they stand.
#[derive(Default)]
struct Places {
    first: [Option<Place>; Key::COUNT],
    /// Keys that came again; empty but for faulty frames, so nothing is allocated.
    again: Vec<(Key, usize)>,
}

impl Places {
    fn get(&self, key: Key) -> Option<Place> {
        self.first[key as usize]
    }

    /// A key of this shape that came twice.
    fn check_repeats(&self, keys: &[Key], reader: &mut Reader<'_>) -> Read<()> {
        match self.again.iter().find(|(key, _)| keys.contains(key)) {
            None => Ok(()),
            Some((_, key_at)) => {
                reader.revisit(*key_at, *key_at);
                Err(reader.duplicate())
            }
        }
    }

    /// Reads the value of a key that was passed over; absent and null are the same where `T` is an
    /// option.
    fn read<T: Wire>(&self, key: Key, reader: &mut Reader<'_>) -> Read<Option<T>> {
        let Some(place) = self.get(key) else {
            return Ok(None);
        };
        reader.revisit(place.key_at, place.value_at);
        T::read(reader).map(Some)
    }
}

/// What the value of `type` says.
enum Discriminator {
    Event(EventType),
    /// `<area>.error`, which is an event only if its data holds a code.
    Area(Box<str>),
    Other,
}

impl Discriminator {
    fn of(text: &str) -> Self {
        if let Some(event_type) = EventType::parse(text) {
            return Discriminator::Event(event_type);
        }
        match text.strip_suffix(AREA_SUFFIX) {
            Some(area) if !area.is_empty() => Discriminator::Area(area.into()),
            _ => Discriminator::Other,
        }
    }
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
    let mut places = Places::default();
    let mut known = None;
    let mut event = None;
    while let Some(key) = reader.next_key()? {
        let Some(key) = Key::of(&key) else {
            reader.skip()?;
            continue;
        };
        let (key_at, value_at) = (reader.key_at(), reader.at());
        let repeated = places.get(key).is_some();
        match (key, known) {
            (Key::Data, Some(event_type)) if !repeated => {
                event = Some(read_data(event_type, reader)?);
            }
            (Key::Type, _) if reader.peek() == Some(b'"') => {
                known = EventType::parse(&reader.string("text")?);
            }
            _ => reader.skip()?,
        }
        if repeated {
            places.again.push((key, key_at));
        } else {
            let end = reader.at();
            places.first[key as usize] = Some(Place { key_at, value_at, end });
        }
    }
    reader.end()?;

    if let Some(place) = places.get(Key::Type) {
        places.check_repeats(&[Key::Type], reader)?;
        reader.revisit(place.key_at, place.value_at);
        let wire_type = reader.string("text")?;
        if wire_type.is_empty() {
            return Err(reader.bad_format("a non-empty type", ""));
        }
        return match Discriminator::of(&wire_type) {
            Discriminator::Event(event_type) => {
                if event_type.as_str() != wire_type {
                    reader.note_alias(AliasKind::Type, place.key_at, event_type.as_str());
                }
                finish_event(event_type, None, event, &places, reader)
            }
            Discriminator::Area(area) if has_code(&places, reader)? => {
                finish_event(EventType::ErrorEvent, Some(area), None, &places, reader)
            }
            _ => match read_command(Key::Type, &wire_type, &places, reader)? {
                Some(command) => Ok(Message::Command(command)),
                None => finish_unknown(text, Some(wire_type.into()), &places, reader),
            },
        };
    }
    if let Some(place) = places.get(Key::Action) {
        reader.revisit(place.key_at, place.value_at);
        let action = reader.string("text")?;
        return match read_command(Key::Action, &action, &places, reader)? {
            Some(command) => Ok(Message::Command(command)),
            None => {
                reader.revisit(place.key_at, place.value_at);
                Err(reader.fault(FaultCode::UnknownShape, "a known action", "another".to_owned()))
            }
        };
    }
    if places.get(Key::EventType).is_some() {
        return finish_unknown(text, None, &places, reader);
    }
    read_gateway(&places, reader).map(Message::Gateway)
}

fn read_data(event_type: EventType, reader: &mut Reader<'_>) -> Read<Event> {
    if event_type == EventType::Ping && reader.null()? {
        return Ok(Event::Ping(Ping::new()));
    }
    if !reader.begin_object()? {
        let found = reader.describe()?;
        return Err(reader.fault(FaultCode::NotObject, "an object", found));
    }
    reader.set_scope("$.data");
    let event = event_type.read_payload(reader)?;
    reader.set_scope("$");
    Ok(event)
}

fn finish_event(
    event_type: EventType,
    area: Option<Box<str>>,
    event: Option<Event>,
    places: &Places,
    reader: &mut Reader<'_>,
) -> Read<Message> {
    places.check_repeats(Key::OF_EVENT, reader)?;
    note_header(reader)?;
    let is_ping = event_type == EventType::Ping;
    let timestamp = if is_ping {
        places.read::<Option<_>>(Key::Timestamp, reader)?.flatten()
    } else {
        places.read(Key::Timestamp, reader)?
    };
    if timestamp.is_none() && !is_ping {
        return Err(reader.missing(Header::FIELDS[0].key, 0));
    }
    let event = match (event, places.get(Key::Data)) {
        (Some(event), _) => event,
        (None, Some(place)) => {
            reader.revisit(place.key_at, place.value_at);
            read_data(event_type, reader)?
        }
        (None, None) if is_ping => Event::Ping(Ping::new()),
        (None, None) => return Err(reader.missing("data", 0)),
    };
    let event_id = places.read::<Option<_>>(Key::EventId, reader)?.flatten();
    let tenant_id = places.read::<Option<_>>(Key::TenantId, reader)?.flatten();
    if let (Some(of_envelope), Some(of_payload)) = (&tenant_id, event.tenant_id())
        && of_envelope != of_payload
    {
        return Err(tenant_conflict(places, reader)?);
    }
    Ok(Message::Event(Envelope { timestamp, event_id, tenant_id, area, event }))
}

/// The fault of an envelope and a payload that name different tenants, located at the payload's.
#[cold]
fn tenant_conflict(places: &Places, reader: &mut Reader<'_>) -> Read<Box<Fault>> {
    if let Some(place) = places.get(Key::Data) {
        reader.revisit(place.key_at, place.value_at);
        reader.begin_object()?;
        while let Some(key) = reader.next_key()? {
            if Key::of(&key) == Some(Key::TenantId) {
                break;
            }
            reader.skip()?;
        }
    }
    Ok(reader.tenant_conflict())
}

/// Notes the envelope's old spellings and unknown keys, if anybody asked for them.
fn note_header(reader: &mut Reader<'_>) -> Read<()> {
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
        reader.skip()?;
    }
    Ok(())
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
        return Err(reader.frame_fault(
            FaultCode::UnknownShape,
            EXPECTED,
            "an object without".into(),
        ));
    };
    places.check_repeats(Key::OF_GATEWAY, reader)?;
    Ok(GatewayFault::new(message, connection_id, request_id))
}
