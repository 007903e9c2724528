//! Frames that differ from a fixture in one thing each, made by walking over the registry's keys.

use purposepath_realtime::GatewayFault;
use purposepath_realtime::fixtures::Fixture;
use purposepath_realtime::registry::{
    COMMANDS, EVENTS, EventRow, Field, Header, Kind, Object, Presence,
};
use serde_json::Value;

use super::values::{ANY_VALUES, EXTRA_KEYS, EXTRA_VALUES, NUMBERS, TIMES};

/// The keys of an object, each with the JSON text of its value.
type Keys = Vec<(String, String)>;

/// A fixture as its keys in the order of the protocol, each with the JSON text of its value.
#[derive(Clone)]
struct Frame {
    keys: Keys,
    data: Option<Keys>,
    /// Whether `data` comes before everything else.
    data_first: bool,
}

impl Frame {
    fn text(&self) -> String {
        let data = self.data.as_ref().map(|data| ("data".to_owned(), object(data)));
        let mut keys = self.keys.clone();
        keys.splice(if self.data_first { 0..0 } else { keys.len()..keys.len() }, data);
        object(&keys)
    }

    /// The keys of the envelope, or those of `data`.
    fn part(&mut self, of_data: bool) -> &mut Keys {
        if of_data { self.data.as_mut().expect("the fixture has data") } else { &mut self.keys }
    }
}

fn object(keys: &[(String, String)]) -> String {
    let entries: Vec<String> =
        keys.iter().map(|(key, value)| format!("{}:{value}", Value::from(key.as_str()))).collect();
    format!("{{{}}}", entries.join(","))
}

/// Every mutation of a fixture, the fixture itself aside.
pub fn mutations(fixture: &Fixture) -> Vec<String> {
    let value: Value = serde_json::from_str(fixture.text).expect("a fixture is JSON");
    let mut out = Vec::new();
    match fixture.folder {
        "events" => {
            let row = EVENTS
                .iter()
                .find(|row| row.wire_type == fixture.subject())
                .expect("a fixture is named after an event");
            let frame = ordered(&value, "type", Header::FIELDS, Some(row.fields));
            mutate_event(&frame, row, &mut out);
        }
        "commands" => {
            let row = COMMANDS
                .iter()
                .find(|row| row.name == fixture.subject())
                .expect("a fixture is named after a command");
            let frame = ordered(&value, row.discriminator, row.fields, None);
            mutate_keys(&frame, false, row.fields, &mut out);
            mutate_discriminator(&frame, &mut out);
        }
        _ => {
            let frame = ordered(&value, "", GatewayFault::FIELDS, None);
            mutate_keys(&frame, false, GatewayFault::FIELDS, &mut out);
        }
    }
    mutate_text(&fixture.frame(), &mut out);
    out
}

fn ordered(value: &Value, first: &str, fields: &[Field], data: Option<&[Field]>) -> Frame {
    let pick = |value: &Value, keys: &mut dyn Iterator<Item = &str>| -> Keys {
        keys.filter_map(|key| Some((key.to_owned(), value.get(key)?.to_string()))).collect()
    };
    let keys = pick(value, &mut [first].into_iter().chain(fields.iter().map(|field| field.key)));
    let data = data.and_then(|fields| {
        Some(pick(value.get("data")?, &mut fields.iter().map(|field| field.key)))
    });
    Frame { keys, data, data_first: false }
}

fn mutate_event(frame: &Frame, row: &EventRow, out: &mut Vec<String>) {
    mutate_keys(frame, false, Header::FIELDS, out);
    mutate_discriminator(frame, out);
    for alias in row.aliases {
        let mut old = frame.clone();
        old.keys[0].1 = Value::from(*alias).to_string();
        out.push(old.text());
        old.data_first = true;
        out.push(old.text());
    }
    for tenant in ["tenant-123", "tenant-124", ""] {
        let mut named = frame.clone();
        named.keys.retain(|(key, _)| key != "tenantId");
        named.keys.push(("tenantId".to_owned(), Value::from(tenant).to_string()));
        out.push(named.text());
        named.data_first = true;
        named.keys.reverse();
        out.push(named.text());
    }
    let mut whole = frame.clone();
    whole.data = None;
    out.push(whole.text());
    for value in ANY_VALUES {
        let mut other = whole.clone();
        other.keys.push(("data".to_owned(), (*value).to_owned()));
        out.push(other.text());
    }
    if frame.data.is_some() {
        mutate_keys(frame, true, row.fields, out);
    }
}

fn mutate_discriminator(frame: &Frame, out: &mut Vec<String>) {
    let mut types: Vec<String> = ANY_VALUES.iter().map(|value| (*value).to_owned()).collect();
    let rows = EVENTS.iter().map(|row| row.wire_type);
    let others = [
        "x.y",
        ".error",
        "a.error",
        "auth.error.error",
        "Goal.created",
        "goal.created ",
        "pong",
        "auth",
        "__proto__",
        "constructor",
        "toString",
        "error.",
        "errors",
    ];
    types.extend(rows.chain(others).map(|name| Value::from(name).to_string()));
    for text in types {
        let mut other = frame.clone();
        other.keys[0].1 = text;
        out.push(other.text());
    }
    for key in ["type", "action", "eventType", "event_type", "Type"] {
        let mut other = frame.clone();
        key.clone_into(&mut other.keys[0].0);
        out.push(other.text());
        let mut beside = frame.clone();
        if beside.keys[0].0 != key {
            beside.keys.insert(0, (key.to_owned(), "\"ping\"".to_owned()));
            out.push(beside.text());
        }
    }
}

/// Mutations of the keys of one object.
fn mutate_keys(frame: &Frame, of_data: bool, fields: &[Field], out: &mut Vec<String>) {
    let mut with = |change: &dyn Fn(&mut Keys)| {
        let mut mutated = frame.clone();
        change(mutated.part(of_data));
        // Every other one has its data before its type.
        mutated.data_first = out.len() % 2 == 1;
        out.push(mutated.text());
    };
    with(&|keys| keys.reverse());
    with(&|keys| keys.sort());
    for (extra, value) in EXTRA_KEYS.iter().zip(EXTRA_VALUES.iter().cycle()) {
        with(&|keys| keys.push(((*extra).to_owned(), (*value).to_owned())));
        with(&|keys| keys.insert(0, ((*extra).to_owned(), (*value).to_owned())));
    }
    for field in fields {
        let sample = sample(field);
        let present = |keys: &[(String, String)]| keys.iter().any(|(key, _)| key == field.key);
        // The key with a value, added where the fixture lacks it.
        let put = |keys: &mut Keys, value: &str| match keys
            .iter_mut()
            .find(|(key, _)| key == field.key)
        {
            Some(entry) => value.clone_into(&mut entry.1),
            None => keys.push((field.key.to_owned(), value.to_owned())),
        };
        with(&|keys| keys.retain(|(key, _)| key != field.key));
        for value in values(field) {
            with(&|keys| put(keys, &value));
        }
        for spelling in spellings(field) {
            let mut renamed = frame.clone();
            let keys = renamed.part(of_data);
            if !present(keys) {
                put(keys, &sample);
            }
            let entry = keys.iter_mut().find(|(key, _)| key == field.key).expect("put above");
            spelling.clone_into(&mut entry.0);
            with(&|keys| renamed.clone().part(of_data).clone_into(keys));
            for value in [sample.as_str(), "null", "\"other\""] {
                with(&|keys| keys.push((spelling.clone(), value.to_owned())));
                with(&|keys| keys.insert(0, (spelling.clone(), value.to_owned())));
            }
            // A wrong value under an old spelling: the path is as written.
            for value in ["null", "[0]", "\"\""] {
                with(&|keys| {
                    keys.retain(|(key, _)| key != field.key);
                    keys.push((spelling.clone(), value.to_owned()));
                });
            }
        }
    }
}

/// Old spellings of a key, and one that is none.
fn spellings(field: &Field) -> Vec<String> {
    let mut out = vec![field.key.to_uppercase()];
    if field.snake != field.key {
        out.push(field.snake.to_owned());
    }
    for alias in field.aliases {
        out.push(alias.key.to_owned());
        let snake: String = alias
            .key
            .chars()
            .map(|char| {
                if char.is_ascii_uppercase() {
                    format!("_{}", char.to_ascii_lowercase())
                } else {
                    char.to_string()
                }
            })
            .collect();
        if snake != alias.key {
            out.push(snake);
        }
    }
    out
}

/// JSON texts to try as a key's value.
fn values(field: &Field) -> Vec<String> {
    let mut out: Vec<String> = ANY_VALUES.iter().map(|value| (*value).to_owned()).collect();
    let quoted = |text: &&str| Value::from(*text).to_string();
    match field.kind.scalar() {
        Kind::Timestamp | Kind::Date => out.extend(TIMES.iter().map(quoted)),
        Kind::Number { .. } | Kind::Integer => {
            out.extend(NUMBERS.iter().map(|text| (*text).to_owned()));
        }
        Kind::Enum(of) => {
            for value in of.values {
                out.extend([value.text].iter().chain(value.aliases).map(quoted));
                out.push(quoted(&value.text.to_uppercase().as_str()));
            }
            out.extend(["newer_value", "constructor", "__proto__"].iter().map(quoted));
        }
        _ => out.extend(["\" \"".to_owned(), format!("\"{}\"", "long ".repeat(200))]),
    }
    out
}

/// A right value of a key that the fixture may lack.
fn sample(field: &Field) -> String {
    let value = match field.kind.scalar() {
        Kind::Timestamp => "\"2025-11-03T14:30:00.000Z\"",
        Kind::Date => "\"2025-11-05\"",
        Kind::Number { .. } | Kind::Integer => "7",
        Kind::Bool => "true",
        _ => "\"sample\"",
    };
    if matches!(field.kind, Kind::List(_)) {
        format!("[{value}]")
    } else if field.presence == Presence::Nullable {
        "null".to_owned()
    } else {
        value.to_owned()
    }
}

/// Mutations of the frame as text.
fn mutate_text(frame: &str, out: &mut Vec<String>) {
    let inner = &frame[1..];
    out.extend([
        format!(" \n\t\r{frame} \n"),
        format!("\u{feff}{frame}"),
        format!("\u{a0}{frame}"),
        format!("{frame}{frame}"),
        format!("{frame},"),
        format!("[{frame}]"),
        frame[..frame.len() - 1].to_owned(),
        frame.replace("\":", "\" : ").replace(",\"", " ,\n\""),
        frame.replacen('"', "'", 2),
        format!("{{,{inner}"),
        format!("{{\"x\":\"\\u12\",{inner}"),
        format!("{{\"x\":\"\u{1}\",{inner}"),
        format!("{{\"x\":\"\\x\",{inner}"),
        format!("{{\"x\":\"\u{7f}\u{2028}\",{inner}"),
        format!("{{\"x\":\"\\udc00\",{inner}"),
        format!("{{\"\\udbff\":1,{inner}"),
        format!("{{\"x\":\"\\\\ud800\",{inner}"),
        format!("{{\"x\":{}1{},{inner}", "[".repeat(63), "]".repeat(63)),
        format!("{{\"x\":{}1{},{inner}", "[".repeat(64), "]".repeat(64)),
        format!("{{\"x\":{}1{},{inner}", "{\"y\":".repeat(63), "}".repeat(63)),
        format!("{{\"x\":{}1{},{inner}", "{\"y\":".repeat(64), "}".repeat(64)),
        format!("{{\"x\":\"{}\",{inner}", "[".repeat(100)),
        format!("{}{frame}", " ".repeat(131_072 - frame.len())),
        format!("{}{frame}", " ".repeat(131_073 - frame.len())),
    ]);
}
