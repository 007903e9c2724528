//! The vectors of delivery: what is a repeat, and what is stale.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::VectorFile;
use super::kind::{Vector, VectorKind};
use crate::connection::Arrival;

/// A file of vectors in `tests/fixtures/delivery/`.
pub type DeliveryVectors = VectorFile<DeliveryVector>;

/// What a client that is connected receives, and what it makes of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliveryVector {
    /// Names it for ever: kind, topic and what it shows, `codec.aliases.measureId`; no other vector has
    /// the same.
    pub id: String,
    /// The id of the requirement that it is an instance of; level and clause are that one's.
    pub requirement: String,
    /// What it shows, as a sentence; no other vector of its folder has the same.
    pub name: String,
    /// What happens, in order.
    pub steps: Vec<DeliveryStep>,
}

/// Something that happens.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum DeliveryStep {
    /// A frame arrives.
    Arrives(DeliveryArrival),
    /// Something happens to the connection.
    Happens(DeliveryInterruption),
}

/// A frame that arrives.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliveryArrival {
    /// The time on the clock, in milliseconds.
    pub at: u64,
    /// The frame.
    pub frame: serde_json::Map<String, serde_json::Value>,
    /// How many frames arrive, if not one: `{n}` in a text of the frame stands for 0, 1, 2, ….
    pub times: Option<u32>,
    /// What it is, and each of them.
    pub arrival: Arrival,
}

impl DeliveryArrival {
    /// The texts of the frames.
    pub fn frames(&self) -> impl Iterator<Item = String> {
        let frame = serde_json::to_string(&self.frame).expect("JSON is written as JSON");
        (0..self.times.unwrap_or(1)).map(move |count| frame.replace("{n}", &count.to_string()))
    }
}

/// Something that happens to the connection.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliveryInterruption {
    /// What.
    pub happens: Interruption,
}

/// What may happen to a connection between two frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Interruption {
    /// The socket is lost, and there is another.
    Reconnect,
    /// It is stopped and started again, as for another tenant.
    Restart,
}

impl Vector for DeliveryVector {
    const KIND: VectorKind = VectorKind::Delivery;

    fn told(&self) -> [&str; 3] {
        [&self.id, &self.requirement, &self.name]
    }

    fn given(&self, _: &[Self]) -> Value {
        let mut steps = Vec::new();
        for step in &self.steps {
            match step {
                DeliveryStep::Arrives(it) => {
                    steps.extend(it.frames().map(|frame| json!({ "at": it.at, "frame": frame })));
                }
                DeliveryStep::Happens(it) => steps.push(json!({ "happens": it.happens })),
            }
        }
        json!({ "steps": steps })
    }

    fn answers(&self) -> Vec<Value> {
        let arrivals = self.steps.iter().flat_map(|step| match step {
            DeliveryStep::Arrives(it) => vec![it.arrival; it.frames().count()],
            DeliveryStep::Happens(_) => Vec::new(),
        });
        vec![json!({ "arrivals": arrivals.collect::<Vec<_>>() })]
    }
}
