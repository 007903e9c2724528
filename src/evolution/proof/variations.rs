//! Frames that a version writes besides a given one.

use serde_json::{Value, json};

use super::meaning::Subject;
use crate::definition::{Key, Kind, Presence};
use crate::evolution::frame::Versions;
use crate::evolution::kinds::unlisted;
use crate::evolution::names::Side;

pub(super) fn of(versions: &Versions<'_>, writer: Side, frame: &Value) -> Vec<Value> {
    let definition = versions.of(writer);
    let mut variations = vec![frame.clone()];
    let mut vary = |at: &str, keys: &[Key]| {
        let Some(object) = frame.pointer(at).and_then(Value::as_object) else { return };
        let mut with = |changed: serde_json::Map<String, Value>| {
            let mut variation = frame.clone();
            if let Some(place) = variation.pointer_mut(at) {
                *place = Value::Object(changed);
                variations.push(variation);
            }
        };
        let is_optional = |name: &String| keys.iter().any(|key| key.key == *name && key.optional);
        let mut shortest = object.clone();
        shortest.retain(|name, _| !is_optional(name));
        if shortest.len() + 1 < object.len() {
            with(shortest);
        }
        for key in keys {
            let Some(value) = object.get(&key.key) else { continue };
            let mut given = |written: Option<Value>| {
                let mut changed = object.clone();
                match written {
                    Some(written) => drop(changed.insert(key.key.clone(), written)),
                    None => drop(changed.remove(&key.key)),
                }
                with(changed);
            };
            match key.presence() {
                Presence::Required => {}
                Presence::Optional => given(None),
                Presence::Nullable => given(Some(Value::Null)),
            }
            for other in values(&versions.kind(writer, key)) {
                if other != *value {
                    given(Some(other));
                }
            }
        }
    };
    match Subject::of(definition, frame) {
        Subject::Event(event) => {
            vary("", definition.envelope());
            vary("/data", &event.keys);
        }
        Subject::Command(command) => vary("", &command.keys),
        Subject::Gateway | Subject::Other => {}
    }
    variations
}

/// The values of an enumeration, and one more if it is open; of what is no enumeration, none.
fn values(kind: &Kind<'_>) -> Vec<Value> {
    match kind {
        Kind::Enumeration(of) => {
            let other = of.open.then(|| json!(unlisted(&[of])));
            of.values.iter().map(|value| json!(value.value)).chain(other).collect()
        }
        Kind::List(of) => values(of).into_iter().map(|value| json!([value])).collect(),
        _ => Vec::new(),
    }
}
