//! An event of a scenario: written in part, completed when it is sent, checked before that.

use serde_json::{Map, Value};

use crate::event::EventType;
use crate::json::shorten;
use crate::mock::file_error::Problem;
use crate::mock::template::{LeftOut, completed, nearest_types, text};
use crate::value::{EventId, Timestamp};
use crate::{DecodeError, Envelope, Message, decode};

/// Checks that what was written becomes an event.
pub(super) fn check(written: &Map<String, Value>, path: &str) -> Result<(), Problem> {
    check_type(written.get("type"), path)?;
    fill(written, "tenant-123", Timestamp::MAX, EventId::new_v4()).map(drop).map_err(|error| {
        let path = error.path().replacen('$', path, 1);
        Problem::new(&path, error.expected(), error.found())
    })
}

/// The event, for this tenant unless another was written.
pub(super) fn fill(
    written: &Map<String, Value>,
    tenant: &str,
    now: Timestamp,
    event_id: EventId,
) -> Result<Envelope, DecodeError> {
    match decode(&text(&completed(written, Some(tenant), now, event_id, LeftOut::Example)))? {
        Message::Event(envelope) => Ok(envelope),
        other => unreachable!("a frame with a known type is an event: {other:?}"),
    }
}

fn check_type(wire_type: Option<&Value>, path: &str) -> Result<(), Problem> {
    let path = format!("{path}.type");
    let Some(text) = wire_type.and_then(Value::as_str) else {
        let found = match wire_type {
            None => "none".to_owned(),
            Some(Value::Array(_)) => "a list".to_owned(),
            Some(Value::Object(_)) => "an object".to_owned(),
            Some(other) => other.to_string(),
        };
        return Err(Problem::new(&path, "the type of an event", found));
    };
    if EventType::parse(text).is_some() {
        return Ok(());
    }
    let nearest = nearest_types(text);
    let nearest = nearest.first().map_or(String::new(), |name| format!(" such as {name}"));
    let expected = format!("a known event{nearest} (`sendRaw` sends anything)");
    Err(Problem::new(&path, expected, format!("{:?}", shorten(text))))
}
