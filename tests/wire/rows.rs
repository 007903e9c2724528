//! Whatever `encode` returns, `decode` reads as the same message: over values of every row by chance,
//! awkward ones first. What a row says is all that is needed, so that the next row is tried too. serde_json
//! is the second opinion on what the typed values hold.

use std::cell::Cell;
use std::fmt::Display;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use purposepath_realtime::registry::*;
use purposepath_realtime::*;
use serde_json::{Value, json};

use crate::awkward::{self, Awkward};
use crate::generated::{self, Entry};
use crate::properties::config;
use crate::vector::same;

/// The keys of a row with values by chance, as JSON.
fn keys(fields: &'static [Field]) -> BoxedStrategy<Vec<Entry>> {
    let entries: Vec<_> = fields.iter().map(awkward::entry).collect();
    entries.prop_map(|entries| entries.into_iter().flatten().collect()).boxed()
}

fn object(entries: &[Entry]) -> String {
    let entries: Vec<_> =
        entries.iter().map(|(field, json)| format!("\"{}\":{json}", field.key)).collect();
    format!("{{{}}}", entries.join(","))
}

/// A payload that serde has read holds what serde_json reads there.
fn read<T: Object>(entries: &[Entry]) -> T {
    let text = object(entries);
    let object: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let held = serde_json::to_value(&object).expect("a value that was read can be written");
    assert!(same(&held, &serde_json::from_str(&text).expect("JSON")), "{held}\n{text}");
    object
}

/// An event in an envelope with and without what an envelope may have.
fn envelope(event: BoxedStrategy<Event>) -> BoxedStrategy<Message> {
    type Parts = (Timestamp, Option<EventId>, Option<TenantId>, Option<String>, bool);
    let parts = (
        Timestamp::any(),
        Option::<EventId>::any(),
        Option::<TenantId>::any(),
        Option::<String>::any(),
        any::<bool>(),
    );
    let seal = |(event, (timestamp, event_id, tenant_id, area, is_bare)): (Event, Parts)| {
        let tenant = event.tenant_id().cloned();
        let mut envelope = match event {
            Event::Ping(_) if is_bare => Envelope::ping(),
            event => Envelope::new(event, timestamp),
        };
        if let Some(event_id) = event_id {
            envelope = envelope.with_event_id(event_id);
        }
        if let Some(other) = tenant_id {
            let is_refused = envelope.clone().with_tenant_id(other.clone()).is_err();
            assert_eq!(is_refused, tenant.as_ref().is_some_and(|tenant| *tenant != other));
            envelope = envelope.with_tenant_id(tenant.unwrap_or(other)).expect("its own tenant");
        }
        if let Some(Ok(with_area)) = area.map(|area| envelope.clone().with_area(&area)) {
            envelope = with_area;
        }
        Message::Event(envelope)
    };
    (event, parts).prop_map(seal).boxed()
}

/// Whether a message is written; then it is read as the same, by the codec and by serde.
fn is_read_back(message: &Message) -> Result<bool, TestCaseError> {
    let text = match message.encode() {
        Ok(text) => text,
        Err(error) => {
            let EncodeError::TooLarge { bytes } = error else { panic!("{error}: {message:?}") };
            prop_assert!(bytes > MAX_FRAME_BYTES, "{bytes} bytes");
            return Ok(false);
        }
    };
    prop_assert!(text.len() <= MAX_FRAME_BYTES);
    let (read, report) =
        decode_reporting(&text).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
    prop_assert_eq!(&read, message, "{}", text);
    prop_assert!(report.aliases.is_empty() && report.ignored.is_empty(), "{:?}", report);
    prop_assert_eq!(read.encode(), Ok(text.clone()));

    let tree: Value = serde_json::from_str(&text).expect("what is written is JSON");
    if message.kind() != FrameKind::Unknown {
        prop_assert!(same(&serde_json::to_value(message).expect("JSON"), &tree), "{}", text);
        let stored: Message = serde_json::from_value(tree).expect("what was stored");
        prop_assert_eq!(&stored, message, "{}", text);
    }
    Ok(true)
}

/// Holds for each of these messages, and most of them are written.
fn holds(name: &str, messages: &BoxedStrategy<Message>) {
    let (written, tried) = (Cell::new(0), Cell::new(0));
    let outcome = TestRunner::new(config()).run(messages, |message| {
        tried.set(tried.get() + 1);
        written.set(written.get() + u32::from(is_read_back(&message)?));
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(written.get() * 2 > tried.get(), "{name}: {written:?} of {tried:?} are written");
}

const TOO_LARGE: &str = "larger than a message may be";

/// What was read, unless several long texts together are more than a reader takes.
fn unless_too_large<T, E: Display>(read: Result<T, E>) -> Option<T> {
    read.map_err(|error| {
        let error = error.to_string();
        assert!(error.contains("expected at most 131072 bytes"), "{error}");
    })
    .ok()
}

/// How many rows were visited.
struct Holds(usize);

impl EventVisitor for Holds {
    fn visit<P: Payload>(&mut self, row: &'static EventRow) {
        let event = keys(row.fields).prop_filter_map(TOO_LARGE, |entries| {
            let payload: P = read(&entries);
            let event: Event = payload.clone().into();
            assert_eq!(P::try_from(event.clone()).as_ref(), Ok(&payload));
            let alone = json!({ "type": row_type::<P>(), "data": payload });
            let alone: Event = unless_too_large(serde_json::from_value(alone))?;
            assert_eq!(alone, event);
            Some(event)
        });
        holds(row.name, &envelope(event.boxed()));
        self.0 += 1;
    }
}

fn row_type<P: Payload>() -> EventType {
    P::TYPE
}

impl CommandVisitor for Holds {
    fn visit<C: Object>(&mut self, row: &'static CommandRow) {
        let command = keys(row.fields).prop_filter_map(TOO_LARGE, |mut entries| {
            let command: C = read(&entries);
            drop(command);
            entries.retain(|(_, json)| json != "null");
            let keys = object(&entries);
            let separator = if entries.is_empty() { "" } else { "," };
            let discriminator =
                format!("{{\"{}\":\"{}\"{separator}", row.discriminator, row.wire_type);
            unless_too_large(decode(&keys.replacen('{', &discriminator, 1)))
        });
        holds(row.name, &command.boxed());
        self.0 += 1;
    }
}

#[test]
fn an_event_that_is_written_is_read_as_the_same() {
    let mut visitor = Holds(0);
    visit_events(&mut visitor);
    assert_eq!(visitor.0, EVENTS.len());
}

#[test]
fn a_command_that_is_written_is_read_as_the_same() {
    let mut visitor = Holds(0);
    visit_commands(&mut visitor);
    assert_eq!(visitor.0, COMMANDS.len());
}

#[test]
fn a_gateway_fault_that_is_written_is_read_as_the_same() {
    let texts = (String::any(), String::any(), String::any());
    let fault = texts.prop_map(|(message, connection_id, request_id)| {
        Message::Gateway(GatewayFault::new(GatewayFaultParts {
            message,
            connection_id,
            request_id,
        }))
    });
    holds("GatewayFault", &fault.boxed());
}

/// Nobody but a reader makes one.
#[test]
fn an_unknown_event_that_is_written_is_read_as_the_same() {
    let parts = (String::any(), Timestamp::any(), generated::json());
    let text = parts.prop_map(|(name, timestamp, data)| {
        let wire_type = Value::from(format!("{name}!"));
        format!("{{\"data\":{data} ,\"type\":{wire_type},\"timestamp\":\"{timestamp}\"}}")
    });
    let holds = TestRunner::new(config()).run(&text, |text| match decode(&text) {
        Ok(message) => {
            prop_assert_eq!(message.kind(), FrameKind::Unknown);
            prop_assert_eq!(message.encode(), Ok(text));
            is_read_back(&message).map(drop)
        }
        Err(error) => {
            let is_limit = matches!(error.code(), FaultCode::TooLarge | FaultCode::TooDeep);
            prop_assert!(is_limit, "{error}: {text}");
            Ok(())
        }
    });
    holds.unwrap_or_else(|error| panic!("{error}"));
}
