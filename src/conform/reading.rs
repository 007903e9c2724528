//! One frame of a server, held against what a producer may write: what the strict schema says, row by
//! row, so that each fault has the name of its requirement. The decoder reads it, and what it would
//! write itself is compared with what came: a test holds this against the schema, which is too much
//! of a dependency for a command.

use serde_json::Value;

use crate::json::{MAX_FRAME_BYTES, shorten};
use crate::{Command, Encode, Message, Peek, decode_reporting, peek};

/// A requirement that a frame does not keep, and why.
pub type Fault = (&'static str, String);

/// What is wrong with a frame.
pub fn faults(text: &str) -> Vec<Fault> {
    if text.len() > MAX_FRAME_BYTES {
        let wrong = format!("a message of {} bytes, {MAX_FRAME_BYTES} are the most", text.len());
        return vec![("frames.size", wrong)];
    }
    let (message, report) = match decode_reporting(text) {
        Ok(read) => read,
        Err(error) => return vec![("frames.valid", error.to_string())],
    };
    let mut faults = Vec::new();
    for alias in &report.aliases {
        let canonical = shorten(&alias.canonical);
        let wrong = format!("at {}: an old spelling of `{canonical}`", shorten(&alias.path));
        faults.push(("frames.spelling", wrong));
    }
    for path in &report.ignored {
        faults.push(("frames.listed-keys", format!("at {}: no listed key", shorten(path))));
    }
    for value in &report.unknown_values {
        let [path, value] = [&value.path, &value.value].map(|text| shorten(text));
        faults.push(("frames.listed-values", format!("at {path}: {value:?} is not listed")));
    }
    match &message {
        Message::Unknown(unknown) => {
            if let Some(wire_type) = unknown.wire_type() {
                let wrong = format!("the type {:?} is not listed", shorten(wire_type));
                faults.push(("frames.listed-types", wrong));
            }
            // Without a type it is a neighbour's on the same socket.
        }
        Message::Command(Command::Auth(_) | Command::Ping(_)) => {
            faults.push(("frames.valid", "a command, which clients send".to_owned()));
        }
        _ if faults.is_empty() => faults.extend(not_canonical(&message, text)),
        _ => {}
    }
    faults
}

/// Where a frame that is read differs from what a producer writes: null for an absent key, a time in
/// another form, a key that stands for nothing.
fn not_canonical(message: &Message, text: &str) -> Option<Fault> {
    let written: Value = serde_json::from_str(text).ok()?;
    let canonical: Value = serde_json::from_str(&message.encode().ok()?).ok()?;
    let (path, found, expected) = difference("$", &written, &canonical)?;
    let wrong = format!("at {path}: {found} is read, but written {expected}");
    Some(("frames.valid", wrong))
}

fn difference(path: &str, found: &Value, expected: &Value) -> Option<(String, String, String)> {
    let show = |value: &Value| shorten(&value.to_string());
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => found.iter().find_map(|(key, value)| {
            let path = format!("{path}.{}", shorten(key));
            match expected.get(key) {
                Some(expected) => difference(&path, value, expected),
                None => Some((path, show(value), "by leaving the key out".to_owned())),
            }
        }),
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            let mut pairs = found.iter().zip(expected).enumerate();
            pairs.find_map(|(at, (found, expected))| {
                difference(&format!("{path}[{at}]"), found, expected)
            })
        }
        // One number may be written in many ways.
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => None,
        _ if found == expected => None,
        _ => Some((path.to_owned(), show(found), format!("as {}", show(expected)))),
    }
}

/// What a frame is about, as far as it can be read.
pub struct About<'a> {
    pub kind: Kind,
    pub peek: Peek<'a>,
}

/// What a frame is for whoever keeps a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    AuthSuccess,
    AuthError,
    /// An answer to a `ping`.
    Pong,
    /// API Gateway's own frame.
    GatewayFault,
    /// An error of the server, or a `ping`: about the connection, and of no tenant.
    OfConnection,
    /// Something happened: of a tenant.
    Event,
    /// A message of another product, or no message.
    Other,
}

/// Looks at a frame without judging it: one that is wrong is still about something.
pub fn about(text: &str) -> About<'_> {
    let peek = peek(text).unwrap_or_default();
    let kind = match peek.wire_type.as_deref() {
        Some("auth.success") => Kind::AuthSuccess,
        Some("auth.error") => Kind::AuthError,
        Some("pong") => Kind::Pong,
        Some("ping" | "error" | "connection_error") => Kind::OfConnection,
        Some(wire_type) if wire_type.ends_with(".error") => Kind::OfConnection,
        Some(_) => Kind::Event,
        None => match decode_reporting(text) {
            Ok((Message::Gateway(_), _)) => Kind::GatewayFault,
            _ => Kind::Other,
        },
    };
    About { kind, peek }
}

/// Whether a frame is the event of this type, or would be if it were right: a frame that is wrong is
/// judged for that, not for not having come.
pub fn is_meant(text: &str, wire_type: &str) -> bool {
    let read = decode_reporting(text);
    let is_named = match &read {
        Ok((message, _)) => message.wire_type().is_some_and(|it| it == wire_type),
        Err(error) => error.message_type() == Some(wire_type),
    };
    is_named || text.contains(&format!("\"{wire_type}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::FIXTURES;

    fn ids(text: &str) -> Vec<&'static str> {
        faults(text).into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn every_example_of_a_server_that_lists_all_its_values_is_right() {
        for fixture in FIXTURES.iter().filter(|it| it.folder != "commands") {
            let found = faults(fixture.text);
            let is_open = |(id, _): &Fault| *id == "frames.listed-values";
            assert!(found.iter().all(is_open), "{}: {found:?}", fixture.name);
        }
    }

    #[test]
    fn each_fault_has_the_name_of_its_requirement() {
        let event = |data: &str| {
            format!(
                r#"{{"type":"goal.cancelled","timestamp":"2025-11-03T14:30:00.000Z","data":{{"tenantId":"t","goalId":"g","cancelledAt":"2025-11-03T14:30:00.000Z","cancelledBy":"u"{data}}}}}"#
            )
        };
        assert!(ids(&event("")).is_empty());
        assert_eq!(ids(&event(r#","x":1"#)), ["frames.listed-keys"]);
        assert_eq!(ids(&event(r#","reason":null"#)), ["frames.valid"]);
        assert_eq!(ids(&event("").replace("goalId", "goal_id")), ["frames.spelling"]);
        assert_eq!(
            ids(&event("").replace("goal.cancelled", "goal.burnt")),
            ["frames.listed-types"]
        );
        assert_eq!(ids(&event("").replace("00.000Z\",\"c", "00Z\",\"c")), ["frames.valid"]);
        assert_eq!(ids(r#"{"action":"ping"}"#), ["frames.valid"]);
        assert_eq!(ids(r#"{"eventType":"ai.done"}"#), [""; 0]);
        assert_eq!(ids(&" ".repeat(MAX_FRAME_BYTES + 1)), ["frames.size"]);
        assert_eq!(
            faults(&event(r#","reason":null"#))[0].1,
            "at $.data.reason: null is read, but written by leaving the key out"
        );
    }
}
