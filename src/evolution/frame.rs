//! Frames that a version writes: the shortest, with one key as it is asked for.

use serde_json::{Value, json};

use super::kinds::sample;
use super::names::Side;
use crate::definition::{Command, Definition, Event, Key, Kind, Kinds, Presence};

const TIMESTAMP: &str = "2025-11-03T14:30:00.000Z";

/// How a key stands in a frame.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Written {
    Absent,
    Null,
    Value(Value),
}

/// The two versions that are compared.
pub(super) struct Versions<'a> {
    pub(super) old: &'a Definition,
    pub(super) new: &'a Definition,
    old_kinds: Kinds<'a>,
    new_kinds: Kinds<'a>,
}

impl<'a> Versions<'a> {
    pub(super) fn new(old: &'a Definition, new: &'a Definition) -> Self {
        Versions { old, new, old_kinds: Kinds::new(old), new_kinds: Kinds::new(new) }
    }

    pub(super) fn of(&self, side: Side) -> &'a Definition {
        if side == Side::Old { self.old } else { self.new }
    }

    /// The kind of a key's values. An id type that is gone is described nowhere, if the file is of a
    /// time when files described no kinds.
    pub(super) fn kind(&self, side: Side, key: &Key) -> Kind<'a> {
        let kinds = if side == Side::Old { &self.old_kinds } else { &self.new_kinds };
        kinds.get(&key.kind).unwrap_or(Kind::NonEmpty)
    }
}

/// A frame of one version, to be filled.
#[derive(Clone, Copy)]
pub(super) enum Frame<'a> {
    Event(&'a Event),
    /// An event without what a bare one may lack: `timestamp` and `data`.
    Bare(&'a Event),
    /// An event whose envelope matters.
    Envelope(&'a Event),
    Command(&'a Command),
    Gateway,
}

impl<'a> Frame<'a> {
    /// The keys that the frame is about.
    pub(super) fn keys(self, of: &'a Definition) -> &'a [Key] {
        match self {
            Frame::Event(event) | Frame::Bare(event) => &event.keys,
            Frame::Envelope(_) => of.envelope(),
            Frame::Command(command) => &command.keys,
            Frame::Gateway => of.gateway.as_deref().unwrap_or_default(),
        }
    }

    /// The frame as the version writes it, with one of its keys as given and no other that may be
    /// absent.
    pub(super) fn write(
        self,
        versions: &Versions<'_>,
        side: Side,
        given: Option<(&str, &Written)>,
    ) -> String {
        let definition = versions.of(side);
        let fill = |keys: &[Key], given: Option<(&str, &Written)>| {
            let mut pairs = Vec::new();
            for key in keys {
                let written = match given.filter(|(name, _)| *name == key.key) {
                    Some((_, written)) => written.clone(),
                    None if key.presence() == Presence::Optional => Written::Absent,
                    None => Written::Value(sample(&versions.kind(side, key))),
                };
                match written {
                    Written::Absent => {}
                    Written::Null => pairs.push((key.key.clone(), "null".to_owned())),
                    Written::Value(value) => pairs.push((key.key.clone(), value.to_string())),
                }
            }
            pairs
        };
        let text = |name: &str, value: &str| (name.to_owned(), json!(value).to_string());
        match self {
            Frame::Bare(event) => {
                let mut pairs = vec![text("type", &event.wire_type)];
                let absent = Some(("timestamp", &Written::Absent));
                pairs.extend(fill(definition.envelope(), absent));
                object(&pairs)
            }
            Frame::Event(event) | Frame::Envelope(event) => {
                let of_envelope = matches!(self, Frame::Envelope(_));
                let mut pairs = vec![text("type", &event.wire_type)];
                match &definition.envelope {
                    Some(keys) => pairs.extend(fill(keys, given.filter(|_| of_envelope))),
                    None => pairs.push(text("timestamp", TIMESTAMP)),
                }
                let data = fill(&event.keys, given.filter(|_| !of_envelope));
                pairs.push(("data".to_owned(), object(&data)));
                object(&pairs)
            }
            Frame::Command(command) => {
                let mut pairs = vec![text(&command.discriminator, &command.wire_type)];
                pairs.extend(fill(&command.keys, given));
                object(&pairs)
            }
            Frame::Gateway => object(&fill(self.keys(definition), given)),
        }
    }
}

fn object(pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> =
        pairs.iter().map(|(key, value)| format!("{}:{value}", json!(key))).collect();
    format!("{{{}}}", pairs.join(","))
}
