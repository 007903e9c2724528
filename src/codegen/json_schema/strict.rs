//! What makes a schema one for producers.

use schemars::Schema;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Value, json};

use super::moment::WRITTEN;

/// What producers must keep to: no other keys, no unlisted values, the one way to write a time.
pub(super) struct Strict;

impl Transform for Strict {
    fn transform(&mut self, schema: &mut Schema) {
        if schema.get("properties").is_some() {
            // The keys that would make it something else are additional ones.
            schema.remove("not");
            schema.insert("additionalProperties".to_owned(), false.into());
        }
        if let Some([listed, any]) =
            schema.get("anyOf").and_then(Value::as_array).map(Vec::as_slice)
            && listed.get("enum").is_some()
            && *any == json!({ "type": "string", "minLength": 1 })
        {
            let listed = listed.clone();
            schema.remove("anyOf");
            for keyword in ["type", "enum"] {
                schema.insert(keyword.to_owned(), listed[keyword].clone());
            }
        }
        if schema.get("format").is_some_and(|format| format == "date-time") {
            schema.insert("pattern".to_owned(), WRITTEN.into());
        }
        transform_subschemas(self, schema);
    }
}
