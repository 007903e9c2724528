//! The interpreter of the table. Time and randomness are arguments; nothing here waits, and nothing
//! here knows a transition: which follows which stands in the table alone.

mod liveness;
mod perform;

use super::action::Action;
use super::close::{CloseClass, FORBIDDEN_CLOSE_CODES};
use super::effect::Effect;
use super::endpoint::Authentication;
use super::guard::Guard;
use super::input::{Generation, Input};
use super::probe::ProbeKind;
use super::snapshot::{Reason, Snapshot};
use super::state::State;
use super::table::{Row, TABLE};
use super::timer::TimerId;
use super::timing::{
    FORBIDDEN_EXPLAINS_CLOSE_MS, MAX_SUSPECT_CLOSES, RATE_LIMIT_EXPLAINS_CLOSE_MS,
    REOPEN_AFTER_SLEEP_MS,
};
use super::trigger::Trigger;
use crate::error_code::ErrorCode;
use liveness::Liveness;

/// The state machine of one connection, as a plain value: it decides, a shell acts.
///
/// **Whoever drives it feeds every input, carries out every effect in order, and adds nothing.**
/// `now_ms` is any clock that only advances, in milliseconds; should it jump back, nothing breaks.
/// `random_u32` is a new evenly distributed random number for every step.
///
/// ```
/// use purposepath_realtime::connection::{
///     Authentication, Effect, Input, Machine, ProbeKind, State,
/// };
///
/// let mut machine = Machine::new(Authentication::Frame, ProbeKind::Message);
/// let mut effects = Vec::new();
/// machine.step(&Input::Start { offline: false }, 0, 0x8000_0000, &mut effects);
/// assert_eq!(machine.state(), State::Credentials);
/// for effect in effects.drain(..) {
///     match effect {
///         // Ask, and feed `TokenOk` with this generation when the token is there.
///         Effect::FetchToken { force, generation } => assert_eq!((force, generation), (false, 1)),
///         // Wait, and feed `Timer` with this generation when the time is over.
///         Effect::SetTimer { ms, .. } => assert_eq!(ms, 15_000),
///         Effect::Status { snapshot } => assert_eq!(snapshot.status.as_str(), "connecting"),
///         _ => unreachable!("a start does nothing else"),
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    authentication: Authentication,
    state: State,
    snapshot: Snapshot,
    reason: Option<Reason>,
    /// Whether there was a failure or a `ready` since the start.
    again: bool,
    attempt: u32,
    /// Forced refreshes of the token.
    refreshes: u32,
    suspects: u32,
    rate_limits: usize,
    /// Whether the next token must be a new one.
    force: bool,
    token: Generation,
    socket: Generation,
    socket_is_live: bool,
    timers: [Generation; TimerId::ALL.len()],
    /// Which timers run, one bit each.
    armed: u16,
    /// When the present attempt began.
    began_at_ms: u64,
    opened_at_ms: Option<u64>,
    sent_at_ms: u64,
    ping_due_ms: u64,
    retry_at_ms: u64,
    /// When the present socket was told `FORBIDDEN`.
    forbidden_at_ms: Option<u64>,
    /// When it was told `RATE_LIMIT_EXCEEDED`, and how long to wait.
    limited: Option<(u64, Option<u64>)>,
    close_code: Option<u16>,
    /// Whether the network is reported down.
    is_offline: bool,
    liveness: Liveness,
}

/// What is the same for the whole of a step.
struct Step<'a> {
    input: &'a Input,
    retry_after_ms: Option<u64>,
    now_ms: u64,
    random_u32: u32,
    effects: &'a mut Vec<Effect>,
}

impl Machine {
    /// A connection that was never started.
    pub const fn new(authentication: Authentication, probe: ProbeKind) -> Self {
        Machine {
            authentication,
            state: State::Idle,
            snapshot: Snapshot::DISCONNECTED,
            reason: None,
            again: false,
            attempt: 0,
            refreshes: 0,
            suspects: 0,
            rate_limits: 0,
            force: false,
            token: 0,
            socket: 0,
            socket_is_live: false,
            timers: [0; TimerId::ALL.len()],
            armed: 0,
            began_at_ms: 0,
            opened_at_ms: None,
            sent_at_ms: 0,
            ping_due_ms: 0,
            retry_at_ms: 0,
            forbidden_at_ms: None,
            limited: None,
            close_code: None,
            is_offline: false,
            liveness: Liveness::new(probe),
        }
    }

    /// The present state.
    pub const fn state(&self) -> State {
        self.state
    }

    /// What a screen shows.
    pub const fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// What follows from an input: the next state, and effects, which are added to those in
    /// `effects`. A buffer that is used again makes a step free of allocation.
    ///
    /// `now_ms` is in milliseconds, on a clock of the shell's choice; `random_u32` is new for each step.
    /// An input that the state does not list, or of an old generation, changes nothing.
    ///
    /// ```
    /// use purposepath_realtime::connection::{Authentication, Effect, Input, Machine, ProbeKind, State};
    ///
    /// let mut machine = Machine::new(Authentication::Frame, ProbeKind::Message);
    /// let (mut effects, mut done) = (Vec::new(), Vec::new());
    /// let mut input = Some(Input::Start { offline: false });
    /// let (mut now_ms, mut socket) = (0, 0);
    /// while let Some(next) = input.take() {
    ///     machine.step(&next, now_ms, 0x8000_0000, &mut effects);
    ///     for effect in effects.drain(..) {
    ///         // A shell starts what the effect asks for; here, each succeeds 20 ms later.
    ///         input = match effect {
    ///             Effect::FetchToken { generation, .. } => Some(Input::TokenOk { generation }),
    ///             Effect::OpenSocket { generation } => {
    ///                 socket = generation;
    ///                 Some(Input::SocketOpen { generation })
    ///             }
    ///             Effect::SendAuth => Some(Input::AuthOk { generation: socket }),
    ///             Effect::Resync { cause } => { done.push(cause); None }
    ///             _ => continue,
    ///         };
    ///     }
    ///     now_ms += 20;
    /// }
    /// assert_eq!(machine.state(), State::Ready);
    /// assert_eq!(done.len(), 1, "fetch what the screen shows");
    /// ```
    pub fn step(&mut self, input: &Input, now_ms: u64, random_u32: u32, effects: &mut Vec<Effect>) {
        self.step_by(TABLE, input, now_ms, random_u32, effects);
    }

    /// A step by another table: for tests of the table.
    #[doc(hidden)]
    pub fn step_by(
        &mut self,
        table: &[Row],
        input: &Input,
        now_ms: u64,
        random_u32: u32,
        effects: &mut Vec<Effect>,
    ) {
        if self.is_stale(input) {
            return;
        }
        // Noted in every state.
        match input {
            Input::Start { offline } if matches!(self.state, State::Idle | State::Failed) => {
                self.is_offline = *offline;
            }
            Input::Offline => self.is_offline = true,
            Input::Online => self.is_offline = false,
            Input::Hidden => self.liveness.is_hidden = true,
            Input::Visible { .. } => self.liveness.is_hidden = false,
            _ => {}
        }
        let Some((trigger, retry_after_ms)) = self.explain(input, now_ms) else {
            return;
        };
        let applies = |row: &&Row| {
            row.on == trigger
                && row.from.contains(&self.state)
                && self.holds(row.when, input, now_ms)
        };
        let Some(row) = table.iter().find(applies) else {
            return;
        };
        match input {
            Input::SocketClose { code, .. } => {
                self.socket_is_live = false;
                self.close_code = Some(*code);
            }
            Input::OpenThrew { .. } => self.socket_is_live = false,
            Input::Timer { id, .. } => self.armed &= !bit(*id),
            _ => {}
        }
        let mut step = Step { input, retry_after_ms, now_ms, random_u32, effects };
        for action in row.does {
            self.act(*action, &mut step);
        }
        self.reason = row.because.or(self.reason);
        if let Some(to) = row.to {
            self.go(to, row.does.contains(&Action::AtOnce), &mut step);
        }
        self.show(&mut step);
    }

    /// Whether the input belongs to a generation that has ended.
    fn is_stale(&self, input: &Input) -> bool {
        match input {
            Input::TokenOk { generation }
            | Input::TokenDenied { generation }
            | Input::TokenFail { generation } => *generation != self.token,
            Input::OpenThrew { generation }
            | Input::SocketOpen { generation }
            | Input::SocketClose { generation, .. }
            | Input::AuthOk { generation }
            | Input::AuthErr { generation, .. }
            | Input::ServerErr { generation, .. }
            | Input::ServerPing { generation }
            | Input::Frame { generation }
            | Input::Pong { generation }
            | Input::GatewayFault { generation } => {
                !self.socket_is_live || *generation != self.socket
            }
            Input::Timer { id, generation } => {
                self.armed & bit(*id) == 0 || *generation != self.timers[*id as usize]
            }
            _ => false,
        }
    }

    /// What the input is to the table, and how long the server asks to wait. A close soon after an
    /// error may be what the error says.
    fn explain(&self, input: &Input, now_ms: u64) -> Option<(Trigger, Option<u64>)> {
        let within = |at_ms: u64, ms: u64| now_ms.saturating_sub(at_ms) <= ms;
        match input {
            Input::AuthErr { retry_after_ms, .. } | Input::ServerErr { retry_after_ms, .. } => {
                Some((Trigger::of(input)?, *retry_after_ms))
            }
            Input::SocketClose { code, retry_after_ms, .. } => {
                if FORBIDDEN_CLOSE_CODES.contains(code)
                    && self
                        .forbidden_at_ms
                        .is_some_and(|at| within(at, FORBIDDEN_EXPLAINS_CLOSE_MS))
                {
                    return Some((Trigger::ClosedAfterForbidden, None));
                }
                match self.limited {
                    Some((at_ms, asked))
                        if within(at_ms, RATE_LIMIT_EXPLAINS_CLOSE_MS)
                            && !CloseClass::of(*code).refuses() =>
                    {
                        Some((Trigger::Closed(CloseClass::Slow), asked.or(*retry_after_ms)))
                    }
                    _ => Some((Trigger::of(input)?, *retry_after_ms)),
                }
            }
            _ => Some((Trigger::of(input)?, None)),
        }
    }

    fn holds(&self, guard: Guard, input: &Input, now_ms: u64) -> bool {
        match guard {
            Guard::Always => true,
            Guard::LongAsleep => self.slept_ms(input, now_ms) >= REOPEN_AFTER_SLEEP_MS,
            Guard::FirstRefusal => self.refreshes == 0,
            Guard::LaterRefusal => self.refreshes > 0 && self.refreshes < max_refreshes(),
            Guard::LastRefusal => self.refreshes >= max_refreshes(),
            Guard::SuspectTolerated => u64::from(self.suspects) + 1 < MAX_SUSPECT_CLOSES,
            Guard::SuspectLast => u64::from(self.suspects) + 1 >= MAX_SUSPECT_CLOSES,
            Guard::AuthByFrame => self.authentication == Authentication::Frame,
            Guard::AuthByQuery => self.authentication == Authentication::Query,
            guard => self.liveness.holds(guard, self.slept_ms(input, now_ms), now_ms),
        }
    }

    /// How long the machine slept, in milliseconds. A sleep counts for what was there before it: one
    /// wake is several inputs (`PageShow`, `Visible`, `Focus`), and the second must not end the
    /// attempt that the first has begun.
    fn slept_ms(&self, input: &Input, now_ms: u64) -> u64 {
        let is_older = now_ms.saturating_sub(self.began_at_ms) >= input.asleep_ms();
        if is_older { input.asleep_ms() } else { 0 }
    }

    /// Tells a screen what has changed, if anything has.
    fn show(&mut self, step: &mut Step<'_>) {
        let last = self.snapshot;
        let status = self.state.row().status(self.again);
        let at_rest = matches!(self.state, State::Idle | State::Ready);
        let next = Snapshot {
            status,
            reason: self.reason,
            attempt: if at_rest { 0 } else { self.attempt },
            retry_at_ms: (self.state == State::Backoff).then_some(self.retry_at_ms),
            retryable: match self.state {
                State::Backoff | State::Offline | State::Suspended => true,
                State::Failed => self.reason.is_some_and(Reason::may_pass),
                _ => false,
            },
            since_ms: if status == last.status { last.since_ms } else { step.now_ms },
            ever_connected: self.state != State::Idle
                && (last.ever_connected || self.state == State::Ready),
            close_code: self.close_code,
        };
        if next != last {
            self.snapshot = next;
            step.effects.push(Effect::Status { snapshot: next });
        }
    }
}

/// The bit of a timer among those that run.
const fn bit(id: TimerId) -> u16 {
    1 << id as u16
}

/// How many refreshes of the token are forced before the client gives up.
fn max_refreshes() -> u32 {
    ErrorCode::Unauthorized.row().max_in_a_row.map_or(u32::MAX, |refusals| refusals - 1)
}
