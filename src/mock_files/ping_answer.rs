//! How a server answers the command `ping`: clients learn from it what its silence means.

#[cfg(feature = "codegen")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a server answers the command `ping`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum PingAnswer {
    /// With `pong`, as a server should.
    Pong,
    /// With the gateway's own fault, as behind a gateway that has no route for `ping`.
    Fault,
    /// Never: what is known of the deployed server.
    #[default]
    Never,
}

impl PingAnswer {
    /// Every answer.
    pub const ALL: [PingAnswer; 3] = [PingAnswer::Pong, PingAnswer::Fault, PingAnswer::Never];

    /// Its name: `pong`, `fault` or `never`.
    pub const fn as_str(self) -> &'static str {
        match self {
            PingAnswer::Pong => "pong",
            PingAnswer::Fault => "fault",
            PingAnswer::Never => "never",
        }
    }
}
