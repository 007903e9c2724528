//! `schema/asyncapi.json`: the protocol as an AsyncAPI 3.0 document, seen from the client: it sends
//! commands and receives events.
//!
//! Its payloads are draft-07, the one dialect that every AsyncAPI tool reads: a projection of the
//! definitions of the bundle, which panics rather than drop a keyword that draft-07 lacks.

use serde_json::{Map, Value, json};

use super::json_schema::{Schemas, example, message_name};
use super::{header, json_file, sent};
use crate::command::{COMMANDS, CommandRow};
use crate::connection::{
    Authentication, CLIENT_CLOSE_CODE, CLOSE_CODES, CloseClass, DELIVERY, MOCK_URL, Stage,
    Variable, timing,
};
use crate::definition::error_codes;
use crate::describe::prose;
use crate::event::{EVENTS, EventRow};
use crate::fact::Fact;
use crate::fixtures::FIXTURES;
use crate::gateway;
use crate::lifecycle::Deprecation;
use crate::payload::Object;
use crate::{EventType, GatewayFault, MAX_DEPTH, MAX_FRAME_BYTES, PROTOCOL_VERSION};

/// The version that generators of models read, too; nothing here needs a later one.
const VERSION: &str = "3.0.0";

/// The name of the one channel.
const CHANNEL: &str = "realtime";

const DESCRIPTION: &str = "\
Events of PurposePath's backend for its web clients, over one WebSocket behind AWS API Gateway.

The operations are the client's: it *sends* commands and *receives* events. A reader takes an event \
of a type that is not listed here as unknown, never as an error, and ignores keys and keeps \
enumeration values that it does not know.";

pub(super) fn file(schemas: &Schemas) -> String {
    json_file(json!({
        "asyncapi": VERSION,
        "info": {
            "title": "PurposePath realtime",
            "version": PROTOCOL_VERSION,
            "description": format!("{DESCRIPTION}\n\n{}", header()),
            "license": {
                "name": env!("CARGO_PKG_LICENSE"),
                "url": concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/LICENSE-MIT"),
            },
            "externalDocs": {
                "description": "The protocol reference.",
                "url": concat!(
                    env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/reference/protocol.md"
                ),
            },
        },
        "defaultContentType": "application/json",
        "servers": servers(),
        "channels": { CHANNEL: channel() },
        "operations": operations(),
        "components": { "messages": messages(), "schemas": draft_07(&schemas.definitions) },
        "x-authentication": documented(
            Authentication::ENUMERATION.values.iter().map(|it| (it.text, it.doc)),
        ),
        "x-environment": documented(Variable::ALL.iter().map(|it| (it.name, it.doc))),
        "x-delivery": documented(DELIVERY.iter().map(|it| (it.subject, it.doc))),
        "x-limits": { "maxFrameBytes": MAX_FRAME_BYTES, "maxDepth": MAX_DEPTH },
        "x-gateway": facts(gateway::FACTS),
        "x-keep-alive": {
            "message": reference("messages", "PingCommand"),
            "intervalMs": timing::KEEP_ALIVE_MS,
            "idleTimeoutMs": gateway::IDLE_TIMEOUT_MS,
        },
        "x-timing": facts(timing::FACTS),
        "x-close-codes": close_codes(),
        "x-error-codes": error_codes(),
    }))
}

fn servers() -> Map<String, Value> {
    let stages = Stage::ALL.iter().zip(Stage::ENUMERATION.values);
    let mut servers: Map<String, Value> =
        stages.map(|(stage, value)| (stage.to_string(), server(stage.url(), value.doc))).collect();
    let mock = "The mock server on the developer's own machine.";
    servers.insert("mock".to_owned(), server(MOCK_URL, mock));
    servers
}

fn server(url: &str, doc: &str) -> Value {
    let (protocol, rest) = url.split_once("://").expect("a URL names its protocol");
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let mut server = json!({ "host": host, "protocol": protocol, "description": prose(doc) });
    if !path.is_empty() {
        server["pathname"] = path.into();
    }
    server
}

fn channel() -> Value {
    let messages: Map<String, Value> =
        names().map(|name| (name.to_owned(), reference("messages", name))).collect();
    let [by_frame, by_query] = Authentication::ENUMERATION.values else {
        panic!("two ways to authenticate")
    };
    json!({
        // The servers' path names say it all.
        "address": "",
        "title": "The connection",
        "description": prose(by_frame.doc),
        "messages": messages,
        "bindings": { "ws": {
            "bindingVersion": "0.1.0",
            "method": "GET",
            "query": {
                "type": "object",
                "description": prose(by_query.doc),
                "properties": {
                    "access_token": { "type": "string", "minLength": 1 },
                    "tenant": { "type": "string", "minLength": 1 },
                },
            },
        } },
    })
}

/// One operation a command, one for all events, one for the gateway's own faults.
fn operations() -> Map<String, Value> {
    let channel = json!({ "$ref": format!("#/channels/{CHANNEL}") });
    let operation = |action: &str, summary: &str, names: Vec<&str>| {
        let messages: Vec<Value> = names.into_iter().map(of_channel).collect();
        json!({
            "action": action, "channel": channel, "summary": summary, "messages": messages,
        })
    };
    let mut operations = Map::new();
    for row in COMMANDS {
        let mut send = operation("send", &prose(row.doc), vec![row.name]);
        if row.wire_type == "auth" {
            let answers = [EventType::AuthSuccess, EventType::AuthErrorEvent];
            let answers = EVENTS.iter().filter(|row| answers.contains(&row.event_type));
            let answers: Vec<Value> = answers.map(|row| of_channel(row.name)).collect();
            send["reply"] = json!({ "channel": channel, "messages": answers });
        }
        operations.insert(format!("send{}", row.name), send);
    }
    let events = EVENTS.iter().map(|row| row.name).collect();
    operations.insert(
        "receiveEvents".to_owned(),
        operation("receive", "Messages that the server sends.", events),
    );
    let summary = prose(GatewayFault::DOC);
    let fault = operation("receive", &summary, vec![GatewayFault::NAME]);
    operations.insert(format!("receive{}", GatewayFault::NAME), fault);
    operations
}

/// The name of every message.
fn names() -> impl Iterator<Item = &'static str> {
    let events = EVENTS.iter().map(|row| row.name);
    events.chain(COMMANDS.iter().map(|row| row.name)).chain([GatewayFault::NAME])
}

fn messages() -> Map<String, Value> {
    let mut messages = Map::new();
    for row in EVENTS {
        messages.insert(row.name.to_owned(), event(row));
    }
    for row in COMMANDS {
        messages.insert(row.name.to_owned(), command(row));
    }
    let fault =
        message("gateway", GatewayFault::NAME, GatewayFault::NAME, GatewayFault::DOC, "gateway");
    messages.insert(GatewayFault::NAME.to_owned(), fault);
    messages
}

fn event(row: &EventRow) -> Value {
    let area = row.wire_type.split('.').next().expect("a part before the first dot");
    let schema = message_name(row.name);
    let mut event = message("events", row.wire_type, &schema, row.doc, area);
    event["name"] = row.wire_type.into();
    event["title"] = row.name.into();
    event["description"] = sent(row).into();
    event["x-since"] = row.since.into();
    event["x-stability"] = row.stability.as_str().into();
    event["x-aliases"] = row.aliases.into();
    event["x-entity"] = row.entity.map(|field| field.key).into();
    event["x-actor"] = row.actor.map(|field| field.key).into();
    deprecate(&mut event, row.deprecation);
    event
}

fn command(row: &CommandRow) -> Value {
    let mut command = message("commands", row.name, row.name, row.doc, "command");
    command["name"] = row.wire_type.into();
    deprecate(&mut command, row.deprecation);
    command
}

/// AsyncAPI marks schemas as deprecated, but no messages.
fn deprecate(message: &mut Value, deprecation: Option<Deprecation>) {
    if let Some(deprecation) = deprecation {
        message["x-deprecated"] = deprecation.since.into();
        message["x-replaced-by"] = deprecation.replaced_by.into();
        message["x-remove-after"] = deprecation.remove_after.into();
    }
}

/// What all messages have; `subject` names the fixtures.
fn message(folder: &str, subject: &str, schema: &str, doc: &str, tag: &str) -> Value {
    let examples: Vec<Value> = FIXTURES
        .iter()
        .filter(|fixture| fixture.folder == folder && fixture.subject() == subject)
        .map(|fixture| json!({ "name": fixture.name, "payload": example(fixture) }))
        .collect();
    json!({
        "name": subject,
        "title": schema,
        "summary": prose(doc),
        "payload": reference("schemas", schema),
        "examples": examples,
        "tags": [{ "name": tag }],
    })
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

/// A message where an operation names it: always by its place in the channel.
fn of_channel(name: &str) -> Value {
    json!({ "$ref": format!("#/channels/{CHANNEL}/messages/{name}") })
}

fn documented<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> Map<String, Value> {
    rows.map(|(name, doc)| (name.to_owned(), prose(doc).into())).collect()
}

/// Facts by their names in camelCase, as everything else on the wire.
fn facts(facts: &[Fact]) -> Map<String, Value> {
    let entry = |fact: &Fact| {
        let mut words = fact.name.split('_').map(str::to_ascii_lowercase);
        let mut key = words.next().unwrap_or_default();
        for word in words {
            key.push_str(&word[..1].to_ascii_uppercase());
            key.push_str(&word[1..]);
        }
        (key, json!({ "value": fact.value, "meaning": prose(fact.doc) }))
    };
    facts.iter().map(entry).collect()
}

fn close_codes() -> Value {
    let codes: Vec<Value> = CLOSE_CODES
        .iter()
        .map(|row| json!({ "code": row.code, "class": row.class, "meaning": row.doc }))
        .collect();
    let classes = CloseClass::ENUMERATION.values.iter().map(|value| (value.text, value.doc));
    json!({ "client": CLIENT_CLOSE_CODE, "codes": codes, "classes": documented(classes) })
}

/// The keywords that the definitions use and draft-07 reads in the same way; `deprecated` is one of
/// AsyncAPI's own.
const KEYWORDS: &[&str] = &[
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "deprecated",
    "description",
    "enum",
    "format",
    "items",
    "maximum",
    "minLength",
    "minimum",
    "not",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "title",
    "type",
];

/// The definitions as draft-07 schemas. Examples stand beside the messages.
fn draft_07(definitions: &Map<String, Value>) -> Map<String, Value> {
    definitions.iter().map(|(name, schema)| (name.clone(), project(schema))).collect()
}

fn project(schema: &Value) -> Value {
    let Value::Object(schema) = schema else { return schema.clone() };
    let mut out = Map::new();
    for (keyword, value) in schema {
        let value = match (keyword.as_str(), value) {
            ("examples", _) => continue,
            // Draft-07 reads nothing beside a reference, so a reference stands alone.
            ("$ref", Value::String(to)) => {
                let name = to.strip_prefix("#/$defs/").expect("a reference to a definition");
                assert!(schema.len() == 1, "a keyword beside `$ref`: put the `$ref` in `allOf`");
                return reference("schemas", name);
            }
            ("properties", Value::Object(properties)) => {
                properties.iter().map(|(key, it)| (key.clone(), project(it))).collect()
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(all)) => all.iter().map(project).collect(),
            ("not" | "items" | "additionalProperties", value) => project(value),
            (keyword, value) if KEYWORDS.contains(&keyword) => value.clone(),
            (keyword, _) => panic!("draft-07 may read `{keyword}` differently: project it"),
        };
        out.insert(keyword.clone(), value);
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deprecated_says_since_when_and_until_when() {
        let deprecation = deprecation!("1.0", replaced_by: "goal.created", remove_after: "2.0");
        let event = event(&EventRow { deprecation, ..EVENTS[1] });
        let pong = command(&CommandRow { deprecation, ..COMMANDS[2] });
        for message in [event, pong] {
            assert_eq!(message["x-deprecated"], "1.0");
            assert_eq!(message["x-replaced-by"], "goal.created");
            assert_eq!(message["x-remove-after"], "2.0");
        }
        assert_eq!(super::event(&EVENTS[1]).get("x-deprecated"), None);
    }

    #[test]
    fn a_deprecated_schema_stays_one() {
        let schema = json!({ "type": "string", "deprecated": true });
        assert_eq!(project(&schema), schema);
    }
}
