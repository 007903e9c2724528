//! The vectors of what arrives: frames, and which inputs of the machine they are.

use schemars::JsonSchema;
use serde::Deserialize;

use super::VectorFile;
use crate::connection::Input;

/// A file of vectors in `tests/fixtures/input/`.
pub type InputVectors = VectorFile<InputVector>;

/// A frame that arrives, and the input that it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InputVector {
    /// What it shows, as a sentence; no other vector of its folder has the same.
    pub name: String,
    /// The frame.
    pub frame: serde_json::Map<String, serde_json::Value>,
    /// The input that it is on the socket of generation 1; absent if it concerns no connection.
    pub input: Option<Input>,
}
