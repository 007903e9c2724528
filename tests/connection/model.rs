//! What a shell knows of a connection, and the invariants that every step keeps. The model knows
//! effects only, as a shell does, and nothing of the table.

mod inputs;
mod liveness;

use std::collections::{BTreeMap, VecDeque};

use purposepath_realtime::ErrorCode;
use purposepath_realtime::connection::{
    Authentication, CLOSE_CODES, ConnectionStatus, Effect, Generation, Input, Machine, ProbeKind,
    Snapshot, State, TimerId, timing,
};

use super::shell::Random;

const ERROR_CODES: &[ErrorCode] = ErrorCode::ALL;

/// What a shell knows.
pub struct Model {
    pub machine: Machine,
    now_ms: u64,
    effects: Vec<Effect>,
    shown: Snapshot,
    token: Generation,
    socket: Generation,
    socket_is_open: bool,
    timers: BTreeMap<TimerId, Generation>,
    /// The timers that run, and when each is due.
    armed: BTreeMap<TimerId, u64>,
    opened_at_ms: Option<u64>,
    /// Whether the move to `credentials` under way was held to the minimum gap.
    may_open_at_once: bool,
    forced: u32,
    /// Whether a forced refresh has not yielded a token yet.
    force_is_pending: bool,
    probe: ProbeKind,
    is_hidden: bool,
    /// Whether the server answered a ping in time, and was not mute since.
    answers: bool,
    /// When the pings were sent that wait for an answer, the oldest first.
    pings: VecDeque<u64>,
    server_pings: u32,
    /// Whether a socket was opened since the last input.
    opened: bool,
    /// The latest of what starts the time in which silence has to be noticed.
    watched_from_ms: u64,
    /// Whether a rate limit puts probes off.
    is_limited: bool,
}

impl Model {
    pub fn new(authentication: Authentication, probe: ProbeKind) -> Self {
        Model {
            machine: Machine::new(authentication, probe),
            now_ms: 0,
            effects: Vec::with_capacity(32),
            shown: Snapshot::DISCONNECTED,
            token: 0,
            socket: 0,
            socket_is_open: false,
            timers: BTreeMap::new(),
            armed: BTreeMap::new(),
            opened_at_ms: None,
            may_open_at_once: false,
            forced: 0,
            force_is_pending: false,
            probe,
            is_hidden: false,
            answers: false,
            pings: VecDeque::new(),
            server_pings: 0,
            opened: false,
            watched_from_ms: 0,
            is_limited: false,
        }
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
                !self.socket_is_open || *generation != self.socket
            }
            Input::Timer { id, generation } => {
                !self.armed.contains_key(id) || self.timers[id] != *generation
            }
            _ => false,
        }
    }

    /// Lets some time pass; the input that comes then, a likely one or any, and its random number.
    pub fn next(&mut self, random: &mut Random) -> (Input, u32) {
        self.now_ms += random.pause_ms();
        let random_u32 = random.u32_or_an_end();
        let input = match random.below(5) {
            0..3 => self.likely(random),
            _ => self.any_input(random),
        };
        (input, random_u32)
    }

    /// Takes a step, and checks what follows from it.
    pub fn step(&mut self, input: &Input, random_u32: u32) {
        let (before, now_ms) = (self.machine, self.now_ms);
        self.effects.clear();
        self.machine.step(input, now_ms, random_u32, &mut self.effects);

        let mut again = before;
        let mut effects = Vec::new();
        again.step(input, now_ms, random_u32, &mut effects);
        assert_eq!(
            (again, &effects),
            (self.machine, &self.effects),
            "8: same inputs, same outputs"
        );

        if self.is_stale(input) {
            assert_eq!((self.machine, effects.len()), (before, 0), "a stale input changes nothing");
            return;
        }
        self.note(input, before.state());
        self.learn(input, before.state());
        for effect in &effects {
            self.carry_out(effect, input, before.state());
        }
        self.check(&effects);
    }

    /// What an input that is not stale means to the shell.
    fn note(&mut self, input: &Input, state: State) {
        match input {
            Input::SocketClose { .. } => self.socket_is_open = false,
            // A socket that is open cannot be refused any more.
            Input::OpenThrew { .. } if state == State::Opening => self.socket_is_open = false,
            Input::TokenOk { .. } if state == State::Credentials => self.force_is_pending = false,
            Input::Timer { id, .. } => {
                self.armed.remove(id);
            }
            _ => {}
        }
        let by_hand = matches!(input, Input::Start { .. } | Input::RetryNow | Input::TokenChanged);
        let started = by_hand && matches!(state, State::Idle | State::Failed);
        let stable = matches!(input, Input::Timer { id: TimerId::Stable, .. });
        if started || stable || matches!(input, Input::Stop) {
            (self.forced, self.force_is_pending) = (0, false);
        }
    }

    fn carry_out(&mut self, effect: &Effect, input: &Input, state: State) {
        match effect {
            Effect::FetchToken { force, generation } => {
                assert!(*generation > self.token, "generations rise");
                self.token = *generation;
                let by_hand =
                    matches!(input, Input::Start { .. } | Input::RetryNow | Input::TokenChanged);
                let refused = matches!(
                    input,
                    Input::AuthErr { .. } | Input::ServerErr { .. } | Input::SocketClose { .. }
                );
                let first_refresh = *force && refused && self.forced == 0;
                self.may_open_at_once = by_hand || first_refresh;
                if !self.may_open_at_once {
                    self.check_gap();
                }
                if *force && !self.force_is_pending {
                    self.forced += 1;
                    self.force_is_pending = true;
                }
                assert!(self.forced <= 2, "6: at most two forced refreshes");
            }
            Effect::OpenSocket { generation } => {
                assert!(!self.socket_is_open, "1: at most one open socket");
                assert!(*generation > self.socket, "generations rise");
                self.socket_is_open = true;
                self.opened = true;
                self.socket = *generation;
                if !self.may_open_at_once {
                    self.check_gap();
                }
                self.opened_at_ms = Some(self.now_ms);
            }
            Effect::CloseSocket { code } => {
                assert!(self.socket_is_open, "only what is open is closed");
                assert_eq!(*code, 1000);
                self.socket_is_open = false;
            }
            Effect::SetTimer { id, ms, generation } => {
                assert!(*ms < 1 << 31, "a browser's timer overflows");
                assert!(*generation > self.timers.get(id).copied().unwrap_or(0));
                self.timers.insert(*id, *generation);
                self.armed.insert(*id, self.now_ms + ms);
            }
            Effect::ClearTimer { id } => {
                assert!(self.armed.remove(id).is_some(), "only what runs is cleared");
            }
            Effect::SendAuth | Effect::SendPing | Effect::SendProbe | Effect::SendPong => {
                assert!(self.socket_is_open, "nothing is sent without a socket");
                let is_probe = *effect == Effect::SendProbe && self.probe == ProbeKind::Message;
                if is_probe || *effect == Effect::SendPing {
                    self.pings.push_back(self.now_ms);
                    // As many as the machine remembers.
                    if self.pings.len() > 8 {
                        self.pings.pop_front();
                    }
                }
            }
            Effect::Status { snapshot } => {
                assert_ne!(*snapshot, self.shown, "5: status only on change");
                assert_eq!(snapshot.since_ms == self.shown.since_ms, {
                    snapshot.status == self.shown.status || self.shown.since_ms == self.now_ms
                });
                self.shown = *snapshot;
            }
            Effect::Resync { .. } => {
                assert_eq!(self.machine.state(), State::Ready);
                self.watched_from_ms = self.now_ms;
                self.is_limited = false;
            }
            Effect::Diagnostic { .. } => assert_eq!(state, State::Ready),
            other => unreachable!("{other:?} is a new effect: say what holds of it"),
        }
    }

    fn check_gap(&self) {
        let held = self
            .opened_at_ms
            .is_none_or(|opened_at_ms| self.now_ms - opened_at_ms >= timing::MIN_OPEN_GAP_MS);
        assert!(held, "7: the gap between automatic opens holds");
    }

    fn check(&self, effects: &[Effect]) {
        let state = self.machine.state();
        assert_eq!(self.shown, *self.machine.snapshot(), "5: every change is a status");
        let status = effects.iter().position(|effect| matches!(effect, Effect::Status { .. }));
        assert!(status.is_none_or(|at| at + 1 == effects.len()), "the status comes last");
        if matches!(state, State::Idle | State::Failed) {
            assert!(self.armed.is_empty() && !self.socket_is_open, "2: {state} holds nothing");
        } else {
            assert!(!self.armed.is_empty(), "3: {state} has a timer");
        }
        if state == State::Ready && self.is_watched() {
            let due = [TimerId::Silence, TimerId::Probe].map(|id| self.armed.get(&id).copied());
            let limit = if self.probe == ProbeKind::Control { 40_000 } else { 130_000 };
            let soonest = due.into_iter().flatten().min();
            // Timers are late here: what follows from one has its time from then on.
            let latest = (self.watched_from_ms + limit).max(self.now_ms + 10_000);
            assert!(
                soonest.is_some_and(|due| due <= latest),
                "9: a silence is noticed: {soonest:?}, watched from {}",
                self.watched_from_ms
            );
        }
        let connected = self.shown.status == ConnectionStatus::Connected;
        assert_eq!(connected, state == State::Ready, "4: connected if and only if ready");
        assert!(effects.len() <= 16, "a buffer of 16 does");
    }
}
