//! An event that is written in part: the rest comes from the fixture of its type.

use serde_json::{Map, Value};

use crate::event::{EVENTS, EventType};
use crate::fixtures::fixture;
use crate::formats::nearest::nearest;
use crate::value::Timestamp;
use crate::{Envelope, Message, decode};

use crate::mock::file_error::Problem;

/// A frame with what was written and what the fixture adds.
#[derive(Clone, Debug)]
pub(super) struct Template {
    frame: Map<String, Value>,
    /// What is as it was written and stays so.
    has_timestamp: bool,
    has_event_id: bool,
    tenant: Option<String>,
}

impl Template {
    /// Completes what was written, and checks that the whole is an event.
    pub fn new(written: Map<String, Value>, path: &str) -> Result<Self, Problem> {
        let event_type = known(written.get("type"), path)?;
        let fixture = fixture("events", event_type.as_str())
            .map_err(|error| Problem::new(path, "an event with a fixture", error.to_string()))?;
        let mut frame: Map<String, Value> = serde_json::from_str(fixture.text)
            .map_err(|error| Problem::new(path, "an event with a fixture", error.to_string()))?;
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let data = written.get("data");
        let template = Template {
            has_timestamp: written.contains_key("timestamp"),
            has_event_id: written.contains_key("eventId"),
            tenant: text(written.get("tenantId"))
                .or_else(|| text(data.and_then(|data| data.get("tenantId")))),
            frame: Map::new(),
        };
        for (key, value) in written {
            match (frame.get_mut(&key), value) {
                (Some(Value::Object(of_fixture)), Value::Object(written)) => {
                    of_fixture.extend(written);
                }
                (_, value) => drop(frame.insert(key, value)),
            }
        }
        let template = Template { frame, ..template };
        template.fill("tenant-123", Timestamp::MAX, "event-1").map_err(|error| {
            let path = error.path().replacen('$', path, 1);
            Problem::new(&path, error.expected(), error.found())
        })?;
        Ok(template)
    }

    /// The tenant that the event names, if it was written.
    pub fn tenant(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    /// The event, for this tenant and at this time unless it says otherwise itself.
    pub fn fill(
        &self,
        tenant: &str,
        now: Timestamp,
        event_id: &str,
    ) -> Result<Envelope, crate::DecodeError> {
        let mut frame = self.frame.clone();
        let tenant = self.tenant.as_deref().unwrap_or(tenant);
        let set = |object: &mut Map<String, Value>, key: &str, value: &str| {
            if let Some(old) = object.get_mut(key).filter(|old| old.is_string()) {
                *old = value.into();
            }
        };
        set(&mut frame, "tenantId", tenant);
        if let Some(Value::Object(data)) = frame.get_mut("data") {
            set(data, "tenantId", tenant);
        }
        if !self.has_timestamp {
            set(&mut frame, "timestamp", &now.to_string());
        }
        if !self.has_event_id {
            set(&mut frame, "eventId", event_id);
        }
        match decode(&Value::Object(frame).to_string())? {
            Message::Event(envelope) => Ok(envelope),
            other => unreachable!("a frame with a known type is an event: {other:?}"),
        }
    }
}

fn known(wire_type: Option<&Value>, path: &str) -> Result<EventType, Problem> {
    let path = format!("{path}.type");
    let Some(text) = wire_type.and_then(Value::as_str) else {
        let found = wire_type.map_or("none".to_owned(), Value::to_string);
        return Err(Problem::new(&path, "the type of an event", found));
    };
    EventType::parse(text).ok_or_else(|| {
        let nearest = nearest(text, EVENTS.iter().map(|row| row.wire_type));
        let nearest = match nearest.first() {
            Some(name) => format!(" such as {name}"),
            None => String::new(),
        };
        let expected = format!("a known event{nearest} (`sendRaw` sends anything)");
        Problem::new(&path, expected, format!("{text:?}"))
    })
}
