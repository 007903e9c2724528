//! An event of a scenario: written in part, completed when it is sent, checked before that.

use serde_json::{Map, Value};

use crate::event::{EVENTS, EventType};
use crate::mock::file_error::Problem;
use crate::mock::template::{completed, tenant_of, text};
use crate::nearest::nearest;
use crate::value::{EventId, Timestamp};
use crate::{DecodeError, Envelope, Message, decode};

/// What was written of an event.
#[derive(Clone, Debug)]
pub(super) struct Template(Map<String, Value>);

impl Template {
    /// Checks that what was written becomes an event.
    pub fn new(written: Map<String, Value>, path: &str) -> Result<Self, Problem> {
        check_type(written.get("type"), path)?;
        let template = Template(written);
        template.fill("tenant-123", Timestamp::MAX, EventId::new_v4()).map_err(|error| {
            let path = error.path().replacen('$', path, 1);
            Problem::new(&path, error.expected(), error.found())
        })?;
        Ok(template)
    }

    /// The tenant that was written.
    pub fn tenant(&self) -> Option<&str> {
        tenant_of(&self.0)
    }

    /// The event, for this tenant unless another was written.
    pub fn fill(
        &self,
        tenant: &str,
        now: Timestamp,
        event_id: EventId,
    ) -> Result<Envelope, DecodeError> {
        match decode(&text(&completed(&self.0, Some(tenant), now, event_id)))? {
            Message::Event(envelope) => Ok(envelope),
            other => unreachable!("a frame with a known type is an event: {other:?}"),
        }
    }
}

fn check_type(wire_type: Option<&Value>, path: &str) -> Result<(), Problem> {
    let path = format!("{path}.type");
    let Some(text) = wire_type.and_then(Value::as_str) else {
        let found = wire_type.map_or("none".to_owned(), Value::to_string);
        return Err(Problem::new(&path, "the type of an event", found));
    };
    if EventType::parse(text).is_some() {
        return Ok(());
    }
    let nearest = nearest(text, EVENTS.iter().map(|row| row.wire_type));
    let nearest = nearest.first().map_or(String::new(), |name| format!(" such as {name}"));
    let expected = format!("a known event{nearest} (`sendRaw` sends anything)");
    Err(Problem::new(&path, expected, format!("{text:?}")))
}
