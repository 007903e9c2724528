//! Frames that are no known event: unknown events, commands and the gateway's own.

use super::places::{Key, Places};
use crate::command::Command;
use crate::envelope::{GatewayFault, GatewayFaultParts, Header, Message, UnknownEvent};
use crate::json::{FaultCode, Read, Reader};
use crate::payload::Object;

pub(super) fn finish_unknown(
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

pub(super) fn read_command(
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

pub(super) fn read_gateway(places: &Places, reader: &mut Reader<'_>) -> Read<GatewayFault> {
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
    Ok(GatewayFault::new(GatewayFaultParts { message, connection_id, request_id }))
}
