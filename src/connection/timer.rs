//! The timers, one row each. A timer belongs to the state that set it: whoever leaves the state
//! clears it.

use serde::Serialize;

use super::timing;

closed_enum! {
    /// Which timer. At most one of each runs.
    #[non_exhaustive]
    pub enum TimerId {
        /// The token did not arrive.
        Token = "token",
        /// The socket did not open.
        Connect = "connect",
        /// `auth` was not answered.
        Auth = "auth",
        /// Nothing was sent for a long time: time for a `ping`.
        KeepAlive = "keep_alive",
        /// The socket is old: time to replace it.
        Rotation = "rotation",
        /// The connection has lasted: failures count from 0 again.
        Stable = "stable",
        /// Time for the first probe, for another, or for the verdict on one.
        Probe = "probe",
        /// Nothing was heard for long: time for a probe.
        Silence = "silence",
        /// The network was reported down and has not come back.
        Grace = "grace",
        /// Time to try again.
        Retry = "retry",
        /// Time to try although the network is reported down.
        Offline = "offline",
        /// Time to try although the page is frozen.
        Suspended = "suspended",
    }
}

/// What is known of a timer.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TimerRow {
    /// The timer.
    pub id: TimerId,
    /// How long it runs.
    pub length: Length,
}

/// How long a timer runs, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Length {
    /// Always the same.
    Fixed(u64),
    /// The same, but counted from the last frame sent.
    SinceSend(u64),
    /// Drawn evenly: at least the first, less than the second.
    Between(u64, u64),
    /// So long after the last frame heard: by message, and by control ping. Set only where the
    /// server answers.
    SinceFrame(u64, u64),
    /// As the action `Wait` has computed.
    Backoff,
}

/// `timer: how long;`
macro_rules! timers {
    ($($id:ident: $length:expr;)+) => {
        &[$(TimerRow { id: TimerId::$id, length: $length }),+]
    };
}

use Length::{Backoff, Between, Fixed, SinceFrame, SinceSend};

/// Every timer, in the order of [`TimerId`].
pub static TIMERS: &[TimerRow] = timers! {
    Token: Fixed(timing::TOKEN_TIMEOUT_MS);
    Connect: Fixed(timing::CONNECT_TIMEOUT_MS);
    Auth: Fixed(timing::AUTH_TIMEOUT_MS);
    KeepAlive: SinceSend(timing::KEEP_ALIVE_MS);
    Rotation: Between(timing::ROTATE_FROM_MS, timing::ROTATE_UNTIL_MS);
    Stable: Fixed(timing::STABLE_AFTER_MS);
    // On entry; from then on as the actions around probes say.
    Probe: Fixed(timing::PROBE_DELAY_MS);
    Silence: SinceFrame(timing::SILENCE_MS, timing::SILENCE_BY_CONTROL_MS);
    Grace: Fixed(timing::OFFLINE_GRACE_MS);
    Retry: Backoff;
    Offline: Fixed(timing::OFFLINE_PROBE_MS);
    Suspended: Fixed(timing::SUSPENDED_PROBE_MS);
};

impl TimerId {
    /// What is known of it.
    pub fn row(self) -> &'static TimerRow {
        &TIMERS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_timers() {
        assert_eq!(TIMERS.len(), TimerId::ALL.len());
        for (row, id) in TIMERS.iter().zip(TimerId::ALL) {
            assert_eq!((row.id, id.row().id), (*id, *id));
        }
    }
}
