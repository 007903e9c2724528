//! The vectors of the codec: frames, and what a reader says of each.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::kind::{Vector, VectorKind, object};
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
    /// Names it for ever: kind, topic and what it shows, `codec.aliases.measureId`; no other vector has
    /// the same.
    pub id: String,
    /// The id of the requirement that it is an instance of; level and clause are that one's.
    pub requirement: String,
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
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VectorValue {
    /// Where, as written.
    pub path: String,
    /// The value.
    pub value: String,
}

/// What is wrong with a frame.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
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
    #[serde(rename = "type", default, deserialize_with = "there")]
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

/// What is there, null included.
fn there<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Nullable<String>>, D::Error> {
    Nullable::deserialize(from).map(Some)
}

impl Vector for CodecVector {
    const KIND: VectorKind = VectorKind::Codec;

    fn told(&self) -> [&str; 3] {
        [&self.id, &self.requirement, &self.name]
    }

    fn given(&self, _: &[Self]) -> Value {
        json!({ "frame": self.frame.text() })
    }

    fn answers(&self) -> Vec<Value> {
        let text = Judgement {
            verdict: self.verdict,
            message_type: &self.message_type,
            canonical: self.canonical.as_ref(),
            aliases: &self.aliases,
            ignored: &self.ignored,
            error: self.error.as_ref(),
        };
        // A reader that is given parsed JSON cannot do as one that is given the text.
        let parsed = self.typescript.as_ref().map(|it| Judgement {
            verdict: it.verdict.unwrap_or(text.verdict),
            message_type: it.message_type.as_ref().unwrap_or(text.message_type),
            canonical: it.canonical.as_ref().or(text.canonical),
            aliases: it.aliases.as_ref().unwrap_or(&self.aliases),
            ignored: it.ignored.as_ref().unwrap_or(&self.ignored),
            error: it.error.as_ref().or(text.error),
        });
        [Some(text), parsed].into_iter().flatten().map(|it| it.answer(self)).collect()
    }
}

/// What a reader says of a frame.
struct Judgement<'a> {
    verdict: FrameKind,
    message_type: &'a Nullable<String>,
    canonical: Option<&'a serde_json::Map<String, Value>>,
    aliases: &'a [VectorAlias],
    ignored: &'a [String],
    error: Option<&'a VectorFault>,
}

impl Judgement<'_> {
    fn answer(self, vector: &CodecVector) -> Value {
        let error = self.error.filter(|_| self.verdict == FrameKind::Invalid);
        let is_kept = self.verdict == FrameKind::Unknown;
        object([
            ("verdict", Some(json!(self.verdict))),
            ("type", Some(json!(self.message_type))),
            ("text", is_kept.then(|| json!(vector.frame.text()))),
            ("canonical", self.canonical.map(|it| json!(it))),
            ("aliases", Some(json!(self.aliases))),
            ("ignored", Some(json!(self.ignored))),
            ("unknownValues", Some(json!(vector.unknown_values.as_deref().unwrap_or_default()))),
            ("error", error.map(|it| json!(it))),
        ])
    }
}
