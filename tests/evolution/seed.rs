//! A small definition with something of everything.

use serde_json::{Value, json};

/// What the random definitions begin with.
pub fn seed() -> Value {
    let key = |key: &str, kind: &str| json!({ "key": key, "kind": kind });
    let optional = |key: &str, kind: &str| json!({ "key": key, "kind": kind, "optional": true });
    let event = |wire_type: &str, keys: Vec<Value>| {
        json!({ "type": wire_type, "name": wire_type, "aliases": [], "direction": "serverToClient",
            "bare": false, "since": "1.0", "stability": "stable", "keys": keys })
    };
    let kind = |name: &str, reads: &str| json!({ "name": name, "reads": reads });
    let enumeration = |name: &str, open: bool, values: &[&str]| {
        let values: Vec<Value> =
            values.iter().map(|it| json!({ "value": it, "aliases": [] })).collect();
        json!({ "name": name, "open": open, "values": values })
    };
    json!({
        "protocol": "purposepath-realtime",
        "protocolVersion": "1.0",
        "limits": { "maxFrameBytes": 1500, "maxDepth": 12 },
        "kinds": [
            kind("text", "text"), kind("AId", "id"), kind("BId", "id"), kind("token", "token"),
            kind("date-time", "dateTime"), kind("date", "date"), kind("integer", "integer"),
            kind("number", "number"), kind("boolean", "boolean"),
            json!({ "name": "number 0..", "reads": "number", "min": 0.0 }),
            json!({ "name": "number 0..100", "reads": "number", "min": 0.0, "max": 100.0 }),
            json!({ "name": "number 10..100", "reads": "number", "min": 10.0, "max": 100.0 }),
        ],
        "envelope": [key("timestamp", "date-time"), optional("eventId", "AId")],
        "tenantRule": { "key": "tenantId", "rule": "equal" },
        "areaRule": { "suffix": ".error", "event": "error", "key": "code" },
        "events": [
            event("a.created", vec![key("title", "text"), key("status", "Open"), optional("note", "text")]),
            event("b.created", vec![key("bId", "BId"), key("level", "Closed"), optional("size", "number 0..100")]),
            event("error", vec![key("code", "Open"), optional("error", "text"), optional("size", "integer")]),
            json!({ "type": "ping", "name": "Ping", "aliases": [], "direction": "serverToClient",
                "bare": true, "since": "1.0", "stability": "stable", "keys": [] }),
        ],
        "commands": [
            { "discriminator": "action", "type": "auth", "name": "Auth", "direction": "clientToServer",
              "keys": [key("token", "token")] },
            { "discriminator": "type", "type": "pong", "name": "Pong", "direction": "both",
              "keys": [optional("at", "date-time"), optional("level", "Closed")] },
        ],
        "gateway": [key("message", "text"), key("requestId", "text")],
        "enumerations": [
            enumeration("Open", true, &["low", "high"]),
            enumeration("Closed", false, &["low", "middle", "high"]),
            enumeration("Other", true, &["top", "low"]),
            enumeration("Shut", false, &["low"]),
        ],
        "reserved": [],
    })
}
