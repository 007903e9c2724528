//! The transition table: one row for each thing that may happen in a state and changes something.
//!
//! A row applies if the state is one of `from`, the input is `on`, and `when` holds; at most one
//! does. What no row lists changes nothing: so the table is total. Two rules stand above it, since
//! they hold everywhere, and the interpreter keeps them: an input of an old generation changes
//! nothing; a move to `credentials` that is not `AtOnce`, within the minimum gap after the last
//! `OpenSocket`, goes to `backoff` for the rest of it instead, and no attempt is counted; and while
//! the network is reported down, a move to `backoff`, or one because of silence, goes to `offline`.

use std::fmt;

use serde::{Serialize, Serializer};

use super::backoff::Window;
use super::close::CloseClass;
use super::probe::ProbeCause;
use super::snapshot::Reason;
use super::state::State;
use super::timer::TimerId;
use super::trigger::{ErrorKind, Trigger};

/// A row of the table.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Row {
    /// The states in which it applies.
    pub from: &'static [State],
    /// What it reacts to.
    pub on: Trigger,
    /// The condition that must hold too.
    pub when: Guard,
    /// What is done first, in this order.
    pub does: &'static [Action],
    /// The next state, entered even if it is the present one; absent if the state stays.
    pub to: Option<State>,
    /// The reason that a screen shows from then on; absent if it stays the same.
    pub because: Option<Reason>,
    /// What it is for, in Markdown.
    pub doc: &'static str,
}

closed_enum! {
    /// What must hold for a row to apply.
    pub enum Guard {
        /// No condition.
        Always = "always",
        /// The machine slept for 75 s or longer: the socket is not trusted.
        LongAsleep = "long_asleep",
        /// It slept for 10 to 75 s.
        Asleep = "asleep",
        /// It did not sleep, but on a page that is seen a server that answers was silent for long.
        AwakeInSilence = "awake_in_silence",
        /// It did not sleep, and nothing was silent for long.
        Awake = "awake",
        /// The oldest `ping` of the last 30 s without an answer is 10 s old at most.
        Answers = "answers",
        /// There is none.
        AnswersNothing = "answers_nothing",
        /// No probe is open: it is time for the first.
        ProbeUnsent = "probe_unsent",
        /// A probe is open, and its timer is more than 5 s late for the first time.
        ProbeLate = "probe_late",
        /// A probe by message is open that a server which answers should have answered.
        ProbeUnanswered = "probe_unanswered",
        /// The probe's time is over: the server answers, or the probe followed a wake.
        SilentGone = "silent_gone",
        /// The same, but the last reopening because of silence is not long ago.
        SilentAgain = "silent_again",
        /// The probe's time is over, and nothing follows from it but that the server is mute.
        SilentMute = "silent_mute",
        /// On a page that is seen, a server that answers was silent for long, and no probe is open.
        SilenceLong = "silence_long",
        /// The same, but for a shorter time, or a rate limit is not over.
        SilenceShort = "silence_short",
        /// The page is not seen, the server does not answer, or a probe is open already.
        SilenceMoot = "silence_moot",
        /// No refresh of the token was forced since the connection lasted.
        FirstRefusal = "first_refusal",
        /// A refresh was forced already, and another is allowed.
        LaterRefusal = "later_refusal",
        /// No further forced refresh is allowed.
        LastRefusal = "last_refusal",
        /// Closes with a suspect code, this one included, are too few to give up.
        SuspectTolerated = "suspect_tolerated",
        /// With this close they are enough to give up.
        SuspectLast = "suspect_last",
        /// The token is sent in a frame.
        AuthByFrame = "auth_by_frame",
        /// The token was sent in the URL.
        AuthByQuery = "auth_by_query",
    }
}

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

/// `/// doc` `[states] trigger if guard => [actions] next, because reason;` where `stays` is no
/// next state, and guard and reason may be left out.
macro_rules! table {
    ($(
        $(#[doc = $doc:literal])+
        [$($from:ident)+] $on:expr $(, if $guard:ident)? =>
            [$($action:expr),*] $to:ident $(because $reason:ident)?;
    )+) => {
        &[$(Row {
            from: &[$(State::$from),+],
            on: $on,
            when: table!(@guard $($guard)?),
            does: &[$($action),*],
            to: table!(@to $to),
            because: table!(@reason $($reason)?),
            doc: concat!($($doc, "\n"),+),
        }),+]
    };
    (@guard) => { Guard::Always };
    (@guard $guard:ident) => { Guard::$guard };
    (@to stays) => { None };
    (@to $to:ident) => { Some(State::$to) };
    (@reason) => { None };
    (@reason $reason:ident) => { Some(Reason::$reason) };
}

use Action::{
    Arm, AtOnce, Clear, CountServerPing, CountSuspect, Diagnose, DoubtToken, Forget, GiveUp, Hear,
    KeepError, Probe, ProbeAgain, PutOff, Refresh, RepeatProbe, Reset, SendPing, SendPong,
    TakeAnswer, TakeForMute, TokenTaken, Tolerate, Wait,
};
use Trigger::{Closed, ClosedAfterForbidden, Error, Timer};

/// Every transition.
pub static TABLE: &[Row] = table! {
    /// Stop is final and immediate, and forgets everything.
    [Credentials Opening Authenticating Ready Backoff Offline Suspended Failed] Trigger::Stop =>
        [Reset, Forget] Idle;
    /// A start by hand counts from 0. In every other state there is one already, so a second start
    /// opens no second socket. After a failure it is a connecting *again* to a screen.
    [Idle Failed] Trigger::Start => [Reset, Forget, AtOnce] Credentials;
    /// A retry after giving up is a start by hand.
    [Failed] Trigger::RetryNow => [Reset, AtOnce] Credentials;
    /// Somebody signed in: a start by hand. In every other state the next `FetchToken` gets the new
    /// token; a socket that is open does not need it.
    [Failed] Trigger::TokenChanged => [Reset, AtOnce] Credentials;
    /// The token that was asked for may be the old one: ask again. What had to be a new token still
    /// has to.
    [Credentials] Trigger::TokenChanged => [AtOnce] Credentials;

    /// What was under way before a long sleep is not waited for.
    [Credentials Opening Authenticating] Trigger::Wake, if LongAsleep => [] Credentials because Wake;
    /// Nor what the user does not want to wait for.
    [Credentials Opening Authenticating] Trigger::RetryNow => [AtOnce] Credentials because ByHand;

    /// The token has arrived; if a refresh was forced, that is done.
    [Credentials] Trigger::TokenOk => [TokenTaken] Opening;
    /// Nobody is signed in: only a sign-in helps.
    [Credentials] Trigger::TokenDenied => [] Failed because Unauthenticated;
    /// A provider that fails may work later. A refresh that was forced still is.
    [Credentials] Trigger::TokenFail => [Wait(Window::Retry)] Backoff because Token;
    /// A provider that hangs has failed; its late answer is of an old generation and is dropped.
    [Credentials] Timer(TimerId::Token) => [Wait(Window::Retry)] Backoff because Token;

    /// The socket is open: authenticate.
    [Opening] Trigger::SocketOpen, if AuthByFrame => [] Authenticating;
    /// The socket is open, and the token was sent in the URL.
    [Opening] Trigger::SocketOpen, if AuthByQuery => [] Ready;
    /// The URL was refused: trying it again changes nothing.
    [Opening] Trigger::OpenThrew => [] Failed because Config;
    /// The handshake got no answer.
    [Opening] Timer(TimerId::Connect) => [Wait(Window::Retry)] Backoff because Timeout;

    /// The token is accepted: connected.
    [Authenticating] Trigger::AuthOk => [] Ready;
    /// The user may not connect; asking again changes nothing.
    [Authenticating] Error(ErrorKind::Forbidden) => [] Failed because Forbidden;
    /// Too many clients connect at once.
    [Authenticating] Error(ErrorKind::RateLimited) => [Wait(Window::Slow)] Backoff because Busy;
    /// Before `auth.success` every error ends the attempt.
    [Authenticating] Error(ErrorKind::Other) =>
        [Wait(Window::Retry)] Backoff because ServerError;
    /// The gateway could not deliver `auth` to the backend.
    [Authenticating] Trigger::GatewayFault => [Wait(Window::Retry)] Backoff because ServerError;
    /// `auth` got no answer.
    [Authenticating] Timer(TimerId::Auth) => [Wait(Window::Retry)] Backoff because Timeout;

    /// A token that has expired: routine, so a new one is fetched at once.
    [Authenticating Ready] Error(ErrorKind::Unauthorized), if FirstRefusal =>
        [Refresh, AtOnce] Credentials because Unauthorized;
    /// A new token is refused too: once more, but not at once.
    [Authenticating Ready] Error(ErrorKind::Unauthorized), if LaterRefusal =>
        [Refresh, Wait(Window::Retry)] Backoff because Unauthorized;
    /// New tokens do not help.
    [Authenticating Ready] Error(ErrorKind::Unauthorized), if LastRefusal =>
        [] Failed because Unauthenticated;

    /// A close code that means `UNAUTHORIZED`: as for the error.
    [Opening Authenticating Ready] Closed(CloseClass::Auth), if FirstRefusal =>
        [Refresh, AtOnce] Credentials because Unauthorized;
    /// As for the error.
    [Opening Authenticating Ready] Closed(CloseClass::Auth), if LaterRefusal =>
        [Refresh, Wait(Window::Retry)] Backoff because Unauthorized;
    /// As for the error.
    [Opening Authenticating Ready] Closed(CloseClass::Auth), if LastRefusal =>
        [] Failed because Unauthenticated;
    /// The server closes many connections at once: the clients come back at different times.
    [Opening Authenticating Ready] Closed(CloseClass::Spread) =>
        [DoubtToken, Wait(Window::Spread)] Backoff because Closed;
    /// The connection was lost.
    [Opening Authenticating Ready] Closed(CloseClass::Retry) =>
        [DoubtToken, Wait(Window::Retry)] Backoff because Closed;
    /// The server asks for a pause.
    [Opening Authenticating Ready] Closed(CloseClass::Slow) =>
        [DoubtToken, Wait(Window::Slow)] Backoff because Busy;
    /// One side broke the rules; it may have been an accident.
    [Opening Authenticating Ready] Closed(CloseClass::Suspect), if SuspectTolerated =>
        [DoubtToken, CountSuspect, Wait(Window::Retry)] Backoff because Closed;
    /// It was no accident.
    [Opening Authenticating Ready] Closed(CloseClass::Suspect), if SuspectLast =>
        [] Failed because Protocol;
    /// The server refuses this client for good.
    [Opening Authenticating Ready] Closed(CloseClass::Fatal) => [] Failed because Refused;
    /// The backend behind the gateway cannot choose a close code, so the error before the close
    /// decides.
    [Ready] ClosedAfterForbidden => [] Failed because Forbidden;

    /// Something has to be sent before the gateway closes an idle connection.
    [Ready] Timer(TimerId::KeepAlive) => [SendPing] stays;
    /// A new socket before the gateway closes the old one, at a time that the client chooses.
    [Ready] Timer(TimerId::Rotation) => [] Credentials because Rotation;
    /// The connection has lasted: earlier failures do not count any more.
    [Ready] Timer(TimerId::Stable) => [Reset] stays;
    /// Sending pauses; the connection stays.
    [Ready] Error(ErrorKind::RateLimited) => [KeepError, Diagnose, PutOff] stays;
    /// Something else is forbidden; the connection stays.
    [Ready] Error(ErrorKind::Forbidden) => [KeepError, Diagnose] stays;
    /// The connection stays.
    [Ready] Error(ErrorKind::Other) => [Diagnose] stays;
    /// The gateway cannot route a `ping`, but that it says so is an answer.
    [Ready] Trigger::GatewayFault, if Answers => [TakeAnswer] stays;
    /// The gateway could not hand a command on, or says so late; the connection stays. No error
    /// frame: it explains no close.
    [Ready] Trigger::GatewayFault, if AnswersNothing => [TakeAnswer, Diagnose] stays;
    /// An older server asks for an answer, during a rate limit too: it is the server's own wish.
    [Ready] Trigger::ServerPing => [CountServerPing, SendPong] stays;

    /// A sign of life.
    [Ready] Trigger::Frame => [Hear] stays;
    /// The server answers.
    [Ready] Trigger::Pong => [TakeAnswer] stays;
    /// The connection is new: does the server answer?
    [Ready] Timer(TimerId::Probe), if ProbeUnsent => [Probe(ProbeCause::Entry)] stays;
    /// The client slept, and what was sent to it meanwhile may not have been read yet.
    [Ready] Timer(TimerId::Probe), if ProbeLate => [ProbeAgain] stays;
    /// A frame may be lost without the socket being dead.
    [Ready] Timer(TimerId::Probe), if ProbeUnanswered => [RepeatProbe] stays;
    /// Dead: a socket that only looks open.
    [Ready] Timer(TimerId::Probe), if SilentGone => [GiveUp] Credentials because Silent;
    /// A new socket was as silent as the old one: not again so soon.
    [Ready] Timer(TimerId::Probe), if SilentAgain => [Tolerate] stays;
    /// Silence says nothing of a server that does not answer.
    [Ready] Timer(TimerId::Probe), if SilentMute => [TakeForMute] stays;
    /// Is it still there?
    [Ready] Timer(TimerId::Silence), if SilenceLong => [Probe(ProbeCause::Silence)] stays;
    /// Something was heard meanwhile.
    [Ready] Timer(TimerId::Silence), if SilenceShort => [Arm(TimerId::Silence)] stays;
    /// Nobody looks, or nobody would answer.
    [Ready] Timer(TimerId::Silence), if SilenceMoot => [] stays;
    /// After a long sleep a socket that looks open need not be.
    [Ready] Trigger::Wake, if LongAsleep => [] Credentials because Wake;
    /// After a shorter one it is asked.
    [Ready] Trigger::Wake, if Asleep => [Probe(ProbeCause::Wake)] stays;
    /// The page is seen again, and was not asked while it was not.
    [Ready] Trigger::Wake, if AwakeInSilence => [Probe(ProbeCause::Silence)] stays;
    /// From now on silence counts again.
    [Ready] Trigger::Wake, if Awake => [Arm(TimerId::Silence)] stays;
    /// The user does not trust the connection.
    [Ready] Trigger::RetryNow => [AtOnce] Credentials because ByHand;
    /// The network is reported down, but events may still arrive: wait a little. A second report
    /// does not start the wait again.
    [Ready] Trigger::Offline => [Arm(TimerId::Grace)] stays;
    /// Another network may have forgotten the socket.
    [Ready] Trigger::Online => [Clear(TimerId::Grace), Probe(ProbeCause::Wake)] stays;
    /// It is down.
    [Ready] Timer(TimerId::Grace) => [] Offline because Offline;

    /// The network is reported down. Without a connection there is nothing to wait for.
    [Credentials Opening Authenticating Backoff] Trigger::Offline => [] Offline because Offline;
    /// Time to try again.
    [Backoff] Timer(TimerId::Retry) => [] Credentials;
    /// The page or the device woke up: try at once, though not sooner than the minimum gap.
    [Backoff] Trigger::Wake => [] Credentials;
    /// By hand, so the minimum gap does not count; the attempts still do.
    [Backoff] Trigger::RetryNow => [AtOnce] Credentials;
    /// The network has changed: what failed may work.
    [Backoff] Trigger::Online => [] Credentials;

    /// The network is back, perhaps for many clients at once: wait a short random time.
    [Offline] Trigger::Online => [Wait(Window::Online)] Backoff;
    /// The page or the device woke up, and the report may be wrong.
    [Offline] Trigger::Wake => [] Credentials;
    /// By hand: as for a wake, without the minimum gap.
    [Offline] Trigger::RetryNow => [AtOnce] Credentials;
    /// The report may be wrong and may never be corrected.
    [Offline] Timer(TimerId::Offline) => [] Credentials;

    /// A frozen page cannot keep a socket, and an open one keeps it out of the cache.
    [Credentials Opening Authenticating Ready Backoff Offline] Trigger::PageHide =>
        [] Suspended because Suspended;
    /// The page is back.
    [Suspended] Trigger::Wake => [] Credentials;
    /// By hand: as for a wake, without the minimum gap.
    [Suspended] Trigger::RetryNow => [AtOnce] Credentials;
    /// The page runs after all: its timers do.
    [Suspended] Timer(TimerId::Suspended) => [] Credentials;
};
