//! The schemas of the files that people write: vectors, with which another implementation of the
//! protocol can prove itself, scenarios for the mock server, its captures, and accepted changes.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::json_schema::{DIALECT, id};
use super::{header, json_file};
use crate::describe::prose;
use crate::evolution::AcceptedChanges;
use crate::mock_files::capture::CaptureLine;
use crate::mock_files::scenario::Scenario;
use crate::vectors::{
    BackendVectors, CodecVectors, ConnectionVectors, DeliveryVectors, EndpointVectors,
    FanoutVectors, InputVectors,
};

pub(super) fn files() -> BTreeMap<String, String> {
    let files = [
        ("accepted-changes.json", schema::<AcceptedChanges>("accepted-changes.json")),
        ("capture.json", schema::<CaptureLine>("capture.json")),
        ("scenario.json", schema::<Scenario>("scenario.json")),
        ("vectors/backend.json", schema::<BackendVectors>("vectors/backend.json")),
        ("vectors/codec.json", schema::<CodecVectors>("vectors/codec.json")),
        ("vectors/connection.json", schema::<ConnectionVectors>("vectors/connection.json")),
        ("vectors/delivery.json", schema::<DeliveryVectors>("vectors/delivery.json")),
        ("vectors/endpoint.json", schema::<EndpointVectors>("vectors/endpoint.json")),
        ("vectors/fanout.json", schema::<FanoutVectors>("vectors/fanout.json")),
        ("vectors/input.json", schema::<InputVectors>("vectors/input.json")),
    ];
    files.into_iter().map(|(path, schema)| (format!("schema/{path}"), json_file(schema))).collect()
}

fn schema<T: JsonSchema>(path: &str) -> Value {
    root_schema::<T>(path, SchemaSettings::draft2020_12().with_transform(Plain))
}

/// The schema of a file, under the name that it has here.
pub(super) fn root_schema<T: JsonSchema>(path: &str, settings: SchemaSettings) -> Value {
    let settings = settings.with_transform(LoneReferences);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("$schema".to_owned(), DIALECT.into());
    schema.insert("$id".to_owned(), id(path).into());
    schema.insert("$comment".to_owned(), header().into());
    schema.to_value()
}

/// An absent key is absent, never null; and no keyword or format that validators do not know.
#[derive(Clone)]
pub(super) struct Plain;

impl Transform for Plain {
    fn transform(&mut self, schema: &mut Schema) {
        schema.remove("format");
        if let Some(Value::String(doc)) = schema.get_mut("description") {
            *doc = prose(doc);
        }
        if let Some(Value::Array(types)) = schema.get_mut("type") {
            types.retain(|of| of != "null");
            if let [only] = types.as_mut_slice() {
                let only = only.take();
                schema.insert("type".to_owned(), only);
            }
        }
        // What may be null says so by a type in place, not by a reference.
        if let Some([definition, null]) =
            schema.get("anyOf").and_then(Value::as_array).map(Vec::as_slice)
            && let Some(name) = definition.get("$ref")
            && null.get("type").is_some_and(|of| of == "null")
        {
            let name = name.clone();
            schema.remove("anyOf");
            schema.insert("$ref".to_owned(), name);
        }
        transform_subschemas(self, schema);
    }
}

/// Puts a reference beside which there are other keywords in an `allOf`: generators take it for
/// another type otherwise.
#[derive(Clone)]
struct LoneReferences;

impl Transform for LoneReferences {
    fn transform(&mut self, schema: &mut Schema) {
        if schema.as_object().is_some_and(|object| object.len() > 1)
            && let Some(reference) = schema.remove("$ref")
        {
            schema.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
        }
        transform_subschemas(self, schema);
    }
}
