//! The vectors of the codec: frames, and what a reader says of each.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{VectorFile, VectorText};
use crate::envelope::FrameKind;
use crate::json::{AliasKind, FaultCode};
use crate::value::Nullable;

/// A file of vectors in `tests/fixtures/codec/`.
pub type CodecVectors = VectorFile<CodecVector>;

/// A frame, and the verdict that every reader gives on it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CodecVector {
    /// What it shows, as a sentence; no other vector of its file has the same.
    pub name: String,
    /// The text of the frame.
    pub frame: VectorText,
    /// What the frame is.
    pub verdict: FrameKind,
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
    /// The values in it that no open enumeration lists; none if absent.
    pub unknown_values: Option<Vec<VectorValue>>,
    /// Its one fault, of an invalid frame.
    pub error: Option<VectorFault>,
    /// What a reader built on `JSON.parse` says instead, where a key is literally repeated: these
    /// keys replace those of the vector, and without an `error` there is none.
    pub typescript: Option<VectorTypescript>,
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

/// A value that its open enumeration does not list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VectorValue {
    /// Where, as written.
    pub path: String,
    /// The value.
    pub value: String,
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
    pub verdict: Option<FrameKind>,
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
