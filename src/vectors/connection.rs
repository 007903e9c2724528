//! The vectors of the machine: inputs, and what follows from each.

use schemars::JsonSchema;
use serde::Deserialize;

use super::VectorFile;
use crate::connection::{Authentication, ConnectionStatus, Effect, Input, ProbeKind, State};

/// A file of vectors in `tests/fixtures/connection/`.
pub type ConnectionVectors = VectorFile<ConnectionVector>;

/// A life of a connection: inputs, and what must follow from each.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionVector {
    /// What it shows, as a sentence; no other vector of its folder has the same.
    pub name: String,
    /// The name of the vector in whose last state this one begins; absent if it begins before
    /// anything happened. Times go on from there.
    pub after: Option<String>,
    /// How the client proves who it is, if not by a frame. Only where there is no `after`.
    pub authentication: Option<Authentication>,
    /// How it asks for a sign of life, if not by a message. Only where there is no `after`.
    pub probe: Option<ProbeKind>,
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
