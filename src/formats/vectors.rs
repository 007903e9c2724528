//! The files of vectors, as types: what they hold, for readers in any language.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::connection::{Authentication, ConnectionStatus, Effect, Input, State};
use crate::json::{AliasKind, FaultCode};
use crate::value::Nullable;

/// A file of vectors about one topic of the connection, in `tests/fixtures/connection/`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionVectors {
    /// The topic.
    pub about: String,
    /// The vectors.
    pub vectors: Vec<ConnectionVector>,
}

/// A life of a connection: inputs, and what must follow from each.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionVector {
    /// What it shows, as a sentence; no other vector of any file has the same.
    pub name: String,
    /// The name of the vector in whose last state this one begins; absent if it begins before
    /// anything happened. Times go on from there.
    pub after: Option<String>,
    /// How the client proves who it is, if not by a frame. Only where there is no `after`.
    pub authentication: Option<Authentication>,
    /// What happens, in order.
    pub steps: Vec<ConnectionStep>,
}

/// An input, and what must follow from it: state, status, and every effect in order.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionStep {
    /// The time on the clock, in milliseconds.
    pub at: u64,
    /// What happens. Generations count from 1: the first `FetchToken`, the first `OpenSocket`, and
    /// the first `SetTimer` of each timer.
    pub input: Input,
    /// The random number of the step, 0 to 2^32 − 1; 2^31, the middle, if absent.
    #[schemars(range(max = 4_294_967_295_u32))]
    pub random: Option<u32>,
    /// The state after the step.
    pub state: State,
    /// The status after the step.
    pub status: ConnectionStatus,
    /// The effects of the step.
    pub effects: Vec<Effect>,
}

impl ConnectionStep {
    /// The random number of the step.
    pub fn random_u32(&self) -> u32 {
        self.random.unwrap_or(1 << 31)
    }
}

/// A file of vectors about one topic of the codec, in `tests/fixtures/codec/`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CodecVectors {
    /// The topic.
    pub about: String,
    /// The vectors.
    pub vectors: Vec<CodecVector>,
}

/// A frame, and the verdict that every reader gives on it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CodecVector {
    /// What it shows, as a sentence; no other vector of the file has the same.
    pub name: String,
    /// The text of the frame.
    pub frame: VectorFrame,
    /// What the frame is.
    pub verdict: FrameVerdict,
    /// The canonical type of an event, `<area>.error` as written, the text of an unknown one,
    /// `auth`, `ping` or `pong`; null for a gateway frame, and where no type was read.
    #[serde(rename = "type")]
    pub message_type: Nullable<String>,
    /// The frame as it is written back, of an event or a command; compared as a JSON value.
    pub canonical: Option<serde_json::Map<String, serde_json::Value>>,
    /// The old spellings in it.
    pub aliases: Vec<VectorAlias>,
    /// The paths of the keys that are ignored.
    pub ignored: Vec<String>,
    /// Its one fault, of an invalid frame.
    pub error: Option<VectorFault>,
    /// What a reader built on `JSON.parse` says instead, where a key is literally repeated: these
    /// keys replace those of the vector, and without an `error` there is none.
    pub typescript: Option<VectorTypescript>,
}

/// The text of a frame.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum VectorFrame {
    /// As written.
    Text(String),
    /// Put together.
    Repeat(VectorRepeat),
}

/// A frame that is put together.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VectorRepeat {
    /// Prefix, unit, how often the unit stands, suffix; prefix and suffix may be put together in
    /// their turn.
    pub repeat: (Box<VectorFrame>, String, u32, Box<VectorFrame>),
}

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FrameVerdict {
    /// A known event.
    Event,
    /// An unknown one.
    Unknown,
    /// A fault of the gateway.
    Gateway,
    /// A command.
    Command,
    /// None of these.
    Invalid,
}

/// An old spelling in a frame.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VectorAlias {
    /// Where, as written.
    pub path: String,
    /// Of what.
    pub kind: AliasKind,
    /// The canonical spelling.
    pub canonical: String,
}

/// What is wrong with a frame.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VectorFault {
    /// What.
    pub code: FaultCode,
    /// Where.
    pub path: String,
}

/// What a reader built on `JSON.parse` says instead.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VectorTypescript {
    /// As in the vector.
    pub verdict: Option<FrameVerdict>,
    /// As in the vector.
    #[serde(rename = "type")]
    pub message_type: Option<Nullable<String>>,
    /// As in the vector.
    pub canonical: Option<serde_json::Map<String, serde_json::Value>>,
    /// As in the vector.
    pub aliases: Option<Vec<VectorAlias>>,
    /// As in the vector.
    pub ignored: Option<Vec<String>>,
    /// As in the vector.
    pub error: Option<VectorFault>,
}
