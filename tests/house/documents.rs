//! The documents say what is true: their JSON is valid, and so is that of the AsyncAPI document.

use std::collections::BTreeSet;

use jsonschema::Validator;
use purposepath_realtime::fixtures::FIXTURES;
use purposepath_realtime::{Message, codegen, decode};
use serde_json::{Value, json};

use super::markdown::{Block, blocks, documents};

fn artifact(path: &str) -> Value {
    serde_json::from_str(&codegen::artifacts().unwrap()[path]).unwrap()
}

const MARKS: &str = "A block that opens with ```json is a frame that readers accept; with \
                     ```json invalid, one that they refuse; with ```json fragment, a part of a \
                     frame or no frame at all. Mend the block or mark it.";

/// Why a JSON block of a document is no frame, if it is none.
fn refusal(text: &str, tolerant: &Validator) -> Option<String> {
    if let Err(error) = decode(text) {
        return Some(error.to_string());
    }
    let value: Value = serde_json::from_str(text).unwrap();
    tolerant.validate(&value).err().map(|error| error.to_string())
}

#[test]
fn every_json_block_is_a_frame() {
    let tolerant = jsonschema::validator_for(&artifact("schema/protocol.schema.json")).unwrap();
    let mut frames = 0;
    for (path, markdown) in documents() {
        for block in blocks(&markdown).0 {
            let Block { line, info, text } = block;
            match (info.as_str(), refusal(&text, &tolerant)) {
                ("json", None) => frames += 1,
                ("json", Some(reason)) => panic!("{path}:{line}: no frame: {reason}\n{MARKS}"),
                ("json invalid", None) => panic!("{path}:{line}: this frame is valid\n{MARKS}"),
                ("json invalid" | "json fragment", _) => {}
                (info, _) if info.starts_with("json") => {
                    panic!("{path}:{line}: ```{info} means nothing here\n{MARKS}")
                }
                _ => {}
            }
        }
    }
    assert!(frames >= FIXTURES.iter().filter(|fixture| !fixture.name.contains("--")).count());
}

#[test]
fn a_block_that_is_no_frame_is_found() {
    let tolerant = jsonschema::validator_for(&artifact("schema/protocol.schema.json")).unwrap();
    let reason = |text| refusal(text, &tolerant);
    assert_eq!(reason(r#"{"action":"ping"}"#), None);
    assert!(reason(r#"{"goalId":"goal-222"}"#).is_some());
    assert!(reason(r#"{"type":"goal.created","timestamp":"now","data":{}}"#).is_some());
}

#[test]
fn the_reference_shows_every_message() {
    let reference = &codegen::artifacts().unwrap()["docs/reference/protocol.md"];
    let shown: BTreeSet<String> = blocks(reference)
        .0
        .iter()
        .filter(|block| block.info == "json")
        .map(|block| match decode(&block.text).unwrap() {
            Message::Event(envelope) => envelope.event().event_type().as_str().to_owned(),
            Message::Command(command) => command.row().name.to_owned(),
            Message::Gateway(_) => "GatewayFault".to_owned(),
            other => panic!("an example is {other}"),
        })
        .collect();
    let expected: BTreeSet<String> =
        FIXTURES.iter().map(|fixture| fixture.subject().to_owned()).collect();
    assert_eq!(shown, expected);
}

#[test]
fn the_examples_of_the_asyncapi_document_are_valid() {
    let document = artifact("schema/asyncapi.json");
    let messages = document["components"]["messages"].as_object().unwrap();
    let mut examples = 0;
    for (name, message) in messages {
        let validator = jsonschema::draft7::new(&json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "allOf": [message["payload"]],
            "components": document["components"],
        }))
        .unwrap();
        for example in message["examples"].as_array().unwrap() {
            let payload = &example["payload"];
            if let Err(error) = validator.validate(payload) {
                panic!("{name}: {}: {error}: {payload}", example["name"]);
            }
            // One keyword that binds is enough to know that the schema is not an empty one.
            let valid = validator.is_valid(&json!({ "type": "goal.renamed", "action": "jump" }));
            assert!(!valid, "{name}: the schema accepts anything");
            examples += 1;
        }
    }
    assert_eq!(examples, FIXTURES.len());
}

#[test]
fn the_projection_to_draft_07_is_a_schema() {
    let document = artifact("schema/asyncapi.json");
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        if let Err(error) = jsonschema::draft7::meta::validate(schema) {
            panic!("{name}: {error}");
        }
        without_siblings(schema, name);
    }
}

/// Draft-07 reads nothing beside a reference, so nothing may stand there.
fn without_siblings(schema: &Value, at: &str) {
    if let Some(object) = schema.as_object() {
        let alone = object.len() == 1 || !object.get("$ref").is_some_and(Value::is_string);
        assert!(alone, "{at}: keywords beside `$ref`: {schema}");
    }
    for (key, value) in children(schema) {
        without_siblings(value, &format!("{at}/{key}"));
    }
}

#[test]
fn no_reference_dangles() {
    let mut references = 0;
    for (path, text) in codegen::artifacts().unwrap() {
        if path.starts_with("schema/") && path.ends_with(".json") {
            let document: Value = serde_json::from_str(&text).unwrap();
            references += resolve(&document, &document, &path);
        }
    }
    assert!(references > 0);
}

/// Follows every reference below a value, and counts them.
fn resolve(value: &Value, document: &Value, path: &str) -> usize {
    let to = value.get("$ref").and_then(Value::as_str);
    if let Some(to) = to {
        let found = to.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
        assert!(found.is_some(), "{path}: nothing stands at {to}");
    }
    let below: usize = children(value).map(|(_, value)| resolve(value, document, path)).sum();
    below + usize::from(to.is_some())
}

fn children(value: &Value) -> impl Iterator<Item = (String, &Value)> {
    let object = value.as_object().into_iter().flatten();
    let array = value.as_array().into_iter().flatten().enumerate();
    object
        .map(|(key, value)| (key.clone(), value))
        .chain(array.map(|(index, value)| (index.to_string(), value)))
}

#[test]
fn a_table_row_has_as_many_cells_as_its_head() {
    for (path, markdown) in documents() {
        let mut columns = None;
        for (line, text) in blocks(&markdown).1 {
            if !text.starts_with('|') {
                columns = None;
                continue;
            }
            let cells = text.replace("\\|", "").matches('|').count();
            let expected = *columns.get_or_insert(cells);
            assert_eq!(cells, expected, "{path}:{line}: escape the pipe as \\|");
        }
    }
}
