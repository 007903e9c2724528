//! JSON Schema 2020-12: a tolerant bundle for readers, a strict one for producers, and one
//! self-contained file per event and command.

mod discriminator;
mod moment;
mod strict;

use std::collections::BTreeMap;

use schemars::transform::Transform;
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use discriminator::{discriminator, neighbour, unknown_event, without};
use strict::Strict;

use super::{header, json_file, major_version, sent};
use crate::command::{COMMANDS, CommandRow, CommandVisitor, visit_commands};
use crate::describe::{describe, prose};
use crate::envelope::Header;
use crate::event::{EVENTS, EventRow, EventVisitor, visit_events};
use crate::fixtures::{FIXTURES, Fixture, fixture};
use crate::payload::Object;
use crate::{EventType, GatewayFault, Payload};

pub(super) const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Every definition, tolerant: what a reader of canonical frames accepts.
pub(super) struct Schemas {
    pub(super) definitions: Map<String, Value>,
}

impl Schemas {
    pub(super) fn new() -> Self {
        let mut collect = Collect {
            generator: SchemaSettings::draft2020_12().into_generator(),
            definitions: Map::new(),
        };
        visit_events(&mut collect);
        visit_commands(&mut collect);
        collect.gateway();
        let Collect { mut generator, mut definitions } = collect;
        for (name, schema) in generator.take_definitions(true) {
            assert!(
                !name.ends_with(|last: char| last.is_ascii_digit()),
                "two types are called `{name}` without its number: rename one of them"
            );
            definitions.insert(name, schema);
        }
        let refs = |names: Vec<String>| -> Vec<Value> {
            names.iter().map(|name| json!({ "$ref": format!("#/$defs/{name}") })).collect()
        };
        let unions = [
            (
                "ServerMessage",
                "What the server sends: one of the known events.",
                refs(EVENTS.iter().map(|row| message_name(row.name)).collect()),
            ),
            (
                "Command",
                "What a client sends.",
                refs(COMMANDS.iter().map(|row| row.name.to_owned()).collect()),
            ),
        ];
        for (name, description, one_of) in unions {
            definitions.insert(
                name.to_owned(),
                json!({ "description": description, "type": "object", "oneOf": one_of }),
            );
        }
        definitions.insert("UnknownEvent".to_owned(), unknown_event());
        definitions.insert("Neighbour".to_owned(), neighbour());
        for (name, definition) in &mut definitions {
            definition["title"] = Value::from(name.as_str());
            if let Some(format) = definition.get("format").and_then(Value::as_str) {
                definition["pattern"] = moment::pattern(format).into();
            }
        }
        Schemas { definitions }
    }

    /// Every schema file by its path.
    pub(super) fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        files.insert("schema/protocol.schema.json".to_owned(), json_file(self.tolerant()));
        files.insert("schema/protocol.strict.schema.json".to_owned(), json_file(self.strict()));
        let events = EVENTS.iter().map(|row| ("events", row.wire_type, message_name(row.name)));
        let commands = COMMANDS.iter().map(|row| ("commands", row.name, row.name.to_owned()));
        for (folder, subject, name) in events.chain(commands) {
            let path = format!("{folder}/{subject}.json");
            let file = json_file(self.standalone(&path, &name, folder, subject));
            files.insert(format!("schema/{path}"), file);
        }
        files
    }

    /// SHA-256 of the strict bundle without what does not bind: titles, descriptions, examples.
    pub(super) fn fingerprint(&self) -> String {
        let mut bundle = self.strict();
        strip(&mut bundle);
        bundle.sort_all_objects();
        let digest = Sha256::digest(bundle.to_string());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn tolerant(&self) -> Value {
        let description = "Every frame on the socket, for readers: unknown events, unknown keys \
                           and unknown values of open enumerations are accepted.";
        let roots = ["ServerMessage", "Command", "GatewayFault", "UnknownEvent", "Neighbour"];
        bundle("protocol.schema.json", description, &roots, self.definitions.clone())
    }

    fn strict(&self) -> Value {
        let description = "Every frame on the socket, for producers: only what this version \
                           defines, in canonical form.";
        let roots = ["ServerMessage", "Command", "GatewayFault"];
        let mut definitions = self.reachable(&roots);
        let ping = EVENTS.iter().find(|row| row.event_type == EventType::Ping);
        let ping = &mut definitions[&message_name(ping.expect("a row of the registry").name)];
        // Read if it is there, and never written.
        ping["properties"].as_object_mut().expect("an object").remove("data");
        let mut bundle = bundle("protocol.strict.schema.json", description, &roots, definitions);
        let schema: &mut Schema = (&mut bundle).try_into().expect("a bundle is an object");
        Strict.transform(schema);
        // The root only chooses; its branches say which keys there are.
        schema.remove("additionalProperties");
        bundle
    }

    /// One definition as a file of its own, with every fixture as an example.
    fn standalone(&self, path: &str, name: &str, folder: &str, subject: &str) -> Value {
        let mut schema = self.definitions[name].clone();
        let mut definitions = self.reachable(&[name]);
        definitions.remove(name);
        let examples: Vec<Value> = FIXTURES
            .iter()
            .filter(|fixture| fixture.folder == folder && fixture.subject() == subject)
            .map(example)
            .collect();
        schema["$schema"] = DIALECT.into();
        schema["$id"] = id(path).into();
        schema["$comment"] = header().into();
        schema["examples"] = examples.into();
        if !definitions.is_empty() {
            schema["$defs"] = definitions.into();
        }
        schema
    }

    /// The definitions that these need, themselves included.
    fn reachable(&self, names: &[&str]) -> Map<String, Value> {
        let mut found = Map::new();
        let mut open: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        while let Some(name) = open.pop() {
            if found.contains_key(&name) {
                continue;
            }
            let definition = self.definitions.get(&name).unwrap_or_else(|| {
                panic!("a schema refers to `{name}`, which no definition describes")
            });
            references(definition, &mut open);
            found.insert(name, definition.clone());
        }
        found
    }
}

/// The name of the frame of an event, as against its payload.
pub(super) fn message_name(payload: &str) -> String {
    format!("{payload}Message")
}

/// The id of a schema file; it is never fetched.
pub(super) fn id(path: &str) -> String {
    format!("https://purposepath.app/schema/realtime/v{}/{path}", major_version())
}

fn bundle(path: &str, description: &str, roots: &[&str], definitions: Map<String, Value>) -> Value {
    let any_of: Vec<Value> =
        roots.iter().map(|name| json!({ "$ref": format!("#/$defs/{name}") })).collect();
    json!({
        "$schema": DIALECT,
        "$id": id(path),
        "$comment": header(),
        "title": "Frame",
        "description": description,
        "type": "object",
        "anyOf": any_of,
        "$defs": definitions,
    })
}

pub(super) fn example(fixture: &Fixture) -> Value {
    serde_json::from_str(fixture.text)
        .unwrap_or_else(|error| panic!("the fixture {} is not JSON: {error}", fixture.name))
}

fn main_example(folder: &str, subject: &str) -> Value {
    json!([example(fixture(folder, subject).expect("the fixtures are checked"))])
}

/// Turns the registry's types into definitions.
struct Collect {
    generator: SchemaGenerator,
    definitions: Map<String, Value>,
}

impl Collect {
    fn gateway(&mut self) {
        let mut schema = GatewayFault::json_schema(&mut self.generator).to_value();
        schema["examples"] = main_example("gateway", GatewayFault::NAME);
        schema["not"] = without("");
        self.definitions.insert(GatewayFault::NAME.to_owned(), schema);
    }
}

impl EventVisitor for Collect {
    fn visit<P: Payload>(&mut self, row: &'static EventRow) {
        let mut schema = Header::json_schema(&mut self.generator);
        let is_ping = row.event_type == EventType::Ping;
        let properties = schema.ensure_object()["properties"].as_object_mut().expect("an object");
        properties.insert("type".to_owned(), discriminator(row));
        let data = if is_ping {
            json!({ "description": "Carries nothing.", "type": "object" })
        } else {
            self.generator.subschema_for::<P>().to_value()
        };
        properties.insert("data".to_owned(), data);
        let required = if is_ping { json!(["type"]) } else { json!(["type", "timestamp", "data"]) };
        schema.insert("required".to_owned(), required);
        describe(&mut schema, &format!("{} {}", prose(row.doc), sent(row)), row.deprecation);
        schema.insert("examples".to_owned(), main_example("events", row.wire_type));
        self.definitions.insert(message_name(row.name), schema.to_value());
    }
}

impl CommandVisitor for Collect {
    fn visit<C: Object>(&mut self, row: &'static CommandRow) {
        let mut schema = C::json_schema(&mut self.generator);
        describe(&mut schema, row.doc, row.deprecation);
        let object = schema.ensure_object();
        object["properties"][row.discriminator] =
            json!({ "const": row.wire_type, "type": "string" });
        let required = object["required"].as_array_mut().expect("an array");
        required.insert(0, row.discriminator.into());
        if row.discriminator != "type" {
            object.insert("not".to_owned(), without(row.discriminator));
        }
        schema.insert("examples".to_owned(), main_example("commands", row.name));
        self.definitions.insert(row.name.to_owned(), schema.to_value());
    }
}

fn strip(value: &mut Value) {
    if let Some(object) = value.as_object_mut() {
        for keyword in ["title", "description", "deprecated", "examples", "$comment"] {
            // A property may be called like a keyword; only a keyword's value is no schema.
            if object.get(keyword).is_some_and(|value| !value.is_object()) {
                object.remove(keyword);
            }
        }
        object.values_mut().for_each(strip);
    } else if let Some(array) = value.as_array_mut() {
        array.iter_mut().for_each(strip);
    }
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            let name = object.get("$ref").and_then(Value::as_str);
            found.extend(name.and_then(|name| name.strip_prefix("#/$defs/")).map(str::to_owned));
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(array) => array.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "a schema refers to `Nobody`, which no definition describes")]
    fn a_dangling_reference_is_found() {
        let definitions = Map::from_iter([("A".to_owned(), json!({ "$ref": "#/$defs/Nobody" }))]);
        Schemas { definitions }.reachable(&["A"]);
    }

    #[test]
    fn the_fingerprint_depends_on_what_binds_only() {
        let mut schemas = Schemas::new();
        let before = schemas.fingerprint();
        schemas.definitions["GoalCreated"]["description"] = "Something else.".into();
        assert_eq!(schemas.fingerprint(), before);
        schemas.definitions["GoalCreated"]["required"].as_array_mut().unwrap().pop();
        assert_ne!(schemas.fingerprint(), before);
    }

    #[test]
    fn a_property_called_like_a_keyword_binds() {
        let mut bundle = json!({ "properties": { "title": { "type": "string", "title": "x" } } });
        strip(&mut bundle);
        assert_eq!(bundle, json!({ "properties": { "title": { "type": "string" } } }));
    }
}
