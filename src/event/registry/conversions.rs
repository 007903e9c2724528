//! An event's type as a row and as text, and an event that is not the one that was expected.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::event::{EVENTS, Event, EventRow, EventType};
use crate::json::ValueError;

impl EventType {
    /// The row of the registry.
    pub fn row(self) -> &'static EventRow {
        &EVENTS[self as usize]
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// As [`parse`](EventType::parse): old spellings are read too.
impl FromStr for EventType {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        EventType::parse(text)
            .ok_or_else(|| ValueError::bad_format("the type of an event that is known", text))
    }
}

impl Serialize for EventType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for EventType {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// An event that was taken for another: why `TryFrom<Event>` gives no payload. The event is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherEvent {
    expected: EventType,
    event: Box<Event>,
}

impl OtherEvent {
    #[cold]
    pub(in crate::event) fn new(expected: EventType, event: Event) -> Self {
        OtherEvent { expected, event: Box::new(event) }
    }

    /// The event that there is.
    pub fn into_event(self) -> Event {
        *self.event
    }
}

impl fmt::Display for OtherEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected the event {}, found {}", self.expected, self.event.event_type())
    }
}

impl std::error::Error for OtherEvent {}
