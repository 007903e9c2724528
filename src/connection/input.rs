//! What a shell feeds to the machine: commands, results, timers, and changes of its environment.
//!
//! A result carries the generation that the effect which asked for it carried. The machine drops
//! what belongs to an older one, so a shell may pass on every result, however late.
//! Which messages are inputs, [`MESSAGES`](super::MESSAGES) says.

use serde::{Deserialize, Serialize};

use super::timer::TimerId;
use crate::error_code::ErrorCode;

/// Which token request, which socket, or which setting of one timer; each counts from 1. Every
/// `FetchToken`, `OpenSocket` and `SetTimer` begins one and ends the one before; `CloseSocket` and
/// `ClearTimer` end it too.
pub type Generation = u32;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "codegen", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all_fields = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub enum Input {
    /// The application wants a connection.
    Start {
        /// Whether the network is reported down. The first attempt is made all the same.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        offline: bool,
    },
    /// The application wants none: final and immediate. A change of tenant or user is this, then
    /// `Start`.
    Stop,
    /// The user asks to try at once.
    RetryNow,
    /// Somebody signed in, or the token is a new one.
    TokenChanged,
    /// The provider gave a token; the shell keeps it until the socket is open.
    TokenOk {
        /// That of `FetchToken`.
        generation: Generation,
    },
    /// The provider says explicitly that nobody is signed in, so there is no token.
    TokenDenied {
        /// That of `FetchToken`.
        generation: Generation,
    },
    /// The provider failed in any other way, or gave nothing.
    TokenFail {
        /// That of `FetchToken`.
        generation: Generation,
    },
    /// The URL or the constructor of the socket was refused; nothing was sent.
    OpenThrew {
        /// That of `OpenSocket`.
        generation: Generation,
    },
    /// The socket is open.
    SocketOpen {
        /// That of `OpenSocket`.
        generation: Generation,
    },
    /// The socket is closed, or never opened: DNS, TLS, a refused connection or an HTTP status at
    /// the handshake are 1006. A shell that sees the status says 4401 for 401, 4403 for 403, 4429
    /// for 429 and 1013 for 503.
    SocketClose {
        /// That of `OpenSocket`.
        generation: Generation,
        /// The close code.
        code: u16,
        /// How long to wait, in milliseconds, if the server says so (`Retry-After`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_ms: Option<u64>,
    },
    /// Something was heard on the socket: any text, binary, invalid or control frame. Fed first,
    /// then what the frame means.
    Frame {
        /// That of `OpenSocket`.
        generation: Generation,
    },
    /// The answer `pong`, as a message or as a control frame.
    Pong {
        /// That of `OpenSocket`.
        generation: Generation,
    },
    /// The token was accepted.
    AuthOk {
        /// That of `OpenSocket`.
        generation: Generation,
    },
    /// The token was refused.
    AuthErr {
        /// That of `OpenSocket`.
        generation: Generation,
        /// What went wrong.
        code: ErrorCode,
        /// How long to wait, in milliseconds, if the server says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_ms: Option<u64>,
    },
    /// The server reports an error that concerns the connection.
    ServerErr {
        /// That of `OpenSocket`.
        generation: Generation,
        /// What went wrong.
        code: ErrorCode,
        /// How long to wait, in milliseconds, if the server says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_ms: Option<u64>,
    },
    /// The server asks for a `pong`.
    ServerPing {
        /// That of `OpenSocket`.
        generation: Generation,
    },
    /// API Gateway reports a fault of its own.
    GatewayFault {
        /// That of `OpenSocket`.
        generation: Generation,
    },
    /// A timer has run out.
    Timer {
        /// Which timer.
        id: TimerId,
        /// That of `SetTimer`.
        generation: Generation,
    },
    /// The network is reported up.
    Online,
    /// The network is reported down.
    Offline,
    /// The page became visible.
    Visible {
        /// How long the machine slept before, in milliseconds: the longest gap on a wall clock
        /// between two callbacks of any kind that ended within the last 5 s or, at `Visible`, since
        /// the last `Hidden`.
        #[serde(default)]
        asleep_ms: u64,
    },
    /// The page is not seen. A connection lives on behind another tab, but its silence is not
    /// probed. A page that starts hidden says so before `Start`.
    Hidden,
    /// The window got the focus.
    Focus {
        /// As for `Visible`.
        #[serde(default)]
        asleep_ms: u64,
    },
    /// The page was frozen or put into the back/forward cache (`freeze`, `pagehide`).
    PageHide,
    /// The page is back from the back/forward cache.
    PageShow {
        /// As for `Visible`.
        #[serde(default)]
        asleep_ms: u64,
    },
    /// The page is no longer frozen, or the device has woken up.
    Resume {
        /// As for `Visible`.
        #[serde(default)]
        asleep_ms: u64,
    },
}

impl Input {
    /// How long the device was asleep, in milliseconds; 0 for inputs without that key.
    pub(super) fn asleep_ms(&self) -> u64 {
        match self {
            Input::Visible { asleep_ms }
            | Input::Focus { asleep_ms }
            | Input::PageShow { asleep_ms }
            | Input::Resume { asleep_ms } => *asleep_ms,
            _ => 0,
        }
    }
}
