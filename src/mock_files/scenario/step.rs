//! A step of the timeline: in the file an object whose keys say what happens and when; read, one
//! action and one time.

#[cfg(feature = "codegen")]
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::mock_files::fault::FaultRule;

mod written;

use written::Written;

/// Something that the server does.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Written")]
#[non_exhaustive]
pub struct Step {
    /// When it begins.
    pub when: When,
    /// What happens then.
    pub action: Action,
}

/// When a step happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Once.
    At(u64),
    /// Again and again.
    Every {
        /// The interval.
        interval: u64,
        /// The first time; after the first interval if absent.
        from: Option<u64>,
        /// Not after this time; until the end if absent.
        until: Option<u64>,
    },
}

/// What happens in a step.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Action {
    /// Sends an event, completed from the fixture of its type.
    Send(Map<String, Value>),
    /// Sends this text, whatever it is.
    SendRaw(String),
    /// Adds a fault.
    Fault(FaultRule),
    /// Ends every fault.
    ClearFaults,
    /// Closes connections.
    Kick(Kick),
    /// Sets the clock.
    Clock(ClockStep),
    /// Sets the rate of seeded traffic, in events a second.
    Rate(f64),
    /// Asks the client to end, as Ctrl-C does.
    StopClient,
}

/// Which connections are closed, and how. Without a tenant and a user: all.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Kick {
    /// Those of this tenant.
    pub tenant_id: Option<String>,
    /// Those of this user.
    pub user_id: Option<String>,
    /// The close code; 1000 if absent.
    #[cfg_attr(feature = "codegen", schemars(range(min = 1000, max = 4999)))]
    pub code: Option<u16>,
    /// Cut without a close frame, so that the client sees 1006.
    #[serde(default)]
    pub reset: bool,
}

/// What happens to the clock.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ClockStep {
    /// Leaps ahead; steps that the leap passes follow at once.
    pub advance_ms: Option<u64>,
    /// Runs so many times faster than real time from now on.
    #[cfg_attr(feature = "codegen", schemars(range(min = 0.001, max = 10_000)))]
    pub time_scale: Option<f64>,
}
