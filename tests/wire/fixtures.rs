//! The fixtures: one for whatever travels, canonical, and across them every value, every optional
//! key present and absent, every error code. What is missing says which file to write.

use std::collections::{BTreeMap, BTreeSet};

use purposepath_realtime::fixtures::{FIXTURES, Fixture, fixture};
use purposepath_realtime::{
    COMMANDS, EVENTS, Encode, ErrorCode, EventRow, EventVisitor, Field, Header, Kind, Message,
    Object, Payload, Presence, Report, decode, decode_reporting, visit_events,
};
use serde_json::Value;

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
    decode(fixture.text).unwrap_or_else(|error| panic!("{}: {error}", path(fixture)))
}

fn path(fixture: &Fixture) -> String {
    format!("tests/fixtures/{}/{}.json", fixture.folder, fixture.name)
}

#[test]
fn everything_that_travels_has_a_fixture() {
    let missing: Vec<String> = subjects()
        .iter()
        .filter_map(|(folder, subject, _)| fixture(folder, subject).err())
        .map(|error| error.to_string())
        .collect();
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn a_missing_fixture_says_which_file_to_write() {
    assert_eq!(
        fixture("events", "goal.forgotten").unwrap_err().to_string(),
        "`goal.forgotten` has no fixture: write one example frame to \
         tests/fixtures/events/goal.forgotten.json, then run `cargo realtime generate`"
    );
}

#[test]
fn every_fixture_is_an_example_of_what_its_file_name_says() {
    let subjects = subjects();
    for fixture in FIXTURES {
        assert!(
            subjects
                .iter()
                .any(|(folder, subject, _)| (fixture.folder, fixture.subject())
                    == (*folder, *subject)),
            "{} is no example of anything: name it after a row of the registry, with `--variant` \
             behind it for another example, or delete it",
            path(fixture)
        );
        let subject = match read(fixture) {
            Message::Event(envelope) => envelope.event().event_type().as_str(),
            Message::Command(command) => command.row().name,
            Message::Gateway(_) => purposepath_realtime::GatewayFault::NAME,
            Message::Unknown(_) => "an unknown event",
        };
        assert_eq!(
            fixture.subject(),
            subject,
            "{} holds another message: rename the file",
            path(fixture)
        );
    }
}

#[test]
fn every_fixture_is_canonical() {
    for fixture in FIXTURES {
        let (message, report) = decode_reporting(fixture.text).unwrap();
        let advice = format!("{}: write the frame as the encoder does", path(fixture));
        assert_eq!(report, Report::default(), "{advice}");
        assert_eq!(message.encode(), Ok(fixture.frame()), "{advice}");
        assert_eq!(decode(&fixture.frame()), Ok(message), "{advice}");
    }
}

#[test]
fn every_listed_value_occurs_in_a_fixture() {
    let mut enumerations = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (folder, subject, fields) in subjects() {
        for field in fields {
            let Kind::Enum(enumeration) = field.kind else {
                continue;
            };
            let keys = enumerations.entry(enumeration.name).or_insert((enumeration, Vec::new()));
            keys.1.push(format!("`{}` of {subject}", field.key));
            for fixture in fixtures_of(folder, subject) {
                if let Some(text) = object_of(fixture)[field.key].as_str() {
                    seen.insert((enumeration.name, text.to_owned()));
                }
            }
        }
    }
    let mut missing = Vec::new();
    for (name, (enumeration, keys)) in &enumerations {
        for value in enumeration.values.iter().map(|value| value.text) {
            if !seen.contains(&(*name, value.to_owned())) {
                missing.push(format!(
                    "the value `{value}` of {name} occurs in no fixture: put it into {} in \
                     tests/fixtures/events/",
                    keys.join(" or ")
                ));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn every_error_code_occurs_in_a_fixture() {
    let codes: BTreeSet<String> = FIXTURES
        .iter()
        .filter_map(|fixture| object_of(fixture)["code"].as_str().map(str::to_owned))
        .collect();
    for code in ErrorCode::ALL {
        assert!(
            codes.contains(code.as_str()),
            "the error code {code} occurs in no fixture: put it into one of \
             tests/fixtures/events/*error*.json"
        );
    }
    assert!(
        codes.iter().any(|code| !ErrorCode::from(&**code).is_known()),
        "no fixture has an error code that is not listed: add one beside \
         tests/fixtures/events/error.json"
    );
}

#[test]
fn every_optional_key_is_present_in_one_fixture_and_absent_from_another() {
    let mut missing = Vec::new();
    for (folder, subject, fields) in subjects() {
        for field in fields {
            let values: Vec<Value> = fixtures_of(folder, subject)
                .map(|fixture| object_of(fixture)[field.key].take())
                .collect();
            let with = values.iter().any(|value| !value.is_null());
            let without = values.iter().any(Value::is_null);
            let word = if field.presence == Presence::Nullable { "null" } else { "absent" };
            let key = format!("`{}` of {subject}", field.key);
            let file = format!("tests/fixtures/{folder}/{subject}--variant.json");
            if !with {
                missing.push(format!("{key} is {word} in all fixtures: write {file} with it"));
            }
            if !without && field.presence != Presence::Required {
                missing.push(format!("{key} is never {word}: write {file} where it is {word}"));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn every_optional_key_of_the_envelope_is_present_in_one_fixture_and_absent_from_another() {
    for field in Header::FIELDS {
        let present = |fixture: &Fixture| {
            serde_json::from_str::<Value>(fixture.text).unwrap().get(field.key).is_some()
        };
        for (word, wanted) in [("in no", true), ("in every", false)] {
            assert!(
                FIXTURES.iter().any(|fixture| present(fixture) == wanted),
                "`{}` stands {word} fixture: change one in tests/fixtures/events/",
                field.key
            );
        }
    }
}

#[test]
fn every_list_is_empty_in_one_fixture_and_full_in_another() {
    for (folder, subject, fields) in subjects() {
        for field in fields.iter().filter(|field| matches!(field.kind, Kind::List(_))) {
            for (word, wanted) in [("empty", true), ("full", false)] {
                assert!(
                    fixtures_of(folder, subject)
                        .filter_map(|fixture| object_of(fixture)[field.key].as_array().cloned())
                        .any(|list| list.is_empty() == wanted),
                    "`{}` of {subject} is never {word}: write \
                     tests/fixtures/{folder}/{subject}--{word}.json",
                    field.key
                );
            }
        }
    }
}

#[test]
fn every_yes_or_no_is_true_in_one_fixture_and_false_in_another() {
    for (folder, subject, fields) in subjects() {
        for field in fields.iter().filter(|field| matches!(field.kind, Kind::Bool)) {
            for wanted in [true, false] {
                assert!(
                    fixtures_of(folder, subject)
                        .any(|fixture| object_of(fixture)[field.key] == wanted),
                    "`{}` of {subject} is never {wanted}: write \
                     tests/fixtures/{folder}/{subject}--{wanted}.json",
                    field.key
                );
            }
        }
    }
}

#[test]
fn texts_beyond_ascii_and_escapes_occur_in_a_fixture() {
    for (what, occurs) in [
        ("a character beyond ASCII", (|it| !it.text.is_ascii()) as fn(&Fixture) -> bool),
        ("a character beyond the basic plane", |it| it.text.chars().any(|char| char > '\u{ffff}')),
        ("an escaped quote", |it| it.text.contains("\\\"")),
        ("an escaped backslash", |it| it.text.contains("\\\\")),
        ("an escaped control character", |it| it.text.contains("\\u00")),
    ] {
        assert!(
            FIXTURES.iter().any(occurs),
            "no fixture holds {what}: put it into tests/fixtures/events/goal.created--unicode.json"
        );
    }
}

#[test]
fn serde_reads_and_writes_payloads_as_the_codec_does() {
    struct Compare;
    impl EventVisitor for Compare {
        fn visit<P: Payload>(&mut self, row: &'static EventRow) {
            for fixture in fixtures_of("events", row.wire_type) {
                let Message::Event(envelope) = read(fixture) else {
                    panic!("{} is an event", path(fixture));
                };
                let frame = fixture.frame();
                let data = match frame.split_once("\"data\":") {
                    Some((_, rest)) => &rest[..rest.len() - 1],
                    None => "{}",
                };
                let payload: P = serde_json::from_str(data)
                    .unwrap_or_else(|error| panic!("serde refuses {}: {error}", path(fixture)));
                assert_eq!(serde_json::to_string(&payload).unwrap(), data, "{}", path(fixture));
                let value = serde_json::to_value(&payload).unwrap();
                assert_eq!(serde_json::from_value::<P>(value).unwrap(), payload);
                assert_eq!(payload.into(), *envelope.event(), "{}", path(fixture));
            }
        }
    }
    visit_events(&mut Compare);
}

#[test]
fn the_keys_that_a_row_names_are_read_from_the_payload() {
    for row in EVENTS {
        for fixture in fixtures_of("events", row.wire_type) {
            let (Message::Event(envelope), data) = (read(fixture), object_of(fixture)) else {
                panic!("{} is an event", path(fixture));
            };
            let text = |field: Option<&Field>| field.and_then(|field| data[field.key].as_str());
            let event = envelope.event();
            assert_eq!(event.event_type(), row.event_type);
            assert_eq!(event.entity_id(), text(row.entity), "{}", path(fixture));
            assert_eq!(event.actor_id(), text(row.actor), "{}", path(fixture));
            let tenant = event.tenant_id().map(AsRef::as_ref);
            assert_eq!(tenant, text(row.tenant), "{}", path(fixture));
        }
    }
}
