//! The frames that a version writes: each key as it may stand, absent or null where it may be, and
//! at each border of its kind. Keys do not depend on each other, so one frame shows one case of each.

use serde_json::{Map, Value};

use crate::oracle::{Peer, is, list, text};

/// The objects with these keys that a version writes.
fn objects(of: &Peer<'_>, keys: &[Value], more: &Map<String, Value>) -> Vec<Map<String, Value>> {
    let cases: Vec<(&str, Vec<Option<Value>>)> = keys
        .iter()
        .map(|key| {
            let values = of.values.written(text(key, "kind")).into_iter().map(Some);
            let null = is(key, "nullable").then_some(Some(Value::Null));
            let absent = is(key, "optional").then_some(None);
            (text(key, "key"), values.chain(null).chain(absent).collect())
        })
        .collect();
    let count = cases.iter().map(|(_, cases)| cases.len()).max().unwrap_or(1);
    let object = |case: usize| {
        let mut object = more.clone();
        for (key, cases) in &cases {
            if let Some(value) = cases[case % cases.len()].clone() {
                object.insert((*key).to_owned(), value);
            }
        }
        object
    };
    (0..count).map(object).collect()
}

/// The frames of an event.
pub fn of_event(of: &Peer<'_>, event: &Value) -> Vec<Value> {
    let typed = [("type".to_owned(), event["type"].clone())];
    let heads = objects(of, list(of.json, "envelope"), &typed.into_iter().collect());
    let bodies = objects(of, list(event, "keys"), &Map::new());
    let with_data = |case: usize| {
        let mut head = heads[case % heads.len()].clone();
        head.insert("data".into(), bodies[case % bodies.len()].clone().into());
        Value::from(head)
    };
    let mut frames: Vec<Value> = (0..heads.len().max(bodies.len())).map(with_data).collect();
    if is(event, "bare") {
        let mut untimed = heads[0].clone();
        untimed.remove("timestamp");
        frames.extend([untimed.into(), heads[0].clone().into()]);
    }
    frames
}

/// The frames of a command.
pub fn of_command(of: &Peer<'_>, command: &Value) -> Vec<Value> {
    let typed = [(text(command, "discriminator").to_owned(), command["type"].clone())];
    let objects = objects(of, list(command, "keys"), &typed.into_iter().collect());
    objects.into_iter().map(Value::from).collect()
}

/// The gateway's frames.
pub fn of_gateway(of: &Peer<'_>) -> Vec<Value> {
    objects(of, list(of.json, "gateway"), &Map::new()).into_iter().map(Value::from).collect()
}
