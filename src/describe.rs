//! How a value describes itself to ts-rs and schemars.
//!
//! Both crates derive well from plain shapes and wrongly from these (a range, a format, an open
//! enumeration, null beside absent), so a value states its TypeScript name and its schema once.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use crate::enumeration::Enumeration;
use crate::json::{Field, Presence};
use crate::lifecycle::Deprecation;

/// States the TypeScript name and the JSON Schema of a value.
///
/// A schema whose TypeScript name is the type's own gets a definition; the others stand in place.
macro_rules! described {
    ($name:ident as $typescript:expr; $schema:expr) => {
        impl ts_rs::TS for $name {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;

            fn name(_: &ts_rs::Config) -> String {
                $typescript.to_owned()
            }

            fn inline(_: &ts_rs::Config) -> String {
                $typescript.to_owned()
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                $typescript != stringify!($name)
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $schema
            }
        }
    };
}
pub(crate) use described;

impl<T: ts_rs::TS> ts_rs::TS for crate::Nullable<T> {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(cfg: &ts_rs::Config) -> String {
        format!("{} | null", T::name(cfg))
    }

    fn inline(cfg: &ts_rs::Config) -> String {
        Self::name(cfg)
    }
}

impl<T: schemars::JsonSchema> schemars::JsonSchema for crate::Nullable<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Nullable{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [generator.subschema_for::<T>(), { "type": "null" }] })
    }
}

/// What ts-rs and schemars make of the fields of an object, in the order of its `FIELDS`.
pub trait Described {
    /// The TypeScript type of each field.
    fn typescript(config: &ts_rs::Config) -> Vec<String>;

    /// The schema of each field.
    fn schemas(generator: &mut SchemaGenerator) -> Vec<Schema>;
}

/// The schema of an object with these fields.
pub(crate) fn object(doc: &str, fields: &[Field], schemas: Vec<Schema>) -> Schema {
    let mut properties = Map::new();
    for (field, mut schema) in fields.iter().zip(schemas) {
        // Generators take a reference with a keyword beside it for another type.
        if let Some(reference) = schema.remove("$ref") {
            schema.insert("allOf".into(), serde_json::json!([{ "$ref": reference }]));
        }
        describe(&mut schema, field.doc, field.deprecation);
        properties.insert(field.key.into(), schema.to_value());
    }
    let required: Vec<&str> = fields
        .iter()
        .filter(|field| field.presence != Presence::Optional)
        .map(|field| field.key)
        .collect();
    json_schema!({
        "description": prose(doc),
        "type": "object",
        "properties": properties,
        "required": required,
    })
}

/// Gives a schema its description, and says if it is deprecated.
pub(crate) fn describe(schema: &mut Schema, doc: &str, deprecation: Option<Deprecation>) {
    schema.insert("description".into(), documented(doc, deprecation).into());
    if deprecation.is_some() {
        schema.insert("deprecated".into(), true.into());
    }
}

/// The schema of an opaque, non-empty text.
pub(crate) fn id(doc: &str) -> Schema {
    json_schema!({ "description": prose(doc), "type": "string", "minLength": 1 })
}

/// The schema of a text with a format.
pub(crate) fn text_format(format: &str, doc: &str) -> Schema {
    json_schema!({ "description": doc, "type": "string", "format": format })
}

/// The schema of a number within bounds.
pub(crate) fn number(min: Option<f64>, max: Option<f64>) -> Schema {
    let mut schema = json_schema!({ "type": "number" });
    for (keyword, bound) in [("minimum", min), ("maximum", max)] {
        if let Some(bound) = bound {
            schema.insert(keyword.into(), Value::from(bound as i64));
        }
    }
    schema
}

/// The schema of an enumeration: an open one takes any other non-empty text too.
pub(crate) fn enumeration(enumeration: &Enumeration) -> Schema {
    let values: Vec<&str> = enumeration.values.iter().map(|value| value.text).collect();
    let listed = json_schema!({ "type": "string", "enum": values });
    let mut schema = if enumeration.open {
        json_schema!({ "anyOf": [listed, { "type": "string", "minLength": 1 }] })
    } else {
        listed
    };
    // A value is no schema of its own, and so cannot be marked.
    schema.insert("description".into(), documented_values(enumeration).into());
    schema
}

/// What a doc comment says, and a paragraph for the deprecation.
pub(crate) fn documented(doc: &str, deprecation: Option<Deprecation>) -> String {
    match deprecation {
        None => prose(doc),
        Some(deprecation) => format!("{}\n\nDeprecated {}", prose(doc), deprecation.note),
    }
}

/// What the doc comment of an enumeration says, and a paragraph for each value that is deprecated.
pub(crate) fn documented_values(enumeration: &Enumeration) -> String {
    let deprecated = enumeration.values.iter().filter_map(|value| {
        let deprecation = value.deprecation?;
        Some(format!("\n\n`{}` is deprecated {}", value.text, deprecation.note))
    });
    prose(enumeration.doc) + &deprecated.collect::<String>()
}

/// A doc comment as plain paragraphs: the leading space of `///` and the line breaks go.
pub(crate) fn prose(doc: &str) -> String {
    let mut paragraphs = vec![String::new()];
    for line in doc.lines().map(str::trim) {
        let last = paragraphs.len() - 1;
        match (line.is_empty(), paragraphs[last].is_empty()) {
            (true, true) => {}
            (true, false) => paragraphs.push(String::new()),
            (false, true) => paragraphs[last].push_str(line),
            (false, false) => {
                paragraphs[last].push(' ');
                paragraphs[last].push_str(line);
            }
        }
    }
    paragraphs.join("\n\n").trim_end().to_owned()
}

/// What is deprecated, while nothing of the protocol is.
#[cfg(test)]
#[allow(dead_code, reason = "it is described and never built")]
pub(crate) mod shelf {
    object! {
        /// A shelf.
        pub struct Shelf {
            /// Its name.
            #[deprecated("1.0", replaced_by: "title", remove_after: "2.0")]
            #[setter(with_name)]
            pub name: Option<String>,
            /// Its title.
            pub title: String,
        }
    }

    open_enum! {
        /// How full a shelf is.
        pub enum Filling {
            /// Nothing is on it.
            Empty = "empty",
            /// Something is on it.
            #[deprecated("1.0", remove_after: "1.4")]
            Some = "some",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shelf::{Filling, Shelf};
    use super::*;
    use crate::payload::Object;

    #[test]
    fn a_key_that_is_deprecated_says_so() {
        let schema = SchemaGenerator::default().into_root_schema_for::<Shelf>();
        assert_eq!(Shelf::FIELDS[0].deprecation.map(|it| it.since), Some("1.0"));
        assert_eq!(
            schema.get("properties"),
            Some(&serde_json::json!({
                "name": {
                    "deprecated": true,
                    "description": "Its name.\n\nDeprecated since protocol 1.0: use `title` instead. \
                                    It may be removed after 2.0.",
                    "type": "string",
                },
                "title": { "description": "Its title.", "type": "string" },
            }))
        );
    }

    #[test]
    fn a_value_that_is_deprecated_is_named_where_its_enumeration_is_described() {
        assert_eq!(
            documented_values(&Filling::ENUMERATION),
            "How full a shelf is.\n\n`some` is deprecated since protocol 1.0. It may be removed after \
             1.4."
        );
    }
}
