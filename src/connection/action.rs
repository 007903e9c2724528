//! What a row of the table does besides going to a state. How, the machine knows.

use std::fmt;

use serde::{Serialize, Serializer};

use super::backoff::Window;
use super::probe::ProbeCause;
use super::timer::TimerId;

/// What a row does besides going to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Counts attempts, refreshes and suspect closes from 0, drops the force mark and the reason.
    Reset,
    /// Forgets what is known of the server, and the last close.
    Forget,
    /// The minimum gap does not hold this move up.
    AtOnce,
    /// Sets the force mark, and counts a refresh.
    Refresh,
    /// In query mode, in `opening`, while refreshes are left: `Refresh`. A refused token cannot be
    /// told from any other failure there.
    DoubtToken,
    /// Drops the force mark.
    TokenTaken,
    /// Counts a close with a suspect code.
    CountSuspect,
    /// Computes the delay of `backoff` from this window, and counts an attempt as it says.
    Wait(Window),
    /// Sets a timer, unless it runs already.
    Arm(TimerId),
    /// Clears a timer.
    Clear(TimerId),
    /// The effect `SendPing`; the keep-alive counts from now, rate limits from 0.
    SendPing,
    /// The effect `SendPong`; the keep-alive counts from now.
    SendPong,
    /// The effect `Diagnostic`, with the error code or `GATEWAY_FAULT`.
    Diagnose,
    /// Keeps the error: it explains a close within `ERROR_EXPLAINS_CLOSE_MS`.
    KeepError,
    /// Puts the keep-alive off: by `retryAfterMs`, else by the delays in the error's row, one after
    /// the other; counted from when it is due, and never past its latest time. The probe of a
    /// silence waits until then too, counted from now.
    PutOff,
    /// Notes that something was heard, which ends an open probe unless it may have been buffered
    /// before it, and sets the timer `silence` unless it runs.
    Hear,
    /// Ends an open probe, and takes an answer to the oldest `ping` of the last 30 s that waits for
    /// one: if that is 10 s old at most, the server answers.
    TakeAnswer,
    /// Counts a `ping` of the server on this socket.
    CountServerPing,
    /// The effect `SendProbe`, in place of an open probe; the verdict is due in 10 s.
    Probe(ProbeCause),
    /// The effect `SendProbe` once more; the verdict stays where it is.
    RepeatProbe,
    /// The effect `SendProbe` for the same cause, with a verdict of its own, whose timer may be late.
    ProbeAgain,
    /// Notes that the socket is given up because of silence.
    GiveUp,
    /// Ends the probe without giving the socket up, and sets the timer `silence` to the time from
    /// which that is allowed again.
    Tolerate,
    /// Ends the probe, and notes that the server is mute.
    TakeForMute,
}

/// Written `reset`, `wait.slow`, `arm.grace`.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Action::Reset => "reset",
            Action::AtOnce => "at_once",
            Action::Refresh => "refresh",
            Action::DoubtToken => "doubt_token",
            Action::TokenTaken => "token_taken",
            Action::CountSuspect => "count_suspect",
            Action::Wait(window) => return write!(f, "wait.{window}"),
            Action::Arm(id) => return write!(f, "arm.{id}"),
            Action::Clear(id) => return write!(f, "clear.{id}"),
            Action::SendPing => "send_ping",
            Action::SendPong => "send_pong",
            Action::Diagnose => "diagnose",
            Action::KeepError => "keep_error",
            Action::PutOff => "put_off",
            Action::Forget => "forget",
            Action::Hear => "hear",
            Action::TakeAnswer => "take_answer",
            Action::CountServerPing => "count_server_ping",
            Action::Probe(cause) => return write!(f, "probe.{cause}"),
            Action::RepeatProbe => "repeat_probe",
            Action::ProbeAgain => "probe_again",
            Action::GiveUp => "give_up",
            Action::Tolerate => "tolerate",
            Action::TakeForMute => "take_for_mute",
        })
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
