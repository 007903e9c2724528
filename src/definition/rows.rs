use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deprecation::Deprecation;
use super::key::Key;

/// An event that the server sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// The canonical type.
    #[serde(rename = "type")]
    pub wire_type: String,
    /// The name in Rust, TypeScript and the schemas.
    pub name: String,
    /// Old spellings of the type.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// In which direction it travels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Whether `timestamp` and `data` may be missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bare: Option<bool>,
    /// The key that says whose event it is.
    #[serde(default)]
    pub tenant: Option<String>,
    /// The key that says what the event is about.
    #[serde(default)]
    pub entity: Option<String>,
    /// The key that says who caused it.
    #[serde(default)]
    pub actor: Option<String>,
    /// The version that introduced it.
    #[serde(default)]
    pub since: String,
    /// `stable`, or `provisional` while its definition may still change.
    #[serde(default)]
    pub stability: String,
    /// When the server sends it.
    #[serde(default)]
    pub sent: String,
    /// The keys of its payload.
    pub keys: Vec<Key>,
    /// That it will go, if it will.
    #[serde(flatten)]
    pub deprecation: Deprecation,
}

impl Event {
    /// Whether its definition may still change.
    pub fn is_provisional(&self) -> bool {
        self.stability == "provisional"
    }

    /// Whether `timestamp` and `data` may be missing.
    pub fn is_bare(&self) -> bool {
        self.bare.unwrap_or_default()
    }
}

/// In which direction a frame travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// From the server to clients.
    ServerToClient,
    /// From a client to the server.
    ClientToServer,
    /// Both ways.
    Both,
}

/// A command that a client sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Command {
    /// The key that says which command it is: `action` or `type`.
    pub discriminator: String,
    /// The value of that key.
    #[serde(rename = "type")]
    pub wire_type: String,
    /// The name in Rust, TypeScript and the schemas.
    pub name: String,
    /// In which direction it travels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Its other keys.
    pub keys: Vec<Key>,
    /// That it will go, if it will.
    #[serde(flatten)]
    pub deprecation: Deprecation,
}

/// A list of texts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Enumeration {
    /// The name of the type.
    pub name: String,
    /// Whether any other non-empty text is read too.
    pub open: bool,
    /// Its values.
    pub values: Vec<Value>,
    /// The section with a row for each value, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<String>,
}

/// A value of an [`Enumeration`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Value {
    /// The canonical text.
    pub value: String,
    /// Old spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// That it will go, if it will.
    #[serde(flatten)]
    pub deprecation: Deprecation,
}

/// What a client does about an error code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorCode {
    /// The code; absent from the row of all that are not listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Old spellings, which the enumeration says too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aliases: Option<Vec<String>>,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// What a client does, as a sentence.
    pub action: String,
    /// Whether the error can go away.
    pub class: String,
    /// What a client does.
    pub recovery: String,
    /// HTTP status of the same error in the REST API.
    #[serde(default)]
    pub http_status: Option<u16>,
    /// Whether the connection stays open.
    pub keeps_connection: bool,
    /// After how many in a row a client gives up.
    #[serde(default)]
    pub max_in_a_row: Option<u32>,
    /// How long to wait the first time, the second time, …, in milliseconds.
    #[serde(default)]
    pub delays_ms: Vec<u32>,
}

/// What a client does after a close code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CloseCode {
    /// The code.
    pub code: u16,
    /// What a client does.
    pub class: String,
}

/// How the tenant of an envelope and that of its payload go together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TenantRule {
    /// The key of the envelope.
    pub key: String,
    /// What a reader demands of it: `equal`, to the payload's if both are there.
    pub rule: String,
}

/// Which unlisted types are read as an error event: those with the suffix, behind a non-empty area,
/// whose data has the key as a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AreaRule {
    /// The suffix of the type.
    pub suffix: String,
    /// The event as which they are read.
    pub event: String,
    /// The key that their data must have.
    pub key: String,
}

/// A name that was in use and may not be used again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reserved {
    /// Where it was in use: `events`, `events.goal.created.keys`, `enumerations.GoalStatus.values`.
    pub place: String,
    /// The name.
    pub name: String,
    /// The version that reserved it.
    pub since: String,
    /// Why it is no longer used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}
