//! What a frame is, decided by `type` if it is there, else by `action`, else by `eventType`: whoever
//! comes later excludes the keys before its own, so that no frame is two things.

use serde_json::{Value, json};

use crate::EventType;
use crate::command::COMMANDS;
use crate::event::{EVENTS, EventRow};

/// The schema of `type`: a constant, but for `error`, which any other area's error reads as.
pub(super) fn discriminator(row: &EventRow) -> Value {
    if row.event_type != EventType::ErrorEvent {
        return json!({ "const": row.wire_type, "type": "string" });
    }
    json!({
        "type": "string",
        "anyOf": [
            { "const": row.wire_type },
            { "pattern": AREA_PATTERN, "not": { "enum": known_types() } },
        ],
    })
}

/// `<area>.error` with a non-empty area.
const AREA_PATTERN: &str = r"^[\s\S]+\.error$";

/// Every type that is decided by a row: canonical, old and `pong`.
fn known_types() -> Vec<&'static str> {
    let events = EVENTS
        .iter()
        .flat_map(|row| std::iter::once(row.wire_type).chain(row.aliases.iter().copied()));
    let commands =
        COMMANDS.iter().filter(|row| row.discriminator == "type").map(|row| row.wire_type);
    events.chain(commands).collect()
}

pub(super) fn unknown_event() -> Value {
    json!({
        "description": "An event of a type that this version does not know; kept whole.",
        "type": "object",
        "properties": {
            "type": { "type": "string", "minLength": 1, "not": { "enum": known_types() } },
            "timestamp": { "$ref": "#/$defs/Timestamp" },
        },
        "required": ["type", "timestamp"],
        "not": {
            "properties": {
                "type": { "type": "string", "pattern": AREA_PATTERN },
                "data": {
                    "type": "object",
                    "properties": { "code": { "type": "string" } },
                    "required": ["code"],
                },
            },
            "required": ["data"],
        },
    })
}

pub(super) fn neighbour() -> Value {
    json!({
        "description": "A message of another product on the same socket; kept whole.",
        "type": "object",
        "properties": { "eventType": { "description": "Any value." } },
        "required": ["eventType"],
        "not": without("eventType"),
    })
}

/// The discriminating keys, each before those that decide only in its absence.
const DISCRIMINATORS: [&str; 3] = ["type", "action", "eventType"];

/// The schema, to be negated, of what has a key that decides before this one does. Before what is no
/// such key, all of them do.
pub(super) fn without(discriminator: &str) -> Value {
    let earlier = DISCRIMINATORS.iter().take_while(|key| **key != discriminator);
    let present: Vec<Value> =
        earlier.map(|key| json!({ "properties": { *key: {} }, "required": [key] })).collect();
    json!({ "anyOf": present })
}
