//! Whether a frame of one version is read by the other as what it means.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::definition::{Command, Definition, Event, Key, Kind};
use crate::evolution::frame::Versions;
use crate::evolution::names::{Matching, Side};

/// What a decoder makes of a frame.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Reading {
    /// `event`, `command`, `gateway`, `unknown` or `invalid`.
    pub(crate) kind: String,
    /// What it writes of it again; of an invalid frame, nothing.
    #[serde(default)]
    pub(crate) canonical: Value,
    /// Where it is invalid.
    #[serde(default)]
    pub(crate) path: String,
    /// Why it is invalid.
    #[serde(default)]
    pub(crate) message: String,
}

/// That a decoder does not read what a frame means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Misreading {
    /// What it makes of it.
    pub(crate) why: String,
    /// The key that is at fault, if it is one.
    pub(super) key: Option<String>,
}

impl Misreading {
    fn new(why: impl Into<String>) -> Self {
        Misreading { why: why.into(), key: None }
    }

    fn of_key(key: &str, why: String) -> Self {
        Misreading { why, key: Some(key.to_owned()) }
    }
}

/// What a frame in canonical spelling is of.
#[derive(Clone, Copy)]
pub(super) enum Subject<'a> {
    Event(&'a Event),
    Command(&'a Command),
    Gateway,
    /// Nothing that the version defines.
    Other,
}

impl<'a> Subject<'a> {
    pub(super) fn of(definition: &'a Definition, frame: &Value) -> Self {
        let event = |wire_type| definition.events().iter().find(|it| it.wire_type == wire_type);
        if let Some(event) = frame["type"].as_str().and_then(event) {
            return Subject::Event(event);
        }
        let is_it = |it: &&Command| frame[&*it.discriminator] == *it.wire_type;
        match definition.commands().iter().find(is_it) {
            Some(command) => Subject::Command(command),
            None if frame.get("connectionId").is_some() => Subject::Gateway,
            None => Subject::Other,
        }
    }
}

/// The event of the other version that is the same thing.
pub(super) fn counterpart<'a>(
    versions: &Versions<'a>,
    writer: Side,
    event: &Event,
) -> Option<&'a Event> {
    let matching = Matching::new(versions.old.events(), versions.new.events());
    let is_it = |(old, new): &(&Event, &Event)| {
        let own = if writer == Side::Old { old } else { new };
        own.wire_type == event.wire_type
    };
    let (old, new) = matching.pairs().find(is_it)?;
    Some(if writer == Side::Old { new } else { old })
}

/// The command of the other version that is the same thing.
pub(super) fn counterpart_of_command<'a>(
    versions: &Versions<'a>,
    writer: Side,
    command: &Command,
) -> Option<&'a Command> {
    let is_it = |it: &&Command| {
        it.discriminator == command.discriminator && it.wire_type == command.wire_type
    };
    versions.of(writer.other()).commands().iter().find(is_it)
}

pub(super) fn misreading(
    versions: &Versions<'_>,
    writer: Side,
    frame: &Value,
    reading: &Reading,
) -> Option<Misreading> {
    let Reading { kind, canonical, path, message } = reading;
    if kind == "invalid" {
        return Some(Misreading { why: format!("refuses it: {message}"), key: key_at(path) });
    }
    let (own, other) = (versions.of(writer), versions.of(writer.other()));
    let as_what = |name: &str| match kind.as_str() {
        "event" | "command" => format!("reads it as {}", canonical[name]),
        kind => format!("reads it as {kind}"),
    };
    let compare = |at: &str, keys: [&[Key]; 2]| {
        let [own, other] = keys;
        let objects = Objects { versions, writer, own, other };
        let object = |of: &Value| of.pointer(at).and_then(Value::as_object).cloned();
        objects.compare(&object(frame).unwrap_or_default(), &object(canonical).unwrap_or_default())
    };
    match Subject::of(own, frame) {
        Subject::Event(event) => match counterpart(versions, writer, event) {
            Some(same) if kind == "event" && canonical["type"] == *same.wire_type => {
                let envelope = compare("", [own.envelope(), other.envelope()]);
                envelope.or_else(|| compare("/data", [&event.keys, &same.keys]))
            }
            // An error of an area keeps its type, and says what it is.
            None if kind == "unknown" || canonical["type"] == *event.wire_type => None,
            _ => Some(Misreading::new(as_what("type"))),
        },
        Subject::Command(command) => match counterpart_of_command(versions, writer, command) {
            Some(same) if kind == "command" && canonical[&same.discriminator] == same.wire_type => {
                compare("", [&command.keys, &same.keys])
            }
            _ => Some(Misreading::new(as_what(&command.discriminator))),
        },
        Subject::Gateway if kind == "gateway" => None,
        Subject::Gateway => Some(Misreading::new(as_what("type"))),
        Subject::Other => None,
    }
}

/// The key to which a path of a decoder points; none if it points to the frame as a whole, or to what
/// says what it is.
fn key_at(path: &str) -> Option<String> {
    let in_data = path.strip_prefix("$.data.");
    let rest = in_data.or_else(|| path.strip_prefix("$."))?;
    let key = rest.split(['.', '[']).next().unwrap_or(rest);
    let is_of_all = in_data.is_none() && ["type", "data", "action"].contains(&key);
    (!is_of_all).then(|| key.to_owned())
}

/// The keys of an object in both versions.
struct Objects<'a> {
    versions: &'a Versions<'a>,
    writer: Side,
    own: &'a [Key],
    other: &'a [Key],
}

impl Objects<'_> {
    /// What the other version has read of what was written: each key that it knows, and no other.
    fn compare(
        &self,
        written: &Map<String, Value>,
        read: &Map<String, Value>,
    ) -> Option<Misreading> {
        let matching = match self.writer {
            Side::Old => Matching::new(self.own, self.other),
            Side::New => Matching::new(self.other, self.own),
        };
        let counterparts = matching.written_by(self.writer);
        let mut expected = BTreeMap::new();
        for (index, key) in self.own.iter().enumerate() {
            let same = counterparts.counterpart(index).map(|at| &self.other[at]);
            if let (Some(value), Some(same)) = (written.get(&key.key), same) {
                expected.insert(&*same.key, (key, same, value));
            }
        }
        for (name, (key, same, value)) in &expected {
            let Some(found) = read.get(*name) else {
                return Some(Misreading::of_key(name, format!("does not find `{}`", key.key)));
            };
            let (from, by) = (
                self.versions.kind(self.writer, key),
                self.versions.kind(self.writer.other(), same),
            );
            if !self.is_same(&from, &by, value, found) {
                let why = format!("reads {value} of `{}` as {found}", key.key);
                return Some(Misreading::of_key(name, why));
            }
        }
        let mut others = self.other.iter().map(|key| &*key.key);
        let invented = others.find(|it| read.contains_key(*it) && !expected.contains_key(it))?;
        let why = format!("finds `{invented}`, which nobody wrote");
        Some(Misreading::of_key(invented, why))
    }

    fn is_same(&self, from: &Kind<'_>, by: &Kind<'_>, value: &Value, found: &Value) -> bool {
        match (from, by, value, found) {
            (Kind::List(from), Kind::List(by), Value::Array(values), Value::Array(found)) => {
                let mut pairs = values.iter().zip(found);
                values.len() == found.len()
                    && pairs.all(|(value, found)| self.is_same(from, by, value, found))
            }
            (Kind::Enumeration(from), Kind::Enumeration(by), Value::String(value), _) => {
                let (old, new) = if self.writer == Side::Old { (from, by) } else { (by, from) };
                let matching = Matching::new(&old.values, &new.values);
                let counterparts = matching.written_by(self.writer);
                let listed = from.values.iter().position(|it| it.value == *value);
                let same = listed.and_then(|index| counterparts.counterpart(index));
                *found == *same.map_or(value, |at| &by.values[at].value)
            }
            // A date-time is read as its date.
            (_, Kind::Date, Value::String(value), Value::String(found)) => {
                value.starts_with(found.as_str())
            }
            (_, _, Value::Number(value), Value::Number(found)) => value.as_f64() == found.as_f64(),
            _ => value == found,
        }
    }
}
