//! What a screen shows of a connection: an immutable value, new only when it differs.

use serde::Serialize;

use super::status::ConnectionStatus;

closed_enum! {
    /// Why a connection is not there, or is being made anew.
    pub enum Reason {
        /// No token could be had, for now.
        Token = "token",
        /// The server did not answer in time.
        Timeout = "timeout",
        /// The socket was closed or never opened.
        Closed = "closed",
        /// The server asks to come back later.
        Busy = "busy",
        /// The server failed before it accepted the token.
        ServerError = "server_error",
        /// The token was refused; a new one is being fetched.
        Unauthorized = "unauthorized",
        /// The network is reported down.
        Offline = "offline",
        /// The page is frozen or in the back/forward cache.
        Suspended = "suspended",
        /// The socket has reached its age.
        Rotation = "rotation",
        /// The machine slept; the socket is not trusted any more.
        Wake = "wake",
        /// The server was asked for a sign of life and gave none.
        Silent = "silent",
        /// The user asked for it.
        ByHand = "by_hand",
        /// Given up: nobody is signed in, or new tokens are refused too.
        Unauthenticated = "unauthenticated",
        /// Given up: the user may not connect.
        Forbidden = "forbidden",
        /// Given up: the server refuses this client.
        Refused = "refused",
        /// Given up: one side broke the rules again and again.
        Protocol = "protocol",
        /// Given up: there is no such address.
        Config = "config",
    }
}

impl Reason {
    /// Whether, once given up for it, trying again by hand may help without a change elsewhere: a
    /// sign-in, a permission, another configuration.
    pub const fn may_pass(self) -> bool {
        !matches!(
            self,
            Reason::Unauthenticated | Reason::Forbidden | Reason::Refused | Reason::Config
        )
    }
}

/// What a screen shows of a connection: an immutable value, new only when it differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "codegen", derive(serde::Deserialize, schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Snapshot {
    /// The status.
    pub status: ConnectionStatus,
    /// Why it is not `connected`; absent if it is, and from a stop or a start by hand to the first
    /// trouble.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How many attempts have failed since a connection lasted; 0 while `connected` or
    /// `disconnected`.
    pub attempt: u32,
    /// When it is tried again, on the clock of the shell, in milliseconds; only while waiting for
    /// that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_at_ms: Option<u64>,
    /// Whether a button "try now" makes sense.
    pub retryable: bool,
    /// Since when the status is what it is, on the clock of the shell, in milliseconds; 0 before
    /// the first change.
    pub since_ms: u64,
    /// Whether there was a connection since the start from `disconnected`: data on the screen may
    /// be old rather than missing.
    pub ever_connected: bool,
    /// The code with which the server closed last, or 1006 without a close frame; kept until the
    /// next `connected`, start or stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_code: Option<u16>,
}

impl Snapshot {
    /// Before anything happened.
    pub const DISCONNECTED: Snapshot = Snapshot {
        status: ConnectionStatus::Disconnected,
        reason: None,
        attempt: 0,
        retry_at_ms: None,
        retryable: false,
        since_ms: 0,
        ever_connected: false,
        close_code: None,
    };
}
