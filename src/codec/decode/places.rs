//! Where the keys of a frame stand, for those that come before it is known what they mean.

use crate::json::{Read, Reader, Wire};

/// The keys of a frame that decide what it is or that its envelope holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
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
    pub(super) const COUNT: usize = 10;
    pub(super) const OF_UNKNOWN: &[Key] = &[Key::Type, Key::Timestamp];
    pub(super) const OF_EVENT: &[Key] =
        &[Key::Type, Key::Timestamp, Key::Data, Key::EventId, Key::TenantId];
    pub(super) const OF_GATEWAY: &[Key] = &[Key::Message, Key::ConnectionId, Key::RequestId];

    #[inline]
    pub(super) fn of(text: &str) -> Option<Key> {
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
pub(super) struct Place {
    pub(super) key_at: usize,
    pub(super) value_at: usize,
    pub(super) end: usize,
}

/// The keys of a frame and where they stand.
#[derive(Default)]
pub(super) struct Places {
    pub(super) first: [Option<Place>; Key::COUNT],
    /// Keys that came again; empty but for faulty frames, so nothing is allocated.
    pub(super) again: Vec<(Key, usize)>,
}

impl Places {
    pub(super) fn get(&self, key: Key) -> Option<Place> {
        self.first[key as usize]
    }

    /// A key of this shape that came twice.
    pub(super) fn check_repeats(&self, keys: &[Key], reader: &mut Reader<'_>) -> Read<()> {
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
    pub(super) fn read<T: Wire>(&self, key: Key, reader: &mut Reader<'_>) -> Read<Option<T>> {
        let Some(place) = self.get(key) else {
            return Ok(None);
        };
        reader.revisit(place.key_at, place.value_at);
        T::read(reader).map(Some)
    }
}
