//! Values: which a kind writes, which it reads, and whether two kinds mean the same by one.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::names::Names;
use crate::oracle::{TIMESTAMP, list, text};

const DATE: &str = "2025-11-05";

/// Values of all sorts, of which a kind writes some.
fn candidates() -> Vec<Value> {
    let texts = ["", "x", "unheard-of", TIMESTAMP, DATE];
    let numbers = [-1e6, -0.5, 0.0, 1.0, 10.0, 10.5, 100.0, 101.0, 9_007_199_254_740_991.0, 1e300];
    let texts = texts.into_iter().map(Value::from);
    texts.chain(numbers.into_iter().map(number)).chain([json!(true), json!(false)]).collect()
}

fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e16 { json!(value as i64) } else { json!(value) }
}

/// The kinds of a definition.
pub struct Values<'a> {
    enumerations: BTreeMap<&'a str, (&'a Value, Names)>,
    rows: BTreeMap<&'a str, &'a Value>,
}

impl<'a> Values<'a> {
    pub fn new(of: &'a Value) -> Self {
        let enumerations = list(of, "enumerations")
            .iter()
            .map(|it| (text(it, "name"), (it, Names::of(list(it, "values"), "value", false))));
        let rows = list(of, "kinds").iter().map(|it| (text(it, "name"), it));
        Values { enumerations: enumerations.collect(), rows: rows.collect() }
    }

    /// The values of an enumeration, and what it reads.
    pub fn enumeration(&self, kind: &str) -> Option<(&'a [Value], &Names)> {
        let (enumeration, names) = self.enumerations.get(kind)?;
        Some((list(enumeration, "values"), names))
    }

    /// Whether a value is read as one of this kind.
    pub fn read(&self, kind: &str, value: &Value) -> Result<(), String> {
        if let Some(element) = kind.strip_prefix("list of ") {
            let values = value.as_array().ok_or("no list")?;
            return values.iter().try_for_each(|value| self.read(element, value));
        }
        let is_read = if let Some((enumeration, names)) = self.enumerations.get(kind) {
            value.as_str().is_some_and(|it| {
                !it.is_empty() && (enumeration["open"] == true || names.get(it).is_some())
            })
        } else {
            let row = self.rows[kind];
            match text(row, "reads") {
                "text" => value.is_string(),
                "id" | "token" => value.as_str().is_some_and(|it| !it.is_empty()),
                "dateTime" => value.as_str().is_some_and(|it| it == TIMESTAMP),
                "date" => value.as_str().is_some_and(|it| it == TIMESTAMP || it == DATE),
                "boolean" => value.is_boolean(),
                "number" => value.as_f64().is_some_and(|it| {
                    row["min"].as_f64().is_none_or(|min| it >= min)
                        && row["max"].as_f64().is_none_or(|max| it <= max)
                }),
                "integer" => value.as_f64().is_some_and(|it| {
                    it.fract() == 0.0 && (0.0..=9_007_199_254_740_991.0).contains(&it)
                }),
                other => panic!("a kind reads {other}"),
            }
        };
        if is_read { Ok(()) } else { Err(format!("{value} is no {kind}")) }
    }

    /// Values that are written as this kind, its borders among them.
    pub fn written(&self, kind: &str) -> Vec<Value> {
        if let Some(element) = kind.strip_prefix("list of ") {
            let elements = self.written(element).into_iter().map(|value| json!([value]));
            return elements.chain([json!([])]).collect();
        }
        if let Some((enumeration, _)) = self.enumerations.get(kind) {
            let listed = list(enumeration, "values").iter().map(|value| value["value"].clone());
            let other = (enumeration["open"] == true).then(|| json!("unheard-of"));
            return listed.chain(other).collect();
        }
        let row = self.rows[kind];
        let mut values = candidates();
        for bound in ["min", "max"] {
            values.extend(row[bound].as_f64().map(number));
        }
        // A date-time is read as a date, and never written as one.
        let is_date_time = |it: &Value| text(row, "reads") == "date" && it == TIMESTAMP;
        values.retain(|value| self.read(kind, value).is_ok() && !is_date_time(value));
        values
    }
}
