//! An event without an envelope: `{"type": …, "data": …}`.

use super::places::{Key, Place, Places};
use super::{read_data, refuse};
use crate::codec::DecodeError;
use crate::event::{Event, EventType, Ping};
use crate::json::{FaultCode, Read, Reader};

/// Reads an event that stands alone; keys besides `type` and `data` are ignored.
///
/// # Errors
/// When there is no such event, or its data breaks a rule.
pub(crate) fn decode_event(text: &str) -> Result<Event, DecodeError> {
    read(text).map_err(|fault| refuse(*fault, text))
}

fn read(text: &str) -> Read<Event> {
    let mut reader = Reader::new(text, None);
    if !reader.begin_object() {
        let found = reader.describe()?;
        return Err(reader.frame_fault(FaultCode::NotObject, "an object", found));
    }
    let mut places = Places::default();
    while let Some(key) = reader.next_key()? {
        let (key_at, value_at) = (reader.key_at(), reader.at());
        let known = Key::of(&key).filter(|key| matches!(key, Key::Type | Key::Data));
        reader.skip()?;
        match known {
            Some(key) if places.get(key).is_some() => places.again.push((key, key_at)),
            Some(key) => {
                places.first[key as usize] = Some(Place { key_at, value_at, end: reader.at() });
            }
            None => {}
        }
    }
    reader.end()?;
    places.check_repeats(&[Key::Type, Key::Data], &mut reader)?;

    let Some(place) = places.get(Key::Type) else {
        return Err(reader.missing("type", 0));
    };
    reader.revisit(place.key_at, place.value_at);
    let wire_type = reader.string("text")?;
    let Some(event_type) = EventType::parse(&wire_type) else {
        return Err(reader.bad_format("the type of an event that this version knows", &wire_type));
    };
    match places.get(Key::Data) {
        Some(place) => {
            reader.revisit(place.key_at, place.value_at);
            read_data(event_type, &mut reader)
        }
        None if event_type == EventType::Ping => Ok(Event::Ping(Ping::new())),
        None => Err(reader.missing("data", 0)),
    }
}
