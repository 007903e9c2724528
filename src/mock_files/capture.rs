//! A capture: what travelled between a mock server and its clients, as lines of JSON.
//!
//! The first line says what the file is, every other line is a frame. Nobody's token is in it.

#[cfg(feature = "codegen")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::Timestamp;

/// The version of the format that is written and read.
pub const CAPTURE_VERSION: u32 = 1;

/// The longest line, in bytes: a frame of the greatest size whose every character is escaped, and what
/// stands around it.
#[cfg(feature = "mock")]
pub(crate) const LONGEST_LINE: usize = 1 << 20;

/// A line of a capture: the first one says what the file is, every other one is a frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(untagged)]
#[non_exhaustive]
pub enum CaptureLine {
    /// The first line.
    Start(CaptureStart),
    /// Any other line.
    Frame(CapturedFrame),
}

/// What the file is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CaptureStart {
    /// The version of the format: 1.
    #[cfg_attr(feature = "codegen", schemars(extend("const" = CAPTURE_VERSION)))]
    pub capture: u32,
    /// The version of the protocol that the server spoke.
    pub protocol: String,
    /// When it begins, on the server's clock.
    pub started_at: Timestamp,
}

/// A frame, as it was sent or received. One that went to several connections is one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CapturedFrame {
    /// When, in milliseconds of the server's clock since the start.
    pub at_ms: u64,
    /// Which way.
    pub direction: Direction,
    /// The ordinal of the connection, the first being 1; absent from what went to several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<u64>,
    /// The tenant of the connection, or of the connections that it went to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// How many connections it went to, if it went to several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receivers: Option<usize>,
    /// Whether it breaks the rules of the protocol.
    #[serde(default, rename = "invalid", skip_serializing_if = "std::ops::Not::not")]
    pub is_invalid: bool,
    /// Its text, tokens replaced; absent if a token may be in it that cannot be told from the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<String>,
}

/// Which way a frame goes, as the server sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "codegen", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From a client.
    In,
    /// To clients.
    Out,
}

impl CaptureStart {
    /// The first line of a capture that begins now.
    pub fn at(started_at: Timestamp) -> Self {
        let protocol = crate::PROTOCOL_VERSION.to_owned();
        CaptureStart { capture: CAPTURE_VERSION, protocol, started_at }
    }
}

impl CapturedFrame {
    /// A frame of which nothing more is known.
    pub fn new(at_ms: u64, direction: Direction) -> Self {
        CapturedFrame {
            at_ms,
            direction,
            connection: None,
            tenant_id: None,
            receivers: None,
            is_invalid: false,
            frame: None,
        }
    }
}
