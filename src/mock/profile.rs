//! Whose behaviour the mock shows: the rules of each kind of server, as values.

use std::fmt;

use crate::gateway::{
    IDLE_TIMEOUT_MS, MAX_CONNECTION_AGE_MS, MAX_MESSAGE_BYTES, MAX_WEBSOCKET_FRAME_BYTES,
};
use crate::json::MAX_FRAME_BYTES;

/// The kind of server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// Amazon API Gateway, as deployed.
    #[default]
    Gateway,
    /// An older server without a gateway before it.
    Legacy,
}

/// What a kind of server does, in milliseconds and bytes.
#[derive(Debug)]
pub(super) struct Rules {
    /// The close code after a refusal, and when nobody authenticates in time.
    pub unauthenticated: u16,
    /// Whether the server may choose a close code of its own.
    pub custom_codes: bool,
    /// Whether frames that lead nowhere are answered with the gateway's "Forbidden".
    pub answers_unroutable: bool,
    /// How long a connection may be silent.
    pub idle_ms: Option<u64>,
    /// How long a connection may last.
    pub max_age_ms: Option<u64>,
    /// How often the server sends `ping`.
    pub ping_every_ms: Option<u64>,
    /// How long it waits for `pong`.
    pub pong_within_ms: u64,
    /// The close code when no `pong` comes.
    pub no_pong: u16,
    /// The largest WebSocket frame that it takes.
    pub max_frame_bytes: usize,
    /// The largest message that it takes or sends on behalf of a backend.
    pub max_message_bytes: usize,
}

const GATEWAY: Rules = Rules {
    unauthenticated: 1000,
    custom_codes: false,
    answers_unroutable: true,
    idle_ms: Some(IDLE_TIMEOUT_MS),
    max_age_ms: Some(MAX_CONNECTION_AGE_MS),
    ping_every_ms: None,
    pong_within_ms: 0,
    no_pong: 1000,
    max_frame_bytes: MAX_WEBSOCKET_FRAME_BYTES as usize,
    max_message_bytes: MAX_MESSAGE_BYTES as usize,
};

const LEGACY: Rules = Rules {
    unauthenticated: 4401,
    custom_codes: true,
    answers_unroutable: false,
    idle_ms: None,
    max_age_ms: None,
    ping_every_ms: Some(30_000),
    pong_within_ms: 10_000,
    no_pong: 4408,
    max_frame_bytes: MAX_FRAME_BYTES,
    max_message_bytes: MAX_FRAME_BYTES,
};

impl Profile {
    /// Its name: `gateway` or `legacy`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Profile::Gateway => "gateway",
            Profile::Legacy => "legacy",
        }
    }

    pub(super) const fn rules(self) -> &'static Rules {
        match self {
            Profile::Gateway => &GATEWAY,
            Profile::Legacy => &LEGACY,
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
