//! A version of the protocol as data: what `schema/meta.json` says, of this version or of an older one.
//!
//! What a file says beyond this is kept quiet, so that files of later versions are read; a section
//! that a file lacks is `None`, never empty. Nothing here judges a change.

mod contradiction;
mod deprecation;
mod key;
mod kind;
mod rows;
mod this_crate;

pub use deprecation::Deprecation;
pub use key::{Key, Presence};
pub(crate) use kind::MAX_INTEGER;
pub use kind::{Kind, KindRow, Kinds, Reads, element_of};
pub use rows::{
    AreaRule, CloseCode, Command, Direction, Enumeration, ErrorCode, Event, Reserved, TenantRule,
    Value,
};

pub(crate) use this_crate::{enumerations, error_code, error_codes};

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::json::shorten;
use crate::lifecycle;

/// The name by which a file says that it is of this protocol.
const PROTOCOL: &str = "purposepath-realtime";

/// What every definition has had, those from before files named their protocol included.
const EARLIEST: [&str; 4] = ["envelope", "events", "commands", "enumerations"];

/// A version of the protocol: its events with their keys, its commands, and all else that a program
/// can rely on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Definition {
    /// The protocol; older files do not name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// The version, `MAJOR.MINOR`.
    pub protocol_version: String,
    /// SHA-256 of what the strict schema binds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// The limits of a frame, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<BTreeMap<String, u64>>,
    /// What each kind of value reads, besides the enumerations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<KindRow>>,
    /// The keys of every event besides `type` and `data`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope: Option<Vec<Key>>,
    /// How the tenant of an envelope and that of its payload go together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_rule: Option<TenantRule>,
    /// Which unlisted types are read as an error event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_rule: Option<AreaRule>,
    /// What the server sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<Event>>,
    /// What a client sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commands: Option<Vec<Command>>,
    /// The keys of the gateway's own frame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway: Option<Vec<Key>>,
    /// The enumerations that keys use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enumerations: Option<Vec<Enumeration>>,
    /// What a client does about each error code; the last is any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_codes: Option<Vec<ErrorCode>>,
    /// What a client does after each close code; any other is `retry`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_codes: Option<Vec<CloseCode>>,
    /// How long a client waits, how often it tries, by the name of the constant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timing: Option<BTreeMap<String, u64>>,
    /// The statuses of a connection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statuses: Option<Vec<String>>,
    /// The URL of each stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stages: Option<BTreeMap<String, String>>,
    /// Names that were in use and may not be used again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved: Option<Vec<Reserved>>,
}

/// Why a text is no definition of this protocol, as the end of a sentence that begins with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotADefinition(String);

impl fmt::Display for NotADefinition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotADefinition {}

impl Definition {
    /// Reads a definition.
    ///
    /// # Errors
    /// When the text is not JSON, is of another protocol, names a kind of value that it does not
    /// describe, or contradicts itself.
    pub fn parse(text: &str) -> Result<Self, NotADefinition> {
        let no = |why: String| Err(NotADefinition(why));
        let value: serde_json::Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => return no(format!("is not JSON: {error}")),
        };
        if let Some(other) = value.get("protocol").filter(|name| **name != PROTOCOL) {
            return no(format!("is of another protocol: {other}, not {PROTOCOL:?}"));
        }
        if value.get("protocolVersion").is_none() || value.get("events").is_none() {
            return no("is no definition of this protocol: it has no `protocolVersion` and \
                       `events`"
                .to_owned());
        }
        if value.get("protocol").is_none()
            && let Some(missing) = EARLIEST.iter().find(|name| value.get(**name).is_none())
        {
            return no(format!(
                "is of another protocol: it has neither `protocol`, to be {PROTOCOL:?}, nor \
                 `{missing}`, as the definitions from before it was named"
            ));
        }
        let definition: Definition = match serde_json::from_value(value) {
            Ok(definition) => definition,
            Err(error) => return no(format!("is no definition of this protocol: {error}")),
        };
        if definition.version().is_none() {
            let version = &definition.protocol_version;
            return no(format!(
                "says `protocolVersion` {version:?}, which is no version: expected two numbers, as \
                 in \"1.0\""
            ));
        }
        if let Some(unknown) = definition.unknown_kind() {
            return no(format!("does not describe the kind {unknown}"));
        }
        match contradiction::of(&definition) {
            Some(contradiction) => no(format!("contradicts itself: {contradiction}")),
            None => Ok(definition),
        }
    }

    /// The version as numbers: major, minor.
    pub fn version(&self) -> Option<(u16, u16)> {
        version(&self.protocol_version)
    }

    /// The events; none if there is no such section.
    pub fn events(&self) -> &[Event] {
        self.events.as_deref().unwrap_or_default()
    }

    /// The commands; none if there is no such section.
    pub fn commands(&self) -> &[Command] {
        self.commands.as_deref().unwrap_or_default()
    }

    /// The enumerations; none if there is no such section.
    pub fn enumerations(&self) -> &[Enumeration] {
        self.enumerations.as_deref().unwrap_or_default()
    }

    /// The keys of the envelope; none if there is no such section.
    pub fn envelope(&self) -> &[Key] {
        self.envelope.as_deref().unwrap_or_default()
    }

    /// Whether a name may not be used again at a place.
    pub fn is_reserved(&self, place: &str, name: &str) -> bool {
        let mut reserved = self.reserved.iter().flatten();
        reserved.any(|entry| entry.place == place && entry.name == name)
    }

    /// The first kind of a key that nothing describes, with its place.
    fn unknown_kind(&self) -> Option<String> {
        // Some files name kinds without describing them.
        self.kinds.as_ref().and(self.enumerations.as_ref())?;
        let kinds = Kinds::new(self);
        let objects = self.events().iter().map(|event| (&*event.wire_type, &event.keys));
        let commands = self.commands().iter().map(|command| (&*command.wire_type, &command.keys));
        let frames = [("envelope", &self.envelope), ("gateway", &self.gateway)];
        let frames = frames.into_iter().filter_map(|(name, keys)| Some((name, keys.as_ref()?)));
        let keys = objects.chain(commands).chain(frames);
        keys.flat_map(|(owner, keys)| keys.iter().map(move |key| (owner, key)))
            .find(|(_, key)| kinds.get(&key.kind).is_none())
            .map(|(owner, key)| format!("{:?} of `{owner}.{}`", shorten(&key.kind), key.key))
    }
}

/// A version as numbers: major, minor.
pub fn version(text: &str) -> Option<(u16, u16)> {
    lifecycle::parse(text)
}
