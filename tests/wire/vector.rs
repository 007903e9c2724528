//! A vector: a frame and the verdict that every reader of the protocol gives on it, in the terms of
//! `realtime validate --format json`. This file does not know any frame.

#![allow(dead_code, reason = "each test crate uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use purposepath_realtime::{Alias, Encode, Message, UnknownValue, decode_reporting};
use serde::Deserialize;
use serde_json::{Value, json};

/// A file of vectors about one topic.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VectorFile {
    /// Read to make sure that it is there.
    about: String,
    vectors: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// Names it for ever.
    id: String,
    /// Read to make sure that it is there.
    requirement: String,
    /// What it shows, as a sentence.
    name: String,
    /// The text of the frame, or a rule that makes it; see [`frame`].
    frame: Value,
    /// `event`, `unknown`, `gateway`, `command` or `invalid`.
    verdict: String,
    r#type: Value,
    /// The canonical frame as JSON, of an event or a command.
    canonical: Option<Value>,
    aliases: Value,
    ignored: Value,
    /// The values that are not listed; none if absent.
    #[serde(rename = "unknownValues")]
    unknown_values: Option<Value>,
    /// Code and path, of an invalid frame; it has one fault only.
    error: Option<Value>,
    /// For a literal repeat of a key: what a reader built on JSON.parse says instead. Its keys
    /// replace those of the vector; without an `error` there is none.
    typescript: Option<Value>,
}

/// A frame and its verdict.
pub struct Vector {
    /// `codec.aliases.measureId: measureId reads as kpiId`.
    pub name: String,
    /// The text of the frame.
    pub frame: String,
    /// What a reader makes of it.
    pub verdict: Value,
}

/// Every vector, in the order of file and row.
pub fn vectors() -> Vec<Vector> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths.iter().flat_map(|path| read(path)).collect()
}

/// `tests/fixtures/codec` of this crate, or of the crate that this one is a test of.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|root| root.join("tests/fixtures/codec"))
        .find(|folder| folder.is_dir())
        .expect("tests/fixtures/codec holds the vectors")
}

fn read(path: &Path) -> Vec<Vector> {
    let file = path.file_name().unwrap().to_string_lossy();
    let text = fs::read_to_string(path).unwrap();
    let rows: VectorFile = serde_json::from_str(&text).unwrap_or_else(|error| {
        panic!("{file} is not a file of vectors: {error}; see its neighbours for the form")
    });
    let vector = |row: Row| Vector {
        name: format!("{}: {}", row.id, row.name),
        frame: frame(&row.frame),
        verdict: verdict(
            &row.verdict,
            row.r#type,
            row.canonical,
            row.aliases,
            row.ignored,
            row.unknown_values.unwrap_or(json!([])),
            row.error,
        ),
    };
    rows.vectors.into_iter().map(vector).collect()
}

/// The text of a frame: as written, or put together from `{"repeat": [prefix, unit, count, suffix]}`,
/// where prefix and suffix may be put together in their turn.
fn frame(written: &Value) -> String {
    if let Value::String(text) = written {
        return text.clone();
    }
    let parts = written["repeat"].as_array().filter(|parts| parts.len() == 4);
    let [prefix, unit, count, suffix] = parts.expect("a text or a repeat").as_slice() else {
        unreachable!("four parts");
    };
    let count = usize::try_from(count.as_u64().expect("a count")).unwrap();
    let middle = unit.as_str().expect("a text").repeat(count);
    frame(prefix) + &middle + &frame(suffix)
}

/// What this crate makes of a frame.
pub fn judge(text: &str) -> Value {
    let (message, report) = match decode_reporting(text) {
        Ok(read) => read,
        Err(error) => {
            let fault = json!({"code": error.code().as_str(), "path": error.path()});
            let name = error.message_type().into();
            return verdict("invalid", name, None, json!([]), json!([]), json!([]), Some(fault));
        }
    };
    let (word, name) = match &message {
        Message::Event(envelope) => ("event", Value::from(&*envelope.wire_type())),
        Message::Unknown(unknown) => ("unknown", unknown.wire_type().into()),
        Message::Gateway(_) => ("gateway", Value::Null),
        Message::Command(command) => ("command", command.row().wire_type.into()),
        other => unreachable!("{other:?} is a new kind of message: judge it here"),
    };
    let canonical = matches!(message, Message::Event(_) | Message::Command(_)).then(|| {
        let text = message.encode().expect("what was read can be written");
        serde_json::from_str(&text).expect("what is written is JSON")
    });
    let aliases = report.aliases.iter().map(alias).collect();
    let value = |it: &UnknownValue| json!({"path": it.path, "value": it.value});
    let unknown_values = report.unknown_values.iter().map(value).collect();
    verdict(word, name, canonical, aliases, report.ignored.into(), unknown_values, None)
}

fn alias(alias: &Alias) -> Value {
    json!({"path": alias.path, "kind": alias.kind.as_str(), "canonical": alias.canonical})
}

fn verdict(
    word: &str,
    name: Value,
    canonical: Option<Value>,
    aliases: Value,
    ignored: Value,
    unknown_values: Value,
    error: Option<Value>,
) -> Value {
    let mut verdict = json!({
        "verdict": word,
        "type": name,
        "aliases": aliases,
        "ignored": ignored,
        "unknownValues": unknown_values,
    });
    for (key, value) in [("canonical", canonical), ("error", error)] {
        if let Some(value) = value {
            verdict[key] = value;
        }
    }
    verdict
}

/// Whether two JSON values are the same; numbers are compared by value, not by form.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}
