//! What a screen shows of a connection: an immutable value, new only when it differs.

use serde::Serialize;

use super::status::ConnectionStatus;

closed_enum! {
    /// Why there is no connection, or why it is being replaced.
    #[non_exhaustive]
    pub enum Reason {
        /// The token provider failed or did not answer in time.
        Token = "token",
        /// The server did not answer in time.
        Timeout = "timeout",
        /// The socket was closed or never opened.
        Closed = "closed",
        /// The server asked the client to come back later.
        Busy = "busy",
        /// The server failed before it accepted the token.
        ServerError = "server_error",
        /// The token was refused; a new one is being fetched.
        Unauthorized = "unauthorized",
        /// The network is reported down.
        Offline = "offline",
        /// The page is frozen or in the back/forward cache.
        Suspended = "suspended",
        /// The socket reached its maximum age and is being replaced.
        Rotation = "rotation",
        /// The device was asleep; the socket may be dead and is being replaced.
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
        /// Given up: the URL was refused.
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
    /// Why it is not `connected`; absent while it is, and from a stop or a start by hand until the
    /// first failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How many attempts have failed since a connection lasted; 0 while `connected` or
    /// `disconnected`.
    pub attempt: u32,
    /// When the next attempt begins, in milliseconds on the clock of the shell; only while one is
    /// scheduled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_at_ms: Option<u64>,
    /// Whether a "try now" button makes sense.
    pub retryable: bool,
    /// Since when the status has been the same, in milliseconds on the clock of the shell; 0 before
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
