//! The fixtures: one for whatever travels, canonical and with every key. From it follow the others:
//! each optional key absent, each list empty, each value of an enumeration, each error code.

use std::fmt;

use purposepath_realtime::fixtures::{FIXTURES, Fixture, check};
use purposepath_realtime::registry::{
    COMMANDS, EVENTS, EventRow, EventVisitor, Field, Kind, Object, Presence, visit_events,
};
use purposepath_realtime::{Encode, Envelope, Message, Payload, decode, decode_reporting};
use serde_json::{Value, json};

/// The folder, the subjects that need a fixture in it, and their keys.
type Subject = (&'static str, &'static str, &'static [Field]);

fn subjects() -> Vec<Subject> {
    let mut subjects = Vec::new();
    subjects.extend(EVENTS.iter().map(|row| ("events", row.wire_type, row.fields)));
    subjects.extend(COMMANDS.iter().map(|row| ("commands", row.name, row.fields)));
    let gateway = purposepath_realtime::GatewayFault::FIELDS;
    subjects.push(("gateway", purposepath_realtime::GatewayFault::NAME, gateway));
    subjects
}

fn fixtures_of(folder: &str, subject: &str) -> impl Iterator<Item = &'static Fixture> {
    FIXTURES.iter().filter(move |it| it.folder == folder && it.subject() == subject)
}

/// The object that holds the keys of the subject: the data of an event, else the frame.
fn object_of(fixture: &Fixture) -> Value {
    let mut frame: Value = serde_json::from_str(fixture.text).unwrap();
    if fixture.folder == "events" { frame["data"].take() } else { frame }
}

fn read(fixture: &Fixture) -> Message {
    decode(fixture.text).unwrap_or_else(|error| panic!("{}: {error}", fixture.path()))
}

/// The frames of an event: its fixtures, and what follows from them.
fn frames_of(row: &'static EventRow) -> Vec<(String, String)> {
    let variants = variants()
        .into_iter()
        .filter(|it| it.fixture.folder == "events" && it.fixture.subject() == row.wire_type);
    fixtures_of("events", row.wire_type)
        .map(|it| (it.path(), it.frame()))
        .chain(variants.map(|it| (it.to_string(), it.frame)))
        .collect()
}

fn event_in(name: &str, frame: &str) -> Envelope {
    match decode(frame) {
        Ok(Message::Event(envelope)) => envelope,
        other => panic!("{name} is an event: {other:?}"),
    }
}

#[test]
fn the_fixtures_are_examples() {
    check().unwrap_or_else(|faulty| panic!("\n{faulty}"));
}

#[test]
fn a_fixture_reads_the_same_without_white_space() {
    for fixture in FIXTURES {
        assert_eq!(decode(&fixture.frame()), Ok(read(fixture)), "{}", fixture.path());
    }
}

/// A frame like a fixture, but for one key: without it, or with this value.
struct Variant {
    fixture: &'static Fixture,
    field: &'static Field,
    value: Option<Value>,
    frame: String,
}

impl Variant {
    /// As it is written, if the keys before and behind the changed one stay as they are.
    fn new(fixture: &'static Fixture, field: &'static Field, value: Option<Value>) -> Self {
        let mut frame: Value = serde_json::from_str(fixture.text).unwrap();
        let object =
            if fixture.folder == "events" { frame.get_mut("data").unwrap() } else { &mut frame };
        let old = object.get(field.key).unwrap().to_string();
        // The value as text, since a JSON object forgets the order of its keys.
        let (old, text) = (format!("\"{}\":{old}", field.key), fixture.frame());
        let at = text.rfind(&old).unwrap_or_else(|| panic!("{old} is in {text}"));
        let (before, behind) = (&text[..at], &text[at + old.len()..]);
        let frame = match &value {
            Some(value) => format!("{before}\"{}\":{value}{behind}", field.key),
            None if behind.starts_with(',') => format!("{before}{}", &behind[1..]),
            None => format!("{}{behind}", before.strip_suffix(',').unwrap_or(before)),
        };
        Variant { fixture, field, value, frame }
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, key) = (self.fixture.path(), self.field.key);
        match &self.value {
            Some(value) => write!(f, "{path} with {value} for `{key}`"),
            None => write!(f, "{path} without `{key}`"),
        }
    }
}

/// What follows from the examples: every optional key left out, every nullable one null, every list
/// empty, every yes or no turned round, and each value of every enumeration.
fn variants() -> Vec<Variant> {
    let mut variants = Vec::new();
    for (folder, subject, fields) in subjects() {
        let examples: Vec<_> = fixtures_of(folder, subject).map(|it| (it, object_of(it))).collect();
        for field in fields {
            // The main example comes before those whose names go on.
            let mut with = examples.iter().filter(|(_, object)| has_value(&object[field.key]));
            let (example, _) = with.next().expect("the fixtures are examples");
            let mut vary = |value| variants.push(Variant::new(example, field, value));
            match field.presence {
                Presence::Optional => vary(None),
                Presence::Nullable => vary(Some(Value::Null)),
                _ => {}
            }
            match field.kind {
                Kind::List(_) => vary(Some(json!([]))),
                Kind::Bool => [true, false].iter().for_each(|it| vary(Some((*it).into()))),
                Kind::Enum(of) => {
                    of.values.iter().for_each(|value| vary(Some(value.text.into())));
                    vary(Some("a value of a later version".into()));
                }
                _ => {}
            }
        }
    }
    variants
}

/// Whether a key is there, not null, and if it is a list, not empty.
fn has_value(value: &Value) -> bool {
    !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
}

#[test]
fn every_variant_of_an_example_is_read_and_written_as_it_is() {
    let variants = variants();
    for variant in &variants {
        let (message, report) =
            decode_reporting(&variant.frame).unwrap_or_else(|error| panic!("{variant}: {error}"));
        assert!(report.aliases.is_empty() && report.ignored.is_empty(), "{variant}");
        assert_eq!(message.encode().as_ref(), Ok(&variant.frame), "{variant}");
    }
    let of = |kind: fn(&Field) -> bool| variants.iter().any(|it| kind(it.field));
    assert!(
        of(|it| it.presence == Presence::Optional) && of(|it| it.presence == Presence::Nullable)
    );
    assert!(of(|it| matches!(it.kind, Kind::List(_))) && of(|it| matches!(it.kind, Kind::Bool)));
}

#[test]
fn serde_reads_and_writes_payloads_as_the_codec_does() {
    struct Compare;
    impl EventVisitor for Compare {
        fn visit<P: Payload>(&mut self, row: &'static EventRow) {
            for (name, frame) in frames_of(row) {
                let envelope = event_in(&name, &frame);
                let data = match frame.split_once("\"data\":") {
                    Some((_, rest)) => &rest[..rest.len() - 1],
                    None => "{}",
                };
                let payload: P = serde_json::from_str(data)
                    .unwrap_or_else(|error| panic!("serde refuses {name}: {error}"));
                assert_eq!(serde_json::to_string(&payload).unwrap(), data, "{name}");
                let value = serde_json::to_value(&payload).unwrap();
                assert_eq!(serde_json::from_value::<P>(value).unwrap(), payload);
                assert_eq!(payload.into(), *envelope.event(), "{name}");
            }
        }
    }
    visit_events(&mut Compare);
}

#[test]
fn the_keys_that_a_row_names_are_read_from_the_payload() {
    for row in EVENTS {
        for (name, frame) in frames_of(row) {
            let envelope = event_in(&name, &frame);
            let data = serde_json::from_str::<Value>(&frame).unwrap()["data"].take();
            let text = |field: Option<&Field>| field.and_then(|field| data[field.key].as_str());
            let event = envelope.event();
            assert_eq!(event.event_type(), row.event_type);
            assert_eq!(event.entity_id(), text(row.entity), "{name}");
            assert_eq!(event.actor_id(), text(row.actor), "{name}");
            let tenant = event.tenant_id().map(AsRef::as_ref);
            assert_eq!(tenant, text(row.tenant), "{name}");
        }
    }
}
