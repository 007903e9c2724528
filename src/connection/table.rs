//! The transition table: one row for each thing that may happen in a state and changes something.
//!
//! A row applies if the state is one of `from`, the input is `on`, and `when` holds; at most one
//! does. What no row lists changes nothing: so the table is total. Two rules stand above it, since
//! they hold everywhere, and the interpreter keeps them: an input of an old generation changes
//! nothing; a move to `credentials` that is not `AtOnce`, within the minimum gap after the last
//! `OpenSocket`, goes to `backoff` for the rest of it instead, and no attempt is counted; and while
//! the network is reported down, a move to `backoff`, or one because of silence, goes to `offline`.

use serde::Serialize;

use super::action::Action;
use super::backoff::Window;
use super::close::CloseClass;
use super::guard::Guard;
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
