//! What the Rust decoder says of a frame, in the words of `realtime validate --format json`.

use purposepath_realtime::registry::Kind;
use purposepath_realtime::{DecodeError, Encode, Event, Message, decode_reporting};
use serde_json::{Value, json};

pub struct Verdict {
    pub json: Value,
    /// What is written of an accepted frame.
    pub canonical: Option<Value>,
    /// Whether it is one that this version defines, with listed values alone.
    pub is_listed: bool,
    /// Why it is refused, if it is.
    pub refusal: Option<DecodeError>,
}

impl Verdict {
    pub fn of(frame: &str) -> Self {
        let (message, report) = match decode_reporting(frame) {
            Ok(read) => read,
            Err(error) => {
                let json = json!({
                    "verdict": "invalid",
                    "type": error.message_type(),
                    "aliases": [],
                    "ignored": [],
                    "unknownValues": [],
                    "error": { "code": error.code(), "path": error.path() },
                });
                return Verdict { json, canonical: None, is_listed: false, refusal: Some(error) };
            }
        };
        let (verdict, message_type) = match &message {
            Message::Event(envelope) => ("event", Some(envelope.wire_type().into_owned())),
            Message::Unknown(unknown) => ("unknown", unknown.wire_type().map(str::to_owned)),
            Message::Gateway(_) => ("gateway", None),
            Message::Command(command) => ("command", Some(command.row().wire_type.to_owned())),
            other => unreachable!("{other:?} is a new kind of message: judge it here"),
        };
        let aliases: Vec<Value> = report
            .aliases
            .iter()
            .map(|it| json!({ "path": it.path, "kind": it.kind, "canonical": it.canonical }))
            .collect();
        let unknown_values: Vec<Value> = report
            .unknown_values
            .iter()
            .map(|it| json!({ "path": it.path, "value": it.value }))
            .collect();
        let text = message.encode().expect("what was read can be written");
        // An unknown event may hold numbers that are no doubles; it is compared as text.
        let canonical: Option<Value> = serde_json::from_str(&text).ok();
        let json = json!({
            "verdict": verdict,
            "type": message_type,
            "aliases": aliases,
            "ignored": report.ignored,
            "unknownValues": unknown_values,
            "error": null,
            "canonical": canonical,
        });
        let is_listed = match &message {
            Message::Event(envelope) => {
                let data = canonical.as_ref().and_then(|canonical| canonical.get("data"));
                data.is_none_or(|data| holds_listed_values(envelope.event(), data))
            }
            Message::Unknown(_) => false,
            _ => true,
        };
        Verdict { json, canonical, is_listed, refusal: None }
    }
}

fn holds_listed_values(event: &Event, data: &Value) -> bool {
    event.event_type().row().fields.iter().all(|field| match field.kind {
        Kind::Enum(of) => {
            data.get(field.key).is_none_or(|value| of.values.iter().any(|row| row.text == value))
        }
        _ => true,
    })
}
