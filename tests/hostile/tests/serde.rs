//! Payloads read and written by serde where serde_json keeps the digits of numbers and the order of
//! keys.

#[path = "../../wire/vector.rs"]
mod vector;

use purposepath_realtime::registry::{EventRow, EventVisitor, visit_events};
use purposepath_realtime::{Encode, Event, FileSize, FiniteNumber, Message, Payload, decode};
use serde_json::Value;
use vector::same;

/// Reads the data of each canonical frame of a row by serde, as text and as a tree.
struct ReadEach {
    messages: Vec<(Event, String)>,
    read: usize,
}

impl EventVisitor for ReadEach {
    fn visit<P: Payload>(&mut self, row: &'static EventRow) {
        for (event, data) in &self.messages {
            if event.event_type() != row.event_type {
                continue;
            }
            let payload: P = serde_json::from_str(data).unwrap();
            let tree = serde_json::from_str::<Value>(data).unwrap();
            let written = serde_json::to_string(&payload).unwrap();
            assert!(same(&serde_json::from_str(&written).unwrap(), &tree), "{written}\n{data}");
            assert_eq!(serde_json::from_value::<P>(tree).unwrap(), payload, "{data}");
            let tree = serde_json::to_value(&payload).unwrap();
            assert_eq!(serde_json::from_value::<P>(tree).unwrap(), payload, "{data}");
            assert_eq!(payload.into(), *event);
            self.read += 1;
        }
    }
}

#[test]
fn payloads_are_read_and_written_alike() {
    let message = |vector: vector::Vector| {
        let Ok(Message::Event(envelope)) = decode(&vector.frame) else { return None };
        let frame = envelope.encode().unwrap();
        let (_, data) = frame.split_once("\"data\":")?;
        Some((envelope.into_event(), data[..data.len() - 1].to_owned()))
    };
    let messages = vector::vectors().into_iter().filter_map(message).collect();
    let mut reader = ReadEach { messages, read: 0 };
    visit_events(&mut reader);
    assert!(reader.read > 100, "only {} payloads were read", reader.read);
}

#[test]
fn the_features_are_on() {
    let digits = "0.1000000000000000000000001";
    let tree: Value = serde_json::from_str(&format!("{{\"b\":{digits},\"a\":1}}")).unwrap();
    assert_eq!(tree.to_string(), format!("{{\"b\":{digits},\"a\":1}}"));
}

#[test]
fn numbers_are_read_by_value() {
    let number = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let size: FileSize = serde_json::from_value(number("3.0")).unwrap();
    assert_eq!(size.get(), 3);
    let value: FiniteNumber = serde_json::from_value(number("1e3")).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), "1000");
}
