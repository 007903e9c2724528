//! Two peers that know a definition only as the JSON of `meta.json`: one writes its frames, the other
//! reads them. They know no rule; what one side writes and the other does not read, they find by
//! doing it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::names::{Names, counterparts};
use crate::values::Values;

pub const TIMESTAMP: &str = "2025-11-03T14:30:00.000Z";

/// A version, as data, and what its lists of names read.
pub struct Peer<'a> {
    pub json: &'a Value,
    events: Names,
    keys_of_events: Vec<Names>,
    keys_of_commands: Vec<Names>,
    envelope: Names,
    pub values: Values<'a>,
}

/// What a frame says: of which event or command it is, and each key that was read, by its index.
#[derive(Debug, PartialEq)]
pub enum Reading<'a> {
    Event { index: usize, data: Keys<'a>, envelope: Keys<'a>, by_area: bool },
    Command { index: usize, keys: Keys<'a> },
    Unknown { wire_type: &'a str },
    Gateway,
}

pub type Keys<'a> = BTreeMap<usize, &'a Value>;

pub fn list<'a>(of: &'a Value, section: &str) -> &'a [Value] {
    of[section].as_array().map_or(&[], Vec::as_slice)
}

pub fn text<'a>(of: &'a Value, key: &str) -> &'a str {
    of[key].as_str().unwrap_or_default()
}

pub fn is(of: &Value, key: &str) -> bool {
    of[key].as_bool().unwrap_or(false)
}

impl<'a> Peer<'a> {
    pub fn new(json: &'a Value) -> Self {
        let keys = |section: &str| {
            list(json, section).iter().map(|it| Names::of(list(it, "keys"), "key", true)).collect()
        };
        Peer {
            json,
            events: Names::of(list(json, "events"), "type", false),
            keys_of_events: keys("events"),
            keys_of_commands: keys("commands"),
            envelope: Names::of(list(json, "envelope"), "key", true),
            values: Values::new(json),
        }
    }

    /// Reads a frame, or says why it does not.
    pub fn read(&self, frame: &'a Value) -> Result<Reading<'a>, String> {
        self.check_limits(frame)?;
        let frame = frame.as_object().ok_or("no object")?;
        if let Some(wire_type) = frame.get("type") {
            return self.read_typed(wire_type.as_str().ok_or("a type that is no text")?, frame);
        }
        if let Some(action) = frame.get("action") {
            return self.read_command("action", action.as_str().unwrap_or_default(), frame);
        }
        for key in list(self.json, "gateway") {
            let value = frame.get(text(key, "key")).ok_or("no frame of the gateway")?;
            self.values.read(text(key, "kind"), value)?;
        }
        Ok(Reading::Gateway)
    }

    fn read_typed(
        &self,
        wire_type: &'a str,
        frame: &'a Map<String, Value>,
    ) -> Result<Reading<'a>, String> {
        let events = list(self.json, "events");
        if let Some(index) = self.events.get(wire_type) {
            return self.read_event(index, frame, false);
        }
        if let Ok(command) = self.read_command("type", wire_type, frame) {
            return Ok(command);
        }
        if self.is_area(wire_type) {
            let code = frame.get("data").map(|data| &data[text(&self.json["areaRule"], "key")]);
            if code.is_some_and(Value::is_string) {
                let error = text(&self.json["areaRule"], "event");
                let index = events.iter().position(|event| text(event, "type") == error);
                return self.read_event(index.ok_or("no row for errors")?, frame, true);
            }
        }
        match frame.get("timestamp") {
            Some(value) => self.values.read("date-time", value)?,
            None => return Err("an unknown event without a timestamp".into()),
        };
        Ok(Reading::Unknown { wire_type })
    }

    /// Whether a type is of an area of errors.
    pub fn is_area(&self, wire_type: &str) -> bool {
        let rule = &self.json["areaRule"];
        let area = rule["suffix"].as_str().and_then(|suffix| wire_type.strip_suffix(suffix));
        let error = text(rule, "event");
        let mut events = list(self.json, "events").iter();
        area.is_some_and(|area| !area.is_empty()) && events.any(|it| text(it, "type") == error)
    }

    fn read_event(
        &self,
        index: usize,
        frame: &'a Map<String, Value>,
        by_area: bool,
    ) -> Result<Reading<'a>, String> {
        let event = &list(self.json, "events")[index];
        let bare = is(event, "bare");
        let mut header = list(self.json, "envelope").to_vec();
        for key in header.iter_mut().filter(|key| bare && text(key, "key") == "timestamp") {
            key["optional"] = json!(true);
        }
        let envelope = read_keys(&self.values, &header, &self.envelope, frame)?;
        let data = match frame.get("data") {
            Some(data) => read_keys(
                &self.values,
                list(event, "keys"),
                &self.keys_of_events[index],
                data.as_object().ok_or("data is no object")?,
            )?,
            None if bare => Keys::new(),
            None => return Err("no data".into()),
        };
        Ok(Reading::Event { index, data, envelope, by_area })
    }

    fn read_command(
        &self,
        discriminator: &str,
        wire_type: &str,
        frame: &'a Map<String, Value>,
    ) -> Result<Reading<'a>, String> {
        let is_it = |it: &Value| {
            text(it, "discriminator") == discriminator && text(it, "type") == wire_type
        };
        let commands = list(self.json, "commands");
        let index = commands.iter().position(is_it).ok_or("an unknown command")?;
        let keys = read_keys(
            &self.values,
            list(&commands[index], "keys"),
            &self.keys_of_commands[index],
            frame,
        )?;
        Ok(Reading::Command { index, keys })
    }

    fn check_limits(&self, frame: &Value) -> Result<(), String> {
        let limit = |name: &str| self.json["limits"][name].as_u64().unwrap_or(u64::MAX);
        if frame.to_string().len() as u64 > limit("maxFrameBytes") {
            return Err("too large".into());
        }
        if depth(frame) > limit("maxDepth") {
            return Err("too deep".into());
        }
        Ok(())
    }
}

fn read_keys<'b>(
    values: &Values<'_>,
    keys: &[Value],
    names: &Names,
    object: &'b Map<String, Value>,
) -> Result<Keys<'b>, String> {
    let mut read = Keys::new();
    for (spelling, value) in object {
        let Some(index) = names.get(spelling) else { continue };
        if read.insert(index, value).is_some() {
            return Err(format!("two spellings of `{}`", text(&keys[index], "key")));
        }
    }
    for (index, key) in keys.iter().enumerate() {
        let name = text(key, "key");
        match read.get(&index) {
            None if is(key, "optional") => {}
            None => return Err(format!("`{name}` is missing")),
            Some(Value::Null) if is(key, "optional") => {
                read.remove(&index);
            }
            Some(Value::Null) if is(key, "nullable") => {}
            Some(value) => {
                values.read(text(key, "kind"), value).map_err(|why| format!("`{name}`: {why}"))?
            }
        }
    }
    Ok(read)
}

fn depth(value: &Value) -> u64 {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Object(values) => 1 + values.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// For each item of the writer's list, which item of the reader's is the same thing.
type Counterparts = Vec<Option<usize>>;

/// A writer and a reader of two versions.
pub struct Crossing<'a> {
    pub writer: &'a Peer<'a>,
    pub reader: &'a Peer<'a>,
    pub writer_is_old: bool,
    events: Vec<Option<usize>>,
    /// What was asked before: by section and indices.
    keys: RefCell<BTreeMap<(&'static str, usize, usize), Counterparts>>,
    values: RefCell<BTreeMap<(String, String), Counterparts>>,
}

impl<'a> Crossing<'a> {
    pub fn new(writer: &'a Peer<'a>, reader: &'a Peer<'a>, writer_is_old: bool) -> Self {
        let (own, others) = (list(writer.json, "events"), list(reader.json, "events"));
        let events = counterparts(own, others, "type", false, writer_is_old);
        let (keys, values) = Default::default();
        Crossing { writer, reader, writer_is_old, events, keys, values }
    }

    /// Why the reader does not read a frame of the writer as the writer means it, if so.
    pub fn misread(&self, frame: &Value) -> Option<String> {
        let meant = match self.writer.read(frame) {
            Ok(meant) => meant,
            Err(why) => panic!("the writer does not read its own {frame}: {why}"),
        };
        let read = match self.reader.read(frame) {
            Ok(read) => read,
            Err(why) => return Some(why),
        };
        match (meant, read) {
            (
                Reading::Event { index, data, envelope, .. },
                Reading::Event { index: other, data: read, envelope: header, by_area },
            ) => {
                let counterpart = self.events[index];
                if counterpart != Some(other) && !(by_area && counterpart.is_none()) {
                    return Some("another event".into());
                }
                let differs = self.differs("events", (index, other), &data, &read);
                differs.or_else(|| self.differs("envelope", (0, 0), &envelope, &header))
            }
            (Reading::Event { index, .. }, Reading::Unknown { wire_type }) => {
                // What the reader never knew may be unknown to it.
                let knew = self.events[index].is_some() || self.reader.is_area(wire_type);
                knew.then(|| "an event that it knows is unknown to it".into())
            }
            (Reading::Command { index, keys }, Reading::Command { index: other, keys: read }) => {
                self.differs("commands", (index, other), &keys, &read)
            }
            (Reading::Gateway, Reading::Gateway)
            | (Reading::Unknown { .. }, Reading::Unknown { .. }) => None,
            (meant, read) => Some(format!("{meant:?} was meant, {read:?} was read")),
        }
    }

    /// The first key that the reader takes for another, misses, or gives another value.
    fn differs(
        &self,
        section: &'static str,
        (at, other_at): (usize, usize),
        meant: &Keys<'_>,
        read: &Keys<'_>,
    ) -> Option<String> {
        let keys = |of: &Peer<'a>, at: usize| match section {
            "envelope" => list(of.json, section),
            _ => list(&list(of.json, section)[at], "keys"),
        };
        let (own, others) = (keys(self.writer, at), keys(self.reader, other_at));
        let names = match section {
            "envelope" => &self.reader.envelope,
            "events" => &self.reader.keys_of_events[other_at],
            _ => &self.reader.keys_of_commands[other_at],
        };
        let mut known = self.keys.borrow_mut();
        let counterparts = known
            .entry((section, at, other_at))
            .or_insert_with(|| counterparts(own, others, "key", true, self.writer_is_old));
        for (index, value) in meant {
            let name = text(&own[*index], "key");
            match (names.get(name), counterparts[*index]) {
                (None, None) => {}
                (Some(taken), Some(counterpart)) if taken == counterpart => {
                    let kinds = (text(&own[*index], "kind"), text(&others[taken], "kind"));
                    if let Some(value) = read.get(&taken).filter(|it| !it.is_null())
                        && !self.is_same(kinds, value)
                    {
                        return Some(format!("{value} of `{name}` means something else"));
                    }
                }
                (None, Some(_)) if value.is_null() => {}
                _ => return Some(format!("`{name}` means something else")),
            }
        }
        None
    }

    /// Whether a value that both read means the same to both.
    fn is_same(&self, (own, other): (&str, &str), value: &Value) -> bool {
        if let (Some(own), Some(other)) =
            (own.strip_prefix("list of "), other.strip_prefix("list of "))
        {
            let mut values = value.as_array().expect("both read it").iter();
            return values.all(|value| self.is_same((own, other), value));
        }
        let (Some((own_values, _)), Some((values, names))) =
            (self.writer.values.enumeration(own), self.reader.values.enumeration(other))
        else {
            return true;
        };
        let said = value.as_str().unwrap_or_default();
        // What the writer does not list has no meaning that could be missed.
        let Some(meant) = own_values.iter().position(|it| text(it, "value") == said) else {
            return true;
        };
        let mut known = self.values.borrow_mut();
        let pairs = known.entry((own.to_owned(), other.to_owned())).or_insert_with(|| {
            counterparts(own_values, values, "value", false, self.writer_is_old)
        });
        names.get(said) == pairs[meant]
    }
}

/// A frame with what is nested so deep, or so long, that it just fits a limit.
pub fn fill(limit: &str, size: u64) -> Value {
    let frame = |later: Value| json!({ "type": "later.version", "timestamp": TIMESTAMP, "data": {}, "later": later });
    let size = usize::try_from(size).expect("small");
    if limit == "maxDepth" {
        return frame((2..size).fold(json!([]), |inner, _| json!([inner])));
    }
    let without = frame(json!("")).to_string().len();
    frame(json!("x".repeat(size.saturating_sub(without))))
}
