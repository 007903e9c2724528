//! `schema/meta.json`: the definition as data, which is also what a reviewer reads beside the big
//! schemas; and its own schema.

use std::collections::BTreeMap;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use serde_json::Value;

use super::vectors::root_schema;
use super::{header, json_file};
use crate::definition::Definition;
use crate::describe::prose;

pub(super) fn files(fingerprint: &str) -> BTreeMap<String, String> {
    let mut definition = Definition::of_this_crate();
    definition.fingerprint = Some(fingerprint.to_owned());
    let mut file = serde_json::to_value(definition).expect("a definition is JSON");
    file["$comment"] = Value::from(header());
    let plain = RecursiveTransform(Plain);
    let settings = SchemaSettings::draft2020_12().with_transform(plain);
    let schema = root_schema::<Definition>("meta.schema.json", settings);
    [("schema/meta.json", file), ("schema/meta.schema.json", schema)]
        .into_iter()
        .map(|(path, value)| (path.to_owned(), json_file(value)))
        .collect()
}

/// No format that validators do not know, and no line breaks of the source.
#[derive(Clone)]
struct Plain;

impl Transform for Plain {
    fn transform(&mut self, schema: &mut Schema) {
        schema.remove("format");
        if let Some(Value::String(doc)) = schema.get_mut("description") {
            *doc = prose(doc);
        }
    }
}
