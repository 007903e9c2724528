//! A scenario: what a server does to a client, and what the client must do then, as seen from the
//! server. Here stands what can be written; the mock server checks it, runs it and judges.

#[cfg(feature = "codegen")]
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
#[cfg(feature = "codegen")]
use serde_json::Value;

use super::PingAnswer;
use super::fault::FaultRule;

mod expectation;
mod shipped;
mod step;

pub use expectation::{Bounds, Expectation, Gaps, Last, Origin, Sent, Window};
pub use shipped::{SCENARIOS, Shipped};
pub use step::{Action, ClockStep, Kick, Step, When};

/// What a server does to a client, and what the client must do then, as seen from the server.
///
/// Times are milliseconds of the server's clock since the first connection arrived.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Scenario {
    /// Where the schema of this file is, for editors.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// What a client must do, as a sentence.
    pub name: String,
    /// The ids of the requirements that it is about, as the reference lists them; none if absent.
    #[serde(default)]
    pub requirements: Vec<String>,
    /// How the server behaves; `gateway` if absent.
    pub profile: Option<ScenarioProfile>,
    /// How the server answers the command `ping`; `never` if absent.
    pub answers_ping: Option<PingAnswer>,
    /// How many times faster the server's clock runs; 1 if absent. A client whose clock cannot run
    /// as fast sees its deadlines come early.
    #[cfg_attr(feature = "codegen", schemars(range(min = 0.001, max = 10_000)))]
    pub time_scale: Option<f64>,
    /// The number that all random choices follow from; 0 if absent.
    pub seed: Option<u64>,
    /// Events of seeded traffic a second, while a client is authenticated; none if absent.
    #[cfg_attr(feature = "codegen", schemars(range(min = 0, max = 1_000)))]
    pub rate: Option<f64>,
    /// How long the server waits for `auth`; 10,000 if absent.
    pub auth_deadline_ms: Option<u64>,
    /// How many copies of the client are started; 1 if absent. Expectations are about all of them
    /// together.
    #[cfg_attr(feature = "codegen", schemars(range(min = 1, max = 100)))]
    pub clients: Option<u32>,
    /// Faults that hold from before the first connection on.
    #[serde(default)]
    pub faults: Vec<FaultRule>,
    /// What the server does, and when.
    #[serde(default)]
    pub timeline: Vec<Step>,
    /// What must be true at the end.
    #[cfg_attr(feature = "codegen", schemars(length(min = 1)))]
    pub expect: Vec<Expectation>,
    /// When it ends and is judged.
    pub end_at: u64,
}

/// How a server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ScenarioProfile {
    /// As API Gateway: no `ping`, no close codes of its own.
    Gateway,
    /// As older servers: sends `ping`, wants `pong`, may use any close code.
    Legacy,
}

/// Exactly one of the properties that are no modifiers.
#[cfg(feature = "codegen")]
fn exactly_one(schema: &mut Schema, modifiers: &[&str]) {
    let properties = schema.get("properties").and_then(Value::as_object);
    let subjects = properties.into_iter().flatten().map(|(name, _)| name);
    let one_of: Vec<Value> = subjects
        .filter(|name| !modifiers.contains(&name.as_str()))
        .map(|name| serde_json::json!({ "properties": { name: {} }, "required": [name] }))
        .collect();
    schema.insert("oneOf".to_owned(), one_of.into());
}

/// The one that is there, with its key.
pub(crate) fn only<T, const N: usize>(
    of: [(&'static str, Option<T>); N],
) -> Result<(&'static str, T), String> {
    let names = of.each_ref().map(|(name, _)| *name).join(", ");
    let mut there = of.into_iter().filter_map(|(name, it)| Some((name, it?)));
    match (there.next(), there.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(format!("$: expected one of {names}, found none")),
        (Some((one, _)), Some((two, _))) => {
            Err(format!("$: expected one of {names}, found both `{one}` and `{two}`"))
        }
    }
}
