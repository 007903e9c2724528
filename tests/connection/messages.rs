//! Replays the vectors of `tests/fixtures/input/`: which input of the machine a frame is, if any.

use std::collections::BTreeSet;
use std::path::PathBuf;

use purposepath_realtime::connection::{Input, MESSAGES, MessageKind, MessageRow};
use purposepath_realtime::decode;
use purposepath_realtime::registry::EVENTS;
use purposepath_realtime::vectors::{InputVector, InputVectors};
use serde::Deserialize;
use serde_json::Value;

fn vectors() -> Vec<InputVector> {
    let read =
        |file: PathBuf| InputVectors::deserialize(super::vectors::json(&file)).unwrap().vectors;
    super::vectors::files("input").into_iter().flat_map(read).collect()
}

/// Where rows differ from a vector.
fn replay(rows: &[MessageRow], vector: &InputVector) -> Result<(), String> {
    let frame = Value::Object(vector.frame.clone()).to_string();
    let found = decode(&frame).ok().and_then(|message| Input::of_by(rows, &message, 1));
    let InputVector { name, input, .. } = vector;
    if found == *input { Ok(()) } else { Err(format!("{name}: not {input:?}, but {found:?}")) }
}

#[test]
fn every_vector_is_replayed() {
    let vectors = vectors();
    let failures: Vec<String> =
        vectors.iter().filter_map(|vector| replay(MESSAGES, vector).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let names: BTreeSet<&str> = vectors.iter().map(|vector| &*vector.name).collect();
    assert_eq!(names.len(), vectors.len(), "two vectors have one name");
}

#[test]
fn no_row_and_no_condition_can_be_removed_without_a_vector_noticing() {
    let vectors = vectors();
    let is_noticed = |rows: &[MessageRow]| vectors.iter().any(|it| replay(rows, it).is_err());
    for (at, row) in MESSAGES.iter().enumerate() {
        let name = row.message;
        let mut rows = MESSAGES.to_vec();
        rows[at].only = None;
        let is_pinned = row.only.is_none() || is_noticed(&rows);
        assert!(is_pinned, "no vector needs the condition of {name}: add one");
        rows.remove(at);
        assert!(is_noticed(&rows), "no vector needs the row {name}: add one");
    }
}

#[test]
fn an_event_about_the_connection_is_an_input() {
    for event in EVENTS.iter().filter(|event| event.is_about_connection) {
        let kind = MessageKind::Event(event.event_type);
        assert!(
            MESSAGES.iter().any(|row| row.message == kind),
            "`{kind}` is about the connection, which does not react to it: add a row \
             `{} => …;` to src/connection/message.rs, or leave out `about: connection` in the \
             registry",
            event.name
        );
    }
}
