//! A step as it is written: every key may be there, and few of them go together.

#[cfg(feature = "codegen")]
use schemars::{JsonSchema, Schema};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Action, ClockStep, Kick, Step, When};
use crate::mock_files::fault::FaultRule;
#[cfg(feature = "codegen")]
use crate::mock_files::scenario::exactly_one;
use crate::mock_files::scenario::only;

/// Something that the server does: one thing, once (`at`) or again and again (`every`).
#[derive(Deserialize)]
#[cfg_attr(
    feature = "codegen",
    derive(JsonSchema),
    schemars(rename = "Step", transform = one_action)
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Written {
    /// When, if once.
    at: Option<u64>,
    /// How often, if again and again.
    #[cfg_attr(feature = "codegen", schemars(range(min = 10)))]
    every: Option<u64>,
    /// With `every`: the first time; after the first interval if absent.
    from: Option<u64>,
    /// With `every`: not after this time; until the end if absent.
    until: Option<u64>,
    /// Sends an event to every authenticated connection, as each one's tenant's unless it names a
    /// tenant. Keys that are absent come from the fixture of its type and times become the present,
    /// unless it has a `timestamp`: then it is sent as it stands.
    send: Option<Map<String, Value>>,
    /// Sends this text to every authenticated connection, whatever it is.
    send_raw: Option<String>,
    /// Adds a fault.
    fault: Option<FaultRule>,
    /// Ends every fault.
    #[cfg_attr(feature = "codegen", schemars(extend("const" = true)))]
    clear_faults: Option<bool>,
    /// Closes connections.
    kick: Option<Kick>,
    /// Sets the clock.
    clock: Option<ClockStep>,
    /// Sets the rate of seeded traffic, in events a second.
    #[cfg_attr(feature = "codegen", schemars(range(min = 0, max = 1_000)))]
    rate: Option<f64>,
    /// Asks the client to end, as Ctrl-C does: its user leaves. Of a client that was not started by
    /// the scenario, a person is asked to stop it.
    #[cfg_attr(feature = "codegen", schemars(extend("const" = true)))]
    stop_client: Option<bool>,
}

impl TryFrom<Written> for Step {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written { at, every, from, until, clear_faults, stop_client, .. } = written;
        for (key, is_true) in [("clearFaults", clear_faults), ("stopClient", stop_client)] {
            if is_true == Some(false) {
                return Err(format!("$.{key}: expected true, or no such key, found false"));
            }
        }
        if let Some(ClockStep { advance_ms: None, time_scale: None }) = written.clock {
            return Err("$.clock: expected advanceMs or timeScale, found neither".to_owned());
        }
        let (_, action) = only([
            ("send", written.send.map(Action::Send)),
            ("sendRaw", written.send_raw.map(Action::SendRaw)),
            ("fault", written.fault.map(Action::Fault)),
            ("clearFaults", clear_faults.map(|_| Action::ClearFaults)),
            ("kick", written.kick.map(Action::Kick)),
            ("clock", written.clock.map(Action::Clock)),
            ("rate", written.rate.map(Action::Rate)),
            ("stopClient", stop_client.map(|_| Action::StopClient)),
        ])?;
        let when = match (at, every) {
            (Some(_), None) if from.is_some() || until.is_some() => {
                return Err("$: expected `from` and `until` beside `every` only, found `at`".into());
            }
            (Some(at), None) => When::At(at),
            (None, Some(interval)) => When::Every { interval, from, until },
            (None, None) => return Err("$: expected one of `at` and `every`, found neither".into()),
            (Some(_), Some(_)) => {
                return Err("$: expected one of `at` and `every`, found both".into());
            }
        };
        Ok(Step { when, action })
    }
}

#[cfg(feature = "codegen")]
impl JsonSchema for Step {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Written::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> Schema {
        Written::json_schema(generator)
    }
}

#[cfg(feature = "codegen")]
fn one_action(schema: &mut Schema) {
    exactly_one(schema, &["at", "every", "from", "until"]);
}
