//! Makes a whole frame from what somebody wrote: a type, and whatever keys matter to them. What is
//! missing comes from the fixture of the type, times become the present.

use serde_json::{Map, Value};

use crate::event::{EVENTS, EventRow, EventType};
use crate::fixtures::fixture;
use crate::json::{Field, Kind, Presence};
use crate::nearest::nearest_of;
use crate::value::{EventId, Timestamp};

/// The tenant that a frame names, in either spelling: the envelope's, else that of `data`.
pub(super) fn tenant_of(frame: &Map<String, Value>) -> Option<&str> {
    let of_data = frame.get("data").and_then(Value::as_object);
    [Some(frame), of_data].into_iter().flatten().find_map(|object| {
        let tenants = ["tenantId", "tenant_id"].map(|key| object.get(key).and_then(Value::as_str));
        tenants.into_iter().flatten().find(|tenant| !tenant.is_empty())
    })
}

/// What the keys that are left out of `data` become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeftOut {
    /// Those of the example of the type.
    Example,
    /// Absent, but for the tenant and the times that have to be there: these are the mock's to know.
    Absent,
}

/// The frame: as it stands if it has a `timestamp`, else completed. A tenant that it does not name
/// is the one given.
pub(super) fn completed(
    frame: &Map<String, Value>,
    tenant: Option<&str>,
    now: Timestamp,
    event_id: EventId,
    left_out: LeftOut,
) -> Map<String, Value> {
    let is_typed = frame.get("type").is_some_and(Value::is_string);
    if is_typed && !frame.contains_key("timestamp") {
        fill(frame.clone(), tenant, now, event_id, left_out)
    } else {
        frame.clone()
    }
}

/// The type of an event in every spelling, each with the one that is in use.
pub(super) fn spellings(
    row: &'static EventRow,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    let spellings = std::iter::once(row.wire_type).chain(row.aliases.iter().copied());
    spellings.map(|spelling| (spelling, row.wire_type))
}

/// At most three types of events with a spelling that is close to this one, the closest first.
pub(super) fn nearest_types(text: &str) -> Vec<&'static str> {
    nearest_of(text, EVENTS.iter().flat_map(spellings))
}

/// The text of a frame, with `type` first and `data` last, as servers write it.
pub(super) fn text(frame: &Map<String, Value>) -> String {
    let only = |wanted: &'static str| frame.iter().filter(move |(key, _)| *key == wanted);
    let others = frame.iter().filter(|(key, _)| !matches!(key.as_str(), "type" | "data"));
    let keys = only("type").chain(others).chain(only("data"));
    let keys: Vec<_> =
        keys.map(|(key, value)| format!("{}:{value}", Value::from(key.as_str()))).collect();
    format!("{{{}}}", keys.join(","))
}

fn is_time(field: &Field) -> bool {
    matches!(field.kind, Kind::Timestamp)
}

fn fill(
    mut frame: Map<String, Value>,
    tenant: Option<&str>,
    now: Timestamp,
    event_id: EventId,
    left_out: LeftOut,
) -> Map<String, Value> {
    let now = Value::from(now.to_string());
    let given = tenant_of(&frame).or(tenant).map(str::to_owned);
    frame.insert("timestamp".to_owned(), now.clone());
    let row = frame["type"].as_str().and_then(EventType::parse).map(EventType::row);
    let Some(row) = row else { return frame };
    frame.entry("eventId").or_insert_with(|| event_id.as_str().into());
    if row.fields.is_empty() {
        return frame;
    }
    let example = fixture("events", row.wire_type).ok();
    let example: Value =
        example.and_then(|it| serde_json::from_str(it.text).ok()).unwrap_or_default();
    let mut data = example["data"].as_object().cloned().unwrap_or_default();
    if left_out == LeftOut::Absent {
        let is_required = |it: &&Field| it.presence == Presence::Required;
        let times = row.fields.iter().filter(is_required).filter(|it| is_time(it));
        let tenant = row.tenant.map(|it| it.key);
        data.retain(|key, _| tenant == Some(&**key) || times.clone().any(|it| it.key == key));
    }
    for field in row.fields {
        if is_time(field) && data.contains_key(field.key) {
            data.insert(field.key.to_owned(), now.clone());
        }
    }
    if let (Some(key), Some(tenant)) = (row.tenant, given) {
        data.insert(key.key.to_owned(), tenant.into());
    }
    match frame.remove("data") {
        Some(Value::Object(own)) => {
            for (key, value) in own {
                // An old spelling could not stand beside the canonical key.
                let is_spelling = |name: &str| name == key;
                let field = row.fields.iter().find(|field| {
                    is_spelling(field.snake) || field.aliases.iter().any(|it| is_spelling(it.key))
                });
                if let Some(field) = field {
                    data.remove(field.key);
                }
                data.insert(key, value);
            }
            frame.insert("data".to_owned(), data.into());
        }
        Some(other) => drop(frame.insert("data".to_owned(), other)),
        None => drop(frame.insert("data".to_owned(), data.into())),
    }
    frame
}
