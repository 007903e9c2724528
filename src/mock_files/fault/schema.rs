//! The JSON Schema of a rule, from the catalogue.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::{CATALOGUE, FaultPoint, FaultRow, FaultRule, ParameterKind};

impl JsonSchema for FaultRule {
    fn schema_name() -> Cow<'static, str> {
        "FaultRule".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let rows: Vec<Value> = CATALOGUE.iter().map(row).collect();
        json_schema!({
            "description": "A rule by which the mock server fails: which fault, on what, how often.",
            "type": "object",
            "oneOf": rows,
        })
    }
}

fn row(row: &FaultRow) -> Value {
    let mut properties = Map::new();
    let mut required = vec![Value::from("action")];
    properties.insert("action".to_owned(), json!({ "const": row.name }));
    for it in row.parameters() {
        let mut schema = match it.kind {
            ParameterKind::Whole { min, max } => {
                json!({ "type": "integer", "minimum": min, "maximum": max })
            }
            ParameterKind::CloseCode => json!({
                "type": "integer", "minimum": 1000, "maximum": 4999,
                "not": { "enum": [1004, 1005, 1006, 1015] },
            }),
            ParameterKind::ErrorCode => json!({ "type": "string", "minLength": 1 }),
        };
        schema["description"] = it.doc.into();
        properties.insert(it.name.to_owned(), schema);
        if it.required {
            required.push(it.name.into());
        }
    }
    properties.insert("match".to_owned(), match_schema(row.point));
    properties.insert(
        "after".to_owned(),
        json!({ "type": "integer", "minimum": 0, "description": "How many matches are spared first." }),
    );
    properties.insert(
        "times".to_owned(),
        json!({ "type": "integer", "minimum": 0, "description": "How often it strikes; for ever if absent." }),
    );
    properties.insert(
        "probability".to_owned(),
        json!({ "type": "number", "minimum": 0, "maximum": 1, "description": "How likely it strikes." }),
    );
    json!({
        "title": row.name,
        "description": row.doc,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn match_schema(point: FaultPoint) -> Value {
    let mut properties = Map::new();
    for (key, known_from) in super::MATCH_KEYS {
        if point >= known_from {
            let schema = match key {
                "connection" => json!({ "type": "integer", "minimum": 1 }),
                _ => json!({ "type": "string", "minLength": 1 }),
            };
            properties.insert(key.to_owned(), schema);
        }
    }
    json!({
        "description": "What it concerns; whatever is absent matches all.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}
