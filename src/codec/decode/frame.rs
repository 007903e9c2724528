//! An event in the making: read in passing where the type comes first, put together at the end.

use crate::envelope::{Envelope, Header, Message};
use crate::event::{Event, EventType, Ping};
use crate::json::{AliasKind, Fault, FaultCode, Read, Reader, Wire};
use crate::payload::Object;
use crate::value::{EventId, TenantId, Timestamp};

use super::places::{Key, Place, Places};

/// A frame in the making: what could be read in passing, and where everything stands.
#[derive(Default)]
pub(super) struct Frame {
    pub(super) event_type: Option<EventType>,
    timestamp: Option<Timestamp>,
    event_id: Option<EventId>,
    tenant_id: Option<TenantId>,
    event: Option<Event>,
    pub(super) places: Places,
}

impl Frame {
    /// Reads the value of this key if the type is known already, and passes over it otherwise.
    #[inline]
    pub(super) fn read(&mut self, key: Key, reader: &mut Reader<'_>) -> Read<()> {
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
    pub(super) fn finish(
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
