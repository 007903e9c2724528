//! The vectors of what arrives: frames, and which inputs of the machine they are.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::VectorFile;
use super::kind::{Vector, VectorKind};
use crate::connection::Input;

/// A file of vectors in `tests/fixtures/input/`.
pub type InputVectors = VectorFile<InputVector>;

/// A frame that arrives, and the input that it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InputVector {
    /// Names it for ever: kind, topic and what it shows, `codec.aliases.measureId`; no other vector has
    /// the same.
    pub id: String,
    /// The id of the requirement that it is an instance of; level and clause are that one's.
    pub requirement: String,
    /// What it shows, as a sentence; no other vector of its folder has the same.
    pub name: String,
    /// The frame.
    pub frame: serde_json::Map<String, serde_json::Value>,
    /// The input that it is on the socket of generation 1; absent if it concerns no connection.
    pub input: Option<Input>,
}

impl Vector for InputVector {
    const KIND: VectorKind = VectorKind::Input;

    fn told(&self) -> [&str; 3] {
        [&self.id, &self.requirement, &self.name]
    }

    fn given(&self, _: &[Self]) -> Value {
        let frame = serde_json::to_string(&self.frame).expect("JSON is written as JSON");
        json!({ "frame": frame })
    }

    fn answers(&self) -> Vec<Value> {
        vec![json!({ "input": self.input })]
    }
}
