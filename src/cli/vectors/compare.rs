//! Whether an answer is right, and where it first is not.
//!
//! Values are compared as JSON: numbers by value, objects whatever the order of their keys. At the top
//! of an answer null and an empty list are as an absent key, so that a plug can write them or not.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::vectors::Case;

/// What tells most of a difference, and so is looked at first.
const LEADING: &[&str] = &["verdict", "error", "state"];

/// Where two values first differ: a path, and what is there on each side.
#[derive(Debug, PartialEq)]
pub(super) struct Difference {
    pub at: String,
    pub expected: Option<Value>,
    pub found: Option<Value>,
}

/// Where an answer differs from the right one, or from the first of these if there are several.
pub(super) fn judge(case: &Case, answer: &Map<String, Value>) -> Option<Difference> {
    let found = plain(answer);
    let right = case.answers.iter().filter_map(Value::as_object).map(plain);
    let mut differences = right.map(|right| difference(&right, &found));
    let first = differences.next()?;
    if differences.any(|it| it.is_none()) { None } else { first }
}

/// An answer without what says nothing; ignored keys have no order, since some languages have none.
fn plain(answer: &Map<String, Value>) -> Value {
    let mut plain = Map::new();
    for (key, value) in answer {
        let mut value = value.clone();
        if let Value::Array(items) = &mut value
            && key == "ignored"
        {
            items.sort_by_key(Value::to_string);
        }
        if !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty()) {
            plain.insert(key.clone(), value);
        }
    }
    Value::Object(plain)
}

fn difference(expected: &Value, found: &Value) -> Option<Difference> {
    let mut path = String::from("$");
    let (expected, found) = first(Some(expected), Some(found), &mut path)?;
    Some(Difference { at: path, expected: expected.cloned(), found: found.cloned() })
}

type Sides<'a> = (Option<&'a Value>, Option<&'a Value>);

/// The first place at which two sides differ; the path then leads there.
fn first<'a>(
    expected: Option<&'a Value>,
    found: Option<&'a Value>,
    path: &mut String,
) -> Option<Sides<'a>> {
    let length = path.len();
    match (expected, found) {
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            let mut keys: Vec<_> =
                a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))).collect();
            keys.sort_by_key(|key| !LEADING.contains(&key.as_str()));
            for key in keys {
                step(path, key);
                let sides = first(a.get(key), b.get(key), path);
                if sides.is_some() {
                    return sides;
                }
                path.truncate(length);
            }
            None
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            for index in 0..a.len().max(b.len()) {
                let _ = write!(path, "[{index}]");
                let sides = first(a.get(index), b.get(index), path);
                if sides.is_some() {
                    return sides;
                }
                path.truncate(length);
            }
            None
        }
        (Some(Value::Number(a)), Some(Value::Number(b))) if a.as_f64() == b.as_f64() => None,
        _ if expected == found => None,
        _ => Some((expected, found)),
    }
}

/// A key as a step of a path.
fn step(path: &mut String, key: &str) {
    let is_name = |text: &str| text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    let _ = match !key.is_empty() && is_name(key) {
        true => write!(path, ".{key}"),
        false => write!(path, "[{}]", Value::from(key)),
    };
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(expected: &Value, found: &Value) -> Option<String> {
        let plain = |value: &Value| plain(value.as_object().unwrap());
        difference(&plain(expected), &plain(found)).map(|it| it.at)
    }

    #[test]
    fn what_says_nothing_may_be_left_out_and_numbers_are_values() {
        assert_eq!(of(&json!({"a": 3, "b": []}), &json!({"a": 3.0, "c": null})), None);
        assert_eq!(of(&json!({"ignored": ["b", "a"]}), &json!({"ignored": ["a", "b"]})), None);
        assert_eq!(of(&json!({"a": [1, 2]}), &json!({"a": [2, 1]})).as_deref(), Some("$.a[0]"));
    }

    #[test]
    fn the_first_place_that_differs_is_named() {
        let a = json!({"x": {"y z": [{"k": 1}]}});
        let b = json!({"x": {"y z": [{"k": 1}, 5]}});
        assert_eq!(of(&a, &b).as_deref(), Some("$.x[\"y z\"][1]"));
        assert_eq!(
            of(&a, &json!({"x": {"y z": [{"k": 1}]}, "more": 1})).as_deref(),
            Some("$.more")
        );
        assert_eq!(
            of(&json!({"a": null, "b": 1}), &json!({"b": {"c": null}})).as_deref(),
            Some("$.b")
        );
    }
}
