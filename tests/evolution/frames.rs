//! The frames that a version writes: each key as it may stand, one at a time, and all of them.

use serde_json::{Map, Value};

use crate::oracle::{Peer, is, list, text};

/// The objects with these keys that a version writes.
fn objects(of: &Peer<'_>, keys: &[Value], more: &Map<String, Value>) -> Vec<Map<String, Value>> {
    let first = |key: &Value| of.values.written(text(key, "kind"))[0].clone();
    let mut least = more.clone();
    for key in keys.iter().filter(|key| !is(key, "optional")) {
        least.insert(text(key, "key").to_owned(), first(key));
    }
    let mut all = least.clone();
    for key in keys {
        all.insert(text(key, "key").to_owned(), first(key));
    }
    let mut objects = vec![least.clone(), all];
    for key in keys {
        let nulls = is(key, "nullable").then_some(Value::Null);
        for value in of.values.written(text(key, "kind")).into_iter().chain(nulls) {
            let mut object = least.clone();
            object.insert(text(key, "key").to_owned(), value);
            objects.push(object);
        }
    }
    objects
}

/// The frames of an event.
pub fn of_event(of: &Peer<'_>, event: &Value) -> Vec<Value> {
    let bodies = objects(of, list(event, "keys"), &Map::new());
    let body = bodies[0].clone();
    let typed = [("type".to_owned(), event["type"].clone())];
    let heads = objects(of, list(of.json, "envelope"), &typed.into_iter().collect());
    let head = heads[0].clone();
    let with_data = |mut head: Map<String, Value>, data: Map<String, Value>| {
        head.insert("data".into(), data.into());
        Value::from(head)
    };
    let mut frames: Vec<Value> =
        bodies.into_iter().map(|data| with_data(head.clone(), data)).collect();
    if is(event, "bare") {
        let mut untimed = head.clone();
        untimed.remove("timestamp");
        frames.extend([untimed.into(), head.into()]);
    }
    frames.extend(heads.into_iter().map(|head| with_data(head, body.clone())));
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
