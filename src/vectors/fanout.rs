//! The vectors of the fan-out: what comes of the posts to one connection, and what follows from each.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::VectorFile;
use super::kind::{Vector, VectorKind, object};
use crate::fanout::{Decision, Outcome, Policy, Posted};

/// A file of vectors in `tests/fixtures/fanout/`.
pub type FanoutVectors = VectorFile<FanoutVector>;

/// The posts of one frame to one connection, and what follows from each.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FanoutVector {
    /// Names it for ever: kind, topic and what it shows, `codec.aliases.measureId`; no other vector has
    /// the same.
    pub id: String,
    /// The id of the requirement that it is an instance of; level and clause are that one's.
    pub requirement: String,
    /// What it shows, as a sentence; no other vector of its folder has the same.
    pub name: String,
    /// How much may be tried; the default of the reference if absent.
    pub policy: Option<Policy>,
    /// The posts, in order.
    pub steps: Vec<FanoutStep>,
}

/// What came of a post, and what follows.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FanoutStep {
    /// When the post ended, in milliseconds since the fan-out began.
    pub at: u64,
    /// The HTTP status of the answer; absent if none came in time.
    pub http_status: Option<u16>,
    /// How long to wait at least before it is tried again, in milliseconds, if the answer says so.
    pub retry_after_ms: Option<u64>,
    /// The random number of the step, 0 to 2^32 − 1; 2^31, the middle, if absent.
    #[schemars(range(max = 4_294_967_295_u32))]
    pub random: Option<u32>,
    /// What follows.
    pub decision: Decision,
}

impl FanoutStep {
    /// What came of the post.
    pub fn posted(&self) -> Posted {
        let posted = self.http_status.map_or(Outcome::Failed.into(), Posted::of_status);
        posted.with_retry_after_ms(self.retry_after_ms)
    }

    /// The random number of the step.
    pub fn random_u32(&self) -> u32 {
        self.random.unwrap_or(1 << 31)
    }

    fn given(&self) -> Value {
        object([
            ("at", Some(json!(self.at))),
            ("httpStatus", self.http_status.map(|it| json!(it))),
            ("retryAfterMs", self.retry_after_ms.map(|it| json!(it))),
            ("random", Some(json!(self.random_u32()))),
        ])
    }
}

impl Vector for FanoutVector {
    const KIND: VectorKind = VectorKind::Fanout;

    fn told(&self) -> [&str; 3] {
        [&self.id, &self.requirement, &self.name]
    }

    fn given(&self, _: &[Self]) -> Value {
        let steps: Vec<_> = self.steps.iter().map(FanoutStep::given).collect();
        json!({ "policy": self.policy.unwrap_or_default(), "steps": steps })
    }

    fn answers(&self) -> Vec<Value> {
        let decisions: Vec<_> = self.steps.iter().map(|step| step.decision).collect();
        vec![json!({ "decisions": decisions })]
    }
}
