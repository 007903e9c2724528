//! The nine states, one row each: what a screen shows of it, and what happens on entry. How one
//! state follows another, this file does not know; that is the table's.

use serde::Serialize;

use super::status::ConnectionStatus;
use super::timer::TimerId;

closed_enum! {
    /// Where a connection stands. A screen shows a [`ConnectionStatus`] instead.
    #[non_exhaustive]
    pub enum State {
        /// Never started, or stopped.
        Idle = "idle",
        /// Waiting for the token.
        Credentials = "credentials",
        /// The socket is opening.
        Opening = "opening",
        /// The socket is open and `auth` was sent; no answer yet.
        Authenticating = "authenticating",
        /// `auth.success` has arrived: events follow.
        Ready = "ready",
        /// Waiting for the next attempt.
        Backoff = "backoff",
        /// The network is reported down.
        Offline = "offline",
        /// The page is frozen or in the back/forward cache.
        Suspended = "suspended",
        /// Given up, until started again by hand.
        Failed = "failed",
    }
}

/// What is known of a state.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StateRow {
    /// The state.
    pub state: State,
    /// Its status until the first failure or the first `ready` after a start.
    pub status: ConnectionStatus,
    /// Its status from then on. Entering a state whose two statuses are equal and not
    /// `disconnected` is what makes the difference.
    pub status_again: ConnectionStatus,
    /// Whether it needs the socket; if not, a live one is closed on entry.
    pub keeps_socket: bool,
    /// What happens on entry, in this order, after the timers of the state left are cleared, in
    /// the order of [`TimerId`], and a socket that is not needed is closed.
    pub on_entry: &'static [Entry],
}

/// A thing done on entering a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "do", content = "timer")]
#[non_exhaustive]
pub enum Entry {
    /// The effect `FetchToken`, forced if the force mark is set.
    FetchToken,
    /// The effect `OpenSocket`; counts as something sent, and as the start of the minimum gap.
    OpenSocket,
    /// The effect `SendAuth`; counts as something sent.
    SendAuth,
    /// The effect `SetTimer`, with the length in the timer's row.
    Arm(TimerId),
    /// The effect `Resync`: `initial` the first time after a start from `idle`, then `reconnect`.
    Resync,
}

/// `state: status, status again, whether it keeps the socket, [on entry];`
macro_rules! states {
    ($($state:ident: $status:ident, $again:ident, $keeps_socket:literal, [$($entry:expr),*];)+) => {
        &[$(StateRow {
            state: State::$state,
            status: ConnectionStatus::$status,
            status_again: ConnectionStatus::$again,
            keeps_socket: $keeps_socket,
            on_entry: &[$($entry),*],
        }),+]
    };
}

use Entry::{Arm, FetchToken, OpenSocket, Resync, SendAuth};
use TimerId::{
    Auth, Connect, KeepAlive, Offline, Probe, Retry, Rotation, Silence, Stable, Suspended, Token,
};

/// Every state, in the order of [`State`].
pub static STATES: &[StateRow] = states! {
    Idle: Disconnected, Disconnected, false, [];
    Credentials: Connecting, Reconnecting, false, [FetchToken, Arm(Token)];
    Opening: Connecting, Reconnecting, true, [OpenSocket, Arm(Connect)];
    Authenticating: Connecting, Reconnecting, true, [SendAuth, Arm(Auth)];
    Ready: Connected, Connected, true,
        [Arm(KeepAlive), Arm(Rotation), Arm(Stable), Arm(Probe), Arm(Silence), Resync];
    Backoff: Reconnecting, Reconnecting, false, [Arm(Retry)];
    Offline: Reconnecting, Reconnecting, false, [Arm(Offline)];
    Suspended: Reconnecting, Reconnecting, false, [Arm(Suspended)];
    Failed: Error, Error, false, [];
};

impl State {
    /// What is known of it.
    pub fn row(self) -> &'static StateRow {
        &STATES[self as usize]
    }
}

impl StateRow {
    /// The status, before or after the first failure or the first `ready`.
    pub const fn status(&self, again: bool) -> ConnectionStatus {
        if again { self.status_again } else { self.status }
    }

    /// Whether everything after it is a connecting again.
    pub(super) fn is_turning_point(&self) -> bool {
        self.status == self.status_again && self.status != ConnectionStatus::Disconnected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_states() {
        assert_eq!(STATES.len(), State::ALL.len());
        for (row, state) in STATES.iter().zip(State::ALL) {
            assert_eq!((row.state, state.row().state), (*state, *state));
        }
    }
}
