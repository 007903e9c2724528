//! Which events were delivered already, and which are older than those. Time is an argument.
//!
//! Delivery is at most once on the wire, but a sending may be repeated, and arrival proves no order.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::timing::{DEDUPE_MAX_EVENTS, DEDUPE_MAX_ID, DEDUPE_WINDOW_MS};
use crate::codec::peek;
use crate::envelope::{Envelope, Message};
use crate::event::EventType;
use crate::value::Timestamp;

closed_enum! {
    /// What an arrival is, compared with those before it.
    #[non_exhaustive]
    pub enum Arrival {
        /// Not seen before, and nothing newer of its type and entity was.
        Fresh = "fresh",
        /// Not seen before, but older than the newest seen of its type and entity.
        Stale = "stale",
        /// Seen before: drop it.
        Repeat = "repeat",
    }
}

/// What a client remembers of the events that arrived: the last 1,024, none older than 10 minutes.
///
/// It is kept across reconnects. Whoever stops the connection, or changes the tenant, clears it.
#[derive(Clone, Debug, Default)]
pub struct Dedupe {
    seen: BTreeSet<Key>,
    /// The same keys, oldest first, with the time of their arrival.
    order: VecDeque<(u64, Key)>,
    newest: Newest,
}

/// What makes two arrivals one sending.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    EventId(Box<str>),
    Sending(EventType, Box<str>, Timestamp),
}

impl Dedupe {
    /// An empty memory.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes an arrival and says what it is.
    ///
    /// An event goes by its `eventId`; without one, by its type, entity and timestamp. One without
    /// an entity, and an unknown one, goes by its `eventId` only and is never stale. What has
    /// neither is always fresh, as is what has too long an id, and so are commands and the gateway's faults. `now_ms` is the clock
    /// of the machine's steps.
    pub fn note(&mut self, message: &Message, now_ms: u64) -> Arrival {
        self.forget(now_ms);
        let key = match message {
            Message::Event(envelope) => key(envelope),
            Message::Unknown(unknown) => event_id(unknown.as_str()),
            Message::Gateway(_) | Message::Command(_) => None,
        };
        if let Some(key) = key {
            if !self.seen.insert(key.clone()) {
                return Arrival::Repeat;
            }
            self.order.push_back((now_ms, key));
            if self.order.len() as u64 > DEDUPE_MAX_EVENTS
                && let Some((_, oldest)) = self.order.pop_front()
            {
                self.seen.remove(&oldest);
            }
        }
        match message {
            Message::Event(envelope) => self.newest.note(envelope),
            _ => Arrival::Fresh,
        }
    }

    /// Forgets everything: after a stop, and when the tenant changes.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn forget(&mut self, now_ms: u64) {
        let old = |at_ms: u64| now_ms.saturating_sub(at_ms) >= DEDUPE_WINDOW_MS;
        while let Some((at_ms, _)) = self.order.front()
            && old(*at_ms)
            && let Some((_, key)) = self.order.pop_front()
        {
            self.seen.remove(&key);
        }
    }
}

fn key(envelope: &Envelope) -> Option<Key> {
    if let Some(id) = envelope.event_id() {
        return short(id.as_ref()).map(Key::EventId);
    }
    let event = envelope.event();
    let entity = short(event.entity_id()?)?;
    Some(Key::Sending(event.event_type(), entity, envelope.timestamp()?))
}

/// The id, unless it is too long to be remembered.
fn short(id: &str) -> Option<Box<str>> {
    (id.encode_utf16().count() as u64 <= DEDUPE_MAX_ID).then(|| id.into())
}

/// The `eventId` of an unknown event, whose other keys are nobody's business.
fn event_id(frame: &str) -> Option<Key> {
    let id = peek(frame).ok()?.event_id?;
    short(&id).map(Key::EventId)
}

/// The newest timestamp of each type and entity: of so many of them as events are remembered, those
/// noted last.
#[derive(Clone, Debug, Default)]
struct Newest {
    by_entity: BTreeMap<(EventType, Box<str>), (Timestamp, u64)>,
    /// Which were noted when, oldest first.
    order: BTreeMap<u64, (EventType, Box<str>)>,
    count: u64,
}

impl Newest {
    fn note(&mut self, envelope: &Envelope) -> Arrival {
        let event = envelope.event();
        let entity = event.entity_id().and_then(short);
        let (Some(entity), Some(timestamp)) = (entity, envelope.timestamp()) else {
            return Arrival::Fresh;
        };
        let of = (event.event_type(), entity);
        self.count += 1;
        let (newest, noted) = *self.by_entity.entry(of.clone()).or_insert((timestamp, self.count));
        self.by_entity.insert(of.clone(), (newest.max(timestamp), self.count));
        self.order.remove(&noted);
        self.order.insert(self.count, of);
        if self.order.len() as u64 > DEDUPE_MAX_EVENTS
            && let Some((_, oldest)) = self.order.pop_first()
        {
            self.by_entity.remove(&oldest);
        }
        if timestamp < newest { Arrival::Stale } else { Arrival::Fresh }
    }
}
