//! The vectors of the machine: inputs, and what follows from each.

use std::iter;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::VectorFile;
use super::kind::{Vector, VectorKind};
use crate::connection::{Authentication, ConnectionStatus, Effect, Input, ProbeKind, State};

/// A file of vectors in `tests/fixtures/connection/`.
pub type ConnectionVectors = VectorFile<ConnectionVector>;

/// A life of a connection: inputs, and what must follow from each.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionVector {
    /// Names it for ever: kind, topic and what it shows, `codec.aliases.measureId`; no other vector has
    /// the same.
    pub id: String,
    /// The id of the requirement that it is an instance of; level and clause are that one's.
    pub requirement: String,
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

impl ConnectionVector {
    /// The steps of those that it comes after, the first of all first, and where these begin.
    fn begin<'a>(&'a self, others: &'a [Self]) -> (&'a Self, Vec<&'a ConnectionStep>) {
        let before = |vector: &&'a Self| {
            let name = vector.after.as_ref()?;
            others.iter().find(|it| it.name == *name)
        };
        let chain: Vec<_> = iter::successors(before(&self), before).collect();
        let first = chain.last().copied().unwrap_or(self);
        (first, chain.iter().rev().flat_map(|vector| &vector.steps).collect())
    }
}

impl Vector for ConnectionVector {
    const KIND: VectorKind = VectorKind::Connection;

    fn told(&self) -> [&str; 3] {
        [&self.id, &self.requirement, &self.name]
    }

    fn given(&self, others: &[Self]) -> Value {
        let step = |it: &ConnectionStep| json!({ "at": it.at, "input": it.input, "random": it.random_u32() });
        let (first, before) = self.begin(others);
        json!({
            "authentication": first.authentication.unwrap_or(Authentication::Frame),
            "probe": first.probe.unwrap_or(ProbeKind::Message),
            "before": before.into_iter().map(step).collect::<Vec<_>>(),
            "steps": self.steps.iter().map(step).collect::<Vec<_>>(),
        })
    }

    fn answers(&self) -> Vec<Value> {
        let step = |it: &ConnectionStep| json!({ "state": it.state, "status": it.status, "effects": it.effects });
        vec![json!({ "steps": self.steps.iter().map(step).collect::<Vec<_>>() })]
    }
}
