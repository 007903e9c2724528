//! Old spellings, from the registry: each type, key and value alias and each snake_case key of each
//! fixture reads as the canonical one and is reported, and no two spellings stand side by side.

use purposepath_realtime::fixtures::FIXTURES;
use purposepath_realtime::registry::{EVENTS, EventRow, Field, Header, Kind, Object, Presence};
use purposepath_realtime::{AliasKind, FaultCode, Message, decode, decode_reporting};
use serde_json::{Map, Value};

use crate::vector::vectors;

/// An event fixture as a tree, and what it reads as.
struct Example {
    row: &'static EventRow,
    frame: Map<String, Value>,
    message: Message,
}

fn examples() -> Vec<Example> {
    let example = |fixture: &purposepath_realtime::fixtures::Fixture| Example {
        row: EVENTS.iter().find(|row| row.wire_type == fixture.subject()).unwrap(),
        frame: serde_json::from_str(fixture.text).unwrap(),
        message: decode(fixture.text).unwrap(),
    };
    FIXTURES.iter().filter(|fixture| fixture.folder == "events").map(example).collect()
}

/// The keys of the envelope and of the payload, each with where it stands.
fn places(example: &Example) -> impl Iterator<Item = (&'static str, &'static Field)> {
    let header = Header::FIELDS.iter().map(|field| ("$", field));
    header.chain(example.row.fields.iter().map(|field| ("$.data", field)))
}

/// Every old spelling of a key, with whether it may stand beside the canonical one.
fn spellings(field: &Field) -> Vec<(String, bool)> {
    let mut spellings = vec![(field.snake.to_owned(), false)];
    for alias in field.aliases {
        spellings.push((alias.key.to_owned(), alias.twin));
        spellings.push((snake_case(alias.key), alias.twin));
    }
    spellings.sort();
    spellings.dedup();
    spellings.retain(|(spelling, _)| spelling != field.key);
    spellings
}

fn snake_case(key: &str) -> String {
    key.chars().fold(String::new(), |mut out, char| {
        if char.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(char.to_ascii_lowercase());
        out
    })
}

/// The object at `$` or `$.data`.
fn object<'a>(
    frame: &'a mut Map<String, Value>,
    scope: &str,
) -> Option<&'a mut Map<String, Value>> {
    if scope == "$" { Some(frame) } else { frame.get_mut("data")?.as_object_mut() }
}

/// Reads a changed frame: the same message, with one alias reported.
fn assert_alias(
    frame: Map<String, Value>,
    expected: &Message,
    path: &str,
    kind: AliasKind,
    canonical: &str,
) {
    let text = Value::Object(frame).to_string();
    let (message, report) =
        decode_reporting(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(message, *expected, "{text}");
    let [alias] = report.aliases.as_slice() else {
        panic!("one alias is to be reported, at {path}: {report:?}\n{text}");
    };
    assert_eq!((&*alias.path, alias.kind, &*alias.canonical), (path, kind, canonical), "{text}");
    assert_eq!(report.ignored, [] as [&str; 0], "{text}");
}

#[test]
fn every_old_type_reads_as_its_event() {
    for example in examples() {
        if example.frame["type"] != example.row.wire_type {
            continue;
        }
        for alias in example.row.aliases {
            let mut frame = example.frame.clone();
            frame.insert("type".into(), (*alias).into());
            assert_alias(frame, &example.message, "$.type", AliasKind::Type, example.row.wire_type);
        }
    }
}

#[test]
fn every_old_spelling_of_a_key_reads_as_the_key() {
    let mut count = 0;
    for example in examples() {
        for (scope, field) in places(&example) {
            for (spelling, _) in spellings(field) {
                let mut frame = example.frame.clone();
                let Some(keys) = object(&mut frame, scope) else { continue };
                let Some(value) = keys.remove(field.key) else { continue };
                keys.insert(spelling.clone(), value);
                let path = format!("{scope}.{spelling}");
                assert_alias(frame, &example.message, &path, AliasKind::Key, field.key);
                count += 1;
            }
        }
    }
    assert!(count > 300, "only {count} spellings: the walk misses most of the registry");
}

#[test]
fn two_spellings_of_a_key_are_refused_unless_they_are_equal_twins() {
    for example in examples() {
        for (scope, field) in places(&example) {
            for (spelling, twin) in spellings(field) {
                let mut frame = example.frame.clone();
                let Some(keys) = object(&mut frame, scope) else { continue };
                let Some(value) = keys.get(field.key).cloned() else { continue };
                keys.insert(spelling.clone(), value);
                let later = [field.key, &spelling]
                    .into_iter()
                    .max_by_key(|key| keys.keys().position(|other| other == key));
                let path = format!("{scope}.{}", later.unwrap());
                let equal = Value::Object(frame.clone()).to_string();
                object(&mut frame, scope).unwrap().insert(spelling.clone(), "another".into());
                let different = Value::Object(frame.clone()).to_string();
                if twin {
                    assert_eq!(decode(&equal).as_ref(), Ok(&example.message), "{equal}");
                    let error = decode(&different).unwrap_err();
                    assert_eq!((error.code(), error.path()), (FaultCode::Conflict, &*path));
                    continue;
                }
                let error = decode(&equal).unwrap_err();
                assert_eq!((error.code(), error.path()), (FaultCode::Duplicate, &*path), "{equal}");
                object(&mut frame, scope).unwrap().insert(spelling, Value::Null);
                let null = Value::Object(frame).to_string();
                let code = decode(&null).unwrap_err().code();
                // A null that comes first in a required key is a fault of its own.
                let own = code == FaultCode::WrongType && field.presence == Presence::Required;
                assert!(code == FaultCode::Duplicate || own, "{null}: {code}");
            }
        }
    }
}

#[test]
fn every_old_value_reads_as_its_value() {
    for example in examples() {
        for field in example.row.fields {
            let Kind::Enum(enumeration) = field.kind else { continue };
            for value in enumeration.values {
                for alias in value.aliases {
                    let frame_with = |text: &str| {
                        let mut frame = example.frame.clone();
                        object(&mut frame, "$.data").unwrap().insert(field.key.into(), text.into());
                        frame
                    };
                    let canonical = Value::Object(frame_with(value.text)).to_string();
                    let canonical = decode(&canonical).unwrap();
                    let path = format!("$.data.{}", field.key);
                    assert_alias(
                        frame_with(alias),
                        &canonical,
                        &path,
                        AliasKind::Value,
                        value.text,
                    );
                }
            }
        }
    }
}

#[test]
fn null_reads_as_absent_in_optional_keys_and_nowhere_else() {
    for example in examples() {
        for (scope, field) in places(&example) {
            let mut frame = example.frame.clone();
            let Some(keys) = object(&mut frame, scope) else { continue };
            keys.insert(field.key.to_owned(), Value::Null);
            let with_null = Value::Object(frame.clone()).to_string();
            object(&mut frame, scope).unwrap().remove(field.key);
            let without = decode(&Value::Object(frame).to_string());
            // A ping needs no timestamp, and an error of an area is one by its code.
            let needless = match field.key {
                "timestamp" => example.row.wire_type == "ping",
                "code" => example.frame["type"] != example.row.wire_type,
                _ => false,
            };
            match field.presence {
                Presence::Optional => assert_eq!(decode(&with_null), without, "{with_null}"),
                Presence::Nullable => assert!(decode(&with_null).is_ok(), "{with_null}"),
                Presence::Required if needless => assert!(decode(&with_null).is_ok()),
                Presence::Required => {
                    let path = format!("{scope}.{}", field.key);
                    let error = decode(&with_null).unwrap_err();
                    assert_eq!((error.code(), error.path()), (FaultCode::WrongType, &*path));
                    let error = without.unwrap_err();
                    assert_eq!((error.code(), error.path()), (FaultCode::Missing, &*path));
                }
            }
        }
    }
}

#[test]
fn every_old_spelling_in_the_registry_occurs_in_a_vector() {
    let frames: Vec<Value> = vectors()
        .iter()
        .filter(|vector| vector.verdict["verdict"] == "event")
        .filter_map(|vector| serde_json::from_str(&vector.frame).ok())
        .collect();
    let mut missing = Vec::new();
    for row in EVENTS {
        let of_row = |frame: &&Value| {
            frame["type"] == row.wire_type || row.aliases.iter().any(|old| frame["type"] == *old)
        };
        for old in row.aliases {
            if !frames.iter().any(|frame| frame["type"] == *old) {
                missing.push(format!("the old type `{old}`"));
            }
        }
        for field in row.fields {
            for alias in field.aliases {
                for spelling in [alias.key.to_owned(), snake_case(alias.key)] {
                    let has_it = |frame: &Value| frame["data"].get(&spelling).is_some();
                    if !frames.iter().filter(of_row).any(has_it) {
                        missing.push(format!("the old key `{spelling}` of {}", row.wire_type));
                    }
                }
            }
            let Kind::Enum(enumeration) = field.kind else { continue };
            for old in enumeration.values.iter().flat_map(|value| value.aliases) {
                let name = enumeration.name;
                let occurs = frames.iter().any(|frame| {
                    EVENTS
                        .iter()
                        .flat_map(|row| row.fields)
                        .filter(|it| matches!(it.kind, Kind::Enum(it) if it.name == name))
                        .any(|it| frame["data"][it.key] == *old)
                });
                if !occurs {
                    missing.push(format!("the old value `{old}` of {name}"));
                }
            }
        }
    }
    // An enumeration that several rows use is gone through with each of them.
    missing.sort();
    missing.dedup();
    assert!(
        missing.is_empty(),
        "no vector has these, add one for each to tests/fixtures/codec/aliases.json:\n{}",
        missing.join("\n")
    );
}
